"""One file that people write, opened for checking: its values, the line of each, what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from telebatch.model.errors import Mistake, SettingsWrong
from telebatch.settings.toml_lines import Path, key_lines, nearest_line

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


#: How the parser's refusals begin → what people call it.
_PARSER_WORDS: tuple[tuple[str, str], ...] = (
    ("Illegal character '\\n'", "a text is not closed by its quote on the same line"),
    ("Found invalid character '\\n'", "a text is not closed by its quote on the same line"),
    ("Unterminated string", "a text is not closed by its quote"),
    ("Expected \"'", "a text is not closed by its quote"),
    ("Unescaped '\\'", "a \\ stands in a text in double quotes"),
    ("Cannot overwrite a value", "a key stands twice"),
    ("Cannot declare", "a heading or key stands twice"),
    ("Cannot mutate immutable namespace", "a key stands twice"),
    ("Invalid value", "a value cannot be read"),
    ("Expected ']' at the end of a table", "a heading is not closed by ]"),
    ("Expected ']]' at the end of an array", "a heading is not closed by ]]"),
    ("Expected '=' after a key", "a key has no = and value"),
    ("Unclosed array", "a list is not closed by ]"),
    ("Unclosed inline table", "a table is not closed by }"),
    ("Invalid date or datetime", "no such day or time"),
    ("Expected newline or end of document", "more stands on the line than one value"),
    ("Invalid initial character for a key part", "a heading or key has a letter that needs quotes"),
    ("Invalid statement", "this is neither a heading nor key = value"),
)


_KEY = re.compile(r"\s*(?:\[{1,2}([^\]]+)\]|([^=#]+)=)")
_NAMES = re.compile(r"""\s*(?:"[^"]*"|'[^']*'|[^."']+)""")


@dataclass
class Findings:
    """Mistakes and warnings of all files, gathered while they are read."""

    mistakes: list[tuple[str, int, Mistake]] = field(default_factory=list)
    warnings: list[tuple[str, int, Mistake]] = field(default_factory=list)

    def wrong(self, file: str, line: int, what: str, remedy: str) -> None:
        """Adds a mistake."""
        self.mistakes.append((file, line, Mistake(what, f"{file}:{line}", remedy)))

    def doubtful(self, file: str, line: int, what: str, remedy: str) -> None:
        """Adds a warning."""
        self.warnings.append((file, line, Mistake(what, f"{file}:{line}", remedy)))

    def sorted_mistakes(self) -> tuple[Mistake, ...]:
        """By file and line, each once."""
        return _in_order(self.mistakes)

    def sorted_warnings(self) -> tuple[Mistake, ...]:
        """By file and line, each once."""
        return _in_order(self.warnings)


def _in_order(found: list[tuple[str, int, Mistake]]) -> tuple[Mistake, ...]:
    ranked = sorted(found, key=lambda entry: (entry[0], entry[1], entry[2].what, entry[2].remedy))
    return tuple(dict.fromkeys(mistake for _, _, mistake in ranked))


def refuse(mistakes: Iterable[Mistake]) -> None:
    """Refuses the settings if there is any mistake, with all of them by file and line.

    Raises:
      SettingsWrong: There is one.
    """
    ranked = sorted(dict.fromkeys(mistakes), key=_file_and_line)
    if ranked:
        first, *more = ranked
        raise SettingsWrong(first.what, place=first.place, remedy=first.remedy, more=tuple(more))


def _file_and_line(mistake: Mistake) -> tuple[str, int, str]:
    file, _, line = mistake.place.split(": ")[0].partition(":")
    return file, int(line) if line.isdecimal() else 0, str(mistake)


class Page:
    """A TOML file under check.

    A path of keys with a mistake is told once: what follows from it (a parent, a child, the same key) is not told
    again.
    """

    def __init__(self, file: str, text: str, findings: Findings) -> None:
        self.file, self._findings = file, findings
        self.table: Mapping[str, object] = {}
        self._lines: Mapping[Path, int] = {}
        self._wrong: set[Path] = set()
        self.is_readable = False
        self._read(text)

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return self.file.rsplit("/", 1)[-1].removesuffix(".toml")

    def wrong(self, path: Path, what: str, remedy: str = "") -> None:
        """Tells a mistake at a path, unless one there or around it was told before."""
        if self.is_clean(path):
            self._wrong.add(path)
            self._findings.wrong(self.file, self.line(path), what, remedy)

    def doubtful(self, path: Path, what: str, remedy: str = "") -> None:
        """Tells a warning at a path, unless a mistake there was told before."""
        if self.is_clean(path):
            self._findings.doubtful(self.file, self.line(path), what, remedy)

    def is_clean(self, path: Path) -> bool:
        """No mistake was told at the path, above it or below it."""
        return not any(known[: len(path)] == path or path[: len(known)] == known for known in self._wrong)

    def line(self, path: Path) -> int:
        """The line of the path, else of its nearest parent."""
        return nearest_line(self._lines, path)

    def has(self, path: Path) -> bool:
        """The key stands in the file."""
        return path in self._lines

    def _read(self, text: str) -> None:
        try:
            self.table = tomllib.loads(text)
            self._lines = key_lines(text)
            self.is_readable = True
        except RecursionError:
            self._findings.wrong(self.file, 1, "arrays are nested too deeply", "write them flat")
        except ValueError as refusal:  # TOMLDecodeError, or a number of thousands of digits
            what, line = _told(str(refusal), text)
            self._findings.wrong(self.file, line, what, _remedy(text.split("\n")[line - 1]))


def _remedy(line: str) -> str:
    """What to do about a line that the parser refuses: a usual slip in other alphabets is a key without quotes."""
    found = _KEY.match(line)
    key = (found[1] or found[2]).strip() if found else ""
    names = [name.strip() for name in _NAMES.findall(key)]
    right = ".".join(f'"{name}"' if not name.isascii() and name[0] not in "\"'" else name for name in names)
    if key == right:
        return "write it as key = value: text in quotes, lists in [ ]"
    return f"keys with other letters than a-z stand in quotes: {line.strip().replace(key, right, 1)}"


def _told(refusal: str, text: str) -> tuple[str, int]:
    """The parser's words in ours, without its place, and the line meant."""
    found = _PLACE.search(refusal)
    if found is None:
        return "a number is too long to be read", 1
    last = max(1, len(text.rstrip("\n").split("\n")))
    reason = refusal[: found.start()]
    plain = next((words for start, words in _PARSER_WORDS if reason.startswith(start)), "")
    return plain or f"cannot be read: {reason[:1].lower()}{reason[1:]}", int(found[1]) if found[1] else last
