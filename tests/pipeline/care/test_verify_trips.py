"""Whose word holds: lists, suppliers and undone files in any order, and what a supplier's answers are judged by."""

import pytest
import xlsxwriter

from telebatch.model.tables import LISTED
from tests.pipeline.care_desk import SCHOOLS
from tests.pipeline.supplier import HEAD, ROWS, answer, deliver, known, names


@pytest.fixture
def asked(desk):
    """Two unknown key persons and a presumed one, listed on the 2nd."""
    deliver(desk, ROWS, "2026-11-02")
    return desk


def how(desk):
    return {person: row["key_person_state"] for person, row in known(desk).items()}


def test_presumed_verified_and_confirmed_stay_apart(asked):
    assert how(asked) == {"김민준": "unknown", "이서연": "unknown", "박도윤": "presumed"}
    answer(asked, "2026-11-05", {"김민준": "confirmed"})
    lead = next(lead for lead, person in names(asked).items() if person == "이서연")
    asked.run("lead", "set", lead, "key_person=yes", "--by", "kim", "--why", "said so", as_of="2026-11-06T09:00")
    assert how(asked) == {"김민준": "verified", "이서연": "confirmed", "박도윤": "presumed"}


def test_a_list_that_repeats_a_title_does_not_unsay_what_a_supplier_told(asked):
    answer(asked, "2026-11-05", {"김민준": "confirmed", "박도윤": "left"})
    deliver(asked, ROWS, "2026-11-09", name="l")
    assert how(asked) == {"김민준": "verified", "이서연": "unknown", "박도윤": "unknown"}
    assert str(known(asked)["김민준"]["key_person_on"]) == "2026-11-05"
    assert asked.run("split", "--on", "2026-11-23")["reasons"]["key_person_unknown"] == 2
    assert asked.run("store", "check")["counts"]["leads_differing"] == 0


def test_a_list_that_tells_another_title_later_speaks_again(asked):
    answer(asked, "2026-11-05", {"김민준": "confirmed"})
    deliver(asked, [("가온학원", "김민준", "비서", "010-0310-0001"), *ROWS[1:]], "2026-11-09")
    assert how(asked)["김민준"] == "not_key_person"


def test_a_presumed_title_told_again_is_fresh_again(asked):
    assert str(known(asked)["박도윤"]["key_person_on"]) == "2026-11-02"
    deliver(asked, ROWS, "2026-11-16")
    assert str(known(asked)["박도윤"]["key_person_on"]) == "2026-11-16"


def test_the_latest_answer_holds_whatever_the_order_of_arrival(asked):
    answer(asked, "2026-11-12", {"김민준": ("confirmed", {"answered_on": "2026-11-11"})})
    answer(asked, "2026-11-13", {"김민준": ("left", {"answered_on": "2026-11-06"})}, supplier="Slow Post")
    assert how(asked)["김민준"] == "verified"
    answer(asked, "2026-11-16", {"김민준": ("퇴사", {"answered_on": "2026-11-15"})})
    assert how(asked)["김민준"] == "unknown"
    answer(asked, "2026-11-18", {"김민준": ("changed", {"new_person": "김새롬", "new_title": "원장"})})
    assert how(asked)["김민준"] == "verified"


