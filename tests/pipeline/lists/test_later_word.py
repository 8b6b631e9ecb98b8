"""What was observed later holds, whatever arrived later: lists, suppliers and corrections in every order."""

import itertools

import pytest

from tests.pipeline.care_desk import SCHOOLS
from tests.pipeline.supplier import HEAD, ROWS, answer, deliver, known, names

WHO = "김민준"
TITLE_AND_NUMBER = {"new_title": "원장", "new_number": "010-0310-7777"}
#: Day observed → what a supplier tells.
TOLD = {
    "2026-11-05": ("changed", {"new_title": "데스크", "new_number": "010-0310-7771"}),
    "2026-11-06": ("changed", {"new_title": "원장"}),
    "2026-11-07": ("changed", {"new_number": "010-0310-7773"}),
    "2026-11-08": "confirmed",
}


@pytest.fixture
def asked(desk):
    """Two unknown key persons and a presumed one, listed on the 2nd."""
    deliver(desk, ROWS, "2026-11-02")
    return desk


def card(desk):
    """The person as `explain` shows it: title and numbers in dialling order."""
    lead = next(lead for lead, person in names(desk).items() if person == WHO)
    shown = desk.say("explain", lead)[0].split("  ", 1)[1]
    told, numbers = shown.split("; ")
    return told.split(", ")[1], tuple(numbers.split(", "))


def stands(desk):
    row = known(desk)[WHO]
    told = ("key_person_state", "key_person_on", "is_key_person", "verdict", "seniority", "score", "status")
    return {name: row[name] for name in told}


@pytest.mark.parametrize("order", list(itertools.permutations(TOLD)))
def test_answers_in_any_order_of_arrival_make_the_same_person(asked, order):
    for arrival, day in enumerate(order):
        said = TOLD[day]
        word, beside = (said, {}) if isinstance(said, str) else said
        answer(asked, f"2026-11-{20 + arrival}", {WHO: (word, {**beside, "answered_on": day})})
    assert card(asked) == ("원장", ("010-0310-7773", "010-0310-7771", "010-0310-0001"))
    told = stands(asked)
    assert (told["key_person_state"], str(told["key_person_on"]), told["verdict"]) == (
        "verified", "2026-11-08", "callable",
    )  # fmt: skip
    assert told["seniority"] == "own"
    assert asked.run("store", "check")["counts"]["leads_differing"] == 0


def test_an_older_answer_that_comes_late_changes_nothing_and_tells_so(asked):
    answer(asked, "2026-11-12", {WHO: ("changed", TITLE_AND_NUMBER)})
    before = (card(asked), stands(asked))
    late = ("changed", {"new_title": "데스크", "answered_on": "2026-11-06"})
    counts = answer(asked, "2026-11-14", {WHO: late}, supplier="Slow Post")["counts"]
    assert (counts["changed"], counts["leads_decided"], counts["now_callable"]) == (1, 1, 0)
    assert (card(asked), stands(asked)) == before


@pytest.mark.parametrize("undone", [0, 1])
def test_of_two_answers_the_one_that_is_left_holds_after_undo(asked, undone):
    first = answer(asked, "2026-11-12", {WHO: ("changed", TITLE_AND_NUMBER)})["batch"]
    late = ("changed", {"new_title": "데스크", "answered_on": "2026-11-06"})
    second = answer(asked, "2026-11-14", {WHO: late}, supplier="Slow Post")["batch"]
    asked.run("batches", "undo", (first, second)[undone])
    title, numbers = card(asked)
    assert title == ("데스크", "원장")[undone]
    assert numbers[0] == ("010-0310-0001", "010-0310-7777")[undone]
    assert known(asked)[WHO]["key_person_state"] == ("not_key_person", "verified")[undone]
    assert asked.run("store", "check")["counts"]["leads_differing"] == 0


def test_a_list_that_repeats_itself_keeps_the_title_and_number_a_supplier_told(asked):
    answer(asked, "2026-11-05", {WHO: ("changed", TITLE_AND_NUMBER)})
    told = deliver(asked, ROWS, "2026-11-09")
    assert card(asked) == ("원장", ("010-0310-7777", "010-0310-0001"))
    assert not [file for file in told["files"] if file.endswith("changes.csv")]


def test_a_list_that_tells_something_new_later_speaks_again(asked):
    answer(asked, "2026-11-05", {WHO: ("changed", TITLE_AND_NUMBER)})
    deliver(asked, [("가온학원", WHO, "부원장", "010-0310-0009"), *ROWS[1:]], "2026-11-09")
    assert card(asked) == ("부원장", ("010-0310-0009",))


