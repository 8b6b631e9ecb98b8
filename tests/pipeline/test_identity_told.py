"""Delivered again: the same people, and whatever is not sure is told."""

from tests.pipeline.care_desk import CONSUMERS

HEAD = "회원번호,성명,휴대전화,수신동의"


def deliver(desk, place, *rows, name="members", code=0):
    path = desk.write(f"in/{place}.csv", HEAD, *rows)
    return desk.run("prequalify", path, "-p", CONSUMERS, "--list", name, code=code)


def test_a_row_that_names_two_persons_is_told_and_not_merged(desk):
    first = deliver(desk, "a", ("A1", "김하나", "010-0210-0001", "Y"), ("A2", "이두리", "010-0210-0002", "Y"))
    assert not any(name.endswith("conflicts.csv") for name in first["files"])
    told = deliver(desk, "b", ("A1", "이두리", "010-0210-0002", "Y"))
    assert any("more than one person" in note for note in told["warnings"])
    (row,) = desk.read(next(name for name in told["files"] if name.endswith("conflicts.csv")))
    assert row["line"] == "2"
    assert row["taken_for"] != row["conflict"].split()[-1]
    assert row["conflict"].startswith("number names person P")
    assert desk.states().height == 2


def test_an_earlier_number_finds_the_person(desk):
    deliver(desk, "a", ("A1", "김하나", "010-0210-0001", "Y"))
    deliver(desk, "b", ("A1", "김하나", "010-0210-0002", "Y"))
    assert deliver(desk, "c", ("", "김하나", "010-0210-0001", "Y"), name="fair")["counts"]["known"] == 1
    assert desk.states().height == 1
