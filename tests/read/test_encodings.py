"""Encodings: whatever code a list is written in, the same cells come out, and a guess is said aloud."""

import time

import pytest

from telebatch.model.errors import InputRefused
from tests.read.reading import aside, cells, read_one

KOREAN = [("회사", "성명", "휴대폰"), ("(주)한빛", "김과장", "01012345678"), ("두산중공업", "이부장", "01022223333")]
RARE = [("회사", "성명", "휴대폰"), ("똠방각하", "뷁쀍", "01012345678"), ("한빛상사", "김대리", "01022223333")]
CHINESE = [("公司", "姓名", "手机"), ("北京科技有限公司", "王经理", "13812345678")]
TAIWAN = [("公司", "姓名", "手機"), ("台灣科技股份有限公司", "王經理", "0912345678")]
JAPANESE = [
    ("会社名", "氏名", "電話番号"),
    ("株式会社ソニー", "田中様", "03-1234-5678"),
    ("表計算ソフト", "能登", "03-1111-2222"),
]
GERMAN = [("Firma", "Name", "Telefon"), ("Müller GmbH", "Jürgen Groß", "+49 30 123456")]
RUSSIAN = [("Company", "Name", "Phone"), ("Ромашка", "Иван Петров", "+7 495 1234567")]
DELIMITERS = (",", ";", "\t", "|")


def table(rows, delimiter, ending="\n"):
    return "".join(delimiter.join(row) + ending for row in rows)


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize(
    ("rows", "encoding", "told"),
    [
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8"),
        (KOREAN, "utf-16", "utf-16-le"),
        (KOREAN, "utf-16-le", "utf-16-le"),
        (KOREAN, "utf-16-be", "utf-16-be"),
        (KOREAN, "cp949", "cp949"),
        (RARE, "cp949", "cp949"),
        (CHINESE, "gb18030", "gb18030"),
        (TAIWAN, "big5", "cp950"),
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (GERMAN, "cp1252", "cp1252"),
        (RUSSIAN, "cp1251", "cp1251"),
    ],
)
def test_the_same_cells_come_out_of_every_encoding(tmp_path, rows, encoding, told, delimiter):
    reading = read_one(tmp_path, table(rows, delimiter).encode(encoding))
    assert (reading.columns, cells(reading)) == (rows[0], rows[1:])
    assert (reading.encoding, reading.delimiter) == (told, delimiter)


@pytest.mark.parametrize("encoding", ["cp949", "gb18030", "cp932", "big5", "cp1252"])
def test_a_legacy_encoding_is_told_as_a_guess(tmp_path, encoding):
    rows = {"cp949": KOREAN, "gb18030": CHINESE, "cp932": JAPANESE, "big5": TAIWAN, "cp1252": GERMAN}[encoding]
    assert any(guess.startswith("encoding ") for guess in read_one(tmp_path, table(rows, ",").encode(encoding)).guesses)


def test_a_stated_encoding_wins(tmp_path):
    content = table([("name", "phone"), ("李明", "010")], ",").encode("gb18030")
    assert cells(read_one(tmp_path, content, encoding="gb18030")) == [("李明", "010")]


def test_a_second_byte_that_is_a_delimiter_does_not_split_the_cell(tmp_path):
    # In CP932 the second byte of 能 is a backslash's neighbour and of ポ a pipe.
    content = table([("会社名", "氏名", "電話番号"), ("ポプラ", "能登ポ", "03-1234-5678")], "|").encode("cp932")
    assert b"|" in "ポ".encode("cp932")
    assert cells(read_one(tmp_path, content)) == [("ポプラ", "能登ポ", "03-1234-5678")]


def test_foreign_letters_deep_in_an_ascii_file_are_found(tmp_path):
    rows = [("name", "phone"), *[("kim", "010")] * 60_000, ("김철수", "011"), ("이영희", "012")]
    reading = read_one(tmp_path, table(rows, ",").encode("cp949"))
    assert (reading.encoding, cells(reading)[-2:]) == ("cp949", [("김철수", "011"), ("이영희", "012")])


def test_a_letter_cut_at_the_end_sets_the_last_record_aside(tmp_path):
    content = (table(KOREAN, ",") + "한빛,김부장").encode("cp949")[:-1]
    reading = read_one(tmp_path, content)
    assert (cells(reading), aside(reading)) == (KOREAN[1:], [(4, "cut_off")])


def test_bytes_that_are_no_letters_set_their_record_aside(tmp_path):
    people = [(f"회사{at}", f"이름{at}", "010") for at in range(30)]
    content = table([KOREAN[0], *people], ",").encode() + b"\xb0\xa1,\xb0\xa2,010\n"
    reading = read_one(tmp_path, content)
    assert (len(cells(reading)), aside(reading)) == (30, [(32, "unreadable")])


def test_lost_letters_are_noted(tmp_path):
    content = table([KOREAN[0], ("한빛상사무역", "김과�", "010"), ("두산중공업", "이부장", "010")], ",")
    assert any("�" in guess for guess in read_one(tmp_path, content).guesses)


@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_letter_that_the_end_of_the_sample_cuts_in_two_is_not_lost(tmp_path, shift, encoding):
    text = "이름,회사,비고\n" + "김민수,한빛학원," + "a" * shift + "\n" + "김민수,한빛학원,오후에 다시\n" * 12_000
    read = read_one(tmp_path, text.encode(encoding))
    assert not [note for note in read.guesses if "lost" in note]


