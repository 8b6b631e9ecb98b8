"""Consents of a day to come, and consents without a day: when they count, and from when."""

from tests.pipeline.care_desk import CONSUMERS

HEAD = "회원번호,성명,휴대전화,수신동의,동의일"


def test_a_consent_whose_day_has_come_counts_when_lists_are_decided_again(desk):
    file = desk.write("in/m.csv", HEAD, ("K1", "김민준", "010-0210-0001", "Y", "2026-12-01"),
                      ("K2", "이서연", "010-0210-0002", "Y", "2026-10-01"))  # fmt: skip
    told = desk.run("prequalify", file, "-p", CONSUMERS, "--list", "members")
    assert (told["counts"]["callable"], told["reasons"]) == (1, {"consent_date_unreadable": 1})
    same = desk.run("prequalify", "--again", "-p", CONSUMERS, as_of="2026-11-30T08:00")
    assert same["counts"]["changed"] == 0
    again = desk.run("prequalify", "--again", "-p", CONSUMERS, as_of="2026-12-01T08:00")
    assert again["counts"]["changed"] == 1
    rows = desk.read(next(path for path in again["files"] if path.endswith("callable.csv")))
    assert {row["person"] for row in rows} == {"김민준", "이서연"}
    assert set(desk.leads()) == {"010-0210-0001", "010-0210-0002"}
    reasons = desk.not_queued("2026-12-01", as_of="2026-12-01T08:00")
    assert reasons[desk.leads()["010-0210-0001"]] == "scrub_stale", "nothing but the register stands against it"
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


SHIFT, NOW = "2026-12-02", "2026-12-02T08:00"


def undated(desk, day, name="members", says="Y"):
    """A delivery whose consents have no day; every one has bytes of its own."""
    file = desk.write(f"in/{name}-{day}.csv", "회원번호,성명,휴대전화,수신동의,비고",
                      ("K1", "김민준", "010-0210-0001", says, day))  # fmt: skip
    desk.run("prequalify", file, "-p", CONSUMERS, "--list", name, "--received-on", day, as_of=f"{day}T08:00")


def reason(desk):
    """Why the one lead waits, once the register has answered: `no_agent` where nothing stands against calling it."""
    desk.scrub(as_of="2026-12-01T08:00")
    (word,) = desk.not_queued(SHIFT, as_of=NOW).values()
    return word


def test_a_consent_without_a_day_is_not_renewed_by_telling_it_again(desk):
    for day in ("2024-11-20", "2025-11-20", "2026-11-20"):
        undated(desk, day)
    assert reason(desk) == "consent_expired"
    assert desk.run("store", "check")["counts"]["leads_differing"] == 0


def test_a_consent_told_anew_after_a_no_counts_from_then(desk):
    undated(desk, "2024-11-20")
    undated(desk, "2026-10-20", says="N")
    undated(desk, "2026-11-20")
    assert reason(desk) == "no_agent"


def test_another_list_tells_a_consent_of_its_own(desk):
    undated(desk, "2024-11-20")
    undated(desk, "2026-11-20", name="second")
    assert reason(desk) == "no_agent"


def test_without_the_first_delivery_the_second_one_is_the_first(desk):
    undated(desk, "2024-11-20")
    undated(desk, "2026-11-20")
    assert reason(desk) == "consent_expired"
    desk.run("batches", "undo", 1)
    assert list(desk.not_queued(SHIFT, as_of=NOW).values()) == ["no_agent"]
