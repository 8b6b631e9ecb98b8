"""One result file: which source and format it is, its records, and what its rows may be matched with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from telebatch.ingest import Lookups, Profile, SourceRules, number_texts, opened_as, profiles_of, recognise
from telebatch.model.errors import InputRefused, WrongUsage
from telebatch.model.ids import lead_id
from telebatch.model.records import ReadOptions, Reading, SetAsideReason
from telebatch.model.spans import parse_window
from telebatch.model.tables import LEADS, NUMBERS, ORDERS, PEOPLE, QUARANTINE, RELEASED
from telebatch.model.workspace import Source
from telebatch.normalise.phones import phones
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import latest_per
from telebatch.pipeline.rules import phone_table
from telebatch.read import header_synonyms, read, sniff
from telebatch.store import NewInput, View

if TYPE_CHECKING:
    from telebatch.pipeline.ingest import IngestOrder

#: Records that are no results although nothing is wrong with them.
_SKIPPED = (SetAsideReason.REPEATED_HEADER, SetAsideReason.TOTALS_ROW, SetAsideReason.TITLE_ROW)


@dataclass(frozen=True, eq=False)
class ResultFile:
    """A result file as read.

    Attributes:
      skipped: Set-aside records that are no results: repeated headers, totals.
      broken: Set-aside records that could not be read.
    """

    path: Path
    shown: str
    source: Source
    profile: Profile
    sha256: str
    bytes: int
    records: pl.LazyFrame
    columns: tuple[str, ...]
    record_count: int
    skipped: pl.DataFrame
    broken: pl.DataFrame
    guesses: tuple[str, ...]

    def as_input(self, project: str | None) -> NewInput:
        """What the ledger keeps of it."""
        return NewInput(
            path=self.shown, sha256=self.sha256, bytes=self.bytes, records=self.record_count, kind=self.profile.kind,
            project=project, source=self.source.name, exported_utc=None,
        )  # fmt: skip

    def unreadable(self, file_key: int) -> pl.DataFrame:
        """QUARANTINE rows of the broken records."""
        return self.broken.select(
            pl.lit(file_key, pl.Int64).alias("file_key"), "record", "line", pl.lit(self.profile.kind).alias("kind"),
            pl.lit(None, pl.String).alias("project"), pl.lit(None, pl.Int64).alias("lead_key"), "reason",
            pl.lit("correct the row in a copy of the file and send that").alias("remedy"), "raw",
        ).select([name for name in QUARANTINE.schema if name != "batch"])  # fmt: skip


def result_file(house: House, path: Path, order: IngestOrder) -> ResultFile:
    """Recognises and reads one file.

    Raises:
      InputRefused: Unreadable, of no or of several formats, or cut off in its last record.
      WrongUsage: An unknown source or format.
    """
    shown = house.shown(path)
    options = ReadOptions(header_words=header_synonyms(house.settings.headers).words, shown_as=shown, has_totals=True)
    profiles = profiles_of({**house.shipped.formats, **house.settings.formats})
    source = _source(house, path, order)
    named = order.profile or (source.format if source else "")
    if named:
        found = opened_as(_named(profiles, named))
    else:
        found = recognise(sniff(path, options), profiles, path.name)
    options = replace(options, header=found.header, wider_rows=found.wider_rows)
    readings = read(path, options)
    reading = readings[0] if len(readings) == 1 else _first_sheet(readings)
    _refuse_cut_off(reading, shown)
    is_skipped = pl.col("reason").is_in([reason.value for reason in _SKIPPED])
    return ResultFile(
        path, shown, source or _unnamed(house, found.profile), found.profile, reading.sha256, reading.bytes,
        reading.records, reading.columns, reading.record_count, reading.set_aside.filter(is_skipped),
        reading.set_aside.filter(~is_skipped), reading.guesses,
    )  # fmt: skip


def _first_sheet(readings: tuple[Reading, ...]) -> Reading:
    """A call sheet carries its guide on a second sheet; the results stand on the first."""
    return readings[0]


def _refuse_cut_off(reading: Reading, shown: str) -> None:
    cut = reading.set_aside.filter(pl.col("reason") == SetAsideReason.CUT_OFF.value)
    if cut.height:
        raise InputRefused(
            "the last record is cut off: the file is still being written, or its transfer broke",
            place=f"{shown}:{cut.item(0, 'line')}",
            remedy="wait until it is complete, or send it again",
        )


def _source(house: House, path: Path, order: IngestOrder) -> Source | None:
    """`--source`, else the source whose inbox folder the file lies in."""
    sources = house.settings.sources
    if order.source:
        if order.source not in sources:
            raise WrongUsage(
                f"no source named {order.source!r}",
                place="--source",
                remedy=f"sources here: {', '.join(sorted(sources))}",
            )
        return sources[order.source]
    return sources.get(path.resolve().parent.name)


def _named(profiles: tuple[Profile, ...], name: str) -> Profile:
    for profile in profiles:
        if profile.name == name:
            return profile
    raise WrongUsage(f"no format named {name!r}", place="--format", remedy="see telebatch formats")


def _unnamed(house: House, profile: Profile) -> Source:
    """The only source of that format, else one of the format's own name without a project map."""
    fitting = [source for source in house.settings.sources.values() if source.format == profile.name]
    return fitting[0] if len(fitting) == 1 else Source(name=profile.name)


