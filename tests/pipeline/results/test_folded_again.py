"""Everybody told again a few leads at a time stands as everybody told together: what one lead's calls tell of a
person or a number reaches the leads of other parts."""

import pytest

from telebatch.pipeline.known import folded_again, parts
from tests.pipeline.nights import is_sound, states
from tests.pipeline.small import CALLS_ONLY, CENTRE, CLUB, HEAD, TEAM, callable_in, told, write

CALLS = HEAD + "2026-11-16,10:05,010-2001-0001,김하나,김하늘,수신거부,,\n"


@pytest.fixture
def folder(tmp_path):
    """One person who is a lead of two projects, and asked in a call of the first not to be called."""
    write(tmp_path, "telebatch.toml", CENTRE)
    write(tmp_path, "projects/cards.toml", CALLS_ONLY)
    write(tmp_path, "projects/club.toml", CLUB)
    write(tmp_path, "sources/team.toml", TEAM)
    for name, project in (("first", "cards"), ("second", "club")):
        assert callable_in(tmp_path, name, project) == {"김하나"}
    code, answer = told(tmp_path, "ingest", write(tmp_path, "inbox/team/calls.csv", CALLS))
    assert code in {0, 5}, answer
    assert [row["is_suppressed"] for row in states(tmp_path).values()] == [True, True]
    return tmp_path


@pytest.mark.parametrize("rows", [1, 1000])
def test_a_request_reaches_the_persons_leads_in_other_parts(folder, monkeypatch, rows):
    monkeypatch.setattr(parts, "PART_ROWS", rows)
    assert is_sound(folder)


def test_each_part_alone_would_not_know_of_it(folder, monkeypatch):
    """The test above can fail: it does where a part is folded by its own facts."""
    monkeypatch.setattr(parts, "PART_ROWS", 1)
    monkeypatch.setattr(folded_again, "_beyond", lambda *_: None)
    assert not is_sound(folder)
