"""What should not be in a call log, as files bring it: every one is flagged in the review, and none is dropped."""

import csv
import json

import pytest

from tests.pipeline.nights import LEADS, call, export, is_sound, night, take
from tests.pipeline.small import HEAD, ORDERS, PROJECT, TEAM, run, told, write
from tests.render.desk import wording

EVERYTHING = 'kind = "results"\nmatch_floor = 0.0\n\n[projects]\n"*" = "cards"\n'
ORDER_HEAD = "order_no,lead_id,status,date\n"
FIVE9 = (
    "CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,DISPOSITION,ANI,DNIS,RING TIME,TALK TIME\n"
    '1,"Mon, 16 Nov 2026 10:00:00",Cards,OUTBOUND,1001,{},0212345678,01020010001,{},00:00:00\n'
)
CLOUD = (
    "SystemContactId,LogDate,LogTime,LogType,AgentName,DialledToNumber,Result,ResultNotes,WrapUpReasonName\n"
    "5,2026-11-16,10:00:00,Call,Kim,01020010001,{},,{}\n"
)
GENESYS = (
    "inin-outbound-id,lead_id,Mobile,ContactCallable,CallRecordLastAttempt-Mobile,CallRecordLastResult-Mobile,"
    "CallRecordLastAgentWrapup-Mobile\n"
    f"a,{LEADS[0]},01020010001,1,2026-11-16T10:00:00+09:00,{{}},Interested\n"
)
SECOND = "2026-11-16 10:01:00"
#: What happened → (oddity, files by name in the inbox, period; rows that show it and calls of the period).
CASES = {
    "an attempt after a do-not-call request": (
        "after_do_not_call", {"dialer/a.txt": export(call(1, "DNC"), call(1, "NI", "2026-11-17 10:00:00"))}, 1, 2,
    ),
    "an attempt before the list was loaded": ("before_list", {"dialer/a.txt": export(call(1, "NI", "2026-10-30 10:00:00"))}, 1, 1),
    "connected with zero seconds": ("connected_zero_seconds", {"dialer/a.txt": export(call(1, "NI", length_in_sec="0"))}, 1, 1),
    "not connected with talk time": ("missed_with_talk", {"dialer/a.txt": export(call(1, "B"))}, 1, 1),
    "longer than the gap to the next call": (
        "overlap", {"dialer/a.txt": export(call(1, "NI", length_in_sec="90"), call(2, "NI", SECOND))}, 1, 2,
    ),
    "success without any right-party call": (
        "order_out_of_turn", {"dialer/a.txt": export(call(1, "N", length_in_sec="0")), "shop/o.csv": f"{ORDER_HEAD}S1,{LEADS[0]},sale,2026-11-17\n"},
        1, 1,
    ),
    "sold in node 2 without a connect in node 1": ("order_out_of_turn", {"shop/o.csv": f"{ORDER_HEAD}S1,{LEADS[0]},sale,2026-11-17\n"}, 1, 0),
    "node 3 without a booked callback": (
        "kept_without_booking", {"team/t.csv": HEAD + "2026-11-16,10:05,010-2001-0001,,김하늘,보류,,\n"}, 1, 1,
    ),
    "a result changed later": (
        "result_changed", {"dialer/a.txt": export(call(1, "NI")), "dialer/b.txt": export(call(1, "CALLBK"), call(2, "NI", SECOND))}, 1, 2,
    ),
    "calls at 03:00 from a wrong zone": (
        "odd_hour", {"sea/a.txt": export(call(1, "NI", "2026-11-16 18:00:00"))}, 1, 1,
    ),
    "the same call from two sources": (
        "told_twice", {"dialer/a.txt": export(call(1, "N", length_in_sec="0")), "team/t.csv": HEAD + "2026-11-16,10:00,010-2001-0001,,김하늘,부재,,\n"},
        2, 2,
    ),
    "a call told again by an export whose seconds a spreadsheet dropped": (
        "same_minute", {"dialer/a.txt": export(call(1, "N", "2026-11-16 10:00:37", length_in_sec="0")), "dialer/b.txt": export(call(1, "N", "2026-11-16 10:00", length_in_sec="0"))},
        1, 2,
    ),
    "a voicemail logged as connected, by the wrap-up": ("talk_with_machine", {"every/c.csv": CLOUD.format("Voicemail", "interested")}, 1, 1),
    "a voicemail logged as connected, by the system": ("talk_with_machine", {"every/g.csv": GENESYS.format("ININ-OUTBOUND-MACHINE")}, 1, 1),
    "no answer within two seconds of ringing": ("quick_miss", {"every/f.csv": FIVE9.format("No Answer", "00:00:01")}, 1, 1),
    "a call after the deal awaits its order": (
        "irregular_jump", {"dialer/a.txt": export(call(1, "SALE"), call(1, "N", "2026-11-17 10:00:00", length_in_sec="0"))}, 1, 2,
    ),
    "a goal with somebody else": ("goal_without_right_party", {"team/t.csv": HEAD + "2026-11-16,10:05,010-2001-0001,,김하늘,비서,,\n"}, 1, 1),
    "an hour that a clock change repeats": ("clock_change", {"york/a.txt": export(call(1, "N", "2026-11-01 01:30:00", length_in_sec="0"))}, 1, 1),
}  # fmt: skip
#: What one case cannot be told without.
BESIDE = {
    "calls at 03:00 from a wrong zone": {"before_list": 0},
    "an hour that a clock change repeats": {"before_list": 1},
}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = night(tmp_path_factory.mktemp("night"))
    dialer = (folder / "sources/dialer.toml").read_text(encoding="utf-8")
    for name, text in {
        "every": EVERYTHING, "shop": ORDERS, "team": TEAM, "sea": f'zone = "Europe/London"\n{dialer}',
        "york": f'zone = "America/New_York"\n{dialer}',
    }.items():  # fmt: skip
        write(folder, f"sources/{name}.toml", text)
    write(
        folder, "projects/cards.toml", PROJECT.replace('"call.deal", "system.sale"', '"call.deal", "call.gatekeeper"')
    )
    code, _, err = run(folder, "classify", as_of="2026-11-02T10:00")
    assert code == 0, err
    return folder


