"""A workbook's own time of change, and nothing else, is read from its properties."""

import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter

from telebatch.read import modified_utc

CORE = '<cp:coreProperties><dcterms:modified xsi:type="dcterms:W3CDTF">{}</dcterms:modified></cp:coreProperties>'


def packed(path, text, name="docProps/core.xml"):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, text)
    return path


def test_a_workbook_tells_when_it_was_changed(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.set_properties({"created": datetime(2026, 11, 16, 9)})
        book.add_worksheet()
    assert modified_utc(tmp_path / "a.xlsx") == datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (CORE.format("2026-11-16T18:05:00+09:00"), datetime(2026, 11, 16, 9, 5, tzinfo=UTC)),
        (CORE.format("2026-11-16T09:05:00"), datetime(2026, 11, 16, 9, 5, tzinfo=UTC)),
        (CORE.format("2026-13-99T09:05:00Z"), None),
        (CORE.format("0001-01-01T00:00:00+14:00"), None),
        (CORE.format("&now;"), None),
        ("<cp:coreProperties/>", None),
        (" " * 70_000 + CORE.format("2026-11-16T09:05:00Z"), None),
    ],
)
def test_what_is_no_time_is_none(tmp_path, text, wanted):
    assert modified_utc(packed(tmp_path / "a.xlsx", text)) == wanted


def test_what_is_no_workbook_has_no_time(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert modified_utc(tmp_path / "a.csv") is None
    assert modified_utc(packed(tmp_path / "b.xlsx", "x", "other.xml")) is None
    assert modified_utc(tmp_path / "nowhere") is None
