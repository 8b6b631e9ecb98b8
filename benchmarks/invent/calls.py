"""A store whose leads were listed and called long ago, for benchmarks: as varied as a centre's of some years."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from telebatch.model.tables import ATTEMPTS, LEAD_STATE, LEADS, LISTED, NUMBERS, PEOPLE, Table
from telebatch.pipeline.house import Asked, open_house
from telebatch.pipeline.known.folded_again import changed_states
from telebatch.settings import init_workspace

#: One lead in three is of the second.
PROJECTS = ("study-card", "health-two-calls")
#: Callers of the third come in.
INBOUND = "care-line"
AGENTS = ("1001", "1002", "1003", "1004")
AS_OF = datetime(2026, 11, 2, tzinfo=UTC)


def _keys(count: int, name: str = "lead_key") -> pl.LazyFrame:
    return pl.LazyFrame({name: pl.int_range(1, count + 1, dtype=pl.Int64, eager=True)})


def number_of(lead: pl.Expr) -> pl.Expr:
    """Each lead's mobile number, as E.164 without plus; one lead in forty shares that of the lead before it."""
    owner = lead - (lead % 40 == 39).cast(pl.Int64)
    # 7919 and the modulus have no common factor, so below 89 million no number comes twice.
    return 821_010_000_000 + owner * 7919 % 89_999_981


def project_of(lead: pl.Expr) -> pl.Expr:
    """The project of each lead."""
    return pl.when(lead % 3 == 0).then(pl.lit(PROJECTS[1])).otherwise(pl.lit(PROJECTS[0]))


def _shaped(rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    have = rows.collect_schema().names()
    return rows.select(
        (pl.col(name) if name in have else pl.lit(None)).cast(kind).alias(name)
        for name, kind in table.schema.items()
        if name != "batch"
    )


def listed_leads(leads: int) -> list[tuple[Table, pl.LazyFrame]]:
    """LEADS, PEOPLE, NUMBERS and LISTED of so many people: one in five has a second number, one in ten a second list."""
    rows = _keys(leads).with_columns(
        pl.col("lead_key").alias("person_key"), number_of(pl.col("lead_key")).alias("number"),
        project_of(pl.col("lead_key")).alias("project"), pl.lit("list").alias("source"), pl.lit("big").alias("list"),
        pl.format("사람{}", "lead_key").alias("person"), pl.format("사람{}", "lead_key").alias("person_name_key"),
        pl.lit(0).alias("position"), pl.lit(1).alias("file_key"), pl.col("lead_key").alias("record"),
        pl.lit("callable").alias("verdict"), pl.lit("").alias("reasons"), pl.lit(True).alias("is_key_person"),
        pl.lit(datetime(2026, 9, 21).date()).alias("received_on"),
    )  # fmt: skip
    second = rows.filter(pl.col("person_key") % 5 == 0).with_columns(
        number=827_000_000_000 + pl.col("person_key") % 9_999_991, position=pl.lit(1)
    )
    again = rows.filter(pl.col("lead_key") % 10 == 0).with_columns(
        pl.lit(2).alias("file_key"), pl.lit("older").alias("list"),
        pl.lit(datetime(2026, 9, 14).date()).alias("received_on"),
    )  # fmt: skip
    told = ((LEADS, [rows]), (PEOPLE, [rows]), (NUMBERS, [rows, second]), (LISTED, [rows, again]))
    return [(table, pl.concat([_shaped(one, table) for one in parts])) for table, parts in told]


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
        pl.lit("vicidial").alias("format"), project_of(lead).alias("project"), pl.lit("out").alias("direction"),
        pl.format("vicidial|lead|{}|{}|1", lead, start.dt.timestamp("us")).alias("attempt_key"),
        number_of(lead).alias("number"), start.alias("start_utc"), pl.lit("Asia/Seoul").alias("zone"),
        pl.lit(0).alias("talk_seconds"), pick(lead + night, ["NA", "B", "A", "N"]).alias("code"),
        pl.lit("STUDY").alias("campaign"), pick(lead, AGENTS).alias("agent"), start.alias("exported_utc"),
        pl.format("{}", night).str.zfill(64).alias("file_sha"),
    )  # fmt: skip
    return _shaped(rows, ATTEMPTS)


def pick(index: pl.Expr, words: Sequence[str]) -> pl.Expr:
    """One of the words, by a number."""
    return pl.lit(pl.Series(words)).gather(index % len(words))


def centre(folder: Path, leads: int, nights: int = 0, *, has_state: bool = True) -> Path:
    """The example workspace with a store that knows so many leads and, for each, so many nights of calls."""
    init_workspace(folder, language="ko")
    _with_inbound(folder)
    house = open_house(folder, Asked(folder), now=AS_OF)
    with house.writing("prequalify", project=PROJECTS[0]) as commit:
        for table, rows in listed_leads(leads):
            commit.add(table, rows)
        commit.take_keys("lead", leads)
        commit.take_keys("person", leads)
        commit.record_snapshot(house.settings.texts)
        if has_state and not nights:
            commit.add(LEAD_STATE, changed_states(commit.view, house.settings))
    if nights:
        with house.writing("ingest", project=None) as commit:
            commit.add(ATTEMPTS, attempts_before(leads, nights))
            if has_state:
                commit.add(LEAD_STATE, changed_states(commit.view, house.settings))
    house.store.close()
    return folder


def _with_inbound(folder: Path) -> None:
    """The dialer also takes the calls of a line of its own."""
    text = (folder / "projects" / f"{PROJECTS[0]}.toml").read_text(encoding="utf-8")
    text = text.replace(f'name = "{PROJECTS[0]}"', f'name = "{INBOUND}"', 1)
    text = text.replace('direction = "outbound"', 'direction = "inbound"', 1)
    (folder / "projects" / f"{INBOUND}.toml").write_text(text, encoding="utf-8")
    source = folder / "sources" / "vicidial.toml"
    told = source.read_text(encoding="utf-8").replace("[projects]\n", f'[projects]\nHELP = "{INBOUND}"\n', 1)
    source.write_text(told, encoding="utf-8")
