"""A JSON array of objects, as web consoles export tables: its elements one by one, each with its physical line."""

from __future__ import annotations

import json
import re

_BETWEEN = re.compile(r"[\s,]*")
_HEAD = re.compile(rb"(\xef\xbb\xbf)?\s*\[\s*\{")


def is_json_array(head: bytes) -> bool:
    """Whether a text begins as an array of objects does."""
    return _HEAD.match(head) is not None


def elements(text: str) -> tuple[list[str], list[int], bool]:
    """The elements as JSON texts, the line on which each begins, and whether the array is whole.

    What follows a broken element is not told: nobody can say where the next one begins.
    """
    decoder = json.JSONDecoder()
    found: list[str] = []
    lines: list[int] = []
    at, line, told = text.index("[") + 1, 1, 0
    while True:
        at = _end_of_gap(text, at)
        if at >= len(text) or text[at] == "]":
            return found, lines, at < len(text)
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return found, lines, False
        line, told = line + text.count("\n", told, at), at
        found.append(text[at:end])
        lines.append(line)
        at = end


def _end_of_gap(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at
