"""Attempts: in which ways may the text of one number be read, from the plainest to the most mended?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from telebatch.model.phones import PhoneRepair
from telebatch.normalise.phones.judge import Judge, Judged
from telebatch.normalise.phones.lines import Part, count_digits
from telebatch.normalise.phones.marks import PhoneMarks
from telebatch.normalise.phones.parts import zeroed

# Words before and behind a number; never between digits, where taking one out would glue two numbers.
_NOTES = re.compile(r"^[^\d+(]+|(?:[(\[<][^)\]>\d]*+[)\]>]|[^\d()#*\[\]<>]++)++$")
_BEFORE_NUMBER = re.compile(r"^[^+\d]*")
_LETTER = re.compile(r"[A-Za-z]")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_HYPHENED = re.compile(r"^(?P<head>.*\d)\s*-\s*(?P<extension>\d{1,6})$")
_KNOWN_EXTENSION = re.compile(r"(?i)[\s,;]*(?:;?ext=|e?xt(?:ensi[oó])?n?|x|int|anexo|доб)[:. ]*\d{1,20}#?\s*$")
# A number, and behind it a note that holds digits of its own: 14시 이후, (9시~18시), (09:00~18:00), 3층, 6pm.
_NOTED = re.compile(
    r"^(?P<head>[^\w+(]*[(+]?\d[\d\s().+\-/]*?)(?P<count>[\s(\[]+\d{1,4}(?:\s?[-~∼～]\s?\d{1,4})?\s?|[\s(\[]*)"
    r"(?P<note>(?:[^\W\d_]|:\d\d).*)$",
    re.DOTALL,
)
_IN_BRACKETS = re.compile(r"^(?P<head>.*\d)\s*[(\[]\s*(?P<inner>[^()\[\]]*\d)\s*[)\]]$", re.DOTALL)
_EXTENSION = re.compile(r"\d{2,5}")
_WORD = re.compile(r"[^\W\d_]")
_BLANKS = re.compile(r"[\t_]+")
_VANITY_LETTERS = 3


class Attempt(NamedTuple):
    """One text to read, and what was done to get it."""

    text: str
    extension: str | None
    repair: PhoneRepair | None


def attempts(part: Part, region: str, judge: Judge, marks: PhoneMarks, *, reads_whole: bool) -> Iterator[Attempt]:
    """Ways to read the part, from the plainest to the most mended.

    Args:
      reads_whole: As `is_readable` says of the part's text.
    """
    text, extension, repair = part.text, part.extension, part.repair
    if (mended := zeroed(text)) != text:
        yield Attempt(mended, extension, repair or PhoneRepair.LETTER_O)
    # The library takes the digits of a note for digits of the number.
    sure, doubtful = _before_note(text, marks)
    for head in sure:
        yield Attempt(head, extension, repair or PhoneRepair.NOTE_REMOVED)
    if reads_whole:
        yield Attempt(text, extension, repair)
    bare = _NOTES.sub("", text).strip()
    is_same = count_digits(bare) == count_digits(text)
    if bare != text.strip() and is_same and is_readable(bare, region, judge, marks):
        yield Attempt(bare, extension, repair or PhoneRepair.NOTE_REMOVED)
    for head in doubtful:
        yield Attempt(head, extension, repair or PhoneRepair.NOTE_REMOVED)
    if extension is None:
        yield from _extended(part)
    if not _WORD.search(text):
        yield from _of_digits(part, region, judge, marks)


def _before_note(text: str, marks: PhoneMarks) -> tuple[list[str], list[str]]:
    """The number in front of a note that has digits itself, and one that is tried last; none before an extension.

    What stands directly before it is the hour of `14시` or `6pm`, but the end of the number in `030 1234 5678 Büro`.
    """
    found = _NOTED.match(text)
    if found is None or _KNOWN_EXTENSION.search(text):
        return [], []
    head, whole = ([one] if _has_fewer(one, text) else [] for one in (found["head"], _before(found)))
    return (head, whole) if marks.unit_pattern.match(found["note"]) else (whole, head)


def _before(noted: re.Match[str]) -> str:
    return noted.string[: noted.start("note")].rstrip(" ([")


def _has_fewer(head: str, text: str) -> bool:
    return count_digits(head) < count_digits(text)


def _extended(part: Part) -> Iterator[Attempt]:
    """The extension in brackets: (123), (ext 12)."""
    found = _IN_BRACKETS.match(part.text)
    if not found:
        return
    repair = part.repair or PhoneRepair.EXTENSION_SPLIT
    if _EXTENSION.fullmatch(found["inner"]):
        yield Attempt(found["head"], found["inner"], repair)
    elif _KNOWN_EXTENSION.fullmatch(found["inner"]):
        yield Attempt(f"{found['head']} {found['inner']}", None, repair)


def _of_digits(part: Part, region: str, judge: Judge, marks: PhoneMarks) -> Iterator[Attempt]:
    """Ways to read a text without letters."""
    text, extension, repair = part.text, part.extension, part.repair
    bare = text.lstrip(" (")
    if bare.startswith("00"):
        # Many write 00 for the plus where nobody dials it, as 0082 in Korea.
        yield Attempt(f"+{bare[2:]}", extension, repair or PhoneRepair.PLUS_RESTORED)
    if bare.startswith("+0"):
        yield Attempt(f"+{bare[1:].lstrip('0')}", extension, repair or PhoneRepair.TRUNK_ZERO_DROPPED)
    untrunked = _TRUNK_ZERO.sub("", text)
    if untrunked != text:
        # Who leaves a zero out in brackets wrote the calling code in front of it: 49 (0) 171.
        if re.match(rf"{judge.calling_code(region) or '[+]'}\D*\(", bare):
            yield Attempt(f"+{untrunked.lstrip(' (')}", extension, repair or PhoneRepair.TRUNK_ZERO_DROPPED)
        yield Attempt(untrunked, extension, repair or PhoneRepair.TRUNK_ZERO_DROPPED)
    # Elsewhere the zero is not part of the number, and the library does without it.
    if judge.keeps_zero(region) and not bare.startswith(("+", "0")):
        yield Attempt(f"0{bare}", extension, repair or PhoneRepair.LEADING_ZERO_RESTORED)
    hyphened = _HYPHENED.match(text)
    if hyphened and region in marks.hyphened_regions and extension is None:
        yield Attempt(hyphened["head"], hyphened["extension"], repair or PhoneRepair.EXTENSION_SPLIT)
    if (spaced := _BLANKS.sub(" ", text).rstrip("# ")) != text:
        yield Attempt(spaced, extension, repair or PhoneRepair.NOTE_REMOVED)


def is_readable(text: str, region: str, judge: Judge, marks: PhoneMarks) -> bool:
    """Letters on the keys of a telephone are read as digits only where that is the custom."""
    if not _LETTER.search(text):
        return True
    number = _KNOWN_EXTENSION.sub("", _BEFORE_NUMBER.sub("", text))
    letters = _LETTER.findall(number)
    code = re.match(r"\s*\+(\d)", text)
    is_custom = judge.calling_code(region) in marks.vanity_codes or bool(code and int(code[1]) in marks.vanity_codes)
    return len(letters) < _VANITY_LETTERS or is_custom


def is_stretched(attempt: Attempt, judged: Judged, region: str, judge: Judge) -> bool:
    """A restored zero must lead to a number of the assumed region, never abroad."""
    is_restored = attempt.repair is PhoneRepair.LEADING_ZERO_RESTORED
    return is_restored and not str(judged.number).startswith(str(judge.calling_code(region)))
