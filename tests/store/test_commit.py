from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from telebatch.model.errors import InputRefused, StoreRefused, TelebatchError, WrongUsage
from telebatch.model.tables import ANSWERS, LEAD_STATE, LEADS
from telebatch.store import open_store
from tests.store.store_samples import (
    NOW,
    SHA,
    commit_leads,
    files_under,
    filled,
    leads,
    seen,
    states,
    taken,
    undo,
    writing,
)


def test_a_store_that_is_not_there_reads_as_empty_and_is_not_made(store, root):
    assert store.scan(LEADS).collect().schema == LEADS.empty().schema
    assert (store.last_batch(), store.batches().height, store.snapshot(), store.check()) == (0, 0, None, ())
    assert store.lead_state().collect().is_empty()
    assert not root.exists()


def test_a_commit_makes_rows_inputs_counts_and_outputs_true_together(store, root):
    with writing(store) as commit:
        commit.output(Path("queues/a.csv")).write_text("x")
        assert taken(commit) == 1
        assert commit.add(LEADS, leads([3, 1, 2])) == 3
        commit.counts["records"] = 3
        commit.warnings.append("look")
        assert seen(store) == []
        assert not (root.parent / "queues").exists()
    assert seen(store) == [1, 2, 3]
    assert (root.parent / "queues" / "a.csv").read_text() == "x"
    (row,) = store.batches().iter_rows(named=True)
    assert (row["batch"], row["command"], row["as_of_utc"]) == (1, "ingest", NOW)
    assert (row["counts"], row["warnings"], row["status"]) == ('{"records": 3}', '["look"]', "live")
    (taken_in,) = store.inputs()
    assert (taken_in.file_key, taken_in.batch, taken_in.exported_utc) == (1, 1, NOW)
    assert [output.path for output in store.outputs()] == ["queues/a.csv"]
    assert store.pending() == ()
    assert store.check() == ()


def test_an_exception_leaves_nothing_and_gives_no_key(store, root):
    commit_leads(store, [1])
    before = files_under(root.parent)
    with pytest.raises(InputRefused), writing(store) as commit:
        commit.output(Path("a.csv")).write_text("x")
        commit.add(LEADS, leads([2]))
        assert commit.take_keys("lead", 5) == range(1, 6)
        raise InputRefused("no")
    assert {name for name in files_under(root.parent) - before if "ledger" not in name} <= {"store/writer.json"}
    with writing(store) as commit:
        assert (commit.batch, commit.take_keys("lead", 2), commit.take_keys("lead", 1)) == (2, range(1, 3), range(3, 4))
    assert "store/writer.json" not in files_under(root.parent)


def test_a_dry_run_computes_everything_and_leaves_nothing(store, root):
    with writing(store, dry_run=True) as commit:
        assert commit.add(LEADS, leads([1])) == 1
        commit.output(Path("a.csv")).write_text("x")
        assert commit.scan(LEADS).collect().height == 1
    assert not root.parent.exists() or files_under(root.parent) == set()
    assert store.last_batch() == 0


def test_an_abandoned_commit_makes_no_batch(store, root):
    with writing(store) as commit:
        commit.add(LEADS, leads([1]))
        commit.abandon()
    assert store.last_batch() == 0
    assert not any("parquet" in name for name in files_under(root))


def test_a_commit_sees_its_own_rows_and_its_own_undo(store):
    commit_leads(store, [1])
    with writing(store) as commit:
        commit.add(LEADS, leads([2]))
        commit.undo(1)
        assert commit.scan(LEADS).collect()["lead_key"].to_list() == [2]
        assert sorted(commit.scan(LEADS, every_batch=True).collect()["lead_key"]) == [1, 2]
    assert seen(store) == [2]


def test_undone_batches_go_out_of_sight_and_stay_for_identity_and_for_the_past(store):
    commit_leads(store, [1])
    commit_leads(store, [2])
    third = undo(store, 1)
    assert seen(store) == [2]
    assert seen(store, every_batch=True) == [1, 2]
    assert [seen(store, at_batch=number) for number in (0, 1, 2, third)] == [[], [1], [1, 2], [2]]
    assert (store.batch(1).status, store.batch(1).undone_by) == ("undone", third)


@pytest.mark.parametrize("number", [1, 3, 9])
def test_what_cannot_be_undone_is_told(store, number):
    commit_leads(store, [1])
    commit_leads(store, [2])
    undo(store, 1)
    with pytest.raises(WrongUsage, match=f"batch {number}"):
        undo(store, number)
    assert store.last_batch() == 3


