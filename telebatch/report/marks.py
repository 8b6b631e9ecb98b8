"""Marks every call of a project with what the review counts: yes or no, never null, so that sums are counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from telebatch.model.outcomes import LEAF, Branch
from telebatch.model.periods import Period
from telebatch.model.project import Project
from telebatch.model.review import ReportRules
from telebatch.model.tables import INSTANT, TABLES

#: Never dialled, or cut off before it rang: no attempt in any rate.
VOID = ("call.not_called", "call.system")

#: reconcile → report. One row per result file: what became of its records (law 1).
FILES = pl.Schema(
    {
        "file_key": pl.Int64(), "file": pl.String(), "batch": pl.Int64(), "records": pl.Int64(),
        "attempts": pl.Int64(), "replaced": pl.Int64(), "already_seen": pl.Int64(), "no_result": pl.Int64(),
        "not_ours": pl.Int64(), "quarantined": pl.Int64(),
        "unfolded": pl.Int64(), "mended": pl.Int64(),
    }
)  # fmt: skip

#: state → report. Every piece once, of mailing lists and touches: key all three; `sent_on` null: nobody tells the day.
PIECES = pl.Schema({"lead_key": pl.Int64(), "medium": pl.String(), "sent_on": pl.Date()})

#: The marks that the figures read; all Boolean, save the two lengths in seconds.
MARKS = (
    "is_void", "is_own_way", "is_refused", "is_abandoned", "is_unclassified", "is_rescheduled", "is_kept_sale",
    "is_dial", "is_answered", "is_live", "is_talk", "is_missed", "is_right_party", "is_primary", "is_secondary",
    "is_wasted", "is_bad", "is_unreachable", "is_do_not_call", "is_first_dial", "is_kept", "any_primary",
    "has_survived", "is_gatekeeper_talk", "seconds", "wrap",
)  # fmt: skip


def _empty(name: str) -> pl.LazyFrame:
    return TABLES[name].empty().lazy()


@dataclass(frozen=True)
class ReportFacts:
    """What is known of one project, every time; the room filters by period.

    Attributes:
      outcomes: OUTCOMES.
      leads: LEAD_STATE.
      confirmations: ORDERS with CONFIRMATION_COLUMNS.
      files: FILES, result files only.
      told: `attempt_key`, `file_key` of every row that tells a call, those that do not count too.
      as_of: The review's clock; at_batch: the last batch known.
      pieces: PIECES.
      listed, lists, agent_time, verified, amendments: The tables; empty where no file ever brought any.
    """

    outcomes: pl.LazyFrame
    leads: pl.LazyFrame
    as_of: datetime
    at_batch: int
    confirmations: pl.LazyFrame = field(
        default_factory=lambda: _empty("orders").with_columns(
            outcome=pl.lit(None, pl.String), irregular=pl.lit(None, pl.String)
        )
    )
    files: pl.LazyFrame = field(default_factory=lambda: pl.LazyFrame(schema=FILES))
    told: pl.LazyFrame = field(default_factory=lambda: _empty("attempts").select("attempt_key", "file_key"))
    listed: pl.LazyFrame = field(default_factory=lambda: _empty("listed"))
    lists: pl.LazyFrame = field(default_factory=lambda: _empty("lists"))
    pieces: pl.LazyFrame = field(default_factory=lambda: pl.LazyFrame(schema=PIECES))
    agent_time: pl.LazyFrame = field(default_factory=lambda: _empty("agent_time"))
    verified: pl.LazyFrame = field(default_factory=lambda: _empty("verified"))
    amendments: pl.LazyFrame = field(default_factory=lambda: _empty("amendments"))


@dataclass(frozen=True)
class Scope:
    """What every frame is cut from."""

    facts: ReportFacts
    project: Project
    rules: ReportRules
    marked: pl.LazyFrame  # every call of the project, marked, with `start_local` (see `on_wall`)


def leaves_like(names: tuple[str, ...], rules: ReportRules) -> list[str]:
    """The shipped leaves named, and every own leaf that stands in the place of one of them."""
    return [*names, *sorted(own for own, parent in rules.own_leaves.items() if parent in names)]


def branch_of(leaf: str, rules: ReportRules) -> Branch:
    """Where a leaf hangs; a leaf nobody knows hangs beside the tree."""
    known = LEAF.get(rules.own_leaves.get(leaf, leaf))
    return known.branch if known else Branch.BESIDE


def mark(outcomes: pl.LazyFrame, project: Project, rules: ReportRules) -> pl.LazyFrame:
    """Adds the marks.

    Args:
      outcomes: OUTCOMES of one project.
      project: Gives the direction whose calls count.
      rules: Own leaves.

    Returns:
      Same rows and order, with a Boolean column per mark of `_marks`, never null.
    """
    return outcomes.with_columns(**_standing(project, rules)).with_columns(**_marks())


def _standing(project: Project, rules: ReportRules) -> dict[str, pl.Expr]:
    """Marks that come from the outcome's own name."""
    way = "in" if project.direction == "inbound" else "out"
    outcome = pl.col("outcome")
    by_branch = {
        branch: [leaf.name for leaf in LEAF.values() if leaf.branch is branch]
        for branch in (Branch.CONNECTED, Branch.NOT_CONNECTED)
    }
    one = {
        "in_talk": tuple(by_branch[Branch.CONNECTED]),
        "in_missed": tuple(by_branch[Branch.NOT_CONNECTED]),
        "is_void": VOID,
        "is_gatekeeper": ("call.gatekeeper",),
        "is_refused": ("call.refused",),
        "is_abandoned": ("call.abandoned",),
        "is_wrong_number": ("call.wrong_number",),
        "is_unclassified": ("call.unclassified",),
        "is_rescheduled": ("callback.rescheduled",),
        "is_kept_sale": ("callback.sale",),
    }
    told = {name: outcome.is_in(leaves_like(names, rules)).fill_null(False) for name, names in one.items()}
    kept = pl.col("callback_outcome")
    told["is_rescheduled"] = kept.is_in(leaves_like(one["is_rescheduled"], rules)).fill_null(False)
    told["is_kept_sale"] = kept.is_in(leaves_like(one["is_kept_sale"], rules)).fill_null(False)
    return {**told, "is_own_way": (pl.col("direction") == way).fill_null(False)}


