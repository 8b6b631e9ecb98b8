"""A list in which somebody was forgotten is decided again as its file would have been, and nothing of them is kept."""

import errno
import json
import shutil
import zipfile

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.ids import person_id
from telebatch.model.tables import KEPT_ROWS, LISTED, PEOPLE
from telebatch.pipeline import forget as forgetting
from telebatch.pipeline.lists.without_people import Shortened
from telebatch.store import Commit, Sought, holds, open_store
from telebatch.store.ledger import SqlLedger
from tests.pipeline.nights import is_sound
from tests.pipeline.small import CALLS_ONLY, LIST, centre, lead_of, run, told, write

WHO = ("--by", "privacy desk", "--why", "letter 17")
LATER = "2026-11-24T08:00"
FIRST, SECOND = "010-2001-0001", "010-2001-0002"
#: By which a list's own columns are told later.
COLUMNS = '\n[columns]\ncompany = "소속"\n'
BREAKS = """관리번호^소속^담당자^직책^휴대폰^메모
A3^다솜학원^박세미^매니저^010-2001-0003^"두 줄
메모"
A1^가온학원^김하나^원장^010-2001-0001^"한 줄"
A2^나래학원^이두리^원장^010-2001-0002^
A4^라온학원^최네모^매니저^010-2001-0004^"끝
줄"
"""
MERGED = """11월 명단,,,
담당,영업팀,,
학원명,담당자,직책,휴대폰
가온학원,김하나,원장,010-2001-0001
,이두리,원장,010-2001-0002
,박세미,매니저,010-2001-0003
라온학원,최네모,원장,010-2001-0004
,한다섯,원장,010-2001-0005
"""
ASIDE = LIST.replace("A3,", "A9,바다학원,송아홉,원장,010-2001-0009,,,너무,많다\n학원명,담당자\nA3,") + "합계,4건,,,,\n"
KEPT_OUT = LIST + "A7,가온학원,김하나,사원,12,\nA8,마루학원,송여덟,사원,010-2001-0008,\n"


def in_sheets(path):
    head, *rows = (line.split(",") for line in LIST.splitlines())
    with xlsxwriter.Workbook(path) as book:
        for name, part in (("서울", rows[2:]), ("부산", rows[:2])):
            page = book.add_worksheet(name)
            for at, cells in enumerate([["명단"], head, *part]):
                page.write_row(at, 0, cells)
    return path


def packed(path):
    head, *rows = LIST.splitlines()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (("a.csv", rows[2:]), ("b.csv", rows[:2])):
            archive.writestr(name, "\n".join([head, "", *part, "합계,2건,,,,", ""]))
    return path


def columnar(path):
    pl.read_csv(LIST.encode(), infer_schema=False).write_parquet(path)
    return path


#: Name → what writes the list, and what is said of it.
SHAPES = {
    "plain": (lambda path: path.write_text(LIST, "utf-8"), ()),
    "breaks": (lambda path: path.write_bytes(BREAKS.encode("cp949")), ("--delimiter", "^", "--encoding", "cp949")),
    "merged": (lambda path: path.write_text(MERGED, "utf-8"), ("--region", "KR")),
    "aside": (lambda path: path.write_text(ASIDE, "utf-8"), ()),
    "nobody's": (lambda path: path.write_text(KEPT_OUT, "utf-8"), ()),
    "sheets": (in_sheets, ()),
    "packed": (packed, ()),
    "columnar": (columnar, ()),
}


def taken(root, shape="plain"):
    """A centre with the list taken in."""
    folder = centre(root)
    write(folder, "projects/cards.toml", CALLS_ONLY)
    make, said = SHAPES[shape]
    path = folder / f"l.{ {'sheets': 'xlsx', 'packed': 'zip', 'columnar': 'parquet'}.get(shape, 'csv') }"
    make(path)
    code, answer = told(folder, "prequalify", path, "-p", "cards", "--list", "academies", *said)
    assert code in {0, 5}, answer
    return folder


