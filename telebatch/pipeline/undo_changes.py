"""What an undo changes: every lead that stands differently, in the words that matter to people, as a file."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.ids import lead_id
from telebatch.pipeline.knowledge import GONE
from telebatch.store import Commit
from telebatch.write import write_csv

_WORDS = ("status", "standing", "call_steps_done", "callback_utc", "last_outcome", "key_person_state")
_UNLISTED = ("unlisted", GONE)


def changes(before: pl.LazyFrame, after: pl.DataFrame, zone: ZoneInfo) -> pl.DataFrame:
    """lead_key, project, field, before, after: one row per lead and word that changed, by lead.

    Args:
      before: LEAD_STATE of every lead as it was.
      after: LEAD_STATE rows of the leads that were folded again.
      zone: In which times are told.
    """
    old = before.join(after.lazy().select("lead_key"), on="lead_key", how="semi").select("lead_key", *_WORDS).collect()
    both = after.select("lead_key", "project", *_WORDS).join(old, on="lead_key", how="left", suffix="_before")
    parts = [
        both.filter(pl.col(word).ne_missing(pl.col(f"{word}_before"))).select(
            "lead_key",
            "project",
            pl.lit(word.removesuffix("_utc")).alias("field"),
            _shown(pl.col(f"{word}_before"), word, zone).alias("before"),
            _shown(pl.col(word), word, zone).alias("after"),
        )
        for word in _WORDS
    ]
    return pl.concat(parts).sort("lead_key", "field")


def _shown(value: pl.Expr, word: str, zone: ZoneInfo) -> pl.Expr:
    if word.endswith("_utc"):
        return value.dt.convert_time_zone(str(zone)).dt.strftime("%Y-%m-%d %H:%M")
    return value.cast(pl.String)


def counted(changed: pl.DataFrame, after: pl.DataFrame) -> dict[str, int]:
    """How many leads stand differently, and how many are on no list any more."""
    return {
        "leads_changed": changed.get_column("lead_key").n_unique(),
        "leads_unlisted": after.filter(pl.col("status").is_in(_UNLISTED)).height,
    }


def write_undone(commit: Commit, name: str, changed: pl.DataFrame) -> tuple[str, ...]:
    """Writes `undone/NAME.csv`: lead_id, project, field, before, after; nothing where no lead changes."""
    if changed.is_empty():
        return ()
    path = Path("undone") / f"{name}.csv"
    rows = changed.select(lead_id(pl.col("lead_key")).alias("lead_id"), "project", "field", "before", "after")
    write_csv(commit.output(path), rows.lazy())
    return (path.as_posix(),)
