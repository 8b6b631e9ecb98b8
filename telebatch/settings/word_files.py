"""The shipped words for times, days and values of cells, in the shapes that rooms read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from telebatch.model.cell_words import CellWords, YesNo
from telebatch.model.headings import header_key
from telebatch.model.time_words import TimeWords, WeekdayWords


def time_words(parsed: Mapping[str, Any]) -> TimeWords:
    """The words of the parsed times.toml."""
    halves, spans, beside = parsed["halves"], parsed["spans"], parsed["beside"]
    units = [(word, 1) for word in spans["days"]] + [(word, 7) for word in spans["weeks"]]
    return TimeWords(
        morning=tuple(halves["morning"]),
        afternoon=tuple(halves["afternoon"]),
        night=tuple(halves["night"]),
        hours=_numbered(parsed["hours"]["spoken"], 1),
        days_after=_numbered(parsed["days"]["after"], 0),
        unit_days=tuple(units),
        span_before=tuple(spans["before"]),
        span_behind=tuple(spans["behind"]),
        weekdays=tuple(_weekdays(table) for table in parsed["weekdays"].values()),
        before=tuple(beside["before"]),
        behind=tuple(beside["behind"]),
    )


def cell_words(parsed: Mapping[str, Any]) -> CellWords:
    """The words of the parsed cells.toml."""
    yes_no, consent = (
        YesNo(*(frozenset(parsed[name][say]) for say in ("yes", "no"))) for name in ("yes_no", "consent")
    )
    units = frozenset((*parsed["units"]["money"], *parsed["units"]["counted"]))
    withheld, corrected, nothing = (frozenset(parsed[name]["words"]) for name in ("withheld", "corrected", "nothing"))
    pieces = {
        header_key(word): became
        for became, told in parsed["piece_status"].items()
        for language, words in told.items()
        if language != "source"
        for word in words
    }
    return CellWords(yes_no, consent, withheld, units, corrected, nothing, MappingProxyType(pieces))


def _numbered(lists: list[list[str]], first: int) -> tuple[tuple[str, int], ...]:
    """Each word with the place of its list, counted from `first`."""
    return tuple((word, number) for number, words in enumerate(lists, first) for word in words)


def _weekdays(table: Mapping[str, Any]) -> WeekdayWords:
    around = {name: tuple(table.get(name, ())) for name in ("before", "behind", "this", "next", "between")}
    return WeekdayWords(tuple(map(tuple, table["days"])), **around)
