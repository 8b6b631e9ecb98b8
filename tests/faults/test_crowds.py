"""Many commands at once: the same file is taken once, different files all are, in whatever order they come."""

import subprocess
import sys

import pytest

from tests.faults.kills import ROOT
from tests.faults.proof import knowledge, prove_laws
from tests.faults.world import CASES, NIGHT, fresh, good
from tests.pipeline.small import HEAD, run, write

_INGEST = next(case for case in CASES if case.name == "ingest")
_CODES = ("거절", "관심", "계약", "재통화", "부재")


def _files(folder, count):
    """Overlapping exports: each holds a call of its own and one that the file before it held."""
    for n in range(count):
        calls = [
            (m, f"2026-11-19,{9 + m // 12:02}:{m % 12 * 5:02},010-2001-000{1 + m % 4},,김하늘,{_CODES[m % 5]},,\n")
            for m in (n - 1, n)
            if m >= 0
        ]
        yield write(folder, f"crowd/calls-{n:02}.csv", HEAD + "".join(text for _, text in calls))


def _at_once(folder, files):
    """Ingests each file by a process of its own, all started together; their exit codes."""
    words = ["--source", "team", "--workspace", str(folder), "--as-of", NIGHT]
    crowd = [
        subprocess.Popen([sys.executable, "-m", "telebatch", "ingest", str(file), *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for file in files
    ]  # fmt: skip
    said = [one.communicate(timeout=400)[0] for one in crowd]
    return [one.returncode for one in crowd], said


def _taken(folder):
    return run(folder, "batches", "list")[1].count("ingest") - 2  # two were taken before


def _same_file(folder, count):
    fresh(_INGEST, folder)
    codes, said = _at_once(folder, [folder / "in/calls.csv"] * count)
    assert codes == [0] * count, said
    assert _taken(folder) == 1
    prove_laws(folder)
    at_once = knowledge(folder)
    fresh(_INGEST, folder)
    good(folder, *_INGEST.of(folder))
    assert knowledge(folder) == at_once


def _different_files(folder, count):
    fresh(_INGEST, folder)
    codes, said = _at_once(folder, _files(folder, count))
    assert codes == [0] * count, said
    assert _taken(folder) == count
    prove_laws(folder)
    at_once = knowledge(folder)
    fresh(_INGEST, folder)
    for file in _files(folder, count):
        good(folder, "ingest", str(file), "--source", "team")
    assert knowledge(folder) == at_once


@pytest.mark.parametrize("crowd", [_same_file, _different_files])
def test_four_ingests_at_once_are_as_one_after_the_other(crowd, tmp_path):
    crowd(tmp_path / "centre", 4)


@pytest.mark.slow
@pytest.mark.parametrize("crowd", [_same_file, _different_files])
def test_twenty_ingests_at_once_are_as_one_after_the_other(crowd, tmp_path):
    crowd(tmp_path / "centre", 20)
