"""Did you mean …? Names the nearest known word, and quotes what people wrote as a short excerpt."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

_MOST_SHOWN = 14
_LONGEST_EXCERPT = 40
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def meant(word: str, known: Iterable[str]) -> str:
    """A remedy for an unknown word: the nearest known one, else all of them as far as they can be read.

    Where names stand in families (`jp-…`, `kr-…`), only the word's own family is meant, for a near miss in another
    would be another country's.
    """
    words = tuple(dict.fromkeys(known))
    head, hyphen, _ = word.casefold().partition("-")
    words = tuple(name for name in words if hyphen and name.startswith(head + hyphen)) or words
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
    """The known word that looks most like it; "" where none does. One of less than half its length does not."""
    folded: dict[str, str] = {}
    for name in known:
        if len(word) <= 2 * len(name):
            folded.setdefault(name.casefold(), name)
    near = difflib.get_close_matches(word.casefold()[:80], folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def toml_key(name: str) -> str:
    """A name as TOML takes it for a key: in quotes where it has letters other than a-z, digits, _ and -."""
    return name if _BARE_KEY.fullmatch(name) else f'"{name}"'


def quoted(value: object) -> str:
    """What people wrote, in back quotes, control characters shown as spaces, cut where it is long."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return f"`{text}`" if len(text) <= _LONGEST_EXCERPT else f"`{text[:_LONGEST_EXCERPT]}…`"
