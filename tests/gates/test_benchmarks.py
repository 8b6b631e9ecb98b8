"""The benchmarks name steps by the functions that do them: a function that moves must take its step along."""

import functools
import importlib

import pytest

from benchmarks.steps import STEPS

PLACES = sorted({place for steps in STEPS.values() for _, place in steps})


@pytest.mark.parametrize("place", PLACES)
def test_every_step_the_benchmarks_time_is_a_function_of_the_product(place: str) -> None:
    module, _, path = place.partition(":")
    assert callable(functools.reduce(getattr, path.split("."), importlib.import_module(module)))
