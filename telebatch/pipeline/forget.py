"""Forgetting somebody for good: what names them goes, every count stays, and their numbers are not called again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import SuppressionKind
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.known.requests import of_persons
from telebatch.pipeline.lists.without_people import Shortened, shorten_lists
from telebatch.pipeline.privacy.sweep import Word, note, sweep
from telebatch.pipeline.privacy.traces import outputs_with, sources_with
from telebatch.pipeline.privacy.whom import Whom, shared_words, whom
from telebatch.pipeline.queues.built_before import shifts_to_build_again
from telebatch.pipeline.queues.mailed_out import pieces_to_stop
from telebatch.pipeline.queues.taken_back import TakenBack, take_back_leads, withdrawn_words
from telebatch.pipeline.told import Told
from telebatch.store import Commit, key_for_writing

_COMMAND = "forget"


@dataclass(frozen=True)
class ForgetOrder:
    """Who shall be forgotten.

    Attributes:
      named: Ids of leads or persons, or numbers.
      by, why: Kept for whoever asks later; no person's name belongs there.
    """

    named: tuple[str, ...]
    by: str
    why: str


@dataclass(frozen=True, eq=False)
class _Gone:
    """What went.

    Attributes:
      rows: Table → rows that held something of them.
      sources: Archived files that go.
      lists: The lists among them, and those that went before: what is kept of them in place of the file.
      calls: Handed-out calls that must not be made.
      looks: Files that people must see to.
    """

    rows: dict[str, int]
    marks: int
    sources: tuple[str, ...]
    lists: Shortened
    calls: TakenBack
    looks: tuple[Mistake, ...]


def forget(house: House, order: ForgetOrder, *, dry_run: bool = False) -> Told:
    """Takes everything that names them out of the store, closes their leads for good, and marks their numbers.

    Raises:
      WrongUsage: Somebody named is nobody here, or a number that several have; or nothing is said of who decided it.
    """
    if not order.by.strip() or not order.why.strip():
        raise WrongUsage("--by and --why must say something", remedy="write who decided it, and why")
    with house.writing(_COMMAND, dry_run=dry_run) as commit:
        found = whom(house, commit.view, order.named)
        gone = _gone(house, commit, found, order, dry_run=dry_run)
        if not (gone.rows or gone.marks or gone.sources or gone.lists.kept) and len(found.forgotten) == len(
            found.persons
        ):
            commit.abandon()
            return _already(house, found, gone.looks)
        counts = {
            "forgotten": len(found.persons) - len(found.forgotten), "leads": found.leads.len(), "numbers": gone.marks,
            "rows": sum(gone.rows.values()), "source_files": len(gone.sources), "withdrawn": gone.calls.events.height,
        }  # fmt: skip
        commit.counts.update(counts)
    looks = (*withdrawn_words(gone.calls), *gone.looks)
    warnings = (*(Mistake(words) for words in shared_words(found)), *gone.lists.lost)
    return Told(
        _COMMAND, house.as_of.isoformat(), commit.batch, counts=counts, files=gone.calls.files, looks=looks,
        warnings=warnings, shown=_shown(house, found, gone),
        answer=_answer(house, found, gone),
    )  # fmt: skip


def _gone(house: House, commit: Commit, found: Whom, order: ForgetOrder, *, dry_run: bool) -> _Gone:
    known = commit.view
    sources, held = sources_with(house, known, found), outputs_with(house, found)
    requests = _as_requests(commit, found)
    stops = (*pieces_to_stop(house, known, requests), *shifts_to_build_again(house, known, requests))
    key = key_for_writing(known.root, dry_run=dry_run)
    lists = shorten_lists(house, commit, found, sources)
    done, rows = sweep(commit, found, key)
    marks = note(commit, done, key, Word(order.by.strip(), order.why.strip(), house.as_of))
    for sha in sources:
        commit.unarchive(sha)
    calls = take_back_leads(house, commit, pl.DataFrame({"lead_key": found.leads}))
    if rows or marks or len(found.forgotten) < len(found.persons):
        refresh(house, commit, [pl.LazyFrame({"person_key": found.keys}), calls.events.lazy()])
    remedy = "delete it or make it again; telebatch changes no file that it has given out"
    looks = (*stops, *(Mistake("holds somebody who is forgotten", path, remedy) for path in held))
    return _Gone(rows, marks, sources, lists, calls, looks)


def _as_requests(commit: Commit, found: Whom) -> pl.LazyFrame:
    """Being forgotten stops whatever a request not to be contacted stops."""
    asked = pl.DataFrame({"person_key": found.keys}).with_columns(
        kind=pl.lit(str(SuppressionKind.PERSON)), list=pl.lit(_COMMAND), channel=pl.lit("any"), is_removal=False
    )
    rows = pl.concat([SUPPRESSIONS.empty(), asked], how="diagonal").drop("batch").lazy()
    return pl.concat([rows, of_persons(commit.view, rows)])


def _already(house: House, found: Whom, looks: tuple[Mistake, ...]) -> Told:
    """Nothing to do; files that still hold them are told, and nobody has to look again."""
    shown = tuple(f"{person.id}  already forgotten" for person in found.persons)
    counts = {"forgotten": 0, "already_forgotten": len(found.persons)}
    return Told(_COMMAND, house.as_of.isoformat(), counts=counts, shown=shown, warnings=looks)


def _shown(house: House, found: Whom, gone: _Gone) -> tuple[str, ...]:
    lines = [
        f"{person.id}  {', '.join(lead.id for lead in person.leads) or 'no lead'}"
        f"{'  (forgotten before)' if person.key in found.forgotten else ''}"
        for person in found.persons
    ]
    lines += [f"  {name.replace('_', ' ')}: {plural(count, 'row')}" for name, count in gone.rows.items()]
    lines += [f"  source file no longer kept: {path}" for path in _paths(house, gone.sources)]
    lines += [f"  its other rows are kept: {path}" for path in gone.lists.kept]
    return (*lines, *gone.calls.lines)


def _answer(house: House, found: Whom, gone: _Gone) -> dict[str, object]:
    return {
        "persons": [{"person_id": one.id, "leads": [lead.id for lead in one.leads]} for one in found.persons],
        "rows": gone.rows,
        "source_files": list(_paths(house, gone.sources)),
        "lists_kept": list(gone.lists.kept),
        "files_holding": [look.place for look in gone.looks if look.what.startswith("holds somebody")],
    }


def _paths(house: House, shas: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({one.path for one in house.store.inputs() if one.sha256 in set(shas)}))
