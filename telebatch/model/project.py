"""A project's standards as written in `projects/NAME.toml`: plain frozen shapes, checked by settings.

Every class is a standard-library dataclass: settings validates TOML against the annotations. A default here is the
default a user gets. Durations are written as text (`30m`, `4h`, `2d`, `half-day`) and checked by settings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

Direction = Literal["outbound", "inbound"]
Customer = Literal["new", "existing", "service"]
Review = Literal["weekly", "daily", "half-day"]
UnknownTitles = Literal["verify", "accept", "reject"]
FieldKind = Literal["integer", "decimal", "money", "date", "yes_no", "choice", "text"]


@dataclass(frozen=True)
class Cycle:
    """How long the project runs and how often it is reviewed."""

    start: date
    term: Literal["short", "long"] = "long"
    end: date | None = None
    review: Review = "weekly"
    cut_off: time = time(13, 0)  # where a half-day ends, project zone


@dataclass(frozen=True)
class Step:
    """One step of the plan: a `medium` to send or a `call` to make (exactly one of the two is set).

    Attributes:
      gap_days: Days after arrival of the medium before, or after the call step before.
      when: Condition on outcome or collected fields for taking this step; empty: always.
      lapses_after_days: Days after becoming due when the step is given up; null: never.
      window_days: A medium counts for the opening within so many days after arrival.
      on_return: What becomes of a lead whose piece came back; likewise when the window passed.
      script: Key of the script part under `[script]`; empty: the call's name.
      piece_cost_minor: Cost of one piece in minor units of the project's currency.
    """

    medium: str | None = None
    call: str | None = None
    gap_days: int = 0
    business_days: bool = False
    when: str = ""
    lapses_after_days: int | None = None
    transit_days: int | None = None
    window_days: int = 30
    on_return: Literal["cold_opening", "remail_once", "research_address", "close"] = "cold_opening"
    on_window_passed: Literal["cold_opening", "remail_once", "research_address", "close"] = "cold_opening"
    script: str = ""
    piece_cost_minor: int = 0

    @property
    def name(self) -> str:
        """The medium's or the call's own name."""
        return self.medium or self.call or ""


@dataclass(frozen=True)
class KeyPersonStandards:
    """Whom the project seeks. With `wanted = false` (consumers) titles are not asked about."""

    wanted: bool = True
    functions: tuple[str, ...] = ()  # empty: every function decides
    minimum_seniority: str = "mgr"
    unknown_titles: UnknownTitles = "verify"
    fresh_days: int = 180
    fresh_days_top: int = 90  # owner, board and cxo change sooner
    switchboard_numbers: UnknownTitles = "accept"
    places_per_company: int | None = None  # leads of one company worked at the same time; null: no limit


@dataclass(frozen=True)
class Accept:
    """Which candidates the project takes at all."""

    regions: tuple[str, ...] = ("KR",)  # the first one is assumed for national numbers
    line_kinds: tuple[str, ...] = ("mobile", "fixed", "fixed_or_mobile", "voip", "uan", "personal")
    required: tuple[str, ...] = ()  # canonical columns that must not be empty
    consent: bool = False  # True: rows without a consent are rejected


@dataclass(frozen=True)
class Field:
    """One piece of information that calls collect."""

    kind: FieldKind = "text"
    title: str = ""
    choices: tuple[str, ...] = ()
    locale: Literal["ko", "en", "de", "ja", "zh"] = "ko"
    currency: str = "KRW"


@dataclass(frozen=True)
class Goals:
    """What counts as reaching the goal; outcomes are leaves of the tree."""

    primary: tuple[str, ...] = ("call.deal", "system.sale", "callback.sale")
    secondary: tuple[str, ...] = ("call.interested", "call.call_again", "call.send_material")
    basic_information: tuple[str, ...] = ()
    intent_levels: tuple[str, ...] = ("A", "B", "C")
    deal_steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kpi:
    """One KPI of the review, from the catalogue."""

    name: str
    primary: bool = False
    target: float | None = None
    per: Literal["rate", "day", "week", "month", "mean"] = "rate"
    good: Literal["up", "down"] | None = None  # null: the catalogue's direction
    floor: float | None = None


@dataclass(frozen=True)
class Cap:
    """At most `count` attempts within a rolling window."""

    count: int
    window: str  # 24h, 7d
    scope: Literal["number", "person", "company"] = "number"


@dataclass(frozen=True)
class Calling:
    """When and how often the project may call; packs may only be tightened unless `override`."""

    packs: tuple[str, ...] = ()
    override: bool = False
    windows: dict[str, tuple[str, ...]] = field(default_factory=dict)  # mon..sun, holiday → ("09:00-18:00",); () closed
    caps: tuple[Cap, ...] = ()
    maximum_attempts: int = 8
    rest_after_refusal_days: int | None = None  # null: a refusal closes for good
    after_cancel: str = "close"  # close | save_call | rest N
    callbacks_kept_by: Literal["telebatch", "dialer"] = "telebatch"
    callback_tolerance_minutes: int = 15
    callback_tries: int = 3
    callback_grace_days: int = 2
    dials_allowed: int = 1


@dataclass(frozen=True)
class Retry:
    """When to call again after one outcome, in later shifts."""

    first: str = "half-day"
    next: str = "1d"
    maximum: int = 6


@dataclass(frozen=True)
class Confirmation:
    """Node 2: does a client's system confirm deals, and how long does a deal wait for it?"""

    enabled: bool = False
    wait_days: int = 7


