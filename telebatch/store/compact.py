"""Many small segments become few large ones: the rows stay, each with its batch, undone ones too.

Runs of a table follow each other in time. A run is merged with all newer ones while it is less than three times as
large as they are together, so that rows are rewritten seldom and a table of any size has only a few runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from telebatch.model.tables import LEAD_STATE, TABLES, Table
from telebatch.store.desk import Desk
from telebatch.store.layout import hidden_name, make_folder, segment_name, sync_file
from telebatch.store.order import total_order
from telebatch.store.protocols import Ledger
from telebatch.store.recover import collect_debris
from telebatch.store.rows import Compaction, SegmentRow
from telebatch.store.segments import counted, measured, writing_to
from telebatch.store.view import View

#: A merged segment holds about so many rows: few enough to sort in memory whatever the table's size (2 M attempts
#: need under 1 GiB), and so many that 50 M rows are 25 segments.
SEGMENT_ROWS = 2_000_000
_RATIO = 3


@dataclass(frozen=True)
class _Range:
    """Rows whose first sort column lies in (above, up_to]; null ends are open, nulls belong to the first range."""

    above: object
    up_to: object

    def holds(self, column: str) -> pl.Expr:
        inside = pl.lit(value=True)
        if self.above is not None:
            inside &= pl.col(column) > pl.lit(self.above)
        if self.up_to is not None:
            # A null is compared to null, and only the first range takes it.
            inside &= (pl.col(column) <= pl.lit(self.up_to)).fill_null(self.above is None)
        return inside.fill_null(value=False)


def compact(desk: Desk, now_utc: datetime, grace: timedelta, segment_rows: int = SEGMENT_ROWS) -> Compaction:
    """Merges what is worth it, then collects debris and segments retired for longer than `grace`; needs the lock."""
    before = len(desk.ledger.segments())
    for name in sorted(TABLES):
        merging = _worth_merging(desk.ledger.segments(name))
        if merging:
            _merge(desk, TABLES[name], merging, (now_utc, segment_rows))
    strays, stray_bytes = collect_debris(desk.layout, desk.ledger)
    files, size = _collect_retired(desk, now_utc - grace)
    return Compaction(before, len(desk.ledger.segments()), strays + files, stray_bytes + size)


def bring_up(desk: Desk, table: Table, anew: Callable[[pl.LazyFrame], pl.LazyFrame], now_utc: datetime) -> None:
    """Segments that an earlier version of the table wrote become ones of today's; needs the lock.

    Args:
      anew: Their rows → as many rows, as they are written today; the first sort column stays.
    """
    older = [row for row in desk.ledger.segments(table.name) if row.schema_version < table.version]
    if older:
        _merge(desk, table, older, (now_utc, SEGMENT_ROWS), anew)


def mergeable(ledger: Ledger) -> int:
    """How many segments `compact` would merge into others now."""
    return sum(len(_worth_merging(ledger.segments(name))) for name in sorted(TABLES))


def _worth_merging(segments: Sequence[SegmentRow]) -> list[SegmentRow]:
    """The newest runs that are merged into one; empty where none is worth it."""
    by_run: dict[int, list[SegmentRow]] = {}
    for segment in segments:
        by_run.setdefault(segment.run, []).append(segment)
    runs = sorted(by_run.values(), key=lambda run: (min(row.first_batch for row in run), run[0].run))
    newer = 0
    first = len(runs)
    for index in reversed(range(len(runs))):
        rows = sum(row.rows for row in runs[index])
        if newer and rows < _RATIO * newer:
            first = index
        newer += rows
    return [row for run in runs[first:] for row in run]


def _merge(
    desk: Desk, table: Table, old: Sequence[SegmentRow], limits: tuple[datetime, int],
    anew: Callable[[pl.LazyFrame], pl.LazyFrame] | None = None,
) -> None:  # fmt: skip
    """The rows of `old` as one run of segments with disjoint ranges, and the ledger naming it in their place."""
    now_utc, segment_rows = limits
    run = desk.ledger.sequences().get("segment", 1)
    rows = View(desk.layout.root, lambda _: old, {}).scan(table)
    rows = rows if anew is None else anew(rows)
    span = (min(row.first_batch for row in old), max(row.last_batch for row in old))
    new, moves = [], []
    with writing_to(f"table {table.name}"):
        for part, inside in enumerate(_ranges(rows, table, sum(row.rows for row in old), segment_rows)):
            stored = segment_name(table, *span, run, part)
            final = desk.layout.root / stored
            hidden = hidden_name(final)
            make_folder(final.parent)
            written = desk.files.write(hidden, table, _merged(rows.filter(inside.holds(table.sort[0])), table))
            segment = counted(table, written.rows, (stored, run), hidden)
            new += [measured(segment, hidden)] if segment.rows else []
            moves.append((hidden, final))
            desk.step("segment merged")
        for hidden, _ in moves:
            sync_file(hidden)
        desk.files.settle(moves)
    desk.step("segments settled")
    desk.ledger.swap([row.path for row in old], new, now_utc, run + 1)
    desk.step("segments swapped")


def _merged(rows: pl.LazyFrame, table: Table) -> pl.DataFrame:
    frame = rows.collect().sort(total_order(table))
    if table.name != LEAD_STATE.name:
        return frame
    # A lead's state is a cache: only the youngest row per lead is kept, so that it does not grow with the batches.
    return frame.sort("lead_key", "batch").unique("lead_key", keep="last", maintain_order=True)


def _ranges(rows: pl.LazyFrame, table: Table, count: int, segment_rows: int) -> Iterator[_Range]:
    """Ranges of the first sort column with about `segment_rows` rows each; none of them is empty."""
    column = table.sort[0]
    pieces = -(-count // segment_rows)
    if pieces == 1:
        yield _Range(None, None)
        return
    keys = rows.select(pl.col(column).sort()).collect().to_series()
    cuts = keys.gather([piece * count // pieces for piece in range(1, pieces)])
    # A cut at the largest key would leave nothing above it.
    cuts = cuts.drop_nulls().unique().sort()
    ends = cuts.filter(cuts < keys.max()).to_list()
    for above, up_to in zip([None, *ends], [*ends, None], strict=True):
        yield _Range(above, up_to)


def _collect_retired(desk: Desk, before_utc: datetime) -> tuple[int, int]:
    """Deletes segments that were merged into others before that time."""
    due = [path for path, moment in desk.ledger.retired().items() if moment <= before_utc]
    places = [desk.layout.root / path for path in due]
    size = sum(place.stat().st_size for place in places if place.exists())
    desk.files.remove(places)
    if due:
        desk.ledger.collected(due)
    return len(due), size
