"""After a code map was edited every stored result is decided again, and what changes is told."""

import pytest

from telebatch.model.tables import TABLES
from telebatch.store import open_store
from tests.pipeline.nights import EVENING, LEADS, call, export, is_sound, night, states, take
from tests.pipeline.small import ORDERS, run, told, write

MAP = '[[code]]\ncode = "PROMO1"\noutcome = "call.send_material"\n'


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = night(tmp_path_factory.mktemp("night"))
    rows = [call(lead, "NA", f"2026-11-{day} 10:0{lead}:00") for lead in range(3, 7) for day in range(10, 20)]
    take(folder, "inbox/dialer/a.txt", export(call(1, "PROMO1"), call(2, "NIX"), *rows), code=5)
    return folder


def test_every_code_met_is_listed_unmapped_first_with_a_suggestion(folder):
    code, out, _ = run(folder, "classify", "--codes", as_of=EVENING)
    lines = out.splitlines()
    assert code == 5
    assert all("UNMAPPED" in line for line in lines[:2])
    assert "UNMAPPED" not in lines[2]
    assert any("NIX" in line and "perhaps" in line for line in lines[:2])
    assert [row["code"] for row in told(folder, "classify", "--codes", as_of=EVENING)[1]["answer"]["codes"]][2:] == [
        "NA"
    ]


def test_what_was_explained_since_the_last_classify_is_told_so(folder):
    write(folder, "codes/vicidial.toml", 'format = "vicidial"\n' + MAP)
    rows = export(call(5, "PROMO1", "2026-11-21 10:00:00"), call(6, "NIX", "2026-11-21 10:05:00"))
    answer = take(folder, "inbox/dialer/b.txt", rows, code=5)
    said = [note.partition("result code ")[2] for note in answer["warnings"] if "result code" in note]
    assert said == [
        "'NIX' of cards is in no map: 1 call; 1 lead held; write what it means in codes/vicidial.toml or under "
        "[results] in projects/cards.toml, then telebatch classify",
        "'PROMO1' of cards was explained after the last classify, and waits for the next: 1 call; 1 lead held; run "
        "telebatch classify",
    ]
    _, again = told(folder, "classify", as_of=EVENING)
    (left,) = again["warnings"]
    assert "result code 'NIX' of cards is in no map: 2 calls; 2 leads held" in left


def test_a_share_that_jumps_against_the_days_before_is_told(folder):
    rows = [
        call(lead, "NI" if day > 15 else "B", f"2026-11-{day} 15:0{lead}:00")
        for lead in range(1, 7)
        for day in range(10, 20)
    ]
    take(folder, "inbox/dialer/b.txt", export(*rows))
    _, out, _ = run(folder, "classify", "--codes", "--drift", "5", as_of="2026-11-19T23:00")
    assert any("B " in line and "last 5 days" in line for line in out.splitlines())


def weeks(before, after):
    """Two weeks of calls under one code, then one under another, beside a busy line that stays as it is."""
    return [
        call(lead, code, f"2026-11-{day:02} 1{hour}:0{lead}:00")
        for lead in range(1, 7)
        for day in range(2, 20)
        for hour, code in ((5, "B"), (6, after if day > 12 else before))
    ]


def test_a_code_that_is_met_no_more_is_told_once_and_asks_for_a_person(tmp_path):
    folder = night(tmp_path / "centre")
    take(folder, "inbox/dialer/b.txt", export(*weeks("NI", "DEC")), as_of="2026-11-19T20:00")
    code, _, err = run(folder, "classify", "--codes", as_of="2026-11-19T23:00")
    assert code == 5, err
    code, out, _ = run(folder, "nightly", "--pause", "0", as_of="2026-11-19T23:00")
    assert code == 5
    assert (
        "source dialer, project cards: result code 'NI' is met no more in the last 7 days, 50.0% in the 7 days before"
        in out
    )
    code, out, _ = run(folder, "nightly", "--pause", "0", as_of="2026-11-20T23:00")
    assert (code, "met no more" in out) == (0, False), out
    assert run(folder, "classify", "--codes", as_of="2026-11-20T23:00")[0] == 0


def test_how_sure_a_map_is_stands_beside_the_meaning(folder):
    out = run(folder, "classify", "--codes", as_of=EVENING)[1]
    assert any(
        line.startswith("dialer") and " NA " in line and "call.no_answer (unsure)" in line for line in out.splitlines()
    )


def test_a_map_may_speak_of_one_source_alone(folder):
    """Two carriers mean two things by one cause: the map of the one source outranks the shipped one."""
    write(folder, "codes/line.toml", '[[code]]\ncode = "NA"\noutcome = "call.busy"\n')
    path = folder / "sources/dialer.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('format = "vicidial_standard"', 'format = "vicidial_standard"\ncodes = "line"'), encoding="utf-8"
    )
    write(folder, "sources/other.toml", text)
    told(folder, "classify", as_of=EVENING)
    rows = export(call(1, "NA", "2026-11-19 17:00:00"))
    take(folder, "inbox/other/b.txt", rows)
    assert states(folder)[1]["last_outcome"] == "call.no_answer"
    take(folder, "inbox/dialer/c.txt", export(call(2, "NA", "2026-11-19 17:00:00")))
    assert states(folder)[2]["last_outcome"] == "call.busy"


