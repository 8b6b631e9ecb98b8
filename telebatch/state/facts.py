"""What the fold is given: the facts of live batches, and the settings that say what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

import polars as pl

from telebatch.model.project import Project
from telebatch.model.tables import FORGOTTEN
from telebatch.model.workspace import RulePack


@dataclass(frozen=True)
class Facts:
    """Facts of live batches; for a refresh, those of the leads in `neighbours` of the touched leads.

    Attributes:
      leads: LEADS rows.
      listed: LISTED rows; those without a lead are passed over.
      outcomes, confirmations: As classify gives them.
      touches, mailed, released, queue_events: As stored.
      suppressions: SUPPRESSIONS rows of every batch that counts, removals included.
      amendments, verified: As stored.
      quarantine: Rows that still wait for a person; whoever mends a row takes it out before the fold.
      numbers: NUMBERS rows of each person's latest version.
      answers: ANSWERS rows; the fold does not read them, split's conditions do.
      forgotten: FORGOTTEN rows.
    """

    leads: pl.LazyFrame
    listed: pl.LazyFrame
    outcomes: pl.LazyFrame
    confirmations: pl.LazyFrame
    touches: pl.LazyFrame
    mailed: pl.LazyFrame
    released: pl.LazyFrame
    queue_events: pl.LazyFrame
    suppressions: pl.LazyFrame
    amendments: pl.LazyFrame
    verified: pl.LazyFrame
    quarantine: pl.LazyFrame
    numbers: pl.LazyFrame
    answers: pl.LazyFrame
    forgotten: pl.LazyFrame = field(default_factory=lambda: FORGOTTEN.empty().lazy())


@dataclass(frozen=True)
class FoldRules:
    """Settings of the fold.

    Attributes:
      projects: Name → standards; a lead of a project not among them keeps its facts and has no plan.
      zone: The workspace's zone, for projects without their own.
      packs: Name → calling rules; the longest rest after a refusal holds.
      transit_days: Medium → days on the way where the plan step tells none; neither: arrives the day it is sent.
    """

    projects: Mapping[str, Project]
    zone: str = "Asia/Seoul"
    packs: Mapping[str, RulePack] = field(default_factory=lambda: MappingProxyType({}))
    transit_days: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def zone_of(self, project: Project) -> str:
        """The project's zone, else the workspace's."""
        return project.zone or self.zone

    def rest_days(self, project: Project) -> int | None:
        """Days of rest after a refusal; null: a refusal closes the lead for good."""
        own = project.calling.rest_after_refusal_days
        if own is None:
            return None
        asked = (self.packs[name].rest_after_refusal_days for name in project.calling.packs if name in self.packs)
        return max(own, *(days or 0 for days in asked), 0)

    def cancel_days(self, project: Project) -> int | None:
        """Days of rest after a cancellation, 0 for a save call at once; null: a cancellation closes the lead."""
        words = project.calling.after_cancel.split()
        if words == ["save_call"]:
            return 0
        return int(words[1]) if len(words) == 2 and words[0] == "rest" else None

    def standards(self) -> pl.DataFrame:
        """One row per project: `project`, `zone`, `rest_days`, `cancel_days`, `confirms`, `call_steps`, `seeks`."""
        rows = [
            {
                "project": name,
                "zone": self.zone_of(project),
                "rest_days": self.rest_days(project),
                "cancel_days": self.cancel_days(project),
                "confirms": project.confirmation.enabled,
                "call_steps": len(project.call_steps),
                "seeks": project.key_person.wanted,
            }
            for name, project in sorted(self.projects.items())
        ]
        return pl.DataFrame(rows, schema=dict(STANDARDS))

    def local_date(self, instant: str) -> pl.Expr:
        """The calendar day of an instant in the zone of the row's project (`zone` column); null stays null."""
        zones = sorted({self.zone, *(self.zone_of(project) for project in self.projects.values())})
        told = pl.coalesce(
            pl.when(pl.col("zone").fill_null(self.zone).eq(zone)).then(
                pl.col(instant).dt.convert_time_zone(zone).dt.date()
            )
            for zone in zones
        )
        return told.alias(instant.removesuffix("_utc") + "_on")


STANDARDS = MappingProxyType(
    {
        "project": pl.String(),
        "zone": pl.String(),
        "rest_days": pl.Int32(),
        "cancel_days": pl.Int32(),
        "confirms": pl.Boolean(),
        "call_steps": pl.Int16(),
        "seeks": pl.Boolean(),
    }
)

#: Source of a lead that no list told of and whose making was undone: it stands only while other facts speak of it.
UNDONE = "undone"

#: A vacant or suspended number is asked about again after half a year (design, section 8).
BAD_NUMBER_LASTS = timedelta(days=180)
