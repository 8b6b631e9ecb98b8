"""Delivered again: the same people, and whatever is not sure is told."""

from datetime import date

import pytest

from telebatch.model.tables import LISTS
from tests.pipeline.care_desk import CONSUMERS, SCHOOLS
from tests.pipeline.small import NOW, run

HEAD = "회원번호,성명,휴대전화,수신동의"


def deliver(desk, place, *rows, name="members", code=0):
    path = desk.write(f"in/{place}.csv", HEAD, *rows)
    return desk.run("prequalify", path, "-p", CONSUMERS, "--list", name, code=code)


def test_a_row_that_names_two_persons_is_told_and_not_merged(desk):
    first = deliver(desk, "a", ("A1", "김하나", "010-0210-0001", "Y"), ("A2", "이두리", "010-0210-0002", "Y"))
    assert not any(name.endswith("conflicts.csv") for name in first["files"])
    told = deliver(desk, "b", ("A1", "이두리", "010-0210-0002", "Y"))
    assert any("more than one person" in note for note in told["warnings"])
    (row,) = desk.read(next(name for name in told["files"] if name.endswith("conflicts.csv")))
    assert row["line"] == "2"
    hana, duri = (desk.leads()[number] for number in ("010-0210-0001", "010-0210-0002"))
    assert (row["lead_id"], row["taken_for"]) == (duri, desk.person_of(duri))
    who = f"record key names person {desk.person_of(hana)}, who had another name and number"
    assert row["conflict"] == who
    assert desk.states().height == 2


def test_an_earlier_number_finds_the_person(desk):
    deliver(desk, "a", ("A1", "김하나", "010-0210-0001", "Y"))
    deliver(desk, "b", ("A1", "김하나", "010-0210-0002", "Y"))
    assert deliver(desk, "c", ("", "김하나", "010-0210-0001", "Y"), name="fair")["counts"]["known"] == 1
    assert desk.states().height == 1


def test_a_family_name_in_front_of_a_comma_makes_no_other_person(desk):
    deliver(desk, "a", ("", "Emily Smith", "010-0210-0001", "Y"), ("", "Park Lee", "010-0210-0002", "Y"))
    rows = ("", "Smith, Emily", "010-0210-0001", "Y"), ("", "Dr Emily Smith, MBE", "010-0210-0001", "Y")
    told = deliver(desk, "b", *rows, ("", "Lee Park", "010-0210-0002", "Y"), name="fair")
    assert (told["counts"]["known"], told["reasons"]) == (2, {"duplicate_in_run": 1})
    assert desk.states().height == 3


FULL = "관리번호,학원명,담당자,직책,휴대폰,이메일,주소,우편번호"
ROW = ("A1", "가온학원", "김하나", "원장", "010-2001-0001", "one@example.com", "서울 종로구 1", "03000")


def of_school(desk, place, header, *rows, code=0, options=(), name="schools", **more):
    path = desk.write(f"in/{place}.csv", header, *rows)
    return desk.run("prequalify", path, "-p", SCHOOLS, "--list", name, *options, code=code, **more)


def card(desk):
    return " ".join(desk.say("explain", "010-2001-0001"))


def test_a_list_with_fewer_columns_unsays_nothing(desk):
    first = of_school(desk, "a", FULL, ROW)
    told = of_school(desk, "b", "관리번호,담당자,휴대폰,직책,이메일", ("A1", "김하나", "010-2001-0001", "", ""))
    assert not any(name.endswith("changes.csv") for name in told["files"])
    shown = card(desk)
    assert [part in shown for part in ("가온학원", "원장", "one@example.com")] == [True] * 3
    state = desk.states().row(0, named=True)
    assert (state["is_key_person"], state["key_person_state"], state["seniority"]) == (True, "presumed", "own")
    desk.run("batches", "undo", first["batch"])
    assert "원장" not in card(desk)
    assert desk.states().is_empty(), "by itself the second delivery lacks what the project requires"


def test_a_new_address_does_not_keep_the_old_postcode(desk):
    of_school(desk, "a", FULL, ROW)
    told = of_school(desk, "b", "관리번호,담당자,휴대폰,주소", ("A1", "김하나", "010-2001-0001", "부산 중구 2"))
    changes = desk.read(next(name for name in told["files"] if name.endswith("changes.csv")))
    assert [(row["field"], row["before"], row["after"]) for row in changes] == [
        ("address", "서울 종로구 1", "부산 중구 2"), ("postcode", "03000", ""),
    ]  # fmt: skip


