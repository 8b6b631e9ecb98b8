"""A disk without room and folders without permission: refused with nothing changed, or done whole."""

import pytest

from tests.faults.disk import on_a_small_disk
from tests.faults.proof import prove_laws
from tests.faults.world import CASES, NEXT, NIGHT, fresh, good
from tests.pipeline.small import run, told

_SPLIT = next(case for case in CASES if case.name == "split")


@pytest.mark.parametrize("trouble", ["full", "readonly"])
def test_a_disk_that_cannot_be_written_changes_nothing_or_all(trouble, tmp_path):
    codes = on_a_small_disk(trouble, tmp_path, 1)
    if codes is None:
        pytest.skip("no private mount namespace here: tests/store/test_faults.py injects these errors instead")
    assert sum(codes.values()) > 3


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
