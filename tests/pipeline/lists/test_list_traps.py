"""The traps of real lists, one by one, through the command: what becomes of each row and what is said of the file."""

import gzip
import json
import zipfile

import pytest
import xlsxwriter

from telebatch.model.tables import LISTED
from tests.pipeline.care_desk import CONSUMERS, SCHOOLS

HEADER = "회원번호,성명,휴대전화,수신동의"
#: Cell of a phone column → (number as written out, what was repaired); None: rejected for the reason.
PHONES = {
    "1012345678": ("010-1234-5678", "leading_zero_restored"),
    "25550101": ("02-555-0101", "leading_zero_restored"),
    "8.21012E+11": (None, "scientific_notation"),
    "1.01235E+09": (None, "scientific_notation"),
    "'01012345671": ("010-1234-5671", "wrapper_removed"),
    '="01012345672"': ("010-1234-5672", "wrapper_removed"),
    "1012345673.0": ("010-1234-5673", "trailing_point_zero"),
    "1,012,345,674": ("010-1234-5674", "thousands_removed"),
    "０１０－１２３４－５６７５": ("010-1234-5675", "fullwidth"),
    "010−1234−5676": ("010-1234-5676", ""),
    "02-123-4567 / 010-1234-5679": ("02-123-4567", "cell_split"),
    "02-123-4567~9": ("02-123-4567", "range_expanded"),
    "02-765-4321-3": ("02-765-4321", "range_expanded"),
    "휴)010-1234-5680 회)02-555-0101": ("010-1234-5680", "cell_split"),
    "010-1234-5681\n010-1234-5682": ("010-1234-5681", "cell_split"),
    "02-555-0101 내선 12": ("02-555-0101", "extension_split"),
    "02-555-0101#12": ("02-555-0101", ""),
    "0082-10-1234-5683": ("010-1234-5683", "plus_restored"),
    "+82 (0)10-1234-5684": ("010-1234-5684", ""),
    "82-10-1234-5685": ("010-1234-5685", "plus_restored"),
    "1-800-FLOWERS": (None, "letters"),
    "없음": (None, "no_digits"),
    "same as above": (None, "no_digits"),
    "O1O-1234-5686": ("010-1234-5686", "letter_o"),
    "010-0000-0000": (None, "placeholder"),
    "111-1111": (None, "placeholder"),
    "011-234-5678": ("011-234-5678", "obsolete"),
    "12-Feb": (None, "date_in_phone_column"),
    "kim@example.com": (None, "email_in_phone_column"),
    "fax 02-555-0177": (None, "fax"),
    "팩스) 02-555-0178 / 02-555-0179": ("02-555-0179", "cell_split"),
}


def verdicts(desk, told):
    """Line → (verdict file, row)."""
    found = {}
    for path in told["files"]:
        if path.endswith(".csv"):
            found |= {row["line"]: (path.rsplit("/", 1)[-1], row) for row in desk.read(path)}
    return found


def take(desk, content, name="a.csv", code=0, **more):
    path = desk.root / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return desk.run("prequalify", path, "-p", CONSUMERS, code=code, **more)


def test_every_way_of_writing_a_number(desk):
    rows = [(f"K{n}", f"고객{n}", cell, "Y") for n, cell in enumerate(PHONES)]
    told = desk.run("prequalify", desk.write("a.csv", HEADER, *rows), "-p", CONSUMERS)
    found = {row["record_key"]: (name, row) for name, row in verdicts(desk, told).values()}
    got = {cell: found[f"K{n}"] for n, cell in enumerate(PHONES)}
    shown = {
        cell: (row["number"], row["repaired"]) if name == "callable.csv" else (None, row["detail"].partition(" (")[0])
        for cell, (name, row) in got.items()
    }
    assert shown == PHONES
    said = [warning for warning in told["warnings"] if "scientific" in warning]
    assert said == ["a.csv: numbers that scientific notation left without their digits: 2; ask for the list as XLSX"]


