"""What has changed against queues that were released already? Files handed out are never touched."""

from __future__ import annotations

from datetime import date

import polars as pl

from telebatch.model.flows import NOT_QUEUED
from telebatch.model.words import NotQueued
from telebatch.split.shapes import Shift


def top_up(queued: pl.DataFrame, released: pl.DataFrame) -> pl.DataFrame:
    """The rows of a shift built again that no released queue of it holds, as a further part of each queue.

    Args:
      queued: QUEUED rows of the shift, built with the released persons as `reserved`.
      released: RELEASED rows of the same shift, parts included.

    Returns:
      QUEUED rows in queues named `QUEUE.2`, `QUEUE.3` …, positions from 1, sorted by queue and position.
    """
    fresh = queued.join(released.select("person_key"), on="person_key", how="anti")
    return _numbered(_as_part(fresh, released, "queue"))


def further_pieces(mailings: pl.DataFrame, mailed: pl.DataFrame) -> pl.DataFrame:
    """MAILING rows in lists named as a further part of the lists that were given to the mail house."""
    return _as_part(mailings, mailed, "mailing").sort("mailing", "lead_key")


def _as_part(rows: pl.DataFrame, before: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows under `NAME.2` where one part of NAME was handed out, `NAME.3` where two were."""
    parts = (
        before.select(pl.col(name).str.replace(r"\.\d+$", ""), part=name)
        .unique()
        .group_by(name)
        .agg((pl.len() + 1).alias("part"))
    )
    numbered = rows.join(parts, on=name, how="left", maintain_order="left")
    return numbered.with_columns(
        pl.when(pl.col("part").is_not_null()).then(pl.format("{}.{}", name, "part")).otherwise(name).alias(name)
    ).drop("part")


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    ordered = rows.sort("queue", "position")
    return ordered.with_columns(pl.int_range(1, pl.len() + 1).over("queue").cast(pl.Int32).alias("position"))


def hers(laid: Shift, agent: str, on: date) -> Shift:
    """What one agent calls, in queues of her own (`QUEUE-AGENT`); the others' leads are told so. Nothing is posted."""
    mine = pl.col("agent").eq(agent).fill_null(value=False)
    ending = f"-{agent}"
    queue = pl.when(pl.col("queue").str.ends_with(ending)).then("queue").otherwise(pl.col("queue") + ending)
    others = _left(laid.queued.filter(~mine), NotQueued.OTHER_AGENT, on, pl.col("agent"))
    return Shift(
        _numbered(laid.queued.filter(mine).with_columns(queue.alias("queue"))),
        pl.concat([laid.not_queued, others]).sort("project", "lead_key"),
        laid.mailings.clear(),
        laid.lacking.clear(),
    )


def not_built(laid: Shift, on: date) -> pl.DataFrame:
    """NOT_QUEUED rows of projects that are not built in a shift: whom nothing but that keeps back is told so."""
    others = _left(laid.queued, NotQueued.NOT_BUILT, on, pl.lit(None, pl.String))
    return pl.concat([laid.not_queued, others])


def _left(queued: pl.DataFrame, reason: NotQueued, on: date, detail: pl.Expr) -> pl.DataFrame:
    told = queued.with_columns(
        pl.lit(str(reason)).alias("reason"), pl.lit(on).alias("next_date"), detail.alias("detail")
    )
    return told.select(pl.col(name).cast(kind) for name, kind in NOT_QUEUED.items())
