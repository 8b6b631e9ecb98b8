"""A command ends at once, and nothing of it is lost by that: not its words, its code or its ledger."""

import os
import subprocess
import sys

import pytest

from tests.flow.centre import ROOT


def _run(folder, *arguments, before="pass"):
    code = f"import sys; from telebatch.cli import run; sys.argv[0] = 'telebatch'; {before}; run()"
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder, env=buffered, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    folder = tmp_path_factory.mktemp("leave") / "centre"
    assert _run(ROOT, "init", str(folder)).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("arguments", "code"), [(["status"], 0), (["no-such-command"], 2), (["ingest", "none.csv"], 3)]
)
def test_the_exit_code_arrives(centre, arguments, code):
    assert _run(centre, *arguments).returncode == code


@pytest.mark.parametrize("arguments", [["status"], ["status", "--json"], ["check"], ["--help"]])
def test_a_reader_that_has_gone_is_no_fault(centre, arguments):
    with subprocess.Popen(
        [sys.executable, "-m", "telebatch", *arguments], cwd=centre, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")


def test_nothing_is_taken_apart_at_the_end(centre):
    told = _run(centre, "status", before="import atexit; atexit.register(print, 'taken apart')")
    assert told.stdout
    assert "taken apart" not in told.stdout


def test_every_word_is_said(centre):
    # A pipe is written when its buffer is full or flushed: a process that ends without that loses its last words.
    planted = "import telebatch.cli.leave as it; it.main = lambda: sys.stdout.write('last words')"
    assert _run(centre, before=planted).stdout == "last words"


@pytest.mark.parametrize("closed", [1, 2])
def test_a_stream_that_nobody_listens_to_is_no_fault(centre, closed):
    # As a shell's `>&-` does: Python finds no such stream and has none.
    code = "import sys; from telebatch.cli import run; sys.argv[0] = 'telebatch'; run()"
    told = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}>&-', "sh", sys.executable, "-c", code, "status"],
        cwd=centre, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")


def test_a_ledger_is_left_whole(centre):
    done = _run(centre, "prequalify", "lists/academies-2026-11.csv", "-p", "study-card", "--quiet")
    assert done.returncode in {0, 5}, done.stderr
    assert {file.name for file in (centre / "store").glob("ledger.*")} == {"ledger.sqlite"}


def test_a_fault_shown_to_us_keeps_its_traceback(centre):
    planted = "import telebatch.pipeline.status as it; it.status_of = None"
    told = _run(centre, "status", "--debug", before=planted)
    assert told.returncode == 1
    assert "Traceback" in told.stderr
