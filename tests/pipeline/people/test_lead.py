"""Corrections of one lead by hand: kept with who and why, and folded in the same commit."""

import pytest

from tests.pipeline.small import centre, lead_of, listed, run, told, worked, write

WHO = ("--by", "팀장", "--why", "confirmed by phone")


@pytest.fixture
def house(tmp_path):
    return worked(centre(tmp_path))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """For what changes nothing."""
    return worked(centre(tmp_path_factory.mktemp("kept")))


def now_of(folder, lead, as_of="2026-11-23T09:00"):
    code, answer = told(folder, "lead", "show", lead, as_of=as_of)
    assert code == 0
    return answer["answer"]["now"]


def test_show_tells_the_person_the_state_and_the_memo(house):
    lead = lead_of(house, "010-2001-0001")
    code, out, _ = run(house, "lead", "show", lead)
    assert code == 0
    assert "김하나, 원장" in out
    assert "1 of 2 calls of the plan done" in out
    assert "memo: 오후에 다시" in out


def test_a_callback_is_kept_in_the_projects_zone_and_taken_back_by_an_empty_value(house):
    lead = lead_of(house, "010-2001-0002")
    code, out, _ = run(house, "lead", "set", lead, "callback=2026-11-25T11:00", *WHO)
    assert code == 0
    assert "callback set to 2026-11-25 11:00 (Asia/Seoul)" in out
    assert "callback due 2026-11-25 11:00" in now_of(house, lead)
    assert "callback set to 2026-11-25 11:00 by" in run(house, "explain", lead)[1]
    assert run(house, "lead", "set", lead, "callback=", *WHO, as_of="2026-11-23T08:30")[0] == 0
    assert not any("callback" in line for line in now_of(house, lead))


def test_an_offset_wins_over_the_projects_zone(house):
    lead = lead_of(house, "010-2001-0002")
    assert run(house, "lead", "set", lead, "callback=2026-11-25T11:00+00:00", *WHO)[0] == 0
    assert "callback due 2026-11-25 20:00" in now_of(house, lead)


def test_close_closes_by_hand_and_reopen_takes_it_back(house):
    lead = lead_of(house, "010-2001-0002")
    assert run(house, "lead", "set", lead, "close", *WHO)[0] == 0
    assert now_of(house, lead)[0].startswith("closed (by hand) since 2026-11-23 08:00")
    assert run(house, "lead", "set", lead, "reopen", *WHO, as_of="2026-11-23T08:10")[0] == 0
    assert now_of(house, lead)[0].startswith("open")


def test_two_corrections_with_one_clock_keep_their_order(house):
    lead = lead_of(house, "010-2001-0002")
    for change in ("reopen", "close", "reopen", "close"):
        assert run(house, "lead", "set", lead, change, *WHO)[0] == 0
    assert now_of(house, lead)[0].startswith("closed (by hand)")


def test_hold_and_agent_are_kept(house):
    lead = lead_of(house, "010-2001-0002")
    assert run(house, "lead", "set", lead, "hold_until=2026-12-01", "agent=1001", *WHO)[0] == 0
    now = now_of(house, lead)
    assert now[0].startswith("held (on hold)")
    assert "held by a person until 2026-12-01" in now
    assert "kept for 김하늘" in now


@pytest.mark.parametrize(
    ("value", "words"), [("yes", "key person confirmed in a call on 2026-11-23"), ("no", "not the key person")]
)
def test_a_key_person_is_confirmed_or_denied(house, value, words):
    lead = lead_of(house, "010-2001-0003")
    assert run(house, "lead", "set", lead, f"key_person={value}", *WHO)[0] == 0
    assert any(line.startswith(words) for line in now_of(house, lead))


def test_a_title_is_judged_again(house):
    lead = lead_of(house, "010-2001-0003")
    assert any(line.startswith("key person unknown") for line in now_of(house, lead))
    code, out, err = run(house, "lead", "set", lead, "title=원장", *WHO)
    assert code == 0, out + err
    assert any(line.startswith("key person presumed by title") for line in now_of(house, lead))
    assert "박세미, 원장" in run(house, "lead", "show", lead)[1]
    assert "changed in every project" in err


def test_a_number_is_dialled_first_and_found_again(house):
    lead = lead_of(house, "010-2001-0002")
    assert run(house, "lead", "set", lead, "number=010-3001-0009", *WHO)[0] == 0
    assert lead_of(house, "010-3001-0009") == lead
    assert "010-3001-0009, 010-2001-0002" in run(house, "lead", "show", lead)[1]


