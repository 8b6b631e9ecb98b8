"""A closed period: its review stays as it was, byte by byte, and the next one tells what came to be known later."""

import csv
import io
import json

import pytest

from telebatch.pipeline.reviews.closing import closings
from telebatch.store import open_store
from tests.pipeline.nights import call, export, is_sound, night, take
from tests.pipeline.small import ORDERS, PROJECT, run, told, write

MONDAY, NEXT = "2026-11-23T08:00", "2026-11-30T08:00"
WEEK = [
    call(1, "NA", "2026-11-16 10:00:00"),
    call(2, "SALE", "2026-11-17 10:00:00"),
    call(3, "CALLBK", "2026-11-18 10:00:00"),
]
LATE = [call(4, "SALE", "2026-11-19 10:00:00"), call(5, "NI", "2026-11-24 10:00:00")]
GONE = "order_no,전화번호,status,date,amount,currency\nSO-2,010-2001-0002,cancelled,2026-11-25,100,KRW\n"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A week of calls, closed on the Monday after it; then a call of that week that came late, and a cancellation."""
    folder = night(tmp_path_factory.mktemp("closed"))
    write(folder, "sources/orders.toml", ORDERS)
    take(folder, "inbox/dialer/a.txt", export(*WEEK))
    code, answer = reported(folder, "2026-W47", "--close", as_of=MONDAY)
    assert (code, answer["counts"]) == (0, {"closed": 1, "reviews": 1})
    (folder / "as-closed").mkdir()
    for path in (folder / "reports/cards").iterdir():
        (folder / "as-closed" / path.name).write_bytes(path.read_bytes())
    take(folder, "inbox/dialer/b.txt", export(*LATE), code=5, as_of="2026-11-24T20:00")
    take(folder, "inbox/orders/c.csv", GONE, as_of="2026-11-26T20:00")
    return folder


def reported(folder, period, *words, as_of=NEXT):
    return told(folder, "report", "-p", "cards", "--period", period, *words, as_of=as_of)


def told_late(answer):
    return [word.split(": ", 1)[1] for word in answer["warnings"] if "which is closed" in word]


def test_a_file_that_brings_calls_of_a_closed_period_says_so(folder):
    late = [
        call(4, "SALE", "2026-11-19 10:00:00"),
        call(6, "NI", "2026-11-22 23:59:59"),
        call(6, "NI", "2026-11-23 00:00:00"),
    ]
    answer = take(folder, "inbox/dialer/d.txt", export(*late), code=5, as_of="2026-11-26T20:00")
    words = "call falls into 2026-W47 of cards, which is closed: its review stays as it is"
    assert told_late(answer) == [f"1 {words}; the next review tells what came after closing"]
    # What says the same again changes nothing, and a period that is opened again is told no more.
    answer = take(
        folder, "inbox/dialer/e.txt", export(*late, call(5, "NI", "2026-11-24 10:00:00")), as_of="2026-11-26T20:00"
    )
    assert told_late(answer) == []
    corrected = call(2, "NI", "2026-11-17 10:00:00")
    answer = take(
        folder,
        "inbox/dialer/f.txt",
        export(corrected, call(1, "B", "2026-11-27 10:00:00")),
        code=5,
        as_of="2026-11-27T20:00",
    )
    assert told_late(answer)[0].startswith(f"1 {words}")
    with open_store(folder / "store") as store:
        number = closings(store.view())["cards", "2026-W47"].batch
    assert run(folder, "batches", "undo", str(number), as_of=NEXT)[0] == 0
    answer = take(folder, "inbox/dialer/g.txt", export(call(6, "NA", "2026-11-18 10:00:00")), as_of="2026-11-27T20:00")
    assert told_late(answer) == []


def is_as_closed(folder, as_of=NEXT):
    code, answer = reported(folder, "2026-W47", "--format", "html,json", as_of=as_of)
    assert code == 0, answer
    paths = [folder / name for name in answer["files"] if name.startswith("reports/cards/")]
    assert len(paths) == 2
    return all(path.read_bytes() == (folder / "as-closed" / path.name).read_bytes() for path in paths)


def review(folder, period, **more):
    code, answer = reported(folder, period, "--format", "json,html,text", **more)
    assert code == 0, answer
    return json.loads((folder / f"reports/cards/{period}.json").read_text(encoding="utf-8"))


def figures(rows, side):
    return {row["name"]: row[side]["numerator"] for row in rows}


def test_a_closed_review_stays_as_it_was(folder):
    assert is_as_closed(folder)
    assert is_as_closed(folder, "2027-03-01T08:00")
    page = (folder / "reports/cards/2026-W47.html").read_text(encoding="utf-8")
    assert "this period is closed" in page


def test_it_stays_when_states_are_merged_and_facts_are_undone_and_standards_change(folder):
    assert run(folder, "store", "compact", as_of=NEXT)[0] == 0
    with open_store(folder / "store") as store:
        closing = closings(store.view())["cards", "2026-W47"]
        assert store.view().lead_state_from() > closing.until_batch
    assert is_as_closed(folder)
    assert run(folder, "batches", "undo", "2", as_of=NEXT)[0] == 0
    write(folder, "projects/cards.toml", PROJECT.replace("target = 0.05", "target = 0.5"))
    assert run(folder, "classify", as_of=NEXT)[0] == 0
    assert is_as_closed(folder)
    assert is_sound(folder)


def test_the_next_review_tells_what_changed_since(folder):
    (later,) = review(folder, "2026-W48")["after_closing"]
    assert (later["period"], later["until_batch"]) == ("2026-W47", 2)
    then, now = (figures(later["changes"], side) for side in ("then", "now"))
    assert (then["attempts"], now["attempts"], then["primary_goals"], now["primary_goals"]) == (3, 4, 1, 2)
    # What no file brought, and a rate that is the same over other cases.
    assert not {"dials_per_hour", "right_party_share"} & set(then)
    assert later["sales"] == [["gross", 1, 2], ["cancelled", 0, 1]]
    page = (folder / "reports/cards/2026-W48.html").read_text(encoding="utf-8")
    assert "After closing" in page and 'href="#after_closing"' in page
    section = page[page.index('id="after_closing"') : page.index('id="tree"')]
    first, folded = section.split("<details>")
    assert ("Attempts" in first, "Sales: Gross" in first, "Contact rate" in first) == (True, True, False)
    assert ("Contact rate" in folded, "Attempts<" in folded) == (True, False)
    text = (folder / "reports/cards/2026-W48.txt").read_text(encoding="utf-8")
    assert "Attempts: 3 → 4" in text
    assert review(folder, "2026-W49", as_of="2026-12-07T08:00")["after_closing"] == []


def test_rows_behind_a_closed_figure_are_those_that_were_counted(folder):
    assert reported(folder, "2026-W47", "--rows", "attempts")[0] == 0
    listed = (folder / "reports/cards/2026-W47-attempts.csv").read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(listed)))) == 3


def test_a_period_is_closed_once_and_an_undo_opens_it(folder):
    code, answer = reported(folder, "2026-W47", "--close")
    assert (code, answer["counts"]["closed"]) == (0, 0)
    assert "batch 3: 2026-W47 of cards is closed already; telebatch batches undo opens it again" in answer["warnings"]
    assert is_as_closed(folder)
    assert reported(folder, "2026-W48", "--close")[0] == 0
    closed = (folder / "reports/cards/2026-W48.json").read_bytes()
    assert run(folder, "batches", "undo", "3", as_of=NEXT)[0] == 0
    assert not is_as_closed(folder)
    assert reported(folder, "2026-W48")[0] == 0
    assert (folder / "reports/cards/2026-W48.json").read_bytes() == closed


def test_closing_a_week_with_nothing_new_says_so_in_the_next(tmp_path):
    folder = night(tmp_path)
    take(folder, "inbox/dialer/a.txt", export(*WEEK))
    assert reported(folder, "2026-11-18", "--close", as_of=MONDAY)[0] == 0
    (later,) = review(folder, "2026-11-19", as_of=MONDAY)["after_closing"]
    assert (later["changes"], later["sales"]) == ([], [])
    assert "Nothing of it changed since" in (folder / "reports/cards/2026-11-19.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("period", "words", "part"),
    [
        ("2026-W49", (), "2026-W49 of cards is not over and cannot be closed"),
        ("2026-W48", ("--rows", "attempts"), "a period is closed by what is known now"),
        ("2026-W48", ("--at-batch", "2"), "a period is closed by what is known now"),
    ],
)
def test_what_cannot_be_closed_is_refused(folder, period, words, part):
    asked = ("report", "-p", "cards", "--period", period, "--close", *words)
    code, _, err = run(folder, *asked, as_of="2026-12-01T08:00")
    assert (code, part in err) == (2, True), err


def test_settings_no_review_knows_yet_are_decided_on_first(folder):
    write(folder, "projects/cards.toml", PROJECT.replace("target = 0.05", "target = 0.5"))
    code, _, err = run(folder, "report", "-p", "cards", "--period", "2026-W48", "--close", as_of=NEXT)
    assert (code, "edited since results were last decided on: projects/cards.toml" in err) == (2, True)


def test_a_dry_run_closes_nothing(folder):
    assert reported(folder, "2026-W48", "--close", "--dry-run")[0] == 0
    with open_store(folder / "store") as store:
        assert ("cards", "2026-W48") not in closings(store.view())


def test_what_comes_late_for_two_closed_weeks_is_told_of_both(folder):
    assert reported(folder, "2026-W48", "--close")[0] == 0
    closed = (folder / "reports/cards/2026-W48.json").read_bytes()
    late = [call(6, "SALE", "2026-11-20 10:00:00"), call(6, "SALE", "2026-11-25 10:00:00")]
    answer = take(folder, "inbox/dialer/d.txt", export(*late), code=5, as_of="2026-12-02T20:00")
    assert [word.split()[4] for word in told_late(answer)] == ["2026-W48", "2026-W47"]
    one, two = review(folder, "2026-W49", as_of="2026-12-07T08:00")["after_closing"]
    assert (one["period"], two["period"]) == ("2026-W48", "2026-W47")
    # The closed review of the 48th week told what came late before; only the rest is new.
    assert [figures(two["changes"], side)["attempts"] for side in ("then", "now")] == [4, 5]
    assert [figures(one["changes"], side)["attempts"] for side in ("then", "now")] == [1, 2]
    text = (folder / "reports/cards/2026-W49.txt").read_text(encoding="utf-8")
    assert "2026-W47 is closed too; what came to be known of it after batch" in text
    assert reported(folder, "2026-W48", as_of="2026-12-07T08:00")[0] == 0
    assert (folder / "reports/cards/2026-W48.json").read_bytes() == closed


def test_a_closed_week_of_which_a_later_closed_review_told_all_is_not_told_again(folder):
    assert reported(folder, "2026-W48", "--close")[0] == 0
    told_of = [one["period"] for one in review(folder, "2026-W49", as_of="2026-12-07T08:00")["after_closing"]]
    assert told_of == ["2026-W48"]


def test_the_history_names_the_files_and_the_periods_that_a_batch_is_known_by(folder):
    lines = {int(line.split()[0]): line for line in run(folder, "batches", "list")[1].splitlines()}
    assert lines[2].endswith("records 3, attempts 3; inbox/dialer/a.txt")
    assert lines[3].endswith("closed 1, reviews 1; 2026-W47 of cards")
    answer = told(folder, "batches", "list")[1]["answer"]["batches"]
    assert [one["about"] for one in answer[1:3]] == [["inbox/dialer/a.txt"], ["2026-W47 of cards"]]


def test_an_undo_tells_closed_reviews_from_those_that_are_made_anew(folder):
    assert reported(folder, "2026-W48", "--format", "html")[0] == 0
    code, out, _ = run(folder, "batches", "undo", "2")
    assert code == 0
    assert "reviews made with it: reports/cards/2026-W48.html" in out
    assert "closed reviews made with it stay as they are: reports/cards/2026-W47.html" in out
    assert is_as_closed(folder)


def test_leads_that_are_none_any_more_are_not_counted_among_those_on_no_list(folder):
    code, answer = told(folder, "batches", "undo", "1")
    assert code == 0
    counts = answer["counts"]
    assert told(folder, "status")[1]["answer"]["projects"][0]["status"] == {"unlisted": counts["leads_unlisted"]}
    assert (counts["leads"], counts["leads_unlisted"], counts["leads_gone"]) == (6, 5, 1)
