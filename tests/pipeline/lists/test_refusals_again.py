"""What rows refuse is heeded when a list is decided again too: once, and not where it was taken back since."""

import polars as pl
import pytest

from telebatch.model.tables import SUPPRESSIONS
from tests.pipeline.care_desk import CONSUMERS

HEAD = "회원번호,성명,휴대전화,이메일,수신동의"
NUMBER = "010-0210-0000"
AGAIN = ("prequalify", "--again", "-p", CONSUMERS)


def deliver(desk, heading, cell, email="", agreed="Y"):
    rows = [
        ("A0", "김민준", NUMBER, email, agreed, cell),
        ("A1", "이서연", "010-0210-0001", "two@example.com", "Y", "N"),
    ]
    return desk.run(
        "prequalify", desk.write("in/a.csv", f"{HEAD},{heading}", *rows), "-p", CONSUMERS, "--list", "members"
    )


@pytest.fixture(params=["a column", "a word in the cell"])
def unheeded(request, desk, monkeypatch):
    """A list that was taken in before its refusals were heeded."""
    with monkeypatch.context() as earlier:
        earlier.setattr(
            "telebatch.pipeline.lists.read_people.with_refusals", lambda house, delivery, normal: (normal, ())
        )
        nothing = pl.lit(None, pl.String).alias("opt_out")
        earlier.setattr(
            "telebatch.pipeline.lists.verdicts.with_own_refusals", lambda words, table: table.with_columns(nothing)
        )
        is_column = request.param == "a column"
        told = deliver(
            desk, "Do Not Call" if is_column else "비고", "Y" if is_column else "", "" if is_column else "수신거부"
        )
        assert told["counts"]["callable"] == 2
    desk.scrub()
    return desk


def requests(desk):
    return desk.facts(SUPPRESSIONS).filter(~pl.col("is_removal")).select("list", "kind", "asked_by", "channel").rows()


def test_a_list_that_was_taken_without_heeding_them_is_put_right(unheeded):
    assert unheeded.not_queued() == {}
    told = unheeded.run(*AGAIN)
    assert told["reasons"] == {"callable → rejected (suppressed)": 1}
    assert any("1 row of people with a refusal in a cell" in note for note in told["warnings"])
    assert requests(unheeded) == [("opt-out", "person", "contact list members", "any")]
    assert list(unheeded.not_queued().values()) == ["suppressed"]
    (row,) = unheeded.read(next(file for file in told["files"] if file.endswith("rejected.csv")))
    assert row["detail"] == "opt-out: the row itself says so"
    again = unheeded.run(*AGAIN)
    assert (again["reasons"], again["warnings"], len(requests(unheeded))) == ({}, [], 1)
    assert unheeded.run("store", "check")["counts"]["leads_differing"] == 0


def test_what_was_taken_back_since_is_not_asked_again(unheeded):
    unheeded.run(*AGAIN)
    lead = unheeded.leads()[NUMBER]
    who = ("--person", unheeded.person_of(lead), "--list", "opt-out", "--by", "x", "--why", "y")
    unheeded.run("suppress", "remove", *who)
    told = unheeded.run(*AGAIN)
    assert (told["reasons"], len(requests(unheeded))) == ({"rejected (suppressed) → callable": 1}, 1)
    assert unheeded.not_queued() == {}


def test_calls_that_were_handed_out_are_withdrawn(unheeded):
    unheeded.build("2026-11-23", "--release")
    told = unheeded.run(*AGAIN)
    assert told["counts"]["withdrawn"] == 1
    assert len(unheeded.read("queues/2026-11-23/withdraw.csv")) == 1


def test_a_request_of_a_list_decided_again_outlasts_its_undo(unheeded):
    batch = unheeded.run(*AGAIN)["batch"]
    unheeded.run("batches", "undo", batch)
    assert "on opt-out" in unheeded.say("suppress", "test", NUMBER)[0]
    assert list(unheeded.not_queued().values()) == ["suppressed"]


def test_a_column_that_a_project_names_is_heeded_at_once_and_by_deciding_again(desk):
    assert deliver(desk, "상담제외", "Y")["counts"]["callable"] == 2
    desk.edit("[goals]", '[columns]\nrefusal = "상담제외"\n\n[goals]')
    desk.run("check")
    assert desk.run(*AGAIN)["reasons"] == {"callable → rejected (suppressed)": 1}
    rows = [("B0", "박도윤", "010-0210-0007", "Y", "Y")]
    told = desk.run(
        "prequalify", desk.write("in/b.csv", "회원번호,성명,휴대전화,수신동의,상담제외", *rows), "-p", CONSUMERS
    )
    assert told["reasons"] == {"suppressed": 1}


def test_a_row_that_makes_nobody_asks_by_its_number_and_once(desk):
    deliver(desk, "Do Not Call", "Y", agreed="N")
    desk.run(*AGAIN)
    asked = ("opt-out", "number", "contact list members", "any")
    assert requests(desk) == [asked]
    who = (NUMBER, "--list", "opt-out", "--by", "x", "--why", "y")
    desk.run("suppress", "remove", *who)
    desk.run(*AGAIN)
    assert requests(desk) == [asked]


def test_a_new_delivery_in_which_somebody_refuses_withdraws_the_call_that_was_handed_out(desk):
    desk.consumers(2)
    desk.scrub()
    desk.build("2026-11-23", "--release")
    rows = [("K000", "김민준", NUMBER, "", "Y", "Y")]
    file = desk.write("in/b.csv", f"{HEAD},Do Not Call", *rows)
    told = desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members")
    assert "queues/2026-11-23/withdraw.csv" in told["files"]
    assert len(desk.read("queues/2026-11-23/withdraw.csv")) == 1
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0
