"""A mailing list carries each code as the post of its region writes it, where what was typed leaves no doubt."""

import tomllib
from importlib.resources import files

import polars as pl
import pytest

from telebatch.normalise import postcodes

RULES = tomllib.loads((files("telebatch") / "rules" / "postcodes.toml").read_text("utf-8"))

FORMS = [
    ("KR", "０６２３６", "06236"),
    ("KR", "135-080", "135-080"),
    ("KR", "135080", "135-080"),
    ("JP", "〒１００−０００１", "100-0001"),
    ("JP", "1000001", "100-0001"),
    ("US", "123456789", "12345-6789"),
    ("GB", "sw1a1aa", "SW1A 1AA"),
    ("CA", "k1a-0b1", "K1A 0B1"),
    ("NL", "1234ab", "1234 AB"),
    ("PL", "00950", "00-950"),
    ("SE", "11455", "114 55"),
    ("BR", "01310100", "01310-100"),
    # What fits no form, or stands in no region with rules, is left to whoever reads it.
    ("KR", "우편번호 모름", "우편번호 모름"),
    ("GB", "10115", "10115"),
    (None, "０６２３６", "０６２３６"),
    ("ZZ", "1 2 3", "1 2 3"),
    ("KR", None, None),
]


@pytest.mark.parametrize(("region", "typed", "written"), FORMS)
def test_a_code_is_written_as_its_region_does(region, typed, written):
    found = postcodes(pl.Series([typed], dtype=pl.String), pl.Series([region], dtype=pl.String), RULES)
    assert found.to_list() == [written]


@pytest.mark.parametrize(
    ("region", "typed", "written"),
    [
        # Nothing of the column begins with a zero: a spreadsheet took it.
        ("US", ["10001", "2139", "21394307"], ["10001", "02139", "02139-4307"]),
        ("JP", ["1000001", "600001"], ["100-0001", "060-0001"]),
        # Zeros are there, so a shorter code is no lost one: an Austrian one among German ones.
        ("DE", ["01067", "80331", "1010"], ["01067", "80331", "1010"]),
        # Nothing shows that these are codes of the region at all.
        ("DE", ["1010", "8001"], ["1010", "8001"]),
    ],
)
def test_a_lost_zero_is_put_back_where_the_list_shows_that_it_was_lost(region, typed, written):
    assert postcodes(pl.Series(typed), pl.Series([region] * len(typed)), RULES).to_list() == written


def test_every_region_tells_its_source_and_its_forms_are_kept_as_they_are():
    """A code in its form stays itself, so that writing it twice changes nothing."""
    for region, rule in RULES.items():
        assert rule["source"], region
        assert set(rule) == {"source", "forms", "lost_zero"}, region
