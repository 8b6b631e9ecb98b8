"""Whom a candidate is found to be."""

import polars as pl
import pytest

from telebatch.model.flows import CANDIDATES
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE
from telebatch.state import Known, identify, ranked
from telebatch.state.identity_known import LATEST

SHAPE = {**CANDIDATES, "list": pl.String(), "numbers": pl.List(pl.Int64())}


def known():
    people = [
        {
            "person_key": 1,
            "list": "a",
            "record_key": "R1",
            "person_name_key": "kim",
            "company_key": "acme",
            "email": "k@a",
        },
        {"person_key": 2, "list": "a", "record_key": "R2", "person_name_key": "lee", "company_key": "acme"},
        {"person_key": 3, "list": "b", "person_name_key": "", "company_key": None},
    ]
    numbers = [(1, 100), (2, 100), (2, 200), (3, 300)]
    rank = pl.lit(LATEST).alias("rank")
    return Known(
        pl.LazyFrame(people, schema=dict(PEOPLE.schema)).with_columns(rank),
        pl.LazyFrame([{"person_key": p, "number": n} for p, n in numbers], schema=dict(NUMBERS.schema)).with_columns(
            rank
        ),
        pl.LazyFrame(
            [
                {"lead_key": 11, "person_key": 1, "project": "shop"},
                {"lead_key": 12, "person_key": 2, "project": "club"},
            ],
            schema=dict(LEADS.schema),
        ),
    )


def identified(told, met):
    table = pl.DataFrame(told, schema=SHAPE)
    numbers = table.sort("record").select("record", number="numbers").explode("number")
    return identify(table.lazy(), met, "shop", numbers).collect()


def found(*rows):
    told = [
        {"file_key": 1, "record": n, "list": "a", "person_name_key": "", "numbers": [], **row}
        for n, row in enumerate(rows, 1)
    ]
    return identified(told, known())


CASES = [
    ("record key", {"record_key": "R1", "numbers": [999]}, (1, 11, "record")),
    ("record key of another list", {"record_key": "R1", "list": "b"}, (None, None, None)),
    ("number and name", {"person_name_key": "lee", "numbers": [200]}, (2, None, "number")),
    ("second number and name", {"person_name_key": "kim", "numbers": [998, 100]}, (1, 11, "number")),
    ("another name at a known number", {"person_name_key": "han", "numbers": [200]}, (None, None, None)),
    ("no name at a number of one person", {"numbers": [200]}, (2, None, "number")),
    ("no name at a number of two", {"numbers": [100]}, (None, None, None)),
    ("a name where the only person has none", {"person_name_key": "han", "numbers": [300]}, (3, None, "number")),
    ("name and company", {"person_name_key": "lee", "company_key": "acme", "numbers": [997]}, (2, None, "name")),
    (
        "name and company, another e-mail",
        {"person_name_key": "kim", "company_key": "acme", "email": "x@y"},
        (None, None, None),
    ),
    (
        "name and company, same e-mail",
        {"person_name_key": "kim", "company_key": "acme", "email": "k@a"},
        (1, 11, "name"),
    ),
    ("neither name nor company is somebody", {"company_key": "acme"}, (None, None, None)),
]


