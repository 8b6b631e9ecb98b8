"""Small result files for ingest's tests, and the shipped profiles read from their own files."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from benchmarks.invent.results import VICIDIAL
from telebatch.ingest import Lookups, SourceRules, ingest, profiles_of
from telebatch.model.project import Field
from telebatch.model.records import Signature
from telebatch.model.workspace import Source
from telebatch.settings import shipped as shipped_rules
from tests.classify.classify_samples import project

TIMES, CELLS = shipped_rules().times, shipped_rules().cells
STANDARD = VICIDIAL
RULES = Path(__file__).resolve().parents[2] / "telebatch" / "rules"


@cache
def shipped():
    parsed = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (RULES / "formats").glob("*.toml")}
    return {profile.name: profile for profile in profiles_of(parsed)}


def records(header, *rows):
    """Rows as tuples in the order of the header, or as dicts of the cells that are filled."""
    cells = [dict(zip(header, row, strict=False)) if isinstance(row, (tuple, list)) else row for row in rows]
    frame = pl.DataFrame(
        [{name: row.get(name) or None for name in header} for row in cells], schema=dict.fromkeys(header, pl.String)
    )
    numbered = frame.with_row_index("record", 2).cast({"record": pl.Int64})
    return numbered.with_columns(pl.col("record").alias("line")).lazy()


def headerless(*lines, delimiter="|"):
    rows = [line.split(delimiter) for line in lines]
    return records([f"c{at + 1}" for at in range(max(map(len, rows)))], *rows)


def signature(header=None, rows=(), delimiter=","):
    width = len(header) if header else (len(rows[0]) if rows else 0)
    return Signature("csv", "utf-8", delimiter, tuple(header) if header else None, tuple(map(tuple, rows)), width)


#: Five people: two leads of one person in two projects, two persons behind one number.
LEADS = (
    (1, "L0000012", 1, "p", 821012345678),
    (2, "L0000024", 2, "p", 821012345679),
    (3, "L0000036", 2, "q", 821012345679),
    (4, "L0000048", 4, "p", 8227654321),
    (5, "L000005A", 5, "p", 8227654321),
)
TEXTS = {
    "01012345678": 821012345678,
    "010-1234-5679": 821012345679,
    "02-765-4321": 8227654321,
    "01099998888": 821099998888,
    "01012345679": 821012345679,
}


def lookups(released=(), orders=(), names=()):
    leads = pl.LazyFrame(
        [(row[0], *row[2:4]) for row in LEADS],
        schema={"lead_key": pl.Int64, "person_key": pl.Int64, "project": pl.String},
        orient="row",
    )
    numbers = pl.LazyFrame(
        [(row[4], row[2]) for row in LEADS], schema={"number": pl.Int64, "person_key": pl.Int64}, orient="row"
    )
    empty = Lookups()
    told = {
        "released": pl.LazyFrame(list(released), schema=empty.released.collect_schema(), orient="row"),
        "orders": pl.LazyFrame(list(orders), schema=empty.orders.collect_schema(), orient="row"),
        "names": pl.LazyFrame(list(names), schema=empty.names.collect_schema(), orient="row"),
        "numbers_of_text": pl.LazyFrame({"text": list(TEXTS), "number": list(TEXTS.values())}),
    }
    return Lookups(leads=leads, numbers=numbers, **told)


def rules(file_name="calls.csv", zone="Asia/Seoul", source=None, **more):
    told = {"usual_orders": ("ymd",), **more}  # as Korea writes
    return SourceRules(source or Source("desk"), 7, "sha-a", file_name, zone, TIMES, CELLS, **told)


def taken(profile, rows, told=None, known=None):
    """Ingests rows under a shipped profile."""
    return ingest(rows, shipped()[profile], lambda _: known or lookups(), told or rules())


def adds_up(result):
    counts = dict(result.counts)
    return counts.pop("records") + counts.pop("unfolded") == sum(counts.values())


def call(**cells):
    """One row of VICIdial's STANDARD export."""
    return {
        "call_date": "2026-11-23 10:00:00",
        "phone_number_dialed": "01012345678",
        "status": "NI",
        "user": "ann",
        "vendor_lead_code": "L0000012",
        "length_in_sec": "35",
        "alt_dial": "MAIN",
        "lead_id": "900",
        **cells,
    }


SHEET = (
    "queue",
    "position",
    "lead_id",
    "number",
    "person",
    "result",
    "intent",
    "callback_date",
    "callback_time",
    "memo",
    "income",
    "age",
)
RELEASED = [
    ("q1", 1, 1, "2026-11-23pm", date(2026, 11, 23), 821012345678),
    ("q1", 2, 2, "2026-11-23pm", date(2026, 11, 23), 821012345679),
]
COLLECTS = {"p": project(fields={"income": Field("money", "월소득"), "age": Field("integer", "나이")})}


def sheet(*rows, header=SHEET):
    return taken("call_sheet", records(header, *rows), rules("q1.xlsx", projects=COLLECTS), lookups(released=RELEASED))
