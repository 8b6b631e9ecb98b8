"""A column that says who refuses (Do Not Call, 수신거부) is heeded: a yes is a request, as the word in a cell is."""

import pytest

from tests.pipeline.care_desk import CONSUMERS


def deliver(desk, heading, *cells, columns=("회원번호", "성명", "휴대전화", "수신동의")):
    rows = [(f"A{n}", f"김{n}", f"010-0210-{n:04}", "Y", cell) for n, cell in enumerate(cells)]
    file = desk.write("in/a.csv", ",".join((*columns, heading)), *rows)
    return desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members")


@pytest.mark.parametrize(
    "heading", ["Do Not Call", "DNC", "수신거부", "수신거부 여부", "Contact: Do Not Call", "架電禁止", "请勿致电"]
)
@pytest.mark.parametrize("cell", ["TRUE", "Y", "1", "거부", "○"])
def test_whoever_refuses_in_a_column_is_not_called(desk, heading, cell):
    told = deliver(desk, heading, cell, "", "N")
    assert (told["counts"]["callable"], told["reasons"]) == (2, {"suppressed": 1})
    assert any("1 row of people with a refusal in a cell" in note for note in told["warnings"])
    assert "on opt-out" in desk.say("suppress", "test", "010-0210-0000")[0]


def test_cells_that_say_neither_are_told(desk):
    told = deliver(desk, "Do Not Call", "maybe", "x", "x", "")
    assert told["counts"]["callable"] == 4
    assert (
        "in/a.csv: Do Not Call: 3 cells say neither yes nor no (x, maybe) and refuse nothing; write Y or N"
        in told["warnings"]
    )


def test_the_callers_see_the_column_all_the_same(desk):
    told = deliver(desk, "Do Not Call", "Y", "N")
    assert any(note.endswith("refusal: Do Not Call") for note in told["warnings"])


BROKEN = "010-0210-****, 010-0210-7777"


@pytest.mark.parametrize(("cell", "heading"), [(BROKEN, "Do Not Call"), ("010-0210-**** / 010-0210-7777", "수신거부")])
def test_a_good_number_beside_a_broken_one_of_whoever_refuses_is_not_called(desk, cell, heading):
    head = f"회원번호,성명,휴대전화,수신동의,{heading}"
    desk.write("in/b.csv", head, ("B1", "이하나", "010-0210-7777", "Y", ""), ("B2", "박하나", "010-0210-8888", "Y", ""))
    first = desk.run("prequalify", "in/b.csv", "-p", CONSUMERS, "--list", "others")
    assert first["counts"]["callable"] == 2
    desk.write("in/a.csv", head, ("A1", "김하나", f'"{cell}"', "Y", "Y"), ("A2", "김두리", "010-0210-0002", "Y", ""))
    told = desk.run("prequalify", "in/a.csv", "-p", CONSUMERS, "--list", "members")
    assert told["reasons"] == {"number_unusable": 1}
    assert "on opt-out" in desk.say("suppress", "test", "010-0210-7777")[0]
    assert "on opt-out" not in desk.say("suppress", "test", "010-0210-8888")[0]
    # Decided again it asks nothing anew that was taken back.
    desk.run("suppress", "remove", "010-0210-7777", "--list", "opt-out", "--by", "x", "--why", "y")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert "on opt-out" not in desk.say("suppress", "test", "010-0210-7777")[0]


def test_whoever_stands_at_such_a_number_in_the_same_list_is_not_called(desk):
    head = "회원번호,성명,휴대전화,수신동의,수신거부"
    rows = ("A1", "김하나", f'"{BROKEN}"', "Y", "Y"), ("A2", "김두리", "010-0210-7777", "Y", "")
    told = desk.run("prequalify", desk.write("in/a.csv", head, *rows), "-p", CONSUMERS, "--list", "members")
    assert told["reasons"] == {"number_unusable": 1, "suppressed": 1}
