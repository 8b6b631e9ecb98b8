"""Parts: which numbers does one odd cell hold, with which labels, extensions and ranges?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from telebatch.model.phones import PhoneLabel, PhoneRepair
from telebatch.normalise.phones.lines import WHOLE_DIGITS, Part, before_hours, count_digits, lines
from telebatch.normalise.phones.marks import PhoneMarks, is_behind

_LABELLED_DIGITS = 5

EMAIL = re.compile(r"[^\s@;,/]+@[^\s@;,/]+\.[A-Za-z]{2,}")
_SEPARATOR = re.compile(r"(\s*(?:[\r\n]+|[;|·、・,/&→⇒]|[-=]>|\bor\b|및|또는|または|或)\s*)", re.IGNORECASE)
# Anything that can be a label, an extension, a range or a letter O; without it the separators are all there is.
_SIGNS = re.compile(r"[^\W\d_]|[~∼～〜/·、・,*]")
_PAUSE = re.compile(r"(?<=\d)\s*[pPwW*]\s*(?P<extension>\d{1,6})$")
#: Behind a word of the library's, where more follows: the library takes it at the end alone.
_EXTENSION_AMID = re.compile(r"(?i)[\s,;(\[]*\b(?:extension|extn|ext)\s?[.:]?\s*(?P<extension>\d{1,7})(?=\D)")
# 1. 010-… 2. 02-…: what counts the numbers is none; without a blank only in front of a zero or a plus.
_COUNTED = re.compile(r"(?:^|(?<=\s))[1-9][.)](?:\s+(?=\(?[+\d])|(?=\(?[+0]))")
# A letter on its own behind a digit is no label: 010-1234-567O.
_GLUED_O = re.compile(r"(?<=\d)[oO](?=\s*$|[-\s.]*\d)")
_LETTER = re.compile(r"[^\W\d_]")
_LETTER_O = re.compile(r"(?<![A-Za-z])[oO](?=[\d\-. ()oO]*\d)|(?<=\d)[oO](?![A-Za-z])")
_LETTER_ONE = re.compile(r"(?<=\d)[lI](?=[-. ]?\d)|(?<![A-Za-z])[lI](?=\d)")


def parts(text: str, marks: PhoneMarks) -> list[Part]:
    """The parts of a cell in order, at least one."""
    told = EMAIL.sub(" ", text) if "@" in text else text
    told = _COUNTED.sub(_without_count, told)
    whole = told if len(_LETTER.findall(told)) > told.lower().count("o") else _GLUED_O.sub("0", told)
    found = [part for chunk in _chunks(whole) for part in _of_chunk(chunk, marks)]
    if whole != text:
        repair = PhoneRepair.LETTER_O if whole != told else PhoneRepair.NOTE_REMOVED
        return [part._replace(repair=repair) for part in found]
    if len(found) > 1:
        return [part if part.repair else part._replace(repair=PhoneRepair.CELL_SPLIT) for part in found]
    return found


def _without_count(sign: re.Match[str]) -> str:
    """A blank for what counts; the end of a bracket that was opened counts nothing: (06 1) 234 5678."""
    before = sign.string[: sign.start()]
    return sign[0] if before.count("(") > before.count(")") else " "


def _of_chunk(chunk: str, marks: PhoneMarks) -> list[Part]:
    if not _SIGNS.search(chunk):
        return [Part(chunk.strip())]
    if (bare := before_hours(chunk, marks)) != chunk:
        found = _of_chunk(bare, marks)
        return [part if part.repair else part._replace(repair=PhoneRepair.NOTE_REMOVED) for part in found]
    labelled = _labelled(chunk, marks) if _LETTER.search(chunk) else (Part(chunk.strip()),)
    return [line for part in labelled for line in lines(_extended(part, marks), marks)]


def _chunks(text: str) -> list[str]:
    """Cuts at separators, but only where both sides are whole numbers."""
    found: list[str] = []
    pieces = _SEPARATOR.split(text.strip())
    held, behind = pieces[0], ""
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        behind += separator
        if not piece.strip():
            continue
        if count_digits(held) >= WHOLE_DIGITS and count_digits(piece) >= WHOLE_DIGITS:
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
    """The text with O for 0, and l or I for 1, put right, where no other letter stands beside it; else as it is."""
    mended = _LETTER_ONE.sub("1", _LETTER_O.sub("0", text))
    return text if re.search(r"[A-Za-z]", mended) else mended


def _extended(part: Part, marks: PhoneMarks) -> Part:
    """Takes off an extension behind a word or pause sign that libphonenumber does not know."""
    for pattern in (marks.extension_pattern, _PAUSE, marks.extension_amid, _EXTENSION_AMID):
        found = pattern.search(part.text)
        if found and count_digits(part.text[: found.start()]) >= _LABELLED_DIGITS:
            return part._replace(
                text=part.text[: found.start()].strip(),
                extension=found["extension"],
                repair=part.repair or PhoneRepair.EXTENSION_SPLIT,
            )
    return part