@dataclass(frozen=True)
class Queues:
    """How a shift's leads are laid out."""

    shifts: tuple[Literal["day", "am", "pm"], ...] = ("day",)
    capacity: int | None = None  # leads a shift; null: agents' hours × leads_per_hour
    leads_per_hour: float = 15.0
    fresh_share: float = 0.5  # least share of a shift kept for fresh leads while there are any
    order: tuple[str, ...] = ("score", "received_on")
    sticky_days: int = 30
    format: tuple[Literal["csv", "xlsx", "parquet"], ...] = ("csv", "xlsx")
    file_per: Literal["queue", "agent"] = "queue"
    priority: int = 100  # lower goes first among projects
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opening:
    """What is said in the first seconds, by what the person has really received."""

    text: str
    medium: str = ""  # empty: cold opening


@dataclass(frozen=True)
class Objection:
    """A prepared answer in its four parts, in this order."""

    says: str
    agree: str
    empathise: str
    explain: str
    ask: str


@dataclass(frozen=True)
class Part:
    """The script of one call step."""

    stages: dict[str, str] = field(default_factory=dict)  # greeting, interest, gather, qualify, trust, offer, … → text
    ending: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Script:
    """Openings, dialogue and objections of the project."""

    openings: tuple[Opening, ...] = ()
    calls: dict[str, Part] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()
    product_chain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Costs:
    """What things cost, in minor units of `currency`; null: not told, and cost KPIs say so."""

    currency: str = "KRW"
    record_minor: int | None = None
    minute_minor: int | None = None
    agent_hour_minor: int | None = None


@dataclass(frozen=True)
class Project:
    """One selling or service effort with its standards; see each part for its meaning."""

    name: str
    title: str
    direction: Direction
    customer: Customer
    cycle: Cycle
    plan: tuple[Step, ...]
    kpis: tuple[Kpi, ...]
    goals: Goals
    policy: tuple[str, ...] = ()
    zone: str = ""  # empty: the workspace's
    language: str = ""  # empty: the workspace's
    key_person: KeyPersonStandards = KeyPersonStandards()
    accept: Accept = Accept()
    columns: dict[str, str] = field(default_factory=dict)  # canonical column → header in the file
    fields: dict[str, Field] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)  # the project's own result words → leaf
    calling: Calling = Calling()
    retry: dict[str, Retry] = field(default_factory=dict)  # leaf without `call.` → table; shipped defaults fill in
    confirmation: Confirmation = Confirmation()
    queues: Queues = Queues()
    script: Script = Script()
    costs: Costs = Costs()

    @property
    def project_type(self) -> str:
        """Direction, customer and sorted policy tags: `outbound-existing-free-to-paid`."""
        return "-".join((self.direction, self.customer, *sorted(self.policy)))

    @property
    def call_steps(self) -> tuple[Step, ...]:
        """The call steps of the plan, in order."""
        return tuple(step for step in self.plan if step.call)
