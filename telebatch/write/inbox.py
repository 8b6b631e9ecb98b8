"""The inbox: which files have arrived whole, and where they go once somebody has looked at them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from telebatch.model.errors import StoreBusy

DONE, REFUSED = "done", "refused"
#: Names under which programs write what is not complete yet, or lock what is open.
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".filepart", ".crdownload", ".download")
_HIDDEN: Final = (".", "~")


@dataclass(frozen=True)
class Inbox:
    """What lies in the inbox.

    Attributes:
      files: Folder → its files that did not change while looked at twice, in name order; folders in name order.
      growing: Files that changed, or whose names say that they are not complete.
      loose: Files beside the folders, which belong to no source.
    """

    files: dict[str, tuple[Path, ...]]
    growing: tuple[Path, ...]
    loose: tuple[Path, ...]

    @property
    def count(self) -> int:
        """Files that can be taken."""
        return sum(len(files) for files in self.files.values())


def look_into(inbox: Path, pause_seconds: float, pause: Callable[[float], None] = time.sleep) -> Inbox:
    """Looks twice, with a pause between; a folder that is not there is empty.

    Args:
      inbox: Holds one folder per source; files in `done` and `refused` within them were looked at before.
      pause_seconds: 0: looks once, and only names tell what is not complete.
    """
    if not inbox.is_dir():
        return Inbox({}, (), ())
    folders = [place for place in sorted(inbox.iterdir()) if place.is_dir() and not place.name.startswith(_HIDDEN)]
    before = {path: _state(path) for folder in folders for path in _files(folder)}
    if before and pause_seconds > 0:
        pause(pause_seconds)
    growing = {path for path, state in before.items() if _is_unfinished(path) or _state(path) != state}
    files = {
        folder.name: tuple(path for path in _files(folder) if path in before and path not in growing)
        for folder in folders
    }
    found = {name: paths for name, paths in files.items() if paths}
    return Inbox(found, tuple(sorted(path for path in growing if path.exists())), _files(inbox))


def put_away(path: Path, into: str) -> Path:
    """Renames a file into a folder beside it; never over another file. One that is gone already is left gone.

    Args:
      into: `DONE` or `REFUSED`.

    Returns:
      Where it lies now.
    """
    folder = path.parent / into
    folder.mkdir(mode=0o700, exist_ok=True)
    target = next(place for place in _places(folder, path) if not place.exists())
    try:
        path.rename(target)
    except FileNotFoundError:
        return target
    for place in (folder, path.parent):
        number = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    return target


@contextmanager
def alone_in(inbox: Path, timeout_seconds: float) -> Iterator[None]:
    """One night at a time: waits for another one, which a killed process cannot stay.

    Raises:
      StoreBusy: The other one lasts longer than the time-out.
    """
    inbox.mkdir(mode=0o700, exist_ok=True)
    lock = FileLock(inbox / ".nightly.lock", timeout=timeout_seconds, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusy(
            "another telebatch nightly is at work", place=inbox.name, remedy="nothing to do: it takes the same files"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _places(folder: Path, path: Path) -> Iterator[Path]:
    yield folder / path.name
    number = 2
    while True:
        yield folder / f"{path.stem}-{number}{path.suffix}"
        number += 1


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(_HIDDEN))


def _state(path: Path) -> tuple[int, int] | None:
    """Size and time of the last change; null: gone."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_size, told.st_mtime_ns


def _is_unfinished(path: Path) -> bool:
    return path.name.lower().endswith(_UNFINISHED)