def _marks() -> dict[str, pl.Expr]:
    """Marks over attempts of the project's own direction; `any_` ones hold in either direction."""

    def flag(name: str) -> pl.Expr:
        return pl.col(name).fill_null(False)

    dial = pl.col("is_own_way") & ~pl.col("is_void")
    talk, goal = dial & pl.col("in_talk"), pl.col("goal").fill_null("")
    right = talk & flag("right_party")
    return {
        "is_dial": dial,
        "is_answered": dial & flag("answered"),
        "is_live": dial & flag("connected"),
        "is_talk": talk,
        "is_missed": dial & pl.col("in_missed"),
        "is_right_party": right,
        "is_primary": right & (goal == "primary"),
        "is_secondary": right & (goal == "secondary"),
        "is_wasted": talk & (goal == "wasted"),
        "is_bad": dial & (flag("bad_number") | pl.col("is_wrong_number")),
        "is_unreachable": dial & flag("bad_number"),
        "is_do_not_call": talk & flag("suppresses"),
        "is_first_dial": dial & (pl.col("attempt_no") == 1).fill_null(False),
        "is_kept": dial & pl.col("callback_outcome").is_not_null(),
        "any_primary": pl.col("goal").eq("primary").fill_null(False),
        "seconds": pl.col("talk_seconds").fill_null(0).cast(pl.Int64).clip(lower_bound=0),
        "wrap": pl.col("wrap_seconds").fill_null(0).cast(pl.Int64).clip(lower_bound=0),
    }


def within(frame: pl.LazyFrame, period: Period, column: str = "start_utc") -> pl.LazyFrame:
    """The rows whose instant lies in the period, half-open."""
    start = pl.lit(period.start_utc, dtype=INSTANT)
    return frame.filter((pl.col(column) >= start) & (pl.col(column) < pl.lit(period.end_utc, dtype=INSTANT)))


def on_wall(zone: str) -> pl.Expr:
    """When a call started as the wall clock of a zone tells it, of no zone: told once, for its days and hours are asked
    again and again.
    """
    return pl.col("start_utc").dt.convert_time_zone(zone).dt.replace_time_zone(None).alias("start_local")
