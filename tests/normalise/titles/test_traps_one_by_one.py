"""The twenty traps of title columns and the nine steps of deciding, one named row each, to be ticked off."""

import unicodedata

import polars as pl
import pytest

from telebatch.model.project import KeyPersonStandards
from telebatch.normalise.titles import titles
from telebatch.prequalify import key_person

#: Sells to purchasing and administration, to managers and above.
STANDARDS = KeyPersonStandards(functions=("pur", "adm"), minimum_seniority="mgr")
KEYS = {True: "yes", False: "no", None: "unknown"}
SMALL, LARGE = {"company_size": 5}, {"company_size": 5000}

# Each row: titles, what stands beside them, class, and whether such a person decides for the project above.
TRAPS = {
    "01 the decision word is only a modifier": (
        ("assistant to the CEO|CEO's office secretary|대표 비서|사장 비서실|总经理秘书|社長秘書", {}, "gatekeeper", "no"),
    ),
    "02 looks like a gatekeeper and ranks high": (
        ("secretary general|general secretary|사무총장|党委书记", {}, "decision_maker", "yes"),
        ("事務局長|chief of staff|总经办主任", {}, "conditional", "yes"),
        ("company secretary|董事会秘书", {}, "conditional", "no"),
        ("비서실장|秘書室長", {}, "influencer", "no"),
    ),
    "03 a general manager's assistant": (
        ("总经理助理", {}, "needs_context", "unknown"),
        ("总经理助理", {"industry": "国有企业"}, "conditional", "yes"),
        ("总经理助理", {"company_size": 50}, "gatekeeper", "no"),
        ("总经理助理", {"company_size": 5000, "department": "采购部"}, "conditional", "yes"),
    ),
    "04 assistant as a rank": (
        ("assistant director|assistant vice president", {}, "conditional", "unknown"),
        ("assistant manager", {}, "influencer", "no"),
        ("assistant to the director|assistant to the vice president", {}, "gatekeeper", "no"),
    ),
    "05 a bank's vice presidents": (
        ("vice president|AVP|SVP|managing director", {"industry": "Banking"}, "needs_context", "unknown"),
        ("VP", {"industry": "보험"}, "needs_context", "unknown"),
        ("VP", {"industry": "广告"}, "needs_context", "unknown"),
        ("VP", {"industry": "machine tools"}, "conditional", "unknown"),
        ("executive vice president|副社長", {"industry": "製造"}, "decision_maker", "yes"),
    ),
    "06 past and acting": (
        ("former CEO|ex-CEO|retired CEO|前社長|元社長|전 대표이사|(前) 대표이사|대표이사(퇴사)", {}, "decision_maker", "no"),
        ("acting CEO|interim CEO|社長代行|대표이사 직무대행|사장 직무대리|代理总经理", {}, "decision_maker", "yes"),
    ),
    "07 the same word is a junior rank, an agent, a deputy": (
        ("대리", {}, "influencer", "no"),
        ("代理", {"language": "zh"}, "needs_context", "unknown"),
        ("部長代理", {"language": "ja"}, "influencer", "no"),
    ),
    "08 manager, accounts, bookkeeper": (
        ("经理", {}, "conditional", "unknown"),
        ("経理", {}, "unknown", "unknown"),
        ("경리", {}, "staff", "no"),
    ),
    "09 head of an office, junior lead": (
        ("主任", {"language": "zh"}, "conditional", "unknown"),
        ("主任", {"language": "ja"}, "influencer", "no"),
        ("주임", {}, "staff", "no"),
        ("主任", {}, "needs_context", "unknown"),
    ),
    "10 head of a department, minister, or without staff": (
        ("部长|部長|부장", {}, "conditional", "unknown"),
        ("部长", {"industry": "政府"}, "needs_context", "unknown"),
    ),
    "11 director, moving house, of an association": (
        ("이사|김이사", {}, "conditional", "unknown"),
        ("이사업체|포장이사", {}, "unknown", "unknown"),
        ("理事", {"language": "ja"}, "needs_context", "unknown"),
    ),
    "12 head, shared line, salesperson": (
        ("대표", {}, "decision_maker", "yes"),
        ("대표번호|대표전화|대표메일", {}, "gatekeeper", "no"),
        ("판매대표|业务代表|営業代表", {}, "staff", "no"),
        ("首席代表", {}, "decision_maker", "yes"),
    ),
    "13 manager in name only": (
        ("客户经理|大堂经理|account manager|relationship manager", {}, "staff", "no"),
        ("office manager", SMALL, "conditional", "yes"),
        ("office manager", LARGE, "gatekeeper", "no"),
    ),
    "14 executive": (
        ("sales executive|account executive", {}, "staff", "no"),
        ("executive assistant", {}, "gatekeeper", "no"),
        ("executive director", {}, "decision_maker", "yes"),
    ),
    "15 president, principal, partner, head, chief, lead, officer, owner": (
        ("president of the tennis club|lead|police officer", {}, "needs_context", "unknown"),
        ("principal engineer|chief engineer|product owner", {}, "influencer", "no"),
        ("principal", {"industry": "school"}, "decision_maker", "no"),
        ("principal|partner", {}, "decision_maker", "yes"),
        ("partner manager|channel partner|loan officer", {}, "staff", "no"),
        ("chief clerk|security officer", {}, "gatekeeper", "no"),
        ("head chef", {}, "unknown", "unknown"),
    ),
    "16 several titles in one cell": (
        ("CEO & Founder|대표이사/CFO|董事长兼总经理|CFO, former CEO, President|비서 겸 대표", {}, "decision_maker", "yes"),
        ("이사 겸 공장장", {}, "decision_maker", "no"),
        ("former CEO / receptionist", {}, "gatekeeper", "no"),
    ),
    "17 honorifics and surnames": (
        ("부장님|김부장님|김부장|部長様|部長さん|田中部長", {}, "conditional", "unknown"),
        ("王总", {}, "needs_context", "unknown"),
        ("김대표님|이 대표", {}, "decision_maker", "yes"),
    ),
    "18 company size and the product's function": (
        ("실장|부장|office manager", SMALL, "conditional", "yes"),
        ("CEO|대표이사|总经理|社長", LARGE, "decision_maker", "no"),
        ("CEO|대표이사|总经理|社長", {"company_size": 50}, "decision_maker", "yes"),
        ("구매팀장", LARGE, "decision_maker", "yes"),
    ),
    "19 letters": (
        (f"구 매 팀 장|{unicodedata.normalize('NFD', '구매팀장')}|구매\u200b팀장", {}, "decision_maker", "yes"),
        ("ＣＥＯ|㈜가온 대표이사|㈱山田 社長|總經理", {}, "decision_maker", "yes"),
        ("ﾌﾞﾁｮｳ", {}, "conditional", "unknown"),
    ),
    "20 a department or a note is no title": (
        ("구매팀|采购部|総務部|담당자 확인요망||???", {}, "unknown", "unknown"),
        ("담당자 확인요망", {"department": "구매팀"}, "unknown", "unknown"),
    ),
}  # fmt: skip

