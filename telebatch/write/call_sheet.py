"""The fill-in call sheet: a queue as XLSX with empty columns and drop-downs, readable again by ingest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

_LIST_LIMIT = 255  # Excel keeps at most so many characters in an inline drop-down
_WIDTHS = (10, 44)
_A4 = 9  # Excel's number of the paper


@dataclass(frozen=True)
class CallSheet:
    """One queue to be called from a spreadsheet.

    Attributes:
      rows: String columns only, one row per lead, in calling order.
      to_fill: Header → drop-down choices; () where anything may be written.
      title: Name of the worksheet, at most 31 characters.
      made_utc: The as-of instant; it becomes the workbook's date, so that the same queue gives the same bytes.
      fill_after: The columns to fill in stand after so many columns of `rows`, which stay in sight when scrolling.
      guide: Lines of the call guide, on a second worksheet; () for none.
      guide_title: Name of that second worksheet.
    """

    rows: pl.DataFrame
    to_fill: tuple[tuple[str, tuple[str, ...]], ...]
    title: str
    made_utc: datetime
    fill_after: int = 5
    guide: tuple[str, ...] = ()
    guide_title: str = "guide"

    @property
    def places(self) -> tuple[int, ...]:
        """The worksheet column of each column of `rows`."""
        first = min(self.fill_after, self.rows.width)
        return (*range(first), *range(first + len(self.to_fill), self.rows.width + len(self.to_fill)))

    @property
    def blanks(self) -> tuple[int, ...]:
        """The worksheet column of each column to fill in."""
        first = min(self.fill_after, self.rows.width)
        return tuple(range(first, first + len(self.to_fill)))


def write_call_sheet(path: Path, sheet: CallSheet) -> None:
    """Writes the sheet; every cell is text, so no number loses a zero and nothing is ever run.

    Raises:
      OSError: The disk is full, read-only or not ours.
    """
    import xlsxwriter  # noqa: PLC0415 - slow to load, and most commands write no workbook

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    # In memory first: the library wraps what a disk says, and says it once more when its objects go.
    made = BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": sheet.made_utc.replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bg_color": "#1f3a4d", "font_color": "#ffffff", "valign": "vcenter"})
        fill = book.add_format({"bold": True, "bg_color": "#e8f1e4", "font_color": "#1d4d2b", "valign": "vcenter"})
        text = book.add_format({"num_format": "@", "text_wrap": False})
        page = book.add_worksheet(_sheet_name(sheet.title))
        page.freeze_panes(1, min(sheet.fill_after, sheet.rows.width))
        page.set_landscape()
        page.set_paper(_A4)
        # On paper a caller needs whom to call and where to write; the rest stays on the screen.
        page.print_area(0, 0, sheet.rows.height, min(sheet.fill_after, sheet.rows.width) + len(sheet.to_fill) - 1)
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
        page.autofilter(0, 0, max(1, sheet.rows.height), sheet.rows.width + len(sheet.to_fill) - 1)
        _head(page, sheet, (head, fill))
        _rows(page, sheet, text)
        _choices(page, sheet)
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{sheet.rows.height + 1}"})
        if sheet.guide:
            _guide(book, sheet)
    path.write_bytes(made.getbuffer())
    path.chmod(0o600)


def _sheet_name(title: str) -> str:
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)[:31] or "queue"


def _head(page: Any, sheet: CallSheet, formats: tuple[Any, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    for place, name in zip(sheet.places, sheet.rows.columns, strict=True):
        page.set_column(place, place, _width(name, sheet.rows.get_column(name)))
    for place in sheet.blanks:
        page.set_column(place, place, 16)
    page.set_row(0, 22)
    heads = [*zip(sheet.places, sheet.rows.columns, strict=True)]
    fills = [*zip(sheet.blanks, (name for name, _ in sheet.to_fill), strict=True)]
    # Constant memory: the cells of a row are written from left to right.
    for place, name in sorted([*heads, *fills]):
        page.write_string(0, place, name, formats[place in sheet.blanks])


def _width(name: str, cells: pl.Series) -> int:
    """Wide glyphs count double in a spreadsheet; the first rows tell enough."""
    longest = max(
        (sum(1 + (ord(sign) > 0x1100) for sign in cell or "") for cell in [name, *cells.head(200)]), default=0
    )
    return max(_WIDTHS[0], min(_WIDTHS[1], longest + 2))


def _rows(page: Any, sheet: CallSheet, text: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
    first = min(sheet.fill_after, sheet.rows.width)
    for number, row in enumerate(sheet.rows.iter_rows(), 1):
        for place, cell in zip(sheet.places[:first], row[:first], strict=True):
            page.write_string(number, place, cell or "", text)
        for place in sheet.blanks:
            page.write_blank(number, place, None, text)
        for place, cell in zip(sheet.places[first:], row[first:], strict=True):
            page.write_string(number, place, cell or "", text)


def _choices(page: Any, sheet: CallSheet) -> None:  # noqa: ANN401 - xlsxwriter has no types
    last = max(1, sheet.rows.height)
    for place, (_, choices) in zip(sheet.blanks, sheet.to_fill, strict=True):
        if choices and len(",".join(choices)) <= _LIST_LIMIT:
            page.data_validation(1, place, last, place, _drop_down(choices))


def _drop_down(choices: Sequence[str]) -> dict[str, object]:
    # A word the list does not know is warned of, not refused: ingest lists it as unmapped and a person decides.
    return {"validate": "list", "source": list(choices), "error_type": "warning"}


def _guide(book: Any, sheet: CallSheet) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page = book.add_worksheet(_sheet_name(sheet.guide_title))
    plain = {"text_wrap": True, "valign": "top"}
    forms = {
        "": book.add_format(plain),
        "# ": book.add_format({**plain, "bold": True, "font_size": 14}),
        "## ": book.add_format({**plain, "bold": True, "font_color": "#1f3a4d"}),
    }
    page.set_column(0, 0, 100)
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    for number, line in enumerate(sheet.guide):
        mark = next((mark for mark in ("# ", "## ") if line.startswith(mark)), "")
        page.write_string(number, 0, line.removeprefix(mark), forms[mark])
