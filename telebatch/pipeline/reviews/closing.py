"""Periods that were closed: by which knowledge their reviews stand, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.periods import Period
from telebatch.model.project import Project
from telebatch.model.tables import CLOSED
from telebatch.model.workspace import Settings
from telebatch.pipeline.edited import edited_since
from telebatch.pipeline.house import House
from telebatch.store import Commit, View

#: Reviews change nothing that is known; a batch of these brings no facts of calls or leads.
REPORTS = ("report", "report --close")

Asked = tuple[Project, Period]


@dataclass(frozen=True)
class Closing:
    """One closed period.

    Attributes:
      batch: That closed it; until_batch: the last one its review knows; at_utc: the clock its review stands by.
    """

    batch: int
    until_batch: int
    at_utc: datetime


@dataclass(frozen=True, eq=False)
class Moment:
    """What a review knows.

    Attributes:
      house: With the review's clock.
      closings: (project, period) → closing, as they were known then.
      closing: Of the period itself; null: it is open, or another moment was asked for by name.
    """

    house: House
    view: View
    settings: Settings
    closings: Mapping[tuple[str, str], Closing]
    closing: Closing | None = None

    def of(self, asked: Asked) -> Moment:
        """The moment by which one review stands: its own closing, else this one."""
        project, period = asked
        closing = self.closings.get((project.name, period.text))
        return self if closing is None else frozen(self.house, closing)


def frozen(house: House, closing: Closing) -> Moment:
    """What was known when a period was closed; what was undone since was known then."""
    view = house.store.view(closing.until_batch)
    settings = house.recorded(closing.until_batch) or house.settings
    then = closings(house.store.view(closing.batch))
    earlier = {key: one for key, one in then.items() if one.batch < closing.batch}
    return Moment(replace(house, as_of=closing.at_utc), view, settings, earlier, closing)


def closings(known: View) -> dict[tuple[str, str], Closing]:
    """Every closed period in sight."""
    rows = known.scan(CLOSED).sort("batch").collect().iter_rows(named=True)
    return {(row["project"], row["period"]): Closing(row["batch"], row["until_batch"], row["at_utc"]) for row in rows}


def refuse_closing(house: House, asked: Sequence[Asked]) -> None:
    """Looks whether periods may be closed.

    Raises:
      WrongUsage: One is not over, nothing is known yet, or settings were edited that no review knows yet.
    """
    for project, period in asked:
        if period.end_utc > house.as_of:
            raise WrongUsage(
                f"{period.text} of {project.name} is not over and cannot be closed", place="--close",
                remedy="render it without --close",
            )  # fmt: skip
    if edited := edited_since(house):
        raise WrongUsage(
            f"edited since results were last decided on: {', '.join(edited)}", place="--close",
            remedy="run telebatch classify first, so that the closed review knows these settings",
        )  # fmt: skip
    if last_facts(house) == 0:
        raise WrongUsage("there is nothing to close: no file was taken in", place="--close")


def close_periods(commit: Commit, moment: Moment, asked: Sequence[Asked]) -> tuple[Mistake, ...]:
    """Closes those that are open.

    Returns:
      What is said of those that were closed before.
    """
    known = [(project.name, period.text) for project, period in asked]
    new = [key for key in known if key not in moment.closings]
    rows = [
        {"project": name, "period": period, "until_batch": last_facts(moment.house), "at_utc": moment.house.as_of}
        for name, period in new
    ]
    commit.add(CLOSED, pl.DataFrame(rows, schema={n: kind for n, kind in CLOSED.schema.items() if n != "batch"}))
    commit.counts["closed"] = len(new)
    return tuple(
        Mistake(f"{period} of {name} is closed already", f"batch {moment.closings[name, period].batch}",
                "telebatch batches undo opens it again")
        for name, period in known if (name, period) in moment.closings
    )  # fmt: skip


def last_facts(house: House) -> int:
    """The latest batch that added facts; rendering a review again must not change what it says of itself."""
    rows = house.store.batches().filter(~pl.col("command").is_in(REPORTS))
    return max(rows.get_column("batch").to_list(), default=0)
