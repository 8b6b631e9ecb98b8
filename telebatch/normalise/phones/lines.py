"""Lines: which numbers does one text stand for that gives the endings of further ones (4567~9, 4567/8, 4567, 4568)?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from telebatch.model.phones import PhoneLabel, PhoneReason, PhoneRepair
from telebatch.normalise.phones.marks import PhoneMarks

# Fewer digits are not a further number, only a piece of the one before or after.
WHOLE_DIGITS = 7

#: Digits that a number may have behind its area code.
_LOCAL_DIGITS = range(6, 9)
_RANGE = re.compile(
    r"^(?P<head>.*\d)\s*\(?\s*(?:[~∼～〜]|\bto\b|\bbis\b(?:\s*-)?|至)\s*(?P<tail>\d{1,4})\s*\)?$", re.DOTALL
)
# 030 1234-0 bis -29: the lines of a switchboard, which has no line of its own.
_OF_CENTRAL = re.compile(r"^(?P<head>.*\d\s?-\s?0)\s*(?:[~∼～〜]|\b(?:to|bis)\b)\s*-?\s?\d{1,4}$", re.DOTALL)
#: Until which hour somebody is there (~18시, ~6pm); a unit has to follow.
_UNTIL = re.compile(r"\s*[~∼～〜]\s*\d{1,2}(?::\d\d)?\s*(?=[^\W\d_])")
_WHOLE_RANGE = re.compile(r"\s*[~∼～〜]\s*")
_ALTERNATIVES = re.compile(
    r"^(?P<head>.*?\D(?P<group>\d{3,8}))(?P<tails>(?:\s*[/·、・]\s*\d{1,4})+|(?:\s*,\s*\d{1,4})+)$", re.DOTALL
)
_HYPHENED = re.compile(r"^(?P<head>.*\D(?P<group>\d{3,4}))\s*-\s*(?P<tail>\d{3,4})$", re.DOTALL)
# 069 1234-0, -12: a hyphen in front of each further ending says that the last hyphened group is one too.
_DIRECT = re.compile(
    r"^(?P<head>.*\d)\s?-\s?(?P<first>\d{1,5})(?P<tails>(?:\s*(?:[,/;&+]|\b(?:und|u\.|oder|and|or)(?!\w))\s*-\s?\d{1,5})+)$",
    re.DOTALL,
)
_NOTE = re.compile(r"\s*(?P<bracket>[(\[]?)(?P<note>[^\W\d_]\D*)$")
#: Days of the week, of which the first may be a unit as well (월~금, 月〜金; 9월).
_DAYS = re.compile(r"[월화수목금토일月火水木金土日]\s*[~∼～〜\-–—,·・/]\s*[월화수목금토일月火水木金土日](?![^\W\d_])")
_HOUR = r"(?<![\d:])\d{1,2}(?::\d\d)?(?![\d:])"
#: When somebody is there, in brackets behind a number: (9~18시), (평일 09:00-18:00).
_HOURS = re.compile(
    rf"\s*[(\[](?=[^()\[\]]*(?:[~∼～〜:]|[^\W\d_]))[^()\[\]]*?"
    rf"{_HOUR}\s*(?:[^\W\d_]{{1,3}}\s*)?[~∼～〜\-–—]\s*(?:[^\W\d_]{{1,3}}\s*)?{_HOUR}[^()\[\]\d]*[)\]]\s*$"
)


class Part(NamedTuple):
    """One number of a cell, still as text.

    Attributes:
      text: What libphonenumber shall read.
      label: What the cell calls it.
      extension: Digits found behind an extension word; libphonenumber's own are found later.
      repair: What was done to get here.
      reason: Set where the part stands for something that is no number.
    """

    text: str
    label: PhoneLabel | None = None
    extension: str | None = None
    repair: PhoneRepair | None = None
    reason: PhoneReason | None = None


def count_digits(text: str) -> int:
    """How many decimal digits a text holds."""
    return sum(map(str.isdecimal, text))


def lines(part: Part, marks: PhoneMarks) -> Iterator[Part]:
    """One part per line of a range (4567~9) or of alternatives (4567/8); else the part itself."""
    ends = _WHOLE_RANGE.split(part.text)
    if len(ends) > 1 and all(count_digits(end) >= WHOLE_DIGITS for end in ends):
        yield from (part._replace(text=end, repair=PhoneRepair.CELL_SPLIT) for end in ends)
        return
    if texts := _alternatives(before_words(part.text, marks), marks):
        yield from (part._replace(text=text, repair=PhoneRepair.RANGE_EXPANDED) for text in texts)
        return
    until = _UNTIL.search(part.text)
    if until and count_digits(head := part.text[: until.start()]) >= WHOLE_DIGITS and _is_unit(until, marks):
        yield from lines(part._replace(text=head, repair=part.repair or PhoneRepair.NOTE_REMOVED), marks)
        return
    yield from _lines_until(part, before_words(part.text, marks), marks)


def _is_unit(until: re.Match[str], marks: PhoneMarks) -> bool:
    return marks.unit_pattern.match(until.string, until.end()) is not None


def _lines_until(part: Part, text: str, marks: PhoneMarks) -> Iterator[Part]:
    """The lines of a range; its switchboard alone where that is what it begins with.

    Args:
      text: Of the part, without words behind it.
    """
    if central := _OF_CENTRAL.match(text):
        label = part.label or PhoneLabel.SWITCHBOARD
        yield part._replace(text=central["head"], label=label, repair=PhoneRepair.RANGE_EXPANDED)
        return
    found = _RANGE.match(text)
    yield from _from_to(part, found["head"].strip(), found["tail"], marks) if found else (part,)


def hyphened_lines(part: Part, marks: PhoneMarks) -> Iterator[Part]:
    """As `lines`, of 02-123-4567-4570: for a text that is no number as a whole."""
    found = _HYPHENED.match(part.text)
    if found is None or count_digits(found["head"]) < WHOLE_DIGITS or len(found["group"]) != len(found["tail"]):
        return
    if _steps(found["group"], found["tail"]) < marks.most_lines:
        yield from _from_to(part, found["head"].strip(), found["tail"], marks)


def short_ended(part: Part, region: str, marks: PhoneMarks) -> Iterator[Part]:
    """The lines of 02-123-4567-9, where that is the custom; an ending that leads nowhere (-2) is an extension."""
    found = re.match(marks.short_ends.get(region, "(?!)"), part.text)
    if found is None or part.extension is not None:
        return
    head, tail = found["head"], found["tail"]
    if _steps(head[-len(tail) :], tail) < marks.most_lines:
        yield from _from_to(part, head, tail, marks)
    else:
        yield part._replace(text=head, extension=tail, repair=part.repair or PhoneRepair.EXTENSION_SPLIT)


def direct_lines(part: Part) -> Iterator[Part]:
    """The lines of 069 1234-0, -12, -13: a switchboard and its direct lines; nothing where the text names none.

    The central ending is 0. Source: field notes on German company numbers (DIN 5008 parts a direct line by a hyphen).
    """
    found = _DIRECT.match(part.text)
    if found is None or part.extension is not None:
        return
    for ending in (found["first"], *re.findall(r"\d+", found["tails"])):
        line = PhoneLabel.DIRECT if ending.strip("0") else PhoneLabel.SWITCHBOARD
        text = f"{found['head']}-{ending}"
        yield part._replace(text=text, label=part.label or line, repair=PhoneRepair.RANGE_EXPANDED)


def before_words(text: str, marks: PhoneMarks) -> str:
    """The text without words behind its last digit; as it is where a unit says that the digit is theirs (9층)."""
    found = _NOTE.search(text)
    if found is None:
        return text
    # Behind a bracket, or of several days, it counts no digits in front of it.
    is_unit = not found["bracket"] and marks.unit_pattern.match(found["note"]) and not _DAYS.match(found["note"])
    return text if is_unit else text[: found.start()]


def before_hours(text: str, marks: PhoneMarks) -> str:
    """The text without the hours of a whole number, which would make another one with it: 02-312-4567 (9~18시)."""
    found = _HOURS.search(text)
    if found is None or count_digits(text[: found.start()]) < WHOLE_DIGITS or marks.extension_word.search(found[0]):
        return text
    return text[: found.start()]


def with_area(text: str, before: str) -> str:
    """A local number with the area code of the number before it (010-12345678、87654321); empty where it has none."""
    local = text.strip()
    count = count_digits(local)
    if count not in _LOCAL_DIGITS or not local[0].isdecimal() or local[0] == "0":
        return ""
    area = before
    while count and area:
        count -= area[-1].isdecimal()
        area = area[:-1]
    return area + local if count_digits(area) > 1 and not area[-1].isdecimal() else ""


def _from_to(part: Part, head: str, tail: str, marks: PhoneMarks) -> Iterator[Part]:
    size = len(tail)
    if count_digits(head) < WHOLE_DIGITS or not head[-size:].isdecimal() or int(tail) <= int(head[-size:]):
        yield part
        return
    expanded = part._replace(repair=PhoneRepair.RANGE_EXPANDED)
    first, last = int(head[-size:]), int(tail)
    if last - first >= marks.most_lines:
        yield expanded._replace(text=head)
        yield expanded._replace(text=part.text, reason=PhoneReason.RANGE_EXPANDED_TOO_FAR)
        return
    yield from (expanded._replace(text=f"{head[:-size]}{line:0{size}}") for line in range(first, last + 1))


def _alternatives(text: str, marks: PhoneMarks) -> list[str]:
    """The texts of 4567/8, 4567/4568/4569 and 4567, 4568; none where the endings may be anything else."""
    found = _ALTERNATIVES.match(text)
    if not found or count_digits(found["head"]) < WHOLE_DIGITS:
        return []
    head, group = found["head"].strip(), found["group"]
    tails = re.findall(r"\d+", found["tails"])
    if "," in found["tails"]:
        # Behind a comma stands an extension, unless it goes on counting.
        is_ending = all(_goes_on(before, tail, marks) for before, tail in zip([group, *tails], tails, strict=False))
    else:
        is_ending = all(_is_ending(group, tail) for tail in tails)
    return [head, *(head[: -len(tail)] + tail for tail in tails)] if is_ending else []


def _goes_on(before: str, tail: str, marks: PhoneMarks) -> bool:
    """4568 goes on behind 4567, and so does 8."""
    steps = _steps(before, tail)
    return steps == 1 if len(tail) == 1 else len(tail) == len(before) and 0 < steps < marks.most_lines


def _steps(before: str, tail: str) -> int:
    """How far an ending lies behind the one before; below one: not behind."""
    steps = int(tail) - int(before[-len(tail) :])
    return steps if steps > 0 else 10**9


def _is_ending(group: str, tail: str) -> bool:
    """4567/8 and 4567/4568 are endings of the last group; 586/1234 goes on with the number."""
    return len(tail) <= 2 or len(tail) == len(group)
