"""Who is suppressed after a mailing list was handed out is named with that list, for the mail house.

And what pieces cost, whoever tells of them.
"""

import csv

import pytest

from tests.pipeline.small import LIST, PROJECT, centre, listed, run, told, write

DAY = "2026-11-03"
AT = f"{DAY}T08:00"


@pytest.fixture
def mailed(tmp_path):
    folder = listed(centre(tmp_path))
    _, answer = told(folder, "split", "--on", DAY, "--release", as_of=AT)
    assert answer["counts"]["mailed"] > 1, answer
    return folder


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        (("--record", "A1"), True), (("010-2001-0001", "--channel", "mail"), True),
        (("010-2001-0001", "--channel", "call"), False), (("010-9999-0001",), False),
    ],
)  # fmt: skip
def test_a_piece_that_must_not_be_sent_is_named_with_its_list(mailed, words, is_named):
    code, answer = told(mailed, "suppress", "add", *words, as_of=AT)
    notes = [note for note in answer["warnings"] if "must not be sent" in note]
    assert (code, len(notes)) == ((5, 1) if is_named else (0, 0))
    if is_named:
        assert "1 piece " in notes[0]
        assert (mailed / notes[0].split(":")[0]).exists()


def test_an_imported_list_names_them_too_and_a_mailing_of_yesterday_is_gone(mailed):
    path = write(mailed, "dnc.csv", "phone\n010-2001-0001\n010-2001-0002\n")
    _, answer = told(mailed, "suppress", "import", path, "--dry-run", as_of=AT)
    assert any("2 pieces" in note for note in answer["warnings"])
    _, answer = told(mailed, "suppress", "import", path, as_of="2026-11-04T08:00")
    assert not any("sent" in note for note in answer["warnings"])


@pytest.mark.parametrize(
    ("medium", "said"),
    [
        ("catalogue", (1, "2 leads of cards have no address, so no catalogue: called with the cold opening")),
        ("email", (2, "1 lead of cards has no e-mail address, so no email: called with the cold opening")),
        ("fax", (3, None)),
    ],
)
def test_pieces_that_cannot_be_sent_are_not_and_it_is_said_what_becomes_of_their_leads(tmp_path, medium, said):
    folder = centre(tmp_path)
    project = folder / "projects/cards.toml"
    text = project.read_text().replace('"catalogue"', f'"{medium}"')
    project.write_text(text if medium == "catalogue" else text.replace("transit_days = 2\n", ""))
    rows = ["A1,가온학원,김하나,원장,010-2001-0001,a@gaon.kr,서울 중구 1", "A2,나래학원,이두리,원장,010-2001-0002,b@narae.kr,",
            "A3,다솜학원,박세미,원장,010-2001-0003,,"]  # fmt: skip
    path = write(folder, "a.csv", "\n".join(["고객번호,회사,담당자,직책,휴대폰,이메일,주소", *rows]))
    told(folder, "prequalify", path, "-p", "cards", as_of="2026-11-01T08:00")
    _, answer = told(folder, "split", "--on", DAY, "--release", as_of=AT)
    assert (answer["counts"]["mailed"], answer["counts"]["queued"]) == (said[0], 3 - said[0])
    assert [note.split(";")[0] for note in answer["warnings"] if " so no " in note] == [one for one in said[1:] if one]


def test_a_list_without_addresses_leaves_them_to_the_mail_house_and_it_is_said(tmp_path):
    folder = listed(centre(tmp_path))
    _, answer = told(folder, "split", "--on", DAY, as_of=AT)
    place = "mailings/2026-11-03/outbound-new/catalogue-cards.csv"
    assert any(
        note.startswith(f"{place}: 3 of 3 pieces have no address, for their list tells none; whoever sends them must")
        for note in answer["warnings"]
    )


def test_nobody_who_must_not_be_called_is_given_to_a_data_supplier(mailed):
    ask = ("verify", "export", "--supplier", "s")
    assert told(mailed, *ask, "--dry-run", as_of=AT)[1]["counts"]["asked"] == 1
    told(mailed, "suppress", "add", "--record", "A3", "--channel", "mail", as_of=AT)
    assert told(mailed, *ask, "--dry-run", as_of=AT)[1]["counts"]["asked"] == 1
    told(mailed, "suppress", "add", "--company", "다솜학원", as_of=AT)
    assert told(mailed, *ask, as_of=AT)[1]["counts"]["asked"] == 0


