"""Result rows are matched with what is known when they come; what an undo takes away, they are matched without."""

import pytest

from telebatch.model.tables import ATTEMPTS, QUARANTINE
from tests.pipeline.lives import Lives
from tests.pipeline.nights import HOTLINE, adds_up, facts, is_sound
from tests.pipeline.small import HEAD, ORDERS, TEAM, centre, told, write
from tests.pipeline.undone.test_undo_law import differing, given, stands, take

COLUMNS = "관리번호,학원명,담당자,직책,휴대폰\n"
FIRST = COLUMNS + "A1,가온학원,김하나,원장,010-2001-0001\nA2,나래학원,이두리,원장,010-2001-0002\n"
#: Somebody else at the number of the first person.
SHARED = COLUMNS + "B1,다솜학원,박세미,원장,010-2001-0001\n"
#: The first person has another number now, and the old one is somebody else's.
MOVED = COLUMNS + "A1,가온학원,김하나,원장,010-2001-0011\nA8,하람학원,구아홉,원장,010-2001-0001\n"
#: Two people who shared a number do so no longer.
BOTH = COLUMNS + "A1,가온학원,김하나,원장,010-2001-0001\nA2,나래학원,이두리,원장,010-2001-0001\n"
APART = COLUMNS + "A2,나래학원,이두리,원장,010-2001-0002\n"
ONLY = COLUMNS + "C1,마루학원,정다섯,원장,010-2001-0005\n"


def calls(number, code, *more, at="10:05", day="16", head=HEAD):
    return head + f"2026-11-{day},{at},{number},,김하늘,{code},,{','.join(('', *more))}\n"


REFERRED = HEAD.replace("\n", ",소개,소개 직책,소개 번호\n")
NAMING = [
    calls("010-2001-0002", "거절", "한소개", "이사", "010-8888-0001", day=day, head=REFERRED) for day in ("16", "17")
]


def listed(name, text, list_="academies", day="2026-11-02T09:00"):
    return (("prequalify", f"lists/{name}.csv", "-p", "cards", "--list", list_), text, day)


def ingested(name, text, folder="team", day="2026-11-18T20:00"):
    return (("ingest", f"inbox/{folder}/{name}.csv", *(("-p", "hotline") if folder == "hot" else ())), text, day)


ORDER = "order_no,전화번호,status,date,amount,currency\nSO-1,010-2001-0001,sale,2026-11-20,198000,KRW\n"
#: What comes in order of time, and which step is undone; how many batches come in place of others, and rows in quarantine.
WORLDS = {
    "a row that fitted two people fits the one that is left": (
        {"first": listed("a", FIRST), "shared": listed("b", SHARED, "more"), "calls": ingested("c", calls("010-2001-0001", "관심"))},
        "shared", 1, 0,
    ),
    "a row of whom the number became goes to whom it was": (
        {"first": listed("a", FIRST), "moved": listed("b", MOVED), "calls": ingested("c", calls("010-2001-0001", "관심"))},
        "moved", 1, 0,
    ),
    "a row that one person fitted fits two again": (
        {"first": listed("a", BOTH), "apart": listed("b", APART, day="2026-11-05T09:00"), "calls": ingested("c", calls("010-2001-0001", "관심")), "orders": ingested("o", ORDER, "orders")},
        "apart", 2, 2,
    ),
    "whoever came on a list after the calls has no part in them": (
        {"first": listed("a", BOTH), "apart": listed("b", APART, day="2026-11-05T09:00"), "calls": ingested("c", calls("010-2001-0001", "관심")), "late": listed("d", SHARED, "more", "2026-11-19T09:00")},
        "late", 0, 0,
    ),
    "an unknown caller of two files is made by the second": (
        {"first": listed("a", FIRST), "night": ingested("n", calls("010-7777-0001", "관심"), "hot"), "next": ingested("m", calls("010-7777-0001", "부재", day="17"), "hot")},
        "night", 1, 0,
    ),
    "a caller whom a list told of is told by the call": (
        {"first": listed("a", FIRST), "only": listed("b", ONLY, "more"), "night": ingested("n", calls("010-2001-0005", "관심"), "hot")},
        "only", 1, 0,
    ),
    "somebody named in two talks is made by the second": (
        {"first": listed("a", FIRST), "named": ingested("n", NAMING[0]), "again": ingested("m", NAMING[1])},
        "named", 1, 0,
    ),
    "a list of nobody who was called changes no file": (
        {"first": listed("a", FIRST), "only": listed("b", ONLY, "more"), "calls": ingested("c", calls("010-2001-0001", "관심"))},
        "only", 0, 0,
    ),
}  # fmt: skip