@pytest.mark.parametrize(("row", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_first_key_that_hits_wins(row, expected):
    told = found(row).row(0, named=True)
    assert (told["person_key"], told["lead_key"], told["matched_by"]) == expected
    assert (told["new_person"] is None) == (expected[0] is not None)


STRANGE = "record key names person P000001R, who had another name"
CONFLICTS = [
    (
        "a key whose person is not told beside it gives way to number and name",
        {"record_key": "R1", "person_name_key": "lee", "numbers": [200]},
        (2, f"{STRANGE} and number"),
    ),
    (
        "and to name and company",
        {"record_key": "R1", "person_name_key": "lee", "company_key": "acme", "numbers": [997]},
        (2, f"{STRANGE} and number"),
    ),
    (
        "a key goes before number and name where something else is the person's",
        {"record_key": "R1", "person_name_key": "lee", "numbers": [200, 100]},
        (1, "number names person P000002J"),
    ),
    (
        "a key under another name, number and company may be anybody's, and nobody loses a refusal",
        {"record_key": "R1", "person_name_key": "han", "company_key": "oak", "numbers": [996]},
        (1, f"{STRANGE} and number"),
    ),
    (
        "a name and a number corrected at one company",
        {"record_key": "R1", "person_name_key": "han", "company_key": "acme", "numbers": [996]},
        (1, f"{STRANGE} and number"),
    ),
]


@pytest.mark.parametrize(("row", "expected"), [case[1:] for case in CONFLICTS], ids=[case[0] for case in CONFLICTS])
def test_a_conflict_is_told_and_not_merged(row, expected):
    told = found(row).row(0, named=True)
    assert (told["person_key"], told["conflict"]) == expected


BEFORE = [
    ("a former number with the name", {"person_name_key": "kim", "numbers": [100]}, (1, None)),
    ("a former number without a name, which nobody else ever had", {"numbers": [100]}, (1, None)),
    ("a former number without a name, which two had", {"numbers": [200]}, (None, None)),
    ("a former number under another name", {"person_name_key": "choi", "numbers": [100]}, (None, None)),
    ("a former record key", {"record_key": "R1", "person_name_key": "kim", "numbers": [900]}, (1, None)),
    (
        "a former record key under a name and number of nobody, and told",
        {"record_key": "R1", "person_name_key": "q", "numbers": [900]},
        (1, "record key names person P000001R, who had another name and number"),
    ),
    ("a former name at the number of today", {"person_name_key": "kim", "numbers": [110]}, (1, None)),
    ("a former company", {"person_name_key": "kim", "company_key": "acme", "numbers": [901]}, (1, None)),
    ("who has the number today comes first", {"person_name_key": "park", "numbers": [300]}, (4, None)),
    (
        "a former number of two of the name is nobody's, and told",
        {"person_name_key": "lee", "numbers": [200]},
        (None, "number names one of P000002J, P000003M by what they were before"),
    ),
]


@pytest.mark.parametrize(("row", "expected"), [case[1:] for case in BEFORE], ids=[case[0] for case in BEFORE])
def test_what_somebody_was_before_counts_where_it_names_one_person_alone(row, expected):
    people = [
        (1, 1, "R1", "kim", "acme"), (1, 2, None, "kimura", "oak"), (2, 1, None, "lee", None), (2, 2, None, "lee", None),
        (3, 1, None, "lee", None), (3, 2, None, "lee", None), (5, 1, None, "park", None), (5, 2, None, "park", None),
        (4, 2, None, "park", None),
    ]  # fmt: skip
    numbers = [
        (1, 1, 100),
        (1, 2, 110),
        (2, 1, 200),
        (2, 2, 210),
        (3, 1, 200),
        (3, 2, 310),
        (5, 1, 300),
        (5, 2, 320),
        (4, 2, 300),
    ]
    keys = ("person_key", "batch", "record_key", "person_name_key", "company_key")
    of_people = pl.LazyFrame(
        [{"list": "a", **dict(zip(keys, row, strict=True))} for row in people], schema=dict(PEOPLE.schema)
    )
    of_numbers = pl.LazyFrame(
        [dict(zip(("person_key", "batch", "number"), row, strict=True)) for row in numbers], schema=dict(NUMBERS.schema)
    )
    none = pl.Series([], dtype=pl.Int64)
    met = Known(ranked(of_people, none), ranked(of_numbers, none), LEADS.empty().lazy())
    told = [{"file_key": 1, "record": 1, "list": "a", "person_name_key": "", "numbers": [], **row}]
    answer = identified(told, met).row(0, named=True)
    assert (answer["person_key"], answer["conflict"]) == expected


RUNS = [
    (
        "strangers are counted in order",
        [{"person_name_key": "a", "numbers": [1]}, {"person_name_key": "b", "numbers": [2]}],
        [0, 1],
    ),
    (
        "number and name join",
        [{"person_name_key": "a", "numbers": [1]}, {"person_name_key": "a", "numbers": [2, 1]}],
        [0, 0],
    ),
    (
        "two names at one number do not",
        [{"person_name_key": "a", "numbers": [1]}, {"person_name_key": "b", "numbers": [1]}],
        [0, 1],
    ),
    ("an empty name is the number's only one", [{"person_name_key": "a", "numbers": [1]}, {"numbers": [1]}], [0, 0]),
    (
        "an empty name among two is its own",
        [{"person_name_key": "a", "numbers": [1]}, {"person_name_key": "b", "numbers": [1]}, {"numbers": [1]}],
        [0, 1, 2],
    ),
    ("two empty names at one number are one", [{"numbers": [1]}, {"numbers": [1]}], [0, 0]),
    (
        "a key of several people is nobody's own",
        [
            {"record_key": "X", "person_name_key": "a", "numbers": [1]},
            {"record_key": "X", "person_name_key": "b", "numbers": [2]},
            {"record_key": "X", "person_name_key": "b", "numbers": [3]},
            {"record_key": "X", "numbers": [4]},
            {"record_key": "X", "person_name_key": "c", "numbers": [5], "email": "x@y"},
            {"record_key": "X", "person_name_key": "d", "numbers": [1]},
        ],
        [0, 1, 1, 0, 2, 0],
    ),
    (
        "a key with one e-mail is one person's, whatever the name",
        [
            {"record_key": "X", "person_name_key": "a", "numbers": [1], "email": "x@y"},
            {"record_key": "X", "person_name_key": "b", "numbers": [2], "email": " X@Y"},
        ],
        [0, 0],
    ),
    ("record keys join", [{"record_key": "X", "numbers": [1]}, {"record_key": "X", "numbers": [2]}], [0, 0]),
    (
        "chains are followed",
        [
            {"person_name_key": "a", "numbers": [1]},
            {"person_name_key": "a", "numbers": [1, 2]},
            {"person_name_key": "a", "numbers": [2]},
        ],
        [0, 0, 0],
    ),
    (
        "a known one in between is followed",
        [{"record_key": "R1", "person_name_key": "q", "numbers": [7]}, {"person_name_key": "q", "numbers": [7]}],
        [None, None],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in RUNS], ids=[case[0] for case in RUNS])
def test_one_person_in_one_run_gets_one_key(rows, expected):
    assert found(*rows)["new_person"].to_list() == expected


def test_the_order_of_rows_does_not_matter():
    rows = [{"person_name_key": n, "numbers": [k]} for n, k in (("a", 1), ("b", 2), ("a", 1), ("", 2))]
    told = [{"file_key": 1, "record": n, "list": "a", **row} for n, row in enumerate(rows)]
    forth = identified(told, known())
    back = identified(told[::-1], known())
    assert forth.equals(back)


def test_a_key_that_stands_for_several_people_here_names_only_whom_more_agrees_with():
    rows = [
        {"record_key": "R1", "person_name_key": "kim", "numbers": [999]},
        {"record_key": "R1", "person_name_key": "han", "numbers": [400]},
        {"record_key": "R2", "person_name_key": "choi", "numbers": [500]},
        {"record_key": "R2", "person_name_key": "park", "numbers": [600]},
    ]
    told = found(*rows)
    assert told["person_key"].to_list() == [1, None, None, None]
    assert told["new_person"].to_list() == [None, 0, 1, 2]
    assert told["conflict"].null_count() == 4


def test_a_key_of_a_whole_campaign_tells_nothing():
    rows = [{"record_key": "R1", "person_name_key": f"n{n}", "numbers": [1000 + n]} for n in range(60)]
    told = found(*rows, {"record_key": "R1", "person_name_key": "lee", "numbers": [200]})
    assert told["new_person"].to_list() == [*range(60), None]
    assert told.row(60, named=True)["matched_by"] == "number"


def test_a_run_without_candidates_is_empty():
    assert found().is_empty()
