"""Web letters: signs that a web page writes for letters (`&amp;`, `&#39;`, `&nbsp;`) are read as what they stand for.

Its marks (`<br>`, `<b>`, `<a href="tel:…">`) are no letters: one is a blank where it parts lines.

An ampersand of a name (`AT&T`, `R&D`) is none of them: no known word and no number stands between it and a semicolon.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from html.entities import name2codepoint
from typing import Final

import numpy as np
import polars as pl

from telebatch.model.plural import plural, some
from telebatch.model.records import LINE, Reading, SetAsideReason
from telebatch.read.texts.abreast import abreast

_BLOCK: Final = 1 << 20
#: Words of HTML 4, and those of HTML 5 for signs that programs write so which know all words (`&commat;`, `&lpar;`).
_WORDS: Final = (
    *sorted(name2codepoint),
    *("apos", "commat", "period", "comma", "colon", "lpar", "rpar", "plus", "sol", "num", "hyphen", "dash", "lowbar"),
)
#: These are known in capitals too, as in a list whose every letter is one.
_SHOUTED: Final = ("AMP", "QUOT", "NBSP", "APOS", "LT", "GT")
_LETTER: Final = rf"&(?:#[0-9]{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|{'|'.join((*_WORDS, *_SHOUTED))});"
_MARK: Final = r"</?(?i:br|p|a|b|i|u|div|span|font|strong|em)(?:\s[^<>]{0,200})?/?>"
_SIGN: Final = f"{_LETTER}|{_MARK}"
#: What may be one, by which byte it begins: a first look costs less than to try every word behind every ampersand.
_LIKELY: Final = {
    b"&": re.compile(rb"&#?[0-9A-Za-z]{2,10};"),
    b"<": re.compile(_MARK.encode()),
}
#: No sign is longer: so many bytes of the next block may belong to one that begins in this.
_LONGEST: Final = 1024
_PARTS_LINES: Final = re.compile("</?(?:br|p|div)[^a-z]", re.IGNORECASE)
#: A page that was made of another page has written the first sign of each once more: `&amp;amp;`.
_TIMES: Final = 3
#: Lines told of.
_SHOWN: Final = 5


@lru_cache(maxsize=1)
def _in_text() -> re.Pattern[str]:
    """`_SIGN` as a pattern: its hundreds of words are compiled for the rare list that may hold one."""
    return re.compile(_SIGN)


def written_out(cell: str) -> str:
    """A cell with letters in place of the signs for them; as it is where it holds none."""
    for _ in range(_TIMES):
        told = _in_text().sub(_letter, cell)
        if told == cell:
            break
        cell = told
    return cell


def _letter(sign: re.Match[str]) -> str:
    """What one sign stands for; a blank at which no line ends is one like others."""
    if sign[0].startswith("<"):
        return " " if _PARTS_LINES.match(sign[0]) else ""
    return html.unescape(sign[0].lower() if sign[0][1:-1] in _SHOUTED else sign[0]).replace("\xa0", " ")


def sign_in(view: memoryview, start: int) -> str:
    """The first such sign of a text in UTF-8, from an offset on; empty where it holds none."""
    raw = np.frombuffer(view, np.uint8)

    def look(at: int) -> str:
        block = raw[at : at + _BLOCK]
        near = view[at : at + _BLOCK + _LONGEST]
        begun = (pattern for byte, pattern in _LIKELY.items() if (block == byte[0]).any())
        found = (sign[0].decode("utf-8", "replace") for pattern in begun for sign in pattern.finditer(near))
        return next((sign for sign in found if _in_text().fullmatch(sign)), "")

    return next((sign for sign in abreast(look, range(start, raw.size, _BLOCK)) if sign), "")


def sign_among(records: pl.LazyFrame, columns: Sequence[str]) -> str:
    """The first such sign in columns of text; empty where they hold none."""
    found = [pl.col(name).str.extract(f"({_SIGN})").drop_nulls().first() for name in columns]
    return next((sign for sign in records.select(found).collect().row(0) if sign), "") if found else ""


def with_letters(reading: Reading, sign: str) -> Reading:
    """The same records with letters in place of such signs; that is told. What was set aside stays as it was written.

    Args:
      sign: One that the table holds; empty: it holds none.
    """
    if not sign:
        return reading
    told = f"written for a web page ({sign}): such signs are read as the letters they stand for"
    again = reading.again
    return replace(
        reading,
        records=_lettered(reading.records, reading.columns),
        again=again and (lambda numbers: _lettered(again(numbers), reading.columns)),
        guesses=(*reading.guesses, told, *_parted_by_signs(reading)),
    )


def _parted_by_signs(reading: Reading) -> Iterator[str]:
    """Rows that are set aside for a cell too many, where the semicolon of such a sign may have parted one."""
    if reading.delimiter != ";":
        return
    is_long = pl.col("reason") == str(SetAsideReason.LONG_ROW)
    lines = reading.set_aside.filter(is_long & pl.col("raw").str.contains(_LETTER)).get_column(LINE)
    if lines.len():
        yield (
            f"{plural(lines.len(), 'row is', 'rows are')} too long (line {some(lines, _SHOWN)}) where the semicolon of "
            "such a sign parts a cell; write the letter, as in AT&T, or the cell in quotes, and send them again"
        )


def _lettered(records: pl.LazyFrame, columns: Sequence[str]) -> pl.LazyFrame:
    cells = (pl.col(name).map_batches(_cells, return_dtype=pl.String, is_elementwise=True) for name in columns)
    return records.with_columns(cells)


def _cells(cells: pl.Series) -> pl.Series:
    """A column of text; only different cells with a sign are looked at one by one."""
    signed = cells.filter(cells.str.contains("[&<]")).unique()
    signed = signed.filter(signed.str.contains(_SIGN))
    if not signed.len():
        return cells
    letters = [written_out(cell) or None for cell in signed.to_list()]
    return cells.replace(signed, pl.Series(letters, dtype=pl.String))
