"""Cells of one record: what the quotes of a line mean, strictly and with mercy.

Only heads of files and irregular records come here; whole files go through `survey` and Polars.
"""

from __future__ import annotations

import re

JOINED_LINES = 100
"""A quoted cell holds at most so many line breaks; beyond that its quote is a stray one."""


def strict_cells(text: str, delimiter: str, quote: str) -> list[str] | None:
    """Cells of `text` (line breaks inside quotes allowed), or None if its quotes are not in order."""
    cells: list[str] = []
    at, end = 0, len(text)
    while True:
        if quote and text.startswith(quote, at):
            closed = _closing(text, at + 1, quote)
            if closed < 0:
                return None
            cells.append(text[at + 1 : closed].replace(quote * 2, quote))
            at = closed + 1
            if at < end and not text.startswith(delimiter, at):
                return None
        else:
            stop = text.find(delimiter, at)
            stop = end if stop < 0 else stop
            if quote and quote in text[at:stop]:
                return None
            cells.append(text[at:stop])
            at = stop
        if at >= end:
            return cells
        at += len(delimiter)


def _closing(text: str, at: int, quote: str) -> int:
    """Position of the quote that closes a cell begun before `at`; -1 if none does."""
    while (found := text.find(quote, at)) >= 0:
        if not text.startswith(quote, found + 1):
            return found
        at = found + 2
    return -1


def lenient_cells(line: str, delimiter: str, quote: str) -> list[str]:
    """Cells of one physical line: a quote counts only where it opens and closes a whole cell."""
    if not quote or quote not in line:
        return line.split(delimiter)
    q, d = re.escape(quote), re.escape(delimiter)
    cell = re.compile(f"[ ]*{q}((?:[^{q}]|{q}{q})*){q}[ ]*(?={d}|$)")
    cells: list[str] = []
    at = 0
    while True:
        if match := cell.match(line, at):
            cells.append(match[1].replace(quote * 2, quote))
            at = match.end()
        else:
            stop = line.find(delimiter, at)
            stop = len(line) if stop < 0 else stop
            cells.append(line[at:stop])
            at = stop
        if at >= len(line):
            return cells
        at += len(delimiter)


def head_records(text: str, delimiter: str, quote: str, limit: int) -> list[tuple[int, list[str]]]:
    """The first records of a text: (physical lines used, cells); the last one may be cut by the sample."""
    lines = text.split("\n")
    found: list[tuple[int, list[str]]] = []
    at = 0
    while at < len(lines) and len(found) < limit:
        used, cells = _one_record(lines, at, delimiter, quote)
        found.append((used, cells))
        at += used
    return found


def _one_record(lines: list[str], at: int, delimiter: str, quote: str) -> tuple[int, list[str]]:
    first = lines[at].removesuffix("\r")
    cells = strict_cells(first, delimiter, quote)
    if cells is not None:
        return 1, cells
    if quote and first.count(quote) % 2:
        for last in range(at + 1, min(at + JOINED_LINES, len(lines))):
            if quote in lines[last]:
                joined = "\n".join(lines[at : last + 1]).removesuffix("\r")
                cells = strict_cells(joined, delimiter, quote)
                if cells is not None:
                    return last + 1 - at, cells
    return 1, lenient_cells(first, delimiter, quote)


def written(cells: list[str], delimiter: str, quote: str) -> str:
    """One record as sound delimited text."""
    special = re.compile(f"[{re.escape(delimiter + quote)}\r\n]")
    return delimiter.join(
        quote + cell.replace(quote, quote * 2) + quote if special.search(cell) else cell for cell in cells
    )
