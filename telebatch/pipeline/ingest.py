"""Result files → attempts and outcomes: recognise, read, find the leads, keep everything, one commit per file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from telebatch.ingest import Ingested, Profile, ingest, sort_out_repeats
from telebatch.model.errors import Mistake, TelebatchError
from telebatch.model.tables import (
    AGENT_TIME, AMENDMENTS, ANSWERS, ATTEMPTS, ORDERS, QUARANTINE, SET_ASIDE, TOUCHES, Table,
)  # fmt: skip
from telebatch.pipeline.callers import with_new_callers
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import classified
from telebatch.pipeline.quarantine_file import mended, quarantine_file
from telebatch.pipeline.refresh import refresh
from telebatch.pipeline.results import ResultFile, lookups_for, result_file, source_rules
from telebatch.pipeline.told import Taken, Told, gathered
from telebatch.store import Commit

_TABLES: tuple[tuple[str, Table], ...] = (
    ("attempts", ATTEMPTS), ("orders", ORDERS), ("touches", TOUCHES), ("agent_time", AGENT_TIME),
    ("amendments", AMENDMENTS), ("answers", ANSWERS), ("quarantine", QUARANTINE), ("set_aside", SET_ASIDE),
)  # fmt: skip


@dataclass(frozen=True)
class IngestOrder:
    """What was said about the files; everything null is decided from folder and content."""

    source: str | None = None
    profile: str | None = None
    project: str | None = None
    zone: str | None = None


def ingest_files(house: House, files: Sequence[Path], order: IngestOrder, *, dry_run: bool = False) -> Told:
    """Takes each file in its own commit; a refused one stops no other.

    Raises:
      WrongUsage: An unknown source, format or project.
    """
    if order.project:
        house.project(order.project)
    tolds = [_guarded(house, path, order, dry_run) for path in files]
    return gathered(Told("ingest", house.as_of.isoformat()), tolds)


def _guarded(house: House, path: Path, order: IngestOrder, dry_run: bool) -> Told:
    told = Told("ingest", house.as_of.isoformat())
    try:
        file = result_file(house, path, order)
        with house.writing("ingest", project=order.project, dry_run=dry_run) as commit:
            before = house.store.live_input(file.sha256, "ingest", order.project)
            if before is not None:
                commit.abandon()
                counts = dict(house.store.batch(before.batch).counts)
                taken = Taken(file.shown, file.sha256, before.records, before.batch, counts, "same_as_before")
                return replace(told, batch=before.batch, inputs=(taken,), counts=counts)
            return _take(house, commit, file, order)
    except TelebatchError as error:
        if int(error.exit_code) == 4:  # a busy or damaged store concerns every file
            raise
        refused = Taken(house.shown(path), "", 0, None, {}, "refused")
        return replace(told, inputs=(refused,), refused=error.mistakes)


def _take(house: House, commit: Commit, file: ResultFile, order: IngestOrder) -> Told:
    key = commit.add_input(**file.as_input(order.project))
    commit.archive(file.path, file.sha256)
    rules = source_rules(house, file, order, key)
    lookups = lookups_for(house, commit.view, file, rules)
    found = ingest(file.records, file.profile, lookups, rules)
    found = with_new_callers(commit, found, file.profile)
    counts = _counted(commit, file, found)
    for name, table in _TABLES:
        commit.add(table, getattr(found, name))
    commit.add(QUARANTINE, file.unreadable(key))
    commit.add(QUARANTINE, mended(file, key))
    refresh(house, commit, [getattr(found, name).lazy() for name, _ in _TABLES])
    unmapped = _unmapped(house, commit, found, file.profile)
    files = quarantine_file(commit, file, found)
    commit.counts.update(counts)
    taken = Taken(file.shown, file.sha256, file.record_count, commit.batch, counts)
    notes = [Mistake(word, file.shown) for word in (*file.guesses, *found.oddities)]
    return Told(
        "ingest", house.as_of.isoformat(), commit.batch, (taken,), counts, _reasons(found, file), files,
        (*notes, *unmapped), needs_look=counts["quarantined"] > 0 or bool(unmapped),
    )  # fmt: skip


def _counted(commit: Commit, file: ResultFile, found: Ingested) -> dict[str, int]:
    """The figures of the conservation law: records + unfolded = the sum of the others."""
    told = dict(found.counts)
    known = commit.view.scan_keys(ATTEMPTS, "lead_key", found.attempts.get_column("lead_key"))
    repeats = sort_out_repeats(found.attempts, known.collect())
    counts = {"records": file.record_count, "unfolded": told.get("unfolded", 0), "attempts": repeats.attempts}
    counts |= {name: told[name] for name in ("orders", "agent_time", "amendments", "touches") if told.get(name)}
    return counts | {
        "replaced": repeats.replaced,
        "already_seen": repeats.already_seen + told.get("repeated", 0),
        "no_result": told.get("no_result", 0) + file.skipped.height,
        "not_ours": told.get("not_ours", 0),
        "quarantined": told.get("quarantined", 0) + file.broken.height,
    }


def _reasons(found: Ingested, file: ResultFile) -> dict[str, int]:
    reasons = pl.concat([found.quarantine.select("reason"), file.broken.select("reason")])
    return dict(reasons.group_by("reason").len().sort("len", "reason", descending=[True, False]).iter_rows())


def _unmapped(house: House, commit: Commit, found: Ingested, profile: Profile) -> tuple[Mistake, ...]:
    """Codes of this file that no map knows: they hold their leads until somebody maps them."""
    leads = found.attempts.get_column("lead_key").drop_nulls().unique()
    if leads.is_empty():
        return ()
    settings = house.recorded() or house.settings
    batch_rows = classified(commit.view, settings, leads).outcomes.filter(
        (pl.col("outcome") == "call.unclassified") & (pl.col("batch") == commit.batch)
    )
    met = batch_rows.group_by("code").agg(pl.len(), pl.col("lead_key").n_unique().alias("leads")).sort("code").collect()
    return tuple(
        Mistake(
            f"result code {code!r} is in no map ({count} rows); it holds {leads} leads",
            remedy=f'add a line to codes/{profile.name}.toml ([[code]] code = "{code}", outcome = "call.…"), then classify',
        )
        for code, count, leads in met.iter_rows()
    )
