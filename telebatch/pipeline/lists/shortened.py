"""One list without the rows of people who are forgotten, each other row as it was read.

It is refused where others would be told otherwise than by the file: three at one number were a switchboard, and two are
none; or the order of dates hung on a row that goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.project import Project
from telebatch.model.records import RECORD, Reading
from telebatch.model.tables import LISTED
from telebatch.normalise import Normalised
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery, delivery_from, options_of, starts_of
from telebatch.pipeline.lists.identifiers import without_identifiers
from telebatch.pipeline.lists.kept_lists import KEPT, heads_of, settled, stored_readings
from telebatch.pipeline.lists.read_people import read_people
from telebatch.pipeline.privacy.cells import Cells
from telebatch.pipeline.privacy.whom import Whom
from telebatch.prequalify import FORGOTTEN, refusals_of
from telebatch.store import Commit, InputRow

#: Rows compared at a time.
_AT_ONCE: Final = 250_000


@dataclass(frozen=True, eq=False)
class StoredList:
    """A live list.

    Attributes:
      file: That it was taken from.
      row: Its LISTS row.
    """

    file: InputRow
    row: Mapping[str, object]
    project: Project

    @property
    def file_key(self) -> int:
        """Of its delivery."""
        return self.file.file_key


@dataclass(frozen=True, eq=False)
class _Gone:
    """What goes of a list.

    Attributes:
      records: Of rows that go.
      told_of: Rows in which somebody is told of, with their cells; such cells of those that stay are emptied.
    """

    records: pl.Series
    told_of: pl.DataFrame

    @property
    def emptied(self) -> pl.DataFrame:
        """Other people's rows, each of which loses a cell."""
        return self.told_of.filter(~pl.col(RECORD).is_in(self.records.implode()))


def without(house: House, commit: Commit, found: Whom, taken: StoredList) -> tuple[Reading, ...] | None:
    """The tables of a list without the rows of some persons; null: what is kept of it already holds none of them.

    Raises:
      InputRefused: It cannot be read any more.
      WrongUsage: It is kept no more, or others would be told otherwise.
    """
    known = commit.view
    read_as = taken.row["read_as"]
    stored = stored_readings(house, known, taken.file, options_of(None if read_as is None else str(read_as)))
    readings = settled(stored, taken.project)
    delivery, normal = _read(house, commit, taken, readings)
    gone = _gone(commit, found, taken, delivery, normal)
    shorter = tuple(
        _shorter(one, gone, start, Cells(found)) for one, start in zip(readings, starts_of(readings), strict=True)
    )
    if stored[0].format == KEPT and not _loses(gone, readings, shorter):
        return None
    _refuse_others_at_refusers(house, gone.records, normal)
    but = pl.concat([gone.records, gone.emptied.get_column(RECORD)])
    told = _told(normal, but)
    del delivery, normal
    again = _told(_read(house, commit, taken, shorter)[1], but)
    if not all(one.equals(other) for one, other in zip(told, again, strict=True)):
        raise WrongUsage("without their row other rows of it would be read otherwise")
    return shorter


def _read(
    house: House, commit: Commit, taken: StoredList, readings: tuple[Reading, ...]
) -> tuple[Delivery, Normalised]:
    read_as = taken.row["read_as"]
    options = options_of(None if read_as is None else str(read_as))
    delivery = delivery_from(house, house.root / taken.file.path, readings, taken.project, options)
    return read_people(house, commit, without_identifiers(house, delivery, taken.project), taken.project)


def _gone(commit: Commit, found: Whom, taken: StoredList, delivery: Delivery, normal: Normalised) -> _Gone:
    """Rows that the list was found to name them by, and those that are nobody's and tell of them.

    A row that names somebody else stays: a cell of it that tells of them is emptied.
    """
    every = commit.view.everything().scan(LISTED).filter(pl.col("file_key").eq(taken.file_key))
    listed = every.select("record", "person_key", "lead_key", "reasons").collect()
    named = pl.any_horizontal(
        pl.col("person_key").is_in(found.keys.implode()), pl.col("lead_key").is_in(found.leads.implode())
    ).fill_null(value=False)
    others = listed.filter(~named, pl.col("person_key").is_not_null()).get_column("record")
    theirs = listed.filter(named).get_column("record")
    before = listed.filter(pl.col("reasons").str.split("|").list.contains(FORGOTTEN)).get_column("record")
    told_of = Cells(found).telling(delivery.records, delivery.source_columns)
    also = pl.concat([before, told_of.get_column(RECORD), _read_as(found, str(taken.row["list"]), normal)])
    also = also.filter(~also.is_in(others.implode()))
    records = normal.candidates.get_column("record")
    own = records.filter(records.is_in(pl.concat([theirs, also]).implode()))
    return _Gone(own, told_of)


