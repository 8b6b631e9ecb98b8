"""What reading a file gives: its records as text, what was set aside, and what had to be guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import polars as pl

from telebatch.model.date_orders import DateOrder
from telebatch.model.errors import Mistake
from telebatch.model.list_words import ListWords

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

RECORD = "record"
"""Int64: number of the physical record in its file, from 1; title, header and blank ones count too."""
LINE = "line"
"""Int64: physical line (or sheet row) on which the record's first character stands, from 1."""
EXTRA_CELLS = "extra_cells"
"""String: a JSON list of the cells beyond the header, null unless the row is wider than the header."""
RESERVED_COLUMNS = (RECORD, LINE, EXTRA_CELLS)

SET_ASIDE_SCHEMA: Mapping[str, pl.DataType] = MappingProxyType(
    {RECORD: pl.Int64(), LINE: pl.Int64(), "reason": pl.String(), "raw": pl.String()}
)


class SetAsideReason(StrEnum):
    """Why a physical record is not among the records."""

    REPEATED_HEADER = "repeated_header"
    TOTALS_ROW = "totals_row"
    TITLE_ROW = "title_row"
    ABOVE_HEADER = "above_header"
    SHORT_ROW = "short_row"
    LONG_ROW = "long_row"
    STRAY_QUOTE = "stray_quote"
    CUT_OFF = "cut_off"
    UNREADABLE = "unreadable"


#: Rows that were never meant to be records: nobody has to mend them.
NO_RECORDS = (SetAsideReason.REPEATED_HEADER, SetAsideReason.TOTALS_ROW, SetAsideReason.TITLE_ROW)


