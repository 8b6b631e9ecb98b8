"""Which of the tables that a JSON text holds is the list; what holds none or several is refused by the names in it."""

from __future__ import annotations

import json

from telebatch.model.errors import InputRefused
from telebatch.model.plural import plural, some
from telebatch.read.structured.json_tables import Elements, Found

_SHOWN = 8
#: No answer counts so many records; no telephone number is smaller.
_LEAST_NUMBER = 10**6
_ARRIVED = "ask for it again; nothing arrived"


def the_table(found: Found, wanted: str | None, shown: str, *, whole: bool) -> tuple[Elements, tuple[str, ...]]:
    """The one table of objects, and what of its choice has to be told.

    Args:
      wanted: The keys that lead to it, as in `result.list`, where somebody said them.
      whole: A text that breaks off is refused.

    Raises:
      InputRefused: It breaks off, or holds no table of objects, or several.
    """
    if whole and not found.is_whole:
        count = sum(len(one.texts) for one in (found.top, *found.tables.values()))
        what = f"its JSON breaks off after {plural(count, 'record')}"
        raise InputRefused(what, place=shown, remedy="wait until it is written whole, or ask for it again")
    if not found.tables:
        _refuse_none(found, shown)
        return found.top, ()
    paths = list(found.tables)
    if wanted is not None and wanted not in found.tables:
        remedy = f"use one of its tables: {_names(paths)}"
        raise InputRefused(f"no table named {wanted[:60]}", place=shown, remedy=remedy)
    if wanted is None and len(paths) > 1:
        counted = _names([f"{path[:40]} ({plural(len(found.tables[path].texts), 'record')})" for path in paths])
        remedy = f"keep the one with the people; prequalify --sheet {paths[0][:40]} reads that one alone"
        raise InputRefused(f"its JSON holds several tables: {counted}", place=shown, remedy=remedy)
    path = paths[0] if wanted is None else wanted
    if not any(map(_holds, found.tables[path].texts)):
        raise InputRefused(f"its JSON holds no records under {path[:60]}", place=shown, remedy=_ARRIVED)
    return found.tables[path], (f"records: those under {path[:60]}",)


def _refuse_none(found: Found, shown: str) -> None:
    """Refuses what holds no object, or one in which lists or objects stand for columns."""
    remedy = "ask for it as an array of objects, one of each person, or as CSV (UTF-8)"
    if not any(map(_holds, found.top.texts)):
        raise InputRefused("its JSON holds no records", place=shown, remedy=_ARRIVED)
    if not any(text.startswith("{") for text in found.top.texts):
        raise InputRefused("its JSON holds no objects", place=shown, remedy=remedy)
    if len(found.top.texts) > 1:
        return
    values = json.loads(found.top.texts[0]).values()
    is_nested = bool(values) and all(isinstance(value, list | dict) for value in values)
    if is_nested or any(isinstance(value, list) and value and isinstance(value[0], list) for value in values):
        what = f"its JSON holds no table of objects; its keys: {_names(found.keys)}"
        raise InputRefused(what, place=shown, remedy=remedy)


def _holds(text: str) -> bool:
    """Whether a value says anything: an empty array and how many it has is what an answer without records says."""
    if not text.startswith("{"):
        return True
    values = json.loads(text).values()
    is_told = any((isinstance(value, str | dict) and value) or _is_no_count(value) for value in values)
    return bool(values) and (is_told or [] not in values or any(isinstance(value, list) and value for value in values))


def _is_no_count(value: object) -> bool:
    """A number that counts no records: it has as many digits as those of telephones."""
    return isinstance(value, int | float) and abs(value) >= _LEAST_NUMBER


def _names(names: list[str]) -> str:
    return some((name[:60] for name in names), _SHOWN)
