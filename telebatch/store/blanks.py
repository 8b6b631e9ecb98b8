"""What goes of a forgotten person, table by table; all else stays, so that every count does.

Said here alone: `forget` takes it out of what is stored, and every later commit out of what it adds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

import polars as pl

from telebatch.model.forgotten_table import FORGOTTEN, GONE, is_stand_in
from telebatch.model.tables import (
    AMENDMENTS,
    ANSWERS,
    ATTEMPTS,
    LEADS,
    LISTED,
    NUMBERS,
    PEOPLE,
    QUARANTINE,
    STRAYS,
    SUPPRESSIONS,
    TOUCHES,
    Table,
)
from telebatch.store.marks import Marks, forgotten
from telebatch.store.view import View

#: What still tells of a version of a person: when it was told, by which list.
_KEPT_OF_PERSON: Final = ("batch", "person_key", "list", "told_on", "told_by", "tells")
#: No name reads so once its spelling is folded: nobody is met by it.
_NO_NAME: Final = "(forgotten)"
#: A quarantined row's cells; no text at all could not be read as cells.
_NO_CELLS: Final = "{}"

#: Column → what stands in it once the row's person is forgotten; null: nothing.
Blanks = Mapping[str, pl.Expr | None]


def without_texts(table: Table, rows: pl.LazyFrame, is_theirs: pl.Expr) -> pl.LazyFrame:
    """The rows of a table with everything that names a person taken out of those that are theirs.

    Numbers stay: these go by value, wherever they stand.
    """
    if table.name == ANSWERS.name:
        rows = rows.filter(~(is_theirs & _IS_FREE))
        return rows.with_columns(pl.when(is_theirs).then(_brought(is_theirs)).otherwise("value").alias("value"))
    return rows.with_columns(
        pl.when(is_theirs).then(pl.lit(None) if value is None else value).otherwise(pl.col(name)).alias(name)
        for name, value in _BLANKS[table.name].items()
    )


def names_somebody(table: Table, is_theirs: pl.Expr) -> pl.Expr:
    """Bool per row: it is theirs, and something of it has to go still."""
    if table.name == ANSWERS.name:
        return is_theirs & (_IS_FREE | pl.col("value").ne_missing(_brought(is_theirs)))
    told = (
        pl.col(name).ne_missing(pl.lit(None) if value is None else value) for name, value in _BLANKS[table.name].items()
    )
    return is_theirs & pl.any_horizontal(told)


#: Answers that no count reads.
_IS_FREE: Final = pl.col("kind").ne("collected")


def _brought(is_theirs: pl.Expr) -> pl.Expr:
    """What their calls brought, emptied; nobody else's texts are taken apart."""
    return pl.when(is_theirs & ~_IS_FREE).then("value").map_batches(_emptied, return_dtype=pl.String)


def _emptied(values: pl.Series) -> pl.Series:
    """JSON objects with null for every value: which fields a call brought is counted, what they said is not."""
    distinct = values.drop_nulls().unique()
    empty = [json.dumps(dict.fromkeys(json.loads(one)), ensure_ascii=False, separators=(",", ":")) for one in distinct]
    return values.replace_strict(distinct, pl.Series(empty, dtype=pl.String), default=None, return_dtype=pl.String)


_IS_NAME: Final = pl.col("field").is_in(["title", "number"]) & pl.col("value").is_not_null()
_IS_TOLD: Final = pl.col("text").is_not_null()
_BLANKS: Final[Mapping[str, Blanks]] = MappingProxyType(
    {
        PEOPLE.name: {name: None for name in PEOPLE.schema if name not in _KEPT_OF_PERSON}
        | {"person_name_key": pl.lit(_NO_NAME)},
        NUMBERS.name: {"extension": None},
        LISTED.name: {"role_basis": None},
        ANSWERS.name: {"value": None},
        AMENDMENTS.name: {"value": pl.when(_IS_NAME).then(pl.lit(GONE)).otherwise("value"), "why": pl.lit(GONE)},
        TOUCHES.name: {"reason": None},
        QUARANTINE.name: {"raw": pl.when(pl.col("kind") == "mended").then("raw").otherwise(pl.lit(_NO_CELLS))},
        SUPPRESSIONS.name: {"note": None, "asked_by": None, "text": pl.when(_IS_TOLD).then(pl.lit(GONE))},
    }
)


