"""Records become candidates: in pieces as at once, judged once per distinct cell, every number in dialling order."""

import unicodedata
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.project import Accept
from telebatch.model.records import ColumnMap
from telebatch.normalise import candidates, normalise
from telebatch.normalise.numbers import PhoneColumns, Repeated, first_usable, numbers_of, shared_lines
from telebatch.normalise.phones import phones
from telebatch.normalise.repeated import over_distinct
from telebatch.settings import shipped
from tests.normalise.as_shipped import RULES, TABLE

COLUMNS = ColumnMap(
    {
        "person": ("name",),
        "company": ("firm",),
        "title": ("post",),
        "number": ("mobile", "office"),
        "consent": ("yes",),
    },
    {"mobile": "mobile", "office": "office"},
    ("colour",),
)


def test_a_long_list_of_one_number_each_is_taken():
    count = 60_000
    numbers = pl.DataFrame(
        {
            "row": pl.Series(range(count), dtype=pl.UInt32), "record": range(count),
            "position": pl.Series([0], dtype=pl.Int16).new_from_index(0, count), "number": range(count),
            **dict.fromkeys(("kind", "line", "region", "zones", "repaired", "reason")),
        },
        schema_overrides=dict.fromkeys(("kind", "line", "region", "zones", "repaired", "reason"), pl.String),
    )  # fmt: skip
    assert first_usable(numbers, count)["number_count"].to_list() == [1] * count


NUMBERS = st.sampled_from(
    ["010-2345-6789", "0212345678", "010-2345-6789 / 02-345-6789", "없음", "8.2E+11", "+1 212 555 0123", "02-345-6789", ""]
) | st.none()  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["김민준", "이서연 님", "Kim, A.", "", "-", None]),
            "firm": st.sampled_from(["㈜한빛", "한빛 주식회사", "Café & Co., Ltd.", "", None]),
            "post": st.sampled_from(["원장", "CEO", "사원", "?", None]),
            "mobile": NUMBERS,
            "office": NUMBERS,
            "yes": st.sampled_from(["Y", "n", "?", None]),
            "colour": st.sampled_from(["red", None]),
        }
    ),
    max_size=9,
)
SHAPE = {
    "record": pl.Int64,
    "line": pl.Int64,
    **dict.fromkeys(("name", "firm", "post", "mobile", "office", "yes", "colour"), pl.String),
}


def records(rows):
    return pl.DataFrame([{"record": n, "line": n + 1, **row} for n, row in enumerate(rows, 1)], schema=SHAPE)


def spelled(table):
    return table.with_columns(pl.col(pl.Categorical).cast(pl.String))


@settings(max_examples=25, deadline=None)
@given(ROWS, st.integers(1, 4))
def test_a_list_in_pieces_is_the_list_at_once(rows, size):
    whole = normalise(records(rows).lazy(), COLUMNS, RULES)
    kept = candidates._ROWS_AT_A_TIME
    candidates._ROWS_AT_A_TIME = size
    try:
        pieces = normalise(records(rows).lazy(), COLUMNS, RULES)
    finally:
        candidates._ROWS_AT_A_TIME = kept
    assert spelled(pieces.candidates).equals(spelled(whole.candidates))
    assert pieces.texts.beside(pieces.candidates.select()).collect().equals(whole.texts.pieces[0].lazy().collect())
    assert spelled(pieces.numbers).equals(spelled(whole.numbers))
    assert whole.candidates["record"].to_list() == list(range(1, len(rows) + 1))


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_every_number_of_every_cell_is_kept_in_dialling_order(rows):
    table = records(rows)
    found = numbers_of(table, PhoneColumns(("mobile", "office"), COLUMNS.roles), "KR", TABLE)
    told = first_usable(found, table.height)
    for row, mine in enumerate(rows):
        cells = [mine[name] for name in ("mobile", "office") if mine[name] is not None]
        read = [one for cell in cells for one in phones(pl.Series([cell]), "KR", TABLE).iter_rows(named=True)]
        numbers = [one["number"] for one in read if one["number"] is not None]
        assert found.filter(pl.col("row") == row)["number"].to_list() == [one["number"] for one in read]
        assert found.filter(pl.col("row") == row)["position"].to_list() == list(range(len(read)))
        answer = told.row(row, named=True)
        assert answer["number"] == (numbers[0] if numbers else None)
        assert answer["number_count"] == len(set(numbers))
        assert answer["number_reason"] == (None if numbers else read[0]["reason"] if read else "empty")


