"""What people write beside projects: the workspace, sources, agents, roster, calendar; and rule packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from telebatch.model.layouts import Layout
from telebatch.model.project import Cap, Project, Retry


@dataclass(frozen=True)
class Workspace:
    """`telebatch.toml`.

    Attributes:
      zone: Time zone of the centre.
      language: Language of call sheets, guides and reviews; commands speak English.
      shifts: Shifts the centre works.
      shift_hours: Shift (day, am, pm) → its hours; the shipped hours fill in.
      store: Folder of the store, inside the workspace.
      lock_timeout_seconds: How long a command waits for another one to finish.
      reviewed: Calling-rule pack → who reviewed it, and when; without it every check reminds.
    """

    zone: str = "Asia/Seoul"
    language: Literal["en", "ko"] = "ko"
    shifts: tuple[Literal["day", "am", "pm"], ...] = ("day",)
    shift_hours: dict[str, str] = field(default_factory=dict)
    store: str = "store"
    lock_timeout_seconds: int = 30
    reviewed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """`sources/NAME.toml`: one inbox folder and how its files are read.

    Attributes:
      name: The same as the file's name without `.toml`; may be left out.
      kind: What the files tell; not given: what their format tells.
      format: Name of the format profile; empty: recognised by content.
      projects: Campaign id in the file, or `*` for all others → project name.
      zone: Time zone of times in the file; empty: the workspace's.
      not_ours: Column → values of calls that belong to somebody else.
      agents: Agent id in the file → agent name.
      expected_by: Time of day by which today's file should have come; not given: no file is missed.
      match_floor: Share of rows that must find a lead or be known as not ours; under it the file is refused.
      region: Region of national numbers in the file; empty: the project's.
      codes: Name of the code map under codes/; empty: the format's own.
      columns: Column → its header in the file, where the format's does not fit.
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
    region: str = ""
    codes: str = ""
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agent:
    """One agent of `agents.toml`.

    Attributes:
      name: As reviews and queues show it; unique.
      ids: Ids of this agent in result files.
      skills: What the agent can do; a project may ask for skills.
      projects: Projects the agent works on; empty: every project.
    """

    name: str
    ids: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()


@dataclass(frozen=True)
class RosterRow:
    """One line of `roster.csv`: an agent's hours in one shift."""

    on: date
    shift: Literal["day", "am", "pm"]
    agent: str
    hours: float


@dataclass(frozen=True)
class CalendarDays:
    """`calendar.toml` for one region, or for the `centre` itself: outranks the holidays package.

    Attributes:
      closed: Days without calls, beside public holidays.
      working: Days with calls although they are public holidays.
    """

    closed: tuple[date, ...] = ()
    working: tuple[date, ...] = ()


@dataclass(frozen=True)
class Duty:
    """A rule that telebatch tells but does not act on: disclosure, retention, caller id.

    Attributes:
      subject: What it is about, in a word.
      rule: The rule, shortly.
      source: Where it was seen.
    """

    subject: str
    rule: str
    source: str


@dataclass(frozen=True)
class RulePack:
    """Shipped calling rules of one region and audience: defaults to review, never a claim of compliance.

    Attributes:
      name: As projects name it.
      region: Region of the called person.
      title: What people call it.
      windows: Day (mon … sun, holiday) → half-open local windows; `[]` is closed.
      sources: Value of this pack → where it was seen; `proposal` where nobody prescribes it.
      as_of: Day on which the sources were read.
      audience: Whom it speaks of.
      subregion: State or province; a project naming the pack applies it to everybody it calls in the region.
      effective_from: First day in force; not given: always was.
      effective_to: Last day in force; not given: until told otherwise.
      caps: Rolling limits on attempts.
      consent_required: Calls need the person's consent beforehand.
      consent_days: Days after which a consent must be given or confirmed again; not given: no limit seen.
      scrub_days: Longest age of the register scrub; not given: no register.
      register: Name of the register.
      rest_after_refusal_days: Days a refusal rests; not given: the pack does not say.
      callback_may_leave: Parts of the pack that a callback asked for by the customer may leave.
      duties: What the pack tells beside.
      reviewed_by: Who in this workspace reviewed it; empty: nobody.
    """

    name: str
    region: str
    title: str
    windows: dict[str, tuple[str, ...]]
    sources: dict[str, str]
    as_of: date
    audience: Literal["any", "consumer", "business", "financial"] = "any"
    subregion: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    caps: tuple[Cap, ...] = ()
    consent_required: bool = False
    consent_days: int | None = None
    scrub_days: int | None = None
    register: str = ""
    rest_after_refusal_days: int | None = None
    callback_may_leave: tuple[Literal["window", "cap"], ...] = ()
    duties: tuple[Duty, ...] = ()
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
    """Everything people wrote and everything shipped, checked; what the fold and the rooms act on."""

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
    layouts: Mapping[str, Layout]  # import layouts of dialers, shipped and own
    titles: Mapping[str, Mapping[str, object]]  # parsed title dictionaries, by language; `own` last
    companies: Mapping[str, object]
    wording: Mapping[str, Mapping[str, str]]  # language → key → text
    texts: Mapping[str, str]  # relative path → text: the snapshot the store keeps
