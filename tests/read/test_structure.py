"""Structure: every trap of real lists is set aside with its reason, counted blank, or read as meant."""

import json

import pytest

from telebatch.model.records import ReadOptions
from telebatch.read import read
from tests.read.reading import aside, cells, lines, read_one

HEAD = "회사,성명,휴대폰\n"
ONE = "한빛,김과장,01012345678\n"
TWO = "두산,이부장,01022223333\n"
KIM, LEE = ("한빛", "김과장", "01012345678"), ("두산", "이부장", "01022223333")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_every_line_ending_gives_the_same_records(tmp_path, ending, last):
    text = (HEAD + ONE + TWO).replace("\n", ending)
    reading = read_one(tmp_path, text if last else text.removesuffix(ending))
    assert (cells(reading), lines(reading)) == ([KIM, LEE], [2, 3])


@pytest.mark.parametrize("last", ["(3 rows)", "총 2건", "Total: 12"])
def test_a_list_of_one_column_may_end_in_a_count(tmp_path, last):
    reading = read_one(tmp_path, f"휴대폰\n010-1234-5678\n(02) 123-4567\n{last}\n")
    assert (cells(reading), aside(reading)) == ([("010-1234-5678",), ("(02) 123-4567",)], [(4, "totals_row")])


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("", None),
        (",,", None),
        (' , ,"" ', None),
        ("회사,성명,휴대폰", "repeated_header"),
        ("합계,,2", "totals_row"),
        *(
            (f"{cell},,", "totals_row")
            for cell in (
                "Total: 1 rows",
                "(3 rows)",
                "(12 rows affected)",
                "[3 records]",
                "Total 3 records",
                "합계: 3건",
                "총 3건",
                "총 120명",
                "共 12 条",
                "共12条记录",
                "合計 5件",
                "計5件",
                "Rows: 12",
                "Count: 7",
                "total rows: 8",
                "* 총 12 건 *",
                "小计：5",
                "Total Contacts: 5",
                "Total: 1.234",
            )
        ),
        ("합 계,2명,", "totals_row"),
        (",소계,1건", "totals_row"),
        ("[총계],,", "totals_row"),
        ("合计,,2", "totals_row"),
        ("合計,,2", "totals_row"),
        ("Total,,2", "totals_row"),
        ("TOTAL:,,2", "totals_row"),
        ("이하 여백,,", "title_row"),
        ("- 끝 -,,", "title_row"),
        ("Page 1 of 3,,", "title_row"),
        ("1,2", "short_row"),
        ("이하여백", "title_row"),
        ("1,2,3,4", "long_row"),
        ("1,2,3,,", ""),
        ("Total,Paris,+33 1 42 68 53 00", ""),
        ("총각네,박대리,01055556666", ""),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_row_between_records_is_what_it_is(tmp_path, row, found, ending):
    reading = read_one(tmp_path, (HEAD + ONE + row + "\n" + TWO).replace("\n", ending))
    kept = [cell for cell in cells(reading) if cell in (KIM, LEE)]
    assert kept == [KIM, LEE]
    assert reading.blank_lines == (found is None)
    assert aside(reading) == ([(3, found)] if found else [])
    assert lines(reading) == ([2, 3, 4] if found == "" else [2, 4])


def test_thousands_of_comma_rows_are_blank(tmp_path):
    reading = read_one(tmp_path, HEAD + ONE + ",,\n" * 5000)
    assert (cells(reading), reading.blank_lines, reading.record_count) == ([KIM], 5000, 1)


@pytest.mark.parametrize(
    ("above", "count"),
    [("", 1), ("2026년 11월 고객 명단,,\n", 2), ("명단\n\n작성: 영업부\n", 4), (",,\n,,\n", 3), ("sep=,\n", 2)],
)
def test_the_header_is_found_under_title_rows(tmp_path, above, count):
    reading = read_one(tmp_path, above + HEAD + ONE)
    assert (reading.columns, cells(reading)) == (("회사", "성명", "휴대폰"), [KIM])
    assert (reading.above_count, lines(reading)) == (count, [count + 1])


