"""Identity and card numbers are found by their own checks, and withheld whole; like-looking numbers are left alone."""

import tomllib
from importlib.resources import files

import polars as pl
import pytest

from telebatch.normalise.identifiers import held_by, identifiers_of, withheld

TOLD = tomllib.loads((files("telebatch") / "rules" / "identifiers.toml").read_text("utf-8"))
KINDS = identifiers_of(TOLD, ("KR", "US"))


def held(*cells):
    found = held_by(pl.Series(cells, dtype=pl.String), KINDS)
    return found and (found[0].title, found[1])


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        (("900101-1234567", "부탁 850630 - 2345678 확인"), "resident registration numbers (KR)"),
        (("11010519491231002X",), "resident identity numbers (CN)"),
        (("A123456789",), "identity card numbers (TW)"),
        (("078-05-1120",), "social security numbers (US)"),
        (("4111 1111 1111 1111", "card 5500-0000-0000-0004.", "378282246310005"), "payment card numbers"),
    ],
)
def test_a_true_number_is_found_and_withheld(cells, title):
    assert held(*cells) == (title, len(cells))
    hidden = pl.DataFrame({"c": cells}).select(withheld(pl.col("c"), KINDS)).to_series()
    assert not hidden.str.contains(r"\d{3}").any()
    assert hidden.str.contains("[withheld]", literal=True).all()


@pytest.mark.parametrize(
    "cells",
    [
        ("010-1234-5678", "02-123-4567", "+82 10 1234 5678"),
        ("901301-1234567", "900132-1234567", "20261123-1234567"),
        ("110105194912310021", "A123456788"),
        ("4111 1111 1111 1112", "4000123412341234", "4000123412341235", "20261123123456789"),
        ("000-12-3456", "666-12-3456", "078-00-1120", "2026-11-23"),
        (None, "", "주문 4111"),
    ],
)
def test_like_looking_numbers_are_left_alone(cells):
    assert held(*cells) is None


def test_a_kind_that_no_check_proves_is_looked_for_only_on_lists_of_its_own_regions():
    phones = pl.Series(["070-12-3456", "010-12-3457", "512-34-5678"])
    assert held_by(phones, identifiers_of(TOLD, ("KR", "SE"))) is None
    assert held_by(phones, identifiers_of(TOLD, ("US",))) is not None
    proved = {name for name, told in TOLD.items() if told["check"] != "none"}
    assert proved == {name for name, told in TOLD.items() if not told.get("regions")}
