"""Legible: can a text be read, so that some odd words in it say nothing against the rest?

Letters of a wrong encoding are everyday ones by chance, one in five; whole words of them are met in hardly any line.
"""

from __future__ import annotations

import re
from typing import Final

from telebatch.model.headings import header_key
from telebatch.model.list_words import ListWords

#: Kana prove nothing: several codes of East Asia have them in one place, so they come through unharmed.
_WORD: Final = re.compile("[가-힣]{2,}|[\u4e00-\u9fff]{2,}")
_CELLS: Final = re.compile(r"[,;\t|\"\r\n]+")
#: So many different headings are not met by chance.
_HEADINGS: Final = 2
#: Lines looked at.
_LINES: Final = 400


def is_legible(text: str, words: ListWords) -> bool:
    """Whether most lines with words of Han or Hangul hold enough that are written in everyday letters alone.

    Under headings that are known, one such word is enough in a line; elsewhere half of its words are to be so.

    Args:
      words: Known headings and everyday letters; without letters, no text is.
    """
    head, _, body = text.lstrip("\ufeff").lstrip().partition("\n")
    knows_headings = len(_headings(head, words.headers)) >= _HEADINGS
    lines = [told for line in body.split("\n")[:_LINES] if (told := _WORD.findall(line))]
    read = sum(1 for told in lines if _is_read(told, words.letters, 1 if knows_headings else len(told) / 2))
    return read * 2 > len(lines)


def _headings(line: str, known: frozenset[str]) -> set[str]:
    """The headings beyond ASCII that a line holds as whole cells."""
    keys = {header_key(cell) for cell in _CELLS.split(line) if not cell.isascii()}
    return keys & known


def _is_read(told: list[str], letters: frozenset[str], least: float) -> bool:
    return sum(1 for word in told if letters.issuperset(word)) >= least
