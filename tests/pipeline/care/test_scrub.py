"""Nobody is called whose number was not compared with the register lately; every comparison can be shown."""

from datetime import date, timedelta

import pytest

from telebatch.model.tables import SCRUBS, SUPPRESSIONS
from tests.pipeline import small
from tests.pipeline.care_desk import CONSUMERS


def due(desk, as_of, *more):
    return desk.run("suppress", "export", "--register", "KR", *more, as_of=as_of)["counts"]["due"]


def test_numbers_never_compared_are_due_and_hold_their_leads(desk):
    desk.consumers(3)
    assert set(desk.not_queued().values()) == {"scrub_stale"}
    told = desk.run("suppress", "export", "--register", "kr")
    assert told["counts"] == {"due": 3, "never_compared": 3}
    assert [row["number"] for row in desk.read(told["files"][0])] == ["010-0210-0000", "010-0210-0001", "010-0210-0002"]
    assert set(desk.not_queued().values()) == {"scrub_stale"}


def test_the_answer_stamps_every_number_sent_and_suppresses_the_listed(desk):
    desk.consumers(3)
    desk.run("suppress", "export", "--register", "KR")
    answer = desk.write("in/answer.csv", "number", ("010-0210-0001",), ("010-9999-0000",))
    told = desk.run("suppress", "import", answer, "--scrub", "--register", "KR", code=5)
    counts = told["counts"]
    assert (counts["sent"], counts["listed"], counts["not_sent"]) == (3, 1, 1)
    assert counts["records"] == counts["answered"] + counts["repeated"] + counts["unusable"] == 2
    stamped = desk.facts(SCRUBS).drop_nulls("scrubbed_on")
    assert dict(stamped.select("number", "is_listed").iter_rows()) == {
        821002100000: False,
        821002100001: True,
        821002100002: False,
    }
    assert desk.not_queued() == {desk.leads()["010-0210-0001"]: "suppressed"}
    assert "register-KR since 2026-11-23 against call" in desk.say("suppress", "test", "010-0210-0001")[0]


def test_a_comparison_holds_for_the_days_of_the_rules_and_not_one_more(ready):
    desk = ready
    assert due(desk, "2026-12-23T08:00") == 0
    assert "scrub_stale" not in desk.not_queued("2026-12-18", as_of="2026-12-18T08:00").values()
    assert due(desk, "2026-12-17T08:00", "--within", "6", "--dry-run") == 0
    assert due(desk, "2026-12-17T08:00", "--within", "7", "--dry-run") == 4


def test_numbers_of_closed_leads_are_not_due(desk):
    desk.consumers(2)
    desk.run("suppress", "export", "--register", "KR", "--dry-run")
    assert due(desk, "2027-02-01T08:00") == 0  # the project has ended


def test_an_empty_answer_means_that_nobody_is_listed(desk):
    desk.consumers(2)
    told = desk.scrub()
    assert told["counts"]["listed"] == 0
    said = "names nobody: 2 numbers sent count as compared and not listed; if that is not so, telebatch batches undo"
    assert any(f"{said} {told['batch']}" in warning for warning in told["warnings"])
    assert desk.not_queued() == {}


@pytest.mark.slow
def test_an_answer_may_mark_each_number_instead(desk):
    desk.consumers(3)
    desk.run("suppress", "export", "--register", "KR")
    rows = [("010-0210-0000", "미등록"), ("010-0210-0001", "등록"), ("010-0210-0002", "N")]
    answer = desk.write("in/answer.csv", "전화번호,등록여부", *rows)
    assert desk.run("suppress", "import", answer, "--scrub", "--register", "KR")["counts"]["listed"] == 1
    assert list(desk.not_queued().values()) == ["suppressed"]


