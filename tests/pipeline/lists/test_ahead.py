"""A list may be read before its workspace is open: the same reading, or the same refusal at the same moment."""

import gc
import sys
import time
import weakref
from dataclasses import replace

import pytest

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.pipeline import ahead, prequalify
from telebatch.pipeline.ahead import begin_reading
from telebatch.read import door
from tests.pipeline.small import centre, run, told


@pytest.fixture
def folder(tmp_path):
    centre(tmp_path)
    (tmp_path / "list.csv").write_text("name,phone\nKim,010-2001-0001\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def read(monkeypatch):
    """What was read, in order: path and options."""
    asked, real = [], ahead.read

    def noted(path, options):
        asked.append((path, options))
        return real(path, options)

    monkeypatch.setattr(ahead, "read", noted)
    return asked


def test_a_command_reads_its_list_once(folder, read):
    code, answer = told(folder, "prequalify", f"{folder}/list.csv", "-p", "cards")
    assert (code, answer["counts"]["records"]) == (0, 1)
    assert [path.name for path, _ in read] == ["list.csv"]


def test_what_is_asked_otherwise_is_read_anew(folder, read):
    begun = begin_reading(folder, None, folder / "list.csv", ReadOptions())
    waiting, otherwise = begun.waiting, replace(begun.options, delimiter=",")
    assert begun.read(begun.path, otherwise) is not waiting.result()
    assert begun.read(begun.path, begun.options) is waiting.result()
    assert [options for _, options in read] == [begun.options, otherwise]


def test_what_was_begun_is_not_kept(folder, read):
    begun = begin_reading(folder, None, folder / "list.csv", ReadOptions())
    first = weakref.ref(begun.read(begun.path, begun.options)[0])
    gc.collect()
    assert first() is None
    begun.read(begun.path, begun.options)
    assert len(read) == 2


def test_a_refusal_is_told_where_the_list_is_asked_for(folder):
    begun = begin_reading(folder, None, folder / "missing.csv", ReadOptions())
    with pytest.raises(InputRefused, match="no such file"):
        begun.read(begun.path, begun.options)


def test_no_workspace_begins_nothing(tmp_path, read):
    assert begin_reading(tmp_path, None, tmp_path / "list.csv", ReadOptions()).waiting is None
    assert read == []


def test_the_patience_of_threads_is_the_usual_one_afterwards(folder):
    usual = sys.getswitchinterval()
    for name in ("list.csv", "missing.csv"):
        begin_reading(folder, folder, folder / name, ReadOptions()).waiting.exception()
        assert sys.getswitchinterval() == usual


def test_a_command_that_refuses_leaves_nothing_being_read(folder, monkeypatch):
    ended, real = [], ahead.read

    def slow(path, options):
        time.sleep(0.3)
        reading = real(path, options)
        ended.append(path.name)
        return reading

    monkeypatch.setattr(ahead, "read", slow)
    code, _, err = run(folder, "prequalify", f"{folder}/list.csv", "-p", "nobody")
    assert (code, ended) == (2, ["list.csv"]), err


def append(path):
    with path.open("a", encoding="utf-8") as file:
        file.write("Lee,010-2001-0002\n")


def put_another(path):
    path.rename(path.with_name("old.csv"))
    path.write_text("name,phone\nKim,010-2001-0009\n", encoding="utf-8")


@pytest.mark.parametrize("held", [0, 1 << 25])
@pytest.mark.parametrize("happens", [append, put_another, lambda path: path.unlink()])
@pytest.mark.parametrize("step", ["without_identifiers", "read_people"])
def test_a_list_that_changes_while_it_is_read_is_refused_and_nothing_kept(folder, monkeypatch, held, happens, step):
    real = getattr(prequalify, step)

    def changed(*arguments):
        happens(folder / "list.csv")
        return real(*arguments)

    monkeypatch.setattr(door, "_HELD_BYTES", held)
    monkeypatch.setattr(prequalify, step, changed)
    code, _, err = run(folder, "prequalify", f"{folder}/list.csv", "-p", "cards")
    assert (code, "the file changed while it was read; run again" in err) == (3, True), err
    assert told(folder, "batches", "list")[1]["answer"]["batches"] == []


@pytest.mark.parametrize("held", [0, 1 << 25])
@pytest.mark.parametrize("happens", [append, put_another, lambda path: path.unlink()])
def test_what_happens_to_a_list_that_was_read_and_kept_changes_nothing(folder, monkeypatch, held, happens):
    before = (folder / "list.csv").read_bytes()
    real = prequalify.found_candidates

    def changed(*arguments):
        happens(folder / "list.csv")
        return real(*arguments)

    monkeypatch.setattr(door, "_HELD_BYTES", held)
    monkeypatch.setattr(prequalify, "found_candidates", changed)
    code, told_now = told(folder, "prequalify", f"{folder}/list.csv", "-p", "cards")
    assert (code, told_now["counts"]["records"]) == (0, before.count(b"\n") - 1)
    (kept,) = (folder / "store" / "archive").iterdir()
    assert kept.read_bytes() == before


def test_what_is_appended_before_the_fingerprint_is_taken_is_noticed(folder, monkeypatch):
    real = door.fingerprint

    def late(path, state, shown):
        append(path)
        return real(path, state, shown)

    monkeypatch.setattr(door, "fingerprint", late)
    with pytest.raises(InputRefused, match="changed while it was read"):
        ahead.read(folder / "list.csv", ReadOptions())


def test_links_that_lead_to_each_other_are_refused(folder):
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    code, _, err = run(folder, "prequalify", f"{folder}/loop.csv", "-p", "cards")
    assert (code, "loop.csv: cannot be read: Too many levels of symbolic links" in err) == (3, True), err
