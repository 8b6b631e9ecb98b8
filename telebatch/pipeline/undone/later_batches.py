"""Batches that came after one that is undone: each told anew, in the order of time, as if that one had never come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from telebatch.model.errors import Mistake, TelebatchError
from telebatch.model.tables import AMENDMENTS, ATTEMPTS, LEAD_STATE, LEADS, LISTED, SUPPRESSIONS
from telebatch.model.words import Reason
from telebatch.model.workspace import Settings
from telebatch.normalise import Normalised
from telebatch.pipeline.again import Stored, reread
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import classified
from telebatch.pipeline.known.live_lists import as_decided
from telebatch.pipeline.known.places_in_time import places_in_time
from telebatch.pipeline.lists.read_people import read_people
from telebatch.pipeline.rules import project_rules
from telebatch.pipeline.undone.decided_anew import COMMAND, deciding, last_rows, moved
from telebatch.pipeline.undone.decided_then import Then, decided_then
from telebatch.pipeline.undone.matched_anew import matched_anew
from telebatch.pipeline.undone.matched_beside import Beside
from telebatch.pipeline.undone.redecided_anew import redecided_anew
from telebatch.pipeline.undone.withdrawn_anew import withdrawn_anew
from telebatch.store import BatchRow, Commit, InputRow, View

_NOBODY = pl.LazyFrame(schema={"person_key": pl.Int64})
_DECIDING = ("prequalify", "prequalify again")
#: Batches that change what calls mean, or what was decided before another decision.
_CHANGE_ALL = ("classify", "prequalify again")


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


def told_anew(
    house: House, commit: Commit, gone: Sequence[int], told: Sequence[pl.LazyFrame] = (),
    keep: Callable[[], None] = lambda: None,
) -> Later:  # fmt: skip
    """Tells result files and lists anew that came after a batch, which the commit has taken out or taken requests of.

    Args:
      gone: That batch, and then those that add to it.
      told: Their rows.
      keep: Writes down again what shall be kept of its requests, once the result files are told: lists heed it.
    """
    walk = _Walk(house, commit, gone)
    walk.match()
    keep()
    if walk.decide():
        walk.match()
    walk.withdraw()
    walk.redecide(told)
    return walk.later


class _Walk:
    """One way through the later batches: what one of them becomes is known to the next."""

    def __init__(self, house: House, commit: Commit, gone: Sequence[int]) -> None:
        self.later = Later()
        self._house, self._commit, self._number = house, commit, gone[0]
        self._before = house.store.view()
        self._places = places_in_time(house.store)
        self._stored = tuple(self._places)
        self._beside = Beside.nothing()
        for one in gone:
            self._beside = self._beside.and_of(self._before, commit.view, one)
        self._asking = _ever_asking(self._before)
        own = house.store.batch(self._number)
        self._takes_back = own.command in _CHANGE_ALL or self._takes_back_requests()
        self._differs = self._takes_back or self._brought_requests() or self._has_callers_who_ask(self._number)
        self._read: dict[int, Normalised] = {}
        self._listed: list[pl.Series] = []

    def match(self) -> None:
        """Result files, in order of time."""
        for batch in self._batches("ingest"):
            for taken in self._house.store.inputs(batch.number):
                self._match(batch, taken)

    def decide(self) -> bool:
        """Lists, in order of time; whether somebody leads who did not."""
        made = False
        if self._differs or self._brought_requests():
            for batch in self._batches(*_DECIDING):
                lists = deciding(self._commit.view, batch.number, batch.command, batch.project, self._places)
                for row in lists.iter_rows(named=True):
                    made |= self._decide(batch, row)
        return made

    def withdraw(self) -> None:
        """Deliveries that withdrew whom they did not hold, in order of time."""
        for batch in self._batches("prequalify"):
            if "withdrawn" not in batch.counts:
                continue
            lists = deciding(self._commit.view, batch.number, batch.command, batch.project, self._places)
            for row in lists.iter_rows(named=True):
                rows = withdrawn_anew(self._commit.view, batch.number, row, self._places)
                if rows.is_empty():
                    continue
                with self._commit.beside(batch.number, COMMAND):
                    self._commit.add(LISTED, rows)
                    self._commit.counts["withdrawn_anew"] = rows.height
                    self._places[self._commit.batch] = self._places[batch.number]
                self.later.touched.append(rows.lazy())
                self.later.decided += rows.height

    def redecide(self, told: Sequence[pl.LazyFrame]) -> None:
        """Answers and corrections about people of whom anything was told that is not, or is only now."""
        rows = [part for part in (*told, *self.later.touched) if "person_key" in part.collect_schema()]
        persons = pl.concat([_NOBODY, *(part.select("person_key") for part in rows)]).drop_nulls().unique().collect()
        found = redecided_anew(
            self._house, self._commit, self._before, persons.to_series(), set(self._stored)
        )  # fmt: skip
        for part in found:
            self.later.touched.append(part)
            self.later.decided += part.select(pl.len()).collect().item()

    def _batches(self, *commands: str) -> list[BatchRow]:
        """Live ones that came later, in order of their places."""
        after, hidden = self._places[self._number], self._commit.view.hidden
        numbers = [number for number in self._stored if self._places[number] > after and not hidden(number)]
        rows = [self._house.store.batch(number) for number in numbers]
        mine = [row for row in rows if row.command in commands]
        return sorted(mine, key=lambda row: (self._places[row.number], row.number))

    def _match(self, batch: BatchRow, taken: InputRow) -> None:
        if not self._beside.concerns(taken):
            return
        undone = self._commit.view.undone
        try:
            anew = matched_anew(self._house, self._commit, taken, self._places, self._beside)
        except TelebatchError as error:
            self._note(error, taken.path)
            return
        if anew is None:
            return
        self._places[anew.batch] = self._places[batch.number]
        before = replace(self._commit.view, undone=undone, absent=frozenset({anew.batch}))
        for one in (batch.number, anew.batch):
            self._beside = self._beside.and_of(before, self._commit.view, one)
        self._differs |= self._has_callers_who_ask(batch.number, anew.batch)
        self.later.touched += anew.touched
        self.later.files += anew.files
        self.later.matched += 1
        what = f"batch {batch.number} is batch {anew.batch} now ({taken.path})"
        self.later.lines.append(f"matched anew without it: {what}")

    def _decide(self, batch: BatchRow, row: Mapping[str, object]) -> bool:
        """Adds what differs in one list; whether somebody leads who did not."""
        project = self._house.settings.projects.get(str(row["project"]))
        if project is None:
            return False
        base = self._base(batch, row)
        said = base.get_column("reasons").str.split("|").list.contains(str(Reason.SUPPRESSED))
        if not (self._takes_back or said.any()):
            return False
        then = Then(
            batch, row, project, base, self._commit.view, self._places, self._numbers_written(), self._asking
        )  # fmt: skip
        try:
            normal = self._normal(then)
        except TelebatchError as error:
            self._note(error, next(one.path for one in self._house.store.inputs() if one.file_key == row["file_key"]))
            return False
        decided = decided_then(self._house, then, normal, self._settings_at(batch))
        moves = moved(self._commit, then, decided, normal, project_rules(self._house, project))
        if moves.rows.is_empty():
            return False
        with self._commit.beside(batch.number, COMMAND):
            own = self._commit.batch
            self._places[own] = self._places[batch.number]
            self.later.touched += moves.add_to(self._commit)
            self._commit.counts["decided_anew"] = moves.rows.height
        before = replace(self._commit.view, absent=frozenset({own}))
        self._beside = self._beside.and_of(before, self._commit.view, own)
        self.later.decided += moves.rows.height
        return moves.facts[LEADS.name].height > 0

    def _base(self, batch: BatchRow, row: Mapping[str, object]) -> pl.DataFrame:
        """LISTED rows, one per record, as the batch decided; without `batch`."""
        last = last_rows(self._house.store.scan(LISTED, at_batch=batch.number), row)
        return as_decided(last.drop("batch").lazy()).collect()

    def _normal(self, then: Then) -> Normalised:
        """The archived list; read once for all that decide on it one after the other."""
        key = int(str(then.row["file_key"]))
        if key not in self._read:
            # Several long lists would fill the memory.
            self._read.clear()
            delivery = reread(self._house, Stored(dict(then.row), then.base), then.project)
            _, self._read[key] = read_people(self._house, self._commit, delivery, then.project)
        return self._read[key]

    def _numbers_written(self) -> pl.Series:
        """Every number that ever stood in a list of those not to be contacted, asked for once."""
        if not self._listed:
            rows = self._before.everything().scan(SUPPRESSIONS).select("number").drop_nulls()
            self._listed.append(rows.collect().to_series())
        return self._listed[0]

    def _settings_at(self, batch: BatchRow) -> Settings:
        """What calls meant when the batch decided."""
        hidden, place = self._commit.view.hidden, self._places[batch.number]
        rows = self._house.store.batches().filter(pl.col("snapshot").is_not_null()).get_column("batch")
        earlier = [one for one in rows if self._places[one] < place and not hidden(one)]
        return (self._house.recorded(at_batch=max(earlier)) if earlier else None) or self._house.settings

    def _takes_back_requests(self) -> bool:
        """Removals were undone: whom they freed is suppressed."""
        rows = self._before.everything().scan(SUPPRESSIONS).filter(pl.col("batch").eq(self._number), "is_removal")
        return rows.head(1).collect().height > 0

    def _brought_requests(self) -> bool:
        """Or such as an earlier undo had kept for it."""
        mine = pl.col("batch").is_in([self._number, self._commit.batch])
        views = (self._before.everything(), self._commit.view)
        return any(view.scan(SUPPRESSIONS).filter(mine).head(1).collect().height for view in views)

    def _has_callers_who_ask(self, *numbers: int) -> bool:
        """Whether calls of the batches are about somebody who asked not to be called, then or in any other file."""
        leads = pl.concat([
            self._everything.scan(table).filter(pl.col("batch").is_in(numbers)).select("lead_key")
            for table in (ATTEMPTS, AMENDMENTS)
        ]).collect().to_series().drop_nulls().unique()  # fmt: skip
        if leads.is_empty():
            return False
        self._asking = pl.concat([self._asking, leads]).unique()
        if leads.is_in(_ever_asking(self._before).implode()).any():
            return True
        settings = self._house.recorded() or self._house.settings
        outcomes = classified(self._everything, settings, leads).outcomes
        return outcomes.filter(pl.col("suppresses").fill_null(value=False)).head(1).collect().height > 0

    @property
    def _everything(self) -> View:
        return self._commit.view.everything()

    def _note(self, error: TelebatchError, path: str) -> None:
        """The file stays as it was.

        Raises:
          TelebatchError: The store itself is at fault.
        """
        if int(error.exit_code) == 4:
            raise error
        self.later.notes += [replace(one, place=path) for one in error.mistakes]


def _ever_asking(known: View) -> pl.Series:
    """Leads that were suppressed for good in any state of theirs that is kept."""
    rows = known.everything().scan(LEAD_STATE).filter(pl.col("is_suppressed")).select("lead_key").unique()
    return rows.collect().to_series()