def test_a_row_that_cannot_be_read_may_list_anybody_so_the_others_stay_due(desk):
    desk.consumers(3)
    desk.run("suppress", "export", "--register", "KR")
    answer = desk.write("in/answer.csv", "number", ("010-0210-0001",), ("010-0210-000*",))
    told = desk.run("suppress", "import", answer, "--scrub", "--register", "KR", code=5)
    assert (told["counts"]["listed"], told["counts"]["unusable"], told["counts"]["unanswered"]) == (1, 1, 2)
    assert "1 row cannot be read and may list any number sent" in "".join(told["warnings"])
    assert sorted(desk.not_queued().values()) == ["scrub_stale", "scrub_stale", "suppressed"]
    desk.run("suppress", "export", "--register", "KR")
    mended = desk.write("in/mended.csv", "number", ("010-0210-0001",), ("010-0210-0002",))
    desk.run("suppress", "import", mended, "--scrub", "--register", "KR", code=5)
    assert sorted(desk.not_queued().values()) == ["suppressed", "suppressed"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kr", "KOR", "Korea", "대한민국", "kr-consumer"])
def test_a_register_goes_by_the_name_of_its_region_too(desk, name):
    desk.consumers(2)
    assert desk.run("suppress", "export", "--register", name)["counts"]["due"] == 2


@pytest.mark.parametrize("name", ["Atlantis", ""])
def test_a_region_that_is_none_is_told_with_those_that_have_a_register(desk, name):
    told = desk.run("suppress", "log", "--register", name, code=2)
    assert "KR" in str(told)


def test_who_left_the_register_may_be_called_again_and_the_history_stays(desk):
    desk.consumers(2)
    desk.scrub("010-0210-0001")
    desk.run("suppress", "export", "--register", "KR", "--within", "40")
    answer = desk.write("in/second.csv", "number", ("010-0210-0000",))
    told = desk.run("suppress", "import", answer, "--scrub", "--register", "KR")
    assert (told["counts"]["listed"], told["counts"]["no_longer_listed"]) == (1, 1)
    assert desk.not_queued() == {desk.leads()["010-0210-0000"]: "suppressed"}
    assert desk.facts(SUPPRESSIONS).height == 3


def test_a_number_that_two_answers_list_stays_suppressed_when_the_first_is_undone(desk):
    desk.consumers(2)
    first = desk.scrub("010-0210-0001")["batch"]
    desk.run("suppress", "export", "--register", "KR", "--within", "40")
    answer = desk.write("in/second.csv", "number", ("010-0210-0001",), ("010-0210-9999",))
    desk.run("suppress", "import", answer, "--scrub", "--register", "KR", code=5)
    desk.run("batches", "undo", first, "--with-do-not-calls")
    assert desk.not_queued() == {desk.leads()["010-0210-0001"]: "suppressed"}


def test_an_answer_to_nothing_and_an_unknown_register_are_told(desk):
    answer = desk.write("in/answer.csv", "number", ("010-0210-0001",))
    told = desk.run("suppress", "import", answer, "--scrub", "--register", "KR", code=2)
    assert "waits for an answer" in told["error"][0]
    assert "registers:" in desk.run("suppress", "export", "--register", "XX", code=2)["error"][0]


def test_the_log_shows_an_inspector_what_was_sent_and_answered(desk):
    desk.consumers(3)
    desk.scrub("010-0210-0001")
    desk.run("suppress", "export", "--register", "KR", "--within", "60")
    first, second, third, *_ = desk.say("suppress", "log", "--register", "KR")
    assert "두낫콜" in first
    assert "kr-consumer" in first
    assert "sent 2026-11-23: 3 numbers" in second
    assert "answered 2026-11-23: 1 listed" in second
    assert "sha256" in second
    assert third.endswith("no answer yet")


@pytest.mark.parametrize("name", ["KR", "kr-consumer"])
def test_a_register_is_named_by_region_or_by_a_pack_that_asks_for_it(ready, name):
    *comparisons, where, count = ready.say("suppress", "log", "--register", name)
    assert (len(comparisons), count.split()) == (2, ["comparisons", "1"])
    assert where.startswith("the numbers listed: telebatch suppress export --list register-")


def test_a_region_s_second_register_is_another_one(ready):
    assert "no answer" not in "".join(ready.say("suppress", "log", "--register", "kr-financial"))
    assert ready.run("suppress", "export", "--register", "kr-financial")["counts"]["due"] == 0


def test_a_comparison_with_one_register_is_none_with_another(desk):
    desk.edit("packs = [", 'packs = ["kr-financial", ')
    desk.consumers(2)
    desk.scrub()
    assert set(desk.not_queued().values()) == {"scrub_stale"}
    desk.run("suppress", "export", "--register", "kr-financial")
    answer = desk.write("in/second.csv", "number", ("010-0210-0001",))
    desk.run("suppress", "import", answer, "--scrub", "--register", "kr-financial")
    assert desk.not_queued() == {desk.leads()["010-0210-0001"]: "suppressed"}


@pytest.mark.slow
def test_listed_after_release_is_withdrawn(ready):
    ready.run("split", "--on", "2026-11-23", "--release")
    ready.run("suppress", "export", "--register", "KR", "--within", "60")
    answer = ready.write("in/second.csv", "number", ("010-0210-0002",))
    told = ready.run("suppress", "import", answer, "--scrub", "--register", "KR")
    assert told["counts"]["withdrawn"] == 1
    assert "queues/2026-11-23/withdraw.csv" in told["files"]
    assert ready.states().filter(project=CONSUMERS).height == 4


#: Pack, region, a number of it, and how many days a comparison holds by the law: the sources stand in the packs.
LIMITS = [
    ("kr-consumer", "KR", "010-0210-0001", 30), ("gb", "GB", "07400 123456", 28), ("us", "US", "(201) 555-0123", 31),
]  # fmt: skip


def abroad(desk, pack, region, number):
    """A project of that region alone, and a list of one number."""
    text = small.CALLS_ONLY.replace(
        "[calling]\n", f'[accept]\nregions = ["{region}"]\n\n[calling]\npacks = ["{pack}"]\noverride = true\n'
    )
    (desk.root / "projects/cards.toml").write_text(text, encoding="utf-8")
    return desk.write("in/a.csv", "company,name,title,phone,email", ("Oak Ltd", "Ann Lee", "CEO", number, ""))


@pytest.mark.parametrize(("pack", "region", "number", "days"), LIMITS, ids=[row[1] for row in LIMITS])
def test_a_comparison_of_too_many_days_ago_holds_the_lead_on_the_calling_date(desk, pack, region, number, days):
    path = abroad(desk, pack, region, number)
    compared = date(2026, 11, 3)
    now = f"{compared}T20:00"  # the same day in all three
    desk.run("prequalify", path, "-p", "cards", as_of=now)
    told = desk.run("suppress", "export", "--register", region, as_of=now)
    assert told["counts"]["due"] == 1
    desk.run("suppress", "import", desk.write("in/none.csv", "number"), "--scrub", "--register", region, as_of=now)
    reasons = []
    for after in (0, days, days + 1):
        day = (compared + timedelta(days=after)).isoformat()
        told = desk.build(day, "-p", "cards", as_of=f"{day}T07:00")
        reasons.append(told["reasons"])
    assert [("scrub_stale" in told) for told in reasons] == [False, False, True]
    # Built today for that day, it is held too: what counts is the day of the call.
    told = desk.build(day, "-p", "cards", as_of=f"{compared + timedelta(days=1)}T07:00")
    assert told["reasons"] == {"scrub_stale": 1}


def status_of(desk, day="2026-11-23"):
    answer = desk.run("status", as_of=f"{day}T07:00")["answer"]
    counts = next(one["counts"] for one in answer["projects"] if one["name"] == CONSUMERS)
    return counts["to_compare"], [step for step in answer["next"] if "suppress" in step]


def test_status_counts_numbers_to_be_compared_and_names_the_next_step(desk):
    desk.consumers(3)
    assert status_of(desk) == (3, ["telebatch suppress export --register KR"])
    shown = "\n".join(desk.say("status", as_of="2026-11-23T07:00"))
    assert "3 comparisons of numbers with a register due before any call" in shown
    desk.run("suppress", "export", "--register", "KR")
    assert status_of(desk) == (3, ["telebatch suppress import ANSWER --scrub --register KR"])
    desk.run("suppress", "import", desk.write("in/answer.csv", "number"), "--scrub", "--register", "KR")
    assert status_of(desk) == (0, [])


def test_an_answer_that_says_no_of_some_is_about_those_alone_that_it_names(desk):
    desk.consumers(4)
    desk.run("suppress", "export", "--register", "KR")
    rows = [("010-0210-0000", "등록"), ("010-0210-0001", "미등록"), ("010-0210-0002", "perhaps")]
    told = desk.run("suppress", "import", desk.write("in/a.csv", "전화번호,등록여부", *rows), "--scrub",
                    "--register", "KR", code=5)  # fmt: skip
    counts = told["counts"]
    assert (counts["sent"], counts["listed"], counts["unanswered"]) == (4, 2, 1)
    assert any("1 answer neither yes nor no ('perhaps' in line 4): taken as listed" in one for one in told["warnings"])
    assert "answered 2026-11-23 for 3 of them: 2 listed" in "\n".join(desk.say("suppress", "log", "--register", "KR"))
    leads = desk.leads()
    assert desk.not_queued() == {
        leads["010-0210-0000"]: "suppressed", leads["010-0210-0002"]: "suppressed",
        leads["010-0210-0003"]: "scrub_stale",
    }  # fmt: skip
    assert due(desk, "2026-11-23T08:00") == 1


def test_a_number_of_which_one_row_says_yes_is_listed_whatever_another_says(desk):
    desk.consumers(2)
    desk.run("suppress", "export", "--register", "KR")
    rows = [("010-0210-0000", "미등록"), ("010-0210-0000", "등록"), ("010-0210-0001", "미등록")]
    answer = desk.write("in/a.csv", "전화번호,등록여부", *rows)
    told = desk.run("suppress", "import", answer, "--scrub", "--register", "KR")
    assert (told["counts"]["listed"], told["counts"]["repeated"]) == (1, 1)
    assert desk.not_queued() == {desk.leads()["010-0210-0000"]: "suppressed"}


def test_an_answer_that_marks_only_those_listed_is_about_all(desk):
    desk.consumers(3)
    desk.run("suppress", "export", "--register", "KR")
    answer = desk.write("in/a.csv", "전화번호,결과", ("010-0210-0001", "두낫콜 등록"), ("010-0210-0002", "거부"))
    told = desk.run("suppress", "import", answer, "--scrub", "--register", "KR", code=5)  # a word nobody knows
    assert (told["counts"]["listed"], told["counts"]["unanswered"]) == (2, 0)


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-24"])
def test_a_day_before_the_export_or_to_come_is_no_day_of_a_comparison(desk, day):
    desk.consumers(1)
    desk.run("suppress", "export", "--register", "KR")
    answer = desk.write("in/a.csv", "number", ("010-0210-0000",))
    told = desk.run("suppress", "import", answer, "--scrub", "--register", "KR", "--on", day, code=2)
    assert "cannot be the day of the comparison" in str(told)
    assert desk.facts(SCRUBS)["scrubbed_on"].null_count() == 1


@pytest.mark.parametrize("day", [None, "2026-11-23", "2026-11-24"])
def test_the_day_of_a_comparison_may_be_that_of_either_calendar(desk, day):
    """It is 08:00 of the 24th in Seoul and the evening of the 23rd in America."""
    path = abroad(desk, "us", "US", "(201) 555-0123")
    now = "2026-11-24T08:00"
    desk.run("prequalify", path, "-p", "cards", as_of=now)
    desk.run("suppress", "export", "--register", "US", as_of=now)
    said = ("--on", day) if day else ()
    answer = desk.write("in/none.csv", "number")
    desk.run("suppress", "import", answer, "--scrub", "--register", "US", *said, as_of=now)
    assert str(desk.facts(SCRUBS)["scrubbed_on"].max()) == (day or "2026-11-23")


def test_another_register_s_answer_clears_nobody(desk):
    desk.consumers(2)
    desk.run("suppress", "export", "--register", "KR")
    answer = desk.write("in/a.csv", "phone", ("+12025550123",), ("+442079460958",))
    assert "none of its numbers is of KR" in str(
        desk.run("suppress", "import", answer, "--scrub", "--register", "KR", code=3)
    )
    assert set(desk.not_queued().values()) == {"scrub_stale"}


def test_of_two_exports_that_wait_the_answer_is_about_the_one_it_names(desk):
    desk.consumers(1)
    desk.run("suppress", "export", "--register", "KR")
    desk.consumers(1, "more", start=1)
    desk.run("suppress", "export", "--register", "KR")
    rows = [("010-0210-0000", "N"), ("010-0210-0001", "N")]
    answer = desk.write("in/a.csv", "number,listed", *rows)
    counts = desk.run("suppress", "import", answer, "--scrub", "--register", "KR")["counts"]
    assert (counts["sent"], counts["unanswered"]) == (2, 0)


def test_the_united_kingdom_is_known_by_the_name_people_use(ready):
    assert ready.run("suppress", "export", "--register", "UK")["counts"]["due"] == 0


def test_the_night_says_that_leads_wait_for_a_register(desk):
    desk.consumers(2)
    words = "2 leads to be compared with a register first"
    assert words in str(desk.run("nightly", "--pause", "0", code=5)["warnings"])
    desk.scrub()
    # The sample's sources expect files that do not come here.
    assert words not in str(desk.run("nightly", "--pause", "0", code=5)["warnings"])


@pytest.mark.parametrize(("zone", "pack", "region", "number", "hour"), [
    ("Asia/Seoul", "us", "US", "(201) 555-0123", "08:00"),  # the evening before in America
    ("America/Los_Angeles", "kr-consumer", "KR", "010-0210-0001", "09:00"),  # the night after in Korea
], ids=["US", "KR"])  # fmt: skip
def test_a_comparison_holds_no_longer_than_by_the_calendar_of_the_region(desk, zone, pack, region, number, hour):
    settings = desk.root / "telebatch.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Asia/Seoul", zone), encoding="utf-8")
    for path in (*desk.root.glob("projects/*.toml"), *desk.root.glob("sources/*.toml"), desk.root / "roster.csv"):
        path.unlink()
    path = abroad(desk, pack, region, number)
    now = f"2026-11-03T{hour}"
    desk.run("prequalify", path, "-p", "cards", as_of=now)
    desk.run("suppress", "export", "--register", region, as_of=now)
    desk.run("suppress", "import", desk.write("in/none.csv", "number"), "--scrub", "--register", region, as_of=now)
    days = {"us": 31, "kr-consumer": 30}[pack]
    reasons = []
    for after in (days - 1, days):
        day = date(2026, 11, 3) + timedelta(days=after)
        told = desk.build(str(day), "-p", "cards", as_of=f"{day}T00:30")
        reasons.append("scrub_stale" in told["reasons"])
    assert reasons == [False, True], "by one of the two calendars a day more has passed"


