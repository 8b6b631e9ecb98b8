"""The three files of a list and its summary: callable, verify, rejected."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from telebatch.model.ids import lead_id
from telebatch.normalise.phones import PhoneTable, national_format
from telebatch.pipeline.deliveries import Delivery
from telebatch.store import Commit
from telebatch.write import write_csv, write_json

_COLUMNS = (
    "line", "lead_id", "record_key", "person", "title", "company", "number", "kind", "line_kind", "region", "email",
    "score", "score_why", "role_class", "seniority", "function", "role_basis", "reasons", "detail", "is_known",
)  # fmt: skip


def write(commit: Commit, decided: pl.DataFrame, delivery: Delivery, name: str, table: PhoneTable) -> tuple[str, ...]:
    """Writes `lists/NAME/FILE-sha8/…`; callable and verify by score, rejected in file order with the source's own text.

    Returns:
      The paths written, relative to the workspace.
    """
    folder = Path("lists") / name / f"{delivery.path.stem}-{delivery.sha256[:8]}"
    shown = _shown(decided, table)
    ranked = shown.sort(["score", "record"], descending=[True, False])
    parts = {
        "callable": ranked.filter(pl.col("verdict") == "callable").select(_COLUMNS).lazy(),
        "verify": ranked.filter(pl.col("verdict") == "verify").select(_COLUMNS).lazy(),
        "rejected": _rejected(shown, delivery),
    }
    files = []
    for part, rows in parts.items():
        files.append(folder / f"{part}.csv")
        write_csv(commit.output(files[-1]), rows)
    files.append(folder / "summary.json")
    write_json(commit.output(files[-1]), _summary(decided, delivery, name))
    return tuple(str(path) for path in files)


def _shown(decided: pl.DataFrame, table: PhoneTable) -> pl.DataFrame:
    """The verdicts as people read them: lead ids as text, numbers in national form."""
    numbers = national_format(decided.get_column("number"), table).alias("number")
    return decided.with_columns(lead_id(pl.col("lead_key")).alias("lead_id"), numbers)


def _rejected(shown: pl.DataFrame, delivery: Delivery) -> pl.LazyFrame:
    """Rejected records with the number as it was written, then what read set aside, by line."""
    written = delivery.columns.sources.get("number", ())
    source = delivery.records.select(
        "record", pl.concat_str(written, separator=" / ", ignore_nulls=True).alias("as_written")
    )
    judged = (
        shown.lazy().filter(pl.col("verdict") == "rejected").join(source, on="record", how="left", maintain_order="left")
        .select(*_COLUMNS, "as_written", pl.lit(None, dtype=pl.String).alias("raw"), "record")
    )  # fmt: skip
    aside = delivery.set_aside.lazy().select(
        pl.col("line"), pl.concat_str(pl.lit("unreadable|"), "reason").alias("reasons"), "raw", "record"
    )
    return pl.concat([judged, aside], how="diagonal").sort("record").drop("record")


def _summary(decided: pl.DataFrame, delivery: Delivery, name: str) -> dict[str, object]:
    verdicts = dict(decided.group_by("verdict").len().sort("verdict").iter_rows())
    reasons = (
        decided.select(pl.col("reasons").str.split("|")).explode("reasons").filter(pl.col("reasons") != "")
        .group_by("reasons").len().sort("len", "reasons", descending=[True, False])
    )  # fmt: skip
    return {
        "list": name,
        "file": delivery.shown,
        "sha256": delivery.sha256,
        "records": delivery.record_count,
        "blank_lines": delivery.blank_lines,
        "verdicts": verdicts,
        "set_aside": dict(delivery.set_aside.group_by("reason").len().sort("reason").iter_rows()),
        "reasons": dict(reasons.iter_rows()),
        "columns": {name: list(sources) for name, sources in delivery.columns.sources.items()},
        "handed_through": list(delivery.columns.handed_through),
        "guesses": list(delivery.guesses),
    }
