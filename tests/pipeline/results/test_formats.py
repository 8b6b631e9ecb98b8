"""Formats: all that are known, and what a file would be taken for, without a value of it."""

import zipfile

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


SHEET = "queue,position,lead_id,number,result,memo\ncards-day,1,L0000012,010-2001-0001,거절,\n"
OWN = 'title = "Our sheet"\nsource = "invented"\nextends = "{}"\n\n[times]\nday_first = true\n'
TRIED = {
    "a sheet that general formats fit too": ("a.txt", export(call(1)), "", "vicidial_standard"),
    "a format of one's own upon another": ("a.csv", SHEET, "call_sheet", "desk"),
    "a format of one's own upon a general one": ("a.csv", CALLS, "team_sheet", "desk"),
    "a file without one column in its source's folder": (
        "inbox/dialer/a.txt", export(call(1), header=["call_date", "phone_number_dialed", "status", "user", "alt_dial", "lead_id"]), "", "vicidial_standard",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TRIED)
def test_a_file_is_tried_as_ingest_takes_it(folder, case):
    name, text, base, wanted = TRIED[case]
    if base:
        write(folder, "formats/desk.toml", OWN.format(base))
    path = write(folder, name, text)
    code, out, err = run(folder, "formats", "try", path)
    assert (code, f"ingest takes it as {wanted}" in out, "fitting" in out) == (0, True, True), out + err
    assert any(line.split() == ["fitting", "1"] for line in out.splitlines()), out
    dry, out, err = run(folder, "ingest", path, "--dry-run", as_of="2026-11-20T20:00")
    assert dry != 3, out + err


def test_a_file_that_ingest_refuses_is_tried_with_its_reason(folder):
    code, out, _ = run(folder, "formats", "try", write(folder, "inbox/dialer/a.csv", CALLS))
    assert code == 5
    assert "ingest refuses it: is of format team_sheet, but its source sends vicidial_standard" in out


def zipped(folder, *names):
    """An archive of calls, one file per name."""
    path = folder / "calls.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, export(call(1)))
    return path


REFUSED = {
    "an archive of two files": (lambda folder: zipped(folder, "a.txt", "b.txt"), "holds 2 files; unpack it and send each file"),
    "a file cut off in its last record": (
        lambda folder: write(folder, "a.txt", export(call(1), call(2))[:-20]), "the last record is cut off"
    ),
    "a contact list": (
        lambda folder: write(folder, "a.csv", "phone_number,first_name,last_name,email,company,tag,custom_field_1\n"),
        "is a contact list",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_ingest_refuses_is_tried_with_the_same_words(folder, case):
    make, words = REFUSED[case]
    path = make(folder)
    code, out, _ = run(folder, "formats", "try", path)
    assert (code, "fitting 0" in " ".join(out.split())) == (5, True), out
    assert f"ingest refuses it: {words}" in out
    code, _, err = run(folder, "ingest", path, as_of="2026-11-20T20:00")
    assert (code, words.replace("; ", "") in err.replace("\n", "").replace("; ", "")) == (3, True), err


def test_an_archive_of_one_file_is_tried_as_ingest_takes_it(folder):
    path = zipped(folder, "a.txt")
    assert "ingest takes it as vicidial_standard" in run(folder, "formats", "try", path)[1]
    assert run(folder, "ingest", path, "--source", "dialer", as_of="2026-11-20T20:00")[0] == 0


def test_a_contact_list_in_the_folder_of_results_is_sent_to_prequalify_and_to_nothing_else(folder):
    write(folder, "sources/desk.toml", 'kind = "results"\n\n[projects]\n"*" = "cards"\n')
    path = write(
        folder, "inbox/desk/c.csv", "account number,first name,last name,PHONE1,phone2,phone3,dial time\n1,A,B,1,,,\n"
    )
    words = "is of format uccx_contacts, but its source sends results; give it to telebatch prequalify"
    assert f"ingest refuses it: {words}\n" in run(folder, "formats", "try", path)[1]
    code, _, err = run(folder, "ingest", path, as_of="2026-11-20T20:00")
    assert (code, err.strip()) == (3, f"refused: inbox/desk/c.csv: {words}")
