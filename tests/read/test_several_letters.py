"""Cells parted by several letters or by runs of blanks are read where nothing is left to guess."""

from functools import partial

import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import sniff
from telebatch.read.texts import parted
from telebatch.read.texts.survey import blocks
from tests.read.reading import aside, cells, lines, options, read_one

ROWS = [
    ("회사", "성명", "휴대폰"),
    ("한빛", "김", "010-0210-0001"),
    ("나래 둘째", "이두리", "010-0210-0002"),
    ("다솜", "박세미나", "010-0210-0003"),
]
SEVERAL = ["||", "::", ";;", ",,", "\t\t", " - ", " / ", "|~|", "<>", "，"]


def text(letters, quote=""):
    return "".join(letters.join(f"{quote}{cell}{quote}" for cell in row) + "\n" for row in ROWS)


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("letters", SEVERAL)
def test_several_letters_are_found_by_the_header_they_show(tmp_path, letters, quote):
    reading = read_one(tmp_path, f"명단\n{text(letters, quote)}")
    assert (cells(reading), reading.columns, lines(reading)) == (ROWS[1:], ROWS[0], [3, 4, 5])
    assert reading.guesses[0] == 'delimiter: "{}"'.format(letters.replace("\t", "\\t"))
    assert sniff(tmp_path / "list.csv", options()).delimiter == reading.delimiter == letters


def test_letters_inside_quotes_part_nothing(tmp_path):
    reading = read_one(tmp_path, '"회사" - "성명" - "전화"\n"한빛 - ""둘""" - "김" - "1"\n')
    assert cells(reading) == [('한빛 - "둘"', "김", "1")]


@pytest.mark.parametrize("letters", SEVERAL)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_cells_in_quotes_keep_letters_and_line_breaks(tmp_path, letters, ending):
    memo = f'a{letters}"b"{ending}{letters}c'
    row = letters.join(("한빛", "김", f'"a{letters}""b""{ending}{letters}c"'))
    told = ending.join((letters.join(ROWS[0]), row, letters.join(ROWS[2]), row))
    reading = read_one(tmp_path, told)
    assert cells(reading) == [("한빛", "김", memo), ROWS[2], ("한빛", "김", memo)]
    assert (lines(reading), aside(reading)) == ([2, 4, 5], [])


def test_a_record_over_several_lines_reaches_from_block_to_block(tmp_path, monkeypatch):
    told = "회사||성명||메모\n" + '가온||김||"x||y\n\n||z"\n' * 300
    for size in (64, 65, 70, 101, 128):
        monkeypatch.setattr(parted, "blocks", partial(blocks, block=size))
        reading = read_one(tmp_path, told)
        assert set(cells(reading)) == {("가온", "김", "x||y\n\n||z")}
        assert (len(lines(reading)), aside(reading)) == (300, [])


def test_a_stray_quote_before_a_cell_swallows_no_record(tmp_path):
    told = '회사||성명||전화\n"가온||김||1\n나래||이||2\n다솜"||박||3\n라온||12"||4\n'
    reading = read_one(tmp_path, told)
    assert [row[2] for row in cells(reading)] == ["1", "2", "3", "4"]


def test_quotes_around_some_cells_keep_the_letters_inside_of_them(tmp_path):
    told = '회사||성명||전화\n"B || Co"||김||1\n가온||"이 ""둘"""||2\n12" 화면||박||3\n'
    assert cells(read_one(tmp_path, told))[:2] == [("B || Co", "김", "1"), ("가온", '이 "둘"', "2")]


def test_quotes_around_texts_alone_are_none_of_the_cells(tmp_path):
    told = '"회사"||"성명"||"전화"\n' + '"가온"||"김"||0101\n' * 3
    assert cells(read_one(tmp_path, told)) == [("가온", "김", "0101")] * 3


def test_the_sign_that_is_put_there_is_looked_for_in_the_whole_text(tmp_path):
    told = "회사||성명||전화\n" + "가온||김||1\n" * 60_000 + "나\x1f래||이||2\n"
    assert read_one(tmp_path, told).delimiter != "||"


def test_a_short_row_shows_the_letters_that_stood_there(tmp_path):
    reading = read_one(tmp_path, text(" - ").replace("김 - ", "") + ROWS[1][0])
    assert aside(reading) == [(2, "short_row"), (5, "cut_off")]
    assert reading.set_aside["raw"][0] == "한빛 - 010-0210-0001"


def test_empty_cells_between_single_signs_are_no_double_ones(tmp_path):
    reading = read_one(tmp_path, "회사|성명|비고|휴대폰\n한빛|김||010\n두산|이||011\n")
    assert (reading.columns[2], cells(reading)[0]) == ("비고", ("한빛", "김", None, "010"))


def test_a_column_without_heading_that_few_rows_fill_is_no_double_sign(tmp_path):
    reading = read_one(tmp_path, "성명;;휴대폰\n" + "김;;010\n" * 300 + "이;vip;011\n")
    assert (reading.delimiter, cells(reading)[-1]) == (";", ("이", "vip", "011"))


@pytest.mark.parametrize("sign", ["\t", " "])
def test_runs_of_blanks_part_cells_where_rows_then_have_one_width(tmp_path, sign):
    aligned = "".join("".join(f"{cell}{sign * (12 - len(cell))}" for cell in row) + "\r\n" for row in ROWS)
    reading = read_one(tmp_path, f"명단\r\n{aligned}라온{sign * 20}010-0210-0004\r\n")
    assert (reading.columns, cells(reading)) == (ROWS[0], ROWS[1:])
    assert aside(reading) == [(6, "short_row")]
    assert f"delimiter: runs of {'tabs' if sign != ' ' else 'blanks'}" in reading.guesses


ALIGNED = "회사\t\t성명\t휴대폰\n한빛 주식회사\t김\t\t0101\n나래\t이두리\t\t0102\n다솜\t\t박\t0103\n"


@pytest.mark.parametrize("told", [ALIGNED, ALIGNED.replace("회사\t\t성명\t휴대폰", "회사\t성명\t휴대폰\t")])
def test_tabs_align_cells_also_where_every_row_has_as_many(tmp_path, told):
    reading = read_one(tmp_path, told)
    assert cells(reading) == [("한빛 주식회사", "김", "0101"), ("나래", "이두리", "0102"), ("다솜", "박", "0103")]
    assert "delimiter: runs of tabs" in reading.guesses


@pytest.mark.parametrize(
    "told",
    ["회사\t\t성명\t휴대폰\n한빛\tvip\t\t0101\n나래\tvip\t\t0102\n", "회사\t\t성명\t휴대폰\n한빛\t\t김\t0101\n나래\tvip\t이\t0102\n",
     "회사\t성명\t휴대폰\n\t김\t0101\n나래\t\t0102\n다솜\t박\t\n"],
)  # fmt: skip
def test_empty_cells_of_a_table_parted_by_tabs_stay_empty(tmp_path, told):
    assert read_one(tmp_path, told).delimiter == "\t"


@pytest.mark.parametrize("letters", ["=#=", "·", "--", "  "])
def test_letters_may_be_named(tmp_path, letters):
    assert cells(read_one(tmp_path, text(letters), delimiter=letters)) == ROWS[1:]


def test_letters_that_can_part_nothing_are_refused(tmp_path):
    with pytest.raises(InputRefused, match="the delimiter holds a quote, a line break or a NUL; give one such as"):
        read_one(tmp_path, text("-"), delimiter='-"')
