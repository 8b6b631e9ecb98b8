"""kill -9 at any moment of any writing command; the long run is `make faults`."""

import random

import pytest

from tests.faults.kills import ends_of, kill, moment
from tests.faults.world import CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_killed_run_leaves_the_world_as_before_or_as_after(case, tmp_path):
    folder = tmp_path / "centre"
    ends = ends_of(case, folder)
    assert kill(case, folder, ends, moment(random.Random(case.name), ends)) in {"before", "after", "ended"}
