"""One result file: which source and format it is, its records, and what its owner told of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from telebatch.ingest import Profile, one_table, opened_as
from telebatch.model.date_orders import DateOrder
from telebatch.model.errors import InputRefused, WrongUsage
from telebatch.model.records import Reading, ReadOptions, SetAsideReason
from telebatch.model.tables import QUARANTINE
from telebatch.model.workspace import Source
from telebatch.pipeline.house import House
from telebatch.pipeline.results.format_of_file import Sent, folder_source, format_of, known_profiles, lacking
from telebatch.pipeline.results.quarantine_file import OF_FILE, Former, former_of, unfilled, without_ours
from telebatch.pipeline.table_words import list_words
from telebatch.read import modified_utc, read, sniff
from telebatch.settings import zones
from telebatch.store import NewInput

#: What a person may say about how to read a result file; kept, so that it is read again as it was.
_READ_AS = ("profile", "date_order", "encoding", "sheet")
#: What to do about a record whose cells could not be told apart.
_SPREAD = "write its cells, which stand in quarantined_text, into their columns"


@dataclass(frozen=True)
class IngestOrder:
    """What was said about the files; everything null is decided from folder and content.

    Attributes:
      exported_utc: When the file was made; it wins over whatever the file tells of it.
      date_order: How days like 12/11/2026 are written.
      encoding: In which the file is written.
      sheet: The only sheet of a workbook, or file of an archive, that is read.
    """

    source: str | None = None
    profile: str | None = None
    project: str | None = None
    zone: str | None = None
    exported_utc: datetime | None = None
    date_order: DateOrder | None = None
    encoding: str | None = None
    sheet: str | None = None

    @property
    def read_as(self) -> str | None:
        """What was said about how to read the file, as one JSON object; null: nothing."""
        told = {name: said for name in _READ_AS if (said := getattr(self, name)) is not None}
        return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None

    def reading(self, read_as: str | None) -> IngestOrder:
        """The same, with what was said about how to read the file when it came."""
        return replace(self, **{name: said for name, said in json.loads(read_as or "{}").items() if name in _READ_AS})


@dataclass(frozen=True, eq=False)
class ResultFile:
    """A result file as read.

    Attributes:
      project: Told with the file, or with the file whose quarantined rows it mends; null: neither.
      exported_utc: When the file itself says it was made; null: it does not.
      former: Where the rows of a quarantine file come from; null: it is none.
      again: Numbers of records → those of `records`, read without looking through all of them.
      skipped: Set-aside records that are no results: repeated headers, totals.
      broken: Set-aside records that could not be read.
      sheets: Of a workbook, each with the records that stand before it; empty: it is none.
      sent_again: Of a quarantine file all records, those whose cells nobody told apart too; null: it is none.
      copy: Where the file's bytes stand while it is read and nobody else changes them; null: nowhere.
    """

    path: Path
    shown: str
    source: Source
    profile: Profile
    project: str | None
    exported_utc: datetime | None
    former: Former | None
    sha256: str
    bytes: int
    records: pl.LazyFrame
    again: Callable[[pl.Series], pl.LazyFrame]
    columns: tuple[str, ...]
    record_count: int
    skipped: pl.DataFrame
    broken: pl.DataFrame
    guesses: tuple[str, ...]
    sheets: tuple[tuple[str, int], ...]
    sent_again: pl.LazyFrame | None = None
    copy: Path | None = None

    def as_input(self) -> NewInput:
        """What the ledger keeps of it."""
        return NewInput(
            path=self.shown, sha256=self.sha256, bytes=self.bytes, records=self.record_count, kind=self.profile.kind,
            project=self.project, source=self.source.name, exported_utc=self.exported_utc,
        )  # fmt: skip

    def unreadable(self, file_key: int) -> pl.DataFrame:
        """QUARANTINE rows of the broken records."""
        return self.broken.select(
            pl.lit(file_key, pl.Int64).alias("file_key"), "record", "line", pl.lit(self.profile.kind).alias("kind"),
            pl.lit(None, pl.String).alias("project"), pl.lit(None, pl.Int64).alias("lead_key"), "reason",
            pl.lit(_SPREAD).alias("remedy"), "raw",
        ).select([name for name in QUARANTINE.schema if name != "batch"])  # fmt: skip


def result_file(house: House, path: Path, order: IngestOrder, came_as: Path | None = None) -> ResultFile:
    """Recognises and reads one file.

    Args:
      came_as: The path under which it came, where it is read from the archive; null: from there.

    Raises:
      InputRefused: Unreadable, of no or of several formats, of several tables, or cut off in its last record.
    """
    named = came_as or path
    shown = house.shown(named)
    words = list_words()
    options = ReadOptions(
        words=words, shown_as=shown, copies=house.root, is_ours=came_as is not None, encoding=order.encoding,
        sheet=order.sheet,
    )  # fmt: skip
    head = sniff(path, options)
    former = former_of(house, head, shown)
    head = without_ours(head)
    source = _source(house, path, order, former)
    sent = Sent(head, named.name, source, order.profile)
    profile = format_of(known_profiles(house), sent)
    found = opened_as(profile, head.header or ())
    options = replace(options, header=found.header, wider_rows=found.wider_rows, narrower_rows=found.narrower_rows)
    reading, told = one_table(read(path, options), profile, shown)
    told = (*told, *lacking(profile, sent))
    _refuse_cut_off(reading, shown)
    broken, skipped = reading.without_totals()
    file = ResultFile(
        named, shown, source or _unnamed(house, profile, shown), profile, order.project,
        order.exported_utc or modified_utc(path), None,
        reading.sha256, reading.bytes, reading.records, reading.picked, reading.columns, reading.record_count,
        skipped, broken, (*reading.guesses, *told),
        reading.sheets, copy=reading.copy,
    )  # fmt: skip
    return file if former is None else _of_former(file, former, order)


def _of_former(file: ResultFile, former: Former, order: IngestOrder) -> ResultFile:
    """Mended rows are read as those of the file they fell out of.

    Raises:
      InputRefused: The rows come from several files.
    """
    keys = file.records.select(pl.col(OF_FILE).str.strip_chars()).drop_nulls().unique().collect().to_series()
    if keys.to_list() != [str(former.file_key)]:
        raise InputRefused(
            "its rows come from several files", place=file.shown, remedy="send the rows of each quarantine file alone"
        )
    bare = unfilled(file.columns, file.records)
    return replace(
        file,
        records=file.records.join(bare.lazy(), on="record", how="anti"),
        broken=pl.concat([file.broken, bare]).sort("record"),
        sent_again=file.records,
        # What a spreadsheet would have run was marked on the way out; and a few mended rows prove no source wrong.
        profile=replace(file.profile, restores=True),
        source=replace(file.source, match_floor=0.0),
        project=file.project or former.project,
        exported_utc=order.exported_utc or former.exported_utc,
        former=former,
    )


def _refuse_cut_off(reading: Reading, shown: str) -> None:
    cut = reading.set_aside.filter(pl.col("reason") == SetAsideReason.CUT_OFF.value)
    if cut.height:
        raise InputRefused(
            "the last record is cut off: the file is still being written, or its transfer broke",
            place=f"{shown}:{cut.item(0, 'line')}",
            remedy="wait until it is complete, or send it again",
        )


def refuse_unknown(house: House, order: IngestOrder) -> None:
    """Tells what of the order does not exist here.

    Raises:
      WrongUsage: An unknown source, format, project or zone.
    """
    sources, formats = house.settings.sources, {**house.shipped.formats, **house.settings.formats}
    if order.source and order.source not in sources:
        there = ", ".join(sorted(sources)) or "none; write one under sources/"
        raise WrongUsage(f"no source named {order.source!r}", place="--source", remedy=f"sources here: {there}")
    if order.profile and order.profile not in formats:
        raise WrongUsage(f"no format named {order.profile!r}", place="--format", remedy="see telebatch formats")
    if order.project:
        house.project(order.project)
    if order.zone and order.zone not in zones():
        raise WrongUsage(f"no time zone named {order.zone!r}", place="--zone", remedy="write it as Asia/Seoul or UTC")


def _source(house: House, path: Path, order: IngestOrder, former: Former | None) -> Source | None:
    """`--source`, else that of the file whose rows are mended, else the one whose inbox folder the file lies in."""
    sources = house.settings.sources
    if order.source:
        return sources[order.source]
    if former is not None:
        return sources.get(former.source) or Source(name=former.source)
    return folder_source(house, path)


def _unnamed(house: House, profile: Profile, shown: str) -> Source:
    """The only source that sends this format or its family, else one of the family's own name without a project map.

    Raises:
      InputRefused: Several sources send it: under another name the same call would count again.
    """
    profiles = {one.name: one for one in known_profiles(house)}
    sources = [one for one in house.settings.sources.values() if one.format in profiles]
    fitting = [one for one in sources if one.format == profile.name]
    fitting = fitting or [
        one
        for one in sources
        if (profiles[one.format].code_map, profiles[one.format].kind) == (profile.code_map, profile.kind)
    ]
    if len(fitting) > 1:
        names = ", ".join(sorted(one.name for one in fitting))
        raise InputRefused(
            f"may be of several sources: {names}", place=shown, remedy=f"say which: --source {fitting[0].name}"
        )
    return fitting[0] if fitting else Source(name=profile.code_map)
