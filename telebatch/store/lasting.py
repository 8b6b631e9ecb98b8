"""What a commit writes is brought to the disk while the rest of it is still being made.

The end of a commit waits for all of it as it always must; most of it is done by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from telebatch.store.layout import sync_file


class Lasting:
    """Brings files to the disk in a thread of its own, which waits for the disk and needs no processor.

    Args:
      begins_early: Not for a dry run, whose files need not last.
    """

    def __init__(self, *, begins_early: bool) -> None:
        self._pool = ThreadPoolExecutor(1) if begins_early else None
        self._begun: dict[Path, Future[None]] = {}

    def begin(self, path: Path) -> None:
        """The file is whole; also where it was written once more, and what the disk said of it before is heard."""
        if self._pool is not None:
            if path in self._begun:
                self._begun[path].result()
            self._begun[path] = self._pool.submit(sync_file, path)

    def finish(self, paths: Iterable[Path]) -> None:
        """Returns when all bytes of these files are on the disk, begun or not.

        Raises:
          OSError: The disk refused; also where it did so early: it tells of a lost page once and never again.
        """
        for path in paths:
            begun = self._begun.pop(path, None)
            if begun is None:
                sync_file(path)
            else:
                begun.result()

    def end(self) -> None:
        """Returns when nothing is brought to the disk any more, however that ended."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
