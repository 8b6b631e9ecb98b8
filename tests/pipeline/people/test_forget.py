"""Who asks to be forgotten is in no table, no archived file and no queue any more; every count stays."""

import json
import re

import polars as pl
import pytest

from telebatch.model.tables import ATTEMPTS, TABLES
from telebatch.store import open_store
from tests.pipeline.nights import is_sound
from tests.pipeline.small import CALLS_ONLY, HEAD, LIST, SALE, centre, lead_of, run, told, worked, write

WHO = ("--by", "privacy desk", "--why", "letter 17")
LATER = "2026-11-24T08:00"
#: Whatever the centre knows of 김하나 by name, number, e-mail, key or memo.
TEXTS = ("김하나", "1020010001", "2001-0001", "one@example.com", "오후에 다시", "A1")
COLLECTS = '\n[fields.age]\nkind = "integer"\n'
#: What a review says of today, not of its period: who is called next, and what is known by now.
OF_TODAY = (".at_batch", ".due_next")


@pytest.fixture
def house(tmp_path):
    return worked(centre(tmp_path))


@pytest.fixture
def lead(house):
    return lead_of(house, "010-2001-0001")


def forget(folder, *whom, as_of=LATER):
    code, answer = told(folder, "forget", *whom, *WHO, as_of=as_of)
    assert code in {0, 5}, answer
    return answer


def kept_texts(folder, texts=TEXTS):
    """Where one of the texts stands still: tables (undone batches and retired segments too), archive, ledger."""
    found = set()
    for path in (folder / "store").rglob("*"):
        if not path.is_file():
            continue
        if path.suffix == ".parquet":
            rows = pl.read_parquet(path)
            # Nobody's text, but the day's and the batch's figures.
            held = "\n".join(str(row) for row in rows.iter_rows())
        else:
            held = path.read_bytes().decode("utf-8", "replace")
        found |= {(path.parent.name, text) for text in texts if text in held}
    return found


def leaves(part, at=""):
    """Every figure of a review by its place."""
    if isinstance(part, dict):
        return {place: one for name, each in part.items() for place, one in leaves(each, f"{at}.{name}").items()}
    if isinstance(part, list):
        return {place: one for no, each in enumerate(part) for place, one in leaves(each, f"{at}[{no}]").items()}
    return {at: part}


def figures(folder, period="2026-W47"):
    code, answer = told(folder, "report", "--period", period, "--format", "json", as_of=LATER)
    assert code in {0, 5}, answer
    told_of = json.loads((folder / f"reports/cards/{period}.json").read_text(encoding="utf-8"))
    return {at: figure for at, figure in leaves(told_of).items() if not at.startswith(OF_TODAY)}


def test_nothing_that_names_the_person_is_kept(house, lead):
    run(house, "lead", "set", lead, "title=실장", "--by", "김 팀장", "--why", "김하나 asked")
    run(house, "suppress", "add", "--email", "one@example.com", "--by", "김하나", "--note", "wrote to us")
    run(house, "suppress", "add", "010-2001-0001", "--record", "A1", "--by", "김하나")
    run(house, "ingest", write(house, "q.csv", HEAD + "2026-11-20,25:99,010-2001-0001,김하나,김하늘,관심,,사적인 말\n"),
        "--source", "team")  # fmt: skip
    assert {text for _, text in kept_texts(house)} == set(TEXTS)
    run(house, "store", "compact", as_of="2026-11-23T09:00")
    answer = forget(house, lead)
    assert kept_texts(house, (*TEXTS, "실장", "사적인 말")) == set()
    assert set(answer["answer"]["source_files"]) >= {"lists/academies.csv", "q.csv", "drops.csv"}
    assert is_sound(house)


def test_others_keep_everything_that_is_told_of_them(house, lead):
    before = {number: run(house, "explain", number)[1] for number in ("010-2001-0002", "010-2001-0004")}
    forget(house, lead)
    assert {number: run(house, "explain", number)[1] for number in before} == before


@pytest.mark.parametrize("is_sold", [False, True])
def test_the_figures_of_a_review_stay(house, lead, is_sold):
    if is_sold:
        assert run(house, "ingest", write(house, "inbox/orders/o.csv", SALE), as_of="2026-11-20T20:00")[0] == 0
    before = figures(house)
    forget(house, lead)
    after = figures(house)
    assert {at: (before.get(at), after.get(at)) for at in before | after if before.get(at) != after.get(at)} == {}


