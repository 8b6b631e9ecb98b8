"""A short run of what `make fuzz` does for hours: the same cases every time."""

import pytest

from tests.fuzz.proof import COMMANDS, Case, workspace
from tests.fuzz.seeds import lists
from tests.pipeline.small import NOW, told


@pytest.fixture(scope="module")
def centre(tmp_path_factory):
    return workspace(tmp_path_factory.mktemp("fuzz") / "centre")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_spoiled_file_gets_a_verdict_or_a_clear_refusal(centre, command, capfd):
    codes = {Case(command, seed).prove(centre, "--dry-run") for seed in range(40 if command == "prequalify" else 12)}
    assert {0, 3, 5} >= codes and len(codes) > 1
    assert "panicked" not in capfd.readouterr().err


@pytest.mark.parametrize("name", sorted(lists()))
def test_the_sound_files_behind_them_are_taken(centre, name):
    (centre / name).write_bytes(lists()[name])
    code, answer = told(centre, "prequalify", centre / name, "-p", "health-two-calls", "--dry-run", as_of=NOW)
    assert (code, answer["counts"]["records"] > 8) == (0, True), answer["warnings"]


def test_a_lost_record_would_be_found(centre):
    with pytest.raises(AssertionError):
        Case("prequalify", 0)._conserved({"records": 3, "callable": 1, "verify": 0, "rejected": 1})
    case = Case("prequalify", 7)
    assert case.made() == case.made()