def test_the_same_live_file_is_found_and_refused_and_may_come_again_after_undo(store):
    with writing(store) as commit:
        taken(commit)
    assert store.live_input(SHA, "ingest", "berlin").batch == 1
    assert store.live_input(SHA, "ingest", None) is None
    assert store.live_input(SHA, "prequalify", "berlin") is None
    with pytest.raises(InputRefused, match="batch 1"), writing(store) as commit:
        taken(commit)
    with writing(store) as commit:
        commit.undo(1)
        assert taken(commit) == 2
    assert store.live_input(SHA, "ingest", "berlin").batch == 2


def test_one_commit_takes_the_same_bytes_once(store):
    with pytest.raises(InputRefused), writing(store) as commit:
        taken(commit)
        taken(commit)


def test_the_snapshot_is_that_of_the_latest_live_batch_that_recorded_one(store):
    for texts in ({"a.toml": "1"}, None, {"a.toml": "2", "b.toml": "é"}):
        with writing(store) as commit:
            if texts:
                commit.record_snapshot(texts)
    assert store.snapshot() == {"a.toml": "2", "b.toml": "é"}
    assert store.snapshot(at_batch=2) == {"a.toml": "1"}
    undo(store, 3)
    assert store.snapshot() == {"a.toml": "1"}
    assert store.snapshot(at_batch=0) is None


def test_of_what_a_list_put_on_record_its_projects_own_file_stays_when_the_batch_before_it_is_undone(store):
    own = {"projects/b.toml": "b", "layouts/l.toml": "l"}
    for command, texts in (
        ("classify", {"a.toml": "1"}),
        ("classify", {"a.toml": "2"}),
        ("prequalify", {"a.toml": "2"} | own),
    ):
        with store.writing(command, project="b", as_of_utc=NOW) as commit:
            commit.record_snapshot(texts)
    assert store.snapshot() == {"a.toml": "2"} | own == store.snapshot(without=1)
    assert store.snapshot(without=2) == {"a.toml": "1"} | own
    assert store.snapshot(without=3) == {"a.toml": "2"}
    undo(store, 2)
    assert store.snapshot() == {"a.toml": "1"} | own
    undo(store, 1)
    assert store.snapshot() == {"a.toml": "2"} | own  # nothing else is left to tell the rest


def test_a_lead_s_state_is_the_row_of_the_latest_batch_even_of_an_undone_one(store):
    for batch in ({1: 1, 2: 1}, {2: 2}, {3: 3, 1: 3}):
        with writing(store) as commit:
            commit.add(LEAD_STATE, states(batch))
    undo(store, 3)
    found = store.lead_state().collect().sort("lead_key")
    assert found.select("lead_key", "attempts").rows() == [(1, 3), (2, 2), (3, 3)]
    assert store.lead_state(2).collect().sort("lead_key")["attempts"].to_list() == [1, 2]
    assert store.lead_state(lead_keys=found["lead_key"].head(1)).collect()["attempts"].to_list() == [3]


def test_a_lead_has_one_state_per_batch(store):
    with pytest.raises(TelebatchError, match="stands twice"), writing(store) as commit:
        commit.add(LEAD_STATE, states({1: 1}))
        commit.add(LEAD_STATE, states({2: 1}))
    twice = states({1: 1}).vstack(states({1: 2}))
    with pytest.raises(TelebatchError, match="stands twice"), writing(store) as commit:
        commit.add(LEAD_STATE, twice)


def test_a_source_file_is_kept_once_by_its_bytes(store, root, tmp_path):
    source = tmp_path / "a.csv"
    source.write_bytes(b"name;phone\n")
    sha = hashlib.sha256(source.read_bytes()).hexdigest()
    for _ in range(2):
        with writing(store) as commit:
            commit.archive(source, sha)
    assert store.archived(sha).read_bytes() == b"name;phone\n"
    assert store.archived("00") is None
    assert (root / "archive" / sha).stat().st_mode & 0o777 == 0o600
    with pytest.raises(InputRefused, match="changed"), writing(store) as commit:
        commit.archive(source, SHA)
    assert files_under(root / "archive") == {sha}


is_nameless_known = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are Linux's")


def nameless(folder, body):
    copy = os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600), "w+b", buffering=0)
    copy.write(body)
    return copy


