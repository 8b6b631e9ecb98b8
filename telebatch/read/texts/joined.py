"""Joined: files of two encodings put together into one, each line of which is strictly UTF-8 or strictly the other.

Only a text that is not UTF-8 throughout is looked at here, and of it only the blocks that are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from telebatch.read.texts.survey import blocks, is_valid_utf8

_BLOCK = 1 << 16
_SAMPLE = 1 << 16
"""So much text beyond ASCII settles any script."""
_KEPT = 0.75
"""So much of a torn line is letters still; of CP949 three fifths may seem so."""
_LINE = 4096
"""So much of a line is looked at."""


@dataclass
class Kinds:
    """Lines beyond ASCII by what they are.

    Attributes:
      utf8, other: How many are strict UTF-8, and how many are not.
      torn: How many of the others may be UTF-8 that lost bytes.
      changes_at: The first line, from 1, that is of another kind than those before it; 0: none is.
      sample: Some of the others, joined.
    """

    utf8: int = 0
    other: int = 0
    torn: int = 0
    changes_at: int = 0
    sample: bytes = b""
    _first: bool | None = field(default=None, repr=False)

    def see(self, is_utf8: bool, count: int, line: int) -> None:
        """So many more lines of a kind, the first of which is this one, from 1."""
        if self._first is None:
            self._first = is_utf8
        if is_utf8 != self._first and not self.changes_at:
            self.changes_at = line
        self.utf8 += count if is_utf8 else 0
        self.other += 0 if is_utf8 else count

    @property
    def heeds_torn(self) -> bool:
        """Whether torn lines are that: only among many sound ones, for other encodings look so by chance."""
        return self.utf8 > 4 * self.torn


def kinds_of_lines(view: memoryview) -> Kinds:
    """Which lines of a text are UTF-8; from enough of the others on, a block that is not counts as a whole."""
    kinds, line, size = Kinds(), 1, 0
    others: list[bytes] = []
    torn: list[bytes] = []
    for start, stop in blocks(view, 0, _BLOCK):
        body = bytes(view[start:stop])
        count = body.count(b"\n") + (not body.endswith(b"\n"))
        is_sound = body.isascii() or is_valid_utf8(view[start:stop])
        if is_sound and not body.isascii():
            kinds.see(True, count, line)
        elif not is_sound and size >= _SAMPLE:
            kinds.see(False, count, line)
        elif not is_sound:
            for at, one in enumerate(body.removesuffix(b"\n").split(b"\n"), line):
                size += _sorted_in(one, at, kinds, (others, torn))
        line += count
    kinds.torn = len(torn)
    kinds.other -= len(torn) if kinds.heeds_torn else 0
    kinds.sample = b"\n".join(others if kinds.heeds_torn else (*others, *torn))
    return kinds


def _sorted_in(line: bytes, at: int, kinds: Kinds, found: tuple[list[bytes], list[bytes]]) -> int:
    """Tells `kinds` of a line, keeps it where it is no UTF-8, and returns how much of it was kept."""
    if line.isascii():
        return 0
    is_sound = _is_utf8(line)
    kinds.see(is_sound, 1, at)
    if is_sound:
        return 0
    others, torn = found
    (torn if _is_torn(line) else others).append(line[:_LINE])
    return min(len(line), _LINE)


def _is_torn(line: bytes) -> bool:
    """Whether a line is UTF-8 of which some letters lost bytes, as where cells are cut to a length."""
    kept = sum(len(letter.encode()) for letter in line.decode("utf-8", "ignore") if letter > "\x7f")
    return kept > _KEPT * sum(1 for byte in line if byte > 0x7F)


def by_line(view: memoryview, start: int, codec: str, kinds: Kinds) -> Iterator[bytes]:
    """The text as UTF-8, each line read as what it is, and U+FFFD for the bytes of a line that is neither.

    Args:
      kinds: As found before; is told anew of every line.
    """
    heeds_torn, line = kinds.heeds_torn, 1
    kinds.utf8 = kinds.other = kinds.changes_at = 0
    kinds._first = None
    for first, stop in blocks(view, start, _BLOCK):
        body = bytes(view[first:stop])
        count = body.count(b"\n")
        if not body.isascii():
            if is_valid_utf8(view[first:stop]):
                kinds.see(True, sum(not one.isascii() for one in body.split(b"\n")), line)
            else:
                lines = enumerate(body.split(b"\n"), line)
                body = b"\n".join(_read(one, at, (codec, heeds_torn), kinds) for at, one in lines)
        line += count
        yield body.replace(b"\x00", b"")


def _read(line: bytes, at: int, how: tuple[str, bool], kinds: Kinds) -> bytes:
    """A line as UTF-8."""
    if line.isascii():
        return line
    codec, heeds_torn = how
    is_sound = _is_utf8(line)
    if is_sound or (heeds_torn and _is_torn(line)):
        kinds.see(True, 1, at)
        return line if is_sound else line.decode("utf-8", "replace").encode()
    kinds.see(False, 1, at)
    return line.decode(codec, "replace").encode()


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
