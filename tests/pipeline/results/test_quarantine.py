"""Rows that could not be taken in come back mended; nothing of them is lost, and nothing counts twice."""

import csv
import json

import pytest

from telebatch.model.tables import ATTEMPTS, QUARANTINE
from tests.flow.centre import bytes_of
from tests.pipeline.nights import EVENING, LEADS, call, export, facts, is_sound, night, states, take
from tests.pipeline.small import run, told, write


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return night(tmp_path_factory.mktemp("night"))


def opened(folder, name):
    """The rows of a quarantine file."""
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def mend(folder, name, change):
    """Opens a quarantine file as a person would, changes its rows, and saves it."""
    path, rows = folder / name, opened(folder, name)
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    return path


def with_a_bad_time(folder):
    """A night of which one row has no readable time: its lead is known and held."""
    rows = (call(1, "NI", "16.November, ten"), call(2), call(3))
    answer = take(folder, "inbox/dialer/a.txt", export(*rows), code=5)
    assert answer["counts"]["quarantined"] == 1
    assert states(folder)[1]["is_quarantined"]
    (name,) = answer["files"]
    (row,) = opened(folder, name)
    assert row["quarantined_line"] == "2"
    assert "quarantined_sheet" not in row
    return name


def test_a_mended_row_is_taken_in_and_its_lead_is_free_again(folder):
    path = mend(folder, with_a_bad_time(folder), lambda row: row.update(call_date="2026-11-16 09:00:00"))
    code, answer = told(folder, "ingest", path, as_of=EVENING)
    assert (code, answer["counts"]["attempts"], answer["counts"]["records"]) == (0, 1, 1)
    assert not states(folder)[1]["is_quarantined"]
    assert states(folder)[1]["last_outcome"] == "call.refused"
    (row,) = facts(folder, ATTEMPTS).filter(lead_key=1).to_dicts()
    assert row["source"] == "dialer"
    assert is_sound(folder)


def test_undoing_the_mended_file_brings_the_quarantine_back(folder):
    name = with_a_bad_time(folder)
    before = states(folder)
    path = mend(folder, name, lambda row: row.update(call_date="2026-11-16 09:00:00"))
    _, answer = told(folder, "ingest", path, as_of=EVENING)
    assert told(folder, "batches", "undo", answer["batch"])[0] == 0
    assert states(folder) == before
    assert is_sound(folder)


def test_an_unmended_file_changes_nothing(folder):
    path = folder / with_a_bad_time(folder)
    before = bytes_of(folder / "store")
    code, _, err = run(folder, "ingest", path, as_of=EVENING)
    assert (code, "every row of it falls again: time_unreadable (1); write the time as 2026-11-23" in err) == (
        3,
        True,
    ), err
    assert bytes_of(folder / "store") == before


def test_a_row_whose_date_is_mended_into_the_future_falls_for_that(folder):
    path = mend(folder, with_a_bad_time(folder), lambda row: row.update(call_date="2026-12-16 09:00:00"))
    code, _, err = run(folder, "ingest", path, as_of=EVENING)
    assert (code, "falls again: time_in_future (1); it has not happened yet" in err) == (3, True), err


def test_of_two_rows_the_one_still_broken_waits_in_a_new_quarantine_file(folder):
    rows = (call(1, "NI", "ten"), call(2, "NI", "eleven"), call(3))
    (name,) = take(folder, "inbox/dialer/a.txt", export(*rows), code=5)["files"]
    done = iter(["2026-11-16 09:00:00", "later"])
    path = mend(folder, name, lambda row: row.update(call_date=next(done)))
    answer = take(folder, name, path.read_text(encoding="utf-8"), code=5)
    assert (answer["counts"]["attempts"], answer["counts"]["quarantined"]) == (1, 1)
    assert {key: row["is_quarantined"] for key, row in states(folder).items() if key < 3} == {1: False, 2: True}
    (second,) = answer["files"]
    assert second != name
    last = mend(folder, second, lambda row: row.update(call_date="2026-11-16 12:00:00"))
    assert told(folder, "ingest", last, as_of=EVENING)[0] == 0
    assert not any(row["is_quarantined"] for row in states(folder).values())
    assert facts(folder, ATTEMPTS).height == 3
    assert is_sound(folder)


