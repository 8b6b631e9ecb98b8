"""The night takes every file once, renders what is due, builds what comes next, and says when a person should look."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from telebatch.read import door
from telebatch.write.inbox import DONE, REFUSED, look_into, put_away
from tests.pipeline.small import CALLS, LATER, ORDERS, PROJECT, SALE, TEAM, TOUCHES, centre, listed, run, told, write
from tests.read.copies import room_of

DROPS = "record_key,medium,sent_on,arrived_on\nA1,catalogue,2026-11-04,2026-11-06\nA2,catalogue,2026-11-04,\n"
GOOD = CALLS.replace("엉뚱한말", "부재")
ROOT = Path(__file__).resolve().parents[2]
AT_NIGHT = "2026-11-20T21:00"


def nightly(folder, *more, as_of=AT_NIGHT):
    return told(folder, "nightly", "--pause", "0", *more, as_of=as_of)


def filled(folder):
    """A centre with leads and one file of each kind in the inbox."""
    listed(centre(folder, orders=ORDERS, drops=TOUCHES))
    for name, text in (
        ("team/b-calls.csv", LATER), ("team/a-calls.csv", GOOD), ("orders/o.csv", SALE), ("drops/log.csv", DROPS),
    ):  # fmt: skip
        write(folder, f"inbox/{name}", text)
    return folder


@pytest.fixture
def house(tmp_path):
    return filled(tmp_path)


@pytest.fixture(scope="module")
def after(tmp_path_factory):
    """A centre after its night, with the night's exit code and answer; for what changes nothing more."""
    folder = filled(tmp_path_factory.mktemp("night"))
    return folder, *nightly(folder)


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")


def test_every_file_is_taken_in_order_of_kind_and_name_and_put_away(after):
    house, code, answer = after
    assert code == 0, answer
    paths = [one["path"] for one in answer["inputs"]]
    assert paths == ["inbox/drops/log.csv", "inbox/team/a-calls.csv", "inbox/team/b-calls.csv", "inbox/orders/o.csv"]
    assert answer["counts"] | {"files": 4, "taken": 4, "touches": 2, "attempts": 4, "orders": 1} == answer["counts"]
    assert names(house / "inbox") == [
        "drops/done/log.csv",
        "orders/done/o.csv",
        "team/done/a-calls.csv",
        "team/done/b-calls.csv",
    ]


def test_a_source_whose_kind_nobody_wrote_is_taken_in_the_place_of_its_format(tmp_path):
    untold = {name: text.partition("\n")[2] for name, text in {"calls": TEAM, "a-orders": ORDERS}.items()}
    touches = TOUCHES.replace('kind = "touches"', 'format = "touches"')
    listed(centre(tmp_path, **untold, drops=touches))
    (tmp_path / "sources/team.toml").unlink()
    for name, text in (("calls/c.csv", GOOD), ("a-orders/o.csv", SALE), ("drops/log.csv", DROPS)):
        write(tmp_path, f"inbox/{name}", text)
    code, answer = nightly(tmp_path)
    paths = [one["path"] for one in answer["inputs"]]
    assert (code, paths) == (0, ["inbox/drops/log.csv", "inbox/calls/c.csv", "inbox/a-orders/o.csv"]), answer
    assert answer["counts"] | {"touches": 2, "attempts": 3, "orders": 1} == answer["counts"]


def test_the_review_that_is_due_is_rendered_and_the_next_shift_built_not_released(after):
    house, _, answer = after
    assert answer["counts"]["reviews"] == 1
    assert "reports/cards/2026-W46.html" in answer["files"]
    assert "queues/2026-11-23/manifest.json" in answer["files"]  # the twentieth is a Friday
    assert "released" not in told(house, "explain", "010-2001-0002")[1]["answer"]["persons"][0]["leads"][0]["now"]
    history = run(house, "batches", "list")[1]
    assert "split release" not in history


def test_a_second_night_finds_nothing_to_do_and_a_quiet_one_prints_nothing(after):
    house = after[0]
    before = run(house, "batches", "list")[1]
    assert run(house, "nightly", "--pause", "0", "--quiet", as_of=AT_NIGHT) == (0, "", "")
    assert run(house, "batches", "list")[1] == before


