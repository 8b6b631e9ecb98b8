"""Rows of a contact list whose e-mail cell says that they refuse: a request like any other, made by the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import Channel, SuppressionKind
from telebatch.pipeline.house import House
from telebatch.pipeline.suppress import SuppressionOrder, with_order
from telebatch.state import standing_suppressions
from telebatch.store import Commit

#: The named list of those who refused on a contact list.
LIST: Final = "opt-out"
#: What stands beside a row that refuses itself.
OWN_REFUSAL: Final = f"{LIST}: its e-mail cell says so"
_WORDS: Final = pl.Categorical(pl.Categories("suppressed_by", "telebatch", pl.UInt32))
_ROADS: Final = pl.Categorical(pl.Categories("opt_out", "telebatch", pl.UInt8))
#: The key of a request by person, beside `person_key`.
_PERSON: Final = (
    pl.lit(str(SuppressionKind.PERSON)).alias("kind"), pl.lit(None, pl.Int64).alias("number"),
    pl.lit(None, pl.String).alias("text"), pl.lit(None, pl.Int64).alias("lead_key"),
)  # fmt: skip
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
    """Adds `opt_out`: the road that the row, or another one of the same person, refuses; null: none.

    Args:
      table: With `email_unread`, and `person_ref`: one value per person, null for a row that stands alone. Where some
        row refuses, `refusal` tells in words how each row does.
    """
    if table.get_column("email_unread").null_count() == table.height:
        return table.with_columns(pl.lit(None, _ROADS).alias("opt_out"))
    own = table.select(refusals(house).channel(), "person_ref")
    # In the order of the alphabet the wider road comes first.
    persons = own.drop_nulls().group_by("person_ref").agg(pl.col("opt_out").min().alias("_theirs"))
    both = own.join(persons, on="person_ref", how="left", maintain_order="left")
    road = pl.min_horizontal("opt_out", "_theirs").cast(_ROADS).alias("opt_out")
    says = pl.when(pl.col("opt_out").eq_missing(pl.min_horizontal("opt_out", "_theirs")))
    refusal = says.then(pl.lit(OWN_REFUSAL)).otherwise(pl.lit(f"{LIST}: another row of the same person says so"))
    return table.hstack(both.select(road, refusal.cast(_WORDS).alias("refusal")))


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
    standing = standing_suppressions(commit.scan(SUPPRESSIONS).filter(pl.col("list").eq(LIST)))
    persons = (
        asking.filter(pl.col("person_key").is_not_null())
        .select("person_key", channel=pl.col("opt_out").cast(pl.String))
        .unique()
    )
    new = persons.join(standing.select("person_key", "channel").collect(), on=["person_key", "channel"], how="anti")
    keys = new.sort("person_key").with_columns(_PERSON)
    keys = pl.concat([keys, _by_number(asking, numbers, standing.collect())], how="diagonal")
    order = SuppressionOrder(LIST, from_on=on, asked_by=f"contact list {name}")
    rows = with_order(keys, order).with_columns(keys.get_column("channel"))
    commit.add(SUPPRESSIONS, rows)
    rows_of = f"{plural(asking.height, 'row')} of people with a refusal in the e-mail cell"
    what = f"{rows_of}: such people stand on list {LIST} now"
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
