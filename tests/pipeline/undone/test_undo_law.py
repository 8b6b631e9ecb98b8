"""Taking a batch back is the world in which its file never came; only do-not-calls, and what was handed out, stay."""

import csv
import shutil

import polars as pl
import pytest

from telebatch.model.ids import lead_id
from telebatch.model.tables import LEADS, PEOPLE
from telebatch.store import open_store
from tests.pipeline.lives import Lives
from tests.pipeline.small import (
    CALLS,
    DROPS,
    HEAD,
    LATER,
    LIST,
    ORDERS,
    SALE,
    TEAM,
    TOUCHES,
    centre,
    run,
    told,
    write,
)

#: The same people later: one title, one company and one number are new, one person is missing, one came.
AGAIN = """관리번호,학원명,담당자,직책,휴대폰,이메일
A1,가온학원,김하나,대표,010-2001-0001,one@example.com
A2,나래영어학원,이두리,원장,010-2001-0012,
A4,라온학원,최네모,원장,010-2001-0004,
A9,하람학원,구아홉,원장,010-2001-0009,
"""
#: The export of the second evening holds the first day again, one row corrected.
OVERLAP = HEAD + (
    "2026-11-16,10:05,010-2001-0001,김하나,김하늘,재통화,2026-11-18 14:00,오후에 다시\n"
    "2026-11-16,10:15,010-2001-0002,이두리,김하늘,거절,,\n"
    "2026-11-17,11:00,010-2001-0004,최네모,이보람,관심,,\n"
)
TWILIO = TEAM.replace("team_sheet", "twilio_calls")
NUMBERS = "전화번호\n010-2001-0004\n"

#: What a supervisor corrected by hand: somebody's agent, a callback, a day until which a lead waits.
FIXES = "lead_id,field,value,by,why,at\n" + "".join(
    f"{pl.select(lead_id(pl.lit(key))).item()},{field},{value},kim,asked,{at}\n"
    for key, field, value, at in (
        (1, "agent", "1001", "2026-11-19 10:00"), (2, "callback", "2026-11-30 11:00", "2026-11-19 11:00"),
        (3, "hold until", "2026-12-01", "2026-11-17 15:00"), (1, "close", "", "2026-11-17 16:00"),
    )
)  # fmt: skip

#: Name → command, file, when; in the order of life. The first list is nobody's to take back here.
STEPS = {
    "touch": (("touch", "drops.csv", "-p", "cards"), DROPS, "2026-11-11T09:00"),
    "calls": (("ingest", "inbox/team/calls-16.csv"), CALLS, "2026-11-16T20:00"),
    "again": (("prequalify", "again.csv", "-p", "cards", "--list", "academies"), AGAIN, "2026-11-17T09:00"),
    "overlap": (("ingest", "inbox/team/calls-17.csv"), OVERLAP, "2026-11-17T20:00"),
    "later": (("ingest", "inbox/team/calls-18.csv"), LATER, "2026-11-18T20:00"),
    "sale": (("ingest", "inbox/orders/orders.csv"), SALE, "2026-11-20T20:00"),
    "corrections": (("ingest", "fixes.csv", "-p", "cards"), FIXES, "2026-11-20T21:00"),
    "until": (("suppress", "import", "numbers.csv", "--until", "2027-01-31"), NUMBERS, "2026-11-21T09:00"),
}


LIVES = Lives(most=len(STEPS))


def lived(folder, names):
    """A centre that took the files named, in the order of life."""
    names = tuple(names)
    batches = LIVES.lived(folder, names, _begun, lambda folder, place: given(folder, STEPS[names[place]]))
    return dict(zip(names, batches, strict=True))


def _begun(folder):
    centre(folder, orders=ORDERS, drops=TOUCHES)
    write(folder, "lists/academies.csv", LIST)
    take(folder, ("prequalify", "lists/academies.csv", "-p", "cards", "--list", "academies"), "2026-11-02T09:00")


def given(folder, step):
    """A file is written and taken; the batch."""
    words, text, as_of = step
    write(folder, next(word for word in words if word.endswith(".csv")), text)
    return take(folder, words, as_of)


def take(folder, words, as_of):
    words = [folder / word if word.endswith(".csv") else word for word in words]
    code, answer = told(folder, *words, as_of=as_of)
    assert code in {0, 5}, answer
    return answer["batch"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return folder, lived(folder, STEPS)


def stands(folder):
    """How every lead stands, by the person's name: ids are given in order of arrival."""
    with open_store(folder / "store") as store:
        states = store.lead_state().filter(pl.col("status") != "gone").drop("batch").collect()
        named = store.scan(LEADS).join(store.scan(PEOPLE).select("person_key", "person").unique(), on="person_key")
        names = named.select("lead_key", "person").unique("lead_key").collect()
    rows = states.join(names, on="lead_key", how="left").drop("lead_key", "person_key")
    # Who is named by nothing live has no name: there is at most one of them.
    return {row["person"]: row for row in rows.sort("person").iter_rows(named=True)}


def differing(one, other):
    """Person → column → both values, where they differ."""
    told = {}
    for person in sorted({*one, *other}, key=str):
        mine, theirs = one.get(person, {}), other.get(person, {})
        named = {key: (mine.get(key), theirs.get(key)) for key in {*mine, *theirs} if mine.get(key) != theirs.get(key)}
        told |= {person: named} if named else {}
    return told


def moved(folder, undone):
    """(lead_id, field) of what stands differently: of a lead the words for people, else everything else."""
    words = ("status", "standing", "call_steps_done", "callback_utc", "last_outcome", "last_attempt_utc",
             "key_person_state")  # fmt: skip
    # The project asks for no consents, so since when somebody agreed is told of nobody.
    rows, unasked = [], {"consent_since"}
    for one in (folder, undone):
        with open_store(one / "store") as store:
            state = store.lead_state().with_columns(lead_id(pl.col("lead_key")).alias("lead_id")).collect()
        rows.append({row["lead_id"]: row for row in state.iter_rows(named=True)})
    old, new = rows
    differs = {lead: [name for name, value in row.items() if old.get(lead, {}).get(name) != value and name not in
               {"batch", "lead_id", "lead_key", "person_key", "project", *unasked}] for lead, row in new.items()}  # fmt: skip
    shown = {lead: [name for name in names if name in words] or names for lead, names in differs.items()}
    return {(lead, name.removesuffix("_utc")) for lead, names in shown.items() for name in names}


def listed(folder, number):
    path = folder / f"undone/batch-{number}.csv"
    if not path.exists():
        return set()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["before"] != row["after"] and row["project"] == "cards" for row in rows)
    return {(row["lead_id"], row["field"]) for row in rows}


