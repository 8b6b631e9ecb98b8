"""A request for one project holds there alone."""

import csv

from tests.pipeline.small import CENTRE, TEAM, told, write
from tests.pipeline.test_shifts import CALLS_ONLY, CLUB

LIST = "관리번호,학원명,담당자,직책,휴대폰\nA1,가온학원,김하나,원장,010-2001-0001\n"


def callable_in(folder, name, project):
    code, answer = told(folder, "prequalify", write(folder, f"{name}.csv", LIST), "-p", project, "--list", "academies")
    assert code in {0, 5}, answer
    with (folder / answer["files"][0]).open(encoding="utf-8-sig", newline="") as file:
        return {row["person"] for row in csv.DictReader(file)}


def test_a_request_for_one_project_leaves_the_other_alone(tmp_path):
    write(tmp_path, "telebatch.toml", CENTRE)
    write(tmp_path, "projects/cards.toml", CALLS_ONLY)
    write(tmp_path, "projects/club.toml", CLUB)
    write(tmp_path, "sources/team.toml", TEAM)
    assert callable_in(tmp_path, "first", "cards") == {"김하나"}
    assert told(tmp_path, "suppress", "add", "--record", "A1", "--project", "cards")[0] == 0
    assert callable_in(tmp_path, "second", "club") == {"김하나"}
