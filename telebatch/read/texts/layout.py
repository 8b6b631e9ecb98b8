"""The layout of a delimited text: delimiter, header and width, decided on its first thousand records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read.headers import Header, find_header
from telebatch.read.texts.delimiters import NAMES, SIGNS, choose_delimiter, choose_quote, stated_delimiter, usual_width
from telebatch.read.texts.encodings import SAMPLE_BYTES
from telebatch.read.texts.text import Text
from telebatch.read.texts.tokens import head_records

_HEAD_RECORDS = 1000
MOST_CELLS = 4096
"""No list has more columns; beyond that it is not a list, or not its delimiter."""


@dataclass(frozen=True)
class Layout:
    """How the head of a text is laid out.

    Attributes:
      width: Cells a record should have.
      least: Cells of a record that lacks none under a heading; more, up to `width`, have no heading and are empty.
      lines_above, records_above: Physical lines and records up to and including the header.
      start: Offset of the first byte below the header.
      rows: Cells of the first records below the header.
      people: Records above the header that look like people: number and line, from 1, and text.
    """

    delimiter: str
    quote: str
    header: Header
    names: tuple[str, ...]
    width: int
    least: int
    lines_above: int
    records_above: int
    start: int
    rows: tuple[tuple[str, ...], ...]
    guesses: tuple[str, ...]
    people: tuple[tuple[int, int, str], ...] = ()


def lay_out(text: Text, options: ReadOptions, shown: str) -> Layout:
    """The layout of a text.

    Raises:
      InputRefused: the stated quote is not one ASCII character, or the records have too many cells.
    """
    head = _head(text)
    stated = None if options.delimiter else stated_delimiter(head)
    skipped = 1 if stated else 0
    body = head.split("\n", 1)[1] if stated and "\n" in head else head
    delimiter, quote, told = _signs(body, stated, options, shown)
    records = head_records(body, delimiter, quote, _HEAD_RECORDS)
    rows = [tuple(cells) for _, cells in records]
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    usual = usual_width([len(row) for row in filled or rows])
    header = find_header(rows, usual, options.words, options.header)
    below = rows[header.above :]
    width = _width(header, below, usual, options)
    if width > MOST_CELLS:
        raise InputRefused(
            f"its records have {width:,} cells", place=shown, remedy="this is no list; check its delimiter"
        )
    ends = list(accumulate((used for used, _ in records[: header.above]), initial=0))
    lines = body.split("\n", ends[-1])
    people = ((at, ends[at], "\n".join(lines[ends[at] : ends[at + 1]]).removesuffix("\r")) for at in header.people)
    lines_above = skipped + ends[-1]
    return Layout(
        delimiter, quote, header, header.names(width), width, _least(header, width), lines_above,
        skipped + header.above, _offset(text, lines_above), tuple(below), (*told, *header.guesses),
        tuple((skipped + at + 1, skipped + line + 1, raw) for at, line, raw in people),
    )  # fmt: skip


def _signs(body: str, stated: str | None, options: ReadOptions, shown: str) -> tuple[str, str, tuple[str, ...]]:
    """The delimiter, the quote, and what of them was guessed."""
    quote = _one_ascii(options.quote, shown) if options.quote else ""
    delimiter = SIGNS.get(options.delimiter.lower(), options.delimiter) if options.delimiter else stated
    told: tuple[str, ...] = ()
    if delimiter is None:
        delimiter = choose_delimiter(body, quote, options.words.headers)
        told = (f"delimiter: {NAMES[delimiter]}",)
    if quote == '"' and (quote := choose_quote(body, delimiter)) != '"':
        told = (*told, f"every cell stands between {quote} and {quote}")
    return delimiter, quote, told


def _head(text: Text) -> str:
    sample = bytes(text.view[text.start : text.start + SAMPLE_BYTES])
    if text.start + SAMPLE_BYTES < len(text.view) and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n")]
    return sample.decode("utf-8", "replace").removesuffix("\n")


def _one_ascii(quote: str, shown: str) -> str:
    if len(quote) != 1 or not quote.isascii() or quote in "\r\n\x00":
        remedy = "correct quote for this file"
        raise InputRefused("the quote must be one ASCII character", place=shown, remedy=remedy)
    return quote


def _width(header: Header, below: Sequence[Sequence[str]], whole: int, options: ReadOptions) -> int:
    """The header's width; the records' where the difference is nothing but empty cells or there is no header."""
    filled = [row for row in below if any(cell.strip() for cell in row)]
    named = len(header.cells)
    if not header.above or not named:
        return max(whole, 1)
    widths = [len(row) for row in filled]
    usual = usual_width(widths) if filled else named
    if widths.count(usual) == widths.count(named):
        usual = named
    if usual > named and options.wider_rows == "set_aside":
        beyond = (cell for row in filled if len(row) == usual for cell in row[named:])
        return named if any(cell.strip() for cell in beyond) else usual
    if usual < named and not any(cell.strip() for cell in header.cells[usual:]):
        return usual
    return named


def _least(header: Header, width: int) -> int:
    """Up to the last cell with a heading: programs write empty cells behind it in some rows and in others not."""
    named = max((at + 1 for at, cell in enumerate(header.cells) if cell.strip()), default=width)
    return min(named, width)


def _offset(text: Text, lines: int) -> int:
    at = text.start
    while lines:
        piece = bytes(text.view[at : at + (1 << 16)])
        if not piece:
            return len(text.view)
        found = -1
        while lines and (nearest := piece.find(b"\n", found + 1)) >= 0:
            found, lines = nearest, lines - 1
        at += found + 1 if not lines else len(piece)
    return at