def forget(folder, *whom):
    code, answer = told(folder, "forget", *whom, *WHO, as_of=LATER)
    assert code in {0, 5}, answer
    return answer


def edit(folder, more=COLUMNS):
    """The rules become stricter, and a heading is named."""
    text = CALLS_ONLY.replace("[key_person]", '[key_person]\nunknown_titles = "reject"')
    write(folder, "projects/cards.toml", text + more)


def again(folder):
    code, answer = told(folder, "prequalify", "--again", "-p", "cards", as_of=LATER)
    return code, answer


def facts(folder, table):
    with open_store(folder / "store") as store:
        return store.scan(table).collect()


def decided(folder):
    """What holds of each record, by the latest decision."""
    rows = facts(folder, LISTED).sort("batch", "record")
    return rows.group_by("file_key", "record", maintain_order=True).last().sort("file_key", "record").drop("batch")


def nothing_of(folder, *texts):
    """No file of the store holds one of the texts, packed files opened."""
    files = [path for path in (folder / "store").rglob("*") if path.is_file()]
    assert [path for path in files if holds(path, Sought(texts=texts))] == []
    return True


@pytest.mark.parametrize("shape", SHAPES)
def test_all_others_are_decided_again_as_by_the_file(tmp_path, shape):
    whole = taken(tmp_path / "whole", shape)
    short = tmp_path / "short"
    shutil.copytree(whole, short)
    answer = forget(short, FIRST)
    assert answer["answer"]["lists_kept"] == [next(short.glob("l.*")).name]
    assert nothing_of(short, "1020010001", "김하나", "one@example.com")
    person = facts(whole, PEOPLE).filter(pl.col("person") == "김하나").get_column("person_key").item()
    own = decided(short).filter(pl.col("person_key") == person).get_column("record")
    assert own.len() == 1
    more = COLUMNS if shape == "breaks" else ""
    for folder in (whole, short):
        edit(folder, more)
    (code, before), (also, after) = again(whole), again(short)
    assert (code, also, before["warnings"]) == (0, 0, after["warnings"])
    assert before["counts"]["changed"] > 0 and before["counts"]["records"] == after["counts"]["records"]
    of_others = ~pl.col("record").is_in(own.implode())
    assert decided(short).filter(of_others).equals(decided(whole).filter(of_others))
    people = [facts(folder, PEOPLE).filter(pl.col("person_key") != person).drop("batch") for folder in (short, whole)]
    assert people[0].sort(pl.all()).equals(people[1].sort(pl.all()))
    assert is_sound(short)


ROWS = st.tuples(
    st.sampled_from(["A1", "A2", "A3", ""]), st.sampled_from(["가온학원", "나래학원", ""]),
    st.sampled_from(["김하나", "이두리", "박세미", ""]), st.sampled_from(["원장", "매니저", "사원", ""]),
    st.sampled_from(["02-345-6701", "010-2001-0001", "010-2001-0002", "0102001", ""]),
    st.sampled_from(["02-345-6701", "010-2001-0003", "", ""]),
    st.sampled_from(["a@example.com", "b@example.com", "수신거부", "", ""]),
    st.sampled_from(["2026-11-02", "03/04/2026", "13/04/2026", ""]),
)  # fmt: skip
WIDE = "관리번호,학원명,담당자,직책,휴대폰,전화,이메일,동의일\n"


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROWS, min_size=2, max_size=8))
def test_whatever_a_list_says_what_is_kept_of_it_tells_others_as_its_file(tmp_path, monkeypatch, rows):
    for name in ("file", "kept"):
        shutil.rmtree(tmp_path / name, ignore_errors=True)
    file = centre(tmp_path / "file")
    write(file, "projects/cards.toml", CALLS_ONLY)
    path = write(file, "l.csv", WIDE + "".join(",".join(row) + "\n" for row in rows))
    if run(file, "prequalify", path, "-p", "cards")[0] not in {0, 5} or facts(file, PEOPLE).is_empty():
        return
    shutil.copytree(file, tmp_path / "kept")
    person = facts(file, PEOPLE).select(person_id(pl.col("person_key").min())).item()
    kept = forget(tmp_path / "kept", person)["answer"]["lists_kept"]
    with monkeypatch.context() as patched:
        # The file stays, as if nobody had asked what it holds.
        patched.setattr(forgetting, "shorten_lists", lambda *_: Shortened((), ()))
        patched.setattr(Commit, "unarchive", lambda *_: None)
        forget(file, person)
    for folder in (file, tmp_path / "kept"):
        edit(folder, "")
        told_again = again(folder)[0]
    if not kept:
        assert told_again == 5
        return
    others = pl.col("record").is_in(facts(tmp_path / "kept", KEPT_ROWS).get_column("record").implode())
    before, after = (decided(folder).filter(others) for folder in (file, tmp_path / "kept"))
    assert after.equals(before)


