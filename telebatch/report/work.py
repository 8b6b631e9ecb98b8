"""Who was worked and by whom: stages of the plan, list sources, agents, key persons, and what calls brought."""

from __future__ import annotations

import json
from collections import Counter

import polars as pl

from telebatch.model.figures import Figure
from telebatch.model.periods import Period
from telebatch.model.project import Project
from telebatch.model.review import CallLength, Leaf, ReportRules, Row
from telebatch.model.words import Goal, KeyPersonState
from telebatch.report.frames import first_calls, frame
from telebatch.report.marks import Scope, within
from telebatch.report.statistics import mean_interval, median, shared_level, wilson

_BIN_SECONDS = 60
_LAST_BIN = 10


def share(top: int, bottom: int, confidence: float) -> Figure:
    """A rate with its Wilson interval; without cases it says so."""
    if bottom == 0:
        return Figure(top, 0, None, missing="no_cases")
    low, high = wilson(min(top, bottom), bottom, confidence) or (None, None)
    return Figure(top, bottom, top / bottom, low, high)


def _count(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64).sum()


def agent_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Agent → counts, sales of whomever the project credits with them; null: calls in which no agent took part, the
    dialer's own.
    """
    calls = within(scope.marked, period).filter("is_dial")
    made = calls.group_by("agent").agg(
        _count("is_dial"), _count("is_talk"), _count("is_right_party"), _count("is_primary"), _count("is_wasted"),
        pl.when("is_talk").then("seconds").otherwise(0).sum().alias("seconds"),
    )  # fmt: skip
    if scope.project.goals.credit == "closer":
        return made
    sold = _of_first_dealers(scope, calls.filter("is_primary")).group_by("agent").agg(_count("is_primary"))
    return pl.concat([made.drop("is_primary"), sold], how="diagonal").group_by("agent").agg(pl.all().sum())


def _of_first_dealers(scope: Scope, sales: pl.LazyFrame) -> pl.LazyFrame:
    """The sales, each with the agent of its lead's first call that reached the primary goal, where that had one."""
    deals = scope.marked.filter(pl.col("is_primary") & pl.col("lead_key").is_not_null())
    firsts = deals.join(first_calls(deals, ["lead_key"]), on=["lead_key", "start_utc", "attempt_key"], how="semi")
    told = sales.join(firsts.select("lead_key", first="agent"), on="lead_key", how="left")
    return told.with_columns(agent=pl.coalesce("first", "agent"))


def agents(counts: pl.DataFrame, rules: ReportRules) -> tuple[tuple[Row, ...], float]:
    """By name, never by rank; intervals at a level shared among all, so that one false alarm in twenty stays one.

    Calls without an agent come last with an empty label, so that the rows add up to all attempts.
    """
    level = shared_level(rules.confidence, counts.get_column("agent").count())
    names = {"attempts": "is_dial", "connected": "is_talk", "right_party": "is_right_party", "primary": "is_primary",
             "wasted": "is_wasted", "talk_seconds": "seconds"}  # fmt: skip
    rows = []
    for row in counts.sort("agent", nulls_last=True).iter_rows(named=True):
        figures = {
            "conversion_rate": share(row["is_primary"], row["is_right_party"], level),
            "right_party_share": share(row["is_right_party"], row["is_talk"], level),
        }
        rows.append(Row(row["agent"] or "", {name: row[column] for name, column in names.items()}, figures))
    return tuple(rows), level


