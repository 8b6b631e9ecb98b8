"""Words in cells and file names that mean a value: yes, a withheld number, a unit, a sheet put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class YesNo:
    """Words that say yes, and words that say no; in small letters."""

    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    def of(self, word: str) -> bool | None:
        """What a word says; null: neither."""
        return True if word in self.yes else False if word in self.no else None


@dataclass(frozen=True)
class CellWords:
    """All languages together; in small letters, but for those of nothing.

    Attributes:
      yes_no: Of answers.
      consent: Of consents, where some words of answers would be a guess.
      withheld: Stand for a caller's number that nobody tells; without blanks.
      units: Signs of money and counting words beside a number.
      corrected: In names of files that were put right.
      nothing: Stand where nothing is known, as programs and people write them; as they are written.
      pieces: What became of a piece, as `header_key` writes the word → returned, sent or not_sent.
    """

    yes_no: YesNo = YesNo()
    consent: YesNo = YesNo()
    withheld: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    corrected: frozenset[str] = frozenset()
    nothing: frozenset[str] = frozenset()
    pieces: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
