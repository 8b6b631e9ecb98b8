from pathlib import Path

import pytest

from telebatch.model.errors import InputRefused, SettingsWrong, WrongUsage
from telebatch.settings import (
    find_workspace,
    init_workspace,
    load,
    load_with_warnings,
    read_texts,
    shipped,
    unread_files,
)
from tests.settings.texts import PROJECT, workspace

SAMPLES = Path(__file__).parents[2] / "sample_lists"
GOLDEN = Path(__file__).parent / "wrong_workspace.txt"


def test_the_nearest_workspace_above_is_found(tmp_path):
    (tmp_path / "telebatch.toml").write_text("")
    inside = tmp_path / "inbox" / "vicidial"
    inside.mkdir(parents=True)
    assert find_workspace(inside, None) == tmp_path.resolve()
    (inside / "telebatch.toml").write_text("")
    assert find_workspace(inside, None) == inside.resolve()
    assert find_workspace(inside, tmp_path) == tmp_path.resolve()


def test_without_a_workspace_the_way_to_one_is_told(tmp_path):
    with pytest.raises(WrongUsage, match="telebatch init"):
        find_workspace(tmp_path, None)
    with pytest.raises(WrongUsage, match=f"{tmp_path.name} is no workspace"):
        find_workspace(tmp_path, tmp_path)


def test_only_what_people_edit_is_read(tmp_path):
    for name in ("telebatch.toml", "roster.csv", "projects/p.toml", "codes/c.toml", "projects/.p.toml.swp",
                 "projects/~p.toml", "projects/notes.txt", "inbox/a.csv", "store/x.toml"):  # fmt: skip
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"\xef\xbb\xbfa = 1\r\n")
    assert read_texts(tmp_path) == dict.fromkeys(
        ("codes/c.toml", "projects/p.toml", "roster.csv", "telebatch.toml"), "a = 1\n"
    )


