"""An address whose rest has a column of its own is written whole; of several memos none is lost."""

import polars as pl
import pytest

from telebatch.model.tables import ANSWERS, PEOPLE
from tests.pipeline.nights import facts
from tests.pipeline.small import CALLS_ONLY, centre, run, write


def delivered(tmp_path, head, *rows):
    folder = centre(tmp_path)
    write(folder, "projects/cards.toml", CALLS_ONLY)
    lines = [f"학원명,담당자,직책,휴대폰,{head}"]
    lines += [f"가온{n}학원,김하나{n},원장,010-2001-{n:04},{row}" for n, row in enumerate(rows)]
    run(folder, "prequalify", write(folder, "l.csv", "\n".join(lines) + "\n"), "-p", "cards")
    return folder


def addresses(folder):
    return facts(folder, PEOPLE).sort("person_key").get_column("address").to_list()


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("주소", "상세주소"),
        ("도로명주소", "나머지주소"),
        ("주소1", "주소2"),
        ("address1", "address2"),
        ("住所1", "建物名"),
    ],
)
def test_the_rest_of_an_address_stands_behind_it(tmp_path, first, rest):
    cells = ("테헤란로 1,101호", "테헤란로 2,", ",3층", ",", "테헤란로 5 502호,502호")
    told = ["테헤란로 1 101호", "테헤란로 2", "3층", None, "테헤란로 5 502호"]
    assert addresses(delivered(tmp_path, f"{first},{rest}", *cells)) == told


def test_of_two_whole_addresses_the_first_one_counts(tmp_path):
    cells = ("역삼동 1,테헤란로 1,101호", ",테헤란로 2,")
    folder = delivered(tmp_path, "지번주소,도로명주소,상세주소", *cells)
    assert addresses(folder) == ["역삼동 1 101호", "테헤란로 2"]


def test_every_memo_of_a_row_is_kept(tmp_path):
    folder = delivered(tmp_path, "비고,메모", "오전만,부재 잦음", ",다시", "한번,", ",")
    memos = facts(folder, ANSWERS).filter(pl.col("kind").eq("memo")).sort("record").get_column("value")
    assert memos.to_list() == ["오전만 / 부재 잦음", "다시", "한번"]
