"""What a list says of consents is heard: a refusal, a day to come, a consent without a day."""

import pytest

from tests.pipeline.care_desk import CONSUMERS

HEADER = "회원번호,성명,휴대전화,수신동의,동의일"


def people(desk, *told, name="m"):
    rows = [(f"K{n}", f"고객{n}", f"010-0210-{n:04}", yes, day) for n, (yes, day) in enumerate(told, 1)]
    return desk.write(f"in/{name}.csv", HEADER, *rows)


def rejected(desk, told):
    (path,) = [name for name in told["files"] if name.endswith("rejected.csv")]
    return [(row["line"], row["reasons"], row["detail"]) for row in desk.read(path)]


def test_nobody_has_agreed_by_a_day_to_come(desk):
    file = people(desk, ("Y", "2026-10-01"), ("Y", "2027-01-01"), ("Y", "2026-11-23"), ("Y", "2026-11-24"))
    told = desk.run("prequalify", file, "-p", CONSUMERS, as_of="2026-11-23T08:00")
    assert rejected(desk, told) == [
        ("3", "consent_date_unreadable", "2027-01-01 is still to come"),
        ("5", "consent_date_unreadable", "2026-11-24 is still to come"),
    ]
    assert told["counts"]["callable"] == 2
    assert "in/m.csv: 동의일: 2 days still to come; such rows are rejected" in told["warnings"]


def test_a_consent_without_a_day_is_as_old_as_its_list_and_that_is_said(desk):
    told = desk.run(
        "prequalify", people(desk, ("Y", "2026-10-01"), ("Y", "")), "-p", CONSUMERS, "--received-on", "2026-11-20"
    )
    said = "in/m.csv: 수신동의: 1 consent has no day (line 3); such a consent counts from the day on which its list was first received with it"
    assert said in told["warnings"]
    desk.edit("end = 2026", "end = 2030")
    desk.scrub(as_of="2028-11-16T08:00")
    undated = desk.leads()["010-0210-0002"]
    assert desk.not_queued("2028-11-17", as_of="2028-11-17T06:00").get(undated) != "consent_expired"
    assert desk.not_queued("2028-11-21", as_of="2028-11-21T06:00")[undated] == "consent_expired"


def test_where_consent_is_needed_a_refusal_is_told_from_silence(desk):
    told = desk.run("prequalify", people(desk, ("N", ""), ("미동의", ""), ("X", ""), ("", "")), "-p", CONSUMERS)
    assert [detail for _, _, detail in rejected(desk, told)] == ["명단에 거부로 적힘"] * 3 + [""]


@pytest.mark.parametrize(
    ("needed", "becomes"),
    [(True, "taken as not told: such rows are rejected. Write Y or N"), (False, "not heeded. Write Y or N")],
)
def test_words_that_say_neither_yes_nor_no_are_told(desk, needed, becomes):
    if not needed:
        desk.edit("consent = true", "consent = false")
        desk.edit('packs = ["kr-consumer"]', "packs = []\noverride = true")
    file = people(desk, ("tak", ""), ("nie", ""), ("tak", ""), ("", ""), ("ja", "2026-10-01"))
    told = desk.run("prequalify", file, "-p", CONSUMERS)
    assert f"in/m.csv: 수신동의: 3 cells say neither yes nor no (tak, nie); {becomes}" in told["warnings"]
    assert told["counts"]["callable"] == (1 if needed else 5)


@pytest.mark.parametrize("word", ["N", "미동의", "X"])
def test_where_no_consent_is_needed_refusals_are_said_with_their_lines(desk, word):
    desk.edit("consent = true", "consent = false")
    desk.edit('packs = ["kr-consumer"]', "packs = []\noverride = true")
    told = desk.run("prequalify", people(desk, ("Y", "2026-10-01"), (word, ""), ("", "")), "-p", CONSUMERS)
    said = (
        "in/m.csv: 수신동의: 1 row says no (line 3) and is taken all the same, for the project asks for no consent:"
        " write consent = true under [accept], or telebatch suppress add"
    )
    assert said in told["warnings"]
    assert told["counts"]["callable"] == 3


def test_what_is_no_number_is_told_where_it_belongs(desk):
    lines = desk.say("suppress", "test", "h1@naver.com", "바다산업3", "12", code=5)
    assert "--email h1@naver.com" in lines[0]
    assert "--company '바다산업3'" in lines[1]
    assert "national or international form" in lines[2]
