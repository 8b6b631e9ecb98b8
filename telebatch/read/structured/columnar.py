"""Parquet, JSON lines and other JSON: columns arrive by name; every value becomes text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from telebatch.model.errors import InputRefused
from telebatch.model.records import LINE, RECORD, SET_ASIDE_SCHEMA, Reading, ReadOptions
from telebatch.read.blanks import VISIBLE
from telebatch.read.frames import no_rows, unreadable
from telebatch.read.header_words import clean_headers
from telebatch.read.source import Source
from telebatch.read.structured.json_choice import the_table
from telebatch.read.structured.json_tables import found_in
from telebatch.read.texts.decode import decode, settle
from telebatch.read.texts.layout import MOST_CELLS
from telebatch.read.texts.survey import blocks

MOST_CELLS_UNPACKED = 64_000_000
MOST_JSON_BYTES = 1 << 29
"""A text that is one value has to be held whole; JSON lines of any size are read block by block."""
_MOST_RATIO = 200
"""Cells per byte of the file: lists have a number of its own in every row."""


def read_parquet(source: Source) -> Reading:
    """A Parquet file; lazy, every column as String, nested ones as JSON text; rows that show nothing are blank lines.

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
    blank = _blank_rows(records, names, _nulls(told))
    if blank:
        records = records.filter(pl.any_horizontal(_is_shown(name) for name in names))
    return replace(_named(records, names, tuple(schema.names()), height - blank, source, "parquet"), blank_lines=blank)


def _nulls(told: pq.FileMetaData) -> list[int]:
    """Nulls of each leaf column, as far as the file tells them."""
    groups = [told.row_group(at) for at in range(told.num_row_groups)]
    counts = [[group.column(leaf).statistics for group in groups] for leaf in range(told.num_columns)]
    return [sum(one.null_count if one and one.has_null_count else told.num_rows for one in leaf) for leaf in counts]


def _blank_rows(records: pl.LazyFrame, names: tuple[str, ...], nulls: list[int]) -> int:
    """How many rows show nothing: a look at the fullest column rules all of them out in most files."""
    # Where columns are nested, their leaves are more than the names, and any column will do.
    fullest = min(range(len(names)), key=lambda at: nulls[at]) if len(nulls) == len(names) else 0
    empty = records.filter(~_is_shown(names[fullest])) if names else records
    if not names or empty.select(RECORD).head(1).collect().is_empty():
        return 0
    return int(empty.filter(~pl.any_horizontal(_is_shown(name) for name in names)).select(pl.len()).collect().item())


def _is_shown(name: str) -> pl.Expr:
    """Bool per row: a text holds a sign that stands for something."""
    return pl.col(name).str.contains(VISIBLE).fill_null(value=False)


def _refuse_bomb(cells: int, source: Source) -> None:
    """A repeated value takes no room in the file and all of it in memory."""
    size = max(source.size, len(source.view))
    if cells > MOST_CELLS_UNPACKED and cells > size * _MOST_RATIO:
        what = f"its {cells:,} cells stand in {size:,} bytes"
        raise InputRefused(what, place=source.shown, remedy="look at it; no list is packed like that")


def _as_text(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Struct):
        return pl.when(column.is_not_null()).then(column.struct.json_encode())
    if isinstance(dtype, pl.List | pl.Array):
        return pl.when(column.is_not_null()).then(pl.struct(values=column).struct.json_encode())
    if isinstance(dtype, pl.Duration):
        return column.dt.total_seconds().cast(pl.String)
    if isinstance(dtype, pl.Binary):
        return column.cast(pl.String, strict=False)
    if isinstance(dtype, pl.String):
        return pl.when(column != "").then(column)
    return column.cast(pl.String, strict=False)


def read_json_lines(source: Source, options: ReadOptions) -> Reading:
    """One JSON object a line; numbers keep their digits, nested values stay JSON text.

    Raises:
      InputRefused: the encoding cannot be told, or the objects have thousands of names.
    """
    decoded = decode(source.place, source.view, options, source.shown)
    decoded = settle(decoded, options, source.shown) if decoded.text.source is source.place else decoded
    lines = _Lines(source.shown)
    for start, stop in blocks(decoded.text.view, decoded.text.start):
        lines.take(bytes(decoded.text.view[start:stop]).decode("utf-8", "replace").removesuffix("\n").split("\n"))
    keys = tuple(lines.keys)
    names = clean_headers(list(keys))
    records = lines.records(names) if lines.pieces else no_rows(names).collect()
    reading = _named(records.lazy(), names, keys, records.height + len(lines.bad), source, "jsonl")
    aside = pl.DataFrame(lines.bad, schema=dict(SET_ASIDE_SCHEMA), orient="row")
    return _with(reading, aside, lines.blank, decoded.encoding, decoded.guesses)


