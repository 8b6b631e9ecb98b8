"""Headings where people should stand: such a list is refused, for somebody would get another's number or name."""

import pytest

from tests.pipeline.care_desk import SCHOOLS

HEAD = "회사,성명,직책,휴대폰"
ONE, TWO = ("가온", "김하나", "원장", "010-0410-0001"), ("나래", "이두리", "원장", "010-0410-0002")


def refused(desk, path):
    told = desk.run("prequalify", path, "-p", SCHOOLS, code=3)
    assert told["files"] == []
    return told["warnings"]


@pytest.mark.parametrize("columns", ["", '\n[columns]\nperson = "성명"\n'])
def test_two_tables_beside_each_other_are_refused(desk, columns):
    path = desk.root / f"projects/{SCHOOLS}.toml"
    path.write_text(path.read_text(encoding="utf-8") + columns, encoding="utf-8")
    (said,) = refused(desk, desk.write("in/a.csv", f"{HEAD},,{HEAD}", (*ONE, "", *TWO)))
    assert said == (
        "in/a.csv: 성명 and 휴대폰 stand twice among its headings: two people would stand in a row; put the second table below "
        'the first, or say which counts: number = "휴대폰" under [columns] in projects/study-card.toml'
    )


@pytest.mark.parametrize("head", ["회사,성명,직책,휴대폰,,전화,,휴대폰", "회사,성명,직책,휴대폰,,,성명,생일"])
def test_one_heading_that_stands_twice_is_no_second_table(desk, head):
    told = desk.run("prequalify", desk.write("in/a.csv", head, (*ONE, "", "", "", "")), "-p", SCHOOLS)
    assert told["counts"]["callable"] == 1


def test_which_of_two_people_in_a_row_counts_can_be_said(desk):
    path = desk.root / f"projects/{SCHOOLS}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text}\n[columns]\nnumber = "휴대폰"\n', encoding="utf-8")
    told = desk.run("prequalify", desk.write("in/a.csv", f"{HEAD},,{HEAD}", (*ONE, "", *TWO)), "-p", SCHOOLS)
    assert told["counts"]["callable"] == 1


def test_headings_again_in_another_order_are_refused(desk):
    (said,) = refused(
        desk, desk.write("in/a.csv", HEAD, ONE, ("성명", "상호", "직위", "연락처"), ("이두리", "나래", *TWO[2:]))
    )
    assert said == (
        "in/a.csv: line 3 has headings again, in another order than above; give what stands below it as a file of its own"
    )


@pytest.mark.parametrize(
    "row", [("나래", "이두리", "원장", "전화"), ("상호", "이두리", "원장", "휴대폰"), ("나래", "이름", "직위", "없음")]
)
def test_a_word_that_is_a_heading_too_refuses_nothing(desk, row):
    told = desk.run("prequalify", desk.write("in/a.csv", HEAD, ONE, row), "-p", SCHOOLS)
    assert (told["counts"]["callable"], told["counts"]["rejected"]) == (1, 1)
