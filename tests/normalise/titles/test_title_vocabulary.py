"""Every shipped title reads as what the file says of it; wrong files are told apart, entry by entry."""

import copy

import polars as pl
import pytest

from telebatch.model.errors import SettingsWrong
from telebatch.model.titles import Confidence, Function, RoleClass, Seniority
from telebatch.normalise.titles import titles, vocabulary_of

# Titles that must stand in the files, one line per class: language, class, "title seniority function" …
FIELD = """
en decision_maker owner:own:gen proprietor:own:gen chairman:brd:gen president:cxo:gen ceo:cxo:gen cfo:cxo:fin cio:cxo:it
en conditional vice_president:vp:- director:dir:- it_director:dir:it buyer:stf:pur office_manager:mgr:adm comptroller:mgr:fin
en influencer it_manager:mgr:it team_lead:lead:- engineer:stf:tec analyst:stf:- board_adviser:-:gen
en gatekeeper receptionist:ast:fd pa:ast:adm ea:ast:adm clerk:ast:adm concierge:ast:fd security:ast:fd
en staff accounts_payable_clerk:stf:fin bookkeeper:stf:fin intern:ast:- trainee:ast:-
ko decision_maker 대표:own:gen 대표이사:cxo:gen 회장:brd:gen 부사장:vp:gen 병원장:own:med 행장:cxo:fin 구매팀장:mgr:pur
ko conditional 전무이사:vp:- 이사:dir:- 사내이사:brd:- 파트장:lead:- 구매담당:stf:pur 행정실장:mgr:adm 담당임원:vp:-
ko influencer 과장:mgr:- 대리:sen:- 수석:sen:tec 고문:-:gen 사외이사:brd:gen 비서실장:dir:adm
ko gatekeeper 비서:ast:adm 수행비서:ast:adm 안내:ast:fd 교환원:ast:fd 대표번호:-:fd 경비실:ast:fd 상담원:ast:fd
ko staff 경리:stf:fin 총무:stf:adm 주임:stf:- 사원:stf:- 영업사원:stf:sal
zh decision_maker 董事長:brd:gen 总裁:cxo:gen 執行長:cxo:gen 廠長:dir:ops 老闆:own:gen 党委书记:cxo:gen 採購總監:dir:pur
zh conditional 副总:vp:- 總監:dir:- 采购主管:lead:pur 主任:mgr:- 資訊經理:mgr:it 董秘:cxo:leg
zh influencer 总工:dir:tec 主管:lead:- 高级经理:mgr:- 專案經理:mgr:- 採購專員:stf:pur 顾问:-:gen
zh gatekeeper 前台:ast:fd 總機:ast:fd 秘书:ast:adm 行政助理:ast:adm 助理:ast:- 接線生:ast:fd 保安:ast:fd
zh staff 专员:stf:- 客戶經理:stf:sal 业务代表:stf:sal 出纳:stf:fin 實習生:ast:-
ja decision_maker 代表取締役:cxo:gen 副社長:vp:gen 専務取締役:vp:gen 院長:own:med 施設長:dir:med 資材部長:mgr:pur 頭取:cxo:fin
ja conditional 執行役員:vp:- 次長:mgr:- 室長:dir:- 購買担当:stf:pur 店長:mgr:gen 情報システム部長:mgr:it 事務長:mgr:adm マネージャー:mgr:-
ja influencer 係長:lead:- 主任:lead:- 部長代理:mgr:- 監査役:brd:leg 秘書室長:mgr:adm
ja gatekeeper 受付:ast:fd 社長秘書:ast:adm 総務担当:stf:adm 電話交換:ast:fd 守衛:ast:fd
ja staff 営業担当:stf:sal 経理担当:stf:fin 派遣:ast:- アルバイト:ast:-
"""


def field_cases():
    for line in FIELD.strip().splitlines():
        language, role_class, *entries = line.split()
        for entry in entries:
            title, seniority, function = entry.split(":")
            yield (
                language,
                title.replace("_", " "),
                role_class,
                *(None if one == "-" else one for one in (seniority, function)),
            )


@pytest.mark.parametrize(("language", "title", "role_class", "seniority", "function"), list(field_cases()))
def test_titles_of_the_trade_carry_their_class_level_and_function(
    vocabulary, language, title, role_class, seniority, function
):
    read = titles(pl.DataFrame({"title": [title], "language": [language]}), vocabulary).row(0, named=True)
    assert (read["role_class"], read["seniority"], read["function"]) == (role_class, seniority, function)
    assert read["language"] == language
    assert read["confidence"] == "high"


def test_every_entry_and_spelling_reads_as_itself(shipped, vocabulary):
    rows = [
        (spelling, content["language"], entry)
        for content in shipped.values()
        for name, entry in content["titles"].items()
        for spelling in (name, *entry.get("also", ()))
        if "*" not in spelling
    ]
    cells = pl.DataFrame({"title": [row[0] for row in rows], "language": [row[1] for row in rows]})
    for (spelling, language, entry), read in zip(rows, titles(cells, vocabulary).iter_rows(named=True), strict=True):
        told = (read["role_class"], read["seniority"], read["function"])
        assert told == (entry["class"], entry.get("seniority"), entry.get("function")), (language, spelling)
        assert read["is_current"], spelling
        assert not read["is_acting"], spelling


def test_every_file_holds_at_least_the_titles_of_the_trade(shipped):
    counts = {name: len(content["titles"]) for name, content in shipped.items()}
    assert all(
        counts[f"titles/{code}.toml"] >= least for code, least in (("en", 92), ("ko", 94), ("zh", 60), ("ja", 66))
    )


