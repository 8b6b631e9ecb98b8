"""The lists of a project decided again by today's rules: before and after, under the same leads."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake, TelebatchError, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.model.tables import LEAD_STATE, LISTED, LISTS, SUPPRESSIONS
from telebatch.model.words import LeadStatus, Verdict
from telebatch.normalise import Normalised
from telebatch.pipeline.house import House
from telebatch.pipeline.known.folded_again import changed, changed_states, folded_again
from telebatch.pipeline.known.knowledge import latest_per
from telebatch.pipeline.known.live_lists import as_decided, makes_lead
from telebatch.pipeline.known.requests import numbers_written, written_near
from telebatch.pipeline.lists import better_known, verdict_files
from telebatch.pipeline.lists.before_after import both_verdicts, changed_rows, changes, lines, unmoved
from telebatch.pipeline.lists.deliveries import Delivery, ListFacts, delivery_from, options_of
from telebatch.pipeline.lists.held_no_more import and_held_no_more
from telebatch.pipeline.lists.identifiers import without_identifiers
from telebatch.pipeline.lists.keep_again import kept_again
from telebatch.pipeline.lists.kept_lists import KEPT, stored_readings
from telebatch.pipeline.lists.left_out import is_late, late_notes, left_out_late, whole_after
from telebatch.pipeline.lists.opt_outs import Refused, calls_they_stop, keep_refusals
from telebatch.pipeline.lists.own_language import own_language
from telebatch.pipeline.lists.read_people import read_people
from telebatch.pipeline.lists.retold import retold
from telebatch.pipeline.lists.told_apart import told_apart, with_met_since
from telebatch.pipeline.lists.verdicts import Apart, verdicts
from telebatch.pipeline.queues.taken_back import NOTHING_BACK, TakenBack
from telebatch.pipeline.rules import phone_table, project_rules
from telebatch.pipeline.told import STANDS, Told
from telebatch.store import Commit

_COMMAND: Final = "prequalify again"


@dataclass(frozen=True, eq=False)
class Stored:
    """One delivery as it was decided before.

    Attributes:
      row: Its LISTS row.
      listed: LISTED rows of it, the latest decision on each record.
    """

    row: dict[str, object]
    listed: pl.DataFrame

    @property
    def file_key(self) -> int:
        """Of the delivery."""
        return int(str(self.row["file_key"]))

    @property
    def facts(self) -> ListFacts:
        """What was told beside the rows."""
        names = ("supplier", "received_on", "use_until", "consent", "price_minor", "currency")
        return ListFacts(str(self.row["list"]), *(self.row[name] for name in names))  # type: ignore[arg-type] # as stored


@dataclass(frozen=True, eq=False)
class Moved:
    """What deciding again changed.

    Attributes:
      both: `verdict`, `reasons` of each record after, and `verdict_before`, `reasons_before`.
      files: Verdict files written anew.
      notes: Lists that could not be read again, and keep their verdicts.
      rows: So many records are decided otherwise in anything.
      people, numbers: Of so many the list tells otherwise than it did; so many of them have other numbers by it.
      gone: `record` of rows that files and figures tell as held no more by their list.
      refused: What rows ask that were not heeded before.
    """

    both: pl.DataFrame
    files: tuple[str, ...]
    notes: tuple[Mistake, ...]
    rows: int = 0
    people: int = 0
    numbers: int = 0
    gone: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))
    refused: Refused | None = None


def prequalify_again(house: House, name: str, *, dry_run: bool = False) -> Told:
    """Reads the archived lists of a project once more, decides by today's rules, and records these for the fold.

    Leads keep their ids, persons what is newest of them; calls, talks and requests are never touched. Where nothing
    changes there is a batch all the same: without an earlier one, or a request, it would have decided otherwise.

    Raises:
      WrongUsage: Unknown project, or it has no list.
    """
    project = house.project(name)
    with house.writing(_COMMAND, project=name, dry_run=dry_run) as commit:
        deliveries = _deliveries(commit, name)
        if not deliveries:
            raise WrongUsage(f"project {name} has no list yet", remedy=f"telebatch prequalify LIST -p {name}")
        is_edited = dict(house.store.snapshot() or {}) != dict(house.settings.texts)
        commit.record_snapshot(house.settings.texts)
        moves = []
        for stored in deliveries:
            moves.append(_again(house, commit, stored, project, is_edited=is_edited))
        of_project = commit.scan(LISTS).filter(pl.col("project").eq(name)).collect()
        late = late_notes(left_out_late(commit, house.store, of_project))
        moves = _all_decided(house, commit, project, moves)
        back, moved = _folded(house, commit, moves)
        told = _told(house, commit, moves, back, moved.height)
        told = replace(told, warnings=(*told.warnings, *late))
        commit.counts.update(told.counts)
        if is_edited or moved.height or any(move.rows or move.people or move.numbers for move in moves):
            return told
        commit.counts[STANDS] = 1
    return replace(told, shown=("nothing changes", *told.shown))


def _deliveries(commit: Commit, project: str) -> list[Stored]:
    rows = commit.scan(LISTS).filter(pl.col("project").eq(project)).sort("file_key").collect()
    listed = commit.scan(LISTED).filter(pl.col("project").eq(project), pl.col("record").is_not_null())
    found = []
    for row in rows.iter_rows(named=True):
        of_file = listed.filter(pl.col("file_key").eq(row["file_key"]))
        found.append(Stored(row, as_decided(latest_per(of_file, "record")).collect()))
    return found


def _again(house: House, commit: Commit, stored: Stored, project: Project, *, is_edited: bool) -> Moved:
    """One list: read, normalised, decided, and what differs kept; its files are written anew if they may differ."""
    try:
        delivery, normal = read_people(house, commit, reread(house, stored, project), project)
    except TelebatchError as error:
        otherwise = _otherwise(house, commit, stored.listed, project, stored)
        return Moved(unmoved(better_known.retold(stored.listed, otherwise)), (), error.mistakes)
    decided = _decided(house, commit, normal, project, stored)
    decided = decided.with_columns(pl.lit(stored.file_key, pl.Int64).alias("file_key"))
    keyed, rows = kept_again(commit, decided, normal, project, stored.facts, stored.listed)
    refused = keep_refusals(
        commit, keyed, Apart.of(normal, stored.facts.name).refusable, stored.facts.name, stored.facts.received_on
    )
    told = retold(commit.view, keyed, normal, stored.facts, int(str(stored.row["batch"])))
    raised, before = (_otherwise(house, commit, rows, project, stored) for rows in (keyed, stored.listed))
    people, numbers = told.add_to(commit)
    files: tuple[str, ...] = ()
    if is_edited or rows or people or numbers:
        words, english = house.shipped.wording[house.language(project)], house.shipped.wording["en"]
        shown, rules = better_known.as_known(keyed, raised, project_rules(house, project), words)
        judges = verdict_files.Judges(phone_table(house.shipped.phones), rules, own_language(words, english))
        files = verdict_files.write(commit, shown, normal.texts, delivery, stored.facts.name, judges)
    reads = f"reads {plural(delivery.record_count, 'record')} now, {stored.row['records']:,} before"
    notes = [Mistake(reads, delivery.shown)]
    notes = notes if delivery.record_count != stored.row["records"] else []
    listed = better_known.retold(stored.listed, before)
    # Of a list in which somebody was forgotten their rows are there no more; their verdicts stand for good.
    is_lost = ~pl.col("record").is_in(keyed.get_column("record").implode()) & pl.lit(delivery.is_kept)
    both = pl.concat(
        [both_verdicts(better_known.retold(keyed, raised), listed.filter(~is_lost)), unmoved(listed.filter(is_lost))]
    )
    gone = _gone(pl.concat([raised, before.filter(is_lost)]))
    return Moved(both, files, tuple(notes), rows, people, numbers, gone, refused)


def _decided(house: House, commit: Commit, normal: Normalised, project: Project, stored: Stored) -> pl.DataFrame:
    """Verdicts by today's rules; whoever makes a lead only now may have come with another list in between."""
    known, apart = commit.view, Apart.of(normal, stored.facts.name)
    written = written_near(known, numbers_written(known), normal.numbers)
    then = known.before(int(str(stored.row["batch"])))
    settled = told_apart(known, then, normal, project, stored.listed, stored.row)
    decided = verdicts(house, settled.lazy(), apart, written, project)
    is_new = makes_lead() & pl.col("person_key").is_null()
    new = decided.filter(is_new).get_column("record")
    if new.is_empty():
        return decided
    settled = with_met_since(settled, new, commit.view, normal, project, stored.facts.name)
    return verdicts(house, settled.lazy(), apart, written, project)


