"""When was a file made? What it says of itself, else what its name says, else its last call; never when it came."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.when.times import in_utc
from telebatch.model.tables import INSTANT

#: A day in a file's name, perhaps with a time of day: 2026-11-24, 20261124_1830, 2026.11.24 18-30-05.
_NAMED_DAY = re.compile(
    r"(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})(?:[-_ T]?([01]\d|2[0-3])[-_.:]?([0-5]\d)(?:[-_.:]?([0-5]\d))?)?(?!\d)"
)
#: A version in a name: v2, rev. 3.
_VERSION = r"(?<![a-z])(?:v|ver|version|rev)[ ._-]?(\d{1,3})(?![\d.-]*\d)"
#: A browser's name for a file of a name that it saved before.
_SAVED_AGAIN = re.compile(r"\((\d{1,3})\)\s*$")
#: Whoever corrects a day's sheet does so after its last call; a day later outdoes the other sheets of that day.
_AFTER_CORRECTION = timedelta(days=1)


def is_dated(typed_rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> bool:
    """Whether somebody or the file itself tells when it was made, so that nothing is concluded from its calls."""
    told = rules.exported_utc is not None or _by_pattern(profile, rules) is not None
    return told or typed_rows.get_column("exported_utc").null_count() < typed_rows.height


def exported_utc(typed_rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.Expr:
    """When the file was made: the user's word, its own column, its name's pattern, the workbook's word, else its calls.

    Args:
      typed_rows: start_utc, modified_utc, exported_utc; the last is the row's own word.
    """
    if rules.is_exported_said:
        return pl.lit(rules.exported_utc).cast(INSTANT)
    made = _by_pattern(profile, rules) or rules.exported_utc
    if made is None:
        last = typed_rows.select(pl.max_horizontal(pl.col("start_utc", "modified_utc").max())).item()
        made = None if last is None else _concluded(last, rules)
    return pl.coalesce("exported_utc", pl.lit(made, INSTANT))


def _concluded(last: datetime, rules: SourceRules) -> datetime:
    """From the last call and the name: a correction of a sheet outdoes the sheet, a second download the first."""
    stem = rules.file_name.rpartition(".")[0] or rules.file_name
    if (named := _named(stem, ZoneInfo(rules.zone))) is not None:
        last = max(last, named)
    if (found := _corrected(rules.cells.corrected).search(stem)) is not None:
        last += _AFTER_CORRECTION + timedelta(microseconds=1000 * int(found[1] or 0))
    again = _SAVED_AGAIN.search(stem)
    return last + timedelta(microseconds=int(again[1])) if again else last


@lru_cache(maxsize=4)
def _corrected(words: frozenset[str]) -> re.Pattern[str]:
    """One of the words, those in Latin letters as a whole word; or a version."""
    told = sorted(rf"(?<![a-z]){word}(?![a-z])" if word.isascii() else word for word in words)
    return re.compile("|".join((_VERSION, *told)), re.IGNORECASE)


def _named(stem: str, zone: ZoneInfo) -> datetime | None:
    """The one day that the name holds, at its time or its beginning; null: none, several, or no day of a calendar."""
    found = [match.groups() for match in _NAMED_DAY.finditer(stem)]
    if len(found) != 1:
        return None
    year, _, month, day, hour, minute, second = (int(one) if (one or "").isdigit() else 0 for one in found[0])
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except ValueError:
        return None


def _by_pattern(profile: Profile, rules: SourceRules) -> datetime | None:
    """As the format's own files are named."""
    pattern = profile.exported.file_name
    found = re.search(pattern, rules.file_name) if pattern else None
    if found is None:
        return None
    naive = pl.col("_t").str.strptime(pl.Datetime("us"), profile.exported.format, strict=False)
    told = pl.DataFrame({"_t": [found["time"]]}).select(in_utc(naive, rules.zone)[0]).item()
    return told if isinstance(told, datetime) else None
