"""A list delivered again in full withdraws whom it no longer holds; a newer delivery updates fields, never history."""

import pytest

from telebatch.model.tables import LISTED
from tests.pipeline.care_desk import CONSUMERS


def redelivered(desk, *rows, code=0, more=("--withdraw-missing",)):
    file = desk.write("in/again.csv", "회원번호,성명,휴대전화,수신동의", *rows)
    return desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members", *more, code=code)


STAYS = ("K000", "김민준", "010-0210-0000", "Y")


def test_whom_the_redelivery_lacks_is_not_called_and_keeps_id_and_history(ready):
    ids = ready.leads()
    told = redelivered(ready, STAYS)
    assert told["counts"]["withdrawn"] == 3
    left = {ids[number] for number in ids if number != "010-0210-0000"}
    assert ready.not_queued() == dict.fromkeys(left, "unlisted")
    states = ready.states()
    assert sorted(states["status_reason"].drop_nulls()) == ["withdrawn"] * 3
    assert ready.facts(LISTED).filter(reasons="withdrawn").height == 3


def test_who_comes_back_is_called_again_under_the_same_id(ready):
    before = ready.leads()
    redelivered(ready, STAYS)
    told = ready.consumers(5, name="third")
    assert told["counts"]["known"] == 4
    assert list(ready.not_queued().values()) == ["scrub_stale"]
    assert {number: ready.leads()[number] for number in before} == before


@pytest.mark.slow
def test_undoing_the_redelivery_brings_everybody_back(ready):
    redelivered(ready, STAYS)
    assert len(ready.not_queued()) == 3
    ready.run("batches", "undo", ready.facts(LISTED)["batch"].max())
    assert ready.not_queued() == {}


def test_a_rejected_row_still_tells_that_the_person_is_on_the_list(ready):
    told = redelivered(ready, STAYS, ("K001", "이서연", "010-0210-0001", "N"))
    assert told["counts"]["withdrawn"] == 2
    assert ready.not_queued()[ready.leads()["010-0210-0001"]] == "unlisted"
    assert "rejected" in ready.states()["status_reason"].to_list()


def test_a_released_call_to_somebody_withdrawn_is_told_beside_the_queue(ready):
    ready.run("split", "--on", "2026-11-23", "--release")
    told = redelivered(ready, STAYS)
    assert "queues/2026-11-23/withdraw.csv" in told["files"]
    assert len(ready.read("queues/2026-11-23/withdraw.csv")) == 3
    assert ready.run("store", "check")["counts"]["leads_differing"] == 0


@pytest.mark.slow
def test_other_lists_and_projects_are_left_alone(ready):
    ready.write("in/o.csv", "회원번호,성명,휴대전화,수신동의", ("X1", "한가온", "010-0210-0100", "Y"))
    ready.run("prequalify", ready.root / "in/o.csv", "-p", CONSUMERS, "--list", "others")
    assert redelivered(ready, STAYS)["counts"]["withdrawn"] == 3


def test_without_the_flag_nobody_is_withdrawn(ready):
    assert "withdrawn" not in redelivered(ready, STAYS, more=())["counts"]
    assert ready.not_queued() == {}


@pytest.mark.parametrize(("more", "part"), [((), "named list"), (("--list", "members"), "one file")])
def test_an_unclear_redelivery_is_refused(ready, more, part):
    file = ready.write("in/a.csv", "성명,휴대전화", ("김", "010-0210-0000"))
    other = ready.write("in/b.csv", "성명,휴대전화", ("이", "010-0210-0001"))
    files = (file, other) if more else (file,)
    told = ready.run("prequalify", *files, "-p", CONSUMERS, "--withdraw-missing", *more, code=2)
    assert part in told["error"][0]


def test_changed_fields_stand_in_a_file_beside_the_verdicts(ready):
    told = redelivered(
        ready, ("K000", "김민준", "010-0210-9000", "Y"), ("K001", "이서현", "010-0210-0001", "Y"), more=()
    )
    (name,) = [name for name in told["files"] if name.endswith("changes.csv")]
    rows = {(row["field"], row["before"], row["after"]) for row in ready.read(name)}
    assert ("numbers", "010-0210-0000", "010-0210-9000") in rows
    assert ("person", "이서연", "이서현") in rows
    # The delivery has no e-mail column: what it leaves out stays as it was.
    assert "email" not in {field for field, *_ in rows}


def test_the_same_delivery_changes_nothing(ready):
    told = ready.consumers(4, name="once-more")
    assert told["inputs"][0]["state"] == "same_as_before"


def test_a_file_that_comes_once_more_after_a_later_one_says_whom_that_one_withdrew(ready):
    redelivered(ready, STAYS)
    told = ready.run("prequalify", "in/members.csv", "-p", CONSUMERS, "--list", "members", code=5)
    first = told["inputs"][0]["batch"]
    assert any(
        f"as batch {first}; 3 leads of it are withdrawn since by a later delivery" in one for one in told["warnings"]
    )
    ready.run("batches", "undo", first)
    told = ready.run("prequalify", "in/members.csv", "-p", CONSUMERS, "--list", "members")
    assert told["counts"]["callable"] == 4
    assert "withdrawn" not in ready.states()["status_reason"].to_list()


def test_a_list_of_a_name_never_delivered_and_a_part_of_a_list_are_told(ready):
    file = ready.write("in/other.csv", "회원번호,성명,휴대전화,수신동의", ("N1", "홍길동", "010-0210-0777", "Y"))
    told = ready.run("prequalify", file, "-p", CONSUMERS, "--list", "member", "--withdraw-missing")
    assert told["counts"]["withdrawn"] == 0
    doubt = "list member was never delivered before, so nobody is withdrawn; if it is one of members: telebatch batches undo"
    assert any(note.startswith(doubt) for note in told["warnings"])
    told = redelivered(ready, STAYS)
    part = "3 of 4 leads of list members are not in the file; if the file is but a part of the list: telebatch batches undo"
    assert any(note.startswith(part) for note in told["warnings"])
    told = redelivered(ready, STAYS, ("K001", "이서연", "010-0210-0001", "Y"))
    assert not any("not in the file" in note for note in told["warnings"])


def test_the_first_list_of_a_project_is_told_of_no_other(desk):
    file = desk.write("in/first.csv", "회원번호,성명,휴대전화,수신동의", STAYS)
    told = desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members", "--withdraw-missing")
    assert not any("not in the file" in note for note in told["warnings"])
