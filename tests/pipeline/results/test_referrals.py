"""Whom a gatekeeper names becomes a lead of its own, once, and goes with the call that named it."""

import re
import shutil

import pytest

from telebatch.model.tables import ATTEMPTS, LEADS, LISTED, NUMBERS, PEOPLE
from tests.ingest.ingest_samples import STANDARD
from tests.pipeline.nights import EVENING, call, export, facts, is_sound, states, take
from tests.pipeline.small import run, told, write

HEAD = "날짜,전화번호,통화결과,소개받은 사람,소개 직책,소개 번호\n"
GATE = "2026-11-16 10:00,010-2001-0001,비서,박대표,원장,010-7777-0001\n"
SAME_LINE = "2026-11-16 10:30,010-2001-0002,비서,오대표,,\n"


def referred(folder):
    people = facts(folder, PEOPLE).select("person_key", "person", "title", "company")
    return facts(folder, LEADS).filter(source="referral").join(people, on="person_key").sort("lead_key")


def test_whom_a_gatekeeper_names_becomes_a_lead_of_the_same_company(folder):
    answer = take(folder, "inbox/team/a.csv", HEAD + GATE + SAME_LINE)
    assert answer["counts"]["referrals"] == 2
    rows = referred(folder)
    assert rows.select("person", "title", "company", "project").rows() == [
        ("박대표", "원장", "학원1", "cards"),
        ("오대표", None, "학원2", "cards"),
    ]
    assert {states(folder)[lead]["status"] for lead in rows["lead_key"]} == {"open"}
    _, out, _ = run(folder, "explain", "010-7777-0001", as_of=EVENING)
    assert "became a lead by a referral in a call" in out
    # Without a number of its own the person is reached at the number called.
    assert "오대표" in run(folder, "explain", "010-2001-0002", as_of=EVENING)[1]
    assert is_sound(folder)


def test_whom_a_talk_names_at_a_number_that_is_none_is_told(folder):
    answer = take(folder, "inbox/team/a.csv", HEAD + GATE.replace("010-7777-0001", "내선 12"), code=5)
    assert "referrals" not in answer["counts"]
    said = (
        "people named in a talk at a number that cannot be used, so no leads: 1 (line 2); correct the number, and send"
    )
    assert any(said in line for line in answer["warnings"]), answer["warnings"]


def test_who_is_named_again_is_the_same_lead_and_who_is_a_lead_stays_one(folder):
    take(folder, "inbox/team/a.csv", HEAD + GATE)
    again = GATE.replace("10:00", "15:00")
    known = "2026-11-16 16:00,010-2001-0003,비서,최네모,,010-2001-0004\n"
    answer = take(folder, "inbox/team/b.csv", HEAD + again + known)
    assert "referrals" not in answer["counts"]
    assert referred(folder).height == 1


def test_a_referral_goes_with_the_batch_that_named_it_and_comes_back_under_its_id(folder):
    before = states(folder)
    batch = take(folder, "inbox/team/a.csv", HEAD + GATE)["batch"]
    lead = referred(folder)["lead_key"].to_list()
    assert told(folder, "batches", "undo", batch)[0] == 0
    assert states(folder) == before
    take(folder, "inbox/team/a.csv", HEAD + GATE)
    assert referred(folder)["lead_key"].to_list() == lead
    assert is_sound(folder)


