"""Lists in which somebody is forgotten: which, and what is kept in place of their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from telebatch.model.errors import InputRefused, Mistake, WrongUsage
from telebatch.model.records import Reading
from telebatch.model.tables import KEPT_LISTS, KEPT_ROWS, LISTED, LISTS
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.kept_lists import keep_readings, let_go_of
from telebatch.pipeline.lists.shortened import StoredList, without
from telebatch.pipeline.privacy.cells import Cells
from telebatch.pipeline.privacy.whom import Whom
from telebatch.store import Commit


@dataclass(frozen=True)
class Shortened:
    """Lists in which somebody is forgotten.

    Attributes:
      kept: Paths of those that can be decided again.
      lost: The others, and why they cannot.
    """

    kept: tuple[str, ...]
    lost: tuple[Mistake, ...]


def shorten_lists(house: House, commit: Commit, found: Whom, sources: Collection[str]) -> Shortened:
    """Keeps the tables of lists without the rows of some persons, in place of the files, which go.

    Args:
      sources: SHA-256 of the files that go. Lists of which tables are kept already, for somebody was forgotten in them
        before, are looked for here.
    """
    kept = _kept_with(commit, found)
    gone = {one.file_key for one in house.store.inputs() if one.sha256 in sources} | kept
    lists = list(_live(house, commit, gone))
    shorter: dict[str, dict[int, tuple[Reading, ...]]] = {}
    lost, off = [], kept - {one.file_key for one in lists}
    for one in lists:
        try:
            readings = without(house, commit, found, one)
        except (InputRefused, WrongUsage) as error:
            what = f"can be decided again no more: {error.mistakes[0].what}"
            lost.append(Mistake(what, one.file.path, "its verdicts stay as they are"))
            off |= {one.file_key}
            continue
        if readings:
            shorter.setdefault(one.file.path, {})[one.file_key] = readings
    anew = {key: readings for keys in shorter.values() for key, readings in keys.items()}
    let_go_of(commit, sorted(kept & (off | anew.keys())))
    for file_key, readings in anew.items():
        keep_readings(commit, file_key, readings)
    return Shortened(tuple(sorted(shorter)), tuple(lost))


def _kept_with(commit: Commit, found: Whom) -> set[int]:
    """File keys of kept lists that hold one of the persons, or did."""
    known, cells = commit.view, Cells(found)
    heads = known.scan(KEPT_LISTS).select("file_key", named=cells.names("told")).collect()
    if heads.is_empty():
        return set()
    ever = known.everything()
    parts = [ever.scan_keys(LISTED, "lead_key", found.leads), ever.scan_keys(LISTED, "person_key", found.keys)]
    parts.append(cells.telling(known.scan(KEPT_ROWS), ["cells"]).lazy())
    telling = pl.concat([part.select("file_key") for part in parts]).unique().collect().get_column("file_key")
    return {key for key, named in heads.iter_rows() if named} | (set(telling) & set(heads["file_key"]))


def _live(house: House, commit: Commit, file_keys: Collection[int]) -> Iterator[StoredList]:
    """The lists among these files; of those that were undone, or whose project is gone, nothing is decided again."""
    rows = commit.scan(LISTS).filter(pl.col("file_key").is_in(list(file_keys))).sort("file_key").collect()
    files = {one.file_key: one for one in house.store.inputs()}
    for row in rows.iter_rows(named=True):
        project = house.settings.projects.get(row["project"])
        if project is not None:
            yield StoredList(files[row["file_key"]], row, project)
