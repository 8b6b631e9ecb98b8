"""What each outcome does to lead, person and number, by the command that takes it in."""

import pytest

from tests.pipeline.nights import LEADS, call, export, is_sound, night, states, take
from tests.pipeline.small import ORDERS, PROJECT, run, told, write

MONDAY = "2026-11-16"
SHIFT = "2026-11-24"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = night(tmp_path_factory.mktemp("night"))
    write(folder, "sources/shop.toml", ORDERS)
    return folder


def ends(folder, *codes, **more):
    """Lead 1 is called once a day from Monday on, each call ending so; its state after."""
    rows = [call(1, code, f"2026-11-{16 + n} 10:00:00", **more) for n, code in enumerate(codes)]
    take(folder, "inbox/dialer/a.txt", export(*rows, header=[*call(1, **more)]))
    return states(folder)[1]


RESTS = {"status": "open", "standing": "refused"}  # the project lets a refusal rest for 90 days
#: Codes of one lead's calls, one a day → what its state says then.
CASES = {
    "a refusal rests": (["call.refused"], RESTS),
    "an interest completes this call of the plan": (["call.interested"], {"call_steps_done": 1, "status": "open"}),
    "a deal awaits its order": (["call.deal"], {"standing": "awaiting", "status": "open"}),
    "a do-not-call closes and suppresses": (
        ["call.do_not_call"],
        {"status": "closed", "status_reason": "do_not_call", "is_suppressed": True},
    ),
    "a refusal of this product closes": (["call.not_this_product"], {"status": "closed", "is_suppressed": True}),
    "a gatekeeper leaves the lead open": (["call.gatekeeper"], {"status": "open", "standing": "none", "attempts": 1}),
    "call again without a time books nothing": (["call.call_again"], {"callback_utc": None, "standing": "none"}),
    "a wrong number is dropped": (["call.wrong_number"], {"dropped_numbers": 1, "status": "open"}),
    "who left drops the number": (["call.left_company"], {"dropped_numbers": 1}),
    "a vacant number told by an agent is bad": (["call.vacant"], {"bad_numbers": 1}),
    "a number that answers again is good again": (["call.vacant", "call.refused"], {"bad_numbers": 0}),
    "no answer does nothing but count": (["call.no_answer"], {"status": "open", "standing": "none", "attempts": 1}),
    "a network failure counts for nothing": (["call.network_failure"], {"attempts": 0}),
    "what was never dialled counts for nothing": (["call.not_called"], {"attempts": 0}),
    "a machine is no talk": (["call.machine"], {"status": "open", "standing": "none"}),
    "an unknown code holds the lead": (["call.unclassified"], {"is_unclassified": True}),
    "a talk with the key person confirms him": (["call.interested"], {"key_person_state": "confirmed"}),
    "who left ends the confirmation": (["call.interested", "call.left_company"], {"key_person_state": "presumed"}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_an_outcome_does_to_its_lead(folder, case):
    codes, wanted = CASES[case]
    row = ends(folder, *codes)
    assert {name: row[name] for name in wanted} == wanted
    assert is_sound(folder)


@pytest.mark.parametrize(
    ("user", "codes", "bad"),
    [("", ["call.vacant"], 0), ("", ["call.vacant", "call.suspended"], 1), ("1001", ["call.suspended"], 1)],
)
def test_telephony_alone_needs_two_days_to_call_a_number_bad(folder, user, codes, bad):
    assert (ends(folder, *codes, user=user)["bad_numbers"] or 0) == bad


def test_a_bad_number_is_asked_about_again_after_half_a_year(folder):
    patient = PROJECT.replace('"mgr"', '"mgr"\nfresh_days = 900\nfresh_days_top = 900')
    write(folder, "projects/cards.toml", patient)
    told(folder, "classify", as_of="2026-11-15T20:00")
    ends(folder, "call.vacant")
    assert reason(folder, SHIFT, 1) == "no_usable_number"
    assert reason(folder, "2027-05-14", 1) == "no_usable_number"
    assert reason(folder, "2027-05-17", 1) != "no_usable_number"


def test_a_do_not_call_reaches_every_number_and_every_project_of_the_person(folder):
    ends(folder, "call.do_not_call")
    hotline = {"campaign_id": "HOTLINE", "alt_dial": "12"}
    take(folder, "inbox/dialer/b.txt", export(call(1, "call.other", "2026-11-18 10:00:00", **hotline)))
    rows = [row for row in states(folder).values() if row["person_key"] == 1]
    assert [row["is_suppressed"] for row in rows] == [True] * len(rows)
    code, out, _ = run(folder, "suppress", "test", "010-2001-0001")
    assert "do-not-call" in out, (code, out)


def test_a_callback_is_booked_kept_moved_and_lost(folder):
    team = "날짜,전화번호,통화결과,재통화일시\n"
    write(
        folder,
        "sources/team.toml",
        'kind = "results"\nformat = "team_sheet"\nmatch_floor = 0.0\n\n[projects]\n"*" = "cards"\n',
    )
    calls = [
        ("2026-11-16 10:00", "재통화", "2026-11-18 14:00", ("booked", "call.call_again", None)),
        ("2026-11-17 10:00", "부재", "", ("booked", "call.no_answer", None)),
        ("2026-11-18 14:00", "재통화", "2026-11-19 14:00", ("booked", "call.call_again", "callback.rescheduled")),
        ("2026-11-19 14:00", "계약", "", ("awaiting", "call.deal", "callback.sale")),
    ]
    for at, word, later, wanted in calls:
        take(folder, f"inbox/team/{at[:10]}.csv", f"{team}{at},010-2001-0001,{word},{later}\n")
        row = states(folder)[1]
        assert (row["standing"], row["last_outcome"]) == wanted[:2]
        explained = run(folder, "explain", "010-2001-0001", as_of="2026-11-20T20:00")[1]
        assert wanted[2] is None or wanted[2].removeprefix("callback.") in explained.lower()
    assert is_sound(folder)


def order(folder, name, status, day, no="SO-1", lead=1):
    text = f"order no,lead_id,status,date\n{no},{LEADS[lead - 1]},{status},2026-11-{day}\n"
    code, answer = told(folder, "ingest", write(folder, f"inbox/shop/{name}.csv", text), as_of="2026-11-20T20:00")
    assert code == 0, answer
    return states(folder)[lead]


def reason(folder, shift, lead):
    """Why the lead is not in the shift's queue; empty: it is."""
    code, _, err = run(folder, "split", "--on", shift, "-p", "cards", as_of=f"{shift}T07:00")
    assert code in {0, 5}, err
    rows = (folder / f"queues/{shift}/not_queued.csv").read_text(encoding="utf-8-sig").splitlines()
    mine = [row.split(",") for row in rows if row.startswith(LEADS[lead - 1])]
    return mine[0][2] if mine else ""


@pytest.mark.parametrize(
    ("after_cancel", "status", "why"),
    [("close", "closed", "closed"), ("save_call", "open", ""), ("rest 30", "open", "resting")],
)
def test_a_cancelled_sale_follows_what_the_project_says(folder, after_cancel, status, why):
    text = PROJECT.replace('after_cancel = "close"', f'after_cancel = "{after_cancel}"')
    write(folder, "projects/cards.toml", text)
    told(folder, "classify", as_of="2026-11-15T20:00")
    ends(folder, "call.deal")
    assert order(folder, "a", "sale", 17)["standing"] == "sold"
    row = order(folder, "b", "cancelled", 18)
    assert (row["standing"], row["status"]) == ("cancelled", status)
    assert reason(folder, SHIFT, 1) == why
    assert is_sound(folder)


def test_an_order_without_a_call_closes_outside_the_sales(folder):
    row = order(folder, "a", "sale", 17)
    assert (row["status"], row["status_reason"]) == ("closed", "ordered_without_call")
    assert "without a call" in row["irregular"]
    assert reason(folder, SHIFT, 1) == "closed"


def test_an_order_that_comes_before_its_call_is_set_right_by_the_call(folder):
    order(folder, "a", "sale", 17)
    take(folder, "inbox/dialer/a.txt", export(call(1, "call.deal", "2026-11-16 10:00:00")))
    row = states(folder)[1]
    assert (row["status_reason"], row["irregular"]) == ("sold", None)


def test_a_pending_order_opens_node_3_and_is_kept_by_the_next_talk(folder):
    ends(folder, "call.deal")
    assert order(folder, "a", "pending", 17)["standing"] == "pending"
    take(folder, "inbox/dialer/b.txt", export(call(1, "call.refused", "2026-11-18 10:00:00")))
    row = states(folder)[1]
    assert (row["irregular"], row["standing"]) == (None, "refused")


def test_one_order_number_of_two_leads_speaks_of_each(folder):
    ends(folder, "call.deal")
    order(folder, "a", "sale", 17)
    row = order(folder, "b", "sale", 18, lead=2)
    assert row["status_reason"] == "ordered_without_call"
    assert states(folder)[1]["status_reason"] == "sold"
    assert is_sound(folder)


@pytest.mark.parametrize("after", ["call.interested", "call.refused", "call.do_not_call"])
def test_after_a_sale_only_what_lessens_calling_takes_effect(folder, after):
    ends(folder, "call.deal")
    order(folder, "a", "sale", 17)
    take(folder, "inbox/dialer/b.txt", export(call(1, after, "2026-11-18 10:00:00")))
    row = states(folder)[1]
    assert row["irregular"] == f"{after} while sold"
    assert row["standing"] == ("sold" if after == "call.interested" else "refused")
