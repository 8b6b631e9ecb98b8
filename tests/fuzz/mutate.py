"""Ways in which files are spoiled: on their way, by an editor, by a spreadsheet, by somebody who means ill."""

import gzip
import io
import zipfile
import zlib

import pyarrow as pa

#: What is found in cells and between them where it should not be.
TOKENS = [
    b'"', b'""', b"'", b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\n\n\n", b"\x00", b"\x00\x00", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\xff", b"\x80", b"\x1a", b"\x0c", b"\xc2\xa0", b"\xe3\x80\x80", "합계".encode(), "합계".encode("cp949"), b"Total", b"sep=;\n",
    b"=cmd|' /C calc'!A0", b"@SUM(1)", b"-1+1", b"0", b"-0", b"1e999", b"NaN", b"8.21012E+11", b"01/02/2026", b"2026-02-30",
    b"99999999999999999999999999", b"<html>", b"<![CDATA[", b"]]>", b"&amp;", b"&#0;", b'r="XFD1048576"', b' hidden="1"',
    b"{", b"}", b"[", b"null", "�".encode(), "\u202e".encode(), "😀".encode(), b"a" * 70_000, b"," * 5_000, b'"\n' * 300,
    b"010-0210-0001" * 40, b"PK\x03\x04", b"PAR1", b"\x1f\x8b",
]  # fmt: skip


def _flip(content, chance):
    spoiled = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 40))):
        spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)


def _insert(content, chance):
    for _ in range(chance.choice((1, 1, 3, 12))):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.choice(TOKENS) + content[at:]
    return content


def _span(content, chance):
    start = chance.randrange(len(content))
    return start, start + chance.choice((1, 2, 7, 60, 600))


def _delete(content, chance):
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def _repeat(content, chance):
    start, end = _span(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 3, 50)) + content[end:]


def _replace(content, chance):
    start, end = _span(content, chance)
    return content[:start] + chance.choice(TOKENS) + content[end:]


def _cut(content, chance):
    return content[: chance.randrange(len(content))]


def _behead(content, chance):
    return content[chance.randrange(min(len(content), 400)) :]


def _shuffle_lines(content, chance):
    lines = content.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _endings(content, chance):
    old, new = chance.choice(((b"\n", b"\r"), (b"\r\n", b"\n"), (b"\n", b"\r\n"), (b"\n", b"\r\r\n"), (b"\n", b"\n\n")))
    return content.replace(old, new)


def _swap_signs(content, chance):
    old, new = chance.sample([b",", b";", b"\t", b'"', b"'", b"|", b"-", b"0", b" "], 2)
    return content.replace(old, new, chance.choice((1, 3, -1)))


def _recoded(content, chance):
    """Opened in one encoding and saved in another."""
    wrong = chance.choice(("cp949", "cp1252", "gb18030", "cp932", "utf-16-le", "latin-1"))
    return content.decode(wrong, "replace").encode(chance.choice(("utf-8", "utf-16", wrong)), "replace")


PLAIN = (
    _flip, _insert, _insert, _delete, _repeat, _replace, _cut, _behead, _shuffle_lines, _endings, _swap_signs, _recoded,
)  # fmt: skip


def mutated(content, chance, others):
    """A spoiled copy of a sound file.

    Args:
      content: Of a sound file.
      chance: The source of every choice.
      others: Contents to be glued to it.
    """
    if content.startswith(b"PK\x03\x04") and chance.random() < 0.8:
        return _repacked(content, chance)
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        content = chance.choice(PLAIN)(content, chance) or b"\n"
    if chance.random() < 0.06:
        content += chance.choice(others)
    return _packed(content, chance) if chance.random() < 0.12 else content


def _packed(content, chance):
    how = chance.choice(("gzip", "zstd", "zip", "zips"))
    if how == "gzip":
        whole = gzip.compress(content, 1)
    elif how == "zstd":
        whole = pa.compress(content, codec="zstd", asbytes=True)
    else:
        whole = _archive({"a.csv": content} | ({"b/b.csv": content[::2]} if how == "zips" else {}), chance)
    return chance.choice(PLAIN)(whole, chance) if chance.random() < 0.3 else whole


def _repacked(content, chance):
    """A workbook with some of its parts spoiled and packed again, so that every checksum is right."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error):
        return content
    names = sorted(parts)
    for _ in range(chance.choice((1, 1, 2, 3))):
        name = chance.choice([name for name in names if parts[name]])
        if chance.random() < 0.05:
            del parts[name]
            names.remove(name)
        else:
            parts[name] = chance.choice(PLAIN)(parts[name], chance) or b"\n"
    return _archive(parts, chance)


def _archive(parts, chance):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()
