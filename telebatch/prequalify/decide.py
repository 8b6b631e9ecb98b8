"""One verdict per candidate: rejected before verify before callable, with every reason in order of precedence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
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
      and `answers` UInt32: bit n tells whether rule n holds.
    """
    # Each row's answers to all rules are one small number, and what follows from them stands in a table.
    bits = [rule.holds.cast(pl.UInt32) * 2**bit for bit, rule in enumerate(rules)]
    answers = pl.sum_horizontal(pl.lit(0, pl.UInt32), *bits).cast(pl.UInt32)
    verdicts, reasons = _tables(tuple((str(rule.reason), rule.verdict) for rule in rules))
    return candidates.with_columns(answers.alias("answers")).with_columns(
        pl.lit(verdicts).gather(pl.col("answers")).alias("verdict"),
        pl.lit(reasons).gather(pl.col("answers")).alias("reasons"),
    )


def details(rows: pl.DataFrame, rules: Sequence[Rule]) -> pl.Series:
    """What each reason adds, joined by "; "; null where nothing.

    Rows with the same answers are told together, by the rules that hold for them and no other.

    Args:
      rows: As `prequalify` gave them, any of them, in any order; the columns that `detail_columns` names will do.
      rules: The same as there.
    """
    telling = [(2**bit, rule.detail) for bit, rule in enumerate(rules) if rule.detail is not None]
    mask = sum(bit for bit, _ in telling)
    told = rows.select(pl.col("answers") & mask).with_row_index("row").filter(pl.col("answers") != 0)
    which = np.full(rows.height, -1, np.int64)
    found = [pl.Series("detail", [], dtype=pl.String)]
    for (held,), group in told.group_by("answers"):
        at = pl.lit(group.get_column("row"))
        parts = [words.gather(at).cast(pl.String) for bit, words in telling if int(str(held)) & bit]
        joined = pl.concat_str(parts, separator="; ", ignore_nulls=True)
        first = sum(map(len, found))
        found.append(rows.select(pl.when(joined.ne("")).then(joined).alias("detail")).to_series())
        which[group.get_column("row").to_numpy()] = np.arange(first, first + group.height)
    return pl.concat(found).gather(pl.Series(which).replace(-1, None))


def detail_columns(rules: Sequence[Rule]) -> tuple[str, ...]:
    """What `details` reads beside `answers`."""
    named = [rule.detail.meta.root_names() for rule in rules if rule.detail is not None]
    return tuple(dict.fromkeys(name for names in named for name in names))


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
