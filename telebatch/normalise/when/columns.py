"""Whole columns of dates: one order of day, month and year for every cell, or the question which one is meant."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, permutations

import polars as pl

from telebatch.model.date_orders import DATE_ORDERS, POINTED, DateOrder, Readings, order_words, orders_read
from telebatch.model.periods import YEARS
from telebatch.model.time_words import TimeWords
from telebatch.normalise.when.dates import Spellings, spellings_of

#: Texts read at a time, so that patterns over ten million of them need no more memory than over these.
_TEXTS_AT_A_TIME = 250_000


@dataclass(frozen=True, eq=False)
class DateColumn:
    """What a column of dates says.

    Attributes:
      values: Date per cell, in order; null where the cell is empty, cannot be read or is left open.
      decided: The order taken where cells had to be decided, in words; empty where none had to be.
      open_orders: The orders between which nothing decides; empty where the column is decided.
      contradicts: The cells themselves are written in these orders, so that one that reads both ways may be either day.
      open_count: Cells that these orders read differently.
      is_unread: Bool per cell: something is written and no date was read; open cells are among them.
    """

    values: pl.Series
    decided: str
    open_orders: tuple[DateOrder, ...]
    open_count: int
    is_unread: pl.Series
    contradicts: bool = False


def read_date_column(
    cells: pl.Series, words: TimeWords, asked: DateOrder | None = None, prefers: tuple[DateOrder, ...] = ()
) -> DateColumn:
    """Reads a column whole.

    Args:
      cells: Every cell of the column (String); null and blank ones hold no date.
      words: For times of day, which may stand behind a date.
      asked: The order somebody stated for this file; it holds whatever the cells say.
      prefers: What settles a column that several orders read equally well, in order of weight.
    """
    texts, spellings = cells.drop_nulls().unique(maintain_order=True), spellings_of(words)
    found = _Order(asked) if asked is not None else _order_of(texts, spellings, prefers)
    order, tied = found.order, found.tied
    parts = [_values(part, spellings, order, tied) for part in texts.to_frame("text").iter_slices(_TEXTS_AT_A_TIME)]
    read = pl.concat(parts) if parts else _values(texts.to_frame("text"), spellings, order, tied)
    table = cells.alias("text").to_frame().join(read, on="text", how="left", maintain_order="left")
    is_blank = cells.str.strip_chars(" \t\r\n\u00a0\u3000").fill_null("").eq("")
    decided = order_words(order) if order is not None and bool(read["is_numeric"].any()) else ""
    return DateColumn(
        table["value"].alias(cells.name),
        decided,
        tied,
        int(table["is_open"].sum()),
        (table["value"].is_null() & ~is_blank).alias("is_unread"),
        found.contradicts,
    )


@dataclass(frozen=True)
class _Order:
    """The order of a column; or those between which nothing decides, and whether its cells contradict each other."""

    order: DateOrder | None
    tied: tuple[DateOrder, ...] = ()
    contradicts: bool = False


def _order_of(texts: pl.Series, spellings: Spellings, prefers: tuple[DateOrder, ...]) -> _Order:
    """The order that the texts tell; else what settles those they leave, or these."""
    days, is_pointed = _readings(texts, spellings)
    read = orders_read(days)
    if len(read.orders) < 2:
        return _Order(next(iter(read.orders), None))
    usual = (*prefers, "dmy") if is_pointed and not read.is_mixed else prefers
    settled = next((order for order in usual if order in read.orders), None)
    return _Order(settled) if settled is not None else _Order(None, read.orders, read.is_mixed)


def _readings(texts: pl.Series, spellings: Spellings) -> tuple[Readings, bool]:
    """How the texts read, and whether all that read differently have points and a whole year."""
    counts: dict[DateOrder, int] = dict.fromkeys(DATE_ORDERS, 0)
    alone = dict.fromkeys(permutations(DATE_ORDERS, 2), 0)
    apart: set[tuple[DateOrder, DateOrder]] = set()
    is_pointed = True
    for part in texts.to_frame("text").iter_slices(_TEXTS_AT_A_TIME):
        days = spellings.numeric(part["text"])
        for order in DATE_ORDERS:
            counts[order] += part.height - days[order].null_count()
        for one, other in alone:
            alone[one, other] += int((days[one].is_not_null() & days[other].is_null()).sum())
        differing = {pair: days[pair[0]].ne_missing(days[pair[1]]) for pair in combinations(DATE_ORDERS, 2)}
        apart |= {pair for pair, rows in differing.items() if rows.any()}
        open_rows = part.select(pl.any_horizontal(*differing.values())).to_series()
        is_pointed &= bool(part["text"].filter(open_rows).str.contains(POINTED).all())
    return Readings(counts, alone, frozenset(apart)), is_pointed


def _values(
    part: pl.DataFrame, spellings: Spellings, order: DateOrder | None, tied: tuple[DateOrder, ...]
) -> pl.DataFrame:
    """Each text with its date, whether an order was needed for it, and whether `tied` orders read it differently."""
    texts = part["text"]
    days = spellings.numeric(texts)
    read = spellings.dates(texts, order or (tied[0] if tied else None))
    first = tied[0] if tied else ""
    is_open = [days[each].ne_missing(days[first]) for each in tied[1:]]
    table = part.with_columns(
        pl.when(read.dt.year().is_between(YEARS.start, YEARS.stop - 1)).then(read).alias("value"),
        days.select(pl.any_horizontal(pl.all().is_not_null())).to_series().alias("is_numeric"),
        is_open=pl.any_horizontal(*is_open) if is_open else pl.lit(value=False),
    )
    return table.with_columns(pl.when(~pl.col("is_open")).then("value"))
