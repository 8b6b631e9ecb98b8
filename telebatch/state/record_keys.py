"""Is a client's record key a person's own? A company's number stands at each of its contacts, and keys are given anew.

Two are strangers where both have a name, and neither name, number nor e-mail is the same: they have but the key.
"""

from __future__ import annotations

import polars as pl

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
    first = pl.col("row").min().over(own)
    leading = keyed.with_columns(_NAME, address("email"), first.alias("parent")).with_columns(
        pl.col(name).sort_by("row").first().over(own).alias(f"first_{name}") for name in ("person_name_key", "email")
    )
    pairs = leading.filter(_differ("first_person_name_key", "first_email")).select("row", first="parent")
    shared = (
        numbers.join(pairs, on="row").drop_nulls("number")
        .join(numbers.select(first="row", number="number"), on=["first", "number"], how="semi")
    )  # fmt: skip
    strangers = pairs.get_column("row").filter(~pairs.get_column("row").is_in(shared.get_column("row").implode()))
    is_stranger = pl.col("row").is_in(strangers.implode())
    namesake = pl.col("row").min().over(*own, "person_name_key")
    return leading.select(
        "row",
        pl.when(is_stranger).then(namesake).otherwise("parent").alias("parent"),
        is_apart=is_stranger.any().over(own),
        is_crowd=is_stranger.sum().over(own) > _CROWD,
    )


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
    if not met.get_column("differs").any():
        return met.select(*_PAIR, "rank", is_stranger=pl.lit(value=False))
    pairs = met.group_by(_PAIR).agg(pl.col("differs").all()).filter("differs").select(_PAIR).lazy()
    versions = people.join(pairs.select("person_key").unique(), on="person_key", how="semi").unique()
    alike = pairs.join(versions, on="person_key").join(told, on="row").filter(~_differ("known_name", "known_email"))
    theirs = pairs.join(numbers, on="row").drop_nulls("number")
    same = theirs.join(owned.select("person_key", "number"), on=["person_key", "number"], how="semi")
    known = pl.concat([alike.select(_PAIR), same.select(_PAIR)]).unique()
    strangers = pairs.join(known, on=_PAIR, how="anti").with_columns(is_stranger=True).collect()
    # Hardly a row has strangers: only those are looked at row by row.
    is_plain = ~pl.col("row").is_in(strangers.get_column("row").implode())
    few = (
        met.filter(~is_plain)
        .join(strangers, on=_PAIR, how="left")
        .with_columns(pl.col("is_stranger").fill_null(value=False))
    )
    is_near = pl.col("rank").eq(pl.col("rank").min().over("row"))
    is_one = pl.col("person_key").filter(is_near).n_unique().over("row").eq(1)
    is_alone = pl.col("is_stranger").all().over("row") & ~pl.col("is_apart") & is_one
    kept = few.filter(~pl.col("is_stranger") | is_alone)
    marked = pl.concat([met.filter(is_plain).with_columns(is_stranger=False), kept], how="diagonal")
    return marked.select(*_PAIR, "rank", "is_stranger")


def _differ(name: str, email: str) -> pl.Expr:
    """Bool per row: both names are told and differ, and the e-mails are not the same."""
    other = pl.col(name).fill_null("")
    is_same = address("email").eq(address(email)).fill_null(value=False)
    return _NAME.ne("") & other.ne("") & _NAME.ne(other) & ~is_same
