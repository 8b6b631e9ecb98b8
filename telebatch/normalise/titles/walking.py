"""Which words of a phrase are known, and which functions they name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from telebatch.model.titles import Function
from telebatch.normalise.titles.vocabulary import TitleVocabulary

RUN = re.compile(r"[a-z0-9\u00c0-\u024f&]+|[^\sa-z0-9\u00c0-\u024f&\W]+|\d+")
LONGEST_PHRASE = 3  # words: "research and development"
# Functions that one person often holds together (人事行政, 영업마케팅); of others the last word is the head of the
# phrase and the one before it only qualifies (IT procurement buys, 기술영업 sells).
OFFICE = frozenset({Function.PURCHASING, Function.ADMINISTRATION, Function.FINANCE, Function.PERSONNEL, Function.LEGAL})
PAIRS = (
    OFFICE,
    frozenset({Function.SALES, Function.MARKETING}),
    frozenset({Function.PURCHASING, Function.OPERATIONS}),
)


class Walk(NamedTuple):
    """A phrase, walked from left to right, the longest known word first.

    Attributes:
      functions: Named by the last function word, and by those before it that one person holds with it; empty: none.
      function_words: The words that name them.
      leftover: What nobody knows, without spaces.
      is_department: Everything is known, and a function or a department is named.
    """

    text: str = ""
    functions: tuple[Function, ...] = ()
    function_words: str = ""
    leftover: str = ""
    has_department: bool = False

    @property
    def is_department(self) -> bool:
        """Whether the phrase is nothing but the name of a department."""
        named = bool(self.functions) or self.has_department
        return named and (not self.leftover or self.has_department)


NOWHERE = Walk()


def walk(text: str, vocabulary: TitleVocabulary, language: str = "") -> Walk:
    """Walks a plain phrase of any mixture of languages; where words differ, `language` says what they mean."""
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
    return _summed(text, words, leftover, vocabulary, language)


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


def _summed(text: str, words: list[str], leftover: list[str], vocabulary: TitleVocabulary, language: str) -> Walk:
    """What the words found say together."""
    left = "".join(leftover)
    ends = bool(words) and words[-1] in vocabulary.departments and text.endswith(words[-1])
    own = vocabulary.languages[language].functions if language in vocabulary.languages else {}
    named = [(word, own.get(word, vocabulary.functions[word])) for word in words if word in vocabulary.functions]
    told = [(word, function) for word, function in named if function is not None]
    strong = [one for one in told if one[0] not in vocabulary.weak]
    # A weak word behind letters nobody knows (프로젝트관리) may belong to them.
    counted = strong or ([] if left else told)
    if not counted:
        return Walk(text, leftover=left, has_department=ends)
    last = counted[-1][1]
    held = [one for one in counted if together(one[1], last)]
    return Walk(text, ordered(one[1] for one in held), "/".join(one[0] for one in held), left, ends)


def together(first: Function, second: Function) -> bool:
    """Whether one person often holds both functions."""
    return first is second or any(first in pair and second in pair for pair in PAIRS)


def ordered(functions: Iterable[Function]) -> tuple[Function, ...]:
    """Each function once, in the order of the vocabulary."""
    found = frozenset(functions)
    return tuple(function for function in Function if function in found)
