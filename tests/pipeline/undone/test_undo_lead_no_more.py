"""Who was a lead by an undone list alone is none, though a later list named the lead without making one."""

import pytest

from tests.pipeline.small import told, write
from tests.pipeline.worlds import (
    COLUMNS,
    EVERYBODY,
    MANAGERS,
    ROWS,
    Step,
    begun,
    differing,
    is_sound,
    lived,
    seen,
    undone,
)


def listed(name, *rows):
    return Step("list", (name, *rows))


FIRST, DEMOTED = listed("academies", "one", "two"), listed("more", "demoted", "two")
AT_HIS_NUMBER = Step("calls", ("010-2001-0001 관심 17",))


@pytest.mark.parametrize(
    ("steps", "at"),
    [
        ((FIRST, DEMOTED), 0),
        ((FIRST, listed("academies", "demoted", "two")), 0),
        ((listed("academies", "one", "two", "doubt"), listed("more", "doubt", "refuses")), 0),
        ((FIRST, DEMOTED, Step("again", (EVERYBODY,))), 0),
        ((FIRST, DEMOTED, Step("again", (EVERYBODY,)), Step("again", (MANAGERS,))), 0),
        ((listed("academies", "staff", "two"), Step("again", (EVERYBODY,)), listed("more", "staff")), 1),
        ((FIRST, DEMOTED, listed("third", "one")), 0),
        ((FIRST, DEMOTED, listed("third", "one")), 1),
        ((FIRST, listed("more", "demoted", "one"), listed("third", "demoted")), 0),
        ((FIRST, listed("more", "demoted", "other"), AT_HIS_NUMBER), 0),
        ((FIRST, listed("more!", "two"), listed("more!", "demoted")), 0),
    ],
    ids=str,
)
def test_an_undone_list_leaves_no_lead_that_a_later_one_rejects(tmp_path, steps, at):
    worlds = tmp_path / "undone", tmp_path / "never"
    batches = lived(worlds[0], steps)
    lived(worlds[1], steps, without=at)
    undone(worlds[0], batches[at], "--with-do-not-calls")
    assert differing(*map(seen, worlds)) == {}
    assert is_sound(worlds[0])


@pytest.mark.parametrize("answer", [("confirmed",), ("changed", "원장")])
def test_an_answer_about_a_lead_does_not_keep_it_listed(tmp_path, answer):
    worlds = tmp_path / "undone", tmp_path / "never"
    batches = lived(worlds[0], [FIRST, Step("answer", ("김하나", *answer)), DEMOTED])
    lived(worlds[1], [FIRST, Step("answer", ("김하나", *answer)), DEMOTED], without=0)
    undone(worlds[0], batches[0])
    (stands, decided, _), (_, decided_there, _) = map(seen, worlds)
    assert stands["김하나", "cards"]["status"] == "unlisted"
    assert decided == decided_there


def test_a_list_that_comes_after_an_undo_rejects_whom_it_rejects(tmp_path):
    worlds = tmp_path / "undone", tmp_path / "never"
    begun(worlds[1])
    told(worlds[0], "batches", "undo", lived(worlds[0], [FIRST])[0], as_of="2026-11-18T12:00")
    for one in worlds:
        listed_later(one)
    assert differing(*map(seen, worlds)) == {}
    assert [name for name, _ in seen(worlds[0])[0]] == ["이두리"]


def listed_later(folder):
    path = write(folder, "lists/later.csv", COLUMNS + ROWS["demoted"] + ROWS["two"])
    assert told(folder, "prequalify", path, "-p", "cards", "--list", "more", as_of="2026-11-25T09:00")[0] == 0
