"""Who is meant by a number or an id, and what is known of that person as a card."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.forgotten_table import is_stand_in
from telebatch.model.ids import lead_id, lead_key, person_id, person_key
from telebatch.model.tables import ATTEMPTS, LEADS, NUMBERS, PEOPLE
from telebatch.normalise.phones import national_format, phones
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import phone_table
from telebatch.state import numbers_now, people_now
from telebatch.store import Marks, View, forgotten

_REMEDY = "write a number as 010-1234-5678 or +82 10 1234 5678, or a lead_id of an output, as L000014X"


@dataclass(frozen=True)
class Lead:
    """A person in one project."""

    key: int
    id: str
    project: str
    source: str
    batch: int


@dataclass(frozen=True)
class Person:
    """One person with every lead of theirs.

    Attributes:
      card: Latest PEOPLE row; empty where none is kept.
      numbers: Latest numbers in dialling order, E.164.
      written: The same as people write them.
      is_forgotten: Nothing that names them is kept.
    """

    key: int
    id: str
    card: dict[str, str | None]
    numbers: tuple[int, ...]
    written: tuple[str, ...]
    leads: tuple[Lead, ...]
    is_forgotten: bool = False

    @property
    def shown(self) -> str:
        """Name, title, company and numbers in one line."""
        if self.is_forgotten:
            return f"{self.id}  forgotten"
        told = [self.card.get(name) for name in ("person", "title", "department", "company", "email")]
        known = ", ".join(text for text in told if text) or "name not known"
        return f"{self.id}  {known}; {', '.join(self.written) or 'no number'}"


def persons_meant(house: House, known: View, whom: str) -> tuple[Person, ...]:
    """Everybody the text names: a lead's or person's id, or a number anybody has or was called at.

    Raises:
      WrongUsage: Neither a number nor an id, or nobody here has it.
    """
    text = whom.strip()
    lead, person = pl.select(lead=lead_key(pl.lit(text)), person=person_key(pl.lit(text))).row(0)
    if lead is not None:
        keys = _owners(known, pl.Series([lead], dtype=pl.Int64))
    elif person is not None:
        keys = pl.Series([person], dtype=pl.Int64)
    else:
        numbers = numbers_meant(house, text)
        stand_ins = Marks.of(known).stand_ins(pl.Series(numbers, dtype=pl.Int64))
        keys = _having(known, (*numbers, *stand_ins.values()))
    found = persons_of(house, known, keys)
    if not found:
        raise WrongUsage(f"nobody here goes by {text[:24]!r}", remedy="see lists/ for ids, or take in the list first")
    return found


def numbers_meant(house: House, text: str) -> tuple[int, ...]:
    """The number as each region of the workspace's projects reads it.

    Raises:
      WrongUsage: No region can read it.
    """
    projects = house.settings.projects.values()
    regions = dict.fromkeys((*(region for project in projects for region in project.accept.regions), "KR"))
    table = phone_table(house.shipped.phones)
    found: dict[int, None] = {}
    for region in regions:
        read = phones(pl.Series([text], dtype=pl.String), region, table).get_column("number").drop_nulls()
        found.update(dict.fromkeys(read.to_list()))
    digits = text.removeprefix("+")
    if digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15:
        found[int(digits)] = None
    if not found:
        raise WrongUsage(f"{text[:24]!r} is neither a number nor a lead's id", remedy=_REMEDY)
    return tuple(found)


def persons_of(house: House, known: View, keys: pl.Series) -> tuple[Person, ...]:
    """The persons of these keys that the store knows, by key."""
    cards = _by_person(people_now(known.scan_keys(PEOPLE, "person_key", keys)))
    numbers = numbers_now(known.scan_keys(NUMBERS, "person_key", keys))
    ordered = numbers.filter(~is_stand_in()).sort("person_key", "position").collect()
    shown = national_format(ordered.get_column("number"), phone_table(house.shipped.phones))
    ordered = ordered.select("person_key", "number", shown.fill_null("").alias("written"))
    leads = known.everything().scan_keys(LEADS, "person_key", keys).unique("lead_key").sort("lead_key").collect()
    leads = leads.with_columns(lead_id(pl.col("lead_key")).alias("id"))
    gone = set(forgotten(known).get_column("person_key"))
    told = []
    for key in sorted(set(keys.to_list()) & {*cards, *leads.get_column("person_key")}):
        theirs = ordered.filter(pl.col("person_key") == key)
        mine = leads.filter(pl.col("person_key") == key).iter_rows(named=True)
        told.append(
            Person(
                key, pl.select(person_id(pl.lit(key, pl.Int64))).item(), cards.get(key, {}),
                tuple(theirs.get_column("number")), tuple(theirs.get_column("written")),
                tuple(Lead(row["lead_key"], row["id"], row["project"], row["source"], row["batch"]) for row in mine),
                key in gone,
            )
        )  # fmt: skip
    return tuple(told)


def lead_meant(house: House, known: View, text: str) -> tuple[Person, Lead]:
    """The one lead of an id.

    Raises:
      WrongUsage: Not an id, or of nobody here.
    """
    key = pl.select(lead_key(pl.lit(text.strip()))).item()
    if key is None:
        raise WrongUsage(
            f"{text[:24]!r} is no lead's id", remedy="copy it from an output; telebatch explain NUMBER shows it"
        )
    for person in persons_of(house, known, _owners(known, pl.Series([key], dtype=pl.Int64))):
        for lead in person.leads:
            if lead.key == key:
                return person, lead
    raise WrongUsage(f"no lead {text[:24]} here", remedy="copy it from an output; telebatch explain NUMBER shows it")


def _owners(known: View, leads: pl.Series) -> pl.Series:
    found = known.everything().scan_keys(LEADS, "lead_key", leads).select("person_key").unique()
    return found.sort("person_key").collect().to_series()


def _having(known: View, numbers: tuple[int, ...]) -> pl.Series:
    """Persons who have or had one of the numbers, and those who were called at it."""
    wanted = pl.col("number").is_in(list(numbers))
    owners = known.scan(NUMBERS).filter(wanted).select("person_key").unique().collect().to_series()
    called = known.scan(ATTEMPTS).filter(wanted).select("lead_key").drop_nulls().unique().collect().to_series()
    return pl.concat([owners, _owners(known, called)]).unique().sort()


def _by_person(rows: pl.LazyFrame) -> dict[int, dict[str, str | None]]:
    return {row.pop("person_key"): row for row in rows.unique("person_key", keep="any").collect().iter_rows(named=True)}
