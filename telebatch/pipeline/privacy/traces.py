"""Which files hold somebody: source files in the archive, and what lies in the workspace for people."""

from __future__ import annotations

import polars as pl

from telebatch.model.tables import (
    AMENDMENTS,
    ANSWERS,
    ATTEMPTS,
    LISTED,
    ORDERS,
    QUARANTINE,
    SUPPRESSIONS,
    TOUCHES,
    VERIFIED,
)
from telebatch.pipeline.house import House
from telebatch.pipeline.privacy.whom import Whom
from telebatch.store import Sought, View, holds

#: Whoever a fact speaks of stands in the file that told it.
_OF_LEADS = (LISTED, ATTEMPTS, ORDERS, TOUCHES, ANSWERS, AMENDMENTS, QUARANTINE)
_OF_PERSONS = (LISTED, VERIFIED)


def sources_with(house: House, known: View, found: Whom) -> tuple[str, ...]:
    """SHA-256 of the archived files that hold somebody: files that facts of theirs came from, and whose bytes do.

    A row that was rejected names nobody in the store, and an import of numbers tells of no person: so all other files
    are looked through.
    """
    inputs = house.store.inputs()
    keys, batches = _files_of(known.everything(), found)
    named = {one.sha256 for one in inputs if one.file_key in keys or one.batch in batches}
    sought = _sought(found)
    kept = {one.sha256: path for one in inputs if (path := house.store.archived(one.sha256)) is not None}
    return tuple(sha for sha, path in sorted(kept.items()) if sha in named or holds(path, sought))


def _files_of(ever: View, found: Whom) -> tuple[set[int], set[int]]:
    """File keys of facts about them, and batches of requests."""
    parts = [ever.scan_keys(table, "lead_key", found.leads) for table in _OF_LEADS]
    parts += [ever.scan_keys(table, "person_key", found.keys) for table in _OF_PERSONS]
    files = pl.concat([part.select("file_key") for part in parts]).drop_nulls().unique().collect()
    asked = pl.col("person_key").is_in(found.keys.implode()) | pl.col("lead_key").is_in(found.leads.implode())
    batches = ever.scan(SUPPRESSIONS).filter(asked).select("batch").unique().collect()
    return set(files.to_series()), set(batches.to_series())


def outputs_with(house: House, found: Whom) -> tuple[str, ...]:
    """Files in the workspace that hold somebody: whatever was given out, and the source files where they came from."""
    sought = _sought(found, names=found.names)
    paths = {row.path for row in house.store.outputs()} | {one.path for one in house.store.inputs()}
    return tuple(path for path in sorted(paths) if holds(house.root / path, sought))


def _sought(found: Whom, names: tuple[str, ...] = ()) -> Sought:
    numbers = tuple(dict.fromkeys(found.written[number] for number in found.numbers))
    return Sought(numbers, (*found.emails, *names))
