"""Readings: which E.164 number does a region's caller mean by a string of digits?

This is `phonenumbers.parse` for plain digits, compiled: international prefixes, calling code without plus,
national prefixes, carrier codes and transform rules become spans of input numbers, each with the digits to put
in front and how many of the typed digits to keep.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from telebatch.normalise.phones.numbering import CALLING_CODES, Plan, main_plan
from telebatch.normalise.phones.patterns import Word, first_matches, group_count, word_spans
from telebatch.normalise.phones.spans import Spans, intersect, minus, shift, union

SHORTEST, LONGEST = 5, 15
_SHORTEST_NSN, _LONGEST_NSN = 2, 17
_SHORTEST_AFTER_IDD = 3


class Action(IntEnum):
    """What to do with the digits once a reading is found."""

    ASK_LIBRARY = 0
    AS_TYPED = 1  # national, no trunk prefix typed
    CHANGED = 2  # trunk prefix, carrier code or calling code recognised
    AFTER_IDD = 3  # keep the last digits and read them as after a plus


class Reading(NamedTuple):
    """Digits in [low, high) of one length mean `lead` followed by their last `keep` digits."""

    low: int
    high: int
    lead: str
    keep: int
    action: Action = Action.AS_TYPED


def national_readings(plan: Plan, length: int) -> Iterator[Reading]:
    """How the region reads digit strings of this length without plus; gaps are for the library."""
    prefixed: Spans = ()
    for word, spans in first_matches(plan.idd, length) if plan.idd else ():
        # A calling code never begins with 0: libphonenumber then takes the prefix for digits.
        zero_next = word_spans(Word((*word.digits, frozenset((0,)))), length)
        fresh = minus(spans, union(zero_next))
        prefixed = union((*prefixed, *fresh))
        keep = length - len(word.digits)
        if keep >= _SHORTEST_AFTER_IDD:
            yield from (Reading(low, high, "", keep, Action.AFTER_IDD) for low, high in fresh)
    free = minus(((0, 10**length),), prefixed)
    coded: list[Reading] = list(_with_calling_code(plan, length, free))
    for reading in coded:
        yield from _finished(reading, main_plan(plan.calling_code), Action.CHANGED)
    for low, high in minus(free, union((reading.low, reading.high) for reading in coded)):
        yield from _finished(Reading(low, high, "", length), plan, Action.AS_TYPED)


def international_readings(length: int) -> Iterator[Reading]:
    """How digits of this length after a plus (or international prefix) are read, in any region."""
    for code in CALLING_CODES:
        rest = length - len(str(code))
        if rest >= _SHORTEST_NSN:
            reading = Reading(code * 10**rest, (code + 1) * 10**rest, "", rest)
            yield from _finished(reading, main_plan(code), Action.CHANGED)


def _with_calling_code(plan: Plan, length: int, free: Spans) -> Iterator[Reading]:
    """Digits that begin with the region's own calling code, where libphonenumber believes it."""
    rest = length - len(str(plan.calling_code))
    if rest < 1:
        return
    offset = plan.calling_code * 10**rest
    is_too_long = length > plan.lengths[-1] and length not in plan.local_lengths
    doubtful = free if is_too_long else minus(free, plan.general_spans(length))
    for stripped in _stripped(plan, rest):
        believed: Spans = ((stripped.low, stripped.high),)
        if not is_too_long:
            believed = _viable(plan, stripped)
        for low, high in intersect(shift(believed, offset), doubtful):
            yield Reading(low, high, stripped.lead, stripped.keep)


def _finished(reading: Reading, plan: Plan, action: Action) -> Iterator[Reading]:
    """Strips the national prefix where the rest is long enough, and puts the calling code in front."""
    length = len(reading.lead) + reading.keep
    if length < _SHORTEST_NSN:
        return
    for part in _composed(reading, _stripped(plan, length)):
        size = len(part.lead) + part.keep
        kept = part if _is_long_enough(plan, size) else reading._replace(low=part.low, high=part.high)
        size = len(kept.lead) + kept.keep
        if _SHORTEST_NSN <= size <= _LONGEST_NSN:
            is_typed = action is Action.AS_TYPED and not kept.lead and size == length
            yield kept._replace(
                lead=f"{plan.calling_code}{kept.lead}", action=Action.AS_TYPED if is_typed else Action.CHANGED
            )


