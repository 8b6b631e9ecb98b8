"""A result file cut short anywhere is refused or taken as far as it goes; the whole file then puts everything right."""

import random
import shutil

import pytest

from tests.pipeline.nights import EVENING, adds_up, call, export, is_sound, night, states, take
from tests.pipeline.small import told, write

#: The last row's last columns hold what a cut can spoil without a trace: a length, a call id.
ROWS = (
    call(1, "NI"),
    call(2, "A", at="2026-11-16 10:05:00"),
    call(3, "NI", at="2026-11-16 10:10:00", length_in_sec="120"),
)
TEXT = export(*ROWS)


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return night(tmp_path_factory.mktemp("night"))


@pytest.fixture(scope="module")
def whole(known, tmp_path_factory):
    """How everybody stands where the whole file came at once."""
    folder = tmp_path_factory.mktemp("whole") / "centre"
    shutil.copytree(known, folder)
    take(folder, "inbox/dialer/calls.txt", TEXT)
    return states(folder)


def _cuts():
    """Every byte of the last row's end, and some anywhere before."""
    chance = random.Random(7)
    last = range(len(TEXT) - 24, len(TEXT), 3)
    return sorted({*last, *(chance.randrange(1, len(TEXT)) for _ in range(6))})


@pytest.mark.slow
@pytest.mark.parametrize("cut", _cuts())
def test_what_was_cut_short_is_put_right_by_the_whole_file(known, whole, tmp_path, cut):
    folder = tmp_path / "centre"
    shutil.copytree(known, folder)
    before = states(folder)
    code, answer = told(folder, "ingest", write(folder, "inbox/dialer/calls.txt", TEXT[:cut]), as_of=EVENING)
    assert code in {0, 3, 5}
    if code == 3:
        assert states(folder) == before
    else:
        assert all(adds_up(one["counts"]) for one in answer["inputs"])
    take(folder, "inbox/dialer/calls.txt", TEXT, as_of="2026-11-20T21:00")
    assert states(folder) == whole
    assert is_sound(folder)