@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("titles", [40, 250])
def test_the_header_is_found_under_a_page_of_titles(tmp_path, titles, sign):
    reading = read_one(tmp_path, ("안내 말씀\n" * titles + HEAD + ONE + TWO).replace(",", sign))
    assert (reading.columns, cells(reading)) == (("회사", "성명", "휴대폰"), [KIM, LEE])
    assert reading.above_count == titles + 1


def test_remarks_above_a_header_are_none(tmp_path):
    remarks = "".join(f"# comment {at}\n" for at in range(40))
    reading = read_one(tmp_path, remarks + (HEAD + ONE).replace(",", "\t"))
    assert (reading.columns, cells(reading)) == (("회사", "성명", "휴대폰"), [KIM])


def test_it_is_said_how_far_a_header_was_looked_for(tmp_path):
    reading = read_one(tmp_path, "안내 말씀,,\n" * 400 + HEAD + ONE)
    assert "header: none found in its first 300 rows, columns are named c1, c2, …" in reading.guesses


@pytest.mark.parametrize("count", [5, 100])
def test_a_header_under_records_makes_no_titles_of_them(tmp_path, count):
    """A list without a header, and another one with its header put below it."""
    reading = read_one(tmp_path, ONE * count + HEAD + TWO)
    assert (reading.columns, reading.record_count) == (("c1", "c2", "c3"), count + 2)
    under = read_one(tmp_path, HEAD + ONE * count + "회사,성명,직책,휴대폰,이메일\n", wider_rows="keep")
    assert (under.columns[:3], under.record_count) == (("회사", "성명", "휴대폰"), count + 1)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("고객정보,,연락처,\n회사,성명,휴대폰,사무실\n한빛,김,010,02\n", ("회사", "성명", "휴대폰", "사무실")),
        ("회사,성명,연락처,\n,,휴대폰,사무실\n한빛,김,010,02\n", ("회사", "성명", "휴대폰", "사무실")),
        ("회사,성명,연락처,\n,,첫째,둘째\n한빛,김,010,02\n", ("회사", "성명", "연락처 첫째", "연락처 둘째")),
        ("전화,전화,성명\n010,02,김\n", ("전화", "전화 (2)", "성명")),
        ("\u00a0성명 , 휴대폰\n김,010\n", ("성명", "휴대폰")),
        ("성명,,휴대폰\n김,x,010\n", ("성명", "c2", "휴대폰")),
        ("line,record,phone\n김,x,010\n", ("line (2)", "record (2)", "phone")),
        ("foo,bar\n김,010\n", ("foo", "bar")),
        ("김,01012345678\n이,01022223333\n", ("c1", "c2")),
        ("phone_number\n01012345678\n", ("phone_number",)),
        ("01012345678\n01022223333\n", ("c1",)),
        ('\ufeff""inin-outbound-id"",Phone\nabc,0101\n', ("inin-outbound-id", "Phone")),
        ('"회사\n이름","성명","휴대폰"\n한빛,김,010\n', ("회사 이름", "성명", "휴대폰")),
    ],
)
def test_headers_become_column_names(tmp_path, text, columns):
    assert read_one(tmp_path, text).columns == columns


def test_a_row_of_groups_is_repeated_with_its_header(tmp_path):
    head = "고객,,연락처,\n회사,성명,휴대폰,사무실\n"
    reading = read_one(tmp_path, head + "한빛,김,010,02\n" + head + "두산,이,011,02\n")
    assert (cells(reading), lines(reading)) == ([("한빛", "김", "010", "02"), ("두산", "이", "011", "02")], [3, 6])
    assert aside(reading) == [(4, "repeated_header"), (5, "repeated_header")]


