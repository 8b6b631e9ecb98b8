"""Typed digits: is a cell one plain number, and which digits were typed?

Plain means digits with spaces, dots, hyphens and round brackets, and at most a plus in front. For such text
libphonenumber sees the digits and the plus only, so the compiled readings may stand in for it.
"""

from __future__ import annotations

import polars as pl

from telebatch.model.phones import PhoneRepair
from telebatch.normalise.phones.reading import LONGEST, SHORTEST
from telebatch.normalise.phones.table import KEY_ROOM

PUNCTUATION = "[-() .]"
# libphonenumber refuses to look at longer texts.
MOST_LETTERS = 250
# Calendar dates with separators: their digits would otherwise be read as a number.
_DAY, _MONTH, _SIGN = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", "[-./]"
DATE = rf"^\s*(?:(?:19|20)\d\d{_SIGN} ?{_MONTH}{_SIGN} ?{_DAY}\.?|\d{{1,2}}{_SIGN}\d{{1,2}}{_SIGN}(?:19|20)\d\d)\s*$"

# A hyphen in all its disguises; letters that look like one (the long vowel mark, ㅡ of a Korean keyboard, as NFKC
# writes it, and the figure 一) count behind digits only.
_DASHES = "[‐‑‒–—―−﹣－]"
_LIKE_DASHES = r"([0-9])[ーｰ\u{1173}一]"
# 010·1234·5678: dots that part several numbers elsewhere.
_DOTS = "[·・•‧∙⋅]"
_DOTTED = rf"^\s*(\+[0-9]{{1,3}}{_DOTS})?([0-9]{{1,4}}){_DOTS}([0-9]{{2,4}}){_DOTS}([0-9]{{3,4}})\s*$"
_WRAPPERS = r"""^\s*(?:=\s*)?["'`‘’“”]*\s*|\s*["'`‘’“”]*\s*$"""
_THOUSANDS = r"^\d{1,3}(?:,\d{3}){2,4}$"
_POINT_ZERO = r"^(\+?\d{4,15})[.,]0+$"
# Direction marks, joiners, byte order marks and soft hyphens: no sign of theirs is ever meant.
_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
# ① and ⑴ count the numbers of a cell; NFKC would make digits of them.
_COUNTING = "[①-⑳⑴-⒛❶-❿]"
_BEYOND_ASCII = r"[^\x00-\x7f]"
_WIDE = r"[０-９＋（）]"


def typed(texts: pl.Series, places: pl.Series) -> pl.DataFrame:
    """The digits of every plain text; nulls where the text is not one plain number.

    Args:
      texts: String, no null.
      places: UInt16, place of the assumed region in the table.

    Returns:
      value Int64 (the digits as a number), length UInt32, key Int64 (of the reading; a plus makes the region
      "any"), is_international Boolean; same rows and order.
    """
    stripped = _without_signs(texts)
    is_international = stripped.str.starts_with("+")
    length = stripped.str.len_bytes() - is_international.cast(pl.UInt32)
    value = stripped.cast(pl.Int64, strict=False)
    is_plain = (length >= SHORTEST) & (length <= LONGEST) & (texts.str.len_bytes() <= MOST_LETTERS)
    is_decimal = texts.str.ends_with(".0") | texts.str.ends_with(".00")
    is_plain = is_plain & ~is_decimal & ~_dates(texts, length)
    frame = pl.DataFrame(
        {"value": value, "length": length, "place": places, "plus": is_international, "plain": is_plain}
    )
    place = pl.when(pl.col("plus")).then(0).otherwise(pl.col("place")).cast(pl.Int64)
    value_if_plain = pl.when(pl.col("plain")).then(pl.col("value"))
    return frame.select(
        value_if_plain.alias("value"),
        "length",
        (place * KEY_ROOM + sentinel(pl.col("length")) + value_if_plain).alias("key"),
        pl.col("plus").alias("is_international"),
    )


def _without_signs(texts: pl.Series) -> pl.Series:
    """The texts without blanks and punctuation; where hyphens are the only ones, no pattern is asked."""
    bare = texts.str.replace_all("-", "", literal=True)
    others = bare.cast(pl.Int64, strict=False).is_null().arg_true()
    if others.is_empty():
        return bare
    return bare.scatter(others, bare.gather(others).str.replace_all(PUNCTUATION, ""))


def sentinel(length: pl.Expr) -> pl.Expr:
    """10 to the power of the length: a one in front of the digits keeps leading zeros apart."""
    powers = pl.Series([10**power for power in range(LONGEST + 1)], dtype=pl.Int64)
    return pl.lit(powers).gather(length.clip(0, LONGEST))


def _dates(texts: pl.Series, length: pl.Series) -> pl.Series:
    """Dates are looked for among short texts only: a date has six to eight digits."""
    candidates = (length >= 6) & (length <= 8)
    if not candidates.any():
        return candidates
    rows = candidates.arg_true()
    found = rows.filter(texts.gather(rows).str.contains(DATE))
    return pl.Series(pl.zeros(len(texts), pl.UInt8, eager=True)).scatter(found, 1).cast(pl.Boolean)


def mended(texts: pl.Series) -> pl.DataFrame:
    """Takes off what spreadsheets and input methods put around numbers.

    Returns:
      text String (ASCII digits and hyphens, no wrapper, no trailing .0, no thousands commas), repair String (the
      heaviest repair that changed digits or quotes; null where none did); same rows and order.
    """
    narrow, is_wide = _narrow(texts)
    bare = narrow.str.replace_all(_WRAPPERS, "")
    frame = pl.DataFrame(
        {
            "bare": bare,
            "wrapped": bare != narrow.str.strip_chars(),
            "wide": is_wide,
            "pointed": bare.str.contains(_POINT_ZERO),
            "grouped": bare.str.contains(_THOUSANDS),
        }
    )
    return frame.select(
        pl.when("grouped")
        .then(pl.col("bare").str.replace_all(",", "", literal=True))
        .when("pointed")
        .then(pl.col("bare").str.replace(_POINT_ZERO, "$1"))
        .otherwise("bare")
        .alias("text"),
        pl.when("pointed")
        .then(pl.lit(PhoneRepair.TRAILING_POINT_ZERO.value))
        .when("grouped")
        .then(pl.lit(PhoneRepair.THOUSANDS_REMOVED.value))
        .when("wrapped")
        .then(pl.lit(PhoneRepair.WRAPPER_REMOVED.value))
        .when("wide")
        .then(pl.lit(PhoneRepair.FULLWIDTH.value))
        .alias("repair"),
    )


def _narrow(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The texts with plain hyphens and letters of one width; and whether a digit or sign of theirs was wide."""
    # Most texts are ASCII: dashes, joiners and full widths are looked for among the others.
    rows = texts.str.contains(_BEYOND_ASCII).arg_true()
    far = texts.gather(rows)
    near = (
        far.str.replace_all(_COUNTING, " ")
        .str.normalize("NFKC")
        .str.replace_all(_INVISIBLE, "")
        .str.replace_all(_DASHES, "-")
    )
    is_wide = pl.Series(pl.zeros(texts.len(), pl.UInt8, eager=True)).scatter(rows.filter(far.str.contains(_WIDE)), 1)
    # Polars writes into the column it is called on, and the caller's texts are the caller's.
    hyphened = near.str.replace_all(_LIKE_DASHES, "${1}-").str.replace(_DOTTED, "$1$2-$3-$4")
    return texts.clone().scatter(rows, hyphened.str.replace(rf"^(\s*\+[0-9]+){_DOTS}", "$1 ")), is_wide.cast(pl.Boolean)
