"""Which offset does a zone word mean: KST, EST, UTC, GMT+9? Only a word of one meaning is read, or the owner's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

_UNIVERSAL: Final = frozenset({"Z", "UT", "UTC", "GMT"})
#: What a text with a zone word holds, for a first look at many.
MAY_TELL_ZONE: Final = r"[A-Z]{2,5}|\dZ"
#: Words of capitals that are no zones.
_OTHERS: Final = "AM|PM|T|MON|TUE|WED|THU|FRI|SAT|SUN|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC"
_WORD: Final = re.compile(
    rf"[(\[]?(?<![A-Za-z])(?!(?:{_OTHERS})(?![A-Za-z]))(?P<word>Z|[A-Z]{{2,5}})(?![A-Za-z])"
    r"(?:(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d))?[)\]]?"
)
#: 10:00:00 2026-11-16, and Mon Nov 16 10:00:00 2026.
_CLOCK_FIRST: Final = re.compile(r"(\d{1,2}:\d{2}(?::\d{2})?)\s+(.*\d.*)")
_CLOCK_INSIDE: Final = re.compile(r"(?:[A-Za-z]{3}\s+)?([A-Za-z]{3}\s+\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s+(\d{4})")
#: Zones change their clocks at most twice a year; these two days lie in either half of it, in a year of any file.
_SEEN: Final = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))


def without_zone(text: str, zone: str) -> tuple[str, timedelta | None] | None:
    """The instant without its zone word, day before time, and the word's offset; null where it tells no zone.

    Args:
      zone: Of the file: a word that several zones share is that of this one, if it is among them.

    Returns:
      The offset is null where the word may mean several, or none that is known.
    """
    found = _WORD.search(text)
    if not found:
        return None
    bare = re.sub(r"\s+", " ", f"{text[: found.start()]} {text[found.end() :]}").strip()
    bare = _CLOCK_INSIDE.sub(r"\1 \3 \2", _CLOCK_FIRST.sub(r"\2 \1", bare) if bare[:1].isdigit() else bare)
    if found["sign"] is None:
        return bare, _offset(found["word"], zone)
    if found["word"] not in _UNIVERSAL:
        return bare, None
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return bare, ahead if found["sign"] == "+" else -ahead


def is_shared(text: str, zone: str) -> bool:
    """Whether the text's zone word is that of several zones, of which none is the file's."""
    found = _WORD.search(text)
    return bool(found and len(_meanings().get(found["word"], ())) > 1 and _offset(found["word"], zone) is None)


def _offset(word: str, zone: str) -> timedelta | None:
    if word in _UNIVERSAL:
        return timedelta()
    own = dict(_words_of(zone))
    if word in own:
        return own[word]
    several = _meanings().get(word, frozenset())
    return next(iter(several)) if len(several) == 1 else None


@cache
def _meanings() -> dict[str, frozenset[timedelta]]:
    """Zone word → every offset that some zone of the IANA time zone database gives it today."""
    met: dict[str, frozenset[timedelta]] = {}
    for zone in sorted(available_timezones()):
        for word, offset in _words_of(zone):
            met[word] = met.get(word, frozenset()) | {offset}
    return met


@cache
def _words_of(zone: str) -> tuple[tuple[str, timedelta], ...]:
    told = ((at.astimezone(ZoneInfo(zone)).tzname(), at.astimezone(ZoneInfo(zone)).utcoffset()) for at in _SEEN)
    return tuple((word, offset) for word, offset in told if word and word.isalpha() and offset is not None)
