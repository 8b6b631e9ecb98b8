"""An e-mail column holds addresses; what else stands there is told, and who refuses there is not contacted."""

import sys

import polars as pl
import pytest

from telebatch.model.tables import PEOPLE, SUPPRESSIONS
from tests.pipeline.care_desk import CONSUMERS
from tests.pipeline.small import run

HEAD = "회원번호,성명,휴대전화,이메일,수신동의"


def deliver(desk, place, *cells):
    rows = [(f"A{n}", f"김{n}", f"010-0210-{n:04}", cell, "Y") for n, cell in enumerate(cells)]
    return desk.run("prequalify", desk.write(f"in/{place}.csv", HEAD, *rows), "-p", CONSUMERS, "--list", "members")


def addresses(desk):
    return dict(desk.facts(PEOPLE).sort("batch").select("record_key", "email").iter_rows())


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("kim@example.com", "kim@example.com"), ("Kim <kim@example.com>", "kim@example.com"),
        ("kim＠example.com", "kim@example.com"), ("a@example.com; b@example.com", "a@example.com"),
        ("mailto:kim@example.co.kr", "kim@example.co.kr"), ("없음", None), ("-", None), ("kim@", None), ("@", None),
        ("kim at example.com", None), ("010-1234-5678", None),
    ],
)  # fmt: skip
def test_only_an_address_is_an_address(desk, cell, address):
    told = deliver(desk, "a", cell, "two@example.com")
    assert addresses(desk) == {"A0": address, "A1": "two@example.com"}
    # A word for nothing is an empty cell, of which nothing is said.
    is_told = cell != address and "＠" not in cell and cell not in ("없음", "-")
    assert any("이메일: 1 " in note for note in told["warnings"]) == is_told
    assert told["counts"]["callable"] == 2


@pytest.mark.parametrize("cell", ["수신거부", "opt out", "Opted-out", "kim@example.com (수신거부)", "拒收", "受信拒否"])
def test_who_refuses_in_the_cell_is_suppressed_and_said(desk, cell):
    told = deliver(desk, "a", cell, "two@example.com")
    assert told["reasons"] == {"suppressed": 1}
    assert any("refusal in a cell" in note for note in told["warnings"])
    lines = desk.say("suppress", "test", "010-0210-0000")
    assert "on opt-out" in lines[0]
    assert "asked by contact list members" in lines[0]
    desk.scrub()
    assert list(desk.not_queued().values()) == ["suppressed"]
    desk.run("batches", "undo", told["batch"])
    assert "on opt-out" in desk.say("suppress", "test", "010-0210-0000")[0]


@pytest.mark.parametrize("cell", ["unsubscribed", "退订", "配信停止", "수신 안함 no e-mail"])
def test_who_wants_no_mailings_may_be_called(desk, cell):
    assert deliver(desk, "a", cell)["counts"]["callable"] == 1
    assert desk.facts(SUPPRESSIONS).select("list", "channel").rows() == [("opt-out", "email")]


def test_a_request_that_was_taken_back_is_not_decided_again(desk):
    deliver(desk, "a", "수신거부")
    lead = desk.read(next(iter(desk.root.glob("lists/members/*/rejected.csv"))).relative_to(desk.root))[0]["lead_id"]
    desk.run("suppress", "remove", "--person", desk.person_of(lead), "--list", "opt-out", "--by", "x", "--why", "y")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    desk.scrub()
    assert desk.not_queued() == {}


def test_a_refusal_in_a_second_row_of_a_person_holds_for_the_first(desk):
    rows = [("A0", "김민준", "010-0210-0000", cell, "Y") for cell in ("kim@example.com", "수신거부")]
    told = desk.run("prequalify", desk.write("in/a.csv", HEAD, *rows), "-p", CONSUMERS)
    assert (told["counts"]["callable"], told["counts"]["rejected"]) == (0, 2)
    (first, _) = desk.read(next(file for file in told["files"] if file.endswith("rejected.csv")))
    assert (first["line"], first["reasons"]) == ("2", "suppressed")
    assert first["detail"] == "opt-out: another row of the same person says so"
    assert "on opt-out" in desk.say("suppress", "test", "010-0210-0000")[0]


def test_who_refuses_and_makes_no_lead_is_not_called_later(desk):
    deny = [("B0", "김비서", "010-0210-0000", "수신거부", "N"), ("B1", "이서연", "010-0210-0000", "", "Y")]
    desk.run("prequalify", desk.write("in/a.csv", HEAD, *deny), "-p", CONSUMERS)
    assert ("number", "opt-out") in desk.facts(SUPPRESSIONS).select("kind", "list").rows()
    assert "on opt-out" in desk.say("suppress", "test", "010-0210-0000")[0]
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0
    later = desk.run("prequalify", desk.write("in/b.csv", HEAD, (*deny[0][:3], "", "Y")), "-p", CONSUMERS)
    assert later["reasons"] == {"suppressed": 1}


BOTH = "kim@example.com; Kim.Private@example.co.kr"
PRIVATE = "kim.private@example.co.kr"


