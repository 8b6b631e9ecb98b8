"""Is the store what its ledger says? Every count and every hash is read again."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from telebatch.model.errors import Mistake, StoreDamaged, TelebatchError
from telebatch.model.tables import FORGOTTEN, TABLES
from telebatch.store.checksums import is_still, sha256_of
from telebatch.store.layout import Layout
from telebatch.store.marks import key_of
from telebatch.store.protocols import Ledger
from telebatch.store.rows import SegmentRow

_RESTORE = "put it back from a backup"


def check(layout: Layout, ledger: Ledger) -> tuple[Mistake, ...]:
    """All that is wrong, in order of place; empty where the store is sound."""
    try:
        found = [*_ledger(layout, ledger)]
        if not found:
            found = [
                *_segments(layout, ledger),
                *_batches(ledger),
                *_archive(layout, ledger),
                *_outputs(layout, ledger),
                *_key(layout, ledger),
            ]
    except TelebatchError as fault:
        return fault.mistakes
    return tuple(sorted(found, key=lambda mistake: (mistake.place, mistake.what)))


def _ledger(layout: Layout, ledger: Ledger) -> Iterator[Mistake]:
    for line in ledger.faults():
        yield Mistake(f"the ledger is damaged: {line}", layout.ledger.name, _RESTORE)


def _segments(layout: Layout, ledger: Ledger) -> Iterator[Mistake]:
    for row in ledger.segments():
        wrong = _segment(layout, row)
        if wrong:
            yield Mistake(wrong, row.path, _RESTORE)


def _segment(layout: Layout, row: SegmentRow) -> str:
    """What is wrong with one segment; "" where nothing is."""
    path = layout.root / row.path
    if row.table not in TABLES or row.schema_version > TABLES[row.table].version:
        return f"table {row.table} version {row.schema_version} is not known to this telebatch"
    try:
        size, sound = path.stat().st_size, is_still(path, row.checksum)
    except OSError:
        return "the segment is missing or cannot be read"
    if size != row.bytes:
        return f"the segment has {size} bytes, the ledger says {row.bytes}"
    if not sound:
        return "the segment's checksum is not the ledger's"
    counted = pl.scan_parquet(path, glob=False).group_by("batch").len().collect()
    parts = {int(batch): int(count) for batch, count in counted.iter_rows()}
    if parts != dict(row.parts) or sum(parts.values()) != row.rows:
        return f"the segment's rows per batch are not the ledger's ({sum(parts.values())} rows, ledger {row.rows})"
    return ""


def _batches(ledger: Ledger) -> Iterator[Mistake]:
    rows = ledger.batches()
    numbers = {row.number for row in rows}
    for row in rows:
        if (row.status == "live") != (row.undone_by is None) or (row.undone_by or row.number) not in numbers:
            yield Mistake(
                f"batch {row.number} is {row.status} and undone by {row.undone_by}", "ledger.sqlite", _RESTORE
            )
    brought = {batch for segment in ledger.segments() for batch in segment.parts} | {
        row.batch for row in ledger.inputs()
    }
    for number in sorted(brought - numbers):
        yield Mistake(f"batch {number} brought rows or files and is not in the ledger", "ledger.sqlite", _RESTORE)


def _archive(layout: Layout, ledger: Ledger) -> Iterator[Mistake]:
    for sha in sorted(ledger.archived()):
        path = layout.archive / sha
        place = f"archive/{sha}"
        try:
            if sha256_of(path) != sha:
                yield Mistake("the archived file's SHA-256 is not its name", place, _RESTORE)
        except OSError:
            yield Mistake("the archived file is missing or cannot be read", place, _RESTORE)


def _key(layout: Layout, ledger: Ledger) -> Iterator[Mistake]:
    """Without the key forgotten numbers would not be known again."""
    if ledger.segments(FORGOTTEN.name):
        try:
            key_of(layout.root)
        except StoreDamaged as fault:
            yield from fault.mistakes


def _outputs(layout: Layout, ledger: Ledger) -> Iterator[Mistake]:
    for output in ledger.pending():
        staged = layout.root / output.staged
        if output.is_taken_away:
            remedy = "run any command that writes; it finishes this first"
            yield Mistake(
                f"batch {output.batch} takes this old file away, and that is not done yet", output.path, remedy
            )
        elif staged.exists():
            remedy = "run any command that writes; it finishes this first"
            yield Mistake(f"an output of batch {output.batch} is not in place yet", output.path, remedy)
        elif not layout.target(output.path).exists():
            yield Mistake(
                f"an output of batch {output.batch} is lost", output.path, "make it again by the same command"
            )