def test_a_map_edited_for_orders_tells_before_and_after_too(folder):
    write(folder, "sources/shop.toml", ORDERS)
    take(folder, "inbox/dialer/d.txt", export(call(4, "SALE", "2026-11-20 10:00:00")))
    order = f"order no,lead_id,status,date\nSO-1,{LEADS[3]},in the post,2026-11-20\n"
    told(folder, "ingest", write(folder, "inbox/shop/o.csv", order), as_of=EVENING)
    write(folder, "codes/shop.toml", '[[code]]\ncode = "in the post"\noutcome = "system.sale"\n')
    code, answer = told(folder, "classify", as_of=EVENING)
    assert (code, answer["reasons"]) == (0, {"system.other → system.sale": 1})
    assert answer["counts"] == {"attempts_changed": 0, "leads_changed": 1, "orders_changed": 1}
    assert states(folder)[4]["standing"] == "sold"


def test_a_map_edited_for_callbacks_tells_before_and_after_too(folder):
    take(folder, "inbox/dialer/d.txt", export(call(5, "CALLBK", "2026-11-20 10:00:00")))
    words = ("callback=2026-11-20T12:00", "--by", "kim", "--why", "asked")
    assert told(folder, "lead", "set", LEADS[4], *words, as_of="2026-11-20T11:00")[0] == 0
    take(folder, "inbox/dialer/e.txt", export(call(5, "NI", "2026-11-20 15:00:00")))
    write(folder, "codes/vicidial.toml", 'format = "vicidial"\n[[code]]\ncode = "NI"\noutcome = "call.deal"\n')
    answer = told(folder, "classify", as_of=EVENING)[1]
    assert answer["reasons"] == {"callback.cancelled → callback.sale": 1}


def test_an_edited_map_frees_the_leads_and_tells_before_and_after(folder):
    assert states(folder)[1]["is_unclassified"]
    write(folder, "codes/vicidial.toml", f'format = "vicidial"\n{MAP}')
    code, answer = told(folder, "classify", as_of=EVENING)
    assert (code, answer["reasons"]) == (0, {"call.unclassified → call.send_material": 1})
    assert answer["counts"] == {"attempts_changed": 1, "leads_changed": 1}
    assert (states(folder)[1]["is_unclassified"], states(folder)[2]["is_unclassified"]) == (False, True)
    assert is_sound(folder)


def test_where_nothing_changes_a_batch_without_rows_says_that_it_was_asked(folder):
    write(folder, "codes/vicidial.toml", f'format = "vicidial"\n{MAP}')
    told(folder, "classify", as_of=EVENING)
    with open_store(folder / "store") as store:
        before, held = store.last_batch(), store.view().segments
        tables = {name: len(held(name)) for name in TABLES}
    code, out, _ = run(folder, "classify", as_of=EVENING)
    assert (code, "nothing changes" in out) == (0, True)
    with open_store(folder / "store") as store:
        assert {name: len(store.view().segments(name)) for name in TABLES} == tables
        assert store.batch(before + 1).counts["nothing_changed"] == 1


def test_an_edited_map_waits_for_classify(folder):
    write(folder, "codes/vicidial.toml", f'format = "vicidial"\n{MAP}')
    take(folder, "inbox/dialer/b.txt", export(call(1, "NA", "2026-11-20 10:00:00")))
    assert states(folder)[1]["is_unclassified"]
    assert is_sound(folder)


def test_one_code_may_mean_one_thing_of_a_call_and_another_of_an_order(folder):
    both = '[[code]]\ncode = "DONE"\noutcome = "call.deal"\n[[code]]\ncode = "DONE"\noutcome = "system.sale"\n'
    write(folder, "codes/shop.toml", both)
    assert run(folder, "check")[0] == 0
    write(folder, "codes/shop.toml", both + '[[code]]\ncode = "DONE"\noutcome = "call.refused"\n')
    code, _, err = run(folder, "check")
    assert (code, "stands twice" in err) == (3, True), err


def test_a_new_source_with_a_map_of_its_own_is_told_to_wait_for_classify(folder):
    """The map would otherwise be thought to hold: its calls are decided by what was written before."""
    write(
        folder,
        "codes/carrier.toml",
        'title = "Line two"\nsource = "ours"\n[[code]]\ncode = "DEC"\noutcome = "call.busy"\n',
    )
    two = 'kind = "results"\nformat = "vicidial_standard"\ncodes = "{}"\n[projects]\n"*" = "cards"\n'
    write(folder, "sources/two.toml", two.format("carrier"))
    answer = take(folder, "inbox/two/a.txt", export(call(5, "DEC", "2026-11-19 17:00:00")))
    (said,) = [word for word in answer["warnings"] if "run telebatch classify" in word]
    assert "decided by what was written before: codes/carrier.toml, sources/two.toml edited since" in said
    assert "sources/two.toml" in run(folder, "status", as_of=EVENING)[1]
    assert states(folder)[5]["last_outcome"] == "call.refused"
    assert run(folder, "classify", as_of=EVENING)[0] in (0, 5)
    assert states(folder)[5]["last_outcome"] == "call.busy"
    answer = take(folder, "inbox/two/b.txt", export(call(6, "DEC", "2026-11-19 17:00:00")))
    assert not [word for word in answer["warnings"] if "run telebatch classify" in word]
    assert "edited since" not in run(folder, "status", as_of=EVENING)[1]
    write(folder, "sources/two.toml", two.replace('codes = "{}"\n', ""))
    for command in (("status",), ("split", "--on", "2026-11-20")):
        _, out, err = run(folder, *command, as_of=EVENING)
        assert "edited since results were last decided on: sources/two.toml" in out + err, command
