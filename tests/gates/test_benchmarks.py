"""The benchmarks name steps by the functions that do them: a function that moves must take its step along."""

import functools
import importlib
import json

import pytest

from benchmarks import growth
from benchmarks.invent.calls import centre
from benchmarks.steps import STEPS
from benchmarks.timing import Run
from telebatch.cli import main

PLACES = sorted({place for steps in STEPS.values() for _, place in steps})


@pytest.mark.parametrize("place", PLACES)
def test_every_step_the_benchmarks_time_is_a_function_of_the_product(place: str) -> None:
    module, _, path = place.partition(":")
    assert callable(functools.reduce(getattr, path.split("."), importlib.import_module(module)))


def test_growth_sets_a_list_against_its_tenth_in_turns_and_tells_how_many_times_as_long(monkeypatch, tmp_path):
    seconds = {100: iter([2.0, 1.0, 3.0]), 1000: iter([25.0, 20.0, 21.0])}
    ran = []

    class Product:
        def __init__(self, folder, template, listed):
            self.listed = listed

        def run(self):
            ran.append(self.listed)
            wall = next(seconds[self.listed])
            return Run(wall, wall / 2, self.listed)

        def steps(self):
            return {"read": [self.listed, 0.0, 1.0]}

    monkeypatch.setattr(growth, "prepared", lambda folder, sizes: (folder, sizes))
    monkeypatch.setattr(growth, "prequalifying", Product)
    told = growth.bench(tmp_path, 1000, 3)
    assert ran == [100, 1000] * 3
    assert "100 to 1,000 rows" in told.title
    assert "10.5 x the time, 10.5 x the processor time (bar 11 x)" in told.title
    assert told.steps == {"read": [1000, 0.0, 1.0]}


@pytest.mark.parametrize("nights", [0, 2])
def test_the_invented_centre_is_a_sound_one(tmp_path, capsys, nights):
    folder = centre(tmp_path / "centre", 40, nights)
    with pytest.raises(SystemExit) as ended:
        main(["store", "check", "--workspace", str(folder), "--as-of", "2026-11-21T08:00+09:00", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (ended.value.code, told["counts"]["leads"], told["counts"]["leads_differing"]) == (0, 40, 0), told
