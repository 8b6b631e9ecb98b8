"""Rows that could not be taken in, laid out so that a person can mend them and send them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.records import SET_ASIDE_SCHEMA, Signature, sheet_of
from telebatch.model.tables import QUARANTINE
from telebatch.pipeline.house import House
from telebatch.pipeline.known.unmended import MENDED, ROW_KEY
from telebatch.store import Commit, View
from telebatch.write import write_csv

if TYPE_CHECKING:
    # Other commands look at this file alone: for them the room of results need not be opened.
    from telebatch.ingest import Ingested

#: Columns added to the file's own; they lead a mended row back to the one it replaces.
OF_FILE, OF_RECORD, REASON, REMEDY = "quarantined_file", "quarantined_record", "quarantined_because", "remedy"
#: The zone in which the file's times were read, and when it was made: a mended row says it as the file did.
OF_ZONE, OF_EXPORT = "quarantined_zone", "quarantined_export"
#: The text of a record whose cells could not be told apart: its own cells are empty until a person fills them.
OF_TEXT = "quarantined_text"
#: Where a person finds the row in the file that was sent: its sheet (empty: a file of one table) and line.
OF_SHEET, OF_LINE = "quarantined_sheet", "quarantined_line"
OURS = (OF_FILE, OF_RECORD, OF_ZONE, OF_EXPORT, OF_TEXT, OF_SHEET, OF_LINE, REASON, REMEDY)


@dataclass(frozen=True)
class Former:
    """The file out of which the rows of a quarantine file fell.

    Attributes:
      source, project: Under which it was taken in.
      zone: Empty: not told.
      exported_utc: When it was made; null: not told.
    """

    file_key: int
    source: str
    project: str | None
    zone: str
    exported_utc: datetime | None


@dataclass(frozen=True)
class Fallen:
    """What a quarantine file tells of the file its rows come from.

    Attributes:
      columns: Of that file; ours are left out.
      exported_utc: Null: not known.
      unreadable: QUARANTINE rows of records whose cells could not be told apart.
      sheets: Of a workbook, each with the records that stand before it; empty: it is none.
    """

    stem: str
    sha256: str
    columns: Sequence[str]
    zone: str
    exported_utc: datetime | None
    unreadable: pl.DataFrame
    sheets: Sequence[tuple[str, int]] = ()


def quarantine_path(house: House, stem: str, sha256: str) -> Path:
    """`quarantine/FILE-sha8.csv`, numbered where a batch wrote that name before: a person may have mended its rows."""
    before = {one.path for one in house.store.outputs()}
    plain = f"{stem}-{sha256[:8]}"
    names = (f"{plain}.csv", *(f"{plain}-{at}.csv" for at in range(2, len(before) + 3)))
    return next(path for name in names if (path := Path("quarantine") / name).as_posix() not in before)


def quarantine_file(house: House, commit: Commit, fallen: Fallen, found: Ingested) -> tuple[str, ...]:
    """Writes the file's own columns, then reason and remedy; nothing where all is well."""
    quarantined = [found.quarantine, *([fallen.unreadable] if fallen.unreadable.height else [])]
    bad = pl.concat(quarantined).unique("record", keep="first", maintain_order=True)
    if bad.is_empty():
        return ()
    path = quarantine_path(house, fallen.stem, fallen.sha256)
    made = fallen.exported_utc.isoformat() if fallen.exported_utc else None
    is_text = pl.col("record").is_in(fallen.unreadable.get_column("record").implode())
    why = bad.select(
        "record",
        pl.col("file_key").cast(pl.String).alias(OF_FILE),
        pl.col("record").cast(pl.String).alias(OF_RECORD),
        pl.lit(fallen.zone).alias(OF_ZONE),
        pl.lit(made, pl.String).alias(OF_EXPORT),
        *([pl.when(is_text).then("raw").alias(OF_TEXT)] if fallen.unreadable.height else []),
        *([sheet_of(bad.get_column("record"), fallen.sheets).alias(OF_SHEET)] if fallen.sheets else []),
        pl.col("line").cast(pl.String).alias(OF_LINE),
        pl.col("reason").alias(REASON),
        "remedy",
    )
    # The rows stand in `raw` already: reading the file once more for a few of its records costs as much as all of it.
    columns = [name for name in fallen.columns if name not in OURS]
    cells = pl.when(~is_text).then("raw").str.json_decode(pl.Struct(dict.fromkeys(columns, pl.String)))
    own = bad.select("record", cells.alias("cells")).unnest("cells")
    rows = own.join(why, on="record", how="right").sort("record")
    write_csv(commit.output(path), rows.lazy().select(name for name in rows.columns if name != "record"))
    return (path.as_posix(),)


