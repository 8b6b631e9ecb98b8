"""The page of outcomes tells every leaf, every flag and every jump, as they are."""

from telebatch.model.outcomes import FLAGS, LEAVES
from tests.pages.outcomes import CONSEQUENCES, outcomes_page


def test_every_flag_has_its_consequence_and_every_leaf_its_line():
    assert set(CONSEQUENCES) == set(FLAGS)
    assert [leaf.name for leaf in LEAVES if f"\n| `{leaf.name}` | " not in outcomes_page()] == []


def test_the_table_of_jumps_tells_what_the_contract_says():
    rows = {tuple(line.split(" | ")[:2]): line for line in outcomes_page().splitlines() if line.count(" | ") == 4}
    for jump, wanted in {
        ("| none", "`system.sale`"): "irregular | sold | takes effect",
        ("| sold", "`system.cancelled`"): "regular | cancelled | takes effect",
        ("| sold", "a talk, interested"): "irregular | sold | changes nothing",
        ("| sold", "a refusal"): "irregular | refused | takes effect",
        ("| refused", "a do-not-call"): "irregular | refused | takes effect",
        ("| booked", "a deal"): "regular | awaiting | as `callback.sale`, takes effect",
        ("| booked", "a talk that books a callback"): "regular | booked | as `callback.rescheduled`, takes effect",
        ("| booked", "a refusal"): "regular | refused | as `callback.cancelled`, takes effect",
        ("| booked", "a call nobody answers"): "regular | booked | takes effect",
        ("| awaiting", "`system.sale`"): "regular | sold | takes effect",
        ("| cancelled", "a deal"): "regular | awaiting | takes effect",
    }.items():
        assert wanted in rows[jump], rows[jump]
