"""Suppliers are asked what is unknown; their answers are facts, decide leads at once, and every row is told."""

import pytest

from telebatch.model.tables import LISTED, NUMBERS, PEOPLE, VERIFIED
from tests.pipeline.care_desk import SCHOOLS

ROWS = (
    ("가온학원", "김민준", "실장", "010-0310-0001"),
    ("나래학원", "이서연", "실장", "010-0310-0002"),
    ("다솜학원", "박도윤", "실장", "010-0310-0003"),
    ("라온학원", "최지우", "실장", "010-0310-0004"),
    ("마루학원", "정하준", "실장", "010-0310-0005"),
    ("바다학원", "강서윤", "원장", "010-0310-0006"),
)


@pytest.fixture
def asked(desk):
    """Five unknown key persons and a known one; the supplier's file by person."""
    told = desk.run("prequalify", desk.write("in/s.csv", "학원명,담당자,직책,휴대폰", *ROWS), "-p", SCHOOLS)
    assert (told["counts"]["verify"], told["counts"]["callable"]) == (5, 1)
    return desk


def questions(desk, *more):
    told = desk.run("verify", "export", "--supplier", "Korea Data", *more)
    return desk.read(told["files"][0])


def answered(desk, rows, *more, code=0):
    file = desk.write("in/answers.csv", ",".join(rows[0]), *[tuple(row.values()) for row in rows])
    return desk.run("verify", "import", file, "--supplier", "Korea Data", *more, code=code)


def test_unknown_key_persons_are_asked_once_each_and_known_ones_are_not(asked):
    rows = questions(asked)
    assert sorted(row["person"] for row in rows) == sorted(row[1] for row in ROWS[:5])
    assert all(row["asked"] and row["person_id"].startswith("P") and row["numbers"].startswith("010-") for row in rows)
    assert len(questions(asked, "--limit", "2")) == 2


def test_an_answer_with_several_new_numbers_says_which_one_is_dialled(asked):
    rows = questions(asked, "--limit", "3")
    cells = ("010-0310-9991 / 010-0310-9992", "010-0310-9993", "010-0310-9994 / 010-0310-9994")
    for row, cell in zip(rows, cells, strict=True):
        row |= {"answer": "changed", "new_title": "원장", "new_number": cell}
    (said,) = [note for note in answered(asked, rows)["warnings"] if "several new numbers" in note]
    assert "1 answer names several new numbers: the first is taken" in said


@pytest.mark.slow
def test_stale_key_persons_are_asked_when_the_days_are_over(asked):
    told = asked.run("verify", "export", "--supplier", "x", as_of="2027-06-01T08:00")
    assert told["reasons"]["key_person_stale"] == 1


def test_each_answer_decides_its_leads_in_the_same_commit(asked):
    rows = questions(asked)
    answers = {"김민준": ("confirmed", {}), "이서연": ("변경", {"new_title": "원장", "new_number": "010-0310-9999"}),
               "박도윤": ("퇴사", {}), "최지우": ("폐업", {}), "정하준": ("not found", {})}  # fmt: skip
    for row in rows:
        row["answer"], more = answers[row["person"]]
        row.update(more)
    told = answered(asked, rows, "--cost", "120 KRW")
    kinds = {name: told["counts"][name] for name in ("confirmed", "changed", "left", "closed", "not_found")}
    assert set(kinds.values()) == {1}
    assert told["counts"]["now_callable"] == 2
    states = {row["person_id"]: row["person"] for row in rows}
    assert len(states) == 5
    assert sorted(asked.states()["key_person_state"].to_list()) == [
        "presumed",
        "unknown",
        "unknown",
        "unknown",
        "verified",
        "verified",
    ]
    assert asked.facts(VERIFIED)["cost_minor"].sum() == 600
    assert asked.facts(NUMBERS).filter(number=821003109999).item(0, "position") == 0
    assert asked.facts(PEOPLE).filter(title="원장").height == 2
    assert asked.facts(LISTED).filter(verdict="callable")["verified_on"].drop_nulls().len() == 2
    assert asked.run("store", "check")["counts"]["leads_differing"] == 0
    reasons = asked.run("split", "--on", "2026-11-23")["reasons"]
    assert reasons["key_person_unknown"] == 3


def test_a_title_that_does_not_decide_closes_the_door_again(asked):
    rows = questions(asked)
    rows = [{**row, "answer": "changed", "new_title": "비서"} for row in rows if row["person"] == "김민준"]
    assert answered(asked, rows)["counts"]["now_callable"] == 0
    assert "not_key_person" in asked.states()["key_person_state"].to_list()


def test_every_row_is_answered_unanswered_repeated_or_quarantined(asked):
    rows = questions(asked)
    for row, answer in zip(rows, ("confirmed", "", "perhaps", "changed", "변경"), strict=True):
        row["answer"] = answer
    rows[4]["new_number"] = "12"
    strange = {**rows[0], "person_id": "P9999999", "lead_id": ""}
    counts = (told := answered(asked, [*rows, rows[0], {**rows[0], "answer": "left"}, strange], code=5))["counts"]
    kinds = sum(counts[name] for name in ("confirmed", "changed", "left", "closed", "not_found"))
    assert counts["records"] == 8 == kinds + counts["unanswered"] + counts["repeated"] + counts["quarantined"]
    assert (kinds, counts["unanswered"], counts["repeated"], counts["quarantined"]) == (1, 1, 1, 5)
    assert told["reasons"] == {
        "answer_not_understood": 1, "changed_without_what": 1, "contradicts_earlier_row": 1, "new_number_unusable": 1, "no_person": 1,
    }  # fmt: skip
    bad = asked.read(told["files"][0])
    assert len(bad) == 5
    assert all(row["remedy"] for row in bad)


