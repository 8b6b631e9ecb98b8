"""What should not be in a call log: each oddity a claim about one call, counted, with places to look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import time

import polars as pl

from telebatch.model.alike import stands_twice
from telebatch.model.periods import Period
from telebatch.model.review import FileLine, Oddity, Reconciliation
from telebatch.report.marks import Scope, leaves_like, within

#: In the order in which a review lists them.
ODDITIES = (
    "after_do_not_call", "before_list", "odd_hour", "overlap", "connected_zero_seconds", "missed_with_talk",
    "quick_miss", "talk_with_machine", "goal_without_right_party", "kept_without_booking", "irregular_jump",
    "result_changed", "clock_change", "told_twice", "same_minute", "order_out_of_turn", "order_below_zero",
)  # fmt: skip
#: Those that no call tells.
_OF_ORDERS = ("order_out_of_turn", "order_below_zero")
_PLACES = 5


def oddity_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """(file_key, record, oddity) of every odd call and order row of the period; one row per oddity.

    A do-not-call of the same lead counts from the instant it was asked, a list from the day it was received; overlaps
    need an agent and a talk.
    """
    calls = within(scope.marked, period).filter(~pl.col("is_void"))
    claims = {name: claim.fill_null(False) for name, claim in _claims(scope).items()}
    odd = calls.select("file_key", "record", **claims).filter(pl.any_horizontal(*claims))
    # As numbers first: a row per call and claim, most of them for nothing, would fill the memory.
    shown = pl.concat_list(pl.when(name).then(pl.lit(at, pl.UInt8)) for at, name in enumerate(claims))
    alone = odd.select("file_key", "record", shown.list.drop_nulls().alias("oddity")).explode("oddity")
    named = pl.col("oddity").replace_strict(dict(enumerate(claims)), return_dtype=pl.String)
    beside = {
        "after_do_not_call": _after_do_not_call(calls, scope),
        "before_list": _before_list(calls, scope, period),
        "overlap": _overlapping(within(scope.marked, period)),
        "same_minute": _of_one_minute(calls),
        "told_twice": _of_one_second(calls),
    }
    found = [rows.select("file_key", "record", oddity=pl.lit(name)) for name, rows in beside.items()]
    return pl.concat([alone.with_columns(named), *found, _orders(scope, period)])


def odd_rows(name: str, scope: Scope, period: Period) -> pl.LazyFrame:
    """The calls of the period that show one oddity, with every mark; of `order_…` the order rows."""
    found = oddity_query(scope, period).filter(oddity=name)
    rows = scope.facts.confirmations if name in _OF_ORDERS else within(scope.marked, period)
    return rows.join(found, on=["file_key", "record"], how="semi")


def _after_do_not_call(calls: pl.LazyFrame, scope: Scope) -> pl.LazyFrame:
    banned = scope.marked.filter("is_do_not_call").group_by("lead_key").agg(banned_utc=pl.col("start_utc").min())
    return calls.filter("is_own_way").join(banned, on="lead_key").filter(pl.col("start_utc") > pl.col("banned_utc"))


def _before_list(calls: pl.LazyFrame, scope: Scope, period: Period) -> pl.LazyFrame:
    """Calls out to leads before the day on which they first stood on a list.

    Whoever calls us may well do so before a list brings his name; who was named in a talk stands on none.
    """
    # Only leads that stood on none by the first day of the period can have been called before.
    late = scope.facts.listed.filter(pl.col("received_on") > period.first).select("lead_key")
    few = scope.facts.listed.join(late, on="lead_key", how="semi")
    first = few.group_by("lead_key").agg(listed_on=pl.col("received_on").min())
    out = calls.filter(pl.col("direction") == "out").join(first, on="lead_key")
    return out.filter(pl.col("start_local").dt.date() < pl.col("listed_on"))


def _orders(scope: Scope, period: Period) -> pl.LazyFrame:
    """Order rows that no call or deal came before or that follow what they cannot follow, and those below zero."""
    at = pl.col("at_utc")
    rows = scope.facts.confirmations.filter(at >= period.start_utc, at < period.end_utc)
    takes_back = pl.col("outcome").is_in(leaves_like(("system.cancelled",), scope.rules))
    odd = (pl.col("irregular").is_not_null(), (pl.col("amount_minor") < 0) & ~takes_back)
    found = zip(_OF_ORDERS, odd, strict=True)
    return pl.concat([rows.filter(where).select("file_key", "record", oddity=pl.lit(name)) for name, where in found])


def _claims(scope: Scope) -> dict[str, pl.Expr]:
    rules, clock = scope.rules, pl.col("start_local").dt.time()
    told, ring = pl.col("talk_seconds"), pl.col("ring_seconds")
    found = {
        "odd_hour": pl.col("is_own_way") & ((clock < time(rules.first_hour)) | (clock >= time(rules.last_hour))),
        "connected_zero_seconds": pl.col("is_talk") & (told == 0),
        "missed_with_talk": pl.col("is_missed") & (told > 0),
        "quick_miss": pl.col("is_missed") & (ring < rules.quick_seconds),
        "talk_with_machine": pl.col("is_talk") & pl.col("cause_is_machine"),
        "kept_without_booking": pl.col("lacks_booking"),
        "goal_without_right_party": pl.col("any_primary") & ~pl.col("right_party").fill_null(False),
        "irregular_jump": pl.col("irregular").is_not_null(),
        "result_changed": pl.col("first_code").is_not_null() & pl.col("first_code").ne_missing(pl.col("code")),
        "clock_change": pl.col("start_flag").is_in(["repeated_hour", "missing_hour"]),
    }
    return {name: found[name] for name in ODDITIES if name in found}


def _overlapping(calls: pl.LazyFrame) -> pl.LazyFrame:
    """Calls that began before an earlier talk of the same agent had ended."""
    talks = calls.filter(pl.col("agent").is_not_null() & (pl.col("seconds") > 0))
    ordered = talks.select("agent", "start_utc", "attempt_key", "seconds", "is_void", "file_key", "record").sort(
        "agent", "start_utc", "attempt_key"
    )
    ends = (pl.col("start_utc") + pl.duration(seconds="seconds")).cum_max().shift(1).over("agent")
    return ordered.with_columns(ended=ends).filter(pl.col("start_utc") < pl.col("ended"), ~pl.col("is_void"))


def _of_one_second(calls: pl.LazyFrame) -> pl.LazyFrame:
    """Calls of one lead in one second: two sources tell of the same call under keys of their own."""
    keys = ["lead_key", "start_utc"]
    # By far most stand alone, which the hashes tell; the others are compared.
    perhaps = pl.struct(keys).hash().map_batches(stands_twice, return_dtype=pl.Boolean)
    near = calls.filter(pl.col("lead_key").is_not_null()).select(*keys, "file_key", "record").filter(perhaps)
    return near.filter(pl.len().over(keys) > 1)


def _of_one_minute(calls: pl.LazyFrame) -> pl.LazyFrame:
    """Calls told without seconds beside one of the same minute, lead and agent: spreadsheets drop seconds.

    Two dials within a minute are common, and one in sixty starts on the full minute; so both stay calls.
    """
    minute = pl.col("start_utc").dt.truncate("1m").alias("minute")
    is_full = (pl.col("start_utc") == minute) & pl.col("start_flag").ne_missing("from_shift")
    told = calls.filter(pl.col("lead_key").is_not_null()).select(
        "attempt_key", "lead_key", "agent", "file_key", "record", minute, is_full=is_full
    )
    others = told.filter(~pl.col("is_full")).select("lead_key", "minute", "agent")
    pairs = told.filter("is_full").join(others, on=["lead_key", "minute"], suffix="_other")
    agent, other = pl.col("agent"), pl.col("agent_other")
    return pairs.filter(agent.is_null() | other.is_null() | (agent == other)).unique("attempt_key")


def oddities(rows: pl.DataFrame, files: pl.DataFrame) -> tuple[Oddity, ...]:
    """Counts by oddity; places are `file:record`, the first by file and record. Oddities never met are left out.

    Files go by their names, so that they name the same places in whatever order they come.
    """
    counts = dict(rows.group_by("oddity").agg(pl.len()).iter_rows())
    met = [name for name in ODDITIES if name in counts]
    return tuple(Oddity(name, counts[name], _places(rows.filter(oddity=name), files)) for name in met)


def _places(rows: pl.DataFrame, files: pl.DataFrame) -> tuple[str, ...]:
    """The first of them by file and record."""
    named = pl.coalesce("file", pl.col("file_key").cast(pl.String)).alias("file")
    at = rows.join(files.select("file_key", "file"), on="file_key", how="left").select(named, "record")
    first = at.bottom_k(_PLACES, by=["file", "record"]).sort("file", "record")
    return tuple(f"{file}:{record}" for file, record in first.iter_rows())


def source_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Key `file_key`: calls of the period, all (`attempts`) and by how they count, and `replaced` rows; never null."""
    calls = within(scope.marked, period)
    return calls.group_by("file_key").agg(
        attempts=pl.len().cast(pl.Int64),
        unclassified=(pl.col("is_unclassified") & pl.col("is_dial")).cast(pl.Int64).sum(),
        void=(pl.col("is_void") & pl.col("is_own_way")).cast(pl.Int64).sum(),
        other_direction=(~pl.col("is_own_way")).cast(pl.Int64).sum(),
        counted=pl.col("is_dial").cast(pl.Int64).sum(),
        replaced=pl.col("replaced_rows").fill_null(0).cast(pl.Int64).sum(),
    )


