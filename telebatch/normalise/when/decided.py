"""A decision on one column: the values, the format, and whether a person must be asked."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, eq=False)
class Decided:
    """What a column of distinct texts was taken to say.

    Attributes:
      values: As long as the texts and in their order; null for null, for unparsed, and for ambiguous texts.
      decided: The format decided, in words ("day/month/year", …); empty if nothing needed deciding.
      is_ambiguous: True if the column can be read in two ways; those texts are null until the caller decides.
      unparsed: Distinct texts that mean nothing (ambiguous ones are not among them).
      seconds: For dates with a time of day: seconds since that midnight, Int64; null without a time.
      offset_seconds: For dates with a stated zone: seconds east of UTC, Int64; null where no zone is stated.
    """

    values: pl.Series
    decided: str
    is_ambiguous: bool
    unparsed: pl.Series
    seconds: pl.Series | None = None
    offset_seconds: pl.Series | None = None


def tidied(texts: pl.Series) -> pl.Series:
    """Texts in one width, without doubled blanks, edge blanks and what spreadsheets wrap; an empty one is null."""
    plain = texts.cast(pl.String).str.normalize("NFKC").str.replace_all(r"[\s\u00a0\u3000]+", " ")
    plain = plain.str.strip_chars(" '\"=")
    return plain.set(plain == "", None)


def unparsed(texts: pl.Series, is_read: pl.Series) -> pl.Series:
    """Distinct texts that are not null and were not read, in their order."""
    return texts.filter(texts.is_not_null() & ~is_read).unique(maintain_order=True)
