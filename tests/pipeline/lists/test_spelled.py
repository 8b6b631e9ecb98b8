"""Names of lists and suppliers that differ in capitals or blanks alone are one, and it is said."""

import pytest

from telebatch.model.tables import LISTS, VERIFIED
from tests.pipeline.supplier import HEAD, ROWS, answer, deliver

FAIR = ("--supplier", "Korea Data")


def taken(desk, name, day, *more, rows=ROWS):
    file = desk.write(f"in/{day}.csv", f"{HEAD},기준일자", *((*row, day) for row in rows))
    return desk.run("prequalify", file, "-p", "study-card", "--list", name, *more, as_of=f"{day}T08:00")


@pytest.mark.parametrize("other", ["fair", "FAIR ", "Ｆａｉｒ"])
def test_a_list_of_the_same_name_in_other_letters_is_that_list_and_told(desk, other):
    taken(desk, "Fair", "2026-11-09")
    told = taken(desk, other, "2026-11-16", "--withdraw-missing", rows=ROWS[:2])
    assert told["counts"]["withdrawn"] == 1
    assert f"list {other.strip()}: taken for Fair, which was delivered before" in told["warnings"]
    assert desk.facts(LISTS)["list"].to_list() == ["Fair", "Fair"]
    assert {file.split("/")[1] for file in told["files"]} == {"Fair"}


def test_a_file_that_names_its_list_by_itself_is_that_list_too(desk):
    deliver(desk, ROWS, "2026-11-09", name="Fair")
    file = desk.write("in/fair.csv", HEAD, *ROWS[:1])
    told = desk.run("prequalify", file, "-p", "study-card")
    assert "list fair: taken for Fair, which was delivered before" in told["warnings"]


def test_the_same_file_again_under_the_name_in_other_letters_lacks_nothing(desk):
    taken(desk, "Fair", "2026-11-09", *FAIR)
    again = taken(desk, "fair", "2026-11-09", "--supplier", "korea data")
    assert (again["inputs"][0]["state"], again["warnings"]) == ("same_as_before", [])


def test_another_name_is_another_list(desk):
    taken(desk, "Fair", "2026-11-09", *FAIR)
    told = taken(desk, "Fair 2", "2026-11-16", "--supplier", "Korea Data 2")
    assert not any("taken for" in note for note in told["warnings"])
    assert desk.facts(LISTS)["list"].unique().len() == 2


def test_a_supplier_in_other_letters_is_one_supplier(desk):
    taken(desk, "Fair", "2026-11-09", *FAIR)
    told = taken(desk, "Fair", "2026-11-16", "--supplier", "KOREA DATA")
    assert "supplier KOREA DATA: taken for Korea Data, who delivered or answered before" in told["warnings"]
    assert desk.facts(LISTS)["supplier"].to_list() == ["Korea Data"] * 2
    desk.run("verify", "export", "--supplier", "Korea data", as_of="2026-11-17T08:00")
    answer(desk, "2026-11-18", {"김민준": "confirmed"}, supplier="korea data")
    assert desk.facts(VERIFIED)["supplier"].to_list() == ["Korea Data"]
    first, count = desk.say("verify", "yield")
    assert first.startswith("Korea Data: asked 2, answered 1") and count.split() == ["suppliers", "1"]


def test_a_supplier_who_was_asked_in_other_letters_than_answered_was_asked(desk):
    taken(desk, "Fair", "2026-11-09")
    desk.run("verify", "export", "--supplier", "New data", as_of="2026-11-17T08:00")
    answer(desk, "2026-11-18", {"김민준": "confirmed"}, supplier="new Data")
    first, count = desk.say("verify", "yield")
    assert first.startswith("new Data: asked 2, answered 1") and count.split() == ["suppliers", "1"]


@pytest.mark.parametrize(
    ("option", "name", "says"),
    [
        ("--list", " ", "' ' is no name"), ("--supplier", "-", "'-' is no name"),
        ("--list", "명" * 67, "is too long"),
    ],
)  # fmt: skip
def test_what_names_no_list_and_no_supplier_is_refused(desk, option, name, says):
    file = desk.write("in/one.csv", HEAD, *ROWS)
    told = desk.run("prequalify", file, "-p", "study-card", option, name, code=2)
    assert told["error"][0].startswith(f"{option}: ") and says in told["error"][0]


def test_the_longest_name_of_a_list_makes_its_folder(desk):
    file = desk.write("in/one.csv", HEAD, *ROWS)
    told = desk.run("prequalify", file, "-p", "study-card", "--list", "명" * 66)
    assert (desk.root / told["files"][0]).is_file()
