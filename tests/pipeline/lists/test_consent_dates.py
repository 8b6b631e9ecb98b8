"""The day of a consent: read by column, asked where it may be two days, and never taken for `for ever`."""

import polars as pl
import pytest

from telebatch.model.tables import LISTED
from telebatch.normalise import candidates
from tests.pipeline.care_desk import CONSUMERS, SCHOOLS

HEADER = "회원번호,성명,휴대전화,수신동의,동의일"


def people(desk, *days, name="m"):
    rows = [(f"K{n}", f"고객{n}", f"010-0210-{n:04}", "Y", day) for n, day in enumerate(days, 1)]
    return desk.write(f"in/{name}.csv", HEADER, *rows)


def days_of(desk):
    return desk.facts(LISTED).sort("record")["consent_on"].cast(pl.String).to_list()


def test_a_column_that_reads_both_ways_is_refused_until_somebody_says_which(desk):
    file = people(desk, "01/02/2026", "03/04/2026")
    told = desk.run("prequalify", file, "-p", CONSUMERS, code=3)
    assert told["warnings"] == [
        "in/m.csv: 동의일: 2 dates may be day/month/year or month/day/year; say --date-order dmy or --date-order mdy, "
        'or write date_order = "dmy" under [accept] in projects/health-two-calls.toml'
    ]
    assert desk.facts(LISTED).is_empty()
    told = desk.run("prequalify", file, "-p", CONSUMERS, "--date-order", "mdy")
    assert told["counts"]["callable"] == 2
    assert "in/m.csv: 동의일: dates read as month/day/year" in told["warnings"]
    assert days_of(desk) == ["2026-01-02", "2026-03-04"]


def test_a_column_written_in_two_orders_is_asked_about_and_never_goes_by_majority(desk):
    file = people(desk, "05/02/2026", "23/04/2026", "24/04/2026", "04/23/2026")
    told = desk.run("prequalify", file, "-p", CONSUMERS, code=3)
    assert (
        "동의일: 4 dates are written in two orders, some only day/month/year and some only month/day/year"
        in told["warnings"][0]
    )
    told = desk.run("prequalify", file, "-p", CONSUMERS, "--date-order", "dmy")
    assert (told["counts"]["callable"], told["reasons"]) == (3, {"consent_date_unreadable": 1})
    assert days_of(desk) == ["2026-02-05", "2026-04-23", "2026-04-24", None]


def test_what_was_said_holds_when_the_list_is_decided_again(desk):
    file = people(desk, "01/02/2026", "03/04/2026")
    desk.run("prequalify", file, "-p", CONSUMERS, "--date-order", "mdy")
    desk.edit("consent = true", 'consent = true\ndate_order = "dmy"')
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert set(days_of(desk)) == {"2026-01-02", "2026-03-04"}
    assert desk.say("prequalify", "--again", "-p", CONSUMERS, "--date-order", "dmy", code=2) == []


def test_the_project_settles_what_a_column_leaves_open_and_nothing_else(desk):
    desk.edit("consent = true", 'consent = true\ndate_order = "mdy"')
    desk.run("prequalify", people(desk, "01/02/2026", "03/04/2026"), "-p", CONSUMERS)
    desk.run("prequalify", people(desk, "05/02/2026", "23/04/2026", name="n"), "-p", CONSUMERS)
    assert days_of(desk) == ["2026-01-02", "2026-02-05", "2026-03-04", "2026-04-23"]


def test_a_day_that_cannot_be_read_rejects_its_row_and_is_shown(desk):
    told = desk.run("prequalify", people(desk, "2026-10-01", "작년 가을", ""), "-p", CONSUMERS)
    assert (told["counts"]["callable"], told["reasons"]) == (2, {"consent_date_unreadable": 1})
    assert "in/m.csv: 동의일: 1 date cannot be read; such rows are rejected" in told["warnings"]
    (path,) = [name for name in told["files"] if name.endswith("rejected.csv")]
    (row,) = desk.read(path)
    assert (row["line"], row["reasons"], row["detail"]) == ("3", "consent_date_unreadable", "작년 가을")


def test_a_rejected_day_takes_a_known_person_off_the_queue(desk):
    desk.run("prequalify", people(desk, "2026-10-01"), "-p", CONSUMERS, "--list", "a")
    desk.run("prequalify", people(desk, "10월쯤", name="n"), "-p", CONSUMERS, "--list", "a")
    assert desk.states()["status"].to_list() == ["unlisted"]


def test_two_digits_of_a_year_stand_first_where_the_region_writes_it_first(desk):
    told = desk.run("prequalify", people(desk, "26.11.02", "26.10.01"), "-p", CONSUMERS)
    assert "in/m.csv: 동의일: dates read as year/month/day" in told["warnings"]
    assert days_of(desk) == ["2026-11-02", "2026-10-01"]


def test_a_late_row_decides_for_the_first_ones(desk, monkeypatch):
    monkeypatch.setattr(candidates, "_ROWS_AT_A_TIME", 2)
    days = ["01/02/2026"] * 6 + ["13/02/2026"]
    assert desk.run("prequalify", people(desk, *days), "-p", CONSUMERS)["counts"]["callable"] == 7
    assert days_of(desk)[0] == "2026-02-01"


@pytest.mark.parametrize("asks", [True, False])
def test_where_nothing_hangs_on_a_consent_the_list_is_taken_and_the_question_said(desk, asks):
    if not asks:
        desk.edit("consent = true", "consent = false")
        desk.edit('packs = ["kr-consumer"]', "packs = []\noverride = true")
    told = desk.run("prequalify", people(desk, "01/02/2026"), "-p", CONSUMERS, code=3 if asks else 0)
    said = "may be day/month/year or month/day/year and was not read, taken as not told; say --date-order dmy or --date-order mdy"
    assert any(said in warning for warning in told["warnings"]) != asks


@pytest.mark.parametrize(("project", "changed"), [(SCHOOLS, 0), (CONSUMERS, 1)])
def test_since_when_somebody_agreed_is_told_where_the_project_asks(desk, project, changed):
    header, taken = "학원명,담당자,직책,휴대폰,수신동의", []
    for day in ("2026-10-01", "2026-11-01"):
        rows = [("가온학원", "김민준", "원장", "010-0310-0001", "Y")]
        file = desk.write(f"in/{day}.csv", header, *rows, *[("",) * 5] * (day > "2026-10-15"))
        ran = desk.run("prequalify", file, "-p", project, "--list", "members", "--received-on", day)
        taken.append(ran["batch"])
    told = desk.run("batches", "undo", str(taken[0]))
    assert told["counts"]["leads_changed"] == changed
