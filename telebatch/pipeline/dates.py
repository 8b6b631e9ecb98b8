"""Columns of dates in files people send: read by one order, what was decided said, what is open asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from telebatch.model.date_orders import order_words
from telebatch.model.errors import InputRefused
from telebatch.model.plural import plural, some
from telebatch.model.project import Project
from telebatch.model.records import ReadOptions
from telebatch.normalise.when import DateColumn, read_date_column
from telebatch.pipeline.house import House

#: Lines told of.
_SHOWN: Final = 5


def read_days(house: House, cells: pl.Series, options: ReadOptions, project: Project | None) -> DateColumn:
    """A column of dates by the order stated for its file, its own evidence, the project's, then that of the region."""
    return read_date_column(cells, house.shipped.times, options.date_order, house.accepted(project).usual_orders)


def project_of(house: House, name: str | None) -> Project | None:
    """The project a file belongs to, else the first there is, by whose region and order it is read."""
    projects = house.settings.projects
    return projects.get(name or "") or next(iter(projects.values()), None)


def refuse_open(column: str, dates: DateColumn, shown: str, project: Project | None) -> None:
    """Asks which order is meant where nothing decides.

    Raises:
      InputRefused: The column reads in two ways.
    """
    if dates.open_orders:
        where = f"projects/{project.name}.toml" if project else "the project's file"
        way = dates.open_orders[0]
        remedy = f'say {_options(dates)}, or write date_order = "{way}" under [accept] in {where}'
        raise InputRefused(_open_words(column, dates), place=shown, remedy=remedy)


def date_notes(
    column: str, dates: DateColumn, unread: str, before: str = "", lines: pl.Series | None = None
) -> Iterator[str]:
    """What was decided about a column of dates, and what of it could not be read.

    Args:
      unread: What became of dates that cannot be read.
      before: What to do before the file is sent again with an order, for it was taken in as it was.
      lines: Of the cells; told where the rows of dates that cannot be read are taken in all the same.
    """
    if dates.decided:
        yield f"{column}: dates read as {dates.decided}"
    if dates.open_orders:
        were = "was" if dates.open_count == 1 else "were"
        yield f"{_open_words(column, dates)} and {were} not read, {unread}; {_say(dates, before)}"
    lost = int(dates.is_unread.sum()) - dates.open_count
    if lost:
        told = f"{plural(lost, 'date')} cannot be read{_where(dates, lines)}"
        yield f"{column}: {told}; {unread}{_in_full(lines, before)}"


def _where(dates: DateColumn, lines: pl.Series | None) -> str:
    """The lines of the cells that hold none; nothing where cells that are open stand among them."""
    if lines is None or dates.open_orders:
        return ""
    return f" (line {some(lines.filter(dates.is_unread).sort(), _SHOWN)})"


def _in_full(lines: pl.Series | None, before: str) -> str:
    """How a date without its year, for example, comes to count."""
    if lines is None:
        return ""
    days = "days written as YYYY-MM-DD"
    return f"; {before}, then send the file again with {days}" if before else f"; send it with {days}"


def _open_words(column: str, dates: DateColumn) -> str:
    """`동의일: 412 dates may be day/month/year or month/day/year`, or that they are written in both."""
    orders = [order_words(order) for order in dates.open_orders]
    count = plural(dates.open_count, "date")
    if dates.contradicts:
        return f"{column}: {count} are written in two orders, some only {' and some only '.join(orders)}"
    return f"{column}: {count} may be {' or '.join(orders)}"


def _say(dates: DateColumn, before: str) -> str:
    return f"{before}, then send the file again with {_options(dates)}" if before else f"say {_options(dates)}"


def _options(dates: DateColumn) -> str:
    return " or ".join(f"--date-order {order}" for order in dates.open_orders)
