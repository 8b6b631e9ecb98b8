"""What stands in a queue's files beside the lead: extensions and the list's own columns, in every form, and back again."""

import polars as pl
import pytest

from tests.pipeline.sheets import EVENING, ON, fill
from tests.pipeline.small import CALLS_ONLY, CENTRE, run, told, write

LIST = """학원명,담당자,직책,전화번호,지점,비고란
가온학원,김하나,원장,02-312-3456 내선 12,강남,=1+1
나래학원,이두리,원장,010-2001-0002,서초,
"""
FORMATS = CALLS_ONLY.replace("capacity = 20", 'capacity = 20\nformat = ["xlsx", "csv", "parquet"]')
WORDS = {"en": ("extension", "list: ", "result", "deal"), "ko": ("내선", "명단: ", "결과", "계약")}


def centre(folder, language, text=LIST):
    """One shift handed out in every form; the folder of its files."""
    write(folder, "telebatch.toml", CENTRE.replace('"en"', f'"{language}"'))
    write(folder, "projects/cards.toml", FORMATS)
    code, _, err = run(folder, "prequalify", write(folder, "list.csv", text), "-p", "cards", as_of="2026-11-20")
    assert code == 0, err
    code, _, err = run(folder, "split", "--on", ON, "-p", "cards", "--release")
    assert code == 0, err
    (path,) = (folder / "queues" / ON).rglob("cards-first.csv")
    return path


def read(path, form):
    target = path.with_suffix(f".{form}")
    if form == "xlsx":
        return pl.read_excel(target, sheet_id=1, infer_schema_length=0)
    return pl.read_parquet(target) if form == "parquet" else pl.read_csv(target, infer_schema=False)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_caller_sees_the_extension_beside_the_number(tmp_path, form):
    rows = read(centre(tmp_path, "en"), form)
    assert sorted(rows["extension"].fill_null("").to_list()) == ["", "12"]
    assert rows.columns.index("extension") == rows.columns.index("number") + 1


@pytest.mark.parametrize("language", WORDS)
def test_a_call_sheet_carries_the_lists_own_columns_behind_all_others(tmp_path, language):
    extension, prefix, *_ = WORDS[language]
    rows = read(centre(tmp_path, language), "xlsx")
    assert rows.columns[-2:] == [f"{prefix}지점", f"{prefix}비고란"]
    assert {row[extension]: row[f"{prefix}지점"] for row in rows.iter_rows(named=True)} == {"12": "강남", "": "서초"}
    assert "=1+1" in rows[f"{prefix}비고란"].to_list(), "every cell of a sheet is text; nothing runs it"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_machines_read_the_lists_own_columns_under_one_name_in_every_language(tmp_path, form):
    assert read(centre(tmp_path, "ko"), form).columns[-2:] == ["list: 지점", "list: 비고란"]


def test_a_column_explained_since_the_list_came_is_no_longer_one_of_its_own(tmp_path):
    path = centre(tmp_path, "en")
    assert {"list: 지점", "list: 비고란"} <= set(read(path, "csv").columns)
    queue = str(path.relative_to(tmp_path / "queues").with_suffix(""))
    assert run(tmp_path, "split", "--close", queue)[0] == 0
    write(tmp_path, "projects/cards.toml", FORMATS + '\n[columns]\ndepartment = "지점"\n')
    code, _, err = run(tmp_path, "split", "--on", "2026-11-24", "-p", "cards")
    assert code == 0, err
    (later,) = (tmp_path / "queues/2026-11-24").rglob("cards-first.csv")
    assert [name for name in read(later, "csv").columns if name.startswith("list: ")] == ["list: 비고란"]


@pytest.mark.parametrize("language", WORDS)
def test_a_sheet_with_extensions_and_list_columns_comes_back_with_nothing_to_look_at(tmp_path, language):
    _, _, result, deal = WORDS[language]
    path = centre(tmp_path, language).with_suffix(".xlsx")
    sheet = fill(path, tmp_path / "filled.xlsx", language, {1: {result: deal}, 2: {result: deal}})
    code, answer = told(tmp_path, "ingest", sheet, as_of=EVENING)
    assert answer["counts"]["attempts"] == 2, answer
    assert not [one for one in answer["warnings"] if "columns not read" in one], answer
    assert code == 0, answer


