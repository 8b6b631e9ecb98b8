"""Who asked not to be contacted stays so in every story: new numbers, other lists, an undone one, asked early or late."""

import contextlib
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.pipeline.care_desk import CONSUMERS, Desk

HEAD = "회원번호,성명,회사명,휴대전화,이메일,수신동의,동의일"
NUMBER, NEW, NEWER, LAST = "010-0210-0001", "010-0210-0777", "010-0210-0888", "010-0210-0999"
STRANGER = "010-0210-0005"
#: She, as lists tell of her: list, record key, name, company, number, e-mail.
FIRST = ("members", "K001", "이서연", "(주)한빛", NUMBER, "k1@example.com")
FINALLY = ("members", "K001", "이서연", "", LAST, "")
#: Each holds a key by which she is known; the last one where her new number was told before.
TELLINGS = {
    "her record key, a new number": ("members", "K001", "이서연", "(주)한빛", NEW, ""),
    "her record key, hardly anything else": ("members", "K001", "이서연", "", NEWER, ""),
    "her record key, a new name": ("members", "K001", "이수연", "누리", NEW, "new@example.com"),
    "another list's own key": ("fair", "F77", "이 서연", "", NUMBER, ""),
    "her company, a new number": ("fair", "F77", "이서연", "주식회사 한빛", NEWER, ""),
    "nothing but her number": ("bought", "", "", "", NUMBER, ""),
    "her name at her new number": ("bought", "", "이서연", "", NEW, ""),
}
KINDS = {
    "person": lambda desk, lead: ("--person", desk.person_of(lead)), "lead": lambda _, lead: ("--lead", lead),
    "email": lambda *_: ("--email", "K1@example.com"), "record": lambda *_: ("--record", "K001"),
}  # fmt: skip


def take(desk, place, row):
    """Takes in a list of her and a stranger: its batch, and the numbers it makes callable with their leads."""
    rows = [row, (row[0], "S1", "박도윤", "", STRANGER, "")]
    path = desk.write(f"in/{place}.csv", HEAD, *[(*one[1:], "Y", "2026-10-01") for one in rows])
    told = desk.run("prequalify", path, "-p", CONSUMERS, "--list", row[0])
    file = next(one for one in told["files"] if one.endswith("callable.csv"))
    return told["batch"], {row["number"]: row["lead_id"] for row in desk.read(file)}


def queued(desk):
    desk.scrub()
    desk.run("split", "--on", "2026-11-23")
    files = [file.relative_to(desk.root) for file in desk.root.glob("queues/2026-11-23/**/*.csv")]
    return {row["number"] for file in files for row in desk.read(file) if "position" in row}


def hold(desk, kind, tellings, undone_before, is_late):
    """Takes the lists in one after the other; she asks after the first, or when all were told."""
    first, leads = take(desk, "first", FIRST)
    ask = KINDS[kind](desk, leads[NUMBER])
    if not is_late:
        desk.run("suppress", "add", *ask)
    for place, telling in enumerate(tellings):
        if place == undone_before:
            desk.run("batches", "undo", first)
        _, now = take(desk, f"list-{place}", TELLINGS[telling])
        assert is_late or set(now) <= {STRANGER}, telling
    if is_late:
        desk.run("suppress", "add", *ask)
    assert queued(desk) <= {STRANGER}
    assert set(take(desk, "finally", FINALLY)[1]) <= {STRANGER}
    assert queued(desk) == {STRANGER}


@contextlib.contextmanager
def centre(bare):
    with tempfile.TemporaryDirectory(prefix="telebatch-law-") as folder:
        root = Path(shutil.copytree(bare, Path(folder) / "centre"))
        with contextlib.chdir(root):
            yield Desk(root)


@pytest.mark.parametrize(
    ("kind", "tellings", "undone_before", "is_late"),
    [
        ("record", ["another list's own key", "her company, a new number"], None, False),
        ("lead", ["her company, a new number", "her record key, a new name"], 1, True),
        ("email", ["her record key, hardly anything else", "another list's own key"], 0, False),
        ("person", ["nothing but her number", "her record key, a new number", "her name at her new number"], 0, True),
    ],
)
def test_a_suppressed_person_is_neither_callable_nor_queued(bare, kind, tellings, undone_before, is_late):
    with centre(bare) as desk:
        hold(desk, kind, tellings, undone_before, is_late)


@st.composite
def stories(draw):
    told = draw(st.lists(st.sampled_from([*TELLINGS][:-1]), min_size=1, max_size=4, unique=True))
    if NEW in {TELLINGS[one][4] for one in told} and draw(st.booleans()):
        told.append([*TELLINGS][-1])
    return draw(st.sampled_from([*KINDS])), told, draw(st.none() | st.integers(0, len(told) - 1)), draw(st.booleans())


@pytest.mark.slow
@settings(max_examples=6, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(story=stories())
def test_so_it_is_in_every_story(bare, story):
    with centre(bare) as desk:
        hold(desk, *story)
