"""Cells that share a shape are told as each cell is told alone, by the readings and verdicts of the whole table."""

import random

import polars as pl
import pytest

from telebatch.normalise.phones import phones
from telebatch.normalise.phones.by_shape import by_shape
from telebatch.normalise.phones.lookup import plain_numbers
from telebatch.normalise.phones.numbering import REGIONS
from telebatch.normalise.phones.typed import typed
from tests.normalise.phones.oracle import compare
from tests.normalise.phones.spellings import alike


@pytest.mark.parametrize("third", range(3))
def test_in_every_region_a_shape_tells_what_the_whole_table_tells(table, third):
    told = 0
    for region in REGIONS[third::3]:
        texts = pl.Series("text", alike(2000, region, table, random.Random(region)))
        place = table.regions.index(region)
        found, is_told = by_shape(texts, place, table)
        digits = typed(texts, pl.Series([place], dtype=pl.UInt16).new_from_index(0, texts.len()))
        assert digits["value"].filter(is_told).null_count() == 0
        judged = plain_numbers(digits.filter(is_told), table)
        assert judged["is_read"].all()
        assert found["cell"].to_list() == is_told.arg_true().to_list()
        assert found.select("number", "told").equals(judged.select("number", "told")), region
        told += found.height
    assert told > 10_000


@pytest.mark.parametrize("region", ["KR", "US", "IT", "JP"])
def test_a_column_of_few_shapes_is_read_as_the_library_reads_it(table, region):
    texts = alike(2500, region, table, random.Random(5))
    assert by_shape(pl.Series(texts), table.regions.index(region), table)[1].any()
    assert compare(texts, [region] * len(texts), table).differences == []


def test_nearly_every_mobile_number_is_told_by_its_shape(table):
    chance = random.Random(3)
    texts = [f"010-{chance.randrange(2000, 9999)}-{chance.randrange(10_000):04}" for _ in range(3000)]
    found, _ = by_shape(pl.Series(texts), table.regions.index("KR"), table)
    assert found.height > 0.97 * len(texts)
    assert found["number"][0] == int("82" + texts[found["cell"][0]].replace("-", "")[1:])


@pytest.mark.parametrize(
    "odd",
    [
        "010-1234-5600",
        "010-0000-0000",
        "012-3456-7890",
        "010-12 4-5678",
        "010.1234-5678",
        "010-1234-567٩",
        "999-1234-5678",
    ],
)
def test_a_trap_among_cells_of_its_length_is_read_as_it_is_alone(table, odd):
    usual = [f"010-2345-{last:04}" for last in range(1, 3000)]
    among = phones(pl.Series([*usual[:1500], odd, *usual[1500:]]), "KR", table)
    alone = phones(pl.Series([odd]), "KR", table)
    assert among.filter(pl.col("cell") == 1500).drop("cell").equals(alone.drop("cell"))
    assert among.height == len(usual) + 1
