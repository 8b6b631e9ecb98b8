"""What a command lays aside while it works, so that it needs no memory: hidden files that go with its commit."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedWriter, FileIO
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
_LOOSE, _PACKED = ".arrow", ".packed"
_LZ4 = arrow_file.IpcWriteOptions(compression="lz4", use_threads=False)
_FOUR_BYTES = 2**31


@dataclass(frozen=True)
class LaidAside:
    """Rows of texts that lie on the disk.

    Files are mapped while they are read: what is not asked for is not touched, and nothing loose is copied twice.

    Attributes:
      loose: Columns as they lie in memory; null: there are none.
      packed: The others, a third as long; whoever asks for some rows of one unpacks them all.
      schema: Of both, in the order of the rows that were laid aside.
    """

    loose: Path | None
    packed: Path | None
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
        found = {**_read_of(self.loose, columns), **_read_of(self.packed, columns)}
        return pl.DataFrame(pa.table({name: found[name] for name in columns}))


def _read_of(place: Path | None, columns: Sequence[str]) -> Mapping[str, pa.ChunkedArray]:
    """Those of the columns that lie there."""
    if place is None:
        return {}
    with pa.memory_map(str(place)) as file:
        held = arrow_file.open_file(file).schema
        asked = [at for at, name in enumerate(held.names) if name in columns]
        if not asked:
            return {}
        # Of loose columns all may be taken at no cost; of packed ones each is unpacked.
        only = arrow_file.IpcReadOptions(included_fields=asked if place.suffix == _PACKED else None)
        told = arrow_file.open_file(file, options=only).read_all()
    return {name: told.column(name) for name in told.column_names if name in columns}


def _laid_loose(rows: pl.DataFrame, place: Path) -> Path | None:
    if not rows.width:
        return None
    with _new(place.with_suffix(_LOOSE)) as file:
        # In one batch, for those of several are picked at twice the cost.
        rows.write_ipc(file, record_batch_size=max(rows.height, 1))
    return place.with_suffix(_LOOSE)


def _laid_packed(rows: pl.DataFrame, place: Path) -> Path | None:
    if not rows.width:
        return None
    table = _narrow(rows)
    # Arrow does not look how much of it a file took; whoever buffers does, and goes on.
    path = place.with_suffix(_PACKED)
    with BufferedWriter(_new(path)) as file, arrow_file.new_file(file, table.schema, options=_LZ4) as writer:
        writer.write_table(table)
    return path


def _narrow(rows: pl.DataFrame) -> pa.Table:
    """Texts with four bytes for where each begins, as far as that reaches: they pack best."""
    table = rows.to_arrow(compat_level=pl.CompatLevel.oldest())
    is_narrow = (pa.types.is_large_string(column.type) and column.nbytes < _FOUR_BYTES for column in table.columns)
    kinds = (pa.string() if narrow else one.type for one, narrow in zip(table.columns, is_narrow, strict=True))
    return table.cast(pa.schema(list(zip(table.column_names, kinds, strict=True))))


def _new(place: Path) -> FileIO:
    """A file that is opened anew is brought to the disk when it is closed, and this one is soon gone."""
    return FileIO(place, "x", opener=lambda path, flags: os.open(path, flags, FILE_MODE))


class Aside:
    """Rows on the disk until `end`; several threads may lay some aside.

    No row of it lasts: a commit that was killed leaves files that the next writer collects.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()
        self._going: Future[None] | None = None

    def lay(self, rows: pl.DataFrame, packed: Collection[str] = ()) -> LaidAside:
        """Writes the rows, which are texts, down; given back is the way to read them again.

        Args:
          packed: Columns that are read from end to end, once or twice.

        Raises:
          StoreRefused: The disk is full or not ours.
        """
        place = self._folder / str(next(self._numbers))
        loose = [name for name in rows.columns if name not in packed]
        with writing_to("a list's texts"):
            # No file of it lasts: nobody waits until the disk knows the folder's name.
            begin_folder(self._folder)
            ways = _laid_loose(rows.select(loose), place), _laid_packed(rows.drop(loose), place)
        return LaidAside(*ways, rows.schema)

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