def read_json(source: Source, options: ReadOptions, *, whole: bool = True) -> Reading:
    """The objects of a JSON text; `record` counts them, `line` is where each begins.

    Args:
      source: Its text, held in memory.
      options: As for `read`; `sheet` chooses one of several tables by the keys that lead to it.
      whole: A text that breaks off is refused; the head of a file always does.

    Raises:
      InputRefused: as `read_json_lines`, the text breaks off, or it does not hold exactly one table of objects.
    """
    if len(source.view) > MOST_JSON_BYTES:
        raise InputRefused("a JSON text too large to be held", place=source.shown, remedy="export it as CSV")
    decoded = decode(source.place, source.view, options, source.shown)
    decoded = settle(decoded, options, source.shown) if decoded.text.source is source.place else decoded
    found = found_in(bytes(decoded.text.view[decoded.text.start :]).decode("utf-8", "replace").strip("\ufeff"))
    table, told = the_table(found, options.sheet, source.shown, whole=whole)
    lines = _Lines(source.shown)
    lines.take(table.texts)
    keys = tuple(lines.keys)
    names = clean_headers(list(keys))
    records = lines.records(names) if lines.pieces else no_rows(names).collect()
    begins = pl.Series(table.lines, dtype=pl.Int64)
    records = records.with_columns(begins.gather(records.get_column(RECORD) - 1).alias(LINE))
    reading = _named(records.lazy(), names, keys, records.height + len(lines.bad), source, "json")
    bad = [(record, table.lines[record - 1], *rest) for record, _, *rest in lines.bad]
    aside = pl.DataFrame(bad, schema=dict(SET_ASIDE_SCHEMA), orient="row")
    return _with(reading, aside, lines.blank, decoded.encoding, (*decoded.guesses, *told))


@dataclass
class _Lines:
    """Objects of a text as columns, block by block: no more of them are Python's at a time than a block holds."""

    shown: str
    keys: dict[str, int] = field(default_factory=dict)
    pieces: list[tuple[list[int], list[pl.Series]]] = field(default_factory=list)
    bad: list[tuple[int, int, str, str]] = field(default_factory=list)
    blank: int = 0
    read: int = 0

    def take(self, lines: list[str]) -> None:
        """Reads one block of whole lines."""
        places: list[int] = []
        rows: list[dict[str, str | None]] = []
        for place, line in enumerate(lines, start=self.read + 1):
            found = _object(line) if line.strip() else None
            if found is not None:
                if any(map(_shows, found.values())):
                    places.append(place)
                    rows.append(found)
                else:
                    self.blank += 1
                self.keys.update((key, len(self.keys)) for key in found if key not in self.keys)
            elif line.strip():
                self.bad.append(unreadable(place, line))
            else:
                self.blank += 1
        self.read += len(lines)
        if len(self.keys) > MOST_CELLS:
            raise InputRefused(f"its objects have {len(self.keys):,} names", place=self.shown, remedy="this is no list")
        if rows:
            columns = [pl.Series([row.get(key) for row in rows], dtype=pl.String) for key in self.keys]
            self.pieces.append((places, columns))

    def records(self, names: tuple[str, ...]) -> pl.DataFrame:
        """Every object as a row; a name first met in a later block is null before."""
        frames = [
            pl.DataFrame([pl.Series(RECORD, places, pl.Int64), pl.Series(LINE, places, pl.Int64)]).hstack(
                [column.alias(name) for column, name in zip(columns, names, strict=False)]
            )
            for places, columns in self.pieces
        ]
        return pl.concat(frames, how="diagonal").select(RECORD, LINE, *names)


def _object(line: str) -> dict[str, str | None] | None:
    try:
        found = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {str(key): _value_text(value) for key, value in found.items()}


def _shows(value: str | None) -> bool:
    return value is not None and re.search(VISIBLE, value) is not None


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
