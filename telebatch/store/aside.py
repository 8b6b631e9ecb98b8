"""What a command lays aside while it works, so that it needs no memory: hidden files that go with its commit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.ipc as arrow_file
from polars.io.plugins import register_io_source

from telebatch.store.layout import FILE_MODE, begin_folder
from telebatch.store.segments import writing_to

#: Files taken away at a time: the disk is what is waited for.
_AT_ONCE = 8


@dataclass(frozen=True)
class LaidAside:
    """Rows of texts that lie on the disk.

    The file is mapped while it is read: what is not asked for is not touched, and nothing is copied twice.
    """

    place: Path
    schema: pl.Schema

    def lazy(self) -> pl.LazyFrame:
        """All of them, in order; what nobody selects is not read."""
        # Polars' own scan copies every text and then proves each of them to be UTF-8, one by one.
        return register_io_source(self._read, schema=self.schema)

    def at(self, rows: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """Those at these places, in the order of these."""
        few = self._mapped(columns)[rows]
        # Picked texts still point into the file: in Arrow's older form they are written down anew.
        return pl.DataFrame(few.to_arrow(compat_level=pl.CompatLevel.oldest()))

    def _read(
        self, columns: list[str] | None, holds: pl.Expr | None, count: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        """As Polars asks a source of rows: these columns, of so many rows those that fulfil it."""
        rows = self._mapped(self.schema.names() if columns is None else columns)
        rows = rows if count is None else rows.head(count)
        yield rows if holds is None else rows.filter(holds)

    def _mapped(self, columns: Sequence[str]) -> pl.DataFrame:
        with pa.memory_map(str(self.place)) as file:
            return pl.DataFrame(arrow_file.open_file(file).read_all().select(columns))


def _opened(path: str, flags: int) -> int:
    return os.open(path, flags, FILE_MODE)


class Aside:
    """Rows on the disk until `end`; several threads may lay some aside.

    No row of it lasts: a commit that was killed leaves files that the next writer collects.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._going: Future[None] | None = None

    def lay(self, rows: pl.DataFrame) -> LaidAside:
        """Writes the rows, which are texts, down; given back is the way to read them again.

        Raises:
          StoreRefused: The disk is full or not ours.
        """
        place = self._folder / f"{next(self._numbers)}.arrow"
        with writing_to("a list's texts"):
            # No file of it lasts: nobody waits until the disk knows the folder's name.
            begin_folder(self._folder)
            # A file that is opened anew is brought to the disk when it is closed, and this one is soon gone.
            with open(place, "xb", buffering=0, opener=_opened) as file:
                # In one batch, for those of several are picked at twice the cost. Packed they would need a third of
                # the room, and ten million rows 16 s more of processor time in 100.
                rows.write_ipc(file, record_batch_size=max(rows.height, 1))
        return LaidAside(place, rows.schema)

    def end(self) -> None:
        """Nobody reads of it any more: it goes, beside what follows; whoever lays more aside is too late.

        The system takes 0.3 s for a GB that it has not written down yet, and a second or two for one it has.
        """
        if self._going is None and self._folder.exists():
            pool = ThreadPoolExecutor(1)
            self._going = pool.submit(self._go)
            pool.shutdown(wait=False)

    def ended(self) -> None:
        """Returns when nothing of it remains."""
        self.end()
        if self._going is not None:
            self._going.result()

    def _go(self) -> None:
        with suppress(OSError), ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(Path.unlink, self._folder.iterdir()))
        shutil.rmtree(self._folder, ignore_errors=True)
