"""JSON as programs and web consoles write it: where in a text its table stands, and each object with its line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

_GAP = re.compile(r"[\s,]*")
_COLON = re.compile(r"\s*:\s*")
_BEGINS = re.compile(rb'\s*(?:\{\s*["}]|\[\s*[{\[\]])')
_OF_OBJECTS = re.compile(r"\[[\s,]*\{")
_DEEPEST = 20
"""No export puts its table below so many keys."""
_MOST_KEYS = 50
"""Of what is no table so many keys are remembered, to be told."""
_DECODER = json.JSONDecoder()


@dataclass
class Elements:
    """Values of one table: their texts, and the line on which each begins."""

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


@dataclass
class Found:
    """What a JSON text holds.

    Attributes:
      top: Values that stand under no key, those of an array one by one; empty where `tables` are.
      tables: Where the text is one object: path such as `result.list` → objects of the array there.
      keys: Where the text is one object: paths of what else it holds.
      is_whole: Whether it ends as it should; what follows a fault is not told, for nobody can say where it goes on.
    """

    top: Elements = field(default_factory=Elements)
    tables: dict[str, Elements] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    is_whole: bool = True


def is_json(head: bytes) -> bool:
    """Whether a text begins as a JSON object, or an array of objects or arrays, does."""
    return _BEGINS.match(plain(head)) is not None


def is_json_lines(head: bytes) -> bool:
    """Whether the first line of a text is a JSON object and another line follows."""
    first, _, rest = plain(head).lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.strip():
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def plain(head: bytes) -> bytes:
    """A head without a byte-order mark, and without the zero bytes of UTF-16."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    return head.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"") if is_wide(head) else head


def is_wide(head: bytes) -> bool:
    """Whether a text that begins with ASCII is written in pairs of bytes."""
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:2]


def found_in(text: str) -> Found:
    """What a JSON text holds: one value, or several after each other."""
    walk, found = _Walk(text), Found()
    begin = _gap(text, 0)
    try:
        if text[begin : begin + 1] == "{":
            end = walk.inside(begin, (), found)
            if _gap(text, end) >= len(text):
                if not found.tables:
                    walk.one(begin, found.top)
                return found
            found = Found()
        while begin < len(text):
            begin = walk.elements(begin, found.top) if text[begin] == "[" else walk.one(begin, found.top)
            begin = _gap(text, begin)
    except (ValueError, IndexError, RecursionError):
        found.is_whole = False
    return found


def _gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


@dataclass
class _Walk:
    """A text, and the line of the place up to which its lines are counted."""

    text: str
    line: int = 1
    counted: int = 0

    def one(self, at: int, into: Elements) -> int:
        """Takes the value that begins here; returns where it ends."""
        _, end = _DECODER.raw_decode(self.text, at)
        if at < self.counted:
            self.line, self.counted = 1, 0
        self.line, self.counted = self.line + self.text.count("\n", self.counted, at), at
        into.lines.append(self.line)
        into.texts.append(self.text[at:end])
        return end

    def elements(self, at: int, into: Elements) -> int:
        """Takes the values of the array that begins here, one by one; returns where it ends."""
        at = _gap(self.text, at + 1)
        while self.text[at] != "]":
            at = _gap(self.text, self.one(at, into))
        return at + 1

    def inside(self, at: int, path: tuple[str, ...], found: Found) -> int:
        """Looks for tables in the object that begins here; returns where it ends."""
        at = _gap(self.text, at + 1)
        while self.text[at] != "}":
            key, at = _DECODER.raw_decode(self.text, at)
            colon = _COLON.match(self.text, at)
            if colon is None or not isinstance(key, str):
                raise ValueError("no key with its value")
            at = _gap(self.text, self._value(colon.end(), (*path, key), found))
        return at + 1

    def _value(self, at: int, path: tuple[str, ...], found: Found) -> int:
        told = ".".join(path)
        if _OF_OBJECTS.match(self.text, at):
            return self.elements(at, found.tables.setdefault(told, Elements()))
        if self.text[at] == "{" and len(path) < _DEEPEST:
            return self.inside(at, path, found)
        if len(found.keys) < _MOST_KEYS:
            found.keys.append(told)
        return _DECODER.raw_decode(self.text, at)[1]
