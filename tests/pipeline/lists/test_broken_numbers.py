"""A number that cannot be read beside one that can is told with its line: no verdict of the row tells of it."""

import pytest

from tests.pipeline.care_desk import CONSUMERS

TWO = ("휴대전화", "회사전화")


def notes(desk, *cells, heads=("휴대전화",)):
    rows = [(f"A{n}", f"김{n}", *cell, "Y") for n, cell in enumerate(cells)]
    file = desk.write("in/a.csv", ",".join(("회원번호", "성명", *heads, "수신동의")), *rows)
    told = desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members")
    return [note for note in told["warnings"] if "cannot be read beside" in note]


@pytest.mark.parametrize(
    "cell", ["010-0210-0001 / 02-312-456", "02-312-456 / 010-0210-0001", "010-0210-0001, 02-312-456"]
)
def test_a_broken_number_beside_a_good_one_is_told_with_its_line(desk, cell):
    (note,) = notes(desk, ("010-0210-0003",), (cell,), ("010-0210-0002 / 02-312-4567",))
    assert note == (
        "in/a.csv: 1 row holds a number that cannot be read beside one that can (line 3); it is not dialled: write it"
        " in full and send these rows again"
    )


def test_so_is_one_in_a_column_of_its_own(desk):
    (note,) = notes(desk, ("010-0210-0001", "02-312-456"), ("010-0210-0002", "02-31-4"), heads=TWO)
    assert "2 rows hold a number" in note
    assert "(line 2, 3)" in note


@pytest.mark.parametrize("cell", ["없음", "", "000-0000-0000", "a@b.kr", "팩스 02-312-4567"])
def test_what_nobody_meant_as_a_number_to_call_is_not_told(desk, cell):
    assert notes(desk, ("010-0210-0001", cell), heads=TWO) == []


def test_a_row_without_a_usable_number_is_told_by_its_verdict_alone(desk):
    assert notes(desk, ("010-0210 / 02-312-456",)) == []
