"""Shifts that are built and not handed out: which of them were built from what was undone since?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.pipeline.house import House
from telebatch.pipeline.queues.standing import latest_builds
from telebatch.store import View


@dataclass(frozen=True)
class Gone:
    """A batch that was taken back.

    Attributes:
      batch, by: Its number, and that of the undo.
      projects: Whose leads stand differently without it; null: nobody knows, so any may.
    """

    batch: int
    by: int
    projects: frozenset[str] | None = None


def undone_so_far(house: House) -> Iterator[Gone]:
    """Every batch that was taken back and whose undo changed a lead."""
    rows = house.store.batches().select("batch", "project", "undone_by", "counts").rows()
    counts = {batch: json.loads(told) for batch, _, _, told in rows}
    for batch, project, by, _ in rows:
        if by is not None and counts[by].get("leads_changed"):
            yield Gone(batch, by, None if project is None else frozenset({project}))


def stale_shifts(house: House, known: View, gone: Iterable[Gone]) -> tuple[Mistake, ...]:
    """Names each shift of today or later whose standing build came between a batch and its undo."""
    built = house.store.batches().filter(pl.col("command") == "split").get_column("batch")
    rows = latest_builds(known, pl.col("shift_on") >= house.today).filter(pl.col("batch").is_in(built.implode()))
    builds = rows.select("shift", "project", "batch").unique().sort("shift", "project").rows()
    stale = [
        (shift, one.batch)
        for shift, project, batch in builds
        for one in gone
        if one.batch < batch < one.by and (one.projects is None or project in one.projects)
    ]
    return tuple(
        Mistake(
            f"queues and mailing lists were built from batch {batch}, undone since",
            f"queues/{shift}/manifest.json",
            f"telebatch split --on {shift} builds them again",
        )
        for shift, batch in dict.fromkeys(stale)
    )
