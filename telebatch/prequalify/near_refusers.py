"""Rows that stand with somebody of this list who must not be contacted: the person's other rows, others at a number.

A request that names a person holds at every number of the person, so what a list tells of such a person speaks against
other rows of the list: at once, as it would once the person is known.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.words import Channel, Reason
from telebatch.prequalify.refusals import OPT_OUT, OWN_REFUSAL

#: Reasons with which a row makes a lead although it is suppressed.
_NO_OTHER: Final = ("", str(Reason.SUPPRESSED))
#: Told in `suppressed_by` of whoever asked for nothing, and stands at a number of somebody of the list who did.
AT_NUMBER: Final = f"{OPT_OUT}: somebody else at the number says so"


def with_near_ones(table: pl.DataFrame, reasons: pl.Series, numbers: pl.DataFrame) -> pl.DataFrame:
    """The table with every row that a request of its own persons suppresses marked in `suppressed_by`.

    Args:
      table: Candidates with `person_ref` (one value per person, null for a row that stands alone), `survivor`,
        `person_key`, `lead_key`, `suppressed_by`, `person_suppressed_by`, `opt_out` and, where that is not null,
        `refusal`.
      reasons: Of the rows, as far as marked.
      numbers: `record`, `number` (null: not usable) of all rows.
    """
    named, refuses = pl.col("person_suppressed_by").is_not_null(), _refuses(table)
    if not table.select((named | refuses).any()).item():
        return table
    rows = table.select(
        "record", "person_ref", "suppressed_by", pl.col("person_suppressed_by").cast(pl.String).alias("told"),
        (pl.col("survivor").is_null() & (pl.col("lead_key").is_not_null() | reasons.is_in(_NO_OTHER))).alias("leads"),
        pl.col("person_key").is_not_null().alias("is_known"), refuses.alias("refuses"),
    )  # fmt: skip
    # Such a person is kept with the numbers of the row that leads; of one nobody keeps each number is asked for.
    told = rows.filter("leads", pl.col("told").is_not_null()).select("record", "person_ref", "told")
    kept = rows.filter(pl.col("leads") | pl.col("is_known")).get_column("person_ref").drop_nulls().unique()
    asking = rows.filter("refuses").with_columns(pl.lit(OWN_REFUSAL).alias("told"))
    is_kept = pl.col("person_ref").is_in(kept.implode()).fill_null(value=False)
    asks = asking.filter(is_kept).select("record", "person_ref", "told", "leads")
    told = pl.concat([told, asks.filter("leads").drop("leads")])
    persons = pl.concat([told, asks.drop("leads")]).drop_nulls().group_by("person_ref").agg(pl.col("told").min())
    theirs = rows.select("record", "person_ref").join(persons, on="person_ref").select("record", "told")
    sources = pl.concat([told, asking.filter(~is_kept).select("record", "person_ref", "told")])
    marks = pl.concat([theirs, _at_numbers(sources, numbers)])
    return _marked(table, marks)


def _refuses(table: pl.DataFrame) -> pl.Expr:
    if "refusal" not in table.columns:
        return pl.lit(value=False)
    return pl.col("opt_out").eq(str(Channel.ANY)).fill_null(value=False)


def _at_numbers(sources: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """`record`, `told` of everybody at a number of one of the rows."""
    usable = numbers.select("record", "number").drop_nulls()
    theirs = usable.join(sources.select("record", "told"), on="record").group_by("number").agg(pl.col("told").min())
    return usable.join(theirs, on="number").select("record", "told")


def _marked(table: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """What was told before stays; a refusal is told as the row, or another one, says it."""
    kind = table.schema["suppressed_by"]
    found = table.select("record").join(
        marks.group_by("record").agg(pl.col("told").min()), on="record", how="left", maintain_order="left"
    )
    told = pl.coalesce(pl.col("suppressed_by").cast(pl.String), found.get_column("told"))
    refusal = pl.coalesce(pl.col("refusal").cast(pl.String), pl.lit(AT_NUMBER)) if "refusal" in table.columns else told
    own = pl.when(told.eq(OWN_REFUSAL)).then(refusal).otherwise(told)
    return table.with_columns(own.cast(kind).alias("suppressed_by"))
