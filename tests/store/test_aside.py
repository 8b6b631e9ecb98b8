"""What is laid aside is read again while the commit lasts, and is gone with it."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from telebatch.model.errors import StoreRefused
from tests.store.store_samples import commit_leads, files_under, with_step, writing

_HERE = Path(__file__).parents[2]
ROWS = pl.DataFrame({"word": ["a", None], "nothing": pl.Series([None, None], dtype=pl.Null)})


def aside(root):
    return [name for name in files_under(root) if name.endswith(".arrow")]


def test_rows_laid_aside_are_read_again_and_gone_when_all_is_done(store, root):
    with writing(store) as commit:
        ways = [commit.aside.lay(ROWS), commit.aside.lay(ROWS.tail(1))]
        assert [way.lazy().collect().rows() for way in ways] == [ROWS.rows(), ROWS.tail(1).rows()]
        assert len(aside(root)) == 2
        assert all((root / name).stat().st_mode & 0o077 == 0 for name in aside(root))
        commit.output(Path("out/a.csv")).write_text("a")
    assert not aside(root)


@pytest.mark.parametrize("places", [[], [0], [1, 1, 4], [0, 2, 3]])
def test_rows_laid_aside_are_picked_and_nothing_of_the_file_stays_open(store, places):
    rows = pl.DataFrame(
        {"word": ["a", None, "longer than twelve letters", "", "김민준 상무이사 겸 대표"], "nothing": [None] * 5},
        schema={"word": pl.String, "nothing": pl.Null},
    )
    with writing(store) as commit:
        laid = commit.aside.lay(rows)
        few = laid.at(pl.Series(places, dtype=pl.UInt32), ("nothing", "word"))
        assert laid.place.name not in Path("/proc/self/maps").read_text()
    assert few.equals(rows.select("nothing", "word")[places])


def test_rows_laid_aside_are_asked_for_as_those_in_memory_are(store):
    rows = pl.DataFrame({"word": ["a", None, "longer than twelve letters", "a"], "other": ["1", "2", "3", "4"]})
    with writing(store) as commit:
        ours, theirs = commit.aside.lay(rows).lazy(), rows.lazy()
        for asked in (
            lambda all_: all_.filter(pl.col("word") == "a").select("other"),
            lambda all_: all_.head(2),
            lambda all_: all_.select(pl.arg_where(pl.col("word").is_null())),
            lambda all_: pl.concat([all_, all_.select("word", "other")]).filter(pl.col("other") > "2").tail(3),
        ):
            assert asked(ours).collect().equals(asked(theirs).collect())


@pytest.mark.parametrize("fault", [StoreRefused("no room", remedy="make some"), ValueError("wrong"), None])
def test_nothing_stays_aside_where_a_commit_comes_to_nothing(store, root, fault):
    try:
        with writing(store) as commit:
            commit.aside.lay(ROWS)
            if fault is not None:
                raise fault
            commit.abandon()
    except type(fault):
        pass
    assert not aside(root)


def test_nothing_stays_aside_where_the_last_step_fails(root):
    def stop(step):
        if step == "segments settled":
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(StoreRefused), writing(with_step(root, stop)) as commit:
        commit.aside.lay(ROWS)
    assert not aside(root)


def test_a_dry_run_lays_nothing_aside_in_the_store(store, root):
    with writing(store, dry_run=True) as commit:
        assert commit.aside.lay(ROWS).lazy().collect().height == 2
        assert not root.exists() or not aside(root)


def test_a_full_disk_is_told_as_one(store, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(pl.DataFrame, "write_ipc", full)
    with pytest.raises(StoreRefused, match="No space left"), writing(store) as commit:
        commit.aside.lay(ROWS)


_KILLED = """
import os, signal, sys
from pathlib import Path
from telebatch.store import open_store
from tests.store.store_samples import writing
from tests.store.test_aside import ROWS
with open_store(Path(sys.argv[1])) as store, writing(store) as commit:
    commit.aside.lay(ROWS)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_laid_aside_is_collected_by_the_next(store, root):
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(root)], cwd=_HERE, env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(aside(root)) == 1
    commit_leads(store, [1])
    assert not aside(root)
