"""Files of numbers and addresses not to be contacted: every record is suppressed, repeated or unusable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from telebatch.model.errors import InputRefused, Mistake
from telebatch.model.headings import header_key
from telebatch.model.plural import plural
from telebatch.model.records import LINE, RECORD, ReadOptions
from telebatch.model.tables import SUPPRESSIONS
from telebatch.normalise import Home, emails
from telebatch.normalise.when import DateColumn
from telebatch.pipeline.care.files import CareFile, care_file, kept_file, only_bad, put_aside
from telebatch.pipeline.care.parts_of_cells import parts_left
from telebatch.pipeline.care.requests_named import Asked, asked_of
from telebatch.pipeline.care.sent_again import requests_as_before, taken_back
from telebatch.pipeline.care.suppress import SuppressionOrder, are_over, not_in_force, requests_of_rows, with_order
from telebatch.pipeline.dates import date_notes, project_of, read_days
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.people.readings import home_of_file, home_regions
from telebatch.pipeline.queues.built_before import shifts_to_build_again
from telebatch.pipeline.queues.mailed_out import pieces_to_stop
from telebatch.pipeline.queues.taken_back import take_back_suppressed
from telebatch.pipeline.told import Told
from telebatch.pipeline.twice import taken_before

_COMMAND: Final = "suppress import"
_KEY: Final = ("kind", "number", "text")


class _Days(NamedTuple):
    """A column of days as it was read, how long rows hold whose day is unread, and the lines of its cells."""

    column: str
    days: DateColumn
    then: str
    lines: pl.Series


def import_suppressions(
    house: House, path: Path, order: SuppressionOrder, options: ReadOptions, *, dry_run: bool = False
) -> Told:
    """Takes a file of numbers and addresses into a named list; a date or person in a row outranks the order.

    Raises:
      InputRefused: Unreadable, without a row, or no column with numbers or addresses.
    """
    order.refuse_unclear(house)
    regions = home_regions(house, order.project)
    _refuse_empty(file := care_file(house, path, "suppressions", options, regions, also=("email",)))
    home = home_of_file(house, file.rows.get_column("number"), regions)
    asked = asked_of(file, home.region if home else regions[0], house, takes_parts=True)
    # Of ten million rows they would fill the memory for nothing.
    unheeded, file = tuple(_unheeded(file)), only_bad(replace(file, rows=file.rows.drop("number")), asked.bad)
    written, told_of_days = _written(house, file, asked, order, options)
    asked = replace(asked, mentions=asked.mentions.clear())
    with house.writing(_COMMAND, project=order.project, dry_run=dry_run) as commit:
        told = Told(_COMMAND, house.as_of.isoformat())
        if before := taken_before(house, commit, told, file.taken, order.project):
            return requests_as_before(house, before, written)
        key = kept_file(commit, file, "suppressions", order.project, order.name)
        commit.add(SUPPRESSIONS, written)
        requests = requests_of_rows(commit, written)
        back = take_back_suppressed(house, commit, requests)
        pieces = pieces_to_stop(house, commit.view, requests)
        built = shifts_to_build_again(house, commit.view, requests)
        refresh(house, commit, [written.select("number").lazy(), back.events.lazy()])
        files = put_aside(house, commit, file, key, asked.bad, ("suppressions", order.project))
        counts = conserved(file, asked)
        commit.counts.update({**counts, "withdrawn": back.events.height})
    taken = replace(file.taken, batch=commit.batch, counts=counts)
    notes = [Mistake(guess, file.shown) for guess in (*file.guesses, *_of_which_country(home, regions))]
    notes += [replace(note, place=file.shown) for note in not_in_force(house, written)]
    again = "" if dry_run else taken_back(commit.batch)
    notes += _of_days(file, told_of_days, again)
    notes += [*unheeded, *built, *(left := tuple(parts_left(file.rows, asked.partly, file.shown)))]
    notes += _without_address(file)
    return Told(
        _COMMAND, house.as_of.isoformat(), commit.batch, (taken,), {**counts, "withdrawn": back.events.height},
        _reasons(file, asked), (*files, *back.files), tuple(notes), shown=back.lines,
        needs_look=counts["unusable"] > 0 or bool(left) or are_over(house, written), looks=pieces,
    )  # fmt: skip


def _written(
    house: House, file: CareFile, asked: Asked, order: SuppressionOrder, options: ReadOptions
) -> tuple[pl.DataFrame, list[_Days]]:
    """SUPPRESSIONS rows, without batch; and the columns of days, as `_with_rows_own` tells them."""
    rows, told_of_days = _with_rows_own(house, file, asked, order, options)
    return with_order(rows, order), told_of_days


def _of_days(file: CareFile, told_of_days: Sequence[_Days], again: str) -> Iterator[Mistake]:
    """What was decided about the columns of days, and the rows whose day is unread.

    Args:
      again: As `date_notes` wants it.
    """
    for told in told_of_days:
        heading = file.headings.get(told.column, told.column)
        for note in date_notes(heading, told.days, f"those rows hold {told.then}", again, told.lines):
            yield Mistake(note, file.shown)


def _of_which_country(home: Home | None, regions: Sequence[str]) -> Iterator[str]:
    """By which country's rules national numbers were read, where the workspace has projects of several."""
    if home is not None and home.looked_at:
        others = " or ".join(region for region in regions if region != home.region)
        yield f"national numbers are read as {home.region}; those of {others} have to stand with their country: +…"


