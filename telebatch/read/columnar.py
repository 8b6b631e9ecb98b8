"""Parquet and JSON lines: columns arrive by name; every value becomes text."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from telebatch.model.errors import InputRefused
from telebatch.model.records import LINE, RECORD, SET_ASIDE_SCHEMA, Reading, ReadOptions
from telebatch.read.decode import decode, settle
from telebatch.read.frames import no_rows, unreadable
from telebatch.read.header_words import clean_headers
from telebatch.read.layout import MOST_CELLS
from telebatch.read.source import Source

MOST_CELLS_UNPACKED = 64_000_000
_MOST_RATIO = 200
"""Cells per byte of the file: lists have a number of its own in every row."""


def read_parquet(source: Source) -> Reading:
    """A Parquet file; lazy, every column cast to String, nested ones as JSON text.

    Raises:
      InputRefused: damaged, or a column of a type that has no text.
    """
    path = source.place
    assert isinstance(path, Path)
    try:
        told = pq.ParquetFile(path).metadata
        height, columns = told.num_rows, told.num_columns
        frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
        schema = frame.collect_schema()
        frame.head(1).collect()
    except (pa.ArrowException, OSError, pl.exceptions.PolarsError, ValueError):
        raise InputRefused("the Parquet file is damaged", place=source.shown, remedy="ask for it again") from None
    _refuse_bomb(height * columns, source)
    names = clean_headers(schema.names())
    pairs = zip(schema.items(), names, strict=True)
    texts = [_as_text(pl.col(old), dtype).alias(new) for (old, dtype), new in pairs]
    records = (
        frame.select(texts).with_row_index(RECORD, offset=1).with_columns(pl.col(RECORD).cast(pl.Int64))
        .with_columns(pl.col(RECORD).alias(LINE)).select(RECORD, LINE, *names)
    )  # fmt: skip
    return _named(records, names, tuple(schema.names()), height, source, "parquet")


def _refuse_bomb(cells: int, source: Source) -> None:
    """A repeated value takes no room in the file and all of it in memory."""
    size = max(source.size, len(source.view))
    if cells > MOST_CELLS_UNPACKED and cells > size * _MOST_RATIO:
        what = f"its {cells:,} cells stand in {size:,} bytes"
        raise InputRefused(what, place=source.shown, remedy="look at it; no list is packed like that")


def _as_text(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Struct):
        return column.struct.json_encode()
    if isinstance(dtype, pl.List | pl.Array):
        return pl.struct(values=column).struct.json_encode()
    if isinstance(dtype, pl.Duration):
        return column.dt.total_seconds().cast(pl.String)
    if isinstance(dtype, pl.Binary):
        return column.cast(pl.String, strict=False)
    if isinstance(dtype, pl.String):
        return pl.when(column != "").then(column)
    return column.cast(pl.String, strict=False)


def is_json_lines(head: bytes) -> bool:
    """Whether the first line of a text is a JSON object."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0].strip()
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def read_json_lines(source: Source, options: ReadOptions) -> Reading:
    """One JSON object a line; numbers keep their digits, nested values stay JSON text.

    Raises:
      InputRefused: the encoding cannot be told, or the objects have thousands of names.
    """
    decoded = decode(source.place, source.view, options, source.shown)
    decoded = settle(decoded, options, source.shown) if decoded.text.source is source.place else decoded
    rows: list[tuple[int, dict[str, str | None]]] = []
    bad: list[tuple[int, int, str, str]] = []
    blank = 0
    lines = bytes(decoded.text.view[decoded.text.start :]).decode("utf-8", "replace").removesuffix("\n").split("\n")
    for place, line in enumerate(lines, start=1):
        if not line.strip():
            blank += 1
            continue
        found = _object(line)
        if found is None:
            bad.append(unreadable(place, line))
        else:
            rows.append((place, found))
    keys = tuple(dict.fromkeys(key for _, found in rows for key in found))
    if len(keys) > MOST_CELLS:
        raise InputRefused(f"its objects have {len(keys):,} names", place=source.shown, remedy="this is no list")
    names = clean_headers(list(keys))
    columns = {name: [found.get(key) for _, found in rows] for key, name in zip(keys, names, strict=True)}
    records = pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String())) if rows else no_rows(names).collect()
    places = pl.Series(RECORD, [place for place, _ in rows], dtype=pl.Int64)
    records = records.with_columns(places, places.alias(LINE)).select(RECORD, LINE, *names)
    reading = _named(records.lazy(), names, keys, len(rows) + len(bad), source, "jsonl")
    aside = pl.DataFrame(bad, schema=dict(SET_ASIDE_SCHEMA), orient="row")
    return _with(reading, aside, blank, decoded.encoding, decoded.guesses)


def _object(line: str) -> dict[str, str | None] | None:
    try:
        found = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {str(key): _value_text(value) for key, value in found.items()}


def _value_text(value: object) -> str | None:
    if value is None or value == "":
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.encode("utf-8", "replace").decode()


def _named(
    records: pl.LazyFrame, names: tuple[str, ...], raw: tuple[str, ...], count: int, source: Source, kind: str
) -> Reading:
    return Reading(
        records, names, raw, pl.DataFrame(schema=dict(SET_ASIDE_SCHEMA)), 0, 0, count, source.member, kind,
        None, None, source.sha256(), source.size, source.guesses,
    )  # fmt: skip


def _with(reading: Reading, aside: pl.DataFrame, blank: int, encoding: str, told: tuple[str, ...]) -> Reading:
    fields = {**vars(reading), "set_aside": aside, "blank_lines": blank, "encoding": encoding}
    return Reading(**{**fields, "guesses": (*reading.guesses, *told)})
