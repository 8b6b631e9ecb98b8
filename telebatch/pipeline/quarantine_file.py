"""Rows that could not be taken in, laid out so that a person can mend them and send them again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from telebatch.ingest import Ingested
from telebatch.model.tables import QUARANTINE
from telebatch.pipeline.results import ResultFile
from telebatch.store import Commit
from telebatch.write import write_csv

#: Columns added to the file's own; they lead a mended row back to the one it replaces.
OF_FILE, OF_RECORD, REASON, REMEDY = "quarantined_file", "quarantined_record", "quarantined_because", "remedy"


def quarantine_file(commit: Commit, file: ResultFile, found: Ingested) -> tuple[str, ...]:
    """Writes `quarantine/FILE-sha8.csv`: the file's own columns, then reason and remedy; nothing where all is well."""
    if found.quarantine.is_empty():
        return ()
    path = Path("quarantine") / f"{file.path.stem}-{file.sha256[:8]}.csv"
    why = found.quarantine.select(
        "record",
        pl.col("file_key").cast(pl.String).alias(OF_FILE),
        pl.col("record").cast(pl.String).alias(OF_RECORD),
        pl.col("reason").alias(REASON),
        "remedy",
    ).unique("record", keep="first", maintain_order=True)
    own = [name for name in file.columns if name not in {OF_FILE, OF_RECORD, REASON, REMEDY}]
    rows = file.records.select("record", *own).join(why.lazy(), on="record").sort("record").drop("record")
    write_csv(commit.output(path), rows)
    return (str(path),)


def mended(file: ResultFile, file_key: int) -> pl.DataFrame:
    """QUARANTINE rows of kind `mended` that a result file brings."""
    del file_key
    return mended_rows(file.columns, file.records)


def mended_rows(columns: Sequence[str], records: pl.LazyFrame) -> pl.DataFrame:
    """QUARANTINE rows of kind `mended`: each names the file and record that a row of this file replaces."""
    empty = QUARANTINE.empty().drop("batch")
    if not {OF_FILE, OF_RECORD} <= set(columns):
        return empty
    keys = records.select(
        pl.col(OF_FILE).cast(pl.Int64, strict=False).alias("file_key"),
        pl.col(OF_RECORD).cast(pl.Int64, strict=False).alias("record"),
    )
    told = keys.drop_nulls().unique().sort("file_key", "record").collect()
    return pl.concat([empty, told.with_columns(kind=pl.lit("mended"), reason=pl.lit("mended"))], how="diagonal")


def still_waiting(quarantine: pl.LazyFrame) -> pl.LazyFrame:
    """QUARANTINE rows that nobody has mended yet."""
    is_mended = pl.col("kind") == "mended"
    return quarantine.filter(~is_mended).join(quarantine.filter(is_mended), on=["file_key", "record"], how="anti")
