"""What a footer tells of a segment is what its rows tell."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.store.footers import spans, spans_of

KEY = st.none() | st.integers(-(2**63), 2**63 - 1)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(KEY, KEY), max_size=40), group=st.integers(1, 50))
def test_spans_of_a_file_are_those_of_its_rows(tmp_path_factory, rows, group):
    path = tmp_path_factory.mktemp("footers") / "rows.parquet"
    table = pl.DataFrame(rows, schema={"lead_key": pl.Int64, "person_key": pl.Int64}, orient="row")
    table.lazy().sink_parquet(path, row_group_size=group, statistics=True)
    told = spans(path, ["lead_key", "person_key"])
    assert told == spans_of(table.lazy(), ["lead_key", "person_key"])
    firsts = [first for first, _ in rows if first is not None]
    assert told[0] == len(rows)
    assert told[1].get("lead_key") == ((min(firsts), max(firsts)) if firsts else None)