SPELLED = (
    ("담당자", "김하나", "김 하나", "김두리"),
    ("학원명", "㈜가온학원", "주식회사 가온 학원", "㈜나래학원"),
    ("직책", "대표 원장", "대표원장", "원장"),
    ("이메일", "one@example.com", "One@Example.COM", "one@example.org"),
    ("주소", "서울 종로구 1-52", "서울 종로구, 1 - 52", "서울 종로구 15-2"),
    ("우편번호", "EC1A 1BB", "ec1a1bb", "EC1A 1BC"),
)  # fmt: skip


def test_what_a_delivery_only_spells_otherwise_is_told_as_that(desk):
    header = ",".join(("관리번호", "휴대폰", *(heading for heading, *_ in SPELLED)))
    first, respelled, changed = ([column[n] for column in SPELLED] for n in (1, 2, 3))
    of_school(desk, "a", header, ("A1", "02-312-4567", *first))
    told = of_school(desk, "b", header, ("A1", "02 312 4567", *respelled))
    rows = desk.read(next(name for name in told["files"] if name.endswith("changes.csv")))
    spellings = {row["field"]: row["is_spelling"] for row in rows}
    assert set(spellings.values()) == {"true"}
    assert "numbers" not in spellings, "a number has one spelling here"
    told = of_school(desk, "c", header, ("A1", "02 312 4567", *changed))
    rows = desk.read(next(name for name in told["files"] if name.endswith("changes.csv")))
    assert {row["field"]: row["is_spelling"] for row in rows} == dict.fromkeys(
        ("person", "company", "title", "email", "address", "postcode"), "false"
    )


def test_the_last_day_of_use_holds_until_another_is_given(desk):
    of_school(desk, "a", FULL, ROW, options=("--use-until", "2026-11-30", "--supplier", "one", "--price", "1000 KRW"))
    of_school(desk, "b", FULL, (*ROW[:6], "부산", ""))
    assert desk.states().item(0, "use_until") == date(2026, 11, 30)
    of_school(desk, "c", FULL, (*ROW[:6], "대구", ""), options=("--use-until", "2026-12-31"))
    assert desk.states().item(0, "use_until") == date(2026, 12, 31)


def _until(desk, place, name, until=None):
    """Delivers the one row under a name; the day until which the lead may be called then."""
    options = ("--use-until", until) if until else ()
    of_school(desk, place, FULL, (*ROW[:6], place, ""), options=options, name=name)
    return str(desk.states().item(0, "use_until"))


def test_a_lead_may_be_called_as_long_as_any_of_its_lists_may_be_used(desk):
    assert _until(desk, "a", "schools", "2026-12-31") == "2026-12-31"
    assert _until(desk, "b", "fair", "2026-11-28") == "2026-12-31", "another list takes no right away"
    assert _until(desk, "c", "fair", "2027-01-31") == "2027-01-31", "the list itself tells another day"
    assert _until(desk, "d", "fair", "2026-11-28") == "2026-12-31"
    assert _until(desk, "e", "schools", "2026-11-30") == "2026-11-30", "a list's own later day holds, a shorter one too"
    assert _until(desk, "f", "register") == "None", "a list without a last day may be used without end"


def test_a_list_that_leaves_somebody_out_gives_no_right_to_call(desk):
    _until(desk, "a", "fair", "2026-11-28")
    _until(desk, "b", "schools", "2026-12-31")
    other = ("B2", "나래학원", "박세미", "원장", "010-2001-0002", "", "", "")
    of_school(desk, "c", FULL, other, options=("--withdraw-missing", "--use-until", "2026-12-31"))
    assert _until(desk, "d", "fair", "2026-11-30") == "2026-11-30"


def test_what_is_said_of_a_list_is_kept_with_it(desk):
    said = (
        "--supplier",
        "Korea Data",
        "--received-on",
        "2026-11-02",
        "--use-until",
        "2027-01-31",
        "--consent",
        "web form",
    )
    of_school(desk, "a", FULL, ROW, options=(*said, "--price", "1.20 EUR"))
    row = desk.facts(LISTS).row(0, named=True)
    kept = ("list", "supplier", "received_on", "use_until", "consent", "price_minor", "currency", "records")
    assert tuple(row[name] for name in kept) == (
        "schools", "Korea Data", date(2026, 11, 2), date(2027, 1, 31), "web form", 120, "EUR", 1,
    )  # fmt: skip
    assert "from list schools of 2026-11-02; may be called by its lists until 2027-01-31" in card(desk)


