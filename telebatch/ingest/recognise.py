"""Whose file is this: the one profile whose every mark the file shows, or a refusal that names what came near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from telebatch.ingest.cells import header_key, number_columns, resolve
from telebatch.ingest.profiles import Profile
from telebatch.model.errors import InputRefused
from telebatch.model.records import Signature


@dataclass(frozen=True)
class Recognised:
    """The profile of a file, and how its reader must open it.

    Attributes:
      header: What `ReadOptions.header` must be: `none` for a headerless profile.
      wider_rows, narrower_rows: What `ReadOptions` must say of them.
    """

    profile: Profile
    header: Literal["find", "none"]
    wider_rows: Literal["set_aside", "keep"]
    narrower_rows: Literal["set_aside", "by_one"] | int = "set_aside"


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


def recognise(signature: Signature, profiles: Sequence[Profile], file_name: str = "") -> Recognised:
    """The one profile that fits.

    Args:
      signature: Head of the file.
      profiles: All known ones.
      file_name: Name without folders; some formats are told apart by it alone.

    Raises:
      InputRefused: None fits (the nearest is named with what is missing), or several do (all are named).
    """
    likenesses = explain(signature, profiles, file_name)
    fitting = [one for one in likenesses if one.fits]
    plain = [one for one in fitting if not one.profile.recognise.general] or fitting
    if len(plain) == 1:
        return opened_as(plain[0].profile, signature.header or ())
    if plain:
        names = ", ".join(one.profile.name for one in plain)
        raise InputRefused(
            f"fits several formats: {names}", place=file_name, remedy=f"say which: --format {plain[0].profile.name}"
        )
    if not likenesses:
        raise InputRefused("no format is known", place=file_name, remedy="add a profile under formats/")
    near = likenesses[0]
    nearest = f"; nearest is {near.profile.name}, but {'; '.join(near.missing[:3])}" if near.met else ""
    raise InputRefused(
        f"fits no known format{nearest}",
        place=file_name,
        remedy="see `telebatch formats try FILE`; name the format with --format or add a profile under formats/",
    )


def opened_as(profile: Profile, header: Sequence[str] = ()) -> Recognised:
    """How a file of this profile is opened; also for a profile named by the user.

    Args:
      header: As the head of the file shows it: mended rows of a headerless file come back with one.
    """
    is_bare = profile.headerless and not _returned_width(header)
    may_lack = bool(header) and header_key(header[-1]) in {header_key(cell) for cell in profile.may_lack}
    # Without a header the width is that of the usual row, and others may be as narrow as the format's own columns.
    widths = profile.recognise.width if is_bare and profile.wider_rows else ()
    return Recognised(
        profile, "none" if is_bare else "find", "keep" if profile.wider_rows else "set_aside",
        min(widths) if widths else "by_one" if may_lack else "set_aside",
    )  # fmt: skip


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


Mark = tuple[bool, str]


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
    is_returned = _returned_width(header) > 0
    first = (header,) if profile.headerless and header and not is_returned else ()
    rows = (*first, *signature.rows)
    marks: list[Mark] = []
    if profile.headerless:
        marks.extend(_width_marks(_returned_width(header) or _usual_width(rows), profile))
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


def _returned_width(header: Sequence[str]) -> int:
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
