"""Everything known and decided about one person, as facts in order of time, each with where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl

from telebatch.classify import Classified
from telebatch.model.amended import CALLBACK
from telebatch.model.tables import (
    AMENDMENTS,
    FORGOTTEN,
    LISTED,
    MAILED,
    NUMBERS,
    PEOPLE,
    QUARANTINE,
    QUEUE_EVENTS,
    RELEASED,
    SUPPRESSIONS,
    TOUCHES,
    VERIFIED,
)  # fmt: skip
from telebatch.model.titles import RoleClass
from telebatch.model.versions import ToldBy
from telebatch.model.words import Reason
from telebatch.model.workspace import Settings
from telebatch.normalise.phones import national_format
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import classified
from telebatch.pipeline.known.requests import asked_in_calls, concerning, of_persons
from telebatch.pipeline.known.unmended import still_waiting
from telebatch.pipeline.people.compared import comparisons
from telebatch.pipeline.people.earlier_numbers import earlier_lines
from telebatch.pipeline.people.persons import Person
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.words.plain import PlainWords
from telebatch.pipeline.words.scores import score_words
from telebatch.pipeline.words.talks import call_words, memos_of, order_words
from telebatch.prequalify import FURTHER
from telebatch.state import standing_suppressions
from telebatch.store import View

Row = dict[str, Any]
#: Classes that a title's words led to.
_ROLES = frozenset(RoleClass) - {RoleClass.UNKNOWN}
#: A row rejected so has no number that can be called.
_NO_NUMBER = frozenset((str(Reason.NO_NUMBER), str(Reason.NUMBER_UNUSABLE)))


@dataclass(frozen=True, order=True)
class Fact:
    """One thing that was told or decided.

    Attributes:
      at: Instant, UTC; what is told by day stands at the day's beginning in the workspace's zone.
      rank: Order of kinds at one instant: lists first, corrections last.
      is_day: Only the day is known.
      lead_key: 0: about the person in every project.
    """

    at: datetime
    rank: int
    batch: int
    record: int
    what: str
    where: str
    is_day: bool = False
    lead_key: int = 0


class Story:
    """Collects the facts of one person from every table that may speak of them."""

    def __init__(self, house: House, known: View, settings: Settings) -> None:
        self._house, self._known, self._settings = house, known, settings
        self._words = PlainWords(house)
        self._paths = {row.file_key: row.path for row in house.store.inputs()}
        self._of_batch = {row.batch: row.path for row in house.store.inputs()}
        self._came_in = {row.file_key: row.batch for row in house.store.inputs()}
        rows = house.store.batches().select("batch", "as_of_utc", "command").iter_rows()
        self._batches: dict[int, tuple[datetime, str]] = {batch: (at, command) for batch, at, command in rows}

    def facts_of(self, person: Person) -> tuple[Fact, ...]:
        """Every fact of live batches, sorted by time."""
        leads = pl.Series([lead.key for lead in person.leads], dtype=pl.Int64)
        results = classified(self._known, self._settings, leads)
        calls = results.outcomes.collect()
        has_asked = bool(calls.get_column("suppresses").any())
        parts = (
            self._made(person), self._listed(person), self._sent(leads), self._queued(leads),
            self._called(calls, leads), self._ordered(results), self._amended(leads),
            self._suppressed(person, has_asked), self._checked(person), self._quarantined(leads),
            self._forgotten(person),
        )  # fmt: skip
        return tuple(sorted({fact for part in parts for fact in part}))

    def _day(self, on: date | None, batch: int | None) -> tuple[datetime, bool]:
        """A day's beginning; a fact without a day stands where its batch does."""
        if on is None:
            return self._batches.get(batch or 0, (self._house.as_of, ""))[0], False
        return datetime.combine(on, time(), self._house.zone).astimezone(UTC), True

    def _where(self, row: Row) -> str:
        batch = row.get("batch")
        path = self._paths.get(row.get("file_key") or 0) or self._of_batch.get(batch or 0, "")
        record = f" record {row['record']}" if path and row.get("record") is not None else ""
        source = f"{path}{record}" if path else self._batches.get(batch or 0, (None, ""))[1]
        return ", ".join(filter(None, (source, f"batch {batch}" if batch else "")))

    def _fact(self, row: Row, rank: int, what: str, on: date | None = None, at: datetime | None = None) -> Fact:
        when, is_day = (at, False) if at is not None else self._day(on, row.get("batch"))
        return Fact(
            when, rank, row.get("batch") or 0, row.get("record") or 0, what, self._where(row), is_day,
            row.get("lead_key") or 0,
        )  # fmt: skip

    def _made(self, person: Person) -> Iterator[Fact]:
        words = {"inbound": "became a lead by calling us", "referral": "became a lead by a referral in a call"}
        for lead in person.leads:
            if lead.source in words and not self._known.hidden(lead.batch):
                yield self._fact({"batch": lead.batch, "lead_key": lead.key}, 0, words[lead.source])

    def _listed(self, person: Person) -> Iterator[Fact]:
        rows = self._rows(LISTED, "person_key", pl.Series([person.key], dtype=pl.Int64))
        lines = self._rows(NUMBERS, "person_key", pl.Series([person.key], dtype=pl.Int64))
        mine = {lead.project: lead.key for lead in person.leads}
        held_again = {(row["lead_key"], row["file_key"]) for row in rows if row["verdict"] is None}
        for row in rows:
            row["lead_key"] = row["lead_key"] or mine.get(row["project"])
            if row["reasons"] == str(Reason.WITHDRAWN):
                # Other lists may hold the lead all the same: only this one has spoken.
                if (row["lead_key"], row["file_key"]) not in held_again:
                    yield self._fact(row, 1, f"no longer on list {row['list']} as delivered again", row["received_on"])
                continue
            reasons = self._words.several("reason", row["reasons"])
            verdict = self._words("verdict", row["verdict"]) + (f": {reasons}" if reasons else "")
            told = [f"{_occasion(row)}{self._again(row)}: {verdict}"]
            if row["score"] is not None:
                # A row without a number that can be called has no points for one, whatever was known before.
                is_numbered = _NO_NUMBER.isdisjoint((row["reasons"] or "").split("|"))
                numbers = _numbers_of(lines, row["batch"]) if is_numbered else []
                made_of = "" if person.is_forgotten else score_words(row, person.card, numbers)
                told.append(f"score {row['score']}{made_of}")
            role = ", ".join(filter(None, (row["role_class"], row["seniority"], row["function"])))
            # A row without a title says nothing of a role; its verdict says so where the project asks.
            told += [f"role {role.replace('_', ' ')}", row["role_basis"] or ""] if row["role_class"] in _ROLES else []
            told += [f"use until {row['use_until']}"] if row["use_until"] else []
            told += [f"consent of {row['consent_on']}"] if row["consent_on"] else []
            yield self._fact(row, 1, "; ".join(filter(None, told)), row["told_on"] or row["received_on"])

    def _again(self, row: Row) -> str:
        """That a list's row was decided once more, and when: its own day is that of the delivery."""
        came_in = self._came_in.get(row["file_key"])
        if row["told_by"] or not row["list"] or came_in in {None, row["batch"]} or row["batch"] not in self._batches:
            return ""
        return f", decided again on {self._batches[row['batch']][0].astimezone(self._house.zone):%Y-%m-%d}"

    def _sent(self, leads: pl.Series) -> Iterator[Fact]:
        for row in self._rows(TOUCHES, "lead_key", leads):
            for word, on in (
                ("sent", row["sent_on"]),
                ("arrived", row["arrived_on"]),
                ("came back", row["returned_on"]),
            ):
                why = f": {row['reason']}" if word == "came back" and row["reason"] else ""
                if on is not None:
                    yield self._fact(row, 2, f"{row['medium']} {word}{why}", on)
        for row in self._rows(MAILED, "lead_key", leads):
            yield self._fact(row, 2, f"{row['medium']} sent by mailing {row['mailing']}", row["sent_on"])

    def _queued(self, leads: pl.Series) -> Iterator[Fact]:
        released = self._rows(RELEASED, "lead_key", leads)
        for row in released:
            agent = f" to {row['agent']}" if row["agent"] else ""
            why = self._words("why_now", row["why_now"])
            told = f"released{agent} in queue {row['queue']}, position {row['position']}: {why}"
            yield self._fact({**row, "record": None}, 3, told, at=row["at_utc"])
        queues = sorted({row["queue"] for row in released})
        mine = set(leads)
        for row in self._known.scan(QUEUE_EVENTS).filter(pl.col("queue").is_in(queues)).collect().iter_rows(named=True):
            if row["event"] in {"closed", "withdrawn"} and (row["lead_key"] is None or row["lead_key"] in mine):
                told = (
                    f"queue {row['queue']} closed"
                    if row["lead_key"] is None
                    else f"withdrawn from queue {row['queue']}"
                )
                yield self._fact(row, 6, told, at=row["at_utc"])

    def _called(self, calls: pl.DataFrame, leads: pl.Series) -> Iterator[Fact]:
        memos = memos_of(self._known, leads)
        written = national_format(calls.get_column("number"), phone_table(self._house.shipped.phones))
        for row in calls.with_columns(written.alias("written")).iter_rows(named=True):
            yield self._fact(row, 4, call_words(row, memos, self._settings, self._words), at=row["start_utc"])

    def _ordered(self, results: Classified) -> Iterator[Fact]:
        for row in results.confirmations.filter(pl.col("lead_key").is_not_null()).collect().iter_rows(named=True):
            yield self._fact(row, 5, order_words(row, self._words), at=row["at_utc"])

    def _amended(self, leads: pl.Series) -> Iterator[Fact]:
        for row in self._rows(AMENDMENTS, "lead_key", leads):
            value = (
                f" set to {self._own_clock(row['value']) if row['field'] == CALLBACK else row['value']}"
                if row["value"]
                else " set"
                if row["field"] in {"close", "reopen"}
                else " taken back"
            )
            yield self._fact(row, 7, f"{row['field']}{value} by {row['by']}: {row['why']}", at=row["at_utc"])

    def _own_clock(self, instant: str) -> str:
        """As the clock of every other line here."""
        return f"{datetime.fromisoformat(instant).astimezone(self._house.zone):%Y-%m-%d %H:%M}"

    def _suppressed(self, person: Person, has_asked: bool) -> Iterator[Fact]:
        keys = {name: person.card.get(name) for name in ("email", FURTHER, "company_key", "record_key")}
        ids: list[int | None] = [lead.key for lead in person.leads] or [None]
        schema = {"record": pl.Int64, "lead_key": pl.Int64, "person_key": pl.Int64, **dict.fromkeys(keys, pl.String)}
        rows = [{"record": n, "lead_key": lead, "person_key": person.key, **keys} for n, lead in enumerate(ids)]
        # A request by an earlier e-mail or record key is the person's all the same.
        before = self._known.everything().scan_keys(PEOPLE, "person_key", pl.Series([person.key], dtype=pl.Int64))
        former = before.select("email", FURTHER, "record_key").unique().collect()
        rows += [{"record": len(ids), **row} for row in former.iter_rows(named=True)]
        numbers = {"record": [0] * len(person.numbers), "number": list(person.numbers)}
        # What this person asked in a call stands with the call; what another one with this number asked stands here.
        others = [] if has_asked else [asked_in_calls(self._known, self._settings)]
        asked = pl.concat([self._known.scan(SUPPRESSIONS), *others], how="diagonal")
        theirs = pl.DataFrame(numbers, schema={"record": pl.Int64, "number": pl.Int64}).lazy()
        hits = concerning(pl.DataFrame(rows, schema=schema).lazy(), theirs, asked)
        for row in hits.drop("record").unique().iter_rows(named=True):
            lead = row["lead_key"] if row["kind"] == "lead" else None
            yield self._fact({**row, "lead_key": lead}, 8, self._words.request(row), row["from_on"])
        yield from self._by_another(theirs, asked, hits)
        for row, told in earlier_lines(self._known, person, self._words):
            yield self._fact(row, 8, told, row["from_on"])

    def _by_another(self, numbers: pl.LazyFrame, asked: pl.LazyFrame, own: pl.DataFrame) -> Iterator[Fact]:
        """Requests of another person who has, or had, one of the numbers: nobody is called there.

        Args:
          asked: SUPPRESSIONS rows, removals among them.
          own: Those that name this person.
        """
        standing = standing_suppressions(asked)
        at_number = of_persons(self._known, standing).filter(pl.col("number").is_not_null())
        met = at_number.join(numbers.select("number"), on="number", how="semi").drop("number")
        others = met.join(own.lazy(), on=["list", "batch"], how="anti", nulls_equal=True).unique().collect()
        for row in others.iter_rows(named=True):
            told = f"{self._words.request({**row, 'kind': 'person'})}; meant is another one at the same number"
            yield self._fact({**row, "lead_key": None}, 8, told, row["from_on"])

    def _checked(self, person: Person) -> Iterator[Fact]:
        for row in self._rows(VERIFIED, "person_key", pl.Series([person.key], dtype=pl.Int64)):
            yield self._fact(
                row, 2, f"{row['supplier'] or 'supplier'} on the key person: {row['answer']}", row["answered_on"]
            )
        for row, told in comparisons(self._known, person.numbers):
            yield self._fact(row, 2, told, row["scrubbed_on"])

    def _quarantined(self, leads: pl.Series) -> Iterator[Fact]:
        waiting = still_waiting(self._known.scan(QUARANTINE)).filter(pl.col("lead_key").is_in(leads.implode()))
        keys = set(waiting.select("file_key", "record").collect().iter_rows())
        for row in self._rows(QUARANTINE, "lead_key", leads):
            remedy = row["remedy"] if (row["file_key"], row["record"]) in keys else "mended since"
            kind, reason = (str(row[name]).replace("_", " ") for name in ("kind", "reason"))
            yield self._fact(row, 6, f"a row of {kind} could not be taken in: {reason}; {remedy}")

    def _forgotten(self, person: Person) -> Iterator[Fact]:
        for row in self._rows(FORGOTTEN, "person_key", pl.Series([person.key], dtype=pl.Int64)):
            if row["mark"] is None:
                yield self._fact(row, 9, f"forgotten by {row['by']}: {row['why']}", at=row["at_utc"])

    def _rows(self, table: Any, column: str, keys: pl.Series) -> list[Row]:  # noqa: ANN401 - any of model.tables
        return self._known.scan_keys(table, column, keys).collect().to_dicts()


def _numbers_of(lines: list[Row], batch: int) -> list[Row]:
    """The numbers a verdict was given on: those of its batch, else the latest before, for an answer may tell none."""
    latest = max((line["batch"] for line in lines if line["batch"] <= batch), default=None)
    return [line for line in lines if line["batch"] == latest]


def _occasion(row: Row) -> str:
    """What the lead was decided on."""
    name = f"listed on {row['list']}" if row["list"] else "named in a call"
    words = {str(ToldBy.SUPPLIER): "judged by the answer", str(ToldBy.CORRECTION): "judged by the correction"}
    return f"{name}, {words[row['told_by']]}" if row["told_by"] else name
