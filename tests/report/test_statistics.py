import random
from statistics import mean

import pytest

from telebatch.report.statistics import mean_interval, median, newcombe, shared_level, student_quantile, wilson


@pytest.mark.parametrize(
    ("successes", "cases", "low", "high"),
    [
        (0, 20, 0, 16.1),
        (1, 20, 0.9, 23.6),
        (3, 40, 2.6, 19.9),
        (4, 200, 0.8, 5.0),
        (0, 5, 0, 43.4),
        (12, 300, 2.3, 6.9),
    ],
)
def test_wilson_gives_the_published_intervals(successes, cases, low, high):
    found = wilson(successes, cases)
    assert tuple(round(end * 100, 1) for end in found) == (low, high)


def test_wilson_holds_at_both_ends_and_without_cases():
    assert wilson(7, 7)[1] == 1.0
    assert wilson(0, 7)[0] == 0.0
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("now", "then", "low", "high"), [((20, 300), (12, 300), -1.0, 6.5), ((14, 100), (10, 100), -5.2, 13.3)]
)
def test_newcombe_gives_the_published_intervals(now, then, low, high):
    assert tuple(round(end * 100, 1) for end in newcombe(now, then)) == (low, high)
    assert newcombe(now, (0, 0)) is None


@pytest.mark.parametrize(("freedom", "told"), [(5, 2.571), (19, 2.093), (60, 2.000), (1000, 1.962)])
def test_student_quantiles_are_those_of_the_tables(freedom, told):
    assert student_quantile(0.95, freedom) == pytest.approx(told, abs=0.006)


def test_the_interval_of_a_skewed_mean_covers_it_nineteen_times_in_twenty():
    draw, true_mean, hits = random.Random(3), 0, 0
    population = [int(180 * draw.lognormvariate(0, 0.6)) for _ in range(20_000)]
    true_mean = mean(population)
    for _ in range(400):
        sample = draw.choices(population, k=40)
        low, high = mean_interval([(value, sample.count(value)) for value in set(sample)])
        hits += low <= true_mean <= high
    assert 0.91 <= hits / 400 <= 0.98


def test_a_mean_of_few_or_equal_values_has_no_wide_interval():
    assert mean_interval([(200, 4)]) is None
    assert mean_interval([(200, 5)]) == (200, 200)


@pytest.mark.parametrize(("counts", "told"), [([], None), ([(3, 1)], 3), ([(9, 1), (1, 1)], 5), ([(1, 2), (4, 1)], 1)])
def test_the_median_stands_in_the_middle(counts, told):
    assert median(counts) == told


def test_many_comparisons_share_one_level():
    assert shared_level(0.95, 20) == pytest.approx(0.9975)
    assert shared_level(0.95, 0) == 0.95