@pytest.mark.parametrize("address", ["kim@example.com", PRIVATE])
def test_a_request_by_any_address_of_a_cell_holds_when_the_list_comes(desk, address):
    desk.run("suppress", "add", "--email", address, "--by", "a letter")
    told = deliver(desk, "a", BOTH, "two@example.com")
    assert (told["counts"]["callable"], told["reasons"]) == (1, {"suppressed": 1})


def test_a_request_by_a_further_address_stops_whom_a_list_told_before(desk):
    told = deliver(desk, "a", BOTH, "two@example.com")
    assert any("이메일: 1 with more than one address: mailings go to the first" in note for note in told["warnings"])
    desk.run("suppress", "add", "--email", PRIVATE.upper(), "--by", "a letter", "--from", "2026-11-24")
    desk.scrub()
    assert desk.not_queued() == {}
    assert list(desk.not_queued("2026-11-24").values()) == ["suppressed"]
    later = "2026-11-24T09:00:00+09:00"
    desk.run("prequalify", "--again", "-p", CONSUMERS, as_of=later)
    rejected = desk.read(next(iter(desk.root.glob("lists/members/*/rejected.csv"))).relative_to(desk.root))
    assert [row["email"] for row in rejected] == ["kim@example.com"]


def test_handed_out_calls_stop_by_a_further_address_and_explain_tells_why(desk):
    deliver(desk, "a", BOTH, "two@example.com")
    desk.scrub()
    desk.build("2026-11-23", "--release")
    file = desk.write("in/refusals.csv", "email", (PRIVATE,))
    assert desk.run("suppress", "import", file, "--list", "refusals")["counts"]["withdrawn"] == 1
    assert any("refusals" in line for line in desk.say("explain", "010-0210-0000"))
    assert "on refusals" in desk.say("suppress", "test", "--email", PRIVATE)[0]


def test_a_further_address_finds_the_person_that_was_stopped_by_number(desk):
    deliver(desk, "a", BOTH)
    lead = desk.leads()["010-0210-0000"]
    desk.run("suppress", "add", "--person", desk.person_of(lead), "--by", "a letter")
    assert "on do-not-call" in desk.say("suppress", "test", "--email", PRIVATE)[0]


def test_a_request_by_a_further_address_outlasts_the_list_that_told_it(desk):
    told = deliver(desk, "a", BOTH)
    desk.run("suppress", "add", "--email", PRIVATE, "--by", "a letter")
    desk.run("batches", "undo", told["batch"])
    again = deliver(desk, "b", "kim@example.com")
    assert again["reasons"] == {"suppressed": 1}


def test_a_list_taken_when_the_first_address_alone_counted_is_put_right_by_deciding_again(desk, monkeypatch):
    with monkeypatch.context() as earlier:
        nothing = pl.Series("further_emails", [None, None], dtype=pl.Null)
        earlier.setattr(sys.modules["telebatch.normalise.emails"], "_further", lambda *_: nothing)
        deliver(desk, "a", BOTH, "two@example.com")
    desk.run("suppress", "add", "--email", PRIVATE, "--by", "a letter")
    told = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert (told["counts"]["people_retold"], told["reasons"]) == (1, {"callable → rejected (suppressed)": 1})
    desk.scrub()
    assert list(desk.not_queued().values()) == ["suppressed"]


def test_who_is_forgotten_goes_with_every_address(desk):
    deliver(desk, "a", BOTH, "two@example.com")
    desk.run("suppress", "add", "--email", PRIVATE, "--by", "a letter")
    lead = desk.leads()["010-0210-0000"]
    ended, _, _ = run(desk.root, "forget", lead, "--by", "x", "--why", "y")
    assert ended in {0, 5}
    assert desk.facts(PEOPLE).get_column("further_emails").drop_nulls().is_empty()
    assert PRIVATE not in desk.facts(SUPPRESSIONS).get_column("text").to_list()


@pytest.mark.parametrize("address", ["kim@example.com", PRIVATE, "kim@home.example.com"])
def test_a_request_by_any_column_of_addresses_holds(desk, address):
    head = "회원번호,성명,휴대전화,이메일1,이메일2,개인이메일,수신동의"
    row = ("A0", "김민준", "010-0210-0000", "kim@example.com", PRIVATE, "kim@home.example.com", "Y")
    told = desk.run("prequalify", desk.write("in/a.csv", head, row), "-p", CONSUMERS)
    assert told["counts"]["callable"] == 1
    assert not any("choose one" in note for note in told["warnings"])
    assert desk.facts(PEOPLE)["email"].to_list() == ["kim@example.com"], "mailings go to the first"
    desk.run("suppress", "add", "--email", address, "--by", "a letter")
    desk.scrub()
    assert list(desk.not_queued().values()) == ["suppressed"]
    assert "on do-not-call" in desk.say("suppress", "test", "--email", address)[0]


def test_a_refusal_in_a_second_column_of_addresses_is_one(desk):
    row = ("A0", "김민준", "010-0210-0000", "kim@example.com", "수신거부", "Y")
    told = desk.run(
        "prequalify", desk.write("in/a.csv", "회원번호,성명,휴대전화,이메일,개인이메일,수신동의", row), "-p", CONSUMERS
    )
    assert told["reasons"] == {"suppressed": 1}
