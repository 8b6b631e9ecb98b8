"""Orders of the client's system as they really come: words nobody mapped, days without a time, amounts with a minus."""

import itertools
import json

import pytest

from telebatch.model.tables import ORDERS as ORDER_ROWS
from tests.pipeline.nights import EVENING, LEADS, call, export, facts, is_sound, night, states, take
from tests.pipeline.small import ORDERS, PROJECT, run, told, write

HEAD = "order_no,lead_id,status,date,amount,currency\n"
SOLD, BACK = f"S1,{LEADS[0]},sale,2026-11-17,198000,KRW\n", f"S1,{LEADS[0]},cancelled,2026-11-17,{{}},KRW\n"


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = night(tmp_path_factory.mktemp("night"))
    write(folder, "sources/shop.toml", ORDERS)
    code, answer = told(folder, "ingest", write(folder, "inbox/dialer/a.txt", export(call(1, "SALE"))), as_of=EVENING)
    assert code == 0, answer
    return folder


def send(folder, name, *rows):
    return told(folder, "ingest", write(folder, f"inbox/shop/{name}.csv", HEAD + "".join(rows)), as_of=EVENING)


def reviewed(folder):
    code, _, err = run(folder, "report", "-p", "cards", "--period", "2026-W47", as_of="2026-11-23T08:00")
    assert code == 0, err
    return json.loads((folder / "reports/cards/2026-W47.json").read_text(encoding="utf-8"))


def test_a_status_in_no_map_is_told_until_it_has_a_meaning(folder):
    words = (
        "order status '배송됨' of cards is in no map: 1 order; write what it means under [results] in projects/cards"
    )
    code, answer = send(folder, "a", SOLD.replace("sale", "배송됨"))
    assert (code, answer["counts"]["orders"]) == (5, 1)
    assert any(words in line for line in answer["warnings"])
    assert states(folder)[1]["standing"] == "awaiting"
    code, answer = told(folder, "classify", "--codes", as_of=EVENING)
    assert (code, answer["counts"]["statuses_unmapped"], answer["answer"]["statuses"][0]["status"]) == (5, 1, "배송됨")
    assert answer["answer"]["statuses"][0]["suggestion"] is None
    assert words in run(folder, "status", as_of=EVENING)[1]
    assert any(words in line for line in told(folder, "nightly", "--pause", "0", as_of=EVENING)[1]["warnings"])
    write(folder, "projects/cards.toml", PROJECT.replace("[results]\n", '[results]\n"배송됨" = "system.sale"\n'))
    code, answer = told(folder, "classify", as_of=EVENING)
    assert (code, answer["reasons"]) == (0, {"system.other → system.sale": 1}), answer
    assert states(folder)[1]["standing"] == "sold"
    assert words not in run(folder, "status", as_of=EVENING)[1]


def test_a_status_that_looks_like_a_known_one_is_suggested(folder):
    send(folder, "a", SOLD.replace("sale", "Salle"))
    code, out, _ = run(folder, "classify", "--codes", as_of=EVENING)
    assert code == 5
    assert "UNMAPPED, perhaps like sale: system.sale" in out


WANTS = HEAD.strip() + ",callback_at\n"


def wanted(folder, *rows, code=0):
    path = write(folder, "inbox/shop/wants.csv", WANTS + "".join(rows))
    ended, answer = told(folder, "ingest", path, as_of=EVENING)
    assert ended == code, answer
    return answer


def test_an_order_that_asks_for_a_call_at_a_time_books_a_callback(folder):
    wanted(folder, f"S1,{LEADS[0]},callback booked,2026-11-17,,,11/20 오후 2시 반\n")
    row = states(folder)[1]
    assert (row["standing"], f"{row['callback_utc']:%m-%d %H:%M}") == ("booked", "11-20 05:30")
    _, out, _ = run(folder, "explain", LEADS[0], as_of="2026-11-23T08:00")
    assert "callback overdue since 2026-11-20 14:30" in out and "call wanted at 2026-11-20 14:30" in out
    review = reviewed(folder)
    assert [(leaf["name"], leaf["count"]) for leaf in review["callbacks"] if leaf["count"]] == [
        ("due", 1),
        ("missed", 1),
    ]
    assert {flow["name"]: flow["count"] for flow in review["flows"]} == {"deals": 1, "booked": 0, "booked_by_order": 1}
    assert is_sound(folder)


