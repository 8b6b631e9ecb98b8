"""A delivery's rows as people: normalised, its dates read by one order, and what was guessed of them said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.project import Project
from telebatch.normalise import Normalised, normalise
from telebatch.normalise.when import DateColumn, DateOrder
from telebatch.pipeline.deliveries import Delivery
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import consents_expire, normalise_rules

_OPTION: Final = {DateOrder.YMD: "ymd", DateOrder.DMY: "dmy", DateOrder.MDY: "mdy"}


def read_people(house: House, delivery: Delivery, project: Project) -> tuple[Delivery, Normalised]:
    """The list in our words, each candidate with its `sheet`; the delivery comes back with what was guessed of dates.

    Raises:
      InputRefused: A consent hangs on dates that may be read in two ways, and nobody said which.
    """
    normal = normalise(delivery.records, delivery.columns, normalise_rules(house, project, delivery.options))
    sheet = delivery.sheet_of(normal.candidates.get_column("record"))
    normal = replace(normal, candidates=normal.candidates.with_columns(sheet))
    delivery = replace(delivery, guesses=(*delivery.guesses, *_number_notes(normal)))
    dates = normal.consent_dates
    if dates is None:
        return delivery, normal
    column = delivery.columns.sources["consent_on"][0]
    matters = project.accept.consent or consents_expire(house, project)
    if dates.open_orders and matters:
        raise InputRefused(open_words(column, dates), place=delivery.shown, remedy=_remedy(dates, project))
    told = tuple(date_notes(column, dates, "such rows are rejected" if matters else "taken as not told"))
    return replace(delivery, guesses=(*delivery.guesses, *told)), normal


def _number_notes(normal: Normalised) -> Iterator[str]:
    """What a person should know of the numbers as a whole."""
    repairs = normal.candidates.get_column("repaired").drop_nulls().cast(pl.String).value_counts(sort=True)
    if repairs.height:
        told = ", ".join(
            f"{count:,} {word}"
            for word, count in repairs.sort("count", "repaired", descending=[True, False]).iter_rows()
        )
        yield f"numbers read after a repair or marked: {told}"
    lost = normal.candidates.select(pl.col("number_reason").eq("scientific_notation").sum()).item()
    if lost:
        yield f"{lost:,} numbers in scientific notation have lost their digits; ask for the list as XLSX"


def open_words(column: str, dates: DateColumn) -> str:
    """`동의일: 412 dates may be day/month/year or month/day/year`."""
    ways = " or ".join(str(order) for order in dates.open_orders)
    return f"{column}: {_dates(dates.open_count)} may be {ways}"


def date_notes(column: str, dates: DateColumn, unread: str) -> Iterator[str]:
    """What was decided about a column of dates, and what of it could not be read.

    Args:
      unread: What became of dates that cannot be read.
    """
    if dates.decided:
        yield f"{column}: dates read as {dates.decided}"
    if dates.open_orders:
        options = " or ".join(f"--date-order {_OPTION[order]}" for order in dates.open_orders)
        yield f"{open_words(column, dates)} and were not read; say {options}"
    lost = int(dates.is_unread.sum()) - dates.open_count
    if lost:
        yield f"{column}: {_dates(lost)} cannot be read; {unread}"


def _dates(count: int) -> str:
    return f"{count:,} date" if count == 1 else f"{count:,} dates"


def _remedy(dates: DateColumn, project: Project) -> str:
    ways = [_OPTION[order] for order in dates.open_orders]
    options = " or ".join(f"--date-order {way}" for way in ways)
    return f'say {options}, or write date_order = "{ways[0]}" under [accept] in projects/{project.name}.toml'
