"""Facts → one shift's queues, call sheets, guides and mailing lists; released together with the promise of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.tables import (
    ANSWERS,
    ATTEMPTS,
    MAILED,
    NUMBERS,
    PEOPLE,
    QUEUE_EVENTS,
    RELEASED,
    SCRUBS,
)  # fmt: skip
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import classified, latest_per, states
from telebatch.pipeline.queue_files import write_shift
from telebatch.pipeline.refresh import refresh
from telebatch.pipeline.requests import requests_of
from telebatch.pipeline.told import Told
from telebatch.split import Shift, ShiftOrder, SplitInputs, SplitRules, split, top_up
from telebatch.state import bad_numbers, dropped_numbers
from telebatch.store import Commit, View

#: Rolling caps look back so far at most; attempts before play no part.
_LOOK_BACK = timedelta(days=60)


@dataclass(frozen=True)
class SplitOrder:
    """What was asked.

    Attributes:
      shift: `2026-11-23`, `2026-11-23am`, `2026-11-23pm`; null: the day of the as-of instant.
      projects: Empty: all.
      top_up: A further part of a shift that is released already.
    """

    shift: str | None = None
    projects: tuple[str, ...] = ()
    release: bool = False
    top_up: bool = False
    absent: tuple[str, ...] = ()
    without_results: bool = False


def split_shift(house: House, order: SplitOrder, *, dry_run: bool = False) -> Told:
    """Builds one shift, and with `release` hands it out.

    Raises:
      WrongUsage: An unreadable shift or unknown project, or a shift whose queues are out already.
    """
    wanted = _shift(house, order)
    projects = {name: house.project(name) for name in order.projects or sorted(house.settings.projects)}
    with house.writing("split release" if order.release else "split", dry_run=dry_run) as commit:
        that_day = commit.scan(RELEASED).filter(pl.col("shift_on") == wanted.on, _overlaps(wanted)).collect()
        released = that_day.filter(pl.col("shift") == wanted.name)
        mailed = commit.scan(MAILED).filter(pl.col("shift") == wanted.name).select("project").collect()
        _refuse_second_release({*released["project"], *mailed["project"]}, set(projects), wanted, order)
        inputs = split_inputs(house, commit.view, reserved=that_day.select("person_key").lazy())
        laid = split(inputs, _rules(house, projects), wanted)
        if order.top_up:
            laid = replace(laid, queued=top_up(laid.queued, released))
        files = write_shift(house, commit, laid, wanted, inputs)
        if order.release:
            _release(house, commit, laid, wanted)
        counts = _plain(laid)
        commit.counts.update(counts)
    notes = _stale(house)
    reasons = {
        name.removeprefix("not_queued."): count for name, count in laid.counts.items() if name.startswith("not_queued.")
    }
    return Told(
        "split", house.as_of.isoformat(), commit.batch, counts=counts, reasons=reasons, files=files, warnings=notes
    )


def _shift(house: House, order: SplitOrder) -> ShiftOrder:
    text = order.shift or house.as_of.astimezone(house.zone).date().isoformat()
    try:
        parsed = ShiftOrder.parse(text, house.as_of)
    except ValueError:
        raise WrongUsage(
            f"cannot read the shift {text[:24]!r}",
            place="--on",
            remedy="write 2026-11-23, 2026-11-23am or 2026-11-23pm",
        ) from None
    return ShiftOrder(parsed.on, house.as_of, parsed.half, frozenset(order.absent), order.without_results)


def _overlaps(wanted: ShiftOrder) -> pl.Expr:
    """Shifts of the day that share hours with this one: a day holds both its halves."""
    half = pl.col("shift").str.extract(r"(am|pm)$").fill_null("day")
    return pl.lit(True) if wanted.half == "day" else half.is_in(["day", wanted.half])


def _refuse_second_release(handed_out: set[str], projects: set[str], wanted: ShiftOrder, order: SplitOrder) -> None:
    """What is handed out stays as it is: neither a second release nor a rebuild may write over its files."""
    out = sorted(projects & handed_out)
    if out and not order.top_up:
        raise WrongUsage(
            f"shift {wanted.name} of {', '.join(out)} is released already",
            remedy="add a further part with --add, or close its queues with --close QUEUE",
        )


def split_inputs(house: House, view: View, *, reserved: pl.LazyFrame) -> SplitInputs:
    """Facts of every project as split wants them."""
    settings = house.recorded() or house.settings
    outcomes = classified(view, settings).outcomes.collect().lazy()
    numbers = latest_per(view.scan(NUMBERS), "person_key")
    recent = outcomes.filter(pl.col("counts_as_attempt"), pl.col("direction") == "out")
    since = house.as_of - _LOOK_BACK
    return SplitInputs(
        leads=states(view),
        numbers=numbers,
        people=latest_per(view.scan(PEOPLE), "person_key"),
        names=view.scan(PEOPLE).select("person_key", "email", "record_key"),
        recent=recent.filter(pl.col("start_utc") >= since).select("lead_key", "number", "start_utc"),
        suppressions=requests_of(view, settings),
        bad=bad_numbers(outcomes),
        dropped=dropped_numbers(outcomes, states(view)),
        scrubs=view.scan(SCRUBS).filter(pl.col("scrubbed_on").is_not_null()).select("number", "scrubbed_on"),
        answers=view.scan(ANSWERS),
        reserved=reserved,
    )


def _rules(house: House, projects: Iterable[str]) -> SplitRules:
    settings: Settings = house.settings
    return SplitRules(
        projects={name: settings.projects[name] for name in projects},
        zone=settings.workspace.zone,
        packs=settings.packs,
        retry=settings.retry,
        own_leaves=settings.own_leaves,
        agents=settings.agents,
        roster=settings.roster,
        calendar=settings.calendar,
        transit_days=house.shipped.gaps.transit,
        shift_hours={**house.shipped.shift_hours, **settings.workspace.shift_hours},
    )


def _release(house: House, commit: Commit, laid: Shift, wanted: ShiftOrder) -> None:
    """Released calls await their results; released mailings count as sent on their day."""
    at = pl.lit(house.as_of).cast(RELEASED.schema["at_utc"]).alias("at_utc")
    rows = laid.queued.with_columns(at, pl.lit(wanted.on).alias("shift_on"))
    commit.add(RELEASED, rows.select([name for name in RELEASED.schema if name != "batch"]))
    mailed = laid.mailings.select([name for name in MAILED.schema if name != "batch"])
    commit.add(MAILED, mailed)
    refresh(house, commit, [rows.select("lead_key").lazy(), mailed.select("lead_key").lazy()])


def close_queues(house: House, queues: Sequence[str], *, dry_run: bool = False) -> Told:
    """Closes released queues: rows without result return to the pool as not called.

    Raises:
      WrongUsage: A queue that was never released, or is closed already.
    """
    with house.writing("split close", dry_run=dry_run) as commit:
        released = commit.scan(RELEASED).filter(pl.col("queue").is_in(list(queues))).collect()
        missing = sorted(set(queues) - set(released.get_column("queue")))
        if missing:
            raise WrongUsage(f"no released queue {missing[0]!r}", place="--close", remedy=_released_names(commit))
        events = pl.DataFrame({"queue": sorted(set(queues))}).select(
            "queue", pl.lit("closed").alias("event"), pl.lit(None, pl.Int64).alias("lead_key"),
            pl.lit(house.as_of).cast(QUEUE_EVENTS.schema["at_utc"]).alias("at_utc"),
        )  # fmt: skip
        commit.add(QUEUE_EVENTS, events)
        called = commit.scan_leads(ATTEMPTS, released.get_column("lead_key")).select("queue", "lead_key").collect()
        without = released.join(called, on=["queue", "lead_key"], how="anti").height
        refresh(house, commit, [released.select("lead_key").lazy()])
        counts = {"queues": len(set(queues)), "released": released.height, "not_called": without}
        commit.counts.update(counts)
    return Told("split close", house.as_of.isoformat(), commit.batch, counts=counts)


def _released_names(commit: Commit) -> str:
    names = commit.scan(RELEASED).select("queue").unique().sort("queue").collect().to_series().to_list()
    return f"released queues: {', '.join(names[-8:]) or 'none'}"


def _plain(laid: Shift) -> dict[str, int]:
    return {name: count for name, count in laid.counts.items() if "." not in name}


def _stale(house: House) -> tuple[Mistake, ...]:
    """Plans and maps the fold acts on are those last recorded; edits since then wait for classify."""
    recorded = house.store.snapshot()
    if recorded is None:
        return ()
    changed = sorted(
        name
        for name in recorded
        if name.startswith(("projects/", "codes/")) and recorded[name] != house.settings.texts.get(name)
    )
    if not changed:
        return ()
    return (Mistake(f"edited since the last classify: {', '.join(changed)}", remedy="run telebatch classify"),)
