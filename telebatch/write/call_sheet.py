"""The fill-in call sheet: a queue as XLSX with empty columns and drop-downs, readable again by ingest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

_LIST_LIMIT = 255  # Excel keeps at most so many characters in an inline drop-down
_WIDTHS = (10, 44)


@dataclass(frozen=True)
class CallSheet:
    """One queue to be called from a spreadsheet.

    Attributes:
      rows: String columns only, one row per lead, in calling order.
      to_fill: Header → drop-down choices; () where anything may be written.
      title: Name of the worksheet, at most 31 characters.
      made_utc: The as-of instant; it becomes the workbook's date, so that the same queue gives the same bytes.
      guide: Lines of the call guide, on a second worksheet; () for none.
      guide_title: Name of that second worksheet.
    """

    rows: pl.DataFrame
    to_fill: tuple[tuple[str, tuple[str, ...]], ...]
    title: str
    made_utc: datetime
    guide: tuple[str, ...] = ()
    guide_title: str = "guide"


def write_call_sheet(path: Path, sheet: CallSheet) -> None:
    """Writes the sheet; every cell is text, so no number loses a zero and nothing is ever run."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": sheet.made_utc.replace(tzinfo=None)})
        head = book.add_format(
            {"bold": True, "bg_color": "#1f3a4d", "font_color": "#ffffff", "valign": "vcenter"}
        )
        fill = book.add_format(
            {"bold": True, "bg_color": "#e8f1e4", "font_color": "#1d4d2b", "valign": "vcenter"}
        )
        text = book.add_format({"num_format": "@", "text_wrap": False})
        page = book.add_worksheet(_sheet_name(sheet.title))
        page.freeze_panes(1, 2)
        _head(page, sheet, (head, fill))
        _rows(page, sheet, text)
        _choices(page, sheet)
        if sheet.guide:
            _guide(book, sheet)
    path.chmod(0o600)


def _sheet_name(title: str) -> str:
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)[:31] or "queue"


def _head(page: Any, sheet: CallSheet, formats: tuple[Any, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    columns = sheet.rows.columns
    for index, name in enumerate(columns):
        page.set_column(index, index, _width(name, sheet.rows.get_column(name)))
    for index in range(len(columns), len(columns) + len(sheet.to_fill)):
        page.set_column(index, index, 16)
    page.set_row(0, 22)
    for index, name in enumerate(columns):
        page.write_string(0, index, name, formats[0])
    for index, (name, _) in enumerate(sheet.to_fill, len(columns)):
        page.write_string(0, index, name, formats[1])


def _width(name: str, cells: pl.Series) -> int:
    """Wide glyphs count double in a spreadsheet; the first rows tell enough."""
    longest = max(
        (sum(1 + (ord(sign) > 0x1100) for sign in cell or "") for cell in [name, *cells.head(200)]), default=0
    )
    return max(_WIDTHS[0], min(_WIDTHS[1], longest + 2))


def _rows(page: Any, sheet: CallSheet, text: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    blank_from = len(sheet.rows.columns)
    for number, row in enumerate(sheet.rows.iter_rows(), 1):
        for index, cell in enumerate(row):
            page.write_string(number, index, cell or "", text)
        for index in range(blank_from, blank_from + len(sheet.to_fill)):
            page.write_blank(number, index, None, text)


def _choices(page: Any, sheet: CallSheet) -> None:  # noqa: ANN401 - xlsxwriter has no types
    last = max(1, sheet.rows.height)
    for index, (_, choices) in enumerate(sheet.to_fill, len(sheet.rows.columns)):
        if choices and len(",".join(choices)) <= _LIST_LIMIT:
            page.data_validation(1, index, last, index, _drop_down(choices))


def _drop_down(choices: Sequence[str]) -> dict[str, object]:
    # A word the list does not know is warned of, not refused: ingest lists it as unmapped and a person decides.
    return {"validate": "list", "source": list(choices), "error_type": "warning"}


def _guide(book: Any, sheet: CallSheet) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page = book.add_worksheet(_sheet_name(sheet.guide_title))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 100)
    for number, line in enumerate(sheet.guide):
        page.write_string(number, 0, line, wrap)
