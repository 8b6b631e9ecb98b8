"""Every result code looked up once: what it means by the code maps, for each row that carries it."""

from __future__ import annotations

import polars as pl

from telebatch.classify.codes import CodeMap, Told
from telebatch.model.outcomes import Node

_PARTS = ("project", "source", "format", "code", "cause")


def with_meanings(rows: pl.DataFrame, codes: CodeMap, node: Node) -> pl.DataFrame:
    """Adds `outcome` and `code_confidence`; both null where no map knows the code.

    Args:
      rows: project, source, code; for calls also format, cause, talk_seconds. Any order.
    """
    rows = rows.with_columns(_combination(rows))
    distinct = rows.unique("_told", keep="any").sort("_told")
    found = [codes.find(_told(row), node) for row in distinct.iter_rows(named=True)]
    meanings = distinct.select("_told").with_columns(
        pl.Series("outcome", [None if one is None else one.outcome for one in found], dtype=pl.String),
        pl.Series("code_confidence", [None if one is None else one.confidence for one in found], dtype=pl.String),
    )
    return rows.join(meanings, on="_told", how="left", maintain_order="left").drop("_told")


def _told(row: dict[str, object]) -> Told:
    parts = {name: str(row[name]) if row.get(name) is not None else "" for name in _PARTS}
    talk = row.get("talk_seconds")
    return Told(**parts, has_talk=isinstance(talk, int) and talk > 0)


def _combination(rows: pl.DataFrame) -> pl.Expr:
    """One number per distinct combination of what a code is looked up by: joins on a number cost a tenth of text."""
    number: pl.Expr = pl.lit(0, pl.Int64)
    there = [name for name in _PARTS if name in rows.columns]
    for name in there:
        values = rows.get_column(name).unique().sort()
        place = rows.get_column(name).cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1) + 1
        number = number * pl.lit(max(len(values), int(place.max() or 0)) + 2) + pl.lit(place)  # type: ignore[arg-type]
    talks = (pl.col("talk_seconds") > 0).fill_null(False) if "talk_seconds" in rows.columns else pl.lit(False)
    return (number * 2 + talks.cast(pl.Int64)).alias("_told")
