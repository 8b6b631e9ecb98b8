"""Any bytes: readings that conserve every record, or a clear refusal; nothing else."""

import contextlib
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read import read, sniff
from tests.read.reading import WORDS

CELLS = st.sampled_from(
    ["", " ", "a", "김", '"', '""', '"x"', '"x\ny"', "'", "합계", "Total", "010-1234-5678", "1,2", ";", "\r", "\x00", "é", "�", "name", "phone"]
)  # fmt: skip
ROWS = st.lists(CELLS, max_size=6)
TABLES = st.builds(
    lambda rows, delimiter, ending, encoding: ending.join(delimiter.join(row) for row in rows).encode(
        encoding, "replace"
    ),
    st.lists(ROWS, max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp949", "gb18030", "cp932", "big5", "utf-16", "utf-16-le", "cp1252"]),
)
OPTIONS = st.builds(
    ReadOptions,
    header=st.sampled_from(["find", "first", "none"]),
    wider_rows=st.sampled_from(["set_aside", "keep"]),
    narrower_rows=st.sampled_from(["set_aside", "keep"]),
    quote=st.sampled_from(['"', "'", ""]),
    has_totals=st.booleans(),
    words=st.just(replace(WORDS, headers=frozenset({"name", "phone"}))),
)
MAGIC = st.builds(
    lambda magic, rest: magic + rest,
    st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"{"]),
    st.binary(max_size=60),
)  # fmt: skip
BOUNDED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def conserved(content: bytes, options: ReadOptions) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(content)
        try:
            readings = read(path, options)
        except InputRefused as refusal:
            assert all(mistake.place and mistake.remedy for mistake in refusal.mistakes)
            return
        finally:
            with contextlib.suppress(InputRefused):
                sniff(path, options)
        for reading in readings:
            records = reading.records.collect()
            assert records.height + reading.set_aside.height == reading.record_count
            places = [*records["record"], *reading.set_aside["record"]]
            assert len(set(places)) == len(places)
            assert min(places, default=reading.above_count + 1) > reading.above_count
            assert records.columns[:2] == ["record", "line"]
            assert set(reading.columns) <= set(records.columns)


@given(TABLES, OPTIONS)
@BOUNDED
def test_every_record_of_a_broken_table_is_somewhere(content, options):
    conserved(content, options)


@given(st.binary(max_size=200), OPTIONS)
@BOUNDED
def test_random_bytes_are_read_or_refused(content, options):
    conserved(content, options)


@given(MAGIC)
@BOUNDED
def test_damaged_workbooks_and_archives_are_refused(content):
    conserved(content, ReadOptions())


LETTERS = st.characters(codec="utf-8", exclude_characters="\x00\r")
# A quoted line break beside the delimiter is the trap of swallowed records; its own cases stand in test_structure.
HONEST = st.text(LETTERS, max_size=5).filter(lambda cell: not ("\n" in cell and "," in cell))


@given(st.lists(st.lists(HONEST, min_size=3, max_size=3), min_size=1, max_size=8))
@BOUNDED
def test_what_a_csv_writer_wrote_comes_back_cell_by_cell(rows):
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)
    wanted = [tuple(cell or None for cell in row) for row in rows if any(cell.strip(' \t\n,"') for cell in row)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(text.encode())
        options = ReadOptions(encoding="utf-8", delimiter=",", header="none", has_totals=False)
        (reading,) = read(path, options)
        got = reading.records.sort("record").select(reading.columns).collect().rows()
    assert got == wanted
    assert reading.blank_lines == len(rows) - len(wanted)