def test_calls_that_brought_what_was_asked_still_count_as_such(tmp_path):
    house = centre(tmp_path)
    goals = 'secondary = ["call.interested"]\nbasic_information = ["age"]'
    write(house, "projects/cards.toml", CALLS_ONLY.replace('secondary = ["call.interested"]', goals) + COLLECTS)
    run(house, "prequalify", write(house, "l.csv", LIST), "-p", "cards")
    lead = lead_of(house, "010-2001-0001")
    head = HEAD.strip() + ",age\n"
    run(house, "ingest", write(house, "c.csv", head + "2026-11-16,10:05,010-2001-0001,김하나,김하늘,재통화,,,47\n"),
        "--source", "team")  # fmt: skip
    assert "information" in run(house, "explain", lead)[1]
    before = figures(house)
    forget(house, lead)
    said = run(house, "explain", lead)[1]
    assert "information" in said and "age forgotten" in said and "None" not in said
    assert figures(house) == before
    assert kept_texts(house, ('"age":47', "age: 47")) == set()


def test_the_lead_keeps_its_id_and_is_closed_for_good_with_who_when_and_why(house, lead):
    forget(house, lead)
    code, out, _ = run(house, "explain", lead)
    assert code == 0
    assert re.search(r"2026-11-24 08:00 +forgotten by privacy desk: letter 17", out)
    assert f"{lead}  cards" in out and "closed (forgotten) since 2026-11-24 08:00" in out
    for words in (("reopen",), ("number=010-2001-0009",), ("callback=2026-11-25T11:00",)):
        assert run(house, "lead", "set", lead, *words, *WHO)[0] == 2
    code, answer = told(house, "split", "--on", "2026-11-24", as_of=LATER)
    assert code in {0, 5}
    naming = [
        path for path in answer["files"] if path.endswith(".csv") and lead in (house / path).read_text("utf-8-sig")
    ]
    assert naming == ["queues/2026-11-24/not_queued.csv"]
    assert f"{lead},cards,closed,,forgotten" in (house / naming[0]).read_text("utf-8-sig")


def test_twice_is_once_by_id_and_by_number(house, lead):
    first = forget(house, lead)
    batches = len(told(house, "batches", "list")[1]["answer"]["batches"])
    for whom in (lead, "010-2001-0001", "+82 10 2001 0001"):
        code, answer = told(house, "forget", whom, *WHO, as_of=LATER)
        assert (code, answer["counts"]) == (0, {"forgotten": 0, "already_forgotten": 1})
    assert first["counts"]["forgotten"] == 1
    assert len(told(house, "batches", "list")[1]["answer"]["batches"]) == batches


def test_a_dry_run_tells_all_and_changes_nothing(house, lead):
    code, dry = told(house, "forget", lead, *WHO, "--dry-run", as_of=LATER)
    assert code == 5
    assert not (house / "store/forget.key").exists()
    assert "김하나" in run(house, "explain", lead)[1]
    done = forget(house, lead)
    assert dry["counts"] == done["counts"] and dry["answer"] == done["answer"]


def test_files_that_hold_the_person_are_told_and_left_as_they_are(house, lead):
    verdicts = next((house / "lists/academies").rglob("callable.csv"))
    before = verdicts.read_bytes()
    answer = forget(house, lead)
    held = answer["answer"]["files_holding"]
    assert verdicts.relative_to(house).as_posix() in held and "lists/academies.csv" in held
    assert verdicts.read_bytes() == before
    assert answer["exit_code"] == 5


def test_the_number_is_rejected_on_a_later_list_and_names_nobody(house, lead):
    forget(house, lead)
    again = LIST.replace("A1,", "B9,").replace("김하나", "김 하 나").replace("010-2001-0001", "+82-10-2001-0001")
    _code, answer = told(house, "prequalify", write(house, "lists/new.csv", again), "-p", "cards", as_of=LATER)
    assert answer["reasons"].get("forgotten") == 1 and answer["counts"]["rejected"] == 1
    with open_store(house / "store") as store:
        tables = {name for name in TABLES for row in store.scan(TABLES[name]).collect().iter_rows() if "B9" in str(row)}
    assert tables == set()
    assert is_sound(house)
    rejected = next(path for path in answer["files"] if path.endswith("rejected.csv"))
    assert ",forgotten," in (house / rejected).read_text(encoding="utf-8-sig")
    # Who asks again by number takes that file along.
    answer = forget(house, "010-2001-0001")
    assert answer["answer"]["source_files"] == ["lists/new.csv"]
    assert kept_texts(house, ("B9",)) == set()


