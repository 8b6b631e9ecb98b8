"""From when, and until when, does a request keep anybody from calling a person's leads?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import polars as pl

from telebatch.model.words import ASKED_IN_A_CALL, Channel
from telebatch.model.workspace import Settings
from telebatch.pipeline.known.requests import concerning, requests_of
from telebatch.pipeline.people.persons import Person
from telebatch.prequalify import FURTHER
from telebatch.store import View

_OF_CALLS: Final = (str(Channel.ANY), str(Channel.CALL))
#: What of a person's card a request may name.
_NAMES: Final = ("email", FURTHER, "company_key", "record_key")


class Stop(NamedTuple):
    """Days on which a lead is not called.

    Attributes:
      since: First of them; null: it holds today.
      until: Last of them; null: for good.
    """

    since: date | None
    until: date | None

    def __str__(self) -> str:
        since = f" from {self.since}" if self.since else ""
        return f"must not be contacted{since}" + (f" until {self.until}" if self.until else "")


def stops_of(known: View, settings: Settings, person: Person, on: date) -> dict[int, tuple[Stop, ...]]:
    """Lead → what holds on that day, and what begins later, each as one stretch; nobody asked: no stop."""
    keys: dict[str, Any] = {name: person.card.get(name) for name in _NAMES}
    ids = [lead.key for lead in person.leads]
    schema = {"record": pl.Int64, "lead_key": pl.Int64, "person_key": pl.Int64, **dict.fromkeys(_NAMES, pl.String)}
    rows = [{"record": key, "lead_key": key, "person_key": person.key, **keys} for key in ids]
    theirs = [{"record": key, "number": number} for key in ids for number in person.numbers]
    of_calls = requests_of(known, settings).filter(pl.col("channel").is_in(_OF_CALLS))
    numbers = pl.DataFrame(theirs, schema={"record": pl.Int64, "number": pl.Int64})
    hits = concerning(pl.DataFrame(rows, schema=schema).lazy(), numbers.lazy(), of_calls).to_dicts()
    return {
        lead.key: _stops(
            [hit for hit in hits if hit["record"] == lead.key and hit["project"] in {None, lead.project}], on
        )
        for lead in person.leads
    }


def _stops(hits: list[Mapping[str, Any]], on: date) -> tuple[Stop, ...]:
    # What was asked in a call holds at once, as for a shift.
    begun = [hit for hit in hits if not hit["from_on"] or hit["from_on"] <= on or hit["asked_by"] == ASKED_IN_A_CALL]
    now = [hit for hit in begun if not hit["until_on"] or hit["until_on"] >= on]
    later = [hit for hit in hits if hit not in begun and not (hit["until_on"] and hit["until_on"] < hit["from_on"])]
    told = [Stop(None, _last(now))] if now else []
    if later and not (now and told[0].until is None):
        told.append(Stop(min(hit["from_on"] for hit in later), _last(later)))
    return tuple(told)


def _last(hits: list[Mapping[str, Any]]) -> date | None:
    days = [hit["until_on"] for hit in hits]
    return None if None in days else max(days)