def test_a_dialers_own_columns_may_tell_referrals(folder):
    path = folder / "sources/dialer.toml"
    columns = '\n[columns]\nreferral_name = "boss"\nreferral_number = "boss_phone"\n'
    path.write_text(path.read_text(encoding="utf-8") + columns, encoding="utf-8")
    row = call(1, "XFER", boss="이사장", boss_phone="01077770002")
    take(folder, "inbox/dialer/a.txt", export(row, call(2), header=[*STANDARD, "boss", "boss_phone"]))
    assert referred(folder)["person"].to_list() == ["이사장"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_at_the_number_called_is_whose_it_was_in_either_order(folder, turned):
    """Who was named has that number for want of another: a later row at it without an id is not in doubt."""
    named = ("inbox/team/a.csv", HEAD + SAME_LINE)
    later = ("inbox/team/b.csv", HEAD + "2026-11-16 15:00,010-2001-0002,거절,,,\n")
    for name, text in (later, named) if turned else (named, later):
        assert take(folder, name, text)["counts"]["quarantined"] == 0
    assert facts(folder, ATTEMPTS)["lead_key"].to_list() == [2, 2]
    assert states(folder)[2]["last_outcome"] == "call.refused"
    assert is_sound(folder)


NAMED = {
    "원장": ("presumed", "callable", "decision_maker", None),
    "비서": ("not_key_person", "rejected", "gatekeeper", "not_key_person"),
    "전 원장": ("not_key_person", "rejected", "decision_maker", "not_key_person"),
    "매니저": ("unknown", "verify", "needs_context", "key_person_unknown"),
    "": ("unknown", "verify", "unknown", "key_person_unknown"),
}


@pytest.fixture(scope="module")
def named(known, tmp_path_factory):
    folder = tmp_path_factory.mktemp("named") / "centre"
    shutil.copytree(known, folder)
    rows = [f"2026-11-16 1{n}:00,010-2001-0001,비서,소개{n},{title},010-7777-000{n}\n" for n, title in enumerate(NAMED)]
    take(folder, "inbox/team/a.csv", HEAD + "".join(rows))
    return folder


@pytest.mark.parametrize("title", NAMED)
def test_the_title_told_is_judged_as_if_it_stood_in_a_list(named, title):
    state, verdict, role, reason = NAMED[title]
    lead = referred(named)["lead_key"][list(NAMED).index(title)]
    row = facts(named, LISTED).filter(lead_key=lead).row(0, named=True)
    assert (row["verdict"], row["role_class"], row["reasons"] or None) == (verdict, role, reason)
    assert states(named)[lead]["key_person_state"] == state
    number = f"010-7777-000{list(NAMED).index(title)}"
    _, out, _ = run(named, "explain", number, as_of=EVENING)
    assert "named in a call: " in out
    assert bool(re.search(rf"\b{title[-2:]}: listed as", out)) == (title not in {"", "매니저"})
    assert ("매니저: listed as" in out) == (title == "매니저")
    assert is_sound(named)


def test_a_supplier_may_be_asked_and_answer_about_whom_somebody_named(named, tmp_path):
    folder = tmp_path / "centre"
    shutil.copytree(named, folder)
    asked = told(folder, "verify", "export", "--supplier", "x", as_of=EVENING)[1]
    assert "매니저" in (folder / asked["files"][0]).read_text(encoding="utf-8-sig")
    answers = write(folder, "answers.csv", "phone,answer,new_title\n010-7777-0003,changed,원장\n")
    counts = told(folder, "verify", "import", answers, "--supplier", "x", as_of=EVENING)[1]["counts"]
    assert counts["now_callable"] == 1
    assert is_sound(folder)


def test_a_number_named_in_a_call_has_its_kind_region_and_zone(named):
    row = facts(named, NUMBERS).filter(number=821077770001).row(0, named=True)
    assert (row["region"], row["zones"], row["line"]) == ("KR", "Asia/Seoul", "mobile")


def test_nobody_is_referred_to_a_number_that_was_forgotten(folder):
    assert told(folder, "forget", "010-2001-0004", "--by", "desk", "--why", "letter", as_of=EVENING)[0] in {0, 5}
    answer = take(folder, "inbox/team/a.csv", HEAD + GATE.replace("010-7777-0001", "010-2001-0004"))
    assert "referrals" not in answer["counts"] and answer["counts"]["attempts"] == 1
    assert referred(folder).is_empty()
    assert is_sound(folder)
