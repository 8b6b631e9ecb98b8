"""Who asked not to be contacted is never called again, under whatever name, number, list or project they come back."""

import csv
import tempfile
from pathlib import Path

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from tests.pipeline.small import CENTRE, TEAM, told, write
from tests.pipeline.test_shifts import CALLS_ONLY, CLUB

HEADER = "관리번호,학원명,담당자,직책,휴대폰,이메일\n"
NUMBERS = ("010-2001-0001", "010-2001-0002")
#: How the same person may be told: key, company, name, number, e-mail.
SPELLINGS = (
    "A1,가온학원,김하나,원장,{number},one@example.com",
    ",㈜가온학원,김하나,원장,{number},",
    "A1,가온학원,김 하나,원장,{number},ONE@example.com",
    ",가온학원,김하나,대표원장,{number},one@example.com",
)
AT = "2026-11-23T08:00"

steps = st.lists(
    st.one_of(
        st.tuples(st.just("list"), st.integers(0, 3), st.integers(0, 1), st.sampled_from(["cards", "club"])),
        st.tuples(st.just("undo"), st.integers(0, 3), st.just(0), st.just("")),
    ),
    max_size=5,
)


def centre(folder):
    write(folder, "telebatch.toml", CENTRE)
    write(folder, "projects/cards.toml", CALLS_ONLY)
    write(folder, "projects/club.toml", CLUB)
    write(folder, "sources/team.toml", TEAM)
    return folder


def listed(folder, name, spelling, number, project):
    """One person beside somebody else; the batch, and who is callable by number."""
    other = f"B9,나래학원,이두리,원장,010-2001-0099,{name}@example.com"
    path = write(folder, f"{name}.csv", f"{HEADER}{SPELLINGS[spelling].format(number=NUMBERS[number])}\n{other}\n")
    code, answer = told(folder, "prequalify", path, "-p", project, "--list", "academies", as_of="2026-11-20")
    assert code in {0, 5}, answer
    return answer["batch"], path.parent / answer["files"][0]


def in_file(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["person"] for row in csv.DictReader(file)}


def ask(folder, kind, callable_file):
    """The person asks, named in one way."""
    with callable_file.open(encoding="utf-8-sig", newline="") as file:
        mine = next(row for row in csv.DictReader(file) if row["person"].replace(" ", "") == "김하나")
    words = {
        "lead": ["--lead", mine["lead_id"]],
        "email": ["--email", "One@Example.com"],
        "record": ["--record", "a1"],
    }[kind]
    code, answer = told(folder, "suppress", "add", *words, as_of="2026-11-20")
    assert (code, answer["counts"]["suppressed"]) == (0, 1), answer


# Found by search: the list by which the person was known is undone, and she comes back under another number.
@example("lead", [("list", 3, 1, "cards"), ("undo", 0, 0, ""), ("list", 1, 0, "club")])
@example("record", [("list", 1, 0, "cards"), ("list", 1, 1, "club")])
# Capitals in an address made another person of her.
@example("lead", [("list", 2, 0, "cards"), ("list", 3, 1, "cards")])
@example("email", [("list", 3, 0, "cards"), ("undo", 0, 0, ""), ("list", 3, 1, "cards")])
# Each example runs a dozen commands: a failing one is shown as it was found.
@settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from(["lead", "email", "record"]), steps)
def test_who_asked_is_callable_in_no_list_and_queued_in_no_shift(kind, history):
    with tempfile.TemporaryDirectory() as place:
        folder = centre(Path(place))
        first, files = listed(folder, "first", 0, 0, "cards")
        ask(folder, kind, files)
        batches = [first]
        for turn, (what, which, number, project) in enumerate(history):
            if what == "undo":
                if which < len(batches):
                    told(folder, "batches", "undo", batches.pop(which), as_of="2026-11-21")
                continue
            batch, files = listed(folder, f"list{turn}", which, number, project)
            batches.append(batch)
            called = {person.replace(" ", "") for person in in_file(files)}
            assert "김하나" not in called, (kind, history)
        told(folder, "split", "--on", "2026-11-23", as_of=AT)
        for path in folder.glob("queues/2026-11-23/*/*/*.csv"):
            assert "김하나" not in path.read_text("utf-8-sig").replace(" ", "")


def test_a_request_for_one_project_leaves_the_other_alone(tmp_path):
    folder = centre(tmp_path)
    listed(folder, "first", 0, 0, "cards")
    code, _ = told(folder, "suppress", "add", "--record", "A1", "--project", "cards", as_of="2026-11-20")
    assert code == 0
    assert "김하나" in in_file(listed(folder, "second", 0, 0, "club")[1])