@dataclass(frozen=True)
class ReadOptions:
    """How to read one file; every None is decided from the content and told in `guesses`.

    Attributes:
      encoding: Python codec name.
      delimiter: What parts cells, usually one ASCII character; a word for it (tab), or several letters.
      quote: One ASCII character; empty means that no character quotes.
      header: "find" under title rows, "first" non-blank row, or "none" (columns are c1, c2, …).
      words: What tables are known by (settings hands it in).
      sheet: Sheet of a workbook, or member of an archive; None takes every visible one.
      date_order: How dates like 01/02/2026 are written; dates stay text here, normalise reads them.
      region: By which national numbers are read; numbers stay text here, normalise reads them.
      wider_rows: "set_aside", or "keep" with the cells beyond the header in `extra_cells`.
      narrower_rows: "set_aside", or "keep" with the missing cells null; "by_one" keeps those that lack the last cell,
        a number those that have at least so many.
      has_totals: Whether totals rows and footers are looked for; False for machine-written files.
      max_bytes_unpacked: Ceiling for everything unpacked from one compressed file.
      scratch: Folder for transcoded copies; None keeps them in memory. The caller removes it.
      copies: Folder on whose disk copies of long files lie, unseen; None: where short-lived files do.
      is_ours: Nobody changes the file, for the store keeps it: it is read where it lies, without a copy.
      shown_as: The name that errors use for the file; None takes the path as given.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    header: Literal["find", "first", "none"] = "find"
    words: ListWords = ListWords()
    sheet: str | None = None
    date_order: DateOrder | None = None
    region: str | None = None
    wider_rows: Literal["set_aside", "keep"] = "set_aside"
    narrower_rows: Literal["set_aside", "by_one", "keep"] | int = "set_aside"
    has_totals: bool = True
    max_bytes_unpacked: int = 8 << 30
    scratch: Path | None = None
    copies: Path | None = None
    is_ours: bool = False
    shown_as: str | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """One table as read: `record_count` = rows of `records` + rows of `set_aside`.

    Attributes:
      records: Lazy; `record`, `line`, then every column of `columns` as String (an empty cell is null),
        and `extra_cells` where rows may be wider. Key `record`. No order is promised.
      columns: Cleaned header cells in file order; a second of the same name ends in " (2)".
      raw_headers: The header cells as written; empty where there is no header.
      set_aside: SET_ASIDE_SCHEMA, sorted by record; these are not in `records`. `raw` is cut after 2,000 characters.
      blank_lines: Empty lines, and rows whose every cell is empty.
      above_count: Physical records up to and including the header, less those that are set aside.
      record_count: Physical records less those above and the blank ones.
      sheet: Sheet of a workbook or member of an archive.
      sheets: Of several sheets read as one, each with the records that stand before it; empty: it is one table.
      encoding, delimiter: As used; null for formats that have none.
      sha256, bytes: Of the file as it lies on the disk.
      guesses: What was decided without being told, and what was noticed, in words.
      copy: Where the same bytes stand and nobody else changes them, while the file is read; null: nowhere.
      again: Numbers of records → these rows of `records`, read without looking through all of them; null: no such way.
    """

    records: pl.LazyFrame
    columns: tuple[str, ...]
    raw_headers: tuple[str, ...]
    set_aside: pl.DataFrame
    blank_lines: int
    above_count: int
    record_count: int
    sheet: str | None
    format: str
    encoding: str | None
    delimiter: str | None
    sha256: str
    bytes: int
    guesses: tuple[str, ...]
    again: Callable[[pl.Series], pl.LazyFrame] | None = None
    sheets: tuple[tuple[str, int], ...] = ()
    copy: Path | None = None

    def without_totals(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """`set_aside` in two: what a person may mend, and what was never meant to be a record."""
        is_none = pl.col("reason").is_in([reason.value for reason in NO_RECORDS])
        return self.set_aside.filter(~is_none), self.set_aside.filter(is_none)

    def picked(self, records: pl.Series) -> pl.LazyFrame:
        """The rows of `records` with these numbers; numbers that are none there are passed over."""
        if self.again is not None:
            return self.again(records)
        return self.records.filter(pl.col(RECORD).is_in(records.unique().implode()))


@dataclass(frozen=True)
class Signature:
    """What the head of a file shows, for recognising whose file it is.

    Attributes:
      format: csv, xlsx, xlsb, xls, ods, parquet, jsonl.
      header: Cleaned header cells; None where none was found.
      rows: The first records below the header (from the top where there is none), at most 50, as text.
      width: Usual number of cells per record.
      packed: gzip, zstd, zip or None.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    header: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]
    width: int
    sheet: str | None = None
    packed: str | None = None
    bytes: int = 0


def sheet_of(records: pl.Series, sheets: Sequence[tuple[str, int]]) -> pl.Series:
    """The sheet of each record (sorted or not) as `sheet`; of no type where there are no sheets.

    Args:
      sheets: Names in order, each with the records that stand before it.
    """
    if not sheets:
        return pl.Series("sheet", [None], dtype=pl.Null).new_from_index(0, records.len())
    names = pl.Series("sheet", [name for name, _ in sheets], dtype=pl.Categorical)
    starts = pl.Series([before for _, before in sheets], dtype=pl.Int64)
    return names.gather(starts.search_sorted(records - 1, side="right") - 1)


@dataclass(frozen=True)
class ColumnMap:
    """Which source columns hold which canonical column.

    Attributes:
      sources: Canonical name → source columns (phones in dialling order), the names in file order.
      roles: Source column of a number → phone, mobile, direct, office, phone_fax (a fax may stand behind the
        number); of an address → rest, where it goes on in it.
      handed_through: Source columns that mean nothing to us, in file order.
      guesses: What was decided from the header words alone, in words.
      mistakes: Conflicts a person must settle (two columns for one meaning, an override without its column).
      titles: Source column of names → the title that its heading tells of all of them, where no column tells any.
      not_dialled: Source columns whose numbers are nobody's to ring by their heading (a fax, relatives), in file order.
    """

    sources: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    handed_through: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    not_dialled: tuple[str, ...] = ()