def test_the_forgotten_keep_the_verdict_they_had(tmp_path):
    folder = taken(tmp_path)
    forget(folder, FIRST)
    before = decided(folder).row(0, named=True)
    edit(folder, "")
    answer = again(folder)[1]
    assert decided(folder).row(0, named=True) == before
    assert answer["counts"]["records"] == 4
    assert all("010-2001-0001" not in (folder / name).read_text("utf-8-sig") for name in answer["files"])
    # Asked once more nothing changes.
    assert again(folder)[1]["counts"]["changed"] == 0


def test_several_are_forgotten_one_after_the_other(tmp_path):
    folder = taken(tmp_path)
    for nth, number in enumerate((FIRST, SECOND, "010-2001-0004"), 1):
        assert forget(folder, number)["answer"]["lists_kept"] == ["l.csv"]
        assert facts(folder, KEPT_ROWS).height == 4 - nth
        assert told(folder, "forget", number, *WHO, as_of=LATER)[1]["counts"]["already_forgotten"] == 1
    assert nothing_of(folder, "김하나", "이두리", "최네모", "1020010001", "1020010002", "1020010004")
    edit(folder, "")
    code, answer = again(folder)
    assert (code, answer["counts"]["changed"]) == (0, 1)
    assert is_sound(folder)


def test_a_list_of_which_all_are_forgotten_is_decided_again_without_anybody(tmp_path):
    folder = taken(tmp_path)
    forget(folder, *(lead_of(folder, number) for number in (FIRST, SECOND, "010-2001-0004")))
    assert run(folder, "forget", "010-2001-0003", *WHO, as_of=LATER)[0] in {0, 5}
    edit(folder, "")
    code, answer = again(folder)
    assert (code, answer["counts"]["records"], answer["counts"]["changed"]) == (0, 4, 0)


def test_a_row_that_is_nobodys_goes_where_it_tells_of_them_and_a_cell_of_somebody_elses_is_emptied(tmp_path):
    folder = centre(tmp_path)
    head, one, two, *rest = LIST.splitlines()
    lines = [f"{head},비고", f"{one},", f"{two},대신 010-2001-0001", *(f"{line}," for line in rest)]
    lines.append("A7,,김하나,사원,12,,")
    run(folder, "prequalify", write(folder, "l.csv", "\n".join(lines) + "\n"), "-p", "cards", "--list", "academies")
    forget(folder, FIRST)
    cells = [json.loads(row) for row in facts(folder, KEPT_ROWS).sort("record").get_column("cells")]
    assert [(row["담당자"], row["비고"]) for row in cells] == [("이두리", None), ("박세미", None), ("최네모", None)]