def test_an_order_that_asks_for_a_call_at_no_time_is_told_as_that(folder):
    wanted(folder, f"S1,{LEADS[0]},callback booked,2026-11-17,,,\n")
    assert states(folder)[1]["standing"] == "booked"
    assert "1 callback today (1 without a time)" in run(folder, "status", as_of="2026-11-23T08:00")[1]
    assert "callback wanted by order S1 without a time" in run(folder, "explain", LEADS[0], as_of="2026-11-23T08:00")[1]
    review = reviewed(folder)
    due = {leaf["name"]: leaf["count"] for leaf in review["due_next"]}
    assert (due["callbacks_untimed"], due["callbacks_overdue"]) == (1, 0)
    assert [leaf["count"] for leaf in review["callbacks"]] == [0, 0, 0, 0, 0]
    assert is_sound(folder)


def test_a_pending_order_that_names_a_time_books_a_call_and_waits_for_that(folder):
    wanted(folder, f"S1,{LEADS[0]},pending,2026-11-17,,,2026-11-20 14:30\n")
    row = states(folder)[1]
    assert (row["standing"], f"{row['callback_utc']:%m-%d %H:%M}") == ("pending", "11-20 05:30")
    assert row["awaiting_since_utc"] is None  # the call is due, whatever the client says by then
    assert "1 callback today" in run(folder, "status", as_of="2026-11-20T08:00")[1]
    assert run(folder, "split", "--on", "2026-11-20", "-p", "cards", as_of="2026-11-20T08:00")[0] in (0, 5)
    (queue,) = [one for one in (folder / "queues").rglob("cards-*.csv") if LEADS[0] in one.read_text(encoding="utf-8")]
    assert "callback" in next(line for line in queue.read_text(encoding="utf-8").splitlines() if LEADS[0] in line)
    review = reviewed(folder)
    assert {leaf["name"]: leaf["count"] for leaf in review["due_next"]}["callbacks_overdue"] == 1
    assert {leaf["name"]: leaf["count"] for leaf in review["callbacks"]} == {
        "due": 1, "kept": 0, "late": 0, "missed": 1, "open": 0,
    }  # fmt: skip
    assert {flow["name"]: flow["count"] for flow in review["flows"]}["booked_by_order"] == 1
    assert is_sound(folder)


def test_the_talk_that_keeps_a_pending_orders_call_is_node_3_and_may_move_it(folder):
    wanted(folder, f"S1,{LEADS[0]},pending,2026-11-17,,,2026-11-18 14:30\n")
    take(folder, "inbox/dialer/b.txt", export(call(1, "CALLBK", "2026-11-18 14:31:00")))
    row = states(folder)[1]
    assert (row["standing"], row["callback_utc"], row["irregular"]) == ("pending", None, None)
    assert row["awaiting_since_utc"] is not None  # now the client's word is awaited as before
    assert "keeps the callback: On hold" in run(folder, "explain", LEADS[0], as_of="2026-11-23T08:00")[1]


def test_a_pending_order_without_a_time_promises_no_call(folder):
    wanted(folder, f"S1,{LEADS[0]},pending,2026-11-17,,,\n")
    row = states(folder)[1]
    assert (row["standing"], row["callback_utc"]) == ("pending", None)
    assert row["awaiting_since_utc"] is not None


@pytest.mark.parametrize(("at", "due"), [("2026-11-20 14:30", "11-20 05:30"), ("", "11-19 06:00")])
def test_an_order_moves_the_callback_that_a_talk_promised_and_no_jump_is_told(folder, at, due):
    write(folder, "sources/promised.toml", 'kind = "callbacks"\n\n[projects]\n"*" = "cards"\n')
    take(folder, "inbox/dialer/b.txt", export(call(2, "CALLBK", "2026-11-16 10:09:44")))
    head = "Lead ID,Booked on,Callback date,Callback time,Agent\n"
    take(folder, "inbox/promised/a.csv", head + f"{LEADS[1]},2026-11-16,2026-11-19,15:00,김하늘\n")
    assert f"{states(folder)[2]['callback_utc']:%m-%d %H:%M}" == "11-19 06:00"
    wanted(folder, f"S2,{LEADS[1]},callback booked,2026-11-17,,,{at}\n")
    row = states(folder)[2]
    assert (row["standing"], f"{row['callback_utc']:%m-%d %H:%M}", row["irregular"]) == ("booked", due, None)
    # Nobody agreed to anything yet: an order sold now is one without a deal still.
    wanted(folder, f"S2,{LEADS[1]},sale,2026-11-18,1000,KRW,\n")
    assert states(folder)[2]["status_reason"] == "ordered_without_call"
    assert is_sound(folder)


