"""A row of groups above the headings tells whose they are; people above a header are neither titles nor lost."""

import io

import pytest
import xlsxwriter

from telebatch.model.headings import header_key
from telebatch.read import map_columns
from tests.read.reading import SYNONYMS, aside, cells, lines, read_one

#: Rows of groups and headings → what the columns mean then (numbers with their roles).
GROUPED = [
    ("회사,,,담당자,,\n이름,전화,주소,이름,전화,직책", {"company": ["회사 이름"], "person": ["담당자 이름"], "number": ["담당자 전화 phone", "회사 전화 office"]}),
    ("회사,,담당자,\n이름,전화,이름,전화", {"company": ["회사 이름"], "person": ["담당자 이름"], "number": ["담당자 전화 phone", "회사 전화 office"]}),
    ("Company,,Contact,,\nName,Phone,Name,Phone,Title", {"company": ["Company Name"], "person": ["Contact Name"], "number": ["Contact Phone phone", "Company Phone office"]}),
    ("会社,会社,担当者,担当者,担当者\n名称,電話,氏名,電話,役職", {"company": ["会社 名称"], "person": ["氏名"], "number": ["電話 phone", "会社 電話 office"]}),
    ("企业信息,,联系人信息,\n名称,电话,姓名,电话", {"company": ["企业 名称"], "person": ["姓名"], "number": ["联系人 电话 phone", "企业 电话 office"]}),
    (",회사 정보,,담당자 정보,,비고\n번호,상호,전화,성명,전화,", {"company": ["상호"], "person": ["성명"], "number": ["담당자 전화 phone", "회사 전화 office"], "memo": ["비고"]}),
    (",,담당자,\n상호,전화,이름,전화", {"company": ["상호"], "person": ["이름"], "number": ["전화 phone", "담당자 전화 phone"]}),
]  # fmt: skip


def _meant(columns):
    told = map_columns(columns, SYNONYMS, {})
    return {
        name: [f"{one} {told.roles[one]}" if name == "number" else one for one in found]
        for name, found in told.sources.items()
    }


@pytest.mark.parametrize(("head", "wanted"), GROUPED)
def test_a_row_of_groups_tells_whose_the_headings_are(tmp_path, head, wanted):
    width = head.split("\n")[1].count(",")
    reading = read_one(tmp_path, f"{head}\n{'가,' * width}나\n{'다,' * width}라\n")
    meant = _meant(reading.columns)
    assert {name: meant.get(name) for name in wanted} == wanted
    assert (reading.record_count, "header: rows 1 and 2 together" in reading.guesses) == (2, True)


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("회사 명단,,\n회사,이름,전화", ("회사", "이름", "전화")),
        ("회사,,\n이름,전화,직책", ("이름", "전화", "직책")),
        ("고객정보,,연락처,\n회사,성명,휴대폰,사무실", ("회사", "성명", "휴대폰", "사무실")),
    ],
)
def test_a_title_is_no_group(tmp_path, head, columns):
    width = len(columns) - 1
    assert read_one(tmp_path, f"{head}\n{'가,' * width}나\n{'다,' * width}라\n").columns == columns


def test_merged_cells_of_a_workbook_are_groups(tmp_path):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "번호")
        sheet.merge_range("B1:C1", "회사")
        sheet.merge_range("D1:E1", "담당자")
        sheet.write_row("B2", ["이름", "전화", "이름", "전화"])
        sheet.write_row("A3", ["1", "가온", "02-555-0101", "김하나", "010-2001-0001"])
    reading = read_one(tmp_path, held.getvalue(), "list.xlsx")
    assert reading.columns == ("번호", "회사 이름", "회사 전화", "담당자 이름", "담당자 전화")


PEOPLE = "가온,김하나,010-2001-0001\n나래,이두리,010-2001-0002\n"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_records_above_a_header_in_a_short_file_are_set_aside(tmp_path, ending):
    content = f"{PEOPLE}회사,성명,휴대폰\n다솜,박세미,010-2001-0003\n".replace("\n", ending)
    reading = read_one(tmp_path, content)
    assert aside(reading) == [(1, "above_header"), (2, "above_header")]
    assert reading.set_aside["raw"].to_list() == PEOPLE.splitlines()
    assert (cells(reading), lines(reading), reading.record_count) == ([("다솜", "박세미", "010-2001-0003")], [4], 3)
    assert "2 rows above the header look like records: set aside; give them as a list of their own" in reading.guesses
    assert reading.above_count + reading.record_count + reading.blank_lines == 4


def test_records_above_a_header_of_a_workbook_are_set_aside(tmp_path):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((*PEOPLE.splitlines(), "회사,성명,휴대폰", "다솜,박세미,010-2001-0003")):
            sheet.write_row(at, 0, row.split(","))
    reading = read_one(tmp_path, held.getvalue(), "list.xlsx")
    assert aside(reading) == [(1, "above_header"), (2, "above_header")]
    assert (reading.above_count, reading.record_count) == (1, 3)


def test_titles_with_the_number_of_whoever_made_the_list_are_none(tmp_path):
    above = "2026 명단,,,\n담당 김대리,010-9999-1234,,\n문의: 02-555-0100,작성 2026-11-23,,\n"
    reading = read_one(tmp_path, f"{above}회사,성명,직책,휴대폰\n다솜,박세미,원장,010-2001-0003\n")
    assert (aside(reading), reading.above_count) == ([], 4)


@pytest.mark.parametrize(
    ("head", "person", "number"),
    [
        ("성명,휴대폰,비상연락처,\n,,이름,전화", "성명", "휴대폰 mobile"),
        ("성명,휴대폰,비상 연락처,비상 연락처\n성명,휴대폰,이름,휴대폰", "성명", "휴대폰 mobile"),
        ("학생,,비상연락처,\n이름,휴대폰,이름,전화", "이름", "휴대폰 mobile"),
        ("성명,연락처,,비상연락처,\n,휴대폰,직책,관계,연락처", "성명", "휴대폰 mobile"),
        ("Employee,,Emergency Contact,\nName,Mobile,Name,Phone", "Name", "Mobile mobile"),
        ("氏名,携帯電話,緊急連絡先,\n,,氏名,電話番号", "氏名", "携帯電話 mobile"),
        ("姓名,手机,紧急联系人,\n,,姓名,电话", "姓名", "手机 mobile"),
    ],
)
def test_a_number_below_a_group_of_relatives_is_never_dialled(tmp_path, head, person, number):
    width = head.split("\n")[1].count(",")
    reading = read_one(tmp_path, f"{head}\n{'가,' * width}나\n{'다,' * width}라\n")
    meant = _meant(reading.columns)
    assert (meant["person"], meant["number"]) == ([person], [number])
    assert any(
        told.canonical == "others" for told in map(SYNONYMS.meanings.get, map(header_key, reading.columns)) if told
    )
