"""What is said about how to read a result file is heeded, and kept for whenever the file is read again."""

import json

import polars as pl
import pytest
import xlsxwriter

from telebatch.model.tables import ATTEMPTS, LISTS, READ_AS
from tests.pipeline.nights import facts
from tests.pipeline.small import HEAD, centre, listed, told, write

AT = "2026-11-20T08:00"
CALL = "2026-11-16,10:05,010-2001-0001,,김하늘,관심,,\n"


@pytest.fixture
def desk(tmp_path):
    return listed(centre(tmp_path))


def sent(folder, name, content, *said):
    path = folder / "inbox/team" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return told(folder, "ingest", str(path), *said, as_of=AT)


def test_a_named_encoding_goes_before_the_guess(desk):
    code, answer = sent(desk, "day.csv", (HEAD + CALL).encode("utf-16-le"), "--encoding", "utf-16-le")
    assert (code, answer["counts"]["attempts"]) == (0, 1)
    assert facts(desk, READ_AS)["read_as"].to_list() == ['{"encoding": "utf-16-le"}']


def test_an_encoding_that_there_is_not_is_refused_by_name(desk):
    code, answer = sent(desk, "day.csv", (HEAD + CALL).encode(), "--encoding", "klingon")
    assert code == 3
    assert "no such encoding: klingon" in str(answer["warnings"])


def book(folder, **sheets):
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as whole:
        for name, lines in sheets.items():
            page = whole.add_worksheet(name)
            for at, line in enumerate(lines.splitlines()):
                page.write_row(at, 0, line.split(","))
    return path.read_bytes()


def test_one_sheet_is_read_alone(desk):
    content = book(desk, mon=HEAD + CALL, tue=HEAD + CALL.replace("0001", "0002"))
    _, answer = sent(desk, "book.xlsx", content, "--sheet", "tue")
    assert (answer["counts"]["attempts"], answer["counts"]["records"]) == (1, 1)


def test_what_was_not_said_is_not_kept(desk):
    sent(desk, "day.csv", (HEAD + CALL).encode())
    assert facts(desk, READ_AS).height == 0


#: Somebody else at the number of the first person.
SHARED = "관리번호,학원명,담당자,직책,휴대폰\nB1,라라학원,박세미,원장,010-2001-0001\n"


@pytest.mark.parametrize("said", [("--encoding", "utf-16-le"), ("--sheet", "tue")])
def test_a_file_that_an_undo_matches_anew_is_read_as_it_was_said(desk, said):
    write(desk, "lists/more.csv", SHARED)
    told(desk, "prequalify", str(desk / "lists/more.csv"), "-p", "cards", "--list", "more", as_of="2026-11-03T09:00")
    (other,) = facts(desk, LISTS).filter(pl.col("list") == "more")["batch"].to_list()
    if said[0] == "--sheet":
        name, content = "book.xlsx", book(desk, mon=HEAD + CALL.replace("0001", "0002"), tue=HEAD + CALL)
    else:
        name, content = "day.csv", (HEAD + CALL).encode("utf-16-le")
    _, answer = sent(desk, name, content, *said)
    assert answer["counts"]["records"] == answer["counts"]["quarantined"] == 1, "two people have the number"
    code, _ = told(desk, "batches", "undo", str(other), as_of=AT)
    (number,) = facts(desk, ATTEMPTS)["number"].to_list()
    assert (code, number) == (0, 821020010001)
    (kept,) = facts(desk, READ_AS)["read_as"].to_list()
    assert json.loads(kept) == {said[0].removeprefix("--"): said[1]}