@is_nameless_known
def test_a_copy_that_nobody_else_can_change_stays_as_the_archives(store, root, tmp_path):
    source, body = tmp_path / "a.csv", b"name;phone\n"
    source.write_bytes(body)
    sha = hashlib.sha256(body).hexdigest()
    with nameless(tmp_path, body) as copy:
        with writing(store) as commit:
            commit.archive(source, sha, Path(f"/proc/self/fd/{copy.fileno()}"))
        kept = store.archived(sha)
        assert kept.stat().st_ino == os.fstat(copy.fileno()).st_ino
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777, store.check()) == (body, 0o600, ())


def test_a_copy_that_can_be_given_no_name_is_copied_once_more(store, tmp_path):
    source, body = tmp_path / "a.csv", b"name;phone\n"
    source.write_bytes(body)
    sha = hashlib.sha256(body).hexdigest()
    with tempfile.TemporaryFile(dir=tmp_path) as copy, writing(store) as commit:
        commit.archive(source, sha, Path(f"/proc/self/fd/{copy.fileno()}"))
    assert store.archived(sha).read_bytes() == body


@is_nameless_known
def test_a_copy_whose_commit_ends_badly_leaves_nothing(store, root, tmp_path):
    source, body = tmp_path / "a.csv", b"name;phone\n"
    source.write_bytes(body)
    with nameless(tmp_path, body) as copy, suppress(KeyError), writing(store) as commit:
        commit.archive(source, hashlib.sha256(body).hexdigest(), Path(f"/proc/self/fd/{copy.fileno()}"))
        raise KeyError
    assert files_under(root / "archive") == set()


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "a\n.csv", "x/../../a.csv", "."])
def test_an_output_outside_the_workspace_is_refused(store, name):
    with pytest.raises(WrongUsage), writing(store) as commit:
        commit.output(Path(name))


def test_an_output_that_was_promised_and_not_written_stops_the_commit(store):
    with pytest.raises(TelebatchError, match=r"a\.csv was never written"), writing(store) as commit:
        commit.output(Path("a.csv"))
    assert store.last_batch() == 0


def test_files_are_the_owner_s_alone(store, root):
    with writing(store) as commit:
        commit.add(LEADS, leads([1]))
        commit.output(Path("out/a.csv")).write_text("x")
    for path in [root, *root.rglob("*"), root.parent / "out", root.parent / "out" / "a.csv"]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_store_opened_for_reading_reads_and_never_writes(store, root):
    commit_leads(store, [1])
    with open_store(root, readonly=True) as reader:
        assert seen(reader) == [1]
        with pytest.raises(StoreRefused, match="reading only"), writing(reader):
            pass


def test_an_instant_survives_to_the_microsecond(store):
    moment = datetime(2026, 11, 23, 8, 7, 6, 543211, tzinfo=UTC) + timedelta(microseconds=1)
    with store.writing("ingest", project=None, as_of_utc=moment):
        pass
    assert store.batch(1).as_of_utc == moment
    assert store.batch(1).project is None


def test_forgetting_rewrites_rows_and_files_of_every_batch(store, root, tmp_path):
    source = tmp_path / "a.csv"
    source.write_bytes(b"1")
    sha = hashlib.sha256(b"1").hexdigest()
    for keys in ([1, 2], [1], [3]):
        rows = [{"lead_key": key, "kind": "memo", "value": f"secret {key}", "file_key": 1, "record": 1} for key in keys]
        with writing(store) as commit:
            commit.add(ANSWERS, filled(ANSWERS, rows))
            commit.archive(source, sha)
    undo(store, 2)
    old = files_under(root / "segments")

    with writing(store, "forget") as commit:
        is_hers = pl.col("lead_key") == 1
        blanked = pl.when(is_hers).then(None).otherwise(pl.col("value")).alias("value")
        assert commit.rewrite(ANSWERS, is_hers, lambda rows: rows.with_columns(blanked)) == 2
        commit.unarchive(sha)
        assert commit.scan(ANSWERS).collect().height == 3
    found = store.scan(ANSWERS, every_batch=True).collect().sort("batch", "lead_key")
    assert found.select("batch", "lead_key", "value").rows() == [
        (1, 1, None),
        (1, 2, "secret 2"),
        (2, 1, None),
        (3, 3, "secret 3"),
    ]
    assert len(files_under(root / "segments") & old) == 1
    assert files_under(root / "archive") == set()
    assert store.check() == ()


def test_a_table_without_personal_values_is_never_rewritten(store):
    commit_leads(store, [1])

    with pytest.raises(WrongUsage, match="no personal values"), writing(store, "forget") as commit:
        commit.rewrite(LEADS, pl.lit(value=True), lambda rows: rows)
