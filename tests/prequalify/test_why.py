"""Why somebody is a key person, is none, or nobody knows: the first test that speaks, in words."""

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
        ({"is_current": False}, False, "holds the post no more"),
        ({"role_class": None}, None, "no title that tells what the person does"),
        ({"role_class": "unknown"}, None, "no title that tells what the person does"),
        ({"role_class": "needs_context"}, None, "the title alone does not tell its weight"),
        ({"role_class": "influencer"}, False, "recommends, does not decide"),
        ({"role_class": "gatekeeper"}, False, "guards the door, does not decide"),
        ({"role_class": "staff"}, False, "no part in the decision"),
        ({"seniority": None}, None, "the title tells no level"),
        ({"seniority": "lead"}, False, "below manager, the least this project asks for"),
        ({"function": None}, None, "decides, but nobody tells on which function; this project asks for edu, adm"),
        ({"function": "sal"}, False, "decides on another function; this project asks for edu, adm"),
        ({"function": "sal,mkt"}, False, "decides on another function; this project asks for edu, adm"),
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
