"""A project's standards as written in `projects/NAME.toml`: plain frozen shapes, checked by settings.

Every class is a standard-library dataclass: settings reads TOML against the annotations, and the reference page is
made from the `Attributes` below. A default here is the default a user gets. Lengths of time are written as text
(`30m`, `4h`, `2d`, `half-day`) and read by `telebatch.model.spans`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from telebatch.model.calling import Calling, Cap, Retry
from telebatch.model.date_orders import DateOrder, usual_orders
from telebatch.model.goals import Field, FieldKind, Goals, Kpi
from telebatch.model.scripts import Objection, Opening, Part, Script

__all__ = [
    "Accept", "Calling", "Cap", "Confirmation", "Costs", "Customer", "Cycle", "Direction", "Field",
    "FieldKind", "Goals", "KeyPersonStandards", "Kpi", "Objection", "Opening", "Part", "Project", "Queues", "Retry",
    "Review", "Script", "Step", "UnknownTitles",
]  # fmt: skip

Direction = Literal["outbound", "inbound"]
Customer = Literal["new", "existing", "service"]
Review = Literal["weekly", "daily", "half-day"]
UnknownTitles = Literal["verify", "accept", "reject"]
Fallback = Literal["cold_opening", "remail_once", "research_address", "close"]


@dataclass(frozen=True)
class Cycle:
    """How long the project runs and how often it is reviewed.

    Attributes:
      start: First day of calling or sending.
      term: A short effort (leads mining) or a long one.
      end: Last day; not given: open-ended.
      review: How often the supervisor reviews the project.
      cut_off: Where a half-day ends, in the project's zone.
    """

    start: date
    term: Literal["short", "long"] = "long"
    end: date | None = None
    review: Review = "weekly"
    cut_off: time = time(13, 0)


@dataclass(frozen=True)
class Step:
    """One step of the plan: a `medium` to send or a `call` to make (exactly one of the two is set).

    Attributes:
      medium: Name of the medium sent: catalogue, letter, email, fax …
      call: Name of the call: first, second …
      gap_days: Days after arrival of the medium before, or after the call step before; not given: the
        shipped gap of that medium, 3 days between two calls, 0 for a first step and for media.
      business_days: The gap counts working days; else calendar days, moved on to the next working day.
      when: Condition on outcome, intent, attempts or collected fields for taking this step; empty: always.
      lapses_after_days: Days after becoming due when the step is given up; not given: never.
      transit_days: Days from sending to arrival; not given: the shipped days of that medium.
      window_days: A medium counts for the opening within so many days after arrival.
      on_return: What becomes of a lead whose piece came back, or that nobody can send one to for want of an address.
      on_window_passed: What becomes of a lead that was not called within the window.
      script: Key of the script part under `[script.calls]`; empty: the call's name.
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
    on_return: Fallback = "cold_opening"
    on_window_passed: Fallback = "cold_opening"
    script: str = ""
    piece_cost_minor: int = 0

    @property
    def name(self) -> str:
        """The medium's or the call's own name."""
        return self.medium or self.call or ""


@dataclass(frozen=True)
class KeyPersonStandards:
    """Whom the project seeks; with `wanted = false` (consumers) titles are not asked about.

    Attributes:
      wanted: The project seeks a key person.
      functions: Functions that decide on this product; empty: every function decides.
      minimum_seniority: The lowest level that decides, of own, brd, cxo, vp, dir, mgr, lead, sen, stf, ast.
      unknown_titles: What becomes of candidates whose title tells nothing.
      fresh_days: Days after which what is known of a key person must be verified again.
      fresh_days_top: The same for owners, boards and chiefs, who change sooner.
      switchboard_numbers: What becomes of candidates with nothing but a switchboard number.
      places_per_company: Leads of one company worked at the same time; not given: no limit.
    """

    wanted: bool = True
    functions: tuple[str, ...] = ()
    minimum_seniority: str = "mgr"
    unknown_titles: UnknownTitles = "verify"
    fresh_days: int = 180
    fresh_days_top: int = 90
    switchboard_numbers: UnknownTitles = "accept"
    places_per_company: int | None = None


