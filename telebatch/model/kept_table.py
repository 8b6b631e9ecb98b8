"""Contact lists in which somebody was forgotten: what was read of them, less these rows, in place of the file."""

from __future__ import annotations

import polars as pl

from telebatch.model.table import table_of

#: A row per table (sheet, member of an archive) of such a list.
KEPT_LISTS = table_of(
    "kept_lists",
    ("file_key", "part"),
    personal=True,
    file_key=pl.Int64,
    part=pl.Int32,  # place of the table in its file, from 0
    told=pl.String,  # JSON object: headings, counts and all else that reading told of the table
)

#: Its rows, each where it stood.
KEPT_ROWS = table_of(
    "kept_rows",
    ("record", "file_key", "part"),  # by record first: rows of one long list can be merged range by range
    personal=True,
    file_key=pl.Int64,
    part=pl.Int32,
    record=pl.Int64,  # of its table
    line=pl.Int64,
    reason=pl.String,  # why it was set aside; null: it is a record
    cells=pl.String,  # JSON object: heading → cell; of a row set aside its raw text
)