def telling_files(sources: pl.DataFrame, scope: Scope, period: Period) -> frozenset[int]:
    """file_key of every file that told a call of the period, also where another file's row of that call counts.

    Args:
      sources: Result of `source_query`.
    """
    files = frozenset(sources["file_key"])
    # Most calls are told once: only where some were told again is looked for who told them.
    if not sources["replaced"].sum():
        return files
    again = within(scope.marked, period).filter(pl.col("replaced_rows") > 0).select("attempt_key")
    rows = scope.facts.told.join(again, on="attempt_key", how="semi")
    return files | frozenset(rows.select(pl.col("file_key").unique()).collect().to_series())


def reconciliation(sources: pl.DataFrame, files: pl.DataFrame, used: Collection[int]) -> Reconciliation:
    """All calls = counted + void + other direction; and every record of the files that told them, accounted for.

    Args:
      sources: Result of `source_query`.
      files: FILES.
      used: As `telling_files` gives them.
    """
    columns = [field.name for field in fields(FileLine)]
    rows = files.sort("batch", "file_key").iter_rows(named=True)
    lines = tuple(FileLine(*(row[name] for name in columns)) for row in rows if row["file_key"] in used)
    total = {name: int(sources[name].sum()) for name in sources.columns if name != "file_key"}
    return Reconciliation(lines, **total)
