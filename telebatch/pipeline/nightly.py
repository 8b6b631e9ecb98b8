"""The night's work for cron: everything in the inbox, the reviews that are due, the next shift of each project."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.errors import ExitCode, InputRefused, Mistake, TelebatchError
from telebatch.model.plural import plural
from telebatch.model.workspace import Source
from telebatch.pipeline.due import outlook
from telebatch.pipeline.house import House
from telebatch.pipeline.ingest import ingest_file
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.queues.shift_asked import SplitOrder
from telebatch.pipeline.report import ReportOrder, report_projects
from telebatch.pipeline.results.drift import new_jumps
from telebatch.pipeline.results.odd_orders import statuses_in_no_map
from telebatch.pipeline.results.result_file import IngestOrder
from telebatch.pipeline.results.unmapped import unmapped_codes
from telebatch.pipeline.reviews.closing import REPORTS
from telebatch.pipeline.split import split_shift
from telebatch.pipeline.told import STANDS, Taken, Told, gathered
from telebatch.pipeline.touch import take_touches
from telebatch.read import let_go
from telebatch.store import lost_key
from telebatch.write import DONE, REFUSED, Inbox, alone_in, look_into, put_away

#: What was sent and called is taken before what confirms or corrects it.
_ORDER: Final = ("touches", "results", "call_sheet", "callbacks", "orders", "agent_time", "corrections")


@dataclass(frozen=True)
class Night(Told):
    """A night's answer: other work was done even where every file was refused, so that is no 3 but a 5."""

    @property
    def exit_code(self) -> ExitCode:
        """A refused file or anything else a person should look at is 5; else 0."""
        return ExitCode.LOOK if self.refused or self.looks or self.needs_look else ExitCode.DONE


def night(house: House, pause_seconds: float, *, dry_run: bool = False) -> Told:
    """Does the night's work; two at once work one after the other, and the second finds nothing to do.

    Args:
      pause_seconds: Between two looks at the inbox.

    Raises:
      StoreBusy: Another night, or another command, works longer than the lock's time-out.
    """
    inbox = house.root / "inbox"
    with alone_in(inbox, house.settings.workspace.lock_timeout_seconds):
        if not dry_run:
            house.store.finish()  # a night that finds nothing new writes nothing
        found = look_into(inbox, pause_seconds)
        tolds = [_taken(house, source, path, dry_run) for source, path in _in_order(house, found)]
        tolds += _reviews(house, dry_run)
        tolds += _shifts(house, dry_run)
        return _told(house, tolds, found)


def _in_order(house: House, found: Inbox) -> Iterator[tuple[Source | None, Path]]:
    """Folders by kind of their source, then by name; files by name. A folder nobody wrote a source for comes last."""
    known = house.settings.sources
    ranks = {name: _ORDER.index(known[name].kind) if name in known else len(_ORDER) for name in found.files}
    for name in sorted(found.files, key=lambda one: (ranks[one], one)):
        for path in found.files[name]:
            yield known.get(name), path


def _taken(house: House, source: Source | None, path: Path, dry_run: bool) -> Told:
    """One file taken in and put away."""
    if source is not None and source.kind == "touches":
        told = _touches(house, source, path, dry_run)
    else:
        told = ingest_file(house, path, IngestOrder(), dry_run=dry_run)
    if not dry_run:
        put_away(path, REFUSED if told.refused else DONE)
    return told


def _touches(house: House, source: Source, path: Path, dry_run: bool) -> Told:
    """A touches log belongs to one project; without a medium column the project's only medium is meant."""
    try:
        names = sorted(set(source.projects.values()))
        if len(names) != 1:
            raise InputRefused(
                f"touches of {source.name} belong to {plural(len(names), 'project')}", place=house.shown(path),
                remedy=f'write "*" = "PROJECT" under [projects] in sources/{source.name}.toml',
            )  # fmt: skip
        media = sorted({step.medium for step in house.project(names[0]).plan if step.medium})
        with let_go(path):
            return take_touches(house, path, names[0], media[0] if len(media) == 1 else None, dry_run=dry_run)
    except TelebatchError as error:
        if error.exit_code is ExitCode.STORE:  # a busy or damaged store concerns every file
            raise
        taken = Taken(house.shown(path), "", 0, None, {}, "refused")
        return Told("touch", house.as_of.isoformat(), inputs=(taken,), refused=error.mistakes)


