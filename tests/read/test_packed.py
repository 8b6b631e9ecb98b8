"""Packed files, Parquet and JSON lines: unpacked within bounds, every value as text."""

import datetime as dt
import gzip
import json
import zipfile

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telebatch.model.errors import InputRefused
from telebatch.read import read, sniff
from telebatch.read.structured import columnar
from telebatch.read.texts import survey
from tests.read.reading import aside, cells, lines, options, read_one

TEXT = "회사,성명,휴대폰\n한빛,김,010\n".encode()


def zstd(content):
    return pa.compress(content, codec="zstd", asbytes=True)


@pytest.mark.parametrize("scratch", [True, False])
@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "a.csv.gz"), (zstd, "a.csv.zst")])
def test_a_compressed_text_reads_like_the_text(tmp_path, pack, name, scratch):
    known = {"scratch": tmp_path} if scratch else {}
    reading = read_one(tmp_path, pack(TEXT), name, **known)
    assert (reading.columns, cells(reading)) == (("회사", "성명", "휴대폰"), [("한빛", "김", "010")])
    assert sniff(tmp_path / name, options()).header == ("회사", "성명", "휴대폰")


def test_every_file_of_an_archive_is_a_reading(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("서울.csv", TEXT)
        archive.writestr("__MACOSX/._서울.csv", b"junk")
        archive.writestr("../../busan.csv", TEXT.decode().encode("cp949"))
    readings = read(tmp_path / "a.zip", options())
    assert [reading.sheet for reading in readings] == ["서울.csv", "../../busan.csv"]
    assert [cells(reading) for reading in readings] == [[("한빛", "김", "010")]] * 2
    (reading,) = read(tmp_path / "a.zip", options(sheet="서울.csv"))
    assert reading.sheet == "서울.csv"


def test_a_parquet_inside_an_archive_outlives_its_copy(tmp_path):
    pl.DataFrame({"phone": ["010"]}).write_parquet(tmp_path / "a.parquet")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.parquet", "a.parquet")
    (reading,) = read(tmp_path / "a.zip", options())
    assert cells(reading) == [("010",)]


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_bombs_are_refused_while_they_unpack(tmp_path, pack):
    (tmp_path / "a").write_bytes(pack(bytes(100 << 20)))
    with pytest.raises(InputRefused, match="more than 200 times"):
        read(tmp_path / "a", options())
    with pytest.raises(InputRefused, match="more than 1,000 bytes"):
        read(tmp_path / "a", options(max_bytes_unpacked=1000))


def test_an_archive_inside_an_archive_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="archive inside an archive"):
        read_one(tmp_path, gzip.compress(gzip.compress(TEXT)), "a.gz")


def test_a_cut_download_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="compressed file is damaged"):
        read_one(tmp_path, gzip.compress(TEXT * 100)[:-12], "a.gz")


def test_a_parquet_comes_as_text(tmp_path):
    pl.DataFrame(
        {
            "phone": [821012345678, None],
            "on": [dt.date(2026, 11, 23), None],
            "name": ["김", ""],
            "tags": [["a", "b"], None],
            "record": [True, False],
            "seconds": [dt.timedelta(seconds=210), None],
        }
    ).write_parquet(tmp_path / "a.parquet")
    (reading,) = read(tmp_path / "a.parquet", options())
    assert reading.columns == ("phone", "on", "name", "tags", "record (2)", "seconds")
    first, second = cells(reading)
    assert first == ("821012345678", "2026-11-23", "김", '{"values":["a","b"]}', "true", "210")
    assert second == (None, None, None, None, "false", None)
    assert lines(reading) == [1, 2]
    assert sniff(tmp_path / "a.parquet").header == reading.columns


@pytest.mark.parametrize("empty", [None, "", " \u3000"])
@pytest.mark.parametrize("tags", [[["a"], None, None, None], [["a"], None, ["b"], None]])
def test_rows_of_a_parquet_that_show_nothing_are_blank_lines(tmp_path, empty, tags):
    people = {"name": ["김", empty, None, empty], "phone": ["010", empty, None, None], "tags": tags}
    pl.DataFrame(people, schema_overrides={"tags": pl.List(pl.String)}).write_parquet(tmp_path / "a.parquet")
    (reading,) = read(tmp_path / "a.parquet", options())
    told = [at for at, row in enumerate(zip(*people.values(), strict=True), 1) if row[0] == "김" or row[2]]
    assert (lines(reading), reading.record_count, reading.blank_lines) == (told, len(told), 4 - len(told))
    assert reading.picked(pl.Series([told[-1]])).collect()["line"].to_list() == told[-1:]