def reread(house: House, stored: Stored, project: Project) -> Delivery:
    """What was archived of the list, under the name it came with.

    Raises:
      WrongUsage: Nothing of it is kept.
      InputRefused: It cannot be read any more.
    """
    taken = next(one for one in house.store.inputs() if one.file_key == stored.file_key)
    read_as = stored.row["read_as"]
    options = options_of(None if read_as is None else str(read_as))
    readings = stored_readings(house, house.store.view(), taken, options)
    delivery = delivery_from(house, house.root / taken.path, readings, project, options)
    delivery = without_identifiers(house, delivery, project)
    return replace(delivery, path=Path(taken.path), shown=taken.path, is_kept=readings[0].format == KEPT)


def _raised(commit: Commit, rows: pl.DataFrame, project: Project) -> pl.DataFrame:
    """Rows whose lead is a key person, or was not found, by another word than the list's, which no rule takes back."""
    known = better_known.better_known(commit.view, rows, project.key_person)
    gone = better_known.found_gone(commit.view, rows, project.key_person)
    return pl.concat([known.filter(pl.col("verdict") == str(Verdict.CALLABLE)), gone]).sort("record")


def _otherwise(house: House, commit: Commit, rows: pl.DataFrame, project: Project, stored: Stored) -> pl.DataFrame:
    """Rows of whom files and figures say another thing than the list: those, and whom it holds no more."""
    raised = _raised(commit, rows, project)
    if not is_late(house.store, commit.view, stored.row):
        return raised
    return and_held_no_more(raised, commit.view, rows, stored.facts.name, house.project_day(project))


