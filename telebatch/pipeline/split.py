"""Facts → one shift's queues, call sheets, guides and mailing lists; released together with the promise of results."""

from __future__ import annotations

import difflib
from dataclasses import replace

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.tables import MAILED, RELEASED
from telebatch.model.words import NotQueued
from telebatch.pipeline.edited import edits_waiting
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.queues.left_out import left_without_places
from telebatch.pipeline.queues.mailed_out import pieces_to_nowhere, without_pieces
from telebatch.pipeline.queues.queue_files import ShiftFiles, write_shift
from telebatch.pipeline.queues.shift_asked import SplitOrder, shift_of, split_inputs, split_rules
from telebatch.pipeline.queues.standing import Standing, note_built, standing
from telebatch.pipeline.told import Told
from telebatch.split import Shift, ShiftOrder, SplitInputs, further_pieces, hers, not_built, split, top_up
from telebatch.store import Commit


def split_shift(house: House, order: SplitOrder, *, dry_run: bool = False) -> Told:
    """Builds one shift, and with `release` hands it out.

    Raises:
      WrongUsage: An unreadable shift, an unknown project or agent, a shift whose queues are out already, or the release
        of a shift that is over.
    """
    wanted = shift_of(house, order)
    asked = tuple(house.project(name).name for name in order.projects or sorted(house.settings.projects))
    _refuse_unknown_agents(house, order)
    with house.writing("split release" if order.release else "split", dry_run=dry_run) as commit:
        stands = standing(commit.view, wanted, asked, order.agent)
        _refuse_late_release(house, wanted, order)
        _refuse_second_release(stands, order)
        inputs = split_inputs(house, commit.view, reserved=stands.reserved)
        laid = _laid(house, inputs, wanted, order, stands)
        whole = _whole(house, inputs, wanted, laid, stands)
        shift = ShiftFiles(laid, whole, wanted, stands, released=order.release)
        files, changed = write_shift(house, commit, shift)
        note_built(commit, laid.queued, stands, wanted, released=order.release)
        if order.release:
            _release(house, commit, laid, wanted)
        counts = _counts(laid, whole, stands, order)
        nowhere = pieces_to_nowhere(commit.view, laid.mailings)
        nowhere += without_pieces(laid.lacking, house.settings.projects)
        starved = left_without_places(whole, laid.queued, stands.kept, wanted.name)
        commit.counts.update(counts)
    mine = whole.filter(pl.col("project").is_in(asked)).group_by("reason").len().sort("reason")
    return Told(
        "split", house.as_of.isoformat(), commit.batch, counts=counts, reasons=dict(mine.iter_rows()), files=files,
        looks=(*changed, *_uncompared(mine)),
        warnings=(*nowhere, *starved, *_nothing(laid, wanted, order), *_unserved(mine, wanted), *edits_waiting(house)),
    )  # fmt: skip


def _refuse_unknown_agents(house: House, order: SplitOrder) -> None:
    """A slip in a name would otherwise leave an absent agent's queue as it is, or build nobody's."""
    known = {agent.name for agent in house.settings.agents} | {line.agent for line in house.settings.roster}
    named = [("--absent", name) for name in order.absent] + ([("--agent", order.agent)] if order.agent else [])
    for option, name in named:
        if known and name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            raise WrongUsage(
                f"no agent named {name!r}", place=option, remedy=f"{meant}agents here: {', '.join(sorted(known))}"
            )


def _refuse_late_release(house: House, wanted: ShiftOrder, order: SplitOrder) -> None:
    """Calls of a shift that is over are made by nobody; they would only wait for results."""
    if order.release and split_rules(house, ()).hours(wanted)[1] <= house.as_of:
        raise WrongUsage(
            f"shift {wanted.name} is over", place="--release", remedy="release one that is not, or build without it"
        )


def _refuse_second_release(stands: Standing, order: SplitOrder) -> None:
    """What is handed out stays as it is: neither a second release nor a rebuild may write over its files."""
    out = sorted(stands.handed_out)
    if out and not order.top_up:
        queues = set(stands.released.filter(pl.col("shift") == stands.shift)["project"]) & set(out)
        close = ", or close its queues with --close QUEUE" if queues else ""
        raise WrongUsage(
            f"shift {stands.shift} of {', '.join(out)} is released already",
            remedy=f"add a further part with --add{close}",
        )


