"""Is a dialer's import layout right? Reads `layouts/NAME.toml`, the shipped ones too."""

from __future__ import annotations

import re

from telebatch.model.layouts import OWN_FORMS, QUEUE_VALUES, WITHDRAWN_VALUES, Layout, LayoutColumn
from telebatch.settings.nearness import meant, quoted
from telebatch.settings.pages import Page
from telebatch.settings.people_checks import check_words
from telebatch.settings.shapes import read_shape
from telebatch.settings.toml_lines import Path
from telebatch.settings.vocabulary import is_name

_ENDING = re.compile(r"(?!(?:xlsx|xlsm|xls|xlsb|ods|parquet|json|zip|gz|zst)$)[a-z0-9]{1,8}")
"""Of a text; what opens such a file would not find one of its kind."""
_SIGN = re.compile(r"[\t -~]")
_NO_SIGN = re.compile(r"[\w\"'+]")
"""What stands in numbers and words, or marks a cell."""


def read_layout(page: Page) -> Layout | None:
    """The layout; null where a key it needs is missing or wrong. Formats it names are checked when all are known."""
    layout = read_shape(Layout, page.table, page)
    for key in ("title", "source", "column"):
        if key not in page.table:
            page.wrong((key,), f"no `{key}`", "add [[column]] with name and of" if key == "column" else f"add {key}")
    if not is_name(page.stem) or page.stem in OWN_FORMS:
        page.wrong((), f"{quoted(page.stem)} cannot be a layout's name", "name the file with letters, digits and -")
    if layout is not None:
        _check_file(page, layout)
        for index, column in enumerate(layout.column):
            _check_column(page, ("column", index), column, layout)
            if layout.header and any(before.name == column.name for before in layout.column[:index]):
                remedy = "headers have to differ"
                page.wrong(("column", index, "name"), f"column {quoted(column.name)} stands twice", remedy)
        _check_whole(page, layout)
        _check_withdrawal(page, layout)
    return layout


def _check_withdrawal(page: Page, layout: Layout) -> None:
    """The file that takes leads out again names them."""
    taking_out = layout.taking_out
    if taking_out is None:
        return
    for index, column in enumerate(taking_out.column):
        path = ("withdraw", "column", index)
        _check_column(page, path, column, layout)
        for value in sorted({*column.of} & {*QUEUE_VALUES} - {*WITHDRAWN_VALUES}):
            remedy = f"take one of {', '.join(WITHDRAWN_VALUES)}"
            page.wrong((*path, "of"), f"`{value}` is not known of a call that is taken out", remedy)
    if not any("lead_id" in column.of for column in taking_out.column):
        page.wrong(("withdraw", "column"), "no column is filled from `lead_id`", 'add of = ["lead_id"] to one')


def _check_file(page: Page, layout: Layout) -> None:
    if not _SIGN.fullmatch(layout.delimiter) or _NO_SIGN.fullmatch(layout.delimiter):
        page.wrong(("delimiter",), f"`delimiter` is {quoted(layout.delimiter)}", 'write one sign: "," or "|" or "\\t"')
    if not _ENDING.fullmatch(layout.ending):
        page.wrong(("ending",), f"`ending` is {quoted(layout.ending)}", 'write it as "csv" or "txt"')
    if not layout.numbers:
        page.wrong(("numbers",), "`numbers` is empty", 'write numbers = ["e164"]')
    if "numbers" in layout.asks:
        page.wrong(("asks", "numbers"), "`numbers` tells how numbers are written", "name what is asked for otherwise")
    for key, asked in layout.asks.items():
        try:
            re.compile(asked.pattern)
        except re.error as refusal:
            page.wrong(("asks", key, "pattern"), f"`pattern` cannot be read: {refusal}", 'write it as "[0-9]{1,14}"')


def _check_column(page: Page, path: Path, column: LayoutColumn, layout: Layout) -> None:
    check_words(page, (*path, "of"), column.of, QUEUE_VALUES, "value")
    if sum(map(bool, (column.of, column.text, column.asks))) > 1:
        page.wrong(path, f"{quoted(column.name)} is filled in two ways", "keep one of `of`, `text` and `asks`")
    if column.asks and column.asks not in layout.asks:
        page.wrong((*path, "asks"), f"unknown key {quoted(column.asks)}", f"add [asks.{column.asks}] with `means`")
    if layout.header and (not column.name.isprintable() or (not layout.quotes and layout.delimiter in column.name)):
        remedy = "leave line breaks out, and the delimiter where cells are not quoted"
        page.wrong((*path, "name"), f"{quoted(column.name)} breaks the line of headers", remedy)
    if column.as_json and column.longest:
        page.wrong((*path, "longest"), "a JSON object that is cut cannot be read", "leave `longest` out")
    if column.longest < 0:
        page.wrong((*path, "longest"), "`longest` is below zero", "write 0 where no limit is known")


def _check_whole(page: Page, layout: Layout) -> None:
    filled = {value for column in layout.column for value in column.of}
    if "number" not in filled:
        page.wrong(("column",), "no column is filled from `number`", 'add of = ["number"] to the one that is dialled')
    if "lead_id" not in filled:
        page.doubtful(
            ("column",), "no column is filled from `lead_id`", "without it results find their lead by number and day"
        )


def check_results(page: Page, layout: Layout, formats: tuple[str, ...]) -> None:
    """The result formats a layout names exist."""
    for index, name in enumerate(layout.results):
        if name not in formats:
            page.wrong(("results", index), f"unknown format {quoted(name)}", meant(name, formats))
