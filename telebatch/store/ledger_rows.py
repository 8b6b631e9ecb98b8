"""How a ledger row is written as database values and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from telebatch.store.rows import BatchRow, InputRow, OutputRow, SegmentRow

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Values = Mapping[str, Any]


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970 UTC of an instant with a zone; no float comes near it."""
    return (moment - _EPOCH) // _MICROSECOND


def instant(moment: int) -> datetime:
    """The UTC instant of microseconds since 1970."""
    return _EPOCH + moment * _MICROSECOND


def canonical(value: object) -> str:
    """JSON with sorted keys: the same value is the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def batch_values(row: BatchRow) -> dict[str, object]:
    """Of table `batches`."""
    return {
        "number": row.number,
        "command": row.command,
        "project": row.project,
        "as_of_utc": microseconds(row.as_of_utc),
        "version": row.version,
        "status": row.status,
        "undone_by": row.undone_by,
        "snapshot": row.snapshot,
        # The order of the counts is the command's own and is kept: people read it.
        "counts": json.dumps(dict(row.counts), ensure_ascii=False),
        "warnings": json.dumps(list(row.warnings), ensure_ascii=False),
    }


def batch_row(values: Values) -> BatchRow:
    """Of table `batches`."""
    return BatchRow(
        **{
            **values,
            "as_of_utc": instant(values["as_of_utc"]),
            "counts": json.loads(values["counts"]),
            "warnings": tuple(json.loads(values["warnings"])),
        }
    )


def input_values(row: InputRow) -> dict[str, object]:
    """Of table `inputs`."""
    exported = None if row.exported_utc is None else microseconds(row.exported_utc)
    return {**vars(row), "exported_utc": exported}


def input_row(values: Values) -> InputRow:
    """Of table `inputs`."""
    exported = values["exported_utc"]
    return InputRow(**{**values, "exported_utc": None if exported is None else instant(exported)})


def segment_values(row: SegmentRow) -> dict[str, object]:
    """Of table `segments`."""
    return {
        "path": row.path,
        "table_name": row.table,
        "run": row.run,
        "first_batch": row.first_batch,
        "last_batch": row.last_batch,
        "rows": row.rows,
        "bytes": row.bytes,
        "checksum": row.checksum,
        "schema_version": row.schema_version,
        "parts": canonical({str(batch): rows for batch, rows in row.parts.items()}),
        "bounds": canonical({column: list(ends) for column, ends in row.bounds.items()}),
    }


def segment_row(values: Values) -> SegmentRow:
    """Of table `segments`."""
    return SegmentRow(
        path=values["path"],
        table=values["table_name"],
        run=values["run"],
        rows=values["rows"],
        bytes=values["bytes"],
        checksum=values["checksum"],
        schema_version=values["schema_version"],
        parts={int(batch): rows for batch, rows in json.loads(values["parts"]).items()},
        bounds={column: (low, high) for column, (low, high) in json.loads(values["bounds"]).items()},
    )


def output_row(values: Values) -> OutputRow:
    """Of tables `outputs` and `renames` joined."""
    return OutputRow(values["batch"], values["path"], values["checksum"], values["temporary"])
