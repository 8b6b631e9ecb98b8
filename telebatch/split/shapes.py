"""What split is given and what it answers: one shift, its facts, its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.periods import YEARS
from telebatch.model.project import Project, Retry
from telebatch.model.spans import parse_window
from telebatch.model.workspace import Agent, CalendarDays, RosterRow, RulePack

Half = Literal["day", "am", "pm"]

#: Hours of a shift where the workspace tells none: office hours, halves parted at 13:00 (proposal).
OFFICE_HOURS: Final = MappingProxyType({"day": "09:00-18:00", "am": "09:00-13:00", "pm": "13:00-18:00"})


@dataclass(frozen=True)
class ShiftOrder:
    """The shift that is asked for.

    Attributes:
      on, half: `2026-11-23`, `2026-11-23am` or `2026-11-23pm`.
      as_of: What the clock says; a queue is never laid out before it.
      absent: Agents who are not there, whatever the roster says.
      without_results: Do not wait for results of released, unclassified or quarantined calls.
      handed_out: Project → its calls of this very shift that are out already: a further part has the room they leave.
    """

    on: date
    as_of: datetime
    half: Half = "day"
    absent: frozenset[str] = frozenset()
    without_results: bool = False
    handed_out: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """As queues are named: `2026-11-23pm`."""
        return self.on.isoformat() + ("" if self.half == "day" else self.half)

    @classmethod
    def parse(cls, text: str, as_of: datetime) -> ShiftOrder:
        """Reads `2026-11-23`, `2026-11-23am`, `2026-11-23pm`.

        Raises:
          ValueError: Not a date with an optional half, or of no year that a centre may mean.
        """
        half: Half = "am" if text.endswith("am") else "pm" if text.endswith("pm") else "day"
        on = date.fromisoformat(text if half == "day" else text[:-2])
        if on.year not in YEARS:
            raise ValueError("year")
        return cls(on, as_of, half)


@dataclass(frozen=True)
class SplitInputs:
    """Facts of every project, so that caps and persons are seen across them.

    Attributes:
      leads: LEAD_STATE rows (without those `gone`).
      numbers: NUMBERS rows of each person's latest version.
      people: Latest PEOPLE row of each person.
      recent: Outbound attempts that count, at least as far back as the longest cap: `lead_key`, `number`, `start_utc`.
      suppressions: SUPPRESSIONS rows net of removals, with the persons they name and every number of those.
      bad: `number`, `bad_until` (first day on which it may serve again).
      dropped: `person_key`, `number` that proved not to be theirs.
      scrubs: `register`, `number`, `scrubbed_on`: comparisons with registers.
      answers: ANSWERS rows; only collected ones are read.
      reserved: `person_key` of the shift's queues that stand already.
      readdressed: Leads whose post came back, and whose address is another one since.
    """

    leads: pl.LazyFrame
    numbers: pl.LazyFrame
    people: pl.LazyFrame
    recent: pl.LazyFrame
    suppressions: pl.LazyFrame
    bad: pl.LazyFrame
    dropped: pl.LazyFrame
    scrubs: pl.LazyFrame
    answers: pl.LazyFrame
    reserved: pl.LazyFrame
    readdressed: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))


@dataclass(frozen=True)
class SplitRules:
    """Settings of split.

    Attributes:
      projects: Projects to build; leads of others are passed over as not running.
      retry: Leaf of node 1 without `call.` → shipped table; the project's own wins.
      own_leaves: The user's leaf → the leaf or branch whose flags it takes.
      transit_days: Medium → days on the way where the step tells none.
      shift_hours: day, am, pm → hours in the workspace's zone.
      main_zones: Region → the zone its clock is told by, where a number may lie in several.
      registers: Pack → the register it asks for, as scrubs name it; else that of its region.
      unruled_windows: Day key → windows where neither a pack nor the project names the day.
    """

    projects: Mapping[str, Project]
    zone: str = "Asia/Seoul"
    packs: Mapping[str, RulePack] = field(default_factory=lambda: MappingProxyType({}))
    retry: Mapping[str, Retry] = field(default_factory=lambda: MappingProxyType({}))
    own_leaves: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    agents: tuple[Agent, ...] = ()
    roster: tuple[RosterRow, ...] = ()
    calendar: Mapping[str, CalendarDays] = field(default_factory=lambda: MappingProxyType({}))
    transit_days: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    shift_hours: Mapping[str, str] = field(default_factory=lambda: OFFICE_HOURS)
    main_zones: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    registers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unruled_windows: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def zone_of(self, project: Project) -> str:
        """The project's zone, else the workspace's."""
        return project.zone or self.zone

    def packs_of(self, project: Project, on: date) -> tuple[RulePack, ...]:
        """The packs a project names that are in force on that day."""
        named = (self.packs[name] for name in project.calling.packs if name in self.packs)
        return tuple(pack for pack in named if (pack.effective_from or on) <= on <= (pack.effective_to or on))

    def register_of(self, pack: RulePack) -> str:
        """The register that numbers of the pack's region are compared with."""
        return self.registers.get(pack.name, pack.region)

    def registers_asked(self, on: date) -> tuple[str, ...]:
        """Every register that a pack of these projects asks for on that day, sorted."""
        packs = (pack for project in self.projects.values() for pack in self.packs_of(project, on))
        return tuple(sorted({self.register_of(pack) for pack in packs if pack.scrub_days is not None}))

    def last_day(self, region: str, order: ShiftOrder) -> date:
        """The latest day on which somebody there is called in the shift, by their own calendar or by the shift's."""
        zone = ZoneInfo(self.main_zones.get(region, self.zone))
        last = self.hours(order)[1] - timedelta(microseconds=1)
        return max(order.on, last.astimezone(zone).date())

    def hours(self, order: ShiftOrder) -> tuple[datetime, datetime]:
        """The shift's instants, half-open, UTC."""
        window = parse_window(self.shift_hours.get(order.half) or OFFICE_HOURS[order.half])
        midnight = datetime.combine(order.on, time(), ZoneInfo(self.zone))
        ends = [
            (midnight + timedelta(minutes=minute)).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
            for minute in (window.start, window.end)
        ]
        return ends[0], ends[1]


@dataclass(frozen=True)
class Shift:
    """One shift laid out: every lead stands in `queued` or in `not_queued`.

    Attributes:
      queued: QUEUED, sorted by queue and position.
      not_queued: NOT_QUEUED, sorted by project and lead.
      mailings: MAILING, sorted by mailing and lead; their leads stand in `not_queued` as `medium_due`.
      lacking: `project`, `medium`, `leads`: so many have no address for a piece that is due; sorted.
    """

    queued: pl.DataFrame
    not_queued: pl.DataFrame
    mailings: pl.DataFrame
    lacking: pl.DataFrame

    @property
    def counts(self) -> dict[str, int]:
        """Computed from the rows, so that they never disagree."""
        reasons = self.not_queued.group_by("reason").len().sort("reason")
        return {
            "leads": self.queued.height + self.not_queued.height,
            "queued": self.queued.height,
            "not_queued": self.not_queued.height,
            "mailed": self.mailings.height,
            **{f"not_queued.{reason}": count for reason, count in reasons.rows()},
        }
