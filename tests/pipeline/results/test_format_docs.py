"""The page on formats, walked as written: a user's own format, from the first try to the calls it tells."""

import re
import shlex
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from telebatch.ingest.formats.profiles import Profile, Recognition, Times
from telebatch.model.tables import ATTEMPTS
from telebatch.pipeline.start import init_house
from tests.pipeline.nights import EVENING, facts, states
from tests.pipeline.small import run, write

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"
SAMPLE = "inbox/desk/calls.csv"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """The workspace that a newcomer begins with."""
    init_house(tmp_path / "centre", "en", datetime(2026, 11, 20, tzinfo=UTC))
    return tmp_path / "centre"


def test_a_format_of_ones_own_is_added_as_the_page_says(folder, page, monkeypatch):
    write(folder, SAMPLE, re.search(r"```csv\n(.*?)```", page, re.DOTALL)[1])
    first, before, after = (
        re.findall(r"^telebatch (.*)$", block, re.MULTILINE)
        for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    )
    monkeypatch.chdir(folder)
    assert [run(folder, *shlex.split(line), as_of=EVENING)[0] for line in first] == [0]
    ((code, out, _),) = [run(folder, *shlex.split(line), as_of=EVENING) for line in before]
    assert (code, "no format fits" in out, "999-9999-9999" in out) == (5, True, True), out

    settings = re.findall(r"```toml (\S+)\n(.*?)```", page, re.DOTALL)
    assert [name for name, _ in settings] == ["formats/desk.toml", "codes/desk.toml", "sources/desk.toml"]
    for name, text in settings:
        write(folder, name, text)
    assert [line.split()[0] for line in after] == ["check", "formats", "classify", "ingest"]
    answers = [run(folder, *shlex.split(line), as_of=EVENING) for line in after]
    assert [code for code, _, _ in answers] == [0, 0, 0, 0], answers
    calls = facts(folder, ATTEMPTS).sort("start_utc")
    assert calls.select("code", "talk_seconds", pl.col("start_utc").dt.strftime("%d %H:%M")).rows() == [
        ("OC-17", 48, "16 01:05"),
        ("OC-03", 0, "16 01:15"),
    ]
    assert [row["last_outcome"] for row in states(folder).values() if row["attempts"]] == [
        "call.refused",
        "call.no_answer",
    ]


def test_the_page_tells_every_key_a_profile_may_have(page):
    table = page.partition("## The keys of a format")[2].partition("## The shipped formats")[0]
    # Keys of the tables are written `table.key`, their neighbours `.key`.
    named = {name.rpartition(".")[2] for name in re.findall(r"`([a-z_.]+)`", table)}
    assert {*_keys(), "extends"} - {"extends", "upon", "name", "columns", "recognise", "times"} <= named


def _keys():
    return {one.name for shape in (Profile, Recognition, Times) for one in fields(shape)}


def test_a_value_that_was_taken_for_a_header_is_masked(folder):
    path = write(folder, "x.csv", "Kim,010-2001-0001,first\nLee,010-2001-0002,second\n")
    code, out, err = run(folder, "formats", "try", path)
    assert code == 5
    assert not any(value in out + err for value in ("2001", "Kim", "Lee", "first")) and "999-9999-9999" in out


def test_a_file_like_none_is_likened_to_none(folder):
    """Columns that a format forbids, and a comma between cells, are no likeness where nothing else is."""
    path = write(folder, "x.csv", "Ref,Blob,Whatever\n17,q,w\n18,q,w\n")
    _, out, _ = run(folder, "formats", "try", path)
    assert "no format fits" in out and {line.split()[1] for line in out.splitlines() if " marks met, but " in line} == {
        "0"
    }
    code, _, err = run(folder, "ingest", path)
    assert (code, "fits no known format" in err, "nearest" in err) == (3, True, False), err
