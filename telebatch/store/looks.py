"""A few keys looked up in large segments: these never change, so each is opened once and nobody looks twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import polars as pl

from telebatch.model.tables import Table
from telebatch.store.rows import SegmentRow
from telebatch.store.segments import ROW_GROUP

#: Keys asked for in one scan. Polars skips row groups by `key == a or key == b …`, and by `is_in` none; but it compares
#: every row of the groups that are left with every key. Of 208 keys in 50 M rows, scans of 8 keys take a quarter of
#: the time that `is_in` takes; 4 and 16 are even, from 50 on comparing costs more than it saves.
_AT_ONCE = 8


@dataclass(eq=False)
class _Found:
    """What was asked of one segment: every row that has one of the keys."""

    rows: pl.DataFrame
    keys: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))
    lock: Lock = field(default_factory=Lock)


class Looks:
    """What was found so far, of whichever batch; shared by every view of one store, from any thread."""

    def __init__(self) -> None:
        self._found: dict[tuple[Path, str], _Found] = {}
        self._opened: dict[Path, pl.LazyFrame] = {}

    def rows(self, path: Path, segment: SegmentRow, of: tuple[Table, str], keys: pl.Series) -> pl.DataFrame:
        """The rows of a segment that have one of the keys (Int64, unique), with the columns and types of today.

        Args:
          path: Where the segment lies.
          of: Its table, and the column of the keys.
        """
        table, column = of
        found = self._found.setdefault((path, column), _Found(table.empty()))
        # Who asks meanwhile asks mostly for the same.
        with found.lock:
            new = keys.filter(~keys.is_in(found.keys.implode()))
            if new.len():
                groups = segment.rows // ROW_GROUP if table.sort[0] == column else 0
                more = _scans(self.opened(path, table), column, new, groups)
                found.rows = pl.concat([found.rows, *pl.collect_all(more)])
                found.keys = pl.concat([found.keys, new])
            rows = found.rows
        return rows.filter(pl.col(column).is_in(keys.implode()))

    def opened(self, path: Path, table: Table) -> pl.LazyFrame:
        """Every row of a segment; its footer, which may be large, is read once however often this is collected."""
        if path not in self._opened:
            self._opened[path] = _of_today(pl.scan_parquet(path, glob=False), table)
        return self._opened[path]


def _of_today(rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """A segment's rows with the columns and types of today; a column that it does not have is null."""
    have = rows.collect_schema()
    if [*have.items()] == [*table.schema.items()]:
        return rows
    return rows.select(_column(name, kind, have.get(name)) for name, kind in table.schema.items())


def _column(name: str, kind: pl.DataType, had: pl.DataType | None) -> pl.Expr:
    if had is None:
        return pl.lit(None, kind).alias(name)
    return pl.col(name) if had == kind else pl.col(name).cast(kind)


def _scans(rows: pl.LazyFrame, column: str, keys: pl.Series, groups: int) -> list[pl.LazyFrame]:
    """The scans that find a few keys.

    Args:
      groups: Row groups in order of the keys. With more keys than groups none could be skipped, and where the rows
        stand in another order there is at most one scan.
    """
    key = pl.col(column)
    if keys.len() > max(groups, _AT_ONCE):
        return [rows.filter(key.is_in(keys.implode()))]
    some = (keys[at : at + _AT_ONCE] for at in range(0, keys.len(), _AT_ONCE))
    return [rows.filter(pl.any_horizontal([key == one for one in part])) for part in some]