def test_the_same_word_for_another_thing_is_no_repetition(asked):
    row = questions(asked)[0]
    rows = [{**row, "answer": "changed", "new_title": "원장"}, {**row, "answer": "changed", "new_person": "원장"}]
    told = answered(asked, rows, code=5)
    assert (told["counts"]["changed"], told["reasons"]) == (1, {"contradicts_earlier_row": 1})


def test_a_person_may_be_named_by_a_number_that_is_theirs_alone(asked):
    told = answered(asked, [{"전화번호": "010-0310-0003", "확인결과": "재직"}])
    assert told["counts"]["now_callable"] == 1


def test_the_same_file_twice_is_as_if_once_and_undo_takes_it_back(asked):
    rows = [{**row, "answer": "confirmed"} for row in questions(asked)]
    batch = answered(asked, rows)["batch"]
    assert answered(asked, rows)["inputs"][0]["state"] == "same_as_before"
    asked.run("batches", "undo", batch)
    assert asked.states()["key_person_state"].to_list().count("verified") == 0


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ((), ("--supplier", "Other Data"), "took it in as answers of Korea Data; nothing was counted for Other Data"),
        (("--cost", "120 KRW"), ("--cost", "150 KRW"), "took it in as answers of Korea Data, at another price"),
        (("--cost", "120 KRW"), ("--cost", "120 KRW"), ""),
        (("--cost", "120 KRW"), (), ""),
        ((), ("--supplier", "korea data"), ""),
    ],
)
def test_the_same_file_for_somebody_else_or_at_another_price_is_told_not_taken(asked, then, now, told):
    rows = [{**row, "answer": "confirmed"} for row in questions(asked)]
    batch = answered(asked, rows, *then)["batch"]
    again = answered(asked, rows, *now, code=5 if told else 0)
    assert again["inputs"][0]["state"] == "same_as_before"
    said = [warning for warning in again["warnings"] if "took it in" in warning]
    assert [told in warning and f"batches undo {batch}" in warning for warning in said] == ([True] if told else [])


@pytest.mark.slow
def test_whoever_was_answered_lately_is_not_asked_again(asked):
    rows = [{**row, "answer": "not found"} for row in questions(asked)]
    answered(asked, rows)
    assert asked.run("verify", "export", "--supplier", "Korea Data")["counts"]["asked"] == 0
    assert asked.run("verify", "export", "--supplier", "Other")["counts"]["asked"] == 5


def test_whoever_one_supplier_found_closed_no_other_is_asked_about(asked):
    first, *others = questions(asked)
    answered(asked, [{**first, "answer": "closed"}, *({**row, "answer": "not found"} for row in others)])
    told = asked.run("verify", "export", "--supplier", "Other")
    persons = {row["person_id"] for row in asked.read(told["files"][0])}
    assert first["person_id"] not in persons and len(persons) == len(others) == 4


@pytest.mark.parametrize(("supplier", "is_told"), [("Korea Date", True), ("korea data", False)])
def test_answers_of_somebody_who_was_never_asked_are_told(asked, supplier, is_told):
    row = {**questions(asked)[0], "answer": "confirmed"}
    file = asked.write("in/answers.csv", ",".join(row), tuple(row.values()))
    warnings = asked.run("verify", "import", file, "--supplier", supplier)["warnings"]
    assert any("Korea Date was never asked; asked: Korea-Data" in warning for warning in warnings) == is_told


def test_the_yield_of_a_supplier_who_never_answered_names_no_answers(asked):
    questions(asked)
    assert asked.say("verify", "yield")[0].startswith("Korea-Data: asked 5, answered 0, usable 0")


def test_yield_and_cost_per_supplier(asked):
    rows = questions(asked)
    for row, answer in zip(rows, ("confirmed", "confirmed", "left", "", ""), strict=True):
        row["answer"] = answer
    answered(asked, rows, "--cost", "120 KRW")
    told = asked.run("verify", "yield")["answer"]["Korea Data"]
    assert (told["asked"], told["answered"], told["usable"], told["yield"]) == (5, 3, 2, "66.7%")
    assert (told["cost"], told["cost_per_usable"]) == ("360 KRW", "180 KRW")


def test_a_file_without_answers_or_persons_is_refused(asked):
    assert "no column" in answered(asked, [{"person_id": "P000001X", "note": "x"}], code=3)["error"][0]
    assert "names a person" in answered(asked, [{"answer": "confirmed", "note": "x"}], code=3)["error"][0]


def test_a_totals_row_of_the_suppliers_file_is_no_answer(asked):
    rows = [{"전화번호": "010-0310-0003", "확인결과": "재직"}, {"전화번호": "합계", "확인결과": "1"}]
    told = answered(asked, rows)
    assert (told["counts"]["confirmed"], told["counts"]["quarantined"], told["counts"]["skipped"]) == (1, 0, 1)
