"""Is this person on a list of those not to be contacted, by number, person, company or any other key?"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from telebatch.model.places import placed
from telebatch.model.words import Channel, SuppressionKind

_CALL: Final = (str(Channel.ANY), str(Channel.CALL))
#: The column of a person's other e-mail addresses, several in a cell.
FURTHER: Final = "further_emails"
#: Kinds that name a candidate by one of its own columns: kind, column of the suppression, column of the candidate.
_NAMED: Final = (
    (SuppressionKind.PERSON, "person_key", "person_key"),
    (SuppressionKind.LEAD, "lead_key", "lead_key"),
    (SuppressionKind.EMAIL, "text", "email"),
    (SuppressionKind.EMAIL, "text", FURTHER),
    (SuppressionKind.COMPANY, "text", "company_key"),
    (SuppressionKind.RECORD, "text", "record_key"),
)
#: Kinds that name a person, who stands behind every number of that person.
_PERSONS: Final = tuple(str(kind) for kind, _, _ in _NAMED if kind != SuppressionKind.COMPANY)

_TOLD: Final = pl.Categorical(pl.Categories("suppressed_by", "telebatch", pl.UInt32))


def suppressed_by(
    candidates: pl.LazyFrame, numbers: pl.LazyFrame, suppressions: pl.LazyFrame, on: date
) -> pl.DataFrame:
    """Which list names each candidate: the list and its date; null where nobody asked.

    A candidate is suppressed where a suppression of the call channel whose dates hold names it in any way.

    Args:
      candidates: CANDIDATES of one file, sorted by `record`; `person_key` and `lead_key` where they are known.
      numbers: `record` with every usable `number` of it.
      suppressions: SUPPRESSIONS rows of this project or of all, net of removals.
      on: The day for which dates are judged.

    Returns:
      `suppressed_by`, and `person_suppressed_by` where the person is named and not just a number, prefix or company;
      a row per candidate, in their order.
    """
    holds = suppressions.filter(
        pl.col("channel").is_in(_CALL),
        pl.col("from_on").le(on).fill_null(value=True),
        pl.col("until_on").ge(on).fill_null(value=True),
    )
    since = pl.when(pl.col("from_on").is_not_null()).then(pl.format(" since {}", pl.col("from_on")))
    told = pl.concat_str([pl.col("list"), since], ignore_nulls=True)
    marks = named_by(candidates, numbers, holds).group_by("record").agg(
        told.min().cast(_TOLD).alias("suppressed_by"),
        told.filter(pl.col("kind").is_in(_PERSONS)).min().cast(_TOLD).alias("person_suppressed_by"),
    )  # fmt: skip
    found, records = marks.sort("record").collect(), candidates.select("record").collect().to_series()
    at = records.is_in(found.get_column("record").implode()).arg_true()
    return pl.DataFrame([placed(column, at, records.len()) for column in found.get_columns()[1:]])


def named_by(candidates: pl.LazyFrame, numbers: pl.LazyFrame, suppressions: pl.LazyFrame) -> pl.LazyFrame:
    """Every suppression that names a candidate: `record` and the columns of the suppression.

    Numbers, by far the most, are met by one join of integers; the other kinds are few and held in memory.

    Args:
      candidates, numbers: As for `suppressed_by`.
      suppressions: Any SUPPRESSIONS rows, removals included.
    """
    owners = numbers.select("record", "number")
    by_number = suppressions.filter(pl.col("kind").eq(str(SuppressionKind.NUMBER)))
    others = suppressions.filter(pl.col("kind").ne(str(SuppressionKind.NUMBER))).collect()
    columns = ["record", *suppressions.collect_schema().names()]
    hits = [
        _by_number(owners, by_number).select(columns),
        *_by_prefix(owners, others, columns),
        *_by_name(candidates, others, columns),
    ]
    return pl.concat(hits)


def _by_number(owners: pl.LazyFrame, by_number: pl.LazyFrame) -> pl.LazyFrame:
    """Ten million numbers are met as bare integers; only rows of those that hit are read whole."""
    listed = by_number.select("number").collect().to_series()
    hit = owners.filter(pl.col("number").is_in(listed.implode())).collect()
    near = by_number.filter(pl.col("number").is_in(hit.get_column("number").unique().implode()))
    return near.join(hit.lazy(), on="number", how="inner")


def _by_name(candidates: pl.LazyFrame, others: pl.DataFrame, columns: list[str]) -> list[pl.LazyFrame]:
    have = candidates.collect_schema().names()
    found = []
    for kind, theirs, ours in _NAMED:
        rows = others.lazy().filter(pl.col("kind").eq(str(kind)))
        if ours not in have or others.filter(pl.col("kind").eq(str(kind))).is_empty():
            continue
        key, owned = (pl.col(theirs), pl.col(ours)) if theirs != "text" else (spelled(theirs), spelled(ours))
        named = each_key(candidates.select("record", owned.alias("_key")), ours)
        found.append(rows.with_columns(key.alias("_key")).join(named, on="_key", how="inner").select(columns))
    return found


def each_key(named: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Rows with a `_key`, as `spelled` of that column, one per key: a cell of other addresses holds several."""
    told = named.filter(pl.col("_key").is_not_null())
    return told.with_columns(pl.col("_key").str.split(" ")).explode("_key") if column == FURTHER else told


def spelled(column: str) -> pl.Expr:
    """E-mails and keys as they are compared: without spaces around, in small letters."""
    return pl.col(column).cast(pl.String).str.strip_chars().str.to_lowercase()


def _by_prefix(owners: pl.LazyFrame, others: pl.DataFrame, columns: list[str]) -> list[pl.LazyFrame]:
    """Prefixes are E.164 digits without plus; few, so each length of them is one join."""
    prefixes = others.filter(pl.col("kind").eq(str(SuppressionKind.PREFIX)), pl.col("text").is_not_null())
    found = []
    for length in sorted(set(prefixes.get_column("text").str.len_chars().to_list())):
        of_length = prefixes.filter(pl.col("text").str.len_chars().eq(length)).lazy()
        begun = owners.select("record", pl.col("number").cast(pl.String).str.head(length).alias("text"))
        found.append(of_length.join(begun.unique(), on="text", how="inner").select(columns))
    return found
