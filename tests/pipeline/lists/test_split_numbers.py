"""Numbers over several columns: parts become one, whole numbers stay several, and what was done is told."""

import csv
import json

import pytest

from tests.pipeline.small import CALLS_ONLY, CENTRE, run, write

KOREAN = [("김하나", "02", "312", "4567"), ("이두리", "031", "555", "0102"), ("박세미", "010", "2345", "6789")]


def read(folder, region, *lines, code=0, columns=""):
    """(number as shown or as written → reason, notes) of a list given to a project of these regions."""
    write(folder, "telebatch.toml", CENTRE)
    regions = ", ".join(f'"{one}"' for one in region.split(","))
    project = CALLS_ONLY.replace("[calling]\n", f"[accept]\nregions = [{regions}]\n\n{columns}[calling]\n", 1)
    write(folder, "projects/cards.toml", project)
    path = write(folder, "a.csv", "\n".join(lines) + "\n")
    ended, out, _ = run(folder, "prequalify", path, "-p", "cards", "--list", "x", "--json")
    told = json.loads(out)
    assert ended == code, told
    found = []
    for one in told["files"]:
        if one.endswith(".csv"):
            with (folder / one).open(encoding="utf-8-sig", newline="") as file:
                found += [(row["line"], row.get("number") or row.get("as_written")) for row in csv.DictReader(file)]
    return [number for _, number in sorted(found)], [note for note in told["warnings"] if "parts of one" in note]


@pytest.mark.parametrize(
    "heads",
    [
        "전화1,전화2,전화3",
        "전화,전화,전화",
        "tel1,tel2,tel3",
        "지역번호,국번,번호",
        "전화번호,,",
        "휴대폰1,휴대폰2,휴대폰3",
    ],
)
def test_three_parts_of_a_number_are_joined_and_told(tmp_path, heads):
    found, notes = read(tmp_path, "KR", f"이름,{heads},직책", *(f"{','.join(row)},대표" for row in KOREAN))
    assert found == ["02-312-4567", "031-555-0102", "010-2345-6789"]
    (note,) = notes
    assert note.startswith("a.csv: ") and "parts of one number of KR each, by 3 rows looked at; joined" in note


@pytest.mark.parametrize(
    ("region", "head", "rows", "numbers"),
    [
        ("JP", "電話番号1,電話番号2,電話番号3", ("03,3234,5678", "090,1234,5678"), ["03-3234-5678", "090-1234-5678"]),
        ("US", "Area Code,Phone", ("212,555-0123", "(415),234 5678"), ["(212) 555-0123", "(415) 234-5678"]),
        ("DE", "Vorwahl,Telefon", ("030,1234567", "089,7654321"), ["030 1234567", "089 7654321"]),
        ("CN", "区号,电话", ("010,62345678", "021,54345678"), ["010 6234 5678", "021 5434 5678"]),
        ("KR", "국번,전화번호", ("02,312-4567", "031,555-0102"), ["02-312-4567", "031-555-0102"]),
    ],
)  # fmt: skip
def test_an_area_code_in_a_column_of_its_own_is_joined(tmp_path, region, head, rows, numbers):
    found, notes = read(tmp_path, region, f"name,title,{head}", *(f"Kim {n},CEO,{row}" for n, row in enumerate(rows)))
    assert (found, len(notes)) == (numbers, 1)


def test_zeros_that_a_spreadsheet_took_from_the_last_part_come_back(tmp_path):
    rows = ("김하나,10,2345,67", "이두리,10,2345,6789", "박세미,2,312,4567")
    found, _ = read(tmp_path, "KR", "이름,전화1,전화2,전화3", *rows)
    assert found == ["010-2345-0067", "010-2345-6789", "02-312-4567"]


@pytest.mark.parametrize(
    ("head", "rows", "numbers"),
    [
        ("전화1,전화2", ("02-312-4567,010-2345-6789", "031-555-0102,"), ["02-312-4567", "031-555-0102"]),
        ("전화1,전화2,전화3", ("010-2345-6781,,", "010-2345-6782,02-312-4567,"), ["010-2345-6781", "010-2345-6782"]),
        ("지역번호,전화번호", ("02,02-312-4567", "031,031-555-0102"), ["02-312-4567", "031-555-0102"]),
        ("지역번호,전화번호", ("2,2 312 45670", "2,231245671"), ["02-3124-5670", "02-3124-5671"]),
    ],
)  # fmt: skip
def test_whole_numbers_are_not_joined(tmp_path, head, rows, numbers):
    found, notes = read(tmp_path, "KR", f"이름,{head}", *(f"고객{n},{row}" for n, row in enumerate(rows)))
    assert (found, notes) == (numbers, [])


def test_a_row_of_whole_numbers_among_parts_keeps_its_several_numbers(tmp_path):
    rows = [",".join(row) for row in KOREAN] + ["최네모,010-2345-0001,02-312-4568,"]
    found, _ = read(tmp_path, "KR", "이름,전화1,전화2,전화3", *rows)
    assert found[-1] == "010-2345-0001"


def test_columns_that_a_person_named_are_read_as_they_are(tmp_path):
    columns = '[columns]\nnumber = ["전화1", "전화2", "전화3"]\n\n'
    found, notes = read(tmp_path, "KR", "이름,전화1,전화2,전화3", *map(",".join, KOREAN), columns=columns)
    assert (found[0], notes) == ("02 / 312 / 4567", [])
