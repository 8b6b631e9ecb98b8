"""Every jump of the page of outcomes, told by files: what is regular, what takes effect, where the lead stands after."""

import pytest

from telebatch.model.tables import LEADS
from tests.pages import ROOT
from tests.pipeline.nights import facts, is_sound, states
from tests.pipeline.small import CENTRE, ORDERS, PROJECT, TEAM, run, told, write

EVENING = "2026-11-20T20:00"
AGAIN, LATER = ("call.call_again", "2026-11-25 14:00"), ("call.call_again", "2026-11-26 14:00")
#: Where a lead stands → how it came there, an hour apart; orders are the client's statuses.
STORIES = {
    "none": [], "booked": [AGAIN], "awaiting": ["call.deal"], "pending": ["call.deal", "system.pending"],
    "sold": ["call.deal", "system.sale"], "cancelled": ["call.deal", "system.sale", "system.cancelled"], "refused": ["call.refused"],
}  # fmt: skip
NEXT = {
    "a call nobody answers": "call.no_answer", "a talk, interested": "call.interested", "a talk that books a callback": LATER,
    "a deal": "call.deal", "a refusal": "call.refused", "a do-not-call": "call.do_not_call",
}  # fmt: skip
CODES = "".join(
    f'[[code]]\ncode = "{one}"\noutcome = "system.{one}"\n\n'
    for one in ("sale", "pending", "cancelled", "callback_booked")
)
STRICT = PROJECT.replace("rest_after_refusal_days = 90\n", "").replace('"close"', '"save_call"')


def page():
    """(stands, then, regular, stands after, effect) of every line of the page's table."""
    text = (
        (ROOT / "docs" / "outcomes.md")
        .read_text(encoding="utf-8")
        .split("## Regular and irregular jumps")[1]
        .split("\n## ")[0]
    )
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [line for line in lines if line[0] in STORIES]


JUMPS = page()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A person for each line of the page, whose calls and orders lead to the line's start and then make its jump."""
    folder = tmp_path_factory.mktemp("jumps")
    for name, text in {
        "telebatch.toml": CENTRE, "projects/cards.toml": STRICT, "sources/team.toml": TEAM, "sources/shop.toml": ORDERS,
        "codes/shop.toml": CODES,
    }.items():  # fmt: skip
        write(folder, name, text)
    people = "".join(f"A{n},학원{n},김{n},원장,010-2001-{n:04}\n" for n in range(1, len(JUMPS) + 1))
    path = write(folder, "list.csv", "관리번호,학원명,담당자,직책,휴대폰\n" + people)
    code, _, err = run(folder, "prequalify", path, "-p", "cards", as_of="2026-11-02T09:00")
    assert code == 0, err
    calls, orders = ["날짜,시간,전화번호,통화결과,재통화일시"], ["order_no,전화번호,status,date"]
    for lead, (standing, then, *_) in enumerate(JUMPS, 1):
        for hour, step in enumerate([*STORIES[standing], NEXT.get(then, then.strip("`"))], 10):
            name, due = step if isinstance(step, tuple) else (step, "")
            number = f"010-2001-{lead:04}"
            if name.startswith("system."):
                orders.append(f"S{lead},{number},{name.removeprefix('system.')},2026-11-16 {hour}:00")
            else:
                calls.append(f"2026-11-16,{hour}:00,{number},{name},{due}")
    for name, rows in (("team/c.csv", calls), ("shop/o.csv", orders)):
        code, answer = told(folder, "ingest", write(folder, f"inbox/{name}", "\n".join(rows) + "\n"), as_of=EVENING)
        assert (code, answer["counts"]["quarantined"]) == (0, 0), answer
    return folder


@pytest.fixture(scope="module")
def known(folder):
    return states(folder)


@pytest.mark.parametrize("line", JUMPS, ids=lambda line: f"{line[0]}, then {line[1]}")
def test_a_jump_is_as_the_page_says(known, line):
    _, _, jump, after, _ = line
    row = known[JUMPS.index(line) + 1]
    assert row["standing"] == after
    assert (row["irregular"] is None) == (jump == "regular"), row["irregular"]


def test_the_state_is_that_of_all_the_facts(folder):
    assert facts(folder, LEADS).height == len(JUMPS)
    assert is_sound(folder)


def test_a_callback_is_moved_again_and_again_and_each_time_told_as_node_3(folder):
    rows = ["날짜,시간,전화번호,통화결과,재통화일시"]
    for day, (word, due) in enumerate(
        [AGAIN, LATER, ("call.call_again", "2026-11-27 14:00"), ("call.interested", "")], 17
    ):
        rows.append(f"2026-11-{day},10:00,010-2001-0001,{word},{due}")
    code, answer = told(folder, "ingest", write(folder, "inbox/team/loop.csv", "\n".join(rows) + "\n"), as_of=EVENING)
    assert code == 0, answer
    _, out, _ = run(folder, "explain", "010-2001-0001", as_of=EVENING)
    assert out.count("keeps the callback: Rescheduled") == 2
    assert out.count("keeps the callback: On hold") == 1
    assert states(folder)[1]["callback_utc"] is None
    assert is_sound(folder)
