"""Whose file is this: the one profile whose every mark the file shows, or a refusal that names what came near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from telebatch.ingest.formats.likeness import explain, returned_width
from telebatch.ingest.formats.near import refuse_broken
from telebatch.ingest.formats.profiles import Profile
from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key
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


def recognise(signature: Signature, profiles: Sequence[Profile], file_name: str = "", kind: str = "") -> Recognised:
    """The one profile that fits.

    Args:
      signature: Head of the file.
      profiles: All known ones.
      file_name: Name without folders; some formats are told apart by it alone.
      kind: What the file's source says that its files tell; empty: nobody says it.

    Raises:
      InputRefused: None fits, or only one that takes any sheet and the file is a broken export of a system we know
        (the nearest is named with what is missing); or several do (all are named).
    """
    likenesses = explain(signature, profiles, file_name)
    fitting = [one for one in likenesses if one.fits]
    plain = first_looked_at([one.profile for one in fitting])
    if len(plain) == 1:
        refuse_broken(signature, likenesses, plain[0], file_name, is_kind_said=plain[0].kind == kind)
        return opened_as(plain[0], signature.header or ())
    if plain:
        names = ", ".join(one.name for one in plain)
        raise InputRefused(
            f"fits several formats: {names}", place=file_name, remedy=f"say which: --format {plain[0].name}"
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


def first_looked_at(fitting: Sequence[Profile]) -> list[Profile]:
    """Of formats that all fit: the special before the general, and one that extends another before that other."""
    special = [one for one in fitting if not one.recognise.general] or fitting
    outdone = {name for one in special for name in one.upon}
    return [one for one in special if one.name not in outdone]


def opened_as(profile: Profile, header: Sequence[str] = ()) -> Recognised:
    """How a file of this profile is opened; also for a profile named by the user.

    Args:
      header: As the head of the file shows it: mended rows of a headerless file come back with one.
    """
    is_bare = profile.headerless and not returned_width(header)
    may_lack = bool(header) and header_key(header[-1]) in {header_key(cell) for cell in profile.may_lack}
    # Without a header the width is that of the usual row, and others may be as narrow as the format's own columns.
    widths = profile.recognise.width if is_bare and profile.wider_rows else ()
    return Recognised(
        profile, "none" if is_bare else "find", "keep" if profile.wider_rows else "set_aside",
        min(widths) if widths else "by_one" if may_lack else "set_aside",
    )  # fmt: skip
