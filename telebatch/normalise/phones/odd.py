"""Odd cells: which usable numbers can be had from a text that is not one plain, valid number?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from telebatch.model.phones import PhoneReason, PhoneRepair
from telebatch.normalise.phones.judge import Judge, Judged
from telebatch.normalise.phones.marks import PhoneMarks
from telebatch.normalise.phones.parts import EMAIL, Part, count_digits, parts, zeroed

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATES = re.compile(
    rf"""^\s*(?:
    (?:19|20)\d\d\s?[-./年년]\s?(?:0?[1-9]|1[0-2])\s?[-./月월]\s?(?:0?[1-9]|[12]\d|3[01])\s?[.日일]?
    | \d{{1,2}}[-./]\d{{1,2}}[-./](?:19|20)\d\d
    | \d{{1,2}}[-\s./]?(?:{_MONTHS})[a-z]*(?:[-\s./,]*\d{{2,4}})?
    | (?:{_MONTHS})[a-z]*[-\s./]?\d{{1,4}}(?:,?\s*\d{{4}})?
    | \d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]?
    | (?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])
    )(?:[ T]\d{{1,2}}:\d\d(?::\d\d)?)?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_SCIENTIFIC = re.compile(r"^\s*[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,2}\s*$")
# Words before and behind a number; never between digits, where taking one out would glue two numbers.
_NOTES = re.compile(r"^[^\d+(]+|(?:[(\[<][^)\]>\d]*+[)\]>]|[^\d()#*\[\]<>]++)++$")
_BEFORE_NUMBER = re.compile(r"^[^+\d]*")
_LETTER = re.compile(r"[A-Za-z]")
_NOT_DIGITS = re.compile(r"\D+")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_HYPHENED = re.compile(r"^(?P<head>.*\d)\s*-\s*(?P<extension>\d{1,6})$")
_KNOWN_EXTENSION = re.compile(r"(?i)[\s,;]*(?:;?ext=|e?xt(?:ensi[oó])?n?|x|int|anexo|доб)[:. ]*\d{1,20}#?\s*$")
_WHOLE_DIGITS = 7
# No cell of telephone numbers is longer; a pasted letter is not searched for numbers.
_LONGEST_TEXT = 1000
_VANITY_LETTERS = 3
_STRICTER = frozenset((PhoneReason.LETTERS, PhoneReason.RANGE_EXPANDED_TOO_FAR))


class Answer(NamedTuple):
    """One number, or one reason, of an odd cell; `number` may be not valid, then the verdict gives the reason."""

    number: int | None
    extension: str | None
    label: str | None
    reason: str | None
    repaired: str | None


class Attempt(NamedTuple):
    """One text to read, and what was done to get it."""

    text: str
    extension: str | None
    repair: PhoneRepair | None


def answers(text: str, region: str, judge: Judge, marks: PhoneMarks) -> list[Answer]:
    """Every number of the cell in order, at least one answer.

    Args:
      text: Mended: ASCII digits and hyphens, no wrappers.
      region: ISO-2 to assume; an unknown one reads international numbers only.
      judge: Reads the texts.
      marks: The hand-written signs.
    """
    if reason := _not_a_number(text):
        return [Answer(None, None, None, reason, None)]
    found = parts(text, marks)
    given = [answer for part in found for answer in _answered(part, region, judge, marks)]
    if len(given) == 1 and found[0].text == text.strip():
        return given
    is_spoilt = any(answer.number is None for answer in given)
    is_untold = len(given) == 1 and given[0].repaired is None
    # Reading the whole text costs a call of the library: only where it can change something.
    return _checked(given, judge.read(text, region)) if is_spoilt or is_untold else given


def _checked(given: list[Answer], whole: Judged) -> list[Answer]:
    """What was taken apart must be told, and must not spoil a number that the library reads in the whole text."""
    is_whole = whole.number is not None and whole.reason is None
    if any(answer.number is None for answer in given):
        reasons = {answer.reason for answer in given}
        if not is_whole or reasons & _STRICTER or reasons == {PhoneReason.PLACEHOLDER}:
            return given
        return [Answer(whole.number, whole.extension, given[0].label, None, whole.repair)]
    alone = given[0]
    is_same = is_whole and (whole.number, whole.extension) == (alone.number, alone.extension)
    return given if is_same else [alone._replace(repaired=PhoneRepair.NOTE_REMOVED)]


def _not_a_number(text: str) -> PhoneReason | None:
    if not text.strip():
        return PhoneReason.EMPTY
    if len(text) > _LONGEST_TEXT:
        return PhoneReason.TOO_LONG if count_digits(text) else PhoneReason.NO_DIGITS
    if EMAIL.search(text) and count_digits(EMAIL.sub("", text)) < _WHOLE_DIGITS:
        return PhoneReason.EMAIL_IN_PHONE_COLUMN
    if _SCIENTIFIC.match(text):
        return PhoneReason.SCIENTIFIC_NOTATION
    if _DATES.match(text):
        return PhoneReason.DATE_IN_PHONE_COLUMN
    return None if count_digits(text) else PhoneReason.NO_DIGITS


