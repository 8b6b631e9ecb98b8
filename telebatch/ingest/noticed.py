"""What a person should know of a file beside its figures: what was assumed, left unread, or could not be kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.columns import shown_names
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.places import NO_RESULT
from telebatch.ingest.rows import Cells
from telebatch.ingest.when.times import FROM_RECORD, FROM_SHIFT, FROM_ZONE, MISSING_HOUR, REPEATED_HOUR
from telebatch.model.tables import INSTANT

#: So many lines are told by number, so many letters of a name.
_LINES, _LETTERS = 5, 40

_UNBOOKED = "callbacks promised at no readable time, so not booked"
_CLIENTS = "client's own keys in the column of lead ids, so these rows went by their number"
#: What is said → what to do.
_UNREACHED = "people named in a talk at a number that cannot be used, so no leads"
_REMEDIES = MappingProxyType({
    _UNBOOKED: "; write 2026-11-25 and 14:00, and send the file again",
    _UNREACHED: "; correct the number, and send the file again",
})  # fmt: skip


def lost(rows: pl.DataFrame, kept: pl.DataFrame, as_of: datetime | None, kind: str) -> tuple[str, ...]:
    """What people wrote of calls and nobody can use or believe, each kind with its first lines; a person should look.

    Args:
      rows: Every row with its `place`.
      kept: Those that became attempts.
      as_of: The clock of this run; null: no call is judged by it.
      kind: The kind of file. What stands in the empty columns of our own sheet was written by a caller; a team's sheet
        may hold memos of people nobody called yet.
    """
    promised = pl.coalesce("callback", "callback_date", "callback_time").is_not_null()
    is_sheet = pl.lit(kind == "call_sheet")
    written = pl.col("memo").is_not_null() & (is_sheet | pl.col("start_text").is_not_null())
    forgotten = (pl.col("place") == NO_RESULT) & (written | (is_sheet & (promised | _clock_told())))
    unread = is_sheet & pl.col("start_flag").eq(FROM_SHIFT) & _clock_told()
    kinds = (
        (kept, unread, "times of call that cannot be read, so taken from the shift"),
        (kept, pl.col("start_utc") > pl.lit(as_of, INSTANT), "calls dated later than now, by a wrong hour or zone"),
        (kept, promised & pl.col("callback_utc").is_null(), _UNBOOKED),
        (kept, pl.col("callback_utc") < pl.col("start_utc"), "callbacks promised before their call, so due at once"),
        (kept, pl.col("talk").is_not_null() & pl.col("talk_seconds").is_null(), "lengths of talk that cannot be read"),
        (rows, forgotten, "rows with something written but no result, so not counted"),
    )  # fmt: skip
    return tuple(words for one in kinds for words in _with_lines(*one))


def unbooked(kept: pl.DataFrame) -> tuple[str, ...]:
    """The same of calls that orders promise."""
    told = pl.coalesce("callback", "callback_date", "callback_time").is_not_null()
    return tuple(_with_lines(kept, told & pl.col("callback_utc").is_null(), _UNBOOKED))


def unreached(named: pl.DataFrame) -> tuple[str, ...]:
    """Who was named in a talk and becomes no lead, for want of a number.

    Args:
      named: Rows that name somebody; `reached_at` is null where the number that was written is none.
    """
    return tuple(
        _with_lines(named, pl.col("reached_at").is_null() & pl.col("referral_number").is_not_null(), _UNREACHED)
    )


def by_number(kept: pl.DataFrame) -> tuple[str, ...]:
    """Rows in whose column of lead ids the client's own key stands, and which went by their number."""
    return tuple(_with_lines(kept, pl.col("is_doubted"), _CLIENTS))


def _with_lines(frame: pl.DataFrame, where: pl.Expr, words: str) -> Iterable[str]:
    found = frame.filter(where)
    if found.height:
        yield f"{words}: {found.height} ({first_lines(found)}){_REMEDIES.get(words, '')}"


def first_lines(rows: pl.DataFrame) -> str:
    """`line 3, 8, …`: where the first of them stand in the file."""
    first = ", ".join(map(str, rows.get_column("line").sort().head(_LINES)))
    return f"line {first}{', …' if rows.height > _LINES else ''}"


def _clock_told() -> pl.Expr:
    """Whether a time of day was written, be it readable or not; a bare day tells none."""
    return pl.col("time").is_not_null() | (pl.col("start").is_not_null() & pl.col("start_day").is_null())


def strange_campaigns(kept: pl.DataFrame, cells: Cells, profile: Profile, rules: SourceRules) -> tuple[str, ...]:
    """Campaigns that the source's map names no project for, although it has one: their calls may be somebody else's.

    An export that has no such column tells of no campaign at all; one of which a few rows leave it empty is usual.
    """
    if rules.project or "*" in rules.source.projects or not rules.source.projects:
        return ()
    if "campaign" in profile.columns and "campaign" not in cells.found and not profile.headerless and kept.height:
        return ("no row tells its campaign, by which the source names projects: only its lead tells whose call it is",)
    strange = kept.filter(pl.col("campaign").is_not_null(), pl.col("project_told").is_null())
    met = strange.group_by("campaign").len().sort("len", "campaign", descending=[True, False])
    if met.is_empty():
        return ()
    names = ", ".join(f"{name[:_LETTERS]} ({count})" for name, count in met.head(_LINES).iter_rows())
    return (f"campaigns that no project is named for: {names}; name them under projects or not_ours of their source",)


def unasked(cells: Cells) -> Iterable[str]:
    """What the file holds and nobody reads, what was asked of it and is not there, in words."""
    if cells.absent:
        yield f"not_ours names {', '.join(cells.absent)}, which the file has no column for: no row is set apart by it"
    if cells.unread:
        yield f"columns not read: {shown_names(cells.unread)}"


def full(rows: pl.DataFrame, profile: Profile) -> Iterable[str]:
    """A file of exactly as many rows as its system ever writes, or several such in one, most likely lacks the rest."""
    count = rows["record"].n_unique()
    if profile.most_rows and count and count % profile.most_rows == 0:
        yield (
            f"holds {count:,} rows, and {profile.title} stops without a word after {profile.most_rows:,}: "
            "export shorter times"
        )


def of_times(kept: pl.DataFrame, profile: Profile, rules: SourceRules) -> tuple[str, ...]:
    """What was assumed about times, in words."""
    told: list[str] = []
    flags = dict(kept.filter(pl.col("start_flag").is_not_null()).group_by("start_flag").len().iter_rows())
    words = {
        FROM_SHIFT: "without a time of day, taken from the shift",
        FROM_RECORD: "without a start, dated by when their record was made",
        FROM_ZONE: f"without the zone that their format tells, read as {rules.zone}",
        REPEATED_HOUR: "in the hour a clock change repeats, read as its first pass",
        MISSING_HOUR: "in the hour a clock change leaves out, read an hour later",
    }
    told.extend(f"rows {words[flag]}: {flags[flag]:,}" for flag in sorted(flags) if flag in words)
    if yearless := int(kept.get_column("is_yearless").sum()):
        told.append(f"days without a year, read as the last such days by then: {yearless:,}")
    if kept.height and profile.times.zone == "source":
        told.append(f"times without a zone were read as {rules.zone}")
    return tuple(told)
