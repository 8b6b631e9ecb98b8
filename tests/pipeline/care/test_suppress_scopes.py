"""Requests of several scopes and channels on one list: each is taken back by itself, the others stay."""

from itertools import product

import pytest

from tests.pipeline.care_desk import CONSUMERS, SCHOOLS

CHOSEN = "010-0210-0001"
WHO = ("--by", "lead", "--why", "asked again")
SCOPES = {"all": (), "own": ("-p", CONSUMERS), "other": ("-p", SCHOOLS)}
CHANNELS = ("any", "call", "mail", "email")
TAKING = {"all": ("--all-projects",), "own": ("-p", CONSUMERS), "other": ("-p", SCHOOLS), "whatever": ()}


def words(scope, channel):
    """As `test` tells one."""
    of = {"all": "", "own": f" for {CONSUMERS}", "other": f" for {SCHOOLS}"}[scope]
    return f"on do-not-call{of}" + (f" against {channel}" if channel != "any" else "")


def standing(desk):
    (line,) = desk.say("suppress", "test", CHOSEN)[:1]
    return {one.partition(" (")[0] for one in line.partition(": ")[2].split("; ")}


@pytest.fixture
def asked(ready):
    """One number on one list, in every scope and against every channel."""
    for scope, channel in product(SCOPES, CHANNELS):
        ready.run("suppress", "add", CHOSEN, *SCOPES[scope], "--channel", channel)
    return ready


@pytest.mark.parametrize(("scope", "channel"), [*product(TAKING, [None, "any", "email"])])
def test_a_removal_takes_what_it_names_and_leaves_the_rest(asked, scope, channel):
    against = ("--channel", channel) if channel else ()
    told = asked.run("suppress", "remove", CHOSEN, *TAKING[scope], *against, *WHO)
    assert told["counts"] == {"removed": 1, "not_on_list": 0, "asked_in_calls": 0}
    gone = set(product(SCOPES if scope == "whatever" else (scope,), (channel,) if channel else CHANNELS))
    left = {words(*one) for one in product(SCOPES, CHANNELS) if one not in gone}
    assert standing(asked) == (left or {"not suppressed"})


@pytest.mark.parametrize(("taking", "is_stopped"), [
    (("--all-projects",), True), (("-p", CONSUMERS), True), (("--channel", "any"), False),
    (("--channel", "call"), False), ((), False),
])  # fmt: skip
def test_the_shift_heeds_what_stays(ready, taking, is_stopped):
    lead = ready.leads()[CHOSEN]
    ready.run("suppress", "add", CHOSEN)
    ready.run("suppress", "add", CHOSEN, "-p", CONSUMERS)
    assert ready.not_queued() == {lead: "suppressed"}
    code = 5 if taking == ("--channel", "call") else 0
    ready.run("suppress", "remove", CHOSEN, *taking, *WHO, code=code)
    is_stopped = is_stopped or code == 5
    assert ready.not_queued() == ({lead: "suppressed"} if is_stopped else {})
    assert ready.run("store", "check")["counts"]["leads_differing"] == 0


def test_a_removal_says_what_stays_on_the_list(ready):
    ready.run("suppress", "add", CHOSEN)
    ready.run("suppress", "add", CHOSEN, "-p", SCHOOLS, "--channel", "email")
    lines = ready.say("suppress", "remove", CHOSEN, "--all-projects", *WHO)
    assert lines[:2] == ["1 of 1 taken off the list do-not-call", f"still on it: for {SCHOOLS} against email"]
    told = ready.say("suppress", "remove", CHOSEN, "--all-projects", *WHO, code=5)
    assert told[:2] == ["0 of 1 taken off the list do-not-call", f"still on it: for {SCHOOLS} against email"]
    log = ready.say("suppress", "log")
    assert sum("only what held for all projects, every channel" in line for line in log) == 2


def test_a_list_delivered_later_is_decided_by_what_stays(ready):
    ready.run("suppress", "add", CHOSEN)
    ready.run("suppress", "add", CHOSEN, "-p", SCHOOLS)
    ready.run("suppress", "remove", CHOSEN, "--all-projects", *WHO)
    assert ready.consumers(5, name="later")["counts"]["callable"] == 5
    ready.run("suppress", "add", CHOSEN)
    ready.run("suppress", "remove", CHOSEN, "-p", SCHOOLS, *WHO)
    assert ready.consumers(6, name="last")["reasons"]["suppressed"] == 1


def test_an_undone_removal_of_one_scope_brings_that_scope_back(ready):
    ready.run("suppress", "add", CHOSEN)
    ready.run("suppress", "add", CHOSEN, "-p", CONSUMERS)
    batch = ready.run("suppress", "remove", CHOSEN, "-p", CONSUMERS, *WHO)["batch"]
    assert standing(ready) == {words("all", "any")}
    ready.run("batches", "undo", batch)
    assert standing(ready) == {words("all", "any"), words("own", "any")}


def test_an_undo_says_that_what_was_asked_stays(ready):
    batch = ready.run("suppress", "add", CHOSEN)["batch"]
    said = "1 do-not-call of it stays; --with-do-not-calls takes them back too"
    assert said in ready.say("batches", "undo", batch)
    assert not any("of it stay" in line for line in ready.say("batches", "undo", batch, "--with-do-not-calls"))


@pytest.mark.parametrize(("first", "second"), [
    ((), ("-p", CONSUMERS)), ((), ("--channel", "email")), ((), ("--until", "2026-11-30")),
    ((), ("--from", "2027-06-01")),
])  # fmt: skip
def test_a_request_outlives_its_undo_though_a_lesser_one_stands(ready, first, second):
    lead = ready.leads()[CHOSEN]
    batch = ready.run("suppress", "add", CHOSEN, *first)["batch"]
    ready.run("suppress", "add", CHOSEN, *second)
    ready.run("batches", "undo", batch)
    assert words("all", "any") in standing(ready)
    assert ready.not_queued("2026-12-01", as_of="2026-12-01T08:00")[lead] == "suppressed"
    ready.run("batches", "undo", batch, "--with-do-not-calls")
    assert len(standing(ready)) == 1 and words("all", "any") not in standing(ready)


@pytest.mark.parametrize("asking", [("add", CHOSEN), ("import", "in/asked.csv")])
def test_a_request_names_a_real_project_or_none(ready, asking):
    ready.write("in/asked.csv", "number", (CHOSEN,))
    ready.run(
        "suppress", asking[0], str(ready.root / asking[1]) if asking[0] == "import" else CHOSEN, "-p", "*", code=2
    )
    assert standing(ready) == {"not suppressed"}


def test_projects_and_all_projects_exclude_each_other(ready):
    ready.run("suppress", "remove", CHOSEN, "-p", CONSUMERS, "--all-projects", *WHO, code=2)


@pytest.mark.parametrize(("more", "is_said"), [
    ((), True), (("--channel", "call"), True), (("--channel", "mail"), False), (("--until", "2026-11-22"), False),
])  # fmt: skip
def test_who_has_other_numbers_is_said_where_calls_stop(desk, more, is_said):
    file = desk.write("in/two.csv", "회원번호,성명,휴대전화,전화2,수신동의",
                      ("K1", "김민준", CHOSEN, "010-0210-0077", "Y"))  # fmt: skip
    desk.run("prequalify", file, "-p", CONSUMERS)
    told = desk.run("suppress", "add", CHOSEN, *more)
    assert any("who has 1 other number" in line for line in told["warnings"]) is is_said
