"""Rows that are no records: totals, footers and section titles that people leave in their sheets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from telebatch.model.list_words import RowWords
from telebatch.model.records import SetAsideReason

_EDGES = re.compile(r"^[\s\-–—*·.※<\[({]+|[\s\-–—*·.:：>\])}]+$")
#: What databases write below the rows of an answer.
_ANSWERED = r"\d[\d,.]*(?:rows?|records?)(?:affected|selected|returned|fetched|inset.*)?"
#: A pattern that nothing matches, in the words of `re` and of Polars.
_NOTHING = r"[^\s\S]"
_PHONE = re.compile(r"^(?:\+|0)[\d\s().-]{7,}$")
_MARK = "\ufeff"
"""Begins a file in UTF-8, and a row where files were joined."""
NOTE = "※"
"""Begins a note below a table in Korea and Japan."""
EDGE_SIGNS = b"-*<[({.\"'"


def row_words(parsed: Mapping[str, Any]) -> RowWords:
    """The words of the parsed rows.toml, as `judge_row` compares them."""
    counts, pages = parsed["counts"], parsed["pages"]
    return RowWords(
        totals=_compared(_told(parsed["totals"])), counts=_compared(counts["before"]), of=_compared(counts["of"]),
        units=_compared(counts["units"]), money=_compared(counts["money"]),
        footers=_compared(_told(parsed["footers"])), page_before=frozenset(pages["before"]),
        page_between=frozenset(pages["between"]), page_behind=frozenset(pages["behind"]),
    )  # fmt: skip


def _told(table: Mapping[str, Any]) -> Iterable[str]:
    """The words of every language of a table; its source is none."""
    return (word for words in table.values() if isinstance(words, list) for word in words)


def _compared(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(row_word, words))


def word_prefixes(words: RowWords) -> frozenset[bytes]:
    """The first three UTF-8 bytes of every word that such a row begins with, in small, capital and title letters."""
    begins = {*words.totals, *words.counts, *words.footers, *words.page_before, NOTE}
    return frozenset(form.encode()[:3] for word in begins for form in (word, word.upper(), word.capitalize()))


@lru_cache(maxsize=2)
def may_be_none(words: RowWords) -> str:
    """A pattern for a first look at first cells: what matches not, begins no such row."""
    begins = sorted(words.totals | words.counts | words.footers | words.of | {NOTE})
    spaced = "|".join(r"\s*".join(map(re.escape, word)) for word in begins) or _NOTHING
    page = rf"(?:{_any(words.page_before)})?\s*\d+\s*(?:{_any(words.page_between)})"
    return rf"(?i)^[\W\d_]*(?:{spaced})|^\W*{page}"


def row_word(cell: str) -> str:
    """A cell as compared with the words: no blanks, no edging signs, small letters."""
    return "".join(_EDGES.sub("", unicodedata.normalize("NFKC", cell)).split()).casefold()


def judge_row(cells: Sequence[str | None], header: Sequence[Sequence[str]], words: RowWords) -> SetAsideReason | None:
    """Why a row is no record, under a header of one row or two; None for a record.

    A totals row starts with a totals word, said of what or not (`소계(서울)`, `Total records`), and holds nothing else
    but figures, so that a company called Total with a telephone number stays a record; or one cell alone counts rows.
    """
    filled = [cell.strip().removeprefix(_MARK) for cell in cells if cell is not None and cell.strip()]
    if not filled:
        return None
    if any(filled == [cell.strip() for cell in row if cell.strip()] for row in header):
        return SetAsideReason.REPEATED_HEADER
    totalled, figure, counted, page = _patterns(words)
    word, rest = row_word(filled[0]), filled[1:]
    if totalled.match(word) and all(_is_figure(cell, figure, counted) for cell in rest):
        return SetAsideReason.TOTALS_ROW
    if not rest and counted.match(word):
        return SetAsideReason.TOTALS_ROW
    is_note = filled[0].startswith(NOTE) and bool(words.footers)
    if not rest and len(cells) > 1 and (word in words.footers or is_note or page.match(filled[0])):
        return SetAsideReason.TITLE_ROW
    return None


def _is_figure(cell: str, figure: re.Pattern[str], counted: re.Pattern[str]) -> bool:
    return not _PHONE.match(cell) and bool(figure.match(cell) or counted.match(row_word(cell)))


@lru_cache(maxsize=2)
def _patterns(words: RowWords) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A totals word, and of what; a figure with its unit, or a dash for none; a count in one cell, without blanks
    (`total:1rows`, `총3건`, `합계(3건`, `3records`); a page.
    """
    units, of = _any(words.units | words.money), _any(words.of)
    before = _any(words.totals | words.counts)
    totalled = rf"^(?:(?:{_any(words.totals)})(?:[(\[][^)\]]*)?|(?:{before})(?:{of})[:=]?)$"
    figure = rf"^(?:[₩¥$€£￦\\-]*[\d.,\s]+(?:{units}|%)?|[-–—]+)$"
    counted = rf"^(?:(?:(?:{before})[:=]?){{1,2}}(?:{of})?[:=(\[]?\d[\d,.]*(?:{units})?|{_ANSWERED})$"
    around = (_any(one) for one in (words.page_before, words.page_between, words.page_behind))
    page = r"^(?:{})?\s*\d+\s*(?:{})\s*\d+\s*(?:{})?$".format(*around)
    return re.compile(totalled), re.compile(figure, re.I), re.compile(counted), re.compile(page, re.I)


def _any(words: frozenset[str]) -> str:
    """A pattern of any of the words, the longest first; of none at all where there are none."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or _NOTHING
