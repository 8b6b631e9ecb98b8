"""A supplier names somebody else: what was the former person's alone goes, what is the company's stays."""

import pytest

from tests.pipeline.care_desk import SCHOOLS
from tests.pipeline.supplier import answer, names

HEAD = "학원명,담당자,직책,부서,휴대폰,대표전화,직통전화,이메일,주소,기준일자"
FORMER = (
    "가온학원",
    "김민준",
    "원장",
    "교무부",
    "010-0310-0001",
    "02-555-0100",
    "02-555-0111",
    "kim@gaon.kr",
    "서울 중구 세종대로 1",
)
OTHER = ("나래학원", "이서연", "원장", "", "010-0310-0002", "", "", "lee@narae.kr", "서울 중구 세종대로 2")
WHO, NEW = "김민준", "박도윤"
LATER = "2026-11-12"


def deliver(desk, *rows, day="2026-11-02"):
    file = desk.write(f"in/l-{day}.csv", HEAD, *((*row, day) for row in rows))
    return desk.run("prequalify", file, "-p", SCHOOLS, "--list", "l", as_of=f"{day}T08:00")


@pytest.fixture
def listed(desk):
    deliver(desk, FORMER, OTHER)
    return desk


def cards(desk):
    """Each person as `explain` shows it: name, title …; numbers."""
    return sorted(desk.say("explain", lead)[0].split("  ", 1)[1] for lead in names(desk))


def card(desk, lead):
    return desk.say("explain", lead)[0].split("  ", 1)[1]


def lead_of(desk, who=WHO):
    return next(lead for lead, person in names(desk).items() if person == who)


def test_a_new_person_has_the_companys_number_and_nothing_of_the_former_ones(listed):
    lead = lead_of(listed)
    told = answer(listed, LATER, {WHO: ("changed", {"new_person": NEW})})
    assert card(listed, lead) == f"{NEW}, 가온학원; 02-555-0100"
    assert card(listed, lead_of(listed, "이서연")) == "이서연, 원장, 나래학원, lee@narae.kr; 010-0310-0002"
    assert any("1 answer names another person" in one for one in told["warnings"])
    assert listed.run("store", "check")["counts"]["leads_differing"] == 0


def test_what_the_answer_gives_is_the_new_persons(listed):
    lead = lead_of(listed)
    answer(listed, LATER, {WHO: ("changed", {"new_person": NEW, "new_title": "원장", "new_number": "010-0310-7777"})})
    assert card(listed, lead) == f"{NEW}, 원장, 가온학원; 010-0310-7777, 02-555-0100"


def test_the_same_name_spelled_otherwise_is_the_same_person(listed):
    lead = lead_of(listed)
    told = answer(listed, LATER, {WHO: ("changed", {"new_person": "김 민준"})})
    assert card(listed, lead) == "김 민준, 원장, 교무부, 가온학원, kim@gaon.kr; 010-0310-0001, 02-555-0111, 02-555-0100"
    assert not any("another person" in one for one in told["warnings"])


def test_a_list_that_goes_on_telling_the_former_person_brings_nothing_of_theirs_back(listed):
    lead = lead_of(listed)
    answer(listed, LATER, {WHO: ("changed", {"new_person": NEW})})
    deliver(listed, (*FORMER[:7], "kim2@gaon.kr", FORMER[8]), OTHER, day="2026-11-16")
    assert card(listed, lead) == f"{NEW}, 가온학원; 02-555-0100"


def test_a_list_that_names_another_person_speaks_for_that_one(listed):
    lead = lead_of(listed)
    answer(listed, LATER, {WHO: ("changed", {"new_person": NEW})})
    new = ("가온학원", NEW, "원장", "", "010-0310-8888", "02-555-0100", "", "park@gaon.kr", FORMER[8])
    deliver(listed, new, OTHER, day="2026-11-16")
    assert card(listed, lead) == f"{NEW}, 원장, 가온학원, park@gaon.kr; 010-0310-8888, 02-555-0100"


def test_letters_go_to_the_company_and_name_nobody_else_than_the_new_person(listed):
    answer(listed, LATER, {WHO: ("changed", {"new_person": NEW, "new_title": "원장"})})
    listed.build("2026-11-23", as_of="2026-11-20T08:00")
    files = [path for folder in ("queues", "mailings") for path in listed.root.glob(f"{folder}/**/*.csv")]
    rows = [row for path in files for row in listed.read(path.relative_to(listed.root))]
    told = " ".join(text for row in rows for text in row.values())
    assert [row["address"] for row in rows if row.get("person") == NEW] == [FORMER[8]]
    assert not [one for one in ("0310-0001", "0111", "kim@", WHO) if one in told]


def test_whoever_is_left_without_a_number_is_called_by_nobody_and_told(desk):
    deliver(desk, (*FORMER[:5], "", "", *FORMER[7:]), OTHER)
    lead = lead_of(desk)
    told = answer(desk, LATER, {WHO: ("changed", {"new_person": NEW, "new_title": "원장"})})
    assert card(desk, lead) == f"{NEW}, 원장, 가온학원; no number"
    assert any("no number now" in one for one in told["warnings"])
    deliver(desk, (*FORMER[:5], "", "", *FORMER[7:]), OTHER, day="2026-11-16")
    assert card(desk, lead) == f"{NEW}, 원장, 가온학원; no number"
    desk.run("split", "--on", "2026-11-23", as_of="2026-11-20T08:00")
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


def test_an_undone_answer_brings_the_former_person_back(listed):
    lead, before = lead_of(listed), cards(listed)
    batch = answer(listed, LATER, {WHO: ("changed", {"new_person": NEW})})["batch"]
    assert card(listed, lead).startswith(NEW)
    listed.run("batches", "undo", batch)
    assert cards(listed) == before


def test_whoever_came_after_somebody_can_be_forgotten_verified_again_and_told_anew(desk):
    deliver(desk, (*FORMER[:5], "", "", *FORMER[7:]), OTHER)
    lead = lead_of(desk)
    answer(desk, LATER, {WHO: ("changed", {"new_person": NEW, "new_title": "원장"})})
    desk.run("prequalify", "--again", "-p", SCHOOLS, as_of="2026-11-13T08:00")
    assert card(desk, lead) == f"{NEW}, 원장, 가온학원; no number"
    desk.run("verify", "export", "--supplier", "Other Data", as_of="2026-11-13T08:00")
    desk.run("store", "compact", as_of="2026-11-13T09:00")
    answer(desk, "2026-11-14", {WHO: ("changed", {"new_number": "010-0310-6666"})}, supplier="Late")
    assert card(desk, lead) == f"{NEW}, 원장, 가온학원; 010-0310-6666"
    desk.run("forget", lead, "--by", "desk", "--why", "asked", code=5, as_of="2026-11-15T09:00")
    assert "forgotten" in desk.say("explain", lead)[0]
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0
