"""Dates in files that keep lists clean: open ones are asked, unreadable ones never pass for today or for ever."""

import polars as pl
import pytest

from telebatch.model.tables import SUPPRESSIONS, TOUCHES, VERIFIED
from tests.pipeline.care_desk import SCHOOLS
from tests.read.books import xls

OPEN = "01/02/2026"


def leads(desk):
    rows = [(f"S{n}", "한빛학원", f"김{n}", "원장", f"010-0310-{n:04}") for n in range(3)]
    desk.run("prequalify", desk.write("in/s.csv", "관리번호,학원명,담당자,직책,휴대폰", *rows), "-p", SCHOOLS)


def test_open_days_of_touches_are_asked(desk):
    leads(desk)
    file = desk.write(
        "in/t.csv", "record_key,medium,sent_on", ("S0", "catalogue", OPEN), ("S1", "catalogue", "3/4/2026")
    )
    assert desk.say("touch", file, "-p", SCHOOLS, code=3) == []
    told = desk.run("touch", file, "-p", SCHOOLS, "--date-order", "dmy")
    assert told["counts"]["touches"] == 2
    assert desk.facts(TOUCHES).sort("record")["sent_on"].cast(pl.String).to_list() == ["2026-02-01", "2026-04-03"]


@pytest.mark.parametrize(
    "head",
    [
        "관리번호,매체,발송일,반송일,반송사유",
        "客户编号,媒介,发送日期,退回日期,原因",
        "顧客番号,媒体,発送日,返送日,理由",
    ],
)
def test_a_mail_house_writes_its_headings_in_any_of_four_languages(desk, head):
    leads(desk)
    rows = [("S0", "catalogue", "2026-11-02", "", ""), ("S1", "catalogue", "2026-11-02", "2026-11-09", "moved")]
    told = desk.run("touch", desk.write("in/t.csv", head, *rows), "-p", SCHOOLS)
    assert told["counts"]["touches"] == 2
    kept = desk.facts(TOUCHES).sort("record").select(pl.col("sent_on", "returned_on").cast(pl.String), "reason").rows()
    assert kept == [("2026-11-02", None, None), ("2026-11-02", "2026-11-09", "moved")]


def test_a_touch_with_one_day_that_cannot_be_read_is_put_aside_whole(desk):
    leads(desk)
    rows = [("S0", "catalogue", "2026-11-02", "다음 주"), ("S1", "catalogue", "2026-11-02", "2026-11-04")]
    told = desk.run(
        "touch", desk.write("in/t.csv", "record_key,medium,sent_on,arrived_on", *rows), "-p", SCHOOLS, code=5
    )
    assert (told["counts"]["touches"], told["reasons"]) == (1, {"no_readable_day": 1})


def test_a_piece_is_not_back_or_arrived_before_its_day_and_not_posted_in_a_far_year(desk):
    leads(desk)
    rows = [
        ("S0", "catalogue", "2026-11-20", ""),
        ("S1", "catalogue", "2062-11-02", ""),
        ("S2", "catalogue", "2026-11-02", "2062-11-04"),
    ]
    file = desk.write("in/t.csv", "record_key,medium,sent_on,arrived_on", *rows)
    told = desk.run("touch", file, "-p", SCHOOLS, "--as-of", "2026-11-18", code=5)
    assert (told["counts"]["touches"], told["reasons"]) == (1, {"day_in_future": 2})


def test_open_days_of_requests_hold_for_good_and_are_said(desk):
    file = desk.write(
        "in/d.csv", "전화번호,요청일,만료일", ("010-0310-0001", "2026-10-01", OPEN), ("010-0310-0002", "언젠가", "")
    )
    told = desk.run("suppress", "import", file)
    assert told["counts"]["suppressed"] == 2
    assert told["warnings"][-2:] == [
        f"in/d.csv: 요청일: 1 date cannot be read (line 3); those rows hold from always; telebatch batches undo "
        f"{told['batch']} --with-do-not-calls, then send the file again with days written as YYYY-MM-DD",
        "in/d.csv: 만료일: 1 date may be day/month/year or month/day/year and was not read, those rows hold for good; "
        f"telebatch batches undo {told['batch']} --with-do-not-calls, then send the file again with --date-order dmy or "
        "--date-order mdy",
    ]
    assert desk.facts(SUPPRESSIONS)["until_on"].null_count() == 2
    assert desk.run("suppress", "import", file)["warnings"] == []
    told = desk.run("suppress", "import", file, "--date-order", "dmy", code=5)
    assert told["warnings"] == [
        f"in/d.csv: 1 request would have other days now, but the file was taken in by batch {told['batch']}; "
        f"telebatch batches undo {told['batch']} --with-do-not-calls, then send it again"
    ]
    desk.run("batches", "undo", told["batch"], "--with-do-not-calls")
    desk.run("suppress", "import", file, "--date-order", "dmy")
    assert desk.facts(SUPPRESSIONS)["until_on"].drop_nulls().cast(pl.String).to_list() == ["2026-02-01"]
    assert desk.run("suppress", "import", file, "--date-order", "dmy")["warnings"] == []
    again = desk.write("in/e.csv", "전화번호,만료일", ("010-0310-0003", OPEN))
    desk.run("suppress", "import", again, "--date-order", "mdy", code=5)
    assert desk.facts(SUPPRESSIONS)["until_on"].drop_nulls().cast(pl.String).to_list()[-1] == "2026-01-02"


