"""Digits that are a whole number without its plus, or a national one without its zero: the column tells which."""

import phonenumbers
import polars as pl
import pytest

from telebatch.normalise.phones import phones, plusless_columns

RESTORED = "plus_restored"
# (cells of one column, region, numbers): what a caller of the column means.
COLUMNS = [
    (["491711234567"], "DE", [491711234567]),
    (["0171 1234567", "+49 160 1234567", "491711234567"], "DE", [491711234567, 491601234567, 491711234567]),
    (["4930123456", "491711234567"], "DE", [4930123456, 491711234567]),
    (["1711234567", "1601234567", "491711234567"], "DE", [491711234567, 491601234567, 49491711234567]),
    (["62812345678", "6281234567890"], "ID", [62812345678, 6281234567890]),
    (["81234567890", "82134567890", "62812345678"], "ID", [6281234567890, 6282134567890, 6262812345678]),
    (["46 8 12 34 56"], "SE", [468123456]),
    # Lund (046): two can only be national, so the third is so too.
    (["46 12 34 56", "46 15 15 15", "46 211 12 34"], "SE", [4646123456, 4646151515, 46462111234]),
    # What says the zero or the code itself is never in doubt.
    (["0491 711234567"], "DE", [49491711234567]),
    (["+49 491 711234567"], "DE", [49491711234567]),
    (["49 (0) 171 1234567"], "DE", [491711234567]),
    (["821012345678"], "KR", [821012345678]),
    (["9198123456"], "IN", [919198123456]),
    (["491711234567 / 4930123456"], "DE", [491711234567, 4930123456]),
    (["Tel: 491711234567"], "DE", [491711234567]),
    ([None, "", "-"], "DE", [None, None, None]),
]


@pytest.mark.parametrize(("cells", "region", "numbers"), COLUMNS)
def test_a_column_tells_what_its_digits_without_a_plus_are(table, cells, region, numbers):
    column = pl.Series(cells, dtype=pl.String)
    assert phones(column, region, table)["number"].to_list() == numbers
    assert phones(column, pl.Series([region] * len(cells)), table)["number"].to_list() == numbers


def test_the_country_code_that_was_read_is_told_with_kind_and_line(table):
    row = phones(pl.Series(["491711234567"]), "DE", table).row(0, named=True)
    assert (row["repaired"], row["kind"], row["line"], row["region"]) == (RESTORED, "mobile", "mobile", "DE")
    behind = phones(pl.Series(["4930123456", "491711234567 ext 12"]), "DE", table).row(1, named=True)
    assert (behind["number"], behind["extension"]) == (491711234567, "12")


def test_without_the_columns_evidence_the_reading_is_the_librarys(table):
    for cells, region, _ in COLUMNS:
        for cell in cells:
            ours = phones(pl.Series([cell], dtype=pl.String), region, table, plus_lost=False)["number"][0]
            if cell and cell.isdecimal():
                theirs = phonenumbers.parse(cell, region)
                assert ours == int(f"{theirs.country_code}{theirs.national_number}")


def test_what_was_found_in_a_column_is_counted(table):
    column = pl.DataFrame({"Telefon": ["491711234567", "4930123456", "1711234567", "0171 1234567", "x", None]})
    told = plusless_columns(column, "DE", table)["Telefon"]
    assert (told.either, told.coded, told.national, told.is_lost) == (1, 1, 1, True)
    assert plusless_columns(column, "KR", table) == {}


def test_each_row_is_read_by_the_habit_it_was_told(table):
    cells = pl.Series(["491711234567"] * 2)
    read = phones(cells, "DE", table, plus_lost=pl.Series([True, False]))
    assert read["number"].to_list() == [491711234567, 49491711234567]


def test_numbers_of_every_region_are_read_whatever_their_column_may_lack(table):
    for region in table.regions[1:]:
        number = phonenumbers.example_number(region)
        if number is not None:
            written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            assert phones(pl.Series([written]), region, table)["number"].to_list() == [int(written[1:])]
            plusless_columns(pl.DataFrame({"phone": [written[1:]]}), region, table)