def test_consent_keeps_its_day_where_a_newer_delivery_tells_none(desk):
    header = "회원번호,성명,휴대전화,수신동의,동의일"
    desk.write("in/a.csv", header, ("A1", "김하나", "010-0210-0001", "Y", "2026-10-01"))
    desk.run("prequalify", "in/a.csv", "-p", CONSUMERS, "--list", "members")
    deliver(desk, "b", ("A1", "김하나", "010-0210-0001", "Y"))
    assert desk.states().item(0, "consent_on") == date(2026, 10, 1)


def test_a_list_that_may_not_be_used_any_more_when_it_comes_is_refused(desk):
    told = of_school(desk, "a", FULL, ROW, options=("--received-on", "2026-11-20", "--use-until", "2026-11-19"), code=2)
    assert "until 2026-11-19" in told["error"][0]
    assert desk.states().is_empty()


def test_a_list_that_comes_on_a_day_to_come_is_refused(desk):
    path = desk.write("in/a.csv", HEAD, ("A1", "김하나", "010-0210-0001", "Y"))
    ended, _, err = run(desk.root, "prequalify", path, "-p", CONSUMERS, "--received-on", "2026-11-24", as_of=NOW)
    assert (ended, "lies after 2026-11-23" in err) == (2, True)
    desk.run("prequalify", path, "-p", CONSUMERS, "--received-on", "2026-11-23")


def test_options_for_a_list_taken_in_before_are_said_to_be_lost(desk):
    of_school(desk, "a", FULL, ROW, options=("--supplier", "one"))
    assert of_school(desk, "a", FULL, ROW, options=("--supplier", "one"))["warnings"] == []
    options = ("--supplier", "two", "--use-until", "2026-12-31", "--price", "5 KRW", "--withdraw-missing")
    (note,) = of_school(desk, "a", FULL, ROW, options=options, code=5)["warnings"]
    for part in ("--supplier", "--use-until", "--price", "--withdraw-missing", "batches undo 1"):
        assert part in note


def test_deciding_again_takes_no_list_options(desk):
    of_school(desk, "a", FULL, ROW)
    assert "--again" in desk.run("prequalify", "--again", "-p", SCHOOLS, "--supplier", "x", code=2)["error"][0]


COMPANIES = [
    ("㈜한빛소프트", "주식회사 한빛소프트"), ("(주) 한빛소프트", "한빛소프트(주)"), ("Oak & Sons Ltd.", "OAK AND SONS LIMITED"),
    ("Acme Inc.", "Acme, Incorporated"), ("山田商事株式会社", "(株)山田商事"), ("有限会社山田", "㈲山田"),
    ("北京晨光科技有限公司", "北京晨光科技"), ("上海晨光股份有限公司", "上海晨光（股份有限公司）"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), COMPANIES, ids=[pair[1] for pair in COMPANIES])
def test_a_person_is_found_by_name_and_company_however_they_are_spelled(desk, before, after):
    header = "company,name,title,phone"
    of_school(desk, "a", header, (before, "Kim Ha-na", "CEO", "010-2001-0001"))
    told = of_school(desk, "b", header, (f" {after} ", "KIM  HA NA", "CEO", "010-2001-0002"))
    assert told["counts"]["known"] == 1
    assert desk.states().height == 1


HAN = ("V1", "華為技術有限公司", "王國榮", "總經理", "010-2001-0009", "", "", "")


def test_a_company_and_a_name_in_another_form_of_their_characters_are_the_same(desk):
    of_school(desk, "a", FULL, HAN)
    again = ("", "华为技术有限公司", "王国荣", "总经理", "010-2001-0009", "", "", "")
    assert of_school(desk, "b", FULL, again)["counts"]["known"] == 1
    moved = ("", "華爲技術", "王國榮", "總經理", "010-2001-0010", "", "", "")
    assert of_school(desk, "c", FULL, moved)["counts"]["known"] == 1
    assert desk.states().height == 1
    desk.run("suppress", "add", "--company", "华为技术股份有限公司", "--by", "legal")
    tested = desk.run("suppress", "test", "--company", "華為技術")
    assert tested["counts"]["suppressed"] == 1
    assert set(desk.not_queued().values()) == {"suppressed"}
