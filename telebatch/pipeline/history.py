"""Batches: what was taken in when, what it changed, and taking one back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import LEAD_STATE, LISTED, SUPPRESSIONS, TABLES
from telebatch.model.workspace import Settings
from telebatch.pipeline.classify import differing
from telebatch.pipeline.house import House
from telebatch.pipeline.kept_requests import lost, standing_of_batch, taken_back_later
from telebatch.pipeline.knowledge import GONE, states
from telebatch.pipeline.refresh import refresh, states_of
from telebatch.pipeline.told import Told
from telebatch.store import Commit

#: Every table of facts: what a batch added tells which leads to fold again without it.
_FACTS = tuple(table for table in TABLES.values() if table is not LEAD_STATE)


def history(house: House) -> Told:
    """One line per batch, the latest last."""
    rows = house.store.batches().sort("batch")
    lines = [
        f"{row['batch']:>5}  {row['status']:<6}  {row['as_of_utc'].astimezone(house.zone):%Y-%m-%d %H:%M}"
        f"  {row['command']:<16}"
        f"  {row['project'] or '':<18}  {_counts(row['counts'])}"
        for row in rows.iter_rows(named=True)
    ]
    shown = tuple(lines or ["no batch yet"])
    answer = {"batches": [_simple(asdict(house.store.batch(number))) for number in rows["batch"].to_list()]}
    return Told("batches list", house.as_of.isoformat(), shown=shown, answer=answer)


def _counts(counts: object) -> str:
    told = json.loads(counts) if isinstance(counts, str) else dict(counts or {})  # type: ignore[call-overload]
    return ", ".join(f"{name} {value:,}" for name, value in told.items() if value)


def _simple(batch: dict[str, object]) -> dict[str, object]:
    """The ledger's row as JSON can hold it; keys as in docs/store.md."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in batch.items()}


def show_batch(house: House, number: int) -> Told:
    """Everything the ledger holds of one batch.

    Raises:
      WrongUsage: No such batch.
    """
    batch = asdict(house.store.batch(number))
    lines = [f"{name}: {value}" for name, value in batch.items() if value not in (None, "", {}, ())]
    inputs, outputs = house.store.inputs(number), house.store.outputs(number)
    lines += [f"input: {one.path} ({one.records:,} records, {one.sha256[:12]})" for one in inputs]
    lines += [f"output: {one.path}" for one in outputs]
    answer = {
        "batch": _simple(batch),
        "inputs": [_simple(asdict(one)) for one in inputs],
        "outputs": [one.path for one in outputs],
    }
    return Told("batches show", house.as_of.isoformat(), batch=number, shown=tuple(lines), answer=answer)


def undo_batch(house: House, number: int, *, with_requests: bool = False, dry_run: bool = False) -> Told:
    """Takes one batch out and folds every lead it touched again; do-not-calls and released queues stay.

    Args:
      with_requests: Also takes back who asked not to be contacted, which otherwise outlives the file that told it.

    Raises:
      WrongUsage: No such batch, one that only hands out or takes back, or undone already with nothing kept.
    """
    batch = asdict(house.store.batch(number))
    if batch["status"] != "live":
        return _undo_requests(house, number, with_requests=with_requests, dry_run=dry_run)
    if str(batch["command"]).startswith(("undo", "split")):
        raise WrongUsage(
            f"batch {number} is a {batch['command']} and stays: released queues and posted pieces are facts",
            remedy="close a queue with telebatch split --close QUEUE",
        )
    with house.writing("undo", project=batch["project"], dry_run=dry_run) as commit:
        before = states(house.store.view())
        added = [*_facts_of(house, number), _later_decisions(house, number)]
        acting, earlier = house.recorded() or house.settings, _settings_before(house, number)
        stood = None if with_requests else standing_of_batch(house.store.view(), acting, number)
        commit.undo(number)
        if stood is not None:
            commit.add(SUPPRESSIONS, lost(stood, commit.view, earlier or acting, number))
        after = refresh(house, commit, added) if earlier is None else _folded_by(commit, earlier, before)
        counts = {"batch_undone": number, "leads": after.height, **_differences(before, after)}
        commit.counts.update(counts)
    stale = _later_builds(house, number)
    return Told("undo", house.as_of.isoformat(), commit.batch, counts=counts, shown=stale)


