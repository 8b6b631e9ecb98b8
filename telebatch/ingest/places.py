"""Where does each row belong: an attempt, no result, not ours, or quarantine with a reason and a remedy."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl

from telebatch.ingest.asked import Problem, SourceRules
from telebatch.ingest.columns import CANONICAL
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.when.zone_words import is_shared
from telebatch.model.alike import perhaps_alike
from telebatch.model.headings import header_key

KEPT, NO_RESULT, NOT_OURS, REPEATED = "kept", "no_result", "not_ours", "repeated"

#: A wrong zone may put an instant some hours behind the clock, a wrong year puts it further.
AHEAD = timedelta(days=1)

_REMEDY = {
    Problem.LEAD_AMBIGUOUS: "several leads fit this row; add its lead_id",
    Problem.LEAD_UNKNOWN: "no lead fits this row; add its lead_id, name its project (-p), or declare it under not_ours",
    Problem.LEAD_ID_UNKNOWN: "nobody has this lead_id, and nothing else in the row names a lead; correct the lead_id, "
    "or declare the row under not_ours",
    Problem.LEAD_ID_DOUBTED: "this lead_id is somebody's here, and may be the client's own key, for numbers in this "
    "file are other people's than its lead_ids say; write the lead_id of the queue, or the number called",
    Problem.TIME_MISSING: "write when it happened",
    Problem.TIME_UNREADABLE: "write the time as 2026-11-23 14:05:00, or give the format in a profile",
    Problem.DATE_OPEN: "write the day as 2026-11-23; or send this file with --date-order dmy (the day stands first) or "
    "mdy (the month)",
    Problem.ZONE_OPEN: "several zones have this zone word: send this file with --zone America/Chicago, or whichever is "
    "meant, or write that zone in the settings of its source",
    Problem.STATUS_MISSING: "write the order's status",
    Problem.ORDER_NO_MISSING: "write the order number",
    Problem.AGENT_MISSING: "write the agent",
    Problem.AMOUNT_UNREADABLE: "write the amount in figures, in the order's currency",
    Problem.FIELD_MISSING: "write which field is corrected, to what, by whom and why",
    Problem.FIELD_OF_PERSON: "set the number or title of a person with telebatch lead set",
    Problem.FIELD_UNREADABLE: "write callback, hold_until, close, reopen, agent or key_person, and its value as "
    "telebatch lead set takes it",
    Problem.TIME_IN_FUTURE: "it has not happened yet: correct the year, month or day",
    Problem.STATUS_UNKNOWN: "write returned, sent or not sent as its status",
    Problem.MEDIUM_MISSING: "write the medium that was sent",
}


def remedy_of(problem: pl.Expr, fits: pl.Expr, lead_id: pl.Expr) -> pl.Expr:
    """What to do about each problem; the count of fitting leads is told where there are several.

    Args:
      lead_id: As the row gives it; null: none. One that is nobody's must be corrected, not added.
    """
    told = problem.replace_strict(
        {str(key): text for key, text in _REMEDY.items()}, default=None, return_dtype=pl.String
    )
    several = problem == str(Problem.LEAD_AMBIGUOUS)
    given = pl.format("nobody has this lead_id, and {} leads fit the rest of the row; correct the lead_id", fits)
    added = pl.format("{} leads fit this row; add its lead_id", fits)
    return pl.when(several).then(pl.when(lead_id.is_not_null()).then(given).otherwise(added)).otherwise(told)


def not_ours(rows: pl.DataFrame, rules: SourceRules) -> pl.Expr:
    """Rows whose column holds a value the source declares somebody else's."""
    return _holds(rows, rules.source.not_ours)


