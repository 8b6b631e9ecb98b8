"""Who shall be forgotten, and by what are they to be found: numbers, names, addresses, keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.forgotten_table import is_stand_in
from telebatch.model.plural import plural
from telebatch.model.tables import ATTEMPTS, NUMBERS, PEOPLE
from telebatch.normalise.phones import national_format
from telebatch.pipeline.house import House
from telebatch.pipeline.people.persons import Person, numbers_meant, persons_meant
from telebatch.pipeline.rules import phone_table
from telebatch.store import Marks, View, forgotten

#: Shorter keys of the client's stand in many cells that are no keys.
_KEY_SIGNS = 4


@dataclass(frozen=True, eq=False)
class Whom:
    """Persons who shall be forgotten.

    Attributes:
      persons: In order of key; `keys`, `leads`: their keys and those of their leads.
      forgotten: Keys of those among them who are already.
      numbers: Numbers that are theirs alone, as facts have them now.
      owned: Person → every number they ever had, whoever has it too.
      shared: Number of theirs → how many others have it, too.
      emails, record_keys, names: As ever told of them.
      keyed: Person, named list, record key within it, and whether others have that key there, too.
      name_keys: Person → every spelling of their name, folded; "" among them where a list told none.
      written: Number → its digits without country code.
    """

    persons: tuple[Person, ...]
    forgotten: frozenset[int]
    numbers: pl.Series
    owned: dict[int, tuple[int, ...]]
    shared: dict[int, int]
    emails: tuple[str, ...]
    record_keys: tuple[str, ...]
    names: tuple[str, ...]
    keyed: tuple[tuple[int, str, str, bool], ...]
    name_keys: dict[int, tuple[str, ...]]
    written: dict[int, str]

    @property
    def keys(self) -> pl.Series:
        """`person_key` of the persons, Int64."""
        return pl.Series([person.key for person in self.persons], dtype=pl.Int64)

    @property
    def leads(self) -> pl.Series:
        """`lead_key` of their leads in every project, Int64."""
        return pl.Series([lead.key for person in self.persons for lead in person.leads], dtype=pl.Int64)

    @property
    def long_keys(self) -> tuple[str, ...]:
        """Record keys that stand for nothing else in a cell."""
        return tuple(key for key in self.record_keys if len(key) >= _KEY_SIGNS)


def whom(house: House, known: View, named: Sequence[str]) -> Whom:
    """Everybody named, with what tells of them.

    Raises:
      WrongUsage: Somebody named is nobody here, or a number that several have.
    """
    persons: dict[int, Person] = {}
    again: set[int] = set()
    marks = Marks.of(known)
    for text in named:
        # Undone lists hold people too.
        found = persons_meant(house, known.everything(), text)
        if not text.strip()[:1].isalpha():
            numbers = pl.Series(numbers_meant(house, text), dtype=pl.Int64)
            stand_ins = marks.stand_ins(numbers)
            # Of whom was forgotten before, only who asks can tell the number.
            again |= set(stand_ins)
            found = _only_one(
                known, found, pl.concat([numbers, pl.Series([*stand_ins.values()], dtype=pl.Int64)]), text
            )
        persons |= {person.key: person for person in found}
    ordered = tuple(persons[key] for key in sorted(persons))
    gone = frozenset(forgotten(known).get_column("person_key").drop_nulls())
    return _told(house, known, ordered, gone, again)


def _only_one(known: View, found: tuple[Person, ...], numbers: pl.Series, text: str) -> tuple[Person, ...]:
    """The one whose number it is or was; whoever was only called at it is not meant.

    Raises:
      WrongUsage: It is nobody's, or that of several.
    """
    rows = known.everything().scan_keys(NUMBERS, "number", numbers).select("person_key").unique().collect()
    owners = [person for person in found if person.key in set(rows.to_series())]
    if len(owners) == 1:
        return tuple(owners)
    several = ", ".join(person.id for person in owners or found)
    what = f"the number of {len(owners)} persons: {several}" if owners else f"nobody's number; called at it: {several}"
    raise WrongUsage(
        f"{text[:24]!r} is {what}", remedy="telebatch explain tells who they are; name who asked by the id"
    )


def _told(house: House, known: View, persons: tuple[Person, ...], gone: frozenset[int], again: set[int]) -> Whom:
    ever = known.everything()
    keys = pl.Series([person.key for person in persons], dtype=pl.Int64)
    people = ever.scan_keys(PEOPLE, "person_key", keys).collect()
    texts = [tuple(people.get_column(name).drop_nulls().unique().sort()) for name in ("email", "record_key", "person")]
    further = people.get_column("further_emails").drop_nulls().str.split(" ").explode()
    names = people.select("person_key", pl.col("person_name_key").fill_null("")).unique().sort("person_name_key")
    numbers = _numbers(ever, keys, pl.Series([lead.key for one in persons for lead in one.leads], dtype=pl.Int64))
    others = _others(ever, numbers, [*keys, *gone])
    alone = pl.concat([numbers.filter(~numbers.is_in(list(others))), pl.Series(sorted(again), dtype=pl.Int64)])
    own = ever.scan_keys(NUMBERS, "person_key", keys).filter(~is_stand_in()).select("person_key", "number")
    owned = {key: tuple(part.get_column("number")) for (key,), part in own.unique().collect().group_by("person_key")}
    had = {number for numbers in owned.values() for number in numbers}
    return Whom(
        persons=persons,
        forgotten=frozenset(keys) & gone,
        numbers=alone.unique().sort(),
        owned=owned,
        shared={number: count for number, count in sorted(others.items()) if number in had},
        emails=tuple(sorted({*texts[0], *further})),
        record_keys=texts[1],
        names=texts[2],
        keyed=_keyed(ever, people, [*keys, *gone]),
        name_keys={key: tuple(part.get_column("person_name_key")) for (key,), part in names.group_by("person_key")},
        written=_written(house, pl.concat([numbers, alone]).unique()),
    )


def _numbers(ever: View, keys: pl.Series, leads: pl.Series) -> pl.Series:
    """Every number that was ever theirs, or that they were called at."""
    parts = [
        ever.scan_keys(NUMBERS, "person_key", keys).select("number"),
        ever.scan_keys(ATTEMPTS, "lead_key", leads).select("number"),
    ]
    real = pl.concat(parts).filter(~is_stand_in())
    return real.drop_nulls().unique().collect().to_series().sort()


def _others(ever: View, numbers: pl.Series, but: Sequence[int]) -> dict[int, int]:
    """Number → how many persons have or had it who are neither meant nor forgotten."""
    rows = ever.scan_keys(NUMBERS, "number", numbers).filter(~pl.col("person_key").is_in(list(but)))
    counted = rows.group_by("number").agg(pl.col("person_key").n_unique()).collect()
    return dict(counted.iter_rows())


def _keyed(ever: View, people: pl.DataFrame, but: Sequence[int]) -> tuple[tuple[int, str, str, bool], ...]:
    own = people.select("person_key", "list", "record_key").drop_nulls().unique()
    keys = ["list", "record_key"]
    near = ever.scan(PEOPLE).filter(pl.col("record_key").is_in(own.get_column("record_key").unique().implode()))
    others = near.filter(~pl.col("person_key").is_in(list(but))).select(*keys, is_shared=True).unique().collect()
    told = own.join(others, on=keys, how="left").with_columns(pl.col("is_shared").fill_null(value=False))
    return tuple(told.sort("person_key", *keys).iter_rows())


def _written(house: House, numbers: pl.Series) -> dict[int, str]:
    """Number → its digits without country code or trunk prefix: in these all ways of writing it end."""
    national = national_format(numbers, phone_table(house.shipped.phones)).str.replace_all(r"\D", "")
    told = {}
    for number, text in zip(numbers, national, strict=True):
        digits = str(number)
        # What both forms end in; a number that no plan writes has a code of three digits at most.
        ends = [at for at in range(len(digits)) if (text or digits[3:]).endswith(digits[at:])]
        told[number] = digits[ends[0] :] if ends else digits
    return told


def shared_words(found: Whom) -> tuple[str, ...]:
    """What a person should know of numbers that are not theirs alone."""
    return tuple(
        f"a number of theirs stays, for {plural(count, 'other person', 'other persons')} here "
        f"{'has' if count == 1 else 'have'} it too"
        for count in found.shared.values()
    )
