"""Which numbers does each record carry, in dialling order?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import polars as pl

from telebatch.model.alike import among, run_starts
from telebatch.model.phones import PhoneLabel, PhoneReason
from telebatch.model.texts import Texts
from telebatch.normalise.phones import Answers, PhoneTable, phone_answers
from telebatch.normalise.phones_and_faxes import first_of_both
from telebatch.normalise.repeated import word

#: So many people behind one number of one list make it a switchboard. Source: design practice, to be reviewed.
SHARED_BY = 3
#: Where people of one company share a number.
_DESKS = ("number", "company_key")
_WORDS = ("kind", "line", "extension", "region", "zones", "reason", "repaired")
#: What a header says of a line in so many words.
_LINES_OF_HEADERS = frozenset(("direct", "mobile"))
#: The role of a column of telephones and faxes.
_BOTH = "phone_fax"


@dataclass(frozen=True)
class PhoneColumns:
    """The phone columns of a list.

    Attributes:
      sources: In dialling order.
      roles: Column → phone | mobile | direct | office | phone_fax (a fax may stand behind it), as its header says.
      plus_lost: Columns whose digits without a plus, where they may be either, are whole numbers.
    """

    sources: Sequence[str]
    roles: Mapping[str, str]
    plus_lost: frozenset[str] = frozenset()


def numbers_of(
    records: pl.DataFrame, phone_columns: PhoneColumns, region: pl.Series | str, table: PhoneTable
) -> pl.DataFrame:
    """Every number written in the phone columns, usable or not.

    Args:
      records: With `record`, and the phone columns as String, null where empty.
      region: ISO-2 region that national numbers are read in: one for all, or one per record in the records' order.

    Returns:
      One row per written number: `row` (place of its record), `record`, `position` (0-based in dialling order),
      `number` Int64 (null: unusable), and as Categorical `kind`, `line`, `extension`, `region`, `zones`, `reason`
      (null: usable), `repaired` (what was mended, or `obsolete`). Key (row, position), sorted by it.
    """
    sources = phone_columns.sources
    rows = records.select("record").with_row_index("row")
    cells = pl.concat(
        [rows.select("row", place=pl.lit(place, pl.Int16), cell=records[name]) for place, name in enumerate(sources)]
        or [pl.DataFrame(schema={"row": pl.UInt32, "place": pl.Int16, "cell": pl.String})]
    ).filter(pl.col("cell").is_not_null())
    both = [place for place, name in enumerate(sources) if phone_columns.roles.get(name) == _BOTH]
    cells = _without_second(cells, both, table) if both else cells
    regions = region if isinstance(region, str) else region.gather(cells.get_column("row"))
    lost = pl.Series([name in phone_columns.plus_lost for name in sources], dtype=pl.Boolean)
    is_lost = lost.gather(cells.get_column("place")) if lost.any() else False
    read = phone_answers(cells.get_column("cell"), regions, table, is_lost)
    found = read.rows.hstack(cells.select("row", "place")[read.rows.get_column("cell")])
    found = found.select("row", "place", "nth", "number", "told")[_in_dialling_order(found)]
    found = _without_fax(found, read.meanings)
    record = rows.get_column("record").gather(found.get_column("row"))
    words = _in_words(read, found, [phone_columns.roles.get(name) for name in sources])
    return found.select("row", record, _position(found), "number").hstack(words)


def _without_second(cells: pl.DataFrame, both: Sequence[int], table: PhoneTable) -> pl.DataFrame:
    """What stands behind the telephone under a heading of both is nobody's to ring."""
    at = cells.get_column("place").is_in(both).arg_true()
    texts = cells.get_column("cell")
    return cells.with_columns(texts.scatter(at, first_of_both(texts.gather(at), table.marks)))


def _without_fax(found: pl.DataFrame, meanings: pl.DataFrame) -> pl.DataFrame:
    """A number that its cell calls a fax is nobody's to ring: it is kept as unusable."""
    fax = meanings.select(pl.arg_where(pl.col("label").eq(str(PhoneLabel.FAX)))).to_series()
    if fax.is_empty():
        return found
    return found.with_columns(pl.when(~pl.col("told").is_in(fax.implode())).then("number").alias("number"))


