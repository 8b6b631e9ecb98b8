"""Whatever happens at whatever moment: the store is as before or as after, never between."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from telebatch.model.errors import ExitCode, StoreRefused
from telebatch.model.tables import LEADS
from telebatch.store import Store, open_store, segments
from telebatch.store.commit import Commit
from telebatch.store.lock import OsLock
from telebatch.store.segments import DiskSegments
from tests.store.store_samples import commit_leads, files_under, leads, seen, taken, with_step, writing

_HERE = Path(__file__).parents[2]


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs."""


def _full_commit(store: Store, source: Path, sha: str) -> None:
    with writing(store) as commit:
        taken(commit, sha)
        commit.add(LEADS, leads([1, 2]))
        commit.add(LEADS, leads([3]))
        commit.archive(source, sha)
        commit.record_snapshot({"a": "1"})
        for name in ("out/a.csv", "out/b.csv"):
            commit.output(Path(name)).write_text(name)
        commit.undo(1)


def _steps(root: Path, source: Path, sha: str) -> list[str]:
    steps: list[str] = []
    store = with_step(root, steps.append)
    commit_leads(store, [9])
    steps.clear()
    _full_commit(store, source, sha)
    return steps


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"a")
    return path, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


def test_a_commit_has_the_steps_that_are_killed_below(tmp_path, source):
    assert _steps(tmp_path / "workspace" / "store", *source) == [
        *["segment written"] * 2, "file archived", "change made", "outputs synced", "segments settled",
        "ledger written", *["output renamed"] * 2,
    ]  # fmt: skip


@pytest.mark.parametrize("killed_at", range(9))
def test_killed_after_any_step_the_store_is_as_before_or_as_after(root, source, monkeypatch, killed_at):
    left = [killed_at]

    def step(_name):
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    commit_leads(open_store(root), [9])
    store = with_step(root, step)
    monkeypatch.setattr(Commit, "discard", lambda _commit: None)
    with pytest.raises(Killed):
        _full_commit(store, *source)
    store.close()
    monkeypatch.undo()
    _prove_before_or_after(root, is_after=killed_at >= 6)


@pytest.mark.parametrize("killed_at", range(4))
def test_killed_while_an_old_output_is_taken_away_it_is_there_as_before_or_gone_as_after(root, killed_at):
    with open_store(root) as store, writing(store) as commit:
        commit.output(Path("out/old.csv")).write_text("old")
    (old,) = open_store(root).outputs()
    left = [killed_at]

    def step(_name):
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    store = with_step(root, step)
    with pytest.raises(Killed), writing(store) as commit:
        assert commit.take_away(Path(old.path), old.checksum)
    store.close()
    with open_store(root) as store:
        is_after = store.last_batch() == 2
        assert {mistake.place for mistake in store.check()} == set(store.pending())
        commit_leads(store, [1])
        assert files_under(root.parent / "out") == (set() if is_after else {"old.csv"})
        assert store.check() == ()


def test_an_old_output_that_a_person_changed_stays(root):
    with open_store(root) as store:
        with writing(store) as commit:
            commit.output(Path("out/old.csv")).write_text("old")
        (old,) = store.outputs()
        (root.parent / old.path).write_text("mine")
        with writing(store) as commit:
            assert not commit.take_away(Path(old.path), old.checksum)
        assert (root.parent / old.path).read_text() == "mine"


def _prove_before_or_after(root: Path, is_after: bool) -> None:
    out = root.parent / "out"
    with open_store(root) as store:
        assert seen(store) == ([1, 2, 3] if is_after else [9])
        assert store.snapshot() == ({"a": "1"} if is_after else None)
        pending = {mistake.place for mistake in store.check()}
        assert pending == set(store.pending())
        assert pending <= ({"out/a.csv", "out/b.csv"} if is_after else set())
        commit_leads(store, [50])
        assert store.last_batch() == (3 if is_after else 2)
        assert files_under(out) == ({"a.csv", "b.csv"} if is_after else set())
        assert store.check() == ()
        _prove_no_debris(store, root)


def _prove_no_debris(store: Store, root: Path) -> None:
    named = {row.path for row in store._desk.ledger.segments()} | {
        f"archive/{sha}" for sha in store._desk.ledger.archived()
    }
    kept = {name for name in files_under(root) if not name.startswith(("ledger.sqlite", "writer."))}
    assert kept == named
    assert not (root / "writer.json").exists()