ANSWERS = {
    "confirmed": "confirmed",
    "changed": ("changed", {"new_title": "원장", "new_number": "010-0310-7777"}),
    "to a helper": ("변경", {"new_title": "데스크"}),
    "left": "퇴사",
    "closed": "폐업",
    "not found": "확인불가",
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_undone_answer_never_came(asked, kind):
    answer(asked, "2026-11-04", {"이서연": "confirmed"})
    before = known(asked)
    batch = answer(asked, "2026-11-05", {"김민준": ANSWERS[kind], "이서연": "left"}, "--cost", "120 KRW")["batch"]
    assert known(asked) != before
    asked.run("batches", "undo", batch, as_of="2026-11-06T09:00")
    after = known(asked)
    assert {name: dict(row, batch=0) for name, row in after.items()} == {
        name: dict(row, batch=0) for name, row in before.items()
    }
    told = asked.run("verify", "yield")["answer"]["Korea Data"]
    assert (told["answered"], told["cost"]) == (1, "–")
    assert asked.run("store", "check")["counts"]["leads_differing"] == 0


def test_an_undone_file_of_answers_may_be_taken_again(asked):
    told = {"김민준": "confirmed"}
    first = answer(asked, "2026-11-05", told)
    assert answer(asked, "2026-11-05", told)["inputs"][0]["state"] == "same_as_before"
    asked.run("batches", "undo", first["batch"])
    assert how(asked)["김민준"] == "unknown"
    assert answer(asked, "2026-11-05", told)["counts"]["now_callable"] == 1
    assert how(asked)["김민준"] == "verified"


def test_an_old_verification_is_stale_and_asked_again(asked):
    answer(asked, "2026-11-05", {"김민준": "confirmed"})
    late = "2027-05-10T08:00"
    told = asked.run("verify", "export", "--supplier", "Korea Data", as_of=late)
    rows = {row["person"]: row["asked"] for row in asked.read(told["files"][0])}
    assert told["reasons"]["key_person_stale"] == 2
    assert set(rows) == {"김민준", "이서연", "박도윤"}
    answer(asked, "2027-05-10", {"김민준": "confirmed"})
    again = asked.run("verify", "export", "--supplier", "Korea Data", as_of=late)
    assert {row["person"] for row in asked.read(again["files"][0])} == {"이서연", "박도윤"}


def test_an_answer_on_a_person_no_longer_listed_is_kept_and_makes_nobody_callable(asked):
    file = asked.write("in/l-2026-11-09.csv", HEAD, *ROWS[1:])
    asked.run("prequalify", file, "-p", SCHOOLS, "--list", "l", "--withdraw-missing", as_of="2026-11-09T08:00")
    counts = answer(asked, "2026-11-10", {"김민준": "confirmed"})["counts"]
    assert (counts["confirmed"], counts["now_callable"], counts["quarantined"]) == (1, 0, 0)
    assert known(asked)["김민준"]["status"] == "unlisted"
    deliver(asked, ROWS, "2026-11-16")
    assert (known(asked)["김민준"]["status"], how(asked)["김민준"]) == ("open", "verified")


def test_yield_and_cost_stand_per_supplier(asked):
    asked.run("verify", "export", "--supplier", "Korea Data", as_of="2026-11-03T08:00")
    asked.run("verify", "export", "--supplier", "Slow Post", "--limit", "1", as_of="2026-11-03T08:00")
    answer(asked, "2026-11-05", {"김민준": "confirmed", "이서연": "not found"}, "--cost", "120 KRW")
    answer(
        asked, "2026-11-06", {"이서연": ("changed", {"new_title": "원장"})}, "--cost", "1.50 EUR", supplier="Slow Post"
    )
    told = asked.run("verify", "yield")["answer"]
    first, second = told["Korea Data"], told["Slow Post"]
    assert (first["asked"], first["answered"], first["usable"], first["yield"]) == (2, 2, 1, "50.0%")
    assert (first["cost"], first["cost_per_usable"]) == ("240 KRW", "240 KRW")
    assert (second["asked"], second["answered"], second["cost"]) == (1, 1, "1.50 EUR")
    lines = asked.say("verify", "yield")
    assert any(line.startswith("Korea Data: asked 2, answered 2") and "240 KRW" in line for line in lines)


def test_the_companys_size_still_counts_when_an_answer_is_judged(desk):
    rows = [(*row, size) for row, size in zip(ROWS, ("4명", "120명", "30명"), strict=True)]
    deliver(desk, rows, "2026-11-02", f"{HEAD},직원수")
    assert how(desk) == {"김민준": "presumed", "이서연": "unknown", "박도윤": "presumed"}
    number = ("changed", {"new_number": "010-0310-8888"})
    answer(desk, "2026-11-05", {"김민준": number, "이서연": number})
    assert how(desk) == {"김민준": "verified", "이서연": "unknown", "박도윤": "presumed"}


def test_an_answer_is_read_in_the_language_in_which_the_list_was_read(desk):
    # 主任 is a lead in Japan and heads an office in China.
    desk.edit('regions = ["KR"]', 'regions = ["JP", "CN"]', project=SCHOOLS)
    rows = [("A社", "山田太郎", "総務部長", "+81 90-1234-5678"), ("B公司", "王伟", "行政经理", "+86 138 1234 5678")]
    deliver(desk, rows, "2026-11-02")
    new = ("changed", {"new_title": "総務主任"})
    answer(desk, "2026-11-05", {"山田太郎": new, "王伟": ("changed", {"new_title": "行政主任"})})
    assert how(desk) == {"山田太郎": "not_key_person", "王伟": "verified"}


def test_titles_of_one_project_alone_hold_for_its_lists_and_for_answers(desk):
    own = 'language = "ko"\nproject = "study-card"\n[titles]\n"실장" = { class = "decision_maker", seniority = "dir", function = "edu" }\n'
    (desk.root / "titles").mkdir(exist_ok=True)
    (desk.root / "titles/academies.toml").write_text(
        own + '"교수부장" = { class = "staff", seniority = "stf" }\n', "utf-8"
    )
    deliver(desk, ROWS, "2026-11-02")
    assert set(how(desk).values()) == {"presumed"}
    answer(
        desk,
        "2026-11-05",
        {"박도윤": ("changed", {"new_title": "교수부장"}), "김민준": ("changed", {"new_title": "실장"})},
    )
    assert how(desk) == {"김민준": "verified", "이서연": "presumed", "박도윤": "not_key_person"}
    (desk.root / "titles/academies.toml").write_text(own.replace("study-card", "somebody-else"), "utf-8")
    told = desk.run("check", code=3)
    assert any("titles/academies.toml:2" in line and "unknown project" in line for line in told["error"])


def test_a_new_title_and_number_are_scored_anew(asked):
    scores = {row["person_key"]: row["score"] for row in asked.facts(LISTED).iter_rows(named=True)}
    answer(asked, "2026-11-05", {"김민준": ("changed", {"new_title": "원장"})})
    last = asked.facts(LISTED).sort("batch").row(-1, named=True)
    assert "score 75 (decision maker" in "".join(asked.say("explain", "010-0310-0003"))
    assert last["score"] > scores[last["person_key"]]
    assert last["score"] == asked.facts(LISTED).filter(verdict="callable")["score"].max()


def test_rows_put_aside_name_the_sheet_and_line_they_stand_in(asked):
    path = asked.root / "in/answers.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, word in (("seoul", "confirmed"), ("busan", "perhaps")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ("phone", "answer"))
            sheet.write_row(1, 0, ("010-0310-0001", word))
    told = asked.run("verify", "import", path, "--supplier", "x", code=5)
    (bad,) = asked.read(told["files"][0])
    assert (bad["quarantined_sheet"], bad["quarantined_line"], bad["answer"]) == ("busan", "2", "perhaps")


def test_touches_and_suppressions_put_aside_name_their_line(asked):
    drops = asked.write("in/drops.csv", "lead_id,medium,sent_on,reason", ("LNOBODY", "catalogue", "2026-11-03", "own"))
    touched = asked.run("touch", drops, "-p", SCHOOLS, code=5)
    (bad,) = asked.read(touched["files"][0])
    assert (bad["quarantined_sheet"], bad["quarantined_line"], bad["reason"]) == ("", "2", "own")
    stops = asked.write("in/stop.csv", "phone,reason", ("12", "asked"))
    (bad,) = asked.read(asked.run("suppress", "import", stops, code=5)["files"][0])
    assert (bad["quarantined_sheet"], bad["quarantined_line"], bad["reason"]) == ("", "2", "asked")


@pytest.mark.parametrize(
    ("heading", "word", "kind"),
    [
        ("리드번호,결과", "변경없음", "confirmed"), ("lead id,status", "No longer with company", "left"),
        ("線索編號,核實結果", "查無此人", "not_found"), ("リードID,調査結果", "廃業済", "closed"),
        ("리드ID,확인여부", "재직 확인", "confirmed"), ("リードID,確認結果", "在籍確認済", "confirmed"), ("线索编号,确认结果", "已离职", "left"),
    ],
)  # fmt: skip
def test_suppliers_answer_in_their_own_words(asked, heading, word, kind):
    lead = next(iter(asked.leads().values()))
    file = asked.write("in/answer.csv", heading, (f'="{lead}"', word))
    told = asked.run("verify", "import", file, "--supplier", "Korea Data")
    assert {name: count for name, count in told["counts"].items() if count} == {
        "records": 1, kind: 1, "leads_decided": 1, **({"now_callable": 1} if kind == "confirmed" else {}),
    }  # fmt: skip


def test_an_answer_of_a_day_to_come_is_put_aside_and_one_too_late_is_told(asked):
    lead, other = list(asked.leads().values())[:2]
    rows = [(lead, "left", "2026-11-22"), (other, "confirmed", "2026-12-24")]
    first = asked.run("verify", "import", asked.write("in/a.csv", "lead_id,answer,answered_on", *rows),
                      "--supplier", "One", code=5)  # fmt: skip
    assert first["reasons"] == {"day_in_future": 1}
    late = asked.write("in/b.csv", "lead_id,answer,answered_on", (lead, "confirmed", "2026-11-20"))
    told = asked.run("verify", "import", late, "--supplier", "Two")
    assert told["counts"]["now_callable"] == 0
    assert any("1 answer older than one already known" in one for one in told["warnings"])


@pytest.mark.parametrize("name", ["", " ", "../.."])
def test_a_supplier_has_a_name(asked, name):
    asked.run("verify", "export", "--supplier", name, code=2)
    asked.run("verify", "import", asked.write("in/a.csv", "lead_id,answer"), "--supplier", name, code=2)
