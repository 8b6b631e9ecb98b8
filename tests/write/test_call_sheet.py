"""The call sheet: text only, what is to be filled in beside the name, the same bytes each time."""

import errno
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from telebatch.write import CallSheet, write_call_sheet

ROWS = pl.DataFrame(
    {"position": ["1"], "number": ["010-0001-0001"], "person": ["=김"], "queue": ["q/1"], "lead_id": ["L1"]}
)
SHEET = CallSheet(
    ROWS, (("result", ("거절", "관심")), ("memo", ())), "p/first", datetime(2026, 11, 23, tzinfo=UTC), 3, ("# hi",)
)


def test_columns_to_fill_in_stand_beside_the_name_and_nothing_is_lost(tmp_path):
    write_call_sheet(tmp_path / "a.xlsx", SHEET)
    read = pl.read_excel(tmp_path / "a.xlsx", sheet_id=1, infer_schema_length=0)
    assert read.columns == ["position", "number", "person", "result", "memo", "queue", "lead_id"]
    assert read.row(0) == ("1", "010-0001-0001", "=김", None, None, "q/1", "L1")


def test_the_same_queue_gives_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_call_sheet(tmp_path / name, SHEET)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_as_one(tmp_path):
    full = tmp_path / "full.xlsx"
    full.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left") as told:
        write_call_sheet(full, SHEET)
    assert told.value.errno == errno.ENOSPC


def test_a_queue_without_rows_has_its_head(tmp_path):
    write_call_sheet(tmp_path / "a.xlsx", CallSheet(ROWS.clear(), SHEET.to_fill, "t", SHEET.made_utc))
    assert pl.read_excel(tmp_path / "a.xlsx", infer_schema_length=0, raise_if_empty=False).height == 0


def test_the_guide_stands_on_its_own_sheet_with_headings_and_no_markup(tmp_path):
    path = tmp_path / "q.xlsx"
    write_call_sheet(path, replace(SHEET, guide=("# Cards", "## Opening", "Good day.", "- a field")))
    told = fastexcel.read_excel(str(path)).load_sheet(1, header_row=None).to_polars().to_series().to_list()
    assert told == ["Cards", "Opening", "Good day.", "- a field"]


def test_what_is_printed_is_whom_to_call_and_where_to_write(tmp_path):
    path = tmp_path / "q.xlsx"
    write_call_sheet(path, SHEET)
    with zipfile.ZipFile(path) as book:
        defined = book.read("xl/workbook.xml").decode()
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "$A$1:$E$2" in defined
    assert 'numberStoredAsText="1"' in page, "no green corners beside telephone numbers"
