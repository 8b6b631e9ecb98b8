"""A source: the bytes of one table, on the disk or unpacked, with the fingerprint of the file they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from telebatch.read.gate import State, changed, state_of

_READ = 1 << 20


@dataclass(frozen=True)
class Source:
    """The bytes of one table.

    Attributes:
      place: Where Polars reads them: the file itself, an unpacked copy, or memory.
      view: The same bytes.
      shown: Name of the file as errors tell it, with the member of an archive after `!`.
      size: Bytes of the file as it lies on the disk.
      sha256: Gives its fingerprint (computed meanwhile in a thread).
      member: Member of an archive.
      guesses: What was noticed while unpacking.
    """

    place: Path | bytes
    view: memoryview
    shown: str
    size: int
    sha256: Callable[[], str]
    member: str | None = None
    guesses: tuple[str, ...] = ()


class Growing:
    """A copy of a file while it is made: one thread makes it, another reads what is there of it already."""

    def __init__(self) -> None:
        self._told: SimpleQueue[tuple[Path, int] | None] = SimpleQueue()

    def reach(self, place: Path, size: int) -> None:
        """So many bytes of it lie at this place by now."""
        self._told.put((place, size))

    def end(self) -> None:
        """It grows no more."""
        self._told.put(None)

    def sizes(self) -> Iterator[tuple[Path, int]]:
        """What `reach` is told, as it is; waits until `end`."""
        while (told := self._told.get()) is not None:
            yield told


def fingerprint(path: Path, state: State, shown: str, copy: Growing | None = None) -> Callable[[], str]:
    """Begins to compute the SHA-256 of a file, or of our copy of it while that is made; the result waits for it.

    Asking for the result raises InputRefused where the file is no longer in the state it was opened in.
    """
    pool = ThreadPoolExecutor(1)
    waiting: Future[str] = pool.submit(_sha256, path, state, shown, copy)
    pool.shutdown(wait=False)
    return waiting.result


def _sha256(path: Path, state: State, shown: str, copy: Growing | None) -> str:
    with there_still(shown):
        proved = (copy and _of_copy(copy, state.size)) or _proved(path)
        if state_of(path.stat()) != state:
            raise changed(shown)
    return proved


def _of_copy(copy: Growing, size: int) -> str | None:
    """The SHA-256 of the copy; null: none was made."""
    digest, piece, at = hashlib.sha256(), memoryview(bytearray(_READ)), 0
    # A copy that came to nothing is gone before its end is told.
    with suppress(OSError), ExitStack() as opened:
        file = None
        for place, upto in copy.sizes():
            file = file or opened.enter_context(place.open("rb", buffering=0))
            while at < upto and (read := file.readinto(piece[: upto - at])):
                digest.update(piece[:read])
                at += read
    return digest.hexdigest() if at == size else None


def _proved(path: Path) -> str:
    digest, piece = hashlib.sha256(), memoryview(bytearray(_READ))
    with path.open("rb", buffering=0) as file:
        while size := file.readinto(piece):
            digest.update(piece[:size])
    return digest.hexdigest()


@contextmanager
def there_still(shown: str) -> Iterator[None]:
    """Refuses a file that was there when it was opened and is gone when it is read.

    Raises:
      InputRefused: Something that is done within finds it missing.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise changed(shown) from error


def state_now(path: Path) -> State | None:
    """What `unchanged` is given to look back beyond its own beginning; null: no such file can be looked at."""
    try:
        return state_of(path.stat())
    except (OSError, ValueError):
        return None


@contextmanager
def unchanged(path: Path, shown: str, since: State | None = None) -> Iterator[None]:
    """As `there_still`, and refuses a file that was written to, or replaced, while this lasted.

    Args:
      since: How it was before; null: it counts as it is at the beginning.

    Raises:
      InputRefused: The file is not what it was at the beginning.
    """
    with there_still(shown):
        before = since or state_of(path.stat())
        yield
        if state_of(path.stat()) != before:
            raise changed(shown)