@pytest.mark.parametrize("day", ["11/20", "11월 20일", "11月20日", "Nov 20"])
def test_a_request_of_a_day_without_its_year_holds_and_is_told_with_its_line(desk, day):
    rows = [("010-0310-0001", "2026-10-01", ""), ("010-0310-0002", day, ""), ("010-0310-0003", "2026-10-01", day)]
    file = desk.write("in/d.csv", "전화번호,수신거부일,만료일", *rows)
    tried = desk.run("suppress", "import", file, "--dry-run")["warnings"]
    assert tried[-1] == (
        "in/d.csv: 만료일: 1 date cannot be read (line 4); those rows hold for good; send it with days written as YYYY-MM-DD"
    )
    told = desk.run("suppress", "import", file)
    assert told["counts"]["suppressed"] == 3
    kept = desk.facts(SUPPRESSIONS).sort("number").select(pl.col("from_on").is_null(), pl.col("until_on").is_null())
    assert kept.rows() == [(False, True), (True, True), (False, True)]
    assert any(
        "수신거부일: 1 date cannot be read (line 3); those rows hold from always" in one for one in told["warnings"]
    )


def test_an_answer_of_no_readable_day_is_never_taken_for_one_of_today(desk):
    leads(desk)
    rows = [("010-0310-0000", "confirmed", "지난달"), ("010-0310-0001", "confirmed", "2026-11-20")]
    file = desk.write("in/v.csv", "phone,answer,answered_on", *rows)
    told = desk.run("verify", "import", file, "--supplier", "x", code=5)
    assert told["reasons"] == {"day_not_understood": 1}
    assert desk.facts(VERIFIED)["answered_on"].cast(pl.String).to_list() == ["2026-11-20"]
    asked = desk.write("in/w.csv", "phone,answer,answered_on", ("010-0310-0002", "confirmed", OPEN))
    assert desk.say("verify", "import", asked, "--supplier", "x", code=3) == []
    desk.run("verify", "import", asked, "--supplier", "x", "--date-order", "dmy")


def test_answers_without_a_year_are_read_as_touches_are(desk):
    leads(desk)
    days = ("11/2", "11월 3일", "12/30")
    rows = [(f"010-0310-000{n}", "confirmed", day) for n, day in enumerate(days)]
    file = desk.write("in/v.csv", "phone,answer,answered_on", *rows)
    told = desk.run("verify", "import", file, "--supplier", "x", as_of="2026-11-18T09:00")
    assert told["counts"]["confirmed"] == 3
    assert "in/v.csv: days without a year, read as the last such days by then: 3" in told["warnings"]
    kept = desk.facts(VERIFIED).sort("record")["answered_on"].cast(pl.String).to_list()
    assert kept == ["2026-11-02", "2026-11-03", "2025-12-30"]


def test_a_workbook_of_two_sheets_is_no_touches_log(desk):
    leads(desk)
    rows = [["record_key", "medium", "sent_on"], ["S0", "catalogue", "2026-11-02"]]
    xls(desk.root / "t.xls", {"서울": rows, "부산": rows})
    assert desk.say("touch", desk.root / "t.xls", "-p", SCHOOLS, code=3) == []


def test_touches_without_a_year_are_read_as_those_of_result_files_are(desk):
    leads(desk)
    rows = [("S0", "catalogue", "11/2", ""), ("S1", "catalogue", "11월 3일", "Nov 9"), ("S2", "catalogue", "12/30", "")]
    file = desk.write("in/t.csv", "record_key,medium,sent_on,returned_on", *rows)
    told = desk.run("touch", file, "-p", SCHOOLS, "--as-of", "2026-11-18")
    assert told["counts"]["touches"] == 3
    assert "in/t.csv: days without a year, read as the last such days by then: 3" in told["warnings"]
    kept = desk.facts(TOUCHES).sort("record").select(pl.col("sent_on", "returned_on").cast(pl.String)).rows()
    assert kept == [("2026-11-02", None), ("2026-11-03", "2026-11-09"), ("2025-12-30", None)]


def test_a_few_open_days_of_touches_wait_and_the_others_are_taken(desk):
    leads(desk)
    rows = [("S0", "catalogue", "2026-11-02"), ("S1", "catalogue", "2026-11-03"), ("S2", "catalogue", "03/04/2026")]
    file = desk.write("in/t.csv", "record_key,medium,sent_on", *rows)
    told = desk.run("touch", file, "-p", SCHOOLS, code=5)
    assert (told["counts"]["touches"], told["reasons"]) == (2, {"date_open": 1})
    assert "--date-order" in desk.read(told["files"][0])[0]["remedy"]
