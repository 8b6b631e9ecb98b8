"""What a web page writes for letters (`&amp;`, `&nbsp;`) is read as these, in files of every kind; `AT&T` stays."""

import io
import json

import pytest
import xlsxwriter

from tests.read.reading import aside, cells, read_one

HEAD = ("회사", "이름", "전화")
WRITTEN = ("A &amp; B", "O&#39;Neil", "010&nbsp;1234&nbsp;5678")
READ = ("A & B", "O'Neil", "010 1234 5678")


def _csv(*rows):
    return "".join(",".join(row) + "\n" for row in rows)


def _book(*rows):
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return held.getvalue()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&quot;Best&quot; Ltd", '"Best" Ltd'),
        ("&#xAC00;&#45208;", "가나"),
        ("M&uuml;ller &AMP; Co", "Müller & Co"),
        ("A &amp;amp; B", "A & B"),
        ("A&nbsp;B&#160;C", "A B C"),
        ("AT&T", "AT&T"),
        ("R&D센터", "R&D센터"),
        ("AT&T &amp; Co", "AT&T & Co"),
        ("Smith &Partner; Co", "Smith &Partner; Co"),
        ("P&G&copy", "P&G&copy"),
        ("&;&#;&#x;", "&;&#;&#x;"),
        ("가온<br>학원", "가온 학원"),
        ("가온<BR />학원", "가온 학원"),
        ("<b>가온</b>", "가온"),
        ('<a href="tel:0212345678">02-1234-5678</a>', "02-1234-5678"),
        ("&lt;br&gt;가온", " 가온"),
        ("Kim <a@b.kr>", "Kim <a@b.kr>"),
        ("가온 <1> <대표> a<b", "가온 <1> <대표> a<b"),
    ],
)
def test_a_sign_of_web_pages_is_the_letter_it_stands_for(tmp_path, written, read):
    content = _csv(HEAD, ("가온 &lt;1&gt;", "김하나", "1"), ('"' + written.replace('"', '""') + '"', "이두리", "2"))
    assert cells(read_one(tmp_path, content))[1][0] == read


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "json"])
def test_files_of_every_kind_are_read_so_and_that_is_told(tmp_path, kind):
    rows = [dict(zip(HEAD, row, strict=True)) for row in (WRITTEN, ("다솜", "박세미", "2"))]
    content = {
        "csv": lambda: _csv(HEAD, WRITTEN, ("다솜", "박세미", "2")),
        "xlsx": lambda: _book(HEAD, WRITTEN, ("다솜", "박세미", "2")),
        "jsonl": lambda: "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
        "json": lambda: json.dumps(rows, ensure_ascii=False),
    }[kind]()
    reading = read_one(tmp_path, content, f"list.{kind}")
    assert cells(reading)[0] == READ
    (told,) = [guess for guess in reading.guesses if "web page" in guess]
    assert told.endswith("such signs are read as the letters they stand for")


def test_rows_that_the_semicolon_of_a_sign_makes_too_long_are_told_with_their_lines(tmp_path):
    rows = [f"회사{n};김{n};010-1234-567{n}" for n in range(5)]
    written = "\n".join(["회사;이름;전화", "AT&amp;T;김하나;010-1234-5678", *rows, "A;B;C;D"])
    reading = read_one(tmp_path, written)
    assert (
        "1 row is too long (line 2) where the semicolon of such a sign parts a cell; "
        "write the letter, as in AT&T, or the cell in quotes, and send them again" in reading.guesses
    )
    assert aside(reading) == [(2, "long_row"), (8, "long_row")]
    quoted = read_one(tmp_path, written.replace("AT&amp;T", '"AT&amp;T"'))
    assert not any("too long" in guess for guess in quoted.guesses)
    assert cells(quoted)[0][0] == "AT&T"


def test_a_list_without_such_signs_says_nothing(tmp_path):
    reading = read_one(tmp_path, _csv(HEAD, ("AT&T", "R&D", "1"), ("A&B;C", "&x;", "2")))
    assert not [guess for guess in reading.guesses if "web page" in guess]
    assert cells(reading) == [("AT&T", "R&D", "1"), ("A&B;C", "&x;", "2")]


@pytest.mark.parametrize("before", [1 << 20, (1 << 20) - 3, (1 << 20) + 3])
def test_one_sign_is_found_wherever_it_stands(tmp_path, before):
    head = "메모,전화\n"
    fill = "가나다라마바사," + "1" * 8 + "\n"
    content = head.encode() + fill.encode() * ((before - 40) // len(fill.encode()))
    content += b"x" * (before - len(content) + len(head.encode())) + b"&amp;,1\n"
    assert cells(read_one(tmp_path, content))[-1][0].endswith("x&")


def test_headings_are_read_so_too(tmp_path):
    assert read_one(tmp_path, "Phone&nbsp;Number,Name &amp; Title\n1,a\n2,b\n").columns == (
        "Phone Number",
        "Name & Title",
    )


def test_what_is_set_aside_stays_as_it_was_written(tmp_path):
    reading = read_one(tmp_path, _csv(HEAD, WRITTEN, ("A &amp; B", "1", "2", "3"), ("나래", "이두리", "2")))
    assert aside(reading) == [(3, "long_row")]
    assert reading.set_aside["raw"].to_list() == ["A &amp; B,1,2,3"]
