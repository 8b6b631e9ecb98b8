"""The phone table: everything the vector path needs, compiled from libphonenumber's metadata, as plain columns."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import phonenumbers
import polars as pl

from telebatch.model.phones import PhoneKind, PhoneLine
from telebatch.normalise.phones import layouts, verdicts
from telebatch.normalise.phones.marks import NO_MARKS, PhoneMarks
from telebatch.normalise.phones.numbering import REGIONS, region_plan
from telebatch.normalise.phones.reading import (
    LONGEST,
    SHORTEST,
    Action,
    Reading,
    international_readings,
    joined,
    national_readings,
)

INTERNATIONAL = "+"
# A reading key is region × KEY_ROOM + 1 followed by the typed digits: the 1 keeps leading zeros apart.
KEY_ROOM = 2 * 10**LONGEST
_READINGS = {"low": pl.Int64, "lead": pl.Int64, "keep": pl.UInt8, "action": pl.UInt8}
_VERDICTS = {
    "kind": pl.String,
    "region": pl.String,
    "zones": pl.String,
    "reason": pl.String,
    "trunk": pl.Boolean,
    "remark": pl.String,
    "line": pl.String,
    "is_round_kind": pl.Boolean,
}


@dataclass(frozen=True, eq=False)
class PhoneTable:
    """libphonenumber's numbering plans, compiled.

    Attributes:
      version: Version of the metadata.
      regions: ISO-2 codes; the place is the region's number in keys, place 0 is "+" (any region).
      calling_codes: Calling code per region; 0 at place 0.
      zero_regions: ISO-2 codes where ordinary numbers may begin with a zero of their own.
      readings: low Int64 (first key), lead Int64 (to add), keep UInt8 (typed digits kept), action UInt8; by low.
      spans: low Int64 (first E.164 number), verdict UInt16 (row of `verdicts`); by low.
      verdicts: kind, region, zones, line, remark, reason String (null where not so), trunk and is_round_kind
        Boolean; one row per distinct verdict.
      written: low Int64 (first E.164 number), layout UInt16 (row of `layouts`); by low.
      layouts: Layout texts; the empty one belongs to unknown calling codes.
      marks: The hand-written signs.
    """

    version: str
    regions: tuple[str, ...]
    calling_codes: tuple[int, ...]
    zero_regions: tuple[str, ...]
    readings: pl.DataFrame
    spans: pl.DataFrame
    verdicts: pl.DataFrame
    written: pl.DataFrame
    layouts: tuple[str, ...]
    marks: PhoneMarks

    def to_bytes(self) -> bytes:
        """The table as a Parquet file of one row, a list column per column of each part."""
        lists = {
            f"{part}.{column.name}": [column]
            for part in ("readings", "spans", "verdicts", "written")
            for column in getattr(self, part)
        }
        single = {"version": [self.version], "marks": [self.marks.toml]}
        several = {
            "regions": [list(self.regions)],
            "calling_codes": [list(self.calling_codes)],
            "zero_regions": [list(self.zero_regions)],
            "layouts": [list(self.layouts)],
        }
        buffer = io.BytesIO()
        pl.DataFrame({**single, **several, **lists}).write_parquet(buffer, compression="zstd")
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> PhoneTable:
        """The table that `to_bytes` wrote."""
        row = pl.read_parquet(io.BytesIO(content))

        def part(name: str) -> pl.DataFrame:
            columns = [column for column in row.columns if column.startswith(f"{name}.")]
            return pl.DataFrame([row[column].explode().alias(column.partition(".")[2]) for column in columns])

        return cls(
            version=row["version"].item(),
            regions=tuple(row["regions"].item()),
            calling_codes=tuple(row["calling_codes"].item()),
            zero_regions=tuple(row["zero_regions"].item()),
            readings=part("readings"),
            spans=part("spans"),
            verdicts=part("verdicts"),
            written=part("written"),
            layouts=tuple(row["layouts"].item()),
            marks=PhoneMarks.from_toml(row["marks"].item()),
        )

    def equals(self, other: PhoneTable) -> bool:
        """True where both tables give the same answer to everything."""
        parts = ("readings", "spans", "verdicts", "written")
        plain = ("version", "regions", "calling_codes", "zero_regions", "layouts", "marks")
        return all(getattr(self, name) == getattr(other, name) for name in plain) and all(
            getattr(self, name).equals(getattr(other, name)) for name in parts
        )


@lru_cache(maxsize=1)
def rules_version(compiled: bytes) -> str:
    """The metadata's version in the bytes that `to_bytes` wrote, without opening the rest."""
    return str(pl.read_parquet(io.BytesIO(compiled), columns=["version"]).item())


