"""Titles of many rows, judged a slice at a time."""

from __future__ import annotations

from functools import lru_cache
from threading import get_ident
from types import MappingProxyType

import polars as pl

from telebatch.normalise.titles.judging import Judge
from telebatch.normalise.titles.vocabulary import TitleVocabulary

# Rows judged at a time: memory stays flat, and the collector has fewer objects to walk through.
SLICE = 10_000
ASKED = MappingProxyType(
    {
        "title": pl.String(),
        "department": pl.String(),
        "language": pl.String(),
        "company_size": pl.Int64(),
        "industry": pl.String(),
    }
)
TOLD = MappingProxyType(
    {
        "role_class": pl.String(),
        "seniority": pl.String(),
        "function": pl.String(),
        "is_general": pl.Boolean(),
        "is_current": pl.Boolean(),
        "is_acting": pl.Boolean(),
        "language": pl.String(),
        "titles_found": pl.String(),
        "basis": pl.String(),
        "confidence": pl.String(),
    }
)


def titles(cells: pl.DataFrame, vocabulary: TitleVocabulary) -> pl.DataFrame:
    """Reads titles; any text gets a class, what the words do not tell stays unknown.

    Args:
      cells: Distinct rows of `title`, and as far as there are: `department`, `language` (of the list or its
        header: `ko`, `zh-Hant`, `JP` …), `company_size` (persons), `industry`; each may be null.
      vocabulary: From `vocabulary_of`.

    Returns:
      One row per input row, in the same order, only these columns:
      `role_class` (never null; `model.titles.RoleClass`), `seniority` and `function` (null: not known; `adm,hr`: both),
      `is_general` (decides over every function: a general role or an owner, as the company's size allows),
      `is_current` (false: a former role), `is_acting`, `language` (read in; null: not decided),
      `titles_found` (every title in the cell, ` / ` between; null: none), `basis` (the words that decided and the
      rule), `confidence` (high, medium, low). How these make a key person stands in `model.titles`.
    """
    absent = [pl.lit(None, dtype=kind).alias(name) for name, kind in ASKED.items() if name not in cells.columns]
    asked = cells.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in ASKED.items())
    judge = _judge_of(vocabulary, get_ident())
    told = [pl.DataFrame(schema=dict(TOLD))]
    for some in asked.iter_slices(SLICE):
        judge.forget_many(SLICE)
        rows = (
            judge.judge(title, language, judge.around(department, size, industry))
            for title, department, language, size, industry in some.iter_rows()
        )
        told.append(pl.DataFrame(list(rows), schema=dict(TOLD), orient="row"))
    return pl.concat(told)


@lru_cache(maxsize=4)
def _judge_of(vocabulary: TitleVocabulary, thread: int) -> Judge:
    """A thread's own judge: it remembers what it read, and pieces of a list hold the same titles."""
    del thread
    return Judge(vocabulary)
