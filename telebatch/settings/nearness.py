"""Did you mean …? Names the nearest known word, and quotes what people wrote as a short excerpt."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST_SHOWN = 14
_LONGEST_EXCERPT = 40


def meant(word: str, known: Iterable[str]) -> str:
    """A remedy for an unknown word: the nearest known one, else all of them as far as they can be read."""
    words = tuple(dict.fromkeys(known))
    if near := nearest(word, words):
        return f"did you mean `{near}`?"
    if not words:
        return "none are known here"
    shown = ", ".join(words[:_MOST_SHOWN])
    more = f" and {len(words) - _MOST_SHOWN} more" if len(words) > _MOST_SHOWN else ""
    return f"known: {shown}{more}"


def code_meant(word: str, known: Iterable[str], examples: str) -> str:
    """A remedy for an unknown code of two or three letters, where a near miss is another country's."""
    same = next((code for code in known if code.casefold() == word.strip().casefold()), "")
    return f"did you mean `{same}`?" if same else f"write the {examples}"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like it; "" where none does."""
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    near = difflib.get_close_matches(word.casefold()[:80], folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def quoted(value: object) -> str:
    """What people wrote, in back quotes, control characters shown as spaces, cut where it is long."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return f"`{text}`" if len(text) <= _LONGEST_EXCERPT else f"`{text[:_LONGEST_EXCERPT]}…`"
