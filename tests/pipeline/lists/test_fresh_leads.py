"""New leads told together stand as the fold of all facts says."""

import csv
import shutil
from datetime import UTC, datetime

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.records import ReadOptions
from telebatch.model.tables import SUPPRESSIONS
from telebatch.pipeline.house import Asked, open_house
from telebatch.pipeline.known.folded_again import folded_again
from telebatch.pipeline.lists.deliveries import ListFacts
from telebatch.pipeline.prequalify import prequalify_lists

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEADER = ("고객번호", "학원명", "담당자", "직책", "휴대폰", "대표전화", "동의일")
ROW = st.tuples(
    st.sampled_from(["A1", "A2", "A3", ""]),
    st.sampled_from(["한빛학원", "다온학원", ""]),
    st.sampled_from(["김민준", "이서연", ""]),
    st.sampled_from(["원장", "사원", "?", "대표"]),
    st.sampled_from(["010-2345-6789", "010-2345-6780", "010-2345-6781", ""]),
    st.sampled_from(["02-345-6789", "070-4000-1234", ""]),
    st.sampled_from(["2026-03-01", "2026-04-01", ""]),
)
LISTS = st.lists(st.lists(ROW, min_size=1, max_size=8), min_size=1, max_size=3)


def delivered(house, rows, name):
    path = house.root / "lists" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    prequalify_lists(house, [path], "study-card", ListFacts(name="same"), ReadOptions())


def asked(house, number):
    row = {"list": "do-not-call", "channel": "any", "kind": "number", "number": number, "is_removal": False}
    with house.writing("suppress add") as commit:
        commit.add(SUPPRESSIONS, pl.DataFrame([row], schema=dict(SUPPRESSIONS.schema)).drop("batch"))


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(LISTS, st.booleans())
def test_leads_told_together_stand_as_the_fold_says(bare, tmp_path_factory, lists, asks):
    root = tmp_path_factory.mktemp("fresh") / "centre"
    shutil.copytree(bare, root)
    house = open_house(root, Asked(root), now=NOW)
    if asks:
        asked(house, 821023456780)
    for place, rows in enumerate(lists):
        delivered(house, rows, f"list-{place}")
    whole = folded_again(house.store.view(), house.recorded() or house.settings, lambda *both: both)
    kept, rebuilt = (pl.concat(parts) for parts in zip(*whole, strict=True))
    assert kept.equals(rebuilt.select(kept.columns))
    assert kept.height == kept["lead_key"].n_unique()
