"""What a command that ended badly left behind: unfinished renames are finished, debris is collected."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from telebatch.model.errors import StoreRefused
from telebatch.store.layout import Layout
from telebatch.store.outputs import publish
from telebatch.store.protocols import Ledger


def finish_outputs(layout: Layout, ledger: Ledger, step: Callable[[str], None]) -> None:
    """Puts every output of earlier batches in place; needs the lock.

    Raises:
      StoreRefused: One of them still cannot be put there.
    """
    pending = ledger.pending()
    if not pending:
        return
    done, left = publish(layout, pending, step)
    if done:
        ledger.finished(done)
    if left:
        first, *more = left
        raise StoreRefused(first.what, place=first.place, remedy=first.remedy, more=tuple(more))


def collect_debris(layout: Layout, ledger: Ledger) -> tuple[int, int]:
    """Deletes files no ledger row names; needs the lock and finished outputs. Returns files and bytes.

    Nobody reads them: readers take names from the ledger, and these were never in it.
    """
    known = {segment.path for segment in ledger.segments()} | set(ledger.retired())
    known |= {f"archive/{sha}" for sha in ledger.archived()}
    strays = [path for path in _files(layout) if path.relative_to(layout.root).as_posix() not in known]
    size = sum(path.stat().st_size for path in strays)
    for path in strays:
        path.unlink()
    shutil.rmtree(layout.staged, ignore_errors=True)
    return len(strays), size


def _files(layout: Layout) -> Iterator[Path]:
    for folder in (layout.segments, layout.archive):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
