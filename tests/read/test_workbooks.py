"""Workbooks: cells come out as a person sees them, digit by digit, with merged companies filled down."""

import datetime as dt
import re
import zipfile
import zlib

import pytest
import xlsxwriter

from telebatch.model.errors import InputRefused
from telebatch.read import read, sniff
from telebatch.read.sheets import shared_texts
from tests.read.reading import aside, cells, lines, options, read_one


def book(path, *, base_1904=False):
    """A sheet with a title, merged companies, numbers, dates, a hidden row, a blank row and a totals row."""
    work = xlsxwriter.Workbook(path, {"date_1904": base_1904})
    sheet = work.add_worksheet("명단")
    day, clock = work.add_format({"num_format": "yyyy-mm-dd"}), work.add_format({"num_format": "hh:mm"})
    long = work.add_format({"num_format": "[h]:mm:ss"})
    sheet.merge_range("A1:F1", "11월 고객 명단")
    sheet.write_row(1, 0, ["회사", "성명", "휴대폰", "접수일", "시각", "통화시간"])
    sheet.merge_range(2, 0, 4, 0, "한빛")
    for row, name in ((2, "김"), (3, "이"), (4, "박")):
        sheet.write(row, 1, name)
        sheet.write_number(row, 2, 1012345678)
        sheet.write_datetime(row, 3, dt.datetime(2026, 11, 23), day)
        sheet.write_datetime(row, 4, dt.time(9, 5), clock)
        sheet.write_number(row, 5, 1.25, long)
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.write_formula(6, 0, '="두"&"산"', None, "두산")
    sheet.write_string(6, 2, "01022223333")
    sheet.write_row(7, 0, ["합계", "", 4])
    hidden = work.add_worksheet("숨김")
    hidden.write(0, 0, "x")
    hidden.hide()
    work.add_worksheet("빈")
    work.close()
    return path


@pytest.mark.parametrize("base_1904", [False, True])
def test_cells_read_as_written(tmp_path, base_1904):
    (reading,) = read(book(tmp_path / "a.xlsx", base_1904=base_1904), options())
    first = ("1012345678", "2026-11-23", "09:05:00", "30:00:00")
    assert reading.columns == ("회사", "성명", "휴대폰", "접수일", "시각", "통화시간")
    assert cells(reading) == [("한빛", name, *first) for name in "김이박"] + [
        ("두산", None, "01022223333", None, None, None)
    ]
    assert (lines(reading), reading.blank_lines, aside(reading)) == ([3, 4, 5, 7], 1, [(8, "totals_row")])
    assert (reading.sheet, reading.format) == ("명단", "xlsx")
    assert {"merged cells filled down: 1", "hidden rows read like the others: 1"} <= set(reading.guesses)


def test_a_hidden_sheet_is_read_only_by_name(tmp_path):
    path = book(tmp_path / "a.xlsx")
    (reading,) = read(path, options(sheet="숨김", header="none"))
    assert cells(reading) == [("x",)]
    with pytest.raises(InputRefused, match=r"no sheet named 없음.*명단, 숨김, 빈"):
        read(path, options(sheet="없음"))


def test_every_visible_sheet_is_a_reading(tmp_path):
    work = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name in ("서울", "부산"):
        work.add_worksheet(name).write_column(0, 0, ["phone", "010"])
    work.close()
    assert [reading.sheet for reading in read(tmp_path / "a.xlsx", options())] == ["서울", "부산"]


def test_a_table_not_at_the_corner_keeps_its_sheet_rows(tmp_path):
    work = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    work.add_worksheet().write_row(4, 2, ["name", "phone"])
    work.get_worksheet_by_name("Sheet1").write_row(6, 2, ["kim", "010"])
    work.close()
    (reading,) = read(tmp_path / "a.xlsx", options())
    assert (reading.columns, cells(reading), lines(reading)) == (("name", "phone"), [("kim", "010")], [7])
    assert (reading.above_count, reading.blank_lines) == (5, 1)


def test_a_far_cell_is_refused_before_it_fills_the_memory(tmp_path):
    work = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = work.add_worksheet()
    sheet.write(0, 0, "phone")
    sheet.write(1_048_575, 16_383, "x")
    work.close()
    with pytest.raises(InputRefused, match="spans 1,048,576 rows and 16,384 columns"):
        read(tmp_path / "a.xlsx", options())


