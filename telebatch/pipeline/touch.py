"""What other media sent and what came back, told per lead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from telebatch.model.errors import InputRefused, Mistake, WrongUsage
from telebatch.model.ids import lead_key
from telebatch.model.records import Reading, ReadOptions
from telebatch.model.tables import LEADS, PEOPLE, QUARANTINE, TOUCHES
from telebatch.pipeline.care.files import one_table, put_aside
from telebatch.pipeline.care.logged_pieces import media_of, piece_rows, remedy_of
from telebatch.pipeline.care.mended_logs import mended_by
from telebatch.pipeline.days_over import day_rules
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.results.lookups import owners_of
from telebatch.pipeline.table_words import list_words
from telebatch.pipeline.told import Taken, Told
from telebatch.pipeline.twice import taken_before
from telebatch.read import read
from telebatch.store import Commit, View

_UNTOLD = ReadOptions()


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
    if medium is not None and medium not in (media := media_of(standards)):
        there = f"write one of its plan: {', '.join(media)}" if media else "its plan has none"
        raise WrongUsage(f"{medium[:24]!r} is no medium of {project}", place="--medium", remedy=there)
    shown = house.shown(path)
    words = list_words()
    options = replace(options, words=words, shown_as=shown)
    (reading, *others) = read(path, options)
    if others:
        unread = ", ".join(str(other.sheet)[:40] for other in others[:10])
        raise InputRefused(
            f"holds {len(others) + 1} tables",
            place=shown,
            remedy=f"save each as a file of its own; beside the first: {unread}",
        )
    rows, assumed = piece_rows(house, reading, standards, medium, day_rules(house, path, standards, options))
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
    shown = bad.select("record", reason="trouble", remedy=remedy_of(media_of(house.project(project))))
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


def _found(rows: pl.DataFrame, known: View, project: str) -> pl.DataFrame:
    """Adds lead_key by lead id, else record key, else number; `trouble` where none or several fit.

    A key is its list's alone: of several who have it the one with the row's number is meant.

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
            pl.coalesce(
                pl.concat_list("by_id").list.drop_nulls().pipe(_none_if_empty),
                pl.when(pl.col("by_record").list.len() > 1).then(
                    pl.col("by_record").list.set_intersection("by_number").pipe(_none_if_empty)
                ),
                "by_record",
                "by_number",
            ).alias("fits")
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
