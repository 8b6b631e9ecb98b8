"""Lists whose letters beyond ASCII an export dropped, or wrote a ? for: taken, and said with examples."""

import tomllib
from importlib.resources import files

import pytest

from telebatch.settings import shipped
from tests.pipeline.care_desk import SCHOOLS

HEAD = "Company,Name,Title,Phone"
WORDS = shipped().list_care["lost_letters"]


def said(desk, *rows):
    told = desk.run("prequalify", desk.write("in/a.csv", HEAD, *rows), "-p", SCHOOLS, "--list", "a")
    assert told["counts"]["records"] == len(rows)
    return [line for line in told["warnings"] if "letters were" in line]


def row(n, company="Hanbit", name="Ann Lee", title="CEO"):
    return company, name, title, f"010-0310-{n:04}"


def test_words_without_their_letters_are_told_by_column_with_examples(desk):
    (names, titles) = said(
        desk,
        row(1, name="Jens Mller", title="Geschftsfhrer"),
        row(2, name="Lars Srensen"),
        row(3, name="Anna Weber"),
    )
    assert "in/a.csv: Name: letters were dropped before the file came here (Srensen for Sørensen, Mller for " in names
    assert "Title: letters were dropped before the file came here (Geschftsfhrer for Geschäftsführer)" in titles


def test_question_marks_for_letters_are_told(desk):
    (told,) = said(desk, *(row(n, name="???") for n in range(3)), row(3, name="J?rgen M?ller"), row(4))
    assert told.startswith("in/a.csv: Name: ? stands where letters were in 4 cells of 5 looked at")


@pytest.mark.parametrize(
    "rows",
    [
        [row(1, name="Jens Müller", title="Geschäftsführer"), row(2, name="Lars Sørensen")],
        [row(1, name="Jens Mueller"), row(2, name="Jens Muller"), row(3, name="Sorensen")],
        [row(1, name="Mller")],
        [row(1, company="Who? What? Ltd"), row(2, company="Why not?")],
    ],
)
def test_whole_words_their_usual_spellings_and_one_slip_are_not(desk, rows):
    assert said(desk, *rows) == []


def test_no_word_without_its_letters_is_a_title():
    titles = [tomllib.loads(file.read_text("utf-8")) for file in (files("telebatch") / "rules" / "titles").iterdir()]
    known = {word.casefold() for text in map(str, titles) for word in text.replace("'", " ").split()}
    every = [word for language, words in WORDS.items() if language != "source" for word in words]
    lost = {word.encode("ascii", "ignore").decode().casefold() for word in every}
    assert len(every) == len(set(every))
    assert all(not word.isascii() and word.isalpha() for word in every)
    assert not lost & known


def emptied(desk, head, *rows):
    told = desk.run("prequalify", desk.write("in/e.csv", head, *rows), "-p", SCHOOLS, "--list", "e")
    return [line.split(": ", 1)[1] for line in told["warnings"] if "is other than A-Z" in line]


def test_names_that_were_dropped_whole_are_told(desk):
    rows = [row(n, company="( )", name="") for n in range(4)]
    company, person = sorted(emptied(desk, HEAD, *rows, row(4, company="ABC", name="")))
    assert company == (
        "Company: empty in 4 rows of 5 looked at, and no letter on the list is other than A-Z; if they were dropped"
        " before it came here, ask for it as XLSX or CSV (UTF-8)"
    )
    assert person.startswith("Name: empty in 5 rows of 5 looked at")


@pytest.mark.parametrize(
    ("head", "more"),
    [(HEAD, {"company": "한빛", "name": ""}), (HEAD, {}), (HEAD.replace("Name", "성명"), {"name": ""})],
)
def test_names_that_nobody_gave_or_wrote_in_latin_letters_are_not(desk, head, more):
    assert emptied(desk, head, *(row(n, **more) for n in range(4))) == []
