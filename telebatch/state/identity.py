"""Is this candidate somebody we know, and which candidates of one run are the same person?"""

from __future__ import annotations

import numpy as np
import polars as pl

from telebatch.model.alike import perhaps_alike, stands_twice
from telebatch.state.identity_known import Known, address, found_among, nobody


def identify(candidates: pl.LazyFrame, known: Known, project: str) -> pl.LazyFrame:
    """Finds person and lead of each candidate; the first key that hits wins, a conflict is told and never merged.

    Keys in order: the client's record key within the named list; a number with the person's name (an empty name is the
    number's only person); name with company, unless both have an e-mail and they differ. What a person was before
    counts where it names one person alone.

    Args:
      candidates: CANDIDATES with `list`; key (`file_key`, `record`).
      known: Everybody met so far.
      project: Whose leads are sought.

    Returns:
      One row per candidate, sorted by its key: `file_key`, `record`, `person_key` (null: new), `new_person` (0, 1 … in
      order of first appearance; null: known), `lead_key` (null: new in this project), `matched_by` (record | number |
      name | run: by an earlier candidate; null: new), `conflict` (the other
      persons that later keys name, or several that former numbers or names do; null: none).
    """
    columns = ("file_key", "record", "list", "record_key", "person_name_key", "company_key", "email", "numbers")
    rows = candidates.select(columns).collect()
    if not (rows.get_column("record").is_sorted() and rows.get_column("file_key").n_unique() < 2):
        rows = rows.sort("file_key", "record")
    rows = rows.with_row_index("row")
    numbers = rows.select("row", number="numbers").explode("number").drop_nulls("number")
    found = nobody() if known.is_empty else found_among(rows.lazy(), numbers.lazy(), known).collect()
    met = found.filter(pl.col("person_key").is_not_null()).get_column("row")
    roots = _roots(_parents(rows, numbers, met.to_numpy()))
    return _told(rows, found, roots, known.leads.filter(pl.col("project").eq(project)))


def _parents(rows: pl.DataFrame, numbers: pl.DataFrame, known: np.ndarray) -> np.ndarray:
    """The earlier candidate whose person each one is; itself where known, or first of its person.

    Only the first candidate of a record key looks further: the others are found by that key, whatever they say.
    """
    first = pl.col("row").min()
    email = address("email").fill_null("")
    keyed = _repeating(rows, ("list", "record_key"), pl.col("record_key").is_not_null())
    # An empty name is the number's only person; a number with several names keeps it apart.
    names = pl.when(pl.col("person_name_key").ne("")).then("person_name_key")
    one_name = pl.when(names.n_unique().over("number") - names.is_null().any().over("number") <= 1).then(pl.lit(""))
    shared = numbers.filter(stands_twice(numbers.get_column("number")))
    shared = shared.with_columns(rows.get_column("person_name_key").gather(shared.get_column("row")))
    named = pl.col("person_name_key").ne("") & pl.col("company_key").is_not_null()
    ways = (
        keyed.select("row", parent=first.over("list", "record_key")),
        shared.with_columns(own=pl.coalesce(one_name, "person_name_key")).select(
            "row", parent=first.over("number", "own")
        ),
        _repeating(rows, ("person_name_key", "company_key"), named).select(
            "row", parent=first.over("person_name_key", "company_key", email)
        ),
    )
    found = np.arange(rows.height)
    # The strongest key is written last, over what the weaker ones found.
    for hits in reversed(ways):
        earlier = hits.filter(pl.col("parent") < pl.col("row")).group_by("row").agg(pl.col("parent").min())
        found[earlier.get_column("row").to_numpy()] = earlier.get_column("parent").to_numpy()
    found[known] = known
    return found


def _repeating(rows: pl.DataFrame, keys: tuple[str, ...], has_key: pl.Expr) -> pl.DataFrame:
    """The candidates that may share their keys with another: all that do, and by chance of a hash a few more."""
    keyed = rows.lazy().filter(has_key).select("row", key=pl.struct(keys)).collect()
    return rows[keyed.get_column("row").gather(perhaps_alike(keyed.get_column("key")))]


def _roots(parents: np.ndarray) -> np.ndarray:
    """Follows every candidate to the first of its person; a parent is never later, so this ends."""
    while not np.array_equal(further := parents[parents], parents):
        parents = further
    return parents


def _told(rows: pl.DataFrame, found: pl.DataFrame, roots: np.ndarray, leads: pl.LazyFrame) -> pl.LazyFrame:
    merged = rows.select("file_key", "record", "row").with_columns(pl.Series("root", roots, dtype=pl.UInt32))
    if found.is_empty():
        merged = merged.with_columns(
            pl.lit(None, kind).alias(name) for name, kind in nobody().drop("row").schema.items()
        )
    else:
        merged = merged.join(found, on="row", how="left", maintain_order="left")
        merged = merged.with_columns(merged.get_column("person_key").gather(merged.get_column("root")))
    new = merged.get_column("person_key").is_null().to_numpy()
    # Roots that are new, counted in order: the first of a new person gives it its number.
    order = np.cumsum(new & (roots == np.arange(roots.size)))[roots] - 1
    by_run = pl.col("root").ne(pl.col("row"))
    theirs = leads.group_by("person_key").agg(pl.col("lead_key").min())
    numbered = merged.lazy().with_columns(
        pl.when(pl.col("person_key").is_null()).then(pl.Series(order, dtype=pl.Int64)).alias("new_person"),
        pl.when(by_run).then(pl.lit("run")).otherwise("matched_by").alias("matched_by"),
    )
    if new.all():
        numbered = numbered.with_columns(lead_key=pl.lit(None, pl.Int64))
    else:
        numbered = numbered.join(theirs, on="person_key", how="left", maintain_order="left")
    return numbered.select("file_key", "record", "person_key", "new_person", "lead_key", "matched_by", "conflict")
