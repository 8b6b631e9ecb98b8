"""The one writer of Parquet: the same rows are the same bytes, whatever their order or the number of threads."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import polars as pl

from telebatch.model.errors import StoreRefused, TelebatchError
from telebatch.model.tables import LEAD_STATE, LEADS, LISTED, NUMBERS, PEOPLE, SUPPRESSIONS, Table
from telebatch.store.checksums import xxh3_of
from telebatch.store.footers import spans, spans_of
from telebatch.store.layout import sync_folders
from telebatch.store.order import in_order, is_in_order
from telebatch.store.protocols import Written
from telebatch.store.rows import SegmentRow

#: Rows of one group. Measured with 200 leads out of 5 M attempts: 8,192 and 16,384 are even, from 65,536 on the
#: groups that hold a lead cost more than the ones that are skipped; a footer of smaller groups costs more to read.
ROW_GROUP = 16_384
#: Bytes of a page. Whoever asks for a few leads unpacks only the pages that hold them: with 64 KiB a quarter less time
#: than with whole groups, for 4 % more room; smaller ones gain nothing.
_PAGE = 64 * 1024
#: Read from end to end by nearly every command, so they lie unpacked: unpacking ten million numbers took twice as long
#: as reading the 70 MB more that they need.
_UNPACKED = frozenset({SUPPRESSIONS.name})
#: What a list brings in millions of rows at once is packed lightly, in two thirds of the time and twice the room. Of
#: calls a store holds most, and they gain nothing by that.
_LIGHTLY = frozenset({LEADS.name, PEOPLE.name, NUMBERS.name, LISTED.name, LEAD_STATE.name})
#: Columns whose smallest and largest values stand in the ledger, so that a lead's segments are found unopened.
KEY_COLUMNS = ("lead_key", "person_key")
#: Only a disk can cause these: full, used up by this user, read-only, failing.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
_COLUMN = re.compile(r"column '([^']+)'")


class DiskSegments:
    """Segments on a local disk. See `protocols.SegmentFiles`."""

    def write(self, path: Path, table: Table, rows: pl.DataFrame | pl.LazyFrame) -> Written:
        """Writes rows of exactly the table's columns in total order.

        A LazyFrame is streamed as it comes and sorted afterwards only where that order was not the total one.
        """
        if isinstance(rows, pl.LazyFrame):
            _sink(rows, path, table)
            written = pl.scan_parquet(path, glob=False)
            if is_in_order(written, table):
                return Written(written, rises=True)
            rows = pl.read_parquet(path, glob=False, memory_map=False)
        rows = in_order(rows, table)
        _sink(rows.lazy(), path, table)
        return Written(rows.lazy(), rises=False)

    def settle(self, moves: Sequence[tuple[Path, Path]]) -> None:
        """Temporary → final names, lasting before it returns; the bytes are on the disk already."""
        for temporary, final in moves:
            temporary.rename(final)
        sync_folders(final.parent for _, final in moves)

    def remove(self, paths: Iterable[Path]) -> None:
        """Deletes what is there."""
        for path in paths:
            path.unlink(missing_ok=True)


def _sink(rows: pl.LazyFrame, path: Path, table: Table) -> None:
    schema = rows.collect_schema()
    rows.sink_parquet(
        path,
        compression=(packing := _packing(table)),
        compression_level=1 if packing == "zstd" else None,
        statistics=True,
        row_group_size=ROW_GROUP,
        data_page_size=_PAGE,
        maintain_order=True,
        metadata=_as_text(tuple(schema.items())) if _words(schema) else None,
    )


def _packing(table: Table) -> Literal["uncompressed", "snappy", "zstd"]:
    if table.name in _UNPACKED:
        return "uncompressed"
    return "snappy" if table.name in _LIGHTLY else "zstd"


def _words(schema: Mapping[str, pl.DataType]) -> list[str]:
    return [name for name, kind in schema.items() if isinstance(kind, pl.Categorical)]


@lru_cache(maxsize=64)
def _as_text(schema: tuple[tuple[str, pl.DataType], ...]) -> dict[str, str]:
    """What the footer tells of columns of words: text, as which they stand in the file.

    Left alone Polars would note its own type there, and every reader with Polars would meet that.
    """
    names = dict(schema)
    empty = BytesIO()
    pl.DataFrame(schema={**names, **dict.fromkeys(_words(names), pl.String)}).write_parquet(empty)
    empty.seek(0)
    return pl.read_parquet_metadata(empty)


def shaped(
    table: Table, rows: pl.DataFrame | pl.LazyFrame, batch: int, empty: Collection[str] = ()
) -> pl.DataFrame | pl.LazyFrame:
    """The rows with exactly the table's columns and types, `batch` filled in; `empty` are left out.

    So are, from rows that are streamed into a file, columns of no type: they say nothing in any row.
    Words (Categorical) stay what they are where the table has text: they are written as text, in a third of the time.

    Raises:
      TelebatchError: A column is unknown or missing.
    """
    schema = rows.collect_schema()
    have = set(schema) | {"batch"}
    wrong = [f"unknown {name}" for name in sorted(have - set(table.schema))]
    wrong += [f"missing {name}" for name in sorted(set(table.schema) - have - set(empty))]
    if wrong:
        raise TelebatchError(f"columns of table {table.name}: {', '.join(wrong)}")
    ready = [name for name in _words(schema) if table.schema[name] == pl.String]
    silent = _silent(table, schema) if isinstance(rows, pl.LazyFrame) else ()
    brought = [
        pl.col(name) if name in ready else pl.col(name).cast(kind)
        for name, kind in table.schema.items()
        if name not in ("batch", *empty, *silent)
    ]
    return rows.select(pl.lit(batch, pl.Int64).alias("batch"), *brought)


def _silent(table: Table, schema: Mapping[str, pl.DataType]) -> list[str]:
    asked = {*table.sort, *KEY_COLUMNS}
    return [name for name, kind in schema.items() if kind == pl.Null and name not in asked]


def counted(table: Table, rows: pl.LazyFrame, place: tuple[str, int], path: Path | None = None) -> SegmentRow:
    """What the ledger keeps about a segment of these rows, as far as the rows tell it: no size and no checksum yet.

    Args:
      table: Its table.
      rows: Of the segment.
      place: Its path for good (relative to the store), its run.
      path: Where it lies now; its rows need not be looked through then. Null: not yet written.
    """
    stored, run = place
    keys = [column for column in KEY_COLUMNS if column in table.schema]
    count, ends = spans_of(rows, ["batch", *keys]) if path is None else spans(path, ["batch", *keys])
    first, last = ends.pop("batch", (None, None))
    parts = {first: count} if first is not None and first == last else _parts(rows)
    return SegmentRow(stored, table.name, run, count, 0, "", table.version, parts, ends)


def measured(segment: SegmentRow, path: Path) -> SegmentRow:
    """The segment with size and checksum of its file, which lies at `path` now."""
    return replace(segment, bytes=path.stat().st_size, checksum=xxh3_of(path))


def _parts(rows: pl.LazyFrame) -> Mapping[int, int]:
    counted = rows.group_by("batch").len().sort("batch").collect()
    return {int(batch): int(count) for batch, count in counted.iter_rows()}


@contextmanager
def writing_to(what: str, columns: Iterable[str] = ()) -> Iterator[None]:
    """Turns what goes wrong while writing into the store's own errors, without any cell value.

    Raises:
      StoreRefused: The disk is full, read-only or not ours.
      TelebatchError: A value does not fit its column, or a step before it failed.
    """
    try:
        yield
    except OSError as fault:
        raise _place_fault(fault, what) from None
    except pl.exceptions.PolarsError as fault:
        raise _value_fault(fault, what, frozenset(columns)) from None


def _place_fault(fault: OSError, what: str) -> StoreRefused:
    number = fault.errno or _number_in(str(fault))
    told = os.strerror(number) if number else type(fault).__name__
    room = number in (errno.ENOSPC, errno.EDQUOT)
    remedy = "free some space on this disk" if room else "check permissions and free space of the workspace's disk"
    return StoreRefused(f"{what} cannot be written: {told}; nothing was changed", remedy=f"{remedy}, then run again")


def disk_fault(fault: Exception, what: str) -> StoreRefused | None:
    """A fault that only a full, failing or read-only disk can cause, as the store's own error; else null.

    Missing permissions are none: they may as well be a source file's.
    """
    number = (fault.errno or 0) if isinstance(fault, OSError) else _number_in(str(fault))
    return _place_fault(OSError(number, ""), what) if number in _DISK else None


def _number_in(text: str) -> int:
    """Polars tells the system's number in words only: `… (os error 28)`, and loses it where a footer was written."""
    found = re.search(r"os error (\d+)", text)
    return int(found.group(1)) if found else errno.EIO * ("transport error" in text)


def _value_fault(fault: pl.exceptions.PolarsError, what: str, columns: frozenset[str]) -> TelebatchError:
    if number := _number_in(str(fault)):
        return _place_fault(OSError(number, ""), what)
    # Polars quotes cells; only a column's name that we gave ourselves may pass.
    named = next((name for name in _COLUMN.findall(str(fault)) if name in columns), None)
    where = f" in column {named}" if named else ""
    return TelebatchError(f"{what} cannot be stored: {type(fault).__name__}{where}; nothing was changed")
