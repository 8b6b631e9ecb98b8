"""Records of a contact list become candidates: one row each, every column read once and told in fixed words."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from telebatch.model.flows import CANDIDATES
from telebatch.model.project import Accept
from telebatch.model.records import LINE, RECORD, ColumnMap
from telebatch.normalise.companies import CompanyForms, company_keys
from telebatch.normalise.names import name_key, yes_no
from telebatch.normalise.numbers import first_usable, numbers_of, shared_lines
from telebatch.normalise.phones import PhoneTable
from telebatch.normalise.titles import TitleVocabulary, titles
from telebatch.normalise.when import parse_dates

_TEXTS = (
    "record_key", "person", "title", "department", "company", "email", "address", "postcode", "city", "language", "memo",
)  # fmt: skip
_ROLE = ("title", "department", "language", "company_size", "industry")


@dataclass(frozen=True)
class NormaliseRules:
    """Tables and vocabularies that normalise judges by; settings loads them."""

    phones: PhoneTable
    titles: TitleVocabulary
    companies: CompanyForms
    accept: Accept
    language: str


@dataclass(frozen=True, eq=False)
class Normalised:
    """What a list says, in our words.

    Attributes:
      candidates: CANDIDATES without file_key, sorted by record.
      numbers: Every number of every record, usable or not; key (record, position).
    """

    candidates: pl.DataFrame
    numbers: pl.DataFrame


def normalise(records: pl.LazyFrame, columns: ColumnMap, rules: NormaliseRules) -> Normalised:
    """Reads every column of a list once.

    Args:
      records: As read gives them: `record`, `line`, String columns; key record.
      columns: Which source column holds what.
      rules: Phone table, vocabularies, accepted regions (the first is assumed for national numbers).
    """
    named = _named(records, columns)
    people = named.with_columns(name_key(pl.col("person")).alias("person_name_key")).pipe(
        _with_company, rules.companies
    )
    sources = columns.sources.get("number", ())
    region = rules.accept.regions[0] if rules.accept.regions else "KR"
    numbers = numbers_of(named, sources, columns.roles, region, rules.phones)
    numbers = shared_lines(numbers, people.select("record", "person_name_key", "company_key"))
    judged = (
        people.join(first_usable(numbers), on="record", how="left", maintain_order="left")
        .pipe(_with_role, rules.titles)
        .with_columns(
            pl.when(pl.col("number").is_null()).then(pl.col("number_reason").fill_null("empty")).alias("number_reason"),
            _missing(rules.accept.required).alias("missing"),
        )
    )
    wanted = [name for name in CANDIDATES if name != "file_key"]
    return Normalised(judged.select(wanted).sort("record"), numbers)


def _named(records: pl.LazyFrame, columns: ColumnMap) -> pl.DataFrame:
    """Canonical columns as trimmed text, null where empty; phone columns under their own names."""
    sources = columns.sources
    texts = [_text(sources.get(name, ())).alias(name) for name in _TEXTS if name != "person"]
    texts.append(_person(columns).alias("person"))
    texts += [
        _text(sources.get(name, ())).alias(name) for name in ("company_size", "industry", "consent", "consent_on")
    ]
    phones_written = [_text((name,)).alias(name) for name in sources.get("number", ())]
    table = records.select(RECORD, LINE, *texts, *phones_written, _handed_through(columns)).collect()
    size = pl.col("company_size").str.replace_all(r"[^0-9]", "").cast(pl.Int64, strict=False)
    said_on = parse_dates(table.get_column("consent_on"))
    return table.with_columns(
        size.alias("company_size"), yes_no(pl.col("consent")).alias("consent"), said_on.values.alias("consent_on")
    )


def _text(sources: tuple[str, ...]) -> pl.Expr:
    if not sources:
        return pl.lit(None, dtype=pl.String)
    trimmed = [pl.col(name).str.strip_chars(" \t\r\n\u00a0\u3000") for name in sources]
    return pl.coalesce(pl.when(cell.ne("")).then(cell) for cell in trimmed)


def _person(columns: ColumnMap) -> pl.Expr:
    """The name column, else surname and given name in the order of the file."""
    whole = columns.sources.get("person", ())
    if whole:
        return _text(whole)
    parts = [_text(columns.sources.get(name, ())) for name in ("surname", "given") if columns.sources.get(name)]
    joined = pl.concat_str(parts, separator=" ", ignore_nulls=True) if parts else pl.lit(None, dtype=pl.String)
    return pl.when(joined.ne("")).then(joined)


def _handed_through(columns: ColumnMap) -> pl.Expr:
    """Columns that mean nothing to us, as one JSON object; null where the list has none."""
    if not columns.handed_through:
        return pl.lit(None, dtype=pl.String).alias("handed_through")
    return pl.struct(columns.handed_through).struct.json_encode().alias("handed_through")


def _with_company(people: pl.DataFrame, forms: CompanyForms) -> pl.DataFrame:
    names = people.get_column("company").drop_nulls().unique().sort()
    keys = company_keys(names, forms).select(names.alias("company"), "company_key")
    return people.join(keys, on="company", how="left", maintain_order="left")


def _with_role(people: pl.DataFrame, vocabulary: TitleVocabulary) -> pl.DataFrame:
    distinct = people.select(_ROLE).unique(maintain_order=True)
    roles = titles(distinct, vocabulary).select(
        "role_class", "seniority", "function", "is_general", "is_current",
        pl.col("basis").alias("role_basis"), pl.col("confidence").alias("role_confidence"),
    )  # fmt: skip
    return people.join(distinct.hstack(roles), on=_ROLE, how="left", nulls_equal=True, maintain_order="left")


def _missing(required: tuple[str, ...]) -> pl.Expr:
    """Names of required columns that are empty, joined by "|"."""
    empty = [pl.when(pl.col(name).is_null()).then(pl.lit(name)) for name in required]
    return pl.concat_str(empty, separator="|", ignore_nulls=True) if empty else pl.lit("")
