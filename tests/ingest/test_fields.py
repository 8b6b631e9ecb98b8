"""Collected fields are typed by what the project says of them, in the way its people write numbers."""

from decimal import Decimal

import polars as pl
import pytest

from telebatch.ingest.fields import json_of, number_of, value_of
from telebatch.model.project import Field
from tests.ingest.ingest_samples import CELLS


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("3,000,000원", "ko", "3000000"), ("300만", "ko", "3000000"), ("1억 2000만", "ko", "120000000"), ("３００万円", "ja", "3000000"),
        ("1.234,56", "de", "1234.56"), ("1,234.56", "en", "1234.56"), ("1'234", "en", "1234"), ("12k", "en", "12000"),
        ("1,23", "en", None), ("1.23.4", "de", None), ("about ten", "en", None), ("", "en", None),
    ],
)  # fmt: skip
def test_a_number_is_read_by_its_locale_or_not_at_all(text, locale, number):
    assert number_of(text, locale, CELLS.units) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("kind", "more", "text", "value"),
    [
        ("money", {"currency": "KRW", "locale": "ko"}, "300만", 3_000_000),
        ("money", {"currency": "EUR", "locale": "de"}, "1.234,56", 123_456),
        ("integer", {"locale": "ko"}, "12명", 12),
        ("integer", {}, "12.5", None),
        ("decimal", {}, "12.5", Decimal("12.5")),
        ("date", {}, "2026.11.23", "2026-11-23"),
        ("yes_no", {}, "있음", True),
        ("yes_no", {}, "いいえ", False),
        ("yes_no", {}, "maybe", None),
        ("choice", {"choices": ("Gold", "Silver")}, "gold", "Gold"),
        ("choice", {"choices": ("Gold",)}, "bronze", None),
        ("text", {}, " as it is ", "as it is"),
    ],
)
def test_a_value_takes_the_type_of_its_field(kind, more, text, value):
    assert value_of(text, Field(kind=kind, **more), CELLS) == value


def test_what_does_not_fit_is_kept_as_text_and_counted():
    told = json_of(pl.Series("x", ["300만", "many", None]), Field(kind="integer", locale="ko"), CELLS)
    assert (told.values.to_list(), told.is_misfit.to_list()) == (["3000000", '"many"', None], [False, True, False])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3천5백만", 35_000_000), ("2천만원", 20_000_000), ("1만5천", 15_000), ("12억5000만", 1_250_000_000), ("5千円", 5000), ("-3", -3),
        ("5-10", None), ("3 - 5명", None), ("1억2천", None), ("5백3천", None), ("만", None), ("1만2억", None), ("5k3", None), ("3..5", None),
    ],
)  # fmt: skip
def test_a_number_of_several_units_is_summed_and_a_span_is_no_number(text, number):
    assert number_of(text, "ko", CELLS.units) == number
