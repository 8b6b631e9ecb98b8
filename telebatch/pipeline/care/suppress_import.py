"""Files of numbers and addresses not to be contacted: every record is suppressed, repeated or unusable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from telebatch.model.errors import InputRefused, Mistake
from telebatch.model.headings import header_key
from telebatch.model.plural import plural
from telebatch.model.records import RECORD, ReadOptions
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import SuppressionKind
from telebatch.normalise import Home, emails
from telebatch.normalise.phones import PhoneTable, phones, plusless_columns
from telebatch.normalise.when import DateColumn
from telebatch.pipeline.care.addresses import named_in
from telebatch.pipeline.care.files import CareFile, care_file, kept_file, only_bad, put_aside
from telebatch.pipeline.care.parts_of_cells import numbers_in_parts, parts_left
from telebatch.pipeline.care.sent_again import requests_as_before, taken_back
from telebatch.pipeline.care.suppress import SuppressionOrder, are_over, not_in_force, requests_of_rows, with_order
from telebatch.pipeline.dates import date_notes, project_of, read_days
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.people.readings import home_of_file, home_regions
from telebatch.pipeline.queues.built_before import shifts_to_build_again
from telebatch.pipeline.queues.mailed_out import pieces_to_stop
from telebatch.pipeline.queues.taken_back import take_back_suppressed
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.told import Told
from telebatch.pipeline.twice import taken_before

_COMMAND: Final = "suppress import"
_KEY: Final = ("kind", "number", "text")
_SLICE: Final = 1_000_000
#: Cells beside an address in which nobody meant a number.
_NO_NUMBER: Final = ("empty", "no_digits", "placeholder", "date_in_phone_column", "email_in_phone_column")
_REMEDY: Final = "write the number in national or international form, or an e-mail address, and send the row again"


@dataclass(frozen=True, eq=False)
class Asked:
    """What a file asks.

    Attributes:
      mentions: `kind`, `number`, `text`, `record`: a row per number or address of each record, of one twice too.
      keys: The first mention of each number or address.
      bad: `record`, `reason`, `remedy` of rows without anything usable.
      repeated: Records that name only what earlier ones of the file named.
      partly: Records of which a number cannot be read, and something else can.
    """

    mentions: pl.DataFrame
    keys: pl.DataFrame
    bad: pl.DataFrame
    repeated: int
    partly: pl.Series


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
    for column, days, then in told_of_days:
        heading = file.headings.get(column, column)
        notes += [Mistake(note, file.shown) for note in date_notes(heading, days, f"those rows hold {then}", again)]
    notes += [*unheeded, *built, *(left := tuple(parts_left(file.rows, asked.partly, file.shown)))]
    notes += _without_address(file)
    return Told(
        _COMMAND, house.as_of.isoformat(), commit.batch, (taken,), {**counts, "withdrawn": back.events.height},
        _reasons(file, asked), (*files, *back.files), tuple(notes), shown=back.lines,
        needs_look=counts["unusable"] > 0 or bool(left) or are_over(house, written), looks=pieces,
    )  # fmt: skip


def _written(
    house: House, file: CareFile, asked: Asked, order: SuppressionOrder, options: ReadOptions
) -> tuple[pl.DataFrame, list[tuple[str, DateColumn, str]]]:
    """SUPPRESSIONS rows, without batch; and the columns of days, as `_with_rows_own` tells them."""
    rows, told_of_days = _with_rows_own(house, file, asked, order, options)
    return with_order(rows, order), told_of_days


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


def asked_of(file: CareFile, region: str, house: House, *, takes_parts: bool = False) -> Asked:
    """The distinct numbers and addresses of a file; an address in a number column is an address all the same.

    Args:
      takes_parts: A good number counts beside one in its cell that cannot be read.
    """
    cells, mails = named_in(file.rows)
    table = phone_table(house.shipped.phones)
    numbers, reasons = _numbers(cells.select(RECORD, "number"), region, table, takes_parts=takes_parts)
    numbers = numbers.sort("number", RECORD)
    no_number, no_text = pl.lit(None, pl.Int64).alias("number"), pl.lit(None, pl.String).alias("text")
    by_mail = mails.select(pl.lit(str(SuppressionKind.EMAIL)).alias("kind"), no_number, "text", RECORD)
    by_number = numbers.select(pl.lit(str(SuppressionKind.NUMBER)).alias("kind"), "number", no_text, RECORD)
    mentions = pl.concat([by_mail, by_number])
    usable = mentions.get_column(RECORD).unique()
    # They are sorted: of one key the first mention is where another one begins.
    is_first = [one.ne_missing(one.shift()) for one in (mails.get_column("text"), numbers.get_column("number"))]
    keys = mentions.filter(pl.concat(is_first))
    repeated = usable.len() - keys.get_column(RECORD).n_unique()
    unread = reasons.filter(~pl.col("reason").is_in(_NO_NUMBER)).get_column(RECORD)
    partly = unread.filter(unread.is_in(usable.implode()))
    return Asked(mentions, keys, _unusable(cells, reasons, usable), repeated, partly)


def _numbers(
    cells: pl.DataFrame, region: str, table: PhoneTable, *, takes_parts: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`number`, `record` of every number, and `record`, `reason` of cells whose first one is none.

    They are read a million at a time, for much more is told of each than is asked here; what digits without a plus mean
    is told by all.

    Args:
      cells: `record`, `number` as text, in the order of records.
    """
    told = plusless_columns(cells.select("number"), region, table).get("number")
    is_lost = told is not None and told.is_lost
    numbers, reasons = [], []
    for at in range(0, max(cells.height, 1), _SLICE):
        part = cells.slice(at, _SLICE)
        read = phones(part.get_column("number"), region, table, is_lost)
        read = read.select("nth", "number", "reason", part.get_column(RECORD).gather(read.get_column("cell")))
        numbers.append(read.select("number", RECORD).drop_nulls())
        unread = read.filter(pl.col("nth") == 0, pl.col("number").is_null()).select(RECORD, "reason")
        reasons.append(unread.drop_nulls())
        if takes_parts and reasons[-1].height:
            bad = part.join(reasons[-1], on=RECORD, how="semi", maintain_order="left")
            numbers.append(numbers_in_parts(bad, region, table, is_lost=is_lost))
    return pl.concat(numbers), pl.concat(reasons)