@pytest.mark.slow
@pytest.mark.parametrize("name", STEPS)
def test_undoing_a_batch_is_the_world_in_which_its_file_never_came(whole, tmp_path, name):
    folder, numbers = whole
    undone = tmp_path / "undone"
    shutil.copytree(folder, undone)
    code, _, err = run(undone, "batches", "undo", str(numbers[name]), "--with-do-not-calls", as_of="2026-11-22T09:00")
    assert code in {0, 5}, err
    assert listed(undone, numbers[name]) == moved(folder, undone)
    never = tmp_path / "never"
    never.mkdir()
    lived(never, [one for one in STEPS if one != name])
    assert differing(stands(undone), stands(never)) == {}
    assert run(undone, "store", "check")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", STEPS)
def test_taking_an_undone_file_again_is_as_if_nothing_had_been_undone(whole, tmp_path, name):
    folder, numbers = whole
    again = tmp_path / "again"
    shutil.copytree(folder, again)
    run(again, "batches", "undo", str(numbers[name]), "--with-do-not-calls", as_of="2026-11-22T09:00")
    words, _, as_of = STEPS[name]
    take(again, words, as_of)
    found = differing(stands(again), stands(folder))
    if name == "again":
        # A list is decided by what is asked on its day: the request of the 21st was not known before.
        assert found.pop("최네모") == {"verdict": ("rejected", "callable")}
    assert found == {}
    if name == "again":
        both = (again, shutil.copytree(folder, tmp_path / "whole"))
        for one in both:
            run(one, "batches", "undo", str(numbers["until"]), "--with-do-not-calls", as_of="2026-11-22T09:00")
        assert differing(*map(stands, both)) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "order",
    [
        ("sale", "later", "corrections", "overlap", "calls", "touch", "again"),
        ("corrections", "again", "later", "touch", "overlap", "sale", "calls"),
        ("overlap", "again", "sale", "calls", "later", "corrections", "touch"),
    ],
    ids=" ".join,
)
def test_files_in_any_order_give_the_same_leads(tmp_path, order):
    """Each file is taken when it comes, days late or early; a redelivered list with new numbers among them."""
    for folder in (tmp_path / "usual", tmp_path / "other"):
        folder.mkdir()
    lived(tmp_path / "usual", [name for name in STEPS if name in order])
    lived(tmp_path / "other", order)
    assert differing(stands(tmp_path / "other"), stands(tmp_path / "usual")) == {}


def test_an_undo_is_not_undone_and_says_how_its_file_comes_back(tmp_path):
    folder = centre(tmp_path)
    taken = told(
        folder, "prequalify", write(folder, "lists/academies.csv", LIST), "-p", "cards", "--list", "academies"
    )[1]
    _, answer = told(folder, "batches", "undo", taken["batch"])
    code, _, err = run(folder, "batches", "undo", answer["batch"])
    assert code == 2
    assert "is itself an undo, and cannot be undone; give the file again" in err


def test_an_undo_tells_leads_of_which_only_the_time_of_a_call_moves(tmp_path):
    """Also where it was not the last call, so that nothing else about the lead changes."""
    centre(tmp_path, twilio=TWILIO)
    write(tmp_path, "lists/academies.csv", LIST)
    take(tmp_path, ("prequalify", "lists/academies.csv", "-p", "cards", "--list", "academies"), "2026-11-02T09:00")
    for name, at in (("a", "10:00"), ("b", "10:30")):
        calls = (("CA1", f"2026-11-16T{at}:00Z"), ("CA2", "2026-11-17T10:00:00Z"))
        rows = "".join(f"{sid},+821020010001,+8221234567,no-answer,{start},0,outbound-api\n" for sid, start in calls)
        write(tmp_path, f"inbox/twilio/{name}.csv", f"Sid,To,From,Status,Start Time,Duration,Direction\n{rows}")
        words = ("ingest", f"inbox/twilio/{name}.csv", "--exported", f"2026-11-18T{at}")
        number = take(tmp_path, words, "2026-11-18T20:00")
    for words in (("--dry-run",), ()):
        code, answer = told(tmp_path, "batches", "undo", str(number), *words, as_of="2026-11-22T09:00")
        assert (code, answer["counts"]["leads_changed"]) == (0, 1)
    assert listed(tmp_path, number) == {(pl.select(lead_id(pl.lit(1))).item(), "first_attempt")}
