"""Freed memory is kept for the next step, no thread waits for matrices, and what a user sets speaks last."""

import os
import platform
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


#: Blocks of some megabytes are taken and freed by a thread, again and again; told is how often a page was missing.
_AGAIN_AND_AGAIN = """
import resource, threading
def work():
    for _ in range(20):
        for size in (3, 5, 9, 20, 30):
            block = bytearray(size << 20)
one = threading.Thread(target=work)
one.start(), one.join()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""
_SYSTEM = ("MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")


def faults(program, **settings):
    env = {name: value for name, value in os.environ.items() if name not in _SYSTEM} | settings
    return int(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env).stdout
    )


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator")
def test_what_threads_free_is_kept_by_the_systems_allocator_too():
    ours = f"from telebatch import memory; memory.before_work(){_AGAIN_AND_AGAIN}"
    kept = faults(ours)
    assert 3 * kept < faults(_AGAIN_AND_AGAIN)
    assert 3 * kept < faults(ours, MALLOC_TRIM_THRESHOLD_="65536", MALLOC_MMAP_THRESHOLD_="65536")


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
