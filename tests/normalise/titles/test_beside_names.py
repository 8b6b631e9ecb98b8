"""A title in the cell of a name is read where it stands in front of one, and never out of a name."""

import polars as pl
import pytest

from telebatch.normalise.titles.beside_names import titles_beside_names
from tests.normalise.as_shipped import RULES

#: Cell → title; null: none is read.
CELLS = {
    "원장 김하나": "원장", "대표이사 박서준": "대표이사", "원장 김 하나": "원장", "대표 김민준님": "대표", "교장 황보혜진": "교장",
    "校长 王芳": "校长", "总经理 李明": "总经理", "總經理 王小明": "總經理", "園長 佐藤花子": "園長", "社長 田中 太郎": "社長",
    "김하나 원장": "원장", "김하나": None, "장 하나": None, "원 장미": None, "남궁 원장미": None,
    "수석 김하나": None, "과장 박지민": None, "대표 번호": None, "대표 전화": None, "대표 고객센터": None,
    "대표 김하나 이두리": None, "校长 室": None, "社長 不在": None, "董 事长明": None,
    "Principal Jane Kim": None, "Dean Martin": None, "Bishop Kim": None,
}  # fmt: skip


def beside(names):
    kinds = dict.fromkeys(("person", "title", "language"), pl.String)
    rows = [(name, None, None) for name in names]
    return titles_beside_names(pl.DataFrame(rows, kinds, orient="row"), RULES.titles).to_list()


@pytest.mark.parametrize("cell", CELLS)
def test_a_title_in_front_of_a_name_is_read_and_none_out_of_a_name(cell):
    assert beside([cell]) == [CELLS[cell]]


def test_many_names_are_read_as_each_alone():
    assert beside(CELLS) == [*CELLS.values()]


def test_a_title_that_a_column_tells_stays():
    told = pl.DataFrame({"person": ["원장 김하나"], "title": ["상담실장"], "language": ["ko"]})
    assert titles_beside_names(told, RULES.titles).to_list() == ["상담실장"]
