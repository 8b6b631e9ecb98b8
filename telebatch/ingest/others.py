"""What else do files tell: orders, agent time, bookings of callbacks, corrections, and pieces posted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.ingest.asked import Problem, SourceRules, unbatched
from telebatch.ingest.corrections import OF_PERSONS, with_values
from telebatch.ingest.fields import number_of
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.piece_status import UNKNOWN, with_returns, with_status
from telebatch.ingest.places import AHEAD, lead_problem
from telebatch.ingest.when.durations import seconds
from telebatch.ingest.when.times import FROM_DAY
from telebatch.model.currencies import DECIMALS
from telebatch.model.pieces import is_not_yet
from telebatch.model.tables import AGENT_TIME, AMENDMENTS, ORDERS, TOUCHES

_POINT_GROUPS = re.compile(r"\d\.\d{3}(?!\d)")
_COMMA_CENTS = re.compile(r"\d,\d{1,2}(?!\d)")

Make = Callable[[pl.DataFrame, Profile, SourceRules], pl.DataFrame]


@dataclass(frozen=True)
class Maker:
    """How rows of one kind of file become rows of one table.

    Attributes:
      table: Name of the table and of the count.
      problem: First problem of a row as an expression; null: none.
      make: Kept rows → table rows less `batch`.
      prepare: Adds what the problem is judged by.
      needs_leads: Whether a file whose rows find no leads is refused.
    """

    table: str
    problem: Callable[[SourceRules], pl.Expr]
    make: Make
    needs_leads: bool = True
    prepare: Callable[[pl.DataFrame, SourceRules], pl.DataFrame] = lambda rows, _: rows


def _first(*tests: tuple[pl.Expr, Problem], last: pl.Expr | None = None) -> pl.Expr:
    told: pl.Expr = pl.lit(None, pl.String) if last is None else last
    for holds, problem in reversed(tests):
        told = pl.when(holds).then(pl.lit(str(problem))).otherwise(told)
    return told


def _no_time(rules: SourceRules, ahead: timedelta = AHEAD) -> tuple[tuple[pl.Expr, Problem], ...]:
    """No instant, or one that is not yet: a wrong year would outdo whatever is told until it comes."""
    told = pl.col("start_utc")
    found = (
        (told.is_null() & pl.col("start_text").is_null(), Problem.TIME_MISSING),
        (told.is_null(), Problem.TIME_UNREADABLE),
    )
    return found if rules.as_of is None else (*found, (told > rules.as_of + ahead, Problem.TIME_IN_FUTURE))


#: Systems date a status by the day from which it holds, a contract by its beginning (ours); further ahead is a slip.
_HOLDS_LATER = timedelta(days=92)


def _order_problem(rules: SourceRules) -> pl.Expr:
    return _first(
        (pl.col("order_no").is_null(), Problem.ORDER_NO_MISSING),
        (pl.col("code").is_null(), Problem.STATUS_MISSING),
        *_no_time(rules, _HOLDS_LATER),
        (pl.col("amount").is_not_null() & pl.col("amount_minor").is_null(), Problem.AMOUNT_UNREADABLE),
        last=lead_problem(),
    )


def _with_amounts(rows: pl.DataFrame, rules: SourceRules) -> pl.DataFrame:
    """Adds project, currency and amount_minor; an order without a currency is in its project's."""
    project = pl.coalesce("lead_project", "project_told")
    money = {name: project.costs.currency for name, project in rules.projects.items()}
    usual = project.replace_strict(money, default="KRW", return_dtype=pl.String) if money else pl.lit("KRW")
    currency = pl.coalesce(pl.col("currency").str.to_uppercase(), usual)
    rows = rows.with_columns(project.alias("project"), currency.alias("currency"))
    return rows.join(
        _amounts(rows, rules.cells.units),
        on=["amount", "currency"],
        how="left",
        maintain_order="left",
        nulls_equal=True,
    )


