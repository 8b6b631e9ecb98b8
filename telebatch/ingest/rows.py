"""Which rows does a file hold: one per call or per lead; a wide record is unfolded into one row per number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from telebatch.ingest.asked import Asked, SourceRules
from telebatch.ingest.columns import canonical, number_columns, resolve, starred, with_absent
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.needed import refuse_without_needed
from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key
from telebatch.model.ids import lead_key
from telebatch.model.project import Field
from telebatch.model.records import RESERVED_COLUMNS

_NEUTRALISED = r"^'([=+\-@\t\r＝＋－＠])"


@dataclass(frozen=True)
class FieldColumn:
    """A column of the file that holds a collected field."""

    column: str
    name: str
    field: Field
    project: str


@dataclass(frozen=True, eq=False)
class Cells:
    """The file as canonical text cells.

    Attributes:
      rows: `row` (Int64, unique), record, line, `lead_told` (lead_key of the lead id; null: none), `file:NAME` columns.
      fields: Columns of collected fields, by project and name.
      unfolded: Rows beyond one per record.
      found: Canonical column → the file's own column.
      unread: Columns of the file from which nothing is taken, in file order.
      absent: Columns that the source's `not_ours` names and the file does not have.
    """

    rows: pl.DataFrame
    fields: tuple[FieldColumn, ...]
    unfolded: int
    found: Mapping[str, str]
    unread: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def _columns(profile: Profile, rules: SourceRules) -> dict[str, tuple[str, ...]]:
    return {**profile.columns, **{name: (head,) for name, head in rules.source.columns.items()}}


def refuse_unfit(header: Sequence[str], profile: Profile, rules: SourceRules) -> None:
    """What its columns alone tell against a file.

    Raises:
      InputRefused: It is a contact list, or lacks a column without which none of its rows says anything.
    """
    if profile.kind == "contacts":
        what = f"is a contact list ({profile.title}) and holds no results"
        raise InputRefused(what, place=rules.file_name, remedy="give it to `telebatch prequalify`")
    columns = _columns(profile, rules)
    stars = number_columns(columns, header) if profile.shape == "wide" else ("",)
    there = {name for star in stars for name in resolve(starred(columns, star), header)}
    refuse_without_needed(there, header, profile, rules.file_name)


def cells_of(records: pl.LazyFrame, profile: Profile, rules: SourceRules) -> Cells:
    """Reads every record under canonical names, in order of record.

    Raises:
      InputRefused: The file lacks a column without which none of its rows says anything.
    """
    header = header_of(records)
    refuse_unfit(header, profile, rules)
    columns = _columns(profile, rules)
    found = resolve(columns, header)
    fields = _field_columns(header, found, rules)
    keep = [*_asked_columns(header, profile, rules), *(one.column for one in fields)]
    if profile.shape == "wide":
        rows = _unfolded(records, columns, header, (keep, profile.empties))
    else:
        rows = _in_order(canonical(records, found, keep, profile.empties).collect())
    rows = with_absent(rows)
    if profile.restores:
        rows = rows.with_columns(pl.col(pl.String).str.replace(_NEUTRALISED, "${1}"))
    if profile.doubly_encoded:
        rows = rows.with_columns(_decoded_once(rows.get_column(name)) for name in ("memo", "name", "agent"))
    rows = rows.with_row_index("row").with_columns(
        pl.col("row").cast(pl.Int64), lead_key(pl.col("lead_id")).alias("lead_told")
    )
    keys = {header_key(name) for name in (*header, *found)}
    absent = tuple(name for name in rules.source.not_ours if header_key(name) not in keys)
    unread = _unread(header, columns, keep, profile)
    return Cells(rows, fields, rows.height - rows["record"].n_unique(), found, unread, absent)


def _decoded_once(cells: pl.Series) -> pl.Series:
    """Texts whose letters are the bytes of UTF-8 become what they were; all others stay as they are."""
    told: dict[str, str] = {}
    for text in cells.drop_nulls().unique():
        try:
            told[text] = text.encode("latin-1").decode("utf-8")
        except UnicodeError:
            continue
    return cells.replace(told) if told else cells


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Sorted by record, as a file is read anyway."""
    return rows if rows.get_column("record").is_sorted() else rows.sort("record")


