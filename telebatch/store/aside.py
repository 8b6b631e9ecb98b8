"""What a command lays aside while it works, so that it needs no memory: hidden files that go with its commit."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.ipc as arrow_file

from telebatch.store.layout import FILE_MODE, make_folder
from telebatch.store.segments import writing_to


@dataclass(frozen=True)
class LaidAside:
    """Rows of texts that lie on the disk."""

    place: Path

    def lazy(self) -> pl.LazyFrame:
        """All of them, in order; what nobody selects is not read."""
        return pl.scan_ipc(self.place, glob=False)

    def at(self, rows: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """Those at these places, in the order of these; the file is mapped while they are copied, never read whole."""
        with pa.memory_map(str(self.place)) as file:
            every = arrow_file.open_file(file).read_all().select(columns)
        few = pl.DataFrame(every)[rows]
        # Picked texts still point into the file: in Arrow's older form they are written down anew.
        return pl.DataFrame(few.to_arrow(compat_level=pl.CompatLevel.oldest()))


class Aside:
    """Rows on the disk until `end`; several threads may lay some aside.

    No row of it lasts: a commit that was killed leaves files that the next writer collects.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    def lay(self, rows: pl.DataFrame) -> LaidAside:
        """Writes the rows, which are texts, down; given back is the way to read them again.

        Raises:
          StoreRefused: The disk is full or not ours.
        """
        place = self._folder / f"{next(self._numbers)}.arrow"
        with writing_to("a list's texts"):
            make_folder(self._folder)
            place.touch(FILE_MODE)
            # Packed they would need a third of the room, and ten million rows 16 s more of processor time in 100.
            # In one batch, for those of several are picked at twice the cost.
            rows.write_ipc(place, record_batch_size=max(rows.height, 1))
        return LaidAside(place)

    def end(self) -> None:
        """Nothing of it remains."""
        shutil.rmtree(self._folder, ignore_errors=True)
