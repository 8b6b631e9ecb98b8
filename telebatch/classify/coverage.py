"""Which result codes were met, what do they mean, and which of them does no map know?"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from telebatch.classify.codes import CodeMap, Meaning, Told
from telebatch.classify.winners import winners

_MET = ("source", "format", "project", "code", "cause")
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


def drift(now: pl.DataFrame, before: pl.DataFrame, *, enough: int, jump: float) -> pl.DataFrame:
    """Codes whose share of their source's calls jumped between two periods; one that is met no more fell to nothing.

    Args:
      now, before: `shares` of two periods of one length.
      enough: Of a source with fewer calls in either period a share says nothing.
      jump: The least change of a share that is told.

    Returns:
      source, format, project, code, cause, share_before, share_after, drift (after less before).
    """
    counted = [
        one.group_by("source").agg(pl.col("count").sum()).filter(pl.col("count") >= enough) for one in (now, before)
    ]
    sources = counted[0].join(counted[1], on="source", how="semi").get_column("source")
    both = now.join(before, on=list(_MET), how="full", nulls_equal=True, coalesce=True, suffix="_before")
    after, earlier = pl.col("share").fill_null(0.0), pl.col("share_before").fill_null(0.0)
    told = both.select(
        *_MET, earlier.alias("share_before"), after.alias("share_after"), (after - earlier).alias("drift")
    )
    jumped = told.filter(pl.col("source").is_in(sources.implode()), pl.col("drift").abs() >= jump)
    return jumped.sort(*_MET, nulls_last=False)


def unmapped(attempts: pl.DataFrame, codes: CodeMap) -> pl.DataFrame:
    """The codes among the attempts of which no map knows the meaning, by code.

    Args:
      attempts: ATTEMPTS rows, without batch.

    Returns:
      project, format, code (key; code "": none told), count, leads (distinct leads they hold).
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
        pl.len().alias("count"), pl.col("lead_key").drop_nulls().n_unique().alias("leads")
    )
    return counted.sort("project", "format", "code", nulls_last=False).collect()


def shares(attempts: pl.LazyFrame) -> pl.DataFrame:
    """Every code met, whatever it means: source, format, project, code, cause, count, share (of its source).

    Args:
      attempts: ATTEMPTS rows of one period.
    """
    return _counted(attempts).drop("has_talk")


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