def _in_words(read: Answers, found: pl.DataFrame, roles: Sequence[str | None]) -> pl.DataFrame:
    """The words of each number; what a column's header says of the line counts where the number alone says nothing."""
    height = read.meanings.height
    # Each column of the list has meanings of its own, so that a row is one code.
    code = found.select(pl.col("told") + pl.col("place").cast(pl.UInt32) * height).to_series().to_numpy()
    # Of all that could be said a list says little: only that is put into words.
    stand = np.flatnonzero(np.bincount(code, minlength=1))
    place = np.zeros(stand.max(initial=0) + 1, np.uint32)
    place[stand] = np.arange(stand.size, dtype=np.uint32)
    header = pl.Series([role if role in _LINES_OF_HEADERS else None for role in roles or [None]], dtype=pl.String)
    said = read.meanings.select(pl.all().gather(pl.Series(stand % height)))
    is_fax = pl.col("reason").is_null() & pl.col("label").eq(str(PhoneLabel.FAX))
    silent = pl.col("line").eq("unknown") & pl.col("header").is_not_null()
    words = said.with_columns(header.gather(pl.Series(stand // height)).alias("header")).with_columns(
        pl.coalesce("repaired", "remark").alias("repaired"),
        pl.when(silent).then("header").otherwise("line").alias("line"),
        pl.when(is_fax).then(pl.lit(str(PhoneReason.FAX))).otherwise("reason").alias("reason"),
    )
    return words.select(pl.col(name).cast(word(name)) for name in _WORDS).select(
        pl.all().gather(pl.Series(place[code]))
    )


def _in_dialling_order(found: pl.DataFrame) -> pl.Series:
    """Places of the rows by record, then column, then nth in the cell; the columns come one sorted run each."""
    key = found.select((pl.col("row").cast(pl.Int64) * 2**16 + pl.col("place")) * 2**16 + pl.col("nth")).to_series()
    # A stable sort merges sorted runs, which costs next to nothing.
    return pl.Series(np.argsort(key.to_numpy(), kind="stable"))


def _position(found: pl.DataFrame) -> pl.Series:
    """0, 1 … within each record."""
    row = found.get_column("row").to_numpy()
    starts = run_starts(row)
    lengths = np.diff(starts, append=row.size)
    return pl.Series("position", (np.arange(row.size) - np.repeat(starts, lengths)).astype(np.int16))


@dataclass(frozen=True, eq=False)
class Shared:
    """Numbers that several people of one company have.

    Attributes:
      numbers: Int64, distinct.
      repeated: All numbers that stand more than once; Int64, distinct.
    """

    numbers: pl.Series
    repeated: pl.Series

    def line(self, column: str = "line") -> pl.Expr:
        """The column of lines, `switchboard` where `number` is shared; a mobile stays one."""
        if self.numbers.is_empty():
            return pl.col(column)
        is_shared = pl.col("number").is_in(self.numbers.implode()) & pl.col(column).ne("mobile")
        return pl.when(is_shared).then(pl.lit("switchboard", word("line"))).otherwise(pl.col(column)).alias(column)


@dataclass(frozen=True, eq=False)
class Repeated:
    """Numbers of a list that stand in it more than once, Int64, distinct and rising.

    Attributes:
      twice: At least twice.
      often: As often as a switchboard has people.
    """

    twice: pl.Series
    often: pl.Series

    @classmethod
    def of(cls, numbers: pl.DataFrame) -> Self:
        """Of `numbers_of`, in any order."""
        # NumPy sorts whole numbers at half the cost.
        ordered = pl.Series(np.sort(numbers.get_column("number").drop_nulls().to_numpy())).set_sorted()
        return cls(_standing(ordered, 2), _standing(ordered, SHARED_BY))


def shared_lines(numbers: pl.DataFrame, repeated: Repeated, records: pl.Series, texts: Texts) -> Shared:
    """The numbers of switchboards: several people of one company share them.

    Args:
      numbers: As `numbers_of` gives them.
      repeated: Of these numbers: it keeps the costly joins to the few that repeat at all.
      records: Of the list, sorted.
      texts: `person_name_key`, `company_key`, `record_key` of the records; a person of several names has one key.
    """
    twice, often = repeated.twice, repeated.often
    if often.is_empty():
        return Shared(often, twice)
    owners = numbers.select("record", "number").filter(among(numbers.get_column("number"), often))
    people = texts.at(
        records.search_sorted(owners.get_column("record")), ("person_name_key", "company_key", "record_key")
    )
    named = owners.hstack(people).filter(pl.col("person_name_key") != "")
    names = named.filter(pl.col("person_name_key").n_unique().over(_DESKS) >= SHARED_BY)
    shared = _by_person(names).group_by(_DESKS).agg(pl.col("person").n_unique()).filter(pl.col("person") >= SHARED_BY)
    return Shared(shared.get_column("number").unique().sort(), twice)


def _by_person(named: pl.DataFrame) -> pl.DataFrame:
    """Adds `person`: one value for all rows of a desk that one record key or one name makes the same person."""
    told = named.with_row_index("person")
    key = pl.col("person").min()
    keyed = pl.when(pl.col("record_key").is_null()).then("person").otherwise(key.over(*_DESKS, "record_key"))
    while True:
        joined = told.with_columns(key.over(*_DESKS, "person_name_key").alias("person")).with_columns(
            keyed.alias("person")
        )
        if joined.get_column("person").equals(told.get_column("person")):
            return told
        told = joined


def _standing(ordered: pl.Series, times: int) -> pl.Series:
    """The distinct numbers that stand at least so many times; they come sorted."""
    return ordered.filter(ordered == ordered.shift(times - 1)).unique(maintain_order=True).alias("number")


def first_usable(numbers: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Per record the first usable number with its marks, how many are usable, and else the first reason.

    Args:
      numbers: As `numbers_of` gives them.
      rows: How many records there are.

    Returns:
      `number`, `number_reason`, `kind`, `line_kind`, `region`, `zones`, `repaired`, `number_count` Int16 (usable
      ones, each once), one row per record in the records' order. The reason is null beside a number, `empty` where the
      record has no phone cell.
    """
    is_usable = numbers.get_column("number").is_not_null()
    usable = numbers.select("row", "position", "number").filter(is_usable)
    marks = numbers.select("number", "kind", pl.col("line").alias("line_kind"), "region", "zones", "repaired")
    reasons = numbers.get_column("reason").gather(_firsts(numbers, rows)).alias("number_reason")
    places = is_usable.arg_true().gather(_firsts(usable, rows))
    told = marks.select(pl.all().gather(places)).with_columns(reasons, _counts(usable, rows))
    why = pl.when(pl.col("number").is_null()).then(pl.col("number_reason").fill_null("empty"))
    return told.with_columns(why.alias("number_reason"))


#: Reasons of a cell in which nobody meant a number to call.
_NOT_MEANT = frozenset(map(str, (
    PhoneReason.EMPTY, PhoneReason.NO_DIGITS, PhoneReason.PLACEHOLDER, PhoneReason.DATE_IN_PHONE_COLUMN,
    PhoneReason.EMAIL_IN_PHONE_COLUMN, PhoneReason.FAX,
)))  # fmt: skip


def broken_beside(numbers: pl.DataFrame) -> pl.Series:
    """Records with a number that cannot be used beside one that can, each once; sorted.

    Args:
      numbers: As `numbers_of` gives them.
    """
    bad = numbers.select("record", "reason").filter(numbers.get_column("number").is_null())
    meant = bad.filter(~pl.col("reason").cast(pl.String).is_in(_NOT_MEANT)).get_column("record").unique()
    near = numbers.select("record", "number").filter(pl.col("record").is_in(meant.implode()))
    return near.drop_nulls().get_column("record").unique().sort()


def _firsts(numbers: pl.DataFrame, rows: int) -> pl.Series:
    """Place of each record's first number; null where it has none."""
    row = numbers.get_column("row").to_numpy()
    starts = run_starts(row)
    places, is_without = np.zeros(rows, np.uint32), np.ones(rows, bool)
    places[row[starts]], is_without[row[starts]] = starts, False
    first = pl.Series(places)
    return first.set(pl.Series(is_without), None) if starts.size < rows else first


def _counts(usable: pl.DataFrame, rows: int) -> pl.Series:
    """How many distinct numbers each record has."""
    positions = usable.get_column("position").to_numpy()
    again = [
        pl.col("row").eq(pl.col("row").shift(back)) & pl.col("number").eq(pl.col("number").shift(back))
        for back in range(1, positions.max(initial=0) + 1)
    ]
    # Without a second number there is nothing to compare, and Polars takes no constant for a filter of many rows.
    once = usable.filter(~pl.any_horizontal(*again).fill_null(False)) if again else usable
    counts = np.bincount(once.get_column("row").to_numpy(), minlength=rows)
    return pl.Series("number_count", counts, dtype=pl.Int16)
