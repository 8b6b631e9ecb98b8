"""One company, one key, however its legal form, width, case, spacing and punctuation are written."""

import tomllib
from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.errors import SettingsWrong
from telebatch.normalise.companies import company_forms_of, company_keys
from telebatch.normalise.variants import han_variants_of

PARSED = {"companies.toml": tomllib.loads((files("telebatch") / "rules" / "companies.toml").read_text("utf-8"))}
VARIANTS = han_variants_of((files("telebatch") / "rules" / "characters.toml").read_text("utf-8"))
FORMS = company_forms_of(PARSED, VARIANTS)


def keyed(*names):
    return company_keys(pl.Series("company", names, dtype=pl.String), FORMS)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("한빛", "(주)한빛|주식회사 한빛|㈜한빛|한빛(주)|한빛 주식회사|（주） 한 빛|주)한빛|한빛㈜|한빛 Co., Ltd.|㈜한빛 Inc.|유한회사 한빛|(유)한빛"),
        ("hanbit", "Hanbit Co., Ltd.|HANBIT CO.,LTD|hanbit co ltd|Hanbit Co. Ltd|Hanbit, Inc.|Hanbit LLC|Hanbit L.L.C.|Hanbit GmbH"),
        ("hanbit", "Hanbit Corporation|Ｈａｎｂｉｔ Ltd|Hanbit Limited|Hanbit Company Limited|hanbit|HAN-BIT|Hanbit Pte. Ltd.|Hanbit PLC"),
        ("华为技术", "華為技術有限公司|華爲技術有限責任公司|华为技术有限公司|华为技术股份有限公司|华为技术有限责任公司|华为技术 Co., Ltd."),
        ("台积电", "台積電股份有限公司|臺積電有限公司|台积电"),
        ("东京商事", "株式會社東京商事|株式会社東京商事|東京商事株式会社|㈱東京商事|東京商事㈱|㍿東京商事|東京商事(株)|有限会社東京商事|合同会社 東京商事|(有)東京商事"),
        ("라온", "학교법인 라온|(학)라온|사회복지법인 라온|(복)라온|농업회사법인 라온 주식회사|농업회사법인(주)라온|라온 영농조합법인|㈶라온|재단법인 라온"),
        ("さくら", "特定非営利活動法人さくら|NPO法人さくら|(特非)さくら|学校法人さくら|(学)さくら|社会福祉法人さくら|(福)さくら|(一財)さくら|公益財団法人さくら|(公社)さくら"),
        ("muller", "Müller GmbH und Co. KG|Müller GmbH u. Co. KG|Müller GmbH & Co KG"),
        ("黑泽制作所", "黒沢製作所㈱|株式會社黑澤製作所"), ("渡边齐", "渡邊齊|渡邉斉|渡辺斉|渡边齐"), ("トヨタ", "株式会社トヨタ|ﾄﾖﾀ㈱"), ("muller", "Müller GmbH & Co. KG|MULLER AG|Müller|Mueller GmbH|MUELLER"), ("strausssohne", "Strauß Söhne|Strauss Soehne KG"), ("aandb", "A & B Ltd|A and B Limited|Ａ＆Ｂ"),
    ],
)  # fmt: skip
def test_spellings_of_one_company_share_one_key(key, names):
    assert keyed(*names.split("|"))["company_key"].unique().to_list() == [key]


@pytest.mark.parametrize(
    ("name", "key", "form"),
    [
        ("㈜한빛", "한빛", "주식회사"), ("Ferrari S.p.A.", "ferrari", "S.p.A."), ("Day Spa", "dayspa", None), ("Costco", "costco", None),
        ("Texaco", "texaco", None), ("PTC Inc", "ptc", "Inc."), ("PT Maju", "maju", "PT"), ("Limited", "limited", None), ("주성", "주성", None),
        ("주식회사", "주식회사", None), ("한빛(주)대전지점", "한빛주대전지점", None), ("华为股份有限公司", "华为", "股份有限公司"), ("--", None, None),
        ("", None, None), (None, None, None), ("㈱ABC", "abc", "株式会社"), ("ABC Pty Ltd", "abc", "Pty Ltd"),
    ],
)  # fmt: skip
def test_only_a_legal_form_comes_off_and_is_told(name, key, form):
    assert keyed(name).row(0) == (key, form)


def test_every_shipped_spelling_is_recognised_where_it_may_stand():
    for form in PARSED["companies.toml"]["form"]:
        for spelling in form["spellings"]:
            both = {"start": (f"{spelling} Zyxwvu",), "end": (f"Zyxwvu {spelling}",)}
            both["both"] = both["start"] + both["end"]
            for name in both[form["place"]]:
                assert keyed(name).row(0) == ("zyxwvu", form["name"]), name


def test_forms_have_a_source():
    assert PARSED["companies.toml"]["source"]


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_every_name_with_a_letter_gets_a_key_and_no_other_does(name):
    key = keyed(name)["company_key"][0]
    assert key is None or (key and key == key.lower() and not any(one.isspace() for one in key))
    assert (key is None) == (not pl.select(pl.lit(name).str.normalize("NFKC").str.contains(r"[\p{L}\p{N}]")).item())


def test_wrong_entries_are_told_all_at_once_with_file_and_number():
    wrong = {
        "own.toml": {
            "form": [
                {"name": "X", "spellings": ["X."]},
                {"spellings": []},
                {"name": "Y", "spellings": ["Y"], "place": "top"},
            ]
        }
    }
    with pytest.raises(SettingsWrong) as told:
        company_forms_of(wrong)
    assert [mistake.place for mistake in told.value.mistakes] == ["own.toml: [[form]] 2"] * 2 + ["own.toml: [[form]] 3"]


def test_the_users_own_forms_are_added():
    own = {"own.toml": {"form": [{"name": "ООО", "spellings": ["ООО"], "place": "start"}]}}
    assert company_keys(pl.Series(["ООО Ромашка"]), company_forms_of({**PARSED, **own})).row(0) == ("ромашка", "ООО")
