"""Callbacks booked in the dialer: a list of them, with a bare day of booking, joins the calls of that day."""

import pytest

from tests.pipeline.nights import LEADS, call, export, is_sound, night, states, take
from tests.pipeline.small import write

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
