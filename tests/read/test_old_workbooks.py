"""ODS, XLS and XLSB as XLSX: merged cells filled down, hidden rows and sheets said, bombs refused, damage no panic."""

import random
import re
import zipfile

import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import read, sniff
from tests.read.books import compound, ods, xls, xlsb
from tests.read.reading import aside, cells, lines, options

ROWS = [
    ["11월 고객 명단"], ["회사", "성명", "휴대폰"], ["한빛", "김", 1012345678], [None, "이", "010-2222-3333"],
    ["두산", "박", "01044445555"], [None], ["합계", None, 3],
]  # fmt: skip
SHEETS = {"명단": ROWS, "숨김": [["x"]], "빈": []}
OLD = {"hidden": ["숨김"], "hidden_rows": [3], "merged": [(2, 3, 0)]}


def book(kind, path):
    if kind == "ods":
        spanned = [*ROWS[:2], [("한빛", 2), *ROWS[2][1:]], *ROWS[3:]]
        return ods(path, {**SHEETS, "명단": spanned}, hidden=["숨김"])
    return {"xls": xls, "xlsb": xlsb}[kind](path, {**SHEETS, "빈": [[None]]}, **OLD)


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsb"])
def test_a_workbook_of_any_kind_reads_as_a_person_sees_it(tmp_path, kind):
    (reading,) = read(book(kind, tmp_path / f"a.{kind}"), options())
    assert reading.columns == ("회사", "성명", "휴대폰")
    assert cells(reading) == [
        ("한빛", "김", "1012345678"),
        ("한빛", "이", "010-2222-3333"),
        ("두산", "박", "01044445555"),
    ]
    assert (lines(reading), aside(reading), reading.blank_lines) == ([3, 4, 5], [(7, "totals_row")], 1)
    assert (reading.sheet, reading.format) == ("명단", kind)
    assert {"merged cells filled down: 1", "hidden sheets were not read: 숨김"} <= set(reading.guesses)
    assert ("hidden rows read like the others: 1" in reading.guesses) == (kind != "ods")
    assert sniff(tmp_path / f"a.{kind}", options()).header == reading.columns


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsb"])
def test_a_hidden_sheet_is_read_by_name(tmp_path, kind):
    (reading,) = read(book(kind, tmp_path / "a"), options(sheet="숨김", header="none"))
    assert cells(reading) == [("x",)]


def test_hidden_rows_of_an_ods_are_told(tmp_path):
    raw = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>phone</text:p></table:table-cell></table:table-row>'
        "<table:table-row table:visibility='filter' table:number-rows-repeated='2'>"
        '<table:table-cell office:value-type="string"><text:p>010</text:p></table:table-cell></table:table-row>'
    )
    (reading,) = read(ods(tmp_path / "a.ods", {"a": []}, raw_rows=raw), options())
    assert (cells(reading), lines(reading)) == ([("010",), ("010",)], [2, 3])
    assert "hidden rows read like the others: 2" in reading.guesses


@pytest.mark.parametrize("rows", [1_048_576, 70_000_000])
def test_an_ods_row_repeated_beyond_belief_is_refused(tmp_path, rows):
    cell = '<table:table-cell table:number-columns-repeated="1024" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    raw = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    path = ods(tmp_path / "a.ods", {"a": []}, raw_rows=raw)
    for look in (read, sniff):
        with pytest.raises(InputRefused, match=f"spans {rows:,} rows and 1,024 columns"):
            look(path, options())


def test_empty_repeated_rows_and_columns_of_an_ods_are_nothing(tmp_path):
    raw = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>phone</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    (reading,) = read(ods(tmp_path / "a.ods", {"a": []}, raw_rows=raw), options())
    assert (reading.columns, reading.record_count) == (("phone",), 0)


@pytest.mark.parametrize("look", [read, sniff])
def test_a_far_cell_of_a_binary_workbook_is_refused(tmp_path, look):
    path = xlsb(tmp_path / "a.xlsb", {"a": [["x"]] * 2})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.bin"]
    parts["xl/worksheets/sheet1.bin"] = re.sub(rb"\x06\x0e\x00\x00\x00\x00", b"\x06\x0e\xff\xff\xff\x7f", sheet)
    with zipfile.ZipFile(tmp_path / "b.xlsb", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(InputRefused, match="spans 2 rows and 2,147,483,648 columns"):
        look(tmp_path / "b.xlsb", options())


def test_a_far_cell_of_an_old_workbook_is_refused(tmp_path):
    path = xls(tmp_path / "a.xls", {"a": [["phone"]] + [[None]] * 65_000 + [["x"]]})
    near, far = b"\x04\x02\x0b\x00\xe9\xfd\x00\x00", b"\x04\x02\x0b\x00\xe9\xfd\xff\xff"
    assert near in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(near, far))
    with pytest.raises(InputRefused, match="spans 65,002 rows and 65,536 columns"):
        read(path, options())


def test_an_old_workbook_that_says_it_spans_everything_is_refused(tmp_path):
    path = xls(tmp_path / "a.xls", {"a": [["phone"]]}, span=(60_000_000, 255))
    with pytest.raises(InputRefused, match="spans 60,000,000 rows and 255 columns"):
        read(path, options())


def test_locked_and_foreign_old_files_are_refused(tmp_path):
    path = xls(tmp_path / "a.xls", SHEETS | {"빈": [[None]]}, locked=True)
    with pytest.raises(InputRefused, match="locked with a password"):
        read(path, options())
    path.write_bytes(compound("WordDocument", b"x"))
    with pytest.raises(InputRefused, match="old office program"):
        read(path, options())


def test_a_book_of_hidden_sheets_names_them(tmp_path):
    path = xls(tmp_path / "a.xls", {"서울": ROWS, "부산": [[None]]}, hidden=["서울"])
    with pytest.raises(InputRefused, match="no sheet of the workbook holds rows; name a hidden sheet: 서울"):
        read(path, options())


@pytest.mark.parametrize("kind", ["ods", "xls", "xlsb"])
def test_a_damaged_book_is_read_or_refused(tmp_path, kind):
    chance = random.Random(kind)
    whole = book(kind, tmp_path / "a").read_bytes()
    for _ in range(50):
        spoiled = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        cut = chance.choice((len(spoiled), chance.randrange(len(spoiled))))
        (tmp_path / "b").write_bytes(spoiled[:cut])
        try:
            readings = read(tmp_path / "b", options())
        except InputRefused as refusal:
            assert all(mistake.remedy for mistake in refusal.mistakes)
            continue
        for reading in readings:
            assert reading.records.collect().height + reading.set_aside.height == reading.record_count


def test_merged_cells_of_ods_behind_an_empty_one_are_filled_down(tmp_path):
    """An empty cell closes itself, and where it has no style it has no attributes either."""
    rows = [["비고", "회사", "성명"], [None, ("한빛", 2), "김"], [None, None, "이"]]
    (reading,) = read(ods(tmp_path / "a.ods", {"명단": rows}), options())
    assert cells(reading) == [(None, "한빛", "김"), (None, "한빛", "이")]
