"""Files that are hardly lists: what is said at the door, and that the remedy helps who follows it."""

import csv

import pytest
import xlsxwriter

from telebatch.model.tables import PEOPLE
from tests.pipeline.care_desk import CONSUMERS, SCHOOLS

HEADER = "회원번호,성명,휴대전화,수신동의"
ROW = "M1,김하나,010-2200-0001,Y"


def take(desk, text, *more, code=0, name="a.csv"):
    (desk.root / name).write_text(text, encoding="utf-8")
    return desk.run("prequalify", desk.root / name, "-p", CONSUMERS, *more, code=code)


def test_cells_parted_by_an_unknown_sign_are_read_when_it_is_said(desk):
    text = f"{HEADER}\n{ROW}\n".replace(",", "$")
    (told,) = take(desk, text, code=3)["warnings"]
    remedy = 'say what parts its cells, as in --delimiter ^ or --delimiter " - ", or save it as CSV or XLSX'
    assert told.endswith(f"found: c1; {remedy}")
    assert take(desk, text, "--delimiter", "$")["counts"]["callable"] == 1


def test_a_header_with_nobody_below_it_is_no_list(desk):
    (told,) = take(desk, HEADER + "\n", code=3)["warnings"]
    assert told == "a.csv: no record stands below its header; ask for it again; nobody is on it"


def test_a_redelivery_with_nobody_on_it_withdraws_nobody(desk):
    take(desk, f"{HEADER}\n{ROW}\n", "--list", "members")
    assert "withdrawn" not in take(desk, HEADER + "\n", "--list", "members", "--withdraw-missing", code=3)["counts"]


def sheets(desk, **rows_by_name):
    out = desk.root / "a.xlsx"
    book = xlsxwriter.Workbook(out)
    for name, rows in rows_by_name.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return out


def test_a_sheet_that_calls_the_name_by_an_unknown_word_is_said_and_read_when_it_is_told(desk):
    book = sheets(
        desk,
        Seoul=[["회원번호", "성명", "휴대전화", "수신동의"], ["M1", "김하나", "010-2200-0001", "Y"]],
        Busan=[["회원번호", "그분", "휴대전화", "수신동의"], ["M2", "이두리", "010-2200-0002", "Y"]],
        Totals=[["지점", "건수"], ["Seoul", "1"]],
    )
    told = desk.run("prequalify", book, "-p", CONSUMERS)["warnings"]
    (said,) = [line for line in told if "no name column" in line]
    how = 'person = ["성명", "THE HEADER"]'
    assert said == (
        f"a.xlsx: Busan: no name column is known; unknown headings: 그분; if it is one of these, write {how}"
        f" under [columns] in projects/{CONSUMERS}.toml"
    )
    desk.edit("[cycle]", "[columns]\n" + how.replace("THE HEADER", "그분") + "\n\n[cycle]")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert set(desk.facts(PEOPLE)["person"]) >= {"김하나", "이두리"}


def test_a_heading_full_of_signs_stands_in_the_remedy_as_a_project_takes_it(desk):
    heading = 'Handy "Nr." (\\mobile) ' + "oder sonst eine Nummer, unter der wir anrufen dürfen"
    rows = [("회원번호", "성명", heading, "수신동의"), *((n, f"김{n}", f"010-2200-000{n}", "Y") for n in range(3))]
    with (desk.root / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    (told,) = desk.run("prequalify", desk.root / "a.csv", "-p", CONSUMERS, code=3)["warnings"]
    line = told.split("; add ")[1].split(" (its cells look like numbers)")[0]
    desk.edit("[cycle]", f"[columns]\n{line}\n\n[cycle]")
    assert desk.run("prequalify", desk.root / "a.csv", "-p", CONSUMERS)["counts"]["callable"] == 3


def test_a_column_that_the_project_requires_and_no_heading_tells_is_said(desk):
    file = desk.write("a.csv", "성명,직책,휴대폰,그곳", ("김하나", "원장", "010-2200-0001", "가온학원"))
    told = desk.run("prequalify", file, "-p", SCHOOLS)["warnings"]
    assert any(
        "no company column is known; unknown headings: 그곳; if it is one of these, write company" in one
        for one in told
    )


def test_a_name_pasted_with_signs_that_nobody_sees_is_the_same_person(desk):
    rows = [("M1", "김하나", "010-2200-0001", "Y"), ("", "\u202a김하나\u202c", "010-2200-0001", "Y")]
    told = desk.run("prequalify", desk.write("a.csv", HEADER, *rows), "-p", CONSUMERS)
    assert (told["counts"]["callable"], told["reasons"].get("duplicate_in_run")) == (1, 1)


@pytest.mark.parametrize(
    ("first", "then", "remedy"),
    [
        (
            ("--sheet", "Seoul"),
            ("--sheet", "Busan"),
            "save that sheet as a file of its own; or telebatch batches undo {}",
        ),
        ((), ("--sheet", "Busan"), "telebatch batches undo {}, then take the list in again with them"),
    ],
)
def test_another_sheet_of_a_file_that_was_taken_is_said_without_losing_the_first(desk, first, then, remedy):
    head = HEADER.split(",")
    book = sheets(
        desk,
        Seoul=[head, ["M1", "김하나", "010-2200-0001", "Y"]],
        Busan=[head, ["M2", "이두리", "010-2200-0002", "Y"]],
    )
    batch = desk.run("prequalify", book, "-p", CONSUMERS, *first)["batch"]
    (told,) = desk.run("prequalify", book, "-p", CONSUMERS, *then, code=5)["warnings"]
    assert f"taken in before as batch {batch}; not kept: --sheet; {remedy.format(batch)}" in told
