"""A newer delivery updates fields, never history: which fields of whom did it change, and which it spells otherwise?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.ids import lead_id
from telebatch.model.tables import NUMBERS, PEOPLE
from telebatch.normalise.phones import PhoneTable, national_format
from telebatch.state import numbers_now, people_now
from telebatch.store import Commit
from telebatch.write import write_csv

#: What is known of persons by some of their versions.
Told = Callable[[pl.LazyFrame], pl.LazyFrame]
Written = tuple[tuple[str, ...], pl.Series]
_FIELDS: Final = (
    "person", "title", "department", "company", "email", "address", "postcode", "city", "language", "record_key",
)  # fmt: skip
#: Fields that have a key under which their spellings are one.
_KEYS: Final = {"person": "person_name_key", "company": "company_key"}
#: Signs that stand in no word or number; a blank for them says something between two figures alone.
_SIGNS: Final = r"[^\p{L}\p{N}]+"
_BETWEEN: Final = r"(\P{N}) | (\P{N})"


def write_changes(commit: Commit, decided: pl.DataFrame, folder: Path, table: PhoneTable) -> Written:
    """Writes `changes.csv` beside the verdict files: line, lead_id, field, before, after; nothing where none changed.

    Gives its path, and the persons whose numbers changed.

    `is_spelling` is true where before and after mean the same: ㈜가온 and 주식회사 가온, One@x.com and one@x.com.

    Args:
      commit: Holds the delivery's PEOPLE and NUMBERS already.
      decided: The verdicts with their keys; only known persons with a lead can have changed.
      folder: Of the verdict files, relative to the workspace.
    """
    leading = decided.filter("is_known", pl.col("lead_key").is_not_null(), pl.col("survivor").is_null())
    known = leading.select("person_key", "lead_key", "line").unique("person_key", keep="first", maintain_order=True)
    persons = known.get_column("person_key")
    if known.is_empty():
        return (), persons
    people = commit.view.scan_keys(PEOPLE, "person_key", persons)
    numbers = commit.view.scan_keys(NUMBERS, "person_key", persons)
    changed = pl.concat([
        _differing(_versions(people, commit.batch, people_now, (*_FIELDS, *_KEYS.values())), _FIELDS),
        _differing(_versions(numbers, commit.batch, partial(_written, table), ("numbers",)), ("numbers",)),
    ])  # fmt: skip
    rows = known.join(changed, on="person_key").sort("line", "field")
    if rows.is_empty():
        return (), persons.clear()
    path = folder / "changes.csv"
    shown = rows.lazy().select(
        "line", lead_id(pl.col("lead_key")).alias("lead_id"), "field", "before", "after", "is_spelling"
    )
    write_csv(commit.output(path), shown)
    return (str(path),), rows.filter(pl.col("field") == "numbers").get_column("person_key")


def _written(table: PhoneTable, versions: pl.LazyFrame) -> pl.LazyFrame:
    """One row per person: `numbers` of today as people write them, in dialling order."""
    latest = numbers_now(versions).sort("person_key", "position").collect()
    shown = latest.with_columns(national_format(latest.get_column("number"), table).alias("shown"))
    ordered = shown.lazy().group_by("person_key", maintain_order=True)
    return ordered.agg(pl.col("shown").str.join(" / ").alias("numbers"))


def _versions(rows: pl.LazyFrame, batch: int, told: Told, fields: tuple[str, ...]) -> pl.DataFrame:
    """The persons of this batch as they are known now beside what was known before; only those known before."""
    here = rows.filter(pl.col("batch") == batch).select("person_key").unique()
    before = told(rows.filter(pl.col("batch") < batch)).select("person_key", *fields)
    now = told(rows).select("person_key", *fields)
    return now.join(here, on="person_key").join(before, on="person_key", suffix="_before").collect()


def _differing(versions: pl.DataFrame, fields: tuple[str, ...]) -> pl.DataFrame:
    """One row per changed field: `person_key`, `field`, `before`, `after`, `is_spelling`."""
    parts = [
        versions.filter(pl.col(field).ne_missing(pl.col(f"{field}_before"))).select(
            "person_key",
            pl.lit(field).alias("field"),
            before=f"{field}_before",
            after=field,
            is_spelling=(_meant(field) == _meant(field, "_before")).fill_null(value=False),
        )
        for field in fields
    ]
    return pl.concat(parts)


def _meant(field: str, of: str = "") -> pl.Expr:
    """What a field says, however it is spelled; blanks and signs count between figures, as in 1-52 and 15-2."""
    if field in _KEYS:
        return pl.col(f"{_KEYS[field]}{of}")
    text = pl.col(f"{field}{of}")
    if field in {"numbers", "record_key", "language"}:
        return text
    plain = text.str.normalize("NFKC").str.to_lowercase()
    if field == "email":
        return plain.str.strip_chars()
    if field == "postcode":
        return plain.str.replace_all(_SIGNS, "")
    return plain.str.replace_all(_SIGNS, " ").str.strip_chars().str.replace_all(_BETWEEN, "$1$2")
