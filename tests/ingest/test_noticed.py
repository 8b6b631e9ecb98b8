"""What a person should know of a file beside its figures."""

from dataclasses import replace

import polars as pl
import pytest

from telebatch.ingest.noticed import full
from tests.ingest.ingest_samples import shipped


@pytest.mark.parametrize(("count", "is_told"), [(0, False), (2, False), (3, True), (4, False), (6, True), (7, False)])
def test_a_file_of_just_so_many_rows_as_its_system_writes_is_told(count, is_told):
    rows = pl.DataFrame({"record": range(count)}, schema={"record": pl.Int64})
    said = list(full(rows, replace(shipped()["vicidial_standard"], most_rows=3)))
    assert said == [said[0]] if is_told else not said
    if is_told:
        assert said[0].startswith(f"holds {count} rows, and VICIdial")
        assert "stops without a word after 3:" in said[0]