def test_a_workbook_that_unpacks_beyond_the_ceiling_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="unpacks to more than 500 bytes"):
        read(book(tmp_path / "a.xlsx"), options(max_bytes_unpacked=500))


def test_a_workbook_that_unpacks_beyond_belief_is_refused(tmp_path):
    path = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.xml", bytes(80 << 20))
    with pytest.raises(InputRefused, match="more than 200 times"):
        read(path, options())


def test_damaged_workbooks_are_refused(tmp_path):
    content = book(tmp_path / "a.xlsx").read_bytes()
    for cut in (100, len(content) // 2, len(content) - 30):
        with pytest.raises(InputRefused, match="damaged"):
            read_one(tmp_path, content[:cut], "b.xlsx")
    place = re.search(rb"xl/worksheets/sheet1.xml", content).end() + 40
    spoiled = content[:place] + bytes(byte ^ 255 for byte in content[place : place + 60]) + content[place + 60 :]
    with pytest.raises(InputRefused, match="damaged"):
        read_one(tmp_path, spoiled, "c.xlsx")
    assert zlib.crc32(content) != zlib.crc32(spoiled)


def test_the_signature_of_a_workbook(tmp_path):
    found = sniff(book(tmp_path / "a.xlsx"), options())
    assert (found.format, found.sheet, found.header) == (
        "xlsx", "명단", ("회사", "성명", "휴대폰", "접수일", "시각", "통화시간"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        b"<row r='2' hidden='1'><c r='A2' t='inlineStr'><is><t>010</t></is></c></row>",
        b"<row hidden='true' ><c t='inlineStr'><is><t>010</t></is></c></row>",
        b'<row spans = "1:1" r = "2" hidden = "1"><c r="A2" t="inlineStr"><is><t>010</t></is></c></row>',
    ],
)
def test_sheets_of_other_programs_are_read_alike(tmp_path, row):
    head = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    heading = b"<row r='1'><c r='A1' t='inlineStr'><is><t>phone</t></is></c></row>"
    tail = b"<row r='3'/></sheetData><mergeCells><mergeCell ref='A2:A3'/></mergeCells></worksheet>"
    (reading,) = read(rewritten(tmp_path, head + heading + row + tail), options())
    assert "hidden rows read like the others: 1" in reading.guesses
    assert cells(reading)[0] == ("010",)


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path):
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    wide = b"<row r='1'>" + b"<c><v>1</v></c>" * 16_000 + b"</row><row r='900000'><c r='A900000'><v>1</v></c></row>"
    with pytest.raises(InputRefused, match="spans 900,000 rows and 16,000 columns"):
        read(rewritten(tmp_path, head + wide + b"</sheetData></worksheet>"), options())


def rewritten(folder, sheet):
    """A workbook whose only sheet is written by hand."""
    work = xlsxwriter.Workbook(folder / "a.xlsx")
    work.add_worksheet()
    work.close()
    with zipfile.ZipFile(folder / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(folder / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(name, content)
    return folder / "b.xlsx"


@pytest.mark.parametrize("place", [b"A67999999999999999999999999999", b"ZZZZZZZ1", b"xfd1048576", b"A70000000"])
@pytest.mark.parametrize("look", [read, sniff])
def test_a_cell_that_lies_about_its_row_is_refused(tmp_path, look, place):
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    with pytest.raises(InputRefused, match="the sheet spans"):
        look(rewritten(tmp_path, head + b'<c r="' + place + b'"><v>1</v></c></row></sheetData></worksheet>'), options())


def test_a_long_text_that_every_cell_points_at_is_refused(tmp_path, monkeypatch):
    work = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = work.add_worksheet()
    sheet.write_row(0, 0, ["phone", "memo"])
    for row in range(1, 2_000):
        sheet.write_string(row, 1, "긴 말 " * 3_000)
    work.close()
    assert read(tmp_path / "a.xlsx", options())[0].record_count == 1_999
    monkeypatch.setattr(shared_texts, "MOST_TEXT", 10 << 20)
    with pytest.raises(InputRefused, match="its cells hold more than 10,485,760 bytes of text"):
        read(tmp_path / "a.xlsx", options())
