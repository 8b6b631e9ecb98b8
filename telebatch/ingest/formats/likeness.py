"""How does a file compare with a format? Every mark of it that the file shows, and every one it lacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telebatch.ingest.columns import number_columns, resolve
from telebatch.ingest.formats.profiles import Profile
from telebatch.model.headings import header_key
from telebatch.model.records import Signature

Mark = tuple[bool, str]


@dataclass(frozen=True)
class Likeness:
    """How one profile compares with a file: `missing` is empty where it fits."""

    profile: Profile
    met: int
    missing: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether every mark is there."""
        return not self.missing


def explain(signature: Signature, profiles: Sequence[Profile], file_name: str = "") -> tuple[Likeness, ...]:
    """Every profile with what the file lacks of it, the nearest first."""
    compared = [_compared(signature, profile, file_name) for profile in profiles]
    return tuple(sorted(compared, key=_distance))


def fits_header(header: Sequence[str], profile: Profile) -> bool:
    """Whether a table with these columns, such as a further sheet of a workbook, is of the profile."""
    seen = Signature("", None, None, tuple(header), (), len(header))
    return not profile.headerless and all(holds for holds, _ in _header_marks(seen, profile))


def _distance(one: Likeness) -> tuple[bool, bool, int, str]:
    return not one.fits, not one.met, len(one.missing) - one.met, one.profile.name


def _compared(signature: Signature, profile: Profile, file_name: str) -> Likeness:
    marks = [
        *_header_marks(signature, profile),
        *_row_marks(signature, profile),
        *_name_marks(profile, file_name),
    ]
    missing = tuple(dict.fromkeys(told for holds, told in marks if not holds))
    return Likeness(profile, sum(holds for holds, _ in marks), missing)


def _header_marks(signature: Signature, profile: Profile) -> list[Mark]:
    """Marks of a file with a header; a headerless profile has none."""
    if profile.headerless:
        return []
    header = signature.header or ()
    if not header:
        return [(False, "there is no header")]
    wanted, there = profile.recognise, {header_key(cell) for cell in header}
    found = {**resolve(profile.columns, header)}
    if profile.shape == "wide" and not number_columns(profile.columns, header):
        return [(False, "there are no last-attempt columns")]
    return [
        *((header_key(cell) in there, f"no column {cell}") for cell in wanted.header),
        # That a column is not there likens no file to a format: only one that is there counts, against it.
        *((False, f"there is a column {cell}") for cell in wanted.without if header_key(cell) in there),
        *((any(one in found for one in need.split("|")), f"no column for {need}") for need in wanted.needs),
        *_width_marks(len(header), profile),
    ]


def _width_marks(width: int, profile: Profile) -> list[Mark]:
    permitted = profile.recognise.width
    wanted = "/".join(map(str, permitted))
    return [(width in permitted, f"{width} columns, not {wanted}")] if permitted else []


def _row_marks(signature: Signature, profile: Profile) -> list[Mark]:
    """Marks of the cells; the reader may have taken a headerless file's first record for a header."""
    wanted = profile.recognise
    header = signature.header or ()
    is_returned = returned_width(header) > 0
    first = (header,) if profile.headerless and header and not is_returned else ()
    rows = (*first, *signature.rows)
    marks: list[Mark] = []
    if profile.headerless:
        marks.extend(_width_marks(returned_width(header) or _usual_width(rows), profile))
    # Records and a usual delimiter are no sign of likeness: only their lack counts, against it.
    if profile.headerless and not rows:
        marks.append((False, "there are no records"))
    if wanted.delimiters and not is_returned and signature.delimiter not in wanted.delimiters:
        marks.append((False, f"the delimiter is {signature.delimiter!r}"))
    for column, pattern in wanted.cells.items():
        at = int(column) - 1
        fits = all(len(row) > at and re.fullmatch(pattern, row[at].strip()) for row in rows)
        marks.append((fits, f"column {column} holds something else than {pattern}"))
    return marks


def returned_width(header: Sequence[str]) -> int:
    """How many columns c1, c2 … lead the header: rows of a headerless file that come back mended have one."""
    return next((at for at, cell in enumerate(header) if cell != f"c{at + 1}"), len(header))


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = sorted(len(row) for row in rows)
    return max(widths, key=widths.count) if widths else 0


def _name_marks(profile: Profile, file_name: str) -> list[Mark]:
    wanted = profile.recognise
    marks: list[Mark] = []
    if wanted.file_name:
        marks.append((bool(re.search(wanted.file_name, file_name)), f"the file name does not hold {wanted.file_name}"))
    if wanted.not_file_name and re.search(wanted.not_file_name, file_name):
        marks.append((False, f"the file name holds {wanted.not_file_name}"))
    return marks
