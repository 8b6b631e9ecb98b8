"""Every candidate gets one verdict and all its reasons; none is lost, none doubled."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.flows import CANDIDATES
from telebatch.model.project import Accept, Cycle, Goals, KeyPersonStandards, Project, Step
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.texts import Texts
from telebatch.model.words import Reason, Verdict
from telebatch.prequalify import (
    FORGOTTEN,
    OWN_DETAILS,
    detail_columns,
    judged,
    key_person,
    key_person_why,
    mark_duplicates,
    prequalify,
    rules_of,
    score,
    suppressed_by,
)

PROJECT = Project(
    name="study-card",
    title="t",
    direction="outbound",
    customer="new",
    cycle=Cycle(date(2026, 11, 2)),
    plan=(Step(call="first"),),
    kpis=(),
    goals=Goals(),
    key_person=KeyPersonStandards(functions=("edu",)),
    accept=Accept(regions=("KR",), consent=True),
)
GOOD = {
    "file_key": 1,
    "record": 1,
    "line": 2,
    "person": "김민준",
    "number": 821000010000,
    "kind": "mobile",
    "region": "KR",
    "line_kind": "mobile",
    "number_count": 1,
    "role_class": "decision_maker",
    "seniority": "own",
    "function": "edu",
    "is_general": False,
    "is_current": True,
    "role_basis": "원장",
    "role_confidence": "high",
    "missing": "",
    "consent": True,
    "person_ref": 1,
}


def candidates(*rows):
    schema = {**CANDIDATES, "person_ref": pl.Int64, "survivor": pl.String, "suppressed_by": pl.String}
    return pl.LazyFrame(
        [{**GOOD, "record": n, "line": n + 1, "person_ref": n, **row} for n, row in enumerate(rows, 1)], schema=schema
    )


def decided(*rows, project=PROJECT):
    marked = candidates(*rows).with_columns(
        key_person(project.key_person).alias("is_key_person"),
        key_person_why(project.key_person).alias("key_person_why"),
        *score(),
    )
    return prequalify(marked, rules_of(project, forgets=True)).collect()


CASES = {
    Reason.FORGOTTEN: {"number_reason": FORGOTTEN},
    Reason.NO_NUMBER: {"number": None, "number_reason": "empty"},
    Reason.NUMBER_UNUSABLE: {"number": None, "number_reason": "not_valid"},
    Reason.LINE_KIND_NOT_WANTED: {"kind": "premium"},
    Reason.REGION_NOT_IN_PROJECT: {"region": "US"},
    Reason.DUPLICATE_IN_RUN: {"survivor": "row 2"},
    Reason.SUPPRESSED: {"suppressed_by": "do-not-call since 2026-10-01"},
    Reason.REQUIRED_FIELD_MISSING: {"missing": "person"},
    Reason.CONSENT_DATE_UNREADABLE: {"consent_on_unread": "last autumn"},
    Reason.CONSENT_MISSING: {"consent": None},
    Reason.NOT_KEY_PERSON: {"role_class": "gatekeeper"},
    Reason.KEY_PERSON_UNKNOWN: {"role_class": "unknown"},
    Reason.SWITCHBOARD_ONLY: {"line_kind": "switchboard"},
}
#: Unreadable records never become candidates: read sets them aside, and the pipeline writes them to the rejects.
#: Withdrawn is said of persons who have no record in a delivery.
NOT_A_RULE = {Reason.UNREADABLE, Reason.WITHDRAWN}


def test_a_row_with_nothing_against_it_is_callable_without_a_reason():
    assert decided({}).select("verdict", "reasons").row(0) == ("callable", "")


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in NOT_A_RULE])
def test_each_reason_is_found_alone(reason):
    project = replace(PROJECT, key_person=replace(PROJECT.key_person, switchboard_numbers="reject"))
    row = decided(CASES[reason], project=project).row(0, named=True)
    assert row["reasons"] == reason
    assert row["verdict"] == (Verdict.VERIFY if reason is Reason.KEY_PERSON_UNKNOWN else Verdict.REJECTED)


def test_all_reasons_are_kept_in_order_of_precedence():
    row = decided({"missing": "person", "role_class": "staff", "region": "US"}).row(0, named=True)
    assert row["reasons"] == "region_not_in_project|required_field_missing|not_key_person"


def test_a_suppressed_number_says_on_which_list_and_since_when():
    listed = pl.LazyFrame(
        [
            {
                "batch": 1,
                "list": "do-not-call",
                "kind": "number",
                "channel": "any",
                "number": 821000010000,
                "from_on": date(2026, 10, 1),
            }
        ],
        schema=SUPPRESSIONS.schema,
    )
    numbers = pl.LazyFrame(
        {"record": [1, 2], "number": [821000010000, 5]}, schema={"record": pl.Int64, "number": pl.Int64}
    )
    before = suppressed_by(candidates({}, {}), numbers, listed, date(2026, 9, 30))
    after = suppressed_by(candidates({}, {}), numbers, listed, date(2026, 11, 1))
    assert before.rows() == [(None, None), (None, None)]
    assert after.rows() == [("do-not-call since 2026-10-01", None), (None, None)]


def test_the_first_row_of_a_person_survives_and_is_named():
    rows = candidates(
        {"person_ref": 7}, {"person_ref": 8}, {"person_ref": 7}, {"person_ref": None}, {"person_ref": None}
    )
    one = rows.drop("survivor").with_columns(sheet=pl.lit(None), has_number=pl.lit(value=True))
    assert mark_duplicates(one).collect()["survivor"].to_list() == [None, None, "row 2", None, None]
    sheets = one.with_columns(sheet=pl.Series(["서울", "서울", "부산", "부산", "부산"], dtype=pl.Categorical))
    assert mark_duplicates(sheets).collect()["survivor"].to_list() == [None, None, "서울 row 2", None, None]
    second = one.with_columns(has_number=pl.Series([False, True, True, False, False]))
    assert mark_duplicates(second).collect()["survivor"].to_list() == ["row 4", None, None, None, None]


ROLES = [
    ({}, True),
    ({"role_class": "conditional", "function": "edu", "seniority": "mgr"}, True),
    ({"role_class": "conditional", "function": None, "seniority": "mgr"}, None),
    ({"role_class": "conditional", "function": "fin", "seniority": "mgr"}, False),
    ({"role_class": "conditional", "function": None, "is_general": True, "seniority": "mgr"}, True),
    ({"seniority": "lead"}, False),
    ({"seniority": None}, None),
    ({"role_class": "needs_context"}, None),
    ({"role_class": "unknown"}, None),
    ({"role_class": "influencer"}, False),
    ({"is_current": False}, False),
    ({"is_current": False, "role_class": "unknown"}, False),
]


@pytest.mark.parametrize(("role", "decides"), ROLES)
def test_the_deciding_role_is_judged_in_the_written_order(role, decides):
    assert candidates(role).select(key_person(PROJECT.key_person)).collect().item() is decides


def test_the_score_is_the_sum_of_what_it_tells():
    told = (
        candidates({}, {"role_class": "unknown", "seniority": None, "consent": None, "person": ""})
        .select(*score())
        .collect()
    )
    for total, why in told.iter_rows():
        assert total == sum(int(part.split()[-1]) for part in why.split(", ") if part)
    assert told["score"].min() >= 0 and told["score"].max() <= 100


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(CASES)), max_size=12))
def test_no_candidate_is_lost_or_doubled(reasons):
    rows = decided(*[CASES[reason] for reason in reasons])
    assert rows["record"].to_list() == list(range(1, len(reasons) + 1))
    assert set(rows["verdict"]) <= set(Verdict)
    assert rows.filter((pl.col("verdict") == "callable") != (pl.col("reasons") == "")).height == 0


WIDE = st.fixed_dictionaries(
    {
        "number": st.sampled_from([None, 821000010000, 821000010001]),
        "number_reason": st.sampled_from([None, "empty", "too_short"]),
        "kind": st.sampled_from([None, "mobile", "premium"]),
        "region": st.sampled_from([None, "KR", "US"]),
        "line_kind": st.sampled_from([None, "mobile", "switchboard"]),
        "number_count": st.sampled_from([None, 0, 1, 2, 3]),
        "person": st.sampled_from([None, "", "김민준", "이서연"]),
        "email": st.sampled_from([None, "", "a@b", "c@d"]),
        "consent": st.sampled_from([None, True, False]),
        "consent_on_unread": st.sampled_from([None, "?", "soon"]),
        "missing": st.sampled_from(["", "title", None]),
        "survivor": st.sampled_from([None, "row 2", "row 3"]),
        "suppressed_by": st.sampled_from([None, "do-not-call", "board"]),
        "role_class": st.sampled_from([None, "decision_maker", "conditional", "staff"]),
        "seniority": st.sampled_from([None, "own", "mgr", "stf"]),
        "function": st.sampled_from([None, "edu", "edu,it", "it"]),
        "is_general": st.booleans(),
        "is_current": st.booleans() | st.none(),
        "role_confidence": st.sampled_from(["high", "low", None]),
    }
)


@settings(deadline=None)
@given(st.lists(WIDE, max_size=12), st.sampled_from(["accept", "verify", "reject"]))
def test_rows_judged_together_are_judged_as_each_alone(rows, unknown):
    standards = replace(PROJECT.key_person, unknown_titles=unknown, switchboard_numbers=unknown)
    project = replace(PROJECT, key_person=standards)
    table = candidates(*rows).collect()
    texts = Texts.of(table.select("person", "email"))
    rules = rules_of(project, forgets=True)
    together = judged(table.drop(texts.columns), texts, standards, rules, ("is_general",))
    shared = {"is_general", *detail_columns(rules)} - OWN_DETAILS
    told = table.drop(together.columns, strict=False).hstack(together).select("judged_as", *sorted(shared))
    assert told.n_unique() == told.get_column("judged_as").n_unique()
    together = together.drop("judged_as")
    alone = [decided(row, project=project).select(together.columns) for row in rows]
    assert together.height == len(rows)
    assert together.rows() == [row for one in alone for row in one.rows()]
