"""Every result code looked up once: what it means by the code maps, for each row that carries it."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from telebatch.classify.codes import CodeMap, Told
from telebatch.model.outcomes import Node

_PARTS = ("project", "source", "format", "code", "cause")


def with_meanings(
    rows: pl.DataFrame, codes: CodeMap, node: Node, further: Callable[[pl.DataFrame], pl.DataFrame] = lambda few: few
) -> pl.DataFrame:
    """Adds `outcome` and `code_confidence`, both null where no map knows the code, and `cause_is_machine`.

    Args:
      rows: project, source, code; for calls also format, cause, talk_seconds. Any order.
      further: Changes and adds columns on the few distinct meanings, in their order, before each row gets its own.
    """
    told = rows.select(_combination(rows)).to_series()
    distinct = rows[told.arg_unique()]
    found = [codes.find(_told(row), node) for row in distinct.iter_rows(named=True)]
    meanings = pl.DataFrame(
        {
            "_told": told.unique(maintain_order=True),
            "outcome": pl.Series([None if one is None else one.outcome for one in found], dtype=pl.String),
            "code_confidence": pl.Series([None if one is None else one.confidence for one in found], dtype=pl.String),
            "cause_is_machine": [_is_machine(row, codes, node) for row in distinct.iter_rows(named=True)],
        }
    )
    # The rows are wide: the few columns that are new are found on the key alone and set beside.
    new = told.to_frame("_told").join(further(meanings), on="_told", how="left", maintain_order="left")
    return rows.hstack(new.drop("_told"))


def _is_machine(row: dict[str, object], codes: CodeMap, node: Node) -> bool:
    """Whether the cause, were it the code, would mean a machine: then a talk that the code tells of is doubtful."""
    cause = row.get("cause")
    if cause is None or node is not Node.CALL:
        return False
    meant = codes.find(_told({**row, "code": cause, "cause": None}), node)
    return meant is not None and meant.outcome == "call.machine"


def _told(row: dict[str, object]) -> Told:
    parts = {name: str(row[name]) if row.get(name) is not None else "" for name in _PARTS}
    talk = row.get("talk_seconds")
    return Told(**parts, has_talk=isinstance(talk, int) and talk > 0)


def _combination(rows: pl.DataFrame) -> pl.Expr:
    """One number per distinct combination of what a code is looked up by: joins on a number cost a tenth of text."""
    number: pl.Expr = pl.lit(0, pl.Int64)
    there = [name for name in _PARTS if name in rows.columns]
    for name in there:
        place = rows.get_column(name).cast(pl.Categorical).to_physical().cast(pl.Int64).fill_null(-1) + 1
        number = number * pl.lit(int(place.max() or 0) + 2) + pl.lit(place)  # type: ignore[arg-type]
    talks = (pl.col("talk_seconds") > 0).fill_null(False) if "talk_seconds" in rows.columns else pl.lit(False)
    return (number * 2 + talks.cast(pl.Int64)).alias("_told")
