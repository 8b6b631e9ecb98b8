"""What parts and encloses cells in files of few programs, and what their rows leave out."""

import pytest

from telebatch.read import sniff
from tests.read.reading import aside, cells, lines, options, read_one

TABLE = (
    "회사명,성명,직책,휴대폰,메모\n한빛,김민준,원장,010-0210-0001,오전; 오후|저녁\n누리,이서연,부원장,010-0210-0002,\n"
)
WANTED = [
    ("한빛", "김민준", "원장", "010-0210-0001", "오전; 오후|저녁"),
    ("누리", "이서연", "부원장", "010-0210-0002", None),
]


@pytest.mark.parametrize("sign", ["^", "~", "\x1f", "\x01", ":", "#", "!"])
def test_a_rare_delimiter_is_found_by_the_header_that_it_shows(tmp_path, sign):
    reading = read_one(tmp_path, TABLE.replace(",", sign))
    assert (cells(reading), reading.delimiter) == (WANTED, sign)


def test_a_rare_delimiter_is_found_before_commas_that_stand_in_cells(tmp_path):
    text = TABLE.replace(",", "^").replace("오전; ", "오전, ")
    assert cells(read_one(tmp_path, text))[0][4] == "오전, 오후|저녁"


def test_a_sign_that_no_text_is_parted_by_needs_no_known_header(tmp_path):
    reading = read_one(tmp_path, "a~b~c\n1~2~3\n4~5~6\n")
    assert (reading.delimiter, cells(reading)) == ("~", [("1", "2", "3"), ("4", "5", "6")])


@pytest.mark.parametrize("text", ["이름: 김\n전화: 1\n", "Berlin #1!\nMünchen #2!\n", "a\nb\n"])
def test_signs_inside_sentences_part_nothing(tmp_path, text):
    assert read_one(tmp_path, text).delimiter == ","


@pytest.mark.parametrize(("word", "sign"), [("tab", "\t"), ("\\t", "\t"), ("Semicolon", ";"), ("^", "^")])
def test_a_delimiter_may_be_said_by_its_name(tmp_path, word, sign):
    assert cells(read_one(tmp_path, "이름,전화\nA,1\n".replace(",", sign), delimiter=word)) == [("A", "1")]


def test_cells_between_apostrophes_are_read_without_them(tmp_path):
    text = "'회사','성명','전화'\n'한빛, 둘째','김','010-0210-0001'\n'누리','O''Neil',''\n"
    assert cells(read_one(tmp_path, text)) == [("한빛, 둘째", "김", "010-0210-0001"), ("누리", "O'Neil", None)]


def test_apostrophes_before_numbers_enclose_nothing(tmp_path):
    assert cells(read_one(tmp_path, "성명,전화\n'김,'0101\n'이,'0102\n")) == [("'김", "'0101"), ("'이", "'0102")]


def rows(counts, ending="\r\n"):
    """A header of four cells, then a row of each of these numbers of cells."""
    head = "회사,성명,전화,메모"
    made = [",".join([f"사{n}", f"김{n}", f"0101{n}", "메모"][:count]) for n, count in enumerate(counts)]
    return ending.join([head, *made, ""])


def test_rows_of_which_a_spreadsheet_left_out_the_empty_end_are_whole(tmp_path):
    reading = read_one(tmp_path, rows([4] * 15 + [3] * 16 + [4] * 16 + [3] * 9))
    assert (len(cells(reading)), aside(reading), lines(reading)) == (56, [], [*range(2, 58)])
    assert cells(reading)[15] == ("사15", "김15", "010115", None)
    assert "25 rows end before empty cells, as spreadsheets save them: read like the others" in reading.guesses


