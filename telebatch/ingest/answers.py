"""What did the call bring back: memos and collected fields, typed by the project's own field list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from telebatch.ingest.asked import SourceRules, unbatched
from telebatch.ingest.fields import json_of
from telebatch.ingest.noticed import first_lines
from telebatch.ingest.rows import FieldColumn
from telebatch.ingest.when.date_orders import DateOrders
from telebatch.model.plural import plural
from telebatch.model.tables import ANSWERS

#: What a field holds, in words.
_KINDS: Final = {
    "integer": "whole number", "decimal": "number", "money": "amount of money", "date": "date", "yes_no": "yes or no",
    "choice": "choice of the field",
}  # fmt: skip


def answers_of(
    kept: pl.DataFrame, fields: Sequence[FieldColumn], rules: SourceRules, orders: DateOrders
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """ANSWERS rows less `batch` (kinds memo and collected; lead_key null for new callers), and what did not fit.

    A value that does not fit its field's type is kept as text.
    """
    oddities: list[str] = []
    parts = [_rows(kept.filter(pl.col("memo").is_not_null()), "memo", pl.col("memo"), rules)]
    project = pl.coalesce("lead_project", "project_told")
    for name in sorted({one.project for one in fields}):
        own = kept.filter(project == name)
        members: list[pl.Expr] = []
        for one in (one for one in fields if one.project == name):
            told = json_of(own.get_column(f"file:{one.column}"), one.field, rules.cells, orders)
            oddities.extend(_misfits(own.filter(told.is_misfit), one))
            own = own.with_columns(told.values.alias(f"_json:{one.name}"))
            label = json.dumps(one.name, ensure_ascii=False) + ":"
            members.append(pl.concat_str(pl.lit(label), pl.col(f"_json:{one.name}")))
        if members and own.height:
            inside = pl.concat_str(members, separator=",", ignore_nulls=True)
            value = pl.concat_str(pl.lit("{"), inside, pl.lit("}"))
            parts.append(_rows(own.filter(inside != ""), "collected", value, rules))
    together = pl.concat(parts)
    return together.sort("lead_key", "kind", "file_key", "record").select(unbatched(ANSWERS).columns), tuple(oddities)


def _misfits(rows: pl.DataFrame, of: FieldColumn) -> Iterable[str]:
    if rows.height:
        count = plural(rows.height, "value is", "values are")
        kind = _KINDS.get(of.field.kind, of.field.kind)
        yield f"{of.column}: {count} no {kind} ({first_lines(rows)}); kept as text (field {of.name} of {of.project})"


def _rows(rows: pl.DataFrame, kind: str, value: pl.Expr, rules: SourceRules) -> pl.DataFrame:
    return rows.select(
        "lead_key",
        pl.lit(kind).alias("kind"),
        pl.lit(rules.file_key, pl.Int64).alias("file_key"),
        "record",
        pl.col("start_utc").alias("at_utc"),
        value.alias("value"),
    )
