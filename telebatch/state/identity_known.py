"""Is this candidate somebody the workspace has met? By record key, number and name, or name and company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.ids import person_id
from telebatch.model.versions import version_order
from telebatch.state.record_keys import address, of_persons

_WAYS: Final = ("record", "number", "name")

#: How near a version is: the person's latest, an earlier one of a live batch, one of an undone batch.
LATEST, FORMER, UNDONE = 0, 1, 2


def nobody() -> pl.DataFrame:
    """What `found` says where nobody is known."""
    return pl.DataFrame(
        schema={"row": pl.UInt32, "person_key": pl.Int64, "matched_by": pl.String, "conflict": pl.String}
    )


@dataclass(frozen=True)
class Known:
    """Whom the workspace has met, undone batches included: the same keys get the same person again.

    Attributes:
      people: PEOPLE rows of every version: `person_key`, `list`, `record_key`, `person_name_key`, `company_key`,
        `email`, `rank` (LATEST, FORMER, UNDONE; an undone version may be the latest).
      numbers: NUMBERS rows of every version: `person_key`, `number`, `rank`.
      leads: LEADS rows: `lead_key`, `person_key`, `project`.
      is_empty: Nobody was met yet: nothing is looked for.
    """

    people: pl.LazyFrame
    numbers: pl.LazyFrame
    leads: pl.LazyFrame
    is_empty: bool = False


def ranked(versions: pl.LazyFrame, undone: pl.Series) -> pl.LazyFrame:
    """Adds `rank` to the versions of people or numbers; reads `person_key`, `batch`, `told_on`, `told_by`.

    Args:
      undone: Batches that were undone.
    """
    versions = versions.with_columns(version_order().alias("_order"))
    latest = versions.group_by("person_key").agg(pl.col("_order").max().alias("_latest"))
    rank = (
        pl.when(pl.col("_order").eq(pl.col("_latest"))).then(pl.lit(LATEST))
        .when(pl.col("batch").is_in(undone.implode())).then(pl.lit(UNDONE)).otherwise(pl.lit(FORMER))
    )  # fmt: skip
    return versions.join(latest, on="person_key", how="left").with_columns(rank.alias("rank")).drop("_latest", "_order")


def found_among(rows: pl.LazyFrame, numbers: pl.LazyFrame, known: Known) -> pl.LazyFrame:
    """`row`, `person_key` (null: told apart from nobody for sure), `matched_by`, `conflict`; sorted by `row`.

    A record key under another name and number gives way to whom number or name and company name.
    """
    keyed = _by_record(rows, numbers, known)
    ways = {
        "record": keyed.drop("is_stranger"),
        "number": _by_number(rows, numbers, known),
        "name": _by_name(rows, known.people),
    }
    joined = pl.concat([hits.select("row") for hits in ways.values()]).unique()
    for way, hits in ways.items():
        joined = joined.join(hits.rename({"person_key": way, "doubt": f"{way}_doubt"}), on="row", how="left")
    joined = joined.join(keyed.select("row", "is_stranger"), on="row", how="left")
    joined = joined.with_columns(pl.col("is_stranger").fill_null(value=False))
    gives_way = pl.col("is_stranger") & pl.coalesce(_WAYS[1:]).is_not_null()
    joined = joined.with_columns(_by_key="record", record=pl.when(~gives_way).then("record"))
    return joined.select(
        "row",
        pl.coalesce(_WAYS).alias("person_key"),
        pl.coalesce(pl.when(pl.col(way).is_not_null()).then(pl.lit(way)) for way in _WAYS).alias("matched_by"),
        _conflict().alias("conflict"),
    ).sort("row")


def _conflict() -> pl.Expr:
    """Whom else the keys of a row name; null: nobody."""
    first = pl.coalesce(_WAYS)
    others = [
        pl.when(pl.col(way).ne(first)).then(pl.format("{} names person {}", pl.lit(way), person_id(pl.col(way))))
        for way in _WAYS[1:]
    ]
    doubts = [
        pl.when(first.is_null() & pl.col(f"{way}_doubt").is_not_null()).then(
            pl.format("{} names {}", pl.lit(way), f"{way}_doubt")
        )
        for way in _WAYS
    ]
    strange = pl.when("is_stranger").then(
        pl.format("record key names person {}, who had another name and number", person_id(pl.col("_by_key")))
    )
    told = pl.concat_str([strange, *others, *doubts], separator="; ", ignore_nulls=True)
    return pl.when(told.ne("")).then(told)


def _by_record(rows: pl.LazyFrame, numbers: pl.LazyFrame, known: Known) -> pl.LazyFrame:
    """The client's key names its person in every version: newer lists bring keys of their own.

    Adds `is_stranger`: nothing but the key is the person's.
    """
    said = ("person_key", pl.col("person_name_key").alias("known_name"), pl.col("email").alias("known_email"))
    keyed = known.people.filter(pl.col("record_key").is_not_null()).select("list", "record_key", "rank", *said)
    ours = rows.filter(~pl.col("is_crowd")).select("row", pl.col("list").cast(pl.String), "record_key")
    hits = ours.drop_nulls("record_key").join(keyed, on=["list", "record_key"], how="inner")
    theirs = of_persons(hits, rows, numbers, known.people.select(said), known.numbers)
    strange = theirs.lazy().filter("is_stranger").select("row", "is_stranger").unique()
    return _nearest(theirs.lazy().drop("is_stranger")).join(strange, on="row", how="left")


def _by_number(rows: pl.LazyFrame, numbers: pl.LazyFrame, known: Known) -> pl.LazyFrame:
    """Same number and name; or the number's only person, where one of the two names is empty.

    A number or a name the person had before counts where no other person fits as well; a number without a name only
    where nobody else ever had it.
    """
    owners = known.numbers.select("person_key", "number", "rank").join(
        numbers.select("number").unique(), on="number", how="semi"
    )
    people = known.people.select("person_key", known_name="person_name_key", people_rank="rank")
    near = (
        owners.unique().join(people.unique(), on="person_key", how="inner")
        .select("person_key", "number", pl.col("known_name").fill_null(""), pl.max_horizontal("rank", "people_rank"))
        .unique()
    )  # fmt: skip
    now = pl.col("rank").eq(LATEST)
    ever = pl.col("person_key").n_unique().over("number")
    persons = pl.when(now).then(pl.col("person_key").filter(now).n_unique().over("number")).otherwise(ever)
    name = pl.col("person_name_key").fill_null("")
    either_empty = name.eq("") | pl.col("known_name").eq("")
    same = name.eq(pl.col("known_name")) & name.ne("")
    return _nearest(
        numbers.join(near.with_columns(persons.alias("persons")), on="number", how="inner")
        .join(rows.select("row", "person_name_key"), on="row", how="left")
        .filter(same | (either_empty & pl.col("persons").eq(1)))
    )


def _by_name(rows: pl.LazyFrame, people: pl.LazyFrame) -> pl.LazyFrame:
    named = people.filter(pl.col("person_name_key").ne(""), pl.col("company_key").is_not_null())
    keyed = named.select("person_name_key", "company_key", "person_key", "rank", known_email="email").unique()
    differ = address("email").ne(address("known_email")).fill_null(False)
    return _nearest(
        rows.filter(pl.col("person_name_key").ne(""))
        .select("row", "person_name_key", "company_key", "email")
        .join(keyed, on=["person_name_key", "company_key"], how="inner")
        .filter(~differ)
    )


def _nearest(hits: pl.LazyFrame) -> pl.LazyFrame:
    """One person per candidate, of the nearest versions that hit: `row`, `person_key`, `doubt`.

    Of several latest versions it is the person known longest, whose key is the smallest; several persons by what they
    were before are nobody, and `doubt` names them.
    """
    nearest = hits.filter(pl.col("rank").eq(pl.col("rank").min().over("row")))
    persons = pl.col("person_key").unique().sort()
    is_sure = pl.col("rank").first().eq(LATEST) | pl.col("person_key").n_unique().eq(1)
    return (
        nearest.group_by("row").agg(persons.alias("persons"), is_sure.alias("is_sure"))
        .select(
            "row",
            pl.when("is_sure").then(pl.col("persons").list.first()).alias("person_key"),
            pl.when(~pl.col("is_sure")).then(_ids(pl.col("persons"))).alias("doubt"),
        )
    )  # fmt: skip


def _ids(persons: pl.Expr) -> pl.Expr:
    """`one of P000012X, P000013Y before`."""
    return pl.format("one of {} by what they were before", persons.list.eval(person_id(pl.element())).list.join(", "))
