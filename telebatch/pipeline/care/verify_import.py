"""A data supplier's answers: facts about persons, new titles and numbers, and their leads decided again at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.ingest import with_their_years
from telebatch.model.errors import InputRefused, Mistake
from telebatch.model.ids import lead_key, person_key
from telebatch.model.plural import plural
from telebatch.model.records import LINE, RECORD, ReadOptions
from telebatch.model.tables import LEADS, VERIFIED
from telebatch.model.versions import ToldBy
from telebatch.normalise.when import DateColumn
from telebatch.pipeline.care.files import CareFile, care_file, kept_file, put_aside
from telebatch.pipeline.care.outranked import later_answer_holds, later_answered, list_holds, of_the_same_day
from telebatch.pipeline.care.sent_again import answers_as_before
from telebatch.pipeline.care.verify import ANSWERS, never_asked
from telebatch.pipeline.care.verify_numbers import by_number, with_new_number
from telebatch.pipeline.dates import date_notes, project_of, read_days, refuse_open
from telebatch.pipeline.days_over import day_rules, yearless_note
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.people.own_words import keep_versions
from telebatch.pipeline.people.readings import home_regions
from telebatch.pipeline.people.redecide import redecide
from telebatch.pipeline.people.successors import successors_told
from telebatch.pipeline.told import Told
from telebatch.pipeline.twice import taken_before
from telebatch.store import View

_COMMAND: Final = "verify import"
_NEW: Final = ("new_person", "new_title", "new_number", "new_address")
_REMEDIES: Final = {
    "no_person": "give the person_id or lead_id of our file",
    "several_persons": "several persons have this number: give the person_id or lead_id of our file",
    "answer_not_understood": "answer confirmed, changed, left, closed or not found",
    "changed_without_what": "fill new_person, new_title, new_number or new_address",
    "new_number_unusable": "write the new number in national or international form",
    "day_not_understood": "write the day of the answer as 2026-11-23, or say --date-order dmy or mdy",
    "day_in_future": "write the day on which the answer was found; it lies after today",
    "contradicts_earlier_row": "keep one row for each person",
}


@dataclass(frozen=True)
class AnswerOrder:
    """What is told about a file of answers beside its rows.

    Attributes:
      cost_minor: Price of one answer; null: not told.
      on: Day of the answers where the row tells none; null: today.
    """

    supplier: str
    cost_minor: int | None = None
    currency: str | None = None
    on: date | None = None


def import_answers(
    house: House, path: Path, order: AnswerOrder, options: ReadOptions, *, dry_run: bool = False
) -> Told:
    """Takes a supplier's answers; every row is answered, unanswered, repeated or quarantined.

    Raises:
      InputRefused: Unreadable, or without a column for the answer or for the person.
    """
    file = care_file(house, path, "answers", options, home_regions(house, None))
    _refuse_unnamed(file)
    project = project_of(house, None)
    rules = day_rules(house, path, project, options)
    texts, yearless = with_their_years(file.rows.get_column("answered_on"), rules)
    days = read_days(house, texts, options, project)
    refuse_open("answered_on", days, file.shown, project)
    with house.writing(_COMMAND, dry_run=dry_run) as commit:
        if before := taken_before(house, commit, Told(_COMMAND, house.as_of.isoformat()), file.taken, None):
            return answers_as_before(house, before, order.supplier, (order.cost_minor, order.currency))
        rows = _judged(house, commit.view, file, order, days)
        good = rows.filter(pl.col("trouble").is_null() & pl.col("answer").is_not_null())
        bad = rows.filter(pl.col("trouble").is_not_null() & pl.col("trouble").ne("repeated"))
        key = kept_file(commit, file, "verified", None, order.supplier)
        verified = _verified(good, order, key)
        later, beside = later_answered(commit.view, verified), of_the_same_day(commit.view, verified)
        commit.add(VERIFIED, verified)
        others = keep_versions(house, commit, good, ToldBy.SUPPLIER)
        listed = redecide(house, commit, _with_later(commit.view, verified))
        states = refresh(house, commit, [verified.lazy(), listed.rows.select("lead_key").lazy()])
        outranked = (*later_answer_holds(later), *list_holds(states, verified, later), *beside)
        shown = bad.select(RECORD, reason="trouble", remedy=pl.col("trouble").replace_strict(_REMEDIES, default=""))
        files = put_aside(house, commit, file, key, shown, ("verified", None))
        decided, won = (one.filter(pl.col("file_key").eq(key)).height for one in (listed.rows, listed.won))
        counts = _counts(file, rows, good, bad) | {"leads_decided": decided, "now_callable": won}
        commit.counts.update(counts)
    taken = replace(file.taken, batch=commit.batch, counts=counts)
    reasons = dict(bad.group_by("trouble").len().sort("trouble").iter_rows()) | file.why_skipped
    told_of_days = date_notes(file.headings.get("answered_on", "answered_on"), days, "such rows are quarantined")
    who = never_asked(house, order.supplier, commit.batch)
    guesses = (*file.guesses, *told_of_days, *yearless_note(yearless), *_first_of_several(good),
               *successors_told(others))  # fmt: skip
    notes = tuple(Mistake(guess, file.shown) for guess in (*guesses, *outranked, *who))
    return Told(
        _COMMAND, house.as_of.isoformat(), commit.batch, (taken,), counts, reasons, files, notes,
        needs_look=counts["quarantined"] > 0,
    )  # fmt: skip


def _refuse_unnamed(file: CareFile) -> None:
    if "answer" not in file.found:
        raise InputRefused("no column with the answers", place=file.shown, remedy="name one column answer or 확인결과")
    if not file.found & {"person_id", "lead_id", "number"}:
        raise InputRefused("no column that names a person", place=file.shown, remedy="add person_id, lead_id or phone")


def _judged(house: House, known: View, file: CareFile, order: AnswerOrder, days: DateColumn) -> pl.DataFrame:
    """Rows with `person_key`, `lead_key`, `answer` (null: left blank), `answered_on`, `new`, `number`, `trouble`."""
    words = {
        _plain_word(word): answer
        for answer in ANSWERS
        for language, listed in house.shipped.list_care["answer_words"][answer].items()
        if language != "source"
        for word in (answer, *listed)
    }
    said = pl.col("answer").str.to_lowercase().str.replace_all(r"[\s_\-.]+", "")
    now = house.today
    today = order.on or now
    # The file's `line` would stand in the way of the number's.
    rows = _with_person(house, known, file.rows.drop(LINE)).with_columns(
        said.replace_strict(words, default=None, return_dtype=pl.String).alias("understood"),
        days.values.fill_null(today).alias("answered_on"),
        days.is_unread.alias("is_day_unread"),
        pl.any_horizontal(pl.col(name).is_not_null() for name in _NEW).alias("is_new"),
    )
    rows = with_new_number(house, rows)
    silent = pl.col("answer").is_null() & ~pl.col("is_new")
    trouble = (
        pl.when(silent).then(None)
        .when(pl.col("persons").eq(0)).then(pl.lit("no_person"))
        .when(pl.col("persons").gt(1)).then(pl.lit("several_persons"))
        .when(pl.col("understood").is_null()).then(pl.lit("answer_not_understood"))
        .when("is_day_unread").then(pl.lit("day_not_understood"))
        .when(pl.col("answered_on").gt(now)).then(pl.lit("day_in_future"))
        .when(pl.col("understood").eq("changed") & ~pl.col("is_new")).then(pl.lit("changed_without_what"))
        .when(pl.col("new_number").is_not_null() & pl.col("fresh_number").is_null()).then(pl.lit("new_number_unusable"))
    )  # fmt: skip
    changed = pl.col("understood").eq("confirmed") & pl.col("is_new")
    final = pl.when(changed).then(pl.lit("changed")).otherwise("understood")
    return rows.with_columns(trouble.alias("trouble"), pl.when(~silent).then(final).alias("answer")).pipe(_once)


def _plain_word(word: str) -> str:
    return "".join(sign for sign in word.lower() if sign not in " _-.")


def _with_person(house: House, known: View, rows: pl.DataFrame) -> pl.DataFrame:
    """By person_id, else lead_id, else a number that one person alone has; `persons` tells how many fit.

    `project` is that of the lead.
    """
    keyed = rows.with_columns(
        person_key(_bare(pl.col("person_id"))).alias("_person"), lead_key(_bare(pl.col("lead_id"))).alias("_lead")
    )
    leads = known.everything().scan(LEADS).select("lead_key", "person_key", "project").unique("lead_key").collect()
    there = leads.select(_person="person_key").unique().with_columns(by_person=pl.col("_person"))
    by_lead = leads.select(_lead="lead_key", by_lead="person_key")
    found = keyed.join(there, on="_person", how="left", maintain_order="left").join(
        by_lead, on="_lead", how="left", maintain_order="left"
    )
    found = found.hstack(by_number(house, known, rows))
    unnamed = pl.col("person_id").is_null() & pl.col("lead_id").is_null()
    person = pl.coalesce("by_person", "by_lead", pl.when(unnamed & pl.col("number_persons").eq(1)).then("by_number"))
    several = unnamed & pl.col("number_persons").gt(1)
    first = leads.group_by("person_key").agg(pl.col("lead_key").min().alias("first_lead"))
    return (
        found.with_columns(person.alias("person_key"))
        .with_columns(
            pl.when(several).then(2).when(pl.col("person_key").is_null()).then(0).otherwise(1).alias("persons")
        )
        .join(first, on="person_key", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce(pl.when(pl.col("by_lead").eq(pl.col("person_key"))).then("_lead"), "first_lead").alias(
                "lead_key"
            )
        )
        .join(leads.select("lead_key", "project"), on="lead_key", how="left", maintain_order="left")
    )


def _bare(cell: pl.Expr) -> pl.Expr:
    """An id without what a spreadsheet put round it."""
    return cell.str.strip_chars("=\"' ")


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """A person's second row is repeated where it says the same, else it contradicts."""
    fine = pl.col("trouble").is_null() & pl.col("answer").is_not_null()
    said = pl.struct("answer", *_NEW)
    first = (
        rows.filter(fine).with_columns(said.alias("_said")).group_by("person_key", maintain_order=True)
        .agg(pl.col(RECORD).first().alias("_first"), pl.col("_said").first())
    )  # fmt: skip
    later = pl.col(RECORD).gt(pl.col("_first")) & fine
    return (
        rows.join(first, on="person_key", how="left", maintain_order="left")
        .with_columns(
            pl.when(later & said.eq_missing(pl.col("_said"))).then(pl.lit("repeated"))
            .when(later).then(pl.lit("contradicts_earlier_row"))
            .otherwise("trouble").alias("trouble")
        )
        .drop("_first", "_said")
    )  # fmt: skip


