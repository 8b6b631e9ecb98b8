"""Ways in which rows are spoiled by whoever joins, edits and exports them; files without rows are left nearly alone."""

import json

#: Delimiters a row may be parted by, the likeliest first.
_SIGNS = (b",", b"\t", b";", b"|")
_MARK = b"\xef\xbb\xbf"


def _sign(lines):
    return max(_SIGNS, key=lambda sign: lines[0].count(sign) + lines[len(lines) // 2].count(sign))


def _some(lines, chance):
    """Places of some rows below the first: one, a few, every second one, or a run up to the end."""
    below = range(1, len(lines))
    if len(below) < 2:
        return []
    start = chance.choice(below)
    return chance.choice(([start], chance.sample(below, min(3, len(below))), below[::2], below[start:]))


def cells_swapped(content, chance):
    """Two columns change their places in some rows."""
    lines = content.split(b"\n")
    sign = _sign(lines)
    for at in _some(lines, chance):
        cells = lines[at].split(sign)
        one, two = chance.randrange(len(cells)), chance.randrange(len(cells))
        cells[one], cells[two] = cells[two], cells[one]
        lines[at] = sign.join(cells)
    return b"\n".join(lines)


def header_again(content, chance):
    """The first lines come again in the middle, as page breaks and joined files have them."""
    lines = content.split(b"\n")
    head = lines[: chance.choice((1, 1, 2, 3))]
    before = chance.choice((b"", b"", _MARK, b"\x0c", b"\n", b" "))
    for at in sorted(_some(lines, chance), reverse=True)[:20]:
        lines[at:at] = [before + head[0], *head[1:]]
    return b"\n".join(lines)


def huge_cell(content, chance):
    """One cell holds a text of a megabyte, in quotes or not, with line breaks or not."""
    lines = content.split(b"\n")
    sign = _sign(lines)
    at = chance.randrange(len(lines))
    cells = lines[at].split(sign)
    text = chance.choice((b"a", "가".encode(), b"a b\n", b"0"))
    cells[chance.randrange(len(cells))] = chance.choice((b"%s", b'"%s"', b'"%s')) % (text * (1_000_000 // len(text)))
    lines[at] = sign.join(cells)
    return b"\n".join(lines)


def quote_without_end(content, chance):
    """A quote in the last line, or in any, opens and nothing closes it."""
    lines = content.rstrip(b"\r\n").split(b"\n")
    sign = _sign(lines)
    at = chance.choice((len(lines) - 1, chance.randrange(len(lines))))
    cells = lines[at].split(sign)
    place = chance.choice((len(cells) - 1, chance.randrange(len(cells))))
    cells[place] = chance.choice((b'"' + cells[place], cells[place] + b'"', cells[place].replace(b" ", b'"')))
    lines[at] = sign.join(cells)
    return b"\n".join(lines) + chance.choice((b"", b"\n", b'"'))


def encodings_mixed(content, chance):
    """Some lines are written in another encoding than the rest."""
    lines = content.split(b"\n")
    other = chance.choice(("cp949", "gb18030", "cp932", "cp950", "cp1252", "utf-8", "utf-16-le", "iso2022_jp"))
    written = "utf-8" if other != "utf-8" else "cp949"
    for at in _some(lines, chance):
        lines[at] = lines[at].decode(written, "replace").encode(other, "replace")
    return b"\n".join(lines)


def endings_mixed(content, chance):
    """Each line, or each of a run, ends in its own way."""
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    endings = chance.choice(((b"\n", b"\r\n"), (b"\n", b"\r"), (b"\r\n", b"\r"), (b"\n", b"\r\n", b"\r", b"\n\r")))
    changes = chance.random() < 0.5
    start = chance.randrange(len(lines))
    ends = [chance.choice(endings) if changes else endings[at >= start] for at in range(len(lines))]
    return b"".join(line + end for line, end in zip(lines, ends, strict=True))


def mark_inside(content, chance):
    """A byte-order mark stands where joined files met."""
    lines = content.split(b"\n")
    for at in _some(lines, chance):
        lines[at] = chance.choice((_MARK, b"\xff\xfe", b"\xfe\xff", _MARK * 2)) + lines[at]
    return b"\n".join(lines)


def other_width(content, chance):
    """Rows, often all of the last ones, have more cells or fewer than the others."""
    lines = content.split(b"\n")
    sign = _sign(lines)
    change = chance.choice((-3, -2, -1, 1, 2, 30))
    for at in _some(lines, chance):
        cells = lines[at].split(sign)
        lines[at] = sign.join(cells[:change] if change < 0 else cells + [b"x"] * change)
    return b"\n".join(lines)


def end_left_out(content, chance):
    """Empty cells at the end of a row are left out: of every row, or sixteen rows at a time."""
    lines = content.split(b"\n")
    sign = _sign(lines)
    if chance.random() < 0.5:
        return b"\n".join(line.rstrip(sign + b"\r") for line in lines)
    start = 16 * chance.randrange(1 + len(lines) // 16)
    cut = chance.choice((1, 2))
    return b"\n".join(
        sign.join(line.split(sign)[:-cut]) if start <= at < start + 16 and line else line
        for at, line in enumerate(lines)
    )


def quotes_escaped(content, _):
    """Quotes in cells are written by a backslash, as databases do."""
    return content.replace(b'""', b'\\"')


def delimiter_changed(content, chance):
    """Parted by a sign that hardly anybody uses, or by several."""
    rare = (b"^", b"~", b"\x1f", b"\x01", b"::", b" | ", b"~|~", b":", b"#", "，".encode(), b"  ")
    return content.replace(_sign(content.split(b"\n")), chance.choice(rare))


def as_json(content, chance):
    """The lines as JSON, in one of the shapes in which services answer."""
    lines = content.decode("utf-8", "replace").split("\n")
    sign = _sign([line.encode() for line in lines]).decode()
    names = lines[0].split(sign)
    rows = [dict(zip(names, line.split(sign), strict=False)) for line in lines[1:] if line]
    shapes = (rows, {"data": rows}, {"result": {"total": len(rows), "list": rows}}, {"a": rows[::2], "b": rows[1::2]},
              {"columns": names, "data": [list(row.values()) for row in rows]},
              {name: [row.get(name) for row in rows] for name in names}, {"rows": [rows]})  # fmt: skip
    text = json.dumps(chance.choice(shapes), ensure_ascii=False, indent=chance.choice((None, None, 1)))
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "utf-16", "cp949")), "replace")


ROWS = (
    cells_swapped, header_again, huge_cell, quote_without_end, encodings_mixed, endings_mixed, mark_inside, other_width,
    end_left_out, quotes_escaped, delimiter_changed, as_json,
)  # fmt: skip