SHARED = "학원명,담당자,직책,전화번호,이메일\n" + "".join(
    f"가온학원,{name},원장,02-555-0101,{mail}\n" for name, mail in (("김하나", ""), ("이두리", ""), ("박세미", ""))
)
REFUSED = SHARED.replace("김하나,원장,02-555-0101,", "김하나,원장,02-555-0101,수신거부").replace(
    "가온학원,박세미", "다솜학원,박세미"
)
IN_COLUMN = REFUSED.replace("0101,수신거부", "0101,Y").replace("이메일", "수신거부")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SHARED, "read otherwise"),
        (REFUSED, "asks not to be contacted"),
        (IN_COLUMN, "asks not to be contacted"),
    ],
)
def test_a_list_whose_other_rows_hang_on_theirs_is_not_kept_and_says_so(tmp_path, text, why):
    folder = centre(tmp_path)
    run(folder, "prequalify", write(folder, "l.csv", text), "-p", "cards")
    person = facts(folder, PEOPLE).filter(pl.col("person") == "김하나").select(person_id(pl.col("person_key"))).item()
    answer = forget(folder, person)
    assert answer["answer"]["lists_kept"] == []
    assert any("can be decided again no more" in word and why in word for word in answer["warnings"])
    assert nothing_of(folder, "김하나")
    code, _, err = run(folder, "prequalify", "--again", "-p", "cards", as_of=LATER)
    assert code == 5 and "no longer archived" in err


def test_what_is_kept_of_an_undone_list_goes_with_the_next_who_is_forgotten(tmp_path):
    folder = taken(tmp_path)
    lead = lead_of(folder, SECOND)
    forget(folder, FIRST)
    assert run(folder, "batches", "undo", "1", as_of=LATER)[0] in {0, 5}
    forget(folder, lead)
    assert facts(folder, KEPT_ROWS).is_empty()
    assert nothing_of(folder, "김하나", "이두리")


def test_the_same_file_sent_again_is_known_and_the_forgotten_stay_so(tmp_path):
    folder = taken(tmp_path)
    forget(folder, FIRST)
    words = ("prequalify", folder / "l.csv", "-p", "cards", "--list", "academies")
    assert told(folder, *words, as_of=LATER)[1]["inputs"][0]["state"] == "same_as_before"
    run(folder, "batches", "undo", "1", as_of=LATER)
    assert told(folder, *words, as_of=LATER)[1]["reasons"]["forgotten"] == 1
    forget(folder, SECOND)
    # Whoever was forgotten before is not kept with the rows of the others.
    assert nothing_of(folder, "김하나", "이두리")
    edit(folder, "")
    assert again(folder)[1]["counts"]["changed"] == 1
    assert is_sound(folder)


def test_an_undo_decides_such_a_list_anew_as_it_does_any_other(tmp_path):
    folder = centre(tmp_path)
    write(folder, "projects/cards.toml", CALLS_ONLY)
    run(folder, "suppress", "import", write(folder, "s.csv", f"number\n{SECOND}\n"), as_of="2026-11-20T08:00")
    path = write(folder, "l.csv", LIST)
    assert told(folder, "prequalify", path, "-p", "cards")[1]["reasons"]["suppressed"] == 1
    forget(folder, FIRST)
    code, out, err = run(folder, "batches", "undo", "1", "--with-do-not-calls", as_of=LATER)
    assert code in {0, 5} and "no longer archived" not in out + err
    assert decided(folder).get_column("verdict").to_list()[:2] == ["callable", "callable"]
    assert is_sound(folder)


def test_a_commit_that_fails_leaves_the_file_and_keeps_nothing_in_its_place(tmp_path, monkeypatch):
    folder = taken(tmp_path)

    def full(*_):
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patched:
        patched.setattr(SqlLedger, "apply", full)
        assert run(folder, "forget", FIRST, *WHO, as_of=LATER)[0] not in {0, 5}
    assert facts(folder, KEPT_ROWS).is_empty()
    assert len([*(folder / "store/archive").iterdir()]) == 1
    assert forget(folder, FIRST)["answer"]["lists_kept"] == ["l.csv"]
    assert nothing_of(folder, "김하나")
    assert is_sound(folder)


def test_a_dry_run_keeps_and_takes_nothing(tmp_path):
    folder = taken(tmp_path)
    dry = told(folder, "forget", FIRST, *WHO, "--dry-run", as_of=LATER)[1]
    assert facts(folder, KEPT_ROWS).is_empty() and len([*(folder / "store/archive").iterdir()]) == 1
    assert dry["answer"] == forget(folder, FIRST)["answer"]
