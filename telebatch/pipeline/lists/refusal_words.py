"""Words beside a name, or in a column of states, that ask for no calls: `J Smith - DO NOT CALL`.

Where a memo tells of many things, such a cell tells of the person alone: it is a request, as a column's yes is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.headings import header_key
from telebatch.model.plural import plural, some
from telebatch.model.records import RECORD
from telebatch.normalise import Normalised
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery

#: So many lines are shown.
_SHOWN: Final = 3


@dataclass(frozen=True, eq=False)
class Worded:
    """What one column asks in words.

    Attributes:
      records: Of the rows that ask, at least one.
      note: What is said of them.
    """

    records: pl.Series
    note: str


def worded_refusals(house: House, delivery: Delivery, normal: Normalised) -> tuple[Worded, ...]:
    """The columns whose cells ask for no calls: names first, then states."""
    listed = house.shipped.list_care["refusal_words"]
    words = [word for language, told in listed.items() if language != "source" for word in told]
    return (*_names(delivery, normal, words), *_states(delivery, normal, words))


def _names(delivery: Delivery, normal: Normalised, words: list[str]) -> Iterator[Worded]:
    likely = normal.texts.where(pl.col("person").str.contains_any(words, ascii_case_insensitive=True))
    if likely.is_empty():
        return
    # A word of Latin letters stands alone: Abdncar is a name.
    whole = "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words)
    names = normal.texts.at(likely, ["person"]).get_column("person")
    asking = likely.filter(names.str.contains(f"(?i){whole}"))
    if asking.len():
        heading = next(iter(delivery.columns.sources.get("person", delivery.columns.sources.get("surname", ()))), "")
        yield _worded(heading, normal.candidates.get_column("record").gather(asking), normal)


def _states(delivery: Delivery, normal: Normalised, words: list[str]) -> Iterator[Worded]:
    keys = pl.lit(pl.Series([header_key(word) for word in words])).implode()
    for heading in delivery.columns.sources.get("status", ()):
        plain = pl.col(heading).str.replace_all(r"[\W_]", "").str.to_lowercase()
        asking = delivery.records.filter(plain.is_in(keys)).select(RECORD).collect().get_column(RECORD)
        if asking.len():
            yield _worded(heading, asking, normal)


def _worded(heading: str, records: pl.Series, normal: Normalised) -> Worded:
    rows = normal.candidates.filter(pl.col("record").is_in(records.implode())).get_column("line")
    asks = plural(rows.len(), "cell asks", "cells ask")
    return Worded(records, f"{heading}: {asks} for no calls in words (line {some(rows, _SHOWN)}); taken as a refusal")
