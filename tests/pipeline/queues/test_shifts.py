"""One shift in steps: projects built one by one, queues built again, parts added, one agent's queue, and what is out."""

import csv
import json

import pytest

from tests.pipeline.small import CALLS_ONLY, CENTRE, CLUB, HEAD, LIST, PROJECT, TEAM, run, told, write

ON = "2026-11-23"
AT = "2026-11-23T08:00"
ROSTER = "on,shift,agent,hours\n2026-11-23,day,김하늘,4\n2026-11-23,day,이보람,4\n"
AGENTS = '[[agents]]\nname = "김하늘"\n\n[[agents]]\nname = "이보람"\n'
MORE = "관리번호,학원명,담당자,직책,휴대폰\nB1,마온학원,강다섯,원장,010-2001-0011\n"


@pytest.fixture
def centre(tmp_path):
    """Two projects that know the same three persons."""
    write(tmp_path, "telebatch.toml", CENTRE)
    write(tmp_path, "projects/cards.toml", CALLS_ONLY)
    write(tmp_path, "projects/club.toml", CLUB)
    write(tmp_path, "sources/team.toml", TEAM)
    write(tmp_path, "agents.toml", AGENTS)
    write(tmp_path, "list.csv", LIST)
    for project in ("cards", "club"):
        code, answer = told(tmp_path, "prequalify", tmp_path / "list.csv", "-p", project, as_of="2026-11-20")
        assert code in {0, 5}, answer
    return tmp_path


def split(folder, *options, as_of=AT):
    return told(folder, "split", "--on", ON, *options, as_of=as_of)


def called(folder, project):
    """Lead ids in the queue files of one project, as they lie on disk."""
    rows = [
        row
        for path in sorted((folder / "queues" / ON).rglob(f"{project}-*.csv"))
        for row in csv.DictReader(path.read_text("utf-8-sig").splitlines())
    ]
    return {row["number"] for row in rows}


def manifest(folder):
    return json.loads((folder / "queues" / ON / "manifest.json").read_text("utf-8"))


def left(folder):
    """(project, reason) of every lead of not_queued.csv."""
    text = (folder / "queues" / ON / "not_queued.csv").read_text("utf-8-sig")
    return [(row["project"], row["reason"]) for row in csv.DictReader(text.splitlines())]


def test_projects_built_one_by_one_never_call_the_same_person(centre):
    split(centre, "-p", "club")
    split(centre, "-p", "cards")
    assert called(centre, "club")
    assert not called(centre, "club") & called(centre, "cards")
    assert ("cards", "other_project") in left(centre)


def test_a_rebuilt_project_lets_go_whom_it_no_longer_calls(centre):
    split(centre, "-p", "club")
    assert not called(centre, "cards")
    number = "010-2001-0001"
    assert told(centre, "suppress", "add", number, "--project", "club", as_of=AT)[0] == 0
    split(centre, "-p", "cards")
    assert number not in called(centre, "cards"), "club's list still holds the person"
    split(centre, "-p", "club")
    split(centre, "-p", "cards")
    assert number in called(centre, "cards")
    assert number not in called(centre, "club")


def test_the_manifest_and_the_reasons_tell_of_the_whole_shift_whatever_was_built_last(centre):
    split(centre, "-p", "club", "--release")
    split(centre, "-p", "cards")
    told_now = manifest(centre)
    assert {queue["project"]: queue["state"] for queue in told_now["queues"]} == {"club": "released"}
    assert told_now["counts"]["leads"] == told_now["counts"]["queued"] + told_now["counts"]["not_queued"] == 8
    assert told_now["counts"]["not_queued"] == len(left(centre))
    for path in told_now["files"]:
        assert (centre / path).is_file()


def test_a_project_not_built_yet_says_so(centre):
    split(centre, "-p", "cards")
    assert {reason for project, reason in left(centre) if project == "club"} == {"other_project", "key_person_unknown"}
    assert told(centre, "suppress", "add", "010-2001-0001", "--project", "cards", as_of=AT)[0] == 0
    split(centre, "-p", "cards")
    assert ("club", "not_built") in left(centre)


