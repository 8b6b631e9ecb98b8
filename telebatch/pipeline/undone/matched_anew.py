"""Result files whose rows were matched beside what an undo takes away are matched anew, without it, in the same commit.

A row that fitted two leads may fit one now, and one that fitted a lead by its number alone may fit two. Each such file
gets a batch of its own in place of the former one. A row whose number is nobody's without the undone list stays with
the lead it had: no list takes the results of others along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import polars as pl

from telebatch.ingest import Ingested, SourceRules, ingest
from telebatch.model.errors import WrongUsage
from telebatch.model.tables import LEAD_STATE, MOVED, QUARANTINE, READ_AS, STRAYS, TABLES
from telebatch.pipeline.house import House
from telebatch.pipeline.ingest import RESULT_TABLES, counted, less_ours, made_utc, read_as_row
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.results.callers import with_new_callers
from telebatch.pipeline.results.calls_known import calls_known, moved_calls
from telebatch.pipeline.results.foreign import strays_of
from telebatch.pipeline.results.lookups import lookups_for
from telebatch.pipeline.results.quarantine_file import Fallen, held_by, mended_rows, quarantine_file
from telebatch.pipeline.results.referrals import keep_referrals
from telebatch.pipeline.results.result_file import IngestOrder, ResultFile, result_file
from telebatch.pipeline.results.source_rules import source_rules
from telebatch.pipeline.undone.matched_beside import Beside, is_told_otherwise
from telebatch.store import Commit, InputRow, View

_FACTS = tuple(table for table in TABLES.values() if table is not LEAD_STATE)


@dataclass(frozen=True, eq=False)
class Anew:
    """One file matched anew.

    Attributes:
      batch: In place of the former one.
      touched: Rows taken out and added: whose leads may stand differently.
      files: Quarantine files written.
    """

    batch: int
    touched: tuple[pl.LazyFrame, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Read:
    """A file read again: as it was taken in, by the clock of its day."""

    house: House
    taken: InputRow
    file: ResultFile
    rules: SourceRules
    past: View
    found: Ingested
    strays: pl.DataFrame
    read_as: str | None


def matched_anew(
    house: House, commit: Commit, taken: InputRow, places: Mapping[int, int], beside: Beside
) -> Anew | None:
    """Matches a result file as if what the commit has taken out had never come; null: nothing of it changes.

    Args:
      places: As `seen_by` wants them.
      beside: What hangs on what is taken out.

    Raises:
      TelebatchError: It is archived no more, or today's settings refuse it.
    """
    read = _read(house, commit, taken, places)
    if not is_told_otherwise(commit.view, taken, read.found, beside):
        return None
    touched = [*_of_batch(commit.view, taken.batch)]
    with commit.beside(taken.batch):
        batch = commit.batch
        files = _kept(commit, read)
        touched += _of_batch(commit.view, batch)
    touched.append(held_by(commit, _mended(commit, taken)))
    return Anew(batch, tuple(touched), files)


def _of_batch(known: View, number: int) -> Iterator[pl.LazyFrame]:
    """Every row of the batch, held in memory: once it is taken out, its rows are out of sight."""
    for table in _FACTS:
        rows = known.scan(table).filter(pl.col("batch") == number).collect()
        if rows.height:
            yield rows.lazy()


def _mended(commit: Commit, taken: InputRow) -> pl.DataFrame:
    rows = commit.scan(QUARANTINE).filter(pl.col("file_key") == taken.file_key, pl.col("kind") == "mended")
    return rows.collect()


def _read(house: House, commit: Commit, taken: InputRow, places: Mapping[int, int]) -> _Read:
    """The archived file as it came, matched with what stood before it.

    Raises:
      TelebatchError: It is archived no more, or today's settings refuse it.
    """
    kept = house.store.archived(taken.sha256)
    if kept is None:
        what = "its file is no longer archived: its rows stay matched as they were"
        raise WrongUsage(what, place=taken.path)
    then = replace(house, as_of=house.store.batch(taken.batch).as_of_utc)
    file, order = _as_it_came(then, commit.view, taken, kept)
    rules = source_rules(then, file, order, taken.file_key)
    past, former = seen_by(commit.view, taken.batch, places)
    with ThreadPoolExecutor(1) as abreast:
        known = lookups_for(then, past, file, abreast, former)
        found = ingest(less_ours(file.records), file.profile, known, rules, lambda some: less_ours(file.again(some)))
    strays = strays_of(commit.view, found.attempts, file.shown, file.source.match_floor)
    return _Read(then, taken, file, rules, past, found, strays, order.read_as)


def _as_it_came(house: House, known: View, taken: InputRow, kept: Path) -> tuple[ResultFile, IngestOrder]:
    """The file with what was said about it when it came, as far as the store tells."""
    calls = known.scan(RESULT_TABLES[0][1]).filter(pl.col("batch") == taken.batch, pl.col("file_key") == taken.file_key)
    zones = calls.select("zone").unique().collect().to_series().to_list()
    source = taken.source if taken.source in house.settings.sources else None
    order = IngestOrder(source, None, taken.project, zones[0] if len(zones) == 1 else None).reading(_said(known, taken))
    file = result_file(house, kept, order, house.root / taken.path)
    # It was found to be of this workspace when it came.
    file = replace(file, source=replace(file.source, match_floor=0.0))
    if file.exported_utc == taken.exported_utc:
        return file, order
    return replace(file, exported_utc=taken.exported_utc), replace(order, exported_utc=taken.exported_utc)


def _said(known: View, taken: InputRow) -> str | None:
    """What was said about how to read the file."""
    said = known.scan(READ_AS).filter(pl.col("file_key") == taken.file_key).collect()
    return str(said.item(0, "read_as")) if said.height else None


def _kept(commit: Commit, read: _Read) -> tuple[str, ...]:
    """Adds the file's facts; returns the quarantine file written, in place of the former one."""
    file, key = read.file, read.taken.file_key
    found = with_new_callers(read.house, commit, read.found)
    moved = moved_calls(calls_known(commit.view, found.attempts))
    referred = keep_referrals(read.house, commit, found, key)
    counts = counted(file, found, calls_known(read.past, found.attempts).before)
    unreadable = file.unreadable(key)
    for name, table in RESULT_TABLES:
        commit.add(table, getattr(found, name))
    said = read_as_row(key, read.read_as)
    for table, rows in ((QUARANTINE, unreadable), (MOVED, moved), (STRAYS, read.strays), (READ_AS, said)):
        commit.add(table, rows)
    commit.add(QUARANTINE, mended_rows(commit.view, file.columns, file.sent_again, key))
    commit.counts.update(counts | ({"referrals": referred.height} if referred.height else {}))
    for row in read.house.store.outputs(read.taken.batch):
        if PurePosixPath(row.path).parts[0] == "quarantine":
            commit.take_away(Path(row.path), row.checksum)
    fallen = Fallen(file.path.stem, file.sha256, file.columns, read.rules.zone, made_utc(file, found), unreadable,
                    file.sheets)  # fmt: skip
    return quarantine_file(read.house, commit, fallen, found)
