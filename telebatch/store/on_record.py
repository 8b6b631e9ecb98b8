"""Which settings are on record: those that the latest live batch recorded, whatever became of the ones before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final

from telebatch.store.rows import BatchRow

#: The first list of a project adds the project's file and the import layouts to what was on record before it.
_ADDS: Final = "prequalify"
_LAYOUTS: Final = "layouts/"


def on_record(recorded: Sequence[BatchRow], texts_of: Callable[[str], str]) -> dict[str, str] | None:
    """Path → text of each settings file; null: none recorded any.

    A list's batch holds everything that was on record then. Where what came before it is undone, only what it added
    itself counts still.

    Args:
      recorded: Live batches that recorded some, in order of number.
      texts_of: What stands recorded under a SHA-256, as JSON.
    """
    if not recorded:
        return None
    whole = max((place for place, row in enumerate(recorded) if row.command != _ADDS), default=0)
    texts, *added = (dict(json.loads(texts_of(str(row.snapshot)))) for row in recorded[whole:])
    for row, own in zip(recorded[whole + 1 :], added, strict=True):
        mine = f"projects/{row.project}.toml"
        texts |= {name: text for name, text in own.items() if name == mine or name.startswith(_LAYOUTS)}
    return texts
