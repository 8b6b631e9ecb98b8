"""What a reader sees: the rows of live batches, up to a batch, from whichever segments hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import polars as pl

from telebatch.model.errors import StoreDamaged, WrongUsage
from telebatch.model.tables import LEAD_STATE, Table
from telebatch.store.looks import Looks
from telebatch.store.rows import SegmentRow
from telebatch.store.segments import KEY_COLUMNS

#: The rows of so many keys have room in memory: they are looked up once, whoever asks for them again.
FEW_KEYS = 2_000
#: Below so many rows a scan of its own costs more than it can skip.
_LARGE_SEGMENT = 250_000


@dataclass(frozen=True)
class View:
    """One moment of the store.

    Attributes:
      root: Paths of segments are relative to it.
      segments: Table name → its segments at this moment.
      undone: Batch → the batch that undid it.
      last: Later batches do not exist in this view; null: none is later.
      held: Path of a segment → its rows, where a commit still has in memory what it wrote.
      looks: What was looked up in large segments before.
      absent: Batches that never came, as this view has it.
    """

    root: Path
    segments: Callable[[str], Sequence[SegmentRow]]
    undone: Mapping[int, int]
    last: int | None = None
    held: Mapping[str, pl.LazyFrame] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)
    absent: frozenset[int] = frozenset()

    def hidden(self, batch: int) -> bool:
        """The batch came later, or was undone by then."""
        if batch in self.absent:
            return True
        if self.last is None:
            return batch in self.undone
        return batch > self.last or self.undone.get(batch, self.last + 1) <= self.last

    def everything(self) -> View:
        """The same moment with undone batches in it."""
        return replace(self, undone={})

    def before(self, batch: int) -> View:
        """What was known when that batch began."""
        return replace(self, last=batch - 1)

    def held_still(self) -> View:
        """The same moment, its segments asked for once: nobody else adds any while a commit is made."""
        return replace(self, segments=cache(self.segments))

    def alone(self, segment: SegmentRow) -> View:
        """Every row of one segment, whatever became of its batches."""
        return View(self.root, lambda _: [segment], {})

    def scan(self, table: Table) -> pl.LazyFrame:
        """All rows in sight; columns and types of today, no order."""
        return _one(table, self._scans(table, self.segments(table.name), None))

    def scan_keys(self, table: Table, column: str, keys: pl.Series) -> pl.LazyFrame:
        """The rows whose `column` is one of `keys` (Int64; nulls match nothing), reading little else."""
        wanted = keys.cast(pl.Int64).drop_nulls().unique().sort()
        together, alone = [], []
        for segment in self.segments(table.name):
            near = _near(segment, column, wanted)
            if 0 < near.len() <= FEW_KEYS and segment.rows >= _LARGE_SEGMENT and segment.path not in self.held:
                alone += self._looked_up(table, segment, column, near)
            elif near.len():
                together.append(segment)
        return _one(table, [*self._scans(table, together, pl.col(column).is_in(wanted.implode())), *alone])

    def _looked_up(self, table: Table, segment: SegmentRow, column: str, keys: pl.Series) -> list[pl.LazyFrame]:
        hidden = self._hidden_in(segment)
        if hidden == len(segment.parts):
            return []
        path = _whole(self.root / segment.path, segment)
        _is_current(segment, table)
        return [self._filtered(self.looks.rows(path, segment, (table, column), keys).lazy(), hidden > 0, None)]

    def lead_state(self, keys: pl.Series | None = None) -> pl.LazyFrame:
        """The row of the latest batch per lead, whether that batch was undone or not; key lead_key.

        Raises:
          WrongUsage: The view lies before states that compaction merged away.
        """
        if self.last is not None and self.last < self.lead_state_from():
            raise WrongUsage(
                f"the leads' state as of batch {self.last} is no longer kept",
                remedy=f"ask for batch {self.lead_state_from()} or later, or fold the facts again",
            )
        view = self.everything()
        runs = {segment.run: segment.last_batch for segment in self.segments(LEAD_STATE.name)}
        if len(runs) < 2:
            return view._states(keys)
        # Within a run a lead stands once, and runs follow each other in time; the oldest run is by far the largest
        # and only loses the leads that a newer one has.
        oldest = min(runs, key=lambda run: runs[run])
        newer = view._only(lambda run: run != oldest)._states(keys)
        latest = newer.group_by("lead_key").agg(pl.col("batch").max())
        newer = newer.join(latest, on=["lead_key", "batch"], how="semi")
        older = view._only(lambda run: run == oldest)._states(keys).join(latest, on="lead_key", how="anti")
        return pl.concat([older, newer])

    def lead_state_from(self) -> int:
        """The earliest batch as of which `lead_state` can be told; 0: every one."""
        merged = [segment.last_batch for segment in self.segments(LEAD_STATE.name) if len(segment.parts) > 1]
        return max(merged, default=0)

    def _states(self, keys: pl.Series | None) -> pl.LazyFrame:
        return self.scan(LEAD_STATE) if keys is None else self.scan_keys(LEAD_STATE, "lead_key", keys)

    def _only(self, is_wanted: Callable[[int], bool]) -> View:
        return replace(self, segments=lambda table: [row for row in self.segments(table) if is_wanted(row.run)])

    def _scans(self, table: Table, segments: Sequence[SegmentRow], only: pl.Expr | None) -> list[pl.LazyFrame]:
        """One scan per way of filtering, so that hundreds of segments cost little more than one."""
        alike: dict[bool, list[str]] = {}
        scans = []
        for segment in segments:
            hidden = self._hidden_in(segment)
            if hidden == len(segment.parts):
                continue
            if segment.path in self.held:
                scans.append(self._filtered(self.held[segment.path], hidden > 0, only))
                continue
            path = _whole(self.root / segment.path, segment)
            if _is_current(segment, table) and segment.rows < _LARGE_SEGMENT:
                alike.setdefault(hidden > 0, []).append(str(path))
            else:
                scans.append(self._filtered(self.looks.opened(path, table), hidden > 0, only))
        for is_mixed, paths in alike.items():
            # What is null in a whole segment may not stand in its file.
            rows = pl.scan_parquet(paths, glob=False, schema=dict(table.schema), missing_columns="insert")
            scans.append(self._filtered(rows, is_mixed, only))
        return scans

    def _hidden_in(self, segment: SegmentRow) -> int:
        return sum(self.hidden(batch) for batch in segment.parts)

    def _filtered(self, rows: pl.LazyFrame, is_mixed: bool, only: pl.Expr | None) -> pl.LazyFrame:
        if is_mixed:
            rows = rows.filter(self._in_sight())
        return rows if only is None else rows.filter(only)

    def _in_sight(self) -> pl.Expr:
        gone = {batch for batch in self.undone if self.hidden(batch)} | self.absent
        seen = ~pl.col("batch").is_in(pl.Series(sorted(gone), dtype=pl.Int64).implode())
        return seen if self.last is None else seen & (pl.col("batch") <= self.last)


def _near(segment: SegmentRow, column: str, wanted: pl.Series) -> pl.Series:
    """The wanted keys that this segment may hold, as far as its smallest and largest are known."""
    if column not in segment.bounds:
        return wanted.clear() if column in KEY_COLUMNS else wanted
    low, high = segment.bounds[column]
    keys = wanted.to_numpy()
    first, last = int(keys.searchsorted(low)), int(keys.searchsorted(high, side="right"))
    return wanted.slice(first, last - first)


def _is_current(segment: SegmentRow, table: Table) -> bool:
    if segment.schema_version > table.version:
        raise StoreDamaged(
            f"table {table.name} was written by a newer telebatch (version {segment.schema_version})",
            place=segment.path,
            remedy="use the telebatch that wrote it, or a newer one",
        )
    return segment.schema_version == table.version


def _whole(path: Path, segment: SegmentRow) -> Path:
    """The path, where the file has the ledger's length: what is cut or gone is told here, not by a failing query."""
    try:
        size = path.stat().st_size
    except OSError:
        size = -1
    if size != segment.bytes:
        raise StoreDamaged(
            "the segment is missing or cannot be read"
            if size < 0
            else f"the segment has {size} bytes, not {segment.bytes}",
            place=segment.path,
            remedy="put the store back from a backup; `telebatch store check` tells what is wrong",
        )
    return path


def _one(table: Table, scans: Sequence[pl.LazyFrame]) -> pl.LazyFrame:
    return pl.concat(scans) if scans else table.empty().lazy()
