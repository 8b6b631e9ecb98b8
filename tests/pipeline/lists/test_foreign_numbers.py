"""A list whose numbers are most of a country that the project does not take: said, with the way to take it."""

import json

import pytest

from tests.pipeline.small import CALLS_ONLY, CENTRE, run, write

BRITISH = tuple(f"Acme {n},John Smith {n},+44 20 7946 000{n}" for n in range(3))
KOREAN = tuple(f"Hana {n},Jane Kim {n},02-312-456{n}" for n in range(3))


def said(folder, regions, rows):
    write(folder, "telebatch.toml", CENTRE)
    taken = CALLS_ONLY.replace("[calling]\n", f"[accept]\nregions = {json.dumps(regions)}\n\n[calling]\n", 1)
    write(folder, "projects/cards.toml", taken)
    path = write(folder, "a.csv", "\n".join(("company,name,phone", *rows)) + "\n")
    _, out, _ = run(folder, "prequalify", path, "-p", "cards", "--list", "x", "--json")
    told = json.loads(out)
    return told["reasons"].get("region_not_in_project", 0), [one for one in told["warnings"] if "does not take" in one]


def test_most_numbers_of_a_country_that_is_not_taken_are_said(tmp_path):
    rejected, (note,) = said(tmp_path, ["KR"], (*BRITISH, *KOREAN[:2]))
    assert rejected == 3
    assert note == (
        "a.csv: 3 of 5 numbers are of GB, which cards does not take, so their rows are rejected: if they are to be"
        ' called, put "GB" among regions under [accept] in projects/cards.toml, the calling rules of GB among its'
        " packs, and decide again (telebatch prequalify --again -p cards)"
    )


@pytest.mark.parametrize(
    ("regions", "rows"),
    [
        (["KR", "GB"], BRITISH),
        (["KR"], (*BRITISH, *KOREAN)),
        (["KR"], (*KOREAN, BRITISH[0])),
        (["KR"], BRITISH[:1]),
        (["KR"], ("Acme,John Smith,none", "Beta,Jane Doe,12")),
    ],
)
def test_half_of_them_or_one_row_alone_is_not_said(tmp_path, regions, rows):
    assert said(tmp_path, regions, rows)[1] == []


def doubts(folder, regions, rows, *options, head="company,name,phone"):
    write(folder, "telebatch.toml", CENTRE)
    taken = CALLS_ONLY.replace("[calling]\n", f"[accept]\nregions = {json.dumps(regions)}\n\n[calling]\n", 1)
    write(folder, "projects/cards.toml", taken)
    path = write(folder, "a.csv", "\n".join((head, *rows)) + "\n")
    _, out, _ = run(folder, "prequalify", path, "-p", "cards", "--list", "x", *options, "--json")
    return [one for one in json.loads(out)["warnings"] if "would be good ones" in one]


def people(*numbers):
    return tuple(f"Acme {at},Jane Doe {at},{number}" for at, number in enumerate(numbers))


BRITISH_AT_HOME = ("0113 496 0123", "07712 345678", "07400 223344", "07500 654321", "029 2018 0123")
BEIJING = ("13812345678", "0755-82345678", "15912345678", "021-54345678", "18612345678")
TOKYO = ("090-8123-4567", "080-3123-4567", "0120-584-375", "090-6123-4567", "045-212-3456")


@pytest.mark.parametrize(("numbers", "country"), [(BRITISH_AT_HOME, "GB"), (BEIJING, "CN"), (TOKYO, "JP")])
def test_national_numbers_of_another_country_are_said_to_be(tmp_path, numbers, country):
    (note,) = doubts(tmp_path, ["KR"], people(*numbers))
    assert note.startswith("a.csv: ")
    assert note.endswith(
        f'of 5 numbers looked at would be good ones of {country}; if they are, put "{country}" among regions under'
        f" [accept] in projects/cards.toml and say --region {country}"
    )


def test_what_it_says_to_do_reads_them(tmp_path):
    _, out, _ = centre_of(tmp_path, ["KR", "GB"], BRITISH_AT_HOME, "--region", "GB")
    assert "number_unusable" not in json.loads(out)["reasons"]


def centre_of(folder, regions, numbers, *options):
    doubts(folder, regions, people(*BEIJING[:1]))
    path = write(folder, "b.csv", "\n".join(("company,name,phone", *people(*numbers))) + "\n")
    return run(folder, "prequalify", path, "-p", "cards", "--list", "y", *options, "--json")


def test_of_several_that_fit_alike_the_few_are_named_and_of_many_none(tmp_path):
    mobiles = people("13812345678", "15912345678", "18612345678")
    (few,) = doubts(tmp_path / "a", ["KR"], mobiles)
    assert "3 of 3 numbers looked at would be good ones of AT, CN or RS alike; if they are of one of these, put" in few
    (many,) = doubts(tmp_path / "b", ["KR"], people("9876543210", "9776543210", "9676543210"))
    assert "would be good ones of several others alike; if they are of one of these, put it among" in many


@pytest.mark.parametrize(
    "numbers",
    [
        ("02-312-4567", "031-555-0102", "010-2345-6789", "02-777-1234", "07911 123456", "0161 496 0123"),
        ("12", "34", "none", "56"),
        ("+44 20 7946 0958", "+44 7911 123456", "+44 161 496 0123"),
        ("020 7946 0958", "07911 123456"),
        ("010-2345-6789", "02-312-4567", "031-555-0102", "010-2345-678", "02-312-456", "031-555-010"),
    ],
)
def test_a_list_of_good_numbers_of_nobodys_or_of_few_says_nothing_of_countries(tmp_path, numbers):
    rows = people(*numbers)
    assert doubts(tmp_path, ["KR"], rows) == []


def test_whoever_names_countries_is_told_nothing_of_others(tmp_path):
    rows = [f"{row},KR" for row in people(*BRITISH_AT_HOME)]
    assert doubts(tmp_path, ["KR"], rows, head="company,name,phone,country") == []
