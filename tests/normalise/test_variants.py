"""Characters in another form are one in names; everything else stays as it is, byte for byte."""

from importlib.resources import files

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.normalise import name_key
from telebatch.normalise.variants import NO_VARIANTS, han_variants_of

TOML = (files("telebatch") / "rules" / "characters.toml").read_text("utf-8")
VARIANTS = han_variants_of(TOML)


def unified(*texts):
    return VARIANTS.unified(pl.Series(texts, dtype=pl.String)).to_list()


def test_simplified_traditional_and_japanese_forms_are_one():
    for forms in ("华華", "为爲為", "泽澤沢", "国國", "边邊辺邉", "发發発髮", "高髙"):
        assert len(set(unified(*forms))) == 1, forms
    assert unified("한빛 Ltd", "カナ", None, "") == ["한빛 Ltd", "カナ", None, ""]


def test_every_character_stands_in_one_group_and_is_compared_as_its_first():
    groups = TOML.split('groups = """')[1].split('"""')[0].split()
    every = "".join(groups)
    assert len(set(every)) == len(every) > 5_000
    for group in groups:
        assert unified(group) == [group[0] * len(group)]


@given(st.lists(st.text() | st.none()), st.integers(0, 3))
def test_texts_keep_their_length_and_a_second_time_changes_nothing(texts, skipped):
    column = pl.Series(texts, dtype=pl.String)[skipped:]
    once = VARIANTS.unified(column)
    assert once.str.len_bytes().to_list() == column.str.len_bytes().to_list()
    assert VARIANTS.unified(once).to_list() == once.to_list()
    assert NO_VARIANTS.unified(column).to_list() == column.to_list()


def test_one_person_under_the_forms_of_a_name():
    names = pl.DataFrame({"name": ["王總", "王总様", "陳國榮先生", "陈国荣"]})
    assert names.select(name_key(pl.col("name"), VARIANTS)).to_series().n_unique() == 2


@pytest.mark.parametrize("sign", ["\u200b", "\u202a", "\u202c", "\u2066", "\ufeff", "\u00ad", "\u200e", "\ufe0f"])
def test_signs_that_nobody_sees_make_no_other_name(sign):
    names = pl.DataFrame({"name": ["김민준", f"{sign}김민준", f"김{sign}민준{sign}"]})
    assert names.select(name_key(pl.col("name"), VARIANTS)).to_series().n_unique() == 1


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Hana Kim", ("Ms. Hana Kim", "Dr Hana Kim", "PROF. DR. Hana Kim", "Mrs.Hana Kim")),
        ("Hans Müller", ("Herr Hans Müller", "Frau Dr. Hans Müller")),
        ("山田太郎", ("山田 太郎 氏", "山田太郎様")),
        (
            "Emily Smith",
            (
                "Smith, Emily",
                "SMITH, Ms Emily",
                "Emily Smith, MBE",
                "Emily Smith, MBA, PhD",
                "Smith, Emily PhD",
                "Dr. Emily Smith Ph.D.",
            ),
        ),
        ("José O'Neill-García", ("O’Neill-García, José",)),
    ],
)
def test_how_somebody_is_addressed_makes_no_other_name(name, others):
    keys = pl.DataFrame({"name": [name, *others]}).select(name_key(pl.col("name"), VARIANTS)).to_series()
    assert keys.n_unique() == 1
    words = pl.DataFrame({"name": ["Drew Msimang", "Mrkos", "Dr."]}).select(name_key(pl.col("name"), VARIANTS))
    assert words.to_series().to_list() == ["drewmsimang", "mrkos", ""]


@pytest.mark.parametrize(
    "name", ["Smith, Emily, Jones", "김, 민준", "Smith,", ", Emily", "Smith Emily", "Cbe Kim", "Emeka Mba", "Ade Obe"]
)
def test_what_is_no_family_name_in_front_stays_in_its_order(name):
    keys = pl.DataFrame({"name": [name]}).select(name_key(pl.col("name"), VARIANTS)).to_series()
    assert keys.to_list() == [name.lower().replace(",", "").replace(" ", "")]
