"""What a list read anew tells of people otherwise than it did: a heading that is named now was a name all along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.tables import LISTS, NUMBERS, PEOPLE
from telebatch.model.versions import version_order
from telebatch.normalise import Normalised
from telebatch.pipeline.lists.deliveries import ListFacts
from telebatch.pipeline.lists.keep import number_rows, people_rows
from telebatch.state import numbers_now, people_now
from telebatch.store import Commit, View

_FIELDS: Final = (
    "record_key", "person", "title", "department", "company", "email", "further_emails", "address", "postcode",
    "city", "language", "company_size", "industry",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Retold:
    """A version, of the day of the list, of everybody of whom it tells otherwise; later words hold against it.

    Attributes:
      people, numbers: PEOPLE and NUMBERS rows, without `batch`.
    """

    people: pl.DataFrame
    numbers: pl.DataFrame

    def add_to(self, commit: Commit) -> tuple[int, int]:
        """Adds them; gives how many people are told otherwise, and of how many the numbers."""
        commit.add(PEOPLE, self.people)
        commit.add(NUMBERS, self.numbers)
        return self.people.height, self.numbers.get_column("person_key").n_unique()


def retold(known: View, keyed: pl.DataFrame, normal: Normalised, facts: ListFacts, batch: int) -> Retold:
    """What the list tells of people otherwise than it did.

    Args:
      keyed: Verdicts with their keys, sorted by record.
      batch: That brought the list; what it has told of somebody since then is compared.
    """
    leads = pl.col("lead_key").is_not_null() & pl.col("survivor").is_null()
    told = people_rows(normal.texts.beside(keyed).filter(leads), facts).collect()
    owners = keyed.select("record", pl.when(leads).then("person_key"))
    numbers = number_rows(normal.numbers, owners, facts).collect()
    return Retold(_people(known, told, facts, batch), _numbers(known, numbers, facts, batch))


def _people(known: View, told: pl.DataFrame, facts: ListFacts, batch: int) -> pl.DataFrame:
    versions = known.scan_keys(PEOPLE, "person_key", told.get_column("person_key"))
    before = _told_before(known, versions, facts, batch)
    both = told.lazy().join(before.select("person_key", *_FIELDS), on="person_key", suffix="_before")
    both = both.join(people_now(versions).select("person_key", *_FIELDS), on="person_key", suffix="_now")
    return both.filter(_differ("before"), _differ("now")).select(told.columns).collect()


def _numbers(known: View, told: pl.DataFrame, facts: ListFacts, batch: int) -> pl.DataFrame:
    """A list tells all numbers of a person: whoever has others now has all of them told anew."""
    versions = known.scan_keys(NUMBERS, "person_key", told.get_column("person_key"))
    before, now = _dialled(_told_before(known, versions, facts, batch)), _dialled(numbers_now(versions))
    both = (
        _dialled(told.lazy()).join(before, on="person_key", suffix="_before").join(now, on="person_key", suffix="_now")
    )
    differ = pl.col("number").ne(pl.col("number_before")) & pl.col("number").ne(pl.col("number_now"))
    whose = both.filter(differ).select("person_key").collect()
    return told.join(whose, on="person_key", how="semi")


def _dialled(numbers: pl.LazyFrame) -> pl.LazyFrame:
    """`person_key`, `number`: all of a person in dialling order, as one text."""
    ordered = pl.col("number").sort_by("position").cast(pl.String).str.join(" ")
    return numbers.group_by("person_key").agg(ordered)


def _told_before(known: View, versions: pl.LazyFrame, facts: ListFacts, batch: int) -> pl.LazyFrame:
    """What the list told of each person when it came, or when it was read anew since.

    Whom a later list of the same day tells of is left out: a version of that day would hold against it.
    """
    own = versions.filter(
        pl.col("batch") >= batch, pl.col("told_by").is_null(), pl.col("told_on").eq_missing(facts.received_on)
    ).with_columns(version_order().alias("_order"))
    came = known.scan(LISTS).select("batch").collect().to_series()
    later = own.filter(pl.col("batch") > batch, pl.col("batch").is_in(came.implode()))
    own = own.join(later.select("person_key").unique(), on="person_key", how="anti")
    return own.filter(pl.col("_order").eq(pl.col("_order").max().over("person_key"))).drop("_order")


def _differ(than: str) -> pl.Expr:
    """Whether a field that is told differs; an empty cell tells nothing."""
    says = {name: pl.col(name).cast(pl.String).fill_null("").ne("") for name in _FIELDS}
    return pl.any_horizontal(told & pl.col(name).ne_missing(pl.col(f"{name}_{than}")) for name, told in says.items())
