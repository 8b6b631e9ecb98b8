"""What became of a named list, for an inspector: who put whom on it and took whom off, when, why, by which file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.forgotten_table import GONE, is_stand_in
from telebatch.model.ids import lead_id, person_id
from telebatch.model.list_tables import WHOLE
from telebatch.model.plural import plural
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import SuppressionKind
from telebatch.normalise.phones import national_format
from telebatch.pipeline.house import House
from telebatch.pipeline.known.requests import asked_in_calls
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.told import Told
from telebatch.pipeline.words.plain import OF_ALL_PROJECTS, OF_EVERY_CHANNEL
from telebatch.write import write_csv

#: What rows of one batch have in common.
_SAID: Final = ("kind", "project", "channel", "from_on", "until_on", "asked_by", "note")
#: A batch whose rows say more different things than that is told by its sums; the history as a file holds each. Of so
#: many who are told the same, each is named.
_MOST: Final = 8
_KEYS: Final = ("number", "text", "person_key", "lead_key")
_GROUP: Final = ("batch", "is_removal", *_SAID)
_ORDER: Final = (*_GROUP, *_KEYS)
#: Of several, where it takes more than an s.
_SEVERAL: Final = {"prefix": "prefixes", "company": "companies"}
_SEE: Final = "see the history as a file"


def list_log(house: House, name: str) -> Told:
    """Everything put on a list and taken off it, the oldest first; what an undo took back is told as undone.

    Raises:
      WrongUsage: Nothing ever stood on a list of that name; the remedy names those there are.
    """
    called = _called(house, name)
    rows = _every(house, name, called)
    groups = _said(rows)
    named = _few(house, rows, groups)
    batches = {row["batch"]: row for row in house.store.batches().iter_rows(named=True)}
    lines = [line for batch in sorted(set(groups["batch"])) for line in _of_batch(house, groups, named, batches[batch])]
    persons = called.filter(pl.col("kind") == str(SuppressionKind.PERSON))
    lines += _of_calls(persons)
    removed = int(groups.filter("is_removal")["count"].sum())
    counts = {"put_on": int(groups["count"].sum()) - removed, "taken_off": removed, "asked_in_calls": persons.height}
    return Told(
        "suppress log", house.as_of.isoformat(), counts=counts, shown=(f"list {name}", *sorted(lines, key=_day))
    )


def _of_calls(persons: pl.DataFrame) -> Iterator[str]:
    """What was asked in calls, a line per day and project."""
    ordered = persons.sort("from_on", "project", "person_key")
    for (day, project), asked in ordered.group_by("from_on", "project", maintain_order=True):
        who = ", ".join(asked.select(person_id(pl.col("person_key"))).to_series()) if asked.height <= _MOST else _SEE
        only = f", only {project}" if project else ""
        whom = f"{plural(asked.height, 'person')} ({who}){only}"
        yield f"{day} asked in calls: {whom} (telebatch explain PERSON tells the call)"


def _day(line: str) -> str:
    return line[:10]


def export_history(house: House, name: str, *, dry_run: bool = False) -> Told:
    """Writes `suppressions/LIST-history.csv`: a row per entry ever put on the list, taken off it or asked in a call.

    Raises:
      WrongUsage: Nothing ever stood on a list of that name; the remedy names those there are.
    """
    called = _called(house, name)
    written = _every(house, name, called).sort(_ORDER, nulls_last=True).collect()
    rows = pl.concat([written, called], how="diagonal")
    with house.writing("suppress export", dry_run=dry_run) as commit:
        path = Path("suppressions") / f"{name}-history.csv"
        told = _told(house, rows)
        write_csv(commit.output(path), told.lazy())
        counts = {"entries": told.height}
        commit.counts.update(counts)
    return Told("suppress export", house.as_of.isoformat(), commit.batch, counts=counts, files=(str(path),))


def _every(house: House, name: str, called: pl.DataFrame) -> pl.LazyFrame:
    """SUPPRESSIONS rows of the list, those of undone batches too."""
    every = house.store.view().everything().scan(SUPPRESSIONS)
    rows = every.filter(pl.col("list").eq(name))
    if called.is_empty() and rows.head(1).collect().is_empty():
        there = every.select("list").unique().sort("list").collect().to_series()
        raise WrongUsage(
            f"nothing ever stood on a list {name!r}", place="--list", remedy=f"lists: {', '.join(there) or 'none'}"
        )
    return rows


def _said(rows: pl.LazyFrame) -> pl.DataFrame:
    """What each batch says, with how many rows say so; ten million may say the same. `group` is its place."""
    groups = rows.group_by(_GROUP).agg(pl.len().alias("count")).sort(_GROUP, nulls_last=True)
    return groups.collect().with_row_index("group")


def _few(house: House, rows: pl.LazyFrame, groups: pl.DataFrame) -> dict[int, str]:
    """`group` → who it is, where few are told the same in a batch that is told thing by thing."""
    few = groups.filter(pl.len().over("batch") <= _MOST, pl.col("count") <= _MOST)
    if few.is_empty():
        return {}
    found = rows.select(_ORDER).join(few.lazy().select("group", *_GROUP), on=_GROUP, nulls_equal=True)
    named: dict[int, list[str]] = {}
    for row in found.sort("group", *_KEYS, nulls_last=True).collect().iter_rows(named=True):
        named.setdefault(row["group"], []).append(_named(house, row))
    return {group: ", ".join(names) for group, names in named.items()}


def _called(house: House, name: str) -> pl.DataFrame:
    """Rows of the list that come from calls; `batch` null."""
    asked = asked_in_calls(house.store.view(), house.recorded() or house.settings)
    return asked.filter(pl.col("list").eq(name)).collect()


def _of_batch(house: House, groups: pl.DataFrame, few: Mapping[int, str], batch: Mapping[str, Any]) -> Iterator[str]:
    """The lines of one batch; `few` names groups of few entries."""
    mine = groups.filter(pl.col("batch") == batch["batch"])
    is_told = mine.height <= _MOST
    if not is_told:
        mine = mine.group_by("is_removal", "kind", maintain_order=True).agg(pl.col("count").sum())
    at = f"{batch['as_of_utc'].astimezone(house.zone):%Y-%m-%d %H:%M}"
    for row in mine.iter_rows(named=True):
        what = "taken off" if row["is_removal"] else "put on"
        several = plural(row["count"], row["kind"], _SEVERAL.get(row["kind"], ""))
        if not is_told:
            told: tuple[str, ...] = (several, f"each with its own days or words, {_SEE}")
        elif named := few.get(row["group"]):
            told = (named if row["count"] == 1 else f"{several} ({named})", *_words(row))
        else:
            told = (f"{several}, {_SEE}", *_words(row))
        yield f"{at} {what}: {', '.join(told)} ({_source(house, batch)})"


def _named(house: House, row: Mapping[str, Any]) -> str:
    """One entry by its own name."""
    if row["number"] is not None:
        return national_format(pl.Series([row["number"]]), phone_table(house.shipped.phones)).item() or GONE
    ids = pl.select(person_id(pl.lit(row["person_key"], pl.Int64)), b=lead_id(pl.lit(row["lead_key"], pl.Int64))).row(0)
    return f"{row['kind']} {row['text'] or next((one for one in ids if one), '')}"


_PROJECTS: Final = {None: "all projects", WHOLE: OF_ALL_PROJECTS}
_CHANNELS: Final = {"any": "every channel", WHOLE: OF_EVERY_CHANNEL}


def _words(row: Mapping[str, Any]) -> Iterator[str]:
    yield _PROJECTS.get(row["project"], f"only {row['project']}")
    yield _CHANNELS.get(row["channel"], f"channel {row['channel']}")
    if not row["is_removal"]:
        yield f"from {row['from_on'] or 'always'} until {row['until_on'] or 'for good'}"
    yield f"by {_in_one_line(row['asked_by'])}" if row["asked_by"] else "nobody named"
    if row["note"]:
        yield f"because: {_in_one_line(row['note'])}"


def _in_one_line(text: str) -> str:
    """What somebody wrote must not look like a further line of the log."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _source(house: House, batch: Mapping[str, Any]) -> str:
    """The command, and its file."""
    files = [f"{one.path}, sha256 {one.sha256}" for one in house.store.inputs(batch["batch"])]
    undone = f"undone by batch {batch['undone_by']}" if batch["undone_by"] else ""
    return ", ".join(filter(None, (batch["command"], f"batch {batch['batch']}", *files, undone)))


