"""A list without companies is said to be one where the project sells to companies, once."""

import pytest

from tests.pipeline.care_desk import CONSUMERS, SCHOOLS


def notes(desk, head, *rows, project=SCHOOLS):
    page = desk.root / f"projects/{SCHOOLS}.toml"
    page.write_text(page.read_text("utf-8").replace('required = ["company"]\n', ""), "utf-8")
    told = desk.run("prequalify", desk.write("in/a.csv", head, *rows), "-p", project, "--list", "a")
    return [note for note in told["warnings"] if "colleagues are not known" in note]


WAY = (
    'colleagues are not known as such, and callers are shown none; if a column holds it, write company = "THE HEADER"'
    f" under [columns] in projects/{SCHOOLS}.toml"
)


def test_no_column_of_companies_is_said_once(desk):
    rows = [(f"김{n}", "원장", f"010-0210-{n:04}") for n in range(1, 4)]
    assert notes(desk, "담당자,직책,전화번호", *rows) == [f"in/a.csv: no column tells a company: {WAY}"]


def test_a_column_without_one_is_too(desk):
    rows = [("", f"김{n}", "원장", f"010-0210-{n:04}") for n in range(1, 4)]
    assert notes(desk, "학원명,담당자,직책,전화번호", *rows) == [f"in/a.csv: 학원명: empty in every row: {WAY}"]


@pytest.mark.parametrize("company", ["가온학원", ""])
def test_one_company_is_enough_and_consumers_have_none(desk, company):
    rows = [("나래학원", "김하나", "원장", "010-0210-0001"), (company, "김두리", "원장", "010-0210-0002")]
    assert notes(desk, "학원명,담당자,직책,전화번호", *rows) == []
    assert notes(desk, "성명,휴대전화", ("김하나", "010-0210-0001"), project=CONSUMERS) == []
