"""Layouts: how is a national number written, digit by digit?

The metadata's format patterns become, per calling code and length, spans of numbers with one layout each: the
literal text and the digit ranges between, such as `0<0-2>-<2-6>-<6-10>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from telebatch.normalise.phones.numbering import CALLING_CODES, Plan, lengths_held, main_plan
from telebatch.normalise.phones.patterns import Word, begun, word_spans, words
from telebatch.normalise.phones.spans import Spans, intersect, minus, shift, union


class LayoutSpan(NamedTuple):
    """All E.164 numbers in [low, high) are written with one layout over digits counted from the calling code."""

    low: int
    high: int
    layout: str


#: (calling code, digits) → numbers that people write otherwise than the metadata lays them out. Koreans keep the four
#: digits of a service together, 0504-123-4567 and 0507-1234-5678, as the numbering plan names it (050N, N from 2 to 8).
#: Source: 전기통신번호관리세칙 (MSIT), common service numbers; the metadata writes 050-4123-4567.
_WRITTEN: Final[Mapping[tuple[int, int], tuple[Spans, str]]] = MappingProxyType(
    {
        (82, 10): (((502 * 10**7, 509 * 10**7),), "0<2-5>-<5-8>-<8-12>"),
        (82, 11): (((502 * 10**8, 509 * 10**8),), "0<2-5>-<5-9>-<9-13>"),
    }
)


def layout_spans() -> Iterator[LayoutSpan]:
    """Every layout on the number line; numbers in gaps have no known calling code. In no order."""
    for code in CALLING_CODES:
        for length in lengths_held(code):
            own, own_layout = _WRITTEN.get((code, length), ((), ""))
            told = [(layout, minus(spans, own)) for layout, spans, _ in _layouts(main_plan(code), length)]
            for layout, spans in (*told, (own_layout, own)):
                for low, high in shift(spans, code * 10**length):
                    yield LayoutSpan(low, high, layout)


def trunk_spans(plan: Plan, length: int) -> Spans:
    """National numbers that people always write with a leading zero in front."""
    return union(
        span
        for layout, spans, is_optional in _layouts(plan, length)
        if layout.startswith("0") and not is_optional
        for span in spans
    )


@cache
def _layouts(plan: Plan, length: int) -> tuple[tuple[str, Spans, bool], ...]:
    """(layout, national numbers, is the trunk prefix optional) in order of precedence; together all numbers."""
    width = len(str(plan.calling_code))
    free: Spans = ((0, 10**length),)
    found: list[tuple[str, Spans, bool]] = []
    for written in plan.layouts:
        fitting = free if not written.leading else intersect(free, begun(written.leading, length))
        for word in words(written.pattern):
            if len(word.digits) == length and (spans := intersect(fitting, union(word_spans(word, length)))):
                found.append((_written(written.rule, word, width), spans, written.is_trunk_optional))
                free, fitting = minus(free, spans), minus(fitting, spans)
    found.append((f"<{width}-{width + length}>", free, False))
    return tuple(found)


def _written(rule: str, word: Word, width: int) -> str:
    places = {number: (start + width, end + width) for number, start, end in word.groups}

    def placed(reference: re.Match[str]) -> str:
        start, end = places[int(reference[1])]
        return f"<{start}-{end}>"

    return re.sub(r"\\(\d)", placed, rule)


def filled(spans: list[LayoutSpan]) -> list[tuple[int, str]]:
    """(first number, layout) in ascending order, neighbours joined, gaps with an empty layout."""
    found: list[tuple[int, str]] = [(0, "")]
    reached = 0
    for low, high, layout in sorted(spans):
        if low > reached and found[-1][1]:
            found.append((reached, ""))
        if found[-1][1] != layout:
            found.append((low, layout))
        reached = high
    found.append((reached, ""))
    return found
