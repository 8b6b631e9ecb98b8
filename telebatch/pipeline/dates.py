"""Columns of dates in files people send: read by one order, what was decided said, what is open asked."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from telebatch.model.date_orders import order_words
from telebatch.model.errors import InputRefused
from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.model.records import ReadOptions
from telebatch.normalise.when import DateColumn, read_date_column
from telebatch.pipeline.house import House


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


def date_notes(column: str, dates: DateColumn, unread: str, before: str = "") -> Iterator[str]:
    """What was decided about a column of dates, and what of it could not be read.

    Args:
      unread: What became of dates that cannot be read.
      before: What to do before the file is sent again with an order, for it was taken in as it was.
    """
    if dates.decided:
        yield f"{column}: dates read as {dates.decided}"
    if dates.open_orders:
        were = "was" if dates.open_count == 1 else "were"
        yield f"{_open_words(column, dates)} and {were} not read, {unread}; {_say(dates, before)}"
    lost = int(dates.is_unread.sum()) - dates.open_count
    if lost:
        yield f"{column}: {plural(lost, 'date')} cannot be read; {unread}"


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