LIVES = Lives(most=2)


def lived(folder, steps):
    days = tuple(steps.values())
    return dict(
        zip(steps, LIVES.lived(folder, days, _begun, lambda folder, place: given(folder, days[place])), strict=True)
    )


def _begun(folder):
    centre(folder, orders="match_floor = 0.0\n" + ORDERS, hot=TEAM.replace('"cards"', '"hotline"'))
    write(folder, "projects/hotline.toml", HOTLINE)


def undo(folder, number, *words):
    code, answer = told(folder, "batches", "undo", number, *words, as_of="2026-11-22T09:00")
    assert code in {0, 5}, answer
    return answer


@pytest.mark.parametrize("world", WORLDS)
def test_rows_are_matched_as_if_the_undone_file_had_never_come(tmp_path, world):
    steps, name, anew, fallen = WORLDS[world]
    numbers = lived(tmp_path / "undone", steps)
    before = stands(tmp_path / "undone")
    tried = undo(tmp_path / "undone", numbers[name], "--with-do-not-calls", "--dry-run")
    assert differing(stands(tmp_path / "undone"), before) == {}
    answer = undo(tmp_path / "undone", numbers[name], "--with-do-not-calls")
    assert answer["counts"].get("matched_anew", 0) == tried["counts"].get("matched_anew", 0) == anew
    lived(tmp_path / "never", {key: step for key, step in steps.items() if key != name})
    assert differing(stands(tmp_path / "undone"), stands(tmp_path / "never")) == {}
    assert facts(tmp_path / "undone", QUARANTINE).height == facts(tmp_path / "never", QUARANTINE).height == fallen
    assert is_sound(tmp_path / "undone")


def shared_world(folder, text=None):
    steps, *_ = WORLDS["a row that fitted two people fits the one that is left"]
    steps = {**steps, "calls": ingested("c", text)} if text else steps
    return lived(folder, steps)


def test_the_batch_in_place_has_the_file_adds_up_and_can_be_undone(tmp_path):
    numbers = shared_world(tmp_path)
    answer = undo(tmp_path, numbers["shared"])
    _, shown = told(tmp_path, "batches", "list")
    history = {one["number"]: one for one in shown["answer"]["batches"]}
    former, own = history[numbers["calls"]], history[max(history)]
    assert (former["status"], former["undone_by"], own["status"]) == ("undone", answer["batch"], "live")
    assert (own["command"], own["as_of_utc"]) == (former["command"], former["as_of_utc"])
    assert own["counts"].pop("in_place_of") == former["number"]
    assert adds_up(own["counts"]) and (own["counts"]["attempts"], own["counts"]["quarantined"]) == (1, 0)
    same = told(tmp_path, "ingest", tmp_path / "inbox/team/c.csv", as_of="2026-11-22T10:00")[1]
    assert (same["inputs"][0]["state"], same["batch"]) == ("same_as_before", own["number"])
    undo(tmp_path, own["number"])
    assert facts(tmp_path, ATTEMPTS).is_empty() and is_sound(tmp_path)


def test_a_batch_in_place_is_matched_anew_in_its_turn_at_its_own_time(tmp_path):
    """Two lists bring people to the number; each undo brings the row one nearer to its lead, whatever came after it."""
    third = listed("d", SHARED.replace("박세미", "최네모").replace("B1", "D1"), "third")
    late = listed("e", SHARED.replace("박세미", "한나중").replace("B1", "E1"), "late", "2026-11-19T09:00")
    steps = dict(WORLDS["a row that fitted two people fits the one that is left"][0])
    numbers = lived(
        tmp_path,
        {"first": steps["first"], "shared": steps["shared"], "third": third, "calls": steps["calls"], "late": late},
    )
    assert undo(tmp_path, numbers["shared"])["counts"].get("matched_anew", 0) == 0
    assert undo(tmp_path, numbers["third"])["counts"]["matched_anew"] == 1
    assert facts(tmp_path, QUARANTINE).is_empty()
    assert stands(tmp_path)["김하나"]["last_outcome"] == "call.interested" and is_sound(tmp_path)


