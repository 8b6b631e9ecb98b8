"""How a title was read and what a score is made of stand in the verdict files in the project's language."""

import re
import tomllib
from importlib.resources import files

import polars as pl
import pytest

from telebatch.model.titles import RoleClass
from telebatch.normalise.titles import titles, vocabulary_of
from telebatch.normalise.titles.reading import word_of
from telebatch.pipeline.lists.own_language import own_language
from telebatch.prequalify.score import _POINTS
from tests.normalise.titles.conftest import shipped_files
from tests.normalise.titles.real_titles import LANGUAGES, told
from tests.pipeline.care_desk import SCHOOLS
from tests.render.desk import wording

ENGLISH, KOREAN = wording("en"), wording("ko")
OURS = own_language(KOREAN, ENGLISH)
#: Words that the program says of a title, and no Korean sentence holds.
SAID = frozenset(re.findall(r"[a-z]{3,}", " ".join(text for key, text in ENGLISH.items() if key.startswith("role_"))))


def notes_of(table):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from notes_of(value)
        elif key == "note":
            yield value


def test_every_shipped_note_point_and_class_has_its_words():
    tables = [tomllib.loads((files("telebatch") / "rules" / name).read_text("utf-8")) for name in shipped_files()]
    words = {
        kind: {text for key, text in ENGLISH.items() if key.startswith(f"{kind}.")} for kind in ("title_note", "score")
    }
    assert words["title_note"] == {note for table in tables for note in notes_of(table)}
    assert words["score"] == {point.word for _, points in _POINTS for point in points}
    assert {ENGLISH[f"role_class.{one}"] for one in RoleClass} == {word_of(one) for one in RoleClass}


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("no title given", "직책이 적혀 있지 않음"),
        ("no title given; 전: holds it no more", "직책이 적혀 있지 않음; 전: 지금은 그 자리에 있지 않음"),
        ("원장: listed as decision maker; 전: holds it no more", "원장: 직책 목록에 있음: 결정권자; 전: 지금은 그 자리에 있지 않음"),
        (
            "실장: listed as conditional decision maker (a senior manager or above); company of at most 10 persons: "
            "decides over every function",
            "실장: 직책 목록에 있음: 조건부 결정권자 (고위 관리자 이상); 회사 규모 10명 이하: 모든 업무를 결정함",
        ),
        (
            "office manager: listed as conditional decision maker (often buys supplies; a gatekeeper in big firms); "
            "company of at least 100 persons, at most 500 persons: gatekeeper, dir, adm,hr",
            "office manager: 직책 목록에 있음: 조건부 결정권자 (비품을 사는 일이 많음; 큰 회사에서는 문지기); 회사 규모 100명 이상, "
            "500명 이하: 문지기, dir (본부장·실장급), adm (총무), hr (인사)",
        ),
        ("主任: the same characters in two languages: zh conditional, ja staff", "主任: 두 언어에서 같은 글자: zh 조건부 결정권자, ja 실무자"),
        (
            "구매과장: ends in influencer word 과장, 구매 gives pur and ops, which makes it conditional decision maker",
            "구매과장: 추천자 낱말로 끝남: 과장, 구매: 업무 pur (구매), ops (생산·물류), 따라서 조건부 결정권자",
        ),
        ("부장: listed as staff (our own note, as the centre wrote it)", "부장: 직책 목록에 있음: 실무자 (our own note, as the centre wrote it)"),
        ("부장: a rule of an earlier build; 전: holds it no more", "부장: a rule of an earlier build; 전: 지금은 그 자리에 있지 않음"),
    ],
)  # fmt: skip
def test_a_basis_is_told_phrase_by_phrase(english, korean):
    assert OURS.basis(english) == korean


def test_what_any_title_comes_to_is_told_without_an_english_phrase():
    near = [(None, None, None), ("구매팀", 5, None), ("Sales", 3000, "banking"), (None, 40, "国有企业 学校 병원")]
    cells = [
        {"title": title, "department": department, "company_size": size, "industry": industry}
        for title in sorted({one.title for code in LANGUAGES for one in told(code)} | {"", "retired", "前任"})
        for department, size, industry in near
    ]
    read = titles(pl.DataFrame(cells, infer_schema_length=None), vocabulary_of(shipped_files()))
    assert read.height > 2000
    left = {}
    for cell, basis in zip(cells, read.get_column("basis"), strict=True):
        own = set(re.findall(r"[a-z]+", f"{cell['title']} {basis.split(': ')[0]}".lower()))
        english = SAID.intersection(re.findall(r"[a-z]{3,}", OURS.basis(basis))) - own
        if english:
            left[basis] = OURS.basis(basis)
    assert left == {}


def test_the_verdict_files_of_a_korean_project_are_korean(desk):
    rows = [("가온", "김하나", "원장", "010-0410-0001"), ("나래", "이두리", "Zauberer", "010-0410-0002")]
    rows += [("다솜", "박세미", "영업팀장", "010-0410-0003")]
    files_of = {
        language: {
            row["person"]: (row["role_basis"], row.get("score_why"))
            for path in result["files"]
            if path.endswith(".csv")
            for row in desk.read(path)
        }
        for language, result in _both(desk, rows)
    }
    assert files_of["ko"] == {
        "김하나": ("원장: 직책 목록에 있음: 결정권자", "결정권자 +30, 소유주 +15, 휴대전화 +20, 이름 있음 +10"),
        "이두리": ("zauberer: 아는 직책이 없음", "휴대전화 +20, 이름 있음 +10"),
        "박세미": (
            "영업팀장: 조건부 결정권자 낱말로 끝남: 팀장, 영업: 업무 sal (영업) (회사 규모에 따라 임원이거나 파트장)",
            None,
        ),
    }
    assert files_of["en"]["김하나"][1] == "decision maker +30, owner +15, mobile +20, name known +10"


def _both(desk, rows):
    path = desk.write("in/titles.csv", "회사,담당자,직책,휴대폰", *rows)
    yield "ko", desk.run("prequalify", path, "-p", SCHOOLS)
    desk.edit('direction = "outbound"', 'direction = "outbound"\nlanguage = "en"', SCHOOLS)
    yield "en", desk.run("prequalify", "--again", "-p", SCHOOLS)
