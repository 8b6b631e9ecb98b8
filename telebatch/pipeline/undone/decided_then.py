"""Whom did requests suppress when a list was decided on, by what is still told of the time before?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from telebatch.model.project import Project
from telebatch.model.workspace import Settings
from telebatch.normalise import Normalised
from telebatch.pipeline.house import House
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.known.requests import written_near
from telebatch.pipeline.lists.told_apart import told_apart
from telebatch.pipeline.lists.verdicts import Apart, verdicts
from telebatch.pipeline.undone.kept_requests import kept_since
from telebatch.store import BatchRow, View


@dataclass(frozen=True, eq=False)
class Then:
    """One decision on one list.

    Attributes:
      batch: That decided; `row`: the list's LISTS row.
      stored: LISTED rows as they were once the batch had decided.
      base: `last_rows` of them, as decided.
      known: The store as it is, and as it will be after the undo.
      places: Batch → its place in time.
      listed: Every number that was ever written down.
      asking: Leads among which are all that ever asked in a call.
    """

    batch: BatchRow
    row: Mapping[str, object]
    project: Project
    stored: pl.LazyFrame
    base: pl.DataFrame
    known: View
    places: Mapping[int, int]
    listed: pl.Series
    asking: pl.Series

    @property
    def is_first(self) -> bool:
        """The list was never decided on before."""
        return self.batch.command == "prequalify"


def decided_then(house: House, then: Then, normal: Normalised, settings: Settings) -> pl.DataFrame:
    """The list decided as by that batch, under the keys that its rows had: `verdicts` in the order of the records.

    Only what it says of requests is to be trusted: rules may have been edited since.

    Args:
      normal: The list, read again.
      settings: What calls meant then.
    """
    past, _ = seen_by(then.known, then.batch.number, then.places)
    came, _ = seen_by(then.known, int(str(then.row["batch"])), then.places)
    near = written_near(past, then.listed, normal.numbers)
    named = pl.col("number").is_null() | pl.col("number").is_in(normal.numbers.get_column("number").implode())
    # What an undo kept stood before it too.
    kept = kept_since(then.known, then.batch.number, then.places).filter(named).select(near.rows.columns).collect()
    owners = normal.numbers.select("record", "number") if kept.height else near.owners
    written = replace(near, rows=pl.concat([near.rows, kept]), owners=owners, asking=then.asking, settings=settings)
    settled = told_apart(past, came, normal, then.project, then.base, then.row)
    apart = Apart.of(normal, str(then.row["list"]))
    return verdicts(
        replace(house, as_of=then.batch.as_of_utc), settled.lazy(), apart, written,
        then.project, is_first=then.is_first,
    )  # fmt: skip