def test_a_call_at_a_number_that_is_nobodys_any_more_stays_with_its_lead(tmp_path):
    numbers = lived(tmp_path, {
        "first": listed("a", FIRST), "only": listed("b", ONLY, "more"),
        "calls": ingested("c", calls("010-2001-0005", "관심")),
    })  # fmt: skip
    assert "matched_anew" not in undo(tmp_path, numbers["only"])["counts"]
    row = stands(tmp_path)[None]
    assert (row["status"], row["last_outcome"]) == ("unlisted", "call.interested")


def test_who_asked_not_to_be_contacted_stays_asked_where_the_row_fits_two_people_again(tmp_path):
    steps, name, *_ = WORLDS["a row that one person fitted fits two again"]
    numbers = lived(tmp_path, {**steps, "calls": ingested("c", calls("010-2001-0001", "수신거부"))})
    answer = undo(tmp_path, numbers[name])
    assert stands(tmp_path)["김하나"]["is_suppressed"] and answer["counts"]["matched_anew"] == 2
    assert any("quarantine" in path for path in answer["files"])


def test_a_file_that_is_read_no_more_keeps_its_rows_and_is_named(tmp_path):
    numbers = shared_world(tmp_path)
    write(tmp_path, "sources/team.toml", TEAM.replace("team_sheet", "vicidial_standard"))
    code, answer = told(tmp_path, "batches", "undo", numbers["shared"], as_of="2026-11-22T09:00")
    assert (code, "matched_anew" in answer["counts"]) == (5, False)
    assert "inbox/team/c.csv" in answer["warnings"][0]
    assert facts(tmp_path, QUARANTINE).height == 1 and is_sound(tmp_path)


def test_the_former_quarantine_file_goes_unless_a_person_wrote_in_it(tmp_path):
    for name in ("left", "written"):
        numbers = shared_world(tmp_path / name)
        (path,) = (tmp_path / name / "quarantine").iterdir()
        if name == "written":
            path.write_bytes(path.read_bytes() + b"\n")
        undo(tmp_path / name, numbers["shared"])
        assert path.exists() == (name == "written")


def test_a_row_mended_before_is_one_call_with_the_row_that_is_matched_anew(tmp_path):
    numbers = shared_world(tmp_path)
    (path,) = (tmp_path / "quarantine").iterdir()
    text = path.read_text(encoding="utf-8-sig").replace("010-2001-0001", "010-2001-0002")
    take(tmp_path, ("ingest", write(tmp_path, "mended.csv", text).name), "2026-11-19T09:00")
    undo(tmp_path, numbers["shared"])
    assert stands(tmp_path)["이두리"]["attempts"] == 1 and is_sound(tmp_path)


def test_a_review_as_of_before_the_undo_still_accounts_for_the_file(tmp_path):
    numbers = shared_world(tmp_path, calls("010-2001-0001", "관심") + calls("010-2001-0002", "부재", head=""))
    words = ("report", "-p", "cards", "--period", "2026-W47", "--format", "json", "--at-batch", numbers["calls"])
    shown = []
    for undoes in (False, True):
        if undoes:
            undo(tmp_path, numbers["shared"])
        code, answer = told(tmp_path, *words, as_of="2026-11-23T08:00")
        assert code == 0, answer
        (path,) = (tmp_path / one for one in answer["files"] if one.endswith(".json"))
        shown.append(path.read_text(encoding="utf-8"))
    assert shown[0] == shown[1] and "inbox/team/c.csv" in shown[0]


def test_a_review_as_of_the_undo_knows_the_files_that_it_matched_anew(tmp_path):
    """The undo and the batches it makes are one commit: whichever of them is named, all of it is known."""
    numbers = shared_world(tmp_path, calls("010-2001-0001", "관심") + calls("010-2001-0002", "부재", head=""))
    undone = undo(tmp_path, numbers["shared"])["batch"]
    words = ("report", "-p", "cards", "--period", "2026-W47", "--format", "json", "--at-batch")
    shown = []
    for batch in (undone, undone + 1):
        code, answer = told(tmp_path, *words, batch, as_of="2026-11-23T08:00")
        assert code == 0, answer
        (path,) = (tmp_path / one for one in answer["files"] if one.endswith(".json"))
        shown.append(path.read_text(encoding="utf-8"))
    assert set(shown) == {shown[0]} and "inbox/team/c.csv" in shown[0]
