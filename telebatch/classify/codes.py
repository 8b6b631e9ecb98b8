"""What does a result code mean: the most specific line of the code maps that fits, or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import product
from types import MappingProxyType

from telebatch.model.errors import Mistake, SettingsWrong
from telebatch.model.outcomes import LEAVES, Node
from telebatch.model.workspace import CodeRow

#: In a map, the cause of a row that speaks only of calls with talk time (call records tell no more).
TALK = "+talk"

#: difflib's own threshold for a close match.
_LIKE = 0.6

#: A leading minus belongs to a number: -1 is another code than 1.
_UNWEIGHED = re.compile(r"(?<=.)[\s_-]+")


@dataclass(frozen=True)
class Meaning:
    """What a code means.

    Attributes:
      outcome: Leaf of the tree or the user's own leaf.
      confidence: sure | likely | unsure.
      origin: File the line came from.
    """

    outcome: str
    confidence: str
    origin: str


@dataclass(frozen=True)
class Told:
    """What is known of one result when its code is looked up; empty where not told."""

    code: str
    cause: str = ""
    format: str = ""
    source: str = ""
    project: str = ""
    has_talk: bool = False


Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class CodeMap:
    """All code maps laid together, one half for calls and one for orders.

    Attributes:
      calls, orders: (project, source, format, cause, code), folded, empty fits everything → meaning.
    """

    calls: Mapping[Key, Meaning]
    orders: Mapping[Key, Meaning]

    def like(self, told: Told, node: Node = Node.CALL) -> str | None:
        """The known code that looks most like this one, with what that one means here: `like sale: system.sale`.

        A suggestion, never a decision, from the maps that speak of such a row; null: none looks like it.
        """
        half = self.orders if node is Node.SYSTEM else self.calls
        own = (fold(told.project), fold(told.source), fold(told.format))
        half = {key: meaning for key, meaning in half.items() if _speaks_of(key, own)}
        known = sorted({key[4] for key in half if key[4]})
        near = next(iter(get_close_matches(fold(told.code), known, n=1, cutoff=_LIKE)), None)
        if near is None:
            return None
        meant = self.find(replace(told, code=near), node)
        meant = meant or next(meaning for key, meaning in half.items() if key[4] == near)
        return f"like {near}: {meant.outcome}"

    def find(self, told: Told, node: Node = Node.CALL) -> Meaning | None:
        """The most specific meaning: project before source before format before cause before the code alone."""
        half = self.orders if node is Node.SYSTEM else self.calls
        code, cause = fold(told.code), fold(told.cause)
        if not code and not cause:
            return None
        causes = (*((cause,) if cause else ()), *((TALK,) if told.has_talk else ()), "")
        tries = product(
            _or_any(fold(told.project)),
            _or_any(fold(told.source)),
            _or_any(fold(told.format)),
            causes,
            _or_any(code),
        )
        return next((half[key] for key in tries if key in half), None)


def _speaks_of(key: Key, own: tuple[str, str, str]) -> bool:
    return all(part in {"", theirs} for part, theirs in zip(key, own, strict=False))


def _or_any(part: str) -> tuple[str, ...]:
    return (part, "") if part else ("",)


@lru_cache(maxsize=65536)
def fold(code: str) -> str:
    """A code without case, width, blanks, `-` and `_`: `NO-ANSWER`, `no_answer` and `No answer` are one."""
    plain = unicodedata.normalize("NFKC", code).casefold().strip()
    return _UNWEIGHED.sub("", plain)


def code_map(rows: Sequence[CodeRow], own_leaves: Collection[str] = ()) -> CodeMap:
    """Lays code rows together; of two files the later one wins, within one file a second meaning is a mistake.

    Args:
      rows: Shipped rows first, then the user's.
      own_leaves: The user's leaves, so that an unknown one is told; where there are none, every `call.x` passes.

    Raises:
      SettingsWrong: All conflicts and unknown outcomes at once.
    """
    known = {leaf.name for leaf in LEAVES} | set(own_leaves)
    calls: dict[Key, Meaning] = dict(_leaf_names(known))
    orders: dict[Key, Meaning] = {}
    mistakes: list[Mistake] = []
    for row in rows:
        half = orders if row.outcome.startswith(f"{Node.SYSTEM}.") else calls
        key = (fold(row.project), fold(row.source), fold(row.format), fold(row.cause), fold(row.code))
        before = half.get(key)
        mistakes.extend(_mistakes(row, before, known if own_leaves else frozenset()))
        half[key] = Meaning(row.outcome, row.confidence, row.origin)
    if mistakes:
        first, *more = sorted(mistakes, key=str)
        raise SettingsWrong(first.what, place=first.place, remedy=first.remedy, more=tuple(more))
    return CodeMap(MappingProxyType(calls), MappingProxyType(orders))


def _leaf_names(known: Iterable[str]) -> Iterable[tuple[Key, Meaning]]:
    """A leaf's own name is a result word: `call.deal`, and `deal` alone."""
    for name in sorted(known):
        if name.startswith("call."):
            for word in (name, name.removeprefix("call.")):
                yield ("", "", "", "", fold(word)), Meaning(name, "sure", "leaf names")


def _mistakes(row: CodeRow, before: Meaning | None, known: Collection[str]) -> Iterable[Mistake]:
    if not fold(row.code) and not fold(row.cause):
        yield Mistake(f"a row for {row.outcome} names neither code nor cause", row.origin, "write the code")
    if known and row.outcome not in known:
        yield Mistake(
            f"code {row.code!r}: there is no outcome {row.outcome!r}", row.origin, "see docs/codes.md for the outcomes"
        )
    if before is not None and before.origin == row.origin and before.outcome != row.outcome:
        yield Mistake(
            f"code {row.code!r} means {before.outcome} and {row.outcome}",
            row.origin,
            "keep one, or tell them apart by cause",
        )
