"""Has the file the columns without which none of its rows says anything? If not, it was sent by mistake."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import MappingProxyType

from telebatch.ingest.columns import shown_names
from telebatch.ingest.formats.profiles import Profile
from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key

#: Kind → columns of which each must be there if the format has it at all; `a|b` asks for either.
_NEEDED = MappingProxyType(
    {
        "results": ("code|code_system|cause",),
        "call_sheet": ("code",),
        "orders": ("order_no", "code"),
        "callbacks": ("callback|callback_date",),
        "agent_time": ("agent",),
        "corrections": ("field",),
    }
)


def refuse_without_needed(found: Collection[str], header: Sequence[str], profile: Profile, file_name: str) -> None:
    """Refuses a file that was given to a source or format it is not of.

    Args:
      found: Canonical columns that the file has, of any of its numbers.
      header: The file's own columns.

    Raises:
      InputRefused: With the columns that are missing, and those that are there.
    """
    needed = [one.split("|") for one in _NEEDED.get(profile.kind, ())]
    declared = [names for one in needed if (names := [name for name in one if name in profile.columns])]
    missing = [names for names in declared if not set(names) & set(found)]
    # A file with every mark of its format is of it, whatever else it tells: Talkdesk's outbound table has no results.
    marks, there = profile.recognise.header, {header_key(name) for name in header}
    if not missing or (marks and {header_key(name) for name in marks} <= there):
        return
    told = ", ".join(" or ".join(names) for names in missing)
    raise InputRefused(
        f"no column for {told}, which format {profile.name} reads; found: {shown_names(header)}",
        place=file_name,
        remedy="send it to its own source, a contact list to telebatch prequalify; or name the column under [columns] "
        "of the source",
    )
