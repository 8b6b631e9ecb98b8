"""Traps of real title columns, one case each: the head noun decides, time and language come first, unknown stays so."""

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.titles import Confidence, Function, RoleClass, Seniority
from telebatch.normalise.titles import titles, vocabulary_of
from tests.normalise.titles.conftest import shipped_files

VOCABULARY = vocabulary_of(shipped_files())


def read(title, **around):
    return titles(
        pl.DataFrame(
            {"title": [title], **{key: [value] for key, value in around.items()}}, schema_overrides={"title": pl.String}
        ),
        VOCABULARY,
    ).row(0, named=True)


def classes(*listed):
    return [(title, role_class) for role_class, all_titles in listed for title in all_titles.split("|")]


@pytest.mark.parametrize(
    ("title", "role_class"),
    classes(
        ("gatekeeper", "assistant to the CEO|CEO's office secretary|대표 비서|사장 비서실|总经理秘书|社長秘書|Secretary to the Chairman"),
        ("gatekeeper", "PA to the Managing Director|대표이사비서|董事长秘书|Executive Assistant to Director of Finance|Chief Clerk"),
        ("gatekeeper", "Assistant to the CEO and President|董事长兼总经理秘书|CEO/President's secretary|會長秘書"),
        ("decision_maker", "secretary general|General Secretary|사무총장|党委书记|首席代表"),
        ("conditional", "Company Secretary|董事会秘书|事務局長|chief of staff|总经办主任"),
        ("influencer", "비서실장|秘書室長|Assistant Manager|部長代理|대리"),
        ("conditional", "assistant director|Assistant Vice President|Deputy Director|Deputy Managing Director|副校长|행정부원장|부원장"),
        ("gatekeeper", "assistant to the director|executive assistant|대표번호|대표전화|대표메일"),
        ("staff", "account manager|客户经理|大堂经理|Relationship Manager|판매대표|业务代表|営業代表|영업대표|Sales Executive"),
        ("staff", "account executive|Partner Manager|channel partner|loan officer|경리"),
        ("decision_maker", "executive director|Partner|principal|Head of Procurement|CEO at Acme|Chief Procurement Officer"),
        ("needs_context", "President of the tennis club|학생 대표|总经理助理|负责人|executive|代理|主任|王总|police officer|전부장"),
        ("influencer", "Principal Engineer|Chief Engineer|Product Owner|HR Business Partner"),
        ("gatekeeper", "security officer|security|前台"),
        ("unknown", "이사업체|포장이사|Head Chef|구매팀|采购部|담당자 확인요망|N/A|-|없음|Wife of CEO|IT security|経理|대표님 친구"),
        ("unknown", "CEO Office|Office of the President|cyber security|owned|directory|社長室|행사 안내|구매대행|運転代行"),
        ("conditional", "经理|經理|部长|部長|부장|営業部長|영업부팀장|A/S팀장|R&D센터장|IT팀장|Office Manager"),
    ),
)  # fmt: skip
def test_the_words_at_the_end_decide(title, role_class):
    assert read(title)["role_class"] == role_class, read(title)["basis"]


@pytest.mark.parametrize(
    ("title", "language", "role_class"),
    [
        ("主任", "zh", "conditional"), ("主任", "ja", "influencer"), ("主任", "ko", "staff"), ("주임", "zh", "staff"),
        ("代理", "ja", "influencer"), ("代理", "zh-Hant", "needs_context"), ("대리", "ja", "influencer"),
        ("经理", "ja", "conditional"), ("経理", "zh", "unknown"), ("경리", "zh", "staff"), ("經理", "ko", "staff"),
        ("部長", "JP", "conditional"), ("部长", "ja", "conditional"), ("院長", "ja", "decision_maker"), ("CEO", "ko", "decision_maker"),
    ],
)  # fmt: skip
def test_the_letters_decide_the_language_and_the_list_where_they_do_not(title, language, role_class):
    assert read(title, language=language)["role_class"] == role_class


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("行政部主任", "zh"), ("部 長", None),
        ("부장", "ko"), ("経理部長", "ja"), ("总经理", "zh"), ("總經理", "zh"), ("マネージャー", "ja"), ("会長", "ja"),
        ("主任", None), ("部長", None), ("Buyer", "en"), ("대표이사/CFO", "ko"), ("구매 Manager", "en"), ("営業部 主任", "ja"),
    ],
)  # fmt: skip
def test_a_language_is_told_only_where_it_is_decided(title, language):
    assert read(title)["language"] == language


