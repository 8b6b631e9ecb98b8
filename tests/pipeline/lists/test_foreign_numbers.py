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
