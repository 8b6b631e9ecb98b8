"""At the door: what is no list is told by what it is, and what a desktop or another computer left in an archive is no harm."""

import io
import zipfile

import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import read, sniff
from tests.read.reading import cells, options, read_one

TABLE = "성명,전화\n김,010-0210-0001\n"


def archive(tmp_path, *members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in members:
            made.writestr(name, content)
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    return tmp_path / "a.zip"


def refused(path, **known):
    with pytest.raises(InputRefused) as refusal:
        read(path, options(shown_as=path.name, **known))
    return str(refusal.value)


@pytest.mark.parametrize(
    "text",
    ["<!-- saved --><table><tr>", "<head><title>x</title>", "\ufeff\n<TD>성명", "<h1>명단</h1>", "<script>x", "<p>a"],
)
def test_a_web_page_is_told_whatever_it_begins_with(tmp_path, text):
    (tmp_path / "a.xls").write_text(text)
    assert "this is a web page saved under another name" in refused(tmp_path / "a.xls")


@pytest.mark.parametrize("title", ["<11월 명단>", "<명단>,", "<Total list>"])
def test_a_title_in_angles_is_no_web_page(tmp_path, title):
    assert cells(read_one(tmp_path, f"{title}\n{TABLE}")) == [("김", "010-0210-0001")]


def test_visiting_cards_are_told(tmp_path):
    (tmp_path / "a.vcf").write_text("BEGIN:VCARD\nTEL:010-0210-0001\nEND:VCARD\n")
    assert "this is a file of visiting cards (vCard), not a table" in refused(tmp_path / "a.vcf")


def test_a_japanese_mail_encoding_is_read(tmp_path):
    text = "氏名,電話番号\n佐藤 健,03-1234-5678\nｻﾄｳ,03-1234-5679\n"
    reading = read_one(tmp_path, text.encode("iso2022_jp_ext"))
    assert cells(reading) == [("佐藤 健", "03-1234-5678"), ("ｻﾄｳ", "03-1234-5679")]
    assert reading.guesses[0].startswith("encoding iso2022_jp_ext")


def test_files_of_a_desktop_are_left_out_of_an_archive(tmp_path):
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    noise = [(name, broken) for name in ("Thumbs.db", "d/desktop.ini", "~$a.xlsx", ".DS_Store", "__MACOSX/._a")]
    path = archive(tmp_path, *noise, ("d/list.csv", TABLE))
    assert [reading.sheet for reading in read(path, options())] == ["d/list.csv"]
    assert sniff(path, options()).header == ("성명", "전화")


@pytest.mark.parametrize(
    ("name", "encoding"), [("서울 명단", "cp949"), ("서울 명단", "utf-8"), ("上海客户名单", "gb18030")]
)
def test_a_name_in_an_archive_is_read_in_the_encoding_of_its_computer(tmp_path, name, encoding):
    raw = f"{name}.csv".encode(encoding)
    path = archive(tmp_path, ("x" * len(raw), TABLE))
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    (reading,) = read(path, options(sheet=f"{name}.csv"))
    assert (reading.sheet, cells(reading)) == (f"{name}.csv", [("김", "010-0210-0001")])


def test_two_files_of_one_name_are_both_read(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = archive(tmp_path, ("a.csv", TABLE), ("a.csv", TABLE))
    assert len(read(path, options())) == 2


def test_a_file_that_is_no_list_says_how_the_archive_is_read_without_it(tmp_path):
    path = archive(tmp_path, ("a.pdf", b"%PDF-1.4"), ("list.csv", TABLE))
    assert refused(path) == (
        "a.zip!a.pdf: this is a PDF document, not a table; ask for the list as CSV or XLSX;"
        " or take it out of the archive; prequalify --sheet reads one file alone, as list.csv"
    )
    assert len(read(path, options(sheet="list.csv"))) == 1
