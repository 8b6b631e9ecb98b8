"""What the rules make of every row: rows that say the same are judged once, as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Final

import polars as pl

from telebatch.model.alike import kinds
from telebatch.model.project import KeyPersonStandards
from telebatch.model.texts import Texts
from telebatch.prequalify.decide import prequalify
from telebatch.prequalify.key_person import key_person, key_person_why
from telebatch.prequalify.rules import Rule
from telebatch.prequalify.score import score

#: Of columns that hold something else in every row, all that rules and score ask; never null.
_ASKED: Final = MappingProxyType(
    {
        **{name: pl.col(name).is_null() for name in ("number", "survivor", "suppressed_by", "consent_on_unread")},
        **{name: pl.col(name).ne("").fill_null(value=False) for name in ("person", "email")},
        "number_count": pl.col("number_count").gt(1).fill_null(value=False),
    }
)
#: Of what rules tell, all that is not the same for rows judged as one.
OWN_DETAILS: Final = frozenset(("survivor", "suppressed_by", "consent_on_unread", "known_as"))
_JUDGED: Final = ("is_key_person", "key_person_why", "score", "score_why", "verdict", "reasons", "answers")


def judged(
    candidates: pl.DataFrame, texts: Texts, standards: KeyPersonStandards, rules: Sequence[Rule],
    shared: Iterable[str] = (),
) -> pl.DataFrame:  # fmt: skip
    """Key person, score and verdict of every candidate, in their order; as `prequalify` decides row by row.

    Args:
      candidates: CANDIDATES without their texts, with the marks `survivor` and `suppressed_by`.
      texts: Theirs.
      rules: In order of precedence.
      shared: Columns of the candidates that shall be the same in rows judged as one.

    Returns:
      `is_key_person`, `key_person_why`, `score`, `score_why`, `verdict`, `reasons`, `answers` and `judged_as` (UInt32),
      which is the same for rows judged as one; a row per candidate.
    """
    marks = (key_person(standards).alias("is_key_person"), key_person_why(standards).alias("key_person_why"), *score())
    names = sorted(_read(marks, rules).union(shared))
    flags = [_ASKED[name].cast(pl.UInt32) for name in names if name in _ASKED]
    together = pl.sum_horizontal(pl.lit(0, pl.UInt32), *(flag * 2**bit for bit, flag in enumerate(flags)))
    told = texts.beside(candidates).select(together.alias("flags")).collect().rechunk()
    kind, first = kinds(told.hstack(candidates.select(name for name in names if name not in _ASKED)))
    own = [name for name in names if name in candidates.columns]
    theirs = texts.at(first, [name for name in names if name not in own])
    rows = candidates.select(own)[first].hstack(theirs).lazy().with_columns(marks)
    return prequalify(rows, rules).select(_JUDGED).collect()[kind].with_columns(kind.alias("judged_as"))


def _read(marks: Iterable[pl.Expr], rules: Sequence[Rule]) -> set[str]:
    """Columns of the candidates that any of them reads."""
    read = {name for one in (*marks, *(rule.holds for rule in rules)) for name in one.meta.root_names()}
    return read.difference(_JUDGED)
