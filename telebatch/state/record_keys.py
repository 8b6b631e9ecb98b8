"""Is a client's record key a person's own? A company's number stands at each of its contacts, and keys are given anew.

Two are strangers where both have a name, and neither name, number nor e-mail is the same: they have but the key.
"""

from __future__ import annotations

import polars as pl

from telebatch.model.alike import among

_NAME = pl.col("person_name_key").fill_null("")
_PAIR = ("row", "person_key")
#: So many strangers with one key, a campaign's perhaps: each of them would be set against each of those known.
_CROWD = 50


def address(column: str) -> pl.Expr:
    """An e-mail as it is compared: no mail house tells capitals apart."""
    return pl.col(column).str.strip_chars().str.to_lowercase()


def first_of_key(keyed: pl.DataFrame, own: tuple[str, ...], numbers: pl.DataFrame) -> pl.DataFrame:
    """Which candidates of one run that share a key are one person.

    Args:
      keyed: `row`, `person_name_key`, `email` and the columns of the key, of the candidates that share one.
      own: Those columns.
      numbers: `row`, `number` of every candidate.

    Returns:
      `row`, `parent` (the first with the key; of strangers to that one, the first of their name), `is_apart` (the key
      stands for several persons), `is_crowd` (for so many that it tells nothing).
    """
    said = keyed.select("row", *own, _NAME, address("email"))
    first = said.group_by(own).agg(pl.col("row").min().alias("parent"))
    heads = said.select(parent="row", first_name="person_name_key", first_email="email")
    told = said.join(first, on=own).join(heads, on="parent")
    pairs = told.filter(_differ("first_name", "first_email")).select("row", first="parent")
    # Of a long list few are strangers: the numbers of all others need no table.
    asked = pl.concat([pairs.get_column("row"), pairs.get_column("first")]).unique()
    theirs = numbers.filter(among(numbers.get_column("row"), asked)).drop_nulls("number")
    firsts = theirs.select(first="row", number="number")
    shared = theirs.join(pairs, on="row").join(firsts, on=["first", "number"], how="semi")
    strangers = told.join(pairs.join(shared, on="row", how="anti"), on="row", how="semi")
    # Few have the name of a stranger: only these are asked for the first of their name.
    named = (*own, "person_name_key")
    namesakes = said.join(strangers, on=named, how="semi").group_by(named).agg(pl.col("row").min().alias("namesake"))
    own_first = strangers.join(namesakes, on=named).select("row", "namesake")
    count = pl.col("strangers").fill_null(0)
    counted = strangers.group_by(own).agg(strangers=pl.len())
    return (
        told.join(own_first, on="row", how="left").join(counted, on=own, how="left")
        .select("row", pl.coalesce("namesake", "parent").alias("parent"), is_apart=count > 0, is_crowd=count > _CROWD)
    )  # fmt: skip


def of_persons(
    hits: pl.LazyFrame, rows: pl.LazyFrame, numbers: pl.LazyFrame, people: pl.LazyFrame, owned: pl.LazyFrame
) -> pl.DataFrame:
    """The hits of record keys that name their candidate's person.

    A key of one person names that person, whatever else is told: names and numbers are corrected. Where it stands for
    several, here or among those known, it names who has the name, a number or the e-mail too, and nobody else.

    Args:
      hits: `row`, `person_key`, `rank`, `known_name`, `known_email` of every version with the candidate's key.
      rows: `row`, `person_name_key`, `email`, `is_apart` of the candidates.
      numbers: `row`, `number` of the candidates.
      people: `person_key`, `known_name`, `known_email` of every version of anybody.
      owned: `person_key`, `number` of everybody.

    Returns:
      Those of the hits, with `is_stranger`.
    """
    told = rows.select("row", "person_name_key", "email", "is_apart")
    met = (
        hits.join(told, on="row").with_columns(_differ("known_name", "known_email").alias("differs"))
        .select(*_PAIR, "rank", "is_apart", "differs").collect()
    )  # fmt: skip
    agreeing = met.filter(~pl.col("differs"))
    # Hardly a row is left: only those are looked at pair by pair.
    left = met.join(agreeing.select("row").unique(), on="row", how="anti")
    if left.is_empty():
        return agreeing.select(*_PAIR, "rank", is_stranger=pl.lit(value=False))
    pairs = left.select(_PAIR).unique().lazy()
    versions = people.join(pairs.select("person_key").unique(), on="person_key", how="semi").unique()
    alike = pairs.join(versions, on="person_key").join(told, on="row").filter(~_differ("known_name", "known_email"))
    theirs = pairs.join(numbers, on="row").drop_nulls("number")
    same = theirs.join(owned.select("person_key", "number"), on=["person_key", "number"], how="semi")
    known = pl.concat([alike.select(_PAIR), same.select(_PAIR)]).unique().collect()
    others = left.join(known, on=_PAIR, how="semi")
    alone = _only_ones(left.join(known.select("row").unique(), on="row", how="anti").filter(~pl.col("is_apart")))
    own = pl.concat([agreeing, others]).select(*_PAIR, "rank", is_stranger=pl.lit(value=False))
    return pl.concat([own, alone.select(*_PAIR, "rank", is_stranger=pl.lit(value=True))])


def _only_ones(hits: pl.DataFrame) -> pl.DataFrame:
    """The nearest hits of rows that have one person among them."""
    near = hits.join(hits.group_by("row").agg(pl.col("rank").min()), on=["row", "rank"], how="semi")
    one = near.group_by("row").agg(pl.col("person_key").n_unique().alias("persons")).filter(pl.col("persons").eq(1))
    return near.join(one.select("row"), on="row", how="semi")


def _differ(name: str, email: str) -> pl.Expr:
    """Bool per row: both names are told and differ, and the e-mails are not the same."""
    other = pl.col(name).fill_null("")
    is_same = address("email").eq(address(email)).fill_null(value=False)
    return _NAME.ne("") & other.ne("") & _NAME.ne(other) & ~is_same
