"""Which result files may have been matched beside what a batch told of people and their numbers, and which were?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from telebatch.ingest import Ingested
from telebatch.model.tables import (
    AMENDMENTS,
    ATTEMPTS,
    LEADS,
    LISTED,
    NUMBERS,
    ORDERS,
    PEOPLE,
    QUARANTINE,
    TOUCHES,
    Table,
)  # fmt: skip
from telebatch.model.words import LeadSource
from telebatch.pipeline.results.lookups import owners_of
from telebatch.store import InputRow, View

_TELLING = (PEOPLE, NUMBERS, LEADS)
_NAMING = {"attempts": ATTEMPTS, "orders": ORDERS, "touches": TOUCHES, "amendments": AMENDMENTS}
#: Rows that found no lead, or several.
_UNMATCHED = ("lead_unknown", "lead_ambiguous", "lead_id_doubted")
#: By so many last digits a number is sought in the text of a row that found no lead, however it is written.
_DIGITS = 7


@dataclass(frozen=True, eq=False)
class Beside:
    """Result files that may be matched otherwise without what a batch told.

    Attributes:
      files: Keys of files with rows at numbers that have other owners now, matched or in quarantine.
      named: Numbers of people whom somebody named in a talk of the batch: who names them later makes their lead.
      forced: Batches that made leads of people of whom nothing else tells any more.
    """

    files: frozenset[int]
    named: frozenset[int]
    forced: frozenset[int]

    @staticmethod
    def nothing() -> Beside:
        """Nothing was taken out."""
        return Beside(frozenset(), frozenset(), frozenset())

    @staticmethod
    def of(before: View, after: View, number: int) -> Beside:
        """What hangs on batch `number`, which one of the views has and the other one lacks."""
        told = [pl.concat([_of(known, table, number) for known in (before, after)]) for table in _TELLING]
        off = [_of(known, LISTED, number).filter(pl.col("verdict").is_null()) for known in (before, after)]
        persons = pl.concat([one.select("person_key") for one in (*told, *off)]).drop_nulls().unique().to_series()
        if persons.is_empty():
            return Beside.nothing()
        made = told[2].filter(pl.col("source") != str(LeadSource.LIST))
        theirs = _numbers(after, made.get_column("person_key"))
        numbers = pl.concat([_with_other_owners(before, after, _numbers(after, persons)), theirs]).unique()
        referred = made.filter(pl.col("source") == str(LeadSource.REFERRAL)).get_column("person_key")
        files = (*_files_at(after, numbers), *_files_open(after, numbers))
        return Beside(frozenset(files), frozenset(_numbers(after, referred)), frozenset(_makers(after, persons)))

    def and_of(self, before: View, after: View, number: int) -> Beside:
        """With what hangs on another batch."""
        more = Beside.of(before, after, number)
        return Beside(self.files | more.files, self.named | more.named, self.forced | more.forced)

    def concerns(self, taken: InputRow) -> bool:
        """Whether the file is worth being read again."""
        return bool(self.named) or taken.file_key in self.files or taken.batch in self.forced


def is_told_otherwise(known: View, taken: InputRow, found: Ingested, beside: Beside) -> bool:
    """Whether a row of the file goes to another place than it has, or makes a lead anew; the lead's or quarantine.

    Args:
      known: Still with the file's batch.
      found: The file as it is matched without what is taken out.
    """
    if taken.batch in beside.forced:
        return True
    if not found.referrals.is_empty() and beside.named & set(found.referrals.get_column("number")):
        return True
    stored = {name: _of(known, table, taken.batch) for name, table in _NAMING.items()}
    stands = _places(stored, _of(known, QUARANTINE, taken.batch))
    now = _places({name: getattr(found, name) for name in _NAMING}, found.quarantine)
    return not _with_callers(known, now, stands, found).equals(stands.sort(stands.columns))


def _with_callers(known: View, now: pl.DataFrame, stands: pl.DataFrame, found: Ingested) -> pl.DataFrame:
    """`now`, where unknown callers have the lead that a live batch made of them."""
    if found.new_callers.is_empty():
        return now.sort(now.columns)
    callers = stands.filter(pl.col("place") == "attempts").join(found.new_callers, on="record", how="semi")
    made = known.scan_keys(LEADS, "lead_key", callers.get_column("lead_key")).select("lead_key").unique().collect()
    own = callers.join(made, on="lead_key", how="semi").unique("record").select("record", "place", _own="lead_key")
    filled = now.join(own, on=["record", "place"], how="left")
    return filled.select("record", pl.coalesce("lead_key", "_own").alias("lead_key"), "place").sort(now.columns)


def _places(kept: Mapping[str, pl.DataFrame], quarantine: pl.DataFrame) -> pl.DataFrame:
    """`record`, `lead_key`, `place` of rows that found their lead, and of those that found none, or several."""
    parts = [rows.select("record", "lead_key", place=pl.lit(name)) for name, rows in kept.items()]
    # A row that falls out for another reason holds the lead it names.
    names = pl.col("reason").is_in(_UNMATCHED) | pl.col("lead_key").is_not_null()
    fallen = quarantine.filter(names).select("record", "lead_key", place="reason")
    return pl.concat([*parts, fallen])


def _of(known: View, table: Table, number: int) -> pl.DataFrame:
    return known.scan(table).filter(pl.col("batch") == number).collect()


def _numbers(known: View, persons: pl.Series) -> pl.Series:
    """Every number the persons ever had."""
    rows = known.everything().scan_keys(NUMBERS, "person_key", persons).select("number").drop_nulls().unique()
    return rows.collect().to_series()


def _with_other_owners(before: View, after: View, numbers: pl.Series) -> pl.Series:
    """Those of the numbers that have owners now, and others than before."""
    old, new = owners_of(before, numbers), owners_of(after, numbers)
    pair = ["number", "person_key"]
    differs = pl.concat([old.join(new, on=pair, how="anti"), new.join(old, on=pair, how="anti")])
    return differs.join(new, on="number", how="semi").get_column("number").unique()


def _files_at(known: View, numbers: pl.Series) -> Iterator[int]:
    """Files with rows of leads whose person ever had one of the numbers."""
    everyone = known.everything()
    persons = everyone.scan_keys(NUMBERS, "number", numbers).select("person_key").unique().collect().to_series()
    leads = everyone.scan_keys(LEADS, "person_key", persons).select("lead_key").unique().collect().to_series()
    for table in (*_NAMING.values(), QUARANTINE):
        rows = known.scan_keys(table, "lead_key", leads).select("file_key").drop_nulls()
        yield from rows.unique().collect().to_series()


def _files_open(known: View, numbers: pl.Series) -> Iterator[int]:
    """Files with a row in quarantine that found no lead, or several, and in which one of the numbers stands."""
    ends = numbers.cast(pl.String).str.tail(_DIGITS).unique().to_list()
    if ends:
        rows = known.scan(QUARANTINE).filter(pl.col("lead_key").is_null())
        bare = pl.col("raw").str.replace_all(r"[\s().\-/]", "")
        yield from rows.filter(bare.str.contains_any(ends)).select("file_key").unique().collect().to_series()


def _makers(known: View, persons: pl.Series) -> Iterator[int]:
    """Batches whose calls made leads of the persons, of whom nobody tells name or number any more."""
    told = known.scan_keys(PEOPLE, "person_key", persons).select("person_key").unique()
    rows = known.scan_keys(LEADS, "person_key", persons).filter(pl.col("source") != str(LeadSource.LIST))
    yield from rows.join(told, on="person_key", how="anti").select("batch").unique().collect().to_series()
