"""A row with one lead's id and another one's number: credited to the id, and told once with both leads."""

from tests.pipeline.nights import LEADS, call, export, is_sound, states, take

SLIPPED = "at a number that is another lead's"
_WORKING = {"phone_number_dialed": "01020010002"}


def words(answer):
    return [note for note in answer["warnings"] if SLIPPED in note]


def test_a_call_at_another_leads_number_is_told_with_both_leads_and_stays_with_the_id(folder):
    answer = take(folder, "inbox/dialer/a.txt", export(call(1, **_WORKING), call(3), call(4)))
    (said,) = words(answer)
    assert f"1 call of one lead {SLIPPED}: {LEADS[0]} at that of {LEADS[1]}" in said
    assert (states(folder)[1]["attempts"], states(folder)[2]["attempts"]) == (1, 0)
    assert is_sound(folder)


def test_the_first_pairs_of_many_are_named(folder):
    at = [f"2026-11-16 1{n}:00:00" for n in range(6)]
    rows = [call(1 + n, at=at[n], phone_number_dialed=f"0102001000{6 - n}") for n in range(6)]
    answer = take(folder, "inbox/dialer/a.txt", export(*rows, *[call(1 + n, at=at[n]) for n in range(6)]))
    (said,) = words(answer)
    assert "6 calls" in said
    assert said.count(" at that of ") == 5
    assert ", …" in said


def test_a_number_that_is_nobodys_or_the_leads_own_is_not_told(folder):
    rows = call(1), call(2, phone_number_dialed="01099990000"), call(3)
    assert words(take(folder, "inbox/dialer/a.txt", export(*rows))) == []


def test_a_call_told_again_is_not_said_again(folder):
    first = [call(1, **_WORKING), call(3), call(4)]
    assert words(take(folder, "inbox/dialer/a.txt", export(*first)))
    again = take(folder, "inbox/dialer/b.txt", export(*first, call(5, at="2026-11-16 11:00:00")))
    assert again["counts"]["already_seen"] == 3
    assert words(again) == []
