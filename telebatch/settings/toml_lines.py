"""On which line of a TOML file does each key stand? A small finder beside the standard parser, which does not tell.

It walks text that `tomllib` has already accepted, so it only has to know where keys, strings, arrays and inline
tables begin and end.
"""

from __future__ import annotations

from collections.abc import Mapping

Path = tuple[str | int, ...]

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every key, table and array element of valid TOML.

    Args:
      text: A document that `tomllib.loads` accepts.

    Returns:
      Path of keys and list positions → line: `("plan", 1, "gap_days")`. A table is at its header, or at the
      first key that speaks of it; an array element at its first character.
    """
    walker = _Walker(text)
    walker.document()
    return walker.lines


def nearest_line(lines: Mapping[Path, int], path: Path) -> int:
    """The line of the path, else of its nearest parent, else 1."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Walker:
    """One pass over the text; `_at` is the next character."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line, self._counted = text.replace("\r\n", "\n"), 0, 1, 0
        self.lines: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}  # arrays of tables met so far, by path without their last index

    def document(self) -> None:
        table: Path = ()
        while self._skip(" \t\n"):
            if self._text.startswith("[[", self._at):
                table = self._header(2)
            elif self._text[self._at] == "[":
                table = self._header(1)
            else:
                self._pair(table)

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def _skip(self, blanks: str) -> bool:
        """Passes blanks and comments; false at the end of the text."""
        while self._at < len(self._text):
            if self._text[self._at] == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif self._text[self._at] in blanks:
                self._at += 1
            else:
                return True
        return False

    def _header(self, brackets: int) -> Path:
        line = self._line_here()
        self._at += brackets
        keys = self._keys()
        self._at += brackets
        table = self._resolved(keys[:-1]) + keys[-1:]
        if brackets == 2:
            self._lengths[table] = self._lengths.get(table, 0) + 1
        table = self._resolved_last(table)
        self._note(table, line)
        return table

    def _resolved(self, keys: Path) -> Path:
        """The keys with the index of the current element after each array of tables."""
        path: Path = ()
        for key in keys:
            path = self._resolved_last((*path, key))
        return path

    def _resolved_last(self, path: Path) -> Path:
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _pair(self, table: Path) -> None:
        line = self._line_here()
        path = table + self._keys()
        self._note(path, line)
        self._at += 1  # =
        self._value(path)

    def _keys(self) -> Path:
        """A dotted key; stops at `=` or `]`."""
        keys: list[str] = []
        while self._skip(" \t") and self._text[self._at] not in "=]":
            if self._text[self._at] == ".":
                self._at += 1
            elif self._text[self._at] in "\"'":
                keys.append(self._string())
            else:
                start = self._at
                while self._text[self._at] not in " \t.=]":
                    self._at += 1
                keys.append(self._text[start : self._at])
        return tuple(keys)

    def _value(self, path: Path) -> None:
        self._skip(" \t")
        first = self._text[self._at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        else:
            while self._at < len(self._text) and self._text[self._at] not in ",]}#\n":
                self._at += 1

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._skip(" \t\n,") and self._text[self._at] != "]":
            self._note((*path, index), self._line_here())
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._skip(" \t\n,") and self._text[self._at] != "}":
            self._pair(path)
        self._at += 1

    def _string(self) -> str:
        """Passes a string of any of the four kinds; gives its text, escapes undone as far as keys need it."""
        quote = self._text[self._at]
        mark = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        self._at += len(mark)
        found: list[str] = []
        while not self._text.startswith(mark, self._at):
            if quote == '"' and self._text[self._at] == "\\":
                found.append(self._escape())
            else:
                found.append(self._text[self._at])
                self._at += 1
        self._at += len(mark)
        while len(mark) == 3 and self._text.startswith(quote, self._at):  # one or two may end the text
            self._at += 1
        return "".join(found)

    def _escape(self) -> str:
        letter = self._text[self._at + 1]
        width = {"u": 4, "U": 8}.get(letter, 0)
        digits = self._text[self._at + 2 : self._at + 2 + width]
        self._at += 2 + width
        return chr(int(digits, 16)) if width else _ESCAPES.get(letter, "")
