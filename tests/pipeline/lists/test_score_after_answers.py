"""What an answer does not touch keeps its points: the score changes by what was told, and by nothing else."""

import polars as pl
import pytest

from telebatch.model.tables import LISTED
from tests.pipeline.supplier import answer, deliver

HEAD = "학원명,담당자,직책,휴대폰,전화2,이메일,수신동의,동의일,직원수"
#: The second and the third differ in their titles alone, the first and the fourth in consent.
ROWS = (
    ("가온학원", "김민준", "실장", "010-0310-0001", "02-6210-0001", "t1@example.com", "Y", "2026-10-01", "12"),
    ("나래학원", "이서연", "실장", "010-0310-0002", "02-6210-0002", "t2@example.com", "Y", "2026-10-01", "12"),
    ("다솜학원", "박도윤", "원장", "010-0310-0003", "02-6210-0003", "t3@example.com", "Y", "2026-10-01", "12"),
    ("라온학원", "최지우", "실장", "010-0310-0004", "02-6210-0004", "t4@example.com", "N", "", "12"),
)


@pytest.fixture
def listed(desk):
    deliver(desk, ROWS, "2026-11-10", HEAD)
    return desk


def scores(desk):
    """Scores of each person's lead, in the order of the words told."""
    rows = desk.facts(LISTED).sort("lead_key", "told_on", "batch", nulls_last=False)
    found = rows.group_by("lead_key", maintain_order=True).agg(pl.col("score"))["score"].to_list()
    return dict(zip((row[1] for row in ROWS), found, strict=True))


def test_an_answer_that_changes_nothing_leaves_the_score_as_it_was(listed):
    (first,), (refused,) = scores(listed)["김민준"], scores(listed)["최지우"]
    assert first == refused + 10
    answer(listed, "2026-11-20", {"김민준": "confirmed", "최지우": "confirmed"})
    assert (scores(listed)["김민준"], scores(listed)["최지우"]) == ([first, first], [refused, refused])
    assert any(
        f"{first} (" in line and "consent on record +10" in line for line in listed.say("explain", "010-0310-0001")
    )


def test_what_an_answer_left_alone_is_told_of_as_before(listed):
    """By its points alone a number would be a consent that nobody gave."""
    deliver(listed, (("마솜학원", "정하나", "", "", "02-6210-0009", "", "", "", ""),), "2026-11-11", HEAD)
    answer(listed, "2026-11-20", {"정하나": "confirmed"})
    told = [line for line in listed.say("explain", "02-6210-0009") if "score" in line]
    assert len(told) == 2, told
    assert all("own number +10, name known +10" in line for line in told), told


def test_a_changed_title_changes_its_own_part_of_the_score_and_no_other(listed):
    (twin,) = scores(listed)["박도윤"]
    answer(listed, "2026-11-20", {"이서연": ("changed", {"new_title": "원장"})})
    assert scores(listed)["이서연"][-1] == twin > scores(listed)["이서연"][0]


def test_answers_of_several_days_in_one_file_or_in_several_add_up_alike(listed):
    (before,), (twin,) = scores(listed)["이서연"], scores(listed)["박도윤"]
    answer(listed, "2026-11-15", {"이서연": ("changed", {"new_title": "원장"})})
    answer(listed, "2026-11-18", {"이서연": "confirmed"})
    answer(listed, "2026-11-20", {"이서연": ("changed", {"new_title": "실장"})})
    assert scores(listed)["이서연"] == [before, twin, twin, before]


def test_a_title_corrected_by_hand_changes_its_own_part_too(listed):
    (twin,) = scores(listed)["박도윤"]
    lead = listed.leads()["010-0310-0002"]
    listed.run("lead", "set", lead, "title=원장", "--by", "kim", "--why", "told on the phone")
    assert scores(listed)["이서연"][-1] == twin


def test_a_delivery_without_the_number_has_no_points_for_it(listed):
    """By its points alone the missing title and post would be a mobile and a consent that nobody gave."""
    deliver(listed, (("나래학원", "이서연", "실장", "", "", "", "", "", ""),), "2026-11-12", HEAD)
    told = [line for line in listed.say("explain", "010-0310-0002") if "no phone number" in line]
    assert len(told) == 1, told
    assert "name known +10" in told[0]
    assert "mobile" not in told[0]
    assert "consent" not in told[0]
