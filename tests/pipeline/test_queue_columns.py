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
