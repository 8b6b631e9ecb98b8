"""Tables that arrive as cells (workbooks, JSON lines): the same structure rules as for text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from telebatch.model.list_words import RowWords
from telebatch.model.records import LINE, RECORD, SET_ASIDE_SCHEMA, ReadOptions, SetAsideReason
from telebatch.read.blanks import VISIBLE
from telebatch.read.headers import Header, find_header
from telebatch.read.texts.delimiters import usual_width
from telebatch.read.totals import NOTE, judge_row, may_be_none

SAMPLE_ROWS = 1000
"""So many rows tell where the header stands and how wide the table is."""


@dataclass(frozen=True)
class Table:
    """A table of text cells: its records, what was set aside, and the counts of a Reading."""

    records: pl.LazyFrame
    header: Header
    names: tuple[str, ...]
    set_aside: pl.DataFrame
    blank_lines: int
    record_count: int


def tabled(cells: pl.DataFrame, options: ReadOptions) -> Table:
    """A frame of text cells (a row per sheet row, null for an empty cell) as a table.

    Args:
      cells: All columns String, in order; names do not matter.
    """
    cells = _trimmed(cells)
    rows = [tuple(cell or "" for cell in row) for row in cells.head(SAMPLE_ROWS).rows()]
    usual = usual_width([_filled_width(row) for row in rows if any(row)])
    header = find_header(rows, usual, options.words, options.header)
    names = header.names(cells.width)
    placed = cells.rename(dict(zip(cells.columns, names, strict=True))).with_row_index(RECORD, offset=1)
    placed = placed.with_columns(pl.col(RECORD).cast(pl.Int64)).with_columns(pl.col(RECORD).alias(LINE))
    below = placed.slice(header.above).select(RECORD, LINE, *names)
    filled = below.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in names))
    aside = _set_aside(filled if options.has_totals else filled.clear(), names, header, options.words.rows)
    above = [(at + 1, at + 1, str(SetAsideReason.ABOVE_HEADER), raw_text(rows[at])) for at in header.people]
    kept = filled.filter(~pl.col(RECORD).is_in(aside[RECORD].implode()))
    aside = pl.DataFrame(above, schema=dict(SET_ASIDE_SCHEMA), orient="row").vstack(aside)
    blank = below.height - filled.height
    return Table(kept.lazy(), header, names, aside, blank, filled.height + len(above))


def _trimmed(cells: pl.DataFrame) -> pl.DataFrame:
    """Blank cells become null; empty columns at the right edge go."""
    cells = cells.with_columns(
        pl.when(pl.col(name).str.contains(VISIBLE)).then(pl.col(name)).alias(name) for name in cells.columns
    )
    width = max((at + 1 for at, name in enumerate(cells.columns) if cells[name].null_count() < cells.height), default=0)
    return cells.select(cells.columns[: max(width, 1)]) if cells.width else cells


def _filled_width(row: Sequence[str]) -> int:
    return max((at + 1 for at, cell in enumerate(row) if cell), default=0)


def _set_aside(rows: pl.DataFrame, names: Sequence[str], header: Header, words: RowWords) -> pl.DataFrame:
    """Totals, footers and repeated headers among the rows; only sparse rows and header-like ones are looked at."""
    first = pl.coalesce(*(pl.col(name) for name in names))
    headings = [next((cell for cell in row if cell.strip()), None) for row in header.rows]
    again = first.is_in([heading for heading in headings if heading is not None])
    is_near = (first.str.len_chars() <= 24) | first.str.starts_with(NOTE)
    worded = is_near & first.str.contains(may_be_none(words))
    suspects = rows.filter(again | worded)
    found = []
    for row in suspects.select(RECORD, LINE, *names).iter_rows():
        reason = judge_row(row[2:], header.rows, words)
        if reason is not None:
            found.append((row[0], row[1], str(reason), raw_text(row[2:])))
    return pl.DataFrame(found, schema=dict(SET_ASIDE_SCHEMA), orient="row")


def raw_text(cells: Sequence[str | None]) -> str:
    """Cells as the text that stands beside the reason for setting a row aside."""
    return json.dumps([cell or "" for cell in cells], ensure_ascii=False)[:2000]


def no_rows(names: Sequence[str]) -> pl.LazyFrame:
    """Records of a table without any."""
    types: dict[str, pl.DataType] = {RECORD: pl.Int64(), LINE: pl.Int64()}
    return pl.LazyFrame(schema={**types, **dict.fromkeys(names, pl.String())})


def unreadable(place: int, raw: str) -> tuple[int, int, str, str]:
    """A SET_ASIDE row for a line that is no record."""
    return place, place, str(SetAsideReason.UNREADABLE), raw[:2000]
