"""What the ledger keeps about batches, inputs, segments and outputs, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypedDict


@dataclass(frozen=True)
class BatchRow:
    """One committed run of a command.

    Attributes:
      project: Null where a command served several or none.
      version: Of telebatch, and behind it of the phone rules its run judged by.
      status: live | undone.
      undone_by: The batch that took this one out; null while live.
      snapshot: SHA-256 of the settings recorded with it; null: none recorded.
      counts: Named by law 1, as the command printed them.
    """

    number: int
    command: str
    project: str | None
    as_of_utc: datetime
    version: str
    status: str = "live"
    undone_by: int | None = None
    snapshot: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class NewInput(TypedDict):
    """One file a command took in, as it tells the commit; see `InputRow`."""

    path: str
    sha256: str
    bytes: int
    records: int
    kind: str
    project: str | None
    source: str | None
    exported_utc: datetime | None


#: In the counts of a batch that another one made beside itself: the batch it stands for.
IN_PLACE_OF: Final = "in_place_of"
#: The same: the batch it adds to, which stays, and with which it goes.
ADDS_TO: Final = "adds_to"


def last_of_commit(batches: Iterable[BatchRow], number: int) -> int:
    """The last batch of the commit that a batch is of; those made beside one follow it.

    Args:
      batches: Every one.
    """
    beside = {row.number for row in batches if {IN_PLACE_OF, ADDS_TO} & set(row.counts)}
    while number + 1 in beside:
        number += 1
    return number


@dataclass(frozen=True)
class InputRow:
    """One file a batch took in; `path` is relative to the workspace, `exported_utc` null where not known."""

    file_key: int
    batch: int
    path: str
    sha256: str
    bytes: int
    records: int
    kind: str
    project: str | None
    source: str | None
    exported_utc: datetime | None


@dataclass(frozen=True)
class SegmentRow:
    """One immutable Parquet file of a table.

    Attributes:
      path: Relative to the store.
      run: Segments of one run cover disjoint ranges of the table's first sort column.
      checksum: Of the whole file (`checksums`).
      parts: Batch → rows of it in this segment; never empty.
      bounds: Key column → smallest and largest value; a column without values is absent.
    """

    path: str
    table: str
    run: int
    rows: int
    bytes: int
    checksum: str
    schema_version: int
    parts: Mapping[int, int]
    bounds: Mapping[str, tuple[int, int]]

    @property
    def first_batch(self) -> int:
        """The oldest batch with a row in it."""
        return min(self.parts)

    @property
    def last_batch(self) -> int:
        """The youngest batch with a row in it."""
        return max(self.parts)


@dataclass(frozen=True)
class OutputRow:
    """One file a batch gave out, or took away again.

    Attributes:
      checksum: Of the file given out (`checksums`); of a file taken away, what it must still be.
      staged: Relative to the store: where it lies until it is renamed; empty: it is taken away.
    """

    batch: int
    path: str
    checksum: str
    staged: str

    @property
    def is_taken_away(self) -> bool:
        """The file goes."""
        return not self.staged


@dataclass(frozen=True)
class Change:
    """Everything one ledger transaction makes true.

    Attributes:
      texts: The settings recorded under `batch.snapshot`, JSON; null: none.
      sequences: Sequence → next key.
      further: Batches made beside this one; the files of a batch that one stands for are that one's.
      replaced: Paths of segments rewritten by `forget`; the files go afterwards.
      outdated: Paths of retired segments that go with them.
      archived: SHA-256 → bytes of source files newly kept.
      unarchived: SHA-256 of source files no longer kept.
    """

    batch: BatchRow
    inputs: tuple[InputRow, ...]
    segments: tuple[SegmentRow, ...]
    replaced: tuple[str, ...]
    outputs: tuple[OutputRow, ...]
    undone: tuple[int, ...]
    texts: str | None
    sequences: Mapping[str, int]
    archived: Mapping[str, int]
    unarchived: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    further: tuple[BatchRow, ...] = ()


@dataclass(frozen=True)
class Compaction:
    """What `compact` did: segments before and after over all tables, files and bytes collected."""

    segments_before: int
    segments_after: int
    files_collected: int
    bytes_collected: int