def _orders(kept: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    del profile
    pieces = pl.col("quantity").str.replace_all(",", "").cast(pl.Float64, strict=False).round()
    return (
        kept.select(
            pl.lit(rules.file_key, pl.Int64).alias("file_key"),
            "record",
            pl.lit(rules.source.name).alias("source"),
            "project",
            "order_no",
            "lead_key",
            pl.col("code").alias("status"),
            pl.col("start_utc").alias("at_utc"),
            "amount_minor",
            "currency",
            pieces.cast(pl.Int64, strict=False).alias("quantity"),
            "callback_utc",
        )
        .sort("file_key", "record")
        .select(unbatched(ORDERS).columns)
    )


def _amounts(rows: pl.DataFrame, units: frozenset[str]) -> pl.DataFrame:
    """Distinct (amount, currency) → minor units; null where the text is no amount of that currency."""
    distinct = rows.select("amount", "currency").unique().sort("amount", "currency")
    minor = [None if text is None else _minor(text, currency, units) for text, currency in distinct.iter_rows()]
    return distinct.with_columns(pl.Series("amount_minor", minor, dtype=pl.Int64))


def _minor(text: str, currency: str, units: frozenset[str]) -> int | None:
    digits = DECIMALS.get(currency, 2)
    # No currency here has three decimals but those of the table, so 1.234 is a grouped 1234, as 1.234,56 is.
    is_grouped_by_point = bool(_POINT_GROUPS.search(text)) and digits != 3
    number = number_of(text, "de" if is_grouped_by_point or _COMMA_CENTS.search(text) else "en", units)
    scaled = None if number is None else number.scaleb(digits)
    return None if scaled is None or scaled != scaled.to_integral_value() or abs(scaled) >= 2**63 else int(scaled)


def _agent_time_problem(rules: SourceRules) -> pl.Expr:
    return _first((pl.col("agent").is_null(), Problem.AGENT_MISSING), *_no_time(rules))


def _agent_time(kept: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    names = rules.agent_names
    lasted = (
        seconds(pl.col(one), profile.units.get(one, "spoken")).alias(f"{one}_seconds")
        for one in ("login", "talk", "wait", "wrap", "pause")
    )
    return (
        kept.select(
            pl.lit(rules.file_key, pl.Int64).alias("file_key"),
            "record",
            pl.lit(rules.source.name).alias("source"),
            (pl.col("agent").replace(names) if names else pl.col("agent")).alias("agent"),
            pl.col("project_told").alias("project"),
            pl.col("start_utc").alias("from_utc"),
            *lasted,
        )
        .sort("source", "agent", "from_utc", "record")
        .select(unbatched(AGENT_TIME).columns)
    )


def _booking_problem(rules: SourceRules) -> pl.Expr:
    untold = pl.col("callback_utc").is_null()
    missing = untold & pl.col("callback").is_null() & pl.col("callback_date").is_null()
    return _first(
        (missing, Problem.TIME_MISSING), (untold, Problem.TIME_UNREADABLE), *_no_time(rules), last=lead_problem()
    )


def _bookings(kept: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    """A dialer's callback is an amendment `callback` of its lead: due time as ISO UTC, by the agent."""
    due = pl.col("callback_utc").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    by = pl.col("agent").replace(rules.agent_names) if rules.agent_names else pl.col("agent")
    booked = kept.with_columns(_booked(rules).alias("start_utc"))
    return _amendments(booked, rules, pl.lit("callback"), due, (by, pl.lit(profile.title)))


def _booked(rules: SourceRules) -> pl.Expr:
    """When a callback was booked. Of a bare day its last second, so that the talk that booked it never comes after it
    and seems to keep it; but before the promised time, so that the call that does keep it comes after.
    """
    calling = {name: project.calling.callback_tolerance_minutes for name, project in rules.projects.items()}
    project = pl.coalesce("lead_project", "project_told")
    minutes = project.replace_strict(calling, default=0, return_dtype=pl.Int64) if calling else pl.lit(0)
    slack = pl.duration(minutes=minutes)
    before = pl.min_horizontal("start_utc", pl.col("callback_utc") - slack)
    return pl.when(pl.col("start_flag") == FROM_DAY).then(before).otherwise("start_utc")


def _correction_problem(rules: SourceRules) -> pl.Expr:
    told = pl.all_horizontal(pl.col(one).is_not_null() for one in ("field", "by", "why"))
    return _first(
        (~told, Problem.FIELD_MISSING),
        (pl.col("field_told").is_in(OF_PERSONS), Problem.FIELD_OF_PERSON),
        (~pl.col("is_read"), Problem.FIELD_UNREADABLE),
        *_no_time(rules),
        last=lead_problem(),
    )


def _corrections(kept: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    del profile
    return _amendments(kept, rules, pl.col("field_told"), pl.col("value_told"), (pl.col("by"), pl.col("why")))


def _amendments(
    kept: pl.DataFrame, rules: SourceRules, field: pl.Expr, value: pl.Expr, who: tuple[pl.Expr, pl.Expr]
) -> pl.DataFrame:
    return (
        kept.select(
            "lead_key",
            field.alias("field"),
            value.alias("value"),
            who[0].alias("by"),
            who[1].alias("why"),
            pl.col("start_utc").alias("at_utc"),
            pl.lit(rules.file_key, pl.Int64).alias("file_key"),
            "record",
        )
        .sort("lead_key", "at_utc", "field", "record")
        .select(unbatched(AMENDMENTS).columns)
    )


def _with_pieces(rows: pl.DataFrame, rules: SourceRules) -> pl.DataFrame:
    """Adds `status` and what follows from it; a log that tells the day of a return needs no word for it."""
    needs_no_word = rows.get_column("returned").is_not_null().any()
    is_left = pl.lit(needs_no_word) & pl.col("status").eq(UNKNOWN).fill_null(value=False)
    rows = with_status(rows, rules.cells).with_columns(pl.when(~is_left).then("status").alias("status"))
    today = None if rules.as_of is None else rules.as_of.astimezone(ZoneInfo(rules.zone)).date()
    return with_returns(rows, pl.lit(today, pl.Date))


def _touch_problem(rules: SourceRules) -> pl.Expr:
    ahead = pl.lit(value=False) if rules.as_of is None else is_not_yet(rules.as_of.date())
    pieces = ("sent", "arrived", "returned")
    unread = pl.any_horizontal(pl.col(one).is_not_null() & pl.col(f"{one}_on").is_null() for one in pieces)
    return _first(
        (pl.col("medium").is_null(), Problem.MEDIUM_MISSING),
        (pl.col("status").eq(UNKNOWN).fill_null(value=False), Problem.STATUS_UNKNOWN),
        (pl.coalesce(*pieces).is_null() & pl.col("returned_on").is_null(), Problem.TIME_MISSING),
        (unread, Problem.TIME_UNREADABLE),
        (ahead, Problem.TIME_IN_FUTURE),
        last=lead_problem(),
    )


def _touches(kept: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    del profile
    return (
        kept.select(
            pl.lit(rules.file_key, pl.Int64).alias("file_key"),
            "record",
            pl.coalesce("lead_project", "project_told").alias("project"),
            "lead_key",
            "medium",
            "sent_on",
            "arrived_on",
            "returned_on",
            "reason",
        )
        .sort("file_key", "record")
        .select(unbatched(TOUCHES).columns)
    )


#: Every kind of file that is not calls.
MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "orders": Maker("orders", _order_problem, _orders, prepare=_with_amounts),
        "agent_time": Maker("agent_time", _agent_time_problem, _agent_time, needs_leads=False),
        "callbacks": Maker("amendments", _booking_problem, _bookings),
        "corrections": Maker("amendments", _correction_problem, _corrections, prepare=with_values),
        "touches": Maker("touches", _touch_problem, _touches, prepare=_with_pieces),
    }
)
