"""When a result file was made, where neither a column nor the format's own file names tell it."""

from datetime import UTC, datetime

import polars as pl
import pytest

from telebatch.ingest.made import exported_utc, is_dated
from telebatch.model.tables import INSTANT
from tests.ingest.ingest_samples import rules, shipped

LAST = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # half past five in Seoul
SAID = datetime(2026, 11, 20, tzinfo=UTC)


def made(file_name, profile="team_sheet", row_told=None, **more):
    rows = pl.DataFrame(
        {"start_utc": [LAST], "modified_utc": [None], "exported_utc": [row_told]},
        schema=dict.fromkeys(("start_utc", "modified_utc", "exported_utc"), INSTANT),
    )
    told = rules(file_name, **more)
    utc = rows.select(exported_utc(rows, shipped()[profile], told)).item()
    return utc.isoformat(timespec="microseconds")[:26], is_dated(rows, shipped()[profile], told)


@pytest.mark.parametrize(
    ("file_name", "at"),
    [
        ("calls.csv", "2026-11-23T08:30:00.000000"),
        ("calls-2026-11-24.csv", "2026-11-23T15:00:00.000000"),  # the beginning of that day in Seoul
        ("calls_20261124-0915.csv", "2026-11-24T00:15:00.000000"),
        ("calls 2026.11.24 09-15-30.csv", "2026-11-24T00:15:30.000000"),
        ("calls-2026-11-20.csv", "2026-11-23T08:30:00.000000"),  # no file is older than its last call
        ("calls-2026-11-20..2026-11-30.csv", "2026-11-23T08:30:00.000000"),  # a span says nothing of the file
        ("calls-2026-13-24.csv", "2026-11-23T08:30:00.000000"),
        ("calls-120261124.csv", "2026-11-23T08:30:00.000000"),
        ("calls (2).csv", "2026-11-23T08:30:00.000002"),
        ("calls corrected.csv", "2026-11-24T08:30:00.000000"),
        ("calls_v2.csv", "2026-11-24T08:30:00.002000"),
        ("calls_v3 (1).csv", "2026-11-24T08:30:00.003001"),
        ("통화일지_수정.csv", "2026-11-24T08:30:00.000000"),
        ("架電訂正.csv", "2026-11-24T08:30:00.000000"),
        ("通话更正.xlsx", "2026-11-24T08:30:00.000000"),
        ("prefixed.csv", "2026-11-23T08:30:00.000000"),
        ("server1.csv", "2026-11-23T08:30:00.000000"),
    ],
)
def test_what_a_name_says_of_a_file_that_tells_nothing_itself(file_name, at):
    assert made(file_name) == (at, False)


@pytest.mark.parametrize(
    "more", [{"exported_utc": SAID}, {"exported_utc": SAID, "is_exported_said": True, "row_told": LAST}]
)
def test_a_workbooks_or_a_users_word_needs_no_name(more):
    assert made("calls_v2.csv", **more) == ("2026-11-20T00:00:00.000000", True)


def test_a_column_of_the_file_and_the_formats_own_name_tell_it():
    assert made("calls_v2.csv", row_told=SAID) == ("2026-11-20T00:00:00.000000", True)
    name = "EXPORT_CALL_REPORT_20261124-180000.txt"
    assert made(name, "vicidial_standard") == ("2026-11-24T09:00:00.000000", True)
