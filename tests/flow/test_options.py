"""Every command takes the shared options, and answers with the documented object."""

import click
import pytest

from telebatch.cli.group import program
from tests.pages.commands import JSON_KEYS
from tests.pipeline.small import centre, run, told, worked

#: They make a workspace where there is none yet.
WITHOUT_WORKSPACE = {"init", "demo"}
#: Commands that change nothing, ever.
QUESTIONS = {
    "check", "batches list", "batches show", "store check", "formats list", "formats show", "formats try", "explain", "status",
    "lead show", "suppress test", "suppress log", "verify yield",
}  # fmt: skip


def commands(group=program, before=""):
    context = click.Context(group)
    for name in group.list_commands(context):
        command, full = group.get_command(context, name), f"{before} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, full)
        else:
            yield full, command


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - WITHOUT_WORKSPACE))
def test_every_command_takes_the_shared_options(name):
    options = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert {"--workspace", "--as-of", "--json", "--quiet"} <= options
    assert ({"--dry-run", "--lock-timeout"} <= options) == (name not in QUESTIONS)


ASKED = {
    "check": [], "batches list": [], "batches show": ["1"], "store check": [], "store compact": [],
    "formats list": [], "status": [], "explain": ["010-2001-0001"], "suppress add": ["010-2001-0001"],
    "suppress test": ["010-2001-0001"], "suppress export": ["--register", "KR"], "verify yield": [], "classify": [], "split": [],
    "report": ["--period", "2026-W47"], "batches undo": ["3"],
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_the_object_has_the_documented_keys_in_their_order(name, tmp_path):
    folder = worked(centre(tmp_path))
    code, answer = told(folder, *name.split(), *ASKED[name])
    assert code in {0, 5}
    assert [key for key in JSON_KEYS if key in answer] == list(answer)
    assert set(JSON_KEYS) - set(answer) <= {"answer"}
    assert answer["exit_code"] == code
    assert answer.get("answer") or name not in {"batches list", "batches show"}


@pytest.mark.parametrize("name", [name for name in ASKED if name in COMMANDS and name not in QUESTIONS])
def test_a_dry_run_says_the_same_and_changes_nothing(name, tmp_path):
    folder = worked(centre(tmp_path))
    before = everything(folder)
    code, answer = told(folder, *name.split(), *ASKED[name], "--dry-run")
    assert code in {0, 5}
    assert answer["batch"] is None or name == "batches undo"
    assert everything(folder) == before


def everything(folder):
    """Path → bytes; the ledger's shared memory comes and goes with readers."""
    return {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "ledger.sqlite-" not in path.name
    }


def test_an_error_is_one_object_too(tmp_path):
    code, answer = told(centre(tmp_path), "batches", "show", "7")
    assert (code, set(answer)) == (2, {"error", "exit_code"})


def test_a_quiet_command_is_silent_unless_a_person_should_look(tmp_path):
    folder = worked(centre(tmp_path))
    assert run(folder, "check", "--quiet") == (0, "", "")
    segment = next((folder / "store/segments/people").rglob("*.parquet"))
    segment.unlink()
    code, out, _ = run(folder, "store", "check", "--quiet")
    assert code == 5
    assert f"look: segments/{segment.parent.name}/{segment.name}: the segment is missing" in out
    code, out, err = run(folder, "explain", "010-2001-0001")
    assert (code, out) == (4, "")
    assert segment.name in err


def test_the_clock_and_the_workspace_are_taken_from_the_options(tmp_path):
    folder = worked(centre(tmp_path))
    _, answer = told(folder, "status", as_of="2026-11-20T08:00")
    assert answer["as_of"] == "2026-11-19T23:00:00+00:00"
