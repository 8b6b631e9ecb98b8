"""Which rows of a list does a request reject, or reject no longer, and what is their verdict then?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.words import Reason, Verdict
from telebatch.prequalify import Rule

_SAID: Final = pl.col("reasons").cast(pl.String).str.split("|").list
_ASKED: Final = str(Reason.SUPPRESSED)
#: What a project may let pass, ask about or reject.
_DOUBTS: Final = (str(Reason.KEY_PERSON_UNKNOWN), str(Reason.SWITCHBOARD_ONLY))


def with_reasons(base: pl.DataFrame, decided: pl.DataFrame, rules: tuple[Rule, ...]) -> pl.DataFrame:
    """`base` with verdict and reasons of the rows that a request rejects now, or rejects no longer; others as they are.

    Args:
      base: Rows as they were decided, one per record, with `verdict` and `reasons`.
      decided: The same decided anew; a record that is not in it cannot be told.
      rules: Of the project, in order of precedence.
    """
    asked = decided.select("record", is_asked=_SAID.contains(_ASKED))
    both = base.select("record", "reasons").join(asked, on="record", how="left", maintain_order="left")
    others = both.filter(pl.col("is_asked").ne(_SAID.contains(_ASKED)).fill_null(value=False))
    if others.is_empty():
        return base
    told = _told(others, rules, _soft(base, rules))
    rows = base.join(told, on="record", how="left", maintain_order="left")
    words = ("verdict", "reasons")
    return rows.with_columns(pl.coalesce(f"_{word}", word).alias(word) for word in words).select(base.columns)


def _told(others: pl.DataFrame, rules: tuple[Rule, ...], softly: list[str]) -> pl.DataFrame:
    """`record`, `_verdict`, `_reasons` with the request among the other reasons, or without it."""
    names = [str(rule.reason) for rule in rules]
    first = names[: names.index(_ASKED)]
    before, after = (_SAID.eval(pl.element().filter(holds)) for holds in (
        pl.element().is_in(first), ~pl.element().is_in([*first, _ASKED]) & pl.element().ne("")
    ))  # fmt: skip
    own = pl.when(pl.col("is_asked")).then(pl.lit([_ASKED])).otherwise(pl.lit([], pl.List(pl.String)))
    reasons = pl.concat_list(before, own, after)
    rejects = reasons.list.eval(~pl.element().is_in(softly)).list.any()
    verdict = (
        pl.when(rejects).then(pl.lit(str(Verdict.REJECTED)))
        .when(reasons.list.len() > 0).then(pl.lit(str(Verdict.VERIFY)))
        .otherwise(pl.lit(str(Verdict.CALLABLE)))
    )  # fmt: skip
    return others.select("record", _verdict=verdict, _reasons=reasons.list.join("|"))


def _soft(rows: pl.DataFrame, rules: tuple[Rule, ...]) -> list[str]:
    """Reasons that ask for an answer and reject nobody: as rows with that one alone tell, else by the rules."""
    alone = dict(rows.filter(pl.col("reasons").is_in(_DOUBTS)).select("reasons", "verdict").unique().iter_rows())
    told = {str(rule.reason): str(rule.verdict) for rule in rules} | alone
    return [reason for reason in _DOUBTS if told.get(reason, str(Verdict.VERIFY)) == str(Verdict.VERIFY)]