@pytest.mark.parametrize("more", [("--release",), ()])
def test_who_found_no_room_in_a_project_built_before_is_told_so_still(centre, more):
    write(centre, "projects/cards.toml", CALLS_ONLY.replace("capacity = 20", "capacity = 1"))
    write(centre, "more.csv", MORE)
    assert told(centre, "prequalify", centre / "more.csv", "-p", "cards", as_of=AT)[0] == 0
    split(centre, "-p", "cards", *more)
    split(centre, "-p", "club")
    assert ("cards", "no_capacity") in left(centre)
    assert ("cards", "not_built") not in left(centre)


def test_files_of_an_earlier_build_that_no_longer_hold_are_taken_away(centre):
    split(centre, "-p", "club")
    before = sorted(centre.glob(f"queues/{ON}/*/*/club-*"))
    assert before
    for number in ("010-2001-0001", "010-2001-0002", "010-2001-0004"):
        assert told(centre, "suppress", "add", number, as_of=AT)[0] == 0
    split(centre, "-p", "club")
    assert not [path for path in before if path.exists()]
    assert manifest(centre)["queues"] == []


def test_a_file_somebody_wrote_into_is_not_taken_away(centre):
    split(centre, "-p", "club")
    (sheet,) = centre.glob(f"queues/{ON}/*/*/club-*.csv")
    sheet.write_text(sheet.read_text("utf-8-sig") + "a note\n", "utf-8")
    for number in ("010-2001-0001", "010-2001-0002", "010-2001-0004"):
        assert told(centre, "suppress", "add", number, as_of=AT)[0] == 0
    code, answer = split(centre, "-p", "club")
    assert sheet.read_text("utf-8").endswith("a note\n")
    assert any(sheet.name in warning for warning in answer["warnings"])
    assert code == 5


def test_a_further_part_leaves_what_is_out_alone_and_the_manifest_tells_both(centre):
    split(centre, "-p", "cards", "--release")
    first = {path: path.read_bytes() for path in centre.glob(f"queues/{ON}/*/*/*")}
    write(centre, "more.csv", MORE)
    assert told(centre, "prequalify", centre / "more.csv", "-p", "cards", as_of=AT)[0] == 0
    code, answer = split(centre, "-p", "cards", "--add", "--release")
    assert (code, answer["counts"]["added"]) == (0, 1)
    assert answer["counts"]["leads"] == answer["counts"]["queued"] + answer["counts"]["not_queued"]
    assert {path: path.read_bytes() for path in first} == first
    assert [queue["leads"] for queue in manifest(centre)["queues"]] == [3, 1]


FURTHER = "관리번호,학원명,담당자,직책,휴대폰\n" + "".join(
    f"B{nth},추가{nth}학원,강{nth},원장,010-2001-001{nth}\n" for nth in range(4)
)


@pytest.mark.parametrize("counted", ["capacity", "hours"])
def test_a_further_part_has_the_room_that_the_first_one_left(centre, counted):
    """Of four places three are taken; a call that is taken back leaves its place."""
    room = "capacity = 4" if counted == "capacity" else "leads_per_hour = 0.5"
    write(centre, "projects/cards.toml", CALLS_ONLY.replace("capacity = 20", room))
    write(centre, "roster.csv", ROSTER)
    split(centre, "-p", "cards", "--release")
    write(centre, "more.csv", FURTHER)
    told(centre, "prequalify", centre / "more.csv", "-p", "cards", as_of=AT)
    _, answer = split(centre, "-p", "cards", "--add", "--release")
    assert (answer["counts"]["added"], answer["reasons"]["no_capacity"]) == (1, 3)
    told(centre, "suppress", "add", "010-2001-0001", as_of=AT)
    _, answer = split(centre, "-p", "cards", "--add", "--release")
    assert answer["counts"]["added"] == 1