def compile_phones(marks_toml: str = NO_MARKS) -> PhoneTable:
    """Compiles the installed metadata, in memory, in a few seconds.

    Args:
      marks_toml: The hand-written signs (rules/phones/marks.toml); none by default.
    """
    marks = PhoneMarks.from_toml(marks_toml)
    spans, kinds = _coded(verdicts.filled(list(verdicts.verdict_spans(marks.obsolete_prefixes))))
    written, texts = _coded(layouts.filled(list(layouts.layout_spans())))
    return PhoneTable(
        version=phonenumbers.__version__,
        regions=(INTERNATIONAL, *REGIONS),
        calling_codes=(0, *(region_plan(region).calling_code for region in REGIONS)),
        zero_regions=tuple(region for region in REGIONS if region_plan(region).is_zero_kept),
        readings=pl.DataFrame(list(_reading_rows()), schema=_READINGS, orient="row"),
        spans=pl.DataFrame(spans, schema={"low": pl.Int64, "verdict": pl.UInt16}, orient="row"),
        verdicts=_verdict_frame(kinds, marks),
        written=pl.DataFrame(written, schema={"low": pl.Int64, "layout": pl.UInt16}, orient="row"),
        layouts=tuple(texts),
        marks=marks,
    )


def _verdict_frame(kinds: list[verdicts.Verdict], marks: PhoneMarks) -> pl.DataFrame:
    rows = [(*verdict, _line(verdict.kind, marks), verdict.kind in marks.round_kinds) for verdict in kinds]
    frame = pl.DataFrame(rows, schema=_VERDICTS, orient="row")
    texts = pl.col("kind", "region", "zones", "reason", "remark", "line")
    return frame.with_columns(pl.when(texts != "").then(texts))


def _line(kind: str, marks: PhoneMarks) -> str:
    """The line that the kind alone points to; empty where there is no number."""
    if kind in marks.switchboard_kinds:
        return PhoneLine.SWITCHBOARD
    if kind in (PhoneKind.MOBILE, PhoneKind.TOLL_FREE):
        return PhoneLine(kind)
    return PhoneLine.UNKNOWN if kind else ""


def _reading_rows() -> Iterator[tuple[int, int, int, int]]:
    """Readings of all regions on one line of keys; a span that nothing reads is left to the library."""
    reached = 0
    for place, region in enumerate((INTERNATIONAL, *REGIONS)):
        for length in range(SHORTEST, LONGEST + 1):
            offset = place * KEY_ROOM + 10**length
            for reading in joined(_of_region(region, length)):
                if reading.low + offset > reached:
                    yield reached, 0, 0, Action.ASK_LIBRARY
                lead = int(reading.lead or "0") * 10**reading.keep
                yield reading.low + offset, lead, reading.keep, reading.action
                reached = reading.high + offset
    yield reached, 0, 0, Action.ASK_LIBRARY


def _of_region(region: str, length: int) -> Iterator[Reading]:
    if region == INTERNATIONAL:
        return international_readings(length)
    return national_readings(region_plan(region), length)


def _coded(rows: list[tuple[int, Any]]) -> tuple[list[tuple[int, int]], list[Any]]:
    """Numbers the distinct values in order of appearance."""
    places: dict[Any, int] = {}
    coded = [(low, places.setdefault(value, len(places))) for low, value in rows]
    return coded, list(places)
