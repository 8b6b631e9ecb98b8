"""Which sheets of a workbook hold results: those of the format, under one numbering; a guide beside them is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from telebatch.ingest.formats.likeness import fits_header
from telebatch.ingest.formats.profiles import Profile
from telebatch.model.errors import InputRefused
from telebatch.model.records import RECORD, Reading

_WORKBOOKS = ("xlsx", "xlsb", "xls", "ods")


def one_table(readings: Sequence[Reading], profile: Profile, shown: str) -> tuple[Reading, tuple[str, ...]]:
    """The results as one table, and what was left unread in words: teams keep a sheet per agent or per day.

    Args:
      readings: Every table of the file.
      shown: The file.

    Returns:
      `record` runs on over the sheets; `line` is the row of its own sheet.

    Raises:
      InputRefused: An archive of several files: each would need a batch of its own.
    """
    first, *others = readings
    if not others:
        return _joined(readings), ()
    if first.format not in _WORKBOOKS:
        raise InputRefused(f"holds {len(readings)} files", place=shown, remedy="unpack it and send each file")
    alike = [one for one in readings if fits_header(one.columns, profile)]
    taken = alike or [one for one in readings if set(one.columns) == set(first.columns)]
    left = [one for one in readings if all(one is not other for other in taken)]
    return _joined(taken), (*_told("holds results in sheets", taken), *_told("sheets not read", left))


def _told(what: str, sheets: Sequence[Reading]) -> tuple[str, ...]:
    names = ", ".join(str(one.sheet)[:40] for one in sheets)
    return (f"{what}: {names}",) if sheets else ()


def _joined(sheets: Sequence[Reading]) -> Reading:
    if len(sheets) == 1:
        only = sheets[0]
        return replace(only, sheets=((str(only.sheet), 0),)) if only.format in _WORKBOOKS else only
    columns = tuple(dict.fromkeys(name for one in sheets for name in one.columns))
    frames, asides, offset = [], [], 0
    starts = []
    for one in sheets:
        starts.append((str(one.sheet), offset))
        frames.append(one.records.with_columns(pl.col(RECORD) + offset))
        asides.append(one.set_aside.with_columns(pl.col(RECORD) + offset))
        offset += one.record_count + one.blank_lines + one.above_count
    guesses = dict.fromkeys(f"{one.sheet}: {guess}" for one in sheets for guess in one.guesses)
    return replace(
        sheets[0], records=pl.concat(frames, how="diagonal"), columns=columns, set_aside=pl.concat(asides), again=None,
        record_count=sum(one.record_count for one in sheets), blank_lines=sum(one.blank_lines for one in sheets),
        guesses=tuple(guesses), sheets=tuple(starts),
    )  # fmt: skip