def _verified(good: pl.DataFrame, order: AnswerOrder, file_key: int) -> pl.DataFrame:
    return good.select(
        "person_key", "lead_key", pl.lit(order.supplier).alias("supplier"), "answer", "answered_on",
        pl.lit(order.cost_minor, pl.Int64).alias("cost_minor"), pl.lit(order.currency, pl.String).alias("currency"),
        pl.lit(file_key, pl.Int64).alias("file_key"), RECORD,
    )  # fmt: skip


def _with_later(known: View, verified: pl.DataFrame) -> pl.DataFrame:
    """The file's answers, and those of later days that came before it: what they were judged by is known better now."""
    columns = ("person_key", "answer", "file_key", "record")
    here = verified.select(*columns, told_on="answered_on")
    rows = known.scan_keys(VERIFIED, "person_key", here.get_column("person_key"))
    days = here.select("person_key", _here="told_on", _file="file_key").lazy()
    others = rows.select(*columns, told_on="answered_on").join(days, on="person_key")
    later = others.filter(pl.col("told_on") > pl.col("_here"), pl.col("file_key") != pl.col("_file")).collect()
    return pl.concat([here, later.select(here.columns)]).with_columns(pl.lit(str(ToldBy.SUPPLIER)).alias("told_by"))


def _first_of_several(good: pl.DataFrame) -> tuple[str, ...]:
    """Answers that name several new numbers: one is dialled."""
    several = good.filter(pl.col("more_numbers") > 0).get_column(RECORD)
    if several.is_empty():
        return ()
    answers = plural(several.len(), "answer names several new numbers", "answers name several new numbers")
    return (f"{answers}: the first is taken; another one is put in its place by telebatch lead set LEAD number=…",)


def _counts(file: CareFile, rows: pl.DataFrame, good: pl.DataFrame, bad: pl.DataFrame) -> dict[str, int]:
    """Records = confirmed + changed + left + closed + not_found + unanswered + repeated + quarantined + skipped."""
    kinds = dict(good.group_by("answer").len().iter_rows())
    repeated = rows.filter(pl.col("trouble").eq("repeated")).height
    return {
        "records": file.records,
        **{name: kinds.get(name, 0) for name in ANSWERS},
        "unanswered": rows.height - good.height - bad.height - repeated,
        "repeated": repeated,
        "quarantined": bad.height + file.set_aside.height,
        "skipped": file.skipped.height,
    }
