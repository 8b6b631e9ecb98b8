"""One person's facts in order of time, with where each came from, and why a shift calls or does not."""

import pytest

from tests.pipeline.small import ORDERS, SALE, centre, lead_of, listed, run, told, worked, write


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = worked(centre(tmp_path_factory.mktemp("explained"), orders=ORDERS))
    assert run(folder, "ingest", write(folder, "inbox/orders/orders.csv", SALE), as_of="2026-11-20T20:00")[0] == 0
    return folder


def test_facts_stand_in_order_of_time_with_file_record_and_batch(house):
    code, answer = told(house, "explain", "010-2001-0001")
    (person,) = answer["answer"]["persons"]
    assert code == 0
    assert [fact["at"] for fact in person["facts"]] == sorted(fact["at"] for fact in person["facts"])
    whats = [fact["what"] for fact in person["facts"]]
    starts = [
        "listed on academies: callable",
        "catalogue sent",
        "catalogue arrived",
        "call 1 at 010-2001-0001",
        "call 2",
        "order SO-1",
    ]
    assert [what.startswith(start) for what, start in zip(whats, starts, strict=True)] == [True] * len(starts)
    assert person["facts"][0]["where"].startswith("lists/academies.csv record ")
    assert all("batch " in fact["where"] for fact in person["facts"])


def test_a_call_tells_its_raw_code_what_it_means_and_what_followed(house):
    _, out, _ = run(house, "explain", "010-2001-0001")
    assert "재통화 → Call again; callback booked for 2026-11-18 14:00" in out
    assert "memo: 오후에 다시" in out
    assert "계약 → Deal; keeps the callback: Sale; step first of the plan done; deal awaits its order row" in out
    assert "order SO-1: sale → Sale confirmed, 198,000 KRW; sold" in out
    assert "closed (sold)" in out


def test_the_score_is_told_in_words_that_add_up(house):
    _, out, _ = run(house, "explain", "010-2001-0001")
    words = out.split("score ")[1].split(")")[0]
    total, parts = words.split(" (")
    assert sum(int(part.rsplit("+", 1)[1]) for part in parts.split(", ")) == int(total)


def test_a_lead_id_and_every_spelling_of_the_number_mean_the_same_person(house):
    lead = lead_of(house, "010-2001-0002")
    shown = {
        run(house, "explain", text)[1]
        for text in (lead, lead.lower(), "01020010002", "+82 10 2001 0002", "821020010002")
    }
    assert len(shown) == 1
    assert "catalogue came back: moved" in shown.pop()


def test_somebody_elses_values_are_not_shown(house):
    _, out, _ = run(house, "explain", "010-2001-0002")
    assert "이두리" in out
    assert not any(word in out for word in ("김하나", "최네모", "2001-0001", "one@example.com"))


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("010-2001-0001", "not in the queue: closed (sold)"),
        ("010-2001-0003", "not in the queue: key person not known"),
        ("010-2001-0004", "not in the queue: result code not known yet (엉뚱한말)"),
    ],
)
def test_a_shift_says_why_it_does_not_call(house, number, why):
    code, out, _ = run(house, "explain", number, "--on", "2026-11-23")
    assert code == 0
    assert why in out


def test_a_shift_says_where_it_calls_and_so_does_its_queue_once_released(tmp_path):
    folder = listed(centre(tmp_path))
    drop = write(folder, "d.csv", "record_key,medium,sent_on\nA1,catalogue,2026-11-04\n")
    assert run(folder, "touch", drop, "-p", "cards")[0] == 0
    ask = ("explain", "010-2001-0001", "--on", "2026-11-23")
    queue = "queue 2026-11-23/outbound-new/catalogue+call/cards-first"
    assert f"on 2026-11-23: in {queue}, position 1: first call (not released)" in run(folder, *ask)[1]
    assert run(folder, "split", "--on", "2026-11-23", "--release")[0] == 0
    assert f"on 2026-11-23: released in {queue}, position 1: first call" in run(folder, *ask)[1]


@pytest.mark.parametrize("whom", ["010-9", "L0099999", "nobody", "010-2001-9999", ""])
def test_nobody_is_a_clear_wrong_usage(house, whom):
    code, out, err = run(house, "explain", whom)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert ";" in err


def test_an_unreadable_shift_is_wrong_usage(house):
    assert run(house, "explain", "010-2001-0001", "--on", "2026-13-01")[0] == 2


def test_all_persons_behind_one_number_are_shown(tmp_path):
    folder = centre(tmp_path)
    shared = "학원명,담당자,직책,전화번호\n가온학원,김하나,원장,02-2001-0001\n가온학원,이두리,부원장,02-2001-0001\n"
    assert run(folder, "prequalify", write(folder, "two.csv", shared), "-p", "cards")[0] == 0
    _, answer = told(folder, "explain", "02-2001-0001")
    assert len(answer["answer"]["persons"]) == 2


def test_a_suppression_and_its_removal_are_told_with_who_asked(tmp_path):
    folder = worked(centre(tmp_path))
    assert run(folder, "suppress", "add", "010-2001-0002", "--by", "desk", "--note", "asked by mail")[0] == 0
    assert (
        run(
            folder, "suppress", "remove", "010-2001-0002", "--by", "lead", "--why", "mistaken", as_of="2026-11-23T09:00"
        )[0]
        == 0
    )
    _, out, _ = run(folder, "explain", "010-2001-0002", as_of="2026-11-23T10:00")
    assert "put on the list do-not-call by number, asked by desk, asked by mail" in out
    assert "taken off the list do-not-call by number, asked by lead, mistaken" in out


def test_a_verdict_of_another_day_than_the_list_says_so(tmp_path):
    folder = listed(centre(tmp_path))
    project = folder / "projects/cards.toml"
    project.write_text(project.read_text(encoding="utf-8") + '\n[accept]\nregions = ["JP"]\n', encoding="utf-8")
    assert run(folder, "prequalify", "--again", "-p", "cards", as_of="2026-11-20T09:00")[0] == 0
    _, out, _ = run(folder, "explain", "010-2001-0003")
    told = [line for line in out.splitlines() if "listed on academies" in line]
    assert [line.split()[0] for line in told] == ["2026-11-02", "2026-11-02"]
    assert "listed on academies: " in told[0]
    assert "listed on academies, decided again on 2026-11-20: rejected: number cannot be called" in told[1]


def test_a_request_that_another_made_in_a_call_ends_in_no_empty_place(tmp_path):
    """It hangs on the number; the call that tells it stands with the other."""
    folder = worked(centre(tmp_path))
    head = "날짜,시간,전화번호,담당자,상담원,통화결과,재통화일시,메모\n"
    asked = head + "2026-11-19,10:05,010-2001-0003,박세미,김하늘,수신거부,,\n"
    assert run(folder, "ingest", write(folder, "inbox/team/a.csv", asked), as_of="2026-11-19T20:00")[0] == 0
    other = write(folder, "lists/o.csv", "담당자,직책,휴대폰\n정다섯,원장,010-2001-0003\n")
    assert run(folder, "prequalify", other, "-p", "cards", "--list", "fair", as_of="2026-11-20T09:00")[0] == 0
    _, out, _ = run(folder, "explain", "010-2001-0003")
    assert "asked by person, in a call" in out
    assert not [line for line in out.splitlines() if line.rstrip().endswith("—")]
