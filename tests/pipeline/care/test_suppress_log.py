"""An inspector reads who was put on a list and taken off it: when, by whom, why, by which batch and file."""

import pytest

from tests.pipeline.care.test_suppress import CHOSEN
from tests.pipeline.nights import EVENING, call, export, take
from tests.pipeline.small import run

DAY = "2026-11-23"


@pytest.fixture
def kept(desk):
    """Two numbers from a file, one by hand; one taken off again, one file undone."""
    desk.consumers(2)
    path = desk.write("in/dnc.csv", "phone,asked by,note", (CHOSEN, "Mr Kim", "a letter"), ("010-0210-0007", "", ""))
    desk.run("suppress", "import", path, "--list", "refusals", "--by", "the client", as_of=f"{DAY}T09:00")
    words = ("--by", "team lead", "--why", "agreed again")
    desk.run("suppress", "remove", CHOSEN, "--list", "refusals", *words, as_of=f"{DAY}T10:00")
    slip = desk.write("in/slip.csv", "phone", ("010-0210-0008",))
    told = desk.run("suppress", "import", slip, "--list", "refusals", as_of=f"{DAY}T11:00")
    desk.run("batches", "undo", str(told["batch"]), "--with-do-not-calls", as_of=f"{DAY}T12:00")
    return desk


def test_the_log_tells_every_entry_its_removal_and_what_was_undone(kept):
    lines = kept.say("suppress", "log", "--list", "refusals")
    assert lines[0] == "list refusals"
    first, second, third, fourth = lines[1:5]
    assert first.startswith(
        f"{DAY} 09:00 put on: {CHOSEN}, all projects, every channel, from always until for good, by Mr Kim, because: a"
        " letter (suppress import, batch 2, in/dnc.csv, sha256 "
    )
    assert ", by the client (" in second
    assert third == (
        f"{DAY} 10:00 taken off: {CHOSEN}, all projects, every channel, by team lead, because: agreed again (suppress"
        " remove, batch 3)"
    )
    assert fourth.startswith(f"{DAY} 11:00 put on: 010-0210-0008, ")
    assert fourth.endswith(", undone by batch 5)")


def test_the_history_is_a_file_of_the_same_entries(kept):
    told = kept.run("suppress", "export", "--list", "refusals", "--history")
    rows = kept.read(told["files"][0])
    assert [(row["at"][11:], row["what"], row["national"], row["by"], row["why"]) for row in rows] == [
        ("09:00", "put on", CHOSEN, "Mr Kim", "a letter"),
        ("09:00", "put on", "010-0210-0007", "the client", ""),
        ("10:00", "taken off", CHOSEN, "team lead", "agreed again"),
        ("11:00", "put on", "010-0210-0008", "", ""),
    ]
    assert [(row["file"], bool(row["sha256"]), row["undone_by"]) for row in rows][2:] == [
        ("", False, ""), ("in/slip.csv", True, "5"),
    ]  # fmt: skip


def test_many_entries_of_one_file_are_told_by_their_sums(kept):
    rows = [(f"010-0210-{nth:04}", f"reason {nth}") for nth in range(20, 40)]
    kept.run("suppress", "import", kept.write("in/many.csv", "phone,note", *rows), "--list", "many")
    (_, line, *_) = kept.say("suppress", "log", "--list", "many")
    assert " put on: 20 numbers, each with its own days or words, see the history as a file (" in line


def test_few_who_are_told_the_same_are_each_named(kept):
    rows = [("010-0210-0032",), ("010-0210-0031",)]
    kept.run("suppress", "import", kept.write("in/two.csv", "phone", *rows), "--list", "two", "--by", "the client")
    kept.run("suppress", "add", "--company", "한빛학원", "--company", "가온학원", "--list", "two", "--by", "Mr Kim")
    (_, numbers, companies, *_) = kept.say("suppress", "log", "--list", "two")
    assert " put on: 2 numbers (010-0210-0031, 010-0210-0032), all projects, " in numbers
    assert " put on: 2 companies (company " in companies


def test_many_who_are_told_the_same_are_found_in_the_history(kept):
    rows = [(f"010-0210-{nth:04}",) for nth in range(20, 29)]
    kept.run("suppress", "import", kept.write("in/nine.csv", "phone", *rows), "--list", "nine", "--by", "the client")
    (_, line, *_) = kept.say("suppress", "log", "--list", "nine")
    assert " put on: 9 numbers, see the history as a file, all projects, " in line


def test_who_asked_in_calls_is_named(folder):
    take(folder, "inbox/dialer/a.txt", export(call(1, "DNC"), call(2, "DNC"), call(3)))
    _, out, err = run(folder, "suppress", "log", as_of=EVENING)
    assert "2026-11-16 asked in calls: 2 persons (P000001R, P000002J) (telebatch explain PERSON tells" in out, err


def test_a_list_that_never_was_is_told_with_those_there_are(kept):
    assert kept.say("suppress", "log", "--list", "nope", code=2) == []
    assert kept.say("suppress", "export", "--history", "--list", "nope", code=2) == []
    assert kept.say("suppress", "export", "--history", "--register", "KR", code=2) == []


def test_what_somebody_wrote_stands_in_one_line_of_the_log(desk):
    forged = f"a letter\n{DAY} 08:00 taken off: {CHOSEN}\x1b[2K"
    desk.run("suppress", "add", CHOSEN, "--by", "Mr\nKim", "--why", forged)
    head, line, *rest = desk.say("suppress", "log")
    assert (head, len(rest)) == ("list do-not-call", 3), "nothing but the figures"
    assert f"by Mr Kim, because: a letter {DAY} 08:00 taken off: {CHOSEN} [2K (" in line


def test_whoever_is_taken_off_with_an_undone_file_is_not_said_to_be_so_by_who_put_it_on(desk):
    desk.consumers(2)
    slip = desk.write("in/slip.csv", "phone,asked by", (CHOSEN, "Mr Kim"))
    batch = str(desk.run("suppress", "import", slip, "--list", "refusals", as_of=f"{DAY}T09:00")["batch"])
    desk.run("batches", "undo", batch, as_of=f"{DAY}T10:00")
    desk.run("batches", "undo", batch, "--with-do-not-calls", as_of=f"{DAY}T11:00")
    on, kept, off = desk.say("suppress", "log", "--list", "refusals")[1:4]
    assert " put on: " in on
    assert f"by Mr Kim, because: kept when batch {batch} was undone" in kept
    assert off.startswith(f"{DAY} 11:00 taken off: {CHOSEN}, ")
    assert f", nobody named, because: batch {batch} was undone with what it asked (" in off
