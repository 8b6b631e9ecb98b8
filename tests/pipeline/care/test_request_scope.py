"""A request for one project holds there alone."""

from tests.pipeline.small import CALLS_ONLY, CENTRE, CLUB, TEAM, callable_in, told, write


def test_a_request_for_one_project_leaves_the_other_alone(tmp_path):
    write(tmp_path, "telebatch.toml", CENTRE)
    write(tmp_path, "projects/cards.toml", CALLS_ONLY)
    write(tmp_path, "projects/club.toml", CLUB)
    write(tmp_path, "sources/team.toml", TEAM)
    assert callable_in(tmp_path, "first", "cards") == {"김하나"}
    assert told(tmp_path, "suppress", "add", "--record", "A1", "--project", "cards")[0] == 0
    assert callable_in(tmp_path, "second", "club") == {"김하나"}
