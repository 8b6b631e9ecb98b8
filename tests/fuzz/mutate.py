"""Ways in which files are spoiled: on their way, by an editor, by a spreadsheet, by somebody who means ill."""

import gzip
import io
import zipfile
import zlib

import pyarrow as pa

from tests.fuzz.rows import ROWS

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


def _end_cut(content, chance):
    """A download that stopped shortly before its end: the directory of an archive and the footer of Parquet stand there."""
    return content[: -chance.choice((1, 4, 8, 22, 100, 1000))]


def _end_flipped(content, chance):
    at = max(0, len(content) - chance.choice((30, 300, 3000)))
    return content[:at] + _flip(content[at:], chance)


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
    _end_cut, _end_flipped,
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
        content = (
            chance.choice(PLAIN if chance.random() < 0.5 or _is_binary(content) else ROWS)(content, chance) or b"\n"
        )
    if chance.random() < 0.06:
        content += chance.choice(others)
    return _packed(content, chance) if chance.random() < 0.12 else content


def _is_binary(content):
    return content[:4] in (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")


def _packed(content, chance):
    whole = _packed_as(chance.choice(("gzip", "zstd", "zip", "zips", "nested")), content, chance)
    return chance.choice(PLAIN)(whole, chance) if chance.random() < 0.3 else whole


def _packed_as(how, content, chance):
    if how == "gzip":
        return gzip.compress(content, 1)
    if how == "zstd":
        return pa.compress(content, codec="zstd", asbytes=True)
    if how == "nested":
        inner = _packed_as(chance.choice(("gzip", "zstd", "zip")), content, chance)
        outer = chance.choice(("gzip", "zstd", "zip", "zips"))
        return _packed_as(outer, inner, chance)
    beside = {
        "b/b.csv": content[::2],
        "Thumbs.db": b"\xd0\xcf\x11\xe0" * 9,
        "d/": b"",
        "../../c.csv": content,
        "a?.csv": b"",
    }
    return _archive({chance.choice(("a.csv", "명단.csv")): content} | (beside if how == "zips" else {}), chance)


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