def _reviews(house: House, dry_run: bool) -> Iterator[Told]:
    """Every review that is due, projects of one period together."""
    wanted: dict[str, list[str]] = {}
    for project, period in outlook.reviews_due(house, _with_leads(house)):
        wanted.setdefault(period.text, []).append(project.name)
    for text, names in sorted(wanted.items()):
        if dry_run:
            yield Told("report", house.as_of.isoformat(), counts={"reviews": len(names)})
        else:
            yield report_projects(house, ReportOrder(tuple(names), text))


def _shifts(house: House, dry_run: bool) -> Iterator[Told]:
    """The next shift of each project, projects of one shift together; one built since the last facts stands."""
    released = outlook.handed_out(house.store.view())
    wanted: dict[str, list[str]] = {}
    for name in sorted(_with_leads(house) & set(house.settings.projects)):
        shift = outlook.next_shift(house, house.settings.projects[name], released)
        if shift is not None:
            wanted.setdefault(shift, []).append(name)
    built = {one.shift: one.batch for one in outlook.built_shifts(house)}
    for shift, names in sorted(wanted.items()):
        if built.get(shift, 0) < _last_news(house):
            yield split_shift(house, SplitOrder(shift, tuple(names)), dry_run=dry_run)


def _last_news(house: House) -> int:
    """The latest batch after which queues may look different; building and reporting are none.

    Nor is deciding again where that changed nothing: a cron line may do so every night.
    """
    rows = house.store.batches().filter(~pl.col("command").is_in([*REPORTS, "split"]))
    told = rows.select("batch", "counts").iter_rows()
    return max((batch for batch, counts in told if STANDS not in json.loads(counts)), default=0)


def _with_leads(house: House) -> frozenset[str]:
    return frozenset(states(house.store.view()).select("project").unique().collect().to_series())


def _told(house: House, tolds: list[Told], found: Inbox) -> Told:
    """One answer with sums; what a person should look at is said on a quiet night too."""
    whole = gathered(Night("nightly", house.as_of.isoformat()), tolds)
    sums = gathered(whole, [told for told in tolds if _is_new(told)])
    look = _looks(house, found, whole.codes)
    waits = tuple(
        Mistake("still being written, or its name says so", house.shown(path), "it is taken in the next night")
        for path in found.growing
    )
    said = {_without_counts(one) for one in look}
    notes = (one for one in whole.warnings if _without_counts(one) not in said)
    # How many leads each shift has, and why some are not queued, is told in the shift's own files.
    counts = {name: count for name, count in sums.counts.items() if count and name not in {"leads", "not_queued"}}
    return replace(
        whole, counts={**_files(whole), **counts}, looks=(*look, *whole.looks),
        reasons=gathered(whole, [told for told in tolds if told.command != "split"]).reasons,
        warnings=(*notes, *waits),
    )  # fmt: skip


def _without_counts(told: Mistake) -> str:
    """What is wrong without how often: a code in no map is told of the file and of the whole, and said once."""
    return told.what.partition(": ")[0]


def _is_new(told: Told) -> bool:
    """A file taken before tells the figures of its first batch again; they are no work of this night."""
    return not told.inputs or any(one.state != "same_as_before" for one in told.inputs)


def _files(whole: Told) -> dict[str, int]:
    fates = [one.state for one in whole.inputs]
    return {"files": len(fates), **{fate: fates.count(fate) for fate in ("taken", "same_as_before", "refused")}}


def _looks(house: House, found: Inbox, met: Sequence[Mapping[str, object]]) -> tuple[Mistake, ...]:
    """What no file says of itself: files nobody is meant by, files that did not come, codes that hold leads; and that
    the key of forgotten numbers is gone, without which no list and no result can be taken in.

    Args:
      met: Codes in no map of this night's files.
    """
    loose = [
        Mistake("the file lies in no source's folder", house.shown(path), "move it to inbox/SOURCE/")
        for path in found.loose
    ]
    known = house.store.view()
    held = outlook.codes_in_no_map(house, known)
    there = {(row["project"], row["format"], row["code"]) for row in held}
    others = [row for row in met if (row["project"], row["format"], row["code"]) not in there]
    unknown = (*unmapped_codes([*held, *others], house.settings.sources), *statuses_in_no_map(house, known))
    return (*lost_key(known), *loose, *outlook.files_missing(house), *unknown, *new_jumps(house))
