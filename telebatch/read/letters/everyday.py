"""Everyday letters: how much of a text is written with signs that names, companies, places and titles mostly have?

A sound text is for the most part, one that was opened in a wrong encoding hardly, whatever the two encodings are.
"""

from __future__ import annotations

import re
from typing import Final

_KANA: Final = re.compile("[ぁ-ゖァ-ヺーゝゞヽヾ々〆]")
#: Scripts with small letters and capitals, one word each; and scripts that no encoding looked for here has.
_CASED: Final = re.compile("[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]+|[Ͱ-Ͽἀ-῿]+|[Ѐ-ӿ]+")
_OTHERS: Final = re.compile("[\u0300-\u036f\u0530-\u10ff]")
_WORD: Final = re.compile(r"[^\W\d_]+|[^\x00-\x7f]")


def everyday_letters(text: str, known: frozenset[str], *, counts_signs: bool = False) -> tuple[int, int]:
    """How many of the letters beyond ASCII are everyday ones, and how many there are; lost ones (\ufffd) count too.

    Args:
      known: Everyday letters of Han and Hangul.
      counts_signs: Signs count as letters that nobody writes, and so do alphabetic words of one letter or two.
    """
    common = whole = 0
    for word in _WORD.findall(text):
        told = [letter for letter in word if letter > "\x7f" and (counts_signs or _is_letter(letter))]
        whole += len(told)
        if told and _is_alphabetic(word):
            common += len(told) if len(word) > 2 or not counts_signs else 0
        else:
            common += sum(letter in known or _is_beside(letter) for letter in told)
    return common, whole


def _is_letter(letter: str) -> bool:
    """A letter, a lost one, or one that has no meaning anywhere; letters of full width are ASCII in disguise."""
    return (letter.isalpha() and not "！" <= letter <= "～") or letter == "\ufffd" or not letter.isprintable()


def _is_alphabetic(word: str) -> bool:
    """A word of one script as it is written: small letters behind one capital or none, or capitals alone."""
    is_written = word in {word.lower(), word.upper(), word.capitalize()}
    return is_written and bool(_CASED.fullmatch(word)) and (word.isupper() or bool(re.search("[A-Za-zͰ-ӿ]", word)))


def _is_beside(letter: str) -> bool:
    """A letter of a script whose every letter is an everyday one."""
    return bool(_KANA.match(letter) or _OTHERS.match(letter))
