"""One verdict per candidate: rejected before verify before callable, with every reason in order of precedence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import polars as pl

from telebatch.model.words import Verdict
from telebatch.prequalify.rules import Rule

#: Few words, many rows: each stands once, a row holds its number; they sort as text does.
_VERDICTS: Final = pl.Categorical(pl.Categories("verdict", "telebatch", pl.UInt8))
_REASONS: Final = pl.Categorical(pl.Categories("reasons", "telebatch", pl.UInt32))
_RANK: Final = (Verdict.REJECTED, Verdict.VERIFY)


def prequalify(candidates: pl.LazyFrame, rules: Sequence[Rule]) -> pl.LazyFrame:
    """Decides on every candidate; keeps all reasons, the first one names the verdict.

    Args:
      candidates: CANDIDATES table with the marks `is_key_person`, `survivor`, `suppressed_by`; key (file_key, record).
      rules: In order of precedence.

    Returns:
      The same rows in the same order with `verdict`, `reasons` (joined by "|", "" where callable), both Categorical,
      and `detail` (what each reason adds, joined by "; "; null where nothing).
    """
    # Each row's answers to all rules are one small number, and what follows from them stands in a table.
    bits = [rule.holds.cast(pl.Int64) * 2**bit for bit, rule in enumerate(rules)]
    answers = pl.sum_horizontal(pl.lit(0, pl.Int64), *bits)
    verdicts, reasons = _tables(tuple((str(rule.reason), rule.verdict) for rule in rules))
    return (
        candidates.with_columns(answers.alias("_answers"))
        .with_columns(
            pl.lit(verdicts).gather(pl.col("_answers")).alias("verdict"),
            pl.lit(reasons).gather(pl.col("_answers")).alias("reasons"),
            _detail(rules),
        )
        .drop("_answers")
    )


@lru_cache(maxsize=8)
def _tables(rules: tuple[tuple[str, Verdict], ...]) -> tuple[pl.Series, pl.Series]:
    """Verdict and reasons of every combination of answers; answer n is bit n."""
    verdicts, reasons = [], []
    for answers in range(2 ** len(rules)):
        held = [rule for bit, rule in enumerate(rules) if answers >> bit & 1]
        found = {verdict for _, verdict in held}
        verdicts.append(str(next((verdict for verdict in _RANK if verdict in found), Verdict.CALLABLE)))
        reasons.append("|".join(reason for reason, _ in held))
    return pl.Series("verdict", verdicts, _VERDICTS), pl.Series("reasons", reasons, _REASONS)


def _detail(rules: Sequence[Rule]) -> pl.Expr:
    told = [
        pl.when(pl.col("_answers") & 2**bit != 0).then(rule.detail.cast(pl.String))
        for bit, rule in enumerate(rules)
        if rule.detail is not None
    ]
    joined = pl.concat_str(told, separator="; ", ignore_nulls=True)
    return pl.when(joined.ne("")).then(joined).alias("detail")
