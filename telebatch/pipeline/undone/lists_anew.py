"""Lists of one later batch: what it decided on, and whom it withdrew, held against what is told by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import polars as pl

from telebatch.model.errors import TelebatchError
from telebatch.model.tables import LISTED, SUPPRESSIONS
from telebatch.model.words import Reason
from telebatch.normalise import Normalised
from telebatch.pipeline.again import Stored, reread
from telebatch.pipeline.known.live_lists import as_decided
from telebatch.pipeline.lists.left_out import is_whole, left_out_rows, whole_after
from telebatch.pipeline.lists.read_people import read_people
from telebatch.pipeline.rules import project_rules
from telebatch.pipeline.undone.decided_anew import COMMAND, deciding, moved
from telebatch.pipeline.undone.decided_then import Then, decided_then
from telebatch.pipeline.undone.lead_no_more import brought, lead_again, lead_no_more
from telebatch.pipeline.undone.retold_anew import retold_anew
from telebatch.pipeline.undone.rules_then import meant_then, written_then
from telebatch.pipeline.undone.standing_rows import last_rows
from telebatch.pipeline.undone.walk import Walk
from telebatch.pipeline.undone.who_asks import Asking
from telebatch.prequalify import Rule
from telebatch.store import BatchRow, View

#: Batches that decide on lists.
DECIDING = ("prequalify", "prequalify again")


class ListsAnew:
    """Lists, asked in order of time: each is decided with what stands before it by then."""

    def __init__(self, walk: Walk, gone: Sequence[int], asking: Asking) -> None:
        self._walk, self._asking = walk, asking
        self._doubted = brought(walk.before, gone)
        self._off = self._doubted.clear()
        self._read: dict[int, Normalised] = {}

    def decide(self, batch: BatchRow) -> list[int]:
        """Batches that add to it what differs in one list each; none where no request can have moved."""
        if not self._asking.differs:
            return []
        return [number for row in self._rows(batch).to_dicts() for number in self._decide(batch, row)]

    def lead(self, batch: BatchRow) -> list[int]:
        """Batches that add to it whom a list named without making a lead, and who is none any more by then."""
        rows = self._rows(batch).to_dicts() if len(self._doubted) else []
        return [number for row in rows for number in self._lead(batch, row)]

    def _lead(self, batch: BatchRow, row: Mapping[str, object]) -> Iterator[int]:
        walk, told = self._walk, (batch.number, row, self._walk.places)
        off = lead_no_more(walk.commit.view, *told, self._doubted)
        rows = pl.concat([off, lead_again(walk.commit.view, *told, self._off)])
        self._off = pl.concat([self._off, off.get_column("lead_key")]).unique()
        yield from self._add(batch, rows, "decided_anew")

    def withdraw(self, batch: BatchRow) -> None:
        """Whom whole deliveries lack once the batch has decided, and whom no longer."""
        walk = self._walk
        rows = self._rows(batch)
        if rows.is_empty():
            return
        if is_whole(walk.house.store, batch.number):
            for row in rows.iter_rows(named=True):
                self._leave_out(batch, row, None)
        own = [one for one, place in walk.places.items() if place == walk.places[batch.number]]
        whole = whole_after(walk.house.store, self._until(batch), rows)
        if whole:
            told = walk.commit.view.scan(LISTED).filter(pl.col("batch").is_in(own)).select("lead_key").unique()
            leads = told.collect().to_series().drop_nulls()
            for later in whole:
                self._leave_out(batch, later, leads)

    def _leave_out(self, batch: BatchRow, row: Mapping[str, object], leads: pl.Series | None) -> None:
        self._add(batch, left_out_rows(self._until(batch), row, leads), "withdrawn_anew")

    def _until(self, batch: BatchRow) -> View:
        """What is known once the batch has decided."""
        return self._walk.until(self._walk.commit.view, self._walk.places[batch.number])

    def _add(self, batch: BatchRow, rows: pl.DataFrame, counted_as: str) -> list[int]:
        """LISTED rows as a batch that adds to another one; none: no batch."""
        if rows.is_empty():
            return []
        walk = self._walk
        with walk.beside(batch.number, COMMAND) as own:
            walk.commit.add(LISTED, rows)
            walk.commit.counts[counted_as] = rows.height
        walk.later.touched.append(rows.lazy())
        walk.later.decided += rows.height
        return [own]

    def _rows(self, batch: BatchRow) -> pl.DataFrame:
        known, places = self._walk.commit.view, self._walk.places
        return deciding(known, batch.number, batch.command, batch.project, places)

    def _decide(self, batch: BatchRow, row: Mapping[str, object]) -> Iterator[int]:
        """Adds what differs in one list, as batches."""
        then, walk = self._then(batch, row), self._walk
        if then is None:
            return
        try:
            normal = self._normal(then)
        except TelebatchError as error:
            walk.note(error, next(one.path for one in walk.house.store.inputs() if one.file_key == row["file_key"]))
            return
        decided = decided_then(walk.house, then, normal, meant_then(walk, batch.number))
        moves = moved(walk.commit, then, decided, normal, self._rules(then))
        if moves.rows.height:
            with walk.beside(batch.number, COMMAND) as own:
                walk.later.touched += moves.add_to(walk.commit)
                walk.commit.counts["decided_anew"] = moves.rows.height
            walk.later.decided += moves.rows.height
            yield own
        if not then.is_first and self._asking.is_of_lists:
            yield from self._retell(replace(then, known=walk.commit.view), decided, normal)

    def _retell(self, then: Then, decided: pl.DataFrame, normal: Normalised) -> Iterator[int]:
        """Adds what the list tells of people otherwise, as a batch."""
        walk, told = self._walk, retold_anew(then, decided, normal)
        if told.people.is_empty() and told.numbers.is_empty():
            return
        with walk.beside(then.batch.number, COMMAND) as own:
            people, numbers = told.add_to(walk.commit)
            walk.commit.counts |= {"people_retold": people, "numbers_retold": numbers}
        walk.later.touched += [told.people.lazy(), told.numbers.lazy()]
        yield own

    def _then(self, batch: BatchRow, row: Mapping[str, object]) -> Then | None:
        """The decision; null: no request has a part in it, or nobody has such a project any more."""
        walk, asking = self._walk, self._asking
        project = walk.house.settings.projects.get(str(row["project"]))
        if project is None:
            return None
        stored = walk.house.store.scan(LISTED, at_batch=batch.number)
        base = as_decided(last_rows(stored, row).lazy()).collect()
        said = base.get_column("reasons").str.split("|").list.contains(str(Reason.SUPPRESSED))
        if not (asking.takes_back or said.any()):
            return None
        return Then(
            batch, row, project, stored, base, walk.commit.view, walk.places, self._numbers_written, asking.leads
        )  # fmt: skip

    def _rules(self, then: Then) -> tuple[Rule, ...]:
        """Of the project, as they were written when the batch decided."""
        house, settings = self._walk.house, written_then(self._walk, then.batch.number)
        project = settings.projects.get(then.project.name)
        if project is None:
            return project_rules(house, then.project)
        return project_rules(replace(house, settings=settings), project)

    def _normal(self, then: Then) -> Normalised:
        """The archived list; read once for all that decide on it one after the other."""
        key = int(str(then.row["file_key"]))
        if key not in self._read:
            # Several long lists would fill the memory.
            self._read.clear()
            delivery = reread(self._walk.house, Stored(dict(then.row), then.base), then.project)
            _, self._read[key] = read_people(self._walk.house, self._walk.commit, delivery, then.project)
        return self._read[key]

    @cached_property
    def _numbers_written(self) -> pl.Series:
        """Every number that ever stood in a list of those not to be contacted, asked for once."""
        rows = self._walk.before.everything().scan(SUPPRESSIONS).select("number").drop_nulls()
        return rows.collect().to_series()
