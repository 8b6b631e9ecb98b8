"""Numbers that name a person to the state or to a bank: does this column hold any, and where must they be withheld?"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

WITHHELD: Final = "[withheld]"
#: Of what looks like such a number so many must be true ones; digits that pass a check by chance are fewer.
_SHARE: Final = 0.6
#: Matches looked at; more tell nothing new.
_MOST: Final = 500


@dataclass(frozen=True)
class Identifier:
    """One kind of number.

    Attributes:
      title: What people call it, in the plural.
      pattern: A whole number inside a text, as Polars reads patterns; what stands around it is its groups 1 and 2.
      is_true: Whether a match is one, by its own check.
    """

    title: str
    pattern: str
    is_true: Callable[[str], bool]


def identifiers_of(parsed: Mapping[str, Any], called: Collection[str]) -> tuple[Identifier, ...]:
    """The kinds of identifiers.toml, in its order.

    Args:
      called: Regions whose people are called; a kind that no check proves is looked for only on lists of its own ones.
    """
    return tuple(
        Identifier(told["title"], rf"(^|[^0-9A-Za-z])(?:{told['pattern']})($|[^0-9A-Za-z])", _CHECKS[told["check"]])
        for told in parsed.values()
        if not told.get("regions") or {*told["regions"]} & {*called}
    )


def perhaps_held(columns: Sequence[str], kinds: Sequence[Identifier]) -> list[pl.Expr]:
    """Boolean per column, under its name: whether any of its cells looks like such a number; most hold none."""
    either = "|".join(f"(?:{kind.pattern})" for kind in kinds)
    return [pl.col(name).str.contains(either).any() for name in columns]


def held_by(cells: pl.Series, kinds: Sequence[Identifier]) -> tuple[Identifier, int] | None:
    """The first kind that a column holds, and in how many of its cells; None for a column without any."""
    for kind in kinds:
        found = cells.filter(cells.str.contains(kind.pattern))
        if found.is_empty():
            continue
        matches = found.str.extract_all(kind.pattern).explode().drop_nulls().unique(maintain_order=True).head(_MOST)
        true = sum(kind.is_true(re.sub(r"^[^0-9A-Za-z]|[^0-9A-Za-z]$", "", match)) for match in matches)
        if true >= _SHARE * matches.len():
            return kind, found.len()
    return None


def withheld(cell: pl.Expr, kinds: Sequence[Identifier]) -> pl.Expr:
    """A text with every such number replaced by a word that says so."""
    for kind in kinds:
        cell = cell.str.replace_all(kind.pattern, f"${{1}}{WITHHELD}${{2}}")
    return cell


def _digits(text: str) -> list[int]:
    return [int(sign) for sign in text if sign.isdigit()]


def _born(text: str) -> bool:
    """Six digits of a birth date, then the century by the seventh."""
    digits = "".join(sign for sign in text if sign.isdigit())
    century = {"1": 1900, "2": 1900, "5": 1900, "6": 1900}.get(digits[6], 2000)
    try:
        date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def _mod_11(text: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(sign) * weight for sign, weight in zip(text[:17], weights, strict=True))
    return text[-1].upper() == "10X98765432"[total % 11]


def _letter_weights(text: str) -> bool:
    county = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(text[0]) + 10
    digits = [county // 10, county % 10, *_digits(text[1:])]
    return (
        sum(digit * weight for digit, weight in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0
    )


def _luhn(text: str) -> bool:
    digits = _digits(text)
    doubled = (digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


_CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "born": _born, "mod_11": _mod_11, "letter_weights": _letter_weights, "luhn": _luhn, "none": lambda _: True,
}  # fmt: skip
