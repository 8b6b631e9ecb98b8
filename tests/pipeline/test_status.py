"""One screen that says what is due, waits and is wrong, and what to do next."""

import pytest

from telebatch.cli.group import main
from tests.pipeline.small import HEAD, LIST, ORDERS, PROJECT, centre, listed, run, told, worked, write


def test_an_empty_workspace_is_told_how_to_begin(tmp_path):
    code, out, err = run(centre(tmp_path, orders="expected_by = 01:00:00\n" + ORDERS), "status")
    assert (code, err) == (0, "")
    assert "no leads yet" in out
    assert out.splitlines()[-2:] == ["next: telebatch check", "      telebatch prequalify lists/FILE -p cards"]


def test_a_workspace_without_a_project_asks_for_one(tmp_path):
    write(tmp_path, "telebatch.toml", 'zone = "Asia/Seoul"\n')
    code, out, _ = run(tmp_path, "status")
    assert code == 0
    assert "next: write projects/NAME.toml" in out


def test_the_bare_command_shows_the_same_screen(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(centre(tmp_path))
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    assert "next: telebatch check" in capsys.readouterr().out


def test_outside_a_workspace_the_bare_command_says_init(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "telebatch init" in capsys.readouterr().err


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return worked(centre(tmp_path_factory.mktemp("asked")))


def test_leads_are_counted_by_status_and_standing(house):
    _, answer = told(house, "status")
    (project,) = answer["answer"]["projects"]
    assert sum(project["status"].values()) == 4
    assert project["standing"]["awaiting"] == 1
    assert project["counts"]["to_verify"] == 1
    assert project["counts"]["unclassified"] == 1


def test_an_unmapped_code_is_wrong_and_names_its_remedy(house):
    code, out, _ = run(house, "status")
    assert code == 5
    assert (
        "result code '엉뚱한말' of cards is in no map: 1 call; 1 lead held; write what it means under [results] in projects/cards"
        in out
    )
    assert "next: telebatch classify --codes" in out


def test_the_review_of_last_week_is_due_until_it_is_rendered(tmp_path):
    folder = worked(centre(tmp_path))
    assert "2026-W47 is due" in run(folder, "status")[1]
    assert run(folder, "report", "-p", "cards")[0] == 0
    assert "review   next on 2026-11-30" in run(folder, "status")[1]


def test_a_review_of_a_week_that_still_ran_is_due_again(tmp_path):
    folder = worked(centre(tmp_path))
    assert run(folder, "report", "-p", "cards", "--period", "2026-W47", as_of="2026-11-19T20:00")[0] == 0
    assert "2026-W47 is due" in run(folder, "status")[1]


def test_edited_maps_ask_for_classify_and_a_new_project_does_not(tmp_path):
    folder = worked(centre(tmp_path))
    write(folder, "projects/other.toml", PROJECT.replace('"cards"', '"other"'))
    assert "edited" not in run(folder, "status")[1]
    write(folder, "projects/cards.toml", PROJECT.replace('"부재" =', '"엉뚱한말" = "call.no_answer"\n"부재" ='))
    code, out, _ = run(folder, "status")
    assert code == 5
    assert "edited since results were last decided on: projects/cards.toml; run telebatch classify" in out
    assert "next: telebatch classify\n" in out
    assert run(folder, "classify")[0] == 0
    assert "wrong" not in run(folder, "status")[1]


@pytest.mark.parametrize(
    ("as_of", "is_missing"),
    [("2026-11-23T07:59", False), ("2026-11-23T08:00", True), ("2026-11-22T09:00", False)],
)
def test_an_expected_file_is_missed_from_its_hour_on_working_days(tmp_path, as_of, is_missing):
    folder = listed(centre(tmp_path, orders="expected_by = 08:00:00\n" + ORDERS))
    code, out, _ = run(folder, "status", as_of=as_of)
    assert ("today's file of orders has not come (expected by 08:00)" in out) is is_missing
    assert code == (5 if is_missing else 0)


def test_a_file_that_came_today_is_not_missed(tmp_path):
    folder = listed(centre(tmp_path, orders="expected_by = 08:00:00\n" + ORDERS))
    write(folder, "inbox/orders/o.csv", "order_no,전화번호,status,date\nSO-1,010-2001-0001,sale,2026-11-20\n")
    assert "next: telebatch nightly" in run(folder, "status")[1]
    assert run(folder, "ingest", folder / "inbox/orders/o.csv", as_of="2026-11-23T07:00")[0] == 0
    assert "has not come" not in run(folder, "status")[1]


def test_calls_handed_out_are_told_since_when_and_a_quiet_status_prints_nothing(tmp_path):
    folder = listed(centre(tmp_path))
    assert (
        run(
            folder,
            "touch",
            write(folder, "d.csv", "record_key,medium,sent_on\nA1,catalogue,2026-11-04\n"),
            "-p",
            "cards",
        )[0]
        == 0
    )
    code, out, err = run(folder, "split", "--on", "2026-11-23", "--release")
    assert code == 0, out + err
    assert "1 call handed out without result since 2026-11-23" in run(folder, "status")[1]
    assert run(folder, "status", "--quiet") == (0, "", "")


def test_queues_built_from_what_was_undone_are_told(tmp_path):
    folder = worked(centre(tmp_path))
    assert run(folder, "split", "--on", "2026-11-24")[0] == 0
    assert run(folder, "batches", "undo", "2")[0] == 0
    assert (
        "queues/2026-11-24/manifest.json: queues and mailing lists were built from batch 2, undone since; "
        "telebatch split --on 2026-11-24 builds them again" in run(folder, "status")[1]
    )


def test_deals_that_wait_are_told_in_the_number_they_have(tmp_path):
    folder = worked(centre(tmp_path))
    assert "1 deal awaits its order row" in run(folder, "status")[1]
    more = HEAD + "2026-11-19,14:03,010-2001-0002,이두리,김하늘,계약,,\n"
    assert run(folder, "ingest", write(folder, "inbox/team/more.csv", more), as_of="2026-11-19T20:00")[0] == 0
    assert "2 deals await their order rows" in run(folder, "status")[1]


@pytest.mark.parametrize(("period", "code"), [("2026-W49", 2), ("2026-11-24", 2), ("2026-W48", 0), ("2026-12", 2)])
def test_a_review_of_days_that_have_not_begun_is_refused(tmp_path, period, code):
    folder = worked(centre(tmp_path))
    ended, _, err = run(folder, "report", "-p", "cards", "--period", period)
    assert ended == code
    assert (f"{period} has not begun" in err) is (code == 2)
    assert (folder / f"reports/cards/{period}.html").exists() is (code == 0)


def test_leads_of_a_project_whose_file_was_renamed_are_told(tmp_path):
    folder = listed(centre(tmp_path))
    (folder / "projects/cards.toml").unlink()
    write(folder, "projects/notes.toml", PROJECT.replace('"cards"', '"notes"', 1))
    for source in (folder / "sources").glob("*.toml"):
        source.unlink()
    code, out, _ = run(folder, "status")
    assert code == 5
    assert "projects/cards.toml: no such file, and 4 leads of this project; put the file back" in out


def _due(folder, as_of):
    """What is due and what waits, in words."""
    lines = [line.strip() for line in run(folder, "status", as_of=as_of)[1].splitlines()]
    return {line.split()[0]: line for line in lines if line.startswith(("due now", "waiting"))}


def test_pieces_to_post_and_on_the_way_are_no_calls_that_are_due(tmp_path):
    folder = listed(centre(tmp_path))
    assert "3 pieces to post" in _due(folder, "2026-11-16T08:00")["due"]
    drops = write(folder, "d.csv", "record_key,medium,sent_on\nA1,catalogue,2026-11-16\nA2,catalogue,2026-11-12\n")
    assert run(folder, "touch", drops, "-p", "cards", as_of="2026-11-16T08:00")[0] == 0
    now = _due(folder, "2026-11-16T08:00")
    assert "never called" not in now["due"]
    assert "1 piece on the way" in now["waiting"]
    assert "1 lead whose next call is not due yet" in now["waiting"]
    assert "2 never called" in _due(folder, "2026-11-21T08:00")["due"]


def test_leads_of_lists_that_may_no_longer_be_used_are_not_due(tmp_path):
    folder = centre(tmp_path)
    file = write(folder, "l.csv", LIST)
    assert run(folder, "prequalify", file, "-p", "cards", "--use-until", "2026-11-22", as_of="2026-11-02T09:00")[0] == 0
    assert "to post" in _due(folder, "2026-11-22T08:00")["due"]
    now = _due(folder, "2026-11-23T08:00")
    assert now["due"] == "due now  nothing"
    assert "4 leads of lists that may no longer be used" in now["waiting"]


def test_who_is_not_the_key_person_gets_no_piece_and_no_call_that_is_due(tmp_path):
    folder = listed(centre(tmp_path))
    pieces = "key_person=no"
    lead = told(folder, "explain", "010-2001-0001")[1]["answer"]["persons"][0]["leads"][0]["lead_id"]
    assert "3 pieces to post" in _due(folder, "2026-11-16T08:00")["due"]
    assert run(folder, "lead", "set", lead, pieces, "--by", "a", "--why", "b", as_of="2026-11-16T08:00")[0] == 0
    assert "2 pieces to post" in _due(folder, "2026-11-16T08:00")["due"]


def test_batches_alone_take_the_options_of_their_list(tmp_path):
    folder = listed(centre(tmp_path))
    assert run(folder, "batches")[:2] == run(folder, "batches", "list")[:2]
    assert run(folder, "batches")[0] == 0
