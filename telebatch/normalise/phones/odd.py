"""Odd cells: which usable numbers can be had from a text that is not one plain, valid number?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from telebatch.model.phones import PhoneReason, PhoneRepair
from telebatch.normalise.phones.attempts import Attempt, attempts, is_readable, is_stretched
from telebatch.normalise.phones.judge import Judge, Judged
from telebatch.normalise.phones.lines import (
    WHOLE_DIGITS,
    Part,
    before_words,
    count_digits,
    direct_lines,
    hyphened_lines,
    short_ended,
    with_area,
)
from telebatch.normalise.phones.marks import PhoneMarks
from telebatch.normalise.phones.parts import EMAIL, parts

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
#: Signs that somebody wrote in place of digits, `010-1234-****`: without them another number would be read. One behind
#: a whole group of digits, or one x, stands before an extension.
_MASKED = re.compile(r"\d[-.]?[*xX×●○◯•]{2,}|[*xX×●○◯•]{2,}[-.]?\d|(?<!\d)\d{1,2}\*\d")
#: One alone at the end points to a footnote, or hides the last digit.
_LAST = re.compile(r"^(?P<head>.*\d)[*xX×●○◯•]$", re.DOTALL)
#: The same signs where they hide nothing: between all groups of a number, or in front of a whole one.
_UNMASKED = re.compile(r"^\s*(?:\d{2,4}(?:\*\d{3,4})+|[*xX×●○◯•]{2,}\s*(?:\+|0\d)[\d().\- ]{7,}\d)\s*$")
#: What a cell is that is no number, in this order.
_OTHER_THINGS = (
    (_SCIENTIFIC, PhoneReason.SCIENTIFIC_NOTATION), (_DATES, PhoneReason.DATE_IN_PHONE_COLUMN),
)  # fmt: skip
_NOT_DIGITS = re.compile(r"\D+")
#: A number in the midst of a note: from its zero or plus on, or a Chinese mobile.
_RUN = re.compile(r"(?<!\d)(?:\(?[+0]\d?[\d().\- ]{6,}\d|1[3-9]\d{9})(?!\d)")
_WORD = re.compile(r"[^\W\d_]")
#: A number of RFC 3966 that is to be read behind the digits of its context.
_IN_CONTEXT = re.compile(r"^\s*tel:(?P<number>[^;]+);phone-context=(?P<context>\+\d+)\s*$", re.IGNORECASE)
#: The number that took the place of another: an old one may be somebody else's by now, so the new one is dialled first.
_NEWER = re.compile(
    r"\d\s*(?:[→⇒]|[-=]>)|^\W*(?:구|舊|旧|\bold\b)[^\d]{0,8}\d.*(?<![^\W\d_])(?:신|新|new)(?:번호|番号|号码)?\W*\d",
    re.IGNORECASE | re.DOTALL,
)
# No cell of telephone numbers is longer; a pasted letter is not searched for numbers.
_LONGEST_TEXT = 1000
_STRICTER = frozenset((PhoneReason.LETTERS, PhoneReason.MASKED, PhoneReason.RANGE_EXPANDED_TOO_FAR))


class Answer(NamedTuple):
    """One number, or one reason, of an odd cell; `number` may be not valid, then the verdict gives the reason."""

    number: int | None
    extension: str | None
    label: str | None
    reason: str | None
    repaired: str | None


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
    text = _IN_CONTEXT.sub(r"\g<context> \g<number>", text)
    found = parts(text, marks)
    given = list(_all_answered(found, region, judge, marks))
    given = given[::-1] if len(given) > 1 and _NEWER.search(text) else given
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
    if EMAIL.search(text) and count_digits(EMAIL.sub("", text)) < WHOLE_DIGITS:
        return PhoneReason.EMAIL_IN_PHONE_COLUMN
    if _MASKED.search(text) and not _UNMASKED.match(text):
        return PhoneReason.MASKED
    if found := next((reason for pattern, reason in _OTHER_THINGS if pattern.search(text)), None):
        return found
    return None if count_digits(text) else PhoneReason.NO_DIGITS


def _all_answered(found: list[Part], region: str, judge: Judge, marks: PhoneMarks) -> Iterator[Answer]:
    """The answers of every part; one that lacks its area code takes that of the part before."""
    before = ""
    for part in found:
        told = list(_answered(part, region, judge, marks))
        local = with_area(part.text, before)
        if local and all(answer.number is None for answer in told):
            anew = list(_answered(part._replace(text=local), region, judge, marks))
            told = anew if all(answer.number is not None for answer in anew) else told
        before = part.text
        yield from told


def _answered(part: Part, region: str, judge: Judge, marks: PhoneMarks) -> Iterator[Answer]:
    """The first attempt that gives a valid number; else its pieces; else the reason of the plainest attempt."""
    reason = PhoneReason.MASKED if _hides_last(part.text, region, judge) else part.reason
    if reason:
        yield Answer(None, None, part.label, reason, part.repair)
        return
    if (lined := _lined(part, region, judge, marks)) is not None:
        yield from lined
        return
    readable = is_readable(part.text, region, judge, marks)
    first = None if readable else Judged(None, None, PhoneReason.LETTERS)
    for attempt in attempts(part, region, judge, marks, reads_whole=readable):
        judged = judge.read(attempt.text, region)
        first = first or judged
        if judged.number is not None and judged.reason is None and not is_stretched(attempt, judged, region, judge):
            yield _usable(part, attempt, judged, marks)
            return
    if pieces := _pieces(part, marks):
        told = [answer for piece in pieces for answer in _answered(piece, region, judge, marks)]
        is_sure = all(_is_whole(piece.text) for piece in pieces)
        kept = told if is_sure else [answer for answer in told if answer.number is not None]
        if kept:
            yield from kept
            return
    reason = _placeholder(part.text, marks) or (first.reason if first else None)
    yield Answer(None, None, part.label, reason or PhoneReason.NOT_VALID, None)


def _hides_last(text: str, region: str, judge: Judge) -> bool:
    """Whether a digit in the place of a sign at the end would make a number: then that one is meant."""
    found = _LAST.match(text)
    whole = (judge.read(f"{found['head']}{digit}", region) for digit in range(10)) if found else ()
    return any(judged.number is not None and judged.reason is None for judged in whole)


def _lined(part: Part, region: str, judge: Judge, marks: PhoneMarks) -> list[Answer] | None:
    """What 02-123-4567-9 and 069 1234-0, -12 stand for, a note behind or not; None where one of the lines is none."""
    bare = part._replace(text=before_words(part.text, marks))
    lined = list(short_ended(bare, region, marks)) or list(direct_lines(bare))
    told = [answer for line in lined for answer in _answered(line, region, judge, marks)]
    return told if told and all(answer.number is not None for answer in told) else None


def _pieces(part: Part, marks: PhoneMarks) -> list[Part]:
    """Several numbers with nothing but blanks between, the lines of 4567-4570, or the numbers amid a note."""
    apart = re.split(r"\s+(?=\+?[\d(])", part.text)
    if len(apart) > 1 and all(_is_whole(piece) for piece in apart):
        return [part._replace(text=piece, repair=PhoneRepair.CELL_SPLIT) for piece in apart]
    if lines := list(hyphened_lines(part, marks)):
        return lines
    amid = [run[0] for run in _RUN.finditer(part.text)] if _WORD.search(part.text) else []
    repair = PhoneRepair.CELL_SPLIT if len(amid) > 1 else PhoneRepair.NOTE_REMOVED
    return [part._replace(text=run, repair=repair) for run in amid if run != part.text]


def _is_whole(text: str) -> bool:
    return count_digits(text) >= WHOLE_DIGITS


def _usable(part: Part, attempt: Attempt, judged: Judged, marks: PhoneMarks) -> Answer:
    if count_digits(attempt.text) == count_digits(part.text) and _is_always(part.text, marks):
        return Answer(None, None, part.label, PhoneReason.PLACEHOLDER, None)
    extension = attempt.extension or judged.extension
    return Answer(judged.number, extension, part.label, None, attempt.repair or judged.repair)


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _is_always(text: str, marks: PhoneMarks) -> bool:
    return _digits(text) in marks.placeholders


def _placeholder(text: str, marks: PhoneMarks) -> PhoneReason | None:
    digits = _digits(text)
    is_run = len(digits) > 2 and len(set(digits)) == 1
    is_zero_ended = digits.endswith("0" * marks.zeros_if_invalid)
    return PhoneReason.PLACEHOLDER if is_run or is_zero_ended or digits in marks.placeholders else None
