"""The segments of one commit: written at once, or beside what follows while their rows are in sight already."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from telebatch.model.errors import TelebatchError
from telebatch.model.tables import LEAD_STATE, Table
from telebatch.store.lasting import Lasting
from telebatch.store.layout import hidden_name, segment_name
from telebatch.store.order import in_order, is_in_order
from telebatch.store.protocols import SegmentFiles, Written
from telebatch.store.rows import SegmentRow
from telebatch.store.segments import counted, measured, writing_to


class OwnSegments:
    """What a commit writes into tables.

    Attributes:
      moves: Temporary → final place of each segment.
      rows: Path of a segment → its rows, where they are in memory while the commit lasts.
    """

    def __init__(self, folder: Path, files: SegmentFiles, lasting: Lasting, step: Callable[[str], None]) -> None:
        self.moves: list[tuple[Path, Path]] = []
        self.rows: dict[str, pl.LazyFrame] = {}
        self._folder = folder
        self._files = files
        self._lasting = lasting
        self._step = step
        self._segments: list[SegmentRow] = []
        self._states_told = False
        self._waiting: dict[str, Future[SegmentRow]] = {}
        self._pool: ThreadPoolExecutor | None = None

    def write(self, table: Table, rows: pl.DataFrame | pl.LazyFrame, place: tuple[str, int]) -> SegmentRow | None:
        """One more segment; null where there are no rows.

        Args:
          place: As `placed` gives it.
        """
        with writing_to(f"table {table.name}", table.schema):
            told = self._written_now(table, rows, place)
            if told is not None:
                self._note(table, *told)
        return told[0] if told else None

    def _written_now(
        self, table: Table, rows: pl.DataFrame | pl.LazyFrame, place: tuple[str, int]
    ) -> tuple[SegmentRow, Written] | None:
        with writing_to(f"table {table.name}", table.schema):
            hidden = self._hidden(place[0])
            written = self._files.write(hidden, table, rows)
            self._step("segment written")
            segment = counted(table, written.rows, place, hidden)
            if segment.rows == 0:
                self.moves.remove((hidden, self._folder / place[0]))
                self._files.remove([hidden])
                return None
            return self._proved(segment, hidden), written

    def write_again(self, table: Table, rows: pl.LazyFrame, place: tuple[str, int]) -> None:
        """As `write`, of rows stored before: whatever batches and leads stand in them, none is new."""
        segment = self._written_now(table, rows, place)
        if segment is not None:
            self._segments.append(segment[0])

    def hold(self, table: Table, rows: pl.DataFrame, place: tuple[str, int]) -> SegmentRow:
        """One more segment, of at least one row: in sight at once, and written beside what follows."""
        rows = in_order(rows.with_columns(pl.col(pl.Categorical).cast(pl.String)), table)
        segment = counted(table, rows.lazy(), place)
        # In this order: another thread that finds the segment finds its rows.
        self.rows[str(self._hidden(segment.path))] = rows.lazy()
        self._note(table, segment, Written(rows.lazy(), rises=False))
        self._pool = self._pool or ThreadPoolExecutor(1)
        self._waiting[segment.path] = self._pool.submit(partial(self._written, table, rows, segment))
        return segment

    def _written(self, table: Table, rows: pl.DataFrame, segment: SegmentRow) -> SegmentRow:
        hidden = self._hidden(segment.path)
        with writing_to(f"table {table.name}", table.schema):
            self._files.write(hidden, table, rows)
            self._step("segment written")
            return self._proved(segment, hidden)

    def _proved(self, segment: SegmentRow, hidden: Path) -> SegmentRow:
        self._lasting.begin(hidden)
        return measured(segment, hidden)

    def placed(self, table: Table, span: tuple[int, int], number: int, run: int | None) -> tuple[str, int]:
        """Path (relative to the store) and run of one more segment, its folder made; a new run where none is given."""
        stored = segment_name(table, *span, number)
        self._lasting.make_folder(self._hidden(stored).parent)
        self.moves.append((self._hidden(stored), self._folder / stored))
        return stored, number if run is None else run

    def of(self, table: str) -> list[SegmentRow]:
        """As a reader finds them now: under their hidden names."""
        return [replace(row, path=str(self._hidden(row.path))) for row in self._segments if row.table == table]

    def written(self) -> tuple[SegmentRow, ...]:
        """All of them, when all are written.

        Raises:
          StoreRefused, TelebatchError: As writing one of them ended.
        """
        return tuple(self._waiting[row.path].result() if row.path in self._waiting else row for row in self._segments)

    def end(self) -> None:
        """Returns when nothing is written any more, however that ended."""
        wait(self._waiting.values())
        if self._pool is not None:
            self._pool.shutdown()

    def _hidden(self, stored: str) -> Path:
        return hidden_name(self._folder / stored)

    def _note(self, table: Table, segment: SegmentRow, written: Written) -> None:
        if table.name == LEAD_STATE.name:
            again = self._states_told
            self._states_told = True
            if again or not (written.rises or is_in_order(written.rows, LEAD_STATE)):
                raise TelebatchError("table lead_state: a lead stands twice in one batch; nothing was changed")
        self._segments.append(segment)
