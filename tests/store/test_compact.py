from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import polars as pl
import pytest

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import ATTEMPTS, LEAD_STATE, LEADS, QUEUE_EVENTS
from telebatch.store import compact as merging
from tests.store.store_samples import NOW, commit_leads, files_under, filled, seen, states, undo, with_step, writing

_DAY = timedelta(days=1)


def test_compaction_merges_segments_and_keeps_every_row_with_its_batch(store, root):
    for key in range(5):
        commit_leads(store, [key, key + 10])
    undo(store, 2)
    before = store.scan(LEADS, every_batch=True).collect().sort("lead_key")
    views = [seen(store, at_batch=number) for number in range(7)]
    done = store.compact(now_utc=NOW)
    assert (done.segments_before, done.segments_after) == (5, 1)
    assert store.scan(LEADS, every_batch=True).collect().sort("lead_key").equals(before)
    assert [seen(store, at_batch=number) for number in range(7)] == views
    assert store.check() == ()
    assert len(files_under(root / "segments")) == 6


def test_merged_segments_stay_for_readers_until_the_grace_time_is_over(store, root):
    commit_leads(store, [1])
    commit_leads(store, [2])
    reader = store.scan(LEADS)
    store.compact(now_utc=NOW, grace=_DAY)
    assert store.compact(now_utc=NOW + _DAY / 2, grace=_DAY).files_collected == 0
    assert reader.collect().height == 2
    assert store.compact(now_utc=NOW + _DAY, grace=_DAY).files_collected == 2
    assert len(files_under(root / "segments")) == 1
    assert seen(store) == [1, 2]


def test_a_large_run_is_left_alone_until_the_newer_ones_are_worth_it(store):
    with writing(store) as commit:
        commit.add(LEADS, filled(LEADS, [{"lead_key": key} for key in range(100)]))
    for key in range(20):
        commit_leads(store, [1000 + key])
    assert store.compact(now_utc=NOW).segments_after == 2
    commit_leads(store, range(2000, 2010))
    commit_leads(store, range(3000, 3010))
    assert store.compact(now_utc=NOW).segments_after == 1
    assert len(seen(store)) == 140


@pytest.mark.parametrize("segment_rows", [1, 7, 40, 1000])
def test_a_large_merge_makes_segments_of_disjoint_ranges(store, monkeypatch, segment_rows):
    for batch in range(3):
        rows = [{"lead_key": key % 40 or None, "record": key} for key in range(batch, 150, 3)]
        with writing(store) as commit:
            commit.add(ATTEMPTS, filled(ATTEMPTS, rows))
    before = store.scan(ATTEMPTS).collect().sort("record")
    monkeypatch.setattr(
        "telebatch.store.store.compact", lambda *told: merging.compact(*told, segment_rows=segment_rows)
    )
    after = store.compact(now_utc=NOW).segments_after
    assert store.scan(ATTEMPTS).collect().sort("record").equals(before)
    assert store.check() == ()
    bounds = sorted(row.bounds["lead_key"] for row in store._desk.ledger.segments("attempts"))
    assert all(one[1] < two[0] for one, two in pairwise(bounds))
    assert after == {1: 39, 7: 22, 40: 4, 1000: 1}[segment_rows]


def test_compaction_keeps_one_state_per_lead_and_tells_from_when_on(store):
    for batch in ({1: 1, 2: 1}, {2: 2}, {1: 3}):
        with writing(store) as commit:
            commit.add(LEAD_STATE, states(batch))
    assert store.lead_state_from() == 0
    store.compact(now_utc=NOW)
    assert store.lead_state_from() == 3
    assert store.scan(LEAD_STATE).collect().height == 2
    assert dict(store.lead_state().collect().select("lead_key", "attempts").iter_rows()) == {1: 3, 2: 2}
    with pytest.raises(WrongUsage, match="batch 2 is no longer kept"):
        store.lead_state(2)
    with writing(store) as commit:
        commit.add(LEAD_STATE, states({2: 4, 5: 4}))
    assert dict(store.lead_state().collect().select("lead_key", "attempts").iter_rows()) == {1: 3, 2: 4, 5: 4}
    assert store.lead_state(3).collect().height == 2
    assert store.check() == ()


def test_compaction_brings_rows_to_a_table_of_any_first_sort_column(store):
    from_queue = [{"queue": name, "event": "released", "at_utc": NOW} for name in ("b", "a", None)]

    for row in from_queue:
        with writing(store) as commit:
            commit.add(QUEUE_EVENTS, filled(QUEUE_EVENTS, [row]))
    store.compact(now_utc=NOW)
    assert sorted(store.scan(QUEUE_EVENTS).collect()["queue"].to_list(), key=str) == [None, "a", "b"]


@pytest.mark.parametrize("crash_at", ["segment merged", "segments settled", "segments swapped"])
def test_a_compaction_that_is_killed_leaves_the_rows_as_they_were(root, crash_at):
    class Killed(BaseException):
        pass

    def step(name):
        if name == crash_at and armed:
            raise Killed

    armed = False
    store = with_step(root, step)
    for key in range(3):
        commit_leads(store, [key])
    armed = True
    with pytest.raises(Killed):
        store.compact(now_utc=NOW)
    armed = False
    assert seen(store) == [0, 1, 2]
    assert store.check() == ()
    store.compact(now_utc=NOW)
    store.compact(now_utc=NOW + _DAY)
    assert seen(store) == [0, 1, 2]
    assert len(files_under(root / "segments")) == 1


def test_an_empty_store_is_compacted_to_nothing(store):
    assert store.compact(now_utc=NOW).segments_after == 0
    assert store.scan(LEADS).select(pl.len()).collect().item() == 0
