"""One verdict per candidate: rejected before verify before callable, with every reason in order of precedence."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from telebatch.model.words import Verdict
from telebatch.prequalify.rules import Rule


def prequalify(candidates: pl.LazyFrame, rules: Sequence[Rule]) -> pl.LazyFrame:
    """Decides on every candidate; keeps all reasons, the first one names the verdict.

    Args:
      candidates: CANDIDATES table with the marks `is_key_person`, `survivor`, `suppressed_by`; key (file_key, record).
      rules: In order of precedence.

    Returns:
      The same rows in the same order with `verdict`, `reasons` (joined by "|", "" where callable) and `detail`
      (what each reason adds, joined by "; "; null where nothing).
    """
    marks = [rule.holds.alias(f"_{index}") for index, rule in enumerate(rules)]
    return (
        candidates.with_columns(marks)
        .with_columns(_verdict(rules), _reasons(rules), _detail(rules))
        .drop(f"_{index}" for index in range(len(rules)))
    )


def _verdict(rules: Sequence[Rule]) -> pl.Expr:
    rejected = [pl.col(f"_{n}") for n, rule in enumerate(rules) if rule.verdict is Verdict.REJECTED]
    doubtful = [pl.col(f"_{n}") for n, rule in enumerate(rules) if rule.verdict is Verdict.VERIFY]
    return (
        pl.when(pl.any_horizontal(pl.lit(False), *rejected))
        .then(pl.lit(str(Verdict.REJECTED)))
        .when(pl.any_horizontal(pl.lit(False), *doubtful))
        .then(pl.lit(str(Verdict.VERIFY)))
        .otherwise(pl.lit(str(Verdict.CALLABLE)))
        .alias("verdict")
    )


def _reasons(rules: Sequence[Rule]) -> pl.Expr:
    named = [pl.when(pl.col(f"_{n}")).then(pl.lit(str(rule.reason))) for n, rule in enumerate(rules)]
    return pl.concat_str(named, separator="|", ignore_nulls=True).alias("reasons")


def _detail(rules: Sequence[Rule]) -> pl.Expr:
    told = [
        pl.when(pl.col(f"_{n}")).then(rule.detail) for n, rule in enumerate(rules) if rule.detail is not None
    ]
    joined = pl.concat_str(told, separator="; ", ignore_nulls=True)
    return pl.when(joined.ne("")).then(joined).alias("detail")
