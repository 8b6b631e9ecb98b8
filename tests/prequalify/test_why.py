"""Why somebody is a key person, is none, or nobody knows: the first test that speaks, by its code."""

import polars as pl
import pytest

from telebatch.model.project import KeyPersonStandards
from telebatch.prequalify import key_person, key_person_why

STANDARDS = KeyPersonStandards(functions=("edu", "adm"), minimum_seniority="mgr")
MANAGER = {
    "role_class": "conditional",
    "seniority": "mgr",
    "function": "adm",
    "is_general": False,
    "is_current": True,
}
SCHEMA = {name: pl.Boolean if name.startswith("is_") else pl.String for name in MANAGER}


@pytest.mark.parametrize(
    ("changes", "decides", "why"),
    [
        ({}, True, ""),
        ({"is_general": True, "function": None}, True, ""),
        ({"function": "adm,fin"}, True, ""),
        ({"is_current": False}, False, "held_no_more"),
        ({"role_class": None}, None, "no_title"),
        ({"role_class": "unknown"}, None, "no_title"),
        ({"role_class": "needs_context"}, None, "needs_context"),
        ({"role_class": "influencer"}, False, "influencer"),
        ({"role_class": "gatekeeper"}, False, "gatekeeper"),
        ({"role_class": "staff"}, False, "staff"),
        ({"seniority": None}, None, "no_level"),
        ({"seniority": "lead"}, False, "below_level"),
        ({"function": None}, None, "no_function"),
        ({"function": "sal"}, False, "other_function"),
        ({"function": "sal,mkt"}, False, "other_function"),
    ],
)
def test_the_first_test_that_holds_decides_and_says_so(changes, decides, why):
    row = pl.DataFrame([MANAGER | changes], schema=SCHEMA)
    told = row.select(key_person(STANDARDS).alias("decides"), key_person_why(STANDARDS).cast(pl.String).alias("why"))
    assert told.row(0) == (decides, why)


def test_with_no_functions_listed_everybody_of_the_level_decides():
    row = pl.DataFrame([MANAGER | {"function": None}], schema=SCHEMA)
    assert row.select(key_person(KeyPersonStandards())).item() is True
    assert row.select(key_person(KeyPersonStandards(minimum_seniority="dir"))).item() is False
