"""One call told in two layouts of its dialer: the narrower one, even if it is the later, takes nothing away."""

import json

import pytest

from tests.ingest.ingest_samples import STANDARD
from tests.pipeline.nights import LEADS, call, export, is_sound, night, take
from tests.pipeline.small import run

DAY, NOTES = "2026-11-16", [*STANDARD, "call_notes"]
WIDE = export(call(1, "SALE", length_in_sec="165", call_notes="said yes"), header=NOTES)
SALES = "|".join(
    ["a", "b", "", "", "", "", "", "01020010001", "", "", "", f"{DAY} 10:00:00", "901", "101", "1001", "Kim", "SALE",
     LEADS[0], "", "Study", "STUDY", "", "", "", "0", ""]
)  # fmt: skip
FILES = {"EXPORT_CALL_REPORT_20261116-180000.txt": WIDE, "sales_20261117.txt": SALES + "\n"}


@pytest.fixture
def folder(tmp_path):
    return night(tmp_path)


def lengths(folder):
    code, _, err = run(folder, "report", "-p", "cards", "--period", DAY, "--format", "json", as_of="2026-11-20T21:00")
    assert code in {0, 5}, err
    return json.loads((folder / f"reports/cards/{DAY}.json").read_text(encoding="utf-8"))["call_length"]


@pytest.mark.parametrize("order", [list(FILES), list(FILES)[::-1]], ids=["wide first", "narrow first"])
def test_length_and_memo_of_a_call_outlive_a_later_layout_that_has_neither(folder, order):
    for name in order:
        take(folder, f"inbox/dialer/{name}", FILES[name])
    told = next(line for line in run(folder, "explain", "010-2001-0001")[1].splitlines() if "SALE" in line)
    assert "165 s" in told
    assert "memo: said yes" in told
    assert (lengths(folder)["calls"], lengths(folder)["mean_seconds"]) == (1, 165.0)
    assert is_sound(folder)


def test_with_another_result_only_what_was_measured_stays(folder):
    take(folder, "inbox/dialer/EXPORT_CALL_REPORT_20261116-180000.txt", WIDE.replace("SALE", "NI"))
    take(folder, "inbox/dialer/sales_20261117.txt", FILES["sales_20261117.txt"])
    told = next(line for line in run(folder, "explain", "010-2001-0001")[1].splitlines() if "SALE" in line)
    assert "165 s" in told
    assert "said yes" not in told


def test_an_emptied_cell_of_a_corrected_sheet_is_a_correction(folder):
    head = "날짜,시간,전화번호,통화결과,재통화일시,통화시간초\n"
    row = f"{DAY},10:05,010-2001-0001,재통화"
    take(folder, "inbox/team/calls.csv", f"{head}{row},2026-12-01 14:00,60\n")
    take(folder, "inbox/team/calls corrected.csv", f"{head}{row},,\n")
    told = next(line for line in run(folder, "explain", "010-2001-0001")[1].splitlines() if "재통화" in line)
    assert "60 s" not in told
    assert "booked" not in told
