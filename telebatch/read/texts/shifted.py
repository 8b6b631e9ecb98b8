"""Shifted: was a row moved to the right by delimiters inside of cells, where its last cells are empty?

Such a row is too wide by empty cells, as is one that ends with more delimiters than others. Where numbers stand tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"\d(?:[\s().-]{0,3}\d){7}")
_USUAL = 0.8
"""A column holds numbers where so much of what stands in it looks like one."""


def number_columns(rows: Sequence[Sequence[str]], width: int) -> frozenset[int]:
    """Which columns hold numbers, by the rows of this width."""
    fitting = [row for row in rows if len(row) == width]
    columns = (_filled(row[at] for row in fitting) for at in range(width))
    return frozenset(at for at, cells in enumerate(columns) if cells and _numbers(cells) >= _USUAL * len(cells))


def is_shifted(cells: Sequence[str], width: int, numbers: frozenset[int]) -> bool:
    """Whether numbers of a row that is too wide stand in their columns once it is moved to the left, and not before."""
    if _fits(cells, numbers, 0):
        return False
    return any(_fits(cells, numbers, by) for by in range(1, len(cells) - width + 1))


def _fits(cells: Sequence[str], numbers: frozenset[int], by: int) -> bool:
    moved = _filled(cells[at + by] for at in numbers)
    return bool(moved) and _numbers(moved) == len(moved)


def _filled(cells: Iterable[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _numbers(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if _NUMBER.search(cell))
