"""Long files are read from a copy of ours: to cut one short while it is mapped would end the program by a signal."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from telebatch.read.gate import changed
from telebatch.read.source import Growing

#: Where the system shows open files by their numbers: a copy without a name leaves nothing behind, however we end.
_OPEN: Final = Path("/proc/self/fd")
#: Kept on a disk, where the folder for short-lived files may lie in memory.
_ON_DISK: Final = Path("/var/tmp")
#: Bytes copied at a time: so soon they can be proved, while the rest is being copied.
_AT_ONCE: Final = 1 << 24
#: Open until their file is let go, since what is read later names them by their numbers.
_COPIES: Final[dict[Path, ExitStack]] = {}


@contextmanager
def let_go(path: Path | None) -> Iterator[None]:
    """Copies of this file end with the block: a night of many long lists needs the room of the longest.

    Whatever was read of the file must be done with by then.

    Args:
      path: By which the file was read; null: it was not.
    """
    try:
        yield
    finally:
        if path in _COPIES:
            _COPIES.pop(path).close()


def own_copy(path: Path, size: int, shown: str, folder: Path | None = None, growing: Growing | None = None) -> Path:
    """Where the same bytes stand and nobody else can change them; the file itself where no copy can be made.

    The copy stays until `let_go` of the same path, else as long as the program runs.

    Args:
      size: Bytes of the file when it was opened.
      folder: On whose disk the copy shall lie, so that it may be given a name there and stay; null or not to be written
        to: where short-lived files do.
      growing: Told how far the copy reaches while it is made.

    Raises:
      InputRefused: The file is shorter now.
    """
    if not _OPEN.is_dir() or not hasattr(os, "copy_file_range"):
        return path
    # A disk without room is no reason to refuse: reading needs no copy as long as nobody writes.
    with suppress(OSError), path.open("rb") as source, ExitStack() as opened:
        copy = opened.enter_context(_nameless(folder))
        place, at = _OPEN / str(copy.fileno()), 0
        while at < size and (more := os.copy_file_range(source.fileno(), copy.fileno(), min(_AT_ONCE, size - at))):
            at += more
            if growing is not None:
                growing.reach(place, at)
        if at < size:
            raise changed(shown)
        _COPIES.setdefault(path, ExitStack()).enter_context(opened.pop_all())
        return place
    return path


def _nameless(folder: Path | None) -> IO[bytes]:
    """A new file that nobody sees; one of `folder` may be given a name later."""
    with suppress(OSError):
        if folder is not None:
            return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), "rb")
    usual = _ON_DISK if "TMPDIR" not in os.environ and _ON_DISK.is_dir() else None
    return tempfile.TemporaryFile(dir=usual)
