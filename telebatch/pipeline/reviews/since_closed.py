"""What came to be known of closed periods since their figures were told for the last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.classify import Classified
from telebatch.model.periods import Period
from telebatch.model.review import AfterClosing, ReportRules, Review
from telebatch.pipeline.reviews.closing import Asked, Closing, Moment, frozen
from telebatch.pipeline.reviews.report_facts import calls_of, report_facts
from telebatch.report import CALLS_READ, after_closing, report

#: So many closed periods in a row are looked back at: a quarter of a year's weeks.
_LOOKED_BACK: Final = 13


@dataclass(frozen=True)
class _Told:
    """A closed period, and the closing whose review told its figures last: its own, or that of a later period."""

    period: Period
    by: Closing


def reviewed(moment: Moment, calls: Classified, asked: Asked) -> Review:
    """One review as of a moment; a closed one goes by the standards its project had then."""
    (project, period), settings = asked, moment.settings
    if moment.closing is not None:
        project = settings.projects.get(project.name, project)
    return report(report_facts(moment, calls, project.name), project, period, ReportRules(settings.own_leaves))


def changed_since(moment: Moment, review: Review, asked: Asked) -> tuple[AfterClosing, ...]:
    """Of each closed period in a row before this review, the latest first: what its later reviews have not told.

    The closed review after a period tells what came late for it until then, and stays so. What comes later still
    has no other place than the first open review.

    Returns:
      The period before, where it is closed, and of those before it the changed ones.
    """
    told = list(_told_before(moment, asked[0].name, review.before))
    if not told:
        return ()
    first, *earlier = told
    found = [_compared(moment, asked, first)]
    found += [_compared(moment, asked, one) for one in _spoken_of_since(moment, asked, earlier)]
    return tuple(one for one in found if one.period == first.period.text or one.changes or one.sales)


def _told_before(moment: Moment, project: str, period: Period) -> Iterator[_Told]:
    by: Closing | None = None
    for _ in range(_LOOKED_BACK):
        own = moment.closings.get((project, period.text))
        if own is None:
            return
        by = own if by is None or own.batch > by.batch else by
        yield _Told(period, by)
        period = period.before


def _compared(moment: Moment, asked: Asked, told: _Told) -> AfterClosing:
    one = (asked[0], told.period)
    closed, today = (
        reviewed(known, calls_of(known, [one], CALLS_READ), one) for known in (frozen(moment.house, told.by), moment)
    )
    return after_closing(closed, today)


def _spoken_of_since(moment: Moment, asked: Asked, told: list[_Told]) -> Iterator[_Told]:
    """Those whose calls or orders are others now; each moment's calls are read once for all of them."""
    if not told:
        return
    all_asked = [(asked[0], one.period) for one in told]
    today = calls_of(moment, all_asked, CALLS_READ)
    for by in {one.by.batch: one.by for one in told}.values():
        then = calls_of(frozen(moment.house, by), all_asked, CALLS_READ)
        for one in told:
            if one.by == by and not _are_equal(_calls_in(then, asked, one.period), _calls_in(today, asked, one.period)):
                yield one


def _calls_in(calls: Classified, asked: Asked, period: Period) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is told of the calls that began in a period, and of every order of these leads, whichever file told it."""
    of_project, keys = pl.col("project").eq(asked[0].name), ("lead_key", "start_utc", "attempt_key")
    within = pl.col("start_utc").is_between(period.start_utc, period.end_utc, closed="left")
    began = calls.outcomes.filter(of_project, within).sort(keys).collect()
    called = began.lazy().select("lead_key").unique()
    orders = calls.confirmations.filter(of_project).join(called, on="lead_key", how="semi")
    told = orders.select("lead_key", "order_no", "at_utc", "outcome", "amount_minor").sort(pl.all()).collect()
    return began.drop("file_key", "record"), told


def _are_equal(one: tuple[pl.DataFrame, pl.DataFrame], other: tuple[pl.DataFrame, pl.DataFrame]) -> bool:
    return all(left.equals(right) for left, right in zip(one, other, strict=True))
