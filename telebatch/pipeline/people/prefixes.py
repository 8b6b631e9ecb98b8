"""A prefix stops every number that begins so: is it written with its country, and narrow enough to be meant?"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from telebatch.normalise.phones import PhoneTable

_WRITTEN: Final = re.compile(r"^\+\s*\d[\d\s().-]*\*?$")
#: So many digits after the calling code: fewer are a whole country, or its capital.
_LEAST_DIGITS: Final = 2
_LONGEST_E164: Final = 15


def prefix_of(text: str, table: PhoneTable) -> tuple[str, str]:
    """The digits of a prefix without plus, and why it cannot be used; one of them is empty."""
    if not _WRITTEN.match(text):
        return "", "cannot be read"
    digits = re.sub(r"\D", "", text.replace("(0)", ""))
    own = max((len(digits) - len(code) for code in _codes(table) if digits.startswith(code)), default=0)
    if own < _LEAST_DIGITS:
        return "", f"is too wide: it needs {_LEAST_DIGITS} digits or more after the country's"
    if not _begins_a_number(digits, table):
        return "", "begins no number there is"
    return digits, ""


def _codes(table: PhoneTable) -> set[str]:
    return {str(code) for code in table.calling_codes if code}


def _begins_a_number(digits: str, table: PhoneTable) -> bool:
    """Whether some valid number begins so; spans run from their first number to the next one's."""
    lows, verdicts = table.spans.get_column("low"), table.spans.get_column("verdict")
    valid = table.verdicts.get_column("reason").is_null()
    for more in range(_LONGEST_E164 - len(digits) + 1):
        first = int(digits) * 10**more
        start = max(int(lows.search_sorted(first, side="right")) - 1, 0)
        end = int(lows.search_sorted(first + 10**more - 1, side="right"))
        rows: pl.Series = verdicts.slice(start, end - start)
        if valid.gather(rows).any():
            return True
    return False
