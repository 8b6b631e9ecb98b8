"""The shape of one stored table, and the columns every table shares.

Facts are append-only; each row carries the `batch` that brought it. `*_key` columns are Int64 given by the ledger's
sequences and never re-used. Instants are UTC microseconds. Text that names a person stands only in PERSONAL tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import polars as pl

INSTANT = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class Table:
    """The fixed physical shape of one stored table.

    Attributes:
      name: Folder of its segments.
      version: Rises with every change of `schema`; older segments are upcast when opened.
      schema: Column → type, in stored order. No Enum, no null-typed column.
      sort: Order of rows in a segment; ends in a unique column or the whole row is the key.
      personal: Holds values that name a person, and is rewritten by `forget`.
    """

    name: str
    version: int
    schema: MappingProxyType[str, pl.DataType]
    sort: tuple[str, ...]
    personal: bool = False

    def empty(self) -> pl.DataFrame:
        """No rows, every column in place."""
        return self._nothing.clone()

    @cached_property
    def _nothing(self) -> pl.DataFrame:
        return pl.DataFrame(schema=dict(self.schema))


def table_of(name: str, sort: tuple[str, ...], personal: bool = False, version: int = 1, **columns: object) -> Table:
    """A table of these columns after `batch`; types may be given as classes."""
    schema = {"batch": pl.Int64(), **{key: _instance(kind) for key, kind in columns.items()}}
    return Table(name, version, MappingProxyType(schema), sort, personal)


def _instance(kind: object) -> pl.DataType:
    if isinstance(kind, pl.DataType):
        return kind
    if isinstance(kind, type) and issubclass(kind, pl.DataType):
        return kind()
    raise TypeError(f"not a column type: {kind!r}")
