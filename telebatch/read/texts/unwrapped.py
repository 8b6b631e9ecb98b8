"""Unwrapped: each line of a list stands in quotes as one cell, as where a spreadsheet took it for one column.

What was quoted inside has its quotes doubled then, and is what it was once the outer ones are off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from telebatch.model.records import ReadOptions
from telebatch.read.texts.decode import Decoded, settle
from telebatch.read.texts.delimiters import CANDIDATES, shows_header
from telebatch.read.texts.encodings import SAMPLE_BYTES
from telebatch.read.texts.survey import blocks
from telebatch.read.texts.text import Text, stored
from telebatch.read.texts.tokens import strict_cells

_LINES = 200
_STEADY = 0.9
"""Such a share of the lines with a delimiter stands in quotes; a line without one needs none."""


def unwrapped(decoded: Decoded, options: ReadOptions, shown: str) -> Decoded:
    """The text without the quotes around its lines, where a header is known by that; else as it is."""
    view, start = decoded.text.view, decoded.text.start
    if options.quote != '"':
        return decoded
    head = bytes(view[start : start + SAMPLE_BYTES]).decode("utf-8", "replace")
    lines = [line.removesuffix("\r") for line in head.split("\n", _LINES)[:_LINES] if line.strip()]
    bare = [_bare(line) for line in lines]
    parted = [one for line, one in zip(lines, bare, strict=True) if any(sign in line for sign in CANDIDATES)]
    if len(parted) < 2 or sum(one is not None for one in parted) < _STEADY * len(parted):
        return decoded
    inside = "\n".join(line if one is None else one for line, one in zip(lines, bare, strict=True))
    if not any(shows_header(inside, sign, options.quote, options.words.headers) for sign in CANDIDATES):
        return decoded
    decoded = settle(decoded, options, shown)
    whole = Text(*stored(_pieces(decoded.text), options.scratch), 0, decoded.text.damages)
    told = "each line stood in quotes, as one cell: read as what stands inside"
    return replace(decoded, text=whole, guesses=(*decoded.guesses, told))


def _pieces(text: Text) -> Iterator[bytes]:
    for start, stop in blocks(text.view, text.start):
        lines = bytes(text.view[start:stop]).decode("utf-8", "replace").split("\n")
        yield "\n".join(map(_without_quotes, lines)).encode()


def _without_quotes(line: str) -> str:
    told = line.removesuffix("\r")
    bare = _bare(told)
    return line if bare is None else bare + line[len(told) :]


def _bare(line: str) -> str | None:
    """What stands between quotes around a whole line; null: none stand there."""
    cells = strict_cells(line, "\n", '"') if line.startswith('"') and line.endswith('"') else None
    return cells[0] if cells is not None and len(cells) == 1 else None
