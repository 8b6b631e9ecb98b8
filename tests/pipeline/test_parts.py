"""A review is the same whether its calls are classified all at once or a few leads at a time."""

import json
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.tables import ATTEMPTS, MOVED
from telebatch.model.tables import ORDERS as ORDERS_KEPT
from telebatch.pipeline.known import parts
from telebatch.pipeline.reviews import calls_counted
from telebatch.store import open_store
from tests.pipeline.nights import LEADS, call, export, facts, night, take
from tests.pipeline.small import ORDERS, told, write
from tests.store.store_samples import filled, writing

NEWFIES = (
    "callid,phone_number,starting_date,billsec,disposition,hangup_cause,hangup_cause_q850,amd_status\n"
    "aa-1,0102001000{},2026-11-18 10:00:00,0,NOANSWER,,,\n"
)
ANY = 'kind = "results"\nmatch_floor = 0.0\n\n[projects]\n"*" = "cards"\n'
ORDER_HEAD = "order_no,lead_id,status,date\n"
WEEK = "2026-W47"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Calls of several weeks, one that a correction gives to another lead, strangers, and an order of two leads."""
    root = night(tmp_path_factory.mktemp("night"))
    write(root, "sources/shop.toml", ORDERS)
    write(root, "sources/robot.toml", ANY)
    week_before = [call(lead, "NI", f"2026-11-0{3 + lead % 3} 11:0{lead}:00") for lead in (1, 2, 5)]
    take(root, "inbox/dialer/a.txt", export(*week_before, call(6, "CALLBK", "2026-11-05 09:00:00")))
    this_week = [
        call(lead, status, f"2026-11-17 1{lead}:00:00")
        for lead, status in enumerate(("DNC", "SALE", "B", "NI", "NA"), 1)
    ]
    take(
        root,
        "inbox/dialer/b.txt",
        export(*this_week, call(0, "NI", campaign_id="STUDY"), call(3, "NA", "2026-11-18 10:00:00")),
        code=5,
    )
    for day, lead in ((18, 3), (19, 4)):
        take(root, f"inbox/robot/{day}.csv", NEWFIES.format(lead), "--exported", f"2026-11-{day}T20:00")
    take(root, "inbox/shop/o.csv", f"{ORDER_HEAD}S1,{LEADS[1]},pending,2026-11-17\n")
    take(root, "inbox/shop/p.csv", f"{ORDER_HEAD}S1,{LEADS[4]},sale,2026-11-18\n")
    assert facts(root, MOVED).height
    return root


def _reviewed(folder, *words):
    code, answer = told(folder, "report", "--period", WEEK, *words, as_of="2026-11-23T08:00")
    assert code == 0, answer
    texts = {name: (folder / name).read_text("utf-8-sig") for name in answer["files"] if name.endswith(("json", "csv"))}
    return {name: json.loads(text) | {"at_batch": 0} if name.endswith("json") else text for name, text in texts.items()}


@pytest.mark.parametrize(
    "words", [(), ("--rows", "attempts"), ("--rows", "callback_kept_rate"), ("--rows", "told_twice")]
)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_review_does_not_depend_on_how_many_leads_are_told_at_a_time(folder, monkeypatch, rows, words):
    whole = _reviewed(folder, *words)
    monkeypatch.setattr(parts, "PART_ROWS", rows)
    assert _reviewed(folder, *words) == whole


def test_what_was_told_of_two_leads_lies_in_one_part(folder, monkeypatch):
    monkeypatch.setattr(parts, "PART_ROWS", 1)
    review = next(text for name, text in _reviewed(folder).items() if "cards" in name)
    # Of the call told of lead 3 and then of lead 4 one row counts: apart, each would have kept its own.
    assert review["reconciliation"]["replaced"] == 1


LEAD = st.one_of(st.none(), st.integers(1, 9))
FACTS = st.lists(LEAD, max_size=12)


@settings(max_examples=60, deadline=None)
@given(FACTS, st.lists(st.tuples(st.sampled_from("ABC"), LEAD), max_size=6), st.lists(st.tuples(LEAD, LEAD), max_size=3),
       st.integers(1, 5), st.one_of(st.none(), st.sets(st.integers(1, 12))))  # fmt: skip
def test_every_fact_lies_in_one_part(calls, orders, moved, rows, asked):
    """Those too of leads that nobody called, and all that is told of one order or one moved call in the same."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "store") as store:
        with writing(store) as commit:
            commit.add(ATTEMPTS, filled(ATTEMPTS, [{"lead_key": lead, "record": at} for at, lead in enumerate(calls)]))
            told = [{"lead_key": lead, "record": at, "order_no": no} for at, (no, lead) in enumerate(orders)]
            commit.add(ORDERS_KEPT, filled(ORDERS_KEPT, told))
            commit.add(MOVED, filled(MOVED, [{"lead_key": now, "former_key": former} for now, former in moved]))
        with pytest.MonkeyPatch.context() as few:
            few.setattr(parts, "PART_ROWS", rows)
            found = _told(store.view(), None if asked is None else pl.Series(sorted(asked), dtype=pl.Int64))
    for place, leads in ((0, calls), (1, [lead for _, lead in orders])):
        records = [record for part in found for record in part[place]]
        assert len(records) == len(set(records))
        assert {at for at, lead in enumerate(leads) if asked is None or lead in asked} <= set(records)
    parts_of = {}
    for at, (called, ordered) in enumerate(found):
        for lead in [*(calls[record] for record in called), *(orders[record][1] for record in ordered)]:
            parts_of.setdefault(lead, set()).add(at)
    assert all(len(those) == 1 for those in parts_of.values())
    twice = [{lead for no, lead in orders if no == name and lead} for name in "ABC"]
    together = [*(those for those in twice if len(those) > 1), *({one, two} - {None} for one, two in moved)]
    assert all(parts_of.get(lead, {0}) == {0} for those in together for lead in those)


def _told(known, leads):
    """Records of calls and of orders, part by part."""

    def records(part):
        return [part.scan(table).select("record").collect().to_series().to_list() for table in (ATTEMPTS, ORDERS_KEPT)]

    return parts.over_parts(known, records, leads)


def test_leads_that_nobody_spoke_of_change_nothing(folder, monkeypatch):
    narrow = _reviewed(folder)
    monkeypatch.setattr(calls_counted, "_spoken_of", lambda known, span: None)
    assert _reviewed(folder) == narrow