@pytest.mark.parametrize(
    ("title", "is_current", "is_acting", "role_class"),
    [
        ("former CEO", False, False, "decision_maker"), ("ex-CEO", False, False, "decision_maker"),
        ("Director, retired", False, False, "conditional"), ("retired director", False, False, "conditional"),
        ("前社長", False, False, "decision_maker"), ("元部長", False, False, "conditional"),
        ("전(前) 대표이사", False, False, "decision_maker"), ("(전) 대표이사", False, False, "decision_maker"),
        ("전) 대표이사", False, False, "decision_maker"), ("대표이사(전)", False, False, "decision_maker"),
        ("부장(퇴사)", False, False, "conditional"), ("팀장 퇴사", False, False, "conditional"), ("퇴사", False, False, "unknown"),
        ("전임 사장", False, False, "decision_maker"), ("原总经理", False, False, "decision_maker"),
        ("前董事长", False, False, "decision_maker"), ("Acting CEO", True, True, "decision_maker"),
        ("interim CFO", True, True, "decision_maker"), ("社長代行", True, True, "decision_maker"),
        ("대표이사 직무대행", True, True, "decision_maker"), ("팀장 직무대리", True, True, "conditional"),
        ("代理总经理", True, True, "decision_maker"), ("代总经理", True, True, "decision_maker"),
        ("전무", True, False, "conditional"), ("전산팀장", True, False, "conditional"), ("前台", True, False, "gatekeeper"),
        ("前台主管", True, False, "influencer"), ("前田部長", True, False, "conditional"), ("현 대표이사", True, False, "decision_maker"),
        ("代表取締役", True, False, "decision_maker"), ("former CEO / Director", True, False, "conditional"),
        ("CEO, former CFO", True, False, "decision_maker"), ("(전) 대표이사 / (현) 고문", True, False, "influencer"),
    ],
)  # fmt: skip
def test_former_roles_have_no_power_and_acting_ones_have_it(title, is_current, is_acting, role_class):
    told = read(title)
    assert (told["is_current"], told["is_acting"], told["role_class"]) == (is_current, is_acting, role_class), told


@pytest.mark.parametrize(
    ("title", "seniority", "function", "found"),
    [
        ("CEO & Founder", "own", "gen", "ceo / founder"), ("대표이사/CFO", "cxo", "gen", "대표이사 / cfo"),
        ("이사 겸 공장장", "dir", "ops", "이사 / 공장장"), ("董事长兼总经理", "brd", "gen", "董事长 / 总经理"),
        ("Founder/Receptionist", "own", "gen", "founder / receptionist"), ("专员·总监", "dir", None, "专员 / 总监"),
        ("取締役営業部長", "brd", "gen", "取締役 / 営業部長"),
        ("執行役員 営業本部長", "vp", "sal", "執行役員 / 営業本部長"), ("상무 영업본부장", "vp", "sal", "상무 / 영업본부장"),
        ("VP + General Manager", "dir", "gen", "vp / general manager"), ("과장,구매팀장", "mgr", "pur", "과장 / 구매팀장"),
        ("Receptionist\nOwner", "own", "gen", "receptionist / owner"),
    ],
)  # fmt: skip
def test_of_several_titles_the_strongest_counts_and_all_are_kept(title, seniority, function, found):
    told = read(title)
    assert (told["seniority"], told["function"], told["titles_found"]) == (seniority, function, found)


@pytest.mark.parametrize(
    ("title", "function"),
    [
        ("VP, Sales", "sal"), ("Director, Finance and Administration", "adm,fin"), ("Head of Sales and Marketing", "sal,mkt"),
        ("Manager - Purchasing", "pur"), ("Manager Purchasing", "pur"), ("팀장 (구매)", "pur"), ("영업본부장", "sal"),
        ("구매 Manager", "pur"), ("Director of IT procurement", "pur"), ("Research and Development Manager", "tec"),
        ("Chief Information Security Officer", "it"), ("Chief Happiness Officer", None), ("Sales General Manager", "sal"),
        ("財務担当取締役", "gen"), ("한국물류 대표이사", "gen"), ("부장", None), ("学院院长", "edu"), ("院长", None), ("R&D센터장", "tec"),
        ("구매팀", "pur"), ("采购部", "pur"), ("purchasing department", "pur"), ("구매담당 부장", "pur"), ("Assistant Manager", None),
    ],
)  # fmt: skip
def test_words_beside_the_title_give_the_function(title, function):
    assert read(title)["function"] == function, read(title)["basis"]