@pytest.mark.parametrize("late", [False, True])
def test_an_older_list_that_comes_late_does_not_overwrite_a_newer_one(desk, late):
    days = ["2026-10-01", "2026-11-02"]
    for day in reversed(days) if late else days:
        row = (
            ("가온학원", WHO, "원장", "010-0310-0001")
            if day == days[1]
            else ("가온학원", WHO, "데스크", "010-0310-0001 / 02-555-0111")
        )
        file = desk.write(f"in/{day}.csv", HEAD, row)
        desk.run("prequalify", file, "-p", SCHOOLS, "--list", "l", "--received-on", day, as_of="2026-11-20T08:00")
    lead = desk.states()
    assert lead.height == 1
    shown = desk.say("explain", "010-0310-0001")[0]
    assert shown.endswith("김민준, 원장, 가온학원; 010-0310-0001")
    assert lead.row(0, named=True)["key_person_state"] == "presumed"


def test_an_older_whole_list_that_comes_late_withdraws_nobody_whom_a_newer_one_holds(asked):
    file = asked.write("in/old.csv", HEAD, *ROWS[1:])
    old = ("--list", "l", "--received-on", "2026-10-01", "--withdraw-missing")
    assert asked.run("prequalify", file, "-p", SCHOOLS, *old)["counts"]["withdrawn"] == 0
    assert known(asked)[WHO]["status"] == "open"


def test_a_title_set_by_hand_holds_against_an_earlier_answer_and_a_list_that_repeats_itself(asked):
    answer(asked, "2026-11-05", {WHO: ("changed", {"new_title": "데스크"})})
    lead = next(lead for lead, person in names(asked).items() if person == WHO)
    hand = ("--by", "kim", "--why", "her card says so")
    asked.run("lead", "set", lead, "title=원장", "number=010-0310-8888", *hand, as_of="2026-11-06T09:00")
    deliver(asked, ROWS, "2026-11-09")
    assert card(asked) == ("원장", ("010-0310-8888", "010-0310-0001"))
    told = stands(asked)
    assert (told["key_person_state"], str(told["key_person_on"])) == ("presumed", "2026-11-06")
    answer(asked, "2026-11-10", {WHO: ("changed", {"new_title": "비서"})})
    assert card(asked)[0] == "비서"
    assert stands(asked)["key_person_state"] == "not_key_person"
    assert asked.run("store", "check")["counts"]["leads_differing"] == 0


def test_an_undone_answer_is_listed_as_a_change_of_the_key_person(asked):
    batch = answer(asked, "2026-11-05", {WHO: "confirmed"})["batch"]
    told = asked.run("batches", "undo", batch)
    assert told["counts"]["leads_changed"] == 1
    (path,) = [name for name in told["files"] if name.startswith("undone/")]
    (row,) = asked.read(path)
    assert (row["field"], row["before"], row["after"]) == ("key_person_state", "verified", "unknown")


SAME_DAY = {
    "one of them found nobody": ("confirmed", "left", "verified", True),
    "one of them tells another title": ("confirmed", ("changed", {"new_title": "데스크"}), "not_key_person", False),
    "a change and nobody there": (("changed", {"new_title": "원장"}), "closed", "verified", True),
}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", SAME_DAY)
def test_of_two_suppliers_on_one_day_the_same_answer_holds_in_either_order_and_both_are_paid(asked, case, turned):
    *said, state, decides = SAME_DAY[case]
    first, second = zip(("Alpha", "Beta"), said, strict=True)
    first, second = (second, first) if turned else (first, second)
    warned = answer(asked, "2026-11-12", {WHO: first[1]}, "--cost", "100 KRW", supplier=first[0])["warnings"]
    assert not any("same day" in one for one in warned)
    warned = answer(asked, "2026-11-12", {WHO: second[1]}, "--cost", "130 KRW", supplier=second[0])["warnings"]
    assert any("1 person of whom another supplier told otherwise on the same day (P" in one for one in warned)
    told = stands(asked)
    assert (told["key_person_state"], told["is_key_person"]) == (state, decides)
    paid = asked.run("verify", "yield")["answer"]
    assert {name: (one["answered"], one["cost"]) for name, one in paid.items()} == {
        first[0]: (1, "100 KRW"), second[0]: (1, "130 KRW"),
    }  # fmt: skip
    assert asked.run("store", "check")["counts"]["leads_differing"] == 0


def test_two_suppliers_who_say_the_same_on_one_day_are_not_told(asked):
    answer(asked, "2026-11-12", {WHO: "confirmed"}, supplier="Alpha")
    warned = answer(asked, "2026-11-12", {WHO: "confirmed"}, supplier="Beta")["warnings"]
    assert not any("same day" in one for one in warned)