def test_first_and_none_take_the_header_as_told(tmp_path):
    assert read_one(tmp_path, "01,02\n1,2\n", header="first").columns == ("01", "02")
    assert cells(read_one(tmp_path, "name,phone\nkim,010\n", header="none")) == [("name", "phone"), ("kim", "010")]


@pytest.mark.parametrize(
    ("body", "wanted", "found"),
    [
        ('"한빛, 주식회사",김,010\n', [("한빛, 주식회사", "김", "010")], []),
        ('"a\nb",c,d\ne,f,g\n', [("a\nb", "c", "d"), ("e", "f", "g")], []),
        ('5" pipe,c,d\n', [('5" pipe', "c", "d")], []),
        ('"say ""hi""",c,d\n', [('say "hi"', "c", "d")], []),
        ('"q"r,s,t\n', [('"q"r', "s", "t")], []),
        ('"a" ,"b",c\n', [("a", "b", "c")], []),
        ('"a,b,c\nx,y,z\n', [('"a', "b", "c"), ("x", "y", "z")], []),
        ('"a,b,c\nx,y,z\n"d,e,f\n', [('"a', "b", "c"), ("x", "y", "z"), ('"d', "e", "f")], []),
        ('1,k,"0\n2,l,1\n3,p",2\n', [("1", "k", '"0'), ("2", "l", "1"), ("3", 'p"', "2")], []),
        ('"a,b\nx,y,z\n', [("x", "y", "z")], [(2, "stray_quote")]),
        ('"a\nb",c,"d\ne"\n', [("a\nb", "c", "d\ne")], []),
        ('"a\nb,c",d,"e,\nf"\n', [("a\nb,c", "d", "e,\nf")], []),
        ('"",c,d\n', [(None, "c", "d")], []),
        ("a,,d\n", [("a", None, "d")], []),
    ],
)
def test_quotes_are_settled_without_swallowing_records(tmp_path, body, wanted, found):
    reading = read_one(tmp_path, "회사,성명,휴대폰\n" + body)
    assert (cells(reading), aside(reading)) == (wanted, found)


def test_line_numbers_stay_right_after_quoted_line_breaks(tmp_path):
    reading = read_one(tmp_path, HEAD + '"a\nb\nc",d,e\n' + ONE + "\n" + '"x\ny",d\n' + TWO)
    rows = reading.records.sort("record").select("record", "line").collect().rows()
    assert rows == [(2, 2), (3, 5), (7, 9)]
    assert aside(reading) == [(7, "stray_quote"), (8, "stray_quote")]


def test_rows_wider_than_the_header_keep_their_cells_when_told(tmp_path):
    text = 'a\tphone\tcustom\n1\t010\tx\ty\tq"z\n2\t011\tx\n3\t012\tx\t\t\n4\t013\n'
    reading = read_one(tmp_path, text, wider_rows="keep", narrower_rows="keep", quote="")
    rows = reading.records.sort("record").select("custom", "extra_cells").collect().rows()
    assert rows == [("x", '["y","q\\"z"]'), ("x", None), ("x", None), (None, None)]
    assert json.loads(rows[0][1]) == ["y", 'q"z']
    assert aside(reading) == []


def test_a_wide_record_may_hold_quoted_line_breaks(tmp_path):
    text = 'a,phone,custom\n1,010,"x\ny",z\n2,"0\n1"\n3,"",w\n'
    reading = read_one(tmp_path, text, wider_rows="keep", narrower_rows="keep")
    rows = reading.records.sort("record").select("line", "phone", "custom", "extra_cells").collect().rows()
    assert rows == [(2, "010", "x\ny", '["z"]'), (4, "0\n1", None, None), (6, None, "w", None)]


def test_an_empty_quoted_cell_is_null_like_any_other(tmp_path):
    assert cells(read_one(tmp_path, '"a","phone"\n"x",""\n"","010"\n')) == [("x", None), (None, "010")]


def test_a_delimiter_at_every_line_end_is_an_empty_last_column(tmp_path):
    reading = read_one(tmp_path, "2026-11-23|01012345678|NI|\n2026-11-24|01012345679|NA|\n")
    assert cells(reading)[0] == ("2026-11-23", "01012345678", "NI", None)


