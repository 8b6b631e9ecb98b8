"""Taking one batch back: the world as if its file had never come, and what was made of it meanwhile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.plural import plural
from telebatch.model.tables import LEAD_STATE, LISTED, QUARANTINE, SUPPRESSIONS, TABLES
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.known.folded_again import changed_states
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.queues.stale import Gone, stale_shifts
from telebatch.pipeline.queues.taken_back import take_back_ended, withdrawn_words
from telebatch.pipeline.reviews.closing import closings
from telebatch.pipeline.told import Told
from telebatch.pipeline.undone.given_out import calls_in_doubt, calls_out_again, judged_otherwise, verdict_files
from telebatch.pipeline.undone.kept_requests import lost, standing_of_batch, taken_back_later
from telebatch.pipeline.undone.later_batches import told_anew
from telebatch.pipeline.undone.undo_changes import changes, counted, write_undone
from telebatch.pipeline.undone.withdrawn_still import keep_withdrawn
from telebatch.store import ADDS_TO, Commit

#: Every table of facts: what a batch added tells which leads to fold again without it.
_FACTS = tuple(table for table in TABLES.values() if table is not LEAD_STATE)


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
    _refuse_what_is_out(batch)
    with house.writing("undo", project=batch["project"], dry_run=dry_run) as commit:
        before = states(known := house.store.view())
        gone = (number, *_adding_to(house, number))
        added = [rows for one in gone for rows in _facts_of(house, one)]
        added.append(_later_decisions(house, number))
        acting, earlier = house.recorded() or house.settings, _settings_before(house, number)
        stood = None if with_requests else standing_of_batch(house.store.view(), acting, number)
        mended, files = _mended_since(house, number), [one.file_key for one in house.store.inputs(number)]
        for one in gone:
            commit.undo(one)
        anew = told_anew(house, commit, gone, added, lambda: _keep_requests(commit, stood, earlier or acting, number))
        added += anew.touched
        keep_withdrawn(commit, known, gone, earlier or acting)
        back = take_back_ended(house, commit, added)
        after = refresh(house, commit, [*added, back.events.lazy()]) if earlier is None else _folded_by(commit, earlier)
        _take_queues_away(house, commit, batch)
        changed = changes(before, after, house.zone, _asking_consents(house))
        listed = write_undone(commit, f"batch-{number}", changed)
        counts = {"batch_undone": number, "leads": after.height, **counted(changed, after)}
        counts |= {**({"withdrawn": back.events.height} if files else {}), **anew.counts}
        projects = frozenset(after.get_column("project") if changed.height else ())
        shifts = stale_shifts(house, commit.view, [Gone(number, commit.batch, projects)])
        moved = judged_otherwise(before, after)
        doubt = (*calls_in_doubt(house, commit.view, moved), *calls_out_again(known, gone, after))
        made = (*_requests_kept(commit), *verdict_files(house, commit.view, number, moved))
        commit.counts.update(counts)
    shown = (*_later_builds(house, number), *mended, *made, *_stale_reviews(house, number, after))
    return Told(
        "undo", house.as_of.isoformat(), commit.batch, counts=counts, files=(*listed, *back.files, *anew.files),
        warnings=(*anew.notes, *shifts), shown=(*anew.lines, *shown, *back.lines),
        looks=(*withdrawn_words(back), *doubt), needs_look=bool(anew.files or anew.notes),
    )  # fmt: skip


def _refuse_what_is_out(batch: dict[str, object]) -> None:
    """What was handed out cannot be called back by forgetting it; a queue only built can."""
    command = str(batch["command"])
    if command.startswith("undo"):
        raise WrongUsage(
            f"batch {batch['number']} is itself an undo, and cannot be undone",
            remedy="give the file again to the command that took it; it may be taken anew",
        )
    if other := _counts(batch).get(ADDS_TO):
        raise WrongUsage(
            f"batch {batch['number']} holds what batch {other} decides without what was undone, and goes with it",
            remedy=f"telebatch batches undo {other}",
        )
    if command == "forget":
        raise WrongUsage(
            f"batch {batch['number']} is a forget and cannot be undone: what named the persons is in the store no more",
            remedy="who shall be called again must ask for it, and come with another number",
        )
    if command.startswith("split") and command != "split":
        raise WrongUsage(
            f"batch {batch['number']} is a {command} and stays: released queues and posted pieces are facts",
            remedy="close a queue with telebatch split --close QUEUE; pieces that were never posted are told by "
            "telebatch touch, as returned",
        )


def _counts(batch: dict[str, object]) -> Mapping[str, int]:
    counts = batch["counts"]
    assert isinstance(counts, Mapping)
    return counts


def _take_queues_away(house: House, commit: Commit, batch: dict[str, object]) -> None:
    """Nobody shall call from the files of a build that is taken back, unless a later batch wrote them anew."""
    number = int(str(batch["number"]))
    if batch["command"] != "split":
        return
    later = {row.path for row in house.store.outputs() if row.batch > number}
    for row in house.store.outputs(number):
        if row.path not in later and PurePosixPath(row.path).parts[0] in {"queues", "mailings"}:
            commit.take_away(Path(row.path), row.checksum)


def _undo_requests(house: House, number: int, *, with_requests: bool, dry_run: bool) -> Told:
    """What the undo of a batch had kept is taken back after all."""
    with house.writing("undo", dry_run=dry_run) as commit:
        removals = taken_back_later(commit.view, number)
        if removals.is_empty() or not with_requests:
            stay = plural(removals.height, "do-not-call stays", "do-not-calls stay")
            kept = f"; {stay}" if removals.height else ""
            also = "--with-do-not-calls takes them back too" if removals.height else "see telebatch batches list"
            raise WrongUsage(f"batch {number} is undone already{kept}", remedy=also)
        before = states(house.store.view())
        commit.add(SUPPRESSIONS, removals)
        anew = told_anew(house, commit, (number,))
        after = refresh(house, commit, [removals.lazy(), *anew.touched])
        changed = changes(before, after, house.zone, _asking_consents(house))
        listed = write_undone(commit, f"batch-{number}-requests", changed)
        counts = {"batch_undone": number, "leads": after.height, **counted(changed, after)}
        counts |= anew.counts
        commit.counts.update(counts)
    return Told(
        "undo", house.as_of.isoformat(), commit.batch, counts=counts, files=(*listed, *anew.files),
        warnings=tuple(anew.notes), shown=tuple(anew.lines), needs_look=bool(anew.files or anew.notes),
    )  # fmt: skip


def _keep_requests(commit: Commit, stood: pl.DataFrame | None, settings: Settings, number: int) -> None:
    if stood is not None:
        commit.add(SUPPRESSIONS, lost(stood, commit.view, settings, number))


def _requests_kept(commit: Commit) -> tuple[str, ...]:
    """That who asked not to be contacted stays asked; nothing else of an undo writes a request."""
    kept = pl.col("batch").eq(commit.batch) & pl.col("is_removal").ne_missing(other=True)
    count = commit.scan(SUPPRESSIONS).filter(kept).select(pl.len()).collect().item()
    stay = plural(count, "do-not-call of it stays", "do-not-calls of it stay")
    return (f"{stay}; --with-do-not-calls takes them back too",) if count else ()


def _adding_to(house: House, number: int) -> tuple[int, ...]:
    """Live batches that add to another one, and go with it."""
    rows = house.store.batches().filter(pl.col("status") == "live").select("batch", "counts")
    return tuple(batch for batch, counts in rows.iter_rows() if json.loads(counts).get(ADDS_TO) == number)


def _facts_of(house: House, number: int) -> list[pl.LazyFrame]:
    """Every row the batch added, held in memory: after the undo they are out of sight."""
    return [house.store.scan(table).filter(pl.col("batch") == number).collect().lazy() for table in _FACTS]


def _later_decisions(house: House, number: int) -> pl.LazyFrame:
    """Listings that later batches made of this batch's deliveries: they go with it."""
    files = pl.Series([one.file_key for one in house.store.inputs(number)], dtype=pl.Int64)
    return house.store.scan(LISTED).filter(pl.col("file_key").is_in(files.implode())).collect().lazy()