def period_of(case):
    return "2026-W44" if "before" in case or "repeats" in case else "2026-W47"


def reviewed(folder, period, *words):
    code, _, err = run(folder, "report", "-p", "cards", "--period", period, *words, as_of="2026-11-23T08:00")
    assert code == 0, err
    return json.loads((folder / f"reports/cards/{period}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_an_oddity_is_flagged_and_its_call_is_counted(folder, case):
    name, files, count, attempts = CASES[case]
    for path, text in files.items():
        code, answer = told(folder, "ingest", write(folder, f"inbox/{path}", text), as_of="2026-11-20T20:00")
        assert (code in {0, 5}, answer["counts"]["quarantined"]) == (True, 0), answer
        doubted = [line for line in answer["warnings"] if "times without seconds" in line]
        assert (code == 5) == bool(doubted) == (name == "same_minute" and path.endswith("b.txt")), answer
    review = reviewed(folder, period_of(case), "--language", "ko", "--format", "json,html,text")
    met = {odd["name"]: odd["count"] for odd in review["oddities"]}
    assert met == {name: count, **{more: n for more, n in BESIDE.get(case, {}).items() if n}}
    assert sum(kpi["figure"]["numerator"] for kpi in review["kpis"] if kpi["name"] == "attempts") == attempts
    (places,) = [odd["places"] for odd in review["oddities"] if odd["name"] == name]
    assert {place.rpartition(":")[0] for place in places} <= {f"inbox/{path}" for path in files}
    page = (folder / f"reports/cards/{period_of(case)}.html").read_text(encoding="utf-8")
    assert wording("ko")[f"oddity.{name}"] in page
    assert is_sound(folder)


@pytest.mark.parametrize("case", CASES)
def test_every_row_of_an_oddity_is_listed(folder, case):
    name, files, count, _ = CASES[case]
    for path, text in files.items():
        told(folder, "ingest", write(folder, f"inbox/{path}", text), as_of="2026-11-20T20:00")
    period = period_of(case)
    code, _, err = run(folder, "report", "-p", "cards", "--period", period, "--rows", name, as_of="2026-11-23T08:00")
    assert code == 0, err
    with (folder / f"reports/cards/{period}-{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["amount"] for row in rows] == ["1"] * count
    assert {row["lead_id"] for row in rows} <= set(LEADS)
    assert {row["file"] for row in rows} - {""} <= {f"inbox/{path}" for path in files}


def test_the_same_call_from_two_exports_counts_once_and_is_no_oddity(folder):
    for name in ("a", "b"):
        answer = take(
            folder,
            f"inbox/dialer/{name}.txt",
            export(call(1, "N", length_in_sec="0"), call(2, "N", SECOND, alt_dial=name, length_in_sec="0")),
        )
    assert (answer["counts"]["already_seen"], answer["counts"]["attempts"]) == (2, 0)
    assert reviewed(folder, "2026-W47")["oddities"] == []


def test_the_rows_behind_every_kpi_can_be_written(folder):
    take(folder, "inbox/dialer/a.txt", export(call(1, "NI"), call(2, "SALE", SECOND), call(3, "NA")))
    shown = {kpi["name"]: kpi["figure"]["numerator"] for kpi in reviewed(folder, "2026-W47")["kpis"]}
    assert shown["attempts"] == 3
    for name, figure in shown.items():
        code, _, err = run(
            folder, "report", "-p", "cards", "--period", "2026-W47", "--rows", name, as_of="2026-11-23T08:00"
        )
        assert code == 0, (name, err)
        with (folder / f"reports/cards/2026-W47-{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert sum(float(row["amount"]) for row in csv.DictReader(file)) == (figure or 0), name
