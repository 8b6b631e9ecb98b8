"""A list decided again: what each record was before and is now, and how that is told."""

from __future__ import annotations

import polars as pl

from telebatch.model.words import Verdict


def both_verdicts(keyed: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """`record` with `verdict`, `reasons` and, as they were, `verdict_before`, `reasons_before`; null: not there.

    Args:
      keyed: Verdicts of now; `listed`: LISTED rows of before.
    """
    before = listed.select("record", verdict_before="verdict", reasons_before="reasons")
    after = keyed.select("record", pl.col("verdict").cast(pl.String), pl.col("reasons").cast(pl.String))
    return after.join(before, on="record", how="full", coalesce=True)


def unmoved(listed: pl.DataFrame) -> pl.DataFrame:
    """The same of records that stay as they were."""
    names = {"verdict_before": pl.col("verdict"), "reasons_before": pl.col("reasons")}
    return listed.select("record", "verdict", "reasons", **names)


def changed_rows(both: pl.DataFrame) -> pl.DataFrame:
    """Those that are another verdict now, or one for other reasons."""
    before = {name: pl.col(f"{name}_before") for name in ("verdict", "reasons")}
    return both.filter(pl.any_horizontal(pl.col(name).ne_missing(was) for name, was in before.items()))


def changes(both: pl.DataFrame) -> dict[str, int]:
    """`callable → rejected (suppressed)` → so many records."""
    ways = changed_rows(both).group_by(_told_of("_before"), _told_of("")).len().sort("before", "after")
    return {
        f"{old}, further reasons" if old == new else f"{old} → {new}": count for old, new, count in ways.iter_rows()
    }


def lines(both: pl.DataFrame) -> list[str]:
    """`callable   149 →   120`: every verdict, then every first reason."""
    told = [_line(str(one), both, "verdict", str(one)) for one in Verdict]
    reasons = sorted({*_first(both, "reasons"), *_first(both, "reasons_before")} - {""})
    return [*told, *(_line(f"  {reason}", both, "reasons", reason) for reason in reasons)]


def _first(both: pl.DataFrame, column: str) -> list[str]:
    return both.get_column(column).fill_null("").str.split("|").list.first().to_list()


def _line(shown: str, both: pl.DataFrame, column: str, word: str) -> str:
    before, after = (_first(both, name).count(word) for name in (f"{column}_before", column))
    return f"{shown:<26}{before:>9,} → {after:>9,}"


def _told_of(suffix: str) -> pl.Expr:
    """`rejected (suppressed)`, `callable`; a record that was not read then or now is `none`."""
    first = pl.col(f"reasons{suffix}").str.split("|").list.first()
    because = pl.when(first.fill_null("").ne("")).then(pl.format(" ({})", first)).otherwise(pl.lit(""))
    return pl.concat_str(pl.col(f"verdict{suffix}").fill_null("none"), because).alias("before" if suffix else "after")
