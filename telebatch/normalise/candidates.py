"""Records of a contact list become candidates: one row each, every column read once and told in fixed words."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from types import MappingProxyType

import polars as pl

from telebatch.model.cell_words import YesNo
from telebatch.model.date_orders import DateOrder
from telebatch.model.flows import CANDIDATE_TEXTS, CANDIDATES
from telebatch.model.project import Accept
from telebatch.model.records import ColumnMap
from telebatch.model.texts import Held, Piece, Texts
from telebatch.model.time_words import TimeWords
from telebatch.normalise.companies import CompanyForms, company_keys
from telebatch.normalise.countries import regions_named
from telebatch.normalise.home import Home, Homes, homes_of, led_by, regions_by_sheet
from telebatch.normalise.named import added_up, asked, first_rows, own_columns, text_of, trimmed, unread_consents
from telebatch.normalise.names import name_key
from telebatch.normalise.normalised import Normalised
from telebatch.normalise.numbers import PhoneColumns, Repeated, broken_beside, first_usable, numbers_of, shared_lines
from telebatch.normalise.phones import BARE, MOST, PhoneTable, Plusless, plusless_columns
from telebatch.normalise.repeated import over_distinct, word
from telebatch.normalise.titles import TitleVocabulary, spoken_languages, titles
from telebatch.normalise.titles.beside_names import titles_beside_names, without_salutations
from telebatch.normalise.when import DateColumn, read_date_column

_ROLE = ("title", "department", "language", "company_size", "industry")
#: Judged with the title, then kept; where a list has none they take no room either.
_BESIDE = ("department", "language", "company_size", "industry")
_WORDS = ("title", "department", "language", "industry", "missing", "email_unread")
_NOT_BESIDE = frozenset(("file_key", *CANDIDATE_TEXTS))
#: A cell under a date heading may hold anything; so much of it shows what was meant.
_MOST_LETTERS = 40
#: Rows normalised at a time: memory stays flat, and a million comes to a whole round of three pieces at once.
_ROWS_AT_A_TIME = 334_000
_NO_ROW = pl.DataFrame({"number": [""]})


@dataclass(frozen=True)
class NormaliseRules:
    """Tables and vocabularies that normalise judges by; settings loads them.

    Attributes:
      times: Words for times of day, which may stand behind a date.
      consent: Words of the consent column.
      date_order: How the dates of this file are written, where somebody said it.
      countries: Spelling of a country → its region, from `country_names`.
      asks_titles: The project seeks key persons, so a title behind a name is worth reading.
      region: By which national numbers are read, where somebody said it.
      nothing: Words of a cell that is as good as empty.
      sheets: Of the list, each with the records before it.
      homes: Those whose national numbers are read by other regions than each other's; set here.
    """

    phones: PhoneTable
    titles: TitleVocabulary
    companies: CompanyForms
    accept: Accept
    times: TimeWords
    consent: YesNo
    date_order: DateOrder | None = None
    countries: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    asks_titles: bool = True
    region: str | None = None
    nothing: frozenset[str] = frozenset()
    sheets: tuple[tuple[str, int], ...] = ()
    homes: Homes = ()


#: Puts the texts of a piece somewhere, and gives the way to read them again.
Keeps = Callable[[pl.DataFrame], Piece]


def normalise(records: pl.LazyFrame, columns: ColumnMap, rules: NormaliseRules, keeps: Keeps = Held) -> Normalised:
    """Reads every column of a list once.

    Args:
      records: As read gives them: `record`, `line`, String columns; key record.
      columns: Which source column holds what.
      rules: Phone table, vocabularies, accepted regions (the first is assumed for national numbers).
      keeps: Asked by several threads at once; else texts stay in memory.
    """
    records = records.select(asked(columns))
    home, homes = _home(records, columns, rules)
    led = rules.region or (home.region if home and not homes else "")
    rules = replace(rules, accept=led_by(rules.accept, led), homes=homes)
    doubts = _plusless(records, columns, rules)
    lost = frozenset(name for name, told in doubts.items() if told.is_lost)
    phone_columns = PhoneColumns(columns.sources.get("number", ()), columns.roles, lost)
    parts = list(_in_step(records, lambda rows: _normalised(rows, columns, rules, keeps, phone_columns)))
    parts = parts or [_normalised(records.clear().collect(), columns, rules, keeps, phone_columns)]
    pieces, counts = ([getattr(part.texts, name) for part in parts] for name in ("pieces", "counts"))
    texts = Texts(tuple(chain(*pieces)), tuple(chain(*counts)))
    with ThreadPoolExecutor(1) as beside:
        joining = beside.submit(_joined, [part.candidates for part in parts])
        numbers = _joined([part.numbers for part in parts])
        repeated = Repeated.of(numbers)
        people, dates = _with_consent_dates(joining.result(), columns, rules)
    if not people.get_column("record").is_sorted():
        order = people.get_column("record").arg_sort()
        people, numbers = people[order], numbers.sort("record", "position")
        texts = Texts((keeps(texts.at(order, texts.columns)),), (order.len(),))
    shared = shared_lines(numbers, repeated, people.get_column("record"), texts)
    numbers = numbers.with_columns(shared.line())
    # The first usable number of a switchboard is told as one.
    countries, consents = (added_up(getattr(part, name) for part in parts) for name in ("no_countries", "no_consents"))
    found = sum(part.beside_names for part in parts)
    people = people.with_columns(shared.line("line_kind"))
    polite = sum(part.salutations for part in parts)
    done = Normalised(people, texts, numbers, dates, countries, consents, found, shared.repeated, doubts, home, polite)
    told = dict(zip((name for name, _ in rules.sheets), (one for _, one in homes), strict=False))
    return replace(done, homes=told, broken=pl.concat([part.broken for part in parts]).sort())


def _home(records: pl.LazyFrame, columns: ColumnMap, rules: NormaliseRules) -> tuple[Home | None, Homes]:
    """Asked where a project of several regions has a list without countries; and of each sheet, where they differ."""
    sources = columns.sources.get("number", ())
    if len(rules.accept.regions) < 2 or columns.sources.get("country") or rules.region:
        return None, ()
    return homes_of(records, sources, rules.accept.regions, rules.phones, rules.sheets)


def _plusless(records: pl.LazyFrame, columns: ColumnMap, rules: NormaliseRules) -> Mapping[str, Plusless]:
    """What digits without a plus mean in each phone column: one habit for the whole list, by its first rows of them."""
    sources = columns.sources.get("number", ())
    has_countries = bool(columns.sources.get("country"))
    if not sources or not (has_countries or plusless_columns(_NO_ROW, rules.accept.home_region, rules.phones)):
        return {}
    bare = pl.any_horizontal(pl.col(name).str.contains(BARE) for name in sources)
    rows = first_rows(records.filter(bare), MOST)
    return plusless_columns(rows.select(sources), _regions(rows, columns, rules)[0], rules.phones)


def _with_consent_dates(
    people: pl.DataFrame, columns: ColumnMap, rules: NormaliseRules
) -> tuple[pl.DataFrame, DateColumn | None]:
    """Consent dates read once the whole column is there: a piece of it may leave open what another piece decides."""
    cells = people.get_column("consent_on")
    if not columns.sources.get("consent_on"):
        return people.with_columns(pl.lit(None, dtype=pl.Date).alias("consent_on")), None
    dates = read_date_column(cells, rules.times, rules.date_order, rules.accept.usual_orders)
    unread = pl.when(dates.is_unread).then(cells.str.slice(0, _MOST_LETTERS)).alias("consent_on_unread")
    return people.with_columns(dates.values, unread), dates


def _in_step(records: pl.LazyFrame, judge: Callable[[pl.DataFrame], Normalised]) -> Iterator[Normalised]:
    """Judges the list piece by piece, in order, one piece more at once than there are processors.

    Each waits for another now and then, and with one more to go on with no processor does: a twentieth of the whole.
    """
    pieces = records.collect_batches(chunk_size=_ROWS_AT_A_TIME, maintain_order=True)
    with ThreadPoolExecutor(pl.thread_pool_size() + 1) as pool:
        # One piece is read ahead, so that nobody waits for the slower of two.
        judging = deque(pool.submit(judge, piece) for piece in islice(pieces, pl.thread_pool_size() + 2))
        while judging:
            yield judging.popleft().result()
            judging.extend(pool.submit(judge, piece) for piece in islice(pieces, 1))


def _joined(pieces: list[pl.DataFrame]) -> pl.DataFrame:
    """One frame of whole columns; each column leaves the pieces as it is joined, so that memory holds none twice."""
    names = pieces[0].columns
    columns = ([piece.drop_in_place(name) for piece in pieces] for name in names)
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        return pl.DataFrame(list(pool.map(_whole, columns)))


def _whole(parts: list[pl.Series]) -> pl.Series:
    """One column; its parts are let go of as soon as it is there."""
    whole = pl.concat(parts, rechunk=True)
    parts.clear()
    return whole


def _normalised(
    rows: pl.DataFrame, columns: ColumnMap, rules: NormaliseRules, keeps: Keeps, phone_columns: PhoneColumns
) -> Normalised:
    """A piece of the list, as far as every row speaks for itself."""
    rows = rows.rechunk()
    named = own_columns(rows, columns, rules.consent, rules.nothing).with_columns(
        pl.lit(None, dtype=pl.Null).alias("consent_on_unread")
    )
    silent = named.get_column("title").null_count()
    named = named.with_columns(without_salutations(named.get_column("title"), rules.titles))
    untold = named.get_column("title").null_count()
    if rules.asks_titles:
        named = named.with_columns(titles_beside_names(named, rules.titles))
    regions, unnamed = _regions(rows, columns, rules)
    numbers = numbers_of(named, phone_columns, regions, rules.phones)
    judged = (
        named.pipe(_with_keys, rules)
        .hstack(first_usable(numbers, named.height))
        .with_columns(_missing(rules.accept.required).alias("missing"))
        .with_columns(pl.col(name).cast(word(name)) for name in _WORDS)
        .pipe(_with_role, rules.titles)
        .with_columns(pl.lit(None, pl.Null()).alias(name) for name in _BESIDE if not columns.sources.get(name))
    )
    texts = Texts((keeps(judged.select(CANDIDATE_TEXTS)),), (judged.height,))
    people = judged.select(name for name in CANDIDATES if name not in _NOT_BESIDE)
    broken = broken_beside(numbers)
    numbers = numbers.drop("row", "reason", "repaired")
    found = untold - named.get_column("title").null_count()
    no_consents = unread_consents(rows, columns, named["consent"])
    return Normalised(
        people, texts, numbers, None, unnamed, no_consents, found, salutations=untold - silent, broken=broken
    )


def _regions(
    rows: pl.DataFrame, columns: ColumnMap, rules: NormaliseRules
) -> tuple[pl.Series | str, Mapping[str, int]]:
    """The region that a row's national numbers are read in, and the cells that name no country.

    A row that names its country is read by that; one that names none by its sheet's, else the project's first region.
    """
    usual = rules.accept.home_region
    sources = columns.sources.get("country", ())
    if not sources:
        return regions_by_sheet(rows, rules.homes) if rules.homes else usual, {}
    cells = trimmed(rows, {"country": sources}).select(text_of(sources).alias("country")).to_series()
    named = regions_named(cells, rules.countries)
    lost = cells.filter(named.is_null()).drop_nulls().value_counts()
    return named.fill_null(usual), dict(lost.iter_rows())


def _with_keys(people: pl.DataFrame, rules: NormaliseRules) -> pl.DataFrame:
    """Adds the keys under which a person's and a company's spellings are one."""
    person, company = people.get_column("person"), people.get_column("company")
    return people.with_columns(
        over_distinct(
            person, lambda names: names.to_frame().select(name_key(pl.first(), rules.companies.variants)).to_series()
        ).alias("person_name_key"),
        over_distinct(company, lambda names: company_keys(names, rules.companies).get_column("company_key")).alias(
            "company_key"
        ),
    )


def _with_role(people: pl.DataFrame, vocabulary: TitleVocabulary) -> pl.DataFrame:
    asked_of = people.with_columns(spoken_languages(people).alias("language"))
    # What no row says tells no rows apart.
    said = [name for name in _ROLE if asked_of.get_column(name).null_count() < people.height] or ["title"]
    keys = asked_of.select(said)
    distinct = keys.unique(maintain_order=True)
    silent = people.select(name for name in _ROLE if name not in said).clear(distinct.height)
    read = distinct.hstack(silent).with_columns(pl.col(pl.Categorical).cast(pl.String))
    roles = titles(read, vocabulary).select(
        "role_class", "seniority", "function", "is_general", "is_current",
        pl.col("basis").alias("role_basis"), pl.col("confidence").alias("role_confidence"),
    )  # fmt: skip
    roles = roles.with_columns(
        pl.col(name).cast(word(name)) for name in roles.columns if roles[name].dtype == pl.String
    )
    told = keys.join(distinct.hstack(roles), on=said, how="left", nulls_equal=True, maintain_order="left")
    return people.hstack(told.drop(said))


def _missing(required: tuple[str, ...]) -> pl.Expr:
    """Names of required columns that are empty, joined by "|"."""
    empty = [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in required]
    return pl.concat_str(empty, separator="|", ignore_nulls=True) if empty else pl.lit("")
