"""Comparisons with a register of refusals: which numbers are due, and a log of what was asked and answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.plural import plural
from telebatch.model.tables import NUMBERS, SCRUBS
from telebatch.model.words import LeadStatus
from telebatch.normalise.phones import national_format
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import states
from telebatch.pipeline.registers import Register, register_of
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.told import Told
from telebatch.settings import main_zones
from telebatch.state import numbers_now
from telebatch.store import View
from telebatch.write import write_csv


def days_of(house: House, region: str, at: datetime | None = None) -> tuple[date, date]:
    """The day at the centre and in the region, the earlier and the later: a comparison never counts for too long.

    Args:
      at: Null: now.
    """
    at = at or house.as_of
    zones = house.zone, ZoneInfo(main_zones().get(region, str(house.zone)))
    here, there = (at.astimezone(zone).date() for zone in zones)
    return min(here, there), max(here, there)


def export_due(house: House, name: str, *, within: int = 0, dry_run: bool = False) -> Told:
    """Writes the numbers of live leads whose comparison is too old today (or `within` days), or was never made.

    Raises:
      WrongUsage: Unknown register.
    """
    register, today = register_of(house, name), house.today
    with house.writing("suppress export --register", dry_run=dry_run) as commit:
        due = due_numbers(house, commit.view, register, days_of(house, register.region)[1] + timedelta(days=within))
        counts = {"due": due.height, "never_compared": due.get_column("scrubbed_on").null_count()}
        commit.counts.update(counts)
        if due.is_empty():
            commit.abandon()
            return Told("suppress export", house.as_of.isoformat(), counts=counts, shown=("no number is due",))
        rows = due.select(
            pl.lit(register.name).alias("register"), "number", pl.lit(None, pl.Date).alias("scrubbed_on"),
            pl.lit(None, pl.Boolean).alias("is_listed"), pl.lit(None, pl.Int64).alias("file_key"),
            pl.lit(commit.batch, pl.Int64).alias("sent_in"),
        )  # fmt: skip
        commit.add(SCRUBS, rows)
        path = Path("scrubs") / f"{register.name}-{today}-b{commit.batch}.csv"
        numbers = due.get_column("number")
        shown = national_format(numbers, phone_table(house.shipped.phones)).alias("number")
        write_csv(commit.output(path), pl.DataFrame([shown]).lazy())
    return Told("suppress export", house.as_of.isoformat(), commit.batch, counts=counts, files=(str(path),))


def due_numbers(
    house: House, known: View, register: Register, day: date, projects: tuple[str, ...] | None = None
) -> pl.DataFrame:
    """Numbers of live leads whose comparison is too old on that day, or was never made.

    Args:
      projects: Of their leads alone; null: of every project's.

    Returns:
      `number`, `scrubbed_on` (null: never), sorted by number.
    """
    packs, today = {pack.name: pack for pack in register.packs}, house.today
    longest = {
        name: min(packs[pack].scrub_days or 0 for pack in project.calling.packs if pack in packs)
        for name, project in house.settings.projects.items()
        if projects is None or name in projects
        if set(project.calling.packs) & set(packs) and (project.cycle.end is None or project.cycle.end >= today)
    }
    terms = pl.LazyFrame(
        {"project": list(longest), "days": list(longest.values())}, schema={"project": pl.String, "days": pl.Int64}
    )
    live = states(known).filter(pl.col("status").is_in([str(LeadStatus.OPEN), str(LeadStatus.HELD)]))
    owners = live.join(terms, on="project").group_by("person_key").agg(pl.col("days").min())
    numbers = numbers_now(known.scan(NUMBERS)).filter(pl.col("region").eq(register.region))
    scrubbed = answered_scrubs(known, register.name).group_by("number").agg(pl.col("scrubbed_on").max())
    stale = pl.col("scrubbed_on").is_null() | (pl.col("scrubbed_on") + pl.duration(days=pl.col("days")) < day)
    return (
        numbers.join(owners, on="person_key").group_by("number").agg(pl.col("days").min())
        .join(scrubbed, on="number", how="left").filter(stale).select("number", "scrubbed_on").sort("number").collect()
    )  # fmt: skip


def answered_scrubs(known: View, register: str) -> pl.LazyFrame:
    """SCRUBS rows of a register that hold an answer."""
    return known.scan(SCRUBS).filter(pl.col("register").eq(register), pl.col("scrubbed_on").is_not_null())


def has_unanswered(known: View, register: Register) -> bool:
    """Whether an export waits for its answer."""
    return not waiting_exports(known, register).is_empty()


def waiting_exports(known: View, register: Register) -> pl.DataFrame:
    """SCRUBS rows of exports without an answer."""
    rows = known.scan(SCRUBS).filter(pl.col("register").eq(register.name))
    answered = rows.filter(pl.col("scrubbed_on").is_not_null()).select("sent_in")
    return rows.filter(pl.col("scrubbed_on").is_null()).join(answered, on="sent_in", how="anti").collect()


def scrub_log(house: House, name: str) -> Told:
    """Every comparison with a register, the oldest first, for an inspector: what was sent, answered and listed.

    Raises:
      WrongUsage: Unknown register.
    """
    register = register_of(house, name)
    rows = house.store.scan(SCRUBS).filter(pl.col("register").eq(register.name))
    sums = rows.group_by("sent_in").agg(
        pl.col("scrubbed_on").is_null().sum().alias("sent"),
        pl.col("scrubbed_on").is_not_null().sum().alias("answered"),
        pl.col("scrubbed_on").max().alias("answered_on"),
        pl.col("is_listed").sum().alias("listed"),
        pl.col("file_key").max().alias("file_key"),
    )
    files = {one.file_key: one for one in house.store.inputs()}
    days = dict(house.store.batches().select("batch", "as_of_utc").iter_rows())
    lines = [f"register {register.name}: {register.title}, by rules {', '.join(pack.name for pack in register.packs)}"]
    for row in sums.sort("sent_in").collect().iter_rows(named=True):
        sent_on = days[row["sent_in"]].astimezone(house.zone).date()
        answer = files.get(row["file_key"]) if row["file_key"] is not None else None
        told = "no answer yet"
        if answer is not None:
            source = f"batch {answer.batch}, {answer.path}, sha256 {answer.sha256}"
            part = "" if row["answered"] == row["sent"] else f" for {row['answered']:,} of them"
            told = f"answered {row['answered_on']}{part}: {row['listed']:,} listed ({source})"
        lines.append(f"sent {sent_on}: {plural(row['sent'], 'number')} (batch {row['sent_in']}); {told}")
    counts = {"comparisons": len(lines) - 1}
    listed = f"telebatch suppress export --list {register.list_name}"
    lines += (
        [f"the numbers listed: {listed}; with what was cleared since: {listed} --history"]
        if counts["comparisons"]
        else []
    )
    return Told("suppress log", house.as_of.isoformat(), counts=counts, shown=tuple(lines))
