"""A column that says who refuses (Do Not Call, 수신거부) is heeded: a yes is a request, as the word in a cell is."""

import pytest

from tests.pipeline.care_desk import CONSUMERS


def deliver(desk, heading, *cells, columns=("회원번호", "성명", "휴대전화", "수신동의")):
    rows = [(f"A{n}", f"김{n}", f"010-0210-{n:04}", "Y", cell) for n, cell in enumerate(cells)]
    file = desk.write("in/a.csv", ",".join((*columns, heading)), *rows)
    return desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members")


def rejected(desk, told):
    return desk.read(next(file for file in told["files"] if file.endswith("rejected.csv")))


@pytest.mark.parametrize(
    "heading", ["Do Not Call", "DNC", "수신거부", "수신거부 여부", "Contact: Do Not Call", "架電禁止", "请勿致电"]
)
@pytest.mark.parametrize("cell", ["TRUE", "Y", "1", "거부", "○"])
def test_whoever_refuses_in_a_column_is_not_called(desk, heading, cell):
    told = deliver(desk, heading, cell, "", "N")
    assert (told["counts"]["callable"], told["reasons"]) == (2, {"suppressed": 1})
    assert any("1 row of people with a refusal in a cell" in note for note in told["warnings"])
    assert "on opt-out" in desk.say("suppress", "test", "010-0210-0000")[0]


def test_cells_that_say_neither_are_told(desk):
    told = deliver(desk, "Do Not Call", "maybe", "x", "x", "")
    assert told["counts"]["callable"] == 4
    assert (
        "in/a.csv: Do Not Call: 3 cells say neither yes nor no (x, maybe) and refuse nothing; write Y or N"
        in told["warnings"]
    )


def test_the_callers_see_the_column_all_the_same(desk):
    told = deliver(desk, "Do Not Call", "Y", "N")
    assert any(note.endswith("refusal: Do Not Call") for note in told["warnings"])


BROKEN = "010-0210-****, 010-0210-7777"


@pytest.mark.parametrize(("cell", "heading"), [(BROKEN, "Do Not Call"), ("010-0210-**** / 010-0210-7777", "수신거부")])
def test_a_good_number_beside_a_broken_one_of_whoever_refuses_is_not_called(desk, cell, heading):
    head = f"회원번호,성명,휴대전화,수신동의,{heading}"
    desk.write("in/b.csv", head, ("B1", "이하나", "010-0210-7777", "Y", ""), ("B2", "박하나", "010-0210-8888", "Y", ""))
    first = desk.run("prequalify", "in/b.csv", "-p", CONSUMERS, "--list", "others")
    assert first["counts"]["callable"] == 2
    desk.write("in/a.csv", head, ("A1", "김하나", f'"{cell}"', "Y", "Y"), ("A2", "김두리", "010-0210-0002", "Y", ""))
    told = desk.run("prequalify", "in/a.csv", "-p", CONSUMERS, "--list", "members")
    assert told["reasons"] == {"number_unusable": 1}
    assert "on opt-out" in desk.say("suppress", "test", "010-0210-7777")[0]
    assert "on opt-out" not in desk.say("suppress", "test", "010-0210-8888")[0]
    # Decided again it asks nothing anew that was taken back.
    desk.run("suppress", "remove", "010-0210-7777", "--list", "opt-out", "--by", "x", "--why", "y")
    desk.run("prequalify", "--again", "-p", CONSUMERS)
    assert "on opt-out" not in desk.say("suppress", "test", "010-0210-7777")[0]


def test_whoever_stands_at_such_a_number_in_the_same_list_is_not_called(desk):
    head = "회원번호,성명,휴대전화,수신동의,수신거부"
    rows = ("A1", "김하나", f'"{BROKEN}"', "Y", "Y"), ("A2", "김두리", "010-0210-7777", "Y", "")
    told = desk.run("prequalify", desk.write("in/a.csv", head, *rows), "-p", CONSUMERS, "--list", "members")
    assert told["reasons"] == {"number_unusable": 1, "suppressed": 1}


