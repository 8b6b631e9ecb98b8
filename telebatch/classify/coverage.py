"""Which result codes were met, what do they mean, and which of them does no map know?"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from telebatch.classify.codes import CodeMap, Meaning, Told
from telebatch.classify.winners import winners

_MET = ("source", "format", "project", "code", "cause")
_WHOLE = ("source", "project")
_NEEDED = (
    "attempt_key", "exported_utc", "modified_utc", "file_sha", "record", "lead_key", "start_utc", "talk_seconds",
)  # fmt: skip


def coverage(attempts: pl.LazyFrame, codes: CodeMap) -> pl.DataFrame:
    """Every code met, unmapped ones first, then by count.

    Args:
      attempts: ATTEMPTS rows of the period asked about.
      codes: All code maps, with the projects' words.

    Returns:
      source, format, project, code, cause, count, share (of its source), outcome, confidence, origin (null where no
      map knows it), suggestion (null: none).
    """
    met = _counted(attempts).with_row_index("_at")
    found = [codes.find(_told(row)) for row in met.iter_rows(named=True)]
    suggestions = [
        None if one is not None else codes.like(_asked(row))
        for one, row in zip(found, met.iter_rows(named=True), strict=True)
    ]
    told = met.with_columns(*_meanings(found), pl.Series("suggestion", suggestions, dtype=pl.String)).drop("has_talk")
    return told.sort(pl.col("outcome").is_not_null(), -pl.col("count"), *_MET, nulls_last=False).drop("_at")


def drift(now: pl.DataFrame, before: pl.DataFrame, *, enough: int, jump: float, errors: float) -> pl.DataFrame:
    """Codes whose share of their source's calls for a project jumped between two periods.

    A code that is met no more, or for the first time, needs no least change: only to be no chance.

    Args:
      now, before: `shares` of two periods of one length.
      enough: Where a source made fewer calls for the project in either period, a share says nothing.
      jump: The least change of a share that is told.
      errors: The least change in standard errors of the difference of two shares, so that chance alone is not told.

    Returns:
      source, format, project, code, cause, share_before, share_after, drift (after less before).
    """
    sums = [one.group_by(_WHOLE).agg(pl.col("count").sum().alias("_calls")) for one in (now, before)]
    both = now.join(before, on=list(_MET), how="full", nulls_equal=True, coalesce=True, suffix="_before")
    wholes = sums[0].join(sums[1], on=list(_WHOLE), nulls_equal=True, suffix="_before")
    both = both.join(wholes, on=list(_WHOLE), nulls_equal=True).filter(
        pl.min_horizontal("_calls", "_calls_before") >= enough
    )
    hits, calls = ((pl.col(name).fill_null(0), pl.col(f"{name}_before").fill_null(0)) for name in ("count", "_calls"))
    after, earlier = hits[0] / calls[0], hits[1] / calls[1]
    pooled = (hits[0] + hits[1]) / (calls[0] + calls[1])
    error = (pooled * (1 - pooled) * (1 / calls[0] + 1 / calls[1])).sqrt()
    change = after - earlier
    came_or_went = (hits[0] == 0) | (hits[1] == 0)
    told = both.filter((change.abs() >= errors * error) & (came_or_went | (change.abs() >= jump))).select(
        *_MET, earlier.alias("share_before"), after.alias("share_after"), change.alias("drift")
    )
    return told.sort(*_MET, nulls_last=False)


def unmapped(attempts: pl.DataFrame, codes: CodeMap) -> pl.DataFrame:
    """The codes among the attempts of which no map knows the meaning, by code.

    Args:
      attempts: ATTEMPTS rows, without batch.

    Returns:
      project, format, code (key; code "": none told), count, leads (distinct leads they hold), sources (sorted).
    """
    talked = (pl.col("talk_seconds") > 0).fill_null(False).alias("has_talk")
    met = attempts.lazy().group_by(*_MET, talked).len().sort(*_MET, "has_talk", nulls_last=False).collect()
    unknown = [codes.find(_told(row)) is None for row in met.iter_rows(named=True)]
    rows = (
        attempts.lazy()
        .with_columns(talked)
        .join(
            met.filter(pl.Series(unknown, dtype=pl.Boolean)).lazy(),
            on=[*_MET, "has_talk"],
            how="semi",
            nulls_equal=True,
        )
    )
    counted = rows.group_by("project", "format", "code").agg(
        pl.len().alias("count"),
        pl.col("lead_key").drop_nulls().n_unique().alias("leads"),
        pl.col("source").unique().sort().alias("sources"),
    )
    return counted.sort("project", "format", "code", nulls_last=False).collect()


def shares(attempts: pl.LazyFrame) -> pl.DataFrame:
    """Every code met, whatever it means: source, format, project, code, cause, count.

    Args:
      attempts: ATTEMPTS rows of one period.
    """
    return _counted(attempts).drop("has_talk", "share")


def _counted(attempts: pl.LazyFrame) -> pl.DataFrame:
    rows = winners(attempts.select(*_MET, *_NEEDED).collect())
    talked = (pl.col("talk_seconds") > 0).fill_null(False)
    counted = rows.group_by(_MET).agg(pl.len().cast(pl.Int64).alias("count"), talked.any().alias("has_talk"))
    share = (pl.col("count") / pl.col("count").sum().over("source")).alias("share")
    return counted.with_columns(share).sort(_MET, nulls_last=False)


def _told(row: dict[str, object]) -> Told:
    parts = {name: str(row[name]) if row[name] is not None else "" for name in _MET}
    return Told(**parts, has_talk=bool(row["has_talk"]))


def _meanings(found: Iterable[Meaning | None]) -> list[pl.Series]:
    listed = list(found)
    return [
        pl.Series(name, [None if one is None else getattr(one, name) for one in listed], dtype=pl.String)
        for name in ("outcome", "confidence", "origin")
    ]


def _asked(row: dict[str, object]) -> Told:
    """What a suggestion goes by."""
    return Told(str(row["code"] or ""), format=str(row["format"] or ""), project=str(row["project"] or ""))