def test_the_clients_key_is_rejected_on_the_same_list_under_another_number(house, lead):
    forget(house, lead)
    rows = LIST.replace("김하나", "김하나리").replace("010-2001-0001", "010-2009-0001").replace("one@", "two@")
    own = write(house, "lists/own.csv", rows)
    _code, answer = told(house, "prequalify", own, "-p", "cards", "--list", "academies", as_of=LATER)
    assert (answer["reasons"]["forgotten"], answer["counts"]["known"]) == (1, 3)
    with open_store(house / "store") as store:
        numbers = store.scan(TABLES["numbers"]).collect().get_column("number")
        assert 821020090001 not in numbers
        assert "A1" not in store.scan(TABLES["forgotten"]).collect().write_csv()
    # Of another list it is another key.
    other = write(house, "lists/other.csv", rows + "\n")
    _code, answer = told(house, "prequalify", other, "-p", "cards", "--list", "fair", as_of=LATER)
    assert "forgotten" not in answer["reasons"] and answer["counts"]["known"] == 3
    assert is_sound(house)


def test_a_key_that_others_have_too_keeps_out_that_name_alone(tmp_path):
    folder = centre(tmp_path)
    head, one, *_ = LIST.splitlines()
    colleague = one.replace("김하나", "이두리").replace("010-2001-0001", "010-2001-0009").replace("one@", "nine@")
    write(folder, "projects/cards.toml", CALLS_ONLY)
    first = write(folder, "one.csv", "\n".join((head, one, colleague)) + "\n")
    assert told(folder, "prequalify", first, "-p", "cards", "--list", "l")[1]["counts"]["callable"] == 2
    forget(folder, lead_of(folder, "010-2001-0001"))
    third = colleague.replace("이두리", "박세미").replace("0009", "0008").replace("nine@", "eight@")
    again = [head, one.replace("0001", "0007"), colleague, third]
    _code, answer = told(
        folder,
        "prequalify",
        write(folder, "two.csv", "\n".join(again) + "\n"),
        "-p",
        "cards",
        "--list",
        "l",
        as_of=LATER,
    )
    assert (answer["reasons"], answer["counts"]["callable"]) == ({"forgotten": 1}, 2)


def test_a_forgotten_number_is_kept_by_no_row_of_somebody_known(house, lead):
    """A colleague is delivered with it, as the only number, and as one of two: nobody may be called at it."""
    forget(house, lead)
    other = LIST.replace("010-2001-0002", "010-2001-0001").replace("010-2001-0004", "010-2001-0004 / 010-2001-0001")
    keys = [line for line in other.splitlines() if not line.startswith("A1,")]
    path = write(house, "lists/new.csv", "\n".join(keys) + "\n")
    _code, answer = told(house, "prequalify", path, "-p", "cards", "--list", "academies", as_of=LATER)
    assert answer["reasons"]["forgotten"] == 2
    assert kept_texts(house, ("1020010001",)) == set()
    with open_store(house / "store") as store:
        numbers = store.scan(TABLES["numbers"]).collect().get_column("number")
        assert 821020010001 not in numbers
    assert is_sound(house)
    code, out, _ = run(house, "forget", "010-2001-0001", *WHO, as_of=LATER)
    assert code in {0, 5} and "persons" not in out
    assert is_sound(house)


def test_a_row_that_is_nobodys_stands_for_no_other(house, lead):
    forget(house, lead)
    rows = "B9,다온학원,한다섯,원장,010-2001-0001\nB9,다온학원,한다섯,원장,010-2009-0009\n"
    head = "고객번호,학원명,담당자,직책,휴대폰\n"
    _code, answer = told(house, "prequalify", write(house, "n.csv", head + rows), "-p", "cards", as_of=LATER)
    assert (answer["reasons"].get("forgotten"), answer["counts"]["callable"]) == (1, 1)
    assert is_sound(house)


