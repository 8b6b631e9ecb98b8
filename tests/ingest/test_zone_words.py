"""A zone word is read where it means one offset, or is the file's own zone's; else nobody guesses."""

from datetime import timedelta

import pytest

from telebatch.ingest.when.zone_words import is_shared, without_zone

SEOUL, PLAIN = "Asia/Seoul", "2026-11-16 10:00:00"


@pytest.mark.parametrize(
    ("text", "hours", "zone"),
    [
        (f"{PLAIN} KST", 9, SEOUL), (f"{PLAIN} EST", -5, SEOUL), (f"{PLAIN} UTC", 0, SEOUL), (f"{PLAIN}Z", 0, SEOUL), (f"{PLAIN} GMT+9", 9, SEOUL),
        (f"{PLAIN} (UTC-05:30)", -5.5, SEOUL), (f"{PLAIN} UTC+0530", 5.5, SEOUL), ("10:00:00 JST 2026-11-16", 9, SEOUL), (f"{PLAIN} CST", 8, "Asia/Shanghai"), (f"{PLAIN} CST", -6, "America/Chicago"),
        (f"{PLAIN} IST", 5.5, "Asia/Kolkata"), (f"{PLAIN} CST", None, SEOUL), (f"{PLAIN} IST", None, SEOUL), (f"{PLAIN} XYZ", None, SEOUL), (f"{PLAIN} KST+1", None, SEOUL),
    ],
)  # fmt: skip
def test_a_zone_word_becomes_an_offset_or_stays_open(text, hours, zone):
    bare, ahead = without_zone(text, zone)
    assert (bare, ahead) == (PLAIN, None if hours is None else timedelta(hours=hours))
    assert is_shared(text, zone) is (hours is None and text[-3:] in {"CST", "IST"})


def test_the_stamp_of_a_log_is_put_in_order():
    assert without_zone("Mon Nov 16 10:00:00 KST 2026", SEOUL) == ("Nov 16 2026 10:00:00", timedelta(hours=9))


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "2026-11-16 10:00 AM",
        "16 NOV 2026 2 PM",
        "R8.11.16 10:00",
        "2026-11-16T10:00:00",
        "MON 16 Nov 2026",
        "soon",
    ],
)
def test_other_capitals_are_no_zones(text):
    assert without_zone(text, SEOUL) is None