def with_zones_open(rows: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Times that cannot be read only because several zones share their word have that for their `problem`."""
    unread = pl.col("problem").eq(str(Problem.TIME_UNREADABLE)).fill_null(value=False)
    texts = rows.filter(unread).get_column("start_text").drop_nulls().unique()
    shared = texts.filter(pl.Series([is_shared(text, zone) for text in texts], dtype=pl.Boolean))
    is_open = unread & pl.col("start_text").is_in(shared.implode())
    return rows.with_columns(
        pl.when(is_open).then(pl.lit(str(Problem.ZONE_OPEN))).otherwise("problem").alias("problem")
    )


def no_result(rows: pl.DataFrame, profile: Profile) -> pl.Expr:
    """Rows that tell of no call."""
    silent = _holds(rows, profile.not_a_call)
    if profile.not_a_call_without_start:
        silent = silent | (_holds(rows, profile.not_a_call_without_start) & pl.col("start_text").is_null())
    if not profile.is_empty_result_silence:
        return silent
    silent = silent | (pl.col("code").is_null() & pl.col("code_system").is_null())
    # A last result without its time was given to a number that was never dialled (skipped, filtered, reset).
    return silent | pl.col("start_text").is_null() if profile.shape in {"wide", "row_per_lead_last"} else silent


def _holds(rows: pl.DataFrame, wanted: dict[str, tuple[str, ...]]) -> pl.Expr:
    """Whether any of the columns (canonical, or the file's own) holds one of its values; case does not count."""
    there = {header_key(name.removeprefix("file:")): name for name in rows.columns if name.startswith("file:")}
    there |= {header_key(name): name for name in CANONICAL if name != "number" and header_key(name) not in there}
    tests = [
        pl.col(there[header_key(column)]).str.to_lowercase().is_in([value.casefold() for value in values])
        for column, values in wanted.items()
        if header_key(column) in there
    ]
    return pl.any_horizontal(test.fill_null(False) for test in tests) if tests else pl.lit(False)


def problem_of_call(projects_in: frozenset[str], as_of: datetime | None = None) -> pl.Expr:
    """The first problem of a call row; null: none.

    Args:
      projects_in: Inbound projects: their unknown or withheld callers are no problem.
      as_of: The clock of this run; null: no call is judged by it.
    """
    latest = datetime.max.replace(tzinfo=UTC) if as_of is None else as_of + AHEAD
    is_inbound = (pl.col("direction") == "in") & pl.col("project_told").is_in(list(projects_in)).fill_null(False)
    may_be_new = is_inbound & (pl.col("number").is_not_null() | pl.col("is_withheld")) & (pl.col("fits") == 0)
    return (
        pl.when(pl.col("start_utc").is_null() & pl.col("start_text").is_null())
        .then(pl.lit(str(Problem.TIME_MISSING)))
        .when(pl.col("start_utc").is_null())
        .then(pl.lit(str(Problem.TIME_UNREADABLE)))
        .when(pl.col("start_utc") > latest)
        .then(pl.lit(str(Problem.TIME_IN_FUTURE)))
        .when(pl.col("lead_key").is_not_null() | may_be_new)
        .then(pl.lit(None, pl.String))
        .otherwise(lead_problem())
    )


def lead_problem() -> pl.Expr:
    """Why a row has no lead; null where it has one."""
    return (
        pl.when(pl.col("lead_key").is_not_null())
        .then(pl.lit(None, pl.String))
        .when("is_doubted")
        .then(pl.lit(str(Problem.LEAD_ID_DOUBTED)))
        .when(pl.col("fits") > 1)
        .then(pl.lit(str(Problem.LEAD_AMBIGUOUS)))
        .when(pl.col("lead_id").is_not_null())
        .then(pl.lit(str(Problem.LEAD_ID_UNKNOWN)))
        .otherwise(pl.lit(str(Problem.LEAD_UNKNOWN)))
    )


def repeated(rows: pl.DataFrame, near: tuple[str, ...]) -> pl.Series:
    """Row numbers of exact repeats of an earlier row of the same file.

    Args:
      rows: Key `row`, sorted by it.
      near: Columns that are looked at first; only rows alike in them are compared whole.
    """
    places = perhaps_alike(rows.select(pl.struct(near)).to_series())
    if places.is_empty():
        return pl.Series("row", dtype=pl.Int64)
    alike = rows[places]
    whole = [name for name in alike.columns if name not in {"row", "record", "line"}]
    firsts = alike.unique(subset=whole, keep="first", maintain_order=True)
    return alike.join(firsts.select("row"), on="row", how="anti").get_column("row")