@pytest.mark.parametrize("times", [1, 2])
def test_a_copy_that_is_mended_little_by_little_frees_its_leads(folder, times):
    """The same copy is edited on and sent again: what fell from it before is replaced with the rest."""
    rows = (call(1, "NI", "ten"), call(2, "NI", "eleven"), call(3))
    (name,) = take(folder, "inbox/dialer/a.txt", export(*rows), code=5)["files"]

    def send(second):
        written = iter(["2026-11-16 09:00:00", second])
        return told(
            folder, "ingest", mend(folder, name, lambda row: row.update(call_date=next(written))), as_of=EVENING
        )

    assert [send(f"later {time}")[0] for time in range(times)] == [5] * times
    assert states(folder)[2]["is_quarantined"]
    code, last = send("2026-11-16 09:00:00")
    assert code == 0, last
    assert not any(row["is_quarantined"] for row in states(folder).values())
    assert "quarantine" not in run(folder, "status", as_of=EVENING)[1]
    assert is_sound(folder)
    assert told(folder, "batches", "undo", last["batch"])[0] == 0
    assert {key for key, row in states(folder).items() if row["is_quarantined"]} == {2}
    assert is_sound(folder)


def test_a_mended_row_speaks_with_the_time_of_its_file(folder):
    name = with_a_bad_time(folder)
    # An earlier export told another result of the same call.
    take(folder, "inbox/dialer/b.txt", export(call(1, "CALLBK", "2026-11-16 09:00:00")))
    path = mend(folder, name, lambda row: row.update(call_date="2026-11-16 09:00:00"))
    told(folder, "ingest", path, as_of=EVENING)
    assert states(folder)[1]["last_outcome"] == "call.refused"


def test_cells_marked_for_spreadsheets_are_restored(folder):
    rows = (call(0, "NI", phone_number_dialed="+82 10-5555-0001", user="=1+1"), call(2), call(3))
    (name,) = take(folder, "inbox/dialer/a.txt", export(*rows), code=5)["files"]
    path = mend(folder, name, lambda row: row.update(vendor_lead_code=LEADS[0]))
    assert told(folder, "ingest", path, as_of=EVENING)[0] == 0
    row = facts(folder, ATTEMPTS).filter(lead_key=1).row(0, named=True)
    assert (row["agent"], row["number"]) == ("=1+1", 821055550001)


def test_rows_of_a_headerless_file_come_back_under_numbered_columns(folder):
    lines = [
        f"2026-11-16 1{n}:00:00|0102001000{n}|{lead}|NI|1001|Kim|Lee|90{n}|101|STUDY|35|src|\n"
        for n, lead in ((1, "who?"), (2, LEADS[1]), (3, LEADS[2]))
    ]
    lines[0] = lines[0].replace("01020010001", "01099990000")
    (name,) = take(folder, "night.txt", "".join(lines), "--source", "dialer", "--format", "vicidial_call_log", code=5)[
        "files"
    ]
    path = mend(folder, name, lambda row: row.update(c3=LEADS[0]))
    code, answer = told(
        folder,
        "ingest",
        path,
        as_of=EVENING,
    )
    assert (code, answer["counts"]) == (0, {**answer["counts"], "attempts": 1, "records": 1})
    assert facts(folder, QUARANTINE).filter(kind="mended").height == 1
    assert is_sound(folder)


def test_rows_of_two_quarantine_files_are_not_mixed(folder):
    first = folder / with_a_bad_time(folder)
    (name,) = take(folder, "inbox/dialer/b.txt", export(call(4, "NI", "noon"), call(5)), code=5)["files"]
    rows = (folder / name).read_text(encoding="utf-8-sig").splitlines()[1:]
    first.write_text(first.read_text(encoding="utf-8") + "\n".join(rows) + "\n", encoding="utf-8")
    code, _, err = run(folder, "ingest", first, as_of=EVENING)
    assert (code, "several files" in err) == (3, True), err