TITLES = """11월 명단,,,,
담당: 김,,,,
,,,,
회사,담당자,,연락처,
,성명,직책,휴대폰,수신동의
한빛학원,김민준,원장,010-0210-0001,Y
,이서연,부원장,010-0210-0002,Y
회사,담당자,,연락처,
,성명,직책,휴대폰,수신동의
,,,,
소계,2,,,
누리학원,박도윤,원장,010-0210-0003,Y
합계,3,,,
이하 여백,,,,
"""


def test_titles_two_row_headers_repeated_headers_totals_and_blank_rows(desk):
    told = take(desk, TITLES)
    found = verdicts(desk, told)
    reasons = {line: row["reasons"] for line, (name, row) in found.items() if name == "rejected.csv"}
    assert reasons == {
        "8": "unreadable|repeated_header", "9": "unreadable|repeated_header", "11": "unreadable|totals_row",
        "13": "unreadable|totals_row", "14": "unreadable|title_row",
    }  # fmt: skip
    people = {line: (row["company"], row["person"]) for line, (name, row) in found.items() if name == "callable.csv"}
    assert people == {"6": ("한빛학원", "김민준"), "7": ("한빛학원", "이서연"), "12": ("누리학원", "박도윤")}
    assert told["counts"]["blank_lines"] == 1
    said = {
        "a.csv: header: rows 4 and 5 together",
        "a.csv: 회사: 1 empty cell taken from the row above (merged cells)",
    }
    assert said <= set(told["warnings"])


GAPS = "회사,담당자,직책,휴대폰\n한빛학원,김민준,원장,010-0210-0001\n{second},이서연,원장,010-0210-0002\n"


@pytest.mark.parametrize(("second", "is_told"), [("", True), ("누리학원", False)])
def test_companies_with_many_gaps_are_told_and_not_guessed_where_no_title_stands_above(desk, second, is_told):
    told = take(desk, GAPS.format(second=second))
    said = "a.csv: 회사: 1 of 2 rows have no company; if its cells were merged in a sheet, send that sheet (XLSX)"
    assert any(warning.startswith(said) for warning in told["warnings"]) == is_told
    assert {row["company"] for _, row in verdicts(desk, told).values()} == {"한빛학원", second}


def test_ragged_rows_stray_quotes_and_nul_bytes(desk):
    told = take(
        desk,
        '성명,휴대폰,이메일,수신동의\n김민준,010-0210-0001,,Y\n이서연,"010-0210-0002,,Y\n최지우 "이사",010-0210-0003,,Y\n'
        '정하준,010-0210-0004,,Y,extra\n강서윤,010-0210-0005\n조은우,010-0210-0006,,Y\x00\n"장\n시우",010-0210-0007,,Y\n',
    )
    found = verdicts(desk, told)
    shown = {line: row["person"] or row["reasons"] for line, (_, row) in found.items()}
    assert shown == {
        "2": "김민준", "3": "이서연", "4": '최지우 "이사"', "5": "unreadable|long_row", "6": "unreadable|short_row",
        "7": "조은우", "8": "장\n시우",
    }  # fmt: skip
    assert found["5"][1]["raw"] == "정하준,010-0210-0004,,Y,extra"


SHEETS = {
    "서울": [("회사", "담당자", "휴대폰", "수신동의"), ("가온학원", "김하나", "010-0210-0001", "Y")],
    "표지": [("11월 명단",)],
    "부산": [("회사명", "성명", "전화번호", "수신동의"), ("나래학원", "이두리", "010-0210-0002", "Y")],
    "해외": [
        ("company", "last name", "first name", "tel", "consent"),
        ("Daon", "Smith", "John", "010-0210-0003", "Y"),
    ],
}


def test_sheets_whose_headings_differ_are_each_read_by_their_own(desk):
    path = desk.root / "book.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in SHEETS.items():
            page = made.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    told = desk.run("prequalify", path, "-p", CONSUMERS)
    rows = desk.read(next(file for file in told["files"] if file.endswith("callable.csv")))
    assert {(row["sheet"], row["company"], row["person"], row["number"]) for row in rows} == {
        ("서울", "가온학원", "김하나", "010-0210-0001"),
        ("부산", "나래학원", "이두리", "010-0210-0002"),
        ("해외", "Daon", "John Smith", "010-0210-0003"),
    }
    assert {"book.xlsx: 서울: company: 회사", "book.xlsx: 부산: company: 회사명"} <= set(told["warnings"])


