"""Where things lie inside a store, with which permissions, and how they are made to last.

Folders are 0700 and files 0600, because segments and archive hold what names a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import Table

FOLDER_MODE = 0o700
FILE_MODE = 0o600
#: Folders that a disk is asked for at a time.
_AT_ONCE = 8


@dataclass(frozen=True)
class Layout:
    """The parts of one store.

    Attributes:
      root: The store's folder.
      workspace: Outputs are named relative to it.
    """

    root: Path
    workspace: Path

    @property
    def ledger(self) -> Path:
        """The SQLite file; what it does not name does not exist."""
        return self.root / "ledger.sqlite"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.root / "writer.lock"

    @property
    def holder(self) -> Path:
        """Names the writer; left behind only by a writer that ended badly."""
        return self.root / "writer.json"

    @property
    def segments(self) -> Path:
        """One folder per table."""
        return self.root / "segments"

    @property
    def archive(self) -> Path:
        """Source files by SHA-256."""
        return self.root / "archive"

    @property
    def staged(self) -> Path:
        """Outputs of a batch until they are renamed to where they belong."""
        return self.root / "staged"

    def target(self, relative: str) -> Path:
        """Where an output belongs; `relative` has been through `output_name`."""
        return self.workspace / relative


def output_name(relative: Path) -> str:
    """The stored name of an output: relative to the workspace, with forward slashes.

    Raises:
      WrongUsage: It is absolute, climbs out of the workspace or holds control characters.
    """
    name = PurePosixPath(relative.as_posix())
    unsafe = any(ord(sign) < 32 or ord(sign) == 127 for sign in str(name))
    if name.is_absolute() or ".." in name.parts or not name.name or unsafe:
        raise WrongUsage("an output would lie outside the workspace", remedy="name it relative to the workspace")
    return str(name)


def segment_name(table: Table, first: int, last: int, run: int, part: int = 0) -> str:
    """A segment's path relative to the store; the run number is never given twice."""
    batches = f"{first:07d}" if first == last else f"{first:07d}-{last:07d}"
    return f"segments/{table.name}/{batches}.{run}.{part}.parquet"


def hidden_name(path: Path) -> Path:
    """Where a file lies until it is settled."""
    return path.with_name(f".{path.name}")


def make_folder(path: Path) -> None:
    """Makes a folder and its parents, 0700 each, lasting."""
    sync_folders(begin_folder(path))


def begin_folder(path: Path) -> tuple[Path, ...]:
    """Makes a folder and its parents, 0700 each; given back are those that hold the new names, to be made lasting."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    return tuple(folder.parent for folder in missing)


def sync_file(path: Path) -> None:
    """Sets 0600 and returns when the file's bytes are on the disk."""
    path.chmod(FILE_MODE)
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Returns when the folder's names are on the disk."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def sync_folders(paths: Iterable[Path]) -> None:
    """Each folder once, all at once: what a disk is asked to bring in together costs it little more than one."""
    if once := sorted(set(paths)):
        with ThreadPoolExecutor(min(len(once), _AT_ONCE)) as pool:
            list(pool.map(sync_folder, once))


def _sync(path: Path, flags: int) -> None:
    number = os.open(path, flags)
    try:
        os.fsync(number)
    finally:
        os.close(number)
