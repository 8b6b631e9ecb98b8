"""Who must not be contacted: added one by one, imported from dirty files, tested, taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from telebatch.model.errors import InputRefused, Mistake, WrongUsage
from telebatch.model.records import ReadOptions
from telebatch.model.tables import SUPPRESSIONS
from telebatch.normalise.phones import phones
from telebatch.normalise.when import parse_dates
from telebatch.pipeline.house import House
from telebatch.pipeline.refresh import refresh
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.told import Taken, Told
from telebatch.read import header_synonyms, map_columns, read
from telebatch.store import Commit


@dataclass(frozen=True)
class SuppressionOrder:
    """What a named list asks.

    Attributes:
      project: Only this project; null: all.
      until_on: Last day; null: for good.
    """

    name: str = "do-not-call"
    project: str | None = None
    channel: str = "any"
    from_on: date | None = None
    until_on: date | None = None
    asked_by: str | None = None
    note: str | None = None
    is_removal: bool = False


def import_suppressions(
    house: House, path: Path, order: SuppressionOrder, options: ReadOptions, *, dry_run: bool = False
) -> Told:
    """Takes a file of numbers; every record becomes a suppression or is told with its reason.

    Raises:
      InputRefused: Unreadable, or no column with numbers.
    """
    synonyms = header_synonyms(house.settings.headers)
    shown = house.shown(path)
    (reading, *_) = read(path, replace(options, header_words=synonyms.words, shown_as=shown))
    mapped = map_columns(reading.columns, synonyms, {})
    columns = mapped.sources.get("number") or ((reading.columns[0],) if len(reading.columns) == 1 else ())
    if not columns:
        raise InputRefused("no column with numbers", place=shown, remedy="name one column phone, number or 전화번호")
    rows = reading.records.collect()
    region = _region(house, order)
    read_cells = phones(rows.get_column(columns[0]), region, phone_table(house.shipped.phones))
    since = mapped.sources.get("received_on") or mapped.sources.get("date") or mapped.sources.get("consent_on")
    days = (
        parse_dates(rows.get_column(since[0])).values
        if since
        else pl.repeat(None, rows.height, dtype=pl.Date, eager=True)
    )
    usable = read_cells.filter(pl.col("number").is_not_null())
    asked = usable.select("number", from_on=days[usable.get_column("cell")]).with_columns(
        pl.col("from_on").fill_null(pl.lit(order.from_on, dtype=pl.Date))
    )
    with house.writing("suppress import", project=order.project, dry_run=dry_run) as commit:
        before = house.store.live_input(reading.sha256, "suppress import", order.project)
        if before is not None:
            commit.abandon()
            counts = house.store.batch(before.batch).counts
            taken = Taken(shown, reading.sha256, before.records, before.batch, counts, "same_as_before")
            return Told("suppress import", house.as_of.isoformat(), before.batch, (taken,), counts)
        commit.add_input(
            path=shown,
            sha256=reading.sha256,
            bytes=reading.bytes,
            records=reading.record_count,
            kind="suppressions",
            project=order.project,
            source=order.name,
            exported_utc=None,
        )
        commit.archive(path, reading.sha256)
        _keep(house, commit, asked, order)
        unusable = rows.height - usable.get_column("cell").n_unique() + reading.set_aside.height
        counts = {
            "records": reading.record_count,
            "suppressed": asked.get_column("number").n_unique(),
            "unusable": unusable,
        }
        commit.counts.update(counts)
    taken = Taken(shown, reading.sha256, reading.record_count, commit.batch, counts)
    refused = read_cells.filter(pl.col("number").is_null()).group_by("reason").len().sort("reason")
    notes = tuple(Mistake(guess, shown) for guess in reading.guesses)
    return Told(
        "suppress import", house.as_of.isoformat(), commit.batch, (taken,), counts, dict(refused.iter_rows()),
        warnings=notes, needs_look=unusable > 0,
    )  # fmt: skip


def add_suppressions(house: House, numbers: tuple[str, ...], order: SuppressionOrder, *, dry_run: bool = False) -> Told:
    """Adds, or takes back, numbers given by hand.

    Raises:
      WrongUsage: A number that cannot be read; nothing is changed then.
    """
    given = pl.Series(numbers, dtype=pl.String)
    read_cells = phones(given, _region(house, order), phone_table(house.shipped.phones))
    bad = read_cells.filter(pl.col("number").is_null())
    if bad.height:
        first = bad.row(0, named=True)
        raise WrongUsage(
            f"number {first['cell'] + 1} cannot be used: {first['reason']}",
            remedy="write it in national or international form",
        )
    asked = read_cells.select("number").with_columns(pl.lit(order.from_on, dtype=pl.Date).alias("from_on"))
    command = "suppress remove" if order.is_removal else "suppress add"
    with house.writing(command, project=order.project, dry_run=dry_run) as commit:
        _keep(house, commit, asked, order)
        counts = {"suppressed" if not order.is_removal else "removed": asked.height}
        commit.counts.update(counts)
    return Told(command, house.as_of.isoformat(), commit.batch, counts=counts)


def test_numbers(house: House, numbers: tuple[str, ...]) -> Told:
    """Says for each number on which lists it stands, since when and by whom."""
    table = phone_table(house.shipped.phones)
    read_cells = phones(pl.Series(numbers, dtype=pl.String), _region(house, SuppressionOrder()), table)
    live = in_force(house.store.scan(SUPPRESSIONS)).filter(pl.col("kind").eq("number"))
    hits = live.join(read_cells.lazy().select("number", "cell"), on="number").sort("cell", "list", "batch").collect()
    shown = []
    for row in read_cells.iter_rows(named=True):
        found = hits.filter(pl.col("cell") == row["cell"])
        lines = [_told(hit) for hit in found.iter_rows(named=True)]
        shown += [f"{numbers[row['cell']]}: {'; '.join(lines) if lines else row['reason'] or 'not suppressed'}"]
    return Told("suppress test", house.as_of.isoformat(), shown=tuple(shown), counts={"suppressed": hits.height})


def in_force(suppressions: pl.LazyFrame) -> pl.LazyFrame:
    """Suppressions that no later removal of the same list and number took back."""
    key = ["list", "kind", "channel", "number", "text", "person_key", "lead_key", "project"]
    ordered = suppressions.sort("batch").group_by(key, maintain_order=True).last()
    return ordered.filter(~pl.col("is_removal").fill_null(False))


def _told(hit: dict[str, object]) -> str:
    since = f" since {hit['from_on']}" if hit["from_on"] else ""
    until = f" until {hit['until_on']}" if hit["until_on"] else ""
    scope = f" for {hit['project']}" if hit["project"] else ""
    by = f", asked by {hit['asked_by']}" if hit["asked_by"] else ""
    return f"on {hit['list']}{scope}{since}{until}{by} (batch {hit['batch']})"


def _keep(house: House, commit: Commit, asked: pl.DataFrame, order: SuppressionOrder) -> None:
    rows = asked.unique("number", keep="first", maintain_order=True).select(
        pl.lit(order.name).alias("list"),
        pl.lit(order.project, dtype=pl.String).alias("project"),
        pl.lit(order.channel).alias("channel"),
        pl.lit("number").alias("kind"),
        "number",
        pl.lit(None, dtype=pl.String).alias("text"),
        pl.lit(None, dtype=pl.Int64).alias("person_key"),
        pl.lit(None, dtype=pl.Int64).alias("lead_key"),
        "from_on",
        pl.lit(order.until_on, dtype=pl.Date).alias("until_on"),
        pl.lit(order.asked_by, dtype=pl.String).alias("asked_by"),
        pl.lit(order.note, dtype=pl.String).alias("note"),
        pl.lit(order.is_removal).alias("is_removal"),
    )
    commit.add(SUPPRESSIONS, rows)
    refresh(house, commit, [rows.lazy()])


def _region(house: House, order: SuppressionOrder) -> str:
    """National numbers are read in the project's first region, else in that of the first project there is."""
    projects = house.settings.projects
    standards = projects.get(order.project or "") or next(iter(projects.values()), None)
    return standards.accept.regions[0] if standards and standards.accept.regions else "KR"