@pytest.mark.parametrize("encoding", ["cp949", "cp1252"])
def test_a_doubly_damaged_file_is_refused(tmp_path, encoding):
    rows = KOREAN if encoding == "cp949" else [("Firma", "Name"), ("Müller", "Jörg"), ("Groß", "Jürgen")]
    damaged = table(rows, ",").encode().decode(encoding, "replace").encode()
    with pytest.raises(InputRefused, match="letters are destroyed"):
        read_one(tmp_path, damaged)


@pytest.mark.parametrize(
    ("rows", "encoding", "opened_as", "told"),
    [
        (KOREAN, "utf-8", "latin-1", "UTF-8 was once opened as latin-1"),
        (KOREAN, "cp949", "latin-1", "an East Asian encoding"),
        (KOREAN, "cp949", "cp1252", "an East Asian encoding"),
        (CHINESE, "gb18030", "cp1252", "an East Asian encoding"),
    ],
)
def test_letters_once_opened_as_those_of_western_europe_are_refused(tmp_path, rows, encoding, opened_as, told):
    damaged = table([("company", "name", "phone"), *rows], ",").encode(encoding).decode(opened_as).encode()
    with pytest.raises(InputRefused, match=f"letters are destroyed: {told}"):
        read_one(tmp_path, damaged)


GERMAN = [("Müller GmbH", "Jörg Groß", "1"), ("Bäckerei Weiß", "Käthe Böhm", "2"), ("Lübeck AG", "Günther Kühn", "3")]
OFFICES = [
    ("한빛상사", "김민준", "구매팀장"), ("가온학원", "이서연", "원장"), ("다솜건설", "박도윤", "총무과장"),
    ("서울전자", "최지우", "대리"), ("부산물산", "정하준", "이사"), ("대한상회", "강서윤", "부장"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "encoding", "opened_as", "told"),
    [
        (KOREAN, "utf-8", ("cp949", "cp1252"), "opened"), (KOREAN, "utf-8", ("cp949",), "UTF-8"),
        (KOREAN, "utf-8", ("utf-8", "cp1252"), "UTF-8"), (KOREAN, "utf-8", ("cp1252", "cp1252"), "UTF-8"),
        (KOREAN, "utf-8", ("cp1251",), "UTF-8 was once opened as cp1251"), (OFFICES, "utf-8", ("euc_jp",), "UTF-8"),
        (OFFICES, "cp949", ("gb18030",), "CP949 was once opened as gb18030"),
        (OFFICES, "cp949", ("euc_jp",), "CP949 was once opened as euc_jp"),
        (CHINESE, "gb18030", ("cp949",), "GB18030 was once opened as cp949"),
        (GERMAN, "utf-8", ("cp949",), "another script"), (GERMAN, "utf-8", ("gb18030",), "another script"),
        (GERMAN, "cp1252", ("cp1251",), "another script"), (GERMAN, "utf-8", ("cp1252", "cp949"), "another script"),
        (KOREAN, "cp949", ("utf-8", "cp949"), "opened"), (KOREAN, "cp949", ("utf-8", "gb18030"), "opened"),
    ],
)  # fmt: skip
def test_letters_of_any_wrong_encoding_are_refused_under_an_ascii_heading(tmp_path, rows, encoding, opened_as, told):
    text = table([("company", "name", "phone"), *rows], ",")
    for codec in opened_as:
        text, encoding = text.encode(encoding).decode(codec, "replace"), "utf-8"
    with pytest.raises(InputRefused, match=f"letters are destroyed: .*{told}"):
        read_one(tmp_path, text.encode())


@pytest.mark.parametrize(
    "words",
    [
        ["SK하이닉스", "e편한세상", "LG유플러스", "㈜한빛", "株式會社 한빛", "金민준"],
        ["ｶﾌﾞｼｷｶﾞｲｼｬ ﾂﾂﾐ", "ﾀﾃﾍﾞ ﾐﾂｺ", "ﾘｿｽ", "髙橋", "﨑山", "渡邊"], ["占部", "占い館", "占地面积"],
        ["ООО «Ромашка»", "ЗАО «Свет»", "Мария", "№5"], ["Œuvre", "Ångström", "Łódź", "Müller-Öztürk"],
        ["青岛啤酒股份有限公司", "鴻海精密工業股份有限公司", "株式会社東芝", "李鎔旭", "陳韻如"],
    ],
)  # fmt: skip
def test_words_that_only_look_odd_are_no_damage(tmp_path, words):
    rows = [("name", "phone"), *[(word, str(at)) for at, word in enumerate(words)]]
    assert len(cells(read_one(tmp_path, table(rows, ",").encode()))) == len(words)


def test_capitals_and_signs_of_western_europe_are_no_damage(tmp_path):
    rows = [("name", "note"), ("ÄÖÜ", "————"), ("ÉÈÊË", "…………"), ("ÀÁ", "««»»"), ("Ångström", "ÿÿÿ")]
    assert len(cells(read_one(tmp_path, table(rows, ",").encode()))) == 4


def test_zero_bytes_are_left_out(tmp_path):
    assert cells(read_one(tmp_path, b"name,phone\nk\x00im,010\x00\n")) == [("kim", "010")]


def test_a_text_of_a_megabyte_without_a_blank_is_judged_at_once(tmp_path):
    begun = time.process_time()
    read_one(tmp_path, "성명,전화,메모\n김,010-0210-0001," + "가" * 85_000 + "\n")
    assert time.process_time() - begun < 10