def test_of_a_colleague_at_the_same_number_it_is_said_that_somebody_else_refused(desk):
    columns = "회원번호,성명,휴대전화,회사전화,수신동의,Do Not Call"
    rows = (
        ("A1", "김하나", "010-0210-0001", "02-555-0100", "Y", "N"),
        ("A2", "이두리", "010-0210-0002", "02-555-0100", "Y", "Y"),
    )
    told = desk.run("prequalify", desk.write("in/a.csv", columns, *rows), "-p", CONSUMERS)
    assert {row["record_key"]: row["detail"] for row in rejected(desk, told)} == {
        "A1": "opt-out: somebody else at the number says so",
        "A2": "opt-out: the row itself says so",
    }


@pytest.mark.parametrize("heading", ["電話お断り", "Suppress?", "연락거부 여부", "DNC flag", "Opted out"])
def test_further_headings_of_refusals_are_known(desk, heading):
    assert deliver(desk, heading, "Y", "")["reasons"] == {"suppressed": 1}


@pytest.mark.parametrize(
    "heading", ["架電可否", "担当者 連絡可否", "OK to call?", "Contact permission", "전화가능여부"]
)
@pytest.mark.parametrize(
    ("yes", "no"), [("Y", "N"), ("可", "不可"), ("○", "×"), ("OK", "NG"), ("Phone only", "Email only")]
)
def test_below_a_heading_that_asks_who_may_be_called_a_no_refuses(desk, heading, yes, no):
    told = deliver(desk, heading, yes, no, "")
    assert told["reasons"] == {"suppressed": 1}
    assert [row["record_key"] for row in rejected(desk, told)] == ["A1"]


def test_an_x_below_such_a_heading_is_asked_about(desk):
    told = deliver(desk, "架電可否", "要確認", "x")
    assert told["counts"]["callable"] == 2
    assert any("架電可否: 2 cells say neither yes nor no (x, 要確認)" in note for note in told["warnings"])


@pytest.mark.parametrize("remark", [" - DO NOT CALL", " (dnc)", "（架電NG）", "(수신거부)", " - don't ring"])
def test_whoever_is_named_with_a_refusal_is_not_called(desk, remark):
    rows = (("A1", f"김하나{remark}", "010-0210-0001", "Y"), ("A2", "Abdncar", "010-0210-0002", "Y"))
    file = desk.write("in/a.csv", "회원번호,성명,휴대전화,수신동의", *rows)
    told = desk.run("prequalify", file, "-p", CONSUMERS)
    assert [row["record_key"] for row in rejected(desk, told)] == ["A1"]
    assert "in/a.csv: 성명: 1 cell asks for no calls in words (line 2); taken as a refusal" in told["warnings"]


@pytest.mark.parametrize("heading", ["Lead Status", "Contact Stage", "ステータス"])
@pytest.mark.parametrize("state", ["Do not call", "DO_NOT_CONTACT", "架電NG", "수신 거부"])
def test_a_state_that_asks_for_no_calls_is_a_refusal(desk, heading, state):
    told = deliver(desk, heading, state, "Open", "")
    assert told["reasons"] == {"suppressed": 1}
    assert f"in/a.csv: {heading}: 1 cell asks for no calls in words (line 2); taken as a refusal" in told["warnings"]


def test_how_many_colleagues_one_refusal_stops_is_told_and_how_they_can_be_called(desk):
    head = "회원번호,성명,대표전화,휴대전화,수신동의,수신거부"
    people = [(f"A{n}", f"김{n}", "02-210-0000", f"010-0210-{n:04}", "Y", "Y" if n == 1 else "") for n in (1, 2, 3)]
    told = desk.run("prequalify", desk.write("in/a.csv", head, *people), "-p", CONSUMERS, "--list", "members")
    assert told["reasons"] == {"suppressed": 3}
    (note,) = (one for one in told["warnings"] if "that could be called" in one)
    assert note.startswith("2 other rows that could be called stand with a number of such people")
    first, *others = (row["lead_id"] for row in rejected(desk, told))
    person = desk.say("explain", first)[0].split()[0]
    desk.run("suppress", "remove", "--list", "opt-out", "--person", person, "--by", "x", "--why", "own number meant")
    desk.run("suppress", "add", "010-0210-0001")
    stopped = ["    must not be contacted" in desk.say("explain", lead) for lead in (first, *others)]
    assert stopped == [True, False, False]
    assert not any("on opt-out" in line for line in desk.say("suppress", "test", "02-210-0000"))
