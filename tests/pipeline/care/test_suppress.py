"""Who must not be contacted is not: by every kind of key, on every day of its dates, whatever the file looked like."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.tables import QUARANTINE, QUEUE_EVENTS, RELEASED, SUPPRESSIONS
from telebatch.pipeline.care import requests_named
from telebatch.pipeline.care.suppress import holds
from telebatch.prequalify import suppressed_by
from tests.pipeline.care_desk import CONSUMERS

CHOSEN = "010-0210-0001"

#: Kind → (option, value); person and lead are filled in from the verdict files.
KINDS = {
    "number": ("", "01002100001"),
    "prefix": ("--prefix", "+82 10 0210-0001*"),
    "person": ("--person", None),
    "lead": ("--lead", None),
    "email": ("--email", "K1@Example.com"),
    "record": ("--record", "K001"),
}

#: Every night all kinds; while one works, those that are met in different ways.
EACH = [kind if kind in {"number", "email"} else pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS]


def named(desk, kind):
    option, value = KINDS[kind]
    lead = desk.leads()[CHOSEN]
    if kind == "lead":
        value = lead
    if kind == "person":
        value = desk.person_of(lead)
    return [part for part in (option, value) if part]


@pytest.mark.parametrize("kind", EACH)
def test_every_kind_keeps_its_lead_out_of_the_shift_and_is_found_by_test_and_remove(ready, kind):
    desk = ready
    what = named(desk, kind)
    lead = desk.leads()[CHOSEN]
    assert lead not in desk.not_queued()
    assert desk.run("suppress", "add", *what, "--by", "customer")["counts"]["suppressed"] == 1
    assert desk.not_queued() == {lead: "suppressed"}
    assert "on do-not-call" in desk.say("suppress", "test", *what)[0]
    assert "on do-not-call" in desk.say("suppress", "test", "--lead", lead)[0]
    removed = desk.run("suppress", "remove", *what, "--by", "lead", "--why", "customer asked again")
    assert removed["counts"] == {"removed": 1, "not_on_list": 0, "asked_in_calls": 0}
    assert desk.not_queued() == {}
    assert "not suppressed" in desk.say("suppress", "test", *what)[0]
    assert desk.facts(SUPPRESSIONS).height == 2


def test_a_shift_that_is_built_and_holds_who_is_stopped_is_to_be_built_again(ready):
    desk = ready
    desk.build("2026-11-24")
    told = desk.run("suppress", "add", CHOSEN)["warnings"]
    assert told == [
        "queues/2026-11-24: built, and holds 1 lead that must not be called any more; build it again: telebatch split"
        " --on 2026-11-24"
    ]
    desk.build("2026-11-24")
    assert desk.run("suppress", "add", CHOSEN, "--list", "second")["warnings"] == []
    path = desk.write("in/dnc.csv", "phone", ("010-0210-0002",))
    assert any("built, and holds 1 lead" in note for note in desk.run("suppress", "import", path)["warnings"])


def test_a_record_key_is_taken_off_in_any_letters_as_it_is_met_in_any(desk):
    desk.consumers(2)
    desk.run("suppress", "add", "--record", "K001")
    told = desk.run("suppress", "remove", "--record", "k001", "--by", "lee", "--why", "agreed")
    assert told["counts"]["removed"] == 1
    assert "not suppressed" in desk.say("suppress", "test", "--record", "K001")[0]


def test_columns_of_a_file_that_would_narrow_a_request_are_told(desk):
    path = desk.write("in/dnc.csv", "phone,project,channel", ("010-0210-0001", "study-card", ""))
    (note,) = [one for one in desk.run("suppress", "import", path)["warnings"] if "not heeded" in one]
    assert note == (
        "in/dnc.csv: column project is not heeded: all rows hold for the same; send the rows of each project as a file"
        " of their own with -p PROJECT"
    )


def test_a_very_dirty_column_that_stands_alone_needs_no_heading(desk):
    """Numbers in notes, several in a cell, extensions and nothing at all: a quarter are plain ones."""
    cells = ("010-0210-0001", "홍길동 010-0210-0002", "없음", "02-312-5000 (내선 12)", "8.21E+11", "010-0210-0003 / 04")
    told = desk.run("suppress", "import", desk.write("in/dnc.csv", cells[0], *((cell,) for cell in cells[1:])), code=5)
    assert (told["counts"]["records"], told["counts"]["unusable"]) == (6, 2)


def test_taking_off_names_the_list_and_those_on_which_it_stands_instead(desk):
    desk.run("suppress", "add", CHOSEN, "--by", "customer", "--list", "complaints")
    told = desk.say("suppress", "remove", CHOSEN, "--by", "lead", "--why", "asked again", code=5)
    assert "0 of 1 taken off the list do-not-call" in told
    assert "what is not on it stands on complaints: name the list with --list" in told
    told = desk.say("suppress", "remove", CHOSEN, "--by", "lead", "--why", "asked again", "--list", "complaints")
    assert "1 of 1 taken off the list complaints" in told
    assert not any("stands on" in line for line in told)


@pytest.mark.parametrize("kind", EACH)
def test_every_kind_is_met_when_the_person_comes_again_on_another_list(ready, kind):
    desk = ready
    desk.run("suppress", "add", *named(desk, kind), "--from", "2026-11-01", "--list", "complaints")
    told = desk.consumers(5, name="again")
    assert told["reasons"] == {"suppressed": 1}
    rejected = desk.read(next(name for name in told["files"] if name.endswith("rejected.csv")))
    assert [row["detail"] for row in rejected] == ["complaints since 2026-11-01"]
    split = desk.run("split", "--on", "2026-11-23", code=5)
    assert split["reasons"] == {"scrub_stale": 1, "suppressed": 1}, "the fifth came after the register's answer"


def test_a_company_is_met_in_any_spelling(desk):
    desk.write(
        "in/a.csv",
        "학원명,담당자,직책,휴대폰",
        ("(주)한빛학원", "김민준", "원장", "010-0310-0001"),
        ("누리학원", "이서연", "원장", "010-0310-0002"),
    )
    desk.run("suppress", "add", "--company", "주식회사 한빛학원")
    told = desk.run("prequalify", desk.root / "in/a.csv", "-p", "study-card")
    assert told["reasons"] == {"suppressed": 1}
    assert told["counts"]["callable"] == 1


def test_a_person_is_suppressed_with_numbers_that_come_later(desk):
    desk.consumers(2)
    desk.run("suppress", "add", "--person", desk.person_of(desk.leads()[CHOSEN]))
    desk.write("in/b.csv", "회원번호,성명,휴대전화,수신동의", ("K001", "이서연", "010-0210-7777", "Y"))
    desk.run("prequalify", desk.root / "in/b.csv", "-p", CONSUMERS, "--list", "members")
    assert "not suppressed" not in desk.say("suppress", "test", "010-0210-7777")[0]


def test_a_request_by_number_stops_who_has_it_and_says_what_would_stop_them_for_good(desk):
    rows = [("K001", "이서연", "010-0210-0001 / 010-0210-7777", "Y"), ("K002", "김민준", "010-0210-0002", "Y")]
    desk.run("prequalify", desk.write("in/a.csv", "회원번호,성명,휴대전화,수신동의", *rows), "-p", CONSUMERS)
    told = desk.run("suppress", "add", "010-0210-0001", "010-0210-0002")["warnings"]
    person = desk.person_of(desk.leads()["010-0210-0001"])
    assert told == [
        f"{person}, who has 1 other number, is not called as long as this one is theirs; --person {person} stops every"
        " number for good"
    ]
    assert desk.not_queued()[desk.leads()["010-0210-0001"]] == "suppressed"
    asked = desk.say("suppress", "test", "010-0210-7777")[0]
    assert asked == (
        f"010-0210-7777: not suppressed; {person}, who has it, is not called: +821002100001 is on do-not-call"
    )
    assert desk.run("suppress", "add", "--person", person)["warnings"] == []
    assert "not suppressed" not in desk.say("suppress", "test", "010-0210-7777")[0]
    assert desk.run("suppress", "add", "010-0210-0001", "010-0210-7777", "--list", "b")["warnings"] == []


@pytest.mark.slow
def test_a_channel_that_is_no_call_does_not_stop_calls(ready):
    desk = ready
    desk.run("suppress", "add", CHOSEN, "--channel", "email")
    assert desk.not_queued() == {}
    assert "against email" in desk.say("suppress", "test", CHOSEN)[0]


@pytest.mark.slow
def test_another_project_s_suppression_does_not_stop_this_one(ready):
    desk = ready
    desk.run("suppress", "add", CHOSEN, "-p", "study-card")
    assert desk.not_queued() == {}
    desk.run("suppress", "add", CHOSEN, "-p", CONSUMERS, "--list", "mine")
    assert desk.not_queued() == {desk.leads()[CHOSEN]: "suppressed"}


def test_added_after_release_the_call_is_withdrawn_beside_the_queue(ready):
    desk = ready
    desk.run("split", "--on", "2026-11-23", "--release")
    lead = desk.leads()[CHOSEN]
    lines = desk.say("suppress", "add", CHOSEN)
    assert lines[0] == "queue,position,lead_id"
    assert lines[1].endswith(f",{lead}")
    (row,) = desk.read("queues/2026-11-23/withdraw.csv")
    assert row["lead_id"] == lead
    assert desk.facts(QUEUE_EVENTS).get_column("event").to_list() == ["withdrawn"]
    second = desk.run("suppress", "add", "010-0210-0002")
    assert second["counts"]["withdrawn"] == 1
    assert {row["lead_id"] for row in desk.read("queues/2026-11-23/withdraw.csv")} == {
        lead,
        desk.leads()["010-0210-0002"],
    }
    assert desk.run("suppress", "add", CHOSEN, "--list", "other")["counts"]["withdrawn"] == 0


def test_a_closed_queue_withdraws_nothing(ready):
    desk = ready
    desk.run("split", "--on", "2026-11-23", "--release")
    desk.run("split", "--close", desk.facts(RELEASED).item(0, "queue"))
    assert desk.run("suppress", "add", CHOSEN)["counts"]["withdrawn"] == 0


DIRTY = (
    ("010-1234-5678", "", "2026-10-01", "", "fine"),
    ("+82 10 1234 5678", "", "2026-10-05", "", "the same again"),
    ("", "Kim@Example.com", "", "2026-12-31", "an address"),
    ("someone@example.org", "", "", "", "an address in the phone column"),
    ("02-555-0101 / 010-2222-3333", "", "", "", "two numbers"),
    ("없음", "", "", "", "no number"),
    ("", "no address", "", "", "no address"),
    ("", "", "2026-10-01", "", "nothing but a date"),
    ("12", "", "", "", "too short"),
)


def test_totals_and_repeated_headings_are_no_requests_and_nobody_has_to_mend_them(desk):
    rows = (("010-1234-5678", "A"), ("전화번호", "비고"), ("010-1234-5679", "B"), ("합계", "2"))
    told = desk.run("suppress", "import", desk.write("in/dnc.csv", "전화번호,비고", *rows))
    counts = told["counts"]
    assert (counts["records"], counts["suppressed"], counts["unusable"], counts["skipped"]) == (4, 2, 0, 2)
    assert told["reasons"] == {"repeated_header": 1, "totals_row": 1}
    assert not told["files"]


def test_every_record_of_a_dirty_file_is_suppressed_repeated_or_unusable(desk):
    file = desk.write("in/dnc.csv", "전화번호,이메일,요청일,만료일,비고", *DIRTY)
    told = desk.run("suppress", "import", file, code=5)
    counts = told["counts"]
    assert counts["records"] == len(DIRTY) == counts["suppressed"] + counts["repeated"] + counts["unusable"]
    assert (counts["suppressed"], counts["repeated"], counts["unusable"]) == (4, 1, 4)
    assert (counts["numbers"], counts["emails"]) == (3, 2)
    rows = desk.facts(SUPPRESSIONS)
    dates = {row["number"] or row["text"]: (row["from_on"], row["until_on"]) for row in rows.iter_rows(named=True)}
    assert dates[821012345678] == (date(2026, 10, 1), None)
    assert dates["kim@example.com"] == (None, date(2026, 12, 31))
    bad = desk.read(told["files"][0])
    assert [row["비고"] for row in bad] == ["no number", "no address", "nothing but a date", "too short"]
    assert all(row["quarantined_because"] and row["remedy"] for row in bad)
    assert desk.facts(QUARANTINE).height == 4
    assert sum(told["reasons"].values()) == 4
    assert told["reasons"]["not_an_email"] == 1
    assert any("1 e-mail cell holds no address" in note for note in told["warnings"])


def test_an_address_in_other_words_counts_and_signs_around_it_are_no_part_of_it(desk):
    file = desk.write(
        "in/mails.csv", "email", ("Kim <kim@example.com>",), ("mailto:lee@example.com",), ("(park@example.com)",)
    )
    told = desk.run("suppress", "import", file)
    assert set(desk.facts(SUPPRESSIONS)["text"]) == {"kim@example.com", "lee@example.com", "park@example.com"}
    assert not any("no address" in note for note in told["warnings"])


@pytest.mark.parametrize("text", ["mailto:kim@example.com", "(kim@example.com)", "kim@example"])
def test_by_hand_only_a_bare_address_is_taken(desk, text):
    told = desk.run("suppress", "add", "--email", text, "--by", "Ann", code=2)
    assert "name@example.com" in str(told)


def test_what_several_rows_ask_of_one_number_holds_longest(desk):
    rows = (
        ("010-1234-5678", "2026-10-05", "2026-12-31"), ("010-1234-5678", "2026-10-01", ""),
        ("010-2222-3333", "", "2026-12-31"), ("010-2222-3333", "2026-10-01", "2027-03-31"),
    )  # fmt: skip
    told = desk.run("suppress", "import", desk.write("in/dnc.csv", "전화번호,요청일,만료일", *rows))
    days = desk.facts(SUPPRESSIONS).select("number", "from_on", "until_on").sort("number").rows()
    assert days == [
        (821012345678, date(2026, 10, 1), None),
        (821022223333, None, date(2027, 3, 31)),
    ]
    assert (told["counts"]["suppressed"], told["counts"]["repeated"]) == (2, 2)


def test_where_no_heading_is_known_days_are_no_numbers_and_what_was_guessed_is_said(desk):
    rows = (("010-1234-5678", "2026-12-31", "2026-11-01"), ("010-2222-3333", "2027-03-31", "2026-11-02"))
    told = desk.run("suppress", "import", desk.write("in/dnc.csv", "번호,만료일,처리", *rows))
    assert set(desk.facts(SUPPRESSIONS)["number"]) == {821012345678, 821022223333}
    assert any("number: 번호, by what stands there" in note for note in told["warnings"])


def test_a_column_of_addresses_in_other_words_is_known_without_a_heading(desk):
    file = desk.write("in/mails.csv", "누구", ("Kim <kim@example.com>",), ("(lee@example.com)",), ("no",))
    desk.run("suppress", "import", file, code=5)
    assert set(desk.facts(SUPPRESSIONS)["text"]) == {"kim@example.com", "lee@example.com"}


def test_the_commands_day_is_that_of_empty_cells_alone(desk):
    rows = (
        ("010-1234-5678", "2026-12-31"), ("010-2222-3333", ""), ("010-3333-4444", "some day"),
        ("010-4444-5555", "2026-11-30"), ("010-4444-5555", ""),
    )  # fmt: skip
    desk.run("suppress", "import", desk.write("in/dnc.csv", "전화번호,만료일", *rows), "--until", "2026-12-01")
    until = dict(desk.facts(SUPPRESSIONS).select("number", "until_on").rows())
    assert until == {
        821012345678: date(2026, 12, 31), 821022223333: date(2026, 12, 1), 821033334444: None,
        821044445555: date(2026, 12, 1),
    }  # fmt: skip


def test_mended_rows_leave_the_quarantine_and_the_same_file_changes_nothing(desk):
    file = desk.write("in/dnc.csv", "phone,note", ("12", "x"), ("010-1234-5678", "y"))
    told = desk.run("suppress", "import", file, code=5)
    again = desk.run("suppress", "import", file)
    assert (again["inputs"][0]["state"], again["counts"]["records"]) == ("same_as_before", 2)
    mended = desk.root / told["files"][0]
    mended.write_text(mended.read_text(encoding="utf-8").replace("12,x", "010-9876-5432,x"), encoding="utf-8")
    assert desk.run("suppress", "import", mended)["counts"]["suppressed"] == 1
    assert "on do-not-call" in desk.say("suppress", "test", "010-9876-5432")[0]


def test_every_address_of_a_cell_counts_and_so_does_a_number_beside_one(desk):
    rows = (
        ("a@example.com; B@Example.com", "010-1111-2222"), ("Kim <c@example.com>\nd＠example.com", ""), ("", "e@example.com"),
        ("", "f@example.com, g@example.com"), ("h@example.com", "i@example.com"), ("", "j@example.com 010-3333-4444"),
        ("", "k@example.com (2026-11-01)"), ("a@example.com, b@example.com", ""),
    )  # fmt: skip
    told = desk.run("suppress", "import", desk.write("in/dnc.csv", "email,phone", *rows))
    facts = desk.facts(SUPPRESSIONS)
    assert set(facts["text"].drop_nulls()) == {f"{letter}@example.com" for letter in "abcdefghijk"}
    assert set(facts["number"].drop_nulls()) == {821011112222, 821033334444}
    assert [told["counts"][name] for name in ("suppressed", "repeated", "emails", "numbers")] == [7, 1, 11, 2]


@pytest.mark.parametrize("asking", [("--channel", "call"), ("--list", "refusals"), ()])
def test_the_same_file_sent_for_another_list_or_channel_does_not_pass_in_silence(desk, asking):
    file = desk.write("in/dnc.csv", "phone", ("010-1234-5678",))
    batch = desk.run("suppress", "import", file, "--channel", "email")["batch"]
    assert desk.run("suppress", "import", file, "--channel", "email")["warnings"] == []
    told = desk.run("suppress", "import", file, *asking, code=5)
    assert told["inputs"][0]["state"] == "same_as_before"
    assert f"in/dnc.csv: batch {batch} took it in for the list do-not-call, channel email; nothing of it" in str(told)
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    assert desk.run("suppress", "import", file, *asking)["counts"]["suppressed"] == 1


def test_a_bare_column_of_numbers_needs_no_heading(desk):
    file = desk.root / "bare.txt"
    file.write_text("010-1234-5678\n010-1234-5679\nmail@example.com\n", encoding="utf-8")
    assert desk.run("suppress", "import", file)["counts"]["suppressed"] == 3


def test_a_file_without_numbers_or_addresses_is_refused_whole(desk):
    file = desk.write("in/x.csv", "회사명,주소", ("한빛", "서울"))
    assert "no column" in desk.run("suppress", "import", file, code=3)["error"][0]
    assert desk.facts(SUPPRESSIONS).height == 0


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("add",), "nothing is named"),
        (("add", "12"), "cannot be used"),
        (("add", "--prefix", "02-555"), "cannot be read"),
        (("add", "--prefix", "+8*"), "too wide"),
        (("add", "--prefix", "+82*"), "too wide"),
        (("add", "--prefix", "+82 2*"), "too wide"),
        (("add", "--prefix", "+82 02-555*"), "begins no number"),
        (("add", "--prefix", "+999 123*"), "too wide"),
        (("add", "--email", "nobody"), "cannot be read"),
        (("add", "--lead", "L123"), "is no lead id"),
        (("add", "--lead", "L000001N", "12"), "cannot be used"),
        (("add", "01012345678", "-p", "nobody"), "no project"),
        (("add", "01012345678", "--list", "../x"), "is no name"),
        (("add", "01012345678", "--from", "2026-12-02", "--until", "2026-12-01"), "before the first"),
        (("export", "--list", "empty"), "nothing stands"),
        (("import", "x.csv", "--scrub"), "go together"),
    ],
)
def test_what_cannot_be_used_is_told_and_changes_nothing(desk, arguments, part):
    told = desk.run("suppress", *arguments, code=2)
    assert any(part in line for line in told["error"])
    assert desk.facts(SUPPRESSIONS).height == 0


def test_a_dry_run_leaves_nothing(desk):
    assert desk.run("suppress", "add", "01012345678", "--dry-run")["counts"]["suppressed"] == 1
    assert desk.facts(SUPPRESSIONS).height == 0


def test_a_named_list_is_written_as_a_file(desk):
    desk.run("suppress", "add", "01012345678", "--email", "a@example.com", "--list", "complaints", "--by", "a letter")
    told = desk.run("suppress", "export", "--list", "complaints")
    rows = desk.read(told["files"][0])
    assert [(row["kind"], row["national"] or row["text"], row["asked_by"]) for row in rows] == [
        ("email", "a@example.com", "a letter"), ("number", "010-1234-5678", "a letter"),
    ]  # fmt: skip


def test_do_not_call_asked_in_a_call_stands_for_all_projects_until_the_result_is_corrected(desk):
    desk.consumers(2)
    desk.scrub()
    desk.run("split", "--on", "2026-11-23", "--release")
    lead = desk.leads()[CHOSEN]
    calls = desk.write(
        "in/calls.csv",
        "lead_id,날짜,시간,결과,상담원,전화번호",
        (lead, "2026-11-23", "07:20", "수신거부", "kim", CHOSEN),
    )
    desk.run("ingest", calls, "-p", CONSUMERS, "--format", "team_sheet", "--source", "team-sheet")
    assert "asked by person, in a call" in desk.say("suppress", "test", CHOSEN)[0]
    told = desk.run("suppress", "remove", CHOSEN, "--by", "x", "--why", "y", code=5)
    assert told["counts"] == {"removed": 0, "not_on_list": 1, "asked_in_calls": 1}
    desk.write("in/c.csv", "학원명,담당자,직책,휴대폰", ("한빛학원", "이서연", "원장", CHOSEN))
    assert desk.run("prequalify", desk.root / "in/c.csv", "-p", "study-card")["reasons"] == {"suppressed": 1}


DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 31))


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_suppression_is_in_force_exactly_on_the_days_between(since, until, day):
    expected = (since or date.min) <= day <= (until or date.max)
    assert holds({"from_on": since, "until_on": until}, day) == expected


@settings(max_examples=8, deadline=None)
@given(st.integers(-2, 2), st.integers(0, 3))
def test_prequalify_and_split_judge_the_same_days(tmp_path_factory, offset, length):
    first = date(2026, 11, 23) + timedelta(days=offset)
    last = first + timedelta(days=length)
    rows = pl.LazyFrame(
        [
            {
                "batch": 1,
                "list": "x",
                "kind": "number",
                "channel": "call",
                "number": 1,
                "from_on": first,
                "until_on": last,
            }
        ],
        schema=SUPPRESSIONS.schema,
    )
    candidates = pl.LazyFrame({"record": [1]}, schema={"record": pl.Int64})
    numbers = pl.LazyFrame({"record": [1], "number": [1]}, schema={"record": pl.Int64, "number": pl.Int64})
    for day in (first - timedelta(days=1), first, last, last + timedelta(days=1)):
        marked = suppressed_by(candidates, numbers, rows, day)
        assert (marked.item(0, "suppressed_by") is not None) == (first <= day <= last)


def test_a_number_of_somebody_at_a_suppressed_company_is_told_so(desk):
    rows = [("K1", "김민준", "(주)한빛", "010-0210-0001", "Y"), ("K2", "이서연", "다솜", "010-0210-0002", "Y")]
    desk.run("prequalify", desk.write("in/a.csv", "회원번호,성명,회사,휴대전화,수신동의", *rows), "-p", CONSUMERS)
    desk.run("suppress", "add", "--company", "주식회사 한빛", "--by", "x")
    lines = desk.say("suppress", "test", "010-0210-0001", "010-0210-0002")
    assert lines[0].startswith("010-0210-0001: on do-not-call by company asked by x")
    assert lines[1] == "010-0210-0002: not suppressed"


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("lee@bücher.de", "lee@xn--bcher-kva.de"), ("LEE@xn--bcher-kva.de", "lee@bücher.de"),
        ("ｌｅｅ＠example.com", "lee@example.com"), ("Lee Duri <lee@example.com>", "LEE@Example.com"),
    ],
)  # fmt: skip
def test_an_address_is_met_in_every_spelling(desk, listed, asked):
    rows = [("K1", "이두리", "010-0210-0001", listed, "Y", "2026-10-01")]
    file = desk.write("in/l.csv", "회원번호,성명,휴대전화,이메일,수신동의,동의일", *rows)
    desk.run("prequalify", file, "-p", CONSUMERS)
    desk.run("suppress", "add", "--email", asked)
    assert "on do-not-call" in desk.say("suppress", "test", "010-0210-0001")[0]


def test_addresses_of_a_file_are_read_out_of_what_stands_round_them(desk):
    cells = [("Lee <LEE@bücher.de>",), ("mailto:park@example.com",), ("choi＠example.com",), ("none",)]
    told = desk.run("suppress", "import", desk.write("in/m.csv", "이메일", *cells), "--list", "z", code=5)
    assert (told["counts"]["emails"], told["counts"]["unusable"]) == (3, 1)
    assert "on z" in desk.say("suppress", "test", "--email", "lee@xn--bcher-kva.de")[0]


def test_requests_that_hold_on_no_day_yet_or_any_more_are_told(desk):
    said = desk.run("suppress", "add", "010-0210-0001", "--from", "2026-11-24")["warnings"]
    assert any("1 request in force later only, by 2026-11-24" in one for one in said)
    said = desk.run("suppress", "add", "010-0210-0001", "--until", "2026-11-22")["warnings"]
    assert any("1 request over already" in one for one in said)
    assert (
        desk.run("suppress", "add", "010-0210-0001", "--from", "2026-11-23", "--until", "2026-11-23")["warnings"] == []
    )
    rows = [("010-0210-0001", "2026-12-24", "2026-12-01"), ("010-0210-0002", "2026-11-01", "")]
    said = desk.run("suppress", "import", desk.write("in/m.csv", "전화번호,since,until", *rows), "--list", "z")[
        "warnings"
    ]
    assert any("1 request in force on no day" in one for one in said)


def test_a_request_of_tomorrow_stops_tomorrow_s_calls_and_none_of_today(desk):
    desk.consumers(1)
    desk.scrub()
    desk.run("suppress", "add", "010-0210-0000", "--from", "2026-11-24")
    assert (desk.not_queued("2026-11-23"), list(desk.not_queued("2026-11-24").values())) == ({}, ["suppressed"])


@pytest.mark.parametrize(
    ("as_of", "is_in_force"), [("2026-11-23T14:59+00:00", True), ("2026-11-23T15:00+00:00", False)]
)
def test_the_last_day_ends_at_midnight_of_the_centre(desk, as_of, is_in_force):
    desk.run("suppress", "add", "010-0210-0000", "--until", "2026-11-23")
    assert desk.run("suppress", "test", "010-0210-0000", as_of=as_of)["counts"]["suppressed"] == is_in_force


def test_an_address_told_later_than_its_person_is_found_stopped(desk):
    desk.consumers()
    person = desk.person_of(desk.leads()[CHOSEN])
    desk.run("suppress", "add", "--person", person)
    assert "on do-not-call" in desk.say("suppress", "test", "--email", "K1@example.com")[0]
    assert "not suppressed" in desk.say("suppress", "test", "--email", "k2@example.com")[0]


@pytest.mark.parametrize("most", [1, 3])
def test_a_file_read_in_pieces_says_what_it_says_at_once(desk, monkeypatch, most):
    cells = ["010-0210-0001", "821002100002", "x", "010-0210-0001", "a@example.com", "", "01002100003 / 010-0210-0002"]
    rows = [(cell, f"2026-10-{day:02}") for day, cell in enumerate(cells * 3, 1)]
    file = desk.write("in/dirty.csv", "전화번호,요청일", *rows)

    def asked():
        answer = desk.run("suppress", "import", file, "--dry-run", code=5)
        return answer["counts"], answer["reasons"]

    whole = asked()
    monkeypatch.setattr(requests_named, "_SLICE", most)
    assert asked() == whole
    assert whole[0]["numbers"] == 3


def test_a_number_that_cannot_be_read_is_no_clean_answer(desk):
    told = desk.run("suppress", "test", "12345", "010-1234-5678", code=5)
    assert told["counts"] == {"asked": 2, "suppressed": 0, "unusable": 1}
    assert desk.run("suppress", "test", "010-1234-5678")["counts"] == {"asked": 1, "suppressed": 0, "unusable": 0}


def test_what_can_be_read_of_a_cell_is_asked_about_all_the_same(desk):
    desk.run("suppress", "add", "010-1234-5678")
    lines = desk.say("suppress", "test", "010-12**-9999 / 010-1234-5678", "010-12**-9999 / 010-2222-3333", code=5)
    assert "on do-not-call" in lines[0]
    assert "masked" in lines[0]
    assert "not suppressed; cannot be used: masked" in lines[1]
    refused = desk.run("suppress", "add", "010-12**-9999 / 010-2222-3333", code=2)
    assert "masked" in str(refused)


def test_explain_says_why_another_one_at_the_number_is_not_called(desk):
    rows = [("K1", "이대표", "02-555-0101", "Y", "2026-10-01"), ("K2", "박대표", "02-555-0101", "Y", "2026-10-01")]
    file = desk.write("in/two.csv", "회원번호,성명,전화,수신동의,동의일", *rows)
    told = desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members")
    first, second = sorted(row["lead_id"] for row in desk.read(told["files"][0]))
    desk.run("suppress", "add", "--person", desk.person_of(first), "--by", "a letter")
    said = [line for line in desk.say("explain", second) if "do-not-call" in line]
    assert len(said) == 1
    assert "by person, asked by a letter; meant is another one at the same number" in said[0]
    said = [line for line in desk.say("explain", first) if "do-not-call" in line]
    assert len(said) == 1
    assert "another one" not in said[0]
    desk.run("suppress", "remove", "--person", desk.person_of(first), "--by", "lead", "--why", "a slip")
    assert not any("another one" in line for line in desk.say("explain", second))


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("010-12**-5678 / 010-2222-3333", {821022223333}), ("010-2222-3333, 010-12", {821022223333}),
        ("010-****-**** 010-2222-3333", {821022223333}), ("010-2222-3333/010-33**-4444", {821022223333}),
        ("02-312-45**\n010-2222-3333\n031-123-4567", {821022223333, 82311234567}),
        ("010-2222-3333 / 02-12", {821022223333}), ("010-2222-3333/02-555-010", {821022223333}),
        ("휴)010-2222-3333 회)02-12", {821022223333}),
        ("010-2222-3333 / 031-123-4567 / 02-12", {821022223333, 82311234567}),
    ],
)  # fmt: skip
def test_a_good_number_is_suppressed_beside_a_masked_one_and_that_one_is_told(desk, cell, numbers):
    told = desk.run("suppress", "import", desk.write("in/m.csv", "전화번호", (cell,), ("010-9876-5432",)), code=5)
    assert set(desk.facts(SUPPRESSIONS)["number"]) == {*numbers, 821098765432}
    assert (told["counts"]["suppressed"], told["counts"]["unusable"]) == (2, 0)
    assert any("1 row holds a number that cannot be read (line 2)" in note for note in told["warnings"])


def test_a_masked_number_beside_an_address_is_told(desk):
    rows = [("010-12**-5678", "kim@example.com"), ("-", "lee@example.com")]
    told = desk.run("suppress", "import", desk.write("in/m.csv", "전화번호,이메일", *rows), code=5)
    assert told["counts"]["suppressed"] == 2
    assert any("1 row holds a number that cannot be read (line 2)" in note for note in told["warnings"])


@pytest.mark.parametrize("cell", ["010-12**-5678", "010-12**-5678 / 010-34**-5678", "031-12**-4567"])
def test_a_cell_without_a_good_number_waits_in_quarantine(desk, cell):
    told = desk.run("suppress", "import", desk.write("in/m.csv", "전화번호", (cell,), ("010-9876-5432",)), code=5)
    assert (told["counts"]["suppressed"], told["counts"]["unusable"], told["reasons"]) == (1, 1, {"masked": 1})


@pytest.mark.parametrize("rows", [(), (("합계",),)])
def test_a_file_of_headings_alone_is_refused_by_name(desk, rows):
    said = desk.run("suppress", "import", desk.write("in/m.csv", "전화번호", *rows), "--list", "z", code=3)["error"][0]
    assert said.startswith("in/m.csv: no record stands below its header: it asks nothing of anybody; ask for it again")


@pytest.mark.parametrize(
    "heading",
    [
        "해지일",
        "해지 일자",
        "수신거부 해지일",
        "해제일시",
        "만기일",
        "Expiry Date",
        "有效期至",
        "失效日期",
        "満了日",
        "解除年月日",
    ],
)
def test_the_last_day_of_a_request_is_known_by_its_heading(desk, heading):
    rows = [("010-1234-5678", "2026-12-01"), ("010-1234-5679", "")]
    desk.run("suppress", "import", desk.write("in/m.csv", f"전화번호,{heading}", *rows))
    days = dict(desk.facts(SUPPRESSIONS).select("number", "until_on").iter_rows())
    assert {number: str(day) for number, day in days.items()} == {821012345678: "2026-12-01", 821012345679: "None"}


@pytest.mark.parametrize("heading", ["철회일", "동의철회일", "解約日", "cancellation date"])
def test_a_day_that_may_be_the_first_of_a_request_ends_none(desk, heading):
    desk.run("suppress", "import", desk.write("in/m.csv", f"전화번호,{heading}", ("010-1234-5678", "2026-11-01")))
    assert desk.facts(SUPPRESSIONS)["until_on"].to_list() == [None]


def test_a_file_of_which_every_request_is_over_wants_a_look(desk):
    rows = [("010-1234-5678", "2026-11-01"), ("010-1234-5679", "2026-10-01")]
    told = desk.run("suppress", "import", desk.write("in/m.csv", "전화번호,해지일", *rows), code=5)
    assert any("2 requests over already" in note for note in told["warnings"])
    more = [*rows, ("010-1234-5670", "2026-12-01")]
    assert desk.run("suppress", "import", desk.write("in/n.csv", "전화번호,해지일", *more))["counts"]["suppressed"] == 3


def test_a_number_of_relatives_in_a_file_of_requests_is_not_suppressed_and_that_is_said(desk):
    file = desk.write("dnc.csv", "전화번호,비상연락처", ("010-1234-5678", "010-1234-5679"))
    told = desk.run("suppress", "import", file, "--list", "dnc")
    assert told["counts"]["numbers"] == 1
    assert any("비상연락처: not to be dialled by the heading; not read" in one for one in told["warnings"])
