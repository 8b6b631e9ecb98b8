"""What is written straight to the disk is what was given, on whatever file system, and a full disk says so."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.errors import StoreRefused
from telebatch.store import straight
from telebatch.store.straight import Straight
from tests.store.store_samples import commit_leads, seen, writing

SIZES = (0, 1, 100, straight._BLOCK - 1, straight._BLOCK, straight._BLOCK + 1, 9_000, straight._ROOM + 1)


def written(path, pieces):
    with Straight(path, hashlib.sha256()) as file:
        for piece in pieces:
            assert file.write(piece) == len(piece)
    return file.checksum


@pytest.fixture
def small_room(monkeypatch):
    monkeypatch.setattr(straight, "_ROOM", 2 * straight._BLOCK)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 5) | st.integers(4_000, 30_000), max_size=5))
def test_any_pieces_are_the_file(tmp_path, small_room, sizes):
    pieces = [os.urandom(size) for size in sizes]
    path = tmp_path / "a"
    assert written(path, pieces) == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert path.read_bytes() == b"".join(pieces)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("size", SIZES)
def test_it_is_as_long_as_what_was_given(tmp_path, size):
    written(tmp_path / "a", [b"x" * size])
    assert (tmp_path / "a").stat().st_size == size


@pytest.mark.parametrize("refuses", ["open", "write"])
def test_where_it_cannot_be_straight_it_is_written_all_the_same(tmp_path, monkeypatch, small_room, refuses):
    real, refused = getattr(os, refuses), []

    def picky(what, second, *more):
        how = second if refuses == "open" else straight.fcntl.fcntl(what, straight.fcntl.F_GETFL)
        if how & os.O_DIRECT:
            refused.append(what)
            raise OSError(errno.EINVAL, "no such way here")
        return real(what, second, *more)

    monkeypatch.setattr(straight.os, refuses, picky)
    written(tmp_path / "a", [b"abc" * 9_000])
    monkeypatch.undo()
    assert len(refused) == 1
    assert (tmp_path / "a").read_bytes() == b"abc" * 9_000


def test_a_disk_that_takes_a_part_only_is_given_the_rest(tmp_path, monkeypatch, small_room):
    real = os.write
    monkeypatch.setattr(straight.os, "write", lambda number, data: real(number, data[: max(1, len(data) // 3)]))
    written(tmp_path / "a", [b"0123456789" * 3_000])
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"0123456789" * 3_000


@pytest.mark.parametrize("when", ["write", "ftruncate"])
def test_a_full_disk_refuses_the_commit_and_leaves_no_open_file(store, monkeypatch, small_room, when):
    commit_leads(store, [9])
    before = len(list(Path("/proc/self/fd").iterdir()))

    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    with (
        pytest.raises(StoreRefused, match="space"),
        writing(store) as commit,
        commit.long_output(Path("a.csv")) as file,
    ):
        monkeypatch.setattr(straight.os, when, full)
        file.write(b"x" * 20_000)
    monkeypatch.undo()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert (seen(store), store.last_batch()) == ([9], 1)


def test_it_takes_no_more_once_it_is_closed(tmp_path):
    file = Straight(tmp_path / "a", hashlib.sha256())
    file.close()
    file.close()
    with pytest.raises(ValueError):
        file.write(b"x")
