"""Every record keeps its place: the sheet and the physical row at which a person finds it again, in every format."""

import gzip
import json
import zipfile

import polars as pl
import pyarrow as pa
import pytest
import xlsxwriter

from tests.pipeline.care_desk import CONSUMERS
from tests.read.books import ods, xls, xlsb

HEAD = ["성명", "휴대전화", "수신동의"]
#: Title, blank row, header, a good row, a bad number, a totals row, a bad number, the first person again.
ROWS = [
    ["11월 명단"], [], HEAD, ["김민준", "010-0210-0001", "Y"], ["이서연", "12", "Y"], ["합계", "2", ""],
    ["박도윤", "없음", "Y"], ["김민준", "010-0210-0001", "Y"],
]  # fmt: skip
BAD = [("5", "number_unusable"), ("6", "unreadable|totals_row"), ("7", "number_unusable"), ("8", "duplicate_in_run")]


def text(rows):
    return "".join(",".join(row) + "\n" for row in rows)


def padded(rows):
    return [[cell or None for cell in [*row, *[""] * (3 - len(row))]] for row in rows]


def csv_file(path):
    path.write_text(text(ROWS), encoding="utf-8")
    return [("", BAD)]


def quoted(path):
    """A line break inside a cell: the rows below stand two lines further down."""
    rows = [*ROWS[:3], ['"최\n지우\n"', "010-0210-0009", "Y"], *ROWS[3:]]
    path.write_text(text(rows), encoding="utf-8")
    return [("", [(str(int(line) + 3), reason) for line, reason in BAD])]


def cr_only(path):
    path.write_bytes(text(ROWS).replace("\n", "\r").encode("cp949"))
    return [("", BAD)]


def gzipped(path):
    path.write_bytes(gzip.compress(text(ROWS).encode("utf-16")))
    return [("", BAD)]


def zstd(path):
    path.write_bytes(pa.compress(text(ROWS).encode(), codec="zstd", asbytes=True))
    return [("", BAD)]


def zipped(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("서울.csv", text(ROWS))
        archive.writestr("부산.csv", text([HEAD, ["최지우", "99", "Y"]]).encode("cp949"))
    return [("서울.csv", BAD), ("부산.csv", [("2", "number_unusable")])]


def xlsx(path):
    work = xlsxwriter.Workbook(path)
    for name, rows in (("서울", ROWS), ("부산", [HEAD, ["최지우", "99", "Y"], ROWS[3]])):
        sheet = work.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    work.close()
    return [("서울", BAD), ("부산", [("2", "number_unusable"), ("3", "duplicate_in_run")])]


def old(writer):
    def book(path):
        writer(path, {"서울": padded(ROWS), "부산": padded([HEAD, ["최지우", "99", "Y"]])})
        return [("서울", BAD), ("부산", [("2", "number_unusable")])]

    return book


def jsonl(path):
    lines = [json.dumps(dict(zip(HEAD, row, strict=True)), ensure_ascii=False) for row in (*ROWS[3:5], *ROWS[6:])]
    path.write_text("\n".join([lines[0], "", lines[1], "no object", *lines[2:]]) + "\n", encoding="utf-8")
    return [
        (
            "",
            [
                ("3", "number_unusable"),
                ("4", "unreadable|unreadable"),
                *[(at, why) for (_, why), at in zip(BAD[2:], "56", strict=True)],
            ],
        )
    ]


def parquet(path):
    pl.DataFrame([ROWS[3], *ROWS[4:5], *ROWS[6:]], schema=HEAD, orient="row").write_parquet(path)
    return [("", [("2", "number_unusable"), ("3", "number_unusable"), ("4", "duplicate_in_run")])]


MADE = {
    "a.csv": csv_file, "b.csv": quoted, "c.csv": cr_only, "d.csv.gz": gzipped, "e.csv.zst": zstd, "f.zip": zipped,
    "g.xlsx": xlsx, "h.ods": old(ods), "i.xls": old(xls), "j.xlsb": old(xlsb), "k.jsonl": jsonl, "l.parquet": parquet,
}  # fmt: skip


@pytest.mark.parametrize("name", MADE)
def test_a_rejected_row_is_found_again_where_it_stands(desk, name):
    path = desk.root / name
    wanted = MADE[name](path)
    told = desk.run("prequalify", path, "-p", CONSUMERS)
    counts = told["counts"]
    assert counts["records"] == counts["callable"] + counts["verify"] + counts["rejected"]
    (rejected,) = [one for one in told["files"] if one.endswith("rejected.csv")]
    rows = desk.read(rejected)
    found = [(row["sheet"], row["line"], row["reasons"]) for row in rows]
    assert found == [(sheet, line, reason) for sheet, bad in wanted for line, reason in bad]
    first = {"b.csv": "7", "k.jsonl": "1", "l.parquet": "1"}.get(name, "4")
    place = f"{wanted[0][0]} row {first}".strip()
    assert {row["detail"] for row in rows if row["reasons"] == "duplicate_in_run"} == {place}


def test_what_was_guessed_of_one_sheet_names_it(desk):
    xlsx(desk.root / "a.xlsx")
    told = desk.run("prequalify", desk.root / "a.xlsx", "-p", CONSUMERS)
    assert "a.xlsx: 서울: header: row 3; the rows above it are titles" in told["warnings"]
