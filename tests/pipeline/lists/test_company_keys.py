"""A record key that is a company's: each contact is a person of its own, in every delivery."""

import pytest

from tests.pipeline.care_desk import SCHOOLS

HEAD = "업체코드,회사,담당자,직책,휴대폰"
HANA = ("C1", "㈜가온", "김하나", "원장", "010-0210-0001")
DURI = ("C1", "㈜가온", "이두리", "부원장", "010-0210-0002")
SEMI = ("C2", "㈜나래", "박세미", "원장", "010-0210-0003")
NEMO = ("C1", "㈜가온", "최네모", "행정실장", "010-0210-0004")
PEOPLE = (("가온", "김하나"), ("나래", "이두리"), ("다솜", "박세미"), ("라온", "최네모"))


def deliver(desk, place, *rows):
    path = desk.write(f"in/{place}.csv", HEAD, *rows)
    return desk.run("prequalify", path, "-p", SCHOOLS, "--list", "firms")


@pytest.fixture
def listed(desk):
    told = deliver(desk, "a", HANA, DURI, SEMI)
    assert "duplicate_in_run" not in told["reasons"], "two people are no duplicates because their firm has a key"
    return desk


def test_each_contact_of_a_company_is_found_again(listed):
    before = listed.leads()
    assert len(set(before.values())) == 3
    told = deliver(listed, "b", SEMI, DURI, HANA)
    assert (told["counts"]["known"], listed.leads()) == (3, before)
    assert not any(name.endswith(("changes.csv", "conflicts.csv")) for name in told["files"])


def test_who_stays_alone_is_not_taken_for_who_left(listed):
    before = listed.leads()
    told = deliver(listed, "b", DURI, SEMI)
    assert listed.leads() == before
    assert not any(name.endswith("changes.csv") for name in told["files"])


def test_a_new_contact_is_new_whoever_stays(listed):
    told = deliver(listed, "b", HANA, NEMO)
    assert told["counts"]["known"] == 1
    assert listed.states().height == 4
    told = deliver(listed, "c", ("C1", "㈜가온", "정다섯", "원장", "010-0210-0005"))
    assert told["counts"]["known"] == 0
    assert listed.states().height == 5


def test_a_key_given_to_somebody_else_is_told(listed):
    told = deliver(listed, "b", ("C2", "㈜나래", "정다섯", "원장", "010-0210-0005"))
    (row,) = listed.read(next(name for name in told["files"] if name.endswith("conflicts.csv")))
    assert row["conflict"] == f"record key names person {row['taken_for']}, who had another name and number"
    assert any("more than one person" in note for note in told["warnings"])
    told = deliver(listed, "c", ("C2", "㈜나래", "정다섯", "원장", "010-0210-0006"))
    assert not any(name.endswith("conflicts.csv") for name in told["files"]), "a corrected number is no other person"


def test_keys_that_slipped_to_the_next_row_move_nobody(desk):
    """As where one column of a sheet was sorted alone."""
    people = [(f"K{n}", f"㈜{name}", person, "원장", f"010-0210-002{n}") for n, (name, person) in enumerate(PEOPLE)]
    deliver(desk, "a", *people)
    before = desk.leads()
    slipped = [(people[n - 1][0], *row[1:]) for n, row in enumerate(people)]
    told = deliver(desk, "b", *slipped)
    assert (told["counts"]["known"], desk.leads()) == (4, before)
    assert len(desk.read(next(name for name in told["files"] if name.endswith("conflicts.csv")))) == 4
    rows = desk.read(next(name for name in told["files"] if name.endswith("changes.csv")))
    assert {row["field"] for row in rows} == {"record_key"}
