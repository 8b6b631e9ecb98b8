"""The judge's bench: libphonenumber itself, asked one text at a time, and the rule by which we may differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import phonenumbers
import polars as pl
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType, timezone

from telebatch.model.phones import PhoneKind, PhoneReason, PhoneRepair
from telebatch.normalise.phones import PhoneTable, phones

KINDS = {
    PhoneNumberType.MOBILE: PhoneKind.MOBILE,
    PhoneNumberType.FIXED_LINE: PhoneKind.FIXED,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: PhoneKind.FIXED_OR_MOBILE,
    PhoneNumberType.TOLL_FREE: PhoneKind.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: PhoneKind.PREMIUM,
    PhoneNumberType.SHARED_COST: PhoneKind.SHARED_COST,
    PhoneNumberType.VOIP: PhoneKind.VOIP,
    PhoneNumberType.PERSONAL_NUMBER: PhoneKind.PERSONAL,
    PhoneNumberType.PAGER: PhoneKind.PAGER,
    PhoneNumberType.UAN: PhoneKind.UAN,
    PhoneNumberType.VOICEMAIL: PhoneKind.VOICEMAIL,
}
# Reasons with which we refuse, on purpose, what the library would let pass.
STRICTER = frozenset(
    (
        PhoneReason.PLACEHOLDER,
        PhoneReason.DATE_IN_PHONE_COLUMN,
        PhoneReason.SCIENTIFIC_NOTATION,
        PhoneReason.EMAIL_IN_PHONE_COLUMN,
        PhoneReason.LETTERS,
        PhoneReason.RANGE_EXPANDED_TOO_FAR,
    )
)
# Repairs that only add to the library: where it reads a valid number itself, ours is the same.
GENTLE = frozenset(
    (
        None, PhoneRepair.LEADING_ZERO_RESTORED, PhoneRepair.PLUS_RESTORED, PhoneRepair.FULLWIDTH,
        PhoneRepair.WRAPPER_REMOVED,
    )
)  # fmt: skip


class Verdict(NamedTuple):
    """What libphonenumber says; all None where the text is no valid number."""

    number: int | None = None
    kind: str | None = None
    region: str | None = None
    zones: str | None = None
    extension: str | None = None


def library(text: str, region: str | None) -> Verdict:
    """parse, is_valid_number, number_type, region_code_for_number, E164, time zones."""
    try:
        parsed = phonenumbers.parse(text, region)
    except NumberParseException:
        return Verdict()
    if not phonenumbers.is_valid_number(parsed):
        return Verdict()
    return Verdict(
        int(phonenumbers.format_number(parsed, PhoneNumberFormat.E164)),
        KINDS[phonenumbers.number_type(parsed)],
        phonenumbers.region_code_for_number(parsed),
        "|".join(timezone.time_zones_for_number(parsed)),
        parsed.extension or None,
    )


class Comparison(NamedTuple):
    """How many texts were equal, refused on purpose or repaired beyond the library, and every difference."""

    counts: Counter[str]
    differences: list[tuple[str, str, object, object]]


def compare(texts: Sequence[str], regions: Sequence[str], table: PhoneTable) -> Comparison:
    """Reads all texts with `phones` and with the library."""
    cells, homes = pl.Series(texts, dtype=pl.String), pl.Series(regions, dtype=pl.String)
    found = phones(cells, homes, table, plus_lost=False)
    counts: Counter[str] = Counter()
    differences: list[tuple[str, str, object, object]] = []
    for row in found.iter_rows(named=True):
        text, region = texts[row["cell"]], regions[row["cell"]]
        ours = Verdict(row["number"], row["kind"], row["region"], row["zones"], row["extension"])
        verdict = _judge(text, region, ours, row)
        counts[verdict] += 1
        if verdict == "different":
            differences.append((text, region, row, library(text, region)))
    return Comparison(counts, differences)


def _judge(text: str, region: str, ours: Verdict, row: dict[str, object]) -> str:
    theirs = library(text, region)
    if row["reason"] in STRICTER:
        return "refused on purpose" if theirs.number else "equal"
    if row["repaired"] in GENTLE and (row["repaired"] is None or theirs.number is not None):
        return "equal" if ours == theirs else "different"
    again = library(f"+{ours.number}", None)
    return "repaired" if again[:4] == ours[:4] else "different"
