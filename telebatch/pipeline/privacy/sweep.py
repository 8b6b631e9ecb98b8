"""What goes of forgotten persons out of every table, and what stays in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import polars as pl

from telebatch.model.forgotten_table import FORGOTTEN
from telebatch.model.tables import (
    AMENDMENTS,
    ANSWERS,
    ATTEMPTS,
    LEAD_STATE,
    LISTED,
    MOVED,
    NUMBERS,
    PEOPLE,
    QUARANTINE,
    RELEASED,
    SCRUBS,
    STRAYS,
    SUPPRESSIONS,
    TOUCHES,
    Table,
)
from telebatch.pipeline.privacy.whom import Whom
from telebatch.store import (
    Commit,
    Marks,
    bucket_of,
    bucket_of_key,
    mark_of,
    mark_of_key,
    names_somebody,
    stand_in_of,
    theirs_in,
    without_texts,
)

#: Tables with texts of a person, and the column by which a row is theirs.
_TEXTS: Final = (PEOPLE, NUMBERS, LISTED, ANSWERS, AMENDMENTS, TOUCHES, QUARANTINE, SUPPRESSIONS)
_NUMBERS: Final[Mapping[str, str]] = {
    **{table.name: "number" for table in (NUMBERS, ATTEMPTS, STRAYS, RELEASED, SCRUBS, SUPPRESSIONS)},
    LEAD_STATE.name: "last_number",
}
_WITH_KEYS: Final = frozenset({ATTEMPTS.name, MOVED.name})
_SWEPT: Final = (*_TEXTS, ATTEMPTS, MOVED, STRAYS, RELEASED, SCRUBS, LEAD_STATE)


@dataclass(frozen=True, eq=False)
class Sweep:
    """How rows of somebody are found, and changed.

    Attributes:
      stand_ins: Number → what stands for it from now on.
    """

    found: Whom
    stand_ins: Mapping[int, int]

    def rewrite(self, commit: Commit, table: Table) -> int:
        """Takes what names them out of one table; tells of how many rows."""
        theirs, concerned = self._theirs(table), []
        if theirs is not None:
            concerned.append(names_somebody(table, theirs))
        if table.name in _NUMBERS:
            concerned.append(pl.col(_NUMBERS[table.name]).is_in(list(self.stand_ins)))
        if table.name in _WITH_KEYS and self.stand_ins:
            concerned.append(pl.col("attempt_key").str.contains_any(self._digits[0]))
        if not concerned:
            return 0
        named = pl.any_horizontal(part.fill_null(value=False) for part in concerned)
        return commit.rewrite(table, named, partial(self._changed, table, theirs))

    def _changed(self, table: Table, theirs: pl.Expr | None, rows: pl.LazyFrame) -> pl.LazyFrame:
        if theirs is not None:
            rows = without_texts(table, rows, theirs)
        if not self.stand_ins:
            return rows
        if column := _NUMBERS.get(table.name):
            rows = rows.with_columns(pl.col(column).replace(dict(self.stand_ins)))
        if table.name in _WITH_KEYS:
            rows = rows.with_columns(pl.col("attempt_key").str.replace_many(*self._digits, leftmost=True))
        return rows

    @property
    def _digits(self) -> tuple[list[str], list[str]]:
        """Digits of numbers, as keys of calls hold them, and what stands for each there."""
        pairs = [(str(number), str(stand_in)) for number, stand_in in self.stand_ins.items()]
        pairs += [(self.found.written[number], str(stand_in)) for number, stand_in in self.stand_ins.items()]
        return [one for one, _ in pairs], [other for _, other in pairs]

    def _theirs(self, table: Table) -> pl.Expr | None:
        theirs = theirs_in(table, self.found.keys, self.found.leads)
        if theirs is None:
            return None
        if table.name == QUARANTINE.name:
            return theirs | (pl.col("kind").ne("mended") & self._told_in("raw"))
        if table.name == SUPPRESSIONS.name:
            texts = [text.casefold() for text in (*self.found.emails, *self.found.record_keys)]
            by_text = pl.col("kind").is_in(["email", "record"]) & pl.col("text").str.to_lowercase().is_in(texts)
            by_number = pl.col("number").is_in([*self.stand_ins, *self.stand_ins.values()])
            return theirs | by_text.fill_null(value=False) | by_number.fill_null(value=False)
        return theirs

    def _told_in(self, column: str) -> pl.Expr:
        """Bool per row: its text tells of one of them, by number or e-mail, or in a cell of its own by name or key."""
        found = self.found
        own = [*found.emails, *(found.written[number] for number in self.stand_ins)]
        ids = [
            *(person.id for person in found.persons),
            *(lead.id for person in found.persons for lead in person.leads),
        ]
        own += [f'"{cell}"' for cell in (*found.names, *found.long_keys, *ids)]
        if not own:
            return pl.lit(value=False)
        bare = pl.col(column).str.replace_all(_BETWEEN, "").str.to_lowercase()
        patterns = pl.Series(own, dtype=pl.String).str.replace_all(_BETWEEN, "").str.to_lowercase()
        return bare.str.contains_any(patterns.unique().to_list()).fill_null(value=False)


#: Signs that numbers and names are written with or without.
_BETWEEN: Final = r"[\s().\-/]"


def sweep(commit: Commit, found: Whom, key: bytes) -> tuple[Sweep, dict[str, int]]:
    """Takes them out of every table of the commit's store, undone batches included.

    Args:
      key: Of the marks.

    Returns:
      How it was done, and table → rows that held something of them; tables that held nothing are absent.
    """
    stand_ins = Marks(key, Marks.of(commit.view).rows).stand_ins(found.numbers)
    new = [number for number in found.numbers if number not in stand_ins]
    keys = commit.take_keys("stand_in", len(new)) if new else range(0)
    done = Sweep(found, {**stand_ins, **dict(zip(new, map(stand_in_of, keys), strict=True))})
    rows = {table.name: done.rewrite(commit, table) for table in _SWEPT}
    return done, {name: count for name, count in rows.items() if count}


@dataclass(frozen=True)
class Word:
    """Who decided it, why, and when."""

    by: str
    why: str
    at_utc: datetime


def note(commit: Commit, done: Sweep, key: bytes, word: Word) -> int:
    """Adds FORGOTTEN rows of those who are not there yet, and the marks of their numbers and record keys; tells how
    many numbers.
    """
    known = set(Marks.of(commit.view).rows.get_column("mark"))
    marks, keys = ([row for row in rows if row["mark"] not in known] for rows in (_marks(done, key), _keys(done, key)))
    new: list[dict[str, object]] = [
        {"person_key": one.key} for one in done.found.persons if one.key not in done.found.forgotten
    ]
    if not (new or marks or keys):
        return 0
    schema = {name: kind for name, kind in FORGOTTEN.schema.items() if name != "batch"}
    told = pl.DataFrame([dict.fromkeys(schema) | row for row in (*new, *marks, *keys)], schema=schema)
    at = pl.lit(word.at_utc).cast(schema["at_utc"]).alias("at_utc")
    commit.add(FORGOTTEN, told.with_columns(pl.lit(word.by).alias("by"), pl.lit(word.why).alias("why"), at))
    return len(marks)


def _marks(done: Sweep, key: bytes) -> Iterator[dict[str, object]]:
    """One per number; of a number that others have too one per name they went by: these alone are kept out there."""
    found = done.found
    owner = {number: person for person, numbers in found.owned.items() for number in numbers}
    for number, stand_in in done.stand_ins.items():
        whose = owner.get(number, found.persons[0].key)
        yield {
            "person_key": whose, "mark": mark_of(key, number), "bucket": bucket_of(number), "number": stand_in,
        }  # fmt: skip
    for person, numbers in found.owned.items():
        for number in set(numbers) & set(found.shared):
            for name in found.name_keys.get(person, ("",)):
                yield {"person_key": person, "mark": mark_of(key, number, name), "bucket": bucket_of(number)}


def _keys(done: Sweep, key: bytes) -> Iterator[dict[str, object]]:
    """One per record key; of a key that others have too one per name, as of numbers."""
    for person, name_of_list, record_key, is_shared in done.found.keyed:
        for name in done.found.name_keys.get(person, ("",)) if is_shared else (None,):
            mark = mark_of_key(key, name_of_list, record_key, name)
            yield {"person_key": person, "mark": mark, "bucket": bucket_of_key(record_key)}