@pytest.mark.parametrize(
    "title", ["구매팀", "采购部", "Purchasing Department", "総務部", "담당자 확인요망", "", "  ", "???", "Ω", None]
)
def test_what_is_no_title_has_no_class_and_no_level(title):
    told = read(title)
    assert (told["role_class"], told["seniority"], told["confidence"]) == ("unknown", None, "low")
    assert not told["is_general"]


@pytest.mark.parametrize(
    ("title", "same_as"),
    [
        ("ﾌﾞﾁｮｳ", "ブチョウ"), ("ＣＥＯ", "CEO"), ("C.E.O.", "CEO"), ("구 매 팀 장", "구매팀장"), ("전 무", "전무"), ("김부장님", "김부장"),
        (unicodedata.normalize("NFD", "구매팀장"), "구매팀장"), ("구매\u200b팀장", "구매팀장"), ("vice\u2010president", "Vice President"),
        ("  Purchasing   MANAGER ", "purchasing manager"), ("Sr. Purchasing Mgr.", "Senior Purchasing Manager"),
        ("部長様", "部長"), ("경영 지원 본부장", "경영지원본부장"), ("대표\u00a0이사", "대표이사"), ("總經理", "总经理"),
    ],
)  # fmt: skip
def test_one_title_in_two_spellings_is_one_title(title, same_as):
    columns = ("role_class", "seniority", "function", "is_current")
    assert [read(title)[one] for one in columns] == [read(same_as)[one] for one in columns]
    assert read(title)["role_class"] != "unknown"


@pytest.mark.parametrize(
    ("title", "around", "role_class", "is_general"),
    [
        ("vice president", {"industry": "Banking"}, "needs_context", False), ("VP", {"industry": "보험"}, "needs_context", False),
        ("vice president", {"industry": "Software"}, "conditional", False), ("VP", {"industry": "Riverbank tours"}, "conditional", False),
        ("managing director", {"industry": "investment banking"}, "needs_context", False),
        ("SVP", {"industry": "증권"}, "needs_context", False), ("MD", {"industry": "hospital"}, "needs_context", False),
        ("principal", {"industry": "engineering"}, "needs_context", False), ("部长", {"industry": "政府"}, "needs_context", False),
        ("office manager", {"company_size": 5}, "conditional", True), ("office manager", {"company_size": 5000}, "gatekeeper", False),
        ("office manager", {"company_size": 100}, "conditional", False), ("실장", {"company_size": 5}, "conditional", True),
        ("부장", {"company_size": 5}, "conditional", True), ("부장", {"company_size": 500}, "conditional", False),
        ("CEO", {"company_size": 5000}, "decision_maker", False), ("CEO", {"company_size": 50}, "decision_maker", True),
        ("总经理助理", {"company_size": 5000}, "conditional", True), ("总经理助理", {"company_size": 50}, "gatekeeper", False),
        ("总经理助理", {"industry": "国有企业", "company_size": 50}, "conditional", True),
        ("负责人", {"company_size": 4}, "decision_maker", True), ("负责人", {"company_size": 400}, "needs_context", False),
        ("대표 비서", {"company_size": 5}, "gatekeeper", False), ("former office manager", {"company_size": 5}, "conditional", True),
    ],
)  # fmt: skip
def test_industry_and_company_size_change_what_a_title_weighs(title, around, role_class, is_general):
    told = read(title, **around)
    assert (told["role_class"], told["is_general"]) == (role_class, is_general), told["basis"]


def test_the_industry_tells_a_clinic_from_an_academy():
    assert [read("원장", industry=one)["function"] for one in ("학원", "병원", None)] == ["edu", "med", None]
    assert read("principal", industry="education")["seniority"] == "dir"


def test_a_department_column_gives_the_function_and_nothing_else():
    alone = read(None, department="구매팀")
    assert (alone["role_class"], alone["seniority"], alone["function"]) == ("unknown", None, "pur")
    assert read("부장", department="구매팀")["function"] == "pur"
    assert read("부장", department="비서실")["role_class"] == "conditional"
    assert read("CEO", department="Finance")["function"] == "gen"
    assert read("인사팀장", department="구매팀")["function"] == "hr"


