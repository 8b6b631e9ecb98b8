"""A workbook with a sheet per country: each sheet's national numbers are read by its own."""

import json

import pytest
import xlsxwriter

from tests.pipeline.small import CALLS_ONLY, CENTRE, run, write

HEAD = ("회사", "이름", "직책", "전화")
KOREAN = [("가온상사", f"김하나{n}", "원장", f"02-312-45{n:02}") for n in range(12)]
#: 03-3234-… is a number of Gyeonggi as well.
JAPANESE = [("ヤマダ商事", f"山田花子{n}", "社長", f"{('03-3234', '090-1234')[n % 2]}-56{n:02}") for n in range(12)]


@pytest.fixture
def taken(tmp_path):
    def take(*sheets, regions='"KR", "JP"'):
        write(tmp_path, "telebatch.toml", CENTRE)
        project = CALLS_ONLY.replace("[calling]\n", f"[accept]\nregions = [{regions}]\n\n[calling]\n", 1)
        write(tmp_path, "projects/cards.toml", project)
        with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
            for name, rows in sheets:
                sheet = book.add_worksheet(name)
                for at, row in enumerate((HEAD, *rows)):
                    sheet.write_row(at, 0, row)
        _, out, _ = run(tmp_path, "prequalify", tmp_path / "a.xlsx", "-p", "cards", "--json")
        answer = json.loads(out)
        (path,) = tmp_path.glob("lists/*/*/callable.csv")
        lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
        return answer, lines

    return take


def test_each_sheet_is_read_by_the_country_whose_numbers_it_holds(taken):
    answer, lines = taken(("서울", KOREAN), ("東京", JAPANESE))
    assert answer["counts"]["callable"] == 24
    assert sum(",KR," in line for line in lines if line.startswith("서울")) == 12
    assert sum(",JP," in line for line in lines if line.startswith("東京")) == 12
    assert any("東京: national numbers are read as JP" in note for note in answer["warnings"])


def test_the_order_of_the_sheets_does_not_matter(taken):
    answer, lines = taken(("東京", JAPANESE), ("서울", KOREAN))
    assert answer["counts"]["callable"] == 24
    assert sum(",JP," in line for line in lines if line.startswith("東京")) == 12


def test_a_sheet_written_as_in_another_country_is_said_where_only_one_is_taken(taken):
    answer, _ = taken(("서울", KOREAN), ("東京", JAPANESE), regions='"KR"')
    (note,) = [note for note in answer["warnings"] if "written as in" in note]
    assert "東京: national numbers are read as KR, but 12 rows of 12 looked at are written as in JP" in note
    assert note.endswith("(telebatch prequalify --again -p cards): each sheet is read by its own numbers")
