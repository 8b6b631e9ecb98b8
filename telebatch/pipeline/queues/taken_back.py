"""Calls that were handed out and must not be made any more: told beside the queue, never in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id
from telebatch.model.plural import plural
from telebatch.model.tables import NUMBERS, PEOPLE, QUEUE_EVENTS, RELEASED
from telebatch.model.words import LeadStatus
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.known.reach import reached
from telebatch.pipeline.known.refresh import states_of
from telebatch.pipeline.queues.dialer_cells import withdrawn_cells
from telebatch.split import ShiftOrder, SplitInputs, SplitRules, suppressed
from telebatch.state import numbers_now, people_now
from telebatch.store import Commit, View
from telebatch.write import write_csv, write_dialer_list


@dataclass(frozen=True, eq=False)
class TakenBack:
    """Rows of released queues that are withdrawn.

    Attributes:
      events: QUEUE_EVENTS rows, without `batch`; their leads stand differently afterwards.
      lines: `queue, position, lead_id` for a person; the first one is the heading. Empty where nothing is withdrawn.
      files: The written `queues/SHIFT/withdraw.csv`.
    """

    events: pl.DataFrame
    lines: tuple[str, ...]
    files: tuple[str, ...]


def withdrawn_words(back: TakenBack) -> tuple[Mistake, ...]:
    """What a person must do about them: the calls lie with somebody."""
    if not back.files:
        return ()
    what = f"{plural(back.events.height, 'call')} of handed-out queues must not be made any more"
    return (Mistake(what, back.files[0], "take the rows of that file off the dialer and the call sheets"),)


NOTHING_BACK = TakenBack(QUEUE_EVENTS.empty().drop("batch"), (), ())


def waiting_rows(known: View) -> pl.DataFrame:
    """RELEASED rows whose result is still awaited: of queues neither closed nor answered; one per lead."""
    waits = states(known).filter(pl.col("released_queue").is_not_null())
    keys = waits.select("lead_key", queue="released_queue").collect()
    if keys.is_empty():
        return RELEASED.empty()
    rows = known.scan_keys(RELEASED, "lead_key", keys.get_column("lead_key"))
    return rows.join(keys.lazy(), on=["lead_key", "queue"], how="semi").collect()


def take_back_suppressed(house: House, commit: Commit, requests: pl.LazyFrame) -> TakenBack:
    """Withdraws the released rows whose person new requests name, on the shift's day or today.

    Args:
      requests: SUPPRESSIONS rows, the persons they name and all numbers of those among them.
    """
    waiting = waiting_rows(commit.view)
    return take_back(house, commit, _suppressed_rows(house, commit.view, waiting, requests))


def _suppressed_rows(house: House, known: View, waiting: pl.DataFrame, requests: pl.LazyFrame) -> pl.DataFrame:
    if waiting.is_empty():
        return waiting
    inputs = around(known, waiting, requests)
    stopped = [_stopped(house, inputs, shift, house.today) for shift in sorted(set(waiting.get_column("shift")))]
    return waiting.join(pl.concat(stopped), on=["lead_key", "shift"], how="semi")


def _stopped(house: House, inputs: SplitInputs, shift: str, today: date) -> pl.DataFrame:
    """`lead_key`, `shift` of the leads that are not to be called in that shift; one that is over is made up today."""
    order = ShiftOrder.parse(shift, house.as_of)
    order = replace(order, on=max(order.on, today))
    centre = house.settings.workspace
    hours = SplitRules({}, centre.zone, shift_hours={**house.shipped.shift_hours, **centre.shift_hours}).hours(order)
    named = suppressed(inputs, order.on, hours).filter("no_call")
    return named.select("lead_key", pl.lit(shift).alias("shift")).collect()


def around(known: View, waiting: pl.DataFrame, requests: pl.LazyFrame) -> SplitInputs:
    """Facts of the leads given alone, as split's own test of suppression wants them.

    Args:
      waiting: `lead_key`, `person_key`, `project`.
    """
    persons = waiting.get_column("person_key")
    nothing = pl.LazyFrame()
    return SplitInputs(
        leads=waiting.lazy().select("lead_key", "person_key", "project").unique(),
        numbers=numbers_now(known.scan_keys(NUMBERS, "person_key", persons)),
        people=people_now(known.scan_keys(PEOPLE, "person_key", persons)),
        suppressions=requests,
        recent=nothing, bad=nothing, dropped=nothing, scrubs=nothing, answers=nothing, reserved=nothing,
    )  # fmt: skip


def take_back_leads(
    house: House, commit: Commit, leads: pl.DataFrame, requests: pl.LazyFrame | None = None
) -> TakenBack:
    """Withdraws the released rows of the leads given (`lead_key`), and those that requests stop beside them.

    Args:
      requests: As `take_back_suppressed` wants them; null: none.
    """
    waiting = waiting_rows(commit.view)
    rows = [waiting.join(leads, on="lead_key", how="semi")]
    if requests is not None:
        rows.append(_suppressed_rows(house, commit.view, waiting, requests))
    return take_back(house, commit, pl.concat(rows).unique(["lead_key", "queue"], maintain_order=True))


def take_back_ended(
    house: House, commit: Commit, facts: Sequence[pl.LazyFrame], answered: pl.Series | None = None
) -> TakenBack:
    """Withdraws calls of today's and later shifts that are pointless or forbidden now, whoever was called.

    A do-not-call asked of one project ends what another handed out for the person; an order closes the lead; a list
    that is undone takes its leads along.

    Args:
      facts: Of any tables, as added to the commit or undone by it: whom they touch may stand differently.
      answered: Leads of which they tell a call: their handed-out calls were made.
    """
    today = house.today
    out = commit.scan(RELEASED).filter(pl.col("shift_on") >= today).select("queue", "lead_key").collect()
    if out.is_empty():
        return NOTHING_BACK
    made = pl.Series(dtype=pl.Int64) if answered is None else answered.drop_nulls()
    touched = reached(commit.view, facts).touched
    open_rows = waiting_rows(commit.view).join(out, on=["queue", "lead_key"], how="semi")
    named = open_rows.filter(pl.col("lead_key").is_in(touched.implode()), ~pl.col("lead_key").is_in(made.implode()))
    if named.is_empty():
        return NOTHING_BACK
    acting = house.recorded() or house.settings
    around = reached(commit.view, [named.lazy().select("lead_key")]).circle
    ended = pl.col("status").is_in([str(LeadStatus.CLOSED), str(LeadStatus.UNLISTED)]) | pl.col("is_suppressed")
    go_on = states_of(commit.view, acting, around).filter(~ended)
    return take_back(house, commit, named.join(go_on, on="lead_key", how="anti"))


def take_back(house: House, commit: Commit, rows: pl.DataFrame) -> TakenBack:
    """Adds the events of the RELEASED rows given, and writes the withdraw.csv of their shifts anew."""
    at = pl.lit(house.as_of).cast(QUEUE_EVENTS.schema["at_utc"]).alias("at_utc")
    events = rows.select("queue", pl.lit("withdrawn").alias("event"), "lead_key", at)
    if rows.is_empty():
        return TakenBack(events, (), ())
    commit.add(QUEUE_EVENTS, events)
    named = rows.sort("queue", "position").select("queue", "position", lead_id(pl.col("lead_key")).alias("lead_id"))
    lines = [",".join(named.columns), *(f"{queue},{place},{lead}" for queue, place, lead in named.iter_rows())]
    files = _files(house, commit, sorted(set(rows.get_column("shift"))))
    return TakenBack(events, tuple(lines), files)


def _files(house: House, commit: Commit, shifts: Sequence[str]) -> tuple[str, ...]:
    """Everything ever withdrawn of a shift: a reader who missed a file finds all in the next."""
    events = commit.scan(QUEUE_EVENTS).filter(pl.col("event").eq("withdrawn"), pl.col("lead_key").is_not_null())
    released = commit.scan(RELEASED).filter(pl.col("shift").is_in(list(shifts)))
    rows = released.join(events.select("queue", "lead_key"), on=["queue", "lead_key"], how="semi").collect()
    paths = []
    for shift in shifts:
        path = Path("queues") / shift / "withdraw.csv"
        told = rows.filter(pl.col("shift") == shift).sort("queue", "position")
        write_csv(
            commit.output(path),
            told.lazy().select("queue", "position", lead_id(pl.col("lead_key")).alias("lead_id")),
        )
        paths += [str(path), *_for_dialers(house, commit, path, told)]
    return tuple(paths)


def _for_dialers(house: House, commit: Commit, beside: Path, told: pl.DataFrame) -> list[str]:
    """The same calls in the withdrawal file of each dialer whose layout their queues were handed out in."""
    paths: list[str] = []
    named = told.select("project", "queue", "position", lead_id(pl.col("lead_key")).alias("lead_id"))
    for form, layout in sorted(house.settings.layouts.items()):
        users = [one for one in house.settings.projects.values() if form in one.queues.format]
        parts = [(one, named.filter(pl.col("project") == one.name)) for one in users]
        taking_out = layout.taking_out
        cells = [withdrawn_cells(one, taking_out, rows) for one, rows in parts if taking_out and rows.height]
        if taking_out and cells:
            path = beside.with_name(f"{beside.stem}.{form}.{taking_out.ending}")
            write_dialer_list(commit.output(path), taking_out, pl.concat(cells))
            paths.append(str(path))
    return paths