def _start(root: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", str(root), name, str(count)]
    return subprocess.Popen(command, cwd=_HERE, stdout=subprocess.PIPE, text=True)


def _kill_at_random(root: Path, rounds: int) -> None:
    chance = random.Random(rounds)
    promised = 0
    for _ in range(rounds):
        with _start(root, "ingest", 10_000) as writer:
            promised = int(writer.stdout.readline())
            time.sleep(chance.uniform(0, 0.15))
            writer.send_signal(signal.SIGKILL)
            promised = max([promised, *(int(line) for line in writer.stdout if line.endswith("\n"))])
        assert writer.returncode == -signal.SIGKILL
        with open_store(root) as store:
            assert store.last_batch() in (promised, promised + 1)
            assert {mistake.place for mistake in store.check()} == set(store.pending())
            commit_leads(store, [])
            _prove_whole(store, root)


def _prove_whole(store: Store, root: Path) -> None:
    """Every writer's batch has its three leads, its state rows and its outputs."""
    assert store.check() == ()
    _prove_no_debris(store, root)
    per_batch: dict[int, list[int]] = {}
    for batch, key in store.scan(LEADS).collect().sort("lead_key").select("batch", "lead_key").iter_rows():
        per_batch.setdefault(batch, []).append(key)
    outputs = {f"{batch}.txt": f"{keys}" for batch, keys in per_batch.items()}
    found = {
        name: (root.parent / "out" / name).read_text() for name in files_under(root.parent / "out") - {"latest.txt"}
    }
    assert found == outputs
    keys = [key for batch in sorted(per_batch) for key in per_batch[batch]]
    assert keys == list(range(1, len(keys) + 1))
    assert (root.parent / "out" / "latest.txt").read_text() == f"{max(per_batch)}"
    assert dict(store.lead_state().collect().select("lead_key", "attempts").iter_rows()) == {
        key: batch for batch, keys in per_batch.items() for key in keys
    }


def test_processes_killed_at_random_moments_leave_whole_batches(root):
    _kill_at_random(root, 2)


@pytest.mark.slow
def test_many_processes_killed_at_random_moments_leave_whole_batches(root):
    _kill_at_random(root, 25)


def test_two_writers_at_once_take_turns(root):
    with _start(root, "ingest", 8) as one, _start(root, "split", 8) as two:
        promised = [int(line) for writer in (one, two) for line in writer.stdout]
    assert (one.returncode, two.returncode) == (0, 0)
    assert sorted(promised) == list(range(1, 17))
    with open_store(root) as store:
        _prove_whole(store, root)


class Broken(DiskSegments):
    """A disk that fails at one of its operations, half-way through a file."""

    def __init__(self, number: int, failing: str) -> None:
        self._number = number
        self._failing = failing

    def write(self, path, table, rows):
        if self._failing == "write":
            path.write_bytes(b"PAR1 half a fi")
            raise OSError(self._number, os.strerror(self._number), str(path))
        return super().write(path, table, rows)

    def settle(self, moves):
        if self._failing == "settle":
            super().settle(moves[:1])
            raise OSError(self._number, os.strerror(self._number))
        super().settle(moves)


@pytest.mark.parametrize("failing", ["write", "settle"])
@pytest.mark.parametrize(
    ("number", "told"),
    [(errno.ENOSPC, "No space left"), (errno.EACCES, "Permission denied"), (errno.EROFS, "Read-only")],
)
def test_a_full_or_forbidden_disk_changes_nothing_and_is_told(root, source, failing, number, told):
    good = open_store(root)
    commit_leads(good, [9])
    desk = replace(good._desk, files=Broken(number, failing))
    with pytest.raises(StoreRefused, match=f"{told}.*nothing was changed") as fault:
        _full_commit(Store(desk, OsLock(desk.layout, 5)), *source)
    assert fault.value.exit_code is ExitCode.STORE
    assert fault.value.mistakes[0].remedy
    _prove_before_or_after(root, is_after=False)


def test_a_footer_that_finds_no_room_is_the_disks_fault_too(root, source, monkeypatch):
    """Polars tells no number there: `parquet: File out of specification: Invalid thrift: transport error`."""
    commit_leads(open_store(root), [9])

    def sink(_rows, _path, _table):
        raise pl.exceptions.ComputeError("parquet: File out of specification: Invalid thrift: transport error")

    monkeypatch.setattr(segments, "_sink", sink)
    with pytest.raises(StoreRefused, match="nothing was changed"):
        _full_commit(open_store(root), *source)
    monkeypatch.undo()
    _prove_before_or_after(root, is_after=False)


def test_a_full_disk_while_an_output_is_written_changes_nothing(store, root):
    commit_leads(store, [1])
    with pytest.raises(StoreRefused, match="No space"), writing(store) as commit:
        commit.output(Path("a.csv")).write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert seen(store) == [1]
    assert files_under(root / "staged") == set()


_FULL = """
import os, sys, random
from pathlib import Path
import polars as pl
from telebatch.model.errors import StoreRefused
from telebatch.model.tables import LEADS
from telebatch.store import open_store
from tests.store.store_samples import writing, leads, filled
root = Path(sys.argv[1]) / "store"
(Path(sys.argv[1]) / "filler").write_bytes(b"x" * 600_000)
store = open_store(root)
done = []
chance = random.Random(1)
for batch in range(400):
    rows = filled(LEADS, [{"lead_key": batch * 100 + i, "project": f"{chance.random()}"} for i in range(100)])
    try:
        with writing(store) as commit:
            commit.add(LEADS, rows)
            commit.output(Path(f"out/{batch}")).write_bytes(b"y" * 3000)
        done.append(batch)
    except StoreRefused as fault:
        assert "nothing was changed" in str(fault), fault
        break
    except OSError as fault:
        assert fault.errno == 28
        break
else:
    raise SystemExit("the disk never filled")
assert store.scan(LEADS).select(pl.len()).collect().item() == 100 * len(done)
assert {m.place for m in store.check()} <= set(store.pending()), store.check()
(Path(sys.argv[1]) / "filler").unlink()
with writing(store) as commit:
    commit.add(LEADS, leads([10**9]))
assert store.scan(LEADS).select(pl.len()).collect().item() == 100 * len(done) + 1
assert store.check() == ()
assert sorted(int(p.name) for p in (root.parent / "out").iterdir()) == done
print(len(done))
"""


@pytest.mark.slow
def test_a_disk_that_really_fills_changes_nothing(tmp_path):
    mount = f'mount -t tmpfs -o size=1m none {tmp_path} && exec "$@"'
    command = ["unshare", "-Urm", "sh", "-c", mount, "sh", sys.executable, "-c", _FULL, str(tmp_path)]
    if subprocess.run([*command[:4], f"mount -t tmpfs none {tmp_path}"], capture_output=True, check=False).returncode:
        pytest.skip("no private mount namespace here")
    done = subprocess.run(command, cwd=_HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3


def test_an_output_that_cannot_be_put_in_place_waits_for_the_next_writer(store, root):
    blocked = root.parent / "out"
    root.parent.mkdir()
    blocked.write_text("a file where a folder should be")
    with writing(store) as commit:
        commit.add(LEADS, leads([1]))
        commit.output(Path("out/a.csv")).write_text("x")
    assert [(mistake.place, bool(mistake.remedy)) for mistake in commit.left] == [("out/a.csv", True)]
    assert (seen(store), store.pending()) == ([1], ("out/a.csv",))
    with pytest.raises(StoreRefused, match=r"out/a\.csv"):
        commit_leads(store, [2])
    blocked.unlink()
    commit_leads(store, [2])
    assert ((blocked / "a.csv").read_text(), store.pending(), store.check()) == ("x", (), ())


def test_an_output_for_another_disk_is_copied_there(store, root, monkeypatch):
    rename = Path.replace

    def across(self, target):
        if "staged" in self.parts:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", across)
    with writing(store) as commit:
        commit.output(Path("out/a.csv")).write_text("x")
    assert commit.left == ()
    assert files_under(root.parent / "out") == {"a.csv"}


def _spoil(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "truncated":
        path.write_bytes(content[:-9])
    else:
        path.write_bytes(content[:50] + bytes([content[50] ^ 1]) + content[51:])


@pytest.mark.parametrize(("how", "told"), [("truncated", "bytes"), ("flipped", "checksum"), ("missing", "missing")])
def test_a_spoilt_segment_is_found(store, root, how, told):
    commit_leads(store, [1])
    commit_leads(store, [2])
    segment = min((root / "segments" / "leads").iterdir())
    _spoil(segment, how)
    (mistake,) = store.check()
    assert (mistake.place, told in mistake.what) == (segment.relative_to(root).as_posix(), True)
    assert mistake.remedy


@pytest.mark.parametrize(("how", "told"), [("truncated", "SHA-256"), ("missing", "missing")])
def test_a_spoilt_archive_is_found(store, root, tmp_path, how, told):
    source = tmp_path / "long.csv"
    source.write_bytes(b"x" * 99)
    sha = hashlib.sha256(b"x" * 99).hexdigest()
    with writing(store) as commit:
        commit.archive(source, sha)
    _spoil(root / "archive" / sha, how)
    (mistake,) = store.check()
    assert (mistake.place, told in mistake.what) == (f"archive/{sha}", True)


def test_a_spoilt_ledger_is_found(store, root):
    for key in range(30):
        commit_leads(store, [key])
    store.close()
    path = root / "ledger.sqlite"
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xff" * 8192
    path.write_bytes(content)
    with open_store(root) as spoilt:
        assert any("ledger" in mistake.what for mistake in spoilt.check())


def test_an_output_that_was_lost_before_it_was_in_place_is_told(store, root):
    blocked = root.parent / "out"
    root.parent.mkdir()
    blocked.write_text("")
    with writing(store) as commit:
        commit.output(Path("out/a.csv")).write_text("x")
    (staged,) = (root / "staged").rglob("a.csv")
    staged.unlink()
    (mistake,) = store.check()
    assert (mistake.place, "lost" in mistake.what) == ("out/a.csv", True)
