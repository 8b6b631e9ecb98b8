"""What an undo changes: every lead that stands differently, in the words that matter to people, as a file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.ids import lead_id
from telebatch.model.tables import LEAD_STATE
from telebatch.pipeline.known.knowledge import GONE
from telebatch.store import Commit
from telebatch.write import write_csv

_WORDS = (
    "status", "standing", "call_steps_done", "callback_utc", "last_outcome", "last_attempt_utc", "key_person_state",
)  # fmt: skip
#: What is told of a lead of which none of these changed.
_OTHERS = tuple(
    name for name in LEAD_STATE.schema if name not in {*_WORDS, "lead_key", "person_key", "project", "batch"}
)


def changes(before: pl.LazyFrame, after: pl.DataFrame, zone: ZoneInfo, consenting: Collection[str]) -> pl.DataFrame:
    """lead_key, project, field, before, after: one row per lead and word that changed, by lead.

    Of leads that differ in none of the words that matter to people, everything else that differs is told.

    Args:
      before: LEAD_STATE of every lead as it was.
      after: LEAD_STATE rows of the leads that were folded again.
      zone: In which times are told.
      consenting: Projects that ask for consents: to the others it is nothing since when somebody agreed.
    """
    columns = ("lead_key", *_WORDS, *_OTHERS)
    old = before.join(after.lazy().select("lead_key"), on="lead_key", how="semi").select(columns).collect()
    both = after.select("project", *columns).join(old, on="lead_key", how="left", suffix="_before")
    words = _differing(both, _WORDS, zone)
    others = _differing(both.join(words, on="lead_key", how="anti"), _OTHERS, zone)
    others = others.filter(pl.col("field").ne("consent_since") | pl.col("project").is_in(list(consenting)))
    return pl.concat([words, others]).sort("lead_key", "field")


def _differing(both: pl.DataFrame, words: Sequence[str], zone: ZoneInfo) -> pl.DataFrame:
    parts = [
        both.filter(pl.col(word).ne_missing(pl.col(f"{word}_before"))).select(
            "lead_key",
            "project",
            pl.lit(word.removesuffix("_utc")).alias("field"),
            _shown(pl.col(f"{word}_before"), word, zone).alias("before"),
            _shown(pl.col(word), word, zone).alias("after"),
        )
        for word in words
    ]
    return pl.concat(parts)


def _shown(value: pl.Expr, word: str, zone: ZoneInfo) -> pl.Expr:
    if word.endswith("_utc"):
        return value.dt.convert_time_zone(str(zone)).dt.strftime("%Y-%m-%d %H:%M:%S").str.strip_suffix(":00")
    if isinstance(LEAD_STATE.schema[word], pl.List):
        return value.cast(pl.List(pl.String)).list.join("+")
    return value.cast(pl.String)


def counted(changed: pl.DataFrame, after: pl.DataFrame) -> dict[str, int]:
    """How many leads stand differently, are on no list any more but hold other facts, and are none any more."""
    status = after.get_column("status")
    return {
        "leads_changed": changed.get_column("lead_key").n_unique(),
        "leads_unlisted": int((status == "unlisted").sum()),
        "leads_gone": int((status == GONE).sum()),
    }


def write_undone(commit: Commit, name: str, changed: pl.DataFrame) -> tuple[str, ...]:
    """Writes `undone/NAME.csv`: lead_id, project, field, before, after; nothing where no lead changes."""
    if changed.is_empty():
        return ()
    path = Path("undone") / f"{name}.csv"
    rows = changed.select(lead_id(pl.col("lead_key")).alias("lead_id"), "project", "field", "before", "after")
    write_csv(commit.output(path), rows.lazy())
    return (path.as_posix(),)
