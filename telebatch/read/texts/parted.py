"""Cells parted by several letters, as ` - ` or `||`, or by runs of blanks: one sign is put there before it is laid out.

Lines stay where they are, and what a row lacks is never guessed: a run of tabs or blanks parts two cells, whatever its
length, so a row with an empty cell in it comes out short and is set aside as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read.header_words import known_words
from telebatch.read.headers import LOOKED_AT
from telebatch.read.texts.decode import Decoded, settle
from telebatch.read.texts.delimiters import CANDIDATES, RARE, SIGNS, shows_header, stated_delimiter, usual_width
from telebatch.read.texts.encodings import SAMPLE_BYTES
from telebatch.read.texts.index import swallows_records
from telebatch.read.texts.survey import Shape, blocks
from telebatch.read.texts.text import Text, stored
from telebatch.read.texts.tokens import JOINED_LINES, head_records, strict_cells, written

UNIT = "\x1f"
"""Stands where the letters stood; a text that holds it already is parted by it, or by nothing of this page."""
_DOUBLED = tuple(sign * 2 for sign in (*CANDIDATES, *RARE) if sign > UNIT or sign == "\t")
_PECULIAR = ("|~|", "~|~", "|^|", "|@|", "@|@", "|#|", "#*#")
"""Letters that part cells whatever else does: a sign among them that shows a header as well is a part of them."""
_OTHERS = (" - ", " – ", " — ", " / ", " // ", "@@", "$$", "&&", "++", "<>", "->", "=>", "，", "、", "；", "｜")
_RUNS = {"\t": "runs of tabs", "  ": "runs of blanks"}
_RUN = {"\t": re.compile(rb"\t+"), "  ": re.compile("(?: |\u3000){2,}".encode())}
_AT_END = re.compile("(?:[\t ]|\u3000)+(?=\r?$)".encode(), re.MULTILINE)
_LINES = 200
_MOST_JOINED = 1 << 16
"""So many bytes stand in a record over several lines at most."""
_STEADY = 0.9


@dataclass(frozen=True)
class Parted:
    """A text whose cells one sign parts, how that is said to `lay_out`, and what really stood there."""

    decoded: Decoded
    options: ReadOptions
    letters: str | None = None


def parted(decoded: Decoded, options: ReadOptions, shown: str) -> Parted:
    """The text with one sign in place of several letters that part its cells; as it is where one sign does.

    Raises:
      InputRefused: letters were named that can part no cells.
    """
    text = decoded.text
    head = bytes(text.view[text.start : text.start + SAMPLE_BYTES]).decode("utf-8", "replace")
    letters = _named(options, shown) if options.delimiter else _seen(head, options)
    if letters is None:
        return Parted(decoded, options)
    is_taken = any(UNIT.encode() in text.view[start:stop].tobytes() for start, stop in blocks(text.view, text.start))
    if is_taken and not options.delimiter:
        return Parted(decoded, options)
    if is_taken:
        raise InputRefused("the sign 1F stands in it, beside the delimiter", place=shown, remedy="name that: \\x1f")
    decoded = settle(decoded, options, shown)
    if letters in _DOUBLED and not options.delimiter and _stands_alone(decoded.text, letters[0]):
        return Parted(decoded, options)
    text = decoded.text
    pieces = _pieces(text, letters, _width(head, letters))
    named = _RUNS.get(letters) or '"{}"'.format(letters.replace("\t", "\\t"))
    told = () if options.delimiter else (f"delimiter: {named}",)
    whole = Text(*stored(pieces, options.scratch), 0, text.damages)
    return Parted(
        replace(decoded, text=whole, guesses=(*decoded.guesses, *told)), replace(options, delimiter=UNIT), letters
    )


def _named(options: ReadOptions, shown: str) -> str | None:
    """The several letters, or the one beyond ASCII, that a person named; null: one sign, which needs no other."""
    letters = options.delimiter or ""
    if set(letters) & set('\r\n\x00"'):
        remedy = 'give one such as ; or ^ or " - ", or the word tab'
        raise InputRefused("the delimiter holds a quote, a line break or a NUL", place=shown, remedy=remedy)
    is_one = letters.lower() in SIGNS or (len(letters) == 1 and letters.isascii())
    return None if is_one else letters


def _seen(head: str, options: ReadOptions) -> str | None:
    """The letters that part the cells of a head under a known header; null: one sign does, or nobody knows."""
    if stated_delimiter(head):
        return None
    lines = [line.removesuffix("\r") for line in head.split("\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]
    words = options.words.headers
    for doubled in _DOUBLED:
        if doubled in head and _is_doubled(lines, doubled, words):
            return doubled
    if "\t\t" in head and _is_run(lines, "\t", words):
        return "\t"
    peculiar = _most_known(lines, _PECULIAR, words)
    if peculiar is not None:
        return peculiar
    if any(sign in head and shows_header(head, sign, options.quote, words) for sign in (*CANDIDATES, *RARE)):
        return None
    return _most_known(lines, _OTHERS, words) or ("  " if _is_run(lines, "  ", words) else None)


def _most_known(lines: list[str], among: tuple[str, ...], words: frozenset[str]) -> str | None:
    """The letters that part the line with the most known words; null: none shows two of them."""
    found = {letters: _known(lines, letters, words) for letters in among}
    best = max(found, key=lambda letters: found[letters])
    return best if found[best] > 1 else None


def _known(lines: list[str], letters: str, words: frozenset[str]) -> int:
    """The most known words of one line parted by these letters."""
    parts = (line.split(letters) for line in lines if letters in line)
    return max((known_words([cell.strip().strip('"') for cell in cells], words) for cells in parts), default=0)


def _is_doubled(lines: list[str], doubled: str, words: frozenset[str]) -> bool:
    """Whether a sign stands nearly nowhere but in pairs."""
    holding = [line for line in lines[:_LINES] if doubled[0] in line]
    pairs = sum(1 for line in holding if doubled[0] not in line.replace(doubled, ""))
    return pairs > _STEADY * len(holding) and _known(holding, doubled, words) > 1


def _stands_alone(text: Text, sign: str) -> bool:
    """Whether a sign stands anywhere in other numbers than pairs: then cells between two of them may be filled."""
    runs = re.compile(rf"{re.escape(sign)}+".encode())
    spans = blocks(text.view, text.start)
    return any(len(run) % 2 for start, stop in spans for run in set(runs.findall(text.view[start:stop])))


def _is_run(lines: list[str], letters: str, words: frozenset[str]) -> bool:
    """Whether runs of different lengths part most rows into as many cells as there are headings."""
    rows = [[cell.decode() for cell in _RUN[letters].split(line.rstrip().encode())] for line in lines]
    at = max(range(len(rows)), key=lambda at: (known_words(rows[at], words), -at), default=None)
    if at is None or known_words(rows[at], words) < 2 or len(rows[at]) < 3:
        return False
    below = rows[at + 1 : at + 1 + _LINES]
    fitting = sum(1 for cells in below if len(cells) == len(rows[at]))
    told = lines[at : at + 1 + _LINES]
    single = [line.count(letters[0]) for line in told]
    is_steady = letters == "\t" and single.count(single[0]) > _STEADY * len(single)
    if not is_steady:
        return fitting * 2 > len(below)
    return single[0] >= len(rows[at]) and fitting > _STEADY * len(below) and _is_aligned(told)


def _is_aligned(lines: list[str]) -> bool:
    """Whether rows of as many tabs each leave other cells empty than their neighbours: tabs stand there to align."""
    # A table with columns of no heading leaves the same ones empty, or more of them in some rows.
    return len({tuple(not cell for cell in line.split("\t")) for line in lines[1:]}) > 1


def _width(head: str, letters: str) -> int:
    """The usual number of cells; 1 where runs part them, for these part cells in quotes as well."""
    if letters in _RUN:
        return 1
    return usual_width([len(cells) for _, cells in head_records(head, letters, '"', _LINES)])


def _pieces(text: Text, letters: str, width: int) -> Iterator[bytes]:
    """The text with one sign in place of the letters; a record over several lines may reach into the next piece."""
    held = b""
    for start, stop in blocks(text.view, text.start):
        piece, held = held + bytes(text.view[start:stop]), b""
        lines = piece.split(b"\n") if b'"' in piece and width > 1 else []
        copied = at = 0
        for first, line in enumerate(lines):
            if first < at or line.count(b'"') % 2 == 0:
                continue
            told = _joined(lines, first, letters, width)
            if told is None and stop < len(text.view) and len(lines) - first <= JOINED_LINES and first:
                held = b"\n".join(lines[first:])
                lines = [*lines[:first], b""]
                break
            if told is not None:
                record, last = told
                yield _replaced(b"".join(one + b"\n" for one in lines[copied:first]), letters)
                yield record + (b"\n" if last + 1 < len(lines) else b"")
                copied = at = last + 1
        yield _replaced(b"\n".join(lines[copied:]) if lines else piece, letters)
    yield _replaced(held, letters)


def _joined(lines: list[bytes], first: int, letters: str, width: int) -> tuple[bytes, int] | None:
    """A record of the usual width over several lines, parted by one sign, and its last line; null: there is none."""
    shape = Shape(0, letters.encode(), b'"', width)
    for last in range(first + 1, min(first + JOINED_LINES, len(lines))):
        if b'"' not in lines[last]:
            continue
        whole = b"\n".join(lines[first : last + 1])
        record = whole.removesuffix(b"\r")
        cells = strict_cells(record.decode("utf-8", "replace"), letters, '"')
        if cells is not None:
            is_one = len(cells) == width and not swallows_records(record, shape)
            return (written(cells, UNIT, '"').encode() + whole[len(record) :], last) if is_one else None
        if len(record) > _MOST_JOINED:
            return None
    return None


def _replaced(piece: bytes, letters: str) -> bytes:
    """One sign in place of the letters; inside of a cell that stands in quotes on one line they part nothing."""
    if letters in _RUN:
        return _RUN[letters].sub(UNIT.encode(), _AT_END.sub(b"", piece))
    if b'"' not in piece:
        return piece.replace(letters.encode(), UNIT.encode())
    parting = re.escape(letters.encode())
    quoted = rb"(?:^|(?<=" + parting + rb'))"(?:[^"\r\n]|"")*"(?=' + parting + rb"|\r?$)"
    return re.sub(rb"(?m)(" + quoted + rb")|" + parting, lambda met: met[1] or UNIT.encode(), piece)
