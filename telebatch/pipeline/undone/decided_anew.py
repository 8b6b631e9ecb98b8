"""A list decided after something that is undone has the verdicts that it would have been given without it.

What the same decision makes of the list now is compared with what holds. Rows that differ, and everything of those that
lead only now, become a batch that adds to the one that decided, and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.tables import ANSWERS, LEADS, LISTED, LISTS, NUMBERS, PEOPLE
from telebatch.normalise import Normalised
from telebatch.pipeline.again import Stored
from telebatch.pipeline.known.live_lists import as_decided, makes_lead
from telebatch.pipeline.lists import keep
from telebatch.pipeline.undone.decided_then import Then
from telebatch.pipeline.undone.keys_anew import new_keys, with_keys
from telebatch.pipeline.undone.reasons_anew import with_reasons
from telebatch.pipeline.undone.standing_rows import latest, whole_rows
from telebatch.prequalify import Rule
from telebatch.store import Commit, View

#: As the history shows it.
COMMAND: Final = "decided anew"
_COLUMNS: Final = tuple(name for name in LISTED.schema if name != "batch")
_KEYS: Final = ("person_key", "lead_key")
_FACTS: Final = (LEADS, PEOPLE, NUMBERS, ANSWERS)


@dataclass(frozen=True, eq=False)
class Moved:
    """One list, of which a decision is another now.

    Attributes:
      rows: LISTED rows that differ, without `batch`.
      facts: Table name → rows, without `batch`, of those that lead only now.
    """

    rows: pl.DataFrame
    facts: Mapping[str, pl.DataFrame]

    def add_to(self, commit: Commit) -> Iterator[pl.LazyFrame]:
        """Adds them; gives the rows added, table by table: `lead_key` in them tells whom they touch."""
        for table, rows in ((LISTED, self.rows), *((table, self.facts[table.name]) for table in _FACTS)):
            if rows.height:
                commit.add(table, rows)
                yield rows.lazy()


def moved(commit: Commit, then: Then, decided: pl.DataFrame, normal: Normalised, rules: tuple[Rule, ...]) -> Moved:
    """What of one decision differs from what holds.

    Args:
      decided: As `decided_then` made it.
      normal: The list, read again.
      rules: Of the project, in order of precedence.
    """
    target = with_keys(with_reasons(then.base, decided, rules), then)
    target = _filled(target, new_keys(commit, then, target, decided, normal))
    holds = latest(then)
    shown = as_decided(holds.lazy()).collect()
    rows = _differing(target, shown)
    led = shown.filter(pl.col("lead_key").is_not_null()).get_column("record")
    fresh = rows.filter(makes_lead(), ~pl.col("record").is_in(led.implode()))
    return Moved(_whole(then, _taking_off(rows, holds)), _facts(then, decided, normal, fresh))


def _filled(rows: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The rows with their new keys."""
    if keys.is_empty():
        return rows
    both = rows.join(keys, on="record", how="left", maintain_order="left", suffix="_new")
    return both.with_columns(pl.coalesce(f"{key}_new", key).alias(key) for key in _KEYS).select(rows.columns)


def _differing(target: pl.DataFrame, holds: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in target.columns if name != "record"]
    before = holds.select("record", *(pl.col(name).alias(f"_{name}") for name in names), _is_there=pl.lit(value=True))
    both = target.join(before, on="record", how="left", maintain_order="left")
    differs = pl.any_horizontal(*(pl.col(name).ne_missing(pl.col(f"_{name}")) for name in names))
    return both.filter(differs | pl.col("_is_there").is_null()).select(target.columns)


def _taking_off(rows: pl.DataFrame, holds: pl.DataFrame) -> pl.DataFrame:
    """A row that takes the lead of its record off has this lead and no verdict (`live_lists.as_decided`)."""
    held = holds.select("record", _held="lead_key")
    both = rows.join(held, on="record", how="left", maintain_order="left")
    off = pl.col("lead_key").is_null() & pl.col("_held").is_not_null()
    return both.with_columns(
        pl.when(~off).then("verdict").alias("verdict"), pl.coalesce("lead_key", "_held").alias("lead_key")
    )


def _whole(then: Then, rows: pl.DataFrame) -> pl.DataFrame:
    """LISTED rows without `batch`: what is decided anew, and all else as it was told then."""
    mine = rows.select("record", *_KEYS, "verdict", "reasons")
    told = whole_rows(then.stored, then.row, mine.get_column("record")).drop(mine.columns[1:])
    return told.join(mine, on="record", how="inner", maintain_order="left").select(_COLUMNS)


def _facts(then: Then, decided: pl.DataFrame, normal: Normalised, fresh: pl.DataFrame) -> Mapping[str, pl.DataFrame]:
    """What the list tells of the rows given, as when it came."""
    if fresh.is_empty():
        return {table.name: table.empty().drop("batch") for table in _FACTS}
    facts, mine = Stored(dict(then.row), then.base).facts, fresh.select("record", *_KEYS)
    both = decided.drop(_KEYS).join(mine, on="record", how="left", maintain_order="left")
    every = normal.texts.beside(both).with_columns(pl.lit(then.row["file_key"], pl.Int64).alias("file_key"))
    own = every.filter(pl.col("lead_key").is_not_null())
    tables = (
        keep.lead_rows(own, then.project.name),
        keep.people_rows(own, facts),
        keep.number_rows(normal.numbers, both.select("record", "person_key"), facts),
        keep.answer_rows(own),
    )
    return {table.name: rows.collect() for table, rows in zip(_FACTS, tables, strict=True)}


def deciding(known: View, batch: int, command: str, project: str | None, places: Mapping[int, int]) -> pl.DataFrame:
    """LISTS rows of the live lists that a batch decided on.

    Args:
      places: Batch → its place in time.
    """
    if command == "prequalify":
        return known.scan(LISTS).filter(pl.col("batch").eq(batch)).collect()
    rows = known.scan(LISTS).filter(pl.col("project").eq(project)).collect()
    came = rows.get_column("batch").replace_strict(places, return_dtype=pl.Int64)
    return rows.filter(came < places[batch]).sort("file_key")
