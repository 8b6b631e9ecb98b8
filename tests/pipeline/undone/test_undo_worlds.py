"""A centre that takes a file and takes it back, beside one in which the file never came: lists decided in between."""

import pytest

from telebatch.model.tables import LISTED
from telebatch.pipeline.undone import lists_anew
from telebatch.pipeline.undone.decided_then import Then
from telebatch.read import door
from tests.pipeline.nights import facts
from tests.pipeline.small import told
from tests.pipeline.worlds import ACCEPTED, EVERYBODY, REFUSED, Step, differing, is_sound, lived, seen, undone

FOUR = Step("list", ("academies", "one", "two", "doubt", "staff"))
#: Steps, a day each, and which of them is undone.
WORLDS = {
    "a row that was rejected for more": ((Step("add", ("staff",)), FOUR), 0),
    "a row that leads without the request": ((Step("add", ("doubted",)), FOUR), 0),
    "one that was called in between": (
        (Step("add", ("doubted",)), FOUR, Step("calls", ("010-2001-0003 관심 17",))),
        0,
    ),
    "one whom a later list brought": ((Step("add", ("doubted",)), FOUR, Step("list", ("more", "known"))), 0),
    "a company that was freed": ((Step("add", ("company",)), Step("remove", ("company",)), FOUR), 1),
    "a prefix that was freed": ((Step("add", ("prefix",)), Step("remove", ("prefix",)), FOUR), 1),
    "an e-mail that was freed": ((Step("add", ("e-mail",)), Step("remove", ("e-mail",)), FOUR), 1),
    "a record that was freed": ((Step("add", ("record",)), Step("remove", ("record",)), FOUR), 1),
    "a number freed, of a row rejected for more": ((Step("add", ("staff",)), Step("remove", ("staff",)), FOUR), 1),
    "a person who was freed": (
        (FOUR, Step("add", ("person",)), Step("remove", ("person",)), Step("list", ("academies", "two", "one"))),
        2,
    ),
    "a lead that was freed": (
        (FOUR, Step("add", ("lead",)), Step("remove", ("lead",)), Step("list", ("academies", "two", "one"))),
        2,
    ),
    "a request before a list decided again": ((Step("add", ("number",)), FOUR, Step("again", (ACCEPTED,))), 0),
    "a list decided again": ((FOUR, Step("again", (ACCEPTED,))), 1),
    "a list decided again before it was so once more": (
        (FOUR, Step("again", (EVERYBODY,)), Step("again", (ACCEPTED,))),
        1,
    ),
    "a list decided again, and again by the same rules": (
        (FOUR, Step("again", (ACCEPTED,)), Step("again", (ACCEPTED,))),
        1,
    ),
    "a request that held a row when lists were decided by other rules": (
        (Step("add", ("doubted",)), FOUR, Step("again", (REFUSED,))),
        0,
    ),
    "a request that held a row when nothing else was changed by other rules": (
        (Step("add", ("doubted",)), FOUR, Step("classify", ("call.busy", REFUSED)), Step("again", (REFUSED,))),
        0,
    ),
    "a map that was put on record before the first list of another project": (
        (
            FOUR, Step("calls", ("010-2001-0001 부재 17",)), Step("classify", ("call.interested",)),
            Step("project", ("two", "moved")),
        ),
        2,
    ),
    "a number taken off that nobody had put on any more": (
        (FOUR, Step("add", ("number",)), Step("remove", ("number",)), Step("remove", ("first", "number"))),
        2,
    ),
    "a file matched without the list, and with whom another one leads without its request": (
        (
            Step("list", ("more", "other", "refuses")), FOUR,
            Step("calls", ("010-2001-0001 관심 17", "010-2001-0003 관심 17")),
        ),
        0,
    ),
    "results decided again, and again by the same map": (
        (FOUR, Step("calls", ("010-2001-0001 부재 17",)), Step("classify", ("call.interested",)), Step("classify", ("call.interested",))),
        2,
    ),
    "a list after which another one withdrew whom it did not hold": (
        (FOUR, Step("list", ("more", "two", "other")), Step("list", ("academies!", "one"))),
        1,
    ),
    "a list with a refusal that a later one tells too": (
        (FOUR, Step("list", ("more", "refuses", "other")), Step("list", ("third", "refuses", "two"))),
        1,
    ),
    "a list with a refusal of whom a later one makes no lead": (
        (FOUR, Step("list", ("more", "refuses", "other")), Step("again", (ACCEPTED,)), Step("list", ("third", "refuses", "known"))),
        1,
    ),
    "a delivery that an answer judged": (
        (
            Step("list", ("academies", "one", "doubt")), Step("list", ("more", "doubt")),
            Step("answer", ("박세미", "changed", "원장")),
        ),
        1,
    ),
    "a delivery that a correction judged, which stands at the list of another project": (
        (
            Step("list", ("academies", "one", "doubt")), Step("list", ("more", "doubt")),
            Step("project", ("known", "doubt")), Step("set", ("박세미", "title=원장")),
        ),
        1,
    ),
    "a delivery that a correction judged before another project knew the person": (
        (
            Step("list", ("academies", "one", "doubt")), Step("list", ("more", "doubt")),
            Step("set", ("박세미", "title=원장")), Step("import", ("010-2001-0003",)), Step("project", ("known",)),
        ),
        1,
    ),
    "a delivery before one that withdrew whom it did not hold": (
        (Step("list", ("more", "two")), Step("list", ("academies", "two", "one")), Step("list", ("academies!", "one"))),
        1,
    ),
    "a list that alone held whom another one left out": (
        (FOUR, Step("list", ("more", "one", "two")), Step("list", ("academies!", "two"))),
        1,
    ),
    "a list that left out whom another one left out later": (
        (FOUR, Step("list", ("more", "one", "two")), Step("list", ("academies!", "two")), Step("list", ("more!", "two", "staff"))),
        2,
    ),
    "a correction of whom a list left out, and of whom another one holds": (
        (
            FOUR, Step("list", ("more", "one", "two")), Step("set", ("김하나", "title=사원")),
            Step("list", ("more!", "two")), Step("list", ("academies!", "doubt", "one")),
        ),
        2,
    ),
    "a whole delivery of a list that was decided again since": (
        (
            Step("again", (REFUSED,)), Step("list", ("academies", "one", "doubt")), Step("list", ("academies!", "one", "two")),
            Step("classify", ("call.busy", ACCEPTED)), Step("again", (ACCEPTED,)),
        ),
        2,
    ),
    "a list of whom a whole delivery of it lacks one, and which was decided again since": (
        (
            Step("again", (REFUSED,)), Step("list", ("academies", "one", "doubt")), Step("list", ("academies!", "one", "two")),
            Step("again", (ACCEPTED,)), Step("list", ("more", "known")),
        ),
        1,
    ),
    "an answer before another one": (
        (FOUR, Step("answer", ("박세미", "changed", "원장")), Step("answer", ("박세미", "confirmed"))),
        1,
    ),
    "a list of people who were answered about": ((FOUR, Step("answer", ("박세미", "confirmed"))), 0),
}  # fmt: skip


