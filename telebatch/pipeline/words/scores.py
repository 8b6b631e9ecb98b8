"""What a score was made of, told again from what the store keeps of the row."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import polars as pl

from telebatch.prequalify import score


def score_words(row: dict[str, Any], card: Mapping[str, Any], lines: list[dict[str, Any]]) -> str:
    """` (decision maker +30, mobile +20)`; "" where the words kept do not add up to the score.

    How plainly the title spoke, whether the post is still held and whether consent stood in the row are not kept: what
    adds up is what was.

    Args:
      row: LISTED row.
      card: What is told of the person, by PEOPLE column.
      lines: NUMBERS rows of that batch, any order.
    """
    first = min(lines, key=lambda line: line["position"], default={"line": None})
    known = {
        "role_class": row["role_class"], "seniority": row["seniority"], "line_kind": first["line"],
        "person": card.get("person"), "email": card.get("email"),
        "number_count": len(lines),
    }  # fmt: skip
    schema: dict[str, Any] = {
        **dict.fromkeys(("role_class", "seniority", "line_kind", "person", "email", "role_confidence"), pl.String),
        "number_count": pl.Int16, "consent": pl.Boolean, "is_current": pl.Boolean,
    }  # fmt: skip
    unkept = {"is_current": (True, False), "role_confidence": ("high", None), "consent": (True, None)}
    guesses = [{**known, **dict(zip(unkept, guess, strict=True))} for guess in product(*unkept.values())]
    told = pl.DataFrame(guesses, schema=schema).select(*score())
    fitting = told.filter(pl.col("score") == row["score"]).get_column("score_why").to_list()
    return f" ({fitting[0]})" if fitting and fitting[0] else ""
