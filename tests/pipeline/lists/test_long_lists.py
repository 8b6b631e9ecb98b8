"""A list whose texts are laid aside gives the same bytes as one whose texts stay in memory."""

import csv
import hashlib
import shutil
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.errors import StoreRefused
from telebatch.model.records import ReadOptions
from telebatch.normalise import candidates
from telebatch.pipeline.again import prequalify_again
from telebatch.pipeline.house import Asked, open_house
from telebatch.pipeline.lists import read_people, verdict_files
from telebatch.pipeline.lists.deliveries import ListFacts
from telebatch.pipeline.prequalify import prequalify_lists
from telebatch.store.aside import Aside

NOW = datetime(2026, 11, 20, tzinfo=UTC)
HEADER = ("고객번호", "학원명", "담당자", "직책", "휴대폰", "대표전화", "이메일", "주소", "비고", "색")
ROW = st.tuples(
    st.sampled_from(["A1", "A2", "A3", ""]),
    st.sampled_from(["한빛학원", "주식회사 아주 긴 이름의 다온학원", ""]),
    st.sampled_from(["김민준", "이서연", "박지우 원장", "test", ""]),
    st.sampled_from(["원장", "사원", "?", "대표", ""]),
    st.sampled_from(["010-2345-6789", "010-2345-6780", "010-2345-6781", "none", ""]),
    st.sampled_from(["02-345-6789", "070-4000-1234", ""]),
    st.sampled_from(["kim.minjun@example.com", "lee@example.com; kim@example.com", "수신거부", ""]),
    st.sampled_from(["서울특별시 강남구 테헤란로 123", ""]),
    st.sampled_from(["=1+1", 'said "no", twice', ""]),
    st.sampled_from(["red", ""]),
)  # fmt: skip
LISTS = st.lists(st.lists(ROW, min_size=1, max_size=12), min_size=1, max_size=2)


@pytest.fixture
def aside(monkeypatch):
    """A switch: from then on every list is a long one, of many pieces."""

    def switch():
        monkeypatch.setattr(read_people, "_LONG", 0)
        monkeypatch.setattr(candidates, "_ROWS_AT_A_TIME", 3)
        monkeypatch.setattr(verdict_files, "_BAND", 2)

    return switch


def house_of(bare, root):
    shutil.copytree(bare, root)
    return open_house(root, Asked(root), now=NOW)


def delivered(house, rows, name):
    path = house.root / "lists" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return prequalify_lists(house, [path], "study-card", ListFacts(name="same"), ReadOptions())


def files(root):
    """Everything a list leaves behind but the ledger, by name."""
    found = [path for part in ("lists", "store/segments", "store/staged") for path in (root / part).rglob("*")]
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found if path.is_file()
    }


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(LISTS)
def test_a_long_list_leaves_the_same_bytes(bare, tmp_path_factory, aside, monkeypatch, lists):
    left = []
    for is_long in (False, True):
        house = house_of(bare, tmp_path_factory.mktemp("long") / "centre")
        if is_long:
            aside()
        for place, rows in enumerate(lists):
            delivered(house, rows, f"list-{place}")
        project = house.root / "projects" / "study-card.toml"
        project.write_text(project.read_text().replace("minimum_seniority", "#minimum_seniority"))
        prequalify_again(open_house(house.root, Asked(house.root), now=NOW), "study-card")
        left.append(files(house.root))
        monkeypatch.undo()
    assert left[0] == left[1]


def test_a_full_disk_refuses_a_long_list_and_leaves_nothing(bare, tmp_path, aside, monkeypatch):
    house = house_of(bare, tmp_path / "centre")
    aside()
    before, lay = files(house.root), Aside.lay
    rows = [("A1", "한빛학원", "김민준", "원장", f"010-2345-{n:04}", "", "", "", "", "") for n in range(20)]

    def full(self, texts):
        if len(list(self._folder.glob("*"))) > 2:
            raise StoreRefused("a list's texts cannot be written", remedy="free some space on this disk")
        return lay(self, texts)

    monkeypatch.setattr(Aside, "lay", full)
    with pytest.raises(StoreRefused, match="a list's texts"):
        delivered(house, rows, "list")
    assert files(house.root).keys() == before.keys() | {"lists/list.csv"}
    monkeypatch.setattr(Aside, "lay", lay)
    assert delivered(house, rows, "list").counts["records"] == 20
