"""A delivery's rows as people: normalised, its dates read by one order, and what was guessed of them said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import chain

import polars as pl

from telebatch.model.phones import PhoneRepair
from telebatch.model.plural import plural, some
from telebatch.model.project import Project
from telebatch.model.texts import Held
from telebatch.normalise import Home, Normalised, name_key, normalise
from telebatch.pipeline.dates import date_notes, refuse_open
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.consents import consent_notes, without_days_to_come
from telebatch.pipeline.lists.deliveries import Delivery
from telebatch.pipeline.lists.foreign_numbers import country_doubts, foreign_number_notes
from telebatch.pipeline.lists.lost_letters import emptied_letters, lost_letters
from telebatch.pipeline.lists.misplaced import refuse_headings_below
from telebatch.pipeline.lists.refusal_columns import with_refusals
from telebatch.pipeline.lists.refused_parts import refused_parts
from telebatch.pipeline.rules import consents_expire, han_variants, normalise_rules
from telebatch.pipeline.table_words import known_headings
from telebatch.store import Commit

#: So many cells that name no country are shown, and so many letters of each.
_SHOWN, _EXCERPT = 3, 12


#: Six or seven digits of a number are left where it was shown with an exponent; so many noughts stand for the rest.
_NOUGHTS = 5
#: Shorter numbers, below this power of ten, are shown whole.
_LONG_NUMBER = 11
#: What a number that went through a cell of numbers has lost.
_AS_NUMBERS = (str(PhoneRepair.LEADING_ZERO_RESTORED), str(PhoneRepair.PLUS_RESTORED))


#: From this share of rows on an empty company is no exception.
_MANY_GAPS = 0.2

#: The texts of a longer list are laid aside: with them it would need more than 4 GiB of memory.
_LONG = 4_000_000


def read_people(house: House, commit: Commit, delivery: Delivery, project: Project) -> tuple[Delivery, Normalised]:
    """The list in our words, each candidate with its `sheet`; the delivery comes back with what was guessed of dates.

    Args:
      commit: The texts of a long list can be read again only while it lasts.

    Raises:
      InputRefused: A consent hangs on dates that may be read in two ways, and nobody said which; or other headings
        stand in the middle of the list.
    """
    keeps = commit.aside.lay if delivery.record_count > _LONG else Held
    rules = replace(normalise_rules(house, project, delivery.columns, delivery.options), sheets=delivery.sheets)
    normal = normalise(delivery.records, delivery.columns, rules, keeps)
    sheet = delivery.sheet_of(normal.candidates.get_column("record"))
    normal = replace(normal, candidates=normal.candidates.with_columns(sheet))
    normal, refused = with_refusals(house, delivery, normal)
    normal = replace(normal, beside_broken=refused_parts(house, delivery, normal, project))
    normal, to_come = without_days_to_come(house, project, normal)
    notes = (*_notes(house, delivery, normal, project), *refused)
    delivery = replace(delivery, guesses=(*delivery.guesses, *notes))
    dates = normal.consent_dates
    if dates is None:
        return delivery, normal
    column = delivery.columns.sources["consent_on"][0]
    matters = project.accept.consent or consents_expire(house, project)
    if matters:
        refuse_open(column, dates, delivery.shown, project)
    becomes = "such rows are rejected" if matters else "taken as not told"
    told = [*date_notes(column, dates, becomes)]
    if to_come:
        told.append(f"{column}: {plural(to_come, 'day')} still to come; {becomes}")
    return replace(delivery, guesses=(*delivery.guesses, *told)), normal


def _notes(house: House, delivery: Delivery, normal: Normalised, project: Project) -> tuple[str, ...]:
    """What was guessed and what a person should look at, each found in columns of its own, one beside the other.

    Raises:
      InputRefused: Other headings stand in the middle of the list.
    """
    tellers: tuple[Callable[[], Iterable[str]], ...] = (
        partial(country_notes, delivery, normal, project),
        partial(country_doubts, house, delivery, normal, project),
        partial(foreign_number_notes, normal, project),
        partial(_name_notes, house, normal),
        partial(_company_notes, delivery, normal, project),
        partial(_number_notes, normal),
        partial(_broken_notes, normal),
        partial(_doubt_notes, normal),
        partial(_email_notes, delivery, normal),
        partial(lost_letters, normal, delivery.columns.sources, house.shipped.list_care["lost_letters"]),
        partial(_emptied, house, delivery, normal, project),
        partial(_memo_notes, house, delivery, normal),
        partial(consent_notes, house, delivery, normal, project),
    )
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        below = pool.submit(refuse_headings_below, delivery.shown, normal, lambda: known_headings().words)
        told = pool.map(lambda tell: tuple(tell()), tellers)
        below.result()
        return tuple(chain.from_iterable(told))


def country_notes(delivery: Delivery, normal: Normalised, project: Project) -> Iterator[str]:
    """By which country national numbers are read, where there may be doubt, and which cells name none."""
    columns, unnamed = delivery.columns.sources.get("country", ()), normal.no_countries
    if not columns:
        yield from _home_notes(normal.home, project.accept.regions, normal.homes)
        return
    yield f"{columns[0]}: national numbers are read by the country that their row names"
    if unnamed:
        shown = sorted(unnamed, key=lambda cell: (-unnamed[cell], cell))[:_SHOWN]
        yield (
            f"{columns[0]}: {plural(sum(unnamed.values()), 'cell names', 'cells name')} no country we know"
            f" ({', '.join(cell[:_EXCERPT] for cell in shown)}); read as"
            f" {delivery.options.region or project.accept.home_region}"
        )


def _home_notes(home: Home | None, regions: Sequence[str], homes: Mapping[str, Home]) -> Iterator[str]:
    """By which region's rules a list without countries was read, or each of its sheets where they differ."""
    for sheet, own in homes.items():
        yield from (f"{sheet}: {note}" for note in _home_notes(own, regions, {}))
    if home is None or homes:
        return
    looked = f"of {plural(home.looked_at, 'number')} looked at {home.there:,} can be of {home.likely} alone"
    if home.region != home.usual:
        yield (
            f"national numbers are read as {home.region}: {looked}, {home.here:,} of {home.usual} alone;"
            f" if they are of {home.usual}, say --region {home.usual}"
        )
        return
    others = " or ".join(regions[1:])
    doubt = f"; {looked}" if home.there else ""
    yield (
        f"national numbers are read as {home.usual}, the first of the project's regions{doubt}; if they are of"
        f" {others}, say --region, or give the list a column of countries"
    )


