"""Comparisons of a person's numbers with registers, each line with the sending that it is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from telebatch.model.tables import SCRUBS
from telebatch.store import View


def comparisons(known: View, numbers: tuple[int, ...]) -> Iterator[tuple[dict[str, Any], str]]:
    """SCRUBS rows of the numbers, each with its words.

    A number that was sent has a row of its own beside the answer, and may be sent again each month: so both name the
    batch that sent it.
    """
    rows = known.scan(SCRUBS).filter(pl.col("number").is_in(list(numbers))).collect().to_dicts()
    answered = {(row["register"], row["number"], row["sent_in"]) for row in rows if row["scrubbed_on"]}
    for row in rows:
        yield row, f"register {row['register']}: {_told(row, answered)}"


def _told(row: dict[str, Any], answered: set[tuple[str, int, int]]) -> str:
    if row["scrubbed_on"]:
        return f"{'listed there' if row['is_listed'] else 'not listed'}, in answer to what batch {row['sent_in']} sent"
    is_answered = (row["register"], row["number"], row["sent_in"]) in answered
    return "sent to be compared" + ("" if is_answered else ", not answered yet")
