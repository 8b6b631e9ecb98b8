"""A call list as a dialer loads it: its columns, its delimiter, one line per lead whatever a cell holds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO, Final

import polars as pl

from telebatch.model.layouts import Layout
from telebatch.write.neutral import neutralised

#: Of our own making: digits and signs of a number, which a dialer must get as they are.
_PLAIN: Final = ("number",)
_LINE_ENDS: Final = {"lf": "\n", "crlf": "\r\n"}
_BREAKS: Final = r"[\r\n\t\x0b\x0c\x00-\x08\x0e-\x1f\x7f\x85\u2028\u2029]+"


def write_dialer_list(path: Path, layout: Layout, cells: pl.DataFrame) -> None:
    """Writes the cells as UTF-8 without a byte-order mark, cells a spreadsheet would run marked as in every output.

    Args:
      path: Hidden temporary file given by the store.
      layout: How the dialer wants them.
      cells: One String column per column of the layout, in its order, no nulls.
    """
    parted = pl.all().str.replace_all(_BREAKS, " ")
    rows = cells.with_columns(parted if layout.quotes else parted.str.replace_all(re.escape(layout.delimiter), " "))
    marked = [
        pl.col(name) if column.of == _PLAIN else neutralised(pl.col(name))
        for name, column in zip(rows.columns, layout.column, strict=True)
    ]
    with path.open("wb") as file:
        if layout.header:
            head = pl.DataFrame({name: [column.name] for name, column in zip(rows.columns, layout.column, strict=True)})
            _write(file, layout, head)
        _write(file, layout, rows.select(marked))
    path.chmod(0o600)


def _write(file: IO[bytes], layout: Layout, rows: pl.DataFrame) -> None:
    rows.with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep()).write_csv(
        file,
        include_header=False,
        separator=layout.delimiter,
        line_terminator=_LINE_ENDS[layout.line_ends],
        quote_style="necessary" if layout.quotes else "never",
    )
