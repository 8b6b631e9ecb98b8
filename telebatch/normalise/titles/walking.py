"""Which words of a phrase are known, and which function the last of them names."""

from __future__ import annotations

import re
from typing import NamedTuple

from telebatch.model.titles import Function
from telebatch.normalise.titles.vocabulary import TitleVocabulary

RUN = re.compile(r"[a-z0-9\u00c0-\u024f&]+|[^\sa-z0-9\u00c0-\u024f&\W]+|\d+")
LONGEST_PHRASE = 3  # words: "research and development"


class Walk(NamedTuple):
    """A phrase, walked from left to right, the longest known word first.

    Attributes:
      function: Named by the last function word (`IT procurement`: purchasing); null: none.
      leftover: What nobody knows, without spaces.
      is_department: Everything is known, and a function or a department is named.
    """

    text: str = ""
    function: Function | None = None
    function_word: str = ""
    leftover: str = ""
    has_department: bool = False

    @property
    def is_department(self) -> bool:
        """Whether the phrase is nothing but the name of a department."""
        named = self.function is not None or self.has_department
        return named and (not self.leftover or self.has_department)


NOWHERE = Walk()


def walk(text: str, vocabulary: TitleVocabulary) -> Walk:
    """Walks a plain phrase of any mixture of languages."""
    if not text:
        return NOWHERE
    runs = RUN.findall(text)
    leftover: list[str] = []
    words: list[str] = []
    at = 0
    while at < len(runs):
        run = runs[at]
        if run[0] > "\u024f":
            _walk_joined(run, vocabulary, words, leftover)
            at += 1
            continue
        most = min(LONGEST_PHRASE, len(runs) - at) if run in vocabulary.starts else 1
        for length in range(most, 0, -1):
            phrase = " ".join(runs[at : at + length])
            if phrase in vocabulary.known or phrase.isdigit():
                words.append(phrase)
                at += length
                break
        else:
            leftover.append(run)
            at += 1
    return _summed(text, words, leftover, vocabulary)


def _walk_joined(run: str, vocabulary: TitleVocabulary, words: list[str], leftover: list[str]) -> None:
    """Walks letters written without spaces; appends to `words` and `leftover`."""
    at = 0
    while at < len(run):
        most = min(vocabulary.longest, len(run) - at) if run[at] in vocabulary.starts else 0
        for length in range(most, 0, -1):
            if run[at : at + length] in vocabulary.known:
                words.append(run[at : at + length])
                at += length
                break
        else:
            leftover.append(run[at])
            at += 1


def _summed(text: str, words: list[str], leftover: list[str], vocabulary: TitleVocabulary) -> Walk:
    """What the words found say together."""
    named = next((word for word in reversed(words) if word in vocabulary.functions), "")
    ends = bool(words) and words[-1] in vocabulary.departments and text.endswith(words[-1])
    return Walk(text, vocabulary.functions.get(named), named, "".join(leftover), ends)