@pytest.mark.parametrize(
    "counts",
    [[4] * 16 + [3] * 16, [4] * 15 + [3] * 15 + [4], [4] * 15 + [3] * 8 + [2] * 8, [4] * 15 + [3] * 16 + [4, 3, 4]],
)
def test_short_rows_that_no_spreadsheet_writes_are_set_aside(tmp_path, counts):
    found = aside(read_one(tmp_path, rows(counts)))
    assert len(found) == sum(count < 4 for count in counts)
    assert {reason for _, reason in found} == {"short_row"}


def test_a_totals_row_among_rows_without_their_end_is_one(tmp_path):
    text = rows([4] * 15 + [3] * 15) + "합계,30,\r\n"
    assert aside(read_one(tmp_path, text)) == [(32, "totals_row")]


def test_a_row_as_wide_as_the_headings_lacks_nothing_where_others_have_empty_cells_behind(tmp_path):
    text = "성명,전화\n" + "".join(f"김{n},0101{n}{',,' if n % 3 else ''}\n" for n in range(12))
    assert (len(cells(read_one(tmp_path, text))), aside(read_one(tmp_path, text))) == (12, [])


def test_a_page_break_and_the_end_mark_of_an_old_file_are_blank(tmp_path):
    reading = read_one(tmp_path, "성명,전화\n김,0101\n\x0c\n합계,1\n\x1a")
    assert (cells(reading), aside(reading), reading.blank_lines) == ([("김", "0101")], [(4, "totals_row")], 2)


def test_records_that_carriage_returns_part_in_a_joined_file_are_read_one_by_one(tmp_path):
    text = "성명,전화\r\n김,1\r\n이,2\r박,3\r최,4\r\n정,5\n" + 'a,"x\ry"\n'
    reading = read_one(tmp_path, text)
    assert cells(reading) == [("김", "1"), ("이", "2"), ("박", "3"), ("최", "4"), ("정", "5"), ("a", "x\ny")]
    assert lines(reading) == [2, 3, 4, 5, 6, 7]
    assert "line ends: carriage returns alone end lines beside line feeds" in reading.guesses


def test_a_carriage_return_in_a_row_that_is_too_wide_ends_no_record(tmp_path):
    assert aside(read_one(tmp_path, "성명,전화,메모\n김,1,a\rb,c\n이,2,x\n")) == [(2, "long_row")]


def test_a_quote_behind_a_backslash_is_a_quote(tmp_path):
    text = 'Company,Name,Note\n"Acme \\"X\\" Ltd, Inc",Pat,"a\n\\"b\\""\n"C:\\",Kim,\n'
    reading = read_one(tmp_path, text)
    assert cells(reading) == [('Acme "X" Ltd, Inc', "Pat", 'a\n"b"'), ("C:\\", "Kim", None)]
    assert lines(reading) == [2, 4]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_lines_that_stand_in_quotes_as_one_cell_are_read_as_what_they_were(tmp_path, ending):
    rows = [
        '"회사,성명,직책,휴대폰"',
        '"가온,김,원장,0101"',
        '"""나래, 둘째"",이 ""B"",원장,0102"',
        '"""다솜"",""박"",""원장"",0103"',
        "합계",
    ]
    reading = read_one(tmp_path, ending.join((*rows, "")))
    assert cells(reading) == [
        ("가온", "김", "원장", "0101"),
        ("나래, 둘째", '이 "B"', "원장", "0102"),
        ("다솜", "박", "원장", "0103"),
    ]
    assert (lines(reading), aside(reading)) == ([2, 3, 4], [(5, "totals_row")])
    assert "each line stood in quotes, as one cell: read as what stands inside" in reading.guesses
    assert sniff(tmp_path / "list.csv", options()).header == reading.columns


@pytest.mark.parametrize(
    "text", ['"이름"\n"김"\n"이"\n', '"가온, 둘째"\n"나래"\n', '"회사","성명","휴대폰"\n"가온, 둘째","김","0101"\n']
)
def test_cells_in_quotes_stay_cells(tmp_path, text):
    assert "each line stood in quotes, as one cell: read as what stands inside" not in read_one(tmp_path, text).guesses