def _email_notes(delivery: Delivery, normal: Normalised) -> Iterator[str]:
    """Cells under an e-mail heading that are not one address."""
    unread = normal.texts.beside(normal.candidates.select("email_unread"))
    people = unread.filter(pl.col("email_unread").is_not_null())
    told = pl.len(), pl.col("email").is_null().sum().alias("lost"), pl.col("further_emails").count().alias("several")
    cells, lost, several = people.select(told).collect().row(0)
    column = next(iter(delivery.columns.sources.get("email", ())), "")
    if lost:
        yield f"{column}: {plural(lost, 'cell holds', 'cells hold')} no e-mail address; taken as empty"
    if several:
        yield (
            f"{column}: {several:,} with more than one address: mailings go to the first,"
            " and who asks not to be contacted by any of them is not"
        )
    if beside := cells - lost - several:
        yield f"{column}: {plural(beside, 'cell holds', 'cells hold')} more than an address; the address counts"


def _emptied(house: House, delivery: Delivery, normal: Normalised, project: Project) -> Iterator[str]:
    """Names that are gone, on a list of people who write them in letters that can be dropped."""
    if project.accept.home_region in house.shipped.list_care["emptied_letters"]["regions"]:
        yield from emptied_letters(normal, delivery.columns.sources, delivery.source_columns)


def _memo_notes(house: House, delivery: Delivery, normal: Normalised) -> Iterator[str]:
    """Memos that may ask for no calls: a person has to look, for a memo suppresses nobody."""
    columns = delivery.columns.sources.get("memo", ())
    if not columns:
        return
    told = house.shipped.list_care["memo_refusals"]
    words = [word for language, listed in told.items() if language != "source" for word in listed]
    asking = normal.texts.where(pl.col("memo").str.contains_any(words, ascii_case_insensitive=True))
    lines = normal.candidates.get_column("line").gather(asking)
    if lines.len():
        yield (
            f"{columns[0]}: {plural(lines.len(), 'memo')} may ask for no calls (line {some(lines, _SHOWN)});"
            " a memo suppresses nobody: look at them, then telebatch suppress add"
        )