def _laid(house: House, inputs: SplitInputs, wanted: ShiftOrder, order: SplitOrder, stands: Standing) -> Shift:
    """The queues and mailing lists that this run gives out."""
    there = replace(wanted, absent=wanted.absent | stands.served, handed_out=stands.calls if order.top_up else {})
    laid = split(inputs, split_rules(house, stands.asked), there)
    if order.agent is not None:
        laid = hers(laid, order.agent, wanted.on)
    if order.top_up:
        released = stands.released.filter(pl.col("shift") == wanted.name)
        mailings = further_pieces(laid.mailings, stands.mailed)
        laid = replace(laid, queued=top_up(laid.queued, released), mailings=mailings)
    return laid


def _whole(house: House, inputs: SplitInputs, wanted: ShiftOrder, laid: Shift, stands: Standing) -> pl.DataFrame:
    """NOT_QUEUED rows of every lead that stands in no queue of the shift, of the projects not built now too."""
    others = set(house.settings.projects) - stands.asked
    known = pl.col("project").is_in(stands.asked | others)
    rows = [laid.not_queued.filter(pl.col("project").is_in(stands.asked) | ~known)]
    if others:
        reserved = pl.concat([inputs.reserved, laid.queued.lazy().select("person_key")])
        # Who found no room in what stands would find none today either.
        there = replace(wanted, handed_out=stands.places)
        rest = split(replace(inputs, reserved=reserved), split_rules(house, others), there)
        rows.append(not_built(rest, wanted.on).filter(pl.col("project").is_in(others)))
    return pl.concat(rows).join(stands.kept, on="lead_key", how="anti").sort("project", "lead_key")


def _counts(laid: Shift, whole: pl.DataFrame, stands: Standing, order: SplitOrder) -> dict[str, int]:
    """Of the projects asked for: every lead stands in a queue of the shift or in not_queued.csv."""
    mine = pl.col("project").is_in(stands.asked)
    queued = laid.queued.height + stands.kept.filter(mine)["lead_key"].n_unique()
    left = whole.filter(mine).height
    added = {"added": laid.queued.height} if order.top_up or order.agent else {}
    return {"leads": queued + left, "queued": queued, "not_queued": left, **added, "mailed": laid.mailings.height}


def _nothing(laid: Shift, wanted: ShiftOrder, order: SplitOrder) -> tuple[Mistake, ...]:
    """Nobody could be called: no empty file is handed out, and the shift stays open."""
    if not order.release or laid.queued.height or laid.mailings.height:
        return ()
    return (Mistake(f"nothing was handed out: nobody more can be called in {wanted.name}",
                    remedy="not_queued.csv tells why, lead by lead"),)  # fmt: skip


def _uncompared(reasons: pl.DataFrame) -> tuple[Mistake, ...]:
    """Leads that wait for a register's answer, which a person must ask for."""
    return _waiting(
        reasons, NotQueued.SCRUB_STALE, "to be compared with a register first",
        "telebatch suppress export --register REGION, then suppress import ANSWER --scrub --register REGION",
    )  # fmt: skip


def _unserved(reasons: pl.DataFrame, wanted: ShiftOrder) -> tuple[Mistake, ...]:
    """Leads that nobody of the roster may call in the shift."""
    return _waiting(
        reasons, NotQueued.NO_AGENT, f"with nobody to call them in {wanted.name}",
        "see who stands in roster.csv and agents.toml, with which hours, projects and skills",
    )  # fmt: skip


def _waiting(reasons: pl.DataFrame, reason: NotQueued, what: str, remedy: str) -> tuple[Mistake, ...]:
    """Says how many leads wait for something, if any do; `reasons` is `reason` and `len`, leads."""
    count = dict(reasons.iter_rows()).get(reason)
    return (Mistake(f"{plural(count, 'lead')} {what}", remedy=remedy),) if count else ()


def _release(house: House, commit: Commit, laid: Shift, wanted: ShiftOrder) -> None:
    """Released calls await their results; released mailings count as sent on their day."""
    at = pl.lit(house.as_of).cast(RELEASED.schema["at_utc"]).alias("at_utc")
    rows = laid.queued.with_columns(at, pl.lit(wanted.on).alias("shift_on"))
    commit.add(RELEASED, rows.select([name for name in RELEASED.schema if name != "batch"]))
    mailed = laid.mailings.select([name for name in MAILED.schema if name != "batch"])
    commit.add(MAILED, mailed)
    refresh(house, commit, [rows.select("lead_key").lazy(), mailed.select("lead_key").lazy()])
