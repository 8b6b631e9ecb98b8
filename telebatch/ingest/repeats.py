"""Which calls were already told: new, seen before, or corrected by this file."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from telebatch.model.alike import perhaps_alike
from telebatch.model.words import BY_HAND, MEASURED, SAID_WITH_RESULT

#: What is told of a call; two rows of one call that agree in these say the same.
TOLD = (
    "direction",
    "lead_key",
    "number",
    "start_utc",
    "talk_seconds",
    "ring_seconds",
    "wrap_seconds",
    "code",
    "cause",
    "agent",
    "callback_utc",
    "intent",
    "reached_stage",
)
#: In what two rows of one call contradict each other, where both tell it.
_SAID = ("code", "lead_key", "callback_utc", "agent")
#: Which of two rows of one call wins: the later by these, in order.
WINS = ("exported_utc", "modified_utc", "file_sha")


@dataclass(frozen=True)
class Repeats:
    """How the rows of one file stand to what was known; the three add up to the file's rows.

    Attributes:
      attempts: Calls never told before.
      replaced: Rows that correct what was known.
      already_seen: Rows that say the same again or, of a dialer, less; and those that come from an older export.
    """

    attempts: int
    replaced: int
    already_seen: int


def sort_out_repeats(new_rows: pl.DataFrame, known_rows: pl.DataFrame) -> Repeats:
    """Compares a file's attempts with the known rows of the same attempt keys.

    Args:
      new_rows: ATTEMPTS columns (without batch).
      known_rows: ATTEMPTS rows of live batches whose attempt_key is among the new ones; others do no harm.
    """
    columns = ["attempt_key", "format", *TOLD, *WINS]
    known = known_rows.select(columns)
    keys = pl.concat([known.get_column("attempt_key"), new_rows.get_column("attempt_key")])
    places = perhaps_alike(keys)
    if places.is_empty():
        return Repeats(attempts=new_rows.height, replaced=0, already_seen=0)
    is_new = places >= known.height
    before = known[places.filter(~is_new)]
    after = new_rows.select(columns)[places.filter(is_new) - known.height]
    several = pl.concat(
        [
            before.with_columns(pl.lit(False).alias("_new")),
            after.with_columns(pl.lit(True).alias("_new")),
        ]
    ).with_row_index("_at")
    firsts = new_rows.height - after.height
    # Known rows stand first: the first row of a key is new only where the call was never told.
    ordered = several.sort("attempt_key", "_new", *WINS, "_at", nulls_last=False)
    ordered = _ranked(_completed(ordered.with_columns(pl.col("attempt_key").rle_id().alias("_key"))))
    first = pl.col("_key").ne_missing(pl.col("_key").shift(1))
    # Whether a row wins over every row of its key before it, and whether one of those says the same.
    best = pl.col("_rank") >= pl.col("_rank").cum_max().over("_key")
    same = ~pl.struct("_key", *TOLD).is_first_distinct()
    told = ordered.with_columns(first.alias("_first"), best.alias("_before"), same.alias("_same"))
    new = told.filter("_new")
    never = int(new["_first"].sum())
    corrects = new.filter(~pl.col("_first") & ~pl.col("_same") & pl.col("_before"))
    return Repeats(attempts=firsts + never, replaced=corrects.height, already_seen=new.height - never - corrects.height)


@dataclass(frozen=True)
class Contradicted:
    """How many rows of a file contradict what is known of their calls.

    Attributes:
      untold: Nothing tells which of the two is the later word; which one counts is then decided by content, the same in
        whatever order the files come.
      holding: Those of `untold` that count.
      outdone: The known word is of a file that was made later.
    """

    untold: int
    holding: int
    outdone: int


def contradicted(new_rows: pl.DataFrame, known_rows: pl.DataFrame) -> Contradicted:
    """Compares a file's attempts with the word that counted before it.

    Args:
      new_rows, known_rows: As for `sort_out_repeats`; of the new rows those that tell of a known call are enough.
    """
    if known_rows.is_empty():
        return Contradicted(0, 0, 0)
    last = known_rows.select("attempt_key", *TOLD, *WINS).sort("attempt_key", *WINS, nulls_last=False)
    both = new_rows.select("attempt_key", *TOLD, *WINS).join(
        last.unique("attempt_key", keep="last"), on="attempt_key", suffix="_known"
    )
    *times, sha = WINS
    tied = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_known")) for name in times)
    # What only one of the two tells (a cause, a length) adds to the other and contradicts nothing.
    differs = pl.any_horizontal((pl.col(name) != pl.col(f"{name}_known")).fill_null(value=False) for name in _SAID)
    wins, made = pl.col(sha) > pl.col(f"{sha}_known"), pl.col(times[0]) < pl.col(f"{times[0]}_known")
    counts = both.filter(differs).select(
        untold=tied.sum(), holding=(tied & wins).sum(), outdone=made.fill_null(value=False).sum()
    )
    return Contradicted(*map(int, counts.row(0)))


def _completed(rows: pl.DataFrame) -> pl.DataFrame:
    """A dialer's rows with what rows before them tell of their calls, as these are told after all: see `MEASURED`."""
    fits, named = pl.col("format") != BY_HAND, (*MEASURED, *SAID_WITH_RESULT)
    told = [name for name in named if 0 < rows.get_column(name).null_count() < rows.height]
    before = {name: pl.col(name).forward_fill().over("_key" if name in MEASURED else ("_key", "code")) for name in told}
    return rows.with_columns(pl.when(fits).then(full).otherwise(name).alias(name) for name, full in before.items())


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds `_rank`: files are few, so only what differs is put in order."""
    ranks = rows.select(WINS).unique().sort(WINS, nulls_last=False).with_row_index("_rank")
    return rows.join(ranks, on=list(WINS), how="left", maintain_order="left", nulls_equal=True)