def test_a_sheet_whose_phone_column_nobody_knows_is_said(desk):
    path = desk.root / "book.xlsx"
    unknown = [
        ("성명", "가입일", "폰"),
        ("이두리", "2026-11-02", "０１０-0210-0002"),
        ("박세미", "2026-11-03", "010-0210-0003"),
    ]
    with xlsxwriter.Workbook(path) as made:
        for name, rows in {"서울": SHEETS["서울"], "부산": unknown, "빈": [("성명", "메모"), ("최", "없음")]}.items():
            page = made.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    told = desk.run("prequalify", path, "-p", CONSUMERS)
    said = [warning for warning in told["warnings"] if "no column for phone numbers" in warning]
    assert said == [
        "book.xlsx: 부산: no column for phone numbers is known; if it is 폰, "
        f'write number = ["휴대폰", "폰"] under [columns] in projects/{CONSUMERS}.toml'
    ]


def test_memos_that_may_ask_for_no_calls_are_said_and_suppress_nobody(desk):
    rows = "성명,휴대폰,수신동의,비고\n김민준,010-0210-0001,Y,전화 금지 요청\n이서연,010-0210-0002,Y,Don't call before 10\n박도윤,010-0210-0003,Y,없음\n"
    told = take(desk, rows)
    assert told["counts"]["callable"] == 3
    assert [note for note in told["warnings"] if "may ask" in note] == [
        "a.csv: 비고: 2 memos may ask for no calls (line 2, 3); "
        "a memo suppresses nobody: look at them, then telebatch suppress add"
    ]


def test_such_memos_are_known_in_four_languages_and_others_are_not(desk):
    memos = ("電話不可", "勿扰！", "전화 사절", "Please do NOT contact", "電話は午後", "전화 상담 원함", "请勿停车")
    rows = "".join(f"김민준{n},010-0210-000{n},Y,{memo}\n" for n, memo in enumerate(memos))
    notes = [note for note in take(desk, f"성명,휴대폰,수신동의,비고\n{rows}")["warnings"] if "may ask" in note]
    assert [note.partition(";")[0] for note in notes] == ["a.csv: 비고: 4 memos may ask for no calls (line 2, 3, 4, …)"]


@pytest.mark.parametrize(
    "memo",
    [
        "Asked not to be called again", "DNC", "Please don't ring", "No cold calls please", "wants to be removed",
        "Opted out of calls", "on TPS - screen first", "セールスお断り", "先方より連絡お断りの申し出あり", "お電話はご遠慮ください",
        "メール希望（電話×）", "今後のご連絡は控えてほしい", "着信拒否", "명단에서 빼 달라고 함", "전화 원치 않음",
    ],
)  # fmt: skip
def test_a_memo_that_asks_in_other_words_is_said_too(desk, memo):
    told = take(desk, f"성명,휴대폰,수신동의,비고\n김민준,010-0210-0001,Y,{memo}\n")
    assert any("1 memo may ask for no calls (line 2)" in note for note in told["warnings"])


ROWS = "성명,휴대폰,수신동의\n" + "".join(f"김민준{n},010-0210-000{n},Y\n" for n in range(5))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ROWS.encode("cp949"), "encoding cp949"),
        (ROWS.encode("utf-16"), "delimiter: comma"),
        (ROWS.replace("\n", "\r").encode(), "delimiter: comma"),
        (("sep=;\n" + ROWS.replace(",", ";")).encode(), "number: 휴대폰"),
        (ROWS.replace(",", "\t").encode("utf-8-sig"), "delimiter: tab"),
    ],
)
def test_encodings_ends_of_lines_and_delimiters_are_found_and_said(desk, content, said):
    told = take(desk, content)
    assert told["counts"]["callable"] == 5
    assert any(said in warning for warning in told["warnings"])