def _name_notes(house: House, normal: Normalised) -> Iterator[str]:
    """Titles that stood in no column of their own, and names of people who are none."""
    told = house.shipped.list_care["test_names"]
    words = [word for language, listed in told.items() if language != "source" for word in listed]
    # Whose name is one of the words in another spelling as well: only these few are compared whole.
    keys = pl.DataFrame({"word": words}).select(name_key(pl.col("word"), han_variants(house))).to_series()
    likely = normal.texts.where(pl.col("person_name_key").is_in(keys.implode()))
    names = normal.texts.at(likely, ["person"]).get_column("person")
    whole = names.str.to_lowercase().str.strip_chars().is_in(words)
    lines = normal.candidates.get_column("line").gather(likely.filter(whole))
    if lines.len():
        yield f"{plural(lines.len(), 'row')} named like a test (line {some(lines, _SHOWN)}): take them out of the list"
    if normal.salutations:
        yield f"{plural(normal.salutations, 'form')} of address (Mr, Ms, 様, 님) in place of a title; taken as none"
    if normal.beside_names:
        yield f"{plural(normal.beside_names, 'title')} read beside the name, as in 김부장, 원장 김하나 or J Smith, CEO"


def _company_notes(delivery: Delivery, normal: Normalised, project: Project) -> Iterator[str]:
    """A column of companies with many gaps may be a sheet that lost its merged cells; nobody guesses whose they are.

    None at all is said where the project seeks key persons; where it requires a company, every row is rejected for it.
    """
    columns, count = delivery.columns.sources.get("company", ()), normal.candidates.height
    gaps = (piece.lazy().select(pl.col("company").null_count()).collect().item() for piece in normal.texts.pieces)
    empty = sum(gaps) if columns else 0
    is_missed = project.key_person.wanted and "company" not in project.accept.required
    if count and is_missed and (not columns or empty == count):
        heading = f"{columns[0]}: empty in every row" if columns else "no column tells a company"
        yield (
            f"{heading}: colleagues are not known as such, and callers are shown none; if a column holds it,"
            f' write company = "THE HEADER" under [columns] in projects/{project.name}.toml'
        )
    if max(_MANY_GAPS * count, 1) <= empty < count:
        yield (
            f"{columns[0]}: {empty:,} of {plural(count, 'row')} have no company; if its cells were merged in a sheet,"
            " send that sheet (XLSX), which tells which rows they cover"
        )


def _doubt_notes(normal: Normalised) -> Iterator[str]:
    """Which way digits were read that may be national or begin with the calling code."""
    for column, doubt in normal.plusless.items():
        if doubt.either:
            lost = "the plus in front of the country code" if doubt.is_lost else "the first zero"
            yield (
                f"{column}: {plural(doubt.either, 'number')} may lack the plus or the first zero;"
                f" read as lacking {lost}"
                f" ({plural(doubt.coded, 'other')} can only lack the plus, {doubt.national:,} only the zero)"
            )


def _broken_notes(normal: Normalised) -> Iterator[str]:
    """Numbers that cannot be read where another one of the row can, so that no verdict tells of them."""
    records = normal.candidates.get_column("record")
    lines = normal.candidates.get_column("line").gather(records.search_sorted(normal.broken))
    if lines.len():
        yield (
            f"{plural(lines.len(), 'row holds', 'rows hold')} a number that cannot be read beside one that can"
            f" (line {some(lines, _SHOWN)}); it is not dialled: write it in full and send these rows again"
        )


def _number_notes(normal: Normalised) -> Iterator[str]:
    """What a person should know of the numbers as a whole."""
    repairs = normal.candidates.get_column("repaired").drop_nulls().cast(pl.String).value_counts(sort=True)
    if repairs.height:
        told = ", ".join(
            f"{count:,} {word}"
            for word, count in repairs.sort("count", "repaired", descending=[True, False]).iter_rows()
        )
        yield f"numbers read after a repair or marked: {told}"
    lost = normal.candidates.select(pl.col("number_reason").eq("scientific_notation").sum()).item()
    if lost:
        yield f"numbers that scientific notation left without their digits: {lost:,}; ask for the list as XLSX"
    # A program that once showed such a number as 8.21012E+11 may have written it out with noughts.
    is_long = pl.col("number").ge(10**_LONG_NUMBER)
    is_round = (
        is_long & pl.col("number").mod(10**_NOUGHTS).eq(0) & pl.col("repaired").cast(pl.String).is_in(_AS_NUMBERS)
    )
    spent = normal.candidates.select(is_round.sum()).item()
    if spent:
        yield f"numbers that end in {_NOUGHTS} noughts: {spent:,}; scientific notation may have taken their digits"
