"""A project that comes later, and needs what was edited elsewhere since results were last decided on."""

from tests.pipeline.small import CENTRE, PROJECT, centre, run, write

LIST = "name,phone\nKim,010-2001-0001\n"


def test_a_project_that_needs_an_edit_nobody_decided_on_says_what_to_do(tmp_path):
    path = write(centre(tmp_path), "list.csv", LIST)
    assert run(tmp_path, "prequalify", path, "-p", "cards")[0] == 0
    write(tmp_path, "telebatch.toml", CENTRE.replace('["day"]', '["day", "am"]'))
    mornings = PROJECT.replace('name = "cards"', 'name = "mornings"').replace('shifts = ["day"]', 'shifts = ["am"]')
    write(tmp_path, "projects/mornings.toml", mornings)
    code, _, err = run(tmp_path, "prequalify", path, "-p", "mornings")
    told = "needs what was edited since results were last decided on; run telebatch classify, then this again"
    assert (code, told in err) == (3, True), err
    assert run(tmp_path, "classify")[0] == 0
    assert run(tmp_path, "prequalify", path, "-p", "mornings")[0] == 0
