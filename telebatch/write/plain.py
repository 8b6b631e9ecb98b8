"""Plain outputs: CSV for spreadsheets, Parquet for machines, JSON and text; atomicity is the store's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol, cast

import polars as pl
import pyarrow.parquet as pq

from telebatch.write.neutral import neutralised

_ROW_GROUP = 128 * 1024
#: Rows that one thread turns into text at a time; the usual thousand costs more waking than writing.
_BATCH = 16_384


def write_csv(path: Path, rows: pl.LazyFrame) -> None:
    """Writes rows as UTF-8 CSV with a byte-order mark (a Korean Excel needs it), LF, dangerous cells marked.

    Args:
      path: Hidden temporary file given by the store.
      rows: In the order in which they shall stand; String cells are neutralised here and nowhere else.
    """
    texts = [name for name, kind in rows.collect_schema().items() if kind == pl.String]
    # An empty text is written as an empty cell, not as two quotes that a person would see.
    cells = (pl.when(pl.col(name) != "").then(neutralised(pl.col(name))).alias(name) for name in texts)
    rows.with_columns(cells).sink_csv(path, include_bom=True, maintain_order=True, quote_style="necessary")
    path.chmod(0o600)


class Sink(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Takes in all of them."""
        ...


def write_csv_ready(file: Sink, head: Sequence[str], pieces: Iterable[pl.DataFrame]) -> None:
    """As `write_csv` with cells that `ready` or `ready_together` made; piece by piece: memory holds one of them.

    Args:
      file: From the store.
      head: Column names; a column of `ready_together` stands for several of them.
      pieces: Of the same columns, in the order in which they shall stand.
    """
    file.write(("\ufeff" + ",".join(head) + "\n").encode())
    for rows in pieces:
        # All that Polars asks of a file is `write`.
        rows.write_csv(cast("IO[bytes]", file), include_header=False, quote_style="never", batch_size=_BATCH)


def write_parquet(path: Path, rows: pl.DataFrame) -> None:
    """Writes rows as one Parquet file whose bytes depend on nothing but the rows."""
    pq.write_table(rows.to_arrow(), path, compression="zstd", row_group_size=_ROW_GROUP, store_schema=False)
    path.chmod(0o600)


def write_json(path: Path, told: Mapping[str, object]) -> None:
    """Writes one JSON object, keys in the given order, dates as ISO text, one newline at the end."""
    write_text(path, json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n")


def write_text(path: Path, text: str) -> None:
    """Writes text as UTF-8 with LF line ends."""
    path.write_text(text, encoding="utf-8", newline="\n")
    path.chmod(0o600)
