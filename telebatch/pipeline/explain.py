"""Everything known and decided about one person, in order of time, and how each of their leads stands now."""

from __future__ import annotations

from typing import Any

import polars as pl

from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import GONE
from telebatch.pipeline.people.persons import Lead, Person, persons_meant
from telebatch.pipeline.people.stops import Stop, stops_of
from telebatch.pipeline.people.story import Fact, Story
from telebatch.pipeline.queues.queue_places import queue_places
from telebatch.pipeline.told import Told
from telebatch.pipeline.words.plain import PlainWords
from telebatch.pipeline.words.states import state_lines
from telebatch.store import View


def explain_lead(house: House, whom: str, shift: str | None = None) -> Told:
    """Tells of everybody a number or id means.

    Args:
      whom: A number in any spelling, a lead_id or a person_id.
      shift: Also why each lead is in or not in that shift's queue; null: not asked.

    Raises:
      WrongUsage: Nobody here is meant, or the shift cannot be read.
    """
    known = house.store.view()
    persons = persons_meant(house, known, whom)
    settings = house.recorded() or house.settings
    story = Story(house, known, settings)
    keys = [lead.key for person in persons for lead in person.leads]
    now = lead_states(known, keys)
    queued = queue_places(house, shift, keys) if shift else {}
    lines: list[str] = []
    answer: list[dict[str, object]] = []
    for person in persons:
        facts, stops = story.facts_of(person), stops_of(known, settings, person, house.today)
        leads = [
            _lead(house, lead, now.get(lead.key), stops[lead.key], (shift or "", queued.get(lead.key, "")))
            for lead in person.leads
        ]
        lines += [*([""] if lines else []), person.shown, *_lines(house, person, facts), *_standing(leads)]
        answer.append({"person_id": person.id, "facts": [_as_json(fact, person) for fact in facts], "leads": leads})
    return Told("explain", house.as_of.isoformat(), shown=tuple(lines), answer={"persons": answer})


def lead_states(known: View, keys: list[int]) -> dict[int, dict[str, Any]]:
    """LEAD_STATE rows by lead key; a lead without live facts is absent."""
    rows = known.lead_state(pl.Series(keys, dtype=pl.Int64)).filter(pl.col("status") != GONE)
    return {row["lead_key"]: row for row in rows.collect().iter_rows(named=True)}


def _lines(house: House, person: Person, facts: tuple[Fact, ...]) -> list[str]:
    """One line per fact; with several leads each line says which one it is about."""
    names = {lead.key: f"[{lead.project}] " for lead in person.leads} if len(person.leads) > 1 else {}
    told = []
    for fact in facts:
        local = fact.at.astimezone(house.zone)
        when = f"{local:%Y-%m-%d}      " if fact.is_day else f"{local:%Y-%m-%d %H:%M}"
        where = f"  — {fact.where}" if fact.where else ""
        told.append(f"  {when}  {names.get(fact.lead_key, '')}{fact.what}{where}")
    return told


def _lead(
    house: House, lead: Lead, row: dict[str, Any] | None, stops: tuple[Stop, ...], asked: tuple[str, str]
) -> dict[str, object]:
    project, (shift, place) = house.settings.projects.get(lead.project), asked
    words = PlainWords(house)
    told: dict[str, object] = {
        "lead_id": lead.id, "project": lead.project, "title": words.project(lead.project, project),
        "now": list(state_lines(row, project, words, house.as_of, [str(stop) for stop in stops])),
    }  # fmt: skip
    if shift:
        told |= {"shift": shift, "queue": place or "not in the queue: its project is not written any more"}
    return told


def _standing(leads: list[dict[str, object]]) -> list[str]:
    lines = []
    for lead in leads:
        now = lead["now"]
        lines.append(f"  {lead['lead_id']}  {lead['title']}, now:")
        lines += [f"    {line}" for line in (now if isinstance(now, list) else [])]
        if "shift" in lead:
            lines.append(f"    on {lead['shift']}: {lead['queue']}")
    return lines


def _as_json(fact: Fact, person: Person) -> dict[str, object]:
    leads = {lead.key: lead.id for lead in person.leads}
    at = fact.at.isoformat()
    return {"at": at, "lead_id": leads.get(fact.lead_key), "what": fact.what, "where": fact.where}
