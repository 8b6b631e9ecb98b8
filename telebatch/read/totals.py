"""Rows that are no records: totals, footers and section titles that people leave in their sheets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from telebatch.model.records import SetAsideReason

_TOTALS = (
    "합계 총계 소계 누계 총합계 총합 계 합 총인원 총건수 合计 总计 小计 共计 累计 总数 合計 總計 小計 総計 累計 共計"
    " 件数計 total totals subtotal grandtotal sum sumtotal totalcount count rowcount records"
)
_FOOTERS = (
    "이하여백 이상 끝 페이지 쪽 以上 以下空白 以下余白 以下餘白 终 完 页 頁 endoflist endofreport endoffile end page"
)
TOTALS_WORDS = frozenset(_TOTALS.split())
FOOTER_WORDS = frozenset(_FOOTERS.split())
_EDGES = re.compile(r"^[\s\-–—*·.※<\[({]+|[\s\-–—*·.:：>\])}]+$")
_FIGURE = re.compile(r"^[₩¥$€£￦\\-]*[\d.,\s]+(?:원|元|円|건|명|개|人|件|名|%|rows?|records?)?$", re.IGNORECASE)
#: A count in one cell, without blanks: "total:1rows", "총3건", "3records".
_COUNTING = frozenset(("총", "共", "计", "計", "rows", "row", "numberofrecords"))
_OF = r"(?:rows?|records?|contacts?|entries|count|건수|인원|행수)?"
_UNIT = r"(?:원|元|円|건|명|개|행|人|件|名|条|條|笔|筆|条记录|rows?|records?|contacts?|entries|people|persons)?"
_COUNTED = re.compile(
    rf"^(?:(?:{'|'.join(sorted(TOTALS_WORDS | _COUNTING))}){_OF}[:=]?\d[\d,.]*{_UNIT}"
    r"|\d[\d,.]*(?:rows?|records?)(?:affected|selected|returned|fetched|inset.*)?)$"
)
_PHONE = re.compile(r"^(?:\+|0)[\d\s().-]{7,}$")
_PAGE = re.compile(
    r"^(?:page|p\.?|페이지|第)?\s*\d+\s*(?:/|of|页共|頁共)\s*\d+\s*(?:page|페이지|쪽|页|頁)?$", re.IGNORECASE
)
EDGE_SIGNS = b"-*<[({.\"'"


def word_prefixes() -> frozenset[bytes]:
    """The first three UTF-8 bytes of every word above, in small, capital and title letters."""
    words = {*TOTALS_WORDS, *_COUNTING, *FOOTER_WORDS, "page", "第", "※"}
    return frozenset(form.encode()[:3] for word in words for form in (word, word.upper(), word.capitalize()))


def row_word(cell: str) -> str:
    """A cell as compared with the words above: no blanks, no edging signs, small letters."""
    return "".join(_EDGES.sub("", unicodedata.normalize("NFKC", cell)).split()).casefold()


def judge_row(cells: Sequence[str | None], header: Sequence[Sequence[str]]) -> SetAsideReason | None:
    """Why a row is no record, under a header of one row or two; None for a record.

    A totals row starts with a totals word and holds nothing else but figures, so that a company called
    Total with a telephone number stays a record; or one cell alone counts rows.
    """
    filled = [cell.strip() for cell in cells if cell is not None and cell.strip()]
    if not filled:
        return None
    if any(filled == [cell.strip() for cell in row if cell.strip()] for row in header):
        return SetAsideReason.REPEATED_HEADER
    word, rest = row_word(filled[0]), filled[1:]
    if word in TOTALS_WORDS and all(_FIGURE.match(cell) and not _PHONE.match(cell) for cell in rest):
        return SetAsideReason.TOTALS_ROW
    if not rest and _COUNTED.match(word):
        return SetAsideReason.TOTALS_ROW
    if not rest and len(cells) > 1 and (word in FOOTER_WORDS or _PAGE.match(filled[0])):
        return SetAsideReason.TITLE_ROW
    return None
