"""What is brought to the disk early is there in the end, and a disk that refuses early refuses the commit."""

import errno
from pathlib import Path

import polars as pl
import pytest
import xxhash

from telebatch.model.errors import StoreRefused
from telebatch.model.tables import LEADS
from telebatch.store import lasting, layout
from telebatch.store.lasting import Lasting
from tests.store.store_samples import commit_leads, leads, seen, writing


@pytest.fixture
def synced(monkeypatch):
    """Names of the files synced, in order."""
    names, sync = [], lasting.sync_file

    def noted(path):
        names.append(path.name)
        sync(path)

    monkeypatch.setattr(lasting, "sync_file", noted)
    return names


def test_a_long_output_is_proved_as_it_is_written(store, root):
    with writing(store) as commit, commit.long_output(Path("out/long.csv")) as file:
        for piece in (b"one\n", b"", b"two\n" * 600_000):
            file.write(piece)
    (output,) = store.outputs()
    assert output.checksum == "xxh3:" + xxhash.xxh3_128((root.parent / "out/long.csv").read_bytes()).hexdigest()
    assert store.check() == ()


def test_each_file_is_on_the_disk_before_the_ledger_names_it(store, synced):
    with writing(store) as commit:
        commit.add(LEADS, leads([1]))
        commit.add(LEADS, leads([2]), hold=True)
        commit.output(Path("short.csv")).write_text("x")
        with commit.long_output(Path("long.csv")) as file:
            file.write(b"x")
    segments = {"." + Path(row.path).name for row in store._desk.ledger.segments()}
    assert len(segments) == 2
    assert set(synced) == segments | {"short.csv", "long.csv"}
    assert len(synced) == 4  # none of them twice


def test_a_dry_run_brings_nothing_to_the_disk(store, synced):
    with writing(store, dry_run=True) as commit:
        commit.add(LEADS, leads([1]))
        with commit.long_output(Path("a.csv")) as file:
            file.write(b"x")
    assert synced == []


@pytest.mark.parametrize("what", ["output", "segment"])
def test_a_disk_that_refuses_early_refuses_the_commit(store, monkeypatch, what):
    commit_leads(store, [9])
    sync, left = lasting.sync_file, [OSError(errno.EIO, "lost")]

    def refused(path):
        if left:
            raise left.pop()  # once: it is told of a lost page once and never again
        sync(path)

    with pytest.raises(StoreRefused), writing(store) as commit:
        monkeypatch.setattr(lasting, "sync_file", refused)
        if what == "output":
            with commit.long_output(Path("a.csv")) as file:
                file.write(b"x")
        else:
            commit.add(LEADS, leads([1]))
    assert left == []
    assert (seen(store), store.last_batch()) == ([9], 1)


def test_what_was_not_begun_is_finished_all_the_same(tmp_path, synced):
    for name in ("a", "b"):
        (tmp_path / name).touch()
    early = Lasting(tmp_path, begins_early=True)
    early.begin(tmp_path / "a")
    early.finish(tmp_path / name for name in ("a", "b"))
    early.end()
    assert synced == ["a", "b"]


@pytest.mark.parametrize("left", ["nothing", "by texts laid aside", "by a writer that was killed"])
def test_every_folder_on_the_way_is_on_the_disk_whoever_made_it(store, root, monkeypatch, left):
    if left == "by texts laid aside":
        commit_leads(store, [9])
    asked, sync = set(), layout.sync_folder
    monkeypatch.setattr(layout, "sync_folder", lambda path: asked.add(path) or sync(path))
    if left == "by a writer that was killed":
        (root / "segments" / LEADS.name).mkdir(parents=True)
        (root / "staged").mkdir()
    with writing(store) as commit:
        if left == "by texts laid aside":
            commit.aside.lay(pl.DataFrame({"word": ["a"]}))
        commit.add(LEADS, leads([1]))
        commit.output(Path("out/a.csv")).write_text("a")
    batch = root / "staged" / f"{commit.batch:07d}"
    assert {root, root / "segments", root / "segments" / LEADS.name, root / "staged", batch} <= asked
