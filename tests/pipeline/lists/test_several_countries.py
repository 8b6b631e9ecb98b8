"""One workspace calls two countries: national digits are read by whoever they are about, or somebody is asked."""

import pytest

from telebatch.model.tables import ATTEMPTS, NUMBERS, SUPPRESSIONS
from tests.pipeline.care_desk import Desk
from tests.pipeline.sheets import EVENING, ON, fill
from tests.pipeline.small import CALLS_ONLY, CENTRE, write

GERMAN = (
    CALLS_ONLY.replace('name = "cards"', 'name = "berlin"')
    .replace("[calling]\n", '[accept]\nregions = ["DE", "AT"]\n\n[calling]\n', 1)
    .replace('mon = ["10:00-18:00"]', 'mon = ["00:00-24:00"]')
)
#: A mobile number of Korea and one of Germany, and digits that are numbers of both.
KOREAN, OWN, BOTH = "010-2001-0001", "0171 7714631", "030-1234567"


@pytest.fixture
def centre(tmp_path):
    desk = Desk(tmp_path)
    write(tmp_path, "telebatch.toml", CENTRE)
    form = '\nformat = ["xlsx", "csv"]'
    for name, text in (("berlin", GERMAN), ("cards", CALLS_ONLY)):
        write(tmp_path, f"projects/{name}.toml", text.replace("capacity = 20", f"capacity = 20{form}"))
    seoul = desk.write("seoul.csv", "학원명,담당자,직책,휴대폰,지점", ("가온학원", "김하나", "원장", KOREAN, "강남"))
    bonn = desk.write("bonn.csv", "company,name,title,phone,branch", ("Groß KG", "Anna Weiß", "CEO", OWN, "Mitte"))
    assert desk.run("prequalify", seoul, "-p", "cards")["counts"]["callable"] == 1
    assert desk.run("prequalify", bonn, "-p", "berlin")["counts"]["callable"] == 1
    return desk


def _queues(desk):
    desk.run("split", "--on", ON, "--release")
    return {path.stem: path for path in (desk.root / "queues" / ON).rglob("*.xlsx")}


def test_a_sheet_is_read_as_its_project_reads_wherever_it_lies(centre):
    sheets = _queues(centre)
    wrote = {"result": "거절", "referral_name": "이두리", "referral_number": "010-2001-0002"}
    sheet = fill(sheets["cards-first"], centre.root / "back.xlsx", "en", {1: wrote})
    told = centre.run("ingest", sheet, as_of=EVENING)
    assert (told["counts"]["attempts"], told["counts"]["quarantined"]) == (1, 0)
    assert centre.facts(ATTEMPTS)["number"].to_list() == [821020010001]
    assert 821020010002 in centre.facts(NUMBERS)["number"].to_list(), "whom the talk named is of the same country"


def test_a_queue_shows_no_columns_of_another_projects_list(centre):
    heads = {
        name: centre.read(path.with_suffix(".csv").relative_to(centre.root))[0]
        for name, path in _queues(centre).items()
    }
    own = {name: [column for column in row if column.startswith("list: ")] for name, row in heads.items()}
    assert own == {"cards-first": ["list: 지점"], "berlin-first": ["list: branch"]}


def test_a_number_named_by_hand_is_that_of_who_is_known(centre):
    centre.run("suppress", "add", KOREAN, OWN, "--by", "a letter")
    assert set(centre.facts(SUPPRESSIONS)["number"]) == {821020010001, 491717714631}
    assert centre.say("suppress", "test", KOREAN)[0].startswith(f"{KOREAN}: on do-not-call")


def test_digits_that_are_numbers_of_both_countries_are_asked_about(centre):
    said = "may be of several countries: +49301234567 (DE) or +82301234567 (KR)"
    answer = centre.run("suppress", "add", BOTH, "--by", "a letter", code=2)
    assert answer["error"] == [f"number '{BOTH}': {said}; write it with its country: +…"]
    assert centre.say("suppress", "test", BOTH, code=5)[0] == f"{BOTH}: {said}; write it with its country: +…"
    centre.run("suppress", "add", BOTH, "--by", "a letter", "-p", "cards")
    assert centre.facts(SUPPRESSIONS)["number"].to_list() == [82301234567]


def test_a_list_of_refusals_is_read_as_most_of_it_can_be_and_that_is_said(centre):
    file = centre.write("in/no.csv", "전화번호", *[(f"010-2001-{n:04}",) for n in range(20)])
    told = centre.run("suppress", "import", file)
    assert told["counts"]["numbers"] == 20
    assert 821020010001 in centre.facts(SUPPRESSIONS)["number"].to_list()
    said = "in/no.csv: national numbers are read as KR; those of DE have to stand with their country: +…"
    assert said in told["warnings"]


def test_a_suppliers_new_number_is_of_the_country_of_the_project(centre):
    leads = centre.leads()
    rows = [("010-2001-0001", "changed", "010-2001-0009"), (OWN, "changed", "0171 7714639")]
    told = centre.run("verify", "import", centre.write("in/a.csv", "phone,answer,new_number", *rows), "--supplier", "S")
    assert (told["counts"]["changed"], told["counts"]["quarantined"]) == (2, 0)
    assert {821020010009, 491717714639} <= set(centre.facts(NUMBERS)["number"])
    assert len(leads) == 2
