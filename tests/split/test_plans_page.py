"""The page on plans says what split does."""

import re
import tomllib
from datetime import date
from pathlib import Path

from telebatch.model.project import Step
from telebatch.model.words import NotQueued
from tests.split.shift import laid_out, lead, plan, rules_of, why_not

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "plans.md").read_text(encoding="utf-8")


def tables():
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")]


def test_the_page_names_every_reason_in_the_order_of_the_tests():
    names = [row[0] for row in tables() if row[0] in set(NotQueued)]
    assert names == [str(reason) for reason in NotQueued]


def test_the_page_counts_as_split_counts():
    steps = tomllib.loads(re.search(r"```toml\n(.*?)```", PAGE, re.S)[1])["plan"]
    rules = rules_of(plan(*(Step(**step) for step in steps)))
    examples = [row for row in tables() if len(row) == 4 and row[3] in {*NotQueued, "queued"}]
    assert len(examples) == 4
    for posted, arrives, call, why in examples:
        world = lead()
        if arrives:
            world.add("mailed", mailing="m", lead_key=1, medium="catalogue", sent_on=date.fromisoformat(posted))
        shift = laid_out(world, rules)
        reason, next_date = why_not(shift)
        assert (reason or "queued", (next_date or shift.queued["not_before"][0].date()).isoformat()) == (why, call)