def _asking_consents(house: House) -> frozenset[str]:
    return frozenset(name for name, project in house.settings.projects.items() if project.accept.consent)


def _settings_before(house: House, number: int) -> Settings | None:
    """What the fold acts on once the batch is gone; null where that is what it acts on now.

    Raises:
      SettingsWrong: A project added since needs what the batch had put on record.
    """
    now, then = house.store.snapshot(), house.store.snapshot(without=number)
    if now == then:
        return None
    return house.settings if then is None else house.settings_written(then)


def _folded_by(commit: Commit, settings: Settings) -> pl.DataFrame:
    """With other settings everybody may stand differently."""
    changed = changed_states(commit.view, settings)
    commit.add(LEAD_STATE, changed)
    return changed


def _later_builds(house: House, number: int) -> tuple[str, ...]:
    """Queues built after the batch: they were made from facts that no longer hold."""
    built = house.store.batches().filter((pl.col("batch") > number) & pl.col("command").str.starts_with("split"))
    if built.is_empty():
        return ()
    return (f"built from what is now undone: batches {', '.join(str(n) for n in sorted(built['batch'].to_list()))}",)


def _mended_since(house: House, number: int) -> tuple[str, ...]:
    """Later batches made of rows that fell out of this batch's files: they stay, and say whose rows they were."""
    files = pl.Series([one.file_key for one in house.store.inputs(number)], dtype=pl.Int64)
    rows = house.store.scan(QUARANTINE).filter(pl.col("kind") == "mended", pl.col("file_key").is_in(files.implode()))
    batches = rows.select("batch").unique().sort("batch").collect().to_series().to_list()
    if not batches:
        return ()
    return (f"mended from its quarantine, and still there: batches {', '.join(map(str, batches))}",)


def _stale_reviews(house: House, number: int, after: pl.DataFrame) -> tuple[str, ...]:
    """Reviews made after the batch of projects whose leads it touched; closed ones stay, and say so."""
    touched = set(after.get_column("project"))
    made = {
        row.path
        for row in house.store.outputs()
        if row.batch > number and row.path.startswith("reports/") and row.path.endswith(".html")
        if PurePosixPath(row.path).parent.name in touched
    }
    closed = made & {f"reports/{name}/{period}.html" for name, period in closings(house.store.view())}
    told = {"reviews made with it": made - closed, "closed reviews made with it stay as they are": closed}
    return tuple(f"{words}: {', '.join(sorted(paths))}" for words, paths in told.items() if paths)