def list_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Named list → leads, records dialled, bad, talked to, key persons, goals."""
    state = frame("leads", scope, period).select("lead_key", "list", "is_callable")
    records = frame("records", scope, period)
    joined = state.join(records, on="lead_key", how="full", coalesce=True)
    flags = ("is_callable", "is_dial", "is_bad", "is_talk", "is_right_party", "any_primary")
    return joined.group_by("list").agg(pl.col(name).fill_null(False).cast(pl.Int64).sum() for name in flags)


def price_query(scope: Scope) -> pl.LazyFrame:
    """Named list → its latest supplier and what all its deliveries cost; null where none has a price."""
    return scope.facts.lists.group_by("list").agg(
        pl.col("supplier").sort_by("received_on", "file_key", nulls_last=False).last(ignore_nulls=True),
        pl.col("currency").drop_nulls().sort().first(),
        pl.col("price_minor").sum(),
    )


def lists(counts: pl.DataFrame, prices: pl.DataFrame, rules: ReportRules) -> tuple[Row, ...]:
    """One row per list by name; leads of no list (inbound, referral) last with an empty label."""
    names = {"callable": "is_callable", "dialled": "is_dial", "contacted": "is_talk", "right_party": "is_right_party",
             "primary": "any_primary"}  # fmt: skip
    paid = {row["list"]: row["price_minor"] for row in prices.iter_rows(named=True) if row["price_minor"]}
    rows = []
    for row in counts.sort("list", nulls_last=True).iter_rows(named=True):
        dialled = row["is_dial"]
        yielded = share(row["any_primary"], dialled, rules.confidence)
        figures = {"bad_number_rate": share(row["is_bad"], dialled, rules.confidence), "yield": yielded}
        counted = {name: row[column] for name, column in names.items()}
        if row["list"] in paid:
            counted["price"] = paid[row["list"]]
        rows.append(Row(row["list"] or "", counted, figures))
    return tuple(rows)


def stage_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Call step number → calls, key persons, completions, and completions in the first talk of the stage."""
    numbered = scope.marked.filter(pl.col("is_dial") & pl.col("stage_no").is_not_null())
    right = numbered.filter(pl.col("is_right_party") & pl.col("lead_key").is_not_null())
    firsts = first_calls(right, ["lead_key", "stage_no"]).with_columns(is_first=pl.lit(True))
    keys = ["lead_key", "stage_no", "start_utc", "attempt_key"]
    told = within(numbered, period).join(firsts, on=keys, how="left")
    is_first, done = pl.col("is_first").fill_null(False), pl.col("advances").fill_null(False)
    return told.group_by("stage_no").agg(
        _count("is_dial"), _count("is_right_party"), done.cast(pl.Int64).sum().alias("done"),
        is_first.cast(pl.Int64).sum().alias("first"), (is_first & done).cast(pl.Int64).sum().alias("first_done"),
    )  # fmt: skip


def stages(counts: pl.DataFrame, project: Project, rules: ReportRules) -> tuple[Row, ...]:
    """Every call step of the plan by its name; calls beyond the plan come after with an empty label (S77)."""
    found = {row["stage_no"]: row for row in counts.iter_rows(named=True)}
    planned = [step.name for step in project.call_steps]
    rows = []
    for number in sorted({*range(1, len(planned) + 1), *found}):
        row = found.get(number, dict.fromkeys(counts.columns, 0))
        counted = {"attempts": row["is_dial"], "right_party": row["is_right_party"], "completed": row["done"]}
        figures = {
            "stage_rate": share(row["done"], row["is_right_party"], rules.confidence),
            "first_talk_rate": share(row["first_done"], row["first"], rules.confidence),
        }
        rows.append(Row(planned[number - 1] if 0 < number <= len(planned) else "", counted, figures))
    return tuple(rows)


def key_person_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """State of the key person → leads, calls and gatekeeper talks of the period."""
    calls = within(scope.marked, period).filter("is_dial").group_by("lead_key").agg(
        _count("is_dial"), _count("is_talk"), _count("is_right_party"), _count("is_gatekeeper_talk"),
        pl.when("is_gatekeeper_talk").then("seconds").otherwise(0).sum().alias("seconds"),
    )  # fmt: skip
    state = scope.facts.leads.select("lead_key", "key_person_state")
    joined = state.join(calls, on="lead_key", how="left")
    names = ("is_dial", "is_talk", "is_right_party", "is_gatekeeper_talk", "seconds")
    return joined.group_by("key_person_state").agg(
        pl.len().cast(pl.Int64).alias("leads"), *(pl.col(name).fill_null(0).sum() for name in names)
    )