def former_of(house: House, signature: Signature, shown: str) -> Former | None:
    """The file out of which a quarantine file's rows fell; null: this is no quarantine file.

    Raises:
      InputRefused: The store knows no such file.
    """
    if OF_FILE not in (signature.header or ()) or not signature.rows:
        return None
    first = dict(zip(signature.header or (), signature.rows[0], strict=False))
    told = [one for one in house.store.inputs() if str(one.file_key) == (first.get(OF_FILE) or "").strip()]
    if not told:
        raise InputRefused(
            "its rows come from a file that this workspace never took in",
            place=shown,
            remedy=f"send it where it was written, or take the column {OF_FILE} out",
        )
    made = first.get(OF_EXPORT)
    return Former(
        told[0].file_key, told[0].source or "", told[0].project, first.get(OF_ZONE) or "", _instant(made or "")
    )


def _instant(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return told if told.tzinfo else None


def without_ours(signature: Signature) -> Signature:
    """The head of a quarantine file as that of the file it came from."""
    header = signature.header or ()
    kept = [place for place, name in enumerate(header) if name not in OURS]
    if len(kept) == len(header):
        return signature
    rows = tuple(tuple(row[place] for place in kept if place < len(row)) for row in signature.rows)
    return replace(signature, header=tuple(header[place] for place in kept), rows=rows, width=len(kept))


def unfilled(columns: Sequence[str], records: pl.LazyFrame) -> pl.DataFrame:
    """Rows whose cells nobody told apart yet, as read sets records aside (`SET_ASIDE_SCHEMA`); sorted by record.

    Args:
      columns, records: Of a quarantine file.
    """
    if not {OF_TEXT, REASON} <= set(columns):
        return pl.DataFrame(schema=dict(SET_ASIDE_SCHEMA))
    own = [pl.col(name).str.strip_chars().fill_null("").eq("") for name in columns if name not in OURS]
    bare = records.filter(pl.col(OF_TEXT).is_not_null(), *own)
    reason = pl.col(REASON).alias("reason")
    return bare.select("record", "line", reason, pl.col(OF_TEXT).alias("raw")).sort("record").collect()


def mended_rows(known: View, columns: Sequence[str], records: pl.LazyFrame | None, file_key: int) -> pl.DataFrame:
    """QUARANTINE rows of kind `mended`: each names the file and record that a row of this file replaces.

    A person may mend one copy of a quarantine file little by little and send it time after time: what fell again from
    an earlier copy is replaced with the row it fell from. `raw` names the row that replaces, as `FILE_KEY/RECORD`.

    Args:
      known: The store without this file.
      records: Null: it is no quarantine file.
      file_key: Of this file.
    """
    empty = QUARANTINE.empty().drop("batch")
    if records is None or not {OF_FILE, OF_RECORD} <= set(columns):
        return empty
    keys = records.select(
        pl.col(OF_FILE).cast(pl.Int64, strict=False).alias("file_key"),
        pl.col(OF_RECORD).cast(pl.Int64, strict=False).alias("record"),
        pl.format("{}/{}", pl.lit(file_key), "record").alias("raw"),
    )
    told = (
        keys.drop_nulls().sort("file_key", "record", "raw").unique(ROW_KEY, keep="first", maintain_order=True).collect()
    )
    told = pl.concat([told, *_replaced_before(known, told)], how="diagonal").sort(ROW_KEY)
    return pl.concat([empty, told.with_columns(kind=pl.lit(MENDED), reason=pl.lit("mended"))], how="diagonal")


def _replaced_before(known: View, told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """`file_key`, `record` of the rows that replaced those told, then of those that replaced these, and so on."""
    mended = known.scan(QUARANTINE).filter(pl.col("kind") == MENDED).select(*ROW_KEY, pl.col("raw").str.split("/"))
    after = pl.col("raw").list.get(0).alias("file_after"), pl.col("raw").list.get(1).alias("record_after")
    pairs = mended.drop_nulls().select(*ROW_KEY, *after).cast(pl.Int64).collect()
    while told.height:
        told = pairs.join(told, on=ROW_KEY, how="semi").select(file_key="file_after", record="record_after").unique()
        yield told


def held_by(commit: Commit, mended: pl.DataFrame) -> pl.LazyFrame:
    """`lead_key` of the leads that the mended rows held."""
    if mended.is_empty():
        return pl.LazyFrame(schema={"lead_key": pl.Int64})
    rows = commit.scan(QUARANTINE).select("file_key", "record", "lead_key").drop_nulls()
    return rows.join(mended.lazy(), on=ROW_KEY, how="semi").select("lead_key").unique()
