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
