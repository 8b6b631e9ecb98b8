"""In which order should those who pass be called? Points from 0 to 100, each with its word."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl


class _Point(NamedTuple):
    """What a column's value earns; `value` null: any value but none."""

    value: str | None
    points: int
    word: str


#: Column → what its values earn; one value earns once, and the sum never exceeds 100.
_POINTS: Final[tuple[tuple[str, tuple[_Point, ...]], ...]] = (
    (
        "role_class",
        (_Point("decision_maker", 30, "decision maker"), _Point("conditional", 18, "conditional decision maker")),
    ),
    (
        "seniority",
        (
            _Point("own", 15, "owner"),
            _Point("brd", 13, "board"),
            _Point("cxo", 15, "chief officer"),
            _Point("vp", 11, "vice president"),
            _Point("dir", 10, "director"),
            _Point("mgr", 7, "manager"),
        ),
    ),
    ("role_confidence", (_Point("high", 5, "clear title"),)),
    (
        "line_kind",
        (
            _Point("direct", 20, "direct line"),
            _Point("mobile", 20, "mobile"),
            _Point("unknown", 10, "own number"),
            _Point("switchboard", 4, "switchboard"),
        ),
    ),
    ("person", (_Point(None, 10, "name known"),)),
    ("number_count", (_Point(None, 5, "second number"),)),
    ("email", (_Point(None, 5, "e-mail known"),)),
    ("consent", (_Point(None, 10, "consent on record"),)),
)
#: What a post earns only while it is held.
_OF_POST: Final = frozenset({"role_class", "seniority"})
_WORDS: Final = pl.Categorical(pl.Categories("score_why", "telebatch", pl.UInt32))


def score() -> tuple[pl.Expr, pl.Expr]:
    """`score` Int16 and `score_why` ("decision maker +30, mobile +20", Categorical) over CANDIDATES columns.

    The scale is ours: what makes reaching the right person likely, in steps a person can follow.
    """
    totals, words = [], []
    for column, points in _POINTS:
        totals += [pl.when(_holds(column, point)).then(pl.lit(point.points, pl.Int16)) for point in points]
        words += [pl.when(_holds(column, one)).then(pl.lit(f"{one.word} +{one.points}")) for one in points]
    why = pl.concat_str(words, separator=", ", ignore_nulls=True).cast(_WORDS)
    return pl.sum_horizontal(totals).alias("score"), why.alias("score_why")


def _holds(column: str, point: _Point) -> pl.Expr:
    """Bool per row, never null."""
    cell = pl.col(column)
    if point.value is not None:
        held = pl.col("is_current").ne_missing(False) if column in _OF_POST else pl.lit(value=True)
        return (cell.eq(point.value) & held).fill_null(value=False)
    if column == "number_count":
        return cell.gt(1).fill_null(value=False)
    if column == "consent":
        return cell.fill_null(value=False)
    return cell.ne("").fill_null(value=False)
