"""What fills the columns of a dialer's import layout: the queue's rows, a number as that dialer dials it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.model.layouts import NUMBERS, QUEUE_VALUES, WITHDRAWN_VALUES, Layout, LayoutColumn
from telebatch.model.project import Project
from telebatch.normalise.phones import PhoneTable
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import phone_table


def dialer_cells(house: House, project: Project, layout: Layout, rows: pl.DataFrame) -> pl.DataFrame:
    """The cells of one queue in a dialer's layout, in the queue's order.

    Args:
      rows: `queue_rows` of one queue, in words.

    Returns:
      Columns `0`, `1` …, one per column of the layout, String, "" where nothing stands; a header may say a name twice.
    """
    words = house.shipped.wording[house.language(project)]
    writing = project.queues.dialer.get(NUMBERS, layout.numbers[0])
    told = _with_numbers(rows, phone_table(house.shipped.phones), writing)
    ids = {agent.name: agent.ids[0] for agent in house.settings.agents if agent.ids}
    values = told.with_columns(
        pl.col("queue").str.split("/").list.first().alias("shift"),
        (pl.col("attempt_number") - 1).alias("attempts_before"),
        pl.format(f"{words.get('sheet.extension', 'extension')} {{}}", "extension").alias("extension_words"),
        pl.col("agent").replace(ids).alias("agent_id"),
    ).select(pl.col(name).cast(pl.String) for name in QUEUE_VALUES)
    return _filled(values, project, layout)


def withdrawn_cells(project: Project, taking_out: Layout, rows: pl.DataFrame) -> pl.DataFrame:
    """The cells of the file by which a dialer takes leads out again.

    Args:
      taking_out: Of `Layout.taking_out`.
      rows: WITHDRAWN_VALUES of the project's withdrawn calls.
    """
    return _filled(rows.select(pl.col(name).cast(pl.String) for name in WITHDRAWN_VALUES), project, taking_out)


def _filled(values: pl.DataFrame, project: Project, layout: Layout) -> pl.DataFrame:
    asked = {key: project.queues.dialer.get(key, one.default or "") for key, one in layout.asks.items()}
    return values.select(
        _cell(column, layout, asked).fill_null("").alias(str(place)) for place, column in enumerate(layout.column)
    )


def _cell(column: LayoutColumn, layout: Layout, asked: Mapping[str, str]) -> pl.Expr:
    if column.as_json:
        return pl.struct(column.of).struct.json_encode()
    if column.of:
        parts = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in column.of]
        cell = pl.concat_str(parts, separator=layout.between, ignore_nulls=True)
        return cell.str.head(column.longest) if column.longest else cell
    return pl.lit(asked[column.asks] if column.asks else column.text)


def _with_numbers(rows: pl.DataFrame, table: PhoneTable, writing: str) -> pl.DataFrame:
    """`number` as the dialer wants it, and `calling_code`."""
    codes = {str(code) for code in table.calling_codes if code}
    digits = pl.col("number_e164").str.strip_prefix("+")
    # No calling code begins another one: the first that fits is the number's own.
    begins = [pl.when(digits.str.head(length).is_in(codes)).then(digits.str.head(length)) for length in (1, 2, 3)]
    coded = rows.with_columns(pl.coalesce(begins).alias("calling_code"))
    dialled = pl.col("number").str.replace_all(r"\D", "")
    number = {
        "national": pl.when(dialled != "").then(dialled).otherwise(digits),
        "significant": digits.str.slice(pl.col("calling_code").str.len_chars().fill_null(0)),
        "digits": digits,
        "e164": pl.col("number_e164"),
    }[writing]
    return coded.with_columns(number.alias("number"))
