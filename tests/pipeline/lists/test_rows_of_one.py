"""Several rows for one person: the one by which the person can be called stands for all of them."""

import pytest

from tests.pipeline.care_desk import SCHOOLS

HEAD = "학원명,담당자,직책,휴대폰"
GOOD = ("㈜두레학원", "박지영", "원장", "010-0510-0002")
ROWS_WITHOUT = {
    "none": ("두레학원", "박지영", "원장", ""),
    "masked": ("두레학원", "박지영", "원장", "010-0510-****"),
    "a kind not taken": ("두레학원", "박지영", "원장", "1588-1234"),
}


def verdicts(desk, told):
    """Line → verdict file, reasons, detail."""
    names = ("callable", "verify", "rejected")
    files = {name: path for path in told["files"] for name in names if path.endswith(f"{name}.csv")}
    return {
        row["line"]: (name, row["reasons"], row["detail"]) for name, path in files.items() for row in desk.read(path)
    }


@pytest.mark.parametrize("other", ROWS_WITHOUT.values(), ids=ROWS_WITHOUT)
def test_a_row_without_a_number_does_not_stand_for_one_that_has_it(desk, other):
    desk.edit('"fixed_or_mobile", "voip", "uan"]', '"fixed_or_mobile"]', SCHOOLS)
    file = desk.write("in/a.csv", HEAD, other, GOOD)
    told = desk.run("prequalify", file, "-p", SCHOOLS, "--list", "fair")
    assert (told["counts"]["callable"], told["counts"]["rejected"]) == (1, 1)
    found = verdicts(desk, told)
    assert found["3"][0] == "callable"
    assert found["2"][0] == "rejected"
    assert "duplicate_in_run" in found["2"][1]
    assert "row 3" in found["2"][2]
    assert "010-0510-0002" in " ".join(desk.say("explain", "010-0510-0002"))


def test_whoever_comes_again_in_two_rows_is_called_at_the_number_of_the_second(desk):
    first = desk.write("in/a.csv", HEAD, ("두레학원", "박지영", "원장", "010-0510-0009"))
    desk.run("prequalify", first, "-p", SCHOOLS, "--list", "fair")
    again = desk.write("in/b.csv", HEAD, ROWS_WITHOUT["none"], GOOD)
    told = desk.run("prequalify", again, "-p", SCHOOLS, "--list", "fair")
    assert (told["counts"]["callable"], told["counts"]["known"]) == (1, 2)
    (row,) = (one for name in told["files"] if name.endswith("changes.csv") for one in desk.read(name)
              if one["field"] == "numbers")  # fmt: skip
    assert (row["line"], row["before"], row["after"]) == ("3", "010-0510-0009", "010-0510-0002")
    assert desk.states().get_column("status").to_list() == ["open"]
