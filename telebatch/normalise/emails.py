"""Is there an address in this cell, and does it hold something else that somebody should see?"""

from __future__ import annotations

from typing import Final

import polars as pl

#: An address as mail houses take it: something, an at sign, a domain with a dot; RFC 5321 4.1.2 in plain form.
_ADDRESS: Final = r"([^\s@,;:<>()\[\]\"']+@[^\s@,;:<>()\[\]\"']+\.[^\s@,;:<>()\[\]\"'.]{2,})"
#: So much of another cell shows what was meant.
_MOST_LETTERS: Final = 40


def emails(cells: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The first address of each cell, and what a cell holds that is more or else than one address.

    Args:
      cells: Trimmed text, null where empty.

    Returns:
      `email` (null: no address in it) and `email_unread` (the cell, cut; null: an address and nothing else, or empty).
    """
    # Hardly any cell has a full-width sign; replacing a literal costs next to nothing.
    written = cells.str.replace_all("＠", "@", literal=True)
    address = written.str.extract(_ADDRESS, 1)
    is_plain = address.eq(written).fill_null(value=False)
    return address.alias("email"), pl.when(~is_plain).then(written.str.slice(0, _MOST_LETTERS)).alias("email_unread")
