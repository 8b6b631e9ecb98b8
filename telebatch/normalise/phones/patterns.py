r"""Digit patterns: which digit strings of a given length does a metadata pattern accept, and how does it split them?

The metadata of libphonenumber uses a small, finite dialect: digits, `\d`, classes, groups, `|`, `?`, `{m,n}`
and `$`. Each pattern is therefore an ordered list of *words*, a digit class per position; the order is the one
in which a backtracking engine tries them, so the first word that fits is what `re.match` would find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from telebatch.normalise.phones.spans import Span, Spans, minus, union

ANY_DIGIT = frozenset(range(10))

_TOKEN = re.compile(r"\\d|\[[^\]]+\]|\(\?:|\(|\)|\||\?|\{\d+(?:,\d+)?\}|\$|\d")


class Word(NamedTuple):
    """One way through a pattern.

    Attributes:
      digits: The accepted digits per position.
      groups: (number, start, end) of every capturing group passed through.
      is_end: The string must stop where the word stops (`$`).
    """

    digits: tuple[frozenset[int], ...]
    groups: tuple[tuple[int, int, int], ...] = ()
    is_end: bool = False


@cache
def words(pattern: str) -> tuple[Word, ...]:
    """All words of a pattern, in the order a backtracking engine tries them.

    Raises:
      ValueError: The pattern uses something outside the dialect.
    """
    tokens = _TOKEN.findall(pattern)
    if "".join(tokens) != pattern:
        raise ValueError(f"pattern outside the digit dialect: {pattern[:80]}")
    reader = _Reader(tokens)
    found = reader.choice()
    if reader.place != len(tokens):
        raise ValueError(f"unbalanced pattern: {pattern[:80]}")
    return tuple(found)


def group_count(pattern: str) -> int:
    """How many capturing groups the pattern has."""
    return len(re.findall(r"\((?!\?)", pattern))


@cache
def accepted(pattern: str, length: int) -> Spans:
    """The digit strings of this length that the whole pattern accepts, as numbers."""
    return union(span for word in words(pattern) if len(word.digits) == length for span in _spans(word.digits))


@cache
def begun(pattern: str, length: int) -> Spans:
    """The digit strings of this length that begin with something the pattern accepts."""
    return union(span for word in words(pattern) for span in word_spans(word, length))


def word_spans(word: Word, length: int) -> Spans:
    """The digit strings of this length that begin with the word (that are the word, where it ends the string)."""
    missing = length - len(word.digits)
    if missing < 0 or (word.is_end and missing):
        return ()
    return tuple((low * 10**missing, high * 10**missing) for low, high in _spans(word.digits))


def first_matches(pattern: str, length: int) -> Iterator[tuple[Word, Spans]]:
    """Per word, the strings of this length for which `re.match` takes exactly this word; empty sets left out."""
    taken: Spans = ()
    for word in words(pattern):
        fitting = union(word_spans(word, length))
        fresh = minus(fitting, taken)
        if fresh:
            yield word, fresh
            taken = union((*taken, *fresh))


def _spans(digits: tuple[frozenset[int], ...]) -> tuple[Span, ...]:
    spans: list[Span] = [(0, 1)]
    for accepted_digits in digits:
        if accepted_digits == ANY_DIGIT:
            spans = [(low * 10, high * 10) for low, high in spans]
            continue
        runs = union((digit, digit + 1) for digit in accepted_digits)
        spans = [
            (value * 10 + first, value * 10 + last)
            for low, high in spans
            for value in range(low, high)
            for first, last in runs
        ]
    return union(spans)


class _Reader:
    """A recursive descent over the tokens of one pattern."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.place = 0
        self.groups = 0

    def choice(self) -> list[Word]:
        found = self._sequence()
        while self._peek() == "|":
            self.place += 1
            found = found + self._sequence()
        return found

    def _sequence(self) -> list[Word]:
        found = [Word(())]
        while self._peek() not in ("", "|", ")"):
            found = _joined(found, self._repeated(self._atom()))
        return found

    def _atom(self) -> list[Word]:
        token = self._take()
        if token == "(?:":
            return self._closed()
        if token == "(":
            self.groups += 1
            number = self.groups
            return [
                Word(word.digits, ((number, 0, len(word.digits)), *word.groups), word.is_end) for word in self._closed()
            ]
        if token == "$":
            return [Word((), (), is_end=True)]
        return [Word((_digit_class(token),))]

    def _closed(self) -> list[Word]:
        found = self.choice()
        self._take()
        return found

    def _repeated(self, atom: list[Word]) -> list[Word]:
        token = self._peek()
        if token == "?":
            least, most = 0, 1
        elif token.startswith("{"):
            fewest, _, upper = token.strip("{}").partition(",")
            least, most = int(fewest), int(upper or fewest)
        else:
            return atom
        self.place += 1
        optional: list[Word] = [Word(())]
        for _ in range(most - least):
            optional = [*_joined(atom, optional), Word(())]
        for _ in range(least):
            optional = _joined(atom, optional)
        return optional

    def _peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self.place += 1
        return token


def _joined(left: list[Word], right: list[Word]) -> list[Word]:
    """Every left word followed by every right one; nothing can follow the end of the string."""
    return [_after(first, second) for first in left for second in right if not (first.is_end and second.digits)]


def _after(first: Word, second: Word) -> Word:
    by = len(first.digits)
    moved = tuple((number, start + by, end + by) for number, start, end in second.groups)
    return Word(first.digits + second.digits, first.groups + moved, first.is_end or second.is_end)


def _digit_class(token: str) -> frozenset[int]:
    if token == r"\d":
        return ANY_DIGIT
    if not token.startswith("["):
        return frozenset((int(token),))
    found: set[int] = set()
    for first, last in re.findall(r"(\d)(?:-(\d))?", token.strip("[]").replace(r"\d", "0-9")):
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)