def _undo_requests(house: House, number: int, *, with_requests: bool, dry_run: bool) -> Told:
    """What the undo of a batch had kept is taken back after all."""
    with house.writing("undo", dry_run=dry_run) as commit:
        removals = taken_back_later(commit.view, number)
        if removals.is_empty() or not with_requests:
            kept = f"; its {removals.height} do-not-calls stay" if removals.height else ""
            also = " --with-do-not-calls takes these back too" if removals.height else "see telebatch batches list"
            raise WrongUsage(f"batch {number} is undone already{kept}", remedy=also.strip())
        before = states(house.store.view())
        commit.add(SUPPRESSIONS, removals)
        after = refresh(house, commit, [removals.lazy()])
        counts = {"batch_undone": number, "leads": after.height, **_differences(before, after)}
        commit.counts.update(counts)
    return Told("undo", house.as_of.isoformat(), commit.batch, counts=counts)


def _facts_of(house: House, number: int) -> list[pl.LazyFrame]:
    """Every row the batch added, held in memory: after the undo they are out of sight."""
    return [house.store.scan(table).filter(pl.col("batch") == number).collect().lazy() for table in _FACTS]


def _later_decisions(house: House, number: int) -> pl.LazyFrame:
    """Listings that later batches made of this batch's deliveries: they go with it."""
    files = pl.Series([one.file_key for one in house.store.inputs(number)], dtype=pl.Int64)
    return house.store.scan(LISTED).filter(pl.col("file_key").is_in(files.implode())).collect().lazy()


def _settings_before(house: House, number: int) -> Settings | None:
    """What the fold acts on once the batch is gone; null where it is not the one whose settings hold."""
    recorded = house.store.batches().filter((pl.col("status") == "live") & pl.col("snapshot").is_not_null())
    numbers = recorded.get_column("batch").sort().to_list()
    if not numbers or numbers[-1] != number:
        return None
    return (house.recorded(at_batch=numbers[-2]) if len(numbers) > 1 else None) or house.settings


def _folded_by(commit: Commit, settings: Settings, before: pl.LazyFrame) -> pl.DataFrame:
    """With other settings everybody may stand differently; what no fact speaks of any more is gone."""
    now = states_of(commit.view, settings, None)
    old = before.collect()
    gone = old.join(now, on="lead_key", how="anti").select(
        "lead_key", "person_key", "project", pl.lit(GONE).alias("status")
    )
    changed = pl.concat([differing(old, now), gone], how="diagonal").sort("lead_key")
    commit.add(LEAD_STATE, changed)
    return changed


def _differences(before: pl.LazyFrame, after: pl.DataFrame) -> dict[str, int]:
    """How many leads stand differently in the words that matter to people."""
    words = ["status", "standing", "call_steps_done", "callback_utc", "last_outcome"]
    old = before.select("lead_key", *words).collect()
    both = after.select("lead_key", *words).join(old, on="lead_key", how="left", suffix="_before")
    changed = both.filter(pl.any_horizontal(pl.col(word).ne_missing(pl.col(f"{word}_before")) for word in words))
    return {
        "leads_changed": changed.height,
        "leads_unlisted": after.filter(pl.col("status").is_in(["unlisted", GONE])).height,
    }


def _later_builds(house: House, number: int) -> tuple[str, ...]:
    """Queues built after the batch: they were made from facts that no longer hold."""
    built = house.store.batches().filter((pl.col("batch") > number) & pl.col("command").str.starts_with("split"))
    if built.is_empty():
        return ()
    return (f"built from what is now undone: batches {', '.join(str(n) for n in sorted(built['batch'].to_list()))}",)
