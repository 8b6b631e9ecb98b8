"""What a format profile says of a kind of result file: marks, columns, times and units."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pydantic import ConfigDict

Kind = Literal["results", "orders", "callbacks", "agent_time", "call_sheet", "corrections", "touches", "contacts"]
Shape = Literal["row_per_call", "row_per_lead_last", "wide", "echoed", "sheet"]
Unit = Literal["seconds", "milliseconds", "minutes", "clock", "spoken"]

_STRICT = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Recognition:
    """What a file must show to be of this format; every part that is given must hold.

    Attributes:
      header: Header cells that must all be there (case, blanks, `_` and `-` do not count).
      without: Header cells of which none may be there.
      needs: Canonical columns of which the profile's headers must find each one; `a|b` asks for either.
      width: Permitted counts of cells per record; empty: any.
      cells: Column number from 1, as text → pattern that every sampled cell there must match whole.
      delimiters: Permitted delimiters; empty: any.
      file_name: Pattern the file name must hold; `not_file_name` must not be held.
      general: Looked at only where no profile that is not general fits.
    """

    __pydantic_config__ = _STRICT
    header: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    width: tuple[int, ...] = ()
    cells: dict[str, str] = field(default_factory=dict)
    delimiters: tuple[str, ...] = ()
    file_name: str = ""
    not_file_name: str = ""
    general: bool = False


@dataclass(frozen=True)
class Times:
    """How instants are written.

    Attributes:
      formats: strftime patterns in order; `any` reads the spellings people use in spreadsheets.
      zone: `source` (the source's or project's zone), `offset` (told in each value), or a zone name such as UTC.
      day_first: 23/11/2026 against 11/23/2026; null: decided per column from its values.
      date_only: Part of the day a bare date stands for: an order `end`, a call `shift` (its start, flagged).
    """

    __pydantic_config__ = _STRICT
    formats: tuple[str, ...] = ("%Y-%m-%d %H:%M:%S",)
    zone: str = "source"
    day_first: bool | None = None
    date_only: Literal["shift", "end"] = "shift"


@dataclass(frozen=True)
class Inbound:
    """Which rows are calls that came in: those whose canonical or file `column` matches `pattern` whole."""

    __pydantic_config__ = _STRICT
    column: str = ""
    pattern: str = ""


@dataclass(frozen=True)
class Exported:
    """Where the file name tells when the file was made: `time` is the named group that `format` reads."""

    __pydantic_config__ = _STRICT
    file_name: str = ""
    format: str = "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Profile:
    """One known format of a result file.

    Attributes:
      codes: Name under which code maps know the format; empty: its own name.
      columns: Canonical column → headers that hold it, the first one present wins.
      units: Duration column → how it is written; seconds where not told.
      key: Canonical columns that together name one call in the source's own words; all must be filled,
        else the key is made of lead or number and start.
      not_a_call: File column → values of rows that tell of no call (counted as no result).
      not_a_call_without_start: The same of rows that tell no time: such a call was given up before it was dialled.
      headerless: Columns are c1, c2, … in file order.
      wider_rows: Rows may hold more cells than the header.
      may_lack: Headers that may stand last and of which a row need not have the cell.
      most_rows: So many rows the exporting system writes and no more, without saying so; 0: no such limit.
      doubly_encoded: Texts may be UTF-8 that was taken for Latin-1 and encoded again.
      empties: Texts that stand for an empty cell.
      notes: What a reader of docs/formats.md should know.
      beside: Headers of this format that are known and read by nobody: nothing is said of them.
      beside_begins: Beginnings of such headers, where what follows is another list's word.
      restores: Cells neutralised for spreadsheets get their leading quote taken away.
      upon: Formats that it extends, the nearest first; said by `extends`, not by a key of its own.
    """

    __pydantic_config__ = _STRICT
    name: str
    title: str
    source: str
    kind: Kind = "results"
    shape: Shape = "row_per_call"
    codes: str = ""
    recognise: Recognition = field(default_factory=Recognition)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    times: Times = field(default_factory=Times)
    units: dict[str, Unit] = field(default_factory=dict)
    key: tuple[str, ...] = ("call_id",)
    inbound: Inbound = field(default_factory=Inbound)
    exported: Exported = field(default_factory=Exported)
    not_a_call: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_a_call_without_start: dict[str, tuple[str, ...]] = field(default_factory=dict)
    headerless: bool = False
    wider_rows: bool = False
    may_lack: tuple[str, ...] = ()
    most_rows: int = 0
    doubly_encoded: bool = False
    beside: tuple[str, ...] = ()
    beside_begins: tuple[str, ...] = ()
    restores: bool = False
    empties: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    upon: tuple[str, ...] = ()

    @property
    def code_map(self) -> str:
        """The name under which code maps know this format."""
        return self.codes or self.name

    @cached_property
    def is_empty_result_silence(self) -> bool:
        """Whether an empty result says "not called" (sheets, last results) rather than "result missing"."""
        return self.shape != "row_per_call"
