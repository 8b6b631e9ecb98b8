"""What people write beside projects: the workspace, sources, agents, roster, calendar and calling-rule packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from telebatch.model.project import Cap, Project, Retry


@dataclass(frozen=True)
class Workspace:
    """`telebatch.toml`."""

    zone: str = "Asia/Seoul"
    language: Literal["en", "ko"] = "ko"
    shifts: tuple[Literal["day", "am", "pm"], ...] = ("day",)
    shift_hours: dict[str, str] = field(default_factory=dict)  # day|am|pm → "09:00-18:00"; shipped defaults fill in
    store: str = "store"
    lock_timeout_seconds: int = 30


@dataclass(frozen=True)
class Source:
    """`sources/NAME.toml`: one inbox folder and how its files are read.

    Attributes:
      format: Name of the format profile; empty: recognised by content.
      projects: Campaign id or `*` → project name.
      not_ours: Column → values of calls that belong to somebody else.
      agents: Agent id in the file → agent name.
      match_floor: Share of rows that must find a lead or be known as not ours; under it the file is refused.
    """

    name: str
    kind: Literal["results", "orders", "callbacks", "agent_time", "call_sheet", "corrections", "touches"] = "results"
    format: str = ""
    projects: dict[str, str] = field(default_factory=dict)
    zone: str = ""
    not_ours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    agents: dict[str, str] = field(default_factory=dict)
    expected_by: time | None = None
    match_floor: float = 0.2
    region: str = ""  # region of national numbers in the file; empty: the project's
    codes: str = ""  # name of the code map under codes/; empty: the format's own
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agent:
    """One agent of `agents.toml`."""

    name: str
    ids: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()  # empty: every project


@dataclass(frozen=True)
class RosterRow:
    """One line of `roster.csv`: an agent's hours in one shift."""

    on: date
    shift: Literal["day", "am", "pm"]
    agent: str
    hours: float


@dataclass(frozen=True)
class CalendarDays:
    """`calendar.toml` for one region: outranks the holidays package."""

    closed: tuple[date, ...] = ()
    working: tuple[date, ...] = ()


@dataclass(frozen=True)
class RulePack:
    """Shipped calling rules of one region and audience; defaults a user must review, never a claim of compliance.

    Attributes:
      windows: mon..sun, holiday → half-open local windows; () closed.
      scrub_days: Longest age of the register scrub; null: no register.
      callback_may_leave: Parts of the pack a callback asked for by the customer may leave: window, cap.
    """

    name: str
    region: str
    title: str
    windows: dict[str, tuple[str, ...]]
    sources: tuple[str, ...]
    as_of: date
    caps: tuple[Cap, ...] = ()
    scrub_days: int | None = None
    register: str = ""
    rest_after_refusal_days: int | None = None
    callback_may_leave: tuple[Literal["window", "cap"], ...] = ()
    reviewed_by: str = ""


@dataclass(frozen=True)
class CodeRow:
    """One line of a code map: the most specific one that fits wins; an empty part fits everything.

    Attributes:
      outcome: Leaf of the tree.
      confidence: sure | likely | unsure, as the source tells.
    """

    code: str
    outcome: str
    cause: str = ""
    format: str = ""
    source: str = ""
    project: str = ""
    confidence: Literal["sure", "likely", "unsure"] = "sure"
    origin: str = ""  # file the row came from


@dataclass(frozen=True)
class Settings:
    """Everything people wrote and everything shipped, loaded and checked; what the fold and the rooms act on."""

    workspace: Workspace
    projects: Mapping[str, Project]
    sources: Mapping[str, Source]
    agents: tuple[Agent, ...]
    roster: tuple[RosterRow, ...]
    calendar: Mapping[str, CalendarDays]  # region or "centre" → days
    packs: Mapping[str, RulePack]
    retry: Mapping[str, Retry]  # shipped defaults per leaf
    codes: tuple[CodeRow, ...]
    own_leaves: Mapping[str, str]  # user's leaf → branch parent leaf whose flags it takes
    formats: Mapping[str, Mapping[str, object]]  # parsed profiles, for ingest
    titles: Mapping[str, Mapping[str, object]]  # parsed title dictionaries, by language; `own` last
    companies: Mapping[str, object]
    headers: Mapping[str, object]
    wording: Mapping[str, Mapping[str, str]]  # language → key → text
    texts: Mapping[str, str]  # relative path → text: the snapshot the store keeps
