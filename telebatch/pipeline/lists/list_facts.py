"""What is told about a list beside its rows: does it make sense, and was it kept?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.model.records import ReadOptions
from telebatch.model.tables import LISTED, LISTS
from telebatch.model.words import StatusReason
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.lists.deliveries import TOLD, ListFacts, options_of
from telebatch.pipeline.spelled import spelled_before, suppliers
from telebatch.pipeline.told import Told
from telebatch.store import View

_FACTS: Final = ("supplier", "received_on", "use_until", "consent", "price_minor", "currency")
#: Bytes of a name: folders of verdict files are named by it, and most disks take 255.
_LONGEST: Final = 200
_OPTIONS: Final = {"name": "--list", "price_minor": "--price", "currency": "--price"}


def with_plain_names(facts: ListFacts) -> ListFacts:
    """The facts with the names as told, without blanks around them.

    Raises:
      WrongUsage: A name was given that tells none, or would make no folder's name.
    """
    for option, name in (("--list", facts.name), ("--supplier", facts.supplier)):
        if name and not re.search(r"\w", name):
            raise WrongUsage(f"{name[:24]!r} is no name", place=option, remedy="write a word, or leave the option out")
        if name and len(name.encode()) > _LONGEST:
            raise WrongUsage(f"the name {name[:24]!r}… is too long", place=option, remedy="take a shorter one")
    return replace(facts, name=facts.name.strip(), supplier=facts.supplier.strip() if facts.supplier else None)


def refuse_impossible(facts: ListFacts, today: date) -> None:
    """A list that may not be used any more when it comes is a slip, and so is one that comes on a day to come.

    Raises:
      WrongUsage: The last day of use lies before the day of delivery, or that day after today.
    """
    received = facts.received_on or today
    if received > today:
        raise WrongUsage(
            f"the list was received on {received}, which lies after {today}",
            place="--received-on", remedy="give the day on which it came; what is told later would be taken for older",
        )  # fmt: skip
    if facts.use_until and facts.use_until < received:
        raise WrongUsage(
            f"the list may be used until {facts.use_until} and was received on {received}",
            place="--use-until", remedy="give a later day, or the day of delivery with --received-on",
        )  # fmt: skip


def refuse_other_region(region: str | None, project: Project) -> None:
    """National numbers are read by a region that the project takes numbers of; others would be rejected one by one.

    Raises:
      WrongUsage: It is none of them.
    """
    regions = project.accept.regions
    if region is not None and region not in regions:
        raise WrongUsage(
            f"project {project.name} takes no numbers of {region}", place="--region",
            remedy=f"say {' or '.join(regions)}, or add it to regions under [accept] in projects/{project.name}.toml",
        )  # fmt: skip


def facts_as_before(known: View, facts: ListFacts) -> ListFacts:
    """The facts with the names of list and supplier as they were written first."""
    lists = known.scan(LISTS).sort("file_key").select("list").collect().to_series().unique(maintain_order=True)
    name = spelled_before(facts.name, lists)
    supplier = None if facts.supplier is None else spelled_before(facts.supplier, suppliers(known))
    return facts if (name, supplier) == (facts.name, facts.supplier) else replace(facts, name=name, supplier=supplier)


def spelling_notes(asked: ListFacts, kept: ListFacts) -> Iterator[Mistake]:
    """That a name was taken for one that reads like it; a second list by such a name needs another one."""
    if asked.name != kept.name:
        yield Mistake(f"list {asked.name}: taken for {kept.name}, which was delivered before")
    if asked.supplier != kept.supplier:
        yield Mistake(f"supplier {asked.supplier}: taken for {kept.supplier}, who delivered or answered before")


def with_what_is_not_kept(house: House, told: Told, facts: ListFacts, options: ReadOptions) -> Told:
    """A list that was taken in before stays as it is: options that say otherwise are named, and a person should look.

    Args:
      told: The answer on the one file, taken in before.
    """
    (file,) = told.inputs
    kept = {one.file_key: one for one in house.store.inputs() if one.batch == file.batch}
    rows = house.store.scan(LISTS).collect().to_dicts()
    stored = next((row for row in rows if row["file_key"] in kept), None)
    lost = tuple(dict.fromkeys(_lost(stored, facts, options, file.counts))) if stored else ()
    before = f"taken in before as batch {file.batch}"
    undo = f"telebatch batches undo {file.batch}, then take the list in again"
    # A file is taken once: an undo for another sheet's sake would lose the one that was taken.
    is_beside = "--sheet" in lost and stored is not None and _told_then(stored).sheet is not None
    remedy = f"save that sheet as a file of its own; or {undo} without --sheet" if is_beside else f"{undo} with them"
    notes = [Mistake(f"{before}; not kept: {', '.join(lost)}", file.path, remedy)] if lost else []
    if count := _withdrawn_since(house, pl.Series(list(kept), dtype=pl.Int64)):
        what = f"{before}; {plural(count, 'lead of it is', 'leads of it are')} withdrawn since by a later delivery"
        notes.append(Mistake(what, file.path, f"{undo}: then it is the latest one"))
    return replace(told, warnings=(*told.warnings, *notes), needs_look=True) if notes else told


def _withdrawn_since(house: House, files: pl.Series) -> int:
    """How many leads that these files brought no list holds any more."""
    known = house.store.view()
    mine = known.scan(LISTED).filter(pl.col("file_key").is_in(files.implode()), pl.col("record").is_not_null())
    gone = states(known).filter(pl.col("status_reason").eq(str(StatusReason.WITHDRAWN)))
    return gone.join(mine, on="lead_key", how="semi").select("lead_key").collect().height


def _lost(
    stored: dict[str, object], facts: ListFacts, options: ReadOptions, counts: Mapping[str, int]
) -> Iterator[str]:
    """Options given that the stored list does not follow."""
    wanted = {"name": facts.name or None, **{name: getattr(facts, name) for name in _FACTS}}
    for name, value in wanted.items():
        if value is not None and value != stored["list" if name == "name" else name]:
            yield _OPTIONS.get(name, f"--{name.replace('_', '-')}")
    before, default = _told_then(stored), ReadOptions()
    for name in TOLD:
        if getattr(options, name) not in {getattr(default, name), getattr(before, name)}:
            yield f"--{name.replace('_', '-')}"
    if facts.withdraws_missing and "withdrawn" not in counts:
        yield "--withdraw-missing"


def _told_then(stored: Mapping[str, object]) -> ReadOptions:
    """What was said about how to read a list when it was taken in."""
    read_as = stored["read_as"]
    return options_of(None if read_as is None else str(read_as))
