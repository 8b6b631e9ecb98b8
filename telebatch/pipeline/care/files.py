"""Files that keep lists clean, as people send them: suppressions, register answers, suppliers' answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.records import LINE, RECORD, Reading, ReadOptions
from telebatch.model.tables import QUARANTINE
from telebatch.normalise import ADDRESS
from telebatch.normalise.phones import phones
from telebatch.pipeline.house import House
from telebatch.pipeline.results.quarantine_file import (
    OF_FILE,
    OF_LINE,
    OF_RECORD,
    OF_SHEET,
    OF_TEXT,
    OURS,
    REASON,
    REMEDY,
    mended_rows,
    quarantine_path,
)
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.table_words import table_words
from telebatch.pipeline.told import Taken
from telebatch.read import header_synonyms, map_columns, read
from telebatch.store import Commit
from telebatch.write import write_csv

#: A cell that may be a phone number.
_PHONE: Final = r"^[\s'+=\"(\d０-９＋][\s\d０-９().\-–~/+\"']{6,}$"
_RAW_CUT: Final = 2000
#: So many records show what a column without a known heading holds.
_LOOKED_AT: Final = 200


@dataclass(frozen=True, eq=False)
class CareFile:
    """A file as read: every sheet under one numbering, its columns named in our words.

    Attributes:
      rows: `record`, `line`, the canonical columns asked for (String, null where the file has none); sorted by record.
      own: `record` and the file's own columns, for the quarantine file.
      sheets: `record` and the sheet it stands in; null: a file of one table.
      set_aside: Records that read could not lay out.
      skipped: Totals, repeated headers and titles: rows that were never meant to be records.
      records: rows + set aside + skipped.
      headings: Our word for a column → the file's own heading.
    """

    path: Path
    shown: str
    sha256: str
    bytes: int
    rows: pl.DataFrame
    own: pl.DataFrame
    sheets: pl.DataFrame
    found: frozenset[str]
    set_aside: pl.DataFrame
    skipped: pl.DataFrame
    records: int
    guesses: tuple[str, ...]
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def why_skipped(self) -> dict[str, int]:
        """Reasons of the rows that are no records, with how many have each."""
        return dict(self.skipped.group_by("reason").len().sort("reason").iter_rows())

    @property
    def taken(self) -> Taken:
        """The file as an answer shows it, before it has figures."""
        return Taken(self.shown, self.sha256, self.records, None, {})


def care_file(
    house: House, path: Path, part: str, options: ReadOptions, regions: Sequence[str], also: tuple[str, ...] = ()
) -> CareFile:
    """Reads a file and names its columns by the words of one part of `list_care.toml`, `number`, and those of `also`.

    Args:
      regions: Of which its numbers may be.

    Raises:
      InputRefused: Unreadable.
    """
    headers = house.shipped.tables.headers
    base = {name: headers["columns"][name] for name in also}  # type: ignore[index] # parsed TOML, proven by its test
    synonyms = header_synonyms({"columns": {**base, **house.shipped.list_care[part]}, "number": headers["number"]})
    shown = house.shown(path)
    readings = read(path, replace(options, words=table_words(house.shipped.tables, synonyms), shown_as=shown))
    wanted = ("number", *base, *house.shipped.list_care[part])
    rows, own, asides, skipped, sheets, found, offset = [], [], [], [], [], set(), 0
    headings: dict[str, str] = {}
    guesses: list[str] = []
    for reading in readings:
        mapped = map_columns(reading.columns, synonyms, {})
        sources = dict(mapped.sources)
        table = _in_order(reading.records.collect()).with_columns(pl.col(RECORD) + offset)
        guessed = _by_content(table, reading, sources, partial(_are_numbers, house, regions))
        guesses += [f"{name}: {', '.join(columns)}, by what stands there" for name, columns in guessed.items()]
        sources.update(guessed)
        left = [name for name in mapped.not_dialled if not any(name in columns for columns in guessed.values())]
        guesses += [f"{', '.join(left)}: not to be dialled by the heading; not read"] if left else []
        found |= set(sources)
        headings |= {name: " / ".join(columns) for name, columns in sources.items()}
        rows.append(table.select(RECORD, LINE, *(_cell(sources.get(name, ())).alias(name) for name in wanted)))
        own.append(table.select(RECORD, *reading.columns))
        broken, totals = reading.without_totals()
        asides.append(broken.with_columns(pl.col(RECORD) + offset))
        skipped.append(totals)
        records = pl.concat([table.select(RECORD), asides[-1].select(RECORD)])
        sheets.append(records.with_columns(pl.lit(reading.sheet, pl.String).alias(OF_SHEET)))
        offset += reading.record_count + reading.blank_lines + reading.above_count
    return CareFile(
        path, shown, readings[0].sha256, readings[0].bytes, pl.concat(rows), pl.concat(own, how="diagonal"),
        pl.concat(sheets), frozenset(found), pl.concat(asides), pl.concat(skipped),
        sum(reading.record_count for reading in readings),
        tuple(dict.fromkeys((*(guess for reading in readings for guess in reading.guesses), *guesses))), headings,
    )  # fmt: skip


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """By record, as a reader mostly gives them: to sort them again would copy every text."""
    return rows if rows.get_column(RECORD).is_sorted() else rows.sort(RECORD)


def only_bad(file: CareFile, bad: pl.DataFrame) -> CareFile:
    """The file with its own columns kept of unusable rows alone, as `put_aside` asks for them.

    Where it is a quarantine file, every row names the one it replaces.

    Args:
      bad: `record`.
    """
    if {OF_FILE, OF_RECORD} <= set(file.own.columns):
        return file
    return replace(file, own=file.own.join(bad.select(RECORD), on=RECORD, how="semi", maintain_order="left"))


def one_table(path: Path, shown: str, reading: Reading) -> CareFile:
    """A file of one table whose columns the caller has named already: as far as `put_aside` asks for it."""
    table = _in_order(reading.records.collect())
    broken, totals = reading.without_totals()
    records = pl.concat([table.select(RECORD), broken.select(RECORD)])
    return CareFile(
        path, shown, reading.sha256, reading.bytes, table.select(RECORD, LINE), table.select(RECORD, *reading.columns),
        records.with_columns(pl.lit(reading.sheet, pl.String).alias(OF_SHEET)), frozenset(), broken, totals,
        reading.record_count, reading.guesses,
    )  # fmt: skip


def _by_content(
    table: pl.DataFrame, reading: Reading, sources: dict[str, tuple[str, ...]], are_numbers: Callable[[pl.Series], int]
) -> dict[str, tuple[str, ...]]:
    """A file without known headings: the columns whose cells mostly are numbers, or hold e-mail addresses.

    Of a file of one column a quarter suffices: where else should they stand? The rest is told row by row.
    """
    if "number" in sources or "email" in sources:
        return {}
    named = {column for columns in sources.values() for column in columns}
    head = table.head(_LOOKED_AT).select(column for column in reading.columns if column not in named)
    tests: dict[str, Callable[[pl.Series], int]] = {"number": are_numbers, "email": _hold_addresses}
    share = 4 if len(reading.columns) == 1 else 2
    like = {
        name: tuple(cells.name for cells in head if share * count(cells) >= max(head.height, 1))
        for name, count in tests.items()
    }
    return {name: columns for name, columns in like.items() if columns}


def _hold_addresses(cells: pl.Series) -> int:
    return int(cells.str.contains(ADDRESS).sum() or 0)


def _are_numbers(house: House, regions: Sequence[str], cells: pl.Series) -> int:
    """How many cells are usable numbers of one region and nothing else; a column of days looks like one of numbers."""
    likely = cells.str.strip_chars().filter(cells.str.strip_chars().str.contains(_PHONE))
    table = phone_table(house.shipped.phones)
    usable = [phones(likely, region, table).filter(pl.col("number").is_not_null()) for region in regions]
    return max(read_cells.get_column("cell").n_unique() for read_cells in usable)


def _cell(sources: tuple[str, ...]) -> pl.Expr:
    """Trimmed text, null where empty; several number columns in one, as one cell may hold several anyway."""
    if not sources:
        return pl.lit(None, dtype=pl.String)
    several = pl.concat_str(sources, separator=" / ", ignore_nulls=True)
    text = pl.col(sources[0]) if len(sources) == 1 else several
    trimmed = text.str.strip_chars(" \t\r\n\u00a0\u3000")
    return pl.when(trimmed.ne("")).then(trimmed)


def kept_file(commit: Commit, file: CareFile, kind: str, project: str | None, source: str) -> int:
    """Notes and archives the file; returns its key."""
    key = commit.add_input(
        path=file.shown, sha256=file.sha256, bytes=file.bytes, records=file.records, kind=kind, project=project,
        source=source, exported_utc=None,
    )  # fmt: skip
    commit.archive(file.path, file.sha256)
    return key


def put_aside(
    house: House, commit: Commit, file: CareFile, file_key: int, bad: pl.DataFrame, of: tuple[str, str | None]
) -> tuple[str, ...]:
    """Rows nobody can use go to quarantine, with reason and remedy, and into `quarantine/FILE-sha8.csv`.

    Args:
      bad: `record`, `reason`, `remedy`.
      of: Kind and project of the QUARANTINE rows.
    """
    commit.add(QUARANTINE, mended_rows(commit.view, file.own.columns, file.own.lazy(), file_key))
    whole = _all_bad(file, bad)
    if whole.is_empty():
        return ()
    kind, project = of
    told = whole.with_columns(
        pl.lit(file_key, pl.Int64).alias("file_key"), pl.lit(kind).alias("kind"),
        pl.lit(project, pl.String).alias("project"), pl.lit(None, pl.Int64).alias("lead_key"),
    )  # fmt: skip
    commit.add(QUARANTINE, told.select([name for name in QUARANTINE.schema if name != "batch"]))
    path = quarantine_path(house, file.path.stem, file.sha256)
    columns = [name for name in file.own.columns if name not in {RECORD, *OURS}]
    is_text = pl.col(RECORD).is_in(file.set_aside.get_column(RECORD).implode())
    why = whole.select(
        RECORD,
        pl.col(LINE).cast(pl.String).alias(OF_LINE),
        pl.lit(str(file_key)).alias(OF_FILE),
        pl.col(RECORD).cast(pl.String).alias(OF_RECORD),
        *([pl.when(is_text).then("raw").alias(OF_TEXT)] if file.set_aside.height else []),
        pl.col("reason").alias(REASON),
        pl.col("remedy").alias(REMEDY),
    )
    own = file.own.select(RECORD, *columns)
    found = why.join(file.sheets, on=RECORD, how="left", maintain_order="left")
    found = found.join(own, on=RECORD, how="left", maintain_order="left")
    shown = found.select(*columns, OF_SHEET, *why.drop(RECORD).columns)
    write_csv(commit.output(path), shown.lazy())
    return (path.as_posix(),)


def _all_bad(file: CareFile, bad: pl.DataFrame) -> pl.DataFrame:
    """Unusable rows and what read set aside, with line and raw text, sorted by record."""
    cells = [name for name in file.own.columns if name != RECORD]
    joined = pl.concat_str(cells, separator=",", ignore_nulls=True) if cells else pl.lit("")
    raw = joined.str.head(_RAW_CUT).alias("raw")
    rows = (
        bad.join(file.rows.select(RECORD, LINE), on=RECORD)
        .join(file.own.lazy().join(bad.lazy(), on=RECORD, how="semi").select(RECORD, raw).collect(), on=RECORD)
        .select(RECORD, LINE, "reason", "remedy", "raw")
    )
    remedy = pl.lit("mend the row and send it again").alias("remedy")
    aside = file.set_aside.select(RECORD, LINE, "reason", remedy, "raw")
    return pl.concat([rows, aside]).sort(RECORD)