def theirs_in(table: Table, persons: pl.Series, leads: pl.Series) -> pl.Expr | None:
    """Bool per row of a table: it is about one of them; null: no table from which a text would have to go."""
    if table.name not in _BLANKS:
        return None
    keys = {"person_key": persons, "lead_key": leads}
    named = [pl.col(name).is_in(own.implode()) for name, own in keys.items() if name in table.schema]
    return pl.any_horizontal(named).fill_null(value=False)


#: Tables of calls, that tell at which number.
_BY_NUMBER: Final = frozenset({ATTEMPTS.name, STRAYS.name})
#: New versions of a forgotten person and of their numbers are not kept at all.
_NOT_KEPT: Final = frozenset({PEOPLE.name, NUMBERS.name})


@dataclass(frozen=True, eq=False)
class Guard:
    """Keeps forgotten persons out of what later commits add, by whichever road it comes.

    Attributes:
      persons, leads: Their keys.
      known: The store they were forgotten in.
    """

    persons: pl.Series
    leads: pl.Series
    marks: Marks
    known: View

    def kept(self, table: Table, rows: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame | pl.LazyFrame:
        """What of these rows of a table may be kept: without those of forgotten people, or without their words."""
        if table.name in _BY_NUMBER and isinstance(rows, pl.DataFrame):
            return self._without_numbers(table, rows)
        theirs = theirs_in(table, self.persons, self.leads)
        if theirs is None:
            return rows
        if table.name == SUPPRESSIONS.name:
            # What is asked by a forgotten number holds anyway.
            rows = self._without_forgotten(rows)
        if table.name not in _NOT_KEPT:
            kept = without_texts(table, rows.lazy(), theirs)
            return kept.collect() if isinstance(rows, pl.DataFrame) else kept
        rows = rows.filter(~theirs)
        # A list's own numbers are streamed, and were judged already.
        is_judged = table.name != NUMBERS.name or isinstance(rows, pl.LazyFrame)
        return rows if is_judged else self._without_forgotten(rows)

    def _without_forgotten(self, rows: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame | pl.LazyFrame:
        """The rows less those by a number that was forgotten."""
        numbers = rows.lazy().select("number").collect().to_series()
        again = list(self.marks.stand_ins(numbers.drop_nulls()))
        return rows.filter(~pl.col("number").is_in(again).fill_null(value=False)) if again else rows

    def _without_numbers(self, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
        """Calls of their leads at numbers that are nobody's here: these are theirs, and not told."""
        own = rows.filter(pl.col("lead_key").is_in(self.leads.implode()), ~is_stand_in()).get_column("number").unique()
        if own.is_empty():
            return rows
        others = self.known.everything().scan_keys(NUMBERS, "number", own).select("number").unique().collect()
        new = own.filter(~own.is_in(others.get_column("number").implode()))
        is_new = pl.col("lead_key").is_in(self.leads.implode()) & pl.col("number").is_in(new.implode())
        if table.name == STRAYS.name:
            return rows.filter(~is_new.fill_null(value=False))
        return rows.with_columns(pl.when(~is_new.fill_null(value=False)).then("number").alias("number"))


class Guarding:
    """A store's guard, made when it is first asked for; where nobody was forgotten nothing is looked at."""

    def __init__(self, known: View) -> None:
        self._known = known

    def kept(self, table: Table, rows: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame | pl.LazyFrame:
        """As `Guard.kept`."""
        guard = self._guard if table.personal else None
        return rows if guard is None else guard.kept(table, rows)

    @cached_property
    def _guard(self) -> Guard | None:
        if not self._known.segments(FORGOTTEN.name):
            return None
        persons = forgotten(self._known).get_column("person_key").drop_nulls().unique()
        leads = self._known.everything().scan_keys(LEADS, "person_key", persons).select("lead_key").unique().collect()
        return Guard(persons, leads.to_series(), Marks.of(self._known), self._known)
