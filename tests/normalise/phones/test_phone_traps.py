"""What real phone columns hold: each trap with the number, or the reason, that a person would expect."""

import time

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.phones import PhoneLabel, PhoneReason, PhoneRemark, PhoneRepair
from telebatch.normalise.phones import PHONES, PhoneTable, column, phones
from telebatch.normalise.phones.several import several

MOBILE, FIXED = 821012345678, 8221234567

# (cell, region) → numbers, repaired
READ = [
    ("01012345678", "KR", [MOBILE], None),
    ("010-1234-5678", "KR", [MOBILE], None),
    ("(02) 123-4567", "KR", [FIXED], None),
    ("02)123-4567", "KR", [FIXED], None),
    ("010.1234.5678", "KR", [MOBILE], None),
    ("+82 (0)10-1234-5678", "KR", [MOBILE], None),
    ("82-010-1234-5678", "KR", [MOBILE], None),
    ("00182-10-1234-5678", "KR", [MOBILE], None),
    ("+82 10 1234 5678", "ZZ", [MOBILE], None),
    ("86 138 1234 5678", "CN", [8613812345678], PhoneRepair.PLUS_RESTORED),
    ("+39 (0)6 1234 5678", "KR", [390612345678], None),
    ("06 12345678", "IT", [390612345678], None),
    ("030/1234567", "DE", [49301234567], None),
    ("0211/586/1234", "DE", [492115861234], None),
    ("1-800-FLOWERS", "US", [18003569377], None),
    ("+1 800 FLOWERS", "KR", [18003569377], None),
    ("1588-1234", "KR", [8215881234], None),
    ("080-123-4567", "KR", [82801234567], None),
    ("0507-1234-5678", "KR", [8250712345678], None),
    ("070-1234-5678", "KR", [827012345678], None),
    ("0120-123-456", "JP", [81120123456], None),
    ("0570-012-345", "JP", [81570012345], None),
    ("400-812-3456", "CN", [864008123456], None),
    ("☎ 02-123-4567", "KR", [FIXED], None),
    ("010–1234–5678", "KR", [MOBILE], None),
    ("010−1234−5678", "KR", [MOBILE], None),
    ("010ー1234ー5678", "KR", [MOBILE], None),
    ("\u200b010-1234-5678\ufeff", "KR", [MOBILE], None),
    ("1012345678", "KR", [MOBILE], PhoneRepair.LEADING_ZERO_RESTORED),
    ("21234567", "KR", [FIXED], PhoneRepair.LEADING_ZERO_RESTORED),
    ("9012345678", "JP", [819012345678], PhoneRepair.LEADING_ZERO_RESTORED),
    ("612345678", "IT", [390612345678], PhoneRepair.LEADING_ZERO_RESTORED),
    ("712345678", "CI", [2250712345678], PhoneRepair.LEADING_ZERO_RESTORED),
    ("+82 (0)10-1234-5678", "KR", [MOBILE], None),
    ("+82 010-1234-5678", "KR", [MOBILE], None),
    ("1012345678 / 21234567", "KR", [MOBILE, FIXED], PhoneRepair.CELL_SPLIT),
    ("+34 (0) 912 345 678", "KR", [34912345678], PhoneRepair.TRUNK_ZERO_DROPPED),
    ("0082 10 1234 5678", "KR", [MOBILE], PhoneRepair.PLUS_RESTORED),
    ("821012345678", "KR", [MOBILE], PhoneRepair.PLUS_RESTORED),
    ("82-10-1234-5678", "KR", [MOBILE], PhoneRepair.PLUS_RESTORED),
    ("442079000001", "GB", [442079000001], PhoneRepair.PLUS_RESTORED),
    ("12025550123", "US", [12025550123], None),
    ("+442079460958", "GB", [442079460958], None),
    ("0044 20 7946 0958", "KR", [442079460958], PhoneRepair.PLUS_RESTORED),
    ("'01012345678", "KR", [MOBILE], PhoneRepair.WRAPPER_REMOVED),
    ('="01012345678"', "KR", [MOBILE], PhoneRepair.WRAPPER_REMOVED),
    ("1012345678.0", "KR", [MOBILE], PhoneRepair.TRAILING_POINT_ZERO),
    ("1,012,345,678", "KR", [MOBILE], PhoneRepair.THOUSANDS_REMOVED),
    ("０１０－１２３４－５６７８", "KR", [MOBILE], PhoneRepair.FULLWIDTH),
    ("O1O-1234-5678", "KR", [MOBILE], PhoneRepair.LETTER_O),
    ("01O-1234-5678", "KR", [MOBILE], PhoneRepair.LETTER_O),
    ("010-1234-5678 확인요", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("010-1234-5678 (홍길동)", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("010-1234-5678 Kim", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("a7@b.com 010-1234-5678", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("1) Tel: 02-123-4567", "KR", [FIXED], PhoneRepair.NOTE_REMOVED),
    ("02-123-4567 / 010-1234-5678", "KR", [FIXED, MOBILE], PhoneRepair.CELL_SPLIT),
    ("010-1234-5678\n02-123-4567", "KR", [MOBILE, FIXED], PhoneRepair.CELL_SPLIT),
    ("010-1234-5678, 02-123-4567", "KR", [MOBILE, FIXED], PhoneRepair.CELL_SPLIT),
    ("010-1234-5678 02-123-4567", "KR", [MOBILE, FIXED], PhoneRepair.CELL_SPLIT),
    ("02-123-4567 or 02-123-4568", "KR", [FIXED, FIXED + 1], PhoneRepair.CELL_SPLIT),
    ("1588-1234 1588-5678", "KR", [8215881234, 8215885678], PhoneRepair.CELL_SPLIT),
    ("02-123-4567~02-123-4568", "KR", [FIXED, FIXED + 1], PhoneRepair.CELL_SPLIT),
    ("02-123-4567~9", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567~9 홍길동", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567~4568 (관리부)", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567~18시", "KR", [FIXED], PhoneRepair.NOTE_REMOVED),
    *(
        (f"02-123-4567{ending}", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED)
        for ending in ("~9 (월~금)", "~9(평일)", "~9 (09~18시)", "-9 (월~금)", "~9 (Mon-Fri 9am-6pm)", "~9 (月〜金)")
    ),
    ("02-123-4567/8 (월~금)", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    *(
        (f"02-123-4567{note}", "KR", [FIXED], PhoneRepair.NOTE_REMOVED)
        for note in (" (9~18시)", " (9~6)", " (평일 9-18)", "(점심 12~1시)", " (월~금 9~6)", " (09:00-18:00)", " 월~금")
    ),
    ("02-123-4567 (내선 12~15)", "KR", [FIXED], PhoneRepair.EXTENSION_SPLIT),
    ("02-123-4567(~9)", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567~6pm", "KR", [FIXED], PhoneRepair.NOTE_REMOVED),
    ("069 1234-10 bis -12", "DE", [4969123410, 4969123411, 4969123412], PhoneRepair.RANGE_EXPANDED),
    ("069 1234-0 bis -29", "DE", [496912340], PhoneRepair.RANGE_EXPANDED),
    ("Zentrale\n069 5678-10 bis -11", "DE", [4969567810, 4969567811], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567-9", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02)123-4567-69", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("+82-2-123-4567-8", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("02-1234-5678-9", "KR", [82212345678, 82212345679], PhoneRepair.RANGE_EXPANDED),
    ("1588-1234-5", "KR", [8215881234, 8215881235], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567-2", "KR", [FIXED], PhoneRepair.EXTENSION_SPLIT),
    ("010-123-4567-8", "KR", [MOBILE], None),
    ("089-123-4567-8", "DE", [498912345678], None),
    ("02-123-4567~4568", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567/8", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567·4568", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("03-1234-5678・5679", "JP", [81312345678, 81312345679], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567/4568/4569", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567, 4568, 4569", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02)123-4567,8", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567(~9)", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567–4569", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567 to 4568", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("010-62345678至79", "CN", [861062345678, 861062345679], PhoneRepair.RANGE_EXPANDED),
    ("010-62345678、87654321", "CN", [861062345678, 861087654321], PhoneRepair.CELL_SPLIT),
    ("02-123-4567 / 765-4321", "KR", [FIXED, 8227654321], PhoneRepair.CELL_SPLIT),
    ("010-1234-5678 → 02-123-4567", "KR", [FIXED, MOBILE], PhoneRepair.CELL_SPLIT),
    ("구 010-1234-5678 신 02-123-4567", "KR", [FIXED, MOBILE], PhoneRepair.CELL_SPLIT),
    ("구)010-1234-5678 신)02-123-4567", "KR", [FIXED, MOBILE], PhoneRepair.CELL_SPLIT),
    ("旧13812345678 新13912345678", "CN", [8613912345678, 8613812345678], PhoneRepair.CELL_SPLIT),
    ("010-1234-5678→02-123-4567", "KR", [FIXED, MOBILE], PhoneRepair.CELL_SPLIT),
    ("010-1234-5678 -> 02-123-4567", "KR", [FIXED, MOBILE], PhoneRepair.CELL_SPLIT),
    ("신 02-123-4567 구 010-1234-5678", "KR", [FIXED, MOBILE], PhoneRepair.CELL_SPLIT),
    ("①010-1234-5678 ②02-123-4567", "KR", [MOBILE, FIXED], PhoneRepair.CELL_SPLIT),
    ("1. 010-1234-5678", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("1. 010-1234-5678 2. 02-123-4567", "KR", [MOBILE, FIXED], PhoneRepair.CELL_SPLIT),
    ("010-1234-5678 (9시~18시)", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("010-1234-5678 14시 이후", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("02-123-4567 6pm 이후", "KR", [FIXED], PhoneRepair.NOTE_REMOVED),
    # What a number ends in is not taken for the note behind it, and a note's hour not for the number.
    ("030 1234 5670 Büro", "DE", [493012345670], PhoneRepair.NOTE_REMOVED),
    ("030 1234 5670 abends nach 18 Uhr", "DE", [493012345670], PhoneRepair.NOTE_REMOVED),
    ("+49 180 1 2345 after 6pm", "DE", [4918012345], PhoneRepair.NOTE_REMOVED),
    ("030 123456 14 Uhr", "DE", [4930123456], PhoneRepair.NOTE_REMOVED),
    ("030/123456 18h", "DE", [4930123456], PhoneRepair.NOTE_REMOVED),
    ("06 12 34 56 78 18h30", "FR", [33612345678], PhoneRepair.NOTE_REMOVED),
    ("912 368 123 (9-14h)", "ES", [34912368123], PhoneRepair.NOTE_REMOVED),
    ("212 555 2368 after 6pm", "US", [12125552368], PhoneRepair.NOTE_REMOVED),
    ("010-1234-5678 (09:00~18:00)", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("(06 1) 234 5678 (office)", "HU", [3612345678], PhoneRepair.NOTE_REMOVED),
    ("(O6 1) 234 5678", "HU", [3612345678], PhoneRepair.LETTER_O),
    # A vowel of the keyboard, the figure one and dots in the place of hyphens.
    ("010ㅡ1234ㅡ5678", "KR", [MOBILE], None),
    ("02)123一4567", "KR", [FIXED], None),
    ("010·1234·5678", "KR", [MOBILE], None),
    ("03・1234・5679", "JP", [81312345679], None),
    ("+82·10·1234·5678", "KR", [MOBILE], None),
    ("tel:123-4567;phone-context=+822", "KR", [FIXED], None),
    # A switchboard and its direct lines; a note behind further lines.
    ("069 1234-0, -12, -13", "DE", [496912340, 4969123412, 4969123413], PhoneRepair.RANGE_EXPANDED),
    ("069 1234-0 / -12", "DE", [496912340, 4969123412], PhoneRepair.RANGE_EXPANDED),
    ("069/1234-0; -12", "DE", [496912340, 4969123412], PhoneRepair.RANGE_EXPANDED),
    ("+49 69 1234-10 und -12 Zentrale", "DE", [4969123410, 4969123412], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567 / -4568", "KR", [FIXED, FIXED + 1], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567-9 홍길동", "KR", [FIXED, FIXED + 1, FIXED + 2], PhoneRepair.RANGE_EXPANDED),
    ("02-123-4567 외 2", "KR", [FIXED], PhoneRepair.NOTE_REMOVED),
    ("212-555-0123 2nd floor", "US", [12125550123], PhoneRepair.NOTE_REMOVED),
    ("010_1234_5678", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("010-1234-5678#", "KR", [MOBILE], PhoneRepair.NOTE_REMOVED),
    ("010 1234 567O", "KR", [MOBILE // 10 * 10], PhoneRepair.LETTER_O),
    ("010-l234-5678", "KR", [MOBILE], PhoneRepair.LETTER_O),
    ("010-1234-5678O", "KR", [MOBILE], None),
    ("1012345678.00", "KR", [MOBILE], PhoneRepair.TRAILING_POINT_ZERO),
    ("1012345678,0", "KR", [MOBILE], PhoneRepair.TRAILING_POINT_ZERO),
    ("+082 10 1234 5678", "KR", [MOBILE], PhoneRepair.TRUNK_ZERO_DROPPED),
]


@pytest.mark.parametrize(("cell", "region", "numbers", "repaired"), READ)
def test_every_spelling_gives_its_numbers(table, cell, region, numbers, repaired):
    rows = phones(pl.Series([cell]), region, table)
    assert rows["number"].to_list() == numbers
    assert rows["nth"].to_list() == list(range(len(numbers)))
    assert set(rows["repaired"]) == {repaired}
    assert rows["reason"].is_null().all()


def test_a_column_of_further_lines_is_read_as_each_of_its_cells(table):
    cells = [f"02-123-4{n:03}-9" for n in range(200)] + [f"02-765-4{n:03}" for n in range(200)]
    whole = phones(pl.Series(cells), "KR", table)
    for place in (0, 57, 199, 200):
        alone = phones(pl.Series([cells[place]]), "KR", table)
        assert whole.filter(pl.col("cell") == place).drop("cell").equals(alone.drop("cell"))


def test_further_lines_beside_another_number(table):
    rows = phones(pl.Series(["02-123-4567-8 / 02-765-4321"]), "KR", table)
    assert rows["number"].to_list() == [FIXED, FIXED + 1, 8227654321]


REFUSED = [
    (None, "KR", PhoneReason.EMPTY),
    ("", "KR", PhoneReason.EMPTY),
    ("　", "KR", PhoneReason.EMPTY),
    ("X", "KR", PhoneReason.NO_DIGITS),
    ("없음", "KR", PhoneReason.NO_DIGITS),
    ("same as above", "KR", PhoneReason.NO_DIGITS),
    ("010-0000-0000", "KR", PhoneReason.PLACEHOLDER),
    ("000", "KR", PhoneReason.PLACEHOLDER),
    ("123-4567", "KR", PhoneReason.PLACEHOLDER),
    ("12345678", "DK", PhoneReason.PLACEHOLDER),
    ("111-1111", "KR", PhoneReason.PLACEHOLDER),
    ("99999", "KR", PhoneReason.PLACEHOLDER),
    ("02-000-0000", "KR", PhoneReason.PLACEHOLDER),
    ("8.21012E+11", "KR", PhoneReason.SCIENTIFIC_NOTATION),
    ("1.01235E+09", "KR", PhoneReason.SCIENTIFIC_NOTATION),
    ("12-Feb", "KR", PhoneReason.DATE_IN_PHONE_COLUMN),
    ("02-12", "KR", PhoneReason.DATE_IN_PHONE_COLUMN),
    ("2026-11-23", "NO", PhoneReason.DATE_IN_PHONE_COLUMN),
    ("2026년 11월 23일", "KR", PhoneReason.DATE_IN_PHONE_COLUMN),
    ("2026-11-23 00:00:00", "KR", PhoneReason.DATE_IN_PHONE_COLUMN),
    ("a7@b.com", "KR", PhoneReason.EMAIL_IN_PHONE_COLUMN),
    ("1-800-FLOWERS", "KR", PhoneReason.LETTERS),
    ("123-456", "US", PhoneReason.TOO_SHORT),
    ("021234567890123456789", "KR", PhoneReason.TOO_LONG),
    ("+82 123 4567", "KR", PhoneReason.POSSIBLE_LOCAL_ONLY),
    ("+999123456", "KR", PhoneReason.INVALID_COUNTRY_CODE),
    ("010-1234-5678", "ZZ", PhoneReason.INVALID_COUNTRY_CODE),
    ("010-1234-5678", None, PhoneReason.INVALID_COUNTRY_CODE),
    ("+49 1", "KR", PhoneReason.TOO_SHORT),
    ("03-12-3456", "KR", PhoneReason.NOT_VALID),
    ("+41 44 668 18 00 1", "KR", PhoneReason.INVALID_LENGTH),
    ("138****5678", "CN", PhoneReason.MASKED),
    ("010-1234-5***", "KR", PhoneReason.MASKED),
    ("***-2345-6781", "KR", PhoneReason.MASKED),
    ("02*345*678", "KR", PhoneReason.NOT_VALID),
    ("010-1234-56*8", "KR", PhoneReason.MASKED),  # 010-123-4568 by the digits left
    ("030 1234**", "DE", PhoneReason.MASKED),
    ("030 1234xx", "DE", PhoneReason.MASKED),
    # A sign in the place of the last digit: without it another number would be read.
    ("010-1234-567*", "KR", PhoneReason.MASKED),
    ("010-1234-567x", "KR", PhoneReason.MASKED),
    ("030 123456*", "DE", PhoneReason.MASKED),
    ("사업자 220-81-62517", "KR", PhoneReason.NOT_VALID),
    ("(3 rows)", "KR", PhoneReason.LETTERS),
]


@pytest.mark.parametrize("cell", ["010-1234-5678*", "010-1234-5678 *", "+82 10 1234 5678*", "010-1234-5678x"])
def test_a_sign_behind_a_whole_number_hides_nothing(table, cell):
    assert phones(pl.Series([cell]), "KR", table)["number"].to_list() == [MOBILE]


def test_a_masked_number_beside_another_is_none(table):
    rows = phones(pl.Series(["02-123-4567 / 010-1234-567*"]), "KR", table)
    assert rows["number"].to_list() == [FIXED, None]
    assert rows["reason"].to_list() == [None, PhoneReason.MASKED]


def test_the_central_ending_is_a_switchboard_and_the_others_are_direct_lines(table):
    rows = phones(pl.Series(["069 1234-0, -12, -13"]), "DE", table)
    assert rows["line"].to_list() == ["switchboard", "direct", "direct"]


@pytest.mark.parametrize("cell", ["02*345*6789", "**02-345-6789", "●● 02-345-6789"])
def test_signs_that_hide_no_digit_mask_nothing(table, cell):
    assert phones(pl.Series([cell]), "KR", table)["number"].to_list() == [8223456789]


@pytest.mark.parametrize(("cell", "region", "reason"), REFUSED)
def test_what_is_no_number_has_one_reason_and_nothing_else(table, cell, region, reason):
    row = phones(pl.Series([cell], dtype=pl.String), pl.Series([region], dtype=pl.String), table).row(0, named=True)
    assert row.pop("reason") == reason
    assert {key for key, value in row.items() if value is not None} == {"cell", "nth"}


def test_a_range_that_goes_too_far_keeps_its_first_line(table):
    rows = phones(pl.Series(["02-123-4567~4999"]), "KR", table)
    assert rows["number"].to_list() == [FIXED, None]
    assert rows["reason"].to_list() == [None, PhoneReason.RANGE_EXPANDED_TOO_FAR]


EXTENDED = [
    ("02-123-4567 ext 12", "KR", "12"),
    ("02-123-4567 x12", "KR", "12"),
    ("02-123-4567 #12", "KR", "12"),
    ("02-123-4567, 12", "KR", "12"),
    ("02-123-4567 내선 12", "KR", "12"),
    ("02-123-4567(내선번호: 12번)", "KR", "12"),
    ("010-12345678 转 8001", "CN", "8001"),
    ("010-12345678转接8001", "CN", "8001"),
    ("010-12345678-8001", "CN", "8001"),
    ("03-1234-5678 内線123", "JP", "123"),
    ("+82-2-312-3456;ext=123", "KR", "123"),
    ("02-123-4567p123", "KR", "123"),
    ("02-123-4567*123", "KR", "123"),
    ("02-123-4567 (123)", "KR", "123"),
    ("02-123-4567 구내 123", "KR", "123"),
    ("02-123-4567(내선12) 담당 김", "KR", "12"),
    ("02-123-4567, 1234", "KR", "1234"),
    ("020 7946 0958 (ext 12)", "GB", "12"),
    ("020 7946 0958 ext. 45 or 46", "GB", "45"),
    ("03-1234-5678（内線12）担当：田中", "JP", "12"),
    ("03-1234-5678内12", "JP", "12"),
    ("0755-12345678转801或802", "CN", "801"),
]


@pytest.mark.parametrize(("cell", "region", "extension"), EXTENDED)
def test_an_extension_stands_apart_and_means_a_switchboard(table, cell, region, extension):
    row = phones(pl.Series([cell]), region, table).row(0, named=True)
    assert (row["extension"], row["line"], row["kind"]) == (extension, "switchboard", "fixed")


LABELLED = [
    ("휴)010-1234-5678 회)02-123-4567", "KR", [PhoneLabel.MOBILE, PhoneLabel.OFFICE]),
    ("M) 010-1234-5678 / O) 02-123-4567", "KR", [PhoneLabel.MOBILE, PhoneLabel.OFFICE]),
    ("T.02-123-4567 F.02-123-4568", "KR", [PhoneLabel.PHONE, PhoneLabel.FAX]),
    ("Tel: 02-123-4567, Fax: 02-123-4568", "KR", [PhoneLabel.PHONE, PhoneLabel.FAX]),
    ("자택 02-123-4567", "KR", [PhoneLabel.HOME]),
    ("직통 02-123-4567", "KR", [PhoneLabel.DIRECT]),
    ("02-123-4567(대)", "KR", [PhoneLabel.SWITCHBOARD]),
    ("03-1234-5678(代)", "JP", [PhoneLabel.SWITCHBOARD]),
    ("㈹03-1234-5678", "JP", [PhoneLabel.SWITCHBOARD]),
    ("手机：13812345678", "CN", [PhoneLabel.MOBILE]),
    ("传真 010-12345678", "CN", [PhoneLabel.FAX]),
    ("02-123-4567 Kim", "KR", [None]),
]


@pytest.mark.parametrize(("cell", "region", "labels"), LABELLED)
def test_labels_are_told_in_one_vocabulary(table, cell, region, labels):
    assert phones(pl.Series([cell]), region, table)["label"].to_list() == labels


LINES = [
    ("010-1234-5678", "KR", "mobile"),
    ("02-123-4567", "KR", "unknown"),
    ("02-123-4500", "KR", "switchboard"),
    ("1588-1234", "KR", "switchboard"),
    ("080-123-4567", "KR", "toll_free"),
    ("0120-123-456", "JP", "toll_free"),
    ("0570-012-345", "JP", "switchboard"),
    ("4008123456", "CN", "switchboard"),
    ("1-800-356-9377", "US", "toll_free"),
    ("直通 010-12345678", "CN", "direct"),
    ("대표 02-123-4567", "KR", "switchboard"),
    ("03-1234-5678（直）", "JP", "direct"),
    ("직) 02-123-4567", "KR", "direct"),
]


@pytest.mark.parametrize(("cell", "region", "line"), LINES)
def test_the_line_follows_the_signs(table, cell, region, line):
    assert phones(pl.Series([cell]), region, table)["line"].to_list() == [line]


def test_old_korean_mobile_prefixes_are_marked_and_representative_numbers_are_not(table):
    rows = phones(pl.Series(["011-234-5678", "016-234-5678", "1600-1234", "010-1234-5678"]), "KR", table)
    assert rows["remark"].to_list() == [PhoneRemark.OBSOLETE, PhoneRemark.OBSOLETE, None, None]


def test_every_reason_repair_and_label_is_shown_by_a_case():
    shown = {reason for _, _, reason in REFUSED} | {PhoneReason.RANGE_EXPANDED_TOO_FAR}
    # What a list's cell calls a fax is a number all the same; the list says so of it.
    assert shown == set(PhoneReason) - {PhoneReason.FAX}
    assert {repaired for *_, repaired in READ} | {PhoneRepair.EXTENSION_SPLIT} == {None, *PhoneRepair}
    assert {label for *_, labels in LABELLED for label in labels} == {None, *PhoneLabel}


def test_cells_keep_their_place_and_none_is_lost(table: PhoneTable):
    cells = pl.Series([cell for cell, *_ in READ] + [cell for cell, *_ in REFUSED], dtype=pl.String)
    regions = pl.Series([region for _, region, *_ in READ] + [region for _, region, _ in REFUSED], dtype=pl.String)
    rows = phones(cells, regions, table)
    assert rows.schema == PHONES
    assert rows["cell"].unique().to_list() == list(range(len(cells)))
    assert rows.equals(rows.sort("cell", "nth"))
    assert (rows["number"].is_null() == rows["reason"].is_not_null()).all()


def test_an_empty_column_is_an_empty_table(table):
    rows = phones(pl.Series([], dtype=pl.String), "KR", table)
    assert rows.schema == PHONES
    assert rows.is_empty()


@pytest.mark.parametrize(
    "cell", ["9" * 300, "0" * 40, "\x00", "((((", "+", "+-+-", "e" * 500, "\ud7ff0", "-" * 99 + "1"]
)
def test_any_text_gives_a_verdict(table, cell):
    assert phones(pl.Series([cell]), "KR", table)["reason"].is_not_null().all()


@given(
    st.lists(
        st.text(
            alphabet=st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("0123456789+-() ./~x#,;휴")),
            max_size=40,
        )
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_texts_give_a_number_or_a_reason_each(table, cells):
    rows = phones(pl.Series(cells, dtype=pl.String), "KR", table)
    assert rows["cell"].unique().to_list() == list(range(len(cells)))
    assert (rows["number"].is_null() == rows["reason"].is_not_null()).all()


def test_a_cell_reads_the_same_alone_and_among_others(table):
    cells = [cell for cell, region, *_ in READ if region == "KR"] * 2
    together = phones(pl.Series(cells), "KR", table).drop("cell")
    alone = pl.concat([phones(pl.Series([cell]), "KR", table).drop("cell") for cell in cells])
    assert together.equals(alone)


SEVERAL = [
    "02-123-4567 / 010-1234-5678",
    "02-123-4567,010-1234-5678",
    "02-123-4567\n010-1234-5678\n1588-1234",
    "2-123-4567/+1 212 555 0123",
    "02-123-4567 / 010-0000-0000",
    "02-123-4567 / 1234567",
    "0211-586/1234567",
    "02-123-4567 / 010-1234-5678 010-1234-5679",
    "02-123-4567/03-12-3456",
    "010-1234.5678.0/02-123-4567",
    "(02) 123-4567 / (0044) 20 7946 0958",
]


def test_cells_split_as_a_column_read_as_cells_split_singly(table, monkeypatch):
    cells = pl.Series(SEVERAL)
    together = phones(cells, "KR", table)
    monkeypatch.setattr(column, "several", lambda odd, _: (_nothing(odd, table), odd))
    assert phones(cells, "KR", table).equals(together)


HEADS = (
    "02-123-4567", "010-1234-5678", "0101234567", "10-1234-5678", "+82 10 1234 5678", "1588-1234", "(02) 123 4567",
    "2026-01-01", "12345678", "010-0000-0000", "1234", "", "02-123-4567.0", "0044 20 7946 0958", "000", "02-123-4500",
    "０2-123-4567", "010-1234-5678 02-123-4567", "02-123-4567 /", "tel 02-123-4567",
)  # fmt: skip
BEHIND = (
    "{}12",
    " {} 12",
    "({}12)",
    " ({}:12)",
    "-{}. 1234567 ",
    ", {}12",
    "\n{}12",
    " [ {} 7 번 ]",
    "{}",
    "{}12345678",
    "{}1 {}2",
)


def test_extensions_read_as_a_column_read_as_those_read_singly(table, monkeypatch):
    words = table.marks.extension_words
    cells = pl.Series([head + tail.replace("{}", word) for head in HEADS for tail in BEHIND for word in words])
    as_column = phones(cells, "KR", table)
    monkeypatch.setattr(column, "with_extension", lambda odd, meanings, _: (_no_rows(odd), meanings, odd))
    singly = phones(cells, "KR", table)
    assert as_column.equals(singly)
    assert singly["extension"].is_not_null().sum() > len(words) * 40


def _no_rows(odd):
    return odd.clear().select("cell", nth=pl.lit(0, pl.Int16), number=pl.lit(0, pl.Int64), told=pl.lit(0, pl.UInt32))


def _nothing(odd, table):
    return several(odd.clear(), table)[0]


def test_a_long_note_costs_no_time(table):
    cells = ["0" + "a" * 900, "(" * 900 + "1", " " * 900 + "1" + " " * 90 + "2", "1[" * 400, "~1" * 400]
    started = time.process_time()
    phones(pl.Series(cells), "KR", table)
    assert time.process_time() - started < 2
