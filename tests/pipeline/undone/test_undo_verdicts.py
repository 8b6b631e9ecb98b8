"""A list decided between a request and its undo is decided as if nobody had ever asked; a kept request holds."""

import pytest

from telebatch.model.tables import LISTED
from tests.pipeline.lives import Lives
from tests.pipeline.nights import facts, is_sound
from tests.pipeline.small import CALLS, LIST, centre, told, write
from tests.pipeline.undone.test_undo_law import differing, given, stands, take

REQUEST = "010-2001-0002,이두리"
REFUSED = CALLS.replace("부재", "수신거부")
AGAIN = LIST.replace("나래학원,이두리,원장", "나래학원,이두리,대표")
#: An unknown title as well: the row is known from a list before.
UNKNOWN = LIST.replace("이두리,원장", "이두리,담당")

FIRST = (
    ("prequalify", "lists/a.csv", "-p", "cards", "--list", "academies", "--received-on", "2026-11-02"),
    LIST,
    "2026-11-02T09:00",
)
IMPORT = (("suppress", "import", "numbers.csv"), "전화번호\n010-2001-0002\n", "2026-11-17T09:00")
MAIL = (("suppress", "import", "mails.csv"), "email\none@example.com\n", "2026-11-17T09:00")
CALLED = (("ingest", "inbox/team/calls.csv"), REFUSED, "2026-11-16T20:00")
LATER = (
    ("prequalify", "lists/b.csv", "-p", "cards", "--list", "academies", "--received-on", "2026-11-18"),
    AGAIN,
    "2026-11-18T09:00",
)
DOUBTED = (LATER[0], UNKNOWN, LATER[2])
AFTER = (("suppress", "import", "after.csv"), "전화번호\n010-2001-0002\n010-2001-0003\n", "2026-11-19T09:00")
BESIDE = (
    ("suppress", "import", "beside.csv", "--list", "second"),
    "전화번호\n010-2001-0002\n010-2001-0004\n",
    "2026-11-17T10:00",
)
#: Steps in order of time, which is undone, verdict rows added.
WORLDS = {
    "a number written down": ((IMPORT, LATER), 0, 1),
    "a number of a known person whose title is unknown": ((FIRST, IMPORT, DOUBTED), 1, 1),
    "an e-mail address": ((MAIL, LATER), 0, 1),
    "a call in which somebody asked": ((FIRST, CALLED, LATER), 1, 1),
    "a number that a second list names too": ((IMPORT, BESIDE, LATER), 0, 0),
    "a number that is written down again after the list": ((IMPORT, LATER, AFTER), 0, 1),
    "a request that came after the list": ((FIRST, IMPORT), 1, 0),
}  # fmt: skip


LIVES = Lives(most=2)


def lived(folder, steps):
    return LIVES.lived(folder, steps, centre, lambda folder, place: given(folder, steps[place]))


def undo(folder, number, *words):
    code, answer = told(folder, "batches", "undo", number, *words, as_of="2026-11-22T09:00")
    assert code in {0, 5}, answer
    return answer["counts"]


@pytest.mark.parametrize("world", WORLDS)
def test_leads_have_the_verdict_of_a_world_in_which_nobody_asked(tmp_path, world):
    steps, at, added = WORLDS[world]
    numbers = lived(tmp_path / "undone", steps)
    assert undo(tmp_path / "undone", numbers[at], "--with-do-not-calls").get("decided_anew", 0) == added
    lived(tmp_path / "never", [step for place, step in enumerate(steps) if place != at])
    assert differing(stands(tmp_path / "undone"), stands(tmp_path / "never")) == {}
    assert is_sound(tmp_path / "undone")


def test_a_kept_request_keeps_the_verdict_until_it_is_taken_back_too(tmp_path):
    numbers = lived(tmp_path, (IMPORT, LATER))
    assert "decided_anew" not in undo(tmp_path, numbers[0])
    assert stands(tmp_path)["이두리"]["verdict"] == "rejected"
    assert undo(tmp_path, numbers[0], "--with-do-not-calls")["decided_anew"] == 1
    assert stands(tmp_path)["이두리"]["verdict"] == "callable"
    rows = facts(tmp_path, LISTED).filter(record=3).sort("batch")
    assert rows.get_column("reasons").to_list() == ["suppressed", ""] and is_sound(tmp_path)


def test_undoing_a_removal_rejects_who_was_asked_for_before(tmp_path):
    numbers = lived(tmp_path, (IMPORT,))
    code, answer = told(
        tmp_path, "suppress", "remove", "010-2001-0002", "--by", "kim", "--why", "asked", as_of="2026-11-17T12:00"
    )
    assert code == 0, answer
    removed = answer["batch"]
    write(tmp_path, "lists/b.csv", AGAIN)
    take(tmp_path, LATER[0], LATER[2])
    assert stands(tmp_path)["이두리"]["verdict"] == "callable"
    assert undo(tmp_path, removed)["decided_anew"] == 1
    assert (stands(tmp_path)["이두리"]["verdict"], len(numbers)) == ("rejected", 1)
