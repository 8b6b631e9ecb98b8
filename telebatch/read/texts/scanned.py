"""The records of a surveyed text: all of them, or a few by their numbers, as Polars reads what is known to be sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from telebatch.model.records import EXTRA_CELLS, LINE, RECORD
from telebatch.read.texts.layout import MOST_CELLS, Layout
from telebatch.read.texts.survey import Ints, Survey, blocks
from telebatch.read.texts.text import Text


@dataclass(frozen=True, eq=False)
class Scanned:
    """A text of which the survey has told every record.

    Attributes:
      dropped: Physical records, from 0, that are no records of the table; sorted.
      keeps_wider: Rows may be wider than the header; their further cells stand in `extra_cells`.
    """

    text: Text
    layout: Layout
    survey: Survey
    dropped: Ints
    keeps_wider: bool

    def records(self) -> pl.LazyFrame:
        """Every record, lazily; see `Reading.records`."""
        if self.survey.count == self.dropped.size:
            return self._none()
        frame = self._scan(self.text.source, self.layout.lines_above)
        if self.dropped.size:
            frame = frame.filter(~pl.col(RECORD).is_in(pl.Series(self.dropped).implode()))
        return self._told(frame)

    def picked(self, records: pl.Series) -> pl.LazyFrame:
        """The records with these numbers (of RECORD); where each is one line, only their lines are read."""
        if self.survey.line_of is not None:
            return self.records().filter(pl.col(RECORD).is_in(records.unique().implode()))
        at = np.unique(records.drop_nulls().to_numpy().astype(np.int64)) - (self.layout.records_above + 1)
        at = np.setdiff1d(at[(at >= 0) & (at < self.survey.count)], self.dropped)
        if not at.size:
            return self._none()
        lines = lines_of(self.text.view, self.layout.start, at)
        places = pl.lit(pl.Series(at, dtype=pl.Int64))
        return self._told(self._scan(lines, 0).with_columns(places.gather(pl.col(RECORD)).alias(RECORD)))

    @property
    def _extra(self) -> list[str]:
        widest = min(self.survey.max_width, MOST_CELLS) if self.keeps_wider else 0
        return [f"\x00{at}" for at in range(self.layout.width, widest)]

    @property
    def _columns(self) -> list[str]:
        return [RECORD, LINE, *self.layout.names, *((EXTRA_CELLS,) if self.keeps_wider else ())]

    def _none(self) -> pl.LazyFrame:
        return pl.LazyFrame(
            schema={name: pl.Int64() if name in (RECORD, LINE) else pl.String() for name in self._columns}
        )

    def _scan(self, source: Path | bytes, lines_above: int) -> pl.LazyFrame:
        """Only what the survey has shown to be sound reaches Polars; RECORD counts from 0.

        An empty cell is null, in quotes or not.
        """
        return pl.scan_csv(
            source, has_header=False, separator=self.layout.delimiter, infer_schema=False, glob=False,
            quote_char=self.layout.quote if self.survey.has_quotes else None, skip_lines=lines_above,
            schema={name: pl.String() for name in (*self.layout.names, *self._extra)}, row_index_name=RECORD,
            extra_columns="ignore", missing_columns="insert", null_values="",
        ).with_columns(pl.col(RECORD).cast(pl.Int64))  # fmt: skip

    def _told(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """Physical records as the table's rows, with their lines and numbers."""
        number = pl.col(RECORD) + (self.layout.records_above + 1)
        # A file that was joined of several has their marks in the middle, where they are letters of nobody's name.
        first = pl.col(self.layout.names[0]).str.strip_prefix("\ufeff")
        frame = frame.with_columns(_line(self.survey, self.layout), number, first)
        if self.keeps_wider:
            frame = frame.with_columns(extra_cells(self._extra).alias(EXTRA_CELLS))
        return frame.select(self._columns)


def lines_of(text: memoryview, start: int, wanted: Ints) -> bytes:
    """The lines with these numbers below `start`, joined.

    Args:
      wanted: From 0, each once, rising; all are there.
    """
    raw = np.frombuffer(text, np.uint8)
    found: list[bytes] = []
    above = 0
    for first, stop in blocks(text, start):
        is_break = raw[first:stop] == 10
        count = int(np.count_nonzero(is_break))
        low, high = np.searchsorted(wanted, (above, above + count + (text[stop - 1] != 10)))
        if low < high:
            ends = np.append(np.flatnonzero(is_break) + 1, stop - first) + first
            begins = np.concatenate(([first], ends[:-1]))
            found += [bytes(text[begins[at] : ends[at]]) for at in (wanted[low:high] - above).tolist()]
        above += count
    return b"".join(found)


def _line(survey: Survey, layout: Layout) -> pl.Expr:
    below = layout.lines_above + 1
    if survey.line_of is None:
        return (pl.col(RECORD) + below).alias(LINE)
    lines = survey.line_of + below
    return (
        pl.col(RECORD)
        .map_batches(lambda at: pl.Series(lines[at.to_numpy()]), return_dtype=pl.Int64, is_elementwise=True)
        .alias(LINE)
    )


def extra_cells(columns: list[str]) -> pl.Expr:
    """The cells of `columns` up to the last one filled, as a JSON list in text; null if all are empty."""
    if not columns:
        return pl.lit(None, pl.String)
    cells = [_json_text(pl.col(name).fill_null("")) for name in columns]
    joined = pl.concat_str(cells, separator=",").str.replace(r'(,"")+$', "")
    return pl.when(joined != '""').then(pl.concat_str([pl.lit("["), joined, pl.lit("]")]))


def _json_text(cell: pl.Expr) -> pl.Expr:
    signs = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    for sign, escaped in signs.items():
        cell = cell.str.replace_all(sign, escaped, literal=True)
    cell = cell.str.replace_all(r"[\x00-\x1f]", " ")
    return pl.concat_str([pl.lit('"'), cell, pl.lit('"')])
