"""Lookup: which E.164 number do typed digits mean, and which verdict has it? A search in two sorted columns."""

from __future__ import annotations

import polars as pl

from telebatch.model.phones import PhoneReason, PhoneRepair
from telebatch.normalise.phones.reading import Action
from telebatch.normalise.phones.table import KEY_ROOM, PhoneTable

_POWERS = pl.Series([10**power for power in range(19)], dtype=pl.Int64)


def read(keys: pl.Series, table: PhoneTable) -> pl.DataFrame:
    """The number that each key means, valid or not.

    Args:
      keys: Int64 reading keys, no null.
      table: The compiled metadata.

    Returns:
      number Int64 (null: nothing reads these digits, ask the library), is_as_typed Boolean (national digits
      without trunk prefix); same rows and order.
    """
    rows = _place(table.readings["low"], keys)
    action = table.readings["action"].gather(rows)
    kept = keys % _POWERS.gather(table.readings["keep"].gather(rows))
    number = table.readings["lead"].gather(rows) + kept
    frame = pl.DataFrame({"number": number, "action": action}).select(
        pl.when(pl.col("action") != Action.ASK_LIBRARY.value).then("number").alias("number"),
        (pl.col("action") == Action.AS_TYPED.value).alias("is_as_typed"),
    )
    prefixed = (action == Action.AFTER_IDD.value).arg_true()
    if prefixed.is_empty():
        return frame
    keep = table.readings["keep"].gather(rows.gather(prefixed))
    # After an international prefix the rest is read as after a plus: place 0 in the keys.
    again = _POWERS.gather(keep) + kept.gather(prefixed)
    return frame.with_columns(frame["number"].scatter(prefixed, read(again, table)["number"]))


def judged(numbers: pl.Series, table: PhoneTable) -> pl.DataFrame:
    """Gives libphonenumber's verdict on each E.164 number, placeholders refused.

    Args:
      numbers: Int64, null stays null.
      table: The compiled metadata.

    Returns:
      number Int64 (null where not usable), kind, region, zones, line, remark, reason String, trunk Boolean; same
      rows and order. A null input has nothing but nulls.
    """
    spans = _place(table.spans["low"], numbers.fill_null(0))
    verdict = table.spans["verdict"].gather(spans)
    marks, columns = table.marks, table.verdicts.columns
    frame = table.verdicts.select(pl.all().gather(verdict)).with_columns(numbers.alias("number"))
    is_placeholder = pl.col("number") % 10**marks.zeros_if_valid == 0
    shared = pl.col("is_round_kind") & (pl.col("number") % marks.round_to == 0)
    for low, high in marks.switchboard_spans:
        shared = shared | pl.col("number").is_between(low, high, closed="left")
    frame = frame.with_columns(
        pl.when(shared).then(pl.lit("switchboard")).otherwise("line").alias("line"),
        pl.when(is_placeholder & pl.col("reason").is_null())
        .then(pl.lit(PhoneReason.PLACEHOLDER.value))
        .otherwise("reason")
        .alias("reason"),
    )
    usable = pl.col("number").is_not_null() & pl.col("reason").is_null()
    return frame.select(
        pl.when(usable).then("number").alias("number"),
        *(pl.when(usable).then(name).alias(name) for name in columns if name not in ("reason", "is_round_kind")),
        pl.when(pl.col("number").is_not_null()).then("reason").alias("reason"),
    )


def renamed_placeholders(typed: pl.DataFrame, reasons: pl.Series, table: PhoneTable) -> pl.Series:
    """The reasons, with typed placeholders called so: known runs always, zeros and one-digit runs if not valid."""
    marks = table.marks
    known = pl.Series([int(f"1{digits}") for digits in marks.placeholders], dtype=pl.Int64)
    runs = pl.Series([int(str(digit) * length) for digit in range(1, 10) for length in range(4, 16)], dtype=pl.Int64)
    spoken = pl.col("key") % KEY_ROOM
    is_run = pl.col("value").is_in(runs.implode()) | (pl.col("value") % 10**marks.zeros_if_invalid == 0)
    is_placeholder = spoken.is_in(known.implode()) | (is_run & pl.col("reason").is_not_null())
    chosen = pl.when(is_placeholder).then(pl.lit(PhoneReason.PLACEHOLDER.value)).otherwise("reason")
    return typed.with_columns(reasons.alias("reason")).select(chosen.alias("reason"))["reason"]


def plain_numbers(typed: pl.DataFrame, table: PhoneTable) -> pl.DataFrame:
    """The verdict on every plain typed text, by reading and verdict alone.

    Args:
      typed: From `typed.typed`, only rows whose value is not null.
      table: The compiled metadata.

    Returns:
      The columns of `judged` without trunk, and repaired String, is_read Boolean (false: ask the library); same
      rows and order.
    """
    read_numbers = read(typed["key"], table)
    verdicts = judged(read_numbers["number"], table)
    reason = renamed_placeholders(typed, verdicts["reason"], table)
    is_restored = verdicts["trunk"] & read_numbers["is_as_typed"] & ~typed["is_international"]
    repaired = pl.when(is_restored).then(pl.lit(PhoneRepair.LEADING_ZERO_RESTORED.value))
    spoilt = reason.is_not_null()
    return (
        verdicts.with_columns(
            reason,
            pl.select(repaired.alias("repaired")).to_series(),
            read_numbers["number"].is_not_null().alias("is_read"),
        )
        .with_columns(
            pl.when(~spoilt).then(name).alias(name)
            for name in ("number", "kind", "region", "zones", "line", "remark", "repaired")
        )
        .drop("trunk")
    )


def _place(lows: pl.Series, values: pl.Series) -> pl.Series:
    return lows.search_sorted(values, side="right") - 1
