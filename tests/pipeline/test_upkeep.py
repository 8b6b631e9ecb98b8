"""Upkeep of the store as a person meets it: merged, proved, and nothing that is known changes."""

from tests.pipeline.nights import is_sound, states
from tests.pipeline.small import centre, told, worked


def test_compacting_merges_segments_and_changes_nothing_known(tmp_path):
    folder = worked(centre(tmp_path))
    before = states(folder)
    code, answer = told(folder, "store", "compact")
    assert code == 0
    assert answer["counts"]["segments_after"] < answer["counts"]["segments_before"]
    assert states(folder) == before
    assert is_sound(folder)
