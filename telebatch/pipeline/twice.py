"""The same file again: no batch, the earlier figures, exit code 0."""

from __future__ import annotations

from dataclasses import replace

from telebatch.pipeline.house import House
from telebatch.pipeline.told import Taken, Told
from telebatch.store import Commit


def taken_before(house: House, commit: Commit, told: Told, file: Taken, project: str | None) -> Told | None:
    """The answer where a live batch of this command and project holds the same bytes; else null.

    The commit is abandoned then. Must be asked inside it: only there no other process can slip in between.
    """
    before = house.store.live_input(file.sha256, told.command, project)
    if before is None:
        return None
    commit.abandon()
    counts = dict(house.store.batch(before.batch).counts)
    again = Taken(file.path, file.sha256, before.records, before.batch, counts, "same_as_before")
    return replace(told, batch=before.batch, inputs=(again,), counts=counts)
