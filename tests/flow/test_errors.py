"""Every kind of error has a sample that raises it, and a golden file with its exact text; every exit code happens."""

import re
import shutil
import sqlite3

import pytest
from filelock import FileLock

from telebatch.cli import say
from telebatch.cli.say import say_disk
from telebatch.model.errors import (
    ExitCode,
    InputRefused,
    SettingsWrong,
    StoreBusy,
    StoreDamaged,
    StoreRefused,
    TelebatchError,
    WrongUsage,
)  # fmt: skip
from telebatch.pipeline import start
from tests.flow.centre import ROOT
from tests.pipeline.small import centre, listed, run, told, write

SAMPLES = ROOT / "sample_lists" / "errors"
GOLDEN = ROOT / "tests" / "flow" / "golden"


def wrong_usage(folder):
    centre(folder)
    return [line.split() for line in (SAMPLES / "usage/commands.txt").read_text(encoding="utf-8").splitlines()]


def wrong_settings(folder):
    shutil.copytree(SAMPLES / "settings", folder, dirs_exist_ok=True)
    return [["check"]]


def refused_input(folder):
    centre(folder)
    shutil.copytree(SAMPLES / "read", folder / "inbox")
    return [
        ["prequalify", f"{folder}/inbox/{path.name}", "-p", "cards"] for path in sorted((SAMPLES / "read").iterdir())
    ]


def busy_store(folder):
    listed(centre(folder))
    shutil.copy(SAMPLES / "store/busy/writer.json", folder / "store")
    return [["suppress", "add", "010-2001-0001", "--lock-timeout", "0"], ["store", "compact", "--lock-timeout", "0.1"]]


def damaged_store(folder):
    centre(folder)
    shutil.copytree(SAMPLES / "store/damaged", folder / "store")
    return [["status"], ["suppress", "add", "010-2001-0001"]]


def refused_store(folder):
    listed(centre(folder))
    with sqlite3.connect(folder / "store/ledger.sqlite") as ledger:
        ledger.executescript((SAMPLES / "store/newer/ledger.sql").read_text(encoding="utf-8"))
    ledger.close()
    return [["status"], ["store", "check"]]


#: Error → what lays its sample into a folder and gives the commands that meet it.
ERRORS = {
    WrongUsage: wrong_usage,
    SettingsWrong: wrong_settings,
    InputRefused: refused_input,
    StoreBusy: busy_store,
    StoreDamaged: damaged_store,
    StoreRefused: refused_store,
}


def kinds(base):
    return {kind for below in base.__subclasses__() for kind in (below, *kinds(below))}


def test_every_kind_of_error_has_a_sample():
    assert set(ERRORS) == {kind for kind in kinds(TelebatchError) if kind.__module__.startswith("telebatch.")}
    assert {path.stem for path in GOLDEN.iterdir()} == {kind.__name__ for kind in ERRORS}


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_the_error_is_told_in_exactly_these_words(kind, tmp_path, monkeypatch):
    raised = []
    say_error = say.say_error
    monkeypatch.setattr(
        say, "say_error", lambda error, as_json: (raised.append(error), say_error(error, as_json=as_json))
    )
    commands = ERRORS[kind](tmp_path)
    lock = FileLock(tmp_path / "store/writer.lock")
    if kind is StoreBusy:
        lock.acquire()
    lines = []
    for command in commands:
        code, out, err = run(tmp_path, *command)
        assert (code, out) == (kind.exit_code, ""), err
        lines.append(err)
    lock.release()
    # Input is refused file by file, all other errors end the command.
    assert {type(error) for error in raised} == (set() if kind is InputRefused else {kind})
    golden = GOLDEN / f"{kind.__name__}.txt"
    assert masked("".join(lines), tmp_path) == golden.read_text(encoding="utf-8")


def masked(text, folder):
    """Without what changes from run to run: the folder, and since when the store is held."""
    return re.sub(r"since [^)]*", "since THEN", text.replace(str(folder), "FOLDER"))


CODES = {
    ExitCode.DONE: lambda folder: ["check"],
    ExitCode.FAULT: lambda folder: ["check"],
    ExitCode.USAGE: lambda folder: ["batches", "show", "7"],
    ExitCode.REFUSED: lambda folder: ["prequalify", folder / "nowhere.csv", "-p", "cards"],
    ExitCode.STORE: lambda folder: damaged_store(folder)[0],
    ExitCode.LOOK: lambda folder: ["formats", "try", write(folder, "odd.csv", "Farbe,Form\nrot,rund\n")],
}


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_happens_and_stands_in_the_object(code, tmp_path, monkeypatch):
    if code is ExitCode.FAULT:
        monkeypatch.setattr(start, "check_house", lambda house: 1 / 0)
    folder = centre(tmp_path)
    given, answer = told(folder, *CODES[code](folder))
    assert given == answer["exit_code"] == code


def test_a_fault_of_ours_shows_no_traceback_and_no_value(tmp_path, monkeypatch):
    monkeypatch.setattr(start, "check_house", lambda house: int("010-2001-0001"))
    code, out, err = run(centre(tmp_path), "check")
    assert (code, out) == (ExitCode.FAULT, "")
    assert "ValueError" in err
    assert "--debug" in err
    assert "2001" not in err
    assert "Traceback" not in err


def test_a_file_that_is_not_utf_8_hides_no_other_mistake_and_makes_none(tmp_path):
    folder = centre(tmp_path)
    (folder / "agents.toml").write_bytes('[[agents]]\nname = "김하늘"\n'.encode("cp949"))
    write(folder, "roster.csv", "on,shift,agent,hours\n2026-11-23,day,김하늘,8\n")
    write(folder, "templates/review.html.j2", "{% block %}")
    code, _, err = run(folder, "check")
    assert code == ExitCode.REFUSED
    assert [line.split(": ")[1] for line in err.splitlines()] == ["agents.toml:2", "templates/review.html.j2:1"]


def test_a_slip_in_a_template_or_format_stops_only_the_room_that_needs_it(tmp_path):
    folder = listed(centre(tmp_path))
    write(folder, "templates/review.html.j2", "{% block %}")
    assert run(folder, "check")[0] == ExitCode.REFUSED
    assert run(folder, "suppress", "add", "010-2001-0001")[0] == ExitCode.DONE


def test_a_full_disk_that_is_told_in_words_only_is_no_fault_of_ours(capsys):
    with pytest.raises(SystemExit) as ended:
        say_disk(OSError("No space left on device (os error 28)"), as_json=False, debug=False)
    assert ended.value.code == 4
    assert "No space left" in capsys.readouterr().err
