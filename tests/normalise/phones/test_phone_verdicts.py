"""Validity, E.164, kind, region, zones and extension are libphonenumber's: a sample of the full proof."""

import random
import re

import phonenumbers
import polars as pl
import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat

from telebatch.model.phones import PhoneKind
from telebatch.normalise.phones import national_format, phones
from tests.normalise.phones.oracle import compare
from tests.normalise.phones.spellings import examples, mutated, spelt, strings

#: Korean numbers that people write with the four digits of the service together; the library does not.
KOREAN_SERVICES = re.compile(r"8250[2-8]\d{7,8}")


def test_an_example_of_every_region_and_kind_is_read_as_the_library_reads_it(table):
    spellings = [spelling for number, region in examples() for spelling in spelt(number, region)][::7]
    result = compare([text for text, _ in spellings], [region for _, region in spellings], table)
    assert result.differences == []
    assert result.counts["equal"] > 5000


def test_mutated_examples_are_read_as_the_library_reads_them(table):
    chance = random.Random(1)
    spellings = [spelling for number, region in examples() for spelling in spelt(number, region)][::9]
    result = compare([mutated(text, chance) for text, _ in spellings], [region for _, region in spellings], table)
    assert result.differences == []


@pytest.mark.parametrize("seed", [1, 2])
def test_strings_at_the_edges_are_read_as_the_library_reads_them(table, seed):
    spellings = list(strings(6000, table, seed))
    result = compare([text for text, _ in spellings], [region for _, region in spellings], table)
    assert result.differences == []


def test_the_judge_sees_a_difference_where_the_table_is_wrong(table):
    spoilt = table.verdicts.with_columns(region=pl.lit("XX"))
    wrong = type(table)(**{**vars(table), "verdicts": spoilt})
    assert compare(["+82 10 1234 5678"], ["KR"], wrong).differences


def test_every_kind_is_met_in_the_table(table):
    assert set(table.verdicts["kind"].drop_nulls()) == set(PhoneKind) - {PhoneKind.UNKNOWN}


def test_numbers_are_written_as_the_library_writes_them_in_every_region(table):
    numbers = [int(phonenumbers.format_number(number, PhoneNumberFormat.E164)) for number, _ in examples()]
    numbers += [low for low, reason in _borders(table) if reason is None][::4]
    numbers = [number for number in numbers if not KOREAN_SERVICES.fullmatch(str(number))]
    expected = [phonenumbers.format_number(_number(number), PhoneNumberFormat.NATIONAL) for number in numbers]
    assert national_format(pl.Series("number", numbers), table).to_list() == expected


def test_korean_service_numbers_are_written_as_koreans_write_them(table):
    cells = ["0504-123-4567", "0507-1234-5678", "0502-000-0001", "050412345678", "0508-123-4567", "010-1234-5678"]
    found = phones(pl.Series(cells), "KR", table)
    assert found["number"].null_count() == 0
    written = national_format(found["number"], table).to_list()
    assert written == [
        "0504-123-4567", "0507-1234-5678", "0502-000-0001", "0504-1234-5678", "0508-123-4567", "010-1234-5678",
    ]  # fmt: skip
    assert phones(pl.Series(written), "KR", table)["number"].equals(found["number"])


def test_no_number_is_written_as_nothing(table):
    written = national_format(pl.Series("number", [None, 821012345678, 999], dtype=pl.Int64), table)
    assert written.to_list() == [None, "010-1234-5678", None]
    assert national_format(pl.Series("number", [], dtype=pl.Int64), table).to_list() == []


def _borders(table):
    rows = table.spans.with_columns(table.verdicts["reason"].gather(table.spans["verdict"]))
    return rows.select("low", "reason").iter_rows()


def _number(number: int) -> PhoneNumber:
    return phonenumbers.parse(f"+{number}")
