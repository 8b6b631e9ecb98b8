"""In which order should those who pass be called? Points from 0 to 100, each with its word."""

from __future__ import annotations

from typing import Final

import polars as pl

#: Column, value → points and the word shown. Values of one column exclude each other; the sum never exceeds 100.
_POINTS: Final[tuple[tuple[str, str, int, str], ...]] = (
    ("role_class", "decision_maker", 30, "decision maker"),
    ("role_class", "conditional", 18, "conditional decision maker"),
    ("seniority", "own", 15, "owner"),
    ("seniority", "brd", 13, "board"),
    ("seniority", "cxo", 15, "chief officer"),
    ("seniority", "vp", 11, "vice president"),
    ("seniority", "dir", 10, "director"),
    ("seniority", "mgr", 7, "manager"),
    ("role_confidence", "high", 5, "clear title"),
    ("line_kind", "direct", 20, "direct line"),
    ("line_kind", "mobile", 20, "mobile"),
    ("line_kind", "unknown", 10, "own number"),
    ("line_kind", "switchboard", 4, "switchboard"),
)
_NAME: Final = (10, "name known")
_SECOND_NUMBER: Final = (5, "second number")
_EMAIL: Final = (5, "e-mail known")
_CONSENT: Final = (10, "consent on record")


def score() -> tuple[pl.Expr, pl.Expr]:
    """`score` Int16 and `score_why` ("decision maker +30, mobile +20") over CANDIDATES columns.

    The scale is ours: what makes reaching the right person likely, in steps a person can follow.
    """
    earned = [
        (pl.col(column).eq(value).fill_null(False), points, word) for column, value, points, word in _POINTS
    ]
    earned += [
        (pl.col("person").is_not_null() & pl.col("person").ne(""), *_NAME),
        (pl.col("numbers").list.len().gt(1).fill_null(False), *_SECOND_NUMBER),
        (pl.col("email").is_not_null() & pl.col("email").ne(""), *_EMAIL),
        (pl.col("consent").fill_null(False), *_CONSENT),
    ]
    total = pl.sum_horizontal(pl.when(holds).then(points).otherwise(0) for holds, points, _ in earned)
    told = [pl.when(holds).then(pl.lit(f"{word} +{points}")) for holds, points, word in earned]
    return (
        total.cast(pl.Int16).alias("score"),
        pl.concat_str(told, separator=", ", ignore_nulls=True).alias("score_why"),
    )
