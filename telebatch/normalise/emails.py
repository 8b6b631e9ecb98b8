"""Is there an address in this cell, and does it hold something else that somebody should see?"""

from __future__ import annotations

from typing import Final

import polars as pl

#: What stands between addresses and in none.
_BETWEEN: Final = r"\s@,;:<>()\[\]\"'、，；："
#: What stands between them too; in the middle of a name it may be a letter of it, as in `sales/kim@`.
_OR: Final = r"/|&\\"
#: An address as mail houses take it: something, an at sign, a domain with a dot; RFC 5321 4.1.2 in plain form.
#: Its last label is of Latin letters or of others, so that a word behind it is none of it (`kim@example.com수신거부`).
ADDRESS: Final = (
    rf"([^{_BETWEEN}{_OR}][^{_BETWEEN}]*@[^{_BETWEEN}{_OR}]+\."
    rf"(?:[A-Za-z0-9\u00c0-\u024f-]{{2,}}|[^{_BETWEEN}{_OR}.\x00-\x7f]{{2,}}))"
)
#: What nearly all addresses look like: proven thirty times as fast, so that only the others are searched.
_PLAIN: Final = r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$"
#: A label of a domain that stands for letters beyond ASCII begins so.
_CODED: Final = "xn--"
#: So much of another cell shows what was meant; a refusal may stand behind a reason.
_MOST_LETTERS: Final = 200


def emails(cells: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """The first address of each cell, what a cell holds that is more or else than one address, and the others in it.

    Args:
      cells: Trimmed text, null where empty.

    Returns:
      `email` (null: no address in it), `email_unread` (what else the cell holds, cut; null: it is an address, or empty)
      and `further_emails` (in small letters, with blanks between them; null: none). The last two are of no type where
      no cell holds anything else.
    """
    is_odd = ~cells.str.contains(_PLAIN) | cells.str.contains(_CODED, literal=True)
    others = is_odd.fill_null(value=False).arg_true()
    if others.is_empty():
        return cells.alias("email"), _nothing("email_unread", cells.len()), _nothing("further_emails", cells.len())
    written = cells.gather(others).str.replace_all("＠", "@", literal=True)
    address = written.str.extract(ADDRESS, 1)
    is_whole = address.eq_missing(written)
    odd = written.str.replace_all(ADDRESS, "").str.slice(0, _MOST_LETTERS).set(is_whole, None)
    unread = pl.Series("email_unread", [None], dtype=pl.String).new_from_index(0, cells.len())
    # Polars writes into the column it is called on, and the caller's cells are the caller's.
    own = one_spelling(address)
    further = _further(written, own, others, cells.len())
    return cells.clone().scatter(others, own).alias("email"), unread.scatter(others, odd), further


def with_other_columns(
    told: tuple[pl.Series, pl.Series, pl.Series], every: pl.Series
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """What `emails` told of the first column of addresses, with what stands in the others.

    Args:
      told: As `emails` gives them.
      every: All cells of each row, with blanks between; null: all are empty.
    """
    email, unread, further = told
    more = every.ne_missing(email).arg_true()
    if more.is_empty():
        return told
    written = every.gather(more).str.replace_all("＠", "@", literal=True)
    beside = written.str.replace_all(ADDRESS, "").str.strip_chars().str.slice(0, _MOST_LETTERS)
    odd = pl.Series("email_unread", [None], dtype=pl.String).new_from_index(0, every.len())
    odd = odd.scatter(more, beside.set(beside.eq(""), None))
    words = pl.select(pl.coalesce(unread.cast(pl.String), odd)).to_series().alias("email_unread")
    own = one_spelling(email.gather(more))
    further = _further(written, own, pl.Series(more), every.len())
    return email, (unread if words.null_count() == words.len() else words), further


def _nothing(name: str, count: int) -> pl.Series:
    return pl.Series(name, [None], dtype=pl.Null).new_from_index(0, count)


def _further(written: pl.Series, own: pl.Series, places: pl.Series, count: int) -> pl.Series:
    """`further_emails` of as many cells, of which those at the places hold something odd.

    Args:
      own: The first address of each.
    """
    crowded = written.str.count_matches("@").gt(1).fill_null(value=False).arg_true()
    told = pl.DataFrame({
        "place": places.gather(crowded), "own": own.gather(crowded).str.to_lowercase(),
        "further": written.gather(crowded).str.extract_all(ADDRESS),
    }).explode("further")  # fmt: skip
    told = told.with_columns(one_spelling(told.get_column("further")).str.to_lowercase())
    told = told.filter(pl.col("further").ne(pl.col("own"))).unique(["place", "further"], maintain_order=True)
    if told.is_empty():
        return _nothing("further_emails", count)
    joined = told.group_by("place", maintain_order=True).agg(pl.col("further").str.join(" "))
    nobody = pl.Series("further_emails", [None], dtype=pl.String).new_from_index(0, count)
    return nobody.scatter(joined.get_column("place"), joined.get_column("further"))


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