@pytest.mark.parametrize("world", WORLDS)
def test_lists_stand_decided_as_in_the_world_in_which_the_undone_file_never_came(tmp_path, world):
    steps, at = WORLDS[world]
    batches = lived(tmp_path / "undone", steps)
    undone(tmp_path / "undone", batches[at], "--with-do-not-calls")
    lived(tmp_path / "never", steps, without=at)
    assert differing(seen(tmp_path / "undone"), seen(tmp_path / "never")) == {}
    assert is_sound(tmp_path / "undone")


def test_numbers_written_down_are_asked_for_once_however_many_lists_are_decided_anew(tmp_path, monkeypatch):
    steps = (Step("add", ("number",)), FOUR, Step("list", ("more", "two", "other")))
    batches, listed = lived(tmp_path, steps), []
    monkeypatch.setattr(lists_anew, "Then", lambda *told: listed.append(told[7]) or Then(*told))
    assert undone(tmp_path, batches[0], "--with-do-not-calls")["counts"]["decided_anew"] == 2
    assert len(listed) == 2 and listed[0] is listed[1]


def test_archived_files_are_read_where_they_lie_however_long(tmp_path, monkeypatch):
    steps, at = WORLDS["a file matched without the list, and with whom another one leads without its request"]
    batches, copied = lived(tmp_path, steps), []
    monkeypatch.setattr(door, "_HELD_BYTES", 0)
    monkeypatch.setattr(door, "own_copy", lambda *told: copied.append(told) or told[0])
    counts = undone(tmp_path, batches[at], "--with-do-not-calls")["counts"]
    assert (counts["matched_anew"], counts["decided_anew"], copied) == (1, 1, [])


def test_what_an_undo_decided_anew_goes_with_the_decision_and_is_not_undone_by_itself(tmp_path):
    """Of a list decided again after the request: its rows are the list's own ones once that decision is undone too."""
    steps = (Step("add", ("doubted",)), FOUR, Step("again", (ACCEPTED,)))
    batches = lived(tmp_path / "undone", steps)
    first = undone(tmp_path / "undone", batches[0], "--with-do-not-calls")["batch"]
    history = told(tmp_path / "undone", "batches", "list")[1]["answer"]["batches"]
    made = {one["number"]: one for one in history if one["number"] > first}
    assert [(one["command"], one["counts"]["adds_to"]) for one in made.values()] == [
        ("decided anew", batches[1]), ("decided anew", batches[2])
    ]  # fmt: skip
    code, answer = told(tmp_path / "undone", "batches", "undo", max(made))
    assert (code, "goes with it" in answer["error"][0]) == (2, True)
    undone(tmp_path / "undone", batches[2])
    lived(tmp_path / "never", (FOUR, steps[2]), without=1)
    rows, never = (sorted(seen(tmp_path / one)[1].values()) for one in ("undone", "never"))
    assert rows == never and {*seen(tmp_path / "undone")[0]} == {*seen(tmp_path / "never")[0]}
    assert is_sound(tmp_path / "undone")


def test_undone_twice_taken_again_and_undone_once_more_a_list_is_decided_as_each_time(tmp_path):
    steps = (Step("add", ("doubted",)), FOUR)
    batches = lived(tmp_path, steps)
    rows = []
    for _ in range(2):
        undone(tmp_path, batches[0], "--with-do-not-calls")
        code, answer = told(tmp_path, "batches", "undo", batches[0])
        assert (code, "undone already" in answer["error"][0]) == (2, True)
        rows.append(seen(tmp_path)[1])
        batches[0] = told(tmp_path, "suppress", "add", "010-2001-0003", "--by", "kim")[1]["batch"]
    assert rows[0] == rows[1] and rows[0]["1.csv", 4] == ("verify", "key_person_unknown", True)
    undone(tmp_path, batches[1], "--with-do-not-calls")
    assert facts(tmp_path, LISTED).is_empty() and seen(tmp_path)[0] == {} and is_sound(tmp_path)
