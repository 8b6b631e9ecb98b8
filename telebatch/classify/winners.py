"""Which row of a call counts: exported last, then changed last, then by content; never the one that came last.

Dialers tell of one call in several layouts, and a layout that has no column for something does not unsay it: what the
row that counts leaves out is taken from the others. In a sheet that people fill in an empty cell may be a correction.
"""

from __future__ import annotations

import polars as pl

from telebatch.model.alike import perhaps_alike
from telebatch.model.words import BY_HAND, MEASURED, SAID_WITH_RESULT

_RANK = ("exported_utc", "modified_utc", "file_sha", "record")
_ORDER = ("lead_key", "start_utc")


def winners(attempts: pl.DataFrame) -> pl.DataFrame:
    """One row per attempt_key, completed, with `replaced_rows` and `first_code`; sorted by lead, start and key.

    Args:
      attempts: Rows of live batches with the columns of ATTEMPTS that tell calls apart, rank and order them; n rows.
    """
    # Everything is found by numbers and places; the wide rows are moved once, at the end.
    at = pl.int_range(attempts.height, dtype=pl.UInt32, eager=True).alias("at")
    replaced, first = pl.repeat(0, attempts.height, dtype=pl.Int32, eager=True), attempts.get_column("code")
    told = _told_again(attempts)
    if told.height:
        lost = told.select(pl.col("at").explode()).to_series()
        won = told.get_column("won")
        replaced = replaced.scatter(won, told.get_column("len").cast(pl.Int32) - 1)
        first = first.scatter(won, told.get_column("first_code"))
        at = at.filter(~at.is_in(lost.implode()) | at.is_in(won.implode()))
        attempts = _completed(attempts, told)
    rows = attempts.with_columns(replaced.alias("replaced_rows"), first.alias("first_code"))
    return _moved(rows, _in_order(attempts, at))


def with_answers_beside(answers: pl.LazyFrame, attempts: pl.DataFrame) -> pl.LazyFrame:
    """ANSWERS rows, and those that only rows which do not count have of a call, once more at the row that does.

    Args:
      answers: ANSWERS rows, whatever they belong to.
      attempts: As for `winners`.
    """
    told = _told_again(attempts)
    if told.is_empty():
        return answers
    pairs = told.select("won", "at").explode("at").with_row_index("rank")
    columns = ("file_key", "record", "format", "code")
    counts = attempts.select(columns)[pairs.get_column("won")].rename(lambda name: f"won_{name}")
    rows = pairs.hstack(attempts.select(columns)[pairs.get_column("at")]).hstack(counts)
    alike = pl.col("won_format").ne(BY_HAND) & pl.col("code").eq_missing(pl.col("won_code"))
    given = answers.join(rows.filter(alike).lazy(), on=["file_key", "record"]).sort("rank")
    given = given.unique(["won_file_key", "won_record", "kind"], keep="last", maintain_order=True)
    given = given.with_columns(pl.col("won_file_key").alias("file_key"), pl.col("won_record").alias("record"))
    lacking = given.join(answers, on=["file_key", "record", "kind"], how="anti")
    return pl.concat([answers, lacking.select(answers.collect_schema().names())])


def _told_again(attempts: pl.DataFrame) -> pl.DataFrame:
    """Calls told more than once: `at` (places of their rows), `won` (of the one that counts), `first_code`, `len`."""
    places = perhaps_alike(attempts.get_column("attempt_key"))
    empty = pl.DataFrame(schema={"at": pl.List(pl.UInt32), "won": pl.UInt32, "first_code": pl.String, "len": pl.UInt32})
    if places.is_empty():
        return empty
    several = attempts.select("attempt_key", *_RANK, "code")[places].with_columns(places.alias("at"))
    ranked = several.sort("attempt_key", *_RANK, nulls_last=False).group_by("attempt_key", maintain_order=True)
    told = ranked.agg(
        pl.col("at"), pl.col("at").last().alias("won"), pl.col("code").first().alias("first_code"), pl.len()
    )
    return told.filter(pl.col("len") > 1).drop("attempt_key")


def _completed(attempts: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The rows that count, with what only other rows tell of their calls; of several the later one."""
    named = [name for name in (*MEASURED, *SAID_WITH_RESULT) if name in attempts.columns]
    machine = told.filter(attempts.get_column("format").gather(told.get_column("won")) != BY_HAND)
    if not named or machine.is_empty():
        return attempts
    pairs = machine.select("won", "at").explode("at")
    rows = pairs.hstack(attempts.select("code", *named)[pairs.get_column("at")])
    alike = pl.col("code").eq_missing(pl.col("code").last())
    # Within a call the rows stand in order of rank: the last one counts, and what it tells is the last that is told.
    given = [(pl.col(name) if name in MEASURED else pl.col(name).filter(alike)).drop_nulls().last() for name in named]
    whole = rows.group_by("won", maintain_order=True).agg(given)
    won = whole.get_column("won")
    return attempts.with_columns(attempts.get_column(name).scatter(won, whole.get_column(name)) for name in named)


def _in_order(attempts: pl.DataFrame, at: pl.Series) -> pl.Series:
    """The places given by lead, start and attempt key; text is compared only where the numbers leave a tie."""
    rows = attempts.select(_ORDER).with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"))
    rows = rows if at.len() == rows.height else rows[at]
    rows = (
        rows
        if _is_in_order(rows)
        else rows.sort("start_utc", maintain_order=True).sort("lead_key", maintain_order=True)
    )
    same = rows.select(pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in _ORDER)).to_series()
    same = same.set(pl.int_range(same.len(), eager=True) == 0, value=False)
    ties = (same | same.shift(-1, fill_value=False)).arg_true()
    places = rows.get_column("at")
    if ties.is_empty():
        return places
    tied = rows[ties].with_columns(attempts.get_column("attempt_key").gather(places.gather(ties)))
    return places.scatter(ties, tied.sort(*_ORDER, "attempt_key", nulls_last=False).get_column("at"))


def _is_in_order(rows: pl.DataFrame) -> bool:
    lead, start = (rows.get_column(name) for name in _ORDER)
    return lead.is_sorted() and not (lead.eq_missing(lead.shift(1)) & (start < start.shift(1))).any()


def _moved(rows: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """The rows at these places, in their order; a column without any value need not be moved."""
    if places.len() == rows.height and places.is_sorted():
        return rows
    told = [column.name for column in rows if column.null_count() < rows.height]
    absent = [pl.lit(None, kind).alias(name) for name, kind in rows.schema.items() if name not in told]
    return rows.select(told)[places].with_columns(absent).select(rows.columns)
