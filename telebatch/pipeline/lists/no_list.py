"""Is a file that was given as a contact list rather what a dialer or a caller told of calls? Then nobody is on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from telebatch.ingest import Profile, fits_header, header_share, resolve
from telebatch.model.errors import InputRefused
from telebatch.model.project import Project
from telebatch.pipeline.house import House
from telebatch.pipeline.results.format_of_file import known_profiles

#: With less of a call export's header a file may be a list that was taken out of the same dialer.
_LEAST_SHARE = 0.75
#: Rows of other shapes tell of a lead with its last result: such a file may be called from.
_TELL_OF_CALLS = frozenset({"row_per_call", "echoed", "sheet"})


def refuse_calls(house: House, tables: Sequence[Sequence[str]], project: Project, shown: str) -> None:
    """Refuses a file whose every row is a call, unless the project's own columns say that it is a list.

    Args:
      tables: The columns of every table of the file.

    Raises:
      InputRefused: With the format it is of, and both ways out.
    """
    for profile in known_profiles(house):
        if profile.shape not in _TELL_OF_CALLS or profile.headerless or profile.recognise.general:
            continue
        of_calls = [columns for columns in tables if _is_of(columns, profile)]
        if of_calls and not _is_said_a_list(project.columns, of_calls[0], profile):
            number = resolve(profile.columns, of_calls[0]).get("number", "THE HEADER")
            raise InputRefused(
                f"tells of calls: {profile.title}",
                place=shown,
                remedy="give it to telebatch ingest; or, if it is a contact list all the same, add "
                f'number = "{number}" under [columns] in projects/{project.name}.toml',
            )


def _is_of(columns: Sequence[str], profile: Profile) -> bool:
    if profile.kind == "call_sheet":
        return fits_header(columns, profile)
    is_named = profile.kind == "results" and bool(profile.recognise.header)
    return is_named and header_share(profile, columns) >= _LEAST_SHARE


def _is_said_a_list(said: Mapping[str, str | Sequence[str]], columns: Sequence[str], profile: Profile) -> bool:
    """Whether the project names the very column in which these calls have their numbers."""
    told = said.get("number", ())
    named = (told,) if isinstance(told, str) else told
    return resolve(profile.columns, columns).get("number") in named
