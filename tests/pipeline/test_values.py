"""Amounts of money given on the command line."""

import pytest

from telebatch.model.errors import WrongUsage
from telebatch.pipeline.values import money


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("500000 KRW", 500_000, "KRW"),
        ("500,000 krw", 500_000, "KRW"),
        ("1,200 EUR", 120_000, "EUR"),
        ("0.35 EUR", 35, "EUR"),
        ("0,35 EUR", 35, "EUR"),
        ("2,5EUR", 250, "EUR"),
        ("1,234.50 EUR", 123_450, "EUR"),
        ("1.234,50 EUR", 123_450, "EUR"),
        ("1.125 KWD", 1_125, "KWD"),
        (None, None, None),
    ],
)
def test_a_price_is_read_with_either_decimal_sign(text, minor, currency):
    assert money(text, "--cost") == (minor, currency)


@pytest.mark.parametrize(
    "text", ["120", "KRW 120", "0.5 KRW", "0,35,5 EUR", "1.200 EUR", "12 ABC", "-1 EUR", "", "1,2345 EUR"]
)
def test_a_price_that_may_mean_two_amounts_is_refused_by_its_option(text):
    with pytest.raises(WrongUsage, match="--cost: cannot read the price"):
        money(text, "--cost")
