"""Verdicts: is an E.164 number valid, and what kind, region and time zones has it?

Compiled over the whole E.164 number line: every span of numbers of one calling code and length has one verdict,
usable or not, equal to libphonenumber's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from phonenumbers import PhoneNumberType
from phonenumbers.phonenumberutil import is_number_type_geographical
from phonenumbers.timezone import UNKNOWN_TIMEZONE
from phonenumbers.tzdata import TIMEZONE_DATA, TIMEZONE_LONGEST_PREFIX

from telebatch.model.phones import PhoneKind, PhoneReason, PhoneRemark
from telebatch.normalise.phones.layouts import trunk_spans
from telebatch.normalise.phones.numbering import CALLING_CODES, Plan, lengths_held, main_plan, sharing_plans
from telebatch.normalise.phones.spans import Spans, cut, intersect, minus, shift, union


class Verdict(NamedTuple):
    """What is known of every number in a span.

    Attributes:
      kind: PhoneKind; empty where the number is not valid.
      region: ISO-2 or 001; empty where the number is not valid.
      zones: IANA zones joined by `|`; empty where the number is not valid.
      reason: PhoneReason; empty where the number is valid.
      trunk: People write the number with a leading zero that is not part of it.
      remark: PhoneRemark; mostly empty.
    """

    kind: str = ""
    region: str = ""
    zones: str = ""
    reason: str = ""
    trunk: bool = False
    remark: str = ""


class VerdictSpan(NamedTuple):
    """One verdict for all E.164 numbers in [low, high)."""

    low: int
    high: int
    verdict: Verdict


UNREADABLE = Verdict(reason=PhoneReason.INVALID_COUNTRY_CODE)


def verdict_spans(obsolete: tuple[int, ...] = ()) -> Iterator[VerdictSpan]:
    """Every verdict on the number line, as far as Int64 reaches; gaps belong to no calling code. In no order.

    Args:
      obsolete: E.164 prefixes of mobile numbers that were moved to other numbers.
    """
    for code in CALLING_CODES:
        for length in lengths_held(code):
            yield from _of_length(code, length, obsolete)


def _of_length(code: int, length: int, obsolete: tuple[int, ...]) -> Iterator[VerdictSpan]:
    offset = code * 10**length
    reason = main_plan(code).length_reason(length)
    free: Spans = ((0, 10**length),)
    valid: Spans = ()
    size = len(str(code)) + length
    moved = union(_prefixed(prefix, size) for prefix in obsolete if len(str(prefix)) <= size)
    written = shift(trunk_spans(main_plan(code), length), offset)
    for plan, own in _shares(code, length):
        for kind, spans in plan.kind_spans(length).items():
            mine = intersect(own, spans)
            valid = union((*valid, *mine))
            pieces = cut(shift(mine, offset), _zone_borders(size))
            pieces = cut(cut(pieces, _edges(written)), _edges(moved))
            for low, high in pieces:
                remark = PhoneRemark.OBSOLETE if kind is PhoneKind.MOBILE and _has(moved, low) else ""
                zones = _zones(code, kind, low)
                yield VerdictSpan(low, high, Verdict(kind, plan.region, zones, "", _has(written, low), remark))
    for low, high in shift(minus(free, valid), offset):
        yield VerdictSpan(low, high, Verdict(reason=reason))


def _shares(code: int, length: int) -> Iterator[tuple[Plan, Spans]]:
    """Which numbers of a shared calling code belong to which region: the first region that claims one has it."""
    plans = sharing_plans(code)
    free: Spans = ((0, 10**length),)
    for plan in plans:
        own = free if len(plans) == 1 else intersect(free, plan.own_spans(length))
        yield plan, own
        free = minus(free, own)


def _prefixed(prefix: int, size: int) -> tuple[int, int]:
    missing = size - len(str(prefix))
    return prefix * 10**missing, (prefix + 1) * 10**missing


def _edges(spans: Spans) -> tuple[int, ...]:
    return tuple(edge for span in spans for edge in span)


def _has(spans: Spans, number: int) -> bool:
    place = bisect_right(spans, number, key=lambda span: span[0]) - 1
    return place >= 0 and number < spans[place][1]


@cache
def _zone_borders(size: int) -> tuple[int, ...]:
    """Where the time zone can change among numbers of this many digits."""
    prefixed = (_prefixed(int(prefix), size) for prefix in TIMEZONE_DATA if len(prefix) <= size)
    return tuple(sorted({edge for span in prefixed for edge in span}))


def _zones(code: int, kind: PhoneKind, number: int) -> str:
    """The zones of the longest known prefix; of the calling code alone where the kind has no place."""
    digits = str(number) if _is_geographical(kind, code) else str(code)
    for size in range(TIMEZONE_LONGEST_PREFIX, 0, -1):
        if found := TIMEZONE_DATA.get(digits[:size]):
            return "|".join(found)
    return str(UNKNOWN_TIMEZONE)


def _is_geographical(kind: PhoneKind, code: int) -> bool:
    types = {
        PhoneKind.FIXED: PhoneNumberType.FIXED_LINE,
        PhoneKind.MOBILE: PhoneNumberType.MOBILE,
        PhoneKind.FIXED_OR_MOBILE: PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
    return kind in types and bool(is_number_type_geographical(types[kind], code))


def filled(spans: list[VerdictSpan]) -> list[tuple[int, Verdict]]:
    """(first number, verdict) in ascending order, neighbours joined and gaps filled with UNREADABLE."""
    found: list[tuple[int, Verdict]] = [(0, UNREADABLE)]
    reached = 0
    for low, high, verdict in sorted(spans):
        if low > reached and found[-1][1] != UNREADABLE:
            found.append((reached, UNREADABLE))
        if found[-1][1] != verdict:
            found.append((low, verdict))
        reached = high
    found.append((reached, UNREADABLE))
    return found
