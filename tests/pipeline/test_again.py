"""After rules changed, lists are decided again: before and after, the same leads, no history touched."""

import pytest

from telebatch.model.tables import LEADS, LISTED, NUMBERS, PEOPLE
from tests.pipeline.care_desk import CONSUMERS, SCHOOLS


def edit(desk, old, new, project=CONSUMERS):
    path = desk.root / f"projects/{project}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def mixed(desk):
    """Two who agreed, one who did not, one number that is none."""
    rows = [
        ("K1", "김민준", "010-0210-0001", "Y"),
        ("K2", "이서연", "010-0210-0002", "Y"),
        ("K3", "박도윤", "010-0210-0003", "N"),
        ("K4", "최지우", "12", "Y"),
    ]
    file = desk.write("in/m.csv", "회원번호,성명,휴대전화,수신동의", *rows)
    desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members")


def test_without_a_change_of_rules_nothing_changes(desk):
    mixed(desk)
    told = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert (told["batch"], told["counts"]["changed"]) == (None, 0)


def test_a_rule_made_looser_makes_leads_and_one_made_stricter_takes_them_off(desk):
    mixed(desk)
    before = desk.leads()
    edit(desk, "consent = true", "consent = false")
    told = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert told["reasons"] == {"rejected (consent_missing) → callable": 1}
    assert (told["counts"]["records"], told["counts"]["changed"]) == (4, 1)
    after = desk.leads()
    assert {number: after[number] for number in before} == before
    assert len(after) == 3
    edit(desk, "consent = false", "consent = true")
    again = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert again["reasons"] == {"callable → rejected (consent_missing)": 1}
    assert desk.states()["status"].to_list() == ["open", "open", "unlisted"]
    assert desk.facts(LEADS).height == 3
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


@pytest.mark.slow
def test_a_dry_run_shows_all_and_changes_nothing(desk):
    mixed(desk)
    edit(desk, "consent = true", "consent = false")
    shown = desk.run("prequalify", "--again", "-p", CONSUMERS, "--dry-run")
    assert shown["counts"]["changed"] == 1
    assert desk.facts(LISTED).height == 4
    assert desk.run("prequalify", "--again", "-p", CONSUMERS)["reasons"] == shown["reasons"]


@pytest.mark.slow
def test_before_and_after_are_told_per_verdict_and_reason(desk):
    mixed(desk)
    edit(desk, "consent = true", "consent = false")
    lines = desk.say("prequalify", "--again", "-p", CONSUMERS)
    figures = {
        line.rsplit(None, 3)[0].strip(): line.split()[-3::2] for line in lines if "→" in line and "(" not in line
    }
    assert figures["callable"] == ["2", "3"]
    assert figures["rejected"] == ["2", "1"]
    assert figures["consent_missing"] == ["1", "0"]


def test_key_person_rules_are_decided_again_too(desk):
    rows = [("(주)한빛학원", "김민준", "원장", "010-0310-0001"), ("누리학원", "이서연", "행정실장", "010-0310-0002")]
    desk.run("prequalify", desk.write("in/s.csv", "학원명,담당자,직책,휴대폰", *rows), "-p", SCHOOLS)
    callable_before = desk.states().filter(is_key_person=True).height
    path = desk.root / f"projects/{SCHOOLS}.toml"
    text = path.read_text(encoding="utf-8")
    lines = ['functions = ["fin"]' if line.startswith("functions") else line for line in text.splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = desk.run("prequalify", "--again", "-p", SCHOOLS)
    assert callable_before == 2
    assert sum(told["reasons"].values()) == told["counts"]["changed"] >= 1
    assert desk.states().filter(is_key_person=True).height == 2 - told["counts"]["changed"]


@pytest.mark.slow
def test_a_newer_delivery_stays_what_is_known_of_a_person(desk):
    mixed(desk)
    newer = desk.write("in/n.csv", "회원번호,성명,휴대전화,수신동의", ("K1", "김민준", "010-0210-7777", "Y"))
    desk.run("prequalify", newer, "-p", CONSUMERS, "--list", "members")
    versions = (desk.facts(PEOPLE).height, desk.facts(NUMBERS).height)
    edit(desk, "consent = true", "consent = false")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert (desk.facts(PEOPLE).height, desk.facts(NUMBERS).height) == (versions[0] + 1, versions[1] + 1)
    assert desk.not_queued()
    assert "010-0210-7777" in desk.leads()


def test_undoing_the_decision_brings_rules_and_states_back(desk):
    mixed(desk)
    before = desk.states().drop("batch")
    edit(desk, "consent = true", "consent = false")
    batch = desk.run("prequalify", "--again", "-p", CONSUMERS)["batch"]
    desk.run("batches", "undo", batch)
    assert desk.states().drop("batch").equals(before)
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


def test_undoing_the_delivery_takes_later_decisions_along(desk):
    mixed(desk)
    edit(desk, "consent = true", "consent = false")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    desk.run("batches", "undo", 1)
    assert desk.run("store", "check")["counts"]["leads"] == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [(("--again",), "has no list"), ((), "either lists or --again"), (("x.csv", "--again"), "either lists or --again")],
)
def test_wrong_use_is_told(desk, arguments, part):
    assert part in desk.run("prequalify", *arguments, "-p", CONSUMERS, code=2)["error"][0]