def test_a_queue_as_csv_comes_back_with_extensions_and_list_columns(tmp_path):
    rows = read(centre(tmp_path, "en"), "csv").with_columns(pl.lit("deal").alias("result"))
    rows.write_csv(tmp_path / "filled.csv")
    code, answer = told(tmp_path, "ingest", tmp_path / "filled.csv", as_of=EVENING)
    assert (code, answer["counts"]["attempts"]) == (0, 2), answer
    assert not [one for one in answer["warnings"] if "columns not read" in one], answer


def test_a_sheet_without_extensions_spares_the_column(tmp_path):
    rows = read(centre(tmp_path, "en", LIST.replace(" 내선 12", "")), "xlsx")
    assert "extension" not in rows.columns


MEMOS = """학원명,담당자,직책,전화번호,메모
가온학원,김하나,원장,010-2001-0001,원장님 부재 잦음
나래학원,이두리,원장,010-2001-0002,
"""


def test_what_the_list_says_stands_apart_from_what_was_said_in_a_call(tmp_path):
    lead = pl.read_csv(centre(tmp_path, "en", MEMOS), infer_schema=False).filter(person="김하나")["lead_id"][0]
    code, answer = told(tmp_path, "lead", "show", lead)
    assert answer["answer"]["collected"] == {"list_memo": "원장님 부재 잦음"}
    calls = "날짜,시간,전화번호,통화결과,메모\n"
    # The file of the later call comes first; the list comes once more after both.
    for name, row in (
        ("b", "2026-11-25,10:05,010-2001-0001,부재,둘째"),
        ("a", "2026-11-24,10:05,010-2001-0001,부재,첫째"),
    ):
        file = write(tmp_path, f"{name}.csv", f"{calls}{row}\n")
        code, answer = told(tmp_path, "ingest", file, "-p", "cards", as_of="2026-11-25T20:00")
        assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    again = write(tmp_path, "list2.csv", MEMOS.replace("부재 잦음", "출장"))
    assert run(tmp_path, "prequalify", again, "-p", "cards", as_of="2026-11-26")[0] == 0
    code, answer = told(tmp_path, "lead", "show", lead, as_of="2026-11-26T08:00")
    assert answer["answer"]["collected"] == {"memo": "둘째", "list_memo": "원장님 출장"}
    code, _, err = run(
        tmp_path, "split", "--on", "2026-12-01", "-p", "cards", "--without-results", as_of="2026-11-30T08:00"
    )
    assert code in (0, 5), err
    (path,) = (tmp_path / "queues" / "2026-12-01").rglob("cards-first.csv")
    rows = {row["person"]: row for row in pl.read_csv(path, infer_schema=False).iter_rows(named=True)}
    row = rows["김하나"]
    assert (row["last_memo"], row["list_memo"]) == ("둘째", "원장님 출장")


def test_a_caller_sees_what_all_calls_brought_each_field_as_told_last(tmp_path):
    fields = '\n[fields.age]\nkind = "integer"\n\n[fields.income]\nkind = "text"\n'
    centre(tmp_path, "en", MEMOS)
    write(tmp_path, "projects/cards.toml", FORMATS + fields)
    head = "날짜,시간,전화번호,통화결과,age,income\n"
    for name, row in (
        ("b", "2026-11-25,10:05,010-2001-0001,관심,,high"),
        ("a", "2026-11-24,10:05,010-2001-0001,부재,41,low"),
    ):
        code, answer = told(
            tmp_path,
            "ingest",
            write(tmp_path, f"{name}.csv", f"{head}{row}\n"),
            "-p",
            "cards",
            as_of="2026-11-25T20:00",
        )
        assert (code, answer["counts"]["attempts"]) == (0, 1), answer
    code, _, err = run(
        tmp_path, "split", "--on", "2026-12-01", "-p", "cards", "--without-results", as_of="2026-11-30T08:00"
    )
    assert code in (0, 5), err
    rows = [
        row
        for path in (tmp_path / "queues" / "2026-12-01").rglob("cards-*.csv")
        for row in pl.read_csv(path, infer_schema=False).iter_rows(named=True)
    ]
    assert next(row["collected"] for row in rows if row["person"] == "김하나") == "age 41, income high"
