"""The page on results, held against what ingest really says and does."""

import re
import shlex
from pathlib import Path

import pytest

from telebatch.ingest.asked import Problem
from tests.pipeline.nights import EVENING, LAW_1
from tests.pipeline.small import HEAD, centre, listed, run, told, write

PAGE = Path(__file__).parents[3] / "docs" / "results.md"
DAY = HEAD + "2026-11-16,10:05,010-2001-0001,,김하늘,부재,,\n"


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    return listed(centre(tmp_path))


def test_every_figure_and_every_reason_stands_on_the_page(page):
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert {*LAW_1, "unfolded"} <= named
    assert {str(one) for one in Problem} <= named
    sums = re.search(r"`records \+ unfolded = ([^`]+)`", page)[1]
    assert set(re.findall(r"[a-z_]+", sums)) == set(LAW_1)


def test_its_commands_can_be_run_one_after_the_other(folder, page, monkeypatch):
    write(folder, "inbox/team/day.csv", DAY)
    monkeypatch.chdir(folder)
    lines = re.findall(r"^telebatch (.*)$", re.search(r"```sh\n(.*?)```", page, re.DOTALL)[1], re.MULTILINE)
    assert [run(folder, *shlex.split(line), as_of=EVENING)[0] for line in lines] == [0] * len(lines)
    assert (
        (folder / "undone/batch-2.csv").read_text(encoding="utf-8-sig").startswith("lead_id,project,field,before,after")
    )


def test_what_people_did_stays_when_a_file_tells_the_same_calls_again(folder):
    told(folder, "ingest", write(folder, "inbox/team/day.csv", DAY), as_of=EVENING)
    lead = told(folder, "explain", "010-2001-0001")[1]["answer"]["persons"][0]["leads"][0]["lead_id"]
    words = ("hold_until=2026-12-01", "agent=이보람", "--by", "kim", "--why", "asked")
    assert run(folder, "lead", "set", lead, *words, as_of=EVENING)[0] == 0
    before = told(folder, "lead", "show", lead, as_of=EVENING)[1]["answer"]["now"]
    again = DAY + "2026-11-16,11:05,010-2001-0002,,김하늘,부재,,\n"
    code, answer = told(folder, "ingest", write(folder, "inbox/team/day-2.csv", again), as_of=EVENING)
    assert (code, answer["counts"]["already_seen"]) == (0, 1)
    assert told(folder, "lead", "show", lead, as_of=EVENING)[1]["answer"]["now"] == before