def _is_long_enough(plan: Plan, size: int) -> bool:
    return size not in plan.local_lengths and (size in plan.lengths or size > plan.lengths[-1])


def _composed(first: Reading, seconds: tuple[Reading, ...]) -> Iterator[Reading]:
    """What the second readings make of the digits that the first one gives."""
    by = _given(first) - first.low
    start, stop = first.low + by, first.high + by
    place = max(bisect_right(seconds, start, key=lambda second: second.low) - 1, 0)
    for second in seconds[place:]:
        if second.low >= stop:
            return
        low, high = max(start, second.low), min(stop, second.high)
        if low < high:
            borrowed = max(second.keep - first.keep, 0)
            lead = second.lead + (first.lead[-borrowed:] if borrowed else "")
            yield Reading(low - by, high - by, lead, min(first.keep, second.keep))


def _given(reading: Reading) -> int:
    """The number that the reading gives for its lowest digits."""
    size: int = 10**reading.keep
    return int(reading.lead or "0") * size + reading.low % size


def _viable(plan: Plan, reading: Reading) -> Spans:
    """The digits of the reading whose result the plan's general pattern accepts."""
    by = _given(reading) - reading.low
    result = plan.general_spans(len(reading.lead) + reading.keep)
    return shift(intersect(((reading.low + by, reading.high + by),), result), -by)


@cache
def _stripped(plan: Plan, length: int) -> tuple[Reading, ...]:
    """All digit strings of this length with the national prefix taken off, by ascending digits."""
    found: list[Reading] = []
    for word, spans in first_matches(plan.trunk, length) if plan.trunk else ():
        for part in _replaced(plan, word, spans, length):
            # A viable number is not stripped into one that is not.
            viable = intersect(((part.low, part.high),), plan.general_spans(length))
            spoilt = minus(viable, _viable(plan, part))
            for low, high in minus(((part.low, part.high),), spoilt):
                found.append(part._replace(low=low, high=high))
    rest = minus(((0, 10**length),), union((part.low, part.high) for part in found))
    found.extend(Reading(low, high, "", length) for low, high in rest)
    return tuple(sorted(found))


def _replaced(plan: Plan, word: Word, spans: Spans, length: int) -> Iterator[Reading]:
    """Takes a matched national prefix off, or puts the transform rule's digits in its place."""
    places = {number: (start, end) for number, start, end in word.groups}
    is_transformed = bool(plan.trunk_rule) and group_count(plan.trunk) in places
    rule = re.findall(r"\\\d|\d", plan.trunk_rule) if is_transformed else []
    keep = length - len(word.digits)
    if rule and rule[-1].startswith("\\") and places[int(rule[-1][1:])][1] == len(word.digits):
        # The last group runs into the rest of the number, so its digits stay where they are.
        keep = length - places[int(rule.pop()[1:])][0]
    for low, high in _blocks(spans, 10**keep):
        typed = str(low // 10**keep).zfill(length - keep)
        lead = "".join(token if token.isdigit() else typed[slice(*places[int(token[1:])])] for token in rule)
        yield Reading(low, high, lead, keep)


def _blocks(spans: Spans, size: int) -> Iterator[tuple[int, int]]:
    """The spans, cut at every multiple of the size."""
    for low, high in spans:
        start = low
        while start < high:
            stop = min(high, (start // size + 1) * size)
            yield start, stop
            start = stop


def joined(readings: Iterable[Reading]) -> list[Reading]:
    """Neighbours that do the same become one reading; ascending."""
    found: list[Reading] = []
    for reading in sorted(readings):
        if found and found[-1].high == reading.low and found[-1][2:] == reading[2:]:
            found[-1] = found[-1]._replace(high=reading.high)
        else:
            found.append(reading)
    return found
