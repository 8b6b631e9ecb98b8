"""What other media sent and what came back, told per lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import polars as pl

from telebatch.ingest import UNKNOWN, Problem, SourceRules, piece_days, shown_names, with_returns, with_status
from telebatch.model.errors import InputRefused, Mistake, WrongUsage
from telebatch.model.headings import header_key
from telebatch.model.ids import lead_key
from telebatch.model.pieces import is_not_yet
from telebatch.model.project import Project
from telebatch.model.records import Reading, ReadOptions
from telebatch.model.tables import LEADS, PEOPLE, QUARANTINE, TOUCHES
from telebatch.normalise.phones import phones
from telebatch.pipeline.care.files import one_table, put_aside
from telebatch.pipeline.care.mended_logs import mended_by
from telebatch.pipeline.days_over import day_rules, yearless_note
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.results.lookups import owners_of
from telebatch.pipeline.results.quarantine_file import OURS
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.table_words import table_words
from telebatch.pipeline.told import Taken, Told
from telebatch.pipeline.twice import taken_before
from telebatch.read import header_synonyms, map_columns, read
from telebatch.store import Commit, View

#: What a log of pieces tells, and what the format of such logs calls it.
_TOLD = MappingProxyType(
    {
        "sent_on": "sent", "arrived_on": "arrived", "returned_on": "returned", "reason": "reason",
        "medium": "medium", "lead_id": "lead_id", "code": "code", "is_returned": "is_returned",
    }
)  # fmt: skip
_DAYS = ("sent_on", "arrived_on", "returned_on")
_UNTOLD = ReadOptions()
#: So many columns are shown by name.
_NAMED = 8
_REMEDY = "correct the row and send this file again"
_REMEDY_DAY = "write the day as 2026-11-23 and send this file again"
_REMEDY_STATUS = "write returned, sent or not sent as its status and send this file again"
_REMEDY_OPEN = "write the day as 2026-11-23 and send this file again; or send it with --date-order dmy or mdy"


def take_touches(
    house: House, path: Path, project: str, medium: str | None, options: ReadOptions = _UNTOLD, *, dry_run: bool = False
) -> Told:
    """Reads a touches log; rows that fit no lead, or several, go to quarantine with a remedy.

    Columns: `lead_id`, `record_key` or a number, then `medium`, `sent_on`, `arrived_on`, `returned_on`, `reason`; or as
    the format `touches` heads them in four languages. A status (`piece_status`) tells of a return that has no day.

    Raises:
      WrongUsage: A medium that the project's plan does not have.
      InputRefused: Unreadable, or no column that could name a lead or a day.
    """
    standards = house.project(project)
    if medium is not None and medium not in (media := _media(standards)):
        there = f"write one of its plan: {', '.join(media)}" if media else "its plan has none"
        raise WrongUsage(f"{medium[:24]!r} is no medium of {project}", place="--medium", remedy=there)
    shown = house.shown(path)
    words = table_words(house.shipped.tables, header_synonyms(house.settings.headers))
    options = replace(options, words=words, shown_as=shown)
    (reading, *others) = read(path, options)
    if others:
        unread = ", ".join(str(other.sheet)[:40] for other in others[:10])
        raise InputRefused(
            f"holds {len(others) + 1} tables",
            place=shown,
            remedy=f"save each as a file of its own; beside the first: {unread}",
        )
    rows, assumed = _rows(house, reading, standards, medium, day_rules(house, path, standards, options))
    told = Told("touch", house.as_of.isoformat())
    with house.writing("touch", project=project, dry_run=dry_run) as commit:
        file = Taken(shown, reading.sha256, reading.record_count, commit.batch, {})
        if again := taken_before(house, commit, told, file, project):
            return again
        return _taken(
            house, commit, path, replace(reading, guesses=(*reading.guesses, *assumed)), rows, (project, file)
        )


def _taken(
    house: House, commit: Commit, path: Path, reading: Reading, rows: pl.DataFrame, of: tuple[str, Taken]
) -> Told:
    """Keeps the rows that fit one lead, quarantines the others."""
    project, file = of
    key = commit.add_input(
        path=file.path, sha256=reading.sha256, bytes=reading.bytes, records=reading.record_count, kind="touches",
        project=project, source=None, exported_utc=None,
    )  # fmt: skip
    commit.archive(path, reading.sha256)
    found = _found(rows, commit.view, project).with_columns(pl.lit(key, pl.Int64).alias("file_key"))
    good = found.filter(pl.col("trouble").is_null())
    bad = found.filter(pl.col("trouble").is_not_null())
    commit.add(QUARANTINE, mended_by(house, commit.view, file, good))
    commit.add(TOUCHES, good.select([name for name in TOUCHES.schema if name != "batch"]))
    refresh(house, commit, [good.select("lead_key").lazy()])
    shown = bad.select("record", reason="trouble", remedy=_remedy(_media(house.project(project))))
    table = one_table(path, file.path, reading)
    files = put_aside(house, commit, table, key, shown, ("touches", project))
    lost, skipped = bad.height + table.set_aside.height, table.skipped.height
    counts = {"records": reading.record_count, "touches": good.height, "quarantined": lost, "skipped": skipped}
    commit.counts.update(counts)
    reasons = dict(bad.group_by("trouble").len().sort("trouble").iter_rows()) | table.why_skipped
    notes = tuple(Mistake(guess, file.path) for guess in reading.guesses)
    return Told(
        "touch", house.as_of.isoformat(), commit.batch, (replace(file, counts=counts),), counts, reasons, files, notes,
        needs_look=lost > 0,
    )  # fmt: skip


def _written(head: str) -> pl.Expr:
    """What stands in the cells of a column; null where nothing does."""
    text = pl.col(head).str.strip_chars()
    return pl.when(text != "").then(text)


def _rows(
    house: House, reading: Reading, project: Project, medium: str | None, rules: SourceRules
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """One row per record: text keys, a number, the days, `status`, `trouble`; what was assumed, what nobody reads."""
    shown = rules.file_name
    synonyms = header_synonyms(house.settings.headers)
    mapped = map_columns(reading.columns, synonyms, project.columns)
    table = reading.records.collect().sort("record")
    own = _named(house, reading.columns)
    keys = {name: mapped.sources.get(name, ())[:1] for name in ("record_key", "lead_id", "number", "medium")}
    alike = {name: name for name in reading.columns} | own
    keys = {name: found or ((alike[name],) if name in alike else ()) for name, found in keys.items()}
    if not any(keys[name] for name in ("record_key", "lead_id", "number")):
        raise InputRefused("no column that names a lead", place=shown, remedy="add lead_id, record_key or phone")
    if not keys["medium"] and not medium:
        raise InputRefused("no column medium", place=shown, remedy="add one, or give --medium catalogue")
    known_media = _media(project)
    text = {name: table.get_column(found[0]) for name, found in keys.items() if found}
    used = {*own.values(), *(column for found in keys.values() for column in found), *OURS}
    unread = [column for column in reading.columns if column not in used]
    heads = {_TOLD[name]: own[name] for name in _DAYS if name in own}
    if not heads:
        found = ", ".join(reading.columns[:_NAMED])
        remedy = "name the day sent_on, arrived_on or returned_on; results of calls are taken by telebatch ingest"
        raise InputRefused(f"no column with a day of a piece; found: {found}", place=shown, remedy=remedy)
    days = piece_days(table.select(_written(head).alias(name) for name, head in heads.items()), heads, rules)
    none = pl.lit(None, pl.String)
    told: dict[str, pl.Expr | pl.Series] = {"record_key": none, "lead_id": none, "medium": pl.lit(medium), **text}
    numbers = _numbers(house, text["number"], project) if "number" in text else pl.lit(None, pl.Int64)
    rows = table.select(
        "record", "line",
        *(told[name].alias(name) for name in ("record_key", "lead_id", "medium")),
        numbers.alias("number"),
        *days.rows.get_columns(), days.is_unread.alias("is_unread"), days.is_open.alias("is_open"),
        (pl.col(own["reason"]) if "reason" in own else pl.lit(None, pl.String)).alias("reason"),
        pl.lit(project.name).alias("project"),
        *((_written(own[name]) if name in own else none).alias(name) for name in ("code", "is_returned")),
    )  # fmt: skip
    notes = (*yearless_note(days.yearless), *([f"columns not read: {shown_names(unread)}"] if unread else []))
    rows = with_returns(with_status(rows, house.shipped.cells), pl.lit(house.today))
    return _judged(rows, house.as_of.date(), known_media, own), notes


def _judged(rows: pl.DataFrame, today: date, known_media: Sequence[str], own: Mapping[str, str]) -> pl.DataFrame:
    """Adds `trouble`: why a row cannot be taken; null: nothing yet.

    Args:
      own: As `_named`; a log that tells the day of a return needs no word for it.
    """
    lacks_word = pl.col("status").eq(UNKNOWN) & pl.lit("returned_on" not in own)
    return rows.with_columns(
        pl.when(~pl.col("medium").is_in(list(known_media)).fill_null(False)).then(pl.lit("medium_not_in_plan"))
        .when(lacks_word).then(pl.lit(UNKNOWN))
        .when("is_open").then(pl.lit(str(Problem.DATE_OPEN)))
        .when("is_unread").then(pl.lit("no_readable_day"))
        .when(pl.all_horizontal(pl.col(name).is_null() for name in _DAYS)).then(pl.lit("no_readable_day"))
        .when(is_not_yet(today)).then(pl.lit("day_in_future"))
        .alias("trouble")
    )  # fmt: skip


def _media(project: Project) -> tuple[str, ...]:
    """The media of the plan, by name."""
    return tuple(sorted({step.medium for step in project.plan if step.medium}))


def _remedy(media: Sequence[str]) -> pl.Expr:
    """What to do about a row, by its `trouble`."""
    known = f"write a medium of the plan ({', '.join(media)}) and send this file again" if media else _REMEDY
    trouble = pl.col("trouble")
    return (
        pl.when(trouble == str(Problem.DATE_OPEN)).then(pl.lit(_REMEDY_OPEN))
        .when(trouble == "medium_not_in_plan").then(pl.lit(known))
        .when(trouble == "no_readable_day").then(pl.lit(_REMEDY_DAY))
        .when(trouble == UNKNOWN).then(pl.lit(_REMEDY_STATUS))
        .otherwise(pl.lit(_REMEDY))
    )  # fmt: skip


def _named(house: House, columns: Sequence[str]) -> dict[str, str]:
    """What stands in the file of `_TOLD`, by our own names or any heading of the format of such logs."""
    there = {header_key(column): column for column in reversed(columns)}
    heads = house.settings.formats["touches"].get("columns")
    assert isinstance(heads, Mapping)
    own: dict[str, str] = {}
    for name, called in _TOLD.items():
        hits = [there[key] for head in (name, *heads.get(called, ())) if (key := header_key(head)) in there]
        own |= {name: hits[0]} if hits else {}
    return own


def _numbers(house: House, cells: pl.Series, project: Project) -> pl.Series:
    read_cells = phones(cells, project.accept.home_region, phone_table(house.shipped.phones)).filter(pl.col("nth") == 0)
    index = pl.DataFrame({"cell": pl.int_range(cells.len(), dtype=pl.UInt32, eager=True)})
    return index.join(read_cells.select("cell", "number"), on="cell", how="left", maintain_order="left").get_column(
        "number"
    )


def _found(rows: pl.DataFrame, known: View, project: str) -> pl.DataFrame:
    """Adds lead_key by lead id, else record key, else number; `trouble` where none or several fit.

    The mail house was given keys and numbers as they were then: those of earlier lists name the person too.
    """
    leads = known.scan(LEADS).filter(pl.col("project") == project).select("lead_key", "person_key").unique().collect()
    people = known.scan(PEOPLE).select("person_key", "record_key").unique().collect()
    numbers = owners_of(known, rows.get_column("number"))
    only = pl.col("lead_key").unique()
    by_record = leads.join(people, on="person_key").drop_nulls("record_key").group_by("record_key").agg(only)
    by_number = leads.join(numbers, on="person_key").group_by("number").agg(only)
    matched = (
        rows.with_columns(lead_key(pl.col("lead_id")).alias("by_id"))
        # An id of nobody here, or of another project's lead, names no lead.
        .with_columns(
            pl.when(pl.col("by_id").is_in(leads.get_column("lead_key").implode())).then("by_id").alias("by_id")
        )
        .join(by_record.rename({"lead_key": "by_record"}), on="record_key", how="left", maintain_order="left")
        .join(by_number.rename({"lead_key": "by_number"}), on="number", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce(pl.concat_list("by_id").list.drop_nulls().pipe(_none_if_empty), "by_record", "by_number").alias(
                "fits"
            )
        )
    )
    fits = pl.col("fits").list.len().fill_null(0)
    return matched.with_columns(
        pl.col("trouble").fill_null(
            pl.when(fits == 0).then(pl.lit("no_lead")).when(fits > 1).then(pl.lit("several_leads"))
        ),
        pl.col("fits").list.first().alias("lead_key"),
    )


def _none_if_empty(keys: pl.Expr) -> pl.Expr:
    return pl.when(keys.list.len() > 0).then(keys)
