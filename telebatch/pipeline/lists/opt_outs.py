"""What rows of a contact list refuse is a request like any other, made by the list: kept, and found at once."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import Channel, SuppressionKind
from telebatch.pipeline.care.suppress import SuppressionOrder, with_order
from telebatch.prequalify import OPT_OUT, OWN_REFUSAL
from telebatch.store import Commit

#: The key of a request by person, beside `person_key`.
_PERSON: Final = (
    pl.lit(str(SuppressionKind.PERSON)).alias("kind"), pl.lit(None, pl.Int64).alias("number"),
    pl.lit(None, pl.String).alias("text"), pl.lit(None, pl.Int64).alias("lead_key"),
)  # fmt: skip


def requests_of_known(table: pl.DataFrame) -> pl.DataFrame:
    """SUPPRESSIONS rows, without `batch`, of persons met before who refuse calls in this list.

    Args:
      table: With `person_key`, `opt_out`.
    """
    refusing = table.filter(pl.col("opt_out").eq(str(Channel.ANY))).get_column("person_key").drop_nulls().unique()
    return with_order(refusing.to_frame().with_columns(_PERSON), SuppressionOrder(OWN_REFUSAL))


def keep_refusals(
    commit: Commit, keyed: pl.DataFrame, numbers: pl.DataFrame, name: str, on: date | None
) -> tuple[pl.DataFrame, pl.Series, tuple[Mistake, ...]]:
    """Adds the requests of all rows that refuse to the commit: for the person, else for every number of the row.

    Args:
      keyed: Verdicts with `opt_out` and the keys given.
      numbers: Of the list: `record`, `number` (null: not usable).
      name: Of the named contact list; it is who asked.
      on: Day of delivery: the first day of the request.

    Returns:
      `person_key`, `number` of the requests added; persons of this list whom they name, by a number too; and what
      somebody should know of them.
    """
    asking = keyed.filter(pl.col("opt_out").is_not_null())
    if asking.is_empty():
        return asking.select("person_key", "number"), asking.get_column("person_key"), ()
    channel = pl.col("opt_out").cast(pl.String).alias("channel")
    persons = asking.filter(pl.col("person_key").is_not_null()).select("person_key", channel).unique()
    # Who asked in an earlier list asks again: this request holds where that list is undone.
    keys = persons.sort("person_key", "channel").with_columns(_PERSON)
    keys = pl.concat([keys, _by_number(asking, numbers)], how="diagonal")
    order = SuppressionOrder(OPT_OUT, from_on=on, asked_by=f"contact list {name}")
    rows = with_order(keys, order).with_columns(keys.get_column("channel"))
    commit.add(SUPPRESSIONS, rows)
    rows_of = f"{plural(asking.height, 'row')} of people with a refusal in a cell"
    what = f"{rows_of}: such people stand on list {OPT_OUT} now"
    remedy = f"telebatch suppress export --list {OPT_OUT} shows them, suppress remove takes one back"
    added = keys.select("person_key", "number")
    having = numbers.filter(pl.col("number").is_in(added.get_column("number").drop_nulls().implode()))
    owners = keyed.filter(pl.col("record").is_in(having.get_column("record").implode())).get_column("person_key")
    named = pl.concat([added.get_column("person_key"), owners]).drop_nulls().unique()
    return added, named, (Mistake(what, remedy=remedy),)


def _by_number(asking: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Requests of rows that make no person here, because of their title for example: nobody calls their numbers."""
    nobody = asking.filter(pl.col("person_key").is_null()).select("record", channel=pl.col("opt_out").cast(pl.String))
    theirs = numbers.select("record", "number").drop_nulls().join(nobody, on="record").select("number", "channel")
    return theirs.unique().sort("number", "channel").with_columns(pl.lit(str(SuppressionKind.NUMBER)).alias("kind"))
