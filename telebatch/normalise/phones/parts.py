"""Parts: which numbers does one odd cell hold, with which labels, extensions and ranges?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from telebatch.model.phones import PhoneLabel, PhoneReason, PhoneRepair
from telebatch.normalise.phones.marks import PhoneMarks, is_behind

# Fewer digits are not a further number, only a piece of the one before or after.
_WHOLE_DIGITS = 7
_LABELLED_DIGITS = 5

EMAIL = re.compile(r"[^\s@;,/]+@[^\s@;,/]+\.[A-Za-z]{2,}")
_SEPARATOR = re.compile(r"(\s*(?:[\r\n]+|[;|·、,/&]|\bor\b|및|또는|または|或)\s*)", re.IGNORECASE)
# Anything that can be a label, an extension, a range or a letter O; without it the separators are all there is.
_SIGNS = re.compile(r"[^\W\d_]|[~∼～〜/·、]")
_RANGE = re.compile(r"^(?P<head>.*\d)\s*[~∼～〜]\s*(?P<tail>\d{1,4})$", re.DOTALL)
_ALTERNATIVE = re.compile(r"^(?P<head>.*\D(?P<group>\d{3,8}))\s*[/·、]\s*(?P<tail>\d{1,4})$", re.DOTALL)
_WHOLE_RANGE = re.compile(r"\s*[~∼～〜]\s*")
_PAUSE = re.compile(r"(?<=\d)\s*[pPwW]\s*(?P<extension>\d{1,6})$")
_LETTER = re.compile(r"[^\W\d_]")
_LETTER_O = re.compile(r"(?<![A-Za-z])[oO](?=[\d\-. ()oO]*\d)|(?<=\d)[oO](?![A-Za-z])")


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


def parts(text: str, marks: PhoneMarks) -> list[Part]:
    """The parts of a cell in order, at least one."""
    told = EMAIL.sub(" ", text) if "@" in text else text
    found = [part for chunk in _chunks(told) for part in _of_chunk(chunk, marks)]
    if told != text:
        return [part._replace(repair=PhoneRepair.NOTE_REMOVED) for part in found]
    if len(found) > 1:
        return [part if part.repair else part._replace(repair=PhoneRepair.CELL_SPLIT) for part in found]
    return found


def _of_chunk(chunk: str, marks: PhoneMarks) -> list[Part]:
    if not _SIGNS.search(chunk):
        return [Part(chunk.strip())]
    labelled = _labelled(chunk, marks) if _LETTER.search(chunk) else (Part(chunk.strip()),)
    return [line for part in labelled for line in _lines(_extended(part, marks), marks)]


def count_digits(text: str) -> int:
    """How many decimal digits a text holds."""
    return sum(map(str.isdecimal, text))


def _chunks(text: str) -> list[str]:
    """Cuts at separators, but only where both sides are whole numbers."""
    found: list[str] = []
    pieces = _SEPARATOR.split(text.strip())
    held, behind = pieces[0], ""
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        behind += separator
        if not piece.strip():
            continue
        if count_digits(held) >= _WHOLE_DIGITS and count_digits(piece) >= _WHOLE_DIGITS:
            found.append(held)
            held = piece
        else:
            held += behind + piece
        behind = ""
    return [*found, held]


def _labelled(chunk: str, marks: PhoneMarks) -> Iterator[Part]:
    """Cuts where a label begins another number; a label behind a number belongs to that number."""
    label: PhoneLabel | None = None
    repair: PhoneRepair | None = None
    start, is_given = 0, False
    for sign in marks.label_pattern.finditer(chunk):
        before, named = chunk[start : sign.start()], marks.label_of(sign)
        is_last = is_behind(sign)
        if count_digits(before) >= _LABELLED_DIGITS:
            yield Part(before.strip(), label or (named if is_last else None), None, repair)
            is_given, label, repair = True, None if is_last else named, None
        else:
            # A stray digit before a label ("1) Tel: ...") is passed over, and said so.
            label, repair = named, PhoneRepair.NOTE_REMOVED if count_digits(before) else repair
        start = sign.end()
    rest = chunk[start:].strip()
    if count_digits(rest) or not is_given:
        yield Part(rest if count_digits(rest) else chunk, label, None, repair)


def zeroed(text: str) -> str:
    """The text with O for 0 put right, where no other letter stands beside it; else as it is."""
    mended = _LETTER_O.sub("0", text)
    return text if re.search(r"[A-Za-z]", mended) else mended


def _extended(part: Part, marks: PhoneMarks) -> Part:
    """Takes off an extension behind a word or pause sign that libphonenumber does not know."""
    for pattern in (marks.extension_pattern, _PAUSE):
        found = pattern.search(part.text)
        if found and count_digits(part.text[: found.start()]) >= _LABELLED_DIGITS:
            return part._replace(
                text=part.text[: found.start()].strip(),
                extension=found["extension"],
                repair=part.repair or PhoneRepair.EXTENSION_SPLIT,
            )
    return part


def _lines(part: Part, marks: PhoneMarks) -> Iterator[Part]:
    """One part per line of a range (4567~9) or of alternatives (4567/8)."""
    ends = _WHOLE_RANGE.split(part.text)
    if len(ends) > 1 and all(count_digits(end) >= _WHOLE_DIGITS for end in ends):
        yield from (part._replace(text=end, repair=PhoneRepair.CELL_SPLIT) for end in ends)
        return
    expanded = part._replace(repair=PhoneRepair.RANGE_EXPANDED)
    alternative = _ALTERNATIVE.match(part.text)
    if alternative and count_digits(alternative["head"]) >= _WHOLE_DIGITS and _is_ending(alternative):
        head, tail = alternative["head"].strip(), alternative["tail"]
        yield from (expanded._replace(text=text) for text in (head, head[: -len(tail)] + tail))
        return
    found = _RANGE.match(part.text)
    head, tail = (found["head"].strip(), found["tail"]) if found else ("", "")
    size = len(tail)
    if count_digits(head) < _WHOLE_DIGITS or not head[-size:].isdecimal() or int(tail) <= int(head[-size:]):
        yield part
        return
    first, last = int(head[-size:]), int(tail)
    if last - first >= marks.most_lines:
        yield expanded._replace(text=head)
        yield expanded._replace(text=part.text, reason=PhoneReason.RANGE_EXPANDED_TOO_FAR)
        return
    yield from (expanded._replace(text=f"{head[:-size]}{line:0{size}}") for line in range(first, last + 1))


def _is_ending(alternative: re.Match[str]) -> bool:
    """4567/8 and 4567/4568 are endings of the last group; 586/1234 goes on with the number."""
    size, group = len(alternative["tail"]), len(alternative["group"])
    return size <= 2 or size == group
