"""What a person names at the command line: numbers, prefixes, persons, leads, e-mails, companies, record keys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.ids import lead_id, lead_key, person_id, person_key
from telebatch.model.plural import plural
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE
from telebatch.model.words import SuppressionKind
from telebatch.normalise import ADDRESS, one_spelling
from telebatch.normalise.companies import company_keys
from telebatch.pipeline.house import House
from telebatch.pipeline.people.prefixes import prefix_of
from telebatch.pipeline.people.readings import AMBIGUOUS, numbers_written, readable_part
from telebatch.pipeline.rules import company_forms, phone_table
from telebatch.prequalify import FURTHER
from telebatch.state import numbers_now, people_now
from telebatch.store import View, forgotten

#: What tells one suppression from another, the named list first.
KEY: Final = ("list", "kind", "number", "text", "person_key", "lead_key")
_ASKED: Final = {
    "kind": pl.String(), "number": pl.Int64(), "text": pl.String(), "person_key": pl.Int64(), "lead_key": pl.Int64(),
}  # fmt: skip
_SUBJECT: Final = {
    "record": pl.Int64(), "person_key": pl.Int64(), "lead_key": pl.Int64(), "email": pl.String(),
    FURTHER: pl.String(), "company_key": pl.String(), "record_key": pl.String(),
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """As written, by kind."""

    numbers: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    def each(self) -> Iterator[tuple[SuppressionKind, str]]:
        """Every thing named, kind by kind."""
        for kind, texts in (
            (SuppressionKind.NUMBER, self.numbers), (SuppressionKind.PREFIX, self.prefixes),
            (SuppressionKind.PERSON, self.persons), (SuppressionKind.LEAD, self.leads),
            (SuppressionKind.EMAIL, self.emails), (SuppressionKind.COMPANY, self.companies),
            (SuppressionKind.RECORD, self.records),
        ):  # fmt: skip
            for text in texts:
                yield kind, text


@dataclass(frozen=True, eq=False)
class Subjects:
    """Things asked about, with everything known that may name them.

    Attributes:
      frame: `record` (0, 1 … as `written`) with the keys of the thing; `numbers`: `record`, `number`.
      faults: Record → why it, or a part of it, cannot be read, and what to do.
    """

    written: tuple[str, ...]
    frame: pl.DataFrame
    numbers: pl.DataFrame
    faults: Mapping[int, str] = field(default_factory=dict)


def keys_of(house: House, known: View, named: Named, project: str | None) -> pl.DataFrame:
    """Distinct keys of everything named: `list` left out of KEY.

    Args:
      project: In whose regions national numbers are read; null: in those of every project.

    Raises:
      WrongUsage: With every thing that cannot be used, or nothing named at all.
    """
    rows, mistakes = [], []
    for kind, written in named.each():
        row = _key(house, known, (kind, written), project)
        if isinstance(row, str):
            mistakes.append(Mistake(row, f"{kind} {written[:24]!r}", _remedy(kind, written, row)))
        else:
            rows += row
    mistakes += _strangers(known, rows, "lead_key", LEADS.name)
    mistakes += _strangers(known, rows, "person_key", PEOPLE.name)
    if mistakes:
        first, *more = mistakes
        raise WrongUsage(first.what, place=first.place, remedy=first.remedy, more=tuple(more))
    if not rows:
        raise WrongUsage(
            "nothing is named", remedy="give numbers, --lead, --person, --email, --company, --prefix or --record"
        )
    return pl.DataFrame(rows, schema=dict(_ASKED)).unique(maintain_order=True)


_REMEDIES: Final = {
    SuppressionKind.NUMBER: "write it in national or international form",
    SuppressionKind.PREFIX: "write it with its country and at least two digits more: '+82 2 555*'",
    SuppressionKind.PERSON: "write the person_id of an output, as P000012X",
    SuppressionKind.LEAD: "write the lead_id of an output, as L000014X",
    SuppressionKind.EMAIL: "write one address: name@example.com",
    SuppressionKind.COMPANY: "write the company's name",
    SuppressionKind.RECORD: "write the key of the client's record",
}


def _remedy(kind: SuppressionKind, written: str, fault: str) -> str:
    """What to do about a thing that cannot be used; what is no number at all may be another thing."""
    if fault.startswith(AMBIGUOUS):
        return "write it with its country: +…"
    if kind is SuppressionKind.NUMBER and "@" in written:
        return f"write an e-mail address behind its option: --email {written.strip()}"
    if kind is SuppressionKind.NUMBER and re.search(r"[^\W\d_]{2}", written):
        return f"write a company's name behind its option: --company '{written.strip()}'"
    return _REMEDIES[kind]


def _key(
    house: House, known: View, named: tuple[SuppressionKind, str], project: str | None
) -> list[dict[str, object]] | str:
    """The rows of one thing named, or in words why it cannot be used."""
    kind, text = named[0], named[1].strip()
    if kind is SuppressionKind.NUMBER:
        numbers = numbers_written(house, known, text, project)
        return numbers if isinstance(numbers, str) else [{"kind": str(kind), "number": one} for one in numbers]
    if kind in {SuppressionKind.LEAD, SuppressionKind.PERSON}:
        column, reads = ("lead_key", lead_key) if kind is SuppressionKind.LEAD else ("person_key", person_key)
        key = pl.select(reads(pl.lit(text))).item()
        return f"is no {kind} id" if key is None else [{"kind": str(kind), column: key}]
    if kind is SuppressionKind.PREFIX:
        digits, fault = prefix_of(text, phone_table(house.shipped.phones))
        return fault or [{"kind": str(kind), "text": digits}]
    told = _text(house, kind, text)
    return "cannot be read" if told is None else [{"kind": str(kind), "text": told}]


def _text(house: House, kind: SuppressionKind, text: str) -> str | None:
    if kind is SuppressionKind.EMAIL:
        address = str(one_spelling(pl.Series([text], dtype=pl.String)).item()).lower()
        return address if re.fullmatch(ADDRESS, address) else None
    if kind is SuppressionKind.COMPANY:
        key = company_keys(pl.Series([text], dtype=pl.String), company_forms(house)).item(0, "company_key")
        return str(key) if key else None
    return text or None


def _strangers(known: View, rows: list[dict[str, object]], key: str, table: str) -> list[Mistake]:
    """Ids that are well formed and belong to nobody."""
    asked = pl.Series([row[key] for row in rows if key in row], dtype=pl.Int64)
    if asked.is_empty():
        return []
    there = known.everything().scan_keys(LEADS, key, asked).select(key).unique().collect().to_series()
    missing = asked.filter(~asked.is_in(there.implode()))
    told = f"{plural(missing.len(), 'id names', 'ids name')} nobody in this workspace"
    return [Mistake(told, table, "copy ids from an output")] if missing.len() else []


def refuse_forgotten(known: View, asked: pl.DataFrame) -> None:
    """Nobody new can be stopped by the id of somebody forgotten: of that person's numbers only others' are left here.

    Args:
      asked: As `keys_of` tells.

    Raises:
      WrongUsage: A person or lead named was forgotten.
    """
    gone = forgotten(known).get_column("person_key").drop_nulls()
    if gone.is_empty():
        return
    leads = asked.get_column("lead_key").drop_nulls()
    owners = known.everything().scan_keys(LEADS, "lead_key", leads).select("lead_key", owner="person_key").unique()
    whose = asked.join(owners.collect(), on="lead_key", how="left", maintain_order="left")
    named = whose.filter(pl.coalesce("person_key", "owner").is_in(gone.implode()))
    told = named.select(pl.coalesce(person_id(pl.col("person_key")), lead_id(pl.col("lead_key")))).to_series().to_list()
    if told:
        were, are = ("was", "is") if len(told) == 1 else ("were", "are")
        raise WrongUsage(
            f"{', '.join(told)} {were} forgotten, and {are} called no more",
            remedy="a number still known of such a person is others' too; to stop these, name the number",
        )


def subjects_of(house: House, known: View, named: Named) -> Subjects:
    """Everything asked about, each with what is known of it: a lead with its person, numbers, company and e-mail."""
    written, rows, numbers, faults = [], [], [], {}
    for record, (kind, text) in enumerate(named.each()):
        written.append(text)
        keys = _key(house, known, (kind, text), None)
        if isinstance(keys, str):
            faults[record] = f"{keys}; {_remedy(kind, text, keys)}"
            part = (
                () if kind is not SuppressionKind.NUMBER or keys.startswith(AMBIGUOUS) else readable_part(house, text)
            )
            keys = [{"number": number} for number in part]
        if not keys:
            continue
        own, theirs = _subject(known, kind, keys)
        rows.append({"record": record, **own})
        if kind is SuppressionKind.NUMBER:
            rows += [{"record": record, "company_key": key} for key in _companies_at(known, theirs)]
        if kind is SuppressionKind.EMAIL:
            rows += [{"record": record, "person_key": key} for key in _persons_at(known, str(own["email"]))]
        numbers += [{"record": record, "number": number} for number in theirs]
    schema = {"record": pl.Int64(), "number": pl.Int64()}
    return Subjects(
        tuple(written), pl.DataFrame(rows, schema=dict(_SUBJECT)), pl.DataFrame(numbers, schema=schema), faults
    )


def _subject(known: View, kind: SuppressionKind, keys: list[dict[str, object]]) -> tuple[dict[str, object], list[int]]:
    if kind is SuppressionKind.NUMBER:
        return {}, [int(str(key["number"])) for key in keys]
    if kind in {SuppressionKind.EMAIL, SuppressionKind.COMPANY, SuppressionKind.RECORD}:
        column = {"email": "email", "company": "company_key", "record": "record_key"}[str(kind)]
        return {column: keys[0]["text"]}, []
    if kind is SuppressionKind.PREFIX:
        return {}, [int(str(keys[0]["text"]))]
    return _of_person(known, keys[0])


def _companies_at(known: View, numbers: list[int]) -> list[str]:
    """Companies of the persons who have one of the numbers: nobody calls them there where the company is suppressed."""
    wanted = pl.col("number").is_in(numbers)
    persons = known.scan(NUMBERS).filter(wanted).select("person_key").unique().collect().to_series()
    today = numbers_now(known.scan_keys(NUMBERS, "person_key", persons)).filter(wanted).select("person_key").unique()
    people = people_now(known.scan_keys(PEOPLE, "person_key", today.collect().to_series()))
    return people.select("company_key").drop_nulls().unique().collect().to_series().sort().to_list()


def _persons_at(known: View, address: str) -> list[int]:
    """Persons who have the address: it may have come to be known after they asked to be left alone."""
    further = pl.col(FURTHER).str.split(" ").list.contains(address)
    has = pl.any_horizontal(pl.col("email").str.to_lowercase() == address, further)
    told = known.scan(PEOPLE).filter(has).select("person_key").unique()
    theirs = people_now(known.scan_keys(PEOPLE, "person_key", told.collect().to_series())).filter(has)
    return theirs.select("person_key").unique().collect().to_series().sort().to_list()


def _of_person(known: View, key: Mapping[str, object]) -> tuple[dict[str, object], list[int]]:
    """A lead or person with everything that may name it."""
    told: dict[str, object] = dict(key)
    told.pop("kind")
    if "lead_key" in told:
        keys = pl.Series([told["lead_key"]], dtype=pl.Int64)
        owner = known.everything().scan_keys(LEADS, "lead_key", keys).select("person_key").unique().collect()
        told["person_key"] = owner.item(0, 0) if owner.height else None
    persons = pl.Series([told["person_key"]], dtype=pl.Int64)
    latest = people_now(known.scan_keys(PEOPLE, "person_key", persons))
    for row in latest.select("email", FURTHER, "company_key", "record_key").head(1).collect().iter_rows(named=True):
        told.update(row)
    numbers = numbers_now(known.scan_keys(NUMBERS, "person_key", persons)).select("number").collect()
    return told, numbers.to_series().drop_nulls().to_list()
