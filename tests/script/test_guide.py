"""The guide says what fits the person, in the order of the talk."""

from datetime import date

from telebatch.model.goals import Field
from telebatch.model.project import Cycle, Goals, Project, Step
from telebatch.model.scripts import Objection, Opening, Part, Script
from telebatch.script import guide, opening_for

PROJECT = Project(
    name="p",
    title="Study card",
    direction="outbound",
    customer="new",
    cycle=Cycle(date(2026, 11, 2)),
    plan=(Step(medium="catalogue"), Step(call="first")),
    kpis=(),
    goals=Goals(basic_information=("brand",)),
    fields={"age": Field("integer", "Age"), "brand": Field("choice", "Brand", ("A", "B"))},
    script=Script(
        openings=(Opening("cold hello"), Opening("did the catalogue arrive?", "catalogue")),
        calls={
            "first": Part({"greeting": "hello", "gather": "which brand?", "offer": "the card"}, "goodbye", "we are X")
        },
        objections=(Objection("too dear", "1a", "2b", "3c", "4d"),),
        product_chain=("card", "course"),
    ),
)


def test_only_who_received_the_catalogue_is_asked_about_it():
    assert opening_for(PROJECT, "catalogue") == "did the catalogue arrive?"
    assert opening_for(PROJECT, "") == opening_for(PROJECT, "letter") == "cold hello"


def test_the_guide_follows_the_order_of_the_talk():
    text = guide(PROJECT, "first", "", {}).as_text()
    order = [
        "cold hello",
        "we are X",
        "## greeting\nhello",
        "which brand?",
        "the card",
        "- Brand (A / B) *",
        "- Age",
        "too dear",
        "1. 1a",
        "2. 2b",
        "3. 3c",
        "4. 4d",
        "card → course",
        "goodbye",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.count("\n\n\n") == 0 and text.endswith("goodbye\n")


def test_a_project_without_a_script_gives_its_title_and_fields_only():
    bare = guide(Project(**{**PROJECT.__dict__, "script": Script()}), "first", "catalogue", {})
    assert bare.lines[0] == "# Study card · first"
    assert "##" in bare.as_text()
