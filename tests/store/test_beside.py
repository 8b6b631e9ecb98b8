"""Rows that are held are in sight at once, are written beside, and the commit ends with them or not at all."""

import errno
from dataclasses import replace
from threading import Event

import pytest

from telebatch.model.errors import StoreRefused
from telebatch.model.tables import LEADS
from telebatch.store import Store, open_store
from telebatch.store.lock import OsLock
from telebatch.store.own_segments import OwnSegments
from telebatch.store.segments import DiskSegments
from tests.store.store_samples import commit_leads, files_under, leads, seen, writing


class Slow(DiskSegments):
    """Writes when it is let, or not at all."""

    def __init__(self):
        self.let, self.is_full = Event(), False

    def write(self, path, table, rows):
        assert self.let.wait(30)
        written = super().write(path, table, rows)
        if self.is_full:
            raise OSError(errno.ENOSPC, "no space")
        return written


@pytest.fixture
def slow():
    return Slow()


@pytest.fixture
def store(root, slow):
    commit_leads(open_store(root), [9])
    desk = replace(open_store(root)._desk, files=slow)
    return Store(desk, OsLock(desk.layout, 5))


def test_held_rows_are_in_sight_before_they_are_written(store, slow):
    with writing(store) as commit:
        assert commit.add(LEADS, leads([2, 1]), hold=True) == 2
        assert sorted(commit.scan(LEADS).collect()["lead_key"]) == [1, 2, 9]
        slow.let.set()
    assert seen(store) == [1, 2, 9]
    assert store.check() == ()


def test_whoever_finds_a_held_segment_finds_its_rows(store, slow, monkeypatch):
    note, found = OwnSegments._note, []

    def noted(self, table, segment, rows):
        note(self, table, segment, rows)
        found.append(sorted(commit.scan(LEADS).collect()["lead_key"]))  # as another thread might at this moment

    monkeypatch.setattr(OwnSegments, "_note", noted)
    with writing(store) as commit:
        commit.add(LEADS, leads([2, 1]), hold=True)
        slow.let.set()
    assert found == [[1, 2, 9]]


def test_held_rows_are_the_bytes_that_others_would_be(store, slow):
    slow.let.set()
    with writing(store) as commit:
        for hold in (True, False):
            commit.add(LEADS, leads([2, 1]), hold=hold)
    held, other = (row for row in store._desk.ledger.segments("leads") if row.first_batch > 1)
    assert held == replace(other, path=held.path, run=held.run)


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_end_by_a_fault_waits_and_leaves_nothing(root, store, slow, dry_run):
    before = files_under(root / "segments")
    with pytest.raises(KeyError), writing(store, dry_run=dry_run) as commit:
        commit.add(LEADS, leads([1]), hold=True)
        slow.let.set()
        raise KeyError
    assert files_under(root / "segments") == before


def test_a_full_disk_beside_is_told_at_the_end_and_leaves_nothing(root, store, slow):
    before, slow.is_full = files_under(root / "segments"), True
    with pytest.raises(StoreRefused, match="table leads cannot be written"), writing(store) as commit:
        commit.add(LEADS, leads([1]), hold=True)
        slow.let.set()
    assert files_under(root / "segments") == before
    assert seen(store) == [9]
