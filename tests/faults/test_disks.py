"""A disk without room and folders without permission: refused with nothing changed, or done whole."""

import subprocess
import sys

import pytest

from tests.faults.kills import ROOT
from tests.faults.proof import prove_laws
from tests.faults.world import CASES, NEXT, NIGHT, fresh, good
from tests.pipeline.small import run, told

_SPLIT = next(case for case in CASES if case.name == "split")


def _on_a_small_disk(trouble, folder, rounds):
    """In a mount namespace of its own, so that root too meets a disk that does not let it write."""
    enter = ["unshare", "-Urm", "sh", "-c", f'mount -t tmpfs -o size=64m none {folder} && exec "$@"', "sh"]
    if subprocess.run([*enter, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no private mount namespace here: tests/store/test_faults.py injects these errors instead")
    words = [sys.executable, "-m", "tests.faults.disk", trouble, str(folder), str(rounds)]
    done = subprocess.run([*enter, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {int(code): int(count) for code, count in (pair.split(":") for pair in done.stdout.split())}


@pytest.mark.parametrize("trouble", ["full", "readonly"])
def test_a_disk_that_cannot_be_written_changes_nothing_or_all(trouble, tmp_path):
    assert sum(_on_a_small_disk(trouble, tmp_path, 1).values()) > 3


def test_an_output_that_is_not_in_place_is_told_and_put_there_by_the_next_command(tmp_path):
    folder = fresh(_SPLIT, tmp_path / "centre")
    (folder / "queues").write_text("a file where a folder should be")
    code, answer = told(folder, *_SPLIT.words, as_of=NIGHT)
    assert code == 5
    assert any("queues/2026-11-23/manifest.json" in warning for warning in answer["warnings"])
    code, _, err = run(folder, *NEXT, as_of=NIGHT)
    assert (code, "not in place" in err) == (4, True)
    (folder / "queues").unlink()
    good(folder, *NEXT)
    assert (folder / "queues/2026-11-23/manifest.json").exists()
    prove_laws(folder)


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["full", "readonly"])
def test_every_command_meets_a_disk_that_cannot_be_written(trouble, tmp_path):
    codes = _on_a_small_disk(trouble, tmp_path, 5)
    assert codes[4] > 5