def test_a_time_of_an_order_that_nobody_can_read_is_told_with_its_line(folder):
    answer = wanted(folder, f"S1,{LEADS[0]},callback booked,2026-11-17,,,some day\n", code=5)
    assert any("promised at no readable time, so not booked: 1 (line 2)" in line for line in answer["warnings"])


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_on_one_day_an_order_is_pending_then_sold_then_taken_back(folder, order):
    rows = (SOLD.replace("sale", "pending"), SOLD, BACK.format("198000"))
    for at in order:
        send(folder, str(at), rows[at])
    row = states(folder)[1]
    assert (row["standing"], row["status_reason"], row["amount_minor"]) == ("cancelled", "cancelled", 198000)
    assert facts(folder, ORDER_ROWS).height == 3
    assert is_sound(folder)


def test_a_word_that_does_not_count_is_told_once_it_contradicts(folder):
    words = "orders told otherwise before for the same instant, whose former word stays: 1"
    assert send(folder, "a", SOLD.replace("sale", "pending"), BACK.format("198000"))[0] == 0
    code, answer = send(folder, "b", SOLD)
    assert (code, any(words in line for line in answer["warnings"])) == (5, True), answer
    code, answer = send(folder, "c", SOLD.replace("sale", "pending"))
    assert code == 0, answer  # that was told before, beside the last word
    code, answer = send(folder, "d", BACK.format("98000"))
    assert (code, any(words in line for line in answer["warnings"])) == (5, True), answer


@pytest.mark.parametrize("amount", ["-198000", "0", "", "198000"])
def test_a_cancellation_takes_back_what_was_sold_however_its_amount_is_written(folder, amount):
    send(folder, "a", SOLD)
    code, answer = send(folder, "b", BACK.format(amount).replace("11-17", "11-18"))
    assert code == 0, answer
    assert states(folder)[1]["amount_minor"] == 198000
    sales = reviewed(folder)["sales"]
    assert (sales["cancelled"], sales["net"], sales["amounts"]) == (1, 0, [["KRW", 198000, 198000]])


def test_a_sale_below_zero_is_told_and_its_amount_is_not_believed(folder):
    send(folder, "a", SOLD)
    code, answer = send(folder, "b", SOLD.replace("198000", "-198000").replace("11-17", "11-18"))
    assert (code, answer["counts"]["orders"]) == (5, 1)
    assert any("orders of an amount below zero, which is not counted: 1" in line for line in answer["warnings"])
    assert states(folder)[1]["amount_minor"] == 198000
    review = reviewed(folder)
    (odd,) = [one for one in review["oddities"] if one["name"] == "order_below_zero"]
    assert (odd["count"], odd["places"]) == (1, ["inbox/shop/b.csv:2"])
    code, out, err = run(
        folder, "report", "-p", "cards", "--period", "2026-W47", "--rows", "order_below_zero", as_of="2026-11-23T08:00"
    )
    assert (code, "-198000" in (folder / out.split()[-1]).read_text(encoding="utf-8")) == (0, True), err


def test_a_leaf_of_ones_own_does_to_the_lead_what_the_leaf_above_it_does(folder):
    write(
        folder,
        "codes/shop.toml",
        '[leaves]\n"system.accepted" = "system.sale"\n"system.in_review" = "system.pending"\n\n'
        '[[code]]\ncode = "ACC"\noutcome = "system.accepted"\n\n[[code]]\ncode = "REV"\noutcome = "system.in_review"\n',
    )
    assert run(folder, "classify", as_of=EVENING)[0] == 0
    wanted(folder, f"S1,{LEADS[0]},REV,2026-11-17,,,2026-11-20 14:30\n")
    row = states(folder)[1]
    assert (row["standing"], f"{row['callback_utc']:%m-%d %H:%M}") == ("pending", "11-20 05:30")
    wanted(folder, f"S1,{LEADS[0]},ACC,2026-11-18,198000,KRW,\n")
    row = states(folder)[1]
    assert (row["standing"], row["status_reason"], row["callback_utc"]) == ("sold", "sold", None)
    assert reviewed(folder)["sales"]["confirmed"] == 1
    assert is_sound(folder)