def _read_as(found: Whom, name: str, normal: Normalised) -> pl.Series:
    """Records with a number, name, e-mail or record key of theirs, as it was read."""
    numbers = normal.numbers.filter(pl.col("number").is_in(found.numbers.implode())).get_column("record")
    keys = [key for _, list_name, key, is_shared in found.keyed if list_name == name and not is_shared]
    names = {key for keys in found.name_keys.values() for key in keys} - {""}
    same = {"person_name_key": sorted(names), "email": list(found.emails), "record_key": keys}
    holds = pl.any_horizontal(pl.col(column).cast(pl.String).is_in(told) for column, told in same.items())
    texts = normal.texts.where(holds.fill_null(value=False))
    return pl.concat([numbers, normal.candidates.get_column("record").gather(texts)])


def _shorter(reading: Reading, gone: _Gone, start: int, cells: Cells) -> Reading:
    """One table without the records that go, and without what else tells of them.

    Args:
      start: What the records of this table are more by among those of the whole list.

    Raises:
      WrongUsage: Its headings do.
    """
    heads = replace(reading, guesses=())
    if cells.name(heads_of(heads)):
        raise WrongUsage("its headings tell of somebody who is forgotten")
    records = gone.records - start
    return replace(
        reading,
        records=reading.records.filter(~pl.col(RECORD).is_in(records.implode())).with_columns(
            _emptied(reading.columns, gone.emptied, start, cells)
        ),
        set_aside=reading.set_aside.filter(~cells.names("raw")),
        guesses=tuple(guess for guess in reading.guesses if not cells.name(guess)),
    )


def _emptied(columns: Sequence[str], rows: pl.DataFrame, start: int, cells: Cells) -> Iterator[pl.Expr]:
    """Columns of which some cells tell of somebody, without these; each is sought in these rows alone."""
    for name in (column for column in columns if column in rows.columns):
        telling = rows.filter(cells.tells(name)).get_column(RECORD) - start
        if telling.len():
            yield pl.when(~pl.col(RECORD).is_in(telling.implode())).then(pl.col(name)).alias(name)


def _loses(gone: _Gone, readings: tuple[Reading, ...], shorter: tuple[Reading, ...]) -> bool:
    is_less = any(one.set_aside.height > two.set_aside.height for one, two in zip(readings, shorter, strict=True))
    return is_less or bool(gone.records.len() or gone.emptied.height)


def _refuse_others_at_refusers(house: House, gone: pl.Series, normal: Normalised) -> None:
    """What a row asks for itself counts for others at its numbers as well, when the list is decided as at first."""
    refusing = [refusals_of(house.shipped.list_care["opt_out_words"]).channel().is_not_null()]
    refusing += [pl.col(name) for name in normal.candidates.columns if name == "refuses"]
    rows = normal.candidates.filter(pl.col("record").is_in(gone.implode()), pl.any_horizontal(refusing))
    theirs = rows.get_column("record")
    is_theirs = pl.col("record").is_in(theirs.implode())
    numbers = normal.numbers.filter(is_theirs).get_column("number").drop_nulls()
    if normal.numbers.filter(~is_theirs, pl.col("number").is_in(numbers.implode())).height:
        raise WrongUsage("their row asks not to be contacted, and others of the list have its number")


def _told(normal: Normalised, but: pl.Series) -> tuple[pl.Series, pl.Series]:
    """What all other rows say, and which numbers they have: a hash of each row, in order."""
    both = normal.texts.beside(normal.candidates), normal.numbers.lazy()
    people, numbers = (_hashes(rows.filter(~pl.col("record").is_in(but.implode()))) for rows in both)
    return people, numbers


def _hashes(rows: pl.LazyFrame) -> pl.Series:
    # Few columns of many are of a type of their own in one piece and of none in another.
    pieces = rows.select(pl.all().cast(pl.String)).collect_batches(chunk_size=_AT_ONCE, maintain_order=True)
    return pl.concat([pl.Series(dtype=pl.UInt64), *(piece.hash_rows(seed=0) for piece in pieces)])
