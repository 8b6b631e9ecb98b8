"""Answers that a list outranks: whose title was told later than the answer was found, and that they are asked anew."""

import pytest

from tests.pipeline.supplier import ROWS, answer, deliver, names


def older(told):
    return [note for note in told["warnings"] if "older than the list" in note]


@pytest.fixture
def listed(desk):
    """Two unknown key persons and a presumed one, listed on the 9th."""
    deliver(desk, ROWS, "2026-11-09")
    return desk


def test_answers_older_than_the_list_are_told_by_lead(listed):
    found = {
        person: (word, {"answered_on": "2026-11-05"}) for person, word in (("김민준", "confirmed"), ("박도윤", "left"))
    }
    told = answer(listed, "2026-11-12", {**found, "이서연": "confirmed"})
    leads = {person: lead for lead, person in names(listed).items()}
    (said,) = older(told)
    assert f"2 answers older than the list that tells of the person ({leads['김민준']}, {leads['박도윤']})" in said
    assert told["counts"]["now_callable"] == 1


def test_an_answer_after_the_list_or_before_one_that_repeats_the_title_is_not(listed):
    assert older(answer(listed, "2026-11-12", {"김민준": "not found"})) == []
    deliver(listed, ROWS, "2026-11-16")
    late = {person: ("left", {"answered_on": "2026-11-12"}) for person in ("이서연", "박도윤")}
    assert older(answer(listed, "2026-11-18", late, supplier="Slow Post")) == []


def test_an_answer_that_a_later_answer_outranks_is_told_as_that_alone(listed):
    answer(listed, "2026-11-12", {"김민준": "confirmed"})
    told = answer(listed, "2026-11-13", {"김민준": ("left", {"answered_on": "2026-11-05"})}, supplier="Slow Post")
    assert older(told) == []
    assert any("older than one already known" in note for note in told["warnings"])


def test_whoever_a_list_tells_of_since_the_answer_is_asked_again(listed):
    answer(listed, "2026-11-12", {"김민준": ("confirmed", {"answered_on": "2026-11-05"}), "이서연": "not found"})
    told = listed.run("verify", "export", "--supplier", "Korea Data")
    assert [row["person"] for row in listed.read(told["files"][0])] == ["김민준"]
