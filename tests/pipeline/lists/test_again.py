"""After rules changed, lists are decided again: before and after, the same leads, no history touched."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.tables import LEADS, LISTED, NUMBERS, PEOPLE
from telebatch.read import door
from tests.flow.centre import bytes_of
from tests.pipeline.care_desk import CONSUMERS, SCHOOLS, Desk
from tests.read.copies import room_of

ROWS = st.tuples(
    st.sampled_from(["K1", "K2", "K3", ""]), st.sampled_from(["김민준", "이서연", "박도윤", ""]),
    st.sampled_from(["가나", ""]), st.sampled_from(["02-345-6701", "02-345-6702", "010-2345-6703"]),
    st.sampled_from(["02-345-6702", "010-2345-6704", ""]), st.sampled_from(["a@example.com", "", "", "수신거부"]),
    st.sampled_from(["Y", "Y", "Y", "N"]), st.sampled_from(["대표", "사원", ""]),
)  # fmt: skip


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


def test_without_a_change_of_rules_nothing_changes_and_the_history_says_that_it_was_asked(desk):
    mixed(desk)
    rows, seen = desk.facts(LISTED).height, bytes_of(desk.root / "lists")
    told = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert (told["counts"]["changed"], told["counts"]["leads_changed"], told["files"]) == (0, 0, [])
    assert (desk.facts(LISTED).height, bytes_of(desk.root / "lists")) == (rows, seen)
    assert "nothing changes" in desk.say("prequalify", "--again", "-p", CONSUMERS)
    told = [one for one in desk.run("batches", "list")["answer"]["batches"] if one["command"] == "prequalify again"]
    assert [one["counts"]["nothing_changed"] for one in told] == [1, 1]


def test_of_several_lists_a_copy_of_one_at_a_time_takes_room_and_none_of_archived_ones(desk, monkeypatch):
    room, before = room_of(monkeypatch), []
    copied = door.own_copy
    monkeypatch.setattr(door, "own_copy", lambda *told: (before.append(room()), copied(*told))[1])
    for nth in (1, 2, 3):
        desk.write(f"in/{nth}.csv", "회원번호,성명,휴대전화,수신동의", (f"K{nth}", "김민준", f"010-0210-000{nth}", "Y"))
    lists = [desk.root / f"in/{nth}.csv" for nth in (1, 2, 3)]
    desk.run("prequalify", *lists, "-p", CONSUMERS, "--list", "members")
    assert (before, room()) == ([0, 0, 0], 0)
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert (before, room()) == ([0, 0, 0], 0)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=2, max_size=7), st.sampled_from([CONSUMERS, SCHOOLS]))
def test_whatever_a_list_says_deciding_it_again_by_the_same_rules_changes_nothing(bare, tmp_path, rows, project):
    shutil.rmtree(tmp_path / "centre", ignore_errors=True)
    shutil.copytree(bare, tmp_path / "centre")
    desk = Desk(tmp_path / "centre")
    desk.run("suppress", "add", "--email", "a@example.com")
    file = desk.write("in/a.csv", "회원번호,성명,회사,휴대전화,전화,이메일,수신동의,직책", *rows)
    desk.run("prequalify", file, "-p", project)
    told = desk.run("prequalify", "--again", "-p", project)
    assert (told["counts"]["leads_changed"], told["files"], told["reasons"]) == (0, [], {})
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


HEAD = "회원번호,성명,휴대전화,전화,이메일,수신동의"


@pytest.mark.parametrize("cell", ["수신거부", "no@example.com"])
def test_others_at_the_number_of_somebody_who_refuses_are_not_called_from_the_first_decision_on(desk, cell):
    desk.run("suppress", "add", "--email", "no@example.com")
    rows = [
        ("K1", "김민준", "010-0210-0001", "02-210-0001", cell, "Y"), ("K2", "이서연", "010-0210-0002", "02-210-0001", "", "Y"),
        ("K3", "박도윤", "010-0210-0003", "", "", "Y"), ("K1", "김민준", "010-0210-0004", "", "", "Y"),
    ]  # fmt: skip
    told = desk.run("prequalify", desk.write("in/a.csv", HEAD, *rows), "-p", CONSUMERS)
    assert told["reasons"] == {"suppressed": 2, "duplicate_in_run": 1}
    assert [row["record_key"] for row in desk.read(told["files"][0])] == ["K3"]
    again = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert (again["files"], again["counts"]["changed"]) == ([], 0)


def test_a_refuser_listed_anew_with_another_number_speaks_for_whoever_stands_there(desk):
    first = desk.write("in/a.csv", HEAD, ("K1", "김민준", "010-0210-0001", "", "", "Y"))
    desk.run("prequalify", first, "-p", CONSUMERS, "--list", "members")
    (lead,) = desk.leads().values()
    desk.run("suppress", "add", "--lead", lead)
    rows = [("K1", "김민준", "010-0210-0009", "", "", "Y"), ("K2", "이서연", "010-0210-0009", "", "", "Y")]
    told = desk.run(
        "prequalify",
        desk.write("in/b.csv", HEAD, *rows),
        "-p",
        CONSUMERS,
        "--list",
        "members",
        "--received-on",
        "2026-11-23",
    )
    assert told["reasons"] == {"suppressed": 2}
    # Of the first list, which came before the request.
    assert desk.run("prequalify", "--again", "-p", CONSUMERS)["reasons"] == {"callable → rejected (suppressed)": 1}


def test_a_row_that_leads_only_by_new_rules_is_the_person_a_later_list_brought(desk):
    deny = desk.write("in/a.csv", HEAD, ("K1", "김민준", "010-0210-0001", "", "", "N"))
    desk.run("prequalify", deny, "-p", CONSUMERS, "--list", "members")
    agree = desk.write("in/b.csv", HEAD, ("K1", "김민준", "010-0210-0001", "", "", "Y"))
    desk.run("prequalify", agree, "-p", CONSUMERS, "--list", "members")
    desk.edit("consent = true", "consent = false")
    assert desk.run("prequalify", "--again", "-p", CONSUMERS)["counts"]["changed"] == 1
    assert desk.facts(LEADS).select("lead_key").n_unique() == 1


def test_a_rule_made_looser_makes_leads_and_one_made_stricter_takes_them_off(desk):
    mixed(desk)
    before = desk.leads()
    desk.edit("consent = true", "consent = false")
    told = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert told["reasons"] == {"rejected (consent_missing) → callable": 1}
    assert (told["counts"]["records"], told["counts"]["changed"]) == (4, 1)
    after = desk.leads()
    assert {number: after[number] for number in before} == before
    assert len(after) == 3
    desk.edit("consent = false", "consent = true")
    again = desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert again["reasons"] == {"callable → rejected (consent_missing)": 1}
    assert desk.states()["status"].to_list() == ["open", "open", "unlisted"]
    assert desk.facts(LEADS).height == 3
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


@pytest.mark.slow
def test_a_dry_run_shows_all_and_changes_nothing(desk):
    mixed(desk)
    desk.edit("consent = true", "consent = false")
    shown = desk.run("prequalify", "--again", "-p", CONSUMERS, "--dry-run")
    assert shown["counts"]["changed"] == 1
    assert desk.facts(LISTED).height == 4
    assert desk.run("prequalify", "--again", "-p", CONSUMERS)["reasons"] == shown["reasons"]


@pytest.mark.slow
def test_before_and_after_are_told_per_verdict_and_reason(desk):
    mixed(desk)
    desk.edit("consent = true", "consent = false")
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
    desk.edit("consent = true", "consent = false")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert (desk.facts(PEOPLE).height, desk.facts(NUMBERS).height) == (versions[0] + 1, versions[1] + 1)
    assert desk.not_queued()
    assert "010-0210-7777" in desk.leads()


def test_undoing_the_decision_brings_rules_and_states_back(desk):
    mixed(desk)
    before = desk.states().drop("batch")
    desk.edit("consent = true", "consent = false")
    batch = desk.run("prequalify", "--again", "-p", CONSUMERS)["batch"]
    desk.run("batches", "undo", batch)
    assert desk.states().drop("batch").equals(before)
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


def test_undoing_the_delivery_takes_later_decisions_along(desk):
    mixed(desk)
    desk.edit("consent = true", "consent = false")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    desk.run("batches", "undo", 1)
    assert desk.run("store", "check")["counts"]["leads"] == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [(("--again",), "has no list"), ((), "either lists or --again"), (("x.csv", "--again"), "either lists or --again")],
)
def test_wrong_use_is_told(desk, arguments, part):
    assert part in desk.run("prequalify", *arguments, "-p", CONSUMERS, code=2)["error"][0]


NAMED = '[columns]\ngiven = "Vorname"\nsurname = "Nachname"\ntitle = "Funktion"\n'
PEOPLE_OF = (
    "Firma,Vorname,Nachname,Funktion,Telefon",
    ("Han AG", "Anna", "Weiß", "CEO", "010-0310-0001"),
    ("Han AG", "Jörg", "Groß", "CFO", "010-0310-0002"),
)


def test_a_heading_that_is_named_later_tells_the_names_of_people_by_deciding_again(desk):
    said = desk.run("prequalify", desk.write("in/n.csv", *PEOPLE_OF), "-p", SCHOOLS, "--list", "n")["warnings"]
    (told,) = [line for line in said if "is known" in line]
    assert (
        "no title column and no name column is known; unknown headings: Vorname, Nachname, Funktion; if it is" in told
    )
    desk.edit("[goals]", NAMED + "\n[goals]", SCHOOLS)
    told = desk.run("prequalify", "--again", "-p", SCHOOLS)
    assert told["counts"]["people_retold"] == 2
    assert "Anna Weiß, CEO, Han AG" in "\n".join(desk.say("explain", "010-0310-0001"))
    told = desk.run("prequalify", "--again", "-p", SCHOOLS)
    assert (told["files"], told["counts"]["people_retold"]) == ([], 0)
    desk.run("batches", "undo", "2")
    assert "Anna Weiß, CEO, Han AG" in "\n".join(desk.say("explain", "010-0310-0001"))
    desk.run("batches", "undo", "3")
    assert "Anna" not in "\n".join(desk.say("explain", "010-0310-0001"))
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


def test_what_later_deliveries_and_corrections_said_holds_against_a_list_decided_again(desk):
    desk.run(
        "prequalify", desk.write("in/n.csv", *PEOPLE_OF), "-p", SCHOOLS, "--list", "n", "--received-on", "2026-11-02"
    )
    later = desk.write("in/m.csv", "회사명,성명,직책,휴대폰", ("Han AG", "Anna Weiss", "CTO", "010-0310-0001"))
    desk.run("prequalify", later, "-p", SCHOOLS, "--list", "m", "--received-on", "2026-11-09")
    desk.edit("[goals]", NAMED + "\n[goals]", SCHOOLS)
    assert desk.run("prequalify", "--again", "-p", SCHOOLS)["counts"]["people_retold"] == 2
    assert "Anna Weiss, CTO" in "\n".join(desk.say("explain", "010-0310-0001"))
    assert "Jörg Groß, CFO" in "\n".join(desk.say("explain", "010-0310-0002"))


OFFICE = (
    "Firma,Name,Titel,Mobil,Durchwahl Büro",
    ("Han AG", "Anna Weiß", "CEO", "010-0310-0001", "02-555-0101"),
    ("Han AG", "Jörg Groß", "Owner", "010-0310-0002", ""),
    ("Han AG", "Ute Klein", "CEO", "", "02-555-0103"),
)


def test_a_further_column_of_numbers_named_later_adds_them_by_deciding_again(desk):
    desk.edit("[goals]", '[columns]\nnumber = "Mobil"\ntitle = "Titel"\n\n[goals]', SCHOOLS)
    desk.run("prequalify", desk.write("in/n.csv", *OFFICE), "-p", SCHOOLS, "--list", "n")
    assert desk.states().height == 2
    desk.edit('number = "Mobil"', 'number = ["Mobil", "Durchwahl Büro"]', SCHOOLS)
    told = desk.run("prequalify", "--again", "-p", SCHOOLS)
    assert (told["counts"]["numbers_retold"], told["counts"]["people_retold"]) == (1, 0)
    assert "010-0310-0001, 02-555-0101" in "\n".join(desk.say("explain", "02-555-0101"))
    assert "Ute Klein" in "\n".join(desk.say("explain", "02-555-0103"))
    assert desk.states().height == 3
    again = desk.run("prequalify", "--again", "-p", SCHOOLS)
    assert (again["files"], again["counts"]["numbers_retold"]) == ([], 0)
    desk.run("batches", "undo", "2")
    assert "010-0310-0001, 02-555-0101" in "\n".join(desk.say("explain", "02-555-0101"))
    assert "Ute Klein" in "\n".join(desk.say("explain", "02-555-0103"))
    desk.run("batches", "undo", "3")
    assert desk.run("explain", "02-555-0101", code=2)["error"]
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


def test_numbers_that_a_later_delivery_told_hold_against_a_list_decided_again(desk):
    desk.edit("[goals]", '[columns]\nnumber = "Mobil"\ntitle = "Titel"\n\n[goals]', SCHOOLS)
    first = desk.write("in/n.csv", *OFFICE)
    desk.run("prequalify", first, "-p", SCHOOLS, "--list", "n", "--received-on", "2026-11-02")
    later = desk.write("in/m.csv", "Firma,Name,Titel,Mobil", ("Han AG", "Anna Weiß", "CEO", "010-0310-0009"))
    desk.run("prequalify", later, "-p", SCHOOLS, "--list", "m", "--received-on", "2026-11-09")
    desk.edit('number = "Mobil"', 'number = ["Mobil", "Durchwahl Büro"]', SCHOOLS)
    assert desk.run("prequalify", "--again", "-p", SCHOOLS)["counts"]["numbers_retold"] == 1
    assert "010-0310-0009" in "\n".join(desk.say("explain", "010-0310-0001"))
    assert desk.run("prequalify", "--again", "-p", SCHOOLS)["counts"]["numbers_retold"] == 0


def test_several_headings_are_checked(desk):
    desk.edit("[goals]", "[columns]\nnumber = []\nperson = 3\n\n[goals]", SCHOOLS)
    said = desk.run("check", code=3)["error"]
    assert any("`number` names no header" in line for line in said), said
