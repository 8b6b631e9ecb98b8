"""Every shipped word of rows that are no records takes its row out, of a text and of cells alike."""

import polars as pl
import pytest

from telebatch.model.records import ReadOptions
from telebatch.read import read
from telebatch.read.frames import tabled
from tests.read.reading import TOLD, aside, options, read_one

ROWS = TOLD["rows"]
TOTALS = sorted({word for words in ROWS["totals"].values() if isinstance(words, list) for word in words})
FOOTERS = sorted({word for words in ROWS["footers"].values() if isinstance(words, list) for word in words})
COUNTS = [f"{word}: 3" for word in ROWS["counts"]["before"]]
COUNTS += [f"{ROWS['counts']['before'][0]} {of} 3" for of in ROWS["counts"]["of"]]
COUNTS += [f"{ROWS['counts']['before'][0]} 3{unit}" for unit in (*ROWS["counts"]["units"], *ROWS["counts"]["money"])]
PAGES = [f"{ROWS['pages']['before'][0]} 1 {word} 3" for word in ROWS["pages"]["between"]]
TOLD_ROWS = [
    *((word, "totals_row") for word in (*TOTALS, *COUNTS)),
    *((word, "title_row") for word in (*FOOTERS, *PAGES)),
]
HEAD, RECORD = ("name", "phone", "company"), ("Kim", "010-1234-5678", "Hanbit")


@pytest.mark.parametrize("form", [str, str.upper, str.capitalize])
def test_each_word_takes_its_row_out_of_a_text(tmp_path, form):
    rows = [",".join(HEAD), ",".join(RECORD), *(f"{form(word)},," for word, _ in TOLD_ROWS), ",".join(RECORD)]
    found = aside(read_one(tmp_path, "\n".join((*rows, ""))))
    told = [(line, reason) for line, (_, reason) in enumerate(TOLD_ROWS, start=3)]
    assert (set(told) - set(found), set(found) - set(told)) == (set(), set())


@pytest.mark.parametrize("form", [str, str.upper, str.capitalize])
def test_each_word_takes_its_row_out_of_cells(form):
    rows = [HEAD, RECORD, *((form(word), None, None) for word, _ in TOLD_ROWS), RECORD]
    found = tabled(pl.DataFrame(rows, schema=["a", "b", "c"], orient="row"), options()).set_aside
    found = found.select("line", "reason").rows()
    told = [(line, reason) for line, (_, reason) in enumerate(TOLD_ROWS, start=3)]
    assert (set(told) - set(found), set(found) - set(told)) == (set(), set())


def test_without_words_nothing_but_the_header_is_taken_out(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,phone\n합계,3\nname,phone\nKim,010-1234-5678\n", encoding="utf-8")
    (reading,) = read(path, ReadOptions(header="first"))
    assert aside(reading) == [(3, "repeated_header")]


@pytest.mark.parametrize(
    "row",
    ["합계(명),5,", "소계(서울),12,-", "합계 (5건),,", "Gesamt (EUR),\"1.234,50\",", "Summe:,12 Kontakte,", "Total records,5,",
     "합계,총 5명,", "검색결과 : 총 123건,,", "Datensätze: 5,,", "Totale complessivo,12,", "5 datos,,"],
)  # fmt: skip
def test_totals_say_of_what_and_have_dashes_where_there_are_none(tmp_path, row):
    rows = f"{','.join(HEAD)}\n{','.join(RECORD)}\n{row}\n"
    assert aside(read_one(tmp_path, rows)) == ([] if row.startswith("5") else [(3, "totals_row")])


@pytest.mark.parametrize(
    "row", ["Gesamt,030 1234567,", "Summe,Kim,010-1234-5678", "합계(주),010-1234-5678,", "전체,김,1"]
)
def test_a_company_called_like_a_total_stays_a_record(tmp_path, row):
    assert aside(read_one(tmp_path, f"{','.join(HEAD)}\n{row}\n{','.join(RECORD)}\n")) == []


def test_a_note_alone_is_no_person(tmp_path):
    rows = f"{','.join(HEAD)}\n{','.join(RECORD)}\n※ 이 명단은 11월 27일까지만 사용하고 폐기해 주십시오,,\n※가온,010-1234-5678,\n"
    assert aside(read_one(tmp_path, rows)) == [(3, "title_row")]
    cells = [HEAD, RECORD, ("※ 이 명단은 11월 27일까지만 사용하고 폐기해 주십시오", None, None)]
    assert tabled(pl.DataFrame(cells, schema=["a", "b", "c"], orient="row"), options()).set_aside["line"].to_list() == [
        3
    ]
