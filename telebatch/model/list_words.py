"""The words and letters that tables are written with; settings loads them, read knows tables by them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RowWords:
    """What rows that are no records say; every word as `row_word` of read compares it, those of pages as written.

    Attributes:
      totals: Begin a row of totals.
      counts: Stand in front of a figure in one cell, beside those of totals.
      of: What is counted, between such a word and its figure.
      units, money: Behind a figure.
      footers: Stand alone.
      page_before, page_between, page_behind: Around the figures of a page.
    """

    totals: frozenset[str] = _NONE
    counts: frozenset[str] = _NONE
    of: frozenset[str] = _NONE
    units: frozenset[str] = _NONE
    money: frozenset[str] = _NONE
    footers: frozenset[str] = _NONE
    page_before: frozenset[str] = _NONE
    page_between: frozenset[str] = _NONE
    page_behind: frozenset[str] = _NONE


@dataclass(frozen=True)
class ListWords:
    """What a table is known by.

    Attributes:
      headers: Header words, as `header_key` of read writes them.
      groups: Titles of groups of columns → the object that they tell of, in the same form.
      owned: Header words behind an object that mean something else than alone.
      of_others: Titles of groups of columns about somebody else than the person, likewise.
      rows: Words of rows that are no records; without any, none is looked for.
      letters: Everyday letters of Han and Hangul; without any, nobody asks whether letters are everyday ones.
    """

    headers: frozenset[str] = _NONE
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    owned: frozenset[str] = _NONE
    rows: RowWords = RowWords()
    letters: frozenset[str] = _NONE
    of_others: frozenset[str] = _NONE
