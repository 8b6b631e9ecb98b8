"""The judge of single texts: compiled readings for plain digits, libphonenumber itself for everything odd."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException

from telebatch.model.phones import PhoneReason, PhoneRepair
from telebatch.normalise.phones.meanings import NUMBERS_OF_ONE
from telebatch.normalise.phones.reading import LONGEST, SHORTEST, Action
from telebatch.normalise.phones.table import KEY_ROOM, PhoneTable
from telebatch.normalise.phones.typed import MOST_LETTERS

# The library, too, begins to read at the first plus or digit.
_BEFORE_NUMBER = re.compile(r"^[^+\d]+")
_DROPPED = str.maketrans("", "", "-() .")
_PARSE_REASONS = {
    NumberParseException.INVALID_COUNTRY_CODE: PhoneReason.INVALID_COUNTRY_CODE,
    NumberParseException.TOO_SHORT_AFTER_IDD: PhoneReason.TOO_SHORT,
    NumberParseException.TOO_SHORT_NSN: PhoneReason.TOO_SHORT,
    NumberParseException.TOO_LONG: PhoneReason.TOO_LONG,
}


class Judged(NamedTuple):
    """What a text means.

    Attributes:
      number: E.164; None where the text cannot be read at all. May be not valid: then there is a reason.
      extension: Digits of the extension that libphonenumber found.
      reason: Why the number is not usable; None where it is valid.
      repair: National digits without the trunk zero that people write, or a whole number without its plus.
    """

    number: int | None
    extension: str | None = None
    reason: PhoneReason | None = None
    repair: PhoneRepair | None = None


class Judge:
    """Reads one text at a time; holds the table's columns as plain lists for bisection."""

    def __init__(self, table: PhoneTable) -> None:
        self._places = {region: place for place, region in enumerate(table.regions)}
        self._codes = dict(zip(table.regions, table.calling_codes, strict=True))
        self._zero_regions = frozenset(table.zero_regions)
        self._keys = table.readings["low"].to_list()
        self._readings = list(table.readings.select("lead", "keep", "action").iter_rows())
        self._lows = table.spans["low"].to_list()
        self._verdicts = table.spans["verdict"].to_list()
        self._reasons = [PhoneReason(reason) if reason else None for reason in table.verdicts["reason"]]
        self._trunks = table.verdicts["trunk"].to_list()

    def calling_code(self, region: str) -> int:
        """The region's calling code; 0 where the region is unknown."""
        return self._codes.get(region, 0)

    def keeps_zero(self, region: str) -> bool:
        """True where ordinary numbers of the region may begin with a zero of their own."""
        return region in self._zero_regions

    def read(self, text: str, region: str) -> Judged:
        """The number that the text means in the region (any text; an unknown region needs a plus)."""
        text = _BEFORE_NUMBER.sub("", text)
        stripped = text.translate(_DROPPED)
        digits = stripped.removeprefix("+")
        if SHORTEST <= len(digits) <= LONGEST and digits.isascii() and digits.isdecimal() and len(text) <= MOST_LETTERS:
            place = 0 if stripped.startswith("+") else self._places.get(region, len(self._places))
            action, number = self._looked_up(place, digits)
            if number is not None:
                verdict = self._verdict(number)
                return Judged(number, None, self._reasons[verdict], self._repair(place, action, digits, number))
        return self._asked(text, region)

    def _repair(self, place: int, action: int, digits: str, number: int) -> PhoneRepair | None:
        if place == 0:
            return None
        if action == Action.AS_TYPED and self._trunks[self._verdict(number)]:
            return PhoneRepair.LEADING_ZERO_RESTORED
        is_whole = number == int(digits) and number not in NUMBERS_OF_ONE
        return PhoneRepair.PLUS_RESTORED if is_whole else None

    def _looked_up(self, place: int, digits: str) -> tuple[int, int | None]:
        key = place * KEY_ROOM + int(f"1{digits}")
        lead, keep, action = self._readings[bisect_right(self._keys, key) - 1]
        if action == Action.AFTER_IDD:
            return self._looked_up(0, digits[-keep:])
        return action, None if action == Action.ASK_LIBRARY else lead + key % 10**keep

    def _verdict(self, number: int) -> int:
        return int(self._verdicts[bisect_right(self._lows, number) - 1])

    def _asked(self, text: str, region: str) -> Judged:
        try:
            parsed = phonenumbers.parse(text, region if region in self._places else None)
        except NumberParseException as error:
            return Judged(None, None, _PARSE_REASONS.get(error.error_type) or _unlike_a_number(text))
        number = int(f"{parsed.country_code}{phonenumbers.national_significant_number(parsed)}")
        if number >= 2**63:
            return Judged(None, None, PhoneReason.TOO_LONG)
        return Judged(number, parsed.extension or None, self._reasons[self._verdict(number)])


@lru_cache(maxsize=2)
def judge_of(table: PhoneTable) -> Judge:
    """The judge for a table, made once."""
    return Judge(table)


def _unlike_a_number(text: str) -> PhoneReason:
    """The library says only that it is no number; the text says more."""
    digits = sum(map(str.isdecimal, text))
    if not digits:
        return PhoneReason.NO_DIGITS
    if any(letter.isalpha() for letter in text):
        return PhoneReason.LETTERS
    return PhoneReason.TOO_SHORT if digits < SHORTEST else PhoneReason.NOT_VALID
