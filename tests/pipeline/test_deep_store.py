"""The store may lie deeper in the workspace; outputs stand in the workspace all the same."""

from tests.pipeline.nights import is_sound
from tests.pipeline.small import CENTRE, LIST, centre, told, write


def test_outputs_stand_in_the_workspace_wherever_its_store_lies(tmp_path):
    write(centre(tmp_path), "telebatch.toml", CENTRE + 'store = "kept/here/store"\n')
    code, answer = told(tmp_path, "prequalify", write(tmp_path, "list.csv", LIST), "-p", "cards")
    assert code == 0, answer
    assert [name for name in answer["files"] if not (tmp_path / name).is_file()] == []
    assert (tmp_path / "kept/here/store/ledger.sqlite").is_file()
    assert is_sound(tmp_path)