def test_a_lead_id_of_nobody_is_named_as_the_fault(folder):
    rows = (call(0, "NI", vendor_lead_code=LEADS[0][:-1] + "9"), call(0, "NI", vendor_lead_code=""), call(2), call(3))
    (name,) = take(folder, "inbox/dialer/a.txt", export(*rows), code=5)["files"]
    given, missing = opened(folder, name)
    assert (given["quarantined_because"], missing["quarantined_because"]) == ("lead_id_unknown", "lead_unknown")
    assert "correct the lead_id" in given["remedy"] and "add its lead_id" in missing["remedy"]


def test_a_mended_copy_is_never_overwritten(folder):
    """The file comes again after its batch was undone: its rows fall out again, into a file of another name."""
    name = with_a_bad_time(folder)
    path = mend(folder, name, lambda row: row.update(call_date="2026-11-16 09:00:00"))
    mended = path.read_bytes()
    (batch,) = facts(folder, QUARANTINE)["batch"]
    assert told(folder, "batches", "undo", batch)[0] == 0
    code, answer = told(folder, "ingest", folder / "inbox/dialer/a.txt", as_of=EVENING)
    assert (code, answer["files"]) == (5, [name.replace(".csv", "-2.csv")])
    assert path.read_bytes() == mended


def test_a_record_that_could_not_be_read_comes_back_with_its_text(folder):
    """Its cells stand in no column, but its text does: a person spreads it, and nothing of it waits any longer."""
    text = export(call(2), call(3)) + "2026-11-16 10:00:00\t01020010001\tNI\r\n"
    answer = take(folder, "inbox/dialer/a.txt", text, code=5)
    (name,) = answer["files"]
    (row,) = opened(folder, name)
    assert row["quarantined_text"].split("\t") == ["2026-11-16 10:00:00", "01020010001", "NI"]
    assert "quarantined_text" in row["remedy"]
    assert "1 row of no project" in run(folder, "status", as_of=EVENING)[1]
    cells = {"call_date": "2026-11-16 10:00:00", "phone_number_dialed": "01020010001", "status": "NI"}
    code, mended = told(folder, "ingest", mend(folder, name, lambda row: row.update(cells)), as_of=EVENING)
    assert (code, mended["counts"]["attempts"]) == (0, 1), mended
    assert states(folder)[1]["last_outcome"] == "call.refused"
    assert "quarantine" not in run(folder, "status", as_of=EVENING)[1]
    assert is_sound(folder)


def test_a_record_whose_cells_nobody_told_apart_falls_again(folder):
    """Beside a mended row it goes on into the next quarantine file; alone it is no mended file."""
    bad = call(1, "NI", "16.November, ten")
    answer = take(folder, "inbox/dialer/a.txt", export(bad, call(2)) + "2026-11-16 10:00:00\t0102001\tNI\r\n", code=5)
    (name,) = answer["files"]
    rows = opened(folder, name)
    assert [bool(row["quarantined_text"]) for row in rows] == [False, True]

    def change(row):
        if not row["quarantined_text"]:
            row["call_date"] = "2026-11-16 09:00:00"

    code, mended = told(folder, "ingest", mend(folder, name, change), as_of=EVENING)
    counts = mended["counts"]
    assert (code, counts["attempts"], counts["quarantined"], counts["no_result"]) == (5, 1, 1, 0)
    (again,) = opened(folder, mended["files"][0])
    assert again["quarantined_text"] == rows[1]["quarantined_text"]
    assert again["quarantined_because"] == rows[1]["quarantined_because"]
    assert "1 row of no project" in run(folder, "status", as_of=EVENING)[1]
    code, _, err = run(folder, "ingest", folder / mended["files"][0], as_of=EVENING)
    assert code == 3
    assert "every row of it falls again: short_row (1); write its cells" in err
    assert is_sound(folder)


