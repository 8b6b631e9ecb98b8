"""A lead may be called as long as one of its lists holds it: lives of several lists beside a model that is obviously right."""

import csv
import shutil
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.ids import lead_id
from telebatch.model.tables import PEOPLE
from telebatch.store import open_store
from tests.pipeline.small import CALLS_ONLY, centre, run, told, write

FIRST_DAY = date(2026, 11, 2)
COLUMNS = "성명,학원명,직책,휴대폰\n"
PEOPLE_OF = {
    name: f"{name},{name[0]}학원,원장,010-2001-{n:04}\n" for n, name in enumerate(("가하나", "나둘", "다셋", "라넷"))
}
ONE, TWO, THREE, FOUR = PEOPLE_OF


@dataclass(frozen=True)
class Delivery:
    """A list as it came, `late` days after its own day: `whole` withdraws whom it lacks, and `until` tells its last day."""

    name: str
    holds: tuple
    whole: bool = False
    until: int | None = None
    late: int = 0


def begun(folder):
    shutil.rmtree(folder, ignore_errors=True)
    centre(folder)
    write(folder, "projects/cards.toml", CALLS_ONLY)
    return folder


def taken(folder, day, one):
    """The answer to a delivery; a file has a row of its day, so that none is the same file twice."""
    rows = "".join(PEOPLE_OF[name] for name in one.holds)
    path = write(folder, f"in/{day}.csv", COLUMNS + rows + f"날{day},달력,원장,010-2002-{day:04}\n")
    more = ["--withdraw-missing"] if one.whole else []
    more += ["--received-on", str(FIRST_DAY + timedelta(days=day - one.late))] if one.late else []
    more += [] if one.until is None else ["--use-until", str(FIRST_DAY + timedelta(days=one.until))]
    code, answer = told(folder, "prequalify", path, "-p", "cards", "--list", one.name, *more, as_of=clock(day))
    assert code == 0, answer
    return answer


def clock(day):
    return f"{FIRST_DAY + timedelta(days=day)}T09:00"


def in_files(folder, answer, verdict="callable"):
    """Name → detail of those whom the verdict files of an answer hold under a verdict."""
    found = {}
    for name in answer["files"]:
        if name.endswith(f"/{verdict}.csv"):
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                found |= {row["person"]: (row["reasons"], row["detail"]) for row in csv.DictReader(file)}
    return {person: told for person, told in found.items() if person in PEOPLE_OF}


def may_be_called(folder, day):
    """Names of those whom their lists give on that day."""
    with open_store(folder / "store") as store:
        names = dict(store.scan(PEOPLE, every_batch=True).select("person_key", "person").collect().iter_rows())
        states = store.lead_state().filter(pl.col("status") == "open").collect()
    on = FIRST_DAY + timedelta(days=day)
    rows = states.select("person_key", "use_until").iter_rows()
    return {names[key] for key, until in rows if until is None or until >= on} & set(PEOPLE_OF)


def model(lived, day):
    """The same, list by list and delivery by delivery: a list holds whom it told of and did not leave out since."""
    found = set()
    for name in {one.name for _, one in lived}:
        holds, until = set(), {}
        own = [(at - one.late, at, one) for at, one in lived if one.name == name]
        for *_, one in sorted(own, key=lambda told: told[:2]):
            holds = set(one.holds) if one.whole else holds | set(one.holds)
            until |= {person: one.until for person in one.holds if one.until is not None}
        found |= {person for person in holds if until.get(person, day) >= day}
    return found


def test_another_list_that_holds_the_lead_keeps_it_and_takes_it_off_in_its_turn(tmp_path):
    folder = begun(tmp_path)
    for day, one in enumerate((Delivery("a", (ONE, TWO, THREE)), Delivery("b", (TWO, THREE)), Delivery("c", (THREE,)))):
        taken(folder, day, one)
    answer = taken(folder, 3, Delivery("a", (), whole=True))
    # Nobody but the calendar of each day stands in one list alone, beside the first person.
    assert (answer["counts"]["withdrawn"], answer["counts"]["held_by_other_lists"]) == (2, 2)
    assert any(note == "2 leads stay without list a, held by list b (1), list c (1)" for note in answer["warnings"])
    assert may_be_called(folder, 3) == {TWO, THREE}
    assert (
        run(folder, "explain", "010-2001-0001", as_of=clock(3))[1].count("no longer on list a as delivered again") == 1
    )
    answer = taken(folder, 4, Delivery("b", (THREE,), whole=True))
    assert (answer["counts"]["withdrawn"], answer["counts"]["held_by_other_lists"]) == (2, 0)
    assert may_be_called(folder, 4) == {THREE}
    taken(folder, 5, Delivery("a", (ONE,)))
    assert may_be_called(folder, 5) == {ONE, THREE}
    assert run(folder, "store", "check")[0] == 0


