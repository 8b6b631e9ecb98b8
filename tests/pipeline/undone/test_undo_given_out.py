"""What an undo leaves lying about that tells otherwise now: verdict files of later lists, handed-out calls."""

import polars as pl
import pytest

from tests.pipeline.care_desk import CONSUMERS, NAMES, SCHOOLS
from tests.pipeline.supplier import ROWS, answer, deliver, names

CALL = "would not be made now"


def posted(desk):
    """The catalogue of the plan came to everybody, so that the call is due."""
    file = desk.write(
        "in/posted.csv", "lead_id,medium,sent", *((one, "catalogue", "2026-11-09") for one in names(desk))
    )
    desk.run("touch", file, "-p", SCHOOLS, as_of="2026-11-10T08:00")


def test_undoing_answers_names_the_verdict_files_and_the_calls_made_with_them(desk):
    deliver(desk, ROWS, "2026-11-09")
    posted(desk)
    batch = answer(desk, "2026-11-11", {"김민준": "confirmed"})["batch"]
    again = deliver(desk, ROWS, "2026-11-16")
    built = desk.run("split", "--on", "2026-11-23", "-p", SCHOOLS)
    assert built["counts"]["queued"] == 2
    desk.run("split", "--on", "2026-11-23", "--release")
    lines = desk.say("batches", "undo", batch, code=5)
    assert f"verdict files made with it: {again['files'][0].rsplit('/', 1)[0]}" in lines
    told = desk.run("batches", "undo", again["batch"])
    assert not any(CALL in line for line in told["warnings"]), "it changes nobody's verdict"


def test_undoing_answers_names_handed_out_calls_of_people_in_doubt_again(desk):
    deliver(desk, ROWS, "2026-11-09")
    posted(desk)
    batch = answer(desk, "2026-11-11", {"김민준": "confirmed", "박도윤": "confirmed"})["batch"]
    desk.run("split", "--on", "2026-11-23", "--release")
    lead = next(lead for lead, person in names(desk).items() if person == "김민준")
    told = desk.run("batches", "undo", batch, code=5)
    (line,) = [line for line in told["warnings"] if CALL in line]
    assert line.startswith("queues/2026-11-23/") and f"1 handed-out call would not be made now: {lead};" in line
    assert told["counts"]["withdrawn"] == 0, "released queues are facts"


def test_undoing_a_refusal_names_the_files_in_which_the_person_is_to_be_verified(desk):
    deliver(desk, ROWS, "2026-11-09")
    batch = answer(desk, "2026-11-11", {"박도윤": "left"})["batch"]
    again = deliver(desk, ROWS, "2026-11-16")
    lines = desk.say("batches", "undo", batch)
    assert f"verdict files made with it: {again['files'][0].rsplit('/', 1)[0]}" in lines


def test_undoing_answers_that_no_file_followed_names_none(desk):
    deliver(desk, ROWS, "2026-11-09")
    batch = answer(desk, "2026-11-11", {"김민준": "confirmed"})["batch"]
    assert not any("verdict files" in line for line in desk.say("batches", "undo", batch))


def test_undoing_a_delivery_names_the_calls_that_it_had_withdrawn(desk):
    desk.consumers(6)
    desk.scrub()
    desk.build("2026-11-23", "--release")
    desk.run("suppress", "add", "010-0210-0003")
    rows = [(f"K{n:03}", NAMES[n], f"010-0210-{n:04}", "Y", "2026-10-01", "Y" if n == 5 else "") for n in (0, 4, 5)]
    file = desk.write("in/b.csv", "회원번호,성명,휴대전화,수신동의,동의일,수신거부", *rows)
    gone = desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members", "--withdraw-missing")
    assert len(desk.read("queues/2026-11-23/withdraw.csv")) == 4
    told = desk.run("batches", "undo", gone["batch"], code=5)
    back = [desk.leads()[f"010-0210-000{n}"] for n in (1, 2)]
    (line,) = [one for one in told["warnings"] if "wait for results again" in one]
    assert f"2 calls withdrawn by the undone batch wait for results again: {', '.join(back)}; put them back" in line
    # Whoever asked, in the list or before, is not called all the same.
    assert sorted(desk.not_queued("2026-11-24").values()) == ["awaiting_result"] * 4 + ["suppressed"] * 2


@pytest.mark.parametrize("twice", [False, True])
def test_the_call_of_whoever_stays_asked_stays_withdrawn(desk, twice):
    desk.consumers(4)
    desk.scrub()
    desk.build("2026-11-23", "--release")
    lists = [desk.write(f"in/{name}.csv", "phone,note", ("010-0210-0001", name)) for name in ("a", "b")]
    first = desk.run("suppress", "import", lists[0], "--list", "a")
    if twice:
        desk.run("suppress", "import", lists[1], "--list", "b")
    told = desk.run("batches", "undo", first["batch"], *(["--with-do-not-calls"] if twice else []))
    assert not any("must not be made" in line for line in told["warnings"]), "it was said, and is off the dialer"
    waiting = desk.states().filter(pl.col("released_queue").is_not_null())
    assert waiting.height == 3
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0
    desk.run("suppress", "add", "010-0210-0002")
    told = [row["lead_id"] for row in desk.read("queues/2026-11-23/withdraw.csv")]
    assert told == [desk.leads()[f"010-0210-000{n}"] for n in (1, 2)]


def test_the_call_of_whoever_may_be_called_again_waits_for_its_result(desk):
    desk.consumers(2)
    desk.scrub()
    desk.build("2026-11-23", "--release")
    gone = desk.run("suppress", "import", desk.write("in/a.csv", "phone", ("010-0210-0001",)), "--list", "a")
    desk.run("batches", "undo", gone["batch"], "--with-do-not-calls", code=5)
    assert desk.states()["released_queue"].null_count() == 0