def test_json_lines_keep_their_digits(tmp_path):
    text = (
        '{"phone": 1012345678901234567890, "p": 1.10, "ok": true}\n\nnot json\n{"phone": "010", "x": {"b": 1}}\n[1]\n'
    )
    reading = read_one(tmp_path, text, "a.jsonl")
    assert reading.columns == ("phone", "p", "ok", "x")
    assert cells(reading) == [("1012345678901234567890", "1.10", "true", None), ("010", None, None, '{"b": "1"}')]
    assert (lines(reading), aside(reading), reading.blank_lines) == ([1, 4], [(3, "unreadable"), (5, "unreadable")], 1)
    assert json.loads(cells(reading)[1][3]) == {"b": "1"}


def test_a_parquet_of_one_value_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(columnar, "MOST_CELLS_UNPACKED", 1_000_000)
    pq.write_table(pa.table({"phone": pa.repeat(pa.scalar("010-0210-0001"), 3_000_000)}), tmp_path / "a.parquet")
    for look in (read, sniff):
        with pytest.raises(InputRefused, match=r"its 3,000,000 cells stand in [\d,]+ bytes"):
            look(tmp_path / "a.parquet", options())
    numbers = [f"010-{n:08}" for n in range(1_100_000)]
    pq.write_table(pa.table({"phone": numbers}), tmp_path / "b.parquet")
    assert sniff(tmp_path / "b.parquet", options()).header == ("phone",)


def test_names_met_late_in_json_lines_are_null_before(tmp_path, monkeypatch):
    monkeypatch.setattr(survey, "BLOCK", 40)
    text = '{"phone": "010"}\n\n{"phone": "011", "name": "김"}\nno\n{"memo": "x"}\n{"name": "이", "phone": "012"}'
    reading = read_one(tmp_path, text, "a.jsonl")
    assert reading.columns == ("phone", "name", "memo")
    assert cells(reading) == [("010", None, None), ("011", "김", None), (None, None, "x"), ("012", "이", None)]
    assert (lines(reading), aside(reading), reading.blank_lines) == ([1, 3, 5, 6], [(4, "unreadable")], 1)


def test_an_array_of_objects_is_read_with_the_line_of_each(tmp_path):
    text = '\ufeff[\n {"phone": 1.50, "name": "김"},\n {"phone":\n "011", "x": [1]}, 7 ,\n\n{"phone": "012"} ]\n'
    reading = read_one(tmp_path, text, "a.json")
    assert reading.columns == ("phone", "name", "x")
    assert cells(reading) == [("1.50", "김", None), ("011", None, '["1"]'), ("012", None, None)]
    assert (lines(reading), aside(reading)) == ([2, 3, 6], [(4, "unreadable")])
    assert sniff(tmp_path / "a.json", options()).header == reading.columns


@pytest.mark.parametrize("end", ["", ',{"phone', "}", ',{"phone": 01}]'])
def test_an_array_that_breaks_off_is_refused(tmp_path, end):
    with pytest.raises(InputRefused, match="breaks off after 1 record;"):
        read_one(tmp_path, '[{"phone": "010"}' + end, "a.json")


def test_a_long_array_on_one_line_shows_its_head(tmp_path):
    text = "[" + ",".join(f'{{"이름": "김{n}", "phone": "010"}}' for n in range(20_000)) + "]"
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    assert sniff(tmp_path / "a.json", options()).header == ("이름", "phone")
    assert read_one(tmp_path, text, "a.json").record_count == 20_000


def test_an_array_too_large_to_be_held_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(columnar, "MOST_JSON_BYTES", 10)
    with pytest.raises(InputRefused, match="too large"):
        read_one(tmp_path, '[{"phone": "010"}]', "a.json")
