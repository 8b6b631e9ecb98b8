"""The three seams behind which another lock, another ledger or shared storage can stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from telebatch.model.tables import Table
from telebatch.store.rows import BatchRow, Change, InputRow, OutputRow, SegmentRow


class Lock(Protocol):
    """One writer at a time."""

    def held(self, command: str) -> AbstractContextManager[bool]:
        """Waits for the store, then holds it; gives True where the writer before ended badly.

        Raises:
          StoreBusy: Somebody else held it for the whole time-out.
        """
        ...


class Ledger(Protocol):
    """What is true: batches, and the segments, inputs and outputs each of them brought."""

    def make(self) -> None:
        """Makes an empty ledger where there is none."""
        ...

    def batches(self) -> Sequence[BatchRow]:
        """In order of number."""
        ...

    def undone(self) -> Mapping[int, int]:
        """Batch → the batch that undid it."""
        ...

    def last_batch(self) -> int:
        """0 where there is none."""
        ...

    def inputs(self, batch: int | None = None) -> Sequence[InputRow]:
        """In order of file key; of one batch, or of all."""
        ...

    def live_input(self, sha256: str, command: str, project: str | None) -> InputRow | None:
        """The file with these bytes that a live batch of this command and project took in."""
        ...

    def segments(self, table: str | None = None) -> Sequence[SegmentRow]:
        """In order of first batch, then path."""
        ...

    def outputs(self, batch: int | None = None) -> Sequence[OutputRow]:
        """In order of batch and path."""
        ...

    def pending(self) -> Sequence[OutputRow]:
        """Outputs not known to have been renamed, oldest batch first."""
        ...

    def finished(self, outputs: Iterable[OutputRow]) -> None:
        """These outputs lie where they belong."""
        ...

    def sequences(self) -> Mapping[str, int]:
        """Sequence → next key."""
        ...

    def texts(self, sha: str) -> str:
        """The settings recorded under a snapshot's SHA-256, JSON."""
        ...

    def archived(self) -> Mapping[str, int]:
        """SHA-256 → bytes of the source files kept."""
        ...

    def apply(self, change: Change) -> None:
        """One transaction: all of it or nothing."""
        ...

    def swap(self, old: Sequence[str], new: Sequence[SegmentRow], at_utc: datetime, runs: int) -> None:
        """Merged segments take the place of `old`, which are retired at that time; `runs` is the next run."""
        ...

    def retired(self) -> Mapping[str, datetime]:
        """Path → when a segment was merged into another; readers may still hold it."""
        ...

    def collected(self, paths: Iterable[str]) -> None:
        """These retired files are gone."""
        ...

    def faults(self) -> Sequence[str]:
        """What the ledger's own proof of itself finds; empty where it is sound."""
        ...

    def close(self) -> None:
        """Lets go of every file."""
        ...


@dataclass(frozen=True, eq=False)
class Written:
    """The rows of one segment.

    Attributes:
      rows: From memory or from the file.
      rises: Each row's sort columns were seen to be greater than those of the row before; False: nobody looked.
    """

    rows: pl.LazyFrame
    rises: bool


class SegmentFiles(Protocol):
    """Where segments lie; the one place that writes Parquet."""

    def write(self, path: Path, table: Table, rows: pl.DataFrame | pl.LazyFrame) -> Written:
        """Writes rows of exactly the table's columns, in total order, the same bytes each time."""
        ...

    def settle(self, moves: Sequence[tuple[Path, Path]]) -> None:
        """Temporary → final names, lasting before it returns; the bytes are on the disk already."""
        ...

    def remove(self, paths: Iterable[Path]) -> None:
        """Deletes what is there."""
        ...