def test_every_correction_is_explained_with_who_and_why(house):
    lead = lead_of(house, "010-2001-0002")
    assert run(house, "lead", "set", lead, "agent=이보람", *WHO)[0] == 0
    _, out, _ = run(house, "explain", lead, as_of="2026-11-23T09:00")
    assert "agent set to 이보람 by 팀장: confirmed by phone" in out


def test_the_state_after_corrections_is_the_fold_of_all_facts(house):
    for number, change in (
        ("010-2001-0002", "callback=2026-11-25T11:00"),
        ("010-2001-0003", "title=원장"),
        ("010-2001-0004", "close"),
    ):
        assert run(house, "lead", "set", lead_of(house, number), change, *WHO)[0] == 0
    code, answer = told(house, "store", "check")
    assert code == 0
    assert answer["counts"]["leads_differing"] == 0


def test_an_undone_correction_never_was(house):
    lead = lead_of(house, "010-2001-0002")
    before = now_of(house, lead)
    _, answer = told(house, "lead", "set", lead, "close", *WHO)
    assert run(house, "batches", "undo", answer["batch"])[0] == 0
    assert now_of(house, lead) == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("callbak=2026-11-25T11:00", ["no field 'callbak'", "did you mean 'callback'?"]),
        ("colour=red", ["no field 'colour'", "callback, close, reopen, hold_until, agent, key_person, number, title"]),
        ("callback=tomorrow", ["cannot read the time", "callback=2026-11-24T14:30"]),
        ("callback=2026-11-25", ["cannot read the time"]),
        ("callback=2026-11-20T10:00", ["has passed"]),
        ("hold_until=2026-11-01", ["has passed"]),
        ("hold_until=soon", ["cannot read the day"]),
        ("agent=이보롬", ["no agent", "did you mean '이보람'?"]),
        ("key_person=perhaps", ["yes or no"]),
        ("number=12", ["number: cannot be used"]),
        ("title=", ["title"]),
        ("close=no", ["close takes no value"]),
        ("callback", ["callback has no value", "callback= to take it back"]),
        ("callback 2026-11-25", ["sets no field", "write FIELD=VALUE"]),
    ],
)
def test_what_cannot_be_set_is_refused_with_a_remedy_and_nothing_changes(kept, change, words):
    house = kept
    lead = lead_of(house, "010-2001-0002")
    before = run(house, "batches", "list")[1]
    code, out, err = run(house, "lead", "set", lead, change, *WHO)
    assert (code, out) == (2, "")
    assert [word for word in words if word not in err] == []
    assert run(house, "batches", "list")[1] == before


def test_every_mistake_is_told_at_once(house):
    lead = lead_of(house, "010-2001-0002")
    _, _, err = run(house, "lead", "set", lead, "colour=red", "key_person=perhaps", "close", "reopen", *WHO)
    assert len(err.splitlines()) == 3


@pytest.mark.parametrize("lead", ["L0099999", "010-2001-0002", "P0000012"])
def test_only_a_leads_id_names_a_lead(kept, lead):
    house = kept
    assert run(house, "lead", "set", lead, "close", *WHO)[0] == 2
    assert run(house, "lead", "show", lead)[0] == 2


def test_a_dry_run_tells_and_changes_nothing(house):
    lead = lead_of(house, "010-2001-0002")
    code, out, _ = run(house, "lead", "set", lead, "close", *WHO, "--dry-run")
    assert code == 0
    assert "now  closed (by hand)" in out
    assert now_of(house, lead)[0].startswith("open")


def test_who_and_why_must_be_told(house):
    lead = lead_of(house, "010-2001-0002")
    assert run(house, "lead", "set", lead, "close", "--by", "팀장")[0] == 2
    assert run(house, "lead", "set", lead, "close", "--by", " ", "--why", "x")[0] == 2


def test_closing_a_lead_that_is_handed_out_withdraws_it(tmp_path):
    folder = listed(centre(tmp_path))
    drop = write(folder, "d.csv", "record_key,medium,sent_on\nA1,catalogue,2026-11-04\n")
    assert run(folder, "touch", drop, "-p", "cards")[0] == 0
    assert run(folder, "split", "--on", "2026-11-23", "--release")[0] == 0
    lead = lead_of(folder, "010-2001-0001")
    _, _, err = run(folder, "lead", "set", lead, "agent=이보람", *WHO)
    assert "handed out in queue 2026-11-23/" in err
    code, out, _ = run(folder, "lead", "set", lead, "close", *WHO)
    assert code == 0
    assert "queues/2026-11-23/withdraw.csv" in out
    assert "withdrawn from queue" in run(folder, "explain", lead, as_of="2026-11-23T09:00")[1]
