"""How many of what, a number and its noun, which agree; and some of what there is."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice


def plural(count: int, word: str, words: str = "") -> str:
    """`1 row`, `2,000 rows`.

    Args:
      word: Of one.
      words: Of several; empty: the same with an s.
    """
    return f"{count:,} {word if count == 1 else words or f'{word}s'}"


def some(words: Iterable[object], most: int) -> str:
    """The first so many with commas between them, and `…` behind where there are more."""
    told = list(islice(words, most + 1))
    return ", ".join(map(str, told[:most])) + (", …" if len(told) > most else "")
