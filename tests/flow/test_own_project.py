"""The project that the README writes from nothing: its files pass the check, and its week runs as shown."""

import re
import shlex

import polars as pl
import pytest
import xlsxwriter

from tests.flow.centre import ROOT, telebatch

LIST = (
    "Company,Contact,Job title,Phone\n"
    "Acme Ltd,Ann Field,Managing Director,010-0001-0001\n"
    "Beta plc,Bob Hill,Receptionist,010-0001-0002\n"
)
#: When each command of the week is given.
CLOCK = {"check": "2026-11-20", "prequalify": "2026-11-20", "split": "2026-11-23T08:00", "ingest": "2026-11-23T20:00",
         "report": "2026-11-30"}  # fmt: skip
SECTION = re.search(r"## Your own project\n(.*?)\n## ", (ROOT / "README.md").read_text("utf-8"), re.S)[1]


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The folder after the week, and (command, exit code, stdout and stderr) of every line."""
    folder = tmp_path_factory.mktemp("fibre")
    for name, text in re.findall(r"```toml\n# (\S+)\n(.*?)```", SECTION, re.S):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "offices.csv").write_text(LIST, "utf-8")
    (block,) = re.findall(r"```sh\n(.*?)```", SECTION, re.S)
    return folder, [_line(folder, line) for line in block.splitlines()]


def _line(folder, line):
    words = shlex.split(line, comments=True)[1:]
    if words[0] == "ingest":
        _fill(folder)
    code, out, err = telebatch(*words, "--as-of", CLOCK[words[0]], cwd=folder)
    return words[0], code, out + err


def _fill(folder):
    """The caller writes one word into the sheet."""
    (sheet,) = folder.glob("queues/**/fibre-first.xlsx")
    rows = pl.read_excel(sheet, sheet_id=1, infer_schema_length=0).with_columns(pl.lit("sold").alias("result"))
    (folder / "filled").mkdir()
    with xlsxwriter.Workbook(str(folder / "filled" / "fibre-first.xlsx")) as book:
        page = book.add_worksheet()
        for number, row in enumerate([rows.columns, *rows.rows()]):
            for place, cell in enumerate(row):
                page.write_string(number, place, cell or "")


def test_every_line_does_its_work_without_anything_to_look_at(week):
    assert [(name, code) for name, code, _ in week[1]] == [(name, 0) for name in CLOCK], week[1]


def test_the_key_person_is_called_and_the_receptionist_is_not(week):
    folder, _ = week
    (queue,) = folder.glob("queues/2026-11-23/*/*/fibre-first.csv")
    text = queue.read_text("utf-8-sig")
    assert "Ann Field" in text
    assert "Bob Hill" not in text


def test_the_sale_stands_in_the_review(week):
    folder, _ = week
    assert "call.deal" in (folder / "reports/fibre/2026-W48.json").read_text("utf-8")