def test_nothing_to_add_is_said_and_the_manifest_keeps_the_released_queues(centre):
    split(centre, "-p", "cards", "--release")
    queues = manifest(centre)["queues"]
    code, answer = split(centre, "-p", "cards", "--add", "--release")
    assert code == 0
    assert "nothing was handed out" in answer["warnings"][0]
    assert manifest(centre)["queues"] == queues


def test_a_release_that_hands_out_nothing_leaves_the_shift_open(centre):
    for number in ("010-2001-0001", "010-2001-0002", "010-2001-0004"):
        told(centre, "suppress", "add", number, as_of=AT)
    split(centre, "--release")
    write(centre, "more.csv", MORE)
    told(centre, "prequalify", centre / "more.csv", "-p", "cards", as_of=AT)
    code, answer = split(centre, "--release")
    assert (code, answer["counts"]["queued"]) == (0, 1)


def test_a_shift_that_is_over_is_not_handed_out(centre):
    code, _, err = run(centre, "split", "--on", ON, "--release", as_of="2026-11-23T18:00")
    assert code == 2
    assert "is over" in err
    assert run(centre, "split", "--on", ON, "--release", as_of="2026-11-23T17:59")[0] == 0


def test_one_agents_queue_stands_beside_what_the_others_have(centre):
    write(centre, "roster.csv", ROSTER)
    code, hers = split(centre, "-p", "cards", "--agent", "김하늘", "--release")
    assert code == 0, hers
    (queue,) = manifest(centre)["queues"]
    assert queue["queue"].endswith("-김하늘")
    assert ("cards", "other_agent") in left(centre)
    code, rest = split(centre, "-p", "cards", "--agent", "이보람", "--release")
    assert code == 0, rest
    assert [one["queue"].rsplit("-", 1)[1] for one in manifest(centre)["queues"]] == ["김하늘", "이보람"]
    assert hers["counts"]["added"] + rest["counts"]["added"] == 3 == rest["counts"]["queued"]
    code, _, err = run(centre, "split", "--on", ON, "-p", "cards", "--agent", "이보람", "--release", as_of=AT)
    assert (code, "released already" in err) == (2, True)


def test_a_queue_built_for_one_agent_keeps_the_files_of_the_others_in_the_manifest(centre):
    write(centre, "roster.csv", ROSTER)
    split(centre, "-p", "club")
    everybody = {path for path in manifest(centre)["files"] if "club-" in path}
    for _ in range(2):
        split(centre, "-p", "club", "--agent", "김하늘")
        assert everybody <= set(manifest(centre)["files"])
    split(centre, "-p", "club")
    assert {path for path in manifest(centre)["files"] if "club-" in path} == everybody


@pytest.mark.parametrize("option", ["--agent", "--absent"])
def test_a_slip_in_an_agents_name_is_told(centre, option):
    code, _, err = run(centre, "split", "--on", ON, option, "김하눌", as_of=AT)
    assert code == 2
    assert "did you mean '김하늘'" in err


def test_a_queue_is_closed_once(centre):
    split(centre, "-p", "cards", "--release")
    (queue,) = (one["queue"] for one in manifest(centre)["queues"])
    code, answer = told(centre, "split", "--close", queue, as_of=AT)
    assert (code, answer["counts"]["not_called"]) == (0, 3)
    code, _, err = run(centre, "split", "--close", queue, as_of=AT)
    assert (code, "closed already" in err) == (2, True)


def test_without_any_rule_nobody_is_called_at_night_or_on_a_holiday(centre):
    """The shift runs in Seoul by day; New York has evening then."""
    bare = CALLS_ONLY.replace(PROJECT[PROJECT.index("[calling.windows]") : PROJECT.index("[confirmation]")], "")
    write(centre, "projects/cards.toml", bare + '\n[accept]\nregions = ["US", "KR"]\n')
    write(centre, "us.csv", "name,title,phone\nAnn Field,CEO,+1 212 555 0123\n")
    assert told(centre, "prequalify", centre / "us.csv", "-p", "cards", as_of=AT)[0] == 0
    split(centre, "-p", "cards")
    assert ("cards", "outside_window") in left(centre)
    assert not any(number.startswith(("+1", "(212", "212")) for number in called(centre, "cards"))