def test_a_department_column_that_names_several_gives_them_all():
    assert read("부장", department="구매/영업부")["function"] == "pur,sal"
    assert read("부장", department="영업, 총무")["function"] == "adm,sal"
    assert read("Director", department="Research & Development")["function"] == "tec"


def test_a_department_narrows_a_general_role_below_the_top_as_the_same_words_in_the_title_do():
    for title, department in (("General Manager", "Sales"), ("SVP", "Sales"), ("부사장", "영업본부")):
        told = read(title, department=department)
        assert (told["function"], told["is_general"]) == ("sal", False), title
    assert read("사장", department="영업본부")["is_general"]
    assert read("지점장", department="강남지점")["is_general"]


@pytest.mark.parametrize("title", [None, "", " ", "-", "()", "..."])
def test_where_no_title_stands_the_basis_begins_so(title):
    assert read(title)["basis"].startswith("no title given")
    assert not read("no title")["basis"].startswith("no title given")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("사장 비서", '사장비서: ends in gatekeeper word 비서'), ("대표이사", '대표이사: listed as decision maker'),
        ("Secretary to the Board", 'secretary to the board: starts with gatekeeper word secretary'),
        ("구매팀", "a department gives only the function"), ("영업본부장", "영업 gives sal"), ("former CEO", "former: holds it no more"),
        ("主任", "the same characters in two languages"), ("xyz", "no known title in it"),
        ("부팀장", "one step down for a deputy"), ("社長代行", "acting, holds the power"),
    ],
)  # fmt: skip
def test_a_reader_sees_which_words_decided(title, words):
    assert words in read(title)["basis"]


def test_rows_keep_their_order_and_number():
    listed = ["CEO", None, "비서", "CEO", "???"]
    told = titles(pl.DataFrame({"title": listed}), VOCABULARY)
    assert told["role_class"].to_list() == ["decision_maker", "unknown", "gatekeeper", "decision_maker", "unknown"]


def test_no_rows_give_no_rows_of_the_same_columns():
    none = titles(pl.DataFrame(schema={"title": pl.String}), VOCABULARY)
    assert none.schema == titles(pl.DataFrame({"title": ["CEO"]}), VOCABULARY).schema


PIECES = st.sampled_from(
    ["대표", "이사", "비서", "전", "前", "元", "CEO", "to", "of", "the", "assistant", "head", " ", "/", "&", "(", ")", "겸", "兼",
     "主任", "部長", "总", "副", "代理", "님", "様", "former", "acting", "-", ".", ",", "구매", "it", "\n", "chief", "officer", "İ", "ß"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join), st.lists(PIECES, max_size=8).map(" ".join)),
    st.sampled_from([None, "ko", "zh", "ja", "en", "de", "", "zh-TW", "??"]),
    st.one_of(st.none(), st.integers(0, 10**6)),
    st.one_of(st.none(), st.text(max_size=10)),
)
def test_any_text_gets_a_class_and_never_a_fault(title, language, size, industry):
    told = read(title, language=language, company_size=size, industry=industry, department=industry)
    assert told["role_class"] in set(RoleClass)
    assert told["seniority"] in {None, *Seniority}
    assert set((told["function"] or "gen").split(",")) <= set(Function)
    assert told["confidence"] in set(Confidence)
    assert None not in (told["is_general"], told["is_current"], told["is_acting"], told["basis"])
    assert told["role_class"] != "unknown" or told["seniority"] is None


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=6).map(" ".join))
def test_a_title_reads_the_same_alone_and_among_others(title):
    among = titles(pl.DataFrame({"title": ["CEO", title, "비서", title]}), VOCABULARY)
    assert among.row(1) == among.row(3) == tuple(read(title).values())


def test_many_slices_of_rows_come_back_in_order():
    listed = [("CEO", "비서", "부장")[number % 3] + " " * (number % 7) for number in range(25_000)]
    told = titles(pl.DataFrame({"title": listed}), VOCABULARY)["role_class"].to_list()
    assert told == ["decision_maker", "gatekeeper", "conditional"] * 8333 + ["decision_maker"]
