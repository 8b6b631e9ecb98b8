"""May lists have been decided by other requests than they would have been? Whoever asked, in writing or in a call."""

from __future__ import annotations

import polars as pl

from telebatch.model.tables import AMENDMENTS, ATTEMPTS, LEAD_STATE, SUPPRESSIONS
from telebatch.pipeline.known.knowledge import classified
from telebatch.pipeline.undone.walk import Walk
from telebatch.store import View

#: Batches that change what calls mean, or what was decided before another decision.
_CHANGE_ALL = ("classify", "prequalify again")


class Asking:
    """Who asked not to be contacted, then or now, as far as a walk has come.

    Attributes:
      leads: Keys, among which are all leads that ever asked in a call.
      is_of_lists: An earlier decision on lists is told no more, and what it told of people.
      takes_back: Rows that no request held may be held by one now: every list is to be looked at.
    """

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self.leads = self._ever = _ever_asking(walk.before)
        own = walk.house.store.batch(walk.number)
        self.is_of_lists = own.command == "prequalify again"
        self.takes_back = own.command in _CHANGE_ALL or self._takes_back_requests()
        self._differs = self.takes_back or self._brought_requests()
        self.heed(walk.number)

    @property
    def differs(self) -> bool:
        """Whether a request stands, or stands no longer, that did not, or did."""
        self._differs = self._differs or self._brought_requests()
        return self._differs

    def heed(self, *numbers: int) -> None:
        """Calls of the batches are told no longer, or are told now."""
        leads = pl.concat([
            self._everything.scan(table).filter(pl.col("batch").is_in(numbers)).select("lead_key")
            for table in (ATTEMPTS, AMENDMENTS)
        ]).collect().to_series().drop_nulls().unique()  # fmt: skip
        if leads.len():
            self.leads = pl.concat([self.leads, leads]).unique()
            self._differs = self._differs or self._are_asking(leads)

    def _are_asking(self, leads: pl.Series) -> bool:
        """Whether any of the leads asked not to be called, then or in any other file."""
        if leads.is_in(self._ever.implode()).any():
            return True
        house = self._walk.house
        outcomes = classified(self._everything, house.recorded() or house.settings, leads).outcomes
        return outcomes.filter(pl.col("suppresses").fill_null(value=False)).head(1).collect().height > 0

    def _takes_back_requests(self) -> bool:
        """Removals were undone: whom they freed is suppressed."""
        rows = self._walk.before.everything().scan(SUPPRESSIONS)
        mine = rows.filter(pl.col("batch").eq(self._walk.number), "is_removal")
        return mine.head(1).collect().height > 0

    def _brought_requests(self) -> bool:
        """The batch did, or an earlier undo had kept some for it, or this one does."""
        mine = pl.col("batch").is_in([self._walk.number, self._walk.commit.batch])
        views = (self._walk.before.everything(), self._walk.commit.view)
        return any(view.scan(SUPPRESSIONS).filter(mine).head(1).collect().height for view in views)

    @property
    def _everything(self) -> View:
        return self._walk.commit.view.everything()


def _ever_asking(known: View) -> pl.Series:
    """Leads that were suppressed for good in any state of theirs that is kept."""
    rows = known.everything().scan(LEAD_STATE).filter(pl.col("is_suppressed")).select("lead_key").unique()
    return rows.collect().to_series()
