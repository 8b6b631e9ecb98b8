"""How many of what: a number and its noun, which agree."""

from __future__ import annotations


def plural(count: int, word: str, words: str = "") -> str:
    """`1 row`, `2,000 rows`.

    Args:
      word: Of one.
      words: Of several; empty: the same with an s.
    """
    return f"{count:,} {word if count == 1 else words or f'{word}s'}"
