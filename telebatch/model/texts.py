"""What rows say in so many words, apart from all that is told of them in codes: in pieces, in memory or on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol, Self

import numpy as np
import polars as pl


class Piece(Protocol):
    """The texts of some rows, wherever they lie."""

    def lazy(self) -> pl.LazyFrame:
        """All of them, in order; what nobody selects is not read."""
        ...

    def at(self, rows: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """Those at these places, which rise; what is given needs no room for the others."""
        ...


@dataclass(frozen=True, eq=False)
class Held:
    """A piece in memory."""

    rows: pl.DataFrame

    def lazy(self) -> pl.LazyFrame:
        """As `Piece.lazy`."""
        return self.rows.lazy()

    def at(self, rows: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """As `Piece.at`."""
        return self.rows.select(columns)[rows]


@dataclass(frozen=True, eq=False)
class Texts:
    """Columns of text that few ask for, beside rows that many ask for.

    The texts of a long list fill the memory, so each piece may lie on a disk: whoever asks takes the columns it needs
    and lets them go at once.

    Attributes:
      pieces: One after the other in the order of the rows, at least one; all of one schema, but a column of which a
        piece has nothing may be of no type there.
      counts: Rows of each.
    """

    pieces: tuple[Piece, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Self:
        """One piece, as it lies in memory."""
        return cls((Held(rows),), (rows.height,))

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names, in order."""
        return tuple(self.pieces[0].lazy().collect_schema().names())

    def beside(self, rows: pl.DataFrame) -> pl.LazyFrame:
        """The rows with their texts, in order; what nobody selects of it is not read.

        Args:
          rows: As many as there are texts, in the same order; no column of the same name.
        """
        parts = zip(self._starts(), self.counts, self.pieces, strict=True)
        slices = ((rows.slice(start, count).lazy(), piece.lazy()) for start, count, piece in parts)
        return pl.concat([pl.concat(both, how="horizontal") for both in slices], how="vertical_relaxed")

    def where(self, holds: pl.Expr) -> pl.Series:
        """Places (UInt32, rising) of the rows whose texts fulfil it."""
        found = (piece.lazy().select(pl.arg_where(holds)).collect().to_series() for piece in self.pieces)
        return pl.concat([places + start for places, start in zip(found, self._starts(), strict=True)])

    def at(self, places: pl.Series, columns: Sequence[str]) -> pl.DataFrame:
        """The texts of the rows at these places, in the order and as often as these stand."""
        if not places.is_sorted():
            # Piece by piece they are found in rising order.
            order = np.argsort(places.to_numpy(), kind="stable")
            place = np.empty(order.size, np.uint32)
            place[order] = np.arange(order.size, dtype=np.uint32)
            return self.at(places.gather(pl.Series(order)), columns)[pl.Series(place)]
        ends = [0, *places.search_sorted(pl.Series([*accumulate(self.counts)]), side="left")]
        found = [self.pieces[0].at(places.clear(), columns)]
        for piece, start, first, end in zip(self.pieces, self._starts(), ends, ends[1:], strict=False):
            if first < end:
                found.append(piece.at(places.slice(first, end - first) - start, columns))
        return pl.concat(found, how="vertical_relaxed", rechunk=True)

    def _starts(self) -> Sequence[int]:
        return [0, *accumulate(self.counts[:-1])]
