"""A list without countries is read by the region whose numbers it holds."""

import polars as pl
import pytest

from telebatch.model.project import Accept
from telebatch.normalise.home import home_of, led_by
from tests.normalise.as_shipped import TABLE

JAPANESE = ["090-1234-5678", "080-2345-6789", "03-3212-2323", "06-6345-6789", "070-4123-4567"]
KOREAN = ["010-2345-6789", "02-555-0102", "031-234-5678", "070-4123-4567", "1588-1234"]


@pytest.mark.parametrize(
    ("cells", "regions", "region"),
    [
        (JAPANESE, ("KR", "JP"), "JP"),
        (JAPANESE, ("JP", "KR"), "JP"),
        (KOREAN, ("KR", "JP"), "KR"),
        (KOREAN, ("JP", "KR"), "KR"),
        (KOREAN, ("US", "JP", "KR"), "KR"),
        # Two lists in one: nobody's for certain, so the first region's.
        (JAPANESE + KOREAN, ("KR", "JP"), "KR"),
        (JAPANESE + KOREAN, ("JP", "KR"), "JP"),
        # One slip among many says nothing.
        ([*(f"070-4123-{n:04}" for n in range(60)), "090-1234-5678"], ("KR", "JP"), "KR"),
        (["", "none"], ("KR", "JP"), "KR"),
        ([], ("KR", "JP"), "KR"),
    ],
)
def test_the_region_is_the_one_whose_numbers_they_are(cells, regions, region):
    assert home_of(pl.Series(cells, dtype=pl.String), regions, TABLE).region == region


def test_what_decided_is_told():
    told = home_of(pl.Series(JAPANESE), ("KR", "JP"), TABLE)
    assert (told.likely, told.looked_at, told.here) == ("JP", 5, 0)
    assert told.there > 1


def test_a_region_that_is_none_of_the_projects_leads_nothing():
    assert led_by(Accept(regions=("KR", "JP")), "US").regions == ("KR", "JP")
    assert led_by(Accept(regions=("KR", "JP")), "JP").regions == ("JP", "KR")
