"""A long list that somebody cuts short while it is read: the copy is read on, or the file is refused; never a signal."""

import errno
import hashlib
import os
import subprocess
import sys

import polars as pl
import pytest

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read import let_go, read
from telebatch.read import own_copy as copies
from tests.read.copies import room_of

ROW = "K{0},김민준,010-0210-0001,a long line that fills the file quickly {0}\n"
#: Longer than what is read into memory as a whole.
ROWS = 600_000

CUT = """
import os, sys
from pathlib import Path
from telebatch.model.records import ReadOptions
from telebatch.read import let_go, read
from tests.read.copies import room_of
path = Path(sys.argv[1])
(reading,) = read(path, ReadOptions())
os.truncate(path, 4096)
print(reading.records.collect().height, reading.record_count)
"""


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "list.csv"
    path.write_text("번호,성명,전화,비고\n" + "".join(ROW.format(n) for n in range(ROWS)), encoding="utf-8")
    assert path.stat().st_size > 1 << 25
    return path


def test_a_long_list_cut_short_after_its_survey_is_read_to_the_end(long, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(long.read_bytes())
    ended = subprocess.run([sys.executable, "-c", CUT, str(path)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.split()) == (0, [str(ROWS)] * 2), ended.stderr[-500:]


def test_a_list_cut_short_before_its_copy_is_refused(long, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"short")
    with pytest.raises(InputRefused, match="changed while it was read"):
        copies.own_copy(path, long.stat().st_size, "list.csv")


def test_where_no_copy_can_be_made_the_file_itself_is_read(long, tmp_path, monkeypatch):
    monkeypatch.setattr(copies, "_ON_DISK", tmp_path / "nowhere")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    monkeypatch.setattr(copies.tempfile, "tempdir", str(tmp_path / "nowhere"))
    (reading,) = read(long, ReadOptions())
    assert reading.records.select(pl.len()).collect().item() == ROWS


def test_a_copy_that_meets_a_full_disk_keeps_no_room(long, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(copies.os, "copy_file_range", full)
    before = len([*copies._OPEN.iterdir()])
    assert copies.own_copy(long, long.stat().st_size, "list.csv") == long
    assert len([*copies._OPEN.iterdir()]) == before


@pytest.mark.parametrize("pieces", [1, None])
def test_a_list_is_proved_by_its_copy_or_where_that_came_to_nothing_by_itself(long, monkeypatch, pieces):
    copied, done = os.copy_file_range, []

    def fills(*told):
        if len(done) == pieces:
            raise OSError(errno.ENOSPC, "no space left")
        done.append(told)
        return copied(*told)

    monkeypatch.setattr(copies.os, "copy_file_range", fills)
    with let_go(long):
        (reading,) = read(long, ReadOptions())
        assert (reading.copy is None, len(done) > 1) == (pieces == 1, pieces is None)
        assert reading.sha256 == hashlib.sha256(long.read_bytes()).hexdigest()
        del reading


@pytest.fixture
def room(monkeypatch):
    return room_of(monkeypatch)


def test_a_copy_gives_its_room_back_when_its_list_is_let_go(tmp_path, room):
    path = tmp_path / "list.csv"
    path.write_text("번호,성명,전화\n" + "".join(f"K{n},김민준,010-0210-0001\n" for n in range(9)), encoding="utf-8")
    with let_go(path):
        (reading,) = read(path, ReadOptions())
        assert (reading.records.collect().height, room()) == (9, 1)
    del reading
    assert room() == 0


def test_only_the_list_that_is_done_is_let_go(tmp_path, room):
    first, second = (tmp_path / name for name in ("first.csv", "second.csv"))
    for path in (first, second):
        path.write_text("번호,성명,전화\nK1,김민준,010-0210-0001\n", encoding="utf-8")
    (kept,) = read(second, ReadOptions())
    with let_go(first):
        read(first, ReadOptions())
    assert (kept.records.collect().height, room()) == (1, 1)
    with let_go(second):
        pass