def test_a_forgotten_number_is_told_as_never_called_and_keeps_no_asker(house, lead):
    forget(house, lead)
    code, out, _ = run(house, "suppress", "test", "010-2001-0001", as_of=LATER)
    assert code == 0 and "forgotten: never called again" in out
    asks = ("--list", "by-hand", "--by", "김하나", "--note", "메모 김하나")
    assert run(house, "suppress", "add", "010-2001-0001", *asks, as_of=LATER)[0] == 0
    assert kept_texts(house, ("1020010001", "김하나")) == set()
    assert is_sound(house)


def test_the_store_tells_no_number_without_its_key(house, lead):
    forget(house, lead)
    key = house / "store/forget.key"
    assert key.stat().st_mode & 0o777 == 0o600
    key.unlink()
    code, out, err = run(house, "store", "check")
    assert code == 5 and "forget.key" in out + err
    assert run(house, "prequalify", write(house, "lists/new.csv", LIST + "\n"), "-p", "cards")[0] in {3, 4}


def test_results_that_come_later_are_counted_and_bring_nothing_back(house, lead):
    forget(house, lead)
    calls = HEAD + (
        "2026-11-18,14:03,010-2001-0001,김하나,김하늘,계약,,\n2026-11-23,11:00,010-2001-0001,김하나,김하늘,관심,,또 한마디\n"
    )
    _code, answer = told(house, "ingest", write(house, "late.csv", calls), "--source", "team", as_of=LATER)
    assert answer["counts"]["attempts"] == 1 and answer["counts"]["already_seen"] == 1
    with open_store(house / "store") as store:
        rows = store.scan(ATTEMPTS).filter(pl.col("lead_key") == 1).collect()
    assert rows.height == 4
    tables = {(where, text) for where, text in kept_texts(house, (*TEXTS, "또 한마디")) if where != "archive"}
    assert tables == set()
    assert "closed (forgotten)" in run(house, "explain", lead)[1]
    assert is_sound(house)


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
def test_undoing_another_batch_and_taking_it_again_brings_nobody_back(house, lead, batch):
    files = {1: "lists/academies.csv", 2: "drops.csv", 3: "inbox/team/calls-16.csv", 4: "inbox/team/calls-18.csv"}
    verbs = {1: ("prequalify", "-p", "cards", "--list", "academies"), 2: ("touch", "-p", "cards")}
    forget(house, lead)
    assert run(house, "batches", "undo", batch, as_of=LATER)[0] in {0, 5}
    assert is_sound(house)
    verb, *rest = verbs.get(batch, ("ingest", "--source", "team"))
    assert run(house, verb, house / files[batch], *rest, as_of=LATER)[0] in {0, 5}
    assert is_sound(house)
    store = {(where, text) for where, text in kept_texts(house) if where not in {"archive", "quarantine"}}
    assert store == set()
    assert "forgotten" in run(house, "explain", lead)[1]


def test_a_forget_cannot_be_undone(house, lead):
    batch = forget(house, lead)["batch"]
    code, _, err = run(house, "batches", "undo", batch)
    assert code == 2 and "is a forget and cannot be undone" in err


def test_deciding_again_reads_what_is_kept_of_the_list(house, lead):
    answer = forget(house, lead)
    assert answer["answer"]["lists_kept"] == ["lists/academies.csv"]
    code, out, _ = run(house, "prequalify", "--again", "-p", "cards", as_of=LATER)
    assert code == 0 and "nothing changes" in out
    assert run(house, "classify", as_of=LATER)[0] in {0, 5}
    assert is_sound(house)
    assert kept_texts(house) == set()


def test_the_same_live_file_makes_no_batch_and_is_not_kept_again(house, lead):
    forget(house, lead)
    code, answer = told(house, "prequalify", house / "lists/academies.csv", "-p", "cards", as_of=LATER)
    assert code == 0 and answer["inputs"][0]["state"] == "same_as_before"
    assert kept_texts(house) == set()


SHARED = LIST.replace("010-2001-0002", "02-555-0101").replace("010-2001-0004", "02-555-0101")


@pytest.fixture
def desk(tmp_path):
    """Two people of one number."""
    house = centre(tmp_path)
    run(house, "prequalify", write(house, "l.csv", SHARED), "-p", "cards", "--list", "academies")
    return house


def lead_named(folder, name):
    _code, answer = told(folder, "explain", "02-555-0101")
    people = answer["answer"]["persons"]
    shown = {one["person_id"]: one["leads"][0]["lead_id"] for one in people}
    out = run(folder, "explain", "02-555-0101")[1]
    (person,) = re.findall(rf"^(P\w+)  {name},", out, re.MULTILINE)
    return shown[person]


