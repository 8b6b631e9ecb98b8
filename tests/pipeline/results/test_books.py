"""Workbooks of results: a sheet per agent or per day, a cover before them, a guide behind them."""

import csv

import pytest
import xlsxwriter

from telebatch.model.tables import ATTEMPTS
from tests.pipeline.nights import EVENING, adds_up, facts, is_sound, states
from tests.pipeline.small import run, told, write

HEAD = ("날짜", "시간", "전화번호", "상담원", "통화결과")
COVER = [("11월 통화일지",), ("작성", "김하늘")]


def book(path, **sheets):
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    page.write_string(at, column, cell)
    return path


def calls(agent, *leads, head=HEAD, **cells):
    rows = [
        {
            "날짜": "2026-11-16",
            "시간": f"10:0{lead}",
            "전화번호": f"010-2001-000{lead}",
            "상담원": agent,
            "통화결과": "거절",
        }
        | cells
        for lead in leads
    ]
    return [head, *([row.get(name, "") for name in head] for row in rows)]


def test_a_sheet_per_agent_is_read_whole(folder):
    other = ("통화결과", "전화번호", "상담원", "날짜", "시간", "메모")
    path = book(
        folder / "inbox/team/day.xlsx",
        하늘=calls("김하늘", 1, 2),
        보람=calls("이보람", 3, 4, head=other, 메모="x"),
        안내=COVER,
    )
    code, answer = told(folder, "ingest", path, as_of=EVENING)
    assert (code, answer["counts"]["records"], answer["counts"]["attempts"]) == (0, 4, 4), answer
    assert adds_up(answer["counts"])
    assert any("holds results in sheets: 하늘, 보람" in line for line in answer["warnings"])
    assert any("sheets not read: 안내" in line for line in answer["warnings"])
    rows = facts(folder, ATTEMPTS)
    assert rows["record"].n_unique() == 4
    assert dict(rows.group_by("agent").len().iter_rows()) == {"김하늘": 2, "이보람": 2}
    assert is_sound(folder)


def test_a_cover_before_the_results_is_passed_over(folder):
    path = book(folder / "inbox/team/day.xlsx", 표지=COVER, 하늘=calls("김하늘", 1))
    code, answer = told(folder, "ingest", path, "--source", "team", as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    assert states(folder)[1]["last_outcome"] == "call.refused"


def test_a_row_of_the_second_sheet_falls_out_and_comes_back(folder):
    path = book(folder / "inbox/team/day.xlsx", 하늘=calls("김하늘", 1), 보람=calls("이보람", 2, 시간="언젠가"))
    code, answer = told(folder, "ingest", path, as_of=EVENING)
    assert (code, answer["counts"]["attempts"], answer["reasons"]) == (5, 1, {"time_unreadable": 1}), answer
    (fallen,) = (folder / "quarantine").glob("day-*.csv")
    mended = write(folder, "mended.csv", fallen.read_text(encoding="utf-8-sig").replace("언젠가", "11:30"))
    code, answer = told(folder, "ingest", mended, as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    assert not states(folder)[2]["is_quarantined"]
    assert run(folder, "store", "check")[0] == 0


@pytest.mark.parametrize("sheets", [1, 2])
def test_a_fallen_row_names_its_sheet_and_its_line_there(folder, sheets):
    bad = calls("이보람", 3, 4)
    bad[2][1] = "곧"
    before = {"하늘": calls("김하늘", 1, 2)} if sheets == 2 else {}
    path = book(folder / "inbox/team/day.xlsx", **before, 보람=bad)
    code, answer = told(folder, "ingest", path, as_of=EVENING)
    assert (code, answer["counts"]["quarantined"]) == (5, 1), answer
    name = next(name for name in answer["files"] if name.startswith("quarantine/"))
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["quarantined_sheet"], row["quarantined_line"]) == ("보람", "3")
