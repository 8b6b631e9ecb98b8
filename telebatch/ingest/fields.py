"""Does a collected value fit its field: integer, decimal, money, date, yes/no, choice or text, by number locale."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import polars as pl

from telebatch.ingest.when.date_orders import NO_ORDERS, ColumnOrder, DateOrders
from telebatch.model.cell_words import CellWords
from telebatch.model.currencies import DECIMALS
from telebatch.model.date_orders import DateOrder
from telebatch.model.project import Field

#: Locales that write 1.234,56; the others write 1,234.56.
_COMMA_DECIMAL = frozenset({"de"})
_UNSETTLED = NO_ORDERS.of("", ())
#: Within a myriad, and the myriads: 3천5백만 is 3,500 times 만.
_SMALL = {"십": 10, "百": 100, "백": 100, "천": 1000, "千": 1000, "十": 10}
_BIG = {"만": 10**4, "万": 10**4, "萬": 10**4, "억": 10**8, "億": 10**8, "亿": 10**8}
_LATIN = {"k": 10**3, "m": 10**6}
_PART = re.compile(rf"\s*(\d[\d.,'\s]*\d|\d|)\s*([{''.join((*_SMALL, *_BIG))}]|[kKmM]$|$)")


@dataclass(frozen=True, eq=False)
class Told:
    """One column of answers as JSON texts.

    Attributes:
      values: JSON text per row; null where the cell is empty.
      is_misfit: Bool per row: the value does not fit the type and is kept as JSON text.
    """

    values: pl.Series
    is_misfit: pl.Series


def json_of(cells: pl.Series, field: Field, words: CellWords, orders: DateOrders = NO_ORDERS) -> Told:
    """Types every distinct value once; money becomes integer minor units of the field's currency.

    Args:
      orders: What decides whether 3/4/2026 is in March or April; where nothing does, it fits no field.
    """
    distinct = cells.drop_nulls().unique().sort()
    usual: tuple[DateOrder, ...] = ("dmy",) if field.locale in _COMMA_DECIMAL else ()
    settled = replace(orders, prefers=(*usual, *orders.prefers)).of("", distinct)
    typed = [value_of(text, field, words, settled) for text in distinct]
    table = pl.DataFrame(
        {
            "_cell": distinct,
            "_json": pl.Series(
                [_json(text, value) for text, value in zip(distinct, typed, strict=True)], dtype=pl.String
            ),
            "_misfit": pl.Series([value is None for value in typed], dtype=pl.Boolean),
        }
    )
    joined = cells.alias("_cell").to_frame().join(table, on="_cell", how="left", maintain_order="left")
    return Told(joined.get_column("_json"), joined.get_column("_misfit").fill_null(value=False))


def _json(text: str, value: object) -> str:
    if value is None:
        return json.dumps(text, ensure_ascii=False)
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def value_of(
    text: str, field: Field, words: CellWords, settled: ColumnOrder = _UNSETTLED
) -> int | Decimal | bool | str | None:
    """The typed value of one cell; null where it does not fit.

    A date is ISO text, money integer minor units, a choice the project's own spelling.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if field.kind == "text":
        return text
    if field.kind == "yes_no":
        return words.yes_no.of(text.casefold())
    if field.kind == "choice":
        return {choice.casefold(): choice for choice in field.choices}.get(text.casefold())
    if field.kind == "date":
        day = settled.day(text)
        return None if day is None else day.isoformat()
    number = number_of(text, field.locale, words.units)
    if number is None or field.kind == "decimal":
        return number
    scaled = number.scaleb(DECIMALS.get(field.currency, 2)) if field.kind == "money" else number
    whole = scaled.to_integral_value()
    return int(whole) if whole == scaled and abs(whole) < 2**63 else None


def number_of(text: str, locale: str, units: frozenset[str]) -> Decimal | None:
    """`3,000,000원`, `300만`, `1.234,56`, `1억 2000만`, `3천5백만` → the number; null: none, or several."""
    bare = _pattern(units).sub("", text).strip()
    sign, bare = (-1, bare[1:]) if bare[:1] == "-" else (1, bare.removeprefix("+"))
    if not bare[:1].isdigit():
        return None
    parts, at = [], 0
    while at < len(bare):
        found = _PART.match(bare, at)
        if found is None or found.end() == at:
            return None
        part = _plain(found[1], locale) if found[1] else None
        if found[1] and part is None:
            return None
        parts.append((part, found[2].lower()))
        at = found.end()
    total = _summed(parts)
    return None if total is None else sign * total


@lru_cache(maxsize=4)
def _pattern(units: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, units), key=lambda unit: (-len(unit), unit))), re.IGNORECASE)


def _summed(parts: Sequence[tuple[Decimal | None, str]]) -> Decimal | None:
    """Figures with their units, the greater before the smaller.

    `1억2천` is null: by its figures it tells two thousand, and who says it means twenty million.
    """
    total, section, biggest, small = Decimal(0), Decimal(0), 10**12, 10**4
    for figures, unit in parts:
        if unit in _LATIN or not unit:
            is_alone = unit not in _LATIN or len(parts) == 1
            return total + section + figures * _LATIN.get(unit, 1) if figures is not None and is_alone else None
        if unit in _SMALL:
            if figures is None or _SMALL[unit] >= small:
                return None
            small = _SMALL[unit]
            section += figures * small
        else:
            section += figures or 0
            if not section or _BIG[unit] >= biggest:
                return None
            biggest, total = _BIG[unit], total + section * _BIG[unit]
            section, small = Decimal(0), 10**4
    is_left_open = section and 10**4 < biggest < 10**12
    return None if is_left_open else total + section


def _plain(figures: str, locale: str) -> Decimal | None:
    """Figures with grouping marks; a mark that does not group by three is refused, never dropped."""
    group, point = (".", ",") if locale in _COMMA_DECIMAL else (",", ".")
    figures = re.sub(r"[\s']", "", figures)
    whole, _, fraction = figures.partition(point)
    if group in whole and not re.fullmatch(rf"[-+]?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", whole):
        return None
    try:
        return Decimal(whole.replace(group, "") + (f".{fraction}" if fraction else ""))
    except InvalidOperation:
        return None
