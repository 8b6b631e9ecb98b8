"""Freed memory is kept for the next step, no thread waits for matrices, and what a user sets speaks last."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SETTING = "_RJEM_MALLOC_CONF"
_BARE = "import polars; polars.Series([1])"


def told(program, **settings):
    """What the allocator says of its own settings when the program ends; empty where it is another allocator."""
    env = {name: value for name, value in os.environ.items() if name != SETTING}
    env[SETTING] = ",".join(["stats_print:true", *(f"{name}:{value}" for name, value in settings.items())])
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env)
    return dict(re.findall(r"^ +opt\.(\w+): (-?\w+)", ended.stderr, re.MULTILINE))


@pytest.fixture(scope="module")
def bare():
    found = told(_BARE)
    if not found:
        pytest.skip("this Polars brings another allocator")
    return found


def test_memory_freed_by_one_step_is_kept_for_the_next(bare):
    ours = told(f"import telebatch; {_BARE}")
    assert ours["oversize_threshold"] == "0" != bare["oversize_threshold"]
    assert int(ours["dirty_decay_ms"]) > int(bare["dirty_decay_ms"])
    assert 1 <= int(ours["narenas"]) <= int(bare["narenas"])


def test_the_users_own_setting_speaks_last(bare):
    assert told(f"import telebatch; {_BARE}", dirty_decay_ms=7)["dirty_decay_ms"] == "7"


MATRICES = "OPENBLAS_NUM_THREADS"
_THREADS = "import numpy, os; print(len(os.listdir('/proc/self/task')))"


def threads(program, **settings):
    env = {name: value for name, value in os.environ.items() if name != MATRICES} | settings
    return int(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env).stdout
    )


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted as Linux tells them")
def test_numpy_starts_no_threads_of_its_own_but_those_a_user_asks_for():
    if threads(_THREADS, **{MATRICES: "2"}) == 1:
        pytest.skip("this NumPy brings another library for matrices, or there is one processor")
    assert threads(f"import telebatch; {_THREADS}") == 1
    assert threads(f"import telebatch; {_THREADS}", **{MATRICES: "2"}) == 2
