"""A review: the figures of one project in one period, ready to be shown; plain frozen shapes without polars.

Counts are integers, durations seconds, money minor units, instants UTC. Names (`connect_rate`, `call.deal`) are keys
of the wording files; the only free text is what people wrote (titles, lists, agents, files).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from telebatch.model.figures import Figure, KpiRow, Unit
from telebatch.model.periods import Period


@dataclass(frozen=True)
class ReportRules:
    """Thresholds and own words of a review.

    Attributes:
      own_leaves: A user's leaf → the shipped leaf whose place in the tree it takes.
      benchmark_seconds: Expected length of a successful call (handbook: 3.5 minutes).
      least_successful: Successful calls needed before the length is flagged.
      least_cases: A rate over fewer cases is "too few to judge".
      opening_seconds: A talk that lasts so long survived its opening (5-6 s of purpose and a margin).
      quick_seconds: A missed call that rang for less was hardly a try.
      first_hour, last_hour: Calls that start outside are odd, project zone, half-open.
      confidence: Level of every interval.
    """

    own_leaves: Mapping[str, str] = field(default_factory=dict)
    benchmark_seconds: int = 210
    least_successful: int = 20
    least_cases: int = 30
    opening_seconds: int = 20
    quick_seconds: int = 2
    first_hour: int = 8
    last_hour: int = 21
    confidence: float = 0.95


@dataclass(frozen=True)
class Card:
    """The project as it stands in its file."""

    name: str
    title: str
    project_type: str
    direction: str
    customer: str
    policy: tuple[str, ...]
    plan: tuple[tuple[str, str], ...]  # (medium | call, name) in order
    term: str
    start: date
    end: date | None
    review: str
    credit: str  # whose sale it is: of the closer, or of who made the lead's first_deal
    primary_goals: tuple[str, ...]
    secondary_goals: tuple[str, ...]
    zone: str
    currency: str
    field_titles: Mapping[str, str]  # collected field → what people call it
    next_review: date | None  # when the next period of the cadence is over; null: the project has ended by then


@dataclass(frozen=True)
class Leaf:
    """One outcome and how often it came."""

    name: str
    count: int


@dataclass(frozen=True)
class Branch:
    """Outcomes under one parent of the tree."""

    name: str
    count: int
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Node:
    """One of the three stations: call, system, callback."""

    name: str
    count: int
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Flow:
    """How many came from one station to the next."""

    name: str
    count: int


@dataclass(frozen=True)
class Slot:
    """Attempts of one half-day or day; every count adds up over slots."""

    day: date
    half: str  # am | pm | "" for the whole day
    attempts: int
    connected: int
    not_connected: int
    beside: int
    right_party: int
    secondary: int
    primary: int


@dataclass(frozen=True)
class HeatCell:
    """Attempts that began in one hour (project zone) of one ISO weekday, and how many were connected."""

    weekday: int
    hour: int
    attempts: int
    connected: int


@dataclass(frozen=True)
class Rung:
    """Attempts by their number on the record; the last rung holds it and all above."""

    number: int
    is_open: bool
    attempts: int
    connected: int
    right_party: int
    primary: int


@dataclass(frozen=True)
class Row:
    """A line of a table: a label people wrote or a wording key, counts by column, and figures by column."""

    label: str
    counts: Mapping[str, int]
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class CallLength:
    """Length of successful calls.

    Attributes:
      histogram: (from second, to second, calls), half-open.
      is_short: At least the needed calls, and the whole interval under the benchmark.
    """

    calls: int
    needed: int
    benchmark_seconds: int
    mean_seconds: float | None
    median_seconds: float | None
    low_seconds: float | None
    high_seconds: float | None
    is_short: bool
    histogram: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Sales:
    """Sales gross by call date, and what became of them up to as-at; amounts in minor units by currency."""

    gross: int
    confirmed: int
    cancelled: int
    awaiting: int
    net: int
    has_confirmation: bool
    amounts: tuple[tuple[str, int, int], ...]  # (currency, gross, cancelled)


@dataclass(frozen=True)
class Oddity:
    """Something that should not be, and up to five places (`file:record`) to look at."""

    name: str
    count: int
    places: tuple[str, ...]


@dataclass(frozen=True)
class FileLine:
    """What became of the records of one result file (law 1).

    Attributes:
      quarantined: As it was taken in; `mended` of them were sent again since, and count in their own file.
      unfolded: Rows beyond one per record, of a file with several numbers in a record.
    """

    file: str
    batch: int
    records: int
    attempts: int
    replaced: int
    already_seen: int
    no_result: int
    not_ours: int
    quarantined: int
    unfolded: int
    mended: int

    @property
    def adds_up(self) -> bool:
        """Every record is accounted for once."""
        told = self.attempts + self.replaced + self.already_seen + self.no_result + self.not_ours + self.quarantined
        return told == self.records + self.unfolded


@dataclass(frozen=True)
class Reconciliation:
    """From rows to attempts of the period."""

    files: tuple[FileLine, ...]
    attempts: int
    unclassified: int
    void: int
    other_direction: int
    replaced: int
    counted: int


@dataclass(frozen=True)
class Changed:
    """A figure of a closed period that is another by what came to be known later."""

    name: str  # of the KPI catalogue
    unit: Unit
    then: Figure
    now: Figure


@dataclass(frozen=True)
class AfterClosing:
    """What changed of a closed period since its figures were told for the last time.

    Attributes:
      until_batch: The last batch known then: to its own review, or to a later closed one.
      sales: (gross | confirmed | …, as closed, now), those that changed.
    """

    period: str
    until_batch: int
    at: datetime
    changes: tuple[Changed, ...]
    sales: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Review:
    """The report of one project for one period; see each part for its meaning."""

    card: Card
    period: Period
    before: Period
    same_weekdays: Period
    as_of: datetime
    at_batch: int
    is_running: bool  # the period had not ended at as_of
    confidence: float
    kpis: tuple[KpiRow, ...]  # primary first, then the project's own, then the rest of the catalogue
    tree: tuple[Node, ...]
    flows: tuple[Flow, ...]
    slots: tuple[Slot, ...]
    heat: tuple[HeatCell, ...]
    rungs: tuple[Rung, ...]
    funnel: tuple[Row, ...]
    call_length: CallLength
    goals: tuple[Leaf, ...]
    missing_fields: tuple[Leaf, ...]
    stages: tuple[Row, ...]
    key_person: tuple[Row, ...]
    lists: tuple[Row, ...]
    agents: tuple[Row, ...]
    agent_level: float
    callbacks: tuple[Leaf, ...]
    intents: tuple[Leaf, ...]
    deal_steps: tuple[Leaf, ...]
    sales: Sales
    oddities: tuple[Oddity, ...]
    reconciliation: Reconciliation
    due_next: tuple[Leaf, ...]
    is_closed: bool = False  # later changes stand in the next review
    after_closing: tuple[AfterClosing, ...] = ()  # the period before first; empty: that is open

    @property
    def shown_nodes(self) -> tuple[Node, ...]:
        """The stations worth showing: one of orders only where the project has any, or had some all the same."""
        has_orders = self.sales.has_confirmation
        return tuple(node for node in self.tree if node.name != "system" or node.count or has_orders)
