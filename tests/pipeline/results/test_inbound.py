"""Calls that come in: leads that are known, callers who are not, and numbers that nobody shows."""

import pytest

from telebatch.model.tables import ANSWERS, ATTEMPTS, LEADS, NUMBERS, PEOPLE
from tests.pipeline.nights import EVENING, call, export, facts, is_sound, night, states, take
from tests.pipeline.small import told


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return night(tmp_path_factory.mktemp("night"))


def came(number, at="2026-11-16 10:00:00", status="NI", **more):
    """A call that came in to the hotline; in this layout `alt_dial` holds seconds in the queue."""
    return {
        **call(0, status, at), "campaign_id": "HOTLINE", "alt_dial": "12", "phone_number_dialed": number, **more,
    }  # fmt: skip


def test_an_unknown_caller_becomes_a_lead_and_is_known_next_time(folder):
    answer = take(
        folder,
        "inbox/dialer/a.txt",
        export(came("01055550001", call_notes="asks for a catalogue"), call(1), header=[*call(1), "call_notes"]),
    )
    assert answer["counts"]["attempts"] == 2
    (lead,) = facts(folder, LEADS).filter(source="inbound")["lead_key"]
    assert states(folder)[lead]["status"] == "open"
    assert facts(folder, ANSWERS).filter(kind="memo")["lead_key"].to_list() == [lead]
    take(
        folder,
        "inbox/dialer/b.txt",
        export(came("01055550001", "2026-11-17 10:00:00"), call(1, at="2026-11-17 11:00:00")),
    )
    assert facts(folder, LEADS).filter(source="inbound").height == 1
    assert set(facts(folder, ATTEMPTS).filter(direction="in")["lead_key"]) == {lead}
    assert is_sound(folder)


def test_a_caller_we_know_from_another_project_is_the_same_person(folder):
    take(folder, "inbox/dialer/a.txt", export(came("01020010001"), call(2)))
    leads = facts(folder, LEADS).filter(person_key=1)
    assert sorted(leads["project"]) == ["cards", "hotline"]
    assert facts(folder, PEOPLE)["person_key"].n_unique() == 6


def test_a_caller_of_an_undone_batch_gets_the_same_lead_again(folder):
    text = export(came("01055550001"), call(1))
    empty = states(folder)
    batch = take(folder, "inbox/dialer/a.txt", text)["batch"]
    before = states(folder)
    code, _ = told(folder, "batches", "undo", str(batch))
    assert code == 0
    assert states(folder) == empty  # a caller whose only call is undone is no lead any more
    assert is_sound(folder)
    assert facts(folder, NUMBERS).height == 6
    take(folder, "inbox/dialer/a.txt", text)
    assert states(folder) == before
    assert is_sound(folder)


def test_withheld_calls_count_without_a_lead_and_repeats_of_them_are_seen(folder):
    rows = (came("anonymous"), came("", "2026-11-16 11:00:00"), call(1))
    first = take(folder, "inbox/dialer/a.txt", export(*rows))["counts"]
    assert (first["attempts"], facts(folder, ATTEMPTS)["lead_key"].null_count()) == (3, 2)
    again = take(folder, "inbox/dialer/b.txt", export(*rows, call(2, at="2026-11-17 10:00:00")))["counts"]
    assert (again["attempts"], again["already_seen"]) == (1, 3)
    assert is_sound(folder)


def test_nobody_is_called_back_by_accident_because_he_once_called(folder):
    take(folder, "inbox/dialer/a.txt", export(came("01055550001"), call(1)))
    code, answer = told(folder, "split", "--on", "2026-11-24", "--dry-run")
    assert code in {0, 5}, answer
    assert answer["counts"].get("queued", 0) <= 6


def test_a_forgotten_caller_is_that_person_still_closed_and_without_a_name(folder):
    assert told(folder, "forget", "010-2001-0001", "--by", "desk", "--why", "letter", as_of=EVENING)[0] in {0, 5}
    calls = export(came("01020010001", first_name="김", last_name="하나"), call(2))
    answer = take(folder, "inbox/dialer/a.txt", calls)
    assert answer["counts"]["attempts"] == 2
    leads = facts(folder, LEADS).filter(person_key=1)
    assert sorted(leads["project"]) == ["cards", "hotline"]
    assert {states(folder)[lead]["status_reason"] for lead in leads["lead_key"]} == {"forgotten"}
    assert facts(folder, PEOPLE).filter(person_key=1)["person"].to_list() == [None]
    assert 821020010001 not in {*facts(folder, NUMBERS)["number"], *facts(folder, ATTEMPTS)["number"]}
    assert is_sound(folder)
