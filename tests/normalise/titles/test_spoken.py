"""A title of letters that several languages share is read in the language told, else in that of the number's country."""

import polars as pl
import pytest

from telebatch.normalise.titles import titles
from telebatch.normalise.titles.spoken import spoken_languages


@pytest.mark.parametrize(
    ("title", "region", "role_class"),
    [
        ("店長代理", "JP", "influencer"), ("店長代理", None, "needs_context"), ("主任", "JP", "influencer"),
        ("主任", "CN", "conditional"), ("主任", "TW", "conditional"), ("主任", "KR", "needs_context"), ("總經理", "KR", "decision_maker"), ("業務", "JP", "unknown"),
        ("業務", "TW", "staff"), ("経理", "JP", "unknown"), ("MD", "KR", "needs_context"), ("MD", "JP", "needs_context"),
        ("MD", "GB", "decision_maker"), ("MD", None, "decision_maker"), ("GL", "JP", "needs_context"), ("CEO", "JP", "decision_maker"),
        ("총무팀장", "CN", "conditional"), ("总经理", "JP", "decision_maker"), ("部長", "GB", "conditional"),
    ],
)  # fmt: skip
def test_the_country_of_the_number_tells_the_language_of_shared_letters(vocabulary, title, region, role_class):
    rows = pl.DataFrame(
        {"title": [title], "language": [None], "region": [region]}, schema=dict.fromkeys(("title", "language", "region"), pl.String)
    )  # fmt: skip
    read = titles(rows.select("title", spoken_languages(rows)), vocabulary)
    assert read.item(0, "role_class") == role_class, read.item(0, "basis")


def test_what_the_row_says_of_its_language_goes_before_its_country():
    rows = pl.DataFrame(
        {"title": ["主任", "主任", "팀장"], "language": ["zh", None, None], "region": ["JP", "JP", "KR"]}
    )
    assert spoken_languages(rows).to_list() == ["zh", "ja", None]
    kept = rows.with_columns(pl.col("title", "language", "region").cast(pl.Categorical))
    assert spoken_languages(kept).to_list() == ["zh", "ja", None]


def test_where_no_title_shares_its_letters_nothing_is_added():
    silent = pl.DataFrame({"title": ["팀장", None], "language": [None, None], "region": ["KR", "KR"]})
    assert spoken_languages(silent).null_count() == 2
