"""What a list says of a row's company and country: counts of people in every spelling, and countries by any name."""

import tomllib
from importlib.resources import files

import polars as pl
import pytest

from telebatch.model.project import Accept
from telebatch.model.records import ColumnMap
from telebatch.normalise import country_names
from telebatch.normalise.candidates import normalise
from telebatch.normalise.countries import regions_named
from telebatch.normalise.sizes import head_count
from tests.normalise.as_shipped import RULES

PARSED = tomllib.loads((files("telebatch") / "rules" / "countries.toml").read_text("utf-8"))
NAMES = country_names(PARSED, RULES.phones)


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("50", 50), ("50.0", 50), ("1,200명", 1200), ("10-49", 29), ("1~10인", 5), ("1000人以上", 1000), ("5천명", 5000),
        ("1만명", 10000), ("10인 미만", 9), ("10인 이하", 10), ("5人未満", 4), ("1,001-5,000 employees", 3000), ("10000+", 10000),
        ("51～200名", 125), ("100人至499人", 299), ("1-2만", 15000), ("<10", 9), ("under 10", 9), ("5k", 5000), ("１２０名", 120),
        ("0", 0), ("대기업", None), ("n/a", None), ("", None), (None, None), ("50명 이상 100명 미만", 75),
    ],
)  # fmt: skip
def test_a_company_is_as_large_as_its_cell_says(cell, count):
    assert pl.DataFrame({"c": [cell]}, schema={"c": pl.String}).select(head_count(pl.col("c"))).item() == count


@pytest.mark.parametrize(
    ("cell", "region"),
    [
        ("KR", "KR"), ("kor", "KR"), ("Korea", "KR"), ("Republic of Korea", "KR"), ("대한민국", "KR"), ("한국", "KR"),
        ("韩国", "KR"), ("韓国", "KR"), ("82", "KR"), ("+82", "KR"), ("0082", "KR"), ("82.0", "KR"), ("USA", "US"),
        ("U.S.A.", "US"), ("1", "US"), ("미국", "US"), ("米国", "US"), ("UK", "GB"), ("영국", "GB"), ("44", "GB"),
        ("日本", "JP"), ("ＪＰ", "JP"), ("中国", "CN"), ("P.R. China", "CN"), ("台灣", "TW"), ("Hong Kong", "HK"),
        ("7", "RU"), ("39", "IT"), ("Deutschland", "DE"), ("도쿄", None), ("-", None), ("", None), (None, None), ("999", None),
    ],
)  # fmt: skip
def test_a_country_goes_by_many_names(cell, region):
    assert regions_named(pl.Series("c", [cell], pl.String), NAMES).item() == region


def test_every_region_of_the_phone_table_has_a_name_and_its_calling_code():
    regions = RULES.phones.regions[1:]
    assert set(PARSED["countries"]) == set(regions)
    assert PARSED["source"]
    codes = {str(code) for code in RULES.phones.calling_codes if code}
    assert all(NAMES[code] in regions for code in codes)
    assert all(NAMES[region.lower()] == region for region in regions)


def test_national_numbers_are_read_by_the_country_their_row_names_else_by_the_projects():
    rows = pl.LazyFrame(
        {
            "record": [1, 2, 3, 4, 5], "line": [1, 2, 3, 4, 5], "국가": ["일본", "미국", "", "나라모름", "82"],
            "전화": ["03-6205-1234", "(212) 555-0142", "010-2345-6789", "02-312-3456", "+81 3 6205 1234"],
        }
    )  # fmt: skip
    told = normalise(
        rows, ColumnMap({"number": ("전화",), "country": ("국가",)}),
        RULES.__class__(**{**RULES.__dict__, "accept": Accept(regions=("KR",)), "countries": NAMES}),
    )  # fmt: skip
    assert told.candidates["number"].to_list() == [81362051234, 12125550142, 821023456789, 8223123456, 81362051234]
    assert told.candidates["region"].to_list() == ["JP", "US", "KR", "KR", "JP"]
    assert dict(told.no_countries) == {"나라모름": 1}
