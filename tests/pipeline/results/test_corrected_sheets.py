"""A sheet that a person put right and sent again: which word of a call counts, in whatever order the two come."""

import json

import pytest

from telebatch.model.tables import ATTEMPTS
from tests.pipeline.nights import EVENING, facts, is_sound, states
from tests.pipeline.small import HEAD, run, told, write

#: A day's sheet without any call time, and the same with the first result put right.
SHEET = "날짜,전화번호,상담원,통화결과\n2026-11-16,010-2001-0001,김하늘,부재\n2026-11-16,010-2001-0002,김하늘,관심\n"
RIGHT = SHEET.replace("부재", "거절")
#: A day with times, and of it the one row that was wrong, put right.
DAY = HEAD + "2026-11-16,10:05,010-2001-0001,,김하늘,부재,,\n2026-11-16,17:30,010-2001-0002,,김하늘,관심,,\n"
PART = HEAD + "2026-11-16,10:05,010-2001-0001,,김하늘,거절,,\n"
ORDERS = ((0, 1), (1, 0))


def send(folder, name, text, *words):
    return told(folder, "ingest", write(folder, f"inbox/team/{name}", text), *words, as_of=EVENING)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", ["day (1).csv", "day_v2.csv", "day 수정본.csv", "day-2026-11-17.csv"])
@pytest.mark.parametrize("texts", [(SHEET, RIGHT), (RIGHT, SHEET)])
def test_the_one_whose_name_says_that_it_is_later_counts(folder, order, name, texts):
    files = (("day.csv", texts[0]), (name, texts[1]))
    ended = [send(folder, *files[at]) for at in order]
    assert [code for code, _ in ended] == [0, 5 if order == (1, 0) else 0], ended[1]
    assert states(folder)[1]["last_outcome"] == ("call.refused" if texts[1] == RIGHT else "call.no_answer")
    assert facts(folder, ATTEMPTS)["attempt_key"].n_unique() == 2
    assert is_sound(folder)


@pytest.mark.parametrize("order", ORDERS)
def test_a_corrected_part_of_a_day_counts_where_its_name_says_so(folder, order):
    files = (("day.csv", DAY), ("day corrected.csv", PART))
    ended = [send(folder, *files[at]) for at in order]
    assert [answer["counts"]["replaced"] for _, answer in ended] == [0, 1 if order == (0, 1) else 0]
    assert states(folder)[1]["last_outcome"] == "call.refused"


def test_a_part_of_a_day_whose_word_is_outdone_by_the_whole_is_told(folder):
    send(folder, "day.csv", DAY)
    code, answer = send(folder, "morning.csv", PART)
    assert code == 5
    (said,) = [line for line in answer["warnings"] if "told otherwise" in line]
    assert "by a file whose last call is later, so that its word stays: 1" in said
    assert "--exported" in said
    assert states(folder)[1]["last_outcome"] == "call.no_answer"


def test_what_the_remedy_says_settles_it(folder):
    send(folder, "day.csv", SHEET)
    _, answer = send(folder, "day again.csv", RIGHT)
    (said,) = [line for line in answer["warnings"] if "told otherwise" in line]
    assert "nothing that says which file is the later: 1; this file's word counts for" in said
    assert run(folder, "batches", "undo", answer["batch"], as_of=EVENING)[0] == 0
    code, answer = send(folder, "day again.csv", RIGHT, "--exported", "2026-11-17T09:00")
    assert (code, answer["counts"]["replaced"]) == (0, 1), answer
    assert states(folder)[1]["last_outcome"] == "call.refused"


@pytest.mark.parametrize(
    ("time", "words"), [("yesterday", "cannot read the time 'yesterday'"), ("2026-12-24T09:00", "has not come yet")]
)
def test_a_time_that_cannot_be_meant_is_wrong_usage(folder, time, words):
    path = write(folder, "inbox/team/day.csv", SHEET)
    code, _, err = run(folder, "ingest", path, "--exported", time, as_of=EVENING)
    assert (code, "--exported" in err, words in err) == (2, True, True), err


@pytest.mark.parametrize("order", ORDERS)
def test_a_review_names_every_file_that_told_its_calls_and_the_attempts_of_these_add_up(folder, order):
    files = (("day.csv", DAY), ("day corrected.csv", DAY.replace("부재", "거절")))
    for at in order:
        send(folder, *files[at])
    assert run(folder, "report", "-p", "cards", "--period", "2026-W47", "--format", "json", as_of=EVENING)[0] == 0
    sums = json.loads((folder / "reports/cards/2026-W47.json").read_text(encoding="utf-8"))["reconciliation"]
    assert {line["file"] for line in sums["files"]} == {"inbox/team/day.csv", "inbox/team/day corrected.csv"}
    assert sum(line["attempts"] for line in sums["files"]) == sums["attempts"] == 2
