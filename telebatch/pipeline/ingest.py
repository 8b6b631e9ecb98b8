"""Result files → attempts and outcomes: recognise, read, find the leads, keep everything, one commit per file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from telebatch.classify import unmapped
from telebatch.ingest import Ingested, ingest, sort_out_repeats
from telebatch.model.errors import InputRefused, Mistake, TelebatchError
from telebatch.model.tables import (
    AGENT_TIME,
    AMENDMENTS,
    ANSWERS,
    ATTEMPTS,
    MOVED,
    ORDERS,
    QUARANTINE,
    READ_AS,
    SET_ASIDE,
    STRAYS,
    TOUCHES,
    Table,
)  # fmt: skip
from telebatch.pipeline.edited import edited_since
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import classify_rules
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.queues.taken_back import TakenBack, take_back_ended, withdrawn_words
from telebatch.pipeline.results.callers import with_new_callers
from telebatch.pipeline.results.calls_known import calls_known, moved_calls
from telebatch.pipeline.results.foreign import strays_of
from telebatch.pipeline.results.lookups import lookups_for
from telebatch.pipeline.results.lost_seconds import lost_seconds
from telebatch.pipeline.results.made import contradictions
from telebatch.pipeline.results.odd_orders import odd_orders
from telebatch.pipeline.results.others_numbers import at_others_numbers
from telebatch.pipeline.results.quarantine_file import OURS, Fallen, held_by, mended_rows, quarantine_file
from telebatch.pipeline.results.referrals import keep_referrals
from telebatch.pipeline.results.result_file import (
    IngestOrder,
    ResultFile,
    refuse_unknown,
    result_file,
)
from telebatch.pipeline.results.source_rules import source_rules
from telebatch.pipeline.results.strangers import assigned_strangers, strangers
from telebatch.pipeline.results.unmapped import unmapped_codes
from telebatch.pipeline.reviews.late_calls import late_calls
from telebatch.pipeline.told import Taken, Told, gathered
from telebatch.pipeline.twice import taken_before
from telebatch.read import let_go
from telebatch.store import Commit

RESULT_TABLES: tuple[tuple[str, Table], ...] = (
    ("attempts", ATTEMPTS), ("orders", ORDERS), ("touches", TOUCHES), ("agent_time", AGENT_TIME),
    ("amendments", AMENDMENTS), ("answers", ANSWERS), ("quarantine", QUARANTINE), ("set_aside", SET_ASIDE),
)  # fmt: skip
_FACTS = ("attempts", "orders", "touches", "agent_time", "amendments")
#: So many different remedies are shown at once.
_SHOWN = 3


def ingest_files(house: House, files: Sequence[Path], order: IngestOrder, *, dry_run: bool = False) -> Told:
    """Takes each file in its own commit; a refused one stops no other.

    Raises:
      WrongUsage: An unknown source, format, project or zone.
    """
    refuse_unknown(house, order)
    tolds = [ingest_file(house, path, order, dry_run=dry_run) for path in files]
    whole = gathered(Told("ingest", house.as_of.isoformat()), tolds)
    return replace(whole, warnings=(*whole.warnings, *unmapped_codes(whole.codes, house.settings.sources)))


def ingest_file(house: House, path: Path, order: IngestOrder, *, dry_run: bool = False) -> Told:
    """As `ingest_files`, of one of several: its codes in no map are left to whoever tells of all."""
    with let_go(path):
        return _guarded(house, path, order, dry_run)


def _guarded(house: House, path: Path, order: IngestOrder, dry_run: bool) -> Told:
    told = Told("ingest", house.as_of.isoformat())
    try:
        file = result_file(house, path, order)
        with house.writing("ingest", project=file.project, dry_run=dry_run) as commit:
            taken = Taken(file.shown, file.sha256, file.record_count, commit.batch, {})
            try:
                return taken_before(house, commit, told, taken, file.project) or _take(house, commit, file, order)
            except InputRefused as error:  # a refusal is no bad end: it leaves no traces for the next writer
                commit.abandon()
                return _refused(house, path, told, error)
    except TelebatchError as error:
        if int(error.exit_code) == 4:  # a busy or damaged store concerns every file
            raise
        return _refused(house, path, told, error)


def _refused(house: House, path: Path, told: Told, error: TelebatchError) -> Told:
    shown = house.shown(path)
    # Rooms know a file by its name alone, and dialers give the same name to the files of every folder.
    mistakes = tuple(replace(one, place=shown) if one.place in {"", path.name} else one for one in error.mistakes)
    return replace(told, inputs=(Taken(shown, "", 0, None, {}, "refused"),), refused=mistakes)


def _take(house: House, commit: Commit, file: ResultFile, order: IngestOrder) -> Told:
    key = commit.add_input(**file.as_input())
    commit.add(READ_AS, read_as_row(key, order.read_as))
    rules = source_rules(house, file, order, key)
    own, again = less_ours(file.records), lambda numbers: less_ours(file.again(numbers))
    # What nothing waits for at once is done beside the rest, one after the other.
    with ThreadPoolExecutor(1) as beside:
        archiving = beside.submit(commit.archive, file.path, file.sha256, file.copy)
        known = lookups_for(house, commit.view, file, beside)
        found = ingest(own, file.profile, known, rules, again)
        _refuse_unmended(file, found)
        straying = beside.submit(strays_of, commit.view, found.attempts, file.shown, file.source.match_floor)
        doubts = odd_orders(house, commit.view, found.orders, file.shown)
        doubts += lost_seconds(commit.view, found.attempts, file.shown)
        found = with_new_callers(house, commit, found)
        told = calls_known(commit.view, found.attempts)
        referred = keep_referrals(house, commit, found, key)
        counting = beside.submit(counted, file, found, told.before)
        naming = beside.submit(_unmapped, house, found, file)
        commit.add(STRAYS, straying.result())
        elsewhere = at_others_numbers(commit.view, found.attempts, straying.result(), told, file.shown)
        also = (moved_calls(told), referred)
        back = _keep(house, commit, (file, key), found, also)
    archiving.result()
    counts = counting.result() | ({"referrals": referred.height} if referred.height else {})
    fallen = Fallen(file.path.stem, file.sha256, file.columns, rules.zone, made_utc(file, found), file.unreadable(key),
                    file.sheets)  # fmt: skip
    files = quarantine_file(house, commit, fallen, found)
    commit.counts.update(counts)
    unknown = naming.result()
    taken = Taken(file.shown, file.sha256, file.record_count, commit.batch, counts)
    notes = [Mistake(word, file.shown) for word in (*file.guesses, *found.oddities, *found.looks)]
    doubts += [*contradictions(found, told, file), *assigned_strangers(house, found, file)]
    doubts += late_calls(house, commit.view, found.attempts, told.before, file.shown)
    notes += [*strangers(house, found, file), *elsewhere, *doubts, *_undecided(house, found, file)]
    looks = withdrawn_words(back)
    odd = bool(unknown or found.looks or doubts)
    return Told(
        "ingest", house.as_of.isoformat(), commit.batch, (taken,), counts, _reasons(found, file), (*files, *back.files),
        tuple(notes), looks=looks, needs_look=counts["quarantined"] > 0 or odd, codes=unknown,
    )  # fmt: skip


def read_as_row(key: int, read_as: str | None) -> pl.DataFrame:
    """READ_AS of a file, without batch; no row where nothing was said."""
    told = pl.DataFrame({"file_key": [key], "read_as": [read_as]}, schema={"file_key": pl.Int64, "read_as": pl.String})
    return told.drop_nulls()


def less_ours(records: pl.LazyFrame) -> pl.LazyFrame:
    """Without the columns that a quarantine file adds."""
    return records.drop(OURS, strict=False)


def _keep(
    house: House, commit: Commit, of: tuple[ResultFile, int], found: Ingested, also: tuple[pl.DataFrame, pl.DataFrame]
) -> TakenBack:
    """Adds every fact and tells anew the leads they touch, the former leads of moved calls and mended rows too.

    Args:
      also: MOVED rows, and leads that the file's talks named.

    Returns:
      Handed-out calls that must not be made any more after these facts.
    """
    (file, key), (moved, referred) = of, also
    mended = mended_rows(commit.view, file.columns, file.sent_again, key)
    for name, table in RESULT_TABLES:
        commit.add(table, getattr(found, name), hold=True)
    commit.add(QUARANTINE, file.unreadable(key))
    commit.add(QUARANTINE, mended)
    commit.add(MOVED, moved)
    touched = [getattr(found, name).lazy() for name, _ in RESULT_TABLES]
    back = take_back_ended(house, commit, touched, found.attempts.get_column("lead_key"))
    refresh(house, commit, [*touched, moved.lazy(), held_by(commit, mended), back.events.lazy(), referred.lazy()])
    return back


def _refuse_unmended(file: ResultFile, found: Ingested) -> None:
    """A quarantine file sent back as it is would only move its rows from one quarantine to the next."""
    if file.former is None or found.set_aside.height or any(getattr(found, name).height for name in _FACTS):
        return
    told = ", ".join(f"{reason} ({count})" for reason, count in _reasons(found, file).items())
    ways = pl.concat([one.get_column("remedy") for one in (found.quarantine, file.unreadable(0))])
    remedies = "; ".join(ways.unique(maintain_order=True).head(_SHOWN))
    raise InputRefused(f"every row of it falls again: {told}", place=file.shown, remedy=f"{remedies}; then send it")


def made_utc(file: ResultFile, found: Ingested) -> datetime | None:
    """When the file was made, as far as anything tells."""
    last = found.attempts.get_column("exported_utc").max()
    return last if isinstance(last, datetime) else file.exported_utc


def counted(file: ResultFile, found: Ingested, before: pl.DataFrame) -> dict[str, int]:
    """The figures of the conservation law: records + unfolded = the sum of the others.

    Args:
      before: What was known of the file's calls.
    """
    told = dict(found.counts)
    repeats = sort_out_repeats(found.attempts, before)
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


def _undecided(house: House, found: Ingested, file: ResultFile) -> tuple[Mistake, ...]:
    """Meanings that were written and do not hold yet, so that this file's codes were decided without them."""
    edited = edited_since(house) if found.attempts.height or found.orders.height else ()
    what = f"decided by what was written before: {', '.join(edited)} edited since"
    return (Mistake(what, file.shown, "run telebatch classify"),) if edited else ()


def _unmapped(house: House, found: Ingested, file: ResultFile) -> tuple[Mapping[str, object], ...]:
    """Codes of this file that no map knows: they hold their leads until somebody maps them."""
    codes = unmapped(found.attempts, classify_rules(house.recorded() or house.settings).codes)
    if codes.height:
        key = ["project", "format", "code"]
        still = unmapped(found.attempts, classify_rules(house.settings).codes).select(
            *key, pl.lit(False).alias("is_written")
        )
        codes = codes.join(still, on=key, how="left", nulls_equal=True).with_columns(
            pl.col("is_written").fill_null(True)
        )
    return tuple({**row, "place": file.shown} for row in codes.iter_rows(named=True))