def _unheeded(file: CareFile) -> Iterator[Mistake]:
    """Columns that would narrow a request, and are not read: every row is suppressed as the options say."""
    there = {header_key(column): column for column in reversed(file.own.columns)}
    for word, option in (("project", "-p PROJECT"), ("channel", "--channel")):
        column = there.get(header_key(word))
        if column is not None and file.own.get_column(column).str.strip_chars().fill_null("").ne("").any():
            remedy = f"send the rows of each {word} as a file of their own with {option}"
            yield Mistake(f"column {column} is not heeded: all rows hold for the same", file.shown, remedy)


def _without_address(file: CareFile) -> Iterator[Mistake]:
    """Cells of addresses that hold none."""
    if "email" not in file.found:
        return
    cells = file.rows.get_column("email")
    if lost := emails(cells)[0].null_count() - cells.null_count():
        told = plural(lost, "e-mail cell holds", "e-mail cells hold")
        yield Mistake(f"{told} no address; a number beside one counts all the same", file.shown)


def _refuse_empty(file: CareFile) -> None:
    """A file of headings alone asks nothing of anybody, and may be an export that failed.

    Raises:
      InputRefused: It has no row, totals left out, or no column with numbers or addresses.
    """
    refuse_without_keys(file)
    if file.rows.is_empty() and file.set_aside.is_empty():
        raise InputRefused(
            "no record stands below its header: it asks nothing of anybody", place=file.shown,
            remedy="ask for it again, unless nobody has asked since the last one",
        )  # fmt: skip


def refuse_without_keys(file: CareFile) -> None:
    """A file that holds neither numbers nor addresses is refused whole.

    Raises:
      InputRefused: No such column.
    """
    if not file.found & {"number", "email"} and file.rows.height:
        raise InputRefused(
            "no column with numbers or e-mail addresses",
            place=file.shown,
            remedy="name one column phone, number, 전화번호 or email",
        )


def _with_rows_own(
    house: House, file: CareFile, asked: Asked, order: SuppressionOrder, options: ReadOptions
) -> tuple[pl.DataFrame, list[_Days]]:
    """The keys with what their rows tell: first and last day, who asked, why; and each column of days, as it was read.

    An empty cell takes the order's day. One that is open or cannot be read never makes a request shorter: it holds from
    always, or for good. Where several rows ask the same, it holds from the earliest day to the latest.
    """
    told = [name for name in ("since", "until", "asked_by", "note") if name in file.found]
    rows = asked.keys.with_columns(pl.lit(None, pl.Int64).alias("person_key"), pl.lit(None, pl.Int64).alias("lead_key"))
    if not told:
        return rows, []
    own = file.rows.select(RECORD, LINE, *told).join(asked.mentions.select(RECORD), on=RECORD, how="semi")
    read: list[_Days] = []
    for name, column, then in (("since", "from_on", "from always"), ("until", "until_on", "for good")):
        if name in told:
            days = read_days(house, own.get_column(name), options, project_of(house, order.project))
            told_day = pl.coalesce(days.values, pl.lit(getattr(order, column), pl.Date))
            own = own.with_columns(pl.when(~days.is_unread).then(told_day).alias(column))
            read.append(_Days(name, days, then, own.get_column(LINE)))
    widest = [
        pl.when(pl.col(column).is_not_null().all()).then(day).alias(column)
        for column, day in (("from_on", pl.col("from_on").min()), ("until_on", pl.col("until_on").max()))
        if column in own.columns
    ]
    dated = [column for column in ("from_on", "until_on") if column in own.columns]
    # Most are named once: only of the others the days are gathered.
    again = asked.mentions.join(asked.keys, on=[*_KEY, RECORD], how="anti", nulls_equal=True)
    several = asked.mentions.join(again.select(_KEY).unique(), on=_KEY, how="semi", nulls_equal=True)
    widened = several.join(own, on=RECORD).group_by(_KEY).agg(widest)
    rows = rows.join(own.select(RECORD, *dated), on=RECORD, how="left", maintain_order="left")
    rows = _replaced(rows, widened, dated) if dated and widened.height else rows
    said = own.select(RECORD, *(name for name in ("asked_by", "note") if name in told))
    return rows.join(said, on=RECORD, how="left", maintain_order="left"), read


def _replaced(rows: pl.DataFrame, widened: pl.DataFrame, days: Sequence[str]) -> pl.DataFrame:
    """Rows with the days of their key in place of their own, null too, where the key has some."""
    wide = widened.with_columns(pl.lit(value=True).alias("_is_wide"))
    rows = rows.join(wide, on=_KEY, how="left", maintain_order="left", nulls_equal=True, suffix="_wide")
    told = [pl.when("_is_wide").then(f"{day}_wide").otherwise(day).alias(day) for day in days]
    return rows.with_columns(told).drop("_is_wide", *(f"{day}_wide" for day in days))


def conserved(file: CareFile, asked: Asked) -> dict[str, int]:
    """Records = suppressed + repeated + unusable + skipped, in records; what could not be laid out is unusable."""
    unusable, skipped = asked.bad.height + file.set_aside.height, file.skipped.height
    return {
        "records": file.records,
        "suppressed": file.records - unusable - skipped - asked.repeated,
        "repeated": asked.repeated,
        "unusable": unusable,
        "skipped": skipped,
        "numbers": asked.keys.filter(pl.col("kind") == "number").height,
        "emails": asked.keys.filter(pl.col("kind") == "email").height,
    }


def _reasons(file: CareFile, asked: Asked) -> dict[str, int]:
    reasons = pl.concat([asked.bad.select("reason"), file.set_aside.select("reason")])
    return dict(reasons.group_by("reason").len().sort("reason").iter_rows()) | file.why_skipped
