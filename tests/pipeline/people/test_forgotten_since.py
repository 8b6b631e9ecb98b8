"""What is said and asked of people after they were forgotten: requests by their ids, promises made to them, the key."""

import json

import pytest

from tests.pipeline.small import CALLS_ONLY, HEAD, LIST, centre, lead_of, run, told, write

WHO = ("--by", "privacy desk", "--why", "letter 17")
FORGOTTEN_AT, LATER = "2026-11-23T09:00", "2026-11-25T18:00"
#: The second person shares the number of the fourth.
SHARED = LIST.replace("010-2001-0002", "02-555-0101").replace("010-2001-0004", "02-555-0101")
CALLS = (
    "2026-11-20,10:05,010-2001-0001,김하나,김하늘,재통화,2026-11-23 15:00,\n"
    "2026-11-20,10:06,010-2001-0002,이두리,김하늘,엉뚱한말,,\n"
)


@pytest.fixture
def house(tmp_path):
    """Two people called on the 20th: a callback on the 23rd, and a code in no map; both forgotten that morning."""
    root = centre(tmp_path)
    write(root, "projects/cards.toml", CALLS_ONLY)
    assert run(root, "prequalify", write(root, "l.csv", LIST), "-p", "cards")[0] == 0
    leads = [lead_of(root, f"010-2001-000{n}") for n in (1, 2)]
    assert run(root, "ingest", write(root, "c.csv", HEAD + CALLS), "--source", "team")[0] == 5
    assert run(root, "forget", *leads, *WHO, as_of=FORGOTTEN_AT)[0] in {0, 5}
    return root


def review(folder, period, as_of):
    assert run(folder, "report", "--period", period, "--format", "json", as_of=as_of)[0] in {0, 5}
    whole = json.loads((folder / f"reports/cards/{period}.json").read_text(encoding="utf-8"))
    return {name: {one["name"]: one["count"] for one in whole[name]} for name in ("callbacks", "due_next")}


def test_nobody_waits_for_a_promise_made_to_somebody_forgotten(house):
    out = run(house, "status", as_of=FORGOTTEN_AT)[1]
    assert "deals    none yet" in out and "callback" not in out
    assert "held by a code" not in out and "1 call; 0 leads held" in out


def test_a_callback_due_after_forgetting_is_no_missed_one(house):
    of_day = review(house, "2026-11-23", LATER)
    assert of_day["callbacks"] == {"due": 0, "kept": 0, "late": 0, "missed": 0, "open": 0}
    assert of_day["due_next"]["unclassified"] == 0


def test_a_callback_missed_before_forgetting_stays_missed(tmp_path):
    root = centre(tmp_path)
    write(root, "projects/cards.toml", CALLS_ONLY)
    run(root, "prequalify", write(root, "l.csv", LIST), "-p", "cards")
    lead = lead_of(root, "010-2001-0001")
    run(root, "ingest", write(root, "c.csv", HEAD + CALLS), "--source", "team")
    run(root, "forget", lead, *WHO, as_of="2026-11-24T09:00")
    assert review(root, "2026-11-23", LATER)["callbacks"]["missed"] == 1


def test_a_night_counts_no_lead_held_that_is_forgotten(house):
    _code, out, _ = run(house, "nightly", as_of="2026-11-23T20:00")
    assert "1 call; 0 leads held" in out


@pytest.fixture
def shared(tmp_path):
    """Of two people of one number one is forgotten; `person`, `lead`: theirs."""
    root = centre(tmp_path)
    run(root, "prequalify", write(root, "l.csv", SHARED), "-p", "cards")
    people = told(root, "explain", "02-555-0101")[1]["answer"]["persons"]
    person, lead = people[0]["person_id"], people[0]["leads"][0]["lead_id"]
    assert run(root, "forget", lead, *WHO, as_of=FORGOTTEN_AT)[0] in {0, 5}
    return root, person, lead


@pytest.mark.parametrize("option", ["--person", "--lead"])
def test_nobody_is_stopped_by_the_id_of_somebody_forgotten(shared, option):
    root, person, lead = shared
    code, _, err = run(root, "suppress", "add", option, person if option == "--person" else lead, as_of=LATER)
    assert code == 2 and "was forgotten, and is called no more" in err and "name the number" in err
    assert run(root, "suppress", "test", "02-555-0101", as_of=LATER)[1].startswith("02-555-0101: not suppressed")


def test_whoever_shares_the_number_is_stopped_by_the_number_itself(shared):
    root, _, _ = shared
    assert run(root, "suppress", "add", "02-555-0101", as_of=LATER)[0] in {0, 5}
    assert "on do-not-call" in run(root, "suppress", "test", "02-555-0101", as_of=LATER)[1]


@pytest.mark.parametrize("key", [None, b"short"])
def test_a_lost_key_is_said_wherever_it_matters(house, key):
    path = house / "store/forget.key"
    path.unlink() if key is None else path.write_bytes(key)
    words = "the key by which forgotten numbers are known again is gone or damaged"
    for command in ("status", "nightly"):
        code, out, err = run(house, command, as_of=LATER)
        assert code == 5 and words in out + err, command
    file = write(house, "n.csv", "전화번호\n010-2001-0009\n")
    for command in (("prequalify", file, "-p", "cards"), ("suppress", "import", file), ("suppress", "test", "1588")):
        code, out, err = run(house, *command, as_of=LATER)
        assert code == 4 and words in out + err, command


def test_a_key_nobody_needs_yet_is_not_missed(tmp_path):
    root = centre(tmp_path)
    assert "forget.key" not in run(root, "status", as_of=LATER)[1]
