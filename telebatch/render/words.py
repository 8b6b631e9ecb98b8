"""Looks up what a page says; a word that is missing is an error, never a blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class _Part(str):
    """What stands in the place of a `{part}`; of `{count:case|cases}` the number with the noun that agrees with it."""

    __slots__ = ()

    def __format__(self, nouns: str) -> str:
        one, is_counted, several = nouns.partition("|")
        return f"{self!s} {one if self == '1' else several}" if is_counted else super().__format__(nouns)


@dataclass(frozen=True)
class Words:
    """The wording of one language.

    Attributes:
      language: `en` or `ko`.
      texts: Key (`section.tree`) → text, as settings flattened it.
    """

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **parts: object) -> str:
        """The text of `key` with its `{parts}` filled in; `{count:case|cases}` becomes `1 case` or `2 cases`.

        Raises:
          KeyError: No such key, or a part that the text needs is missing.
        """
        text = self.texts[key]
        return text.format_map({name: _Part(part) for name, part in parts.items()}) if parts else text

    def outcome(self, leaf: str) -> str:
        """The name of a leaf; a user's own leaf is called what the user called it."""
        return self.texts.get(f"outcome.{leaf}", leaf.partition(".")[2] or leaf)


def plain(text: object) -> str:
    """Text without characters that steer a terminal or turn the direction of writing."""
    return _CONTROL.sub("", str(text))
