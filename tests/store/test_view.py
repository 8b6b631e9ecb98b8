from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from telebatch.model.tables import ATTEMPTS, LEAD_STATE, LEADS, NUMBERS
from telebatch.store import looks, view
from tests.store.store_samples import commit_leads, filled, leads, undo, writing


@pytest.fixture
def attempts(store):
    for batch in range(4):
        rows = [{"lead_key": key or None, "record": key} for key in range(batch * 50, batch * 50 + 120)]
        with writing(store) as commit:
            commit.add(ATTEMPTS, filled(ATTEMPTS, rows))
    undo(store, 2)
    return store


@pytest.mark.parametrize("large", [1, 10**9])
@pytest.mark.parametrize("keys", [[], [None], [60], [0, 60, 60, 100, 169, 10**12], list(range(300))])
def test_scan_leads_finds_what_a_filter_over_everything_finds(attempts, monkeypatch, keys, large):
    monkeypatch.setattr(view, "_LARGE_SEGMENT", large)
    wanted = pl.Series(keys, dtype=pl.Int64)
    everything = attempts.scan(ATTEMPTS).filter(pl.col("lead_key").is_in(wanted.implode())).collect()
    found = attempts.scan_leads(ATTEMPTS, wanted).collect()
    assert found.sort("batch", "record").equals(everything.sort("batch", "record"))


@pytest.mark.parametrize("key_count_of_one_scan", [1, 3])
def test_looks_one_after_the_other_find_what_a_filter_finds(attempts, monkeypatch, key_count_of_one_scan):
    monkeypatch.setattr(view, "_LARGE_SEGMENT", 1)
    monkeypatch.setattr(looks, "ROW_GROUP", 1)  # as if each row were a group: the keys are fewer
    monkeypatch.setattr(looks, "_AT_ONCE", key_count_of_one_scan)
    everything = attempts.scan(ATTEMPTS).collect()
    known = attempts.view()
    for keys in ([60, 100], [100, 169, 61], [60, 170, 0], [169]):
        found = known.scan_keys(ATTEMPTS, "lead_key", pl.Series(keys)).collect()
        wanted = everything.filter(pl.col("lead_key").is_in(keys))
        assert found.sort("batch", "record").equals(wanted.sort("batch", "record"))


def test_what_was_looked_up_is_not_looked_for_again_even_after_an_undo(store, monkeypatch):
    monkeypatch.setattr(view, "_LARGE_SEGMENT", 1)
    commit_leads(store, [1, 2, 3])
    assert store.scan_leads(LEADS, pl.Series([1, 2])).collect().height == 2
    undo(store, 1)
    monkeypatch.setattr(pl, "collect_all", _refused)
    assert store.scan_leads(LEADS, pl.Series([2])).collect().is_empty()
    assert store.view().everything().scan_keys(LEADS, "lead_key", pl.Series([1])).collect().height == 1
    with pytest.raises(AssertionError, match="looked for"):
        store.view().everything().scan_keys(LEADS, "lead_key", pl.Series([3]))


def test_a_look_into_a_segment_without_its_empty_columns_gives_them_as_nulls(store, monkeypatch):
    monkeypatch.setattr(view, "_LARGE_SEGMENT", 1)
    with writing(store) as commit:
        rows = filled(LEAD_STATE, [{"lead_key": 7, "person_key": 8, "status": "open"}])
        empty = [name for name in rows.columns if rows.get_column(name).null_count()]
        commit.add(LEAD_STATE, rows.lazy().drop(empty), empty=empty)
    found = store.scan_leads(LEAD_STATE, pl.Series([7])).collect()
    assert found.schema == LEAD_STATE.schema
    assert found.drop("batch").equals(rows)


def _refused(*_):
    raise AssertionError("looked for")


def test_a_lead_is_looked_for_only_in_segments_that_may_hold_it(attempts, monkeypatch):
    opened = []
    scan = pl.scan_parquet
    monkeypatch.setattr(pl, "scan_parquet", lambda paths, **how: opened.append(paths) or scan(paths, **how))
    attempts.scan_leads(ATTEMPTS, pl.Series([5]))
    assert [len(paths) for paths in opened] == [1]


def test_a_table_without_lead_key_has_no_rows_of_leads(store):
    with writing(store) as commit:
        commit.add(NUMBERS, filled(NUMBERS, [{"person_key": 4, "position": 1, "number": 821012345678}]))
    assert store.scan_leads(NUMBERS, pl.Series([4])).collect().is_empty()
    assert store.view().scan_keys(NUMBERS, "person_key", pl.Series([4])).collect().height == 1


def test_hundreds_of_segments_are_read_without_keeping_files_open(store):
    with writing(store) as commit:
        for key in range(300):
            commit.add(LEADS, leads([key]))
    before = _open_files()
    for _ in range(3):
        assert store.scan(LEADS).collect().height == 300
    assert _open_files() <= before + 2


def test_reading_as_of_a_batch_is_the_same_after_more_batches(store):
    commit_leads(store, [1])
    commit_leads(store, [2])
    then = store.scan(LEADS, at_batch=2)
    before = then.collect().sort("lead_key")
    undo(store, 1)
    commit_leads(store, [3])
    assert store.scan(LEADS, at_batch=2).collect().sort("lead_key").equals(before)
    assert then.collect().sort("lead_key").equals(before)


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