# Each step, and a title that would be read otherwise if the step came later or never.
STEPS = {
    "1 one spelling before anything": (
        ("Ｓｒ． Ｐｕｒｃｈａｓｉｎｇ  Ｍｇｒ．|구매 팀장 님|採購經理", {}, "", "yes"),
    ),
    "2 past and acting words off before titles are looked for": (
        ("前社長|former general manager|대표이사(전)", {}, "decision_maker", "no"),
        ("전무", {}, "conditional", "unknown"),
        ("前台", {}, "gatekeeper", "no"),
        ("前田部長", {}, "conditional", "unknown"),
    ),
    "3 several titles apart before each is read": (
        ("Receptionist / Owner|이사 겸 대표", {}, "decision_maker", "yes"),
        ("R&D센터장", {}, "conditional", "no"),
        ("former CEO / Purchasing Manager", {}, "conditional", "yes"),
    ),
    "4 whole phrases before their parts, the longest first": (
        ("company secretary", {}, "conditional", "no"),
        ("客户经理", {}, "staff", "no"),
        ("사외이사|社外取締役", {}, "influencer", "no"),
        ("支社長", {"language": "ja"}, "conditional", "yes"),
    ),
    "5 a gatekeeper's word at the end, or at the front before to and of": (
        ("대표이사 비서|CEO secretary|董事长兼总经理秘书", {}, "gatekeeper", "no"),
        ("secretary to the chairman|PA to the Managing Director|Assistant to CEO and President", {}, "gatekeeper", "no"),
    ),
    "6 rank and function together": (
        ("구매팀 차장|VP Procurement|行政部经理|総務部 課長|인사총무팀장|Director, Finance & Administration", {}, "conditional", "yes"),
        ("영업팀 차장|VP Sales|销售部经理|営業部 課長|품질관리팀장|生产管理部经理", {}, "conditional", "no"),
        ("과장", {}, "influencer", "no"),
        ("과장", {"department": "구매팀"}, "conditional", "yes"),
    ),
    "7 industry and company size after the words": (
        ("VP Procurement", {"industry": "insurance"}, "needs_context", "unknown"),
        ("부장", SMALL, "conditional", "yes"),
        ("비서", SMALL, "gatekeeper", "no"),
    ),
    "8 the project's functions and minimum last": (
        ("구매담당|buyer|采购主管", {}, "conditional", "no"),
        ("CFO|영업본부장", {}, "", "no"),
        ("purchasing manager|총무팀장", {}, "conditional", "yes"),
    ),
    "9 unknown stays unknown": (
        ("Zuständiger|지구장|xyz", {}, "unknown", "unknown"),
    ),
}  # fmt: skip


