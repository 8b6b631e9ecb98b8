"""Outputs appear after their batch is true: staged first, then renamed, finished by whoever writes next."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from telebatch.model.errors import Mistake, TelebatchError
from telebatch.store.checksums import Xxh3, is_still, sha256_of
from telebatch.store.lasting import Lasting
from telebatch.store.layout import FILE_MODE, Layout, make_folder, output_name, sync_file, sync_folder, sync_folders
from telebatch.store.rows import OutputRow
from telebatch.store.straight import Straight


class Stage:
    """The outputs of one batch while it is being made.

    `folder` is made on the first output; every output lies in a folder of its own there and keeps its file name.
    Several threads may ask for places.
    """

    def __init__(self, folder: Path, lasting: Lasting) -> None:
        self._folder = folder
        self._lasting = lasting
        self._proofs: dict[Path, str] = {}
        self._places: dict[str, Path] = {}
        self._one_by_one = Lock()
        self._gone: dict[str, str] = {}

    def place(self, relative: Path) -> Path:
        """Where to write the output now; the same place for the same output."""
        name = output_name(relative)
        with self._one_by_one:
            if name not in self._places:
                own = self._folder / str(len(self._places))
                self._lasting.make_folder(own)
                self._places[name] = own / Path(name).name
            return self._places[name]

    @contextmanager
    def long(self, relative: Path) -> Iterator[Straight]:
        """A long output, written from its beginning to its end while this lasts; proved and brought to the disk."""
        place = self.place(relative)
        with Straight(place, Xxh3()) as file:
            yield file
        self._proofs[place] = file.checksum
        self._lasting.begin(place)

    def take_away(self, relative: Path, checksum: str) -> str:
        """An earlier output with these bytes goes, unless this batch writes it anew; tells its stored name."""
        name = output_name(relative)
        self._gone[name] = checksum
        return name

    def rows(self, batch: int, root: Path) -> tuple[OutputRow, ...]:
        """What the ledger keeps about them; fails where one was promised and not written."""
        lost = sorted(name for name, place in self._places.items() if not place.is_file())
        if lost:
            raise TelebatchError(f"output {lost[0]} was never written; nothing was changed")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            proofs = list(pool.map(self._checksum, self._places.values()))
        given = {
            name: OutputRow(batch, name, checksum, place.relative_to(root).as_posix())
            for (name, place), checksum in zip(self._places.items(), proofs, strict=True)
        }
        gone = {name: OutputRow(batch, name, checksum, "") for name, checksum in self._gone.items()}
        return tuple(row for _, row in sorted((gone | given).items()))

    def _checksum(self, place: Path) -> str:
        return self._proofs.get(place) or sha256_of(place)

    def make_last(self) -> None:
        """Returns when every output is on the disk, and every name of a folder on the way to it."""
        self._lasting.finish(self._places.values())
        sync_folders(place.parent for place in self._places.values())
        self._lasting.finish_folders()

    def discard(self) -> None:
        """Nothing of it remains."""
        shutil.rmtree(self._folder, ignore_errors=True)


def publish(
    layout: Layout, outputs: Iterable[OutputRow], step: Callable[[str], None]
) -> tuple[tuple[OutputRow, ...], tuple[Mistake, ...]]:
    """Renames staged outputs to where they belong and takes others away, as often as needed; done is done.

    Returns:
      The outputs that are now in place, and what is wrong with the others.
    """
    done, left = [], []
    for output in outputs:
        staged = layout.root / output.staged
        try:
            if output.is_taken_away:
                _take_away(layout.target(output.path), output.checksum)
            elif staged.exists():
                _move(staged, layout.target(output.path))
            done.append(output)
            step("output renamed")
        except OSError as fault:
            told = os.strerror(fault.errno) if fault.errno else type(fault).__name__
            remedy = "mend it (permissions, space); the next command that writes puts the file there"
            left.append(
                Mistake(f"batch {output.batch} is done, but this file is not in place: {told}", output.path, remedy)
            )
    return tuple(done), tuple(left)


def _take_away(target: Path, checksum: str) -> None:
    """What a person changed since is hers, and stays."""
    if target.is_file() and is_still(target, checksum):
        target.unlink()
        sync_folder(target.parent)


def _move(staged: Path, final: Path) -> None:
    make_folder(final.parent)
    try:
        staged.replace(final)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        _move_across(staged, final)
    sync_folder(final.parent)


def _move_across(staged: Path, final: Path) -> None:
    """To another disk: copied under a hidden name beside its place, then renamed there."""
    hidden = final.with_name(f".{final.name}.part")
    shutil.copyfile(staged, hidden)
    hidden.chmod(FILE_MODE)
    sync_file(hidden)
    hidden.replace(final)
    staged.unlink()
