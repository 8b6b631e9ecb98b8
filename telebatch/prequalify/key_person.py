"""Does this role decide on the project's product, and if not, or if nobody knows, why?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

import polars as pl

from telebatch.model.project import KeyPersonStandards
from telebatch.model.titles import MOST_HELD, Function, RoleClass, Seniority

_WHY: Final = pl.Categorical(pl.Categories("key_person_why", "telebatch", pl.UInt8))


class _Step(NamedTuple):
    """One test of the order in which `model.titles` decides; the first that holds speaks.

    Attributes:
      holds: Bool per row.
      decides: Null: unknown.
      why: Code word, whose words stand in the language files under `key_person_why`.
    """

    holds: pl.Expr
    decides: bool | None
    why: str


def key_person(standards: KeyPersonStandards) -> pl.Expr:
    """Bool per row over role_class, seniority, function, is_general, is_current; null means unknown.

    The order of tests is the one written in `model.titles`.

    Args:
      standards: Deciding functions and minimum seniority; with no functions listed every function decides, told or not.
    """
    decided = pl.Series([step.decides for step in _steps(standards)], dtype=pl.Boolean)
    return pl.lit(decided).gather(_which(standards))


def key_person_why(standards: KeyPersonStandards) -> pl.Expr:
    """Categorical per row over the same columns: which test of `key_person` spoke, by its code; "" for a key person."""
    words = pl.Series([step.why for step in _steps(standards)], dtype=_WHY)
    return pl.lit(words).gather(_which(standards))


def _which(standards: KeyPersonStandards) -> pl.Expr:
    """The number of the first step that holds, per row."""
    *others, last = range(len(steps := _steps(standards)))
    number = pl.lit(last, pl.UInt32)
    for place in reversed(others):
        number = pl.when(steps[place].holds.fill_null(value=False)).then(pl.lit(place, pl.UInt32)).otherwise(number)
    return number


def _steps(standards: KeyPersonStandards) -> tuple[_Step, ...]:
    return tuple(_in_order(standards))


def _in_order(standards: KeyPersonStandards) -> Iterator[_Step]:
    role, level, function = pl.col("role_class"), pl.col("seniority"), pl.col("function")
    least, wanted = Seniority(standards.minimum_seniority), standards.functions
    strong = [one.value for one in Seniority if one.rank <= least.rank]
    yield _Step(pl.col("is_current").eq(False), False, "held_no_more")
    yield _Step(role.is_null() | role.eq(RoleClass.UNKNOWN.value), None, "no_title")
    yield _Step(role.eq(RoleClass.NEEDS_CONTEXT.value), None, "needs_context")
    yield _Step(role.eq(RoleClass.INFLUENCER.value), False, "influencer")
    yield _Step(role.eq(RoleClass.GATEKEEPER.value), False, "gatekeeper")
    yield _Step(role.eq(RoleClass.STAFF.value), False, "staff")
    yield _Step(level.is_null(), None, "no_level")
    yield _Step(~level.is_in(strong), False, "below_level")
    yield _Step(pl.col("is_general") | pl.lit(not wanted), True, "")
    yield _Step(function.is_null(), None, "no_function")
    yield _Step(function.is_in(_holding(wanted)), True, "")
    yield _Step(pl.lit(value=True), False, "other_function")


@lru_cache(maxsize=64)
def _holding(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Every value of `function` that names a wanted one: alone, or among those that a role holds together."""
    held = (",".join(some) for many in range(1, MOST_HELD + 1) for some in combinations(Function, many))
    return tuple(functions for functions in held if not set(wanted).isdisjoint(functions.split(",")))