def _told(house: House, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as a person reads them."""
    zone = str(house.zone)
    batches = house.store.batches().select(
        "batch", "command", pl.col("as_of_utc").dt.convert_time_zone(zone).dt.strftime("%Y-%m-%d %H:%M").alias("at"),
        undone_by="undone_by",
    )  # fmt: skip
    files = pl.DataFrame(
        [(one.batch, one.path, one.sha256) for one in house.store.inputs()],
        schema={"batch": pl.Int64, "file": pl.String, "sha256": pl.String}, orient="row",
    ).unique("batch", keep="first", maintain_order=True)  # fmt: skip
    what = (
        pl.when("is_removal").then(pl.lit("taken off")).when(pl.col("batch").is_null()).then(pl.lit("asked in a call"))
    )
    number = pl.format("+{}", pl.when(~is_stand_in()).then("number")).alias("number")
    national = national_format(rows["number"], phone_table(house.shipped.phones)).alias("national")
    shown = rows.with_columns(national).join(batches, on="batch", how="left", maintain_order="left")
    return shown.join(files, on="batch", how="left", maintain_order="left").select(
        "at", what.otherwise(pl.lit("put on")).alias("what"), "kind",
        number, "national", "text",
        person_id(pl.col("person_key")).alias("person_id"),
        lead_id(pl.col("lead_key")).alias("lead_id"), "project", "channel", pl.col("from_on").alias("since"),
        pl.col("until_on").alias("until"), pl.col("asked_by").alias("by"), pl.col("note").alias("why"), "command",
        "batch", "file", "sha256", "undone_by",
    )  # fmt: skip