def test_who_asks_in_a_call_is_taken_off_what_another_project_handed_out(centre):
    split(centre, "-p", "club", "--release")
    write(centre, "inbox/team/calls.csv", HEAD + f"{ON},10:05,010-2001-0001,김하나,김하늘,수신거부,,\n")
    code, answer = told(centre, "ingest", centre / "inbox/team/calls.csv", as_of="2026-11-23T11:00")
    assert answer["counts"]["attempts"] == 1
    text = (centre / "queues" / ON / "withdraw.csv").read_text("utf-8-sig")
    assert text.count("club") == 1
    assert f"queues/{ON}/withdraw.csv" in answer["files"]
    assert code == 5
    assert any("must not be made" in warning for warning in answer["warnings"])
    assert told(centre, "store", "check", as_of=AT)[0] == 0


def test_what_is_handed_out_for_the_day_is_not_proposed_again_for_half_of_it(centre):
    halves = CENTRE.replace('shifts = ["day"]', 'shifts = ["am", "pm"]')
    write(centre, "telebatch.toml", halves)
    for name, text in (("cards", CALLS_ONLY), ("club", CLUB)):
        write(centre, f"projects/{name}.toml", text.replace('shifts = ["day"]', 'shifts = ["am", "pm"]'))
    split(centre, "--release")
    _, out, _ = run(centre, "status", as_of="2026-11-23T08:30")
    assert "next shift: 2026-11-24am" in out
    assert "2026-11-23" not in out.split("next:")[-1]


def test_a_queue_that_was_only_built_is_taken_back_with_its_files(centre):
    code, built = split(centre, "-p", "club")
    assert called(centre, "club")
    assert told(centre, "batches", "undo", built["batch"], as_of=AT)[0] == 0
    assert not called(centre, "club")
    split(centre, "-p", "cards")
    assert called(centre, "cards"), "nobody is kept for a queue that is no more"
    code, released = split(centre, "-p", "cards", "--release")
    code, _, err = run(centre, "batches", "undo", released["batch"], as_of=AT)
    assert (code, "released queues" in err) == (2, True)


def test_undoing_a_list_names_the_shift_that_was_built_from_it_and_how_to_build_it_again(centre):
    write(centre, "more.csv", MORE)
    _, more = told(centre, "prequalify", centre / "more.csv", "-p", "cards", as_of=AT)
    split(centre)
    code, out, err = run(centre, "batches", "undo", more["batch"], as_of=AT)
    words = f"queues/{ON}/manifest.json: queues and mailing lists were built from batch {more['batch']}, undone since"
    assert (code, f"{words}; telebatch split --on {ON} builds them again" in out + err) == (0, True), out + err
    split(centre)
    assert "010-2001-0011" not in called(centre, "cards")


def test_undoing_a_list_withdraws_what_was_handed_out_of_it(centre):
    write(centre, "more.csv", MORE)
    _, more = told(centre, "prequalify", centre / "more.csv", "-p", "cards", as_of=AT)
    split(centre, "-p", "cards", "--release")
    code, undone = told(centre, "batches", "undo", more["batch"], as_of=AT)
    assert (code, undone["counts"]["withdrawn"]) == (5, 1)
    assert f"queues/{ON}/withdraw.csv" in undone["files"]
    code, _, _ = run(centre, "store", "check", as_of=AT)
    assert code == 0


def test_a_shift_of_a_project_that_an_undo_left_alone_is_not_stale(centre):
    write(centre, "more.csv", MORE)
    _, more = told(centre, "prequalify", centre / "more.csv", "-p", "cards", as_of=AT)
    split(centre, "-p", "club")
    assert told(centre, "batches", "undo", more["batch"], as_of=AT)[0] == 0
    code, out, _ = run(centre, "status", as_of=AT)
    assert (code, "undone since" in out) == (0, False), out
