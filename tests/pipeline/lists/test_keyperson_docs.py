"""The page on key persons: its example runs and says what the page says, and its tables are what the program does."""

import re
import shlex
import tomllib
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from telebatch.model.project import KeyPersonStandards
from telebatch.model.titles import Function, RoleClass, Seniority
from telebatch.model.words import KeyPersonState
from telebatch.normalise.titles import titles, vocabulary_of
from telebatch.prequalify.key_person import _steps
from telebatch.prequalify.score import _POINTS
from tests.normalise.titles.conftest import shipped_files
from tests.pipeline.small import NOW, run

PAGE = (Path(__file__).parents[3] / "docs" / "keypersons.md").read_text(encoding="utf-8")
WORDING = Path(__file__).parents[3] / "telebatch" / "rules" / "wording"
BLOCKS = re.findall(r"```(csv|toml|sh|text) ?(\S*)\n(.*?)```", PAGE, re.DOTALL)


def lead_of(root, person):
    rows = [line for path in root.rglob("verify/*/*.csv") for line in path.read_text("utf-8").splitlines()]
    return re.search(r"L[0-9A-Z]{4,}", next(row for row in rows if person in row)).group()


@pytest.mark.slow
def test_the_page_says_what_the_commands_say(desk):
    said = ""
    for kind, name, text in BLOCKS:
        if kind in {"csv", "toml"}:
            path = desk.root / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace("LEAD", lead_of(desk.root, "이두리")) if "LEAD" in text else text, "utf-8")
        elif kind == "sh":
            words = shlex.split(text)[1:]
            as_of = words.pop() if words[-2] == "--as-of" else NOW
            _, out, err = run(desk.root, *[word for word in words if word != "--as-of"], as_of=as_of)
            said = out + err
        else:
            missing = [
                line for line in text.splitlines() if line.split() not in [one.split() for one in said.splitlines()]
            ]
            assert missing == [], said
    assert desk.states()["key_person_state"].to_list().count("verified") == 1
    assert run(desk.root, "check")[0] == 0


@pytest.mark.slow
def test_the_page_shows_the_words_of_the_verdict_files(desk):
    (desk.root / "people.csv").write_text(BLOCKS[0][2], encoding="utf-8")
    run(desk.root, *shlex.split(BLOCKS[1][2])[1:], as_of=NOW)
    rows = {
        row["person"]: (row["role_basis"], row["detail"])
        for path in desk.root.rglob("lists/*/*/*.csv")
        for row in desk.read(path.relative_to(desk.root))
    }
    shown = re.findall(r"^\| (\S+) \| `(.*?: .*?)` \| (?:`(.*?)` )?\|$", PAGE, re.MULTILINE)
    assert len(shown) == 4
    assert all(rows[person] == (basis, detail) for person, basis, detail in shown)


def test_every_title_of_the_steps_is_read_as_the_page_says():
    shown = re.findall(r"^\| \d.*?\| `(.+?)` \| (.+?) \|$", PAGE, re.MULTILINE)
    read = titles(pl.DataFrame({"title": [title for title, _ in shown]}), vocabulary_of(shipped_files()))
    for (title, told), row in zip(shown, read.iter_rows(named=True), strict=True):
        words = " ".join(filter(None, (row["role_class"], row["seniority"], row["function"])))
        words = words.split()[0] if row["role_class"] == "unknown" else words
        assert told == words + ("" if row["is_current"] else ", no more"), title
    steps = [int(one) for one in re.findall(r"^\| (\d)\b", PAGE, re.MULTILINE)]
    assert len(shown) == len(steps) > 9
    assert all(one <= other for one, other in pairwise(steps)), "in their order"


def test_the_page_has_every_word_of_classes_levels_functions_and_states():
    assert all(f"| {word} |" in PAGE for word in [*RoleClass, *KeyPersonState])
    assert ", ".join(Seniority) in PAGE
    assert all(re.search(rf"\b{word}\b", PAGE) for word in Function)


def test_the_page_has_every_test_of_the_project_in_its_order():
    steps = _steps(KeyPersonStandards(functions=("…",)))
    table = PAGE.split("| test | key person | `detail` |\n|---|---|---|\n")[1].split("\n\n")[0].splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|"))[1:] for line in table]
    answers = {True: "yes", False: "no", None: "unknown"}
    told = tomllib.loads((WORDING / "en.toml").read_text(encoding="utf-8"))["key_person_why"]
    words = {"": ""} | {code: text.format(level="manager", functions="…") for code, text in told.items()}
    assert rows == [(answers[step.decides], words[step.why]) for step in steps]


def test_the_page_has_every_point_of_the_score():
    table = PAGE.split("| for | points |")[1]
    points = [point for _, points in _POINTS for point in points]
    assert all(f"{point.word} {point.points}" in table for point in points)
    assert len(re.findall(r" \d+[,|\s]", table)) >= len(points)
