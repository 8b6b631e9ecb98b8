"""A shift as it is asked for, and what split is given to build it: everybody's facts, and what people wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import ANSWERS, NUMBERS, PEOPLE, SCRUBS
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import classify_rules, states
from telebatch.pipeline.known.parts import Part, classified_part, over_parts
from telebatch.pipeline.known.requests import requests_of
from telebatch.pipeline.queues.readdressed import readdressed
from telebatch.pipeline.registers import registers_asked
from telebatch.settings import main_zones
from telebatch.split import ShiftOrder, SplitInputs, SplitRules
from telebatch.state import bad_numbers, dropped_numbers, numbers_now, people_now
from telebatch.store import View

#: Rolling caps look back so far at most; attempts before play no part.
_LOOK_BACK = timedelta(days=60)
#: Calls that say something of their number.
_TELLING = ("bad_number", "answered", "drops_number", "right_party")
_OF_CALLS = ("lead_key", "number", "start_utc", "agent", "outcome", "attempt_key")


@dataclass(frozen=True)
class SplitOrder:
    """What was asked.

    Attributes:
      shift: `2026-11-23`, `2026-11-23am`, `2026-11-23pm`; null: the day of the as-of instant.
      projects: Empty: all.
      top_up: A further part of a shift that is released already.
      agent: Build her queue alone; null: everybody's.
    """

    shift: str | None = None
    projects: tuple[str, ...] = ()
    release: bool = False
    top_up: bool = False
    absent: tuple[str, ...] = ()
    without_results: bool = False
    agent: str | None = None


def shift_of(house: House, order: SplitOrder) -> ShiftOrder:
    """The shift asked for; WrongUsage where it cannot be read."""
    text = order.shift or house.today.isoformat()
    try:
        parsed = ShiftOrder.parse(text, house.as_of)
    except ValueError:
        raise WrongUsage(
            f"cannot read the shift {text[:24]!r}",
            place="--on",
            remedy="write 2026-11-23, 2026-11-23am or 2026-11-23pm",
        ) from None
    return ShiftOrder(parsed.on, house.as_of, parsed.half, frozenset(order.absent), order.without_results)


def split_inputs(house: House, view: View, *, reserved: pl.LazyFrame) -> SplitInputs:
    """Facts of every project as split wants them."""
    settings = house.recorded() or house.settings
    is_recent = pl.col("counts_as_attempt") & pl.col("direction").eq("out") & pl.col("start_utc").ge(
        house.as_of - _LOOK_BACK
    )  # fmt: skip
    recent, telling = (rows.lazy() for rows in _outcomes(view, settings, is_recent))
    numbers = numbers_now(view.scan(NUMBERS))
    return SplitInputs(
        leads=states(view),
        numbers=numbers,
        people=people_now(view.scan(PEOPLE)),
        recent=recent,
        suppressions=requests_of(view, settings),
        bad=bad_numbers(telling),
        dropped=dropped_numbers(telling, states(view)),
        scrubs=view.scan(SCRUBS)
        .filter(pl.col("scrubbed_on").is_not_null())
        .select("register", "number", "scrubbed_on"),
        answers=view.scan(ANSWERS),
        reserved=reserved,
        readdressed=readdressed(view),
    )


def _outcomes(view: View, settings: Settings, is_recent: pl.Expr) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Of OUTCOMES what caps count (`lead_key`, `number`, `start_utc`), and what tells bad and dropped numbers."""
    rules = classify_rules(settings)
    tells = pl.any_horizontal(pl.col(name).fill_null(value=False) for name in _TELLING)

    def told(part: Part) -> list[pl.DataFrame]:
        calls = classified_part(part, rules, asks_goals=False).outcomes
        recent = calls.filter(is_recent).select("lead_key", "number", "start_utc")
        return pl.collect_all([recent, calls.filter(tells).select(*_OF_CALLS, *_TELLING)])

    recent, telling = zip(*over_parts(view, told), strict=True)
    return pl.concat(recent), pl.concat(telling)


def split_rules(house: House, projects: Iterable[str]) -> SplitRules:
    """What people wrote, as split wants it for the projects named."""
    settings: Settings = house.settings
    return SplitRules(
        projects={name: settings.projects[name] for name in projects},
        zone=settings.workspace.zone,
        packs=settings.packs,
        retry=settings.retry,
        own_leaves=settings.own_leaves,
        agents=settings.agents,
        roster=settings.roster,
        calendar=settings.calendar,
        transit_days=house.shipped.gaps.transit,
        main_zones=main_zones(),
        registers=registers_asked(house),
        unruled_windows=house.shipped.unruled_windows,
        shift_hours={**house.shipped.shift_hours, **settings.workspace.shift_hours},
    )