def test_what_digits_without_a_plus_are_is_one_habit_of_a_column_over_all_pieces_of_the_list(monkeypatch):
    monkeypatch.setattr(candidates, "_ROWS_AT_A_TIME", 1)
    rules = replace(RULES, accept=Accept(regions=("DE",)))
    cells = [("491711234567", "491711234567"), ("4930123456", "1711234567"), ("0171 1234567", "1601234567")]
    rows = [{"mobile": mobile, "office": office, "firm": "한빛", "name": "가"} for mobile, office in cells]
    normal = normalise(records(rows).lazy(), COLUMNS, rules)
    first = normal.numbers.filter(pl.col("record") == 1)
    assert first["number"].to_list() == [491711234567, 49491711234567]
    assert {name: (told.either, told.is_lost) for name, told in normal.plusless.items()} == {
        "mobile": (1, True), "office": (1, False),
    }  # fmt: skip


def test_three_people_of_one_company_share_a_switchboard_and_a_mobile_never_is_one():
    rows = [{"mobile": "010-2345-6789", "office": "02-345-6789", "firm": "한빛", "name": name} for name in "가나다"]
    normal = normalise(records(rows).lazy(), COLUMNS, RULES)
    assert set(normal.numbers.filter(pl.col("line") == "switchboard")["number"]) == {8223456789}
    assert (
        shared_lines(
            normal.numbers.head(4), Repeated.of(normal.numbers.head(4)), normal.candidates["record"], normal.texts
        ).numbers.to_list()
        == []
    )


@pytest.mark.parametrize(
    ("keys", "names", "is_shared"),
    [
        (["K1", "K1", "K1"], ["Kim", "Kim Minjun", "김민준"], False),
        (["K1", "K2", "K3"], ["김하나", "이두리", "박세찬"], True),
        ([None, None, None], ["김하나", "이두리", "박세찬"], True),
        ([None, None, None], ["김하나", "김하나 님", "김 하나"], False),
        (["K1", "K1", "K2", "K2"], ["Kim", "Kim Minjun", "Kim", "김민준"], False),
        (["K1", "K1", None, "K2"], ["Kim", "김민준", "이두리", "박세찬"], True),
        (["K1", "K1", None, None], ["Kim", "김민준", "이두리", ""], False),
    ],
)
def test_one_person_under_several_names_makes_no_switchboard(keys, names, is_shared):
    rows = [
        {"office": "02-345-6789", "firm": "한빛", "name": name, "key": key}
        for key, name in zip(keys, names, strict=True)
    ]
    keyed = ColumnMap({**COLUMNS.sources, "record_key": ("key",)}, COLUMNS.roles)
    table = records(rows).with_columns(pl.Series("key", keys, pl.String))
    normal = normalise(table.lazy(), keyed, RULES)
    assert normal.numbers["line"].cast(pl.String).eq("switchboard").all() is is_shared


@given(st.lists(st.none() | st.sampled_from("abc"), max_size=12), st.booleans())
def test_judging_distinct_cells_is_judging_all(cells, repeat):
    column = pl.Series("cell", cells * (9 if repeat else 1), dtype=pl.String)
    judged = over_distinct(column, lambda asked: asked.fill_null("none") + "!")
    assert judged.to_list() == [f"{cell or 'none'}!" for cell in column]
    assert judged.name == "cell"


def test_plain_letters_are_what_folding_leaves_alone():
    spans = ((0x00, 0x80), (0xAC00, 0xD7A4), (0x4E00, 0xA000))
    plain = [chr(code) for low, high in spans for code in range(low, high)]
    assert all(unicodedata.normalize("NFKC", unicodedata.normalize("NFKD", one)) == one for one in plain)


@pytest.mark.parametrize("empty", sorted(shipped().cells.nothing))
def test_words_of_nothing_are_no_names_and_no_titles(empty):
    said = {"post": empty, "mobile": "010-2345-6789", "yes": empty}
    rows = records([{"name": empty, "firm": f" {empty} ", **said}, {"name": "Null", "firm": "가온", **said}])
    told = normalise(rows.lazy(), COLUMNS, replace(RULES, nothing=shipped().cells.nothing))
    texts = told.texts.beside(told.candidates).collect()
    assert texts.select("person", "company").rows() == [(None, None), ("Null", "가온")]
    assert told.candidates.select("title", "missing").cast(pl.String).rows() == [(None, "company"), (None, "")]


def test_a_form_of_address_is_no_title():
    titles = ["Mr", "MS.", "mrs", "Herr", "님", "様", "先生", "Dr", "Mr. Director", "대표", None]
    columns = ColumnMap({"title": ("title",), "person": ("name",), "number": ("mobile",)}, {"mobile": "mobile"})
    rows = pl.DataFrame(
        {
            "record": range(len(titles)),
            "line": range(len(titles)),
            "title": titles,
            "name": "John Smith, CEO",
            "mobile": "1",
        },
        schema_overrides={"record": pl.Int64, "line": pl.Int64},
    )
    normal = normalise(rows.lazy(), columns, RULES)
    told = normal.candidates["title"].cast(pl.String).to_list()
    assert told == ["CEO"] * 7 + ["Dr", "Mr. Director", "대표", "CEO"]
    assert (normal.salutations, normal.beside_names) == (7, 8)
