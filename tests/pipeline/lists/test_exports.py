"""Lists as registers, address books and data suppliers export them, through the command."""

import pytest

from tests.pipeline.care_desk import SCHOOLS


def _people(desk, told):
    rows = [row for path in told["files"] if path.endswith(".csv") for row in desk.read(path)]
    return {row["line"]: row for row in rows}


def test_the_person_of_a_register_has_the_title_of_its_heading(desk):
    rows = (("가온", "김하나", "02-555-0101", "x"), ("나래", "", "02-555-0102", "y"))
    told = desk.run("prequalify", desk.write("in/a.csv", "회사명,대표자명,전화,홈페이지", *rows), "-p", SCHOOLS)
    people = _people(desk, told)
    assert (people["2"]["title"], people["2"]["seniority"]) == ("대표자", "own")
    assert people["3"]["title"] == ""
    assert not [said for said in told["warnings"] if "no title column" in said]


def test_a_yes_in_any_column_of_refusals_is_one(desk):
    head = "First Name,Last Name,Company,Direct Phone Number,Direct Phone Do Not Call,Mobile phone,Mobile Phone Do Not Call"
    rows = (
        ("Ann", "Lee", "Acme", "02-555-0101", "", "010-2001-0001", "Yes"),
        ("Bob", "Lee", "Bmce", "02-555-0102", "Yes", "010-2001-0002", ""),
        ("Cho", "Lee", "Cmce", "02-555-0103", "No", "010-2001-0003", "No"),
    )
    told = desk.run("prequalify", desk.write("in/a.csv", head, *rows), "-p", SCHOOLS)
    assert told["reasons"]["suppressed"] == 2
    assert "suppressed" not in _people(desk, told)["4"]["reasons"]


def test_surnames_of_an_address_book_stand_where_their_language_has_them(desk):
    rows = (("길동", "홍", "010-2001-0001"), ("홍길순", "홍", "010-2001-0002"), ("John", "Smith", "010-2001-0003"))
    told = desk.run("prequalify", desk.write("in/a.csv", "이름,성,휴대폰", *rows), "-p", SCHOOLS)
    assert [row["person"] for _, row in sorted(_people(desk, told).items())] == ["홍 길동", "홍길순", "John Smith"]
    rows = (("太郎", "田中", "010-2001-0004"), ("John", "Smith", "010-2001-0005"))
    told = desk.run("prequalify", desk.write("in/b.csv", "名,姓,携帯電話", *rows), "-p", SCHOOLS)
    assert [row["person"] for _, row in sorted(_people(desk, told).items())] == ["田中 太郎", "John Smith"]


def test_names_of_two_columns_are_the_same_in_either_order(desk):
    """ZoomInfo has the last name first, the next supplier the first name: each is one person."""
    rows = (("John", "Smith", "010-2001-0003"), ("길동", "홍", "010-2001-0001"), ("", "Brown", "010-2001-0004"))
    first = desk.write("in/a.csv", "First Name,Last Name,Mobile,Company", *((*row, "Acme") for row in rows))
    told = desk.run("prequalify", first, "-p", SCHOOLS, "--list", "a")
    names = ["John Smith", "홍 길동", "Brown"]
    assert [row["person"] for _, row in sorted(_people(desk, told).items())] == names
    other = desk.write(
        "in/b.csv", "Last Name,First Name,Mobile,Company", *((row[1], row[0], row[2], "Acme") for row in rows)
    )
    again = desk.run("prequalify", other, "-p", SCHOOLS, "--list", "b")
    assert [row["person"] for _, row in sorted(_people(desk, again).items())] == names
    ids = [{line: row["lead_id"] for line, row in _people(desk, one).items()} for one in (told, again)]
    assert ids[0] == ids[1]
    assert again["counts"]["known"] == 3


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("부서/직책", ("구매팀/팀장", "영업부 / 부장", "구매팀")),
        ("소속/직위", ("구매팀 팀장", "영업본부 본부장", "구매팀")),
        ("部署・役職", ("購買部 部長", "営業部・部長", "購買部")),
        ("部门/职务", ("采购部/经理", "销售部经理", "采购部")),
        ("Department / Title", ("Purchasing / Manager", "Sales Manager", "Purchasing")),
    ],
)
def test_a_column_of_departments_with_titles_tells_both(desk, head, cells):
    rows = ((f"가나{n}", "김하나", cell, f"010-2001-000{n}") for n, cell in enumerate(cells))
    told = desk.run("prequalify", desk.write("in/a.csv", f"회사명,담당자,{head},휴대폰", *rows), "-p", SCHOOLS)
    people = _people(desk, told)
    assert [people[line]["function"] for line in "234"] == ["pur", "sal", "pur"]
    assert [people[line]["role_class"] == "unknown" for line in "234"] == [False, False, True]