def test_every_entry_and_rule_has_a_source(shipped):
    for content in shipped.values():
        assert content["source"]
        assert all(rule["source"] for kind in ("industry", "size") for rule in content.get(kind, ()))


@pytest.mark.parametrize("kind", [RoleClass, Seniority])
def test_every_class_and_level_stands_in_the_vocabulary(shipped, kind):
    key = "class" if kind is RoleClass else "seniority"
    told = {entry.get(key) for content in shipped.values() for entry in content["titles"].values()}
    assert {member.value for member in kind} <= told


def test_every_function_is_named_by_some_word_of_every_language(shipped):
    for name, content in shipped.items():
        assert {one.value for one in Function} - {"gen"} == set(content["functions"]), name


def test_ranks_fall_from_the_strongest_to_the_weakest():
    assert [one.value for one in sorted(Seniority, key=lambda one: one.rank)] == [
        *("own", "brd", "cxo", "vp", "dir", "mgr", "lead", "sen", "stf", "ast")
    ]
    assert RoleClass.DECISION_MAKER.rank < RoleClass.CONDITIONAL.rank < RoleClass.UNKNOWN.rank
    assert set(Confidence) == {"high", "medium", "low"}


def test_the_users_own_titles_win_over_the_shipped(shipped):
    workspace = {"language": "ko", "titles": {"과장": {"class": "conditional", "seniority": "mgr", "function": "pur"}}}
    project = {"language": "ko", "titles": {"과장": {"class": "decision_maker", "seniority": "mgr"}}}
    own = {"titles/ko.toml (workspace)": workspace, "titles/ko.toml (project)": project}
    read = titles(pl.DataFrame({"title": ["과장"]}), vocabulary_of(shipped, own))
    assert read.select("role_class", "function").row(0) == ("decision_maker", None)


def test_a_language_of_the_users_own_is_read_like_english(shipped):
    german = {
        "language": "de",
        "titles": {"Geschäftsführer": {"class": "decision_maker", "seniority": "cxo", "function": "gen"}},
        "functions": {"sal": ["Vertrieb"]},
    }
    vocabulary = vocabulary_of(shipped, {"titles/de.toml": german})
    read = titles(pl.DataFrame({"title": ["Geschäftsführer Vertrieb", "CEO"], "language": ["de", "de"]}), vocabulary)
    assert read["role_class"].to_list() == ["decision_maker", "decision_maker"]
    assert read["language"].to_list() == ["de", "en"]


WRONG = (
    ({"titles": {}}, "own.toml: has no language"),
    ({"language": "ko", "titels": {}}, "own.toml: unknown key titels"),
    ({"language": "ko", "titles": {"x": {"class": "boss"}}}, "own.toml: \"x\": 'boss' is not known"),
    ({"language": "ko", "titles": {"x": {"seniority": "mgr"}}}, 'own.toml: "x": has no class'),
    ({"language": "ko", "titles": {"x": {"class": "staff", "rank": 1}}}, 'own.toml: "x": unknown key rank'),
    ({"language": "ko", "titles": {"x": {"class": "staff", "also": "y"}}}, 'own.toml: "x": is not a list of texts'),
    ({"language": "ko", "titles": {"x": "staff"}}, 'own.toml: "x": is not a table'),
    ({"language": "ko", "titles": {"x": {"class": "staff", "behind": "all"}}}, "own.toml: \"x\": behind = 'all'"),
    ({"language": "ko", "titles": {" ": {"class": "staff"}}}, 'own.toml: " ": a spelling has no letters'),
    ({"language": "ko", "functions": {"buy": ["구입"]}}, "own.toml: [functions]: 'buy' is not known"),
    ({"language": "ko", "words": {"formerly": ["구"]}}, "own.toml: [words]: unknown key formerly"),
    (
        {"language": "ko", "size": [{"at_most": 5, "titles": ["없는직함"]}]},
        "own.toml: [[size]] 1: names the unknown title",
    ),
    ({"language": "ko", "size": [{"titles": ["부장"]}]}, "own.toml: [[size]] 1: has no size"),
    ({"language": "ko", "size": [{"at_most": "5", "titles": ["부장"]}]}, "own.toml: [[size]] 1: '5' is not a number"),
    ({"language": "ko", "industry": [{"words": ["은행"]}]}, "own.toml: [[industry]] 1: names no titles"),
    (
        {"language": "ko", "size": [{"at_most": 5, "titles": ["부장"], "general": "yes"}]},
        "own.toml: [[size]] 1: general",
    ),
)


@pytest.mark.parametrize(("content", "message"), WRONG)
def test_a_wrong_entry_is_named_with_file_and_entry(shipped, content, message):
    with pytest.raises(SettingsWrong) as wrong:
        vocabulary_of(shipped, {"own.toml": content})
    assert any(str(mistake).startswith(message) for mistake in wrong.value.mistakes), str(wrong.value)
    assert all(mistake.remedy for mistake in wrong.value.mistakes)


def test_all_mistakes_of_all_files_are_told_at_once(shipped):
    broken = copy.deepcopy(dict(shipped["titles/ko.toml"]))
    broken["titles"]["부장"]["class"] = "boss"
    broken["titles"]["차장"]["seniority"] = "high"
    with pytest.raises(SettingsWrong) as wrong:
        vocabulary_of({"titles/ko.toml": broken, "titles/xx.toml": {"language": "XX"}})
    assert len(wrong.value.mistakes) == 3
