"""Contact lists → verdicts: read, normalise, find who is known, decide, and keep it all in one commit per file."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import polars as pl

from telebatch.model.errors import InputRefused, Mistake, TelebatchError
from telebatch.model.project import Project
from telebatch.model.records import ReadOptions
from telebatch.model.tables import LISTS
from telebatch.model.texts import Texts
from telebatch.normalise import Normalised
from telebatch.normalise.phones import PhoneTable
from telebatch.pipeline.house import House, merged_texts, settings_of
from telebatch.pipeline.known.fresh import Fresh
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.known.requests import Written, numbers_written, written_near
from telebatch.pipeline.lists import verdict_files
from telebatch.pipeline.lists.better_known import as_known, better_known
from telebatch.pipeline.lists.deliveries import Delivery, ListFacts, delivery_of
from telebatch.pipeline.lists.held_no_more import and_held_no_more
from telebatch.pipeline.lists.identifiers import without_identifiers
from telebatch.pipeline.lists.keep import Listing, kept_list, with_keys
from telebatch.pipeline.lists.left_out import is_late, late_notes, left_out_late
from telebatch.pipeline.lists.list_facts import (
    facts_as_before,
    refuse_impossible,
    refuse_other_region,
    spelling_notes,
    with_plain_names,
    with_what_is_not_kept,
)
from telebatch.pipeline.lists.lost_zeros import lost_zeros
from telebatch.pipeline.lists.no_list import refuse_calls
from telebatch.pipeline.lists.opt_outs import calls_they_stop, keep_refusals
from telebatch.pipeline.lists.own_language import OwnLanguage, own_language
from telebatch.pipeline.lists.read_people import read_people
from telebatch.pipeline.lists.renumbered import changes_and_conflicts
from telebatch.pipeline.lists.verdicts import Apart, found_candidates, verdicts
from telebatch.pipeline.lists.withdraw import Withdrawal, refuse_unclear, withdraw_missing, withdrawal_notes
from telebatch.pipeline.queues.taken_back import NOTHING_BACK, TakenBack
from telebatch.pipeline.rules import phone_table, project_rules
from telebatch.pipeline.told import Taken, Told, gathered
from telebatch.pipeline.twice import taken_before
from telebatch.prequalify import Rule
from telebatch.read import let_go, state_now, there_still, unchanged
from telebatch.store import Commit


def prequalify_lists(
    house: House, lists: Sequence[Path], project: str, facts: ListFacts, options: ReadOptions, *, dry_run: bool = False
) -> Told:
    """Decides on every record of every list; one batch per file, a refused file stops no other.

    Raises:
      WrongUsage: Unknown project, `withdraws_missing` without a named list or for several files, a last day of use
        before the delivery, or a region that the project does not take.
    """
    standards, facts = house.project(project), with_plain_names(facts)
    if facts.withdraws_missing:
        refuse_unclear(facts.name, len(lists))
    refuse_other_region(options.region, standards)
    refuse_impossible(facts, house.project_day(standards))
    tolds = []
    for path in lists:
        with let_go(path):
            tolds.append(_one_list(house, path, standards, facts, options, dry_run))
    return gathered(Told("prequalify", house.as_of.isoformat()), tolds)


def _one_list(
    house: House, path: Path, project: Project, facts: ListFacts, options: ReadOptions, dry_run: bool
) -> Told:
    told = Told("prequalify", house.as_of.isoformat())
    begun = state_now(path)
    try:
        with there_still(house.shown(path)):
            delivery = delivery_of(house, path, project, options)
            refuse_calls(house, delivery.tables, project, delivery.shown)
            delivery = without_identifiers(house, delivery, project)
    except TelebatchError as error:
        refused = Taken(house.shown(path), "", 0, None, {}, "refused")
        return gathered(told, [Told("prequalify", told.as_of, inputs=(refused,), refused=error.mistakes)])
    with house.writing("prequalify", project=project.name, dry_run=dry_run) as commit:
        taken = Taken(delivery.shown, delivery.sha256, delivery.record_count, None, {})
        named = _named(facts, path, house, project)
        facts, kept = (facts_as_before(commit.view, one) for one in (facts, named))
        if before := taken_before(house, commit, told, taken, project.name):
            return with_what_is_not_kept(house, before, facts, options)
        # What needs no answer is done beside the rest, one after the other; leaving the block waits for it.
        with ThreadPoolExecutor(1) as pool:
            try:
                with unchanged(delivery.path, delivery.shown, begun):
                    beside = _Beside.begun(pool, commit, delivery)
                    delivery, people = read_people(house, commit, delivery, project)
                    # What was read is what is kept: the fingerprint was proved meanwhile, and nobody wrote.
                    beside.archiving.result()
            except InputRefused as error:
                commit.abandon()
                return replace(told, inputs=(replace(taken, state="refused"),), refused=error.mistakes)
            handed = _Handed(delivery, [people], beside)
            del people
            told = _decide(house, commit, handed, project, kept)
            return replace(told, warnings=(*told.warnings, *spelling_notes(named, kept)))


def _named(facts: ListFacts, path: Path, house: House, project: Project) -> ListFacts:
    on = facts.received_on or house.project_day(project)
    return ListFacts(
        facts.name or path.name.split(".")[0], facts.supplier, on, facts.use_until, facts.consent, facts.price_minor,
        facts.currency, facts.withdraws_missing,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Beside:
    """What is done beside the rest, one after the other.

    Attributes:
      archiving: The list's own file is kept.
      listed: Every number that stands in a list of those not to be contacted; handed over as `_Handed.people` are.
    """

    pool: Executor
    archiving: Future[None]
    listed: list[Future[pl.Series]]

    @classmethod
    def begun(cls, pool: Executor, commit: Commit, delivery: Delivery) -> Self:
        listed = pool.submit(numbers_written, commit.view)
        return cls(pool, pool.submit(commit.archive, delivery.path, delivery.sha256, delivery.copy), [listed])


@dataclass(frozen=True, eq=False)
class _Handed:
    """A list that was read, with what is done beside it.

    Attributes:
      people: Handed over, not lent: whoever takes them out lets each column go when nobody asks for it any more, for a
        long list fills the memory.
    """

    delivery: Delivery
    people: list[Normalised]
    beside: _Beside


@dataclass(frozen=True, eq=False)
class _ToWrite:
    """What the files of a list are written from, beside its verdicts."""

    commit: Commit
    pool: Executor
    texts: Texts
    delivery: Delivery
    name: str
    phones: PhoneTable
    language: OwnLanguage | None

    def begun(self, shown: pl.DataFrame, rules: Sequence[Rule]) -> Future[tuple[str, ...]]:
        """The files are written beside the rest."""
        judges = verdict_files.Judges(self.phones, rules, self.language)
        return self.pool.submit(verdict_files.write, self.commit, shown, self.texts, self.delivery, self.name, judges)


def _decide(house: House, commit: Commit, handed: _Handed, project: Project, facts: ListFacts) -> Told:
    delivery, beside = handed.delivery, handed.beside
    apart = Apart.of(handed.people[0], facts.name)
    file_key = commit.add_input(
        path=delivery.shown, sha256=delivery.sha256, bytes=delivery.bytes, records=delivery.record_count,
        kind="contact_list", project=project.name, source=facts.name, exported_utc=None,
    )  # fmt: skip
    looking = beside.pool.submit(written_near, commit.view, beside.listed.pop().result(), apart.numbers)
    found = [found_candidates(commit.view, handed.people.pop(), project, facts.name, file_key)]
    lost = lost_zeros(commit.view, found[0].select("person_key").collect(), apart.texts, facts.name)
    decided = verdicts(house, found.pop(), apart, looking.result(), project, is_first=True)
    decided = with_keys(commit, decided)
    rules, table = project_rules(house, project), phone_table(house.shipped.phones)
    words, english = house.shipped.wording[house.language(project)], house.shipped.wording["en"]
    language = own_language(words, english)
    to_write = _ToWrite(commit, beside.pool, apart.texts, delivery, facts.name, table, language)
    # Where more may be known of somebody than the list tells, the files wait for the state.
    known = decided.filter("is_known")
    own = {"file_key": file_key, "project": project.name, "list": facts.name, "received_on": facts.received_on}
    late = is_late(house.store, commit.view, own)
    waits = late or not better_known(commit.view, known, project.key_person).is_empty()
    writing = None if waits else to_write.begun(decided, rules)
    kept = _keep(house, commit, decided, apart, Listing(project.name, file_key, delivery, facts))
    if writing is not None:
        # In its turn after the files: nobody asks for texts any more.
        beside.pool.submit(commit.aside.end)
    _fold(house, commit, kept, looking.result(), project.name)
    shown = decided
    if writing is None:
        more = better_known(commit.view, known, project.key_person)
        if late:
            more = and_held_no_more(more, commit.view, decided, facts.name, house.project_day(project))
        shown, rules = as_known(decided, more, rules, words)
        writing = to_write.begun(shown, rules)
    told = _told(house, commit, shown, delivery)
    files = writing.result()
    folder = Path(files[0]).parent
    on = (project.name, house.project_day(project))
    changed, notes = changes_and_conflicts(commit, decided, folder, table, on)
    files += changed + kept.back.files
    told = replace(told, files=files, warnings=(*told.warnings, *lost, *notes, *kept.notes), shown=kept.back.lines)
    return told if kept.withdrawal is None else _with_withdrawn(told, commit, kept.withdrawal)


@dataclass(frozen=True, eq=False)
class _Kept:
    """What keeping a list brought about.

    Attributes:
      touched: `lead_key`, `person_key` or `number` of whom it touches, a frame per cause.
      strangers: What LISTED says of those whose person nobody had met.
      asked_anew: Persons whom rows that refuse to be contacted name, and whom a newer delivery of the list left out.
      notes: What a person should know of such rows, and of those withdrawn.
      withdrawal: Whom of the named list this delivery lacks; null: nobody asked to withdraw them.
      back: Calls handed out that their withdrawal, or a refusal, stops.
    """

    touched: tuple[pl.DataFrame, ...]
    strangers: pl.DataFrame
    asked_anew: pl.Series
    notes: tuple[Mistake, ...]
    withdrawal: Withdrawal | None
    back: TakenBack


def _keep(house: House, commit: Commit, decided: pl.DataFrame, apart: Apart, listing: Listing) -> _Kept:
    """Verdicts become facts."""
    facts = listing.facts
    met, strangers = kept_list(commit, decided, apart, listing)
    refused = keep_refusals(commit, decided, apart.refusable, facts.name, facts.received_on)
    asked = refused.rows.select("person_key", "number", "lead_key")
    own = commit.scan(LISTS).filter(pl.col("file_key").eq(listing.file_key)).collect()
    late = left_out_late(commit, house.store, own)
    notes = (*refused.notes, *late_notes(late, facts.name))
    met, asked_anew = pl.concat([met, late]), pl.concat([refused.named, late.get_column("person_key")]).unique()
    if not facts.withdraws_missing:
        back = calls_they_stop(house, commit, refused.rows, asked.clear()) if asked.height else NOTHING_BACK
        return _Kept((met, asked), strangers, asked_anew, notes, None, back)
    today = house.project_day(house.project(listing.project))
    done = withdraw_missing(commit, facts.name, listing.project, listing.file_key, today)
    notes = (*notes, *withdrawal_notes(commit, facts.name, listing.project, done))
    back = calls_they_stop(house, commit, refused.rows, done.gone)
    return _Kept((met, asked, done.missing), strangers, asked_anew, notes, done, back)


def _fold(house: House, commit: Commit, kept: _Kept, written: Written, project: str) -> None:
    """The leads that the facts touch are told anew, by settings that know the project."""
    texts = merged_texts(house.store.snapshot(), house.settings.texts, project)
    if texts is not None:
        commit.record_snapshot(texts)
    fresh = Fresh(kept.strangers, written.rows, written.owners, kept.asked_anew)
    refresh(house, commit, [rows.lazy() for rows in kept.touched], settings_of(house, texts), fresh)


def _told(house: House, commit: Commit, decided: pl.DataFrame, delivery: Delivery) -> Told:
    aside = delivery.set_aside.height
    tally = {str(name): count for name, count in decided.group_by("verdict").len().iter_rows()}
    counts = {
        "records": delivery.record_count,
        "callable": tally.get("callable", 0),
        "verify": tally.get("verify", 0),
        "rejected": tally.get("rejected", 0) + aside,
        "known": int(decided.get_column("is_known").sum()),
        "blank_lines": delivery.blank_lines,
    }
    commit.counts.update(counts)
    notes = tuple(Mistake(guess, delivery.shown) for guess in delivery.guesses)
    taken = Taken(delivery.shown, delivery.sha256, delivery.record_count, commit.batch, counts)
    return Told(
        "prequalify", house.as_of.isoformat(), commit.batch, (taken,), counts, _reasons(decided, delivery),
        warnings=(*notes, *(replace(one, place=one.place or delivery.shown) for one in delivery.columns.mistakes)),
    )  # fmt: skip


def _with_withdrawn(told: Told, commit: Commit, withdrawal: Withdrawal) -> Told:
    """Adds how many the list no longer holds."""
    counts = {**told.counts, **withdrawal.counts}
    commit.counts.update(counts)
    return replace(told, counts=counts)


def _reasons(decided: pl.DataFrame, delivery: Delivery) -> dict[str, int]:
    """First reason of every row that is not callable, most frequent first; records set aside count as unreadable."""
    first = pl.col("reasons").cast(pl.String).str.split("|").list.first().alias("reason")
    told = decided.group_by("reasons").len().filter(pl.col("reasons") != "").group_by(first).agg(pl.col("len").sum())
    rows = dict(told.sort("len", "reason", descending=[True, False]).iter_rows())
    for name, count in delivery.set_aside.group_by("reason").len().sort("reason").iter_rows():
        rows[name] = rows.get(name, 0) + count
    return rows
