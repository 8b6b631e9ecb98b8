"""Requests by number that stand at numbers somebody had before: they are the number's, and stop nobody at another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import person_id
from telebatch.model.plural import plural, some
from telebatch.model.tables import NUMBERS, SUPPRESSIONS
from telebatch.model.words import Channel, SuppressionKind
from telebatch.pipeline.known.knowledge import numbers_of
from telebatch.pipeline.people.persons import Person
from telebatch.pipeline.registers import REGISTER_LIST
from telebatch.pipeline.words.plain import PlainWords
from telebatch.state import standing_suppressions
from telebatch.store import View

#: Channels of requests that stop calls.
_OF_CALLS: Final = (str(Channel.ANY), str(Channel.CALL))
#: Persons named; `changes.csv` tells all whose numbers changed.
_SHOWN: Final = 5


def requests_before(known: View, persons: pl.Series) -> pl.DataFrame:
    """SUPPRESSIONS rows that stand, and stop calls, at numbers these persons had and have no more; with `person_key`.

    Registers are left out: they are asked about each new number by itself.
    Numbers of undone lists count, as they do for a request that names a person.
    """
    ever = known.everything().scan_keys(NUMBERS, "person_key", persons).select("person_key", "number")
    now = numbers_of(known, persons).select("person_key", "number")
    had = ever.drop_nulls().unique().collect().join(now, on=["person_key", "number"], how="anti")
    if had.is_empty():
        return SUPPRESSIONS.empty()
    at = pl.col("kind").eq(str(SuppressionKind.NUMBER)), pl.col("number").is_in(had.get_column("number").implode())
    stands = standing_suppressions(known.scan(SUPPRESSIONS).filter(*at)).filter(
        pl.col("channel").is_in(_OF_CALLS), ~pl.col("list").str.starts_with(REGISTER_LIST)
    )
    return stands.drop("person_key").collect().join(had, on="number").sort("person_key", "number", "list", "batch")


def renumbered_notes(known: View, persons: pl.Series, project: str, on: date) -> tuple[Mistake, ...]:
    """That people whom a delivery gave other numbers are called at these, though one of theirs is not to be called.

    Args:
      persons: Whose numbers changed, and who may be called all the same.
      on: What is over by then counts no more.
    """
    if persons.is_empty():
        return ()
    fits = pl.col("project").eq(project).fill_null(value=True) & pl.col("until_on").ge(on).fill_null(value=True)
    theirs = requests_before(known, persons).filter(fits).select("person_key").unique().sort("person_key")
    if theirs.is_empty():
        return ()
    ids = theirs.select(person_id(pl.col("person_key"))).to_series().to_list()
    what = plural(len(ids), "person comes", "people come")
    told = (
        f"{what} with another number than one that is not to be called, and may be called at it ({some(ids, _SHOWN)})"
    )
    remedy = f"where the person asked and not the number, telebatch suppress add --person {ids[0]}"
    return (Mistake(told, remedy=remedy),)


def earlier_lines(known: View, person: Person, words: PlainWords) -> Iterator[tuple[dict[str, Any], str]]:
    """The same requests of one person in words, beside their rows."""
    for row in requests_before(known, pl.Series([person.key], dtype=pl.Int64)).iter_rows(named=True):
        told = f"{words.request(row)}; an earlier number of this person: it stops no call at another one"
        yield {**row, "lead_key": None}, told
