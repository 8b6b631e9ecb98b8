"""The signature of a file: enough of its head to recognise whose it is, and never more than its head."""

from __future__ import annotations

import itertools
from pathlib import Path

import polars as pl
import pyarrow as pa

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions, Signature
from telebatch.read.frames import SAMPLE_ROWS, tabled
from telebatch.read.gate import HEAD_BYTES, WORKBOOKS, inspect, kind_of
from telebatch.read.sheets.workbook import load_sheets, notes_by_sheet
from telebatch.read.source import Source
from telebatch.read.structured.columnar import read_json, read_json_lines, read_parquet
from telebatch.read.structured.json_tables import is_json, is_json_lines, is_wide
from telebatch.read.texts.decode import decode
from telebatch.read.texts.delimiters import usual_width
from telebatch.read.texts.layout import lay_out
from telebatch.read.texts.parted import parted
from telebatch.read.texts.unwrapped import unwrapped
from telebatch.read.unpack import member_pieces, members, open_archive, unpacked

_ROWS = 50


def sniff(path: Path, options: ReadOptions | None = None) -> Signature:
    """What the head of a file shows; reads at most its first 256 KB (a workbook: its first visible sheet).

    Args:
      path: As for `read`.
      options: As for `read`; the default knows no header words.

    Raises:
      InputRefused: as `read` would, as far as the head tells.
    """
    options = options or ReadOptions()
    shown = options.shown_as or str(path)
    found = inspect(path, shown)
    if found.kind in ("gzip", "zstd", "zip"):
        head = _packed_head(path, found.kind, options, shown)
        return _of_text(head, found.size, found.kind, options, shown)
    if found.kind in WORKBOOKS:
        return _of_workbook(path, found.kind, found.size, options, shown)
    if found.kind == "parquet":
        return _of_parquet(path, found.size, shown)
    return _of_text(found.head, found.size, None, options, shown)


def _packed_head(path: Path, kind: str, options: ReadOptions, shown: str) -> bytes:
    if kind != "zip":
        return b"".join(itertools.islice(unpacked(path, kind, options, shown), 1))[:HEAD_BYTES]
    with open_archive(path, shown) as archive:
        _, entry = members(archive, options, shown)[0]
        return b"".join(itertools.islice(member_pieces(archive, entry, options, shown), 1))[:HEAD_BYTES]


def _of_text(head: bytes, size: int, packed: str | None, options: ReadOptions, shown: str) -> Signature:
    if not head:
        raise InputRefused("the file is empty", place=shown, remedy="ask for it again; nothing arrived")
    kind = kind_of(head, Path(shown), shown) if packed and head[:4] != b"PK\x03\x04" else "text"
    if kind != "text" or head[:4] == b"PK\x03\x04":
        return Signature(kind if kind != "text" else "zip", None, None, None, (), 0, None, packed, size)
    whole = head[: head.rindex(b"\n") + 1] if len(head) == HEAD_BYTES and b"\n" in head else head
    if is_json(head):
        return _of_json(whole, size, packed, options, shown)
    view = memoryview(whole)
    found = parted(unwrapped(decode(whole, view, options, shown), options, shown), options, shown)
    decoded = found.decoded
    layout = lay_out(decoded.text, found.options, shown)
    header = layout.names[: len(layout.header.cells)] if layout.header.above else None
    rows = tuple(row for row in layout.rows if any(cell.strip() for cell in row))[:_ROWS]
    width = usual_width([len(row) for row in rows]) if rows else layout.width
    sign = found.letters or layout.delimiter
    return Signature("csv", decoded.encoding, sign, header, rows, width, None, packed, size)


def _of_json(head: bytes, size: int, packed: str | None, options: ReadOptions, shown: str) -> Signature:
    is_lines = is_json_lines(head)
    if not is_lines and b"}" in head:  # no letter cut in two
        end = head.rfind(b"}") + 1
        head = head[: end + end % 2] if is_wide(head) else head[:end]
    source = Source(head, memoryview(head), shown, size, lambda: "")
    reading = read_json_lines(source, options) if is_lines else read_json(source, options, whole=False)
    rows = _rows(reading.records.select(reading.columns).head(_ROWS).collect())
    names = reading.columns
    return Signature(reading.format, reading.encoding, None, names, rows, len(names), None, packed, size)


def _of_parquet(path: Path, size: int, shown: str) -> Signature:
    source = Source(path, memoryview(b""), shown, size, lambda: "")
    reading = read_parquet(source)
    try:
        rows = _rows(reading.records.select(reading.columns).head(_ROWS).collect())
    except (pl.exceptions.PolarsError, pa.ArrowException):
        raise InputRefused("the Parquet file is damaged", place=shown, remedy="ask for it again") from None
    return Signature("parquet", None, None, reading.columns, rows, len(reading.columns), None, None, size)


def _of_workbook(path: Path, kind: str, size: int, options: ReadOptions, shown: str) -> Signature:
    notes_by_sheet(path, kind, options, shown)
    sheets, _ = load_sheets(path, options, shown, first_rows=SAMPLE_ROWS)
    for name, cells in sheets.items():
        if cells.height:
            table = tabled(cells, options)
            header = table.names if table.header.above else None
            rows = _rows(table.records.select(table.names).head(_ROWS).collect())
            return Signature(kind, None, None, header, rows, len(table.names), name, None, size)
    raise InputRefused("no sheet of the workbook holds rows", place=shown, remedy="ask for it again")


def _rows(frame: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell or "" for cell in row) for row in frame.rows())
