"""One way through the batches that came after an undone one: what one of them becomes is known to the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Self

import polars as pl

from telebatch.model.errors import Mistake, TelebatchError
from telebatch.pipeline.house import House
from telebatch.pipeline.known.places_in_time import places_in_time
from telebatch.store import BatchRow, Commit, View


@dataclass
class Later:
    """What was told anew so far.

    Attributes:
      touched: Rows taken out and added: whose leads may stand differently.
      matched: Result files matched anew; `decided`: rows of lists decided anew.
      lines: In words, for a person; `files`: quarantine files written.
      notes: Files that could not be read again, and stay as they were.
    """

    touched: list[pl.LazyFrame] = field(default_factory=list)
    matched: int = 0
    decided: int = 0
    lines: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    notes: list[Mistake] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, where there are any."""
        told = {"matched_anew": self.matched, "decided_anew": self.decided}
        return {name: count for name, count in told.items() if count}


@dataclass(frozen=True, eq=False)
class Walk:
    """Where the walk is made, and what every step of it knows.

    Attributes:
      number: The batch whose undo this is, or of whose requests.
      before: The store before the commit.
      places: Batch → its place in time, with those that the commit makes.
      stored: Batches there were before the commit.
      later: What was told anew so far.
    """

    house: House
    commit: Commit
    number: int
    before: View
    places: dict[int, int]
    stored: tuple[int, ...]
    later: Later

    @classmethod
    def begun(cls, house: House, commit: Commit, number: int) -> Self:
        """At its beginning."""
        places = places_in_time(house.store)
        return cls(house, commit, number, house.store.view(), places, tuple(places), Later())

    def batches(self, *commands: str) -> list[BatchRow]:
        """Live ones of these commands that came later, in order of their places."""
        after, hidden = self.places[self.number], self.commit.view.hidden
        numbers = [number for number in self.stored if self.places[number] > after and not hidden(number)]
        rows = [row for row in map(self.house.store.batch, numbers) if row.command in commands]
        return sorted(rows, key=lambda row: (self.places[row.number], row.number))

    def until(self, view: View, place: int) -> View:
        """What was known once the batches of that place had come, of what the view knows."""
        later = frozenset(batch for batch, other in self.places.items() if other > place)
        return replace(view, absent=view.absent | later)

    @contextmanager
    def beside(self, batch: int, command: str) -> Iterator[int]:
        """A batch that adds to another one, as `Commit.beside`, and has its place in time; gives its number."""
        with self.commit.beside(batch, command):
            self.places[self.commit.batch] = self.places[batch]
            yield self.commit.batch

    def note(self, error: TelebatchError, path: str) -> None:
        """The file stays as it was.

        Raises:
          TelebatchError: The store itself is at fault.
        """
        if int(error.exit_code) == 4:
            raise error
        self.later.notes += [replace(one, place=path) for one in error.mistakes]
