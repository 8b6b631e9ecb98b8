"""Each list speaks for itself: a lead that one of them leaves out is called by another that still holds it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.titles import NO_TITLE
from tests.state.world import World, on

LEFT = {"verdict": "rejected", "reasons": "withdrawn", "is_key_person": None, "record": None, "score": None}
NO_NUMBER = {"verdict": "rejected", "reasons": "number_unusable", "is_key_person": None}
HOLDS = {
    "verdict": "callable", "reasons": "", "role_basis": "원장", "seniority": "own", "is_key_person": True, "score": 50
}  # fmt: skip


def told(*rows):
    """The lead's state after rows of `(list, day, what it says)`, in order of their files."""
    world = World().lead(1, listed=False)
    for file, (name, day, says) in enumerate(rows):
        row = {"list": name, "received_on": on(day), "file_key": file, "batch": file, **HOLDS, **says}
        world.add("listed", lead_key=1, person_key=1, project="shop", **row)
    return world.fold().row(0, named=True)


def holds(name, day, **more):
    return name, day, {"record": 1, **more}


def left(name, day):
    return name, day, LEFT


@pytest.mark.parametrize(
    ("rows", "status", "reason", "by"),
    [
        ((holds("a", 0), left("a", 1)), "unlisted", "withdrawn", "a"),
        ((holds("a", 0), holds("b", 1), left("b", 2)), "open", None, "a"),
        ((holds("a", 0), holds("b", 1), left("a", 2)), "open", None, "b"),
        ((holds("a", 0), holds("b", 1), left("b", 2), left("a", 3)), "unlisted", "withdrawn", "a"),
        ((holds("a", 0), left("a", 1), holds("a", 2)), "open", None, "a"),
        ((holds("a", 0), left("a", 1), holds("b", 2), left("b", 3), holds("a", 4)), "open", None, "a"),
        ((holds("a", 0), holds("b", 1, **NO_NUMBER), left("a", 2)), "unlisted", "rejected", "b"),
        ((holds("a", 0), holds("b", 1, **NO_NUMBER), left("b", 2)), "open", None, "a"),
        # A talk named the lead: no list can leave that out.
        ((holds(None, 0), holds("a", 1), left("a", 2)), "open", None, None),
        # A word of the day is about the listing, and puts nobody on a list again.
        ((holds("a", 0), left("a", 0), holds("a", 0, told_by="correction", told_on=on(0))), "unlisted", "withdrawn", "a"),
    ],
)  # fmt: skip
def test_a_lead_is_withdrawn_once_no_list_holds_it(rows, status, reason, by):
    state = told(*rows)
    assert (state["status"], state["status_reason"], state["list"]) == (status, reason, by)


def test_what_is_known_of_the_role_outlives_the_list_that_told_it():
    untitled = {"role_basis": NO_TITLE, "seniority": None, "is_key_person": None}
    state = told(holds("a", 0), holds("b", 1, **untitled), left("a", 2))
    assert (state["list"], state["seniority"], state["is_key_person"]) == ("b", "own", True)


def test_the_last_day_of_use_is_that_of_the_lists_which_still_hold_the_lead():
    rows = (holds("a", 0, use_until=date(2026, 12, 31)), holds("b", 1, use_until=date(2026, 11, 30)))
    assert told(*rows)["use_until"] == date(2026, 12, 31)
    assert told(*rows, left("a", 2))["use_until"] == date(2026, 11, 30)


ROW = st.tuples(
    st.sampled_from(("a", "b", "c")), st.integers(0, 4), st.sampled_from(("holds", "ends", "left", "rejects", "word"))
)
SAYS = {
    "holds": {"record": 1}, "ends": {"record": 1, "use_until": on(9)}, "left": LEFT, "rejects": {"record": 1, **NO_NUMBER},
    "word": {"record": 1, "told_by": "supplier"},
}  # fmt: skip


def judged(rows):
    """Status, reason and list, told slowly: each list by itself, then the latest word of those that hold the lead."""
    ordered = sorted(enumerate(rows), key=lambda one: (one[1][1], one[1][2] == "word", one[0]))
    lists = {name for name, *_ in rows}
    last = {name: [what for _, (of, _, what) in ordered if of == name and what != "word"] for name in lists}
    holding = {name for name in lists if not last[name] or last[name][-1] != "left"}
    if not holding:
        of = [name for _, (name, _, what) in ordered if what == "left"][-1]
        return "unlisted", "withdrawn", of, None
    name, _, what = [row for _, row in ordered if row[0] in holding and row[2] != "left"][-1]
    if what == "rejects":
        return "unlisted", "rejected", name, None
    return "open", None, name, _until(ordered, holding)


def _until(ordered, holding):
    """The longest day of lists whose latest row gives the lead; null where one gives it without end."""
    ends = {}
    for _, (name, _, what) in ordered:
        if name in holding and what != "left":
            giving, day = what != "rejects", on(9) if what == "ends" else ends.get(name, (True, None))[1]
            ends[name] = giving, day
    days = [day for giving, day in ends.values() if giving]
    return None if None in days else max(days)


@given(st.lists(ROW, min_size=1, max_size=7))
def test_any_deliveries_in_any_order_add_up_to_what_each_list_says_by_itself(rows):
    says = [(name, day, {**SAYS[what], **({"told_on": on(day)} if what == "word" else {})}) for name, day, what in rows]
    state = told(*says)
    found = state["status"], state["status_reason"], state["list"]
    status, reason, name, until = judged(rows)
    assert found == (status, reason, name)
    if status == "open":
        assert state["use_until"] == until
