"""What a commit writes is brought to the disk while the rest of it is still being made.

The end of a commit waits for all of it as it always must; most of it is done by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from telebatch.store.layout import begin_folder, sync_file, sync_folders

#: Files brought to the disk at a time: what it is asked for together costs it little more than one.
_AT_ONCE = 4


class Lasting:
    """Brings files to the disk in threads of its own, which wait for the disk and need no processor.

    Args:
      root: The folder in which all of it lies.
      begins_early: Not for a dry run, whose files need not last.
    """

    def __init__(self, root: Path, *, begins_early: bool) -> None:
        self._root = root
        self._pool = ThreadPoolExecutor(_AT_ONCE) if begins_early else None
        self._begun: dict[Path, Future[None]] = {}
        self._names: set[Path] = set()

    def make_folder(self, path: Path) -> None:
        """Makes a folder and its parents; nobody waits for the disk, to which `finish_folders` brings their names.

        Also those of folders that are there: whoever made them may have been killed before the disk knew.
        """
        begin_folder(path)
        self._names.update(above for above in path.parents if above.is_relative_to(self._root))

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

    def finish_folders(self) -> None:
        """Returns when the names of all folders asked for here are on the disk."""
        sync_folders(self._names)
        self._names.clear()

    def end(self) -> None:
        """Returns when nothing is brought to the disk any more, however that ended."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
