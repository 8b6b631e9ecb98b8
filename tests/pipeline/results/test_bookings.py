"""Callbacks booked in the dialer: a list of them, with a bare day of booking, joins the calls of that day."""

import csv
import io
import json

import pytest

from tests.pipeline.nights import LEADS, call, export, is_sound, night, states, take
from tests.pipeline.small import run, write

HEAD = "Lead ID,Booked on,Callback date,Callback time,Agent\n"


@pytest.fixture
def folder(tmp_path):
    night(tmp_path)
    write(tmp_path, "sources/promised.toml", 'kind = "callbacks"\n\n[projects]\n"*" = "cards"\n')
    return tmp_path


def promised(folder, *rows, **more):
    text = HEAD + "".join(f"{','.join(row)}\n" for row in rows)
    return take(folder, "inbox/promised/a.csv", text, **more)


def test_the_talk_that_booked_a_callback_does_not_keep_it(folder):
    take(folder, "inbox/dialer/a.txt", export(call(1, "CALLBK", "2026-11-16 10:09:44")))
    promised(folder, (LEADS[0], "2026-11-16", "2026-11-18", "11:00", "김하늘"))
    row = states(folder)[1]
    assert (row["standing"], f"{row['callback_utc']:%m-%d %H:%M}") == ("booked", "11-18 02:00")
    take(folder, "inbox/dialer/b.txt", export(call(1, "NI", "2026-11-18 11:04:00")))
    assert (states(folder)[1]["standing"], states(folder)[1]["callback_utc"]) == ("refused", None)
    assert is_sound(folder)


def test_a_callback_due_on_the_day_of_its_booking_is_kept_by_the_call_at_its_time(folder):
    calls = [call(1, "CALLBK", "2026-11-16 10:09:44"), call(1, "NI", "2026-11-16 14:55:00")]
    take(folder, "inbox/dialer/a.txt", export(*calls))
    promised(folder, (LEADS[0], "2026-11-16", "2026-11-16", "15:00", "김하늘"))
    assert (states(folder)[1]["standing"], states(folder)[1]["callback_utc"]) == ("refused", None)


def test_whoever_promised_and_is_written_down_nowhere_is_named(folder):
    write(folder, "agents.toml", '[[agents]]\nname = "김하늘"\nids = ["1001"]\n')
    rows = [
        (LEADS[0], "2026-11-16", "2026-11-18", "11:00", "1001"),
        (LEADS[1], "2026-11-16", "2026-11-18", "12:00", "Carol"),
    ]
    told = promised(folder, *rows)
    named = [word for word in told["warnings"] if "nobody wrote down" in word]
    assert len(named) == 1 and "callbacks they promised: 'Carol' (1)" in named[0]


def callbacks_of(folder, period="2026-W47"):
    code, _, err = run(
        folder, "report", "-p", "cards", "--period", period, "--format", "json", as_of="2026-11-23T08:00"
    )
    assert code == 0, err
    review = json.loads((folder / f"reports/cards/{period}.json").read_text(encoding="utf-8"))
    return {leaf["name"]: leaf["count"] for leaf in review["callbacks"] if leaf["count"]}


def test_a_review_counts_what_a_list_or_a_person_promised(folder):
    calls = [call(1, "CALLBK", "2026-11-16 10:09:44"), call(1, "NI", "2026-11-18 11:04:00"), call(2, "CALLBK")]
    take(folder, "inbox/dialer/a.txt", export(*calls))
    rows = [(LEADS[n], "2026-11-16", "2026-11-18", "11:00", "김하늘") for n in range(2)]
    promised(folder, *rows)
    assert callbacks_of(folder) == {"due": 2, "kept": 1, "missed": 1}
    words = ("callback=2026-11-20T15:00", "--by", "이보람", "--why", "asked by e-mail")
    for lead, at in ((1, "2026-11-17T09:00"), (2, "2026-11-19T09:00")):
        assert run(folder, "lead", "set", LEADS[lead], *words, as_of=at)[0] == 0
    # Nobody was called after 18 November: the second promise was moved before its time, the third is one more.
    assert callbacks_of(folder) == {"due": 3, "kept": 1, "missed": 2}
    code, _, err = run(
        folder,
        "report",
        "-p",
        "cards",
        "--period",
        "2026-W47",
        "--rows",
        "callback_kept_rate",
        as_of="2026-11-23T08:00",
    )
    assert code == 0, err
    listed = (folder / "reports/cards/2026-W47-callback_kept_rate.csv").read_text(encoding="utf-8-sig")
    (kept,) = csv.DictReader(io.StringIO(listed))
    assert (kept["lead_id"], kept["agent"]) == (LEADS[0], "김하늘")


def test_what_was_noted_with_a_booking_is_kept_as_a_memo_and_goes_with_its_batch(folder):
    write(folder, "sources/dialer_cb.toml", 'kind = "callbacks"\n\n[projects]\n"*" = "cards"\n')
    rows = '"901","01020010001","CALLBK","1001","2026-11-16 10:00:00","2026-11-25 14:00:00","asks for ""Kim"", after lunch"\r\n'
    told = take(folder, "inbox/dialer_cb/cb.csv", rows)
    assert told["counts"]["amendments"] == 1
    assert 'memo: asks for "Kim", after lunch' in run(folder, "lead", "show", LEADS[0])[1]
    head = HEAD.strip() + ",Comments\n"
    told = take(
        folder, "inbox/promised/b.csv", f"{head}{LEADS[1]},2026-11-16,2026-11-18,11:00,1001,speaks Korean only\n"
    )
    assert not [word for word in told["warnings"] if "columns not read" in word]
    assert "memo: speaks Korean only" in run(folder, "lead", "show", LEADS[1])[1]
    assert is_sound(folder)
    assert run(folder, "batches", "undo", str(told["batch"]))[0] == 0
    assert "speaks Korean only" not in run(folder, "lead", "show", LEADS[1])[1]