def test_a_list_that_is_not_the_latest_of_the_lead_withdraws_it_too(tmp_path):
    """The lead stands at b; what a leaves out is heeded all the same once b leaves it out."""
    folder = begun(tmp_path)
    lived = [Delivery("a", (ONE,)), Delivery("b", (ONE,)), Delivery("a", (), whole=True), Delivery("b", (), whole=True)]
    for day, one in enumerate(lived):
        taken(folder, day, one)
    assert may_be_called(folder, 3) == set()


def test_a_list_whose_last_day_is_over_holds_nobody(tmp_path):
    folder = begun(tmp_path)
    taken(folder, 0, Delivery("a", (ONE, TWO)))
    taken(folder, 1, Delivery("b", (ONE, TWO), until=2))
    assert taken(folder, 3, Delivery("a", (TWO,), whole=True))["counts"]["held_by_other_lists"] == 0
    assert may_be_called(folder, 3) == {TWO}


def test_a_handed_out_call_is_taken_back_once_nothing_holds_its_lead(tmp_path):
    folder = begun(tmp_path)
    taken(folder, 0, Delivery("a", (ONE, TWO)))
    taken(folder, 1, Delivery("b", (ONE,)))
    assert told(folder, "split", "--on", "2026-11-05", "--release", as_of=clock(2))[0] == 0
    answer = taken(folder, 3, Delivery("a", (), whole=True))
    (file,) = [name for name in answer["files"] if name.endswith("withdraw.csv")]
    # The second person, and the calendar of the first day.
    assert len((folder / file).read_text(encoding="utf-8-sig").splitlines()) == 3


def test_an_answer_on_a_lead_judges_it_by_the_list_that_holds_it(tmp_path):
    folder = begun(tmp_path)
    taken(folder, 0, Delivery("b", (ONE,)))
    taken(folder, 1, Delivery("a", (ONE,)))
    taken(folder, 2, Delivery("a", (), whole=True))
    lead = told(folder, "explain", "010-2001-0000")[1]["answer"]["persons"][0]["leads"][0]["lead_id"]
    code, _ = told(folder, "lead", "set", lead, "title=사원", "--by", "kim", "--why", "heard", as_of=clock(3))
    assert code == 0
    with open_store(folder / "store") as store:
        state = store.lead_state().filter(lead_id(pl.col("lead_key")) == lead).collect().row(0, named=True)
    assert (state["status"], state["list"], state["key_person_state"]) == ("open", "b", "not_key_person")


def test_an_older_delivery_that_comes_late_puts_nobody_on_whom_a_whole_one_lacks(tmp_path):
    folder = begun(tmp_path)
    taken(folder, 3, Delivery("a", (ONE,), whole=True))
    late = taken(folder, 5, Delivery("a", (ONE, TWO, THREE), late=3))
    # The calendar of that day as well.
    assert "3 leads are not called by list a: a newer delivery, which came whole, lacks them" in late["warnings"]
    taken(folder, 6, Delivery("b", (THREE,), late=5))
    assert may_be_called(folder, 6) == {ONE, THREE}
    assert told(folder, "batches", "undo", late["batch"], as_of=clock(7))[0] == 0
    assert may_be_called(folder, 7) == {ONE, THREE}
    assert run(folder, "store", "check")[0] == 0


def test_the_files_of_an_older_delivery_that_comes_late_call_nobody_whom_the_list_lacks(tmp_path):
    folder = begun(tmp_path)
    taken(folder, 0, Delivery("a", (ONE, FOUR)))
    taken(folder, 3, Delivery("a", (ONE,), whole=True))
    taken(folder, 4, Delivery("b", (THREE,)))
    late = taken(folder, 5, Delivery("a", (ONE, TWO, THREE, FOUR), late=3))
    lacks = ("withdrawn", "this list as delivered on 2026-11-05, whole, lacks this person")
    # Another list holds the third person.
    assert set(in_files(folder, late)) == {ONE, THREE} == may_be_called(folder, 5)
    assert in_files(folder, late, "rejected") == {TWO: lacks, FOUR: lacks}
    # And the calendar of that day.
    assert (late["counts"]["callable"], late["counts"]["rejected"], late["reasons"]["withdrawn"]) == (2, 3, 3)
    assert "4 leads are not called by list a: a newer delivery, which came whole, lacks them" in late["warnings"]
    write(folder, "projects/cards.toml", CALLS_ONLY.replace('"mgr"', '"dir"'))
    again = told(folder, "prequalify", "--again", "-p", "cards", as_of=clock(6))[1]
    first, *_, last = [{**again, "files": [one for one in again["files"] if f"/{day}-" in one]} for day in (0, 3, 5)]
    assert (in_files(folder, first, "rejected"), set(in_files(folder, first))) == ({FOUR: lacks}, {ONE})
    assert (in_files(folder, last, "rejected"), set(in_files(folder, last))) == (
        {TWO: lacks, FOUR: lacks},
        {ONE, THREE},
    )