def _answered(part: Part, region: str, judge: Judge, marks: PhoneMarks) -> Iterator[Answer]:
    """The first attempt that gives a valid number; else the reason of the plainest one."""
    if part.reason:
        yield Answer(None, None, part.label, part.reason, part.repair)
        return
    is_readable = _is_readable(part.text, region, judge, marks)
    first = None if is_readable else Judged(None, None, PhoneReason.LETTERS)
    for attempt in _attempts(part, region, judge, marks, is_readable=is_readable):
        judged = judge.read(attempt.text, region)
        first = first or judged
        if judged.number is not None and judged.reason is None and not _is_stretched(attempt, judged, region, judge):
            yield _usable(part, attempt, judged, marks)
            return
    pieces = re.split(r"\s+(?=\+?[\d(])", part.text)
    if len(pieces) > 1 and all(count_digits(piece) >= _WHOLE_DIGITS for piece in pieces):
        for piece in pieces:
            yield from _answered(part._replace(text=piece, repair=PhoneRepair.CELL_SPLIT), region, judge, marks)
        return
    reason = _placeholder(part.text, marks) or (first.reason if first else None)
    yield Answer(None, None, part.label, reason or PhoneReason.NOT_VALID, None)


def _usable(part: Part, attempt: Attempt, judged: Judged, marks: PhoneMarks) -> Answer:
    if count_digits(attempt.text) == count_digits(part.text) and _is_always(part.text, marks):
        return Answer(None, None, part.label, PhoneReason.PLACEHOLDER, None)
    extension = attempt.extension or judged.extension
    return Answer(judged.number, extension, part.label, None, attempt.repair or judged.repair)


def _attempts(part: Part, region: str, judge: Judge, marks: PhoneMarks, *, is_readable: bool) -> Iterator[Attempt]:
    """Ways to read the part, from the plainest to the most mended."""
    text, extension, repair = part.text, part.extension, part.repair
    if (mended := zeroed(text)) != text:
        yield Attempt(mended, extension, repair or PhoneRepair.LETTER_O)
    if is_readable:
        yield Attempt(text, extension, repair)
    bare = _NOTES.sub("", text).strip()
    if bare != text.strip() and count_digits(bare) == count_digits(text):
        yield Attempt(bare, extension, repair or PhoneRepair.NOTE_REMOVED)
    if re.search(r"[^\W\d_]", text):
        return
    if text.lstrip(" (").startswith("00"):
        # Many write 00 for the plus where nobody dials it, as 0082 in Korea.
        yield Attempt(f"+{text.lstrip(' (')[2:]}", extension, repair or PhoneRepair.PLUS_RESTORED)
    untrunked = _TRUNK_ZERO.sub("", text)
    if untrunked != text:
        yield Attempt(untrunked, extension, repair or PhoneRepair.TRUNK_ZERO_DROPPED)
    # Elsewhere the zero is not part of the number, and the library does without it.
    if judge.keeps_zero(region) and not text.lstrip(" (").startswith(("+", "0")):
        yield Attempt(f"0{text.lstrip(' (')}", extension, repair or PhoneRepair.LEADING_ZERO_RESTORED)
    hyphened = _HYPHENED.match(text)
    if hyphened and region in marks.hyphened_regions and extension is None:
        yield Attempt(hyphened["head"], hyphened["extension"], repair or PhoneRepair.EXTENSION_SPLIT)


def _is_readable(text: str, region: str, judge: Judge, marks: PhoneMarks) -> bool:
    """Letters on the keys of a telephone are read as digits only where that is the custom."""
    if not _LETTER.search(text):
        return True
    number = _KNOWN_EXTENSION.sub("", _BEFORE_NUMBER.sub("", text))
    letters = _LETTER.findall(number)
    code = re.match(r"\s*\+(\d)", text)
    is_custom = judge.calling_code(region) in marks.vanity_codes or bool(code and int(code[1]) in marks.vanity_codes)
    return len(letters) < _VANITY_LETTERS or is_custom


def _is_stretched(attempt: Attempt, judged: Judged, region: str, judge: Judge) -> bool:
    """A restored zero must lead to a number of the assumed region, never abroad."""
    is_restored = attempt.repair is PhoneRepair.LEADING_ZERO_RESTORED
    return is_restored and not str(judged.number).startswith(str(judge.calling_code(region)))


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _is_always(text: str, marks: PhoneMarks) -> bool:
    return _digits(text) in marks.placeholders


def _placeholder(text: str, marks: PhoneMarks) -> PhoneReason | None:
    digits = _digits(text)
    is_run = len(digits) > 2 and len(set(digits)) == 1
    is_zero_ended = digits.endswith("0" * marks.zeros_if_invalid)
    return PhoneReason.PLACEHOLDER if is_run or is_zero_ended or digits in marks.placeholders else None
