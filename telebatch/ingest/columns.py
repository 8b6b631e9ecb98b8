"""Which cell means what: the columns of any result file under one canonical name each, all of them text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from telebatch.model.headings import header_key

#: Every canonical column; a profile says which header holds it.
CANONICAL: tuple[str, ...] = (
    "lead_id",
    "order_no",
    "queue",
    "position",
    "number",
    "caller",
    "name",
    "campaign",
    "call_id",
    "start",
    "recorded",
    "date",
    "time",
    "talk",
    "ring",
    "wrap",
    "code",
    "code_system",
    "cause",
    "agent",
    "callback",
    "callback_date",
    "callback_time",
    "intent",
    "stage",
    "memo",
    "modified",
    "exported",
    "direction",
    "amount",
    "currency",
    "quantity",
    "login",
    "wait",
    "pause",
    "field",
    "value",
    "by",
    "why",
    "medium",
    "sent",
    "arrived",
    "returned",
    "is_returned",
    "reason",
    "referral_name",
    "referral_title",
    "referral_number",
)

#: In a wide profile a header `Result-*` stands for one column per number column; the star is that column's name.
STAR = "*"

#: So many columns are shown by name; a name of so many digits may be a value.
_NAMED, _DIGITS_OF_A_VALUE = 8, 4


def resolve(columns: Mapping[str, Sequence[str]], header: Sequence[str]) -> dict[str, str]:
    """Canonical column → the file's own column, for those the file has; the first header that is present wins."""
    there: dict[str, str] = {}
    for cell in header:
        there.setdefault(header_key(cell), cell)
    found: dict[str, str] = {}
    for canonical, heads in columns.items():
        hits = [there[key] for head in heads if STAR not in head and (key := header_key(head)) in there]
        if hits:
            found[canonical] = hits[0]
    return found


def number_columns(columns: Mapping[str, Sequence[str]], header: Sequence[str]) -> tuple[str, ...]:
    """The number columns of a wide file: what stands for the star in the headers of `start`, in file order."""
    stems = [head.split(STAR)[0] for head in columns.get("start", ()) if STAR in head]
    there = {header_key(cell) for cell in header}
    found = [cell[len(stem) :] for cell in header for stem in stems if cell.startswith(stem) and cell != stem]
    return tuple(dict.fromkeys(name for name in found if header_key(name) in there))


def starred(columns: Mapping[str, Sequence[str]], star: str) -> dict[str, tuple[str, ...]]:
    """The columns of one number column of a wide file."""
    return {name: tuple(head.replace(STAR, star) for head in heads) for name, heads in columns.items()}


def canonical(
    records: pl.LazyFrame, found: Mapping[str, str], keep: Iterable[str] = (), empties: Sequence[str] = ()
) -> pl.LazyFrame:
    """Every record with the canonical columns it has, trimmed; an empty cell is null.

    Args:
      records: Key `record`, n rows, String columns.
      found: Canonical column → column of the file.
      empties: Texts that stand for an empty cell.
      keep: File columns that stay beside them under their own name with `file:` before it.

    Returns:
      record, line, the columns of `found`, `file:NAME` columns; n rows. See `with_absent`.
    """
    told = {name: found[name] for name in CANONICAL if name in found}
    told |= {f"file:{name}": name for name in dict.fromkeys(keep)}
    # Trimmed first and named then: written as one expression, each use of a trimmed cell would trim it again.
    trimmed = records.select(
        "record", "line", *(pl.col(name).str.strip_chars() for name in dict.fromkeys(told.values()))
    )
    return trimmed.select("record", "line", *(_told(name, empties).alias(ours) for ours, name in told.items()))


def with_absent(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds every column of CANONICAL that is not there, all null: as one value each, which costs no memory."""
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in CANONICAL if name not in rows.columns)


def _told(name: str, empties: Sequence[str]) -> pl.Expr:
    return pl.when(~pl.col(name).is_in(["", *empties])).then(pl.col(name))


def shown_names(header: Sequence[str]) -> str:
    """The first names of columns as a person may see them: a cell that looks like a value is not repeated."""
    shown = [cell if _is_name(cell) else "one whose name looks like a value" for cell in header[:_NAMED]]
    more = f" and {len(header) - _NAMED} more" if len(header) > _NAMED else ""
    return f"{', '.join(dict.fromkeys(shown))}{more}"


def _is_name(cell: str) -> bool:
    """Whether a header cell may be shown: a first record taken for a header holds a customer's values."""
    return len(re.findall(r"\d", cell)) < _DIGITS_OF_A_VALUE and "@" not in cell
