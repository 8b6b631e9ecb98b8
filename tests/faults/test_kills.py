"""kill -9 at any moment of any writing command; the long run is `make faults`."""

import random

import pytest

from tests.faults.kills import Moment, ends_of, kill, moment
from tests.faults.world import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_killed_run_leaves_the_world_as_before_or_as_after(case, tmp_path):
    folder = tmp_path / "centre"
    ends = ends_of(case, folder)
    assert kill(case, folder, ends, moment(random.Random(case.name), ends)) in {"before", "after", "ended"}


def test_a_night_with_nothing_new_still_puts_the_killed_nights_queues_in_place(tmp_path):
    night = next(case for case in CASES if case.name == "nightly")
    ends = ends_of(night, tmp_path / "centre")
    # Its last effects are the renames of the next shift's files, after the batch is true.
    assert kill(night, tmp_path / "centre", ends, Moment("at", ends.effects - 10, 0)) == "after"