def rows_of(rows, vocabulary):
    for listed, around, role_class, key in rows:
        names = listed.split("|")
        cells = pl.DataFrame({"title": names} | {name: [value] * len(names) for name, value in around.items()})
        read = titles(cells, vocabulary).with_columns(key=key_person(STANDARDS))
        for title, told in zip(names, read.iter_rows(named=True), strict=True):
            yield title, around, role_class, key, told


@pytest.mark.parametrize("name", [*TRAPS, *STEPS])
def test_the_row_is_read_as_the_trade_reads_it(name, vocabulary):
    for title, around, role_class, key, told in rows_of((TRAPS | STEPS)[name], vocabulary):
        assert KEYS[told["key"]] == key, (title, around, told["basis"])
        assert not role_class or told["role_class"] == role_class, (title, around, told["basis"])
        assert told["basis"]


def test_every_verdict_names_its_words_and_how_sure_they_are(vocabulary):
    read = [told for rows in TRAPS.values() for *_, told in rows_of(rows, vocabulary)]
    assert {told["confidence"] for told in read} == {"high", "medium", "low"}
    assert all(told["confidence"] == "low" for told in read if told["role_class"] in {"unknown", "needs_context"})
    assert all(": " in told["basis"] or told["basis"] == "no title given" for told in read)


@pytest.mark.parametrize(
    ("title", "functions", "minimum", "key"),
    [
        ("총무팀장", ("adm",), "mgr", True), ("총무팀장", ("adm",), "dir", False), ("총무팀장", ("edu",), "mgr", False),
        ("대표이사", ("edu",), "mgr", True), ("대표이사", ("edu",), "own", False), ("대표", ("edu",), "own", True),
        ("부장", ("adm",), "mgr", None), ("부장", (), "mgr", True), ("부장", (), "dir", False), ("비서", (), "ast", False),
        ("매니저", (), "ast", None), ("전 대표이사", (), "ast", False), ("구매담당", ("pur",), "stf", True),
        ("인사총무팀장", ("hr",), "mgr", True), ("인사총무팀장", ("adm",), "mgr", True), ("인사총무팀장", ("fin",), "mgr", False),
    ],
)  # fmt: skip
def test_one_title_decides_for_one_project_and_not_for_another(title, functions, minimum, key, vocabulary):
    read = titles(pl.DataFrame({"title": [title]}), vocabulary)
    standards = KeyPersonStandards(functions=functions, minimum_seniority=minimum)
    assert read.select(key_person(standards)).item() is key