def key_person(counts: pl.DataFrame) -> tuple[Row, ...]:
    """One row per state that has leads, from unknown to confirmed."""
    found = {row["key_person_state"]: row for row in counts.iter_rows(named=True)}
    names = {"leads": "leads", "attempts": "is_dial", "connected": "is_talk", "right_party": "is_right_party",
             "gatekeeper": "is_gatekeeper_talk", "gatekeeper_seconds": "seconds"}  # fmt: skip
    order = [state.value for state in KeyPersonState if state.value in found]
    return tuple(Row(state, {name: found[state][column] for name, column in names.items()}) for state in order)


def goal_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Goal of a talk → talks; null where classify could not decide."""
    return within(scope.marked, period).filter("is_talk").group_by("goal").agg(count=pl.len().cast(pl.Int64))


def goals(counts: pl.DataFrame) -> tuple[Leaf, ...]:
    """The four, and `undecided` where there is any."""
    found = {row["goal"] or "undecided": row["count"] for row in counts.iter_rows(named=True)}
    order = [*(goal.value for goal in Goal), *(["undecided"] if found.get("undecided") else [])]
    return tuple(Leaf(name, found.get(name, 0)) for name in order)


def missing_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Field → talks with the key person that did not bring it back (S17)."""
    talks = within(scope.marked, period).filter("is_right_party")
    told = pl.col("collected").fill_null("")
    brought = {name: _lacks(told, name) for name in scope.project.goals.basic_information}
    return talks.select(**{name: missing.cast(pl.Int64).sum() for name, missing in brought.items()}, talks=pl.len())


def _lacks(told: pl.Expr, name: str) -> pl.Expr:
    """The JSON object has no such key; keys are matched as JSON writes them, with or without a blank after."""
    key = json.dumps(name, ensure_ascii=False)
    return ~(told.str.contains(key + ":", literal=True) | told.str.contains(key + " :", literal=True))


def missing(counts: pl.DataFrame) -> tuple[Leaf, ...]:
    """As the project lists the fields."""
    row = counts.row(0, named=True)
    return tuple(Leaf(name, int(row[name])) for name in counts.columns if name != "talks")


def told_query(scope: Scope, period: Period, column: str) -> pl.LazyFrame:
    """`intent` or `reached_stage` → talks with the key person."""
    talks = within(scope.marked, period).filter("is_right_party")
    return talks.group_by(name=pl.col(column)).agg(count=pl.len().cast(pl.Int64))


def told(counts: pl.DataFrame, order: tuple[str, ...]) -> tuple[Leaf, ...]:
    """In the project's order, then what else was written, then the untold (empty name) where others were told."""
    found = Counter({row["name"] or "": row["count"] for row in counts.iter_rows(named=True)})
    if not any(found):
        return ()
    names = [*order, *sorted(name for name in found if name and name not in order), *([""] if found[""] else [])]
    return tuple(Leaf(name, found[name]) for name in names)


def length_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Seconds → successful calls so long."""
    calls = within(scope.marked, period).filter(pl.col("is_primary") & (pl.col("seconds") > 0))
    return calls.group_by("seconds").agg(count=pl.len().cast(pl.Int64))


def call_length(counts: pl.DataFrame, rules: ReportRules) -> CallLength:
    """Mean, median and interval of successful calls against the benchmark (S37, S38)."""
    pairs = sorted(counts.select("seconds", "count").iter_rows())
    calls = sum(often for _, often in pairs)
    low, high = mean_interval(pairs, rules.confidence) or (None, None)
    bins = Counter[int]()
    for seconds, often in pairs:
        bins[min(seconds // _BIN_SECONDS, _LAST_BIN)] += often
    drawn = tuple((slot * _BIN_SECONDS, (slot + 1) * _BIN_SECONDS, bins[slot]) for slot in range(_LAST_BIN + 1))
    return CallLength(
        calls, rules.least_successful, rules.benchmark_seconds,
        sum(value * often for value, often in pairs) / calls if calls else None, median(pairs), low, high,
        calls >= rules.least_successful and high is not None and high < rules.benchmark_seconds,
        drawn if calls else (),
    )  # fmt: skip
