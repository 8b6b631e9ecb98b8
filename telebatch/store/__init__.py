"""What is known, kept so that nothing is lost, nothing stands twice and everything can be undone.

    with open_store(workspace / "store") as store:
        attempts = store.scan(ATTEMPTS)
        with store.writing("ingest", project="berlin", as_of_utc=now) as commit:
            commit.add(ATTEMPTS, rows)

The layout on disk is described in docs/store.md, so that DuckDB or Polars reads it without us.
"""

from telebatch.store.blanks import names_somebody, theirs_in, without_texts
from telebatch.store.checksums import sha256_of
from telebatch.store.commit import Commit
from telebatch.store.marks import (
    Marks,
    bucket_of,
    bucket_of_key,
    forgotten,
    key_for_writing,
    lost_key,
    mark_of,
    mark_of_key,
    stand_in_of,
)
from telebatch.store.rows import ADDS_TO, IN_PLACE_OF, BatchRow, Compaction, InputRow, NewInput, OutputRow, SegmentRow
from telebatch.store.store import Store, open_store
from telebatch.store.traces import Sought, holds
from telebatch.store.view import FEW_KEYS, View

__all__ = [
    "ADDS_TO",
    "FEW_KEYS",
    "IN_PLACE_OF",
    "BatchRow",
    "Commit",
    "Compaction",
    "InputRow",
    "Marks",
    "NewInput",
    "OutputRow",
    "SegmentRow",
    "Sought",
    "Store",
    "View",
    "bucket_of",
    "bucket_of_key",
    "forgotten",
    "holds",
    "key_for_writing",
    "lost_key",
    "mark_of",
    "mark_of_key",
    "names_somebody",
    "open_store",
    "sha256_of",
    "stand_in_of",
    "theirs_in",
    "without_texts",
]
