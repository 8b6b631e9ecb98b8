"""Freed memory is kept for the next step, and what a user sets for the allocator speaks last."""

import os
import re
import subprocess
import sys

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
