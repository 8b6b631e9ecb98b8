"""A shift in parts: one agent's queue, further parts, projects built one by one."""

from telebatch.model.project import Step
from telebatch.model.words import NotQueued
from telebatch.split import further_pieces, hers, not_built
from tests.split.shift import ONE, ROSTER, World, laid_out, plan, rules_of
from tests.state.world import on


def _world(leads):
    world = World()
    for lead in range(1, leads + 1):
        world = world.lead(lead)
    return world


def test_one_agents_part_holds_her_leads_and_tells_whose_the_others_are():
    shift = laid_out(_world(4), rules_of(plan(*ONE), roster=ROSTER))
    name = shift.queued["agent"][0]
    part = hers(shift, name, on(1))
    assert set(part.queued["agent"]) == {name}
    assert part.queued["queue"].str.ends_with(f"-{name}").all()
    assert part.queued["position"].to_list() == list(range(1, part.queued.height + 1))
    others = part.not_queued.filter(reason="other_agent")
    assert others.height == shift.queued.height - part.queued.height
    assert part.counts["leads"] == shift.counts["leads"] == part.counts["queued"] + part.counts["not_queued"]


def test_a_project_that_is_not_built_tells_so_where_nothing_else_keeps_a_lead_back():
    rows = not_built(laid_out(_world(2), rules_of(plan(*ONE))), on(1))
    assert set(rows["reason"]) == {str(NotQueued.NOT_BUILT)}
    assert set(rows["next_date"]) == {on(1)}


def test_pieces_posted_later_stand_in_a_list_of_their_own():
    shift = laid_out(_world(1), rules_of(plan(Step(medium="catalogue"), Step(call="first"))))
    again = further_pieces(shift.mailings, shift.mailings)
    assert again["mailing"][0] == shift.mailings["mailing"][0] + ".2"
    assert further_pieces(shift.mailings, shift.mailings.clear()).equals(shift.mailings)
