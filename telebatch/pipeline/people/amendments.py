"""What may be set on one lead by hand, and how each value is written: the fields the fold reads."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as told
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.normalise.phones import phones
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import phone_table

TITLE, NUMBER = "title", "number"
_SHORT: Final = 60


@dataclass(frozen=True)
class Change:
    """One field as it is stored.

    Attributes:
      value: As the fold reads it; null takes an earlier one back.
      shown: In words, after the field's name.
      phone: PHONES row of a new number; empty for other fields.
    """

    field: str
    value: str | None
    shown: str
    phone: Mapping[str, Any] = told(default_factory=dict)


Read = Callable[[House, str, str], Change]


def read_changes(house: House, project: str, texts: Sequence[str]) -> tuple[Change, ...]:
    """Reads `FIELD=VALUE` texts.

    Args:
      project: The lead's; times without an offset stand in its zone, national numbers in its first region.

    Raises:
      WrongUsage: With every text that cannot be read, or a field given twice.
    """
    changes: list[Change] = []
    mistakes: list[Mistake] = []
    for text in texts:
        name, sign, value = text.partition("=")
        field = name.strip().lower().replace("-", "_")
        try:
            if not sign and field not in _WITHOUT_VALUE:
                raise _no_value(text, field)
            changes.append(_one(house, project, field, value.strip()))
        except WrongUsage as wrong:
            mistakes += wrong.mistakes
    names = [change.field for change in changes]
    mistakes += [
        Mistake(f"{name} is given twice", remedy="give it once") for name in sorted(set(names)) if names.count(name) > 1
    ]
    if {"close", "reopen"} <= set(names):
        mistakes.append(Mistake("close and reopen are given together", remedy="give one of them"))
    if not texts:
        mistakes.append(Mistake("nothing to set", remedy=f"give FIELD=VALUE; fields: {', '.join(_READERS)}"))
    if mistakes:
        first, *more = mistakes
        raise WrongUsage(first.what, place=first.place, remedy=first.remedy, more=tuple(more))
    return tuple(changes)


def _no_value(text: str, field: str) -> WrongUsage:
    """A field alone would take back what it held: that has to be said with its sign."""
    if field in _READERS:
        return WrongUsage(f"{field} has no value", remedy=f"write {field}=VALUE, or {field}= to take it back")
    return WrongUsage(f"{text[:24]!r} sets no field", remedy=f"write FIELD=VALUE; fields: {', '.join(_READERS)}")


def _one(house: House, project: str, name: str, value: str) -> Change:
    if name not in _READERS:
        near = difflib.get_close_matches(name, _READERS, n=1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        raise WrongUsage(f"no field {name[:24]!r}", remedy=f"{meant}fields: {', '.join(_READERS)}")
    return _READERS[name](house, project, value)


def _callback(house: House, project: str, value: str) -> Change:
    if not value:
        return Change("callback", None, "taken back")
    standards = house.settings.projects.get(project)
    zone = house.project_zone(standards)
    try:
        read = datetime.fromisoformat(value)
        if len(value) <= len("2026-11-24"):
            raise ValueError(value)
    except ValueError:
        raise WrongUsage(
            f"cannot read the time {value[:32]!r}", place="callback", remedy="write callback=2026-11-24T14:30"
        ) from None
    at = (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
    if at < house.as_of:
        raise WrongUsage(f"{value} has passed", place="callback", remedy="give a later time; callback= takes it back")
    return Change("callback", f"{at:%Y-%m-%dT%H:%M:%SZ}", f"set to {at.astimezone(zone):%Y-%m-%d %H:%M} ({zone})")


def _claim(name: str) -> Read:
    def read(house: House, project: str, value: str) -> Change:
        del house, project
        if value.lower() not in {"", "yes"}:
            raise WrongUsage(
                f"{name} takes no value", place=name, remedy=f"write {name} alone; the reason stands in --why"
            )
        return Change(name, "yes", "set")

    return read


def _hold_until(house: House, project: str, value: str) -> Change:
    del project
    if not value:
        return Change("hold_until", None, "taken back")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise WrongUsage(
            f"cannot read the day {value[:24]!r}", place="hold_until", remedy="write hold_until=2026-12-01"
        ) from None
    if day <= house.today:
        raise WrongUsage(f"{value} has passed", place="hold_until", remedy="hold_until= ends a hold")
    return Change("hold_until", day.isoformat(), f"set to {day}")


def _agent(house: House, project: str, value: str) -> Change:
    del project
    if not value:
        return Change("agent", None, "taken back")
    names = {known: agent.name for agent in house.settings.agents for known in (agent.name, *agent.ids)}
    if names and value not in names:
        near = difflib.get_close_matches(value, names, n=1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        known = ", ".join(agent.name for agent in house.settings.agents)
        raise WrongUsage(f"no agent {value[:24]!r}", place="agent", remedy=f"{meant}agents.toml knows {known}")
    return Change("agent", names.get(value, value), f"set to {names.get(value, value)}")


def _key_person(house: House, project: str, value: str) -> Change:
    del house, project
    if value.lower() not in {"", "yes", "no"}:
        raise WrongUsage(
            f"key_person is yes or no, not {value[:24]!r}", place="key_person", remedy="key_person= takes it back"
        )
    return Change("key_person", value.lower() or None, f"set to {value.lower()}" if value else "taken back")


def _number(house: House, project: str, value: str) -> Change:
    standards = house.settings.projects.get(project)
    region = house.accepted(standards).home_region
    read = phones(pl.Series([value], dtype=pl.String), region, phone_table(house.shipped.phones)).to_dicts()
    if len(read) != 1 or read[0]["number"] is None:
        why = read[0]["reason"] if len(read) == 1 else "several numbers"
        raise WrongUsage(
            f"cannot be used: {why}", place="number", remedy="write one number as 010-1234-5678 or +82 10 1234 5678"
        )
    return Change(NUMBER, f"+{read[0]['number']}", f"set to +{read[0]['number']}, dialled first", read[0])


def _title(house: House, project: str, value: str) -> Change:
    del house, project
    if not value or len(value) > _SHORT or not value.isprintable():
        raise WrongUsage("the title is empty or too long", place=TITLE, remedy="write title=원장")
    return Change(TITLE, value, f"set to {value}")


#: Fields that are said by their name alone.
_WITHOUT_VALUE: Final = ("close", "reopen")
_READERS: Final[Mapping[str, Read]] = MappingProxyType(
    {
        "callback": _callback, "close": _claim("close"), "reopen": _claim("reopen"), "hold_until": _hold_until,
        "agent": _agent, "key_person": _key_person, NUMBER: _number, TITLE: _title,
    }
)  # fmt: skip
