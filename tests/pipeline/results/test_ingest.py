"""Nightly ingestion: nothing lost, nothing twice, whatever the order in which files come."""

import os
import shutil
import subprocess
import sys
from datetime import datetime
from itertools import permutations

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.tables import ATTEMPTS
from tests.flow.centre import ROOT, bytes_of
from tests.pipeline.nights import DIALER, EVENING, LEADS, adds_up, call, export, facts, is_sound, night, states, take
from tests.pipeline.small import CALLS, DROPS, HEAD, SALE, centre, listed, run, told, write


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return night(tmp_path_factory.mktemp("night"))


def test_the_same_file_again_makes_no_batch_and_prints_the_earlier_figures(folder):
    text = export(call(1, "NI"), call(2))
    first = take(folder, "inbox/dialer/a.txt", text)
    before = bytes_of(folder / "store")
    again = take(folder, "inbox/dialer/a-again.txt", text)
    assert again["inputs"][0]["state"] == "same_as_before"
    assert (again["batch"], again["counts"]) == (first["batch"], first["counts"])
    assert bytes_of(folder / "store") == before


def test_an_overlapping_export_counts_new_seen_and_corrected_calls_apart(folder):
    take(folder, "inbox/dialer/a.txt", export(call(1, "NI"), call(2)))
    later = export(call(1, "CALLBK"), call(2), call(3, at="2026-11-17 10:00:00"))
    counts = take(folder, "inbox/dialer/b.txt", later)["counts"]
    assert (counts["attempts"], counts["replaced"], counts["already_seen"]) == (1, 1, 1)
    assert states(folder)[1]["last_outcome"] == "call.call_again"
    assert is_sound(folder)


ROWS = st.tuples(st.integers(1, 3), st.sampled_from(["NA", "NI", "CALLBK", "SALE", "DNC"]), st.integers(10, 12))
EXPORTS = st.lists(
    st.lists(ROWS, min_size=1, max_size=4, unique_by=lambda row: (row[0], row[2])), min_size=3, max_size=3
)


@pytest.mark.slow
@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EXPORTS)
def test_overlapping_exports_say_the_same_in_any_order(known, tmp_path_factory, nights):
    texts = [
        export(
            *(call(lead, status, f"2026-11-16 {hour}:00:00") for lead, status, hour in rows),
            call(6, at=f"2026-11-1{7 + n} 10:00:00"),
        )
        for n, rows in enumerate(nights)
    ]
    found = []
    for order in list(permutations(range(3)))[::2]:
        folder = tmp_path_factory.mktemp("order") / "centre"
        shutil.copytree(known, folder)
        for n in order:
            take(folder, f"inbox/dialer/{n}.txt", texts[n])
        assert is_sound(folder)
        found.append(states(folder))
    assert found[0] == found[1] == found[2]


DESK = """title = "Desk"
source = "invented"
codes = "vicidial"
key = ["call_id"]

[recognise]
header = ["call_no", "when", "phone", "result", "lead"]

[columns]
call_id = "call_no"
start = "when"
number = "phone"
code = "result"
lead_id = "lead"
"""


def test_a_call_id_that_moves_to_another_lead_counts_once(folder):
    write(folder, "formats/desk.toml", DESK)
    write(folder, "sources/desk.toml", 'format = "desk"\n[projects]\n"*" = "cards"\n')
    head = "call_no,when,phone,result,lead\n"
    take(folder, "inbox/desk/a.csv", f"{head}c1,2026-11-16 10:00:00,01020010001,NI,{LEADS[0]}\n")
    assert states(folder)[1]["attempts"] == 1
    later = (
        f"{head}c1,2026-11-16 10:00:00,01020010002,NI,{LEADS[1]}\nc2,2026-11-17 10:00:00,01020010003,NA,{LEADS[2]}\n"
    )
    counts = take(folder, "inbox/desk/b.csv", later)["counts"]
    assert (counts["attempts"], counts["replaced"]) == (1, 1)
    found = states(folder)
    assert (found[1]["attempts"], found[2]["attempts"]) == (0, 1)
    assert is_sound(folder)
    # A later fact of the former lead alone must not bring its old row back.
    take(folder, "inbox/desk/c.csv", f"{head}c3,2026-11-18 10:00:00,01020010001,NA,{LEADS[0]}\n")
    assert states(folder)[1]["attempts"] == 1
    assert is_sound(folder)
    code, _ = told(folder, "batches", "undo", "3")
    assert code == 0
    assert states(folder)[1]["attempts"] == 2
    assert is_sound(folder)


