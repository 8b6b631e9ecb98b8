"""Did the call reach its goal, the second goal, at least the information it had to bring, or was it wasted?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.model.project import Goals, Project
from telebatch.model.words import Goal

_PLAIN = Goals()


def with_goals(calls: pl.DataFrame, projects: Mapping[str, Project], answers: pl.LazyFrame | None) -> pl.DataFrame:
    """Adds `collected` (JSON; null: none) and `goal` (on talks with a person; null on all other calls).

    Args:
      calls: project, outcome, parent, callback_outcome, in_talk, file_key, record.
      projects: Goals and basic information of each; a project that is not there has the plain goals.
      answers: ANSWERS rows, or None.
    """
    calls = _with_collected(calls, answers)
    named = {name: calls.get_column("project") == name for name in sorted(set(calls["project"].drop_nulls().unique()))}
    goal: pl.Expr = _goal(_PLAIN)
    for name in named:
        if name in projects:
            goal = pl.when(pl.col("project") == name).then(_goal(projects[name].goals)).otherwise(goal)
    return calls.with_columns(pl.when("in_talk").then(goal).alias("goal"))


def without_goals(calls: pl.DataFrame) -> pl.DataFrame:
    """The same columns where nobody asks: null on all calls."""
    return calls.with_columns(pl.lit(None, pl.String).alias(name) for name in ("collected", "goal"))


def _with_collected(calls: pl.DataFrame, answers: pl.LazyFrame | None) -> pl.DataFrame:
    if answers is None:
        return calls.with_columns(pl.lit(None, pl.String).alias("collected"))
    brought = answers.filter(pl.col("kind") == "collected").select(
        "file_key", "record", pl.col("value").alias("collected")
    )
    brought = brought.unique(["file_key", "record"], keep="any")
    return calls.join(brought.collect(), on=["file_key", "record"], how="left", maintain_order="left")


def _goal(goals: Goals) -> pl.Expr:
    return (
        pl.when(_reaches(goals.primary))
        .then(pl.lit(str(Goal.PRIMARY)))
        .when(_reaches(goals.secondary))
        .then(pl.lit(str(Goal.SECONDARY)))
        .when(_brings(goals.basic_information))
        .then(pl.lit(str(Goal.INFORMATION)))
        .otherwise(pl.lit(str(Goal.WASTED)))
    )


def _reaches(leaves: tuple[str, ...]) -> pl.Expr:
    wanted = list(leaves)
    return pl.any_horizontal(
        pl.col(one).is_in(wanted).fill_null(False) for one in ("outcome", "parent", "callback_outcome")
    )


def _brings(fields: tuple[str, ...]) -> pl.Expr:
    """Every field the project asks of each talk; where it asks for none, anything that was brought."""
    told = pl.col("collected").is_not_null()
    named = (pl.col("collected").str.contains(f'"{name}":', literal=True).fill_null(False) for name in fields)
    return pl.all_horizontal(told, *named)