def _unread(
    header: Sequence[str], columns: dict[str, tuple[str, ...]], keep: Sequence[str], profile: Profile
) -> tuple[str, ...]:
    """Columns that neither the profile nor the source reads; a file without a header has no names to tell."""
    if profile.headerless:
        return ()
    stars = number_columns(columns, header) if profile.shape == "wide" else ("",)
    read = {cell for star in stars for cell in resolve(starred(columns, star), header).values()}
    beside = [cell for star in stars for cell in starred({"": profile.beside}, star)[""]]
    known = {header_key(cell) for cell in (*read, *keep, *beside, *profile.recognise.header)}
    begins = profile.beside_begins
    return tuple(cell for cell in header if header_key(cell) not in known and not cell.startswith(begins))


def header_of(records: pl.LazyFrame) -> tuple[str, ...]:
    """The file's own columns."""
    return tuple(name for name in records.collect_schema().names() if name not in RESERVED_COLUMNS)


def asked_of(rows: pl.DataFrame) -> Asked:
    """What the rows ask for; they have `number_told`."""
    # Reading a text twice costs less than finding out which texts differ.
    numbers = pl.concat([rows.get_column("number_told"), _distinct(rows.get_column("referral_number"))])
    nameless = pl.col("name").is_not_null() & pl.coalesce("number", "caller").is_null()
    return Asked(
        lead_keys=_distinct(rows.get_column("lead_told")),
        number_texts=numbers.alias("text"),
        queues=_distinct(rows.get_column("queue")),
        order_nos=_distinct(rows.get_column("order_no")),
        has_names=bool(rows.select(nameless.any()).item()),
        lead_told=rows.get_column("lead_told"),
        lead_texts=rows.get_column("lead_id"),
    )


def _distinct(column: pl.Series) -> pl.Series:
    return column.drop_nulls().unique().sort()


def _asked_columns(header: Sequence[str], profile: Profile, rules: SourceRules) -> list[str]:
    """Columns the profile or the source asks about by the file's own name."""
    asked = {*profile.not_a_call, *profile.not_a_call_without_start, *rules.source.not_ours, profile.inbound.column}
    keys = {header_key(name) for name in asked if name}
    return [cell for cell in header if header_key(cell) in keys]


def _field_columns(header: Sequence[str], found: dict[str, str], rules: SourceRules) -> tuple[FieldColumn, ...]:
    taken = set(found.values())
    there = {header_key(cell): cell for cell in reversed(header) if cell not in taken}
    projects = [rules.projects[rules.project]] if rules.project in rules.projects else rules.projects.values()
    columns: list[FieldColumn] = []
    for project in projects:
        for name, field in project.fields.items():
            column = there.get(header_key(name)) or there.get(header_key(field.title) or "-")
            if column is not None:
                columns.append(FieldColumn(column, name, field, project.name))
    return tuple(columns)


def _unfolded(
    records: pl.LazyFrame,
    columns: dict[str, tuple[str, ...]],
    header: Sequence[str],
    beside: tuple[Sequence[str], Sequence[str]],
) -> pl.DataFrame:
    """One row per number with a last attempt; a record without any keeps its first number's row."""
    stars = number_columns(columns, header)
    parts = [
        canonical(records, resolve(starred(columns, star), header), *beside).with_columns(pl.lit(order).alias("_star"))
        for order, star in enumerate(stars)
    ]
    rows = with_absent(pl.concat(parts, how="diagonal").collect().sort("record", "_star"))
    told = pl.col("start").is_not_null() | pl.col("code").is_not_null() | pl.col("code_system").is_not_null()
    lonely = ~told.any().over("record") & (pl.col("_star") == 0)
    return rows.filter(told | lonely).drop("_star")
