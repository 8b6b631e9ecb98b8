"""Titles of four languages through the command: in which file each person stands, and what is said of them."""

import pytest

from tests.pipeline.care_desk import SCHOOLS

HEAD = "회사,담당자,직책,부서,직원수,업종,언어,휴대폰"
NOBODY = "key_person_unknown"
NOT = "not_key_person"
WANTED = "this project asks for edu (education), pur (purchasing), adm (administration)"

#: What the row tells: title, department, size, industry, language → file, reason, a word of its basis or detail.
ROWS = {
    ("대표이사/CFO", "", "", "", ""): ("callable", "", "strongest current of 대표이사 / cfo"),
    ("CEO", "", "30", "", ""): ("callable", "", "listed as decision maker"),
    ("CEO", "", "5,000명", "", ""): ("rejected", NOT, "another function"),
    ("Assistant to the CEO", "", "", "", ""): ("rejected", NOT, "guards the door"),
    ("总经理秘书", "", "", "", "zh"): ("rejected", NOT, "guards the door"),
    ("总经理助理", "", "", "", "zh"): ("verify", NOBODY, "does not tell its weight"),
    ("总经理助理", "", "", "国有企业", "zh"): ("callable", "", "industry: conditional decision maker"),
    ("行政人事经理", "", "", "", "zh"): ("callable", "", "行政 adds adm"),
    ("质量管理部经理", "", "", "", "zh"): ("rejected", NOT, "质量 gives ops"),
    ("社長秘書", "", "", "", "ja"): ("rejected", NOT, "gatekeeper"),
    ("主任", "総務部", "", "", "ja"): ("rejected", NOT, "recommends"),
    ("主任", "行政部", "", "", "zh"): ("callable", "", "the department gives adm"),
    ("前社長", "", "", "", "ja"): ("rejected", NOT, "holds the post no more"),
    ("社長代行", "", "", "", "ja"): ("callable", "", "acting, holds the power"),
    ("과장", "구매팀", "", "", ""): ("callable", "", "the department gives pur"),
    ("과장", "영업팀", "", "", ""): ("rejected", NOT, "recommends"),
    ("품질관리팀장", "", "", "", ""): ("rejected", NOT, WANTED),
    ("실장", "", "", "", ""): ("verify", NOBODY, "nobody tells on which function"),
    ("실장", "", "5명", "", ""): ("callable", "", "company of at most 10 persons"),
    ("구매담당", "", "", "", ""): ("rejected", NOT, "below manager"),
    ("Office Manager", "", "4", "", ""): ("callable", "", "office manager"),
    ("Office Manager", "", "2000", "", ""): ("rejected", NOT, "gatekeeper"),
    ("Vice President, Procurement", "", "", "Banking", ""): ("verify", NOBODY, "industry"),
    ("대표번호", "", "", "", ""): ("rejected", NOT, "shared line"),
    ("구매팀", "", "", "", ""): ("verify", NOBODY, "a department gives only the function"),
    ("담당자 확인요망", "", "", "", ""): ("verify", NOBODY, "no known title"),
    ("", "", "", "", ""): ("verify", NOBODY, "no title given"),
}  # fmt: skip


@pytest.fixture
def found(desk):
    """Line → (file, row)."""
    desk.edit('direction = "outbound"', 'direction = "outbound"\nlanguage = "en"', SCHOOLS)
    cells = [(f"회사{at:02}", f"사람{at:02}", *row, f"010-0410-{at:04}") for at, row in enumerate(ROWS)]
    told = desk.run("prequalify", desk.write("in/titles.csv", HEAD, *cells), "-p", SCHOOLS)
    assert told["counts"]["records"] == len(ROWS)
    return {
        int(row["line"]): (path.rsplit("/", 1)[-1].removesuffix(".csv"), row)
        for path in told["files"]
        if path.endswith(".csv")
        for row in desk.read(path)
    }


def test_every_person_stands_in_one_file_with_the_words_that_decided(found):
    assert sorted(found) == list(range(2, len(ROWS) + 2))
    for at, (row, (file, reason, words)) in enumerate(ROWS.items()):
        where, told = found[at + 2]
        said = f"{told['role_basis']}; {told['detail']}"
        assert (where, told["reasons"]) == (file, reason), (row, said)
        assert words in said, (row, said)


def test_what_the_project_makes_of_them_is_told_in_its_language(desk):
    people = [
        ("가온", "김하나", "영업팀장"),
        ("나래", "이두리", "실장"),
        ("다솜", "박세미", "구매담당"),
        ("라온", "최네모", "전 원장"),
    ]
    rows = [(*row, f"010-0410-{at:04}") for at, row in enumerate(people)]
    told = desk.run("prequalify", desk.write("in/titles.csv", "회사,담당자,직책,휴대폰", *rows), "-p", SCHOOLS)
    files = [row for path in told["files"] if path.endswith(".csv") for row in desk.read(path)]
    asked = "이 프로젝트가 찾는 업무: edu (교육), pur (구매), adm (총무)"
    assert {row["person"]: row["detail"] for row in files} == {
        "김하나": f"다른 업무의 결정권자임; {asked}",
        "이두리": f"결정권자이나 맡은 업무를 알 수 없음; {asked}",
        "박세미": "이 프로젝트가 찾는 최저 직급(팀장·부장급)보다 낮음",
        "최네모": "지금은 그 자리에 있지 않음",
    }
