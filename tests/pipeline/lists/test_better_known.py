"""A list delivered again: its files and figures say of the persons known what the state says of them."""

import polars as pl
import pytest

from telebatch.model.tables import LISTED
from tests.pipeline.care_desk import SCHOOLS
from tests.pipeline.supplier import ROWS, answer, deliver

WORDS = "이 명단의 직책만으로는 알 수 없음"


def _standing(desk, told):
    """Person → verdict, first reason and detail, as the files of one delivery tell them."""
    folder = told["files"][0].rsplit("/", 1)[0]
    found = {}
    for verdict in ("callable", "verify", "rejected"):
        for row in desk.read(f"{folder}/{verdict}.csv"):
            found[row["person"]] = (verdict, row["reasons"], row["detail"])
    return found


def test_whom_a_supplier_confirmed_is_callable_in_the_files_of_the_next_delivery(desk):
    assert deliver(desk, ROWS, "2026-11-09")["counts"]["verify"] == 2
    answer(desk, "2026-11-11", {"김민준": "confirmed"})
    told = deliver(desk, ROWS, "2026-11-16")
    assert (told["counts"]["callable"], told["counts"]["verify"]) == (2, 1)
    assert told["reasons"] == {"key_person_unknown": 1}
    standing = _standing(desk, told)
    assert standing["김민준"] == ("callable", "", f"2026-11-11에 업체가 키맨으로 확인함; {WORDS}")
    assert standing["이서연"][:2] == ("verify", "key_person_unknown")
    summary = desk.root / told["files"][3]
    assert '"callable": 2' in summary.read_text(encoding="utf-8")
    # What the list says by itself is kept: an undo of the answer leaves nothing of it.
    assert desk.facts(LISTED).filter(pl.col("told_by").is_null(), verdict="callable").height == 2


def test_whom_a_supplier_found_gone_waits_in_the_files_of_the_next_delivery(desk):
    deliver(desk, ROWS, "2026-11-09")
    answer(desk, "2026-11-11", {"박도윤": "left"})
    standing = _standing(desk, deliver(desk, ROWS, "2026-11-16"))
    assert standing["박도윤"] == (
        "verify", "key_person_unknown", f"2026-11-11에 물었으나 그곳에 없다고 함; {WORDS}",
    )  # fmt: skip


def test_a_new_title_on_the_list_speaks_for_itself(desk):
    deliver(desk, ROWS, "2026-11-09")
    answer(desk, "2026-11-11", {"김민준": "confirmed", "박도윤": "left"})
    rows = ((*ROWS[0][:2], "비서", ROWS[0][3]), ROWS[1], (*ROWS[2][:2], "대표", ROWS[2][3]))
    standing = _standing(desk, deliver(desk, rows, "2026-11-16"))
    assert (standing["김민준"][0], standing["박도윤"][0]) == ("rejected", "callable")


def test_whom_a_person_set_as_no_key_person_is_rejected_in_the_next_delivery(desk):
    deliver(desk, ROWS, "2026-11-09")
    answer(desk, "2026-11-11", {"김민준": "confirmed"})
    desk.run("lead", "set", _lead(desk, "김민준"), "key_person=no", "--by", "a", "--why", "b", as_of="2026-11-12T08:00")
    told = deliver(desk, ROWS, "2026-11-16")
    assert _standing(desk, told)["김민준"][:2] == ("rejected", "not_key_person")
    assert sum(told["counts"][name] for name in ("callable", "verify", "rejected")) == told["counts"]["records"] == 3


def test_whom_an_earlier_title_makes_a_key_person_is_called_on_where_a_delivery_tells_no_titles(desk):
    deliver(desk, ROWS, "2026-11-09")
    untitled = tuple((company, person, number) for company, person, _, number in ROWS)
    told = deliver(desk, untitled, "2026-11-16", head="학원명,담당자,휴대폰")
    assert (told["counts"]["callable"], told["counts"]["verify"]) == (1, 2)
    standing = _standing(desk, told)
    assert standing["박도윤"] == ("callable", "", "2026-11-09에 받은 직책으로 키맨임; 이 명단에는 직책이 없음")
    assert standing["김민준"][:2] == ("verify", "key_person_unknown")
    (lead,) = (row["lead_id"] for row in desk.read(told["files"][0]))
    not_queued = desk.not_queued("2026-11-17", as_of="2026-11-17T08:00")
    # Waits for its letter as every new lead of this project does; the others for an answer.
    assert not_queued[lead] == "medium_due" and list(not_queued.values()).count("key_person_unknown") == 2


def test_lists_decided_again_tell_the_same(desk):
    deliver(desk, ROWS, "2026-11-09")
    answer(desk, "2026-11-11", {"김민준": "confirmed"})
    told = deliver(desk, ROWS, "2026-11-16")
    before = _standing(desk, told)
    desk.edit("fresh_days = 180", "fresh_days = 100", SCHOOLS)
    again = desk.run("prequalify", "--again", "-p", SCHOOLS, as_of="2026-11-16T09:00")
    assert _standing(desk, told) == before
    assert again["counts"]["changed"] == 0


@pytest.mark.parametrize(("old", "new"), [
    ('unknown_titles = "verify"', 'unknown_titles = "accept"'), ("fresh_days = 180", "fresh_days = 100"),
])  # fmt: skip
def test_whom_a_supplier_did_not_find_is_not_callable_by_rules_edited_since(desk, old, new):
    told = deliver(desk, ROWS, "2026-11-09")
    assert _standing(desk, told)["박도윤"][0] == "callable"
    answer(desk, "2026-11-11", {"김민준": "left", "박도윤": "closed"})
    desk.edit(old, new, SCHOOLS)
    desk.run("prequalify", "--again", "-p", SCHOOLS, as_of="2026-11-16T09:00")
    standing = _standing(desk, told)
    assert {standing[person][0] for person in ("김민준", "박도윤")} == {"verify"}
    assert "2026-11-11" in standing["박도윤"][2]
    assert (standing["이서연"][0] == "callable") == (new == 'unknown_titles = "accept"')


def _lead(desk, person):
    rows = [row for path in desk.root.rglob("verify.csv") for row in desk.read(path.relative_to(desk.root))]
    return next(row["lead_id"] for row in rows if row["person"] == person)


def test_what_is_known_is_told_in_the_language_of_the_project(desk):
    desk.edit('direction = "outbound"', 'direction = "outbound"\nlanguage = "en"', SCHOOLS)
    deliver(desk, ROWS, "2026-11-09")
    answer(desk, "2026-11-11", {"김민준": "confirmed"})
    told = _standing(desk, deliver(desk, ROWS, "2026-11-16"))["김민준"][2]
    assert told == "key person verified on 2026-11-11; this list's title alone would not say so"
