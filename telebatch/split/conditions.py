"""Does a lead meet the `when` of a plan step? Judged once per distinct set of values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

import polars as pl

from telebatch.model.conditions import LEAD_FIELDS, Condition, Value, fields, in_minor_units, judge, parse
from telebatch.model.currencies import DECIMALS
from telebatch.model.project import Field, Project

_LEAD_COLUMNS = {"outcome": "last_outcome", "intent": "intent", "attempts": "attempts"}


def conditions_of(project: Project) -> dict[int, Condition]:
    """Plan position → its condition, amounts in minor units as collected money is stored."""
    decimals = {name: DECIMALS.get(told.currency, 2) for name, told in project.fields.items() if told.kind == "money"}
    return {number: in_minor_units(parse(step.when), decimals) for number, step in enumerate(project.plan) if step.when}


def with_conditions(leads: pl.LazyFrame, answers: pl.LazyFrame, project: Project) -> pl.LazyFrame:
    """Adds `when_N` for every conditional plan position: True, False, or null where a missing field leaves it open.

    Args:
      leads: LEAD_STATE rows of the project.
      answers: ANSWERS rows; of each field the latest value told counts.
    """
    conditions = conditions_of(project)
    if not conditions:
        return leads
    asked = sorted(frozenset().union(*(fields(condition) for condition in conditions.values())))
    own = [name for name in asked if name not in LEAD_FIELDS]
    whole = leads.collect()
    rows = whole.lazy().select("lead_key", *_LEAD_COLUMNS.values())
    if own:
        rows = rows.join(_collected(answers, own), on="lead_key", how="left", maintain_order="left")
    keys = {f"_{name}": pl.col(_LEAD_COLUMNS.get(name, f"_{name}")).cast(pl.String) for name in asked}
    keyed = rows.select(**keys).collect()
    distinct = keyed.unique(maintain_order=True)
    judged = [_judge_row(row, asked, conditions, project) for row in distinct.rows()]
    told = distinct.with_columns(
        pl.Series(f"when_{number}", [row[place] for row in judged], dtype=pl.Boolean)
        for place, number in enumerate(conditions)
    )
    decided = keyed.join(told, on=list(keys), how="left", nulls_equal=True, maintain_order="left").drop(*keys)
    return whole.hstack(decided).lazy()


def _collected(answers: pl.LazyFrame, names: list[str]) -> pl.LazyFrame:
    """The latest value of each field per lead, as text; `_FIELD` columns."""
    values = [pl.col("value").str.json_path_match(f'$["{name}"]').alias(f"_{name}") for name in names]
    return (
        answers.filter(pl.col("kind").eq("collected"), pl.col("lead_key").is_not_null())
        .select("lead_key", "at_utc", "file_key", "record", *values)
        .sort("lead_key", "at_utc", "file_key", "record")
        .group_by("lead_key")
        .agg(pl.col([f"_{name}" for name in names]).last(ignore_nulls=True))
    )


def _judge_row(
    row: tuple[str | None, ...], asked: list[str], conditions: dict[int, Condition], project: Project
) -> list[bool | None]:
    values = {name: typed(text, project.fields.get(name), name) for name, text in zip(asked, row, strict=True)}
    return [judge(condition, values) for condition in conditions.values()]


def typed(text: str | None, told: Field | None, name: str) -> Value | None:
    """A stored value as its field's kind; null where it is missing or does not fit."""
    if text is None or text == "":
        return None
    kind = "integer" if name == "attempts" else told.kind if told else "text"
    if kind == "yes_no":
        return {"true": True, "false": False, "yes": True, "no": False}.get(text.lower())
    try:
        if kind in ("integer", "decimal", "money"):
            return Decimal(text)
        return date.fromisoformat(text) if kind == "date" else text
    except (InvalidOperation, ValueError):
        return None
