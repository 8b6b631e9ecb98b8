"""When does a workbook say that it was last changed? Its own word travels with it; the file system's does not."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

#: A core properties part is some hundred bytes; whoever sends more of it gets no further than this.
_MOST_BYTES = 1 << 16
_PART = "docProps/core.xml"
# Searched, not parsed: no entity of it is ever expanded.
_MODIFIED = re.compile(rb"<dcterms:modified(?: [^<>]*)?>\s*([0-9TZ:.+-]{10,40})\s*</dcterms:modified>")


def modified_utc(path: Path) -> datetime | None:
    """The workbook's `dcterms:modified` (ECMA-376 part 2, core properties); null where there is none to be read."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_PART) as part:
            found = _MODIFIED.search(part.read(_MOST_BYTES))
    except (KeyError, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return None
    return None if found is None else _instant(found[1].decode("ascii"))


def _instant(text: str) -> datetime | None:
    """An instant without an offset is UTC, as the standard has it."""
    try:
        told = datetime.fromisoformat(text)
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
