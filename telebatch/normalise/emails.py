"""Is there an address in this cell, and does it hold something else that somebody should see?"""

from __future__ import annotations

from typing import Final

import polars as pl

#: An address as mail houses take it: something, an at sign, a domain with a dot; RFC 5321 4.1.2 in plain form.
ADDRESS: Final = r"([^\s@,;:<>()\[\]\"']+@[^\s@,;:<>()\[\]\"']+\.[^\s@,;:<>()\[\]\"'.]{2,})"
#: What nearly all addresses look like: proven thirty times as fast, so that only the others are searched.
_PLAIN: Final = r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$"
#: A label of a domain that stands for letters beyond ASCII begins so.
_CODED: Final = "xn--"
#: So much of another cell shows what was meant.
_MOST_LETTERS: Final = 40


def emails(cells: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The first address of each cell, and what a cell holds that is more or else than one address.

    Args:
      cells: Trimmed text, null where empty.

    Returns:
      `email` (null: no address in it) and `email_unread` (the cell, cut; null: an address and nothing else, or empty;
      no type where no cell holds anything else).
    """
    is_odd = ~cells.str.contains(_PLAIN) | cells.str.contains(_CODED, literal=True)
    others = is_odd.fill_null(value=False).arg_true()
    if others.is_empty():
        return cells.alias("email"), pl.Series("email_unread", [None], dtype=pl.Null).new_from_index(0, cells.len())
    written = cells.gather(others).str.replace_all("＠", "@", literal=True)
    address = written.str.extract(ADDRESS, 1)
    is_whole = address.eq_missing(written)
    odd = written.str.slice(0, _MOST_LETTERS).set(is_whole, None)
    unread = pl.Series("email_unread", [None], dtype=pl.String).new_from_index(0, cells.len())
    # Polars writes into the column it is called on, and the caller's cells are the caller's.
    return cells.clone().scatter(others, one_spelling(address)).alias("email"), unread.scatter(others, odd)


def one_spelling(addresses: pl.Series) -> pl.Series:
    """Addresses with letters of one width and domains in letters: bücher.de, not xn--bcher-kva.de.

    Args:
      addresses: Few; null allowed. Capitals stay as they are.
    """
    plain = addresses.str.normalize("NFKC")
    coded = plain.str.to_lowercase().str.contains(_CODED, literal=True).fill_null(value=False).arg_true()
    if coded.is_empty():
        return plain
    return plain.scatter(coded, pl.Series([_in_letters(text) for text in plain.gather(coded)], dtype=pl.String))


def _in_letters(address: str) -> str:
    name, at, domain = address.rpartition("@")
    return name + at + ".".join(_label(label) for label in domain.split("."))


def _label(label: str) -> str:
    """A label of a domain in letters (RFC 5891); as it is where it is no sound code."""
    if not label.lower().startswith(_CODED):
        return label
    try:
        return label[len(_CODED) :].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
