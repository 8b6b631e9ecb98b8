"""Undone: which two encodings turn a text that nobody writes so into one that somebody does?

Unlike single signs of damage this needs no particular pair of encodings, and letters may have been lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from telebatch.read.letters.everyday import everyday_letters

#: (opened as, meant): what programs take a file for, and what files are.
_OPENED_AS: Final = ("cp949", "cp1252", "latin-1", "gb18030", "cp932", "cp950", "euc_jp", "cp1251")
_MEANT: Final = ("utf-8", "cp949", "gb18030", "cp932", "cp950", "euc_jp", "cp1252", "cp1251")
#: Fewer letters may look like anything; so may fewer different ones, of which Western words hold few.
_FEWEST: Final = 8
_DIFFERENT: Final = {"cp1252": 4}
#: Shares of everyday letters: below the first a text may be damaged, from the second on it makes sense, and the
#: difference must be so much.
_DOUBTFUL, _SOUND, _BETTER = 0.6, 0.5, 0.3
#: Nearly every byte is a letter of an alphabet: only whole words make sense.
_SOUND_WORDS: Final = {"cp1251": 0.85, "cp1252": 0.85}


def undone(text: str, everyday: frozenset[str]) -> tuple[str, str] | None:
    """The encoding that a text was opened as, and the one that was meant; None for sound text.

    Args:
      text: Words with letters beyond ASCII, with blanks between.
      everyday: Everyday letters of Han and Hangul.
    """
    common, whole = everyday_letters(text, everyday)
    share = common / whole if whole else 1.0
    if whole < _FEWEST or share >= _DOUBTFUL:
        return None
    best = max(_meanings(text, everyday), default=None)
    return best[1:] if best and best[0] >= share + _BETTER else None


def _meanings(text: str, everyday: frozenset[str]) -> Iterator[tuple[float, str, str]]:
    """The share of everyday letters that each pair of encodings gives, where the text makes sense."""
    for opened_as in _OPENED_AS:
        raw = text.replace("\ufffd", "?").encode(opened_as, "ignore")
        for meant in _MEANT:
            if meant == opened_as:
                continue
            plain = raw.decode(meant, "replace")
            different = len({letter for letter in plain if letter > "\x7f"})
            if different >= _DIFFERENT.get(meant, _FEWEST):
                common, whole = everyday_letters(plain, everyday, counts_signs=True)
                if common >= whole * _SOUND_WORDS.get(meant, _SOUND):
                    yield common / whole, opened_as, meant
