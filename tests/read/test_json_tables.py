"""JSON in the shapes in which programs, consoles and web services write tables."""

import json

import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import read, sniff
from tests.read.reading import aside, cells, lines, options, read_one

PEOPLE = [{"성명": "김", "전화": "010-0210-0001"}, {"성명": "이", "전화": "010-0210-0002"}]
ROWS = [("김", "010-0210-0001"), ("이", "010-0210-0002")]


def written(value, indent=None):
    return json.dumps(value, ensure_ascii=False, indent=indent)


def refused(tmp_path, text, **known):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(InputRefused) as refusal:
        read(tmp_path / "a.json", options(shown_as="a.json", **known))
    return str(refusal.value)


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"data": PEOPLE}, "data"),
        ({"code": 0, "paging": {"next": None}, "result": {"total": 2, "list": PEOPLE, "more": []}}, "result.list"),
        ({"rows": PEOPLE, "columns": ["성명", "전화"]}, "rows"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_table_under_keys_is_read_and_its_place_told(tmp_path, value, path, indent):
    reading = read_one(tmp_path, written(value, indent))
    assert (cells(reading), reading.format) == (ROWS, "json")
    assert f"records: those under {path}" in reading.guesses


def test_a_record_under_keys_keeps_its_line(tmp_path):
    assert lines(read_one(tmp_path, written({"data": PEOPLE}, 1))) == [3, 7]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp949"])
def test_json_is_json_in_every_encoding(tmp_path, encoding):
    text = written({"data": [{"성명": one["성명"] + "민준", "전화": one["전화"]} for one in PEOPLE * 9]}, 1)
    reading = read_one(tmp_path, text.encode(encoding))
    assert (reading.format, len(cells(reading)), reading.columns) == ("json", 18, ("성명", "전화"))
    assert sniff(tmp_path / "list.csv", options()).header == ("성명", "전화")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(written(one, 1) for one in PEOPLE),
        ",\n".join(map(written, PEOPLE)),
        "\n".join(written([one]) for one in PEOPLE),
        written(PEOPLE, 2),
    ],
)
def test_objects_and_arrays_after_each_other_are_one_table(tmp_path, text):
    assert cells(read_one(tmp_path, text)) == ROWS


def test_one_of_several_tables_is_chosen_by_its_keys(tmp_path):
    text = written({"a": PEOPLE[:1], "b": {"c": PEOPLE}})
    told = "a.json: its JSON holds several tables: a (1 record), b.c (2 records); keep the one with the people; prequalify --sheet a reads that one alone"
    assert refused(tmp_path, text) == told
    assert cells(read_one(tmp_path, text, sheet="b.c")) == ROWS
    assert refused(tmp_path, text, sheet="x") == "a.json: no table named x; use one of its tables: a, b.c"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ({"성명": ["김", "이"], "전화": ["1", "2"]}, "no table of objects; its keys: 성명, 전화"),
        ({"성명": {"0": "김"}, "전화": {"0": "1"}}, "no table of objects; its keys: 성명.0, 전화.0"),
        ({"columns": ["성명"], "data": [["김"]]}, "no table of objects; its keys: columns, data"),
        ({"code": 0, "data": [["김", "1"]]}, "no table of objects; its keys: code, data"),
        ([["성명", "전화"], ["김", "1"]], "no objects"),
    ],
)
def test_tables_by_columns_or_without_names_are_refused(tmp_path, value, what):
    remedy = "ask for it as an array of objects, one of each person, or as CSV (UTF-8)"
    assert refused(tmp_path, written(value)) == f"a.json: its JSON holds {what}; {remedy}"


def test_a_number_beside_an_empty_array_is_a_record(tmp_path):
    told = [{"number": 821023456781, "tags": []}]
    assert cells(read_one(tmp_path, written(told), name="a.json"))[0][0] == "821023456781"


def test_an_empty_array_is_no_list(tmp_path):
    assert refused(tmp_path, "[]") == "a.json: its JSON holds no records; ask for it again; nothing arrived"


@pytest.mark.parametrize(
    ("text", "where"),
    [("{}", ""), ("[{}]", ""), ('{"rows": []}', ""), ('{"rows": [], "total": 0}', ""), ('{"rows": [{}, {}]}', " under rows")],
)  # fmt: skip
def test_an_answer_without_records_is_refused_as_such(tmp_path, text, where):
    assert refused(tmp_path, text) == f"a.json: its JSON holds no records{where}; ask for it again; nothing arrived"


def test_a_person_with_an_empty_array_is_a_record(tmp_path):
    assert cells(read_one(tmp_path, '{"name": "김", "tags": []}', "a.json")) == [("김", "[]")]


@pytest.mark.parametrize(
    "text", [written({"data": PEOPLE})[:-20], written(PEOPLE[0], 1) + "\n{", written(PEOPLE) + "x"]
)
def test_what_breaks_off_is_refused(tmp_path, text):
    assert "its JSON breaks off after" in refused(tmp_path, text)


def test_a_line_that_is_no_object_among_lines_of_json_is_set_aside(tmp_path):
    reading = read_one(tmp_path, f"{written(PEOPLE[0])}\n[1]\n\n{written(PEOPLE[1])}\n")
    assert (cells(reading), aside(reading)) == (ROWS, [(2, "unreadable")])


def test_a_title_in_brackets_begins_no_json(tmp_path):
    assert read_one(tmp_path, "[11월],\n성명,전화\n김,1\n").format == "csv"
