"""Does this role decide on the project's product? True, False, or null where nobody knows."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.project import KeyPersonStandards

#: Highest first; position = rank.
SENIORITIES: Final = ("own", "brd", "cxo", "vp", "dir", "mgr", "lead", "sen", "stf", "ast")
_DECIDES: Final = ("decision_maker", "conditional")
_NEVER: Final = ("influencer", "gatekeeper", "staff")


def key_person(standards: KeyPersonStandards) -> pl.Expr:
    """Bool per row over role_class, seniority, function, is_current; null means unknown.

    A key person is a decision maker or a conditional one, of at least the minimum seniority, whose function is general
    or among the project's. Without a function a conditional one cannot be judged, nor what needs context.

    Args:
      standards: Deciding functions and minimum seniority; with no functions listed every function decides.
    """
    role = pl.col("role_class")
    general = pl.col("function").eq("gen")
    fits = pl.lit(True) if not standards.functions else general | pl.col("function").is_in(standards.functions)
    undecided = role.is_in(["needs_context", "unknown"]) | (role.eq("conditional") & pl.col("function").is_null())
    return (
        pl.when(pl.col("is_current").eq(False) | role.is_in(_NEVER))
        .then(pl.lit(False))
        .when(undecided | role.is_null())
        .then(pl.lit(None, dtype=pl.Boolean))
        .when(role.is_in(_DECIDES))
        # A decision maker whose function nobody named is taken as general: owners rarely carry one.
        .then(_senior_enough(standards.minimum_seniority) & fits.fill_null(True))
    )


def _senior_enough(minimum: str) -> pl.Expr:
    allowed = SENIORITIES[: SENIORITIES.index(minimum) + 1]
    return pl.col("seniority").is_in(allowed).fill_null(False)
