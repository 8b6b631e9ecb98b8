"""Rows of a contact list whose e-mail cell says that they refuse: a request like any other, made by the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import Channel, SuppressionKind
from telebatch.pipeline.house import House
from telebatch.pipeline.plain_words import plural
from telebatch.pipeline.suppress import SuppressionOrder, with_order
from telebatch.state import standing_suppressions
from telebatch.store import Commit

#: The named list of those who refused on a contact list.
LIST: Final = "opt-out"
_ROADS: Final = pl.Categorical(pl.Categories("opt_out", "telebatch", pl.UInt8))
_NO_LETTER: Final = r"[\s\p{P}]"


@dataclass(frozen=True)
class Refusals:
    """Patterns over cells without blanks and punctuation, in small letters: the wider road first."""

    words: tuple[tuple[Channel, str], ...]

    def channel(self, cell: str = "email_unread") -> pl.Expr:
        """The road that a cell refuses as `opt_out`; null: it refuses none."""
        plain = pl.col(cell).cast(pl.String).str.replace_all(_NO_LETTER, "").str.to_lowercase()
        ways = [pl.when(plain.str.contains(pattern)).then(pl.lit(str(road))) for road, pattern in self.words]
        return pl.coalesce(ways).alias("opt_out")


def refusals(house: House) -> Refusals:
    """The shipped words, by road."""
    told = house.shipped.list_care["opt_out_words"]
    return Refusals(tuple((road, _pattern(told[str(road)])) for road in (Channel.ANY, Channel.EMAIL)))


def _pattern(words: dict[str, object]) -> str:
    listed = [word for language, told in words.items() if language != "source" for word in _texts(told)]
    return "|".join(sorted({re.escape(re.sub(r"[\s\W_]", "", word.lower())) for word in listed}))


def _texts(told: object) -> Iterator[str]:
    if isinstance(told, list):
        yield from map(str, told)


def with_own_refusals(house: House, table: pl.DataFrame) -> pl.DataFrame:
    """Adds `opt_out`, and names it in `suppressed_by` where the row, or another one of the same person, refuses calls.

    Args:
      table: With `email_unread`, `suppressed_by`, and `person_ref`: one value per person, null for a row that stands
        alone.
    """
    if table.get_column("email_unread").null_count() == table.height:
        return table.with_columns(pl.lit(None, _ROADS).alias("opt_out"))
    marked = table.with_columns(refusals(house).channel().cast(_ROADS))
    refuses, kind = pl.col("opt_out").eq(str(Channel.ANY)), table.schema["suppressed_by"]
    refusing = marked.filter(refuses).get_column("person_ref").drop_nulls().unique()
    elsewhere = pl.col("person_ref").is_in(refusing.implode())
    own = (
        pl.when(refuses).then(pl.lit(f"{LIST}: its e-mail cell says so", kind))
        .when(elsewhere).then(pl.lit(f"{LIST}: another row of the same person says so", kind))
    )  # fmt: skip
    return marked.with_columns(pl.coalesce("suppressed_by", own).alias("suppressed_by"))


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
    standing = standing_suppressions(commit.scan(SUPPRESSIONS).filter(pl.col("list").eq(LIST)))
    persons = (
        asking.filter(pl.col("person_key").is_not_null())
        .select("person_key", channel=pl.col("opt_out").cast(pl.String))
        .unique()
    )
    new = persons.join(standing.select("person_key", "channel").collect(), on=["person_key", "channel"], how="anti")
    keys = new.sort("person_key").with_columns(
        pl.lit(str(SuppressionKind.PERSON)).alias("kind"), pl.lit(None, pl.Int64).alias("number"),
        pl.lit(None, pl.String).alias("text"), pl.lit(None, pl.Int64).alias("lead_key"),
    )  # fmt: skip
    keys = pl.concat([keys, _by_number(asking, numbers, standing.collect())], how="diagonal")
    order = SuppressionOrder(LIST, from_on=on, asked_by=f"contact list {name}")
    rows = with_order(keys, order).with_columns(keys.get_column("channel"))
    commit.add(SUPPRESSIONS, rows)
    what = f"{plural(asking.height, 'row')} with a refusal in the e-mail cell: such people stand on list {LIST} now"
    remedy = f"telebatch suppress export --list {LIST} shows them, suppress remove takes one back"
    added = keys.select("person_key", "number")
    having = numbers.filter(pl.col("number").is_in(added.get_column("number").drop_nulls().implode()))
    owners = keyed.filter(pl.col("record").is_in(having.get_column("record").implode())).get_column("person_key")
    named = pl.concat([added.get_column("person_key"), owners]).drop_nulls().unique()
    return added, named, (Mistake(what, remedy=remedy),)


def _by_number(asking: pl.DataFrame, numbers: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Requests of rows that make no person here, because of their title for example: nobody calls their numbers."""
    nobody = asking.filter(pl.col("person_key").is_null()).select("record", channel=pl.col("opt_out").cast(pl.String))
    theirs = numbers.select("record", "number").drop_nulls().join(nobody, on="record").select("number", "channel")
    new = theirs.unique().join(standing.select("number", "channel"), on=["number", "channel"], how="anti")
    return new.sort("number", "channel").with_columns(pl.lit(str(SuppressionKind.NUMBER)).alias("kind"))
