"""Batches: what was taken in when, what it changed, and taking one back."""

from __future__ import annotations

import json

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import LEAD_STATE, LEADS, NUMBERS, TABLES
from telebatch.pipeline.house import House
from telebatch.pipeline.refresh import refresh
from telebatch.pipeline.told import Told

#: Tables whose rows name a lead, so that undoing a batch knows which leads to fold again.
_BY_LEAD = tuple(table for table in TABLES.values() if "lead_key" in table.schema and table is not LEAD_STATE)


def history(house: House) -> Told:
    """One line per batch, the latest last."""
    rows = house.store.batches().sort("batch")
    lines = [
        f"{row['batch']:>5}  {row['status']:<6}  {row['as_of_utc']:%Y-%m-%d %H:%M}  {row['command']:<16}"
        f"  {row['project'] or '':<18}  {_counts(row['counts'])}"
        for row in rows.iter_rows(named=True)
    ]
    return Told("batches list", house.as_of.isoformat(), shown=tuple(lines or ["no batch yet"]))


def _counts(counts: object) -> str:
    told = json.loads(counts) if isinstance(counts, str) else dict(counts or {})  # type: ignore[call-overload]
    return ", ".join(f"{name} {value:,}" for name, value in told.items() if value)


def show_batch(house: House, number: int) -> Told:
    """Everything the ledger holds of one batch.

    Raises:
      WrongUsage: No such batch.
    """
    batch = _batch(house, number)
    lines = [f"{name}: {value}" for name, value in batch.items() if value not in (None, "", "{}", "[]")]
    return Told("batches show", house.as_of.isoformat(), batch=number, shown=tuple(lines))


def undo_batch(house: House, number: int, *, dry_run: bool = False) -> Told:
    """Takes one batch out and folds every lead it touched again; do-not-calls and released queues stay.

    Raises:
      WrongUsage: No such batch, undone already, or one that only hands out or takes back.
    """
    batch = _batch(house, number)
    if batch["status"] != "live":
        raise WrongUsage(f"batch {number} is undone already", remedy="see telebatch batches list")
    if str(batch["command"]).startswith(("undo", "split")):
        raise WrongUsage(
            f"batch {number} is a {batch['command']} and stays: released queues and posted pieces are facts",
            remedy="close a queue with telebatch split --close QUEUE",
        )
    with house.writing("undo", project=batch["project"], dry_run=dry_run) as commit:
        before = house.store.lead_state()
        commit.undo(number)
        leads = _touched(house, number)
        after = refresh(house, commit, leads) if leads.len() else pl.DataFrame(schema=LEAD_STATE.schema)
        counts = {"batch_undone": number, "leads": after.height, **_differences(before, after)}
        commit.counts.update(counts)
    stale = _later_builds(house, number)
    return Told("undo", house.as_of.isoformat(), commit.batch, counts=counts, shown=stale)


def _batch(house: House, number: int) -> dict[str, object]:
    found = house.store.batch(number)
    if found is None:
        raise WrongUsage(f"no batch {number}", remedy="see telebatch batches list")
    return dict(found)


def _touched(house: House, number: int) -> pl.Series:
    """Leads named by the batch's rows, and leads that hold a number its suppressions name."""
    store = house.store
    named = [
        store.scan(table).filter(pl.col("batch") == number).select("lead_key").drop_nulls() for table in _BY_LEAD
    ]
    numbers = store.scan(TABLES["suppressions"]).filter(pl.col("batch") == number).select("number").drop_nulls()
    owners = store.scan(NUMBERS).join(numbers, on="number", how="semi").select("person_key")
    persons = pl.concat([owners, store.scan(NUMBERS).filter(pl.col("batch") == number).select("person_key")]).unique()
    leads = store.scan(LEADS, every_batch=True).join(persons, on="person_key", how="semi").select("lead_key")
    return pl.concat([*named, leads]).unique().collect().to_series().sort()


def _differences(before: pl.LazyFrame, after: pl.DataFrame) -> dict[str, int]:
    """How many leads stand differently in the words that matter to people."""
    words = ["status", "standing", "call_steps_done", "callback_utc", "last_outcome"]
    old = before.select("lead_key", *words).collect()
    both = after.select("lead_key", *words).join(old, on="lead_key", how="left", suffix="_before")
    changed = both.filter(pl.any_horizontal(pl.col(word).ne_missing(pl.col(f"{word}_before")) for word in words))
    return {"leads_changed": changed.height, "leads_unlisted": after.filter(pl.col("status") == "unlisted").height}


def _later_builds(house: House, number: int) -> tuple[str, ...]:
    """Queues built after the batch: they were made from facts that no longer hold."""
    built = house.store.batches().filter((pl.col("batch") > number) & pl.col("command").str.starts_with("split"))
    if built.is_empty():
        return ()
    return (f"built from what is now undone: batches {', '.join(str(n) for n in sorted(built['batch'].to_list()))}",)
