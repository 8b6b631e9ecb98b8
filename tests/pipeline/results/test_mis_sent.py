"""A file that is not what its folder takes is refused whole; one that is, but for a column, is read and said."""

import pytest

from tests.ingest.ingest_samples import STANDARD
from tests.pipeline.nights import EVENING, call, export, night, states, take
from tests.pipeline.small import CALLS, ORDERS, PROJECT, SALE, TOUCHES, run, told, write

ANY = 'kind = "{}"\nmatch_floor = 0.0\n\n[projects]\n"*" = "cards"\n'
KINDS = {"shop": "orders", "any": "results", "sheets": "call_sheet", "promised": "callbacks"}
SHEET = "queue,position,lead_id,number,result,memo\ncards-day,1,L0000012,010-2001-0001,거절,\n"
BOOKED = "lead_id,booked at,callback at\nL0000012,2026-11-16 10:00,2026-11-24 14:00\n"
TEAM = CALLS.splitlines()[0] + "\n2026-11-16,10:05,010-2001-0001,김하나,김하늘,거절,,\n"


def without(*names, **renamed):
    """An export of one refusal without some columns, or with others in their place."""
    header = [renamed.get(name, name) for name in STANDARD if name not in names]
    row = call(1, "NI")
    return export({renamed.get(name, name): cell for name, cell in row.items()}, header=header)


@pytest.fixture
def folder(tmp_path):
    folder = night(tmp_path)
    write(folder, "sources/listed.toml", ORDERS)
    for name, kind in KINDS.items():
        write(folder, f"sources/{name}.toml", ANY.format(kind))
    return folder


REFUSED = {
    "calls among orders": ("shop/calls.txt", export(call(1)), "tells of results, but its source shop sends orders"),
    "a team's calls among orders": ("shop/calls.csv", CALLS, "tells of results, but its source shop sends orders"),
    "orders among calls": ("any/orders.csv", SALE, "tells of orders, but its source any sends results"),
    "orders among callbacks": ("promised/orders.csv", SALE, "tells of orders, but its source promised sends callbacks"),
    "callbacks among calls": ("any/b.csv", BOOKED, "tells of callbacks, but its source any sends results"),
    "calls among call sheets": ("sheets/c.txt", export(call(1)), "tells of results, but its source sheets sends call_sheet"),
    "orders in the dialer's folder": ("dialer/orders.csv", SALE, "is of format orders, but its source sends vicidial_standard"),
    "a team's sheet in the dialer's folder": ("dialer/calls.csv", CALLS, "is of format team_sheet, but its source sends"),
    "a broken export in the team's folder": ("team/a.txt", without("length_in_sec"), "looks like vicidial_standard, but no column length_in_sec"),
    "a broken export in no folder": ("../a.txt", without("vendor_lead_code"), "looks like vicidial_standard, but no column vendor_lead_code"),
    "a team's sheet without its result": ("team/b.csv", TEAM.replace("통화결과", "말씀"), "not of format team_sheet, which its source sends: no column for code"),
    "a broken export among orders": ("shop/a.txt", without("alt_dial"), "looks like vicidial_standard"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_folder_does_not_take_is_refused_with_a_way_out(folder, case):
    name, text, words = REFUSED[case]
    code, out, err = run(folder, "ingest", write(folder, f"inbox/{name}", text), as_of=EVENING)
    assert (code, words in err) == (3, True), out + err
    assert any(way in err for way in ("--format", "--source", "[columns] of the source"))


def test_a_kind_that_is_named_as_the_remedy_says_takes_the_file(folder):
    write(folder, "sources/promised.toml", ANY.format("orders"))
    assert take(folder, "inbox/promised/orders.csv", SALE)["counts"]["orders"] == 1


def test_what_callers_fill_in_tells_of_calls_too(folder):
    assert take(folder, "inbox/any/sheet.csv", SHEET, code=5)["counts"]["records"] == 1


READ = {
    "in the dialer's folder": ("inbox/dialer/a.txt", without("length_in_sec"), ()),
    "by its format": ("a.txt", without("length_in_sec"), ("--format", "vicidial_standard")),
}


@pytest.mark.parametrize("case", READ)
def test_an_export_without_one_column_is_read_by_its_own_format_where_that_is_told(folder, case):
    name, text, words = READ[case]
    answer = take(folder, name, text, *words)
    assert states(folder)[1]["last_outcome"] == "call.refused"
    assert any("stay empty: length_in_sec" in one for one in answer["warnings"])


def test_an_export_without_campaigns_says_that_its_source_goes_by_them(folder):
    answer = take(folder, "inbox/dialer/a.txt", without("campaign_id"), code=5)
    assert any("no row tells its campaign" in one for one in answer["warnings"])


def test_a_column_that_the_source_names_otherwise_is_no_lack(folder):
    write(
        folder,
        "sources/dialer.toml",
        'format = "vicidial_standard"\n\n[projects]\n"*" = "cards"\n\n[columns]\ntalk = "Secs"\ncode = "Result"\n',
    )
    answer = take(folder, "inbox/dialer/a.txt", without(length_in_sec="Secs", status="Result"))
    assert states(folder)[1]["last_outcome"] == "call.refused"
    assert not any("stay empty" in one for one in answer["warnings"])


def test_a_column_named_otherwise_keeps_a_teams_sheet_a_teams_sheet(folder):
    write(
        folder, "sources/team.toml", 'format = "team_sheet"\n\n[projects]\n"*" = "cards"\n\n[columns]\ncode = "말씀"\n'
    )
    take(folder, "inbox/team/a.csv", TEAM.replace("통화결과", "말씀"))
    assert states(folder)[1]["last_outcome"] == "call.refused"


@pytest.mark.parametrize("name", ["calls.txt", "orders.csv"])
def test_what_tells_of_no_piece_is_refused_among_touches(folder, name):
    write(folder, "sources/drops.toml", TOUCHES)
    write(folder, f"inbox/drops/{name}", {"calls.txt": export(call(1)), "orders.csv": SALE}[name])
    code, out, err = run(folder, "nightly", "--pause", "0", "--dry-run", as_of=EVENING)
    assert (code, "no column with a day of a piece" in err, "telebatch ingest" in err) == (5, True, True), out + err


NO_LISTS = {
    "a call report": export(call(5)),
    "a call report without one column": without("user"),
    "a filled call sheet": SHEET,
}


@pytest.mark.parametrize("case", NO_LISTS)
def test_calls_are_no_contact_list(folder, case):
    code, _, err = run(folder, "prequalify", write(folder, "new.csv", NO_LISTS[case]), "-p", "cards", as_of=EVENING)
    assert (code, "telebatch ingest" in err, "tells of calls" in err) == (3, True, True), err


def test_calls_are_a_contact_list_where_the_project_says_so(folder):
    write(folder, "projects/cards.toml", PROJECT + '\n[columns]\nnumber = "phone_number_dialed"\n')
    code, answer = told(folder, "prequalify", write(folder, "new.csv", export(call(5))), "-p", "cards", as_of=EVENING)
    assert (code, answer["counts"]["records"]) == (0, 1), answer


def test_a_list_with_a_word_about_the_last_call_is_a_list(folder):
    text = "phone_number,first_name,last_name,status,call_date,user\n01020010009,Kim,Lee,NEW,2026-11-01,1001\n"
    code, answer = told(folder, "prequalify", write(folder, "new.csv", text), "-p", "cards", as_of=EVENING)
    assert (code, answer["counts"]["records"]) == (0, 1), answer
