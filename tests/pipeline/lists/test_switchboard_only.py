"""Whoever has nothing but a switchboard is judged alike by the list and by the shift, where the project refuses these."""

import pytest

from tests.pipeline.small import HEAD as CALLS_HEAD
from tests.pipeline.small import PROJECT, centre, run, told, write

HEAD = "관리번호,학원명,담당자,직책,휴대폰\n"
DIRECT = HEAD + "A1,가온학원,김하나,원장,010-2001-0001\nA2,나래학원,이두리,원장,010-2001-0002\n"
#: The first person is told with the house's number only.
HOUSE = DIRECT.replace("010-2001-0001", "02-2001-0000 (대표)")
#: No piece goes before the first call, so that everybody is due at once.
COLD = PROJECT.replace('[[plan]]\nmedium = "catalogue"\ntransit_days = 2\n\n', "").replace(
    'call = "first"\ngap_days = 3', 'call = "first"'
)


@pytest.fixture
def desk(tmp_path):
    folder = centre(tmp_path)
    write(folder, "projects/cards.toml", COLD)
    return folder


def policy(desk, word, wanted="true"):
    rule = f'[key_person]\nwanted = {wanted}\nswitchboard_numbers = "{word}"'
    write(desk, "projects/cards.toml", COLD.replace("[key_person]", rule))


def delivered(desk, name, text, at):
    path = write(desk, f"lists/{name}.csv", text)
    return told(desk, "prequalify", str(path), "-p", "cards", "--list", "academies", as_of=at)[1]


def queued(desk):
    """Leads in the queue, and not."""
    counts = told(desk, "split", "--on", "2026-11-23", as_of="2026-11-23T08:00")[1]["counts"]
    return counts["queued"], counts["not_queued"]


@pytest.mark.parametrize("wanted", ["true", "false"])
@pytest.mark.parametrize(("word", "calls"), [("accept", (2, 0)), ("verify", (1, 1)), ("reject", (1, 1))])
def test_a_lead_delivered_again_with_a_switchboard_only_is_judged_by_it(desk, word, calls, wanted):
    policy(desk, word, wanted)
    delivered(desk, "first", DIRECT, "2026-11-02T09:00")
    again = delivered(desk, "second", HOUSE, "2026-11-09T09:00")
    assert (again["counts"]["callable"], queued(desk)) == (calls[0], calls)


@pytest.mark.parametrize(("word", "calls"), [("accept", (2, 0)), ("verify", (2, 0)), ("reject", (1, 1))])
def test_a_talk_settles_who_it_is_and_not_what_number_it_is(desk, word, calls):
    policy(desk, word)
    delivered(desk, "first", DIRECT, "2026-11-02T09:00")
    talk = write(desk, "inbox/team/day.csv", CALLS_HEAD + "2026-11-04,10:05,010-2001-0001,김하나,김하늘,관심,,\n")
    told(desk, "ingest", str(talk), as_of="2026-11-04T20:00")
    again = delivered(desk, "second", HOUSE, "2026-11-09T09:00")
    assert (again["counts"]["callable"], queued(desk)) == (calls[0], calls)


def test_a_direct_number_brings_the_lead_back(desk):
    policy(desk, "reject")
    for day, text in (("02", DIRECT), ("09", HOUSE), ("16", DIRECT.replace("0001", "0009"))):
        delivered(desk, f"on-{day}", text, f"2026-11-{day}T09:00")
    assert queued(desk) == (2, 0)
    assert run(desk, "store", "check", as_of="2026-11-23T08:00")[0] == 0
