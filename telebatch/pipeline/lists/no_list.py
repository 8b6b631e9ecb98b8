"""Is a file that was given as a contact list rather what a dialer or a caller told of calls? Then nobody is on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key, in_quotes
from telebatch.model.project import Project
from telebatch.pipeline.house import House

#: With less of a call export's header a file may be a list that was taken out of the same dialer.
_LEAST_SHARE = 0.75


def refuse_calls(house: House, tables: Sequence[Sequence[str]], project: Project, shown: str) -> None:
    """Refuses a file whose every row is a call, unless the project's own columns say that it is a list.

    Args:
      tables: The columns of every table of the file.

    Raises:
      InputRefused: With the format it is of, and both ways out.
    """
    formats = {**house.shipped.formats, **house.settings.formats}
    if not any(_looks_like_calls(columns, told) for columns in tables for told in formats.values()):
        return
    # Checking and loading the formats takes longer than reading a short list; hardly any list looks like one of them.
    from telebatch.pipeline.results.calls_as_list import calls_in  # noqa: PLC0415

    if found := calls_in(house, tables, project, _LEAST_SHARE):
        format_title, number = found
        raise InputRefused(
            f"tells of calls: {format_title}",
            place=shown,
            remedy="give it to telebatch ingest; or, if it is a contact list all the same, add "
            f"number = {in_quotes(number)} under [columns] in projects/{project.name}.toml",
        )


def _looks_like_calls(columns: Sequence[str], told: Mapping[str, Any]) -> bool:
    """Whether a table has the headings that a format asks for as it is written; true of more tables than it means."""
    there = {header_key(cell) for cell in columns}
    asked = list(_asked(told))
    # What is said in the format that this one extends is asked by that one.
    met = sum(not one or bool(there & one) for one in asked)
    return bool(asked) and met >= _LEAST_SHARE * len(asked)


def _asked(told: Mapping[str, Any]) -> Iterator[set[str]]:
    """Of each heading that a file of a format must show, by how many names it may go; none: not said there."""
    shown, named = told.get("recognise", {}), told.get("columns", {})
    for cell in shown.get("header", ()):
        yield {header_key(cell)}
    for need in shown.get("needs", ()):
        yield {header_key(name) for column in need.split("|") for name in named.get(column, ())}
