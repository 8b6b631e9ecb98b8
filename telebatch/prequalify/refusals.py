"""Does the row itself refuse? A column says so, or its e-mail cell in words: to be contacted, or by e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.words import Channel

#: The named list of those who refused on a contact list.
OPT_OUT: Final = "opt-out"
#: What stands beside a row that refuses itself.
OWN_REFUSAL: Final = f"{OPT_OUT}: the row itself says so"
_WORDS: Final = pl.Categorical(pl.Categories("suppressed_by", "telebatch", pl.UInt32))
_ROADS: Final = pl.Categorical(pl.Categories("opt_out", "telebatch", pl.UInt8))
_NO_LETTER: Final = r"[\s\p{P}]"


@dataclass(frozen=True)
class Refusals:
    """Patterns over cells without blanks and punctuation, in small letters: the wider road first."""

    words: tuple[tuple[Channel, str], ...]

    def channel(self) -> pl.Expr:
        """The road that the cell `email_unread` refuses as `opt_out`; null: it refuses none."""
        plain = pl.col("email_unread").cast(pl.String).str.replace_all(_NO_LETTER, "").str.to_lowercase()
        ways = [pl.when(plain.str.contains(pattern)).then(pl.lit(str(road))) for road, pattern in self.words]
        return pl.coalesce(ways).alias("opt_out")


def refusals_of(words: Mapping[str, Mapping[str, object]]) -> Refusals:
    """Words by road (`model.words.Channel`) and language, as shipped, made into patterns."""
    return Refusals(tuple((road, _pattern(words[str(road)])) for road in (Channel.ANY, Channel.EMAIL)))


def _pattern(words: Mapping[str, object]) -> str:
    listed = [word for language, told in words.items() if language != "source" for word in _texts(told)]
    return "|".join(sorted({re.escape(re.sub(r"[\s\W_]", "", word.lower())) for word in listed}))


def _texts(told: object) -> Iterator[str]:
    if isinstance(told, list):
        yield from map(str, told)


def with_own_refusals(refusals: Refusals, table: pl.DataFrame) -> pl.DataFrame:
    """Adds `opt_out`: the road that the row, or another one of the same person, refuses; null: none.

    Args:
      refusals: By which words.
      table: With `email_unread`, and `person_ref`: one value per person, null for a row that stands alone; with
        `refuses` where the list has a column of refusals. Where some row refuses, `refusal` tells in words how each
        row does; null: it refuses nothing.
    """
    has_column = "refuses" in table.columns
    if table.get_column("email_unread").null_count() == table.height and not has_column:
        return table.with_columns(pl.lit(None, _ROADS).alias("opt_out"))
    own = table.select(refusals.channel(), "person_ref")
    if has_column:
        wide = pl.when(table.get_column("refuses")).then(pl.lit(str(Channel.ANY)))
        own = own.with_columns(pl.coalesce(wide, "opt_out").alias("opt_out"))
    # In the order of the alphabet the wider road comes first.
    persons = own.drop_nulls().group_by("person_ref").agg(pl.col("opt_out").min().alias("_theirs"))
    both = own.join(persons, on="person_ref", how="left", maintain_order="left")
    road = pl.min_horizontal("opt_out", "_theirs").cast(_ROADS).alias("opt_out")
    widest = pl.min_horizontal("opt_out", "_theirs")
    # Of a colleague at the same number nothing is said here: such a row asked for nothing itself.
    says = pl.when(widest.is_null()).then(None).when(pl.col("opt_out").eq_missing(widest))
    refusal = says.then(pl.lit(OWN_REFUSAL)).otherwise(pl.lit(f"{OPT_OUT}: another row of the same person says so"))
    return table.hstack(both.select(road, refusal.cast(_WORDS).alias("refusal")))
