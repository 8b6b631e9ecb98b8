"""Header words: how a column heading is compared, whatever its spacing, case, width or punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from telebatch.model.headings import header_key
from telebatch.model.records import RESERVED_COLUMNS
from telebatch.read.web_letters import written_out

# No note is longer; without an end, a cell of brackets alone would be looked through once per bracket.
_NOTE = re.compile(r"[(（\[【<].{0,100}?[)）\]】>]")
_SPACE = re.compile(r"[\s\u00a0\u3000\ufeff\u200b]+")


def header_keys(word: str) -> tuple[str, ...]:
    """The keys to look up, best first.

    Whole, with a bracketed note put in front (`전화(회사)` is 회사전화), without it, without a trailing number or `*`.
    """
    word = written_out(word)
    whole = header_key(word)
    plain = header_key(_NOTE.sub(" ", unicodedata.normalize("NFKC", word)))
    bare = plain.rstrip("0123456789")
    return tuple(dict.fromkeys(key for key in (whole, note_of(word) + plain, plain, bare) if key))


def note_of(word: str) -> str:
    """The bracketed note of a heading as it is compared; empty where it has none, or several."""
    notes = _NOTE.findall(unicodedata.normalize("NFKC", written_out(word)))
    return header_key(notes[0]) if len(notes) == 1 else ""


def known_words(row: Sequence[str], words: frozenset[str]) -> int:
    """How many different cells of a row are known header words."""
    return len({cell for cell in row if cell.strip() and any(key in words for key in header_keys(cell))})


def clean_headers(cells: list[str]) -> tuple[str, ...]:
    """Column names from header cells: tidied, never empty (c1, c2, … by position), never twice the same."""
    names: list[str] = []
    taken = set(RESERVED_COLUMNS)
    for position, cell in enumerate(cells, start=1):
        tidy = _SPACE.sub(" ", written_out(cell).replace("\x00", "")).strip().strip('"').strip() or f"c{position}"
        name, occurrence = tidy, 1
        while name in taken:
            occurrence += 1
            name = f"{tidy} ({occurrence})"
        taken.add(name)
        names.append(name)
    return tuple(names)
