"""Were letters beyond ASCII dropped from a list, or a ? written for them, before it came here? Said, never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from telebatch.model.plural import plural
from telebatch.normalise import Normalised

#: Texts are looked at in so many rows, spread over the list: an export that drops letters drops them everywhere.
_ROWS: Final = 20_000
_OF_TEXTS: Final = ("person", "company", "city")
_BESIDE: Final = ("department", "address", "memo", "handed_through")
_TITLE: Final = "title"
#: A word left with fewer letters may be another one.
_SHORTEST: Final = 4
#: One word so long, or two of any length, leave no doubt.
_LONG, _SEVERAL = 8, 2
_SHOWN: Final = 3
_WORD: Final = r"\pL+"
#: Nothing but question marks, or one between the letters of a Latin word.
_QUESTIONED: Final = r"^[\s()]*\?[\s?()]*\?[\s()]*$|[A-Za-z]\?+[a-z]"
#: A cell in which letters or digits are left.
_LEFT: Final = r"[\pL\d]"
#: Fewer rows tell nothing.
_FEWEST_ROWS: Final = 3
#: So many cells, and this share of those looked at, are no questions anybody wrote.
_FEWEST, _SHARE = 3, 100


def lost_letters(normal: Normalised, headings: Mapping[str, Sequence[str]], words: Mapping[str, Any]) -> Iterator[str]:
    """What a person should know of letters that are gone.

    Args:
      headings: Canonical column → headings of the list.
      words: Language → words whose letters beyond ASCII an export may have dropped; `source` is none of them.
    """
    lost = _without_letters(word for language, listed in words.items() if language != "source" for word in listed)
    for canonical, cells in _looked_at(normal):
        name = next(iter(headings.get(canonical, ())), canonical)
        found = _dropped(cells, lost)
        if found.height >= _SEVERAL or found.filter(pl.col("written").str.len_chars() >= _LONG).height:
            shown = ", ".join(f"{one} for {whole}" for one, whole in found.head(_SHOWN).iter_rows())
            yield f"{name}: letters were dropped before the file came here ({shown}); ask for it as XLSX or CSV (UTF-8)"
        asked = int(cells.str.contains(_QUESTIONED).sum())
        if asked >= _FEWEST and asked * _SHARE >= cells.len():
            yield (
                f"{name}: ? stands where letters were in {plural(asked, 'cell')} of {cells.len():,} looked at; ask for"
                " the list as XLSX or CSV (UTF-8)"
            )


def emptied_letters(normal: Normalised, headings: Mapping[str, Sequence[str]], columns: Iterable[str]) -> Iterator[str]:
    """What a person should know of names that may be gone whole, on a list whose people write in no Latin letters.

    Said where most names or companies are empty and not one letter beyond ASCII is on the list.

    Args:
      headings: As for `lost_letters`.
      columns: Every heading of the list.
    """
    rows = _rows(normal)
    if rows.len() < _FEWEST_ROWS or not all(name.isascii() for name in columns):
        return
    cells = {one.name: one for one in _cells(normal, rows, [*_OF_TEXTS, *_BESIDE])}
    if any(one.str.contains(r"[^\x00-\x7f]").any() for one in cells.values()):
        return
    for canonical in ("person", "company"):
        if canonical in headings and canonical in cells:
            empty = rows.len() - int(cells[canonical].str.contains(_LEFT).sum())
            if empty * 2 > rows.len():
                names = ", ".join(headings[canonical])
                yield (
                    f"{names}: empty in {plural(empty, 'row')} of {rows.len():,} looked at, and no letter on the list"
                    " is other than A-Z; if they were dropped before it came here, ask for it as XLSX or CSV (UTF-8)"
                )


def _without_letters(words: Iterable[str]) -> pl.DataFrame:
    """`lost`, in small letters, of each word that is not too short then; `whole`, the word."""
    pairs = ((_ascii(word), word) for word in words)
    told = {lost.lower(): whole for lost, whole in pairs if len(lost) >= _SHORTEST and lost != whole}
    return pl.DataFrame(
        {"lost": list(told), "whole": list(told.values())}, schema=dict.fromkeys(("lost", "whole"), pl.String)
    )


def _ascii(word: str) -> str:
    return word.encode("ascii", "ignore").decode("ascii")


def _looked_at(normal: Normalised) -> Iterator[tuple[str, pl.Series]]:
    """Each column's cells that hold anything, of rows spread over the list."""
    yield from ((one.name, one.drop_nulls()) for one in _cells(normal, _rows(normal), _OF_TEXTS))


def _rows(normal: Normalised) -> pl.Series:
    count = normal.candidates.height
    return pl.Series(range(0, count, max(1, -(-count // _ROWS))), dtype=pl.UInt32)


def _cells(normal: Normalised, rows: pl.Series, names: Iterable[str]) -> list[pl.Series]:
    texts = normal.texts.at(rows, [name for name in names if name in normal.texts.columns])
    titles = normal.candidates.get_column(_TITLE).gather(rows)
    return [one.cast(pl.String) for one in (*texts.get_columns(), titles)]


def _dropped(cells: pl.Series, lost: pl.DataFrame) -> pl.DataFrame:
    """`lost` as it is written, `whole`: words that lack their letters, each once, the longest first."""
    written = cells.str.extract_all(_WORD).explode().drop_nulls().unique().alias("written").to_frame()
    found = written.with_columns(lost=pl.col("written").str.to_lowercase()).join(lost, on="lost", how="inner")
    ordered = found.sort(pl.col("lost").str.len_chars(), "written", descending=[True, False])
    return ordered.unique("lost", keep="first", maintain_order=True).select("written", "whole")
