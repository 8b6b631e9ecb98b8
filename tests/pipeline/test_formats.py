"""Formats: all that are known, and what a file would be taken for, without a value of it."""

import pytest

from tests.pipeline.nights import call, export, night
from tests.pipeline.small import CALLS, run, write


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return night(tmp_path_factory.mktemp("night"))


def test_every_format_has_a_line_the_users_own_among_them(folder):
    write(folder, "formats/desk.toml", 'title = "Our desk"\nsource = "invented"\nextends = "team_sheet"\n')
    code, out, _ = run(folder, "formats", "list")
    assert code == 0
    assert any(line.startswith("desk ") and "Our desk" in line for line in out.splitlines())
    assert any(line.startswith("vicidial_standard ") for line in out.splitlines())


@pytest.mark.parametrize(
    ("name", "text", "wanted"), [("a.txt", export(call(1)), "vicidial_standard"), ("b.csv", CALLS, "team_sheet")]
)
def test_a_file_is_tried_without_showing_a_value(folder, name, text, wanted):
    _, out, err = run(folder, "formats", "try", write(folder, name, text))
    assert any(line.startswith(wanted) and line.endswith("fits") for line in out.splitlines()), out + err
    assert "0102001" not in out + err


def test_a_format_is_shown_with_its_columns_key_units_zone_and_source(folder):
    code, out, _ = run(folder, "formats", "show", "five9_call_log")
    assert code == 0
    for told in (
        "source: Five9 call log report, real rows of public consumers (shipped)",
        "recognised by: columns CALL ID, TIMESTAMP",
        "talk = TALK TIME",
        "zone source",
        "talk in clock",
        "no calls: CALL TYPE = TEST",
        "One CALL ID stands on many rows",
    ):
        assert told in out, out
    assert "one call is: call_id" in run(folder, "formats", "show", "cxone_attempts")[1]


def test_a_format_of_ones_own_is_shown_with_its_file(folder):
    write(folder, "formats/desk.toml", 'title = "Our desk"\nsource = "invented"\nextends = "team_sheet"\n')
    assert "invented (your own, formats/desk.toml)" in run(folder, "formats", "show", "desk")[1]


def test_a_slip_in_a_formats_name_is_answered_with_the_nearest(folder):
    code, _, err = run(folder, "formats", "show", "five9_calllog")
    assert (code, "five9_call_log" in err) == (2, True), err
