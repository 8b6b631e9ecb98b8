"""Several hundred titles of every language, as lists write them, read as a person who knows the trade reads them."""

import polars as pl
import pytest

from telebatch.model.project import KeyPersonStandards
from telebatch.normalise.titles import titles
from telebatch.prequalify.key_person import key_person
from tests.normalise.titles.real_titles import LANGUAGES, told

#: The project of the files' `key`: it sells to purchasing and administration, to managers and above.
STANDARDS = KeyPersonStandards(functions=("pur", "adm"), minimum_seniority="mgr")
STATES = {True: "yes", False: "no", None: "unknown"}
#: Where these decide, a level is part of the answer; where nobody decides, lists disagree on it.
RANKED = ("decision_maker", "conditional")


@pytest.fixture(scope="module", params=LANGUAGES)
def rows(request, vocabulary):
    listed = told(request.param)
    cells = pl.DataFrame({"title": [one.title for one in listed], "language": [one.language for one in listed]})
    read = titles(cells, vocabulary).with_columns(key=key_person(STANDARDS))
    return list(zip(listed, read.iter_rows(named=True), strict=True))


def wrong(rows, of_title, of_reading):
    return [
        f"{one.title}: {of_title(one)} expected ({one.why}), read {of_reading(read)}: {read['basis']}"
        for one, read in rows
        if of_title(one) is not NotImplemented and of_title(one) != of_reading(read)
    ]


def test_every_title_has_the_class_the_trade_gives_it(rows):
    differing = wrong(rows, lambda one: one.role_class, lambda read: read["role_class"])
    assert not differing, "\n".join(differing)


def test_every_deciding_title_has_its_level_and_its_functions(rows):
    deciding = [(one, read) for one, read in rows if one.role_class in RANKED and one.is_current]
    differing = wrong(
        deciding, lambda one: (one.seniority, one.function), lambda read: (read["seniority"], read["function"])
    )
    assert not differing, "\n".join(differing)


def test_every_title_is_held_now_or_no_more(rows):
    differing = wrong(rows, lambda one: one.is_current, lambda read: read["is_current"])
    assert not differing, "\n".join(differing)


def test_a_project_gets_its_key_persons_and_nobody_is_guessed(rows):
    differing = wrong(rows, lambda one: one.key, lambda read: STATES[read["key"]])
    assert not differing, "\n".join(differing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_holds_several_hundred_titles_of_every_kind_once(language):
    listed = told(language)
    assert len(listed) == len({one.title for one in listed}) > 500
    assert {one.key for one in listed} == {"yes", "no", "unknown"}
    assert len({one.role_class for one in listed}) == 7