def test_figures_of_a_list_that_cannot_be_read_again_tell_whom_it_holds_no_more_too(tmp_path):
    folder = begun(tmp_path)
    taken(folder, 0, Delivery("a", (ONE, TWO, THREE)))
    taken(folder, 1, Delivery("a", (TWO, THREE), whole=True))
    lead = told(folder, "explain", "010-2001-0002")[1]["answer"]["persons"][0]["leads"][0]["lead_id"]
    for _ in ("before", "after"):
        lines = run(folder, "prequalify", "--again", "-p", "cards", "--dry-run", as_of=clock(2))[1].splitlines()
        # The first person and the calendar of the first day, by the first list.
        assert "withdrawn 2 → 2" in {" ".join(line.split()) for line in lines}, lines
        run(folder, "forget", lead, "--by", "kim", "--why", "letter", as_of=clock(2))


def test_deciding_again_by_looser_rules_brings_nobody_back_whom_the_list_no_longer_holds(tmp_path):
    folder = begun(tmp_path)
    strict = CALLS_ONLY.replace("[key_person]", '[key_person]\nunknown_titles = "reject"')
    write(folder, "projects/cards.toml", strict)
    one, two, three, four = (PEOPLE_OF[ONE], *(PEOPLE_OF[name].replace("원장", "담당") for name in (TWO, THREE, FOUR)))
    lived = (("a", (one, two, three, four)), ("b", (three,)), ("a", (one, four)))
    for day, (name, held) in enumerate(lived):
        path = write(folder, f"in/{name}{day}.csv", COLUMNS + "".join(held))
        more = ("--withdraw-missing",) if day == 2 else ()
        assert told(folder, "prequalify", path, "-p", "cards", "--list", name, *more, as_of=clock(day))[0] == 0
    write(folder, "projects/cards.toml", strict.replace('"reject"', '"accept"'))
    code, answer = told(folder, "prequalify", "--again", "-p", "cards", as_of=clock(3))
    assert code == 0 and answer["warnings"][-1].startswith("2 leads are not called by their lists: a newer delivery")
    assert may_be_called(folder, 3) == {ONE, THREE, FOUR}
    # The files of the first delivery say so too, once the later ones are decided: they hold the third and the fourth.
    first = {**answer, "files": [name for name in answer["files"] if "/a0-" in name]}
    lacks = ("withdrawn", "this list as delivered on 2026-11-04, whole, lacks this person")
    assert (set(in_files(folder, first)), in_files(folder, first, "rejected")) == ({ONE, THREE, FOUR}, {TWO: lacks})
    assert answer["reasons"]["rejected (key_person_unknown) → rejected (withdrawn)"] == 1
    assert answer["counts"]["records"] == 7 and len(answer["files"]) == len(set(answer["files"])) == 12
    assert run(folder, "store", "check")[0] == 0


LIVES = st.lists(
    st.builds(
        Delivery, st.sampled_from("abc"), st.lists(st.sampled_from(list(PEOPLE_OF)), unique=True, max_size=4).map(tuple),
        st.booleans(), st.sampled_from((None, None, 20, 40)), st.sampled_from((0, 0, 1, 2)),
    ),
    min_size=3, max_size=6,
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(LIVES, st.lists(st.integers(0, 5), max_size=3, unique=True))
def test_any_life_of_several_lists_calls_whom_each_by_itself_still_gives(tmp_path, deliveries, undone):
    folder, batches, lived = begun(tmp_path / "life"), {}, []
    for day, one in enumerate(deliveries):
        before = model(lived, day)
        answer = taken(folder, day, one)
        batches[day] = answer["batch"]
        lived.append((day, one))
        assert may_be_called(folder, day) == model(lived, day)
        assert model(lived, day) & {*one.holds} <= {*in_files(folder, answer)} <= model(lived, 0) & {*one.holds}
        if one.whole:
            gone = before - model(lived, day)
            assert answer["counts"]["withdrawn"] >= len(gone)
    write(folder, "projects/cards.toml", CALLS_ONLY.replace('"mgr"', '"dir"'))
    again = told(folder, "prequalify", "--again", "-p", "cards", as_of=clock(9))[1]
    for day, one in enumerate(deliveries):
        theirs = {**again, "files": [name for name in again["files"] if f"/{day}-" in name]}
        assert model(lived, 9) & {*one.holds} <= {*in_files(folder, theirs)} <= model(lived, 0) & {*one.holds}
    for day in (one for one in undone if one in batches):
        assert told(folder, "batches", "undo", batches[day], as_of=clock(10))[0] in {0, 5}
        lived = [(at, one) for at, one in lived if at != day]
        for on in (10, 30):
            assert may_be_called(folder, on) == model(lived, on)
    assert run(folder, "store", "check")[0] == 0
