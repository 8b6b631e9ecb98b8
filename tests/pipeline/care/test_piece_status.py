"""A log that tells of a return by a word, without a day of it, is heeded as one that tells the day."""

import pytest

from tests.pipeline.small import centre, listed, run, told, write

AT = "2026-11-20T08:00"


@pytest.fixture
def desk(tmp_path):
    return listed(centre(tmp_path))


def taken(folder, log):
    """The answer of `touch`, and what is known of the first person."""
    _, answer = told(folder, "touch", write(folder, "log.csv", log), "-p", "cards", "--medium", "catalogue", as_of=AT)
    return answer, run(folder, "explain", "010-2001-0001", as_of=AT)[1]


HEADS = ("상태", "결과", "처리결과", "status", "Delivery Status", "結果", "状态", "配達状況")
WORDS = ("반송(수취인불명)", "Returned - moved", "bounced", "UNDELIVERABLE", "返送", "退回", "宛先不明", "수취인불명")


@pytest.mark.parametrize(("head", "word"), [*((head, "반송") for head in HEADS), *(("상태", word) for word in WORDS)])
def test_a_word_tells_that_a_piece_came_back(desk, head, word):
    answer, story = taken(desk, f"record_key,발송일,{head}\nA1,2026-11-10,{word}\n")
    assert (answer["counts"]["touches"], answer["counts"]["quarantined"]) == (1, 0)
    assert "2026-11-10        catalogue came back" in story


@pytest.mark.parametrize("word", ["발송", "발송완료", "배달완료", "sent", "Delivered", "発送済み", "已签收", "-", ""])
def test_a_word_for_a_piece_on_its_way_or_none_at_all_changes_nothing(desk, word):
    answer, story = taken(desk, f"record_key,발송일,상태\nA1,2026-11-10,{word}\n")
    assert answer["counts"]["touches"] == 1
    assert not any("not read" in note for note in answer["warnings"])
    assert "came back" not in story


def test_a_word_nobody_knows_waits_in_quarantine_with_what_to_write(desk):
    answer, _ = taken(desk, "record_key,발송일,상태\nA1,2026-11-10,보라색\nA2,2026-11-10,발송\n")
    assert (answer["reasons"], answer["exit_code"]) == ({"status_unknown": 1}, 5)
    assert "write returned, sent or not sent as its status" in (desk / answer["files"][0]).read_text("utf-8-sig")


def test_the_day_of_a_return_goes_before_the_word_and_other_words_beside_it_stop_nothing(desk):
    answer, story = taken(desk, "record_key,발송일,반송일,상태\nA1,2026-11-10,2026-11-17,반송\nA2,2026-11-10,,보라색\n")
    assert answer["counts"]["touches"] == 2
    assert "2026-11-17        catalogue came back" in story


def test_columns_that_nobody_reads_are_said(desk):
    answer, _ = taken(desk, "record_key,발송일,창고,무게\nA1,2026-11-10,서울,3\n")
    assert any(note.endswith("columns not read: 창고, 무게") for note in answer["warnings"])


@pytest.mark.parametrize("word", ["미발송", "not mailed", "Not sent", "未発送", "未寄", "발송취소(주소 없음)"])
@pytest.mark.parametrize("day", ["2026-11-10", ""])
def test_a_piece_that_never_left_reached_nobody(desk, word, day):
    answer, story = taken(desk, f"record_key,발송일,상태\nA1,{day},{word}\nA2,2026-11-10,발송\n")
    assert (answer["counts"]["touches"], answer["counts"]["quarantined"]) == (2, 0)
    assert f"{day or '2026-11-20'}        catalogue came back: {word}" in story


ANSWERS = [("O", True), ("o", True), ("예", True), ("X", False), ("N", False), ("", False)]


@pytest.mark.parametrize(("word", "is_back"), ANSWERS)
@pytest.mark.parametrize("head", ["반송여부", "Returned Y/N", "返送有無"])
def test_whether_it_came_back_may_be_answered_by_yes_and_no(desk, head, word, is_back):
    answer, story = taken(desk, f"record_key,발송일,{head}\nA1,2026-11-10,{word}\n")
    assert (answer["counts"]["touches"], answer["counts"]["quarantined"]) == (1, 0)
    assert ("came back" in story) is is_back


@pytest.mark.parametrize("word", ["O", "예", "보라색"])
def test_yes_alone_is_no_status(desk, word):
    answer, _ = taken(desk, f"record_key,발송일,상태\nA1,2026-11-10,{word}\nA2,2026-11-10,발송\n")
    assert answer["reasons"] == {"status_unknown": 1}


@pytest.mark.parametrize(
    ("columns", "cells", "story"),
    [
        ("발송일,상태", "2026-11-10,반송", "2026-11-10        catalogue came back"),
        ("발송일,반송여부", "2026-11-10,O", "2026-11-10        catalogue came back"),
        ("발송일,상태", ",미발송", "2026-11-20        catalogue came back: 미발송"),
        ("발송일,상태", "2026-11-10,발송", "2026-11-10        catalogue sent"),
    ],
)
def test_ingest_reads_the_words_that_touch_reads(desk, columns, cells, story):
    log = write(desk, "log.csv", f"전화번호,매체,{columns}\n010-2001-0001,catalogue,{cells}\n")
    _, answer = told(desk, "ingest", log, "-p", "cards", as_of=AT)
    assert (answer["counts"]["touches"], answer["counts"]["quarantined"]) == (1, 0)
    assert story in run(desk, "explain", "010-2001-0001", as_of=AT)[1]


def test_a_word_nobody_knows_waits_in_ingest_too(desk):
    rows = "010-2001-0001,catalogue,2026-11-10,보라색\n010-2001-0002,catalogue,2026-11-10,발송\n"
    log = write(desk, "log.csv", f"전화번호,매체,발송일,상태\n{rows}")
    _, answer = told(desk, "ingest", log, "-p", "cards", as_of=AT)
    assert answer["reasons"] == {"status_unknown": 1}