def _gone(otherwise: pl.DataFrame) -> pl.Series:
    return otherwise.filter(pl.col("verdict") == str(Verdict.REJECTED)).get_column("record").sort()


def _all_decided(house: House, commit: Commit, project: Project, moves: list[Moved]) -> list[Moved]:
    """The moves, once it is known whom each list holds; files that tell it otherwise are written once more.

    Only then is it told of leads that are new whether a newer whole delivery has them.
    """
    rows = commit.scan(LISTS).filter(pl.col("project").eq(project.name)).collect()
    if not whole_after(house.store, commit.view, rows):
        return moves
    told = []
    for stored, move in zip(_deliveries(commit, project.name), moves, strict=True):
        gone = _gone(_otherwise(house, commit, stored.listed, project, stored)) if move.files else move.gone
        if gone.equals(move.gone):
            told.append(move)
            continue
        anew = _again(house, commit, stored, project, is_edited=True)
        before = move.both.select("record", "verdict_before", "reasons_before")
        both = anew.both.select("record", "verdict", "reasons").join(before, on="record", how="full", coalesce=True)
        told.append(replace(move, both=both, files=anew.files, gone=gone))
    return told


def _folded(house: House, commit: Commit, moves: list[Moved]) -> tuple[TakenBack, pl.DataFrame]:
    """Everybody's state by the new rules; calls handed out to people no longer callable are taken back."""
    asked = pl.concat([SUPPRESSIONS.empty().drop("batch"), *(move.refused.rows for move in moves if move.refused)])

    def parted(kept: pl.DataFrame, told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        off = pl.col("status").eq(str(LeadStatus.UNLISTED)) & pl.col("released_queue").is_not_null()
        return changed(kept, told), told.filter(off).select("lead_key")

    moved, off = (pl.concat(parts) for parts in zip(*folded_again(commit.view, house.settings, parted), strict=True))
    back = NOTHING_BACK
    if off.height or asked.height:
        back = calls_they_stop(house, commit, asked, off)
        moved = changed_states(commit.view, house.settings)
    commit.add(LEAD_STATE, moved)
    return back, moved


def _told(house: House, commit: Commit, moves: list[Moved], back: TakenBack, leads_changed: int) -> Told:
    both = pl.concat([move.both for move in moves])
    counts = {
        "lists": len(moves),
        "records": both.height,
        "changed": changed_rows(both).height,
        "withdrawn": back.events.height,
    }
    counts |= {f"{name}_retold": sum(getattr(move, name) for move in moves) for name in ("people", "numbers")}
    counts |= {"leads_changed": leads_changed}
    files = tuple(name for move in moves for name in move.files)
    notes = tuple(note for move in moves for note in move.notes)
    refused = tuple(note for move in moves if move.refused for note in move.refused.notes)
    return Told(
        _COMMAND, house.as_of.isoformat(), commit.batch, counts=counts, reasons=changes(both),
        files=(*files, *back.files), warnings=(*notes, *refused), shown=(*lines(both), *back.lines),
        needs_look=bool(notes),
    )  # fmt: skip
