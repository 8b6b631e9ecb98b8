"""Projects whose leads get no place in a shift because others have the agents' hours first."""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.words import NotQueued


def left_without_places(
    whole: pl.DataFrame, queued: pl.DataFrame, kept: pl.DataFrame, shift: str
) -> tuple[Mistake, ...]:
    """Names each project of which nobody is called in the shift while it is full of others' calls.

    Args:
      whole: NOT_QUEUED rows of the shift.
      queued: QUEUED rows of this build.
      kept: Rows of the shift's other queues, with `project`.
      shift: Its name.
    """
    called = pl.concat([queued.select("project"), kept.select("project")]).unique()
    full = pl.col("reason").eq(str(NotQueued.NO_CAPACITY))
    waiting = whole.filter(full).group_by("project").len().join(called, on="project", how="anti").sort("project")
    if called.is_empty():
        return ()
    return tuple(
        Mistake(
            f"{project}: none of its {plural(count, 'lead')} has a place in {shift}, for other projects go first",
            remedy="priority and capacity under [queues] share the agents' hours",
        )
        for project, count in waiting.iter_rows()
    )