def _unusable(cells: pl.DataFrame, reasons: pl.DataFrame, usable: pl.Series) -> pl.DataFrame:
    if usable.len() == cells.height:
        return pl.DataFrame(schema={RECORD: pl.Int64(), "reason": pl.String(), "remedy": pl.String()})
    left = np.setdiff1d(cells.get_column(RECORD).to_numpy(), usable.to_numpy(), assume_unique=True)
    bad = cells.filter(pl.col(RECORD).is_in(pl.Series(left).implode()))
    mail = pl.when(pl.col("email").is_not_null()).then(pl.lit("not_an_email"))
    told = bad.join(reasons, on=RECORD, how="left", maintain_order="left")
    reason = pl.when(pl.col("number").is_null()).then(pl.coalesce(mail, pl.lit("empty"))).otherwise("reason")
    return told.select(RECORD, reason.fill_null("unreadable").alias("reason"), pl.lit(_REMEDY).alias("remedy"))


def _with_rows_own(
    house: House, file: CareFile, asked: Asked, order: SuppressionOrder, options: ReadOptions
) -> tuple[pl.DataFrame, list[tuple[str, DateColumn, str]]]:
    """The keys with what their rows tell: first and last day, who asked, why; and each column of days, as it was read.

    An empty cell takes the order's day. One that is open or cannot be read never makes a request shorter: it holds from
    always, or for good. Where several rows ask the same, it holds from the earliest day to the latest.
    """
    told = [name for name in ("since", "until", "asked_by", "note") if name in file.found]
    rows = asked.keys.with_columns(pl.lit(None, pl.Int64).alias("person_key"), pl.lit(None, pl.Int64).alias("lead_key"))
    if not told:
        return rows, []
    own = file.rows.select(RECORD, *told).join(asked.mentions.select(RECORD), on=RECORD, how="semi")
    read: list[tuple[str, DateColumn, str]] = []
    for name, column, then in (("since", "from_on", "from always"), ("until", "until_on", "for good")):
        if name in told:
            days = read_days(house, own.get_column(name), options, project_of(house, order.project))
            told_day = pl.coalesce(days.values, pl.lit(getattr(order, column), pl.Date))
            own = own.with_columns(pl.when(~days.is_unread).then(told_day).alias(column))
            read.append((name, days, then))
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