REFUSED = {
    "damaged.csv": (ROWS.encode().decode("cp949", "replace").encode(), "its letters are destroyed"),
    "page.xls": (b"<html><table><tr><td>010</td></tr></table>", "a web page saved under another name"),
    "bare.csv": (
        "김민준,010-0210-0001\n이서연,010-0210-0002\n".encode(),
        'add number = "c2" (its cells look like numbers)',
    ),
    "empty.csv": (b"", "the file is empty"),
    "fax.csv": (
        "성명,팩스\n김민준,02-555-0101\n".encode(),
        'found: 성명, 팩스 (팩스: not to be dialled by the heading); add number = "THE HEADER"',
    ),
    "relatives.csv": (
        "성명,비상연락처\n김민준,010-0210-0001\n".encode(),
        'found: 성명, 비상연락처 (비상연락처: not to be dialled by the heading); add number = "THE HEADER"',
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_remedy(desk, name):
    content, said = REFUSED[name]
    (warning,) = take(desk, content, name, code=3)["warnings"]
    assert said in warning and "; " in warning


def test_bombs_are_refused_and_change_nothing(desk):
    with zipfile.ZipFile(desk.root / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(80 << 20))
    (desk.root / "b.csv.gz").write_bytes(gzip.compress(bytes(80 << 20)))
    work = xlsxwriter.Workbook(desk.root / "c.xlsx")
    work.add_worksheet().write_string(1_048_575, 16_383, "x")
    work.close()
    for name, said in {
        "a.zip": "200 times its size",
        "b.csv.gz": "200 times its size",
        "c.xlsx": "the sheet spans",
    }.items():
        (warning,) = desk.run("prequalify", desk.root / name, "-p", CONSUMERS, code=3)["warnings"]
        assert said in warning and "; " in warning
    assert desk.facts(LISTED).is_empty()


def test_where_the_header_stands_can_be_said(desk):
    path = desk.root / "a.csv"
    path.write_text("1,2,3\n김민준,010-0210-0001,Y\n", encoding="utf-8")
    told = desk.run("prequalify", path, "-p", CONSUMERS, "--header", "first", code=3)
    assert "found: 1, 2, 3" in told["warnings"][0]
    told = desk.run("prequalify", path, "-p", CONSUMERS, "--header", "none", code=3)
    assert "found: c1, c2, c3" in told["warnings"][0]


def test_a_list_without_a_header_is_taken_by_the_columns_a_project_names(desk):
    project = desk.root / f"projects/{CONSUMERS}.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text + '\n[columns]\nnumber = "c2"\nperson = "c1"\nconsent = "c3"\n', encoding="utf-8")
    desk.run("check")
    told = take(desk, "김민준,010-0210-0001,Y\n이서연,010-0210-0002,N\n")
    assert (told["counts"]["callable"], told["reasons"]) == (1, {"consent_missing": 1})


def test_what_was_guessed_stands_in_the_summary(desk):
    told = take(desk, ROWS.encode("cp949"))
    summary = (desk.root / told["files"][-1]).read_text(encoding="utf-8")
    assert any("cp949" in warning for warning in told["warnings"])
    for warning in told["warnings"]:
        assert warning.removeprefix("a.csv: ") in summary


NAMES = {
    "김부장": ("부장", "conditional"),
    "이서연 원장님": ("원장", "decision_maker"),
    "田中社長": ("社長", "decision_maker"),
    "John Smith, CEO": ("CEO", "decision_maker"),
    "박경리": ("", "unknown"),
    "김비서": ("", "unknown"),
    "최지우": ("", "unknown"),
}


def test_where_no_title_is_told_one_behind_the_name_is_read_and_nobody_is_guessed_out_by_it(desk):
    rows = [("가온학원", name, "", f"010-0210-{n:04}") for n, name in enumerate(NAMES)]
    file = desk.write("a.csv", "학원명,담당자,직책,휴대폰", *rows, ("나래학원", "김부장", "원장", "010-0210-0100"))
    told = desk.run("prequalify", file, "-p", SCHOOLS)
    found = {row["number"]: row for _, row in verdicts(desk, told).values()}
    got = {row[1]: found[row[3]] for row in rows}
    assert {name: (row["title"], row["role_class"]) for name, row in got.items()} == NAMES
    assert {row["person"] for row in got.values()} == set(NAMES)
    assert found["010-0210-0100"]["title"] == "원장"
    assert "a.csv: 4 titles read beside the name, as in 김부장, 원장 김하나 or J Smith, CEO" in told["warnings"]


def test_rows_named_like_a_test_are_said_and_taken_as_they_stand(desk):
    rows = [
        ("K1", "테스트", "010-0210-0001", "Y"),
        ("K2", "Test User", "010-0210-0002", "Y"),
        ("K3", "김테스", "010-0210-0003", "Y"),
    ]
    told = desk.run("prequalify", desk.write("a.csv", HEADER, *rows), "-p", CONSUMERS)
    assert told["counts"]["callable"] == 3
    assert "a.csv: 2 rows named like a test (line 2, 3): take them out of the list" in told["warnings"]


def test_noughts_that_stand_for_lost_digits_are_told(desk):
    rows = [
        (f"가{n}", number) for n, number in enumerate(["821012000000", "1012300000", "010-1230-0000", "821012345678"])
    ]
    told = desk.run("prequalify", desk.write("in/n.csv", "성명,전화", *rows), "-p", SCHOOLS, "--dry-run")
    said = [warning for warning in told["warnings"] if "noughts" in warning]
    assert said == ["in/n.csv: numbers that end in 5 noughts: 2; scientific notation may have taken their digits"]


def test_a_list_of_numbers_alone_is_taken(desk):
    file = desk.write("in/bare.csv", "휴대전화", ("010-0210-0001",), ("010-0210-0002",), ("(2 rows)",))
    told = desk.run("prequalify", file, "-p", CONSUMERS)
    assert told["counts"]["records"] == 3
    assert told["reasons"]["totals_row"] == 1


def test_a_number_of_no_country_has_no_clock_and_stops_no_shift(desk):
    desk.consumers(2)
    desk.scrub()
    first = desk.leads()["010-0210-0000"]
    desk.run("lead", "set", first, "number=+80012345678", "--by", "me", "--why", "asked")
    told = desk.run("split", "--on", "2026-11-24")
    assert (told["counts"]["leads"], told["counts"]["queued"]) == (2, 1)


def test_the_figures_of_a_summary_add_up_to_its_records(desk):
    rows = "성명,휴대전화,수신동의\n김하나,010-1234-5678,Y\n성명,휴대전화,수신동의\n이두리,없음,Y\n박세나\n합계,3,\n"
    told = take(desk, rows)
    summary = json.loads((desk.root / told["files"][3]).read_text(encoding="utf-8"))
    assert summary["verdicts"] == {name: told["counts"][name] for name in ("callable", "verify", "rejected")}
    assert sum(summary["verdicts"].values()) == summary["records"] == 5
    assert summary["reasons"]["unreadable"] == sum(summary["set_aside"].values()) == 3


@pytest.mark.parametrize(("language", "words"), [
    ("ko", {"not_valid (그 나라에 없는 번호)", "premium (유료 정보 번호)", "consent (동의), email (이메일)"}),
    ("en", {"not_valid (no such number there)", "premium (costs extra)", "consent (consent), email (e-mail)"}),
])  # fmt: skip
def test_details_say_code_words_in_the_language_of_the_project(desk, language, words):
    settings = desk.root / "telebatch.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('language = "ko"', f'language = "{language}"'), encoding="utf-8")
    desk.edit('required = ["person"]', 'required = ["consent", "email"]')
    rows = [("K1", "김민준", "010-12", "a@example.com", "Y"), ("K2", "이서연", "060-700-1234", "b@example.com", "Y"),
            ("K3", "박도윤", "010-0210-0003", "", "")]  # fmt: skip
    told = desk.run("prequalify", desk.write("a.csv", "회원번호,성명,휴대전화,이메일,수신동의", *rows), "-p", CONSUMERS)
    assert {row["detail"] for _, row in verdicts(desk, told).values()} == words