def test_handed_out_calls_of_a_day_that_has_passed_are_due_too(ready):
    ready.run("split", "--on", "2026-11-23", "--release")
    ready.edit("end = 2026-12-18", "end = 2027-12-18")
    ready.run("classify", as_of="2026-12-23T07:00")
    assert status_of(ready, "2026-12-23")[0] == 0
    assert status_of(ready, "2026-12-24")[0] == 4, "without their results they must not be called from the old queue"
    assert due(ready, "2026-12-24T08:00") == 4


@pytest.mark.parametrize("words", [
    ("import", "a.csv", "--scrub", "--register", "KR", "--list", "x"),
    ("import", "a.csv", "--scrub", "--register", "KR", "--channel", "email"),
    ("import", "a.csv", "--scrub", "--register", "KR", "--until", "2026-12-31"),
    ("import", "a.csv", "--on", "2026-11-22"), ("export", "--within", "7"), ("export", "--register", ""),
])  # fmt: skip
def test_an_option_that_would_not_be_heeded_is_refused(desk, words):
    desk.write("a.csv", "number", ("010-0210-0001",))
    desk.run("suppress", *words, code=2)
    assert desk.facts(SUPPRESSIONS).is_empty()


def test_a_comparison_and_its_answer_name_the_same_sending(desk):
    desk.consumers(1)
    desk.scrub()
    told = desk.run("suppress", "export", "--register", "KR", "--within", "40", as_of="2026-12-10T08:00")
    lines = [one for one in desk.say("explain", "010-0210-0000", as_of="2026-12-10T09:00") if "register KR" in one]
    answered, sent, again = sorted(one.split("register KR: ")[1] for one in lines)
    first = sent.split("batch ")[1]
    assert sent.startswith("sent to be compared  —")
    assert answered.startswith(f"not listed, in answer to what batch {first} sent")
    assert again.startswith("sent to be compared, not answered yet  —")
    assert again.endswith(f"batch {told['batch']}")
