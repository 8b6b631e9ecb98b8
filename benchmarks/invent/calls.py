"""Large nights of calls for benchmarks: a store whose leads were listed long ago, and the dialer's export over them."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from benchmarks.invent.results import STATUSES, VICIDIAL
from telebatch.model.ids import lead_id
from telebatch.model.tables import ATTEMPTS, LEAD_STATE, LEADS, LISTED, NUMBERS, PEOPLE, Table
from telebatch.pipeline.house import Asked, open_house
from telebatch.pipeline.refresh import states_of
from telebatch.settings import init_workspace

PROJECT = "study-card"
AS_OF = datetime(2026, 11, 2, tzinfo=UTC)
_CODES = [code for code, weight, *_ in STATUSES for _ in range(weight)]
_TALK = {code: high for code, _, _, high, _ in STATUSES}
_AGENTS = ["1001", "1002", "1003", "1004"]


def _keys(count: int, name: str = "lead_key") -> pl.LazyFrame:
    return pl.LazyFrame({name: pl.int_range(1, count + 1, dtype=pl.Int64, eager=True)})


def number_of(lead: pl.Expr) -> pl.Expr:
    """Each lead's own mobile number, as E.164 without plus; no two alike below 89 million."""
    # 7919 and the modulus have no common factor, so no number comes twice.
    return 821_010_000_000 + lead * 7919 % 89_999_981


def _shaped(rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    have = rows.collect_schema().names()
    return rows.select(
        (pl.col(name) if name in have else pl.lit(None)).cast(kind).alias(name)
        for name, kind in table.schema.items()
        if name != "batch"
    )


def listed_leads(leads: int) -> list[tuple[Table, pl.LazyFrame]]:
    """LEADS, PEOPLE, NUMBERS and LISTED of so many people of one list, one number each."""
    rows = _keys(leads).with_columns(
        pl.col("lead_key").alias("person_key"), number_of(pl.col("lead_key")).alias("number"),
        pl.lit(PROJECT).alias("project"), pl.lit("list").alias("source"), pl.lit("big").alias("list"),
        pl.format("사람{}", "lead_key").alias("person"), pl.format("사람{}", "lead_key").alias("person_name_key"),
        pl.lit(0).alias("position"), pl.lit(1).alias("file_key"), pl.col("lead_key").alias("record"),
        pl.lit("callable").alias("verdict"), pl.lit("").alias("reasons"), pl.lit(True).alias("is_key_person"),
        pl.lit(datetime(2026, 11, 2).date()).alias("received_on"),
    )  # fmt: skip
    return [(table, _shaped(rows, table)) for table in (LEADS, PEOPLE, NUMBERS, LISTED)]


def attempts_before(leads: int, nights: int) -> pl.LazyFrame:
    """ATTEMPTS of so many earlier nights, every lead once a night, sorted as a compacted store holds them."""
    at = pl.int_range(leads * nights, dtype=pl.Int64, eager=True)
    lead, night = pl.col("lead_key"), pl.col("night")
    start = pl.lit(datetime(2026, 10, 1, 1, tzinfo=UTC)) + pl.duration(days=night, seconds=lead % 28_000)
    start = start.dt.cast_time_unit("us")
    rows = pl.LazyFrame({"at": at}).with_columns(
        (pl.col("at") // nights + 1).alias("lead_key"), (pl.col("at") % nights).alias("night")
    )
    rows = rows.with_columns(
        lead.alias("record"), (100 + night).alias("file_key"), pl.lit("vicidial").alias("source"),
        pl.lit("vicidial").alias("format"), pl.lit(PROJECT).alias("project"), pl.lit("out").alias("direction"),
        pl.format("vicidial|lead|{}|{}|1", lead, start.dt.timestamp("us")).alias("attempt_key"),
        number_of(lead).alias("number"), start.alias("start_utc"), pl.lit("Asia/Seoul").alias("zone"),
        pl.lit(0).alias("talk_seconds"), _pick(lead + night, ["NA", "B", "A", "N"]).alias("code"),
        pl.lit("STUDY").alias("campaign"), _pick(lead, _AGENTS).alias("agent"), start.alias("exported_utc"),
        pl.format("{}", night).str.zfill(64).alias("file_sha"),
    )  # fmt: skip
    return _shaped(rows, ATTEMPTS)


def vicidial_export(rows: int, leads: int, day: str = "2026-11-20", first: int = 1) -> pl.LazyFrame:
    """A VICIdial STANDARD export of so many calls, every lead called in turn from `first` on; all columns text."""
    at = pl.int_range(rows, dtype=pl.Int64)
    # A prime that divides no usual count of leads: every lead in turn, scattered over the list.
    lead = (at * 15_485_863 + first - 1) % leads + 1
    code = _pick(at * 2_654_435_761 % 1_000_003, _CODES)
    start = pl.lit(datetime.fromisoformat(f"{day}T10:00:00")) + pl.duration(seconds=at // 60)
    digits = "0" + (number_of(lead) - 820_000_000_000).cast(pl.String)
    talk = code.replace_strict(_TALK, return_dtype=pl.Int64)
    told = {
        "call_date": start.dt.strftime("%Y-%m-%d %H:%M:%S"), "phone_number_dialed": digits, "status": code,
        "user": _pick(at, _AGENTS), "full_name": pl.lit("agent"), "campaign_id": pl.lit("STUDY"),
        "vendor_lead_code": lead_id(lead), "list_id": pl.lit("1101"), "gmt_offset_now": pl.lit("9.00"),
        "phone_code": pl.lit("82"), "phone_number": digits, "first_name": pl.format("사람{}", lead),
        "city": pl.lit("Seoul"), "length_in_sec": (talk * (at % 7 + 1) // 7).cast(pl.String),
        "user_group": pl.lit("SEOUL"), "alt_dial": pl.lit("MAIN"), "lead_id": (lead + 5000).cast(pl.String),
        "list_name": pl.lit("academies"), "status_name": code,
    }  # fmt: skip
    frame = pl.LazyFrame({"_at": pl.int_range(rows, dtype=pl.Int64, eager=True)})
    return frame.select(told.get(name, pl.lit(None, pl.String)).alias(name) for name in VICIDIAL)


def _pick(index: pl.Expr, words: list[str]) -> pl.Expr:
    return pl.lit(pl.Series(words)).gather(index % len(words))


def centre(folder: Path, leads: int, nights: int = 0, *, has_state: bool = True) -> Path:
    """The example workspace with a store that knows so many leads and, for each, so many nights of calls."""
    init_workspace(folder, language="ko")
    house = open_house(folder, Asked(folder), now=AS_OF)
    with house.writing("prequalify", project=PROJECT) as commit:
        for table, rows in listed_leads(leads):
            commit.add(table, rows)
        commit.take_keys("lead", leads)
        commit.take_keys("person", leads)
        commit.record_snapshot(house.settings.texts)
        if has_state:
            commit.add(LEAD_STATE, states_of(commit.view, house.settings, None))
    if nights:
        with house.writing("ingest", project=None) as commit:
            commit.add(ATTEMPTS, attempts_before(leads, nights))
    house.store.close()
    return folder