@pytest.mark.slow
def test_two_processes_that_take_the_same_file_at_once_take_it_once(folder):
    path = write(folder, "inbox/dialer/a.txt", export(*(call(lead, "NI") for lead in range(1, 7))))
    command = [sys.executable, "-m", "telebatch", "ingest", str(path), "--as-of", EVENING, "--json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert facts(folder, ATTEMPTS).height == 6
    assert is_sound(folder)


def test_a_file_of_last_week_changes_last_week_and_nothing_newer(folder):
    take(folder, "inbox/dialer/new.txt", export(call(1, "NI", "2026-11-19 10:00:00")))
    take(
        folder,
        "inbox/dialer/late.txt",
        export(call(1, "NA", "2026-11-12 10:00:00"), call(2, "SALE", "2026-11-12 11:00:00")),
    )
    found = states(folder)
    assert (found[1]["attempts"], found[1]["last_outcome"], found[2]["standing"]) == (2, "call.refused", "awaiting")
    assert is_sound(folder)


def test_a_call_at_somebody_elses_number_speaks_about_its_owner_ever_after(folder):
    strays = [call(1, "DC", f"2026-11-1{day} 10:00:00", phone_number_dialed="01020010002") for day in (6, 7)]
    take(folder, "inbox/dialer/a.txt", export(*strays))
    assert states(folder)[2]["bad_numbers"] == 1
    take(folder, "inbox/dialer/b.txt", export(call(2, "N", "2026-11-16 09:00:00")))
    assert states(folder)[2]["bad_numbers"] == 1
    assert is_sound(folder)


KINDS = {
    "calls": (
        "inbox/dialer/a.txt",
        export(call(1), call(0), call(2, campaign_id="TEST"), call(3), call(3), call(4, status="")),
    ),
    "team sheet": ("inbox/team/a.csv", CALLS),
    "orders": ("o.csv", SALE),
    "touches": (
        "t.csv",
        "lead_id,medium,sent_on\n" + "".join(f"{DROPS[:0]}L000001{n},catalogue,2026-11-04\n" for n in "2X"),
    ),
    "corrections": (
        "c.csv",
        "lead_id,field,value,by,why,at\nL0000012,agent,김하늘,kim,asked,2026-11-16 10:00\nL0000024,,x,kim,why,2026-11-16 10:00\n",
    ),
    "callbacks": (
        "b.csv",
        "lead_id,booked at,callback at,agent\nL0000012,2026-11-16 10:00,2026-11-24 14:00,1001\nL0000024,2026-11-16 10:00,,1001\n",
    ),
    "agent time": (
        "agents.csv",
        "agent,date,login,talk\n1001,2026-11-16,08:00:00,03:00:00\n,2026-11-16,01:00:00,00:10:00\n",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_of_every_kind_has_one_place(folder, kind):
    name, text = KINDS[kind]
    code, answer = told(folder, "ingest", write(folder, name, text), as_of=EVENING)
    assert code in {0, 5}, answer
    (one,) = answer["inputs"]
    assert adds_up(one["counts"]), one
    assert one["records"] == one["counts"]["records"] > 0
    assert is_sound(folder)


REFUSED = {
    "a contact list": ("inbox/dialer/list.csv", "고객번호,학원명,담당자,휴대폰\n1,가온,김하나,010-1\n2,나래,이두리,010-2\n", "not of format vicidial_standard"),
    "a contact list in a team's folder": ("inbox/team/list.csv", "고객번호,학원명,담당자,휴대폰\n1,가온,김하나,010-2001-0001\n", "no column for code"),
    "a contact list in the folder of wide files": ("inbox/wide/list.csv", "id,phone\n1,010-2001-0001\n", "not of format genesys_contacts"),
    "another workspace's results": (
        "inbox/dialer/far.txt", export(*(call(n, phone_number_dialed=f"0105555000{n}") for n in range(1, 7))), "number of the lead",
    ),
    "results of unknown leads": ("inbox/dialer/far.txt", export(*(call(0, at=f"2026-11-16 1{n}:00:00") for n in range(4))), "a lead was found for only 0 of 4 rows"),
    "orders in the dialer's folder": ("inbox/dialer/orders.csv", "order_no,lead_id,status,date,amount,currency\nS1,L0000012,sale,2026-11-20,1,KRW\n", "its source sends vicidial_standard"),
    "calls in the folder of orders": ("inbox/shop/calls.txt", export(call(1)), "its source sends orders"),
    "a contact list in the folder of orders": ("inbox/shop/list.csv", "고객번호,휴대폰\n1,010-2001-0001\n", "no column for order_no, code"),
    "calls in the folder of agents' clocks": ("inbox/clock/calls.csv", "number,date,result\n010-2001-0001,2026-11-16,deal\n", "its source sends agent_time"),
    "rows of another workspace's quarantine": (
        "quarantine/x.csv", "call_date,quarantined_file,quarantined_record\n2026-11-16 10:00:00,77,2\n", "never took in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_mis_sent_file_is_refused_whole_and_changes_nothing(folder, case):
    name, text, words = REFUSED[case]
    sources = {
        "team": ("results", "team_sheet"),
        "wide": ("results", "genesys_contacts"),
        "shop": ("orders", "orders"),
        "clock": ("agent_time", "agent_time"),
    }
    for source, (kind, profile) in sources.items():
        write(folder, f"sources/{source}.toml", f'kind = "{kind}"\nformat = "{profile}"\nmatch_floor = 0.0\n')
    before = bytes_of(folder / "store")
    code, _, err = run(folder, "ingest", write(folder, name, text), as_of=EVENING)
    assert (code, words in err) == (3, True), err
    assert bytes_of(folder / "store") == before


def test_one_refused_file_never_stops_the_rest(folder):
    name, text, _ = REFUSED["a contact list"]
    good = write(folder, "inbox/dialer/good.txt", export(call(1, "NI")))
    code, answer = told(folder, "ingest", write(folder, name, text), good, as_of=EVENING)
    assert code == 5
    assert [one["state"] for one in answer["inputs"]] == ["refused", "taken"]
    assert states(folder)[1]["last_outcome"] == "call.refused"


@pytest.mark.parametrize(
    "words", [("--source", "dailer"), ("--format", "vicidal"), ("-p", "crads"), ("--zone", "Mars/Olympus")]
)
def test_an_order_that_names_what_is_not_there_is_wrong_usage(folder, words):
    code, _, err = run(folder, "ingest", write(folder, "a.txt", export(call(1))), *words)
    assert (code, words[1] in err) == (2, True), err


def test_what_is_said_wins_over_folder_and_source(folder):
    text = export(call(1, "NI", "2026-11-16 10:00:00", user="1001", campaign_id="OTHER"))
    take(
        folder,
        "inbox/team/a.txt",
        text,
        "--source",
        "dialer",
        "--format",
        "vicidial_standard",
        "-p",
        "cards",
        "--zone",
        "UTC",
    )
    row = facts(folder, ATTEMPTS).row(0, named=True)
    assert (row["source"], row["project"], row["agent"], row["zone"]) == ("dialer", "cards", "김하늘", "UTC")
    assert row["start_utc"].isoformat() == "2026-11-16T10:00:00+00:00"


def test_two_layouts_of_the_dialer_share_the_keys_of_its_only_source(folder):
    take(folder, "inbox/dialer/a.txt", export(call(1, "NI"), call(2)))
    header = [*call(1), "status_name", "entry_date", "uniqueid", "hangup_cause", "dialstatus", "modify_date"]
    rows = [{**call(1, "NI"), "hangup_cause": "16"}, {**call(2), "hangup_cause": "19"}]
    counts = take(folder, "elsewhere.txt", export(*rows, header=header))["counts"]
    assert (counts["attempts"], counts["replaced"] + counts["already_seen"]) == (0, 2)
    assert set(facts(folder, ATTEMPTS)["source"]) == {"dialer"}


def test_two_layouts_without_a_source_share_their_keys(folder):
    (folder / "sources/dialer.toml").unlink()
    take(folder, "a.txt", export(call(1, "NI"), call(2)))
    header = [*call(1), "status_name", "entry_date", "uniqueid", "hangup_cause", "dialstatus", "modify_date"]
    take(folder, "b.txt", export(call(1, "NI"), call(2), header=header))
    assert set(facts(folder, ATTEMPTS)["source"]) == {"vicidial"}
    assert facts(folder, ATTEMPTS)["attempt_key"].n_unique() == 2


def test_a_file_that_may_be_of_two_sources_is_refused(folder):
    shutil.copy(folder / "sources/dialer.toml", folder / "sources/second.toml")
    code, _, err = run(folder, "ingest", write(folder, "a.txt", export(call(1))), as_of=EVENING)
    assert (code, "--source dialer" in err) == (3, True), err


def test_codes_nobody_mapped_hold_their_leads_and_are_told(folder):
    code, answer = told(
        folder, "ingest", write(folder, "inbox/dialer/a.txt", export(call(1, "PROMO1"), call(2))), as_of=EVENING
    )
    assert code == 5
    told_of = (
        "result code 'PROMO1' of cards is in no map: 1 call; 1 lead held; write what it means in codes/vicidial.toml"
    )
    assert any(told_of in line for line in answer["warnings"])
    assert told_of in run(folder, "status", as_of=EVENING)[1]  # one remedy, wherever it is told
    assert {key: row["is_unclassified"] for key, row in states(folder).items() if row["attempts"] or key == 1} == {
        1: True,
        2: False,
    }
    assert pl.Series(["call.unclassified"]).item() == states(folder)[1]["last_outcome"]


def test_codes_nobody_mapped_are_told_together_whatever_files_they_are_of(folder):
    """Thirty codes of a new campaign in five files are one thing to do, not a hundred and fifty lines."""
    files = [
        write(folder, f"inbox/dialer/{name}.txt", export(*(call(lead, code) for lead, code in enumerate(codes, 1))))
        for name, codes in (("a", ("NEWA", "NEWB")), ("b", ("NEWC", "NEWA", "NEWA")))
    ]
    _, answer = told(folder, "ingest", *files, as_of=EVENING)
    said = [line for line in answer["warnings"] if "in no map" in line]
    first = "3 result codes of cards are in no map: 'NEWA' (3 calls), 'NEWB' (1 call), 'NEWC' (1 call); "
    assert len(said) == 1, said
    assert said[0].startswith(first), said
    assert said[0].endswith("write what it means in codes/vicidial.toml or under [results] in projects/cards.toml, then"
                            " telebatch classify")  # fmt: skip


def test_a_code_nobody_mapped_is_explained_in_the_map_of_its_source(folder):
    mapped = DIALER.replace("match_floor", 'codes = "ours"\nmatch_floor')
    write(folder, "sources/dialer.toml", mapped)
    write(folder, "codes/ours.toml", '[[code]]\ncode = "YES"\noutcome = "call.deal"\n')
    answer = take(folder, "inbox/dialer/a.txt", export(call(1, "PROMO1"), call(2)), code=5)
    told_of = "write what it means in codes/ours.toml"
    assert any("PROMO1" in line and told_of in line for line in answer["warnings"])
    assert told_of in run(folder, "status", as_of=EVENING)[1]


def sheet(path, at, result):
    """A filled call sheet of one row, saved at a time of its own."""
    cells = {"queue": "q1", "position": "1", "lead_id": LEADS[0], "result": result, "called_at": "2026-11-16 10:00"}
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": at})
        page = book.add_worksheet("queue")
        for column, (name, cell) in enumerate(cells.items()):
            page.write_string(0, column, name)
            page.write_string(1, column, cell)
    return path


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_corrected_call_sheet_wins_by_its_own_time_whichever_comes_first(folder, order):
    saved = [
        sheet(folder / "a.xlsx", datetime(2026, 11, 16, 18), "거절"),
        sheet(folder / "b.xlsx", datetime(2026, 11, 17, 9), "관심"),
    ]
    for at in order:
        code, answer = told(folder, "ingest", saved[at], "-p", "cards", as_of=EVENING)
        assert code == 0, answer
    assert states(folder)[1]["last_outcome"] == "call.interested"
    assert facts(folder, ATTEMPTS)["attempt_key"].n_unique() == 1
    assert is_sound(folder)


def test_agents_nobody_wrote_down_are_named_with_their_calls(tmp_path):
    folder = centre(tmp_path)
    listed(folder)
    rows = "2026-11-16,10:05,010-2001-0001,김하나,김하늘,부재,,\n2026-11-16,10:15,010-2001-0002,이두리,ghost7,부재,,\n"
    rows += "2026-11-16,10:25,010-2001-0003,박세미,보람,부재,,\n"
    _, answer = told(folder, "ingest", write(folder, "inbox/team/calls.csv", HEAD + rows), as_of="2026-11-16T20:00")
    (note,) = [line for line in answer["warnings"] if "nobody wrote down" in line]
    assert "'ghost7' (1)" in note
    assert "'보람' (1, perhaps 이보람)" in note
    assert "김하늘" not in note
    assert "sources/team.toml" in note and "telebatch batches undo N" in note


def test_a_column_that_not_ours_names_and_the_file_lacks_is_told(folder):
    path = folder / "sources/dialer.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'context = ["from-internal"]\n', encoding="utf-8")
    answer = take(folder, "inbox/dialer/a.txt", export(call(1), call(2)))
    assert any("not_ours names context, which the file has no column for" in line for line in answer["warnings"])


def test_calls_of_other_clients_and_internal_ones_are_counted_apart(folder):
    path = folder / "sources/dialer.toml"
    path.write_text(path.read_text(encoding="utf-8") + 'user_group = ["Internal"]\n', encoding="utf-8")
    foreign = call(0, campaign_id="TEST"), call(0, at="2026-11-16 11:00:00", user_group="INTERNAL")
    answer = take(folder, "inbox/dialer/a.txt", export(call(1), *foreign))
    assert {name: answer["counts"][name] for name in ("attempts", "not_ours", "quarantined")} == {
        "attempts": 1,
        "not_ours": 2,
        "quarantined": 0,
    }


def test_an_agents_id_is_known_by_the_name_the_source_gives_it(folder):
    take(folder, "inbox/dialer/a.txt", export(call(1), call(2, user="2002")))
    assert facts(folder, ATTEMPTS).sort("lead_key")["agent"].to_list() == ["김하늘", "2002"]


@pytest.mark.parametrize(("strangers", "code"), [(1, 5), (2, 3)])
def test_under_the_match_floor_a_file_is_refused_whole(folder, strangers, code):
    """The source asks that half of its rows find a lead."""
    rows = [call(0, at=f"2026-11-16 1{n}:00:00") for n in range(strangers)]
    ended, answer = told(folder, "ingest", write(folder, "inbox/dialer/a.txt", export(call(1), *rows)), as_of=EVENING)
    assert ended == code, answer
    assert facts(folder, ATTEMPTS).height == (1 if code == 5 else 0)