def test_a_number_of_several_is_no_name(desk):
    code, _, err = run(desk, "forget", "02-555-0101", *WHO)
    assert code == 2 and "is the number of 2 persons" in err


def test_a_number_that_others_have_too_stays_theirs_and_keeps_out_that_name_alone(desk):
    lead = lead_named(desk, "이두리")
    answer = forget(desk, lead)
    assert any("1 other person here has it too" in word for word in answer["warnings"])
    assert "최네모" in run(desk, "explain", "02-555-0101")[1]
    new = SHARED.replace("A2,", "C2,").replace("A4,", "C4,").replace("최네모", "한다섯")
    _code, again = told(desk, "prequalify", write(desk, "n.csv", new), "-p", "cards", "--list", "new", as_of=LATER)
    assert again["reasons"].get("forgotten") == 1
    callable_csv = next(path for path in again["files"] if path.endswith("callable.csv"))
    assert "한다섯" in (desk / callable_csv).read_text(encoding="utf-8-sig")
    assert is_sound(desk)


def test_both_people_of_a_number_forgotten_leave_nothing_of_it(desk):
    for name in ("이두리", "최네모"):
        forget(desk, lead_named(desk, name))
    assert kept_texts(desk, ("25550101", "555-0101", "이두리", "최네모")) == set()
    assert is_sound(desk)


def test_calls_handed_out_are_taken_back(tmp_path):
    house = centre(tmp_path)
    write(house, "projects/cards.toml", CALLS_ONLY)
    run(house, "prequalify", write(house, "l.csv", LIST), "-p", "cards")
    lead = lead_of(house, "010-2001-0001")
    assert run(house, "split", "--on", "2026-11-24", "--release", as_of=LATER)[0] in {0, 5}
    answer = forget(house, lead)
    assert answer["counts"]["withdrawn"] == 1
    assert lead in (house / "queues/2026-11-24/withdraw.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(("words", "says"), [
    (("L0000099",), "is neither"), (("010-9999-0000",), "nobody here"), (("--by", " "), "must say something"),
])  # fmt: skip
def test_what_cannot_be_meant_is_refused(house, lead, words, says):
    asked = (lead, "--by", " ", "--why", "x") if words[0] == "--by" else (*words, *WHO)
    code, _, err = run(house, "forget", *asked)
    assert code == 2 and says in err


def test_what_the_person_asked_is_history_without_a_name(house, lead):
    run(house, "suppress", "add", "010-2001-0001", "010-2001-0002", "--email", "one@example.com", "--list", "wishes")
    forget(house, lead)
    code, out, _ = run(house, "suppress", "log", "--list", "wishes")
    assert code == 0 and "forgotten" in out and "None" not in out
    for words in ((), ("--history",)):
        code, answer = told(house, "suppress", "export", "--list", "wishes", *words, as_of=LATER)
        text = (house / answer["files"][0]).read_text("utf-8-sig")
        assert "010-2001-0002" in text and "10000000" not in text
    assert kept_texts(house) == set()
    assert run(house, "suppress", "export", "--list", "nobody")[0] == 2


def test_a_suppliers_answer_on_a_forgotten_person_changes_nothing(house, lead):
    person = told(house, "explain", lead)[1]["answer"]["persons"][0]["person_id"]
    forget(house, lead)
    head = "person_id,lead_id,answer,answered_on,new_person,new_title,new_number\n"
    answer = f"{person},{lead},changed,2026-11-23,김새별,이사,010-2001-0077\n"
    code, _ = told(house, "verify", "import", write(house, "a.csv", head + answer), "--supplier", "S", as_of=LATER)
    assert code in {0, 5}
    held = {(where, text) for where, text in kept_texts(house, ("김새별", "이사", "20010077")) if where != "archive"}
    assert held == set()
    assert is_sound(house) and "closed (forgotten)" in run(house, "explain", lead)[1]


def test_several_are_forgotten_together_and_nobody_else(house):
    leads = [lead_of(house, f"010-2001-000{n}") for n in (1, 2, 4)]
    answer = forget(house, *leads)
    assert answer["counts"]["forgotten"] == 3 and answer["counts"]["leads"] == 3
    assert kept_texts(house, (*TEXTS, "이두리", "최네모", "20010002", "20010004")) == set()
    assert "박세미" in run(house, "explain", "010-2001-0003")[1]
    assert is_sound(house)
