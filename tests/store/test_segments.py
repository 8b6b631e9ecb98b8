from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.errors import StoreDamaged, TelebatchError
from telebatch.model.tables import ATTEMPTS, LEADS, SUPPRESSIONS, TABLES
from telebatch.store.marks import key_for_writing
from telebatch.store.order import in_order, is_in_order, total_order
from telebatch.store.segments import DiskSegments, shaped
from tests.store.store_samples import commit_leads, filled, leads, writing

_WRITE = """
import sys, random, hashlib, polars as pl
from pathlib import Path
from telebatch.model.tables import ATTEMPTS
from telebatch.store.segments import DiskSegments, shaped
seed, path = int(sys.argv[1]), Path(sys.argv[2])
n = 60_000
order = list(range(n)); random.Random(seed).shuffle(order)
i = pl.col("i")
told = {"lead_key": i % 9_000, "file_key": i % 7, "record": i // 3, "code": (i % 11).cast(pl.String),
        "attempt_key": "k" + i.cast(pl.String), "talk_seconds": pl.when(i % 5 > 0).then(i % 600)}
rows = pl.DataFrame({"i": order}).lazy().select(
    told.get(c, pl.lit(None)).cast(t).alias(c) for c, t in ATTEMPTS.schema.items() if c != "batch")
for kind in (rows, rows.collect()):
    DiskSegments().write(path, ATTEMPTS, shaped(ATTEMPTS, kind, 7))
    print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_the_same_rows_are_the_same_bytes_for_any_order_and_number_of_threads(tmp_path):
    hashes = []
    for threads in ("1", "2"):
        command = [sys.executable, "-c", _WRITE, threads, str(tmp_path / "a.parquet")]
        told = {**os.environ, "POLARS_MAX_THREADS": threads}
        hashes += subprocess.run(command, capture_output=True, text=True, env=told, check=True).stdout.split()
    assert hashes == [hashlib.sha256((tmp_path / "a.parquet").read_bytes()).hexdigest()] * 4


_CELLS = st.tuples(
    st.sampled_from([None, "a", "b"]), st.sampled_from([None, -1, 0, 5]), st.sampled_from([None, "x", "y"])
)


@settings(deadline=None, max_examples=40)
@given(st.lists(_CELLS, max_size=12), st.randoms(use_true_random=False))
def test_order_is_total_whatever_the_rows(cells, chance):
    rows = filled(SUPPRESSIONS, [{"list": a, "number": b, "note": c} for a, b, c in cells]).lazy()
    rows = shaped(SUPPRESSIONS, rows, 1).collect()
    mixed = list(range(rows.height))
    chance.shuffle(mixed)
    assert in_order(rows[mixed], SUPPRESSIONS).equals(in_order(rows, SUPPRESSIONS))
    keys = [tuple((cell is not None, cell) for cell in row) for row in rows.select(SUPPRESSIONS.sort).rows()]
    assert is_in_order(rows.lazy(), SUPPRESSIONS) == all(a < b for a, b in pairwise(keys))


def test_many_rows_are_sorted_by_everything_only_where_the_key_repeats():
    n = 6_000
    rows = filled(LEADS, [{"lead_key": key // 2, "person_key": key, "project": "b"} for key in range(n)])
    rows = shaped(LEADS, rows, 1)
    mixed = list(range(n))
    random.Random(5).shuffle(mixed)
    assert in_order(rows[mixed], LEADS).equals(rows.sort(total_order(LEADS)))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_table_is_stored_and_read_back(store, root, table):
    key_for_writing(root, dry_run=False)  # a store that has forgotten somebody is whole with its key alone
    row = {name: _cell(kind) for name, kind in table.schema.items() if name != "batch"}
    empty = dict.fromkeys(row)
    if table.name == "lead_state":
        empty["lead_key"] = 2
    with writing(store) as commit:
        commit.add(table, filled(table, [row, empty]))
    found = store.scan(table).collect()
    assert found.schema == table.empty().schema
    assert found.drop("batch").sort(table.sort[-1]).rows()[-1] == tuple(row.values())
    assert store.check() == ()


def _cell(kind: pl.DataType) -> object:
    if isinstance(kind, pl.List):
        return [_cell(kind.inner)]
    return pl.Series([9]).cast(kind if kind != pl.Boolean else pl.Int8).cast(kind).item()


def test_a_table_is_packed_as_it_is_read(tmp_path):
    packings = {}
    for table in (ATTEMPTS, LEADS, SUPPRESSIONS):
        path = tmp_path / f"{table.name}.parquet"
        DiskSegments().write(path, table, table.empty().clear(3))
        group = pq.ParquetFile(path).metadata.row_group(0)
        packings[table.name] = {group.column(at).compression for at in range(group.num_columns)}
    assert packings == {"attempts": {"ZSTD"}, "leads": {"SNAPPY"}, "suppressions": {"UNCOMPRESSED"}}


def test_unknown_and_missing_columns_are_refused_together(store):
    with (
        pytest.raises(TelebatchError, match="unknown colour, missing person_key, missing project"),
        writing(store) as commit,
    ):
        commit.add(LEADS, leads([1]).drop("person_key", "project").with_columns(colour=pl.lit("red")))


@pytest.mark.parametrize("is_lazy", [True, False])
def test_a_value_that_does_not_fit_is_refused_without_being_quoted(store, is_lazy):
    rows = leads([1]).with_columns(person_key=pl.lit("010-1234-5678"))
    with pytest.raises(TelebatchError) as told, writing(store) as commit:
        commit.add(LEADS, rows.lazy() if is_lazy else rows)
    assert "1234" not in str(told.value)
    assert "column person_key" in str(told.value)
    assert told.value.__suppress_context__


def test_a_step_that_fails_before_storing_is_told_without_its_values(store):
    broken = (
        leads([1]).lazy().with_columns(pl.lit("Kim Cheol-su").str.to_datetime("%Y").cast(pl.String).alias("project"))
    )
    with pytest.raises(TelebatchError) as told, writing(store) as commit:
        commit.add(LEADS, broken)
    assert "Kim" not in str(told.value)


def test_no_rows_make_no_segment(store, root):
    with writing(store) as commit:
        assert commit.add(LEADS, leads([])) == 0
        assert commit.add(LEADS, leads([]).lazy()) == 0
    assert list(root.rglob("*.parquet")) == []


def _older(**changed: object):
    """LEADS as an earlier telebatch had it: lead_key narrower, source not there yet."""
    schema = {"batch": pl.Int64(), "lead_key": pl.Int32(), "person_key": pl.Int64(), "project": pl.String()}
    return replace(LEADS, version=0, schema=MappingProxyType(schema), **changed)


def test_older_segments_are_read_with_the_columns_and_types_of_today(store):
    with writing(store) as commit:
        commit.add(_older(), leads([1]).drop("source"))
    commit_leads(store, [2])
    found = store.scan(LEADS).collect().sort("lead_key")
    assert found.schema == LEADS.empty().schema
    assert found.select("lead_key", "source").rows() == [(1, None), (2, None)]
    assert store.scan_leads(LEADS, pl.Series([1])).collect().height == 1
    assert store.check() == ()


def test_segments_of_a_newer_telebatch_are_refused(store):
    with writing(store) as commit:
        commit.add(replace(LEADS, version=99), leads([1]))
    with pytest.raises(StoreDamaged, match="newer telebatch"):
        store.scan(LEADS)
    assert [mistake.what for mistake in store.check()] == ["table leads version 99 is not known to this telebatch"]


def test_a_lazy_frame_in_order_is_written_once_and_one_out_of_order_is_mended(tmp_path):
    rows = shaped(ATTEMPTS, filled(ATTEMPTS, [{"lead_key": key, "record": key} for key in range(50)]), 1)
    DiskSegments().write(tmp_path / "a", ATTEMPTS, rows.lazy())
    DiskSegments().write(tmp_path / "b", ATTEMPTS, rows.reverse().lazy())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_words_are_stored_as_text_whatever_order_they_were_first_met_in(tmp_path):
    told = filled(LEADS, [{"lead_key": key, "project": "abc"[key % 3], "source": "list"} for key in range(9_000)])
    for name, met in (("a", "abc"), ("b", "zcba")):
        words = pl.Categorical(pl.Categories(f"project {name}"))
        pl.Series(list(met), dtype=words)
        rows = shaped(LEADS, told.cast({"project": words}), 1)
        assert rows.collect_schema()["project"] == words
        DiskSegments().write(tmp_path / name, LEADS, rows)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    found = pl.read_parquet(tmp_path / "a")
    assert found.schema == LEADS.empty().schema
    assert found.equals(shaped(LEADS, told, 1))


def test_a_column_of_no_type_is_left_out_of_a_streamed_segment_and_read_as_null(store, root):
    rows = leads([2, 1]).with_columns(source=pl.lit(None)).lazy()
    with writing(store) as commit:
        commit.add(LEADS, rows)
    (path,) = (root / "segments" / "leads").iterdir()
    assert "source" not in pl.read_parquet_schema(path)
    found = store.scan(LEADS).collect()
    assert found.schema == LEADS.empty().schema
    assert found.select("lead_key", "source").rows() == [(1, None), (2, None)]
    assert store.check() == ()
