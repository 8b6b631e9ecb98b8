"""Which cells of a list tell of somebody: by a number or e-mail of theirs, and in free text by name or key as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.pipeline.privacy.whom import Whom

#: Signs that numbers and names are written with or without.
_BETWEEN: Final = r"[\s().\-/]"
#: Signs that no other form of theirs turns into a letter or digit of A-Z or 0-9: ASCII, Latin with marks, Greek,
#: Cyrillic, hangul, kana, Chinese characters, and forms such as ㈜.
PLAIN: Final = "\\x00-\\x7F\\xC0-\\xFFͰ-ҁҊ-ӿᄀ-ᇿ、-〃ぁ-ゖァ-ヺーㄱ-ㆎ㈀-㈞㐀-䶿一-鿿가-힣"
#: Stands between the cells of a row, and in no number or address.
_EDGE: Final = "\x1f"


@dataclass(frozen=True)
class Cells:
    """Asks texts for persons, however numbers and names are spaced in them."""

    found: Whom

    def tells(self, column: str) -> pl.Expr:
        """Bool per row: a number that is theirs alone stands in the cell, or an e-mail address."""
        found = self.found
        numbers = [found.written[number] for number in found.numbers]
        parts = [_bare(column).str.contains(f"(?:{'|'.join(numbers)})(?:[^0-9]|$)")] if numbers else []
        parts += [_bare(column).str.contains_any(_folded(found.emails))] if found.emails else []
        return pl.any_horizontal(pl.lit(value=False), *parts).fill_null(value=False)

    def telling(self, rows: pl.LazyFrame, columns: Sequence[str]) -> pl.DataFrame:
        """The rows any of whose columns `tells`; most are passed over by one quick look at all their cells together."""
        found = self.found
        wanted = [*(found.written[number] for number in found.numbers), *_folded(found.emails)]
        if not wanted:
            return rows.clear().collect()
        line = pl.concat_str(columns, separator=_EDGE, ignore_nulls=True)
        near = line.str.replace_all(_BETWEEN, "").str.contains_any(wanted, ascii_case_insensitive=True)
        is_odd = line.str.contains(f"[^{PLAIN}]") | pl.lit(not all(text.isascii() for text in wanted))
        # Collected between: two conditions in one query would both be asked of every row.
        return rows.filter(near | is_odd).collect().filter(pl.any_horizontal(self.tells(name) for name in columns))

    def names(self, column: str) -> pl.Expr:
        """As `tells`, and also where a name of theirs, or a long record key, is part of the text."""
        found = self.found
        parts = [_bare(column).str.contains_any(_folded(found.names))] if found.names else []
        if found.long_keys:
            keys = "|".join(map(pl.escape_regex, found.long_keys))
            parts.append(pl.col(column).str.contains(rf"(?:^|\W)(?:{keys})(?:\W|$)"))
        return pl.any_horizontal(self.tells(column), *parts).fill_null(value=False)

    def name(self, text: str) -> bool:
        """`names` of one text."""
        return bool(pl.DataFrame({"text": [text]}).select(self.names("text")).item())


def _bare(column: str) -> pl.Expr:
    return pl.col(column).str.normalize("NFKC").str.replace_all(_BETWEEN, "").str.to_lowercase()


def _folded(texts: tuple[str, ...]) -> list[str]:
    told = pl.Series("text", texts, dtype=pl.String).to_frame().select(_bare("text")).to_series()
    return told.filter(told.ne("")).unique(maintain_order=True).to_list()
