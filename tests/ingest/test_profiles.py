import pytest

from telebatch.ingest import profiles_of, recognise
from telebatch.model.errors import SettingsWrong
from tests.ingest.ingest_samples import shipped, signature

PLAIN = {"title": "t", "source": "s", "columns": {"start": "when", "code": ["result", "outcome"]}}


def told(**parsed):
    with pytest.raises(SettingsWrong) as wrong:
        profiles_of(parsed)
    return "\n".join(map(str, wrong.value.mistakes))


def test_a_profile_is_read_and_one_header_needs_no_brackets():
    (profile,) = profiles_of({"own": PLAIN})
    assert (profile.name, profile.columns) == ("own", {"start": ("when",), "code": ("result", "outcome")})


def test_a_profile_lays_itself_upon_the_one_it_extends():
    upper = {"extends": "own", "title": "u", "columns": {"code": "end", "start": ""}}
    profile = {one.name: one for one in profiles_of({"own": PLAIN, "upper": upper})}["upper"]
    assert (profile.title, profile.source, profile.columns) == ("u", "s", {"code": ("end",)})


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"colour": "red"}, "formats/own.toml: colour"),
        ({"shape": "round"}, "formats/own.toml: shape"),
        ({"columns": {"colour": "x"}}, "no such canonical column: 'colour'"),
        ({"units": {"talk": "fortnights"}}, "units"),
        ({"key": ["call"]}, "no such canonical column: 'call'"),
        ({"recognise": {"cells": {"one": "x"}}}, "'one' is no column number"),
        ({"recognise": {"cells": {"1": "("}}}, "does not compile"),
        ({"exported": {"file_name": "x"}}, "no group named time"),
        ({"columns": {"nummer": "x"}}, "columns.nummer: no such canonical column: 'nummer'; did you mean 'number'?"),
        ({"times": {"formats": ["%Q"]}}, "times.formats: no instant can be read by '%Q'"),
        ({"times": {"formats": ["%d.%m.%Y"]}}, "times.formats: no instant can be read by '%d.%m.%Y'"),
        ({"times": {"zone": "Mars/Olympus"}}, "times.zone: no time zone named 'Mars/Olympus'"),
        ({"extends": "nobody"}, "extends 'nobody'"),
        ({"extends": "own"}, "extends 'own'"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_remedy(changes, what):
    text = told(own={**PLAIN, **changes})
    assert what in text and "; " in text


def test_all_mistakes_of_all_files_are_told_at_once():
    text = told(one={**PLAIN, "colour": "red"}, two={**PLAIN, "shape": "round"})
    assert "formats/one.toml" in text and "formats/two.toml" in text


def test_a_strange_key_hides_no_strange_column():
    text = told(one={**PLAIN, "colour": "red", "columns": {"nummer": "x"}})
    assert "unknown key" in text and "did you mean 'number'?" in text


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_shipped_profile_names_its_source(name):
    profile = shipped()[name]
    assert profile.title and profile.source and not profile.source.startswith(("http", "/"))


def test_a_profile_knows_what_it_extends_and_is_looked_at_before_it():
    base = {**PLAIN, "recognise": {"header": ["when"]}}
    profiles = profiles_of({"own": {"extends": "middle"}, "middle": {"extends": "base"}, "base": base})
    assert {one.name: one.upon for one in profiles} == {"own": ("middle", "base"), "middle": ("base",), "base": ()}
    assert recognise(signature(["when", "result"]), profiles, "x.csv").profile.name == "own"