def test_a_touch_that_was_mended_waits_no_longer(folder):
    log = write(folder, "drops.csv", "record_key,medium,sent_on\nA1,catalogue,2026-11-04\nZZ,catalogue,2026-11-04\n")
    code, answer = told(folder, "touch", log, "-p", "cards")
    assert (code, answer["counts"]["quarantined"]) == (5, 1)
    assert "1 row in quarantine" in run(folder, "status", as_of=EVENING)[1]
    path = mend(folder, answer["files"][0], lambda row: row.update(record_key="A2"))
    code, answer = told(folder, "touch", path, "-p", "cards")
    assert (code, answer["counts"]["touches"]) == (0, 1)
    assert "in quarantine" not in run(folder, "status", as_of=EVENING)[1]


def test_a_touch_of_a_lead_nobody_knows_is_not_taken_in(folder):
    log = write(folder, "drops.csv", f"lead_id,medium,sent_on\n{LEADS[0][:-1]}9,catalogue,2026-11-04\n")
    assert told(folder, "touch", log, "-p", "cards")[1]["reasons"] == {"no_lead": 1}


def test_undoing_the_file_tells_what_was_mended_from_it_and_which_reviews_hold_it(folder):
    """The mended rows came in a file of their own, which stays."""
    path = mend(folder, with_a_bad_time(folder), lambda row: row.update(call_date="2026-11-16 09:00:00"))
    (first,) = [row["number"] for row in batches(folder) if row["command"] == "ingest"]
    _, second = told(folder, "ingest", path, as_of=EVENING)
    told(folder, "report", "--period", "2026-W47", as_of="2026-11-23T08:00")
    code, out, _ = run(folder, "batches", "undo", str(first), as_of="2026-11-23T08:00")
    assert f"mended from its quarantine, and still there: batches {second['batch']}" in out
    assert "reviews made with it: reports/" in out
    assert code == 0


def batches(folder):
    return told(folder, "batches", "list")[1]["answer"]["batches"]


def test_the_review_tells_how_many_quarantined_rows_were_mended_since(folder):
    name = with_a_bad_time(folder)
    told(folder, "ingest", mend(folder, name, lambda row: row.update(call_date="2026-11-16 09:00:00")), as_of=EVENING)
    run(folder, "report", "-p", "cards", "--period", "2026-W47", "--format", "html,json", as_of="2026-11-23T08:00")
    review = json.loads((folder / "reports/cards/2026-W47.json").read_text(encoding="utf-8"))
    lines = {line["file"]: line for line in review["reconciliation"]["files"]}
    first = lines["inbox/dialer/a.txt"]
    assert (first["quarantined"], first["mended"], lines[name]["attempts"]) == (1, 1, 1)
    page = (folder / "reports/cards/2026-W47.html").read_text(encoding="utf-8")
    assert "mended since, and counted in their own file: 1" in page and "do not add up" not in page


def test_a_file_with_several_numbers_in_a_record_adds_up_in_the_review(folder):
    write(folder, "sources/wide.toml", 'kind = "results"\nmatch_floor = 0.0\n\n[projects]\n"*" = "cards"\n')
    parts = [
        f"CallRecord{what}-{phone}"
        for phone in ("Mobile", "Office")
        for what in ("LastAttempt", "LastResult", "LastAgentWrapup")
    ]
    head = ["inin-outbound-id", "lead_id", "Mobile", "Office", "ContactCallable", *parts]
    row = ["a", LEADS[0], "+821020010001", "+82212345678", "1", "2026-11-16T10:00:00.000+09:00", "ININ-OUTBOUND-BUSY", "",
           "2026-11-16T11:00:00.000+09:00", "ININ-OUTBOUND-BUSY", ""]  # fmt: skip
    answer = take(folder, "inbox/wide/g.csv", f"{','.join(head)}\n{','.join(row)}\n")
    assert (answer["counts"]["unfolded"], answer["counts"]["attempts"]) == (1, 2)
    run(folder, "report", "-p", "cards", "--period", "2026-W47", "--format", "html", as_of="2026-11-23T08:00")
    assert "do not add up" not in (folder / "reports/cards/2026-W47.html").read_text(encoding="utf-8")
