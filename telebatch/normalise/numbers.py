"""Which numbers does each record carry, in dialling order?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from telebatch.normalise.phones import PhoneTable, phones

#: So many different people behind one number of one list make it a switchboard. Source: design practice, to be reviewed.
SHARED_BY = 3


def numbers_of(
    records: pl.DataFrame, sources: Sequence[str], roles: Mapping[str, str], region: str, table: PhoneTable
) -> pl.DataFrame:
    """Every number written in the phone columns, usable or not.

    Args:
      records: With `record` and the phone columns as String, null where empty.
      sources: Phone columns in dialling order.
      roles: Column → phone | mobile | direct | office, as its header says.
      region: ISO-2 region that national numbers are read in.

    Returns:
      One row per written number: `record`, `position` (0-based in dialling order), `number` Int64 (null: unusable),
      `kind`, `line`, `extension`, `region`, `zones`, `reason` (null: usable), `repaired`. Key (record, position).
    """
    cells = pl.concat(
        [
            records.select(
                "record", pl.col(name).alias("cell"), place=pl.lit(place, pl.Int16), role=pl.lit(roles.get(name))
            )
            for place, name in enumerate(sources)
        ]
        or [pl.DataFrame(schema={"record": pl.Int64, "cell": pl.String, "place": pl.Int16, "role": pl.String})]
    ).filter(pl.col("cell").is_not_null())
    read = phones(cells.get_column("cell"), region, table)
    owner = cells.select("record", "place", "role")[read.get_column("cell")]
    return (
        read.hstack(owner)
        .with_columns(_line_by_header())
        .sort("record", "place", "nth")
        .with_columns(position=(pl.int_range(pl.len()).over("record")).cast(pl.Int16))
        .select("record", "position", "number", "kind", "line", "extension", "region", "zones", "reason", "repaired")
    )


def _line_by_header() -> pl.Expr:
    """What the column's header says of the line, where the number alone says nothing."""
    silent = pl.col("line").eq("unknown") & pl.col("role").is_in(["direct", "mobile"])
    return pl.when(silent).then(pl.col("role")).otherwise(pl.col("line")).alias("line")


def shared_lines(numbers: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`numbers` with `line` = switchboard where several people of one company share a number.

    Args:
      numbers: As `numbers_of` gives them.
      people: `record`, `person_name_key`, `company_key`.
    """
    owners = (
        numbers.filter(pl.col("number").is_not_null()).join(people, on="record").filter(pl.col("person_name_key") != "")
    )
    # Counting first keeps the costly distinct count to the few numbers that repeat at all.
    repeated = owners.filter(pl.len().over("number") >= SHARED_BY)
    shared = (
        repeated.group_by("number", "company_key")
        .agg(pl.col("person_name_key").n_unique().alias("people"))
        .filter(pl.col("people") >= SHARED_BY)
        .get_column("number")
        .unique()
    )
    if shared.is_empty():
        return numbers
    is_shared = pl.col("number").is_in(shared.implode()) & pl.col("line").ne("mobile")
    return numbers.with_columns(pl.when(is_shared).then(pl.lit("switchboard")).otherwise(pl.col("line")).alias("line"))


def first_usable(numbers: pl.DataFrame) -> pl.DataFrame:
    """Per record the first usable number with its marks, every usable number, and else the first reason.

    Returns:
      `record`, `number`, `number_reason`, `kind`, `line_kind`, `region`, `zones`, `repaired`, `numbers` List[Int64].
      Records without any phone cell are absent.
    """
    usable = numbers.filter(pl.col("number").is_not_null())
    best = usable.filter(pl.col("record").is_first_distinct()).select(
        "record", "number", "kind", pl.col("line").alias("line_kind"), "region", "zones", "repaired"
    )
    every = usable.group_by("record", maintain_order=True).agg(
        pl.col("number").unique(maintain_order=True).alias("numbers")
    )
    refused = numbers.filter(pl.col("record").is_first_distinct()).select(
        "record", pl.col("reason").alias("number_reason")
    )
    return (
        refused.join(best, on="record", how="left")
        .join(every, on="record", how="left")
        .with_columns(pl.when(pl.col("number").is_null()).then(pl.col("number_reason")).alias("number_reason"))
    )
