"""A shift over a small world: facts are folded, then split."""

from datetime import UTC, date, datetime

import polars as pl

from telebatch.model.project import (
    Step,
)
from telebatch.model.tables import ANSWERS, NUMBERS, PEOPLE, SUPPRESSIONS
from telebatch.model.workspace import RosterRow, RulePack
from telebatch.split import ShiftOrder, SplitInputs, SplitRules, split
from telebatch.state import (
    FoldRules,
    bad_numbers,
    derived_suppressions,
    dropped_numbers,
    fold,
    standing_suppressions,
)
from tests.state.world import World, at, on, project

OUT = {"person_key": pl.Int64(), "company_key": pl.String(), "email": pl.String(), "record_key": pl.String()}


def order(day="2026-11-03", hour=0, **more):
    told = ShiftOrder.parse(day, datetime(2026, 11, 2, hour, tzinfo=UTC))
    return ShiftOrder(told.on, told.as_of, told.half, **more)


def inputs(world, rules, **more):
    facts = world.facts()
    state = fold(facts, FoldRules(rules.projects, rules.zone, rules.packs, rules.transit_days)).collect().lazy()
    people = pl.LazyFrame(world.rows.get("people", []), schema=dict(PEOPLE.schema))
    recent = facts.outcomes.filter(pl.col("counts_as_attempt"), pl.col("direction") == "out")
    given = {
        "leads": state,
        "numbers": facts.numbers,
        "people": people,
        "recent": recent.select("lead_key", "number", "start_utc"),
        "suppressions": pl.concat(
            [
                standing_suppressions(facts.suppressions),
                derived_suppressions(facts.outcomes, facts.numbers, facts.leads),
            ],
            how="diagonal",
        ),
        "bad": bad_numbers(facts.outcomes),
        "dropped": dropped_numbers(facts.outcomes, facts.leads),
        "answers": facts.answers,
        "scrubs": pl.LazyFrame(
            [{"register": "KR", **row} for row in world.rows.get("scrubs", [])],
            schema={"register": pl.String(), "number": pl.Int64(), "scrubbed_on": pl.Date()},
        ),
        "reserved": pl.LazyFrame(schema={"person_key": pl.Int64()}),
    }
    return SplitInputs(**{**given, **more})


def rules_of(*projects, **more):
    chosen = projects or (project(),)
    return SplitRules({one.name: one for one in chosen}, **more)


def laid_out(world, rules=None, asked=None, **more):
    rules = rules or rules_of()
    return split(inputs(world, rules, **more), rules, asked or order())


def why_not(shift, lead=1):
    row = shift.not_queued.filter(pl.col("lead_key") == lead)
    return (row["reason"][0], row["next_date"][0]) if row.height else (None, None)


__all__ = [
    "ANSWERS",
    "NUMBERS",
    "SUPPRESSIONS",
    "World",
    "date",
    "inputs",
    "laid_out",
    "order",
    "project",
    "rules_of",
    "why_not",
]
ONE = (Step(call="first"),)
TWO = (Step(call="first"), Step(call="second", gap_days=3))
POST = (
    Step(medium="catalogue", transit_days=3, window_days=10, on_window_passed="cold_opening"),
    Step(call="first", gap_days=2),
)
TUESDAY = date(2026, 11, 3)


def lead(**row):
    return World().lead(1, **row)


def amend(world, field, value):
    return world.add("amendments", lead_key=1, field=field, value=value, at_utc=at(0, 0), by="lee")


def plan(*steps, **more):
    return project(plan=steps, **more)


def pack(**more):
    return RulePack(
        name="kr", region="KR", title="", windows=more.pop("windows", {}), sources={}, as_of=TUESDAY, **more
    )


def mailed(world, day):
    return world.add("mailed", mailing="m", lead_key=1, medium="catalogue", sent_on=on(day), project="shop")


def released(world):
    return world.add("released", lead_key=1, queue="q", shift_on=on(0), at_utc=at(0, 0), position=1)


def company(world, *persons):
    for person in persons:
        world.rows.setdefault("people", []).append({"person_key": person, "company_key": "acme"})
    return world


def asked(world, **row):
    told = {"list": "own", "kind": "person", "person_key": 1, "channel": "any", "batch": 1, "is_removal": False}
    return world.add("suppressions", **{**told, **row})


def with_packs(one, *packs):
    return rules_of(one, packs={told.name: told for told in packs})


AGE = (Step(call="first"), Step(call="second", gap_days=3, when="age >= 40"))
ROSTER = (RosterRow(TUESDAY, "day", "kim", 1.0),)
