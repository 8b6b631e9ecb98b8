"""Does this role decide on the project's product? True, False, or null where nobody knows."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Final

import polars as pl

from telebatch.model.project import KeyPersonStandards
from telebatch.model.titles import MOST_HELD, Function, RoleClass, Seniority

_DECIDES: Final = (RoleClass.DECISION_MAKER.value, RoleClass.CONDITIONAL.value)
_UNDECIDED: Final = (RoleClass.UNKNOWN.value, RoleClass.NEEDS_CONTEXT.value)


def key_person(standards: KeyPersonStandards) -> pl.Expr:
    """Bool per row over role_class, seniority, function, is_general, is_current; null means unknown.

    The order of tests is the one written in `model.titles`.

    Args:
      standards: Deciding functions and minimum seniority; with no functions listed every function decides, told or not.
    """
    role, function = pl.col("role_class"), pl.col("function")
    wanted = standards.functions
    unknown = pl.lit(None, dtype=pl.Boolean)
    return (
        pl.when(pl.col("is_current").eq(False).fill_null(False))
        .then(pl.lit(False))
        .when(role.is_null() | role.is_in(_UNDECIDED))
        .then(unknown)
        .when(~role.is_in(_DECIDES))
        .then(pl.lit(False))
        .when(pl.col("seniority").is_null())
        .then(unknown)
        .when(~pl.col("seniority").is_in(_strong_enough(standards.minimum_seniority)))
        .then(pl.lit(False))
        .when(pl.col("is_general").fill_null(False))
        .then(pl.lit(True))
        .when(pl.lit(not wanted))
        .then(pl.lit(True))
        .when(function.is_null())
        .then(unknown)
        .otherwise(function.is_in(_holding(wanted)))
    )


def _strong_enough(minimum: str) -> tuple[str, ...]:
    weakest = Seniority(minimum).rank
    return tuple(level.value for level in Seniority if level.rank <= weakest)


@lru_cache(maxsize=64)
def _holding(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Every value of `function` that names a wanted one: alone, or among those that a role holds together."""
    held = (",".join(some) for many in range(1, MOST_HELD + 1) for some in combinations(Function, many))
    return tuple(functions for functions in held if not set(wanted).isdisjoint(functions.split(",")))
