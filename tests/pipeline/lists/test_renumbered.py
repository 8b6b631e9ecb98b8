"""A redelivery that gives known people other numbers, or none, says what follows from it."""

import pytest

from tests.pipeline.care_desk import SCHOOLS

HEAD = "관리번호,학원명,담당자,직책,휴대폰,기준일자"
OLD, NEW = "010-0310-0001", "010-0310-0009"


def deliver(desk, *numbers, day):
    names = ("김민준", "이서연", "박도윤")
    rows = [(f"A{n}", f"학원{n}", names[n], "원장", number, day) for n, number in enumerate(numbers)]
    file = desk.write(f"in/l-{day}.csv", HEAD, *rows)
    return desk.run("prequalify", file, "-p", SCHOOLS, "--list", "l", as_of=f"{day}T08:00")


@pytest.fixture
def listed(desk):
    deliver(desk, OLD, "010-0310-0002", "010-0310-0003", day="2026-11-02")
    return desk


def notes(told, words):
    return [one for one in told["warnings"] if words in one]


def test_whoever_comes_with_another_number_than_the_one_not_to_be_called_is_told_with_the_remedy(listed):
    listed.run("suppress", "add", OLD, "--by", "desk", as_of="2026-11-03T08:00")
    told = deliver(listed, NEW, "010-0310-0002", "010-0310-0008", day="2026-11-09")
    (said,) = notes(told, "another number than one that is not to be called")
    who = listed.person_of(listed.leads()[NEW])
    assert "1 person comes" in said
    assert f"telebatch suppress add --person {who}" in said
    assert any("an earlier number of this person" in line for line in listed.say("explain", NEW))
    assert not any("an earlier number" in line for line in listed.say("explain", "010-0310-0008"))


def test_a_request_that_is_over_or_names_the_person_is_not_told(listed):
    listed.run("suppress", "add", "010-0310-0003", "--by", "desk", "--until", "2026-11-05", as_of="2026-11-03T08:00")
    who = listed.person_of(listed.leads()[OLD])
    listed.run("suppress", "add", "--person", who, "--by", "desk", as_of="2026-11-03T08:00")
    told = deliver(listed, NEW, "010-0310-0002", "010-0310-0008", day="2026-11-09")
    assert not notes(told, "another number")


def test_a_delivery_without_the_numbers_of_known_people_says_how_many_and_where_to_look(listed):
    told = deliver(listed, "", "", "010-0310-0003", day="2026-11-09")
    (said,) = notes(told, "without a number")
    assert "2 people known before come without a number that can be called, and so are called no more" in said
    assert "rejected.csv" in said
    assert not notes(deliver(listed, OLD, "010-0310-0002", "010-0310-0003", day="2026-11-16"), "without a number")
