"""Does this role decide on the project's product? True, False, or null where nobody knows."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.project import KeyPersonStandards
from telebatch.model.titles import RoleClass, Seniority

_DECIDES: Final = (RoleClass.DECISION_MAKER.value, RoleClass.CONDITIONAL.value)
_UNDECIDED: Final = (RoleClass.UNKNOWN.value, RoleClass.NEEDS_CONTEXT.value)


def key_person(standards: KeyPersonStandards) -> pl.Expr:
    """Bool per row over role_class, seniority, function, is_general, is_current; null means unknown.

    The order of tests is the one written in `model.titles`.

    Args:
      standards: Deciding functions and minimum seniority; with no functions listed every function decides.
    """
    role, function = pl.col("role_class"), pl.col("function")
    fits = function.is_in(standards.functions) if standards.functions else pl.lit(True)
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
        .when(function.is_null())
        .then(unknown)
        .otherwise(fits)
    )


def _strong_enough(minimum: str) -> tuple[str, ...]:
    weakest = Seniority(minimum).rank
    return tuple(level.value for level in Seniority if level.rank <= weakest)
