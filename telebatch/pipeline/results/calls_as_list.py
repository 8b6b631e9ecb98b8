"""Which call export, or sheet filled in by callers, was given as a contact list?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from telebatch.ingest import Profile, fits_header, header_share, resolve
from telebatch.model.project import Project
from telebatch.pipeline.house import House
from telebatch.pipeline.results.format_of_file import known_profiles

#: Rows of other shapes tell of a lead with its last result: such a file may be called from.
_TELL_OF_CALLS = frozenset({"row_per_call", "echoed", "sheet"})


def calls_in(
    house: House, tables: Sequence[Sequence[str]], project: Project, least_share: float
) -> tuple[str, str] | None:
    """The format of a file whose every row is a call, and its column of numbers; null: it is a list, or said to be one.

    Args:
      tables: The columns of every table of the file.
      project: Which may name its own column of numbers.
      least_share: Of a call export's header a file shows so much at least.
    """
    for profile in known_profiles(house):
        if profile.shape not in _TELL_OF_CALLS or profile.headerless or profile.recognise.general:
            continue
        of_calls = [columns for columns in tables if _is_of(columns, profile, least_share)]
        if of_calls and not _is_said_a_list(project.columns, of_calls[0], profile):
            return profile.title, resolve(profile.columns, of_calls[0]).get("number", "THE HEADER")
    return None


def _is_of(columns: Sequence[str], profile: Profile, least_share: float) -> bool:
    if profile.kind == "call_sheet":
        return fits_header(columns, profile)
    is_named = profile.kind == "results" and bool(profile.recognise.header)
    return is_named and header_share(profile, columns) >= least_share


def _is_said_a_list(said: Mapping[str, str | Sequence[str]], columns: Sequence[str], profile: Profile) -> bool:
    """Whether the project names the very column in which these calls have their numbers."""
    told = said.get("number", ())
    named = (told,) if isinstance(told, str) else told
    return resolve(profile.columns, columns).get("number") in named
