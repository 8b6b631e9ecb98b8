"""One lead: how it stands, and what a person corrects of it, with who and why, folded in the same commit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.tables import AMENDMENTS, ANSWERS, LISTED
from telebatch.model.versions import ToldBy
from telebatch.model.words import LeadStatus
from telebatch.pipeline.explain import lead_states
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.people.amendments import NUMBER, TITLE, Change, read_changes
from telebatch.pipeline.people.own_words import keep_versions
from telebatch.pipeline.people.persons import Lead, Person, lead_meant
from telebatch.pipeline.people.redecide import redecide
from telebatch.pipeline.people.stops import stops_of
from telebatch.pipeline.queues.taken_back import take_back_leads
from telebatch.pipeline.told import Told
from telebatch.pipeline.words.fields import field_words
from telebatch.pipeline.words.plain import PlainWords
from telebatch.pipeline.words.states import state_lines
from telebatch.store import Commit, Marks, View


@dataclass(frozen=True)
class LeadOrder:
    """What shall be set.

    Attributes:
      lead: Its id.
      changes: `FIELD=VALUE`, or `close` and `reopen` alone.
      by, why: Kept with every change.
    """

    lead: str
    changes: tuple[str, ...]
    by: str
    why: str


def show_lead(house: House, text: str) -> Told:
    """The person, how the lead stands now, and what calls brought.

    Raises:
      WrongUsage: No lead of that id.
    """
    known = house.store.view()
    person, lead = lead_meant(house, known, text)
    stops = _stops(house, known, person, lead)
    now = _now(house, lead, lead_states(known, [lead.key]).get(lead.key), stops)
    told, memo = _collected(known, lead)
    words = field_words(house.settings.projects.get(lead.project), told) | memo
    lines = [
        person.shown,
        f"{lead.id}  {PlainWords(house).project(lead.project, house.settings.projects.get(lead.project))}",
    ]
    lines += [f"  {line}" for line in (*now, *(f"{name}: {value}" for name, value in words.items()))]
    brought = {name: str(value) for name, value in told.items()} | memo
    answer = {"lead_id": lead.id, "person_id": person.id, "project": lead.project, "now": list(now)}
    return Told("lead show", house.as_of.isoformat(), shown=tuple(lines), answer=answer | {"collected": brought})


def _now(house: House, lead: Lead, row: dict[str, Any] | None, stops: Sequence[str]) -> tuple[str, ...]:
    return state_lines(row, house.settings.projects.get(lead.project), PlainWords(house), house.as_of, stops)


def _stops(house: House, known: View, person: Person, lead: Lead) -> tuple[str, ...]:
    found = stops_of(known, house.recorded() or house.settings, person, house.today)
    return tuple(str(stop) for stop in found.get(lead.key, ()))


def _collected(known: View, lead: Lead) -> tuple[dict[str, object], dict[str, str]]:
    """Field → latest value calls brought; under `memo` the latest memo of a call, under `list_memo` that of a list."""
    rows = known.scan_keys(ANSWERS, "lead_key", pl.Series([lead.key], dtype=pl.Int64)).sort(
        "at_utc", "file_key", "record"
    )
    told: dict[str, object] = {}
    memo: dict[str, str] = {}
    for kind, at, value in rows.select("kind", "at_utc", "value").collect().iter_rows():
        if kind == "collected":
            told |= json.loads(value)
        elif kind == "memo":
            memo["list_memo" if at is None else "memo"] = value
    return told, memo


def set_lead(house: House, order: LeadOrder, *, dry_run: bool = False) -> Told:
    """Keeps the changes as corrections, makes title and number the person's latest version, and folds the lead again.

    Raises:
      WrongUsage: No such lead, an unknown field or agent, or a value that cannot be read; nothing is changed then.
    """
    person, lead = lead_meant(house, house.store.view(), order.lead)
    changes = read_changes(house, lead.project, order.changes)
    if person.is_forgotten:
        raise WrongUsage(f"lead {lead.id} is of somebody who was forgotten", remedy=f"telebatch explain {lead.id}")
    _refuse_forgotten(house, changes)
    if not order.by.strip() or not order.why.strip():
        raise WrongUsage("--by and --why must say something", remedy="write who decided it, and why")
    with house.writing("lead set", project=lead.project, dry_run=dry_run) as commit:
        before, stopped = lead_states(commit.view, [lead.key]).get(lead.key), _stops(house, commit.view, person, lead)
        rows = _amendments(house, commit, lead, changes, order)
        commit.add(AMENDMENTS, rows)
        numbers = _keep_person(house, commit, person, changes)
        closes = any(change.field == "close" for change in changes)
        mine = pl.DataFrame({"lead_key": [lead.key]}, schema={"lead_key": pl.Int64})
        back = take_back_leads(house, commit, mine) if closes else None
        after = refresh(house, commit, [rows.lazy(), numbers.lazy()])
        commit.counts["amendments"] = rows.height
        stops = _stops(house, commit.view, *lead_meant(house, commit.view, lead.id))
    now = next(iter(after.filter(pl.col("lead_key") == lead.key).to_dicts()), None)
    told = _told(house, lead, changes, (before, stopped), (now, stops))
    files, lines = (back.files, back.lines) if back else ((), ())
    return Told(
        "lead set", house.as_of.isoformat(), commit.batch, counts={"amendments": rows.height}, files=files,
        warnings=_warnings(before, stops, changes), shown=(*told, *lines),
    )  # fmt: skip


def _refuse_forgotten(house: House, changes: Sequence[Change]) -> None:
    numbers = pl.Series([one.phone["number"] for one in changes if one.field == NUMBER], dtype=pl.Int64)
    if Marks.of(house.store.view()).stand_ins(numbers):
        raise WrongUsage(
            "the number was forgotten on request, and is nobody's to call", place=NUMBER, remedy="give another number"
        )


def _amendments(house: House, commit: Commit, lead: Lead, changes: Sequence[Change], order: LeadOrder) -> pl.DataFrame:
    rows = [
        {"lead_key": lead.key, "field": one.field, "value": one.value, "by": order.by.strip(), "why": order.why.strip()}
        for one in changes
    ]
    schema = {name: kind for name, kind in AMENDMENTS.schema.items() if name != "batch"}
    at = pl.lit(_after_earlier(house.as_of, commit, lead)).cast(schema["at_utc"])
    return pl.DataFrame(rows, schema=schema).with_columns(at.alias("at_utc"))


def _after_earlier(as_of: datetime, commit: Commit, lead: Lead) -> datetime:
    """Two corrections with one clock keep the order in which they were said."""
    mine = commit.scan_leads(AMENDMENTS, pl.Series([lead.key], dtype=pl.Int64)).select("at_utc").collect().to_series()
    same = mine.filter((mine >= as_of) & (mine < as_of + timedelta(seconds=1))).max()
    return same + timedelta(microseconds=1) if isinstance(same, datetime) else as_of


def _keep_person(house: House, commit: Commit, person: Person, changes: Sequence[Change]) -> pl.DataFrame:
    """A new title or number is a version of the person in every project; its leads are judged again.

    Returns:
      `number`: old and new ones, whose other owners may stand differently now.
    """
    title = next((one.value for one in changes if one.field == TITLE), None)
    number = next((one.phone for one in changes if one.field == NUMBER), {})
    fresh = pl.Series("number", [*person.numbers, *([number["number"]] if number else [])], dtype=pl.Int64).to_frame()
    if title is None and not number:
        return fresh.clear()
    told = {"person_key": person.key, "answer": "changed", "new_person": None, "new_title": title, "new_address": None}
    told["answered_on"] = house.today
    marks = ("kind", "line", "extension", "region", "zones")
    told |= {"fresh_number": number.get("number"), **{name: number.get(name) for name in marks}}
    texts = dict.fromkeys(("answer", "new_person", "new_title", "new_address", *marks), pl.String)
    schema: dict[str, Any] = {"person_key": pl.Int64, **texts, "answered_on": pl.Date, "fresh_number": pl.Int64}
    answer = pl.DataFrame([told], schema=schema)
    keep_versions(house, commit, answer, ToldBy.CORRECTION)
    answer = answer.with_columns(pl.lit(str(ToldBy.CORRECTION)).alias("told_by"), told_on="answered_on")
    if (row := _latest_record(commit, person)) is not None:
        redecide(house, commit, answer.join(row, how="cross"))
    return fresh


def _latest_record(commit: Commit, person: Person) -> pl.DataFrame | None:
    """The list record that is decided again: the later decision on one record holds. Null: on no list."""
    rows = commit.view.scan_keys(LISTED, "person_key", pl.Series([person.key], dtype=pl.Int64))
    last = rows.filter(pl.col("record").is_not_null()).select("file_key", "record").sort("file_key", "record").tail(1)
    found = last.collect()
    return found if found.height else None


def _told(house: House, lead: Lead, changes: Sequence[Change], *stands: tuple[Any, Sequence[str]]) -> list[str]:
    """What changed.

    Args:
      stands: LEAD_STATE row and stops, before and after.
    """
    was, now = (_now(house, lead, *one) for one in stands)
    said = ", ".join(f"{one.field} {one.shown}" for one in changes)
    gone = [f"  was  {line}" for line in was if line not in now]
    return [f"{lead.id}  {said}", *gone, *(f"  now  {line}" for line in now if line not in was)]


def _warnings(before: dict[str, Any] | None, stops: Sequence[str], changes: Sequence[Change]) -> tuple[Mistake, ...]:
    """What the person who sets it should know."""
    fields = {one.field for one in changes}
    notes = []
    if "reopen" in fields and before and before["status"] != str(LeadStatus.CLOSED):
        notes.append(Mistake("the lead was not closed"))
    if stops and fields & {"reopen", "callback"}:
        notes.append(Mistake(f"the person {' and '.join(stops)}, so the lead is not called then all the same"))
    if before and before["released_queue"] and "close" not in fields:
        notes.append(Mistake(f"the lead is handed out in queue {before['released_queue']}; that file does not change"))
    if fields & {TITLE, NUMBER}:
        notes.append(Mistake("title and numbers are the person's, so they changed in every project"))
    return tuple(notes)