@pytest.mark.parametrize("rows", [1, 3, 40_000])
@pytest.mark.parametrize("style", ["bare", "quoted"])
def test_large_and_small_files_go_the_same_way(tmp_path, rows, style):
    sign = '"' if style == "quoted" else ""
    line = f"{sign}한빛{sign},{sign}김{sign},{sign}010{sign}\n"
    reading = read_one(tmp_path, HEAD + line * rows + "합계,,9\n" + line)
    assert (len(cells(reading)), set(cells(reading))) == (rows + 1, {("한빛", "김", "010")})
    assert aside(reading) == [(rows + 2, "totals_row")]
    assert lines(reading)[-1] == rows + 3


def test_an_awkward_file_name_is_no_pattern(tmp_path):
    (tmp_path / "a.csv").write_text("name,phone\nx,1\n")
    assert cells(read_one(tmp_path, "name,phone\nkim,010\n", name="[a]*.csv")) == [("kim", "010")]


def test_a_transcoded_copy_goes_to_the_scratch_folder(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    path = tmp_path / "list.csv"
    path.write_bytes((HEAD + ONE).encode("cp949"))
    (reading,) = read(path, ReadOptions(scratch=scratch))
    assert (cells(reading), len(list(scratch.iterdir()))) == ([KIM], 1)


def test_lines_of_an_old_macintosh_may_hold_line_feeds_in_their_cells(tmp_path):
    reading = read_one(tmp_path, '회사,성명,휴대폰\r"한빛\n학원",김,010\r두산,이,011\r')
    assert cells(reading) == [("한빛\n학원", "김", "010"), ("두산", "이", "011")]


def test_a_header_over_two_rows_is_set_aside_whole_where_it_comes_again(tmp_path):
    head = "회사,담당자,,연락처\n,성명,직책,휴대폰\n"
    reading = read_one(tmp_path, head + "한빛,김,원장,010\n" + head + "두산,이,이사,011\n")
    assert aside(reading) == [(4, "repeated_header"), (5, "repeated_header")]
    assert lines(reading) == [3, 6]


SHIFTED = "회사,성명,직책,휴대폰,전화,비고\n가온,김,원장,010-1234-5678,02-555-0101,\n"


@pytest.mark.parametrize(
    "row",
    [
        "나래, 둘째관,이,원장,010-1234-5679,02-555-0102,",
        "나래,이,두리,원장,010-1234-5679,,,",
        "나래,이, 둘,째,원장,010-1234-5679,,",
    ],
)
def test_a_row_that_commas_in_its_cells_moved_to_the_right_is_set_aside(tmp_path, row):
    assert aside(read_one(tmp_path, f"{SHIFTED}{row}\n다솜,박,원장,010-1234-5670,,\n")) == [(3, "long_row")]


@pytest.mark.parametrize(
    "row",
    [
        "나래,이,원장,010-1234-5679,,,",
        "나래,이,원장,없음,없음,,,",
        "나래,이,원장,,,,,",
        "나래,이,원장,없음,02-555-0102,메모,",
    ],
)
def test_a_row_that_only_ends_with_more_commas_is_read(tmp_path, row):
    reading = read_one(tmp_path, f"{SHIFTED}{row}\n다솜,박,원장,010-1234-5670,,\n")
    assert (aside(reading), cells(reading)[1][:3]) == ([], ("나래", "이", "원장"))


def test_as_many_rows_of_the_headings_width_as_of_another_have_that_of_the_headings(tmp_path):
    reading = read_one(tmp_path, f"{SHIFTED}나래, 둘째관,이,원장,010-1234-5679,02-555-0102,\n")
    assert (aside(reading), cells(reading)) == (
        [(3, "long_row")],
        [("가온", "김", "원장", "010-1234-5678", "02-555-0101", None)],
    )
