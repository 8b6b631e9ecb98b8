"""Long files go straight to the disk: nobody reads them again soon, so they need not fill the system's cache of files.

Finding room in that cache for 300 MB costs 0.1 s of a processor on a good day and 0.8 s on a bad one; the disk fetches
the bytes by itself. Whoever writes need not wait for it: while one room is proved and poured, another is filled; and as
a disk now and then stops for half a second, several may wait for it.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from io import RawIOBase
from mmap import mmap
from typing import TYPE_CHECKING

from telebatch.store.layout import FILE_MODE

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import ReadableBuffer

    from telebatch.store.checksums import Digest

#: Bytes handed to the disk at a time, and so many such rooms of a file may wait for it.
_ROOM = 4 << 20
_WAITING = 16
#: No disk asks for more: places and sizes that are multiples of it suit them all.
_BLOCK = 4096
#: 0 where the system has no such way: files are then written as any file is.
_STRAIGHT = getattr(os, "O_DIRECT", 0)


class Straight(RawIOBase):
    """A new file, written once from its beginning and proved meanwhile; `close` it, that it is whole.

    Where the file system cannot write straight it is written as any file is. It is not lasting yet (`Lasting`).

    Raises:
      OSError: The disk refused: from making it, from `write` (some of an earlier one may be refused now) and from
        `close`.
    """

    def __init__(self, path: Path, digest: Digest) -> None:
        super().__init__()
        self._number = _opened(path)
        self._rooms: list[mmap] = []
        self._room = self._one_more()
        self._held = 0
        self._size = 0
        self._digest = digest
        self._beside = ThreadPoolExecutor(1)
        self._poured: deque[Future[mmap]] = deque()

    @property
    def checksum(self) -> str:
        """Of the whole file, once it is closed; as the given `digest` tells it."""
        return self._digest.hexdigest()

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Takes in all of it."""
        with memoryview(data).cast("B") as given:
            for start in range(0, len(given), _ROOM):
                self._take(given[start : start + _ROOM])
            self._size += len(given)
            return len(given)

    def _take(self, piece: memoryview) -> None:
        fits = min(len(piece), _ROOM - self._held)
        self._room[self._held : self._held + fits] = piece[:fits]
        self._held += fits
        if self._held == _ROOM:
            self._hand_over()
            self._held = len(piece) - fits
            self._room[: self._held] = piece[fits:]

    def _hand_over(self) -> None:
        """What is held is poured beside, in its turn; another room takes what comes next."""
        self._pour_beside()
        is_free = self._poured[0].done() or len(self._poured) > _WAITING
        self._room = self._poured.popleft().result() if is_free else self._one_more()

    def _pour_beside(self) -> None:
        self._poured.append(self._beside.submit(self._pour, self._room, self._held))

    def _one_more(self) -> mmap:
        """A mapping begins with a page, as straight writing wants it."""
        self._rooms.append(mmap(-1, _ROOM))
        return self._rooms[-1]

    def close(self) -> None:
        """The file is as long as what was written, and takes no more."""
        if self.closed:
            return
        try:
            self._pour_beside()
            while self._poured:
                self._poured.popleft().result()
            os.ftruncate(self._number, self._size)
        finally:
            self._beside.shutdown()
            os.close(self._number)
            for room in self._rooms:
                room.close()
            super().close()

    def _pour(self, full: mmap, held: int) -> mmap:
        done, size = 0, -(-held // _BLOCK) * _BLOCK
        with memoryview(full) as room:
            with room[:held] as told:
                self._digest.update(told)
            while done < size:
                with room[done:size] as rest:
                    done += self._written(rest)
        return full

    def _written(self, rest: memoryview) -> int:
        try:
            return os.write(self._number, rest)
        except OSError as fault:
            if fault.errno != errno.EINVAL or not _turned_round(self._number):
                raise
            return os.write(self._number, rest)


def _opened(path: Path) -> int:
    how = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        return os.open(path, how | _STRAIGHT, FILE_MODE)
    except OSError as fault:
        if fault.errno != errno.EINVAL:
            raise
        return os.open(path, how, FILE_MODE)


def _turned_round(number: int) -> bool:
    """From here on the file is written as any file is; False: it was already."""
    now = fcntl.fcntl(number, fcntl.F_GETFL)
    fcntl.fcntl(number, fcntl.F_SETFL, now & ~_STRAIGHT)
    return bool(now & _STRAIGHT)