@dataclass(frozen=True)
class Accept:
    """Which candidates the project takes at all.

    Attributes:
      regions: Regions of the numbers taken; the first one is assumed for national numbers. Not told: the region of the
        project's time zone.
      line_kinds: Kinds of line taken.
      required: Columns of the contact list that must not be empty.
      consent: Rows without a consent are rejected.
      date_order: Order of dates like 01/02/2026 where a list or a result file leaves it open; empty: such a list is
        refused if a consent hangs on it, and such a result waits.
    """

    regions: tuple[str, ...] = ("KR",)
    line_kinds: tuple[str, ...] = ("mobile", "fixed", "fixed_or_mobile", "voip", "uan", "personal")
    required: tuple[str, ...] = ()
    consent: bool = False
    date_order: Literal["", DateOrder] = ""

    @property
    def home_region(self) -> str:
        """By which national numbers and whatever else has a region's habit are read: the first one taken."""
        return self.regions[0]

    @property
    def usual_orders(self) -> tuple[DateOrder, ...]:
        """What settles days that nothing beside them settles, in order of weight."""
        return usual_orders(self.date_order, self.home_region)


@dataclass(frozen=True)
class Confirmation:
    """Node 2: does a client's system confirm deals, and how long does a deal wait for it?

    Attributes:
      enabled: Deals wait for their order row.
      wait_days: Days a deal waits before it stands unconfirmed.
    """

    enabled: bool = False
    wait_days: int = 7


@dataclass(frozen=True)
class Queues:
    """How a shift's leads are laid out.

    Attributes:
      shifts: Shifts this project is called in.
      capacity: Leads a shift; not given: the agents' hours times `leads_per_hour`.
      leads_per_hour: Leads an agent works in an hour.
      fresh_share: Least share of a shift kept for fresh leads while there are any.
      order: What orders leads of one rank.
      sticky_days: Days a lead stays with the agent who last spoke to the person.
      format: Files written per queue: `csv`, `xlsx`, `parquet`, or a dialer's import layout (docs/dialers.md).
      dialer: What the layout asks for, such as `list_id`; `numbers` says how they are written.
      file_per: One file per queue, or one per agent.
      priority: Among projects, the lower number goes first.
      skills: Skills an agent needs for this project.
    """

    shifts: tuple[Literal["day", "am", "pm"], ...] = ("day",)
    capacity: int | None = None
    leads_per_hour: float = 15.0
    fresh_share: float = 0.5
    order: tuple[str, ...] = ("score", "received_on")
    sticky_days: int = 30
    format: tuple[str, ...] = ("csv", "xlsx")
    dialer: dict[str, str] = field(default_factory=dict)
    file_per: Literal["queue", "agent"] = "queue"
    priority: int = 100
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Costs:
    """What things cost, in minor units of `currency`; not given: not told, and cost KPIs say so.

    Attributes:
      currency: ISO 4217 code.
      record_minor: One record of a bought list.
      minute_minor: One minute of talk.
      agent_hour_minor: One hour of an agent.
    """

    currency: str = "KRW"
    record_minor: int | None = None
    minute_minor: int | None = None
    agent_hour_minor: int | None = None


@dataclass(frozen=True)
class Project:
    """One selling or service effort with its standards; see each part for its meaning.

    Attributes:
      name: The same as the file's name without `.toml`; it stands in paths and in every output.
      title: What people call the project, in any language.
      direction: Who calls whom.
      customer: New customers, existing ones, or service.
      cycle: How long the project runs and how often it is reviewed.
      plan: The media and calls, in order.
      kpis: At least one is primary, with a target.
      goals: What counts as reaching the goal.
      policy: Further tags by market policy; part of the project type.
      zone: Time zone of reviews and half-days; empty: the workspace's.
      language: Language of guides and reviews; empty: the workspace's.
      key_person: Whom the project seeks.
      accept: Which candidates are taken.
      columns: Column of the contact list → its header in the file where that is not recognised, or several in dialling
        order.
      fields: Field → what it is; the information that calls collect.
      results: The project's own result word → leaf of the outcome tree.
      calling: When and how often to call.
      retry: Leaf of node 1 without `call.` → when to call again; the shipped retries fill in.
      confirmation: Whether a client's system confirms deals.
      queues: How a shift's leads are laid out.
      script: What callers say.
      costs: What things cost.
    """

    name: str
    title: str
    direction: Direction
    customer: Customer
    cycle: Cycle
    plan: tuple[Step, ...]
    kpis: tuple[Kpi, ...]
    goals: Goals
    policy: tuple[str, ...] = ()
    zone: str = ""
    language: str = ""
    key_person: KeyPersonStandards = KeyPersonStandards()
    accept: Accept = Accept()
    columns: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    calling: Calling = Calling()
    retry: dict[str, Retry] = field(default_factory=dict)
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
