"""The compiled table: what is shipped is what the installed metadata says, and nothing is read from disk."""

import random
import re
import subprocess
import sys
import tomllib

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.phonemetadata import PhoneMetadata

from telebatch.normalise.phones import PhoneMarks, PhoneTable, compile_phones
from telebatch.normalise.phones.patterns import accepted, begun, first_matches, words
from telebatch.normalise.phones.spans import cut, intersect, minus, union


def test_the_shipped_table_is_the_compiled_one(table, marks_toml):
    assert table.version == phonenumbers.__version__, "run: python -m telebatch.normalise.phones"
    assert table.equals(compile_phones(marks_toml))


def test_the_table_survives_its_bytes(table):
    assert PhoneTable.from_bytes(table.to_bytes()).equals(table)


def test_another_mark_makes_another_table(table, marks_toml):
    other = PhoneMarks.from_toml(marks_toml.replace("most = 20", "most = 21"))
    assert not table.equals(type(table)(**{**vars(table), "marks": other}))


@pytest.mark.slow
def test_the_module_prints_the_shipped_table(table, marks_toml):
    made = subprocess.run(
        [sys.executable, "-m", "telebatch.normalise.phones"], input=marks_toml.encode(), capture_output=True, check=True
    )
    assert PhoneTable.from_bytes(made.stdout).equals(table)


def test_marks_are_whole_and_sourced(marks_toml):
    assert all(part["source"] for part in tomllib.loads(marks_toml).values())
    assert PhoneMarks.from_toml().labels == {}
    with pytest.raises(KeyError):
        PhoneMarks.from_toml("[labels]")


@pytest.mark.parametrize("pattern", ["a", "(?=1)2", "1*", "(1", "1)"])
def test_a_pattern_outside_the_dialect_is_refused(pattern):
    with pytest.raises(ValueError, match="pattern"):
        words(pattern)


def _patterns() -> list[str]:
    plans = [PhoneMetadata.metadata_for_region(region) for region in sorted(phonenumbers.SUPPORTED_REGIONS)]
    kinds = ("general_desc", "fixed_line", "mobile", "toll_free", "uan", "voip")
    found = {getattr(plan, kind).national_number_pattern for plan in plans for kind in kinds if getattr(plan, kind)}
    return sorted(pattern for pattern in found if pattern)


def test_spans_accept_what_the_pattern_accepts():
    chance = random.Random(2)
    for pattern in chance.sample(_patterns(), 150):
        compiled = re.compile(pattern)
        for length in (6, 8, 9, 10):
            spans = accepted(pattern, length)
            edges = [edge for span in spans[:20] for edge in (span[0], span[1] - 1, span[1], span[0] - 1)]
            for number in [*edges, *(chance.randrange(10**length) for _ in range(5))]:
                text = str(number % 10**length).zfill(length)
                assert bool(compiled.fullmatch(text)) == _has(spans, int(text)), (pattern, text)


@pytest.mark.parametrize(
    "pattern", ["0(8(?:[1-46-8]|5\\d\\d))?", "([2-9]\\d{6})$|1", "00(?:1\\d)?", "(?:0|90)(?:(1[245])(\\d{3,4}))?"]
)
def test_the_first_match_is_the_one_that_a_backtracking_engine_finds(pattern):
    chance = random.Random(3)
    for length in (4, 7, 8):
        taken = list(first_matches(pattern, length))
        for _ in range(300):
            text = chance.choice(("0", "08", "00", "1", "9014", "2")) + "".join(chance.choices("0123456789", k=8))
            found = re.match(pattern, text[:length])
            sizes = [len(word.digits) for word, spans in taken if _has(spans, int(text[:length]))]
            assert sizes == ([found.end()] if found else [])
            assert _has(begun(pattern, length), int(text[:length])) == bool(found)


_SETS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6).map(union)


@given(_SETS, _SETS)
def test_spans_behave_as_sets(left, right):
    assert _numbers(intersect(left, right)) == _numbers(left) & _numbers(right)
    assert _numbers(minus(left, right)) == _numbers(left) - _numbers(right)
    assert _numbers(union((*left, *right))) == _numbers(left) | _numbers(right)
    borders = sorted({edge for span in right for edge in span})
    assert _numbers(cut(left, borders)) == _numbers(left)
    assert not any(low < border < high for low, high in cut(left, borders) for border in borders)


def _numbers(spans):
    return {number for low, high in spans for number in range(low, high)}


def _has(spans, number):
    return any(low <= number < high for low, high in spans)