def test_a_slip_in_the_name_of_a_file_is_told(tmp_path):
    for name in ("telebatch.toml", "agent.toml", "Roster.csv", "lists/a.csv", "project/a.toml", "projects/b.toml",
                 "projects/b.toml.txt", "templates/review.html", "contacts.csv", "projects/.b.swp"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [str(mistake) for mistake in unread_files(tmp_path)] == [
        "Roster.csv: nobody reads this; did you mean roster.csv?",
        "agent.toml: nobody reads this; did you mean agents.toml?",
        "project: nobody reads this; did you mean projects?",
        "projects/b.toml.txt: nobody reads this; its name has to end in .toml, or move it elsewhere",
        "templates/review.html: nobody reads this; its name has to end in .j2, or move it elsewhere",
    ]


def test_files_that_are_not_utf_8_are_told_at_once_with_their_lines(tmp_path):
    (tmp_path / "telebatch.toml").write_bytes(b"language = 'ko'\n# " + "한글".encode("cp949") + b"\n")
    (tmp_path / "roster.csv").write_bytes("on,shift,agent,hours\n2026-11-23,day,김,8\n".encode("cp949"))
    with pytest.raises(SettingsWrong) as refusal:
        read_texts(tmp_path)
    assert [str(mistake) for mistake in refusal.value.mistakes] == [
        "roster.csv:2: is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)",
        "telebatch.toml:2: is not UTF-8; save the file as UTF-8 (in Excel: CSV UTF-8)",
    ]


def test_a_wrong_workspace_is_told_whole():
    with pytest.raises(SettingsWrong) as refusal:
        load(read_texts(SAMPLES / "errors" / "settings"))
    assert str(refusal.value) + "\n" == GOLDEN.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example():
    return load_with_warnings(read_texts(SAMPLES / "workspace"))


def test_the_example_workspace_is_right_but_for_the_review_of_its_rules(example):
    _, warnings = example
    assert [warning.what for warning in warnings] == ["nobody here has reviewed the calling rules kr-b2b, kr-consumer"]


def test_the_example_projects_are_the_two_patterns_of_the_handbook(example):
    settings, _ = example
    study, health = settings.projects["study-card"], settings.projects["health-two-calls"]
    assert [(step.name, step.gap_days) for step in study.plan] == [("catalogue", 0), ("first", 5)]
    assert [(step.name, step.gap_days) for step in health.plan] == [("first", 0), ("second", 3)]
    assert study.project_type == "outbound-new"
    assert study.confirmation.enabled
    assert not health.key_person.wanted
    assert health.cycle.review == "half-day"


def test_the_snapshot_loads_to_the_same_settings(example):
    settings, _ = example
    again = load(dict(reversed(settings.texts.items())))
    assert again == settings


def test_own_words_of_a_project_become_codes_of_that_project(example):
    settings, _ = example
    own = {row.code: row.outcome for row in settings.codes if row.project == "health-two-calls"}
    assert own["대상확인"] == "call.interested"
    assert own["결번"] == "call.vacant"


def test_a_new_workspace_is_the_example_in_the_language_asked_for(tmp_path):
    target = tmp_path / "centre"
    written = init_workspace(target, language="en")
    assert Path("telebatch.toml") in written
    settings = load(read_texts(target))
    assert settings.workspace.language == "en"
    assert target.stat().st_mode & 0o777 == 0o700
    assert (target / "telebatch.toml").stat().st_mode & 0o777 == 0o600
    assert set(settings.projects) == {"study-card", "health-two-calls"}
    with pytest.raises(InputRefused, match="centre is not empty; give the name of a new folder"):
        init_workspace(target, language="ko")


def test_waits_not_told_come_from_the_shipped_gaps():
    texts = read_texts(SAMPLES / "workspace")
    study = texts["projects/study-card.toml"].replace("transit_days = 2 ", "# ").replace("gap_days = 5\n", "")
    health = texts["projects/health-two-calls.toml"].replace("gap_days = 3\n", "")
    changed = {**texts, "projects/study-card.toml": study, "projects/health-two-calls.toml": health}
    projects, gaps = load(changed).projects, shipped().gaps
    assert projects["study-card"].plan[0].transit_days == gaps.transit["catalogue"] == 3
    assert projects["study-card"].plan[1].gap_days == gaps.after_medium["catalogue"] == 5
    assert projects["health-two-calls"].plan[1].gap_days == gaps.after_call == 3


def test_a_code_map_belongs_to_the_sources_that_name_it():
    texts = read_texts(SAMPLES / "workspace")
    source = texts["sources/vicidial.toml"].replace('region = "KR"', 'region = "KR"\ncodes = "own"')
    own = '[leaves]\n"call.fax" = "call.machine"\n[[code]]\ncode = "FAX"\noutcome = "call.fax"\n'
    settings = load({**texts, "sources/vicidial.toml": source, "codes/own.toml": own})
    row = next(row for row in settings.codes if row.code == "FAX" and row.origin == "codes/own.toml")
    assert (row.source, row.outcome) == ("vicidial", "call.fax")
    assert settings.own_leaves == {"call.fax": "call.machine"}


def test_a_project_that_no_source_names_is_told():
    source = 'kind = "results"\nformat = "team_sheet"\n[projects]\n"*" = "p"\n'
    other = PROJECT.replace('name = "p"', 'name = "q"')
    told = [str(one) for one in load_with_warnings(workspace(sources__team=source, projects__q=other))[1]]
    assert any(line.startswith("projects/q.toml:1: no source brings results of `q`") for line in told)
    assert not any("results of `p`" in line for line in told)
    alone = [str(one) for one in load_with_warnings(workspace(projects__q=other))[1]]
    assert not any("no source brings" in line for line in alone), "filled call sheets need no source"


@pytest.mark.parametrize(
    ("centre", "own", "region"),
    [("Europe/London", "", "GB"), ("Asia/Seoul", "America/Chicago", "US"), ("Asia/Seoul", "", "KR")],
)
def test_a_project_that_tells_no_regions_takes_those_of_its_time_zone(centre, own, region):
    project = f'zone = "{own}"\n{PROJECT}' if own else PROJECT
    settings = load(workspace(telebatch=f'zone = "{centre}"\n', projects__p=project))
    assert settings.projects["p"].accept.regions == (region,)


def test_a_time_zone_of_no_region_is_told_with_what_is_taken():
    told = [str(one) for one in load_with_warnings(workspace(telebatch='zone = "UTC"\n'))[1]]
    assert any("no regions told, and UTC is of none: KR is taken" in line for line in told)
