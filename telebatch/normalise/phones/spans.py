"""Sets of numbers as sorted, disjoint, half-open spans: the algebra on which the phone table is compiled."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Spans = tuple[Span, ...]


def union(spans: Iterable[Span]) -> Spans:
    """Sorts any spans and joins those that overlap or touch; empty ones vanish."""
    joined: list[Span] = []
    for low, high in sorted(spans):
        if high <= low:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def intersect(left: Spans, right: Spans) -> Spans:
    """The numbers in both sets; walks the shorter one, bisects the longer one."""
    if len(left) > len(right):
        left, right = right, left
    if not left or not right:
        return ()
    common: list[Span] = []
    for low, high in left:
        place = max(bisect_right(right, (low, low)) - 1, 0)
        while place < len(right) and right[place][0] < high:
            first, last = max(low, right[place][0]), min(high, right[place][1])
            if first < last:
                common.append((first, last))
            place += 1
    return tuple(common)


def minus(left: Spans, right: Spans) -> Spans:
    """The numbers of the left set that are not in the right one."""
    rest: list[Span] = []
    for low, high in left:
        start = low
        for first, last in intersect(((low, high),), right):
            if start < first:
                rest.append((start, first))
            start = last
        if start < high:
            rest.append((start, high))
    return tuple(rest)


def shift(spans: Spans, by: int) -> Spans:
    """Every number of the set, moved by one constant."""
    return tuple((low + by, high + by) for low, high in spans)


def cut(spans: Spans, borders: Sequence[int]) -> Spans:
    """The same numbers, with no span crossing one of the sorted borders."""
    pieces: list[Span] = []
    for low, high in spans:
        start, place = low, bisect_right(borders, low)
        while place < len(borders) and borders[place] < high:
            pieces.append((start, borders[place]))
            start, place = borders[place], place + 1
        pieces.append((start, high))
    return tuple(pieces)
