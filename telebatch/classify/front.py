"""What did every call achieve: one outcome per call by the code maps, flags and the lead's own story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from telebatch.classify.codes import CodeMap
from telebatch.classify.flags import UNCLASSIFIED, leaf_table
from telebatch.classify.goals import with_goals, without_goals
from telebatch.classify.meanings import with_meanings
from telebatch.classify.statuses import statuses
from telebatch.classify.timeline import BOOKING, CALL, EVENTS, ORDER, told_in_order
from telebatch.classify.winners import winners, with_answers_beside
from telebatch.model.flows import CONFIRMATION_COLUMNS, OUTCOMES
from telebatch.model.outcomes import Node
from telebatch.model.project import Project
from telebatch.model.tables import ORDERS


@dataclass(frozen=True)
class ClassifyRules:
    """What decides.

    Attributes:
      codes: All code maps, the projects' own words among them.
      projects: Project standards by name; a row of a project that is not there takes a plain project's.
      own_leaves: The user's leaf → the leaf of ours whose flags it takes.
    """

    codes: CodeMap
    projects: Mapping[str, Project] = field(default_factory=dict)
    own_leaves: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Classified:
    """What classify decided.

    Attributes:
      outcomes: OUTCOMES, one row per attempt that counts, sorted by lead_key, start_utc, attempt_key.
      confirmations: ORDERS and CONFIRMATION_COLUMNS, one row per order status, sorted by lead_key, at_utc, order_no.
    """

    outcomes: pl.LazyFrame
    confirmations: pl.LazyFrame


def classify(
    attempts: pl.LazyFrame,
    orders: pl.LazyFrame,
    rules: ClassifyRules,
    answers: pl.LazyFrame | None = None,
    amendments: pl.LazyFrame | None = None,
    *,
    asks_goals: bool = True,
) -> Classified:
    """Decides on every call and every order status; the order in which rows arrived plays no part.

    Args:
      attempts: ATTEMPTS rows of live batches.
      orders: ORDERS rows likewise.
      rules: Code maps, projects, own leaves.
      answers: ANSWERS rows; `collected` ones tell what a call brought. None: nothing was brought.
      amendments: AMENDMENTS rows; field `callback` books one (dialers' callback exports).
      asks_goals: Without, `goal` and `collected` are null: nobody looks at them.
    """
    told_rows = attempts.collect()
    calls = _decided(told_rows, rules)
    told_orders = statuses(orders.collect(), rules.codes, rules.own_leaves)
    bookings = _bookings(amendments)
    told = told_in_order(pl.concat([_call_events(calls, rules), _booking_events(bookings), _order_events(told_orders)]))
    calls = _beside(calls, told)
    told_orders = told_orders.join(told, on="event", how="left", maintain_order="left")
    outcomes = _numbered(calls, rules)
    if asks_goals:
        brought = None if answers is None else with_answers_beside(answers, told_rows)
        outcomes = with_goals(outcomes, rules.projects, brought)
    else:
        outcomes = without_goals(outcomes)
    columns = (*ORDERS.schema, *CONFIRMATION_COLUMNS)
    return Classified(
        outcomes.select(pl.col(name).cast(kind) for name, kind in OUTCOMES.items()).lazy(),
        told_orders.select(columns).lazy(),
    )


def _beside(calls: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The calls with what was told of their events, which stand in the same order where calls are all there is."""
    if told.get_column("event").equals(calls.get_column("event")):
        return calls.hstack(told.drop("event"))
    return calls.join(told, on="event", how="left", maintain_order="left")


def _decided(attempts: pl.DataFrame, rules: ClassifyRules) -> pl.DataFrame:
    """Winning rows with outcome, flags and `books`; `event` counts them in order."""
    leaves = leaf_table(rules.own_leaves)
    known = pl.col("outcome").is_in(leaves.get_column("outcome").implode())

    def with_flags(meanings: pl.DataFrame) -> pl.DataFrame:
        named = meanings.with_columns(
            pl.when(known).then("outcome").otherwise(pl.lit(UNCLASSIFIED)).alias("outcome"),
            pl.when(known).then("code_confidence").alias("code_confidence"),
        )
        return named.join(leaves, on="outcome", how="left", maintain_order="left")

    rows = with_meanings(winners(attempts), rules.codes, Node.CALL, with_flags)
    books = pl.col("callback_utc").is_not_null() & pl.col("connected") & ~pl.col("final") & ~pl.col("drops_number")
    return (
        rows.with_columns(books.alias("books"), pl.col("node1").alias("outcome"))
        .drop("node1")
        .with_row_index("event")
        .cast({"event": pl.Int64})
    )


def _bookings(amendments: pl.LazyFrame | None) -> pl.DataFrame:
    schema = {"lead_key": pl.Int64(), "at_utc": pl.Datetime("us", "UTC")}
    if amendments is None:
        return pl.DataFrame(schema=schema)
    made = amendments.filter((pl.col("field") == "callback") & pl.col("value").is_not_null() & (pl.col("value") != ""))
    return made.select(*schema).unique().sort("lead_key", "at_utc").collect()


def _call_events(calls: pl.DataFrame, rules: ClassifyRules) -> pl.DataFrame:
    confirms = {name: project.confirmation.enabled for name, project in rules.projects.items()}
    rests = {name: project.calling.rest_after_refusal_days is not None for name, project in rules.projects.items()}
    # A call without a lead is a story of its own.
    lead = pl.coalesce("lead_key", -1 - pl.col("event"))
    return calls.select(
        "event",
        pl.lit(CALL, pl.Int8).alias("kind"),
        lead.alias("lead_key"),
        pl.col("start_utc").alias("at_utc"),
        pl.col("event").alias("tie"),
        "outcome",
        "parent",
        "kept_leaf",
        "right_party",
        "books",
        _by_project(confirms).alias("confirms"),
        _by_project(rests).alias("may_recall"),
        # A customer may call whenever he likes, and what was never dialled is no jump.
        (pl.col("counts_as_attempt") & (pl.col("direction") == "out")).alias("is_call"),
    )


def _by_project(told: Mapping[str, bool]) -> pl.Expr:
    those = sorted(name for name, holds in told.items() if holds)
    return pl.col("project").is_in(those).fill_null(value=False) if those else pl.lit(False)


def _booking_events(bookings: pl.DataFrame) -> pl.DataFrame:
    return _plain_events(bookings.with_row_index("tie").with_columns(pl.lit(None, pl.Int64).alias("event")), BOOKING)


def _order_events(told_orders: pl.DataFrame) -> pl.DataFrame:
    rows = told_orders.filter(pl.col("lead_key").is_not_null()).with_columns((-pl.col("event")).alias("tie"))
    return _plain_events(rows, ORDER)


def _plain_events(rows: pl.DataFrame, kind: int) -> pl.DataFrame:
    """Events that are no calls: no flag of a talk holds."""
    told = {name: pl.col(name) if name in rows.columns else pl.lit(None, wanted) for name, wanted in EVENTS.items()}
    told |= {name: pl.lit(False) for name, wanted in EVENTS.items() if wanted == pl.Boolean()}
    told["kind"] = pl.lit(kind, pl.Int8)
    return rows.select(told[name].cast(wanted).alias(name) for name, wanted in EVENTS.items())


def _numbered(calls: pl.DataFrame, rules: ClassifyRules) -> pl.DataFrame:
    """Adds attempt_no and stage_no: running counts per lead, in order of time."""
    steps = {name: max(1, len(project.call_steps)) for name, project in rules.projects.items()}
    last: pl.Expr = pl.lit(1, pl.Int64)
    for count in sorted(set(steps.values()) - {1}):
        those = sorted(name for name, own in steps.items() if own == count)
        last = pl.when(pl.col("project").is_in(those)).then(count).otherwise(last)
    counts = pl.col("counts_as_attempt") & (pl.col("direction") == "out") & pl.col("lead_key").is_not_null()
    done = pl.col("advances").cast(pl.Int64)
    reached = 1 + _so_far(done) - done
    return calls.with_columns(
        pl.when(counts).then(_so_far(counts.cast(pl.Int32))).alias("attempt_no"),
        pl.min_horizontal(pl.when(pl.col("lead_key").is_null()).then(1).otherwise(reached), last).alias("stage_no"),
    )


def _so_far(told: pl.Expr) -> pl.Expr:
    """Sum over the lead's rows up to each; the rows stand in order of lead, so no window is needed."""
    begins = pl.col("lead_key").ne_missing(pl.col("lead_key").shift(1)) | (pl.int_range(pl.len()) == 0)
    total = told.cum_sum()
    return total - pl.when(begins).then(total - told).forward_fill()