def test_a_mailing_list_carries_postcodes_in_the_form_of_their_region(tmp_path):
    folder = centre(tmp_path)
    rows = "A1,김하나,원장,010-2001-0001,서울 중구 1,０４５１４\nA2,이두리,원장,010-2001-0002,서울 강남구 9,135080\n"
    path = write(folder, "a.csv", "고객번호,담당자,직책,휴대폰,주소,우편번호\n" + rows)
    told(folder, "prequalify", path, "-p", "cards", as_of="2026-11-01T08:00")
    told(folder, "split", "--on", DAY, as_of=AT)
    lines = (folder / "mailings/2026-11-03/outbound-new/catalogue-cards.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[lines[0].split(",").index("postcode")] for line in lines[1:]] == ["04514", "135-080"]


FOUND = "lead_id,answer,new_address\n{},변경,서울 중구 1\n"


def test_post_that_came_back_goes_to_the_address_that_is_found_and_once(tmp_path):
    """`on_return = "research_address"`: the supplier is asked, and what it tells ends the wait."""
    folder = centre(tmp_path)
    project = folder / "projects/cards.toml"
    text = project.read_text().replace("transit_days = 2\n", 'transit_days = 2\non_return = "research_address"\n')
    project.write_text(text)
    head = "고객번호,회사,담당자,직책,휴대폰,주소\n"
    rows = "A1,가온학원,김하나,원장,010-2001-0001,서울 강남구 9\nA2,나래학원,이두리,원장,010-2001-0002,\n"
    told(folder, "prequalify", write(folder, "a.csv", head + rows), "-p", "cards", as_of="2026-11-01T08:00")
    _, answer = told(folder, "split", "--on", DAY, "--release", as_of=AT)
    assert answer["counts"]["mailed"] == 1
    back = write(folder, "back.csv", "record_key,medium,sent_on,returned_on\nA1,catalogue,2026-11-03,2026-11-06\n")
    told(folder, "touch", back, "-p", "cards", as_of="2026-11-09T08:00")
    later = "2026-11-10"
    _, answer = told(folder, "verify", "export", "--supplier", "s", as_of=f"{later}T08:00")
    asked = (folder / answer["files"][0]).read_text("utf-8-sig")
    assert answer["reasons"]["returned_address"] == 2
    assert "new_address" in asked
    _, answer = told(folder, "split", "--on", later, as_of=f"{later}T08:00")
    assert (answer["counts"]["mailed"], answer["reasons"]) == (0, {"medium_due": 2})
    for lead in sorted(line.split(",")[1] for line in asked.splitlines()[1:]):
        path = write(folder, f"{lead}.csv", FOUND.format(lead))
        code, answer = told(folder, "verify", "import", path, "--supplier", "s", as_of=f"{later}T09:00")
        assert (code, answer["counts"]["changed"]) == (0, 1), answer
    _, answer = told(folder, "split", "--on", later, "--release", as_of=f"{later}T10:00")
    assert answer["counts"]["mailed"] == 2
    _, answer = told(folder, "split", "--on", "2026-11-11", as_of="2026-11-11T08:00")
    assert (answer["counts"]["mailed"], answer["reasons"]) == (0, {"medium_in_transit": 2})
    _, answer = told(folder, "verify", "export", "--supplier", "s", as_of="2026-11-11T08:00")
    assert answer["counts"]["asked"] == 0


def test_a_row_of_a_log_that_cannot_be_taken_says_what_to_write(mailed):
    lines = ("番号,媒体,送付日", "A1,郵便,2026-11-02", "A2,catalogue,昨日頃", "A9,catalogue,2026-11-02")
    path = write(mailed, "log.csv", "\n".join(lines).replace("番号", "record_key"))
    _, answer = told(mailed, "touch", path, "-p", "cards", as_of=AT)
    rows = (mailed / next(file for file in answer["files"] if file.startswith("quarantine/"))).read_text("utf-8-sig")
    assert answer["counts"]["quarantined"] == 3
    assert "write a medium of the plan (catalogue) and send this file again" in rows
    assert "write the day as 2026-11-23 and send this file again" in rows
    assert rows.count("correct the row and send this file again") == 1


def test_a_mailing_list_that_was_handed_out_is_no_batch_to_undo_and_says_what_to_do(mailed):
    code, answer = told(mailed, "batches", "undo", "2", as_of=AT)
    assert code == 2
    assert "pieces that were never posted are told by telebatch touch, as returned" in str(answer)


LOG = "record_key,medium,sent_on\nA1,{},2026-11-03\nA2,catalogue,2026-11-03\n{},catalogue,2026-11-03\n"


def waiting(folder):
    return "in quarantine" in run(folder, "status", as_of="2026-11-05T10:00")[1]


@pytest.mark.parametrize("key", ["A4", "A9"])
def test_a_log_that_is_corrected_and_sent_once_more_leaves_nothing_in_quarantine(mailed, key):
    """Whoever mends the log itself has mended its rows; what it still cannot tell waits as its own."""
    told(mailed, "touch", write(mailed, "log.csv", LOG.format("post", "A9")), "-p", "cards", as_of="2026-11-05T08:00")
    assert waiting(mailed)
    told(
        mailed, "touch", write(mailed, "log.csv", LOG.format("catalogue", key)), "-p", "cards", as_of="2026-11-05T09:00"
    )
    said = run(mailed, "status", as_of="2026-11-05T10:00")[1]
    assert ("1 row in quarantine" in said, waiting(mailed)) == (key == "A9", key == "A9")


def test_another_log_of_the_same_name_mends_nothing(mailed):
    told(mailed, "touch", write(mailed, "log.csv", LOG.format("post", "A9")), "-p", "cards", as_of="2026-11-05T08:00")
    next_week = "record_key,medium,sent_on\nA1,catalogue,2026-11-04\nA4,catalogue,2026-11-04\nA3,catalogue,2026-11-04\n"
    told(mailed, "touch", write(mailed, "log.csv", next_week), "-p", "cards", as_of="2026-11-05T09:00")
    assert waiting(mailed)


def test_a_log_sent_for_the_wrong_project_waits_no_longer_once_it_came_for_the_right_one(mailed):
    write(mailed, "projects/club.toml", PROJECT.replace('"cards"', '"club"'))
    log = write(mailed, "log.csv", LOG.format("catalogue", "A4"))
    _, answer = told(mailed, "touch", log, "-p", "club", as_of="2026-11-05T08:00")
    assert answer["counts"]["quarantined"] == 3
    told(mailed, "touch", log, "-p", "cards", as_of="2026-11-05T09:00")
    assert not waiting(mailed)


def test_a_medium_that_the_plan_does_not_have_is_refused(mailed):
    """Taken, the file could not be sent again with the right one: its bytes would be known."""
    log = write(mailed, "log.csv", "record_key,sent_on\nA1,2026-11-03\n")
    code, _, err = run(mailed, "touch", log, "-p", "cards", "--medium", "post", as_of="2026-11-05T08:00")
    assert (code, "write one of its plan: catalogue" in err) == (2, True)
    assert told(mailed, "touch", log, "-p", "cards", "--medium", "catalogue", as_of="2026-11-05T09:00")[0] == 0


def pieces_that_cost(folder, period="2026-W45"):
    """The pieces behind the cost of an attempt, in won each."""
    code, out, err = run(
        folder, "report", "-p", "cards", "--period", period, "--rows", "cost_per_attempt", as_of="2026-11-23T08:00"
    )
    assert code == 0, err
    with (folder / out.strip()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["currency"] == "KRW" and row["lead_id"] for row in rows)
    return [int(float(row["amount"])) for row in rows if row["item"] == "piece"]


def test_a_released_mailing_costs_its_pieces_on_its_day_and_a_log_of_them_costs_none_again(tmp_path):
    """A log of the same mailing moves its piece to the day told; one that came back was paid for all the same."""
    folder = centre(tmp_path)
    write(
        folder, "projects/cards.toml", PROJECT.replace("transit_days = 2", "transit_days = 2\npiece_cost_minor = 900")
    )
    told(folder, "prequalify", write(folder, "a.csv", LIST), "-p", "cards", as_of="2026-11-02T08:00")
    assert told(folder, "split", "--on", DAY, as_of=AT)[1]["counts"]["mailed"] == 3
    assert pieces_that_cost(folder) == []
    told(folder, "split", "--on", DAY, "--release", as_of=AT)
    assert (pieces_that_cost(folder), pieces_that_cost(folder, "2026-W46")) == ([900] * 3, [])
    log = "record_key,medium,sent_on,returned_on\nA1,catalogue,2026-11-04,\nA2,catalogue,2026-11-09,\n"
    log += "A4,catalogue,,2026-11-07\n"
    assert told(folder, "touch", write(folder, "log.csv", log), "-p", "cards")[1]["counts"]["touches"] == 3
    assert (pieces_that_cost(folder), pieces_that_cost(folder, "2026-W46")) == ([900] * 2, [900])
