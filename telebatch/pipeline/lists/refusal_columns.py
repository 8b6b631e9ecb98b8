"""Columns that say who refuses to be called (Do Not Call, 수신거부): a yes is a request of its row.

So is a no below a heading that asks who may be called (`架電可否`, `OK to call`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from telebatch.model.cell_words import YesNo
from telebatch.model.headings import header_key
from telebatch.model.plural import plural, some
from telebatch.model.records import RECORD
from telebatch.normalise import Normalised, yes_no
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery
from telebatch.pipeline.lists.refusal_words import worded_refusals

#: A mark of yes in Europe, the sign of no in Korea.
_EITHER: Final = "x"
#: So many words of so many letters are shown.
_SHOWN, _EXCERPT = 3, 24


def with_refusals(house: House, delivery: Delivery, normal: Normalised) -> tuple[Normalised, tuple[str, ...]]:
    """The people with `refuses` (Bool) where the list has such a column or words, and what its cells leave open."""
    sources = delivery.columns.sources.get("refusal", ())
    told = worded_refusals(house, delivery, normal)
    if not sources and not told:
        return normal, ()
    records, notes = [words.records for words in told], [words.note for words in told]
    if sources:
        asked = _asked(house, delivery, sources)
        # Whoever may not be called at one of two numbers is asked for no calls: in doubt on every road.
        records.append(asked.filter("says").get_column(RECORD))
        notes += [_unread(heading, asked.filter(pl.col("heading") == heading)) for heading in sources]
    refuses = normal.candidates.get_column("record").is_in(pl.concat(records).implode()).alias("refuses")
    normal = replace(normal, candidates=normal.candidates.with_columns(refuses))
    return normal, tuple(filter(None, notes))


def _asked(house: House, delivery: Delivery, sources: Sequence[str]) -> pl.DataFrame:
    """`record`, `heading`, `cell` and `says` (Bool; null: neither) of each cell of these columns that is filled."""
    cells = delivery.records.select(RECORD, pl.col(sources).str.strip_chars())
    told = cells.unpivot(index=RECORD, variable_name="heading", value_name="cell").filter(pl.col("cell").ne(""))
    allowing = [heading for heading in sources if _asks_for_leave(house, heading)]
    # Below `may be called?` a no refuses; its words are those of consents too.
    no = ~yes_no(pl.col("cell"), _words(house, house.shipped.list_care["leave_words"]))
    yes = yes_no(pl.col("cell"), _words(house, house.shipped.list_care["yes_words"]))
    says = pl.when(pl.col("heading").is_in(allowing)).then(no).otherwise(yes)
    return told.with_columns(says.alias("says")).collect()


def _asks_for_leave(house: House, heading: str) -> bool:
    """Whether a column asks who may be called, rather than who may not; an object may stand in front."""
    listed = house.shipped.list_care["leave_headings"]
    words = tuple(header_key(word) for language, told in listed.items() if language != "source" for word in told)
    return header_key(heading).endswith(words)


def _unread(heading: str, told: pl.DataFrame) -> str:
    """What is said of cells that say neither; empty where there are none."""
    unread = told.filter(pl.col("says").is_null()).get_column("cell").value_counts(sort=False)
    if unread.is_empty():
        return ""
    words = unread.sort("count", "cell", descending=[True, False])["cell"].str.slice(0, _EXCERPT)
    count = int(unread["count"].sum())
    says = plural(count, "cell says", "cells say")
    refuse = "refuses" if count == 1 else "refuse"
    return f"{heading}: {says} neither yes nor no ({some(words, _SHOWN)}) and {refuse} nothing; write Y or N"


def _words(house: House, listed: Mapping[str, Sequence[str]]) -> YesNo:
    plain = house.shipped.cells.yes_no
    yes, no = frozenset(listed["yes"]), frozenset(listed["no"])
    return YesNo(yes | (plain.yes - no), (no | (plain.no - yes)) - {_EITHER})
