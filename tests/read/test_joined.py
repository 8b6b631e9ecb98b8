"""Joined files: each line is read in the encoding it is strictly in, and it is said which line begins another one."""

import pytest

from telebatch.model.errors import InputRefused
from tests.read.reading import aside, cells, read_one

KOREAN = [("회사", "성명", "휴대폰"), *[(f"한빛무역{at}", "김민수", f"0101234{at:04}") for at in range(60)]]
GERMAN = [("Firma", "Name", "Telefon"), *[("Müller GmbH", "Jörg Groß", f"0301234{at:04}") for at in range(60)]]


def text(rows):
    return "".join(",".join(row) + "\n" for row in rows)


def said(reading):
    return [guess for guess in reading.guesses if guess.startswith("two encodings")]


@pytest.mark.parametrize(("rows", "encoding"), [(KOREAN, "cp949"), (GERMAN, "cp1252")])
@pytest.mark.parametrize("is_utf8_first", [True, False])
def test_each_line_of_joined_files_is_read_as_what_it_is(tmp_path, rows, encoding, is_utf8_first):
    halves = [text(rows).encode(), text(rows).encode(encoding)]
    reading = read_one(tmp_path, b"".join(halves if is_utf8_first else halves[::-1]))
    assert cells(reading) == rows[1:] * 2
    assert aside(reading) == [(len(rows) + 1, "repeated_header")]
    # The German header is ASCII, which is both.
    change = len(rows) + (1 if encoding == "cp949" else 2)
    assert f"first change at line {change};" in said(reading)[0]


@pytest.mark.parametrize("small", [4, 20])
def test_a_small_part_of_another_encoding_is_found_wherever_it_stands(tmp_path, small):
    few = "".join(f"서울전자{at},박영희,0109999{at:04}\n" for at in range(small))
    for whole, part in (("utf-8", "cp949"), ("cp949", "utf-8")):
        reading = read_one(tmp_path, text(KOREAN * 3).encode(whole) + few.encode(part))
        assert cells(reading)[-1][0] == f"서울전자{small - 1}"
        assert said(reading)


def test_a_part_in_utf8_beyond_the_sample_is_found(tmp_path):
    many = [KOREAN[0], *KOREAN[1:] * 80]
    reading = read_one(tmp_path, text(many).encode("cp949") + text(KOREAN[1:] * 40).encode())
    assert cells(reading)[-1] == KOREAN[-1]
    assert "2,400 lines are utf-8 and 4,801 cp949" in said(reading)[0]


def test_letters_that_lost_bytes_are_no_other_encoding(tmp_path):
    torn = b"".join(f"한빛무역{at},김민".encode()[:-1] + b",0100000\n" for at in range(5))
    reading = read_one(tmp_path, text(KOREAN).encode() + torn)
    assert [reason for _, reason in aside(reading)] == ["unreadable"] * 5
    assert not said(reading)


def test_a_line_in_neither_encoding_is_set_aside(tmp_path):
    content = text(KOREAN).encode() + b"\xff\xfe\xfd,x,010\n" + text(KOREAN[1:]).encode("cp949")
    reading = read_one(tmp_path, content)
    assert aside(reading) == [(62, "unreadable")]
    assert len(cells(reading)) == 120


def test_joined_files_of_an_unknown_encoding_are_refused_with_the_line(tmp_path):
    odd = b"\x81\x8d\x8f\x90\x9d\xff\xfe\x81,\x90\x81\xa0\x9d\x8f\xff,2\n" * 60
    with pytest.raises(InputRefused, match=r"list\.csv:62: the file mixes UTF-8 with an encoding that cannot be told"):
        read_one(tmp_path, text(KOREAN).encode() + odd)


def test_a_named_encoding_that_lines_are_not_in_is_refused_with_the_first_of_them(tmp_path):
    content = text(KOREAN).encode() + text(KOREAN).encode("cp949")
    with pytest.raises(InputRefused, match=r"list\.csv:62: 61 lines are not utf-8, this is the first"):
        read_one(tmp_path, content, encoding="utf-8")


@pytest.mark.parametrize("second", ["utf-8-sig", "cp949"])
def test_the_mark_of_one_of_the_joined_files_is_heard_for_no_other(tmp_path, second):
    reading = read_one(tmp_path, text(KOREAN).encode("utf-8-sig") + text(KOREAN).encode(second))
    assert cells(reading) == KOREAN[1:] * 2
    assert aside(reading) == [(len(KOREAN) + 1, "repeated_header")]
    assert bool(said(reading)) == (second == "cp949")


def test_a_mark_in_the_middle_is_no_letter_of_a_name(tmp_path):
    reading = read_one(tmp_path, text(KOREAN).encode("utf-8-sig") + text(KOREAN[1:]).encode("utf-8-sig"))
    assert cells(reading) == KOREAN[1:] * 2