def test_a_night_builds_nothing_anew_because_it_was_decided_again_and_nothing_changed(house):
    for first in (True, False):
        nightly(house)
        code, answer = told(house, "classify", as_of=AT_NIGHT)
        assert (code, answer["counts"]["leads_changed"], answer["batch"] is not None) == (0, 0, True), first
    assert run(house, "nightly", "--pause", "0", "--quiet", as_of=AT_NIGHT) == (0, "", "")


def test_a_file_taken_before_says_so_and_is_put_away(house):
    assert run(house, "ingest", house / "inbox/team/a-calls.csv", as_of=AT_NIGHT)[0] == 0
    code, answer = nightly(house)
    states = {one["path"]: one["state"] for one in answer["inputs"]}
    assert code == 0
    assert states["inbox/team/a-calls.csv"] == "same_as_before"
    assert answer["counts"]["same_as_before"] == 1
    assert answer["counts"]["attempts"] == 1  # those of the other file alone
    assert (house / "inbox/team/done/a-calls.csv").exists()


def test_a_refused_file_stops_no_other_and_a_person_should_look(house):
    write(house, "inbox/team/0-letter.pdf", "%PDF-1.7\nDear colleagues\n")
    code, answer = nightly(house)
    assert code == 5
    assert answer["counts"]["refused"] == 1
    assert answer["counts"]["taken"] == 4
    assert (house / "inbox/team/refused/0-letter.pdf").exists()
    assert any("0-letter.pdf" in warning for warning in answer["warnings"])


def test_where_every_file_is_refused_the_rest_of_the_night_is_done_all_the_same(tmp_path):
    folder = listed(centre(tmp_path))
    write(folder, "inbox/team/letter.pdf", "%PDF-1.7\nDear colleagues\n")
    code, answer = nightly(folder)
    assert code == 5
    assert answer["counts"]["reviews"] == 1
    assert "queues/2026-11-23/manifest.json" in answer["files"]


def test_a_quiet_night_that_needs_a_person_says_why(house):
    write(house, "inbox/team/c-calls.csv", CALLS.replace("11-16", "11-17"))
    write(house, "inbox/stray.csv", "x\n")
    code, out, _ = run(house, "nightly", "--pause", "0", "--quiet", as_of=AT_NIGHT)
    assert code == 5
    assert "look: result code '엉뚱한말' of cards is in no map" in out
    assert "look: inbox/stray.csv: the file lies in no source's folder; move it to inbox/SOURCE/" in out


def test_a_code_in_no_map_is_said_once_a_night(house):
    write(house, "inbox/team/c-calls.csv", CALLS.replace("11-16", "11-17"))
    _, out, err = run(house, "nightly", "--pause", "0", as_of=AT_NIGHT)
    assert (out + err).count("'엉뚱한말' of cards is in no map") == 1


def test_quarantined_rows_ask_for_a_person(house):
    write(house, "inbox/team/c-calls.csv", LATER.replace("010-2001-0001", "010-2999-0001"))
    code, answer = nightly(house)
    assert code == 5
    assert answer["counts"]["quarantined"] == 1
    assert answer["reasons"]


def test_an_expected_file_that_is_missing_asks_for_a_person(tmp_path):
    folder = listed(centre(tmp_path, orders="expected_by = 20:00:00\n" + ORDERS))
    assert nightly(folder, as_of="2026-11-20T19:00")[0] == 0
    code, out, _ = run(folder, "nightly", "--pause", "0", "--quiet", as_of=AT_NIGHT)
    assert code == 5
    assert "today's file of orders has not come (expected by 20:00)" in out
    write(folder, "inbox/orders/o.csv", SALE)
    assert nightly(folder)[0] == 0


def test_a_night_renders_the_afternoon_before_and_this_morning_of_half_daily_projects(tmp_path):
    folder = listed(centre(tmp_path))
    write(folder, "projects/cards.toml", PROJECT.replace('"weekly"', '"half-day"'))
    made = [name for name in nightly(folder)[1]["files"] if name.endswith(".html")]
    assert made == [
        "reports/cards/2026-11-19pm.html",
        "reports/index.html",
        "reports/cards/2026-11-20am.html",
        "reports/index.html",
    ]
    assert "reviews" not in nightly(folder)[1]["counts"]
    assert "reviews" not in nightly(folder, as_of="2026-11-22T21:00")[1]["counts"]  # nobody worked at the weekend


