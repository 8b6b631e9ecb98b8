"""A log of pieces sent over other media: which of its columns tell what, and what each row says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import polars as pl

from telebatch.ingest import UNKNOWN, Problem, SourceRules, piece_days, shown_names, with_returns, with_status
from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key
from telebatch.model.pieces import is_not_yet
from telebatch.model.project import Project
from telebatch.model.records import Reading
from telebatch.normalise.phones import phones
from telebatch.pipeline.days_over import yearless_note
from telebatch.pipeline.house import House
from telebatch.pipeline.results.quarantine_file import OURS
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.table_words import known_headings
from telebatch.read import map_columns

#: What a log of pieces tells, and what the format of such logs calls it.
_TOLD = MappingProxyType(
    {
        "sent_on": "sent", "arrived_on": "arrived", "returned_on": "returned", "reason": "reason",
        "medium": "medium", "lead_id": "lead_id", "code": "code", "is_returned": "is_returned",
    }
)  # fmt: skip
_DAYS = ("sent_on", "arrived_on", "returned_on")
#: So many columns are shown by name.
_NAMED = 8
_REMEDY = "correct the row and send this file again"
_REMEDY_DAY = "write the day as 2026-11-23 and send this file again"
_REMEDY_SEVERAL = (
    "its record key or number is that of several people here, as where two lists number theirs alike; write the "
    "lead_id, or the number beside the key, and send this file again"
)
_REMEDY_STATUS = "write returned, sent or not sent as its status and send this file again"
_REMEDY_OPEN = "write the day as 2026-11-23 and send this file again; or send it with --date-order dmy or mdy"


@dataclass(frozen=True)
class _Headings:
    """In which columns a log of pieces tells what.

    Attributes:
      keys: `record_key`, `lead_id`, `number`, `medium` → its column, of those that are told.
      own: What `_TOLD` names → its column, likewise.
      unread: Columns that nobody reads.
    """

    keys: Mapping[str, str]
    own: Mapping[str, str]
    unread: tuple[str, ...]

    @property
    def days(self) -> dict[str, str]:
        """Day of a piece, as the format calls it → its column."""
        return {_TOLD[name]: self.own[name] for name in _DAYS if name in self.own}


def piece_rows(
    house: House, reading: Reading, project: Project, medium: str | None, rules: SourceRules
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of a log, and in words what was assumed and what nobody reads.

    Args:
      medium: Of all rows, where the log has no column of it.
      rules: How its days are read.

    Returns:
      One row per record, in their order: `record`, `line`, `record_key`, `lead_id`, `medium`, `number` (E.164), days
      `sent_on`, `arrived_on`, `returned_on`, `reason`, `project`, `status`, and `trouble`: why it cannot be taken
      (null: nothing yet).

    Raises:
      InputRefused: No column that could name a lead, its medium or a day.
    """
    heads = _headings(house, reading.columns, project)
    _refuse_lacking(heads, reading.columns, medium, rules.file_name)
    table = reading.records.collect().sort("record")
    days = piece_days(table.select(_written(head).alias(name) for name, head in heads.days.items()), heads.days, rules)
    text = {name: table.get_column(column) for name, column in heads.keys.items()}
    none, own = pl.lit(None, pl.String), heads.own
    told: dict[str, pl.Expr | pl.Series] = {"record_key": none, "lead_id": none, "medium": pl.lit(medium), **text}
    numbers = _numbers(house, text["number"], project) if "number" in text else pl.lit(None, pl.Int64)
    rows = table.select(
        "record", "line",
        *(told[name].alias(name) for name in ("record_key", "lead_id", "medium")),
        numbers.alias("number"),
        *days.rows.get_columns(), days.is_unread.alias("is_unread"), days.is_open.alias("is_open"),
        (pl.col(own["reason"]) if "reason" in own else none).alias("reason"),
        pl.lit(project.name).alias("project"),
        *((_written(own[name]) if name in own else none).alias(name) for name in ("code", "is_returned")),
    )  # fmt: skip
    notes = [f"columns not read: {shown_names(heads.unread)}"] if heads.unread else []
    rows = with_returns(with_status(rows, house.shipped.cells), pl.lit(house.today))
    return _judged(rows, house.as_of.date(), media_of(project), own), (*yearless_note(days.yearless), *notes)


def _headings(house: House, columns: Sequence[str], project: Project) -> _Headings:
    mapped = map_columns(columns, known_headings(), project.columns)
    own = _named(house, columns)
    alike = {name: name for name in columns} | own
    keys = {
        name: column
        for name in ("record_key", "lead_id", "number", "medium")
        if (column := next(iter(mapped.sources.get(name, ())), None) or alike.get(name)) is not None
    }
    used = {*own.values(), *keys.values(), *OURS}
    return _Headings(keys, own, tuple(column for column in columns if column not in used))


def _refuse_lacking(heads: _Headings, columns: Sequence[str], medium: str | None, shown: str) -> None:
    if not {"record_key", "lead_id", "number"} & heads.keys.keys():
        raise InputRefused("no column that names a lead", place=shown, remedy="add lead_id, record_key or phone")
    if "medium" not in heads.keys and not medium:
        raise InputRefused("no column medium", place=shown, remedy="add one, or give --medium catalogue")
    if not heads.days:
        found = ", ".join(columns[:_NAMED])
        remedy = "name the day sent_on, arrived_on or returned_on; results of calls are taken by telebatch ingest"
        raise InputRefused(f"no column with a day of a piece; found: {found}", place=shown, remedy=remedy)


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


def media_of(project: Project) -> tuple[str, ...]:
    """The media of the plan, by name."""
    return tuple(sorted({step.medium for step in project.plan if step.medium}))


def remedy_of(media: Sequence[str]) -> pl.Expr:
    """What to do about a row, by its `trouble`."""
    known = f"write a medium of the plan ({', '.join(media)}) and send this file again" if media else _REMEDY
    trouble = pl.col("trouble")
    return (
        pl.when(trouble == str(Problem.DATE_OPEN)).then(pl.lit(_REMEDY_OPEN))
        .when(trouble == "medium_not_in_plan").then(pl.lit(known))
        .when(trouble == "no_readable_day").then(pl.lit(_REMEDY_DAY))
        .when(trouble == "several_leads").then(pl.lit(_REMEDY_SEVERAL))
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


def _written(head: str) -> pl.Expr:
    """What stands in the cells of a column; null where nothing does."""
    text = pl.col(head).str.strip_chars()
    return pl.when(text != "").then(text)
