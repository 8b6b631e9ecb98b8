"""Is this candidate somebody we know, and which candidates of one run are the same person?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from telebatch.model.alike import among, first_alike, run_starts, stands_twice
from telebatch.model.places import placed, places_in
from telebatch.model.texts import Texts
from telebatch.state.identity_known import Known, found_among, nobody
from telebatch.state.record_keys import address, first_of_key

#: How a candidate was found, and what contradicts it.
_FOUND: Final = pl.Categorical(pl.Categories("found", "telebatch", pl.UInt32))
#: What candidates are told apart by, in words of their own.
_TEXTS: Final = ("record_key", "person_name_key", "company_key", "email")
#: No number of a name is larger.
_NO_LOWER: Final = np.uint32(2**32 - 1)
#: Names at numbers that stand more than once: compared as the numbers of words.
_NAMES: Final = pl.Categorical(pl.Categories("names", "telebatch", pl.UInt32))


def identify(
    candidates: pl.LazyFrame, known: Known, project: str, numbers: pl.DataFrame,
    repeated: pl.Series | None = None, texts: Texts | None = None,
) -> pl.LazyFrame:  # fmt: skip
    """Finds person and lead of each candidate; the first key that hits wins, a conflict is told and never merged.

    Keys in order: the client's record key within the named list, unless several people have it; a number with the
    person's name (an empty name is the number's only person); name with company, unless both have an e-mail and they
    differ. What a person was before counts where it names one person alone.

    Args:
      candidates: CANDIDATES of one file, with `list`; key `record`, sorted where texts are given.
      known: Everybody met so far.
      project: Whose leads are sought.
      numbers: `record`, `number` (null: not usable) of the candidates, sorted by record.
      repeated: Those numbers that stand more than once; null: they are looked for.
      texts: Where the texts of the candidates lie apart from them.

    Returns:
      One row per candidate, sorted by its key: `file_key`, `record`, `person_key` (null: new), `new_person` (0, 1 … in
      order of first appearance; null: known), `lead_key` (null: new in this project), `matched_by` (record | number |
      name | run: by an earlier candidate; null: new), `conflict` (the other
      persons that later keys name, or several that former numbers or names do; null: none).
    """
    rows = candidates.select("file_key", "record", "list", *(() if texts else _TEXTS)).collect()
    rows = rows if rows.get_column("record").is_sorted() else rows.sort("record")
    rows = rows.with_row_index("row")
    owned = _numbers(rows, numbers)
    texts, rows = texts or Texts.of(rows.select(_TEXTS)), rows.select("row", "file_key", "record", "list")
    ways = _ways(rows, texts, owned, repeated)
    found = nobody() if known.is_empty else found_among(_asked(rows, texts, ways[0]), owned.lazy(), known).collect()
    met = found.filter(pl.col("person_key").is_not_null()).get_column("row")
    roots = _roots(_parents(rows, ways, met.to_numpy()))
    return _told(rows, found, roots, known.leads.filter(pl.col("project").eq(project)))


def _numbers(rows: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """`row`, `number` of every candidate."""
    place = places_in(numbers.get_column("record"), rows.get_column("record"))
    return numbers.select(place.alias("row"), "number")


def _asked(rows: pl.DataFrame, texts: Texts, keyed: pl.DataFrame) -> pl.LazyFrame:
    """The candidates with their texts, and `is_apart`, `is_crowd` of the `keyed` ones, as `first_of_key` tells them."""
    marks = (
        pl.col("row").is_in(keyed.filter(mark).get_column("row").implode()).alias(mark)
        for mark in ("is_apart", "is_crowd")
    )
    return texts.beside(rows.with_columns(marks))


def _ways(
    rows: pl.DataFrame, texts: Texts, numbers: pl.DataFrame, repeated: pl.Series | None
) -> tuple[pl.DataFrame, ...]:
    """`row`, `parent` of the candidates that share a key with others: the first of these; the strongest key first.

    That of record keys is as `first_of_key` tells it.
    """
    # Beside each other: much of each way keeps one processor busy alone.
    with ThreadPoolExecutor(pl.thread_pool_size()) as pool:
        ways = (
            pool.submit(_by_record_key, rows, texts, numbers),
            pool.submit(_by_number, texts, numbers, repeated),
            pool.submit(_by_name, rows, texts),
        )
        return tuple(way.result() for way in ways)


def _by_record_key(rows: pl.DataFrame, texts: Texts, numbers: pl.DataFrame) -> pl.DataFrame:
    # Mostly it is one list, whose name tells nothing apart.
    own = ("record_key",) if rows.get_column("list").n_unique() < 2 else ("list", "record_key")
    keyed = _repeating(rows, texts, own, pl.col("record_key").is_not_null(), "person_name_key", "email")
    return first_of_key(keyed, own, numbers)


def _by_number(texts: Texts, numbers: pl.DataFrame, repeated: pl.Series | None) -> pl.DataFrame:
    number = numbers.get_column("number")
    shared = numbers.filter(stands_twice(number) if repeated is None else among(number, repeated))
    rows, names = shared.get_column("row"), texts.at(shared.get_column("row"), ("person_name_key",)).to_series()
    # Numbers of names are from 0 on; 0 is that of none here.
    codes = pl.select(pl.when(names != "").then(names.cast(_NAMES)).to_physical() + 1).to_series().fill_null(0)
    if shared.is_empty():
        return pl.DataFrame({"row": rows, "parent": rows})
    first = _first_owner(shared.get_column("number").to_numpy(), codes.to_numpy(), rows.to_numpy())
    return pl.DataFrame({"row": rows, "parent": first})


def _first_owner(numbers: NDArray[np.int64], names: NDArray[np.uint32], rows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The first row of each number's person: its only name's, else that of the own name; 0 is that of none."""
    order = np.argsort(numbers)
    starts = run_starts(numbers[order])
    lengths = np.diff(starts, append=order.size)
    told = names[order]
    lowest = np.minimum.reduceat(np.where(told == 0, _NO_LOWER, told), starts)
    has_several = np.repeat(lowest < np.maximum.reduceat(told, starts), lengths)
    # An empty name is the number's only person; a number with several names keeps it apart.
    person = np.where(has_several, told, 0)
    first = np.empty_like(rows)
    run = np.repeat(np.arange(starts.size, dtype=np.uint64), lengths)
    first[order] = first_alike(run << np.uint64(32) | person, rows[order])
    return first