def test_a_dry_run_moves_and_changes_nothing(house):
    before = names(house)
    code, answer = nightly(house, "--dry-run")
    assert code == 0
    assert answer["counts"]["files"] == 4
    assert [name for name in names(house) if not name.startswith("store/")] == [
        name for name in before if not name.startswith("store/")
    ]


def test_touches_of_a_source_for_two_projects_are_refused_with_a_remedy(house):
    write(house, "sources/drops.toml", 'kind = "touches"\n')
    code, answer = nightly(house)
    assert code == 5
    assert any('"*" = "PROJECT"' in warning for warning in answer["warnings"])
    assert (house / "inbox/drops/refused/log.csv").exists()


def test_a_folder_without_a_source_is_recognised_by_content(house):
    write(house, "inbox/sheets/calls.csv", GOOD.replace("11-16", "11-17"))
    code, answer = nightly(house)
    assert code == 0, answer
    assert answer["inputs"][-1]["path"] == "inbox/sheets/calls.csv"
    assert answer["inputs"][-1]["state"] == "taken"


def test_an_empty_workspace_has_a_quiet_night(tmp_path):
    assert run(centre(tmp_path), "nightly", "--quiet", as_of=AT_NIGHT) == (0, "", "")


@pytest.mark.slow
def test_two_crons_at_once_take_every_file_once(house):
    command = [sys.executable, "-m", "telebatch", "nightly", "--json", "--as-of", AT_NIGHT, "--workspace", str(house)]
    runs = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ended = [(*one.communicate(timeout=120), one.returncode) for one in runs]
    assert [code for _, _, code in ended] == [0, 0], ended
    files = sorted(json.loads(out)["counts"]["files"] for out, _, _ in ended)
    assert files == [0, 4]
    assert run(house, "batches", "list")[1].count("ingest") == 3
    assert told(house, "store", "check")[0] == 0


def test_a_file_that_changes_between_two_looks_waits(tmp_path):
    growing, whole = write(tmp_path, "team/a.csv", "1\n"), write(tmp_path, "team/b.csv", "2\n")

    def more(_):
        growing.write_text("1\n2\n", encoding="utf-8")

    found = look_into(tmp_path, 1.0, more)
    assert (found.files, found.growing) == ({"team": (whole,)}, (growing,))


def test_a_file_that_goes_between_two_looks_is_nobodys(tmp_path):
    path = write(tmp_path, "team/a.csv", "1\n")
    found = look_into(tmp_path, 1.0, lambda _: path.unlink())
    assert (found.files, found.growing) == ({}, ())


@pytest.mark.parametrize("name", ["a.csv.part", "a.tmp", ".hidden.csv", "~$sheet.xlsx", "a.FILEPART"])
def test_names_of_unfinished_and_hidden_files_are_left(tmp_path, name):
    write(tmp_path, f"team/{name}", "1\n")
    assert look_into(tmp_path, 0).files == {}


def test_a_growing_file_is_told_and_stays(house):
    write(house, "inbox/team/z.csv.part", "half")
    code, answer = nightly(house)
    assert code == 0
    assert any("z.csv.part: still being written" in warning for warning in answer["warnings"])
    assert (house / "inbox/team/z.csv.part").exists()


def test_putting_away_never_covers_another_file(tmp_path):
    places = [put_away(write(tmp_path, "team/a.csv", text), DONE) for text in ("1", "2", "3")]
    assert [place.name for place in places] == ["a.csv", "a-2.csv", "a-3.csv"]
    assert [place.read_text() for place in places] == ["1", "2", "3"]


def test_a_file_that_is_gone_already_is_left_gone(tmp_path):
    path = write(tmp_path, "team/a.csv", "1")
    path.unlink()
    assert not put_away(path, REFUSED).exists()


def test_a_night_of_long_files_keeps_a_copy_of_one_at_a_time(house, monkeypatch):
    room, most = room_of(monkeypatch), []
    copied = door.own_copy
    monkeypatch.setattr(door, "own_copy", lambda *told: (most.append(room()), copied(*told))[1])
    assert nightly(house)[0] == 0
    assert (most, room()) == ([0, 0, 0, 0], 0)  # before each of four files, and after the night
