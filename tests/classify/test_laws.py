from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.classify import classify, code_map
from telebatch.model.tables import ATTEMPTS, ORDERS
from tests.classify.classify_samples import CONFIRMED, MONDAY, project, rules, shipped_codes
from tests.classify.judge import judge

CODES = code_map(shipped_codes())
HOURS = st.integers(0, 6).map(lambda hours: MONDAY + timedelta(hours=hours))
CALLS = st.fixed_dictionaries(
    {
        "attempt_key": st.sampled_from("abcdefgh"),
        "lead_key": st.sampled_from([1, 2]),
        "code": st.sampled_from(
            [
                "deal",
                "refused",
                "call again",
                "interested",
                "no answer",
                "gatekeeper",
                "보류",
                "취소",
                "not called",
                "??",
                "do not call",
                "wrong number",
            ]
        ),
        "start_utc": HOURS,
        "direction": st.sampled_from(["out", "out", "out", "in"]),
        "callback_utc": st.sampled_from([None, MONDAY + timedelta(days=3)]),
        "exported_utc": st.sampled_from([None, MONDAY, MONDAY + timedelta(days=1)]),
        "modified_utc": st.sampled_from([None, MONDAY]),
        "file_sha": st.sampled_from(["x", "y"]),
        "format": st.sampled_from(["words", "words", "slim"]),
        "talk_seconds": st.sampled_from([None, 30, 60]),
        "agent": st.sampled_from([None, "Kim", "Lee"]),
        "intent": st.sampled_from([None, "A", "B"]),
    }
)
STATUSES = st.fixed_dictionaries(
    {
        "order_no": st.sampled_from(["o1", "o2"]),
        "lead_key": st.just(1),
        "status": st.sampled_from(["sale", "cancelled", "pending", "callback booked", "strange"]),
        "at_utc": HOURS,
    }
)


def _calls(drawn):
    told = {"batch": 1, "file_key": 1, "source": "s", "format": "words", "project": "p", "zone": "UTC"}
    return [{**told, "record": at, **row} for at, row in enumerate(drawn)]


def _statuses(drawn):
    told = {"batch": 2, "file_key": 2, "source": "shop", "project": "p"}
    return [{**told, "record": at, **row} for at, row in enumerate(drawn)]


def _decide(calls, statuses, standards):
    frames = (
        pl.DataFrame(calls, schema=dict(ATTEMPTS.schema)).lazy(),
        pl.DataFrame(statuses, schema=dict(ORDERS.schema)).lazy(),
    )
    return classify(*frames, rules({"p": standards}))


def _told(decided, wanted):
    rows = {row["attempt_key"]: row for row in decided.outcomes.collect().iter_rows(named=True)}
    rows |= {(row["order_no"], row["at_utc"]): row for row in decided.confirmations.collect().iter_rows(named=True)}
    return (
        {key: {name: rows[key][name] for name in answer} for key, answer in wanted.items()}
        if rows.keys() == wanted.keys()
        else rows
    )


@pytest.mark.parametrize("standards", [project(), project(confirmation=CONFIRMED)], ids=["plain", "with node 2"])
@settings(max_examples=40, deadline=None)
@given(st.lists(CALLS, max_size=10), st.lists(STATUSES, max_size=4), st.randoms(use_true_random=False))
def test_every_order_of_arrival_gives_what_the_slow_judge_says(standards, calls, statuses, random):
    calls, statuses = _calls(calls), _statuses(statuses)
    wanted = judge(calls, statuses, CODES, standards)
    assert _told(_decide(calls, statuses, standards), wanted) == wanted
    random.shuffle(calls)
    random.shuffle(statuses)
    assert _told(_decide(calls, statuses, standards), wanted) == wanted


@settings(max_examples=30, deadline=None)
@given(st.lists(CALLS, min_size=1, max_size=8))
def test_overlapping_exports_decide_as_one_file_would(calls):
    calls = _calls(calls)
    again = [{**row, "batch": 9, "file_key": 9} for row in calls[len(calls) // 2 :]]
    once = _decide(calls, [], project()).outcomes.collect().drop("batch", "file_key", "replaced_rows")
    twice = _decide([*again, *calls], [], project()).outcomes.collect().drop("batch", "file_key", "replaced_rows")
    assert once.equals(twice)