def _by_name(rows: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    keys = ("person_name_key", "company_key")
    named = pl.col("person_name_key").ne("") & pl.col("company_key").is_not_null()
    both = _repeating(rows, texts, keys, named, "email")
    return both.select("row", parent=pl.col("row").min().over(*keys, address("email").fill_null("")))


def _parents(rows: pl.DataFrame, ways: Sequence[pl.DataFrame], known: np.ndarray) -> np.ndarray:
    """The earlier candidate whose person each one is; itself where known, or first of its person.

    Only the first candidate of a record key looks further: the others of its person are found by that key.

    Args:
      ways: As `_ways` gives them.
    """
    found = np.arange(rows.height, dtype=np.uint32)
    # The strongest key is written last, over what the weaker ones found.
    for hits in reversed(ways):
        earlier = hits.filter(pl.col("parent") < pl.col("row")).group_by("row").agg(pl.col("parent").min())
        found[earlier.get_column("row").to_numpy()] = earlier.get_column("parent").to_numpy()
    found[known] = known
    return found


def _repeating(rows: pl.DataFrame, texts: Texts, keys: tuple[str, ...], has_key: pl.Expr, *beside: str) -> pl.DataFrame:
    """The candidates that may share their keys with another: all that do, and by chance of a hash a few more."""
    key = pl.col(keys[0]) if len(keys) == 1 else pl.struct(keys)
    hashes = texts.beside(rows).select(pl.when(has_key).then(key.hash())).collect().to_series()
    places = stands_twice(hashes.rechunk()).arg_true()
    asked = [name for name in (*keys, *beside) if name in _TEXTS]
    return rows.select("row", *(name for name in keys if name not in _TEXTS))[places].hstack(texts.at(places, asked))


def _roots(parents: np.ndarray) -> np.ndarray:
    """Follows every candidate to the first of its person; a parent is never later, so this ends."""
    later = np.flatnonzero(parents != np.arange(parents.size))
    while not np.array_equal(further := parents[parents[later]], parents[later]):
        parents[later] = further
    return parents


def _told(rows: pl.DataFrame, found: pl.DataFrame, roots: np.ndarray, leads: pl.LazyFrame) -> pl.LazyFrame:
    nobody_met = pl.Series("person_key", [None], pl.Int64).new_from_index(0, rows.height)
    persons = nobody_met if found.is_empty() else _at_rows(found, "person_key", rows.height).gather(roots)
    new = persons.is_null().to_numpy()
    # Roots that are new, counted in order: the first of a new person gives it its number.
    by_run = roots != np.arange(roots.size)
    order = np.cumsum(new & ~by_run, dtype=np.int64) - 1
    order[by_run] = order[roots[by_run]]
    merged = rows.select("file_key", "record").with_columns(persons, pl.Series("new_person", order))
    numbered = merged.lazy().with_columns(
        pl.when(pl.col("person_key").is_null()).then("new_person"),
        pl.when(pl.Series(by_run)).then(pl.lit("run", _FOUND))
        .otherwise(_at_rows(found, "matched_by", rows.height)).alias("matched_by"),
        _at_rows(found, "conflict", rows.height),
    )  # fmt: skip
    if new.all():
        numbered = numbered.with_columns(lead_key=pl.lit(None, pl.Int64))
    else:
        theirs = leads.group_by("person_key").agg(pl.col("lead_key").min())
        numbered = numbered.join(theirs, on="person_key", how="left", maintain_order="left")
    return numbered.select("file_key", "record", "person_key", "new_person", "lead_key", "matched_by", "conflict")


def _at_rows(found: pl.DataFrame, column: str, height: int) -> pl.Series:
    """What was found, at its row; null at every other. Few words, each standing once."""
    values = found.get_column(column)
    words = values.cast(_FOUND) if values.dtype == pl.String else values
    return placed(words, found.get_column("row"), height)
