"""Rows of signs that nobody sees are blank rows, wherever they stand."""

import io

import pytest
import xlsxwriter

from tests.read.reading import cells, lines, read_one

UNSEEN = ["\u3000", "\u00a0", "\u200b", "\ufeff", "\u2003", "\u00ad", "\u3164", "\u2060\u200d", "\u3000 \u00a0"]
HEAD, ONE, TWO = "성명,직책,전화\n", "김,원장,1\n", "이,원장,2\n"


@pytest.mark.parametrize("sign", UNSEEN)
@pytest.mark.parametrize("row", ["{0}", "{0},{0},{0}", ",{0},", '"{0}",,"{0}"', " {0} ,{0}{0},"])
@pytest.mark.parametrize("has_quotes", [False, True])
def test_such_a_row_of_a_text_is_blank(tmp_path, sign, row, has_quotes):
    first = ONE.replace("원장", '"원장"') if has_quotes else ONE
    reading = read_one(tmp_path, HEAD + first + row.format(sign) + "\n" + TWO)
    assert (cells(reading), lines(reading)) == ([("김", "원장", "1"), ("이", "원장", "2")], [2, 4])
    assert (reading.blank_lines, reading.record_count) == (1, 2)


@pytest.mark.parametrize("sign", UNSEEN)
@pytest.mark.parametrize("written", ["{0}김,원장,1", "{0},,1", "{0}、,,", "「{0},,", "　の,{0},"])
def test_a_row_that_shows_a_sign_is_a_record(tmp_path, sign, written):
    reading = read_one(tmp_path, HEAD + ONE + written.format(sign) + "\n")
    assert (reading.blank_lines, reading.record_count) == (0, 2)


@pytest.mark.parametrize("end", ["\u3000", "\u00a0", "\xad,,", "\u3000,,\n"])
def test_the_last_row_may_be_such_a_one(tmp_path, end):
    reading = read_one(tmp_path, HEAD + ONE + end)
    assert (reading.blank_lines, reading.record_count) == (1, 1)


@pytest.mark.parametrize("sign", UNSEEN)
def test_such_a_row_of_a_sheet_is_blank(tmp_path, sign):
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet()
    for at, row in enumerate([["성명", "전화"], ["김", "1"], [sign, sign], ["이", "2"]]):
        sheet.write_row(at, 0, row)
    made.close()
    reading = read_one(tmp_path, out.getvalue(), "a.xlsx")
    assert (cells(reading), reading.blank_lines, reading.record_count) == ([("김", "1"), ("이", "2")], 1, 2)


@pytest.mark.parametrize("blank", ["{}", '{"a": null, "b": ""}', '{"a": "\u3000", "b": " \u200b"}'])
@pytest.mark.parametrize("form", ["{0}\n{1}\n{2}\n", "[{0},\n{1},\n{2}]"])
def test_such_an_object_of_json_is_blank(tmp_path, blank, form):
    text = form.replace("{0}", '{"a": "1"}').replace("{1}", blank).replace("{2}", '{"a": "2"}')
    reading = read_one(tmp_path, text, "a.json")
    assert (reading.records.sort("record").collect()["a"].to_list(), lines(reading)) == (["1", "2"], [1, 3])
    assert (reading.blank_lines, reading.record_count) == (1, 2)
