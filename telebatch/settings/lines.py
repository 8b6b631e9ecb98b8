"""On which line does a mistake stand that a room found in a table already read? Found again by the entry it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from telebatch.model.errors import Mistake
from telebatch.settings.toml_lines import Path, key_lines

_KEYS = re.compile(r'"([^"]*)"|([^\s\[\].:"]+)')


def with_line(mistake: Mistake, texts: Mapping[str, str]) -> Mistake:
    """The mistake with the line of its entry behind the file's name.

    Args:
      mistake: Its place reads `file` or `file: entry`: keys with dots, a key in quotes, `[table] key`, or
        `[[array]] 2` counted from 1.
      texts: Path relative to the workspace → text that can be read as TOML.

    Returns:
      The mistake unchanged where its file is not among the texts; line 1 where the entry is not in the file.
    """
    file, _, entry = mistake.place.partition(": ")
    if file not in texts:
        return mistake
    line = _line(key_lines(texts[file]), _keys(entry))
    return replace(mistake, place=": ".join(filter(None, (f"{file}:{line}", entry))))


def _keys(entry: str) -> Path:
    found = [(name or bare, bool(bare)) for name, bare in _KEYS.findall(entry)]
    # What stands under [[array]] is counted from 1 for people.
    return tuple(int(key) - 1 if bare and key.isdecimal() and "[[" in entry else key for key, bare in found)


def _line(lines: Mapping[Path, int], keys: Path) -> int:
    """The line of the path, else of the first that ends in the keys; the last keys are left out until there is one."""
    for length in range(len(keys), 0, -1):
        if keys[:length] in lines:
            return lines[keys[:length]]
        for path, line in lines.items():
            if path[-length:] == keys[:length]:
                return line
    return 1