def source_rules(house: House, file: ResultFile, order: IngestOrder, file_key: int) -> SourceRules:
    """What ingest is told about where the file came from."""
    settings = house.settings
    agents = {known: agent.name for agent in settings.agents for known in agent.ids}
    return SourceRules(
        source=file.source, file_key=file_key, file_sha=file.sha256, file_name=file.path.name,
        zone=order.zone or file.source.zone or settings.workspace.zone, projects=settings.projects,
        project=order.project or "", agents=agents, shift_starts=_shift_starts(house),
    )  # fmt: skip


def _shift_starts(house: House) -> Mapping[str, time]:
    hours = {**house.shipped.shift_hours, **house.settings.workspace.shift_hours}
    starts = {shift: parse_window(told).start for shift, told in hours.items()}
    return {shift: time(minutes // 60, minutes % 60) for shift, minutes in starts.items()}


def lookups_for(house: House, known: View, file: ResultFile, rules: SourceRules) -> Lookups:
    """Everything rows may be matched with, as it stands before this file."""
    leads = known.everything().scan(LEADS).select("lead_key", "person_key", "project").unique("lead_key")
    people = latest_per(known.scan(PEOPLE), "person_key").select("person_key", pl.col("person").alias("name"))
    return Lookups(
        leads=leads.with_columns(lead_id(pl.col("lead_key")).alias("lead_id")),
        numbers=latest_per(known.scan(NUMBERS), "person_key").select("number", "person_key"),
        released=known.scan(RELEASED).select("queue", "position", "lead_key", "shift", "shift_on", "number"),
        orders=known.scan(ORDERS).select("order_no", "lead_key").unique(),
        names=leads.join(people, on="person_key").select("name", "project", "lead_key").drop_nulls("name"),
        numbers_of_text=_numbers_of_text(house, file, rules),
    )


def _numbers_of_text(house: House, file: ResultFile, rules: SourceRules) -> pl.LazyFrame:
    texts = number_texts(file.records, file.profile, rules).collect().get_column("text").sort()
    read_cells = phones(texts, _region(house, file.source), phone_table(house.shipped.phones))
    first = read_cells.filter(pl.col("nth") == 0)
    return pl.DataFrame({"text": texts, "number": first.get_column("number")}).lazy()


def _region(house: House, source: Source) -> str:
    if source.region:
        return source.region
    names = [*source.projects.values(), *house.settings.projects]
    regions = [house.settings.projects[name].accept.regions for name in names if name in house.settings.projects]
    return regions[0][0] if regions and regions[0] else "KR"
