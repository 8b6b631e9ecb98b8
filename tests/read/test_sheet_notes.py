"""What a person sees in a workbook and its reader does not tell: errors, formulas without a result, hidden columns."""

import io
import zipfile

import pytest
import xlsxwriter

from telebatch.read import read
from tests.read.books import ERROR, UNCOMPUTED, ods, xls, xlsb
from tests.read.reading import cells, options, read_one


def book(change=b"", by=b""):
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["성명", "직책", "전화"])
    sheet.write_row(1, 0, ["김", "원장", "010-0210-0001"])
    sheet.write_row(2, 0, ["이", "원장"])
    sheet.write_formula(2, 2, "=VLOOKUP(A3,X:Y,2,0)", None, "#N/A")
    sheet.write_row(3, 0, ["박", "원장"])
    sheet.write_formula(3, 2, '="010"&"1"', None, "0101")
    sheet.set_column(1, 1, None, None, {"hidden": True})
    sheet.set_column(3, 16383, None, None, {"hidden": True})
    made.close()
    if not change:
        return out.getvalue()
    again = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(change, by))
    return again.getvalue()


def test_errors_and_hidden_columns_are_told(tmp_path):
    reading = read_one(tmp_path, book(), "a.xlsx")
    assert cells(reading)[1:] == [("이", "원장", None), ("박", "원장", "0101")]
    assert "cells that show an error such as #N/A, read as empty: 1; mend their formulas" in reading.guesses
    assert "hidden columns read like the others: 1" in reading.guesses


@pytest.mark.parametrize("nothing", [b"", b"<v></v>", b"<v/>", b"<v />"])
def test_formulas_that_nobody_computed_are_told(tmp_path, nothing):
    reading = read_one(tmp_path, book(b"<v>0101</v>", nothing), "a.xlsx")
    assert cells(reading)[2] == ("박", "원장", None)
    assert "cells whose formula was never computed, read as empty: 1; save it in a spreadsheet" in reading.guesses


@pytest.mark.parametrize(("kind", "written"), [("ods", ods), ("xls", xls), ("xlsb", xlsb)])
def test_errors_and_hidden_columns_are_told_of_every_kind(tmp_path, kind, written):
    rows = [["성명", "직책", "전화"], ["김", "원장", "1"], ["이", ERROR, "2"], [ERROR, "원장", ERROR]]
    (reading,) = read(written(tmp_path / f"a.{kind}", {"명단": rows}, hidden_columns=[1]), options())
    assert cells(reading) == [("김", "원장", "1"), ("이", None, "2"), (None, "원장", None)]
    assert "cells that show an error such as #N/A, read as empty: 3; mend their formulas" in reading.guesses
    assert "hidden columns read like the others: 1" in reading.guesses
    (plain,) = read(written(tmp_path / f"b.{kind}", {"명단": rows[:2]}), options())
    assert not [told for told in plain.guesses if "hidden" in told or "error" in told]


def test_formulas_of_ods_that_nobody_computed_are_told(tmp_path):
    rows = [["성명", "전화"], ["김", "1"], ["이", UNCOMPUTED]]
    (reading,) = read(ods(tmp_path / "a.ods", {"명단": rows}), options())
    assert cells(reading)[1] == ("이", None)
    assert "cells whose formula was never computed, read as empty: 1; save it in a spreadsheet" in reading.guesses
