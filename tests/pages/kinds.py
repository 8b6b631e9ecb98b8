"""Which kinds of file do people write, and what shape has each? The one list behind schemas and reference page."""

import dataclasses
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from telebatch.model.layouts import Layout
from telebatch.model.project import Project
from telebatch.model.workspace import CalendarDays, Source, Workspace
from telebatch.settings.centre_files import AgentsFile
from telebatch.settings.shapes import shape_kinds
from telebatch.settings.source_files import CodeMap

_ENTRY = re.compile(r"^ {2}(\w+): (.*)$")


@dataclass(frozen=True)
class FileKind:
    """One kind of file.

    Attributes:
      name: Of its schema.
      file: Where it stands in a workspace.
      title: What it is for.
      shape: Its dataclass; of each table where `by_region`.
      by_region: The file holds one table per region (calendar.toml).
      optional: Keys that may be left out although the shape has no default.
    """

    name: str
    file: str
    title: str
    shape: type[Any]
    by_region: bool = False
    optional: tuple[str, ...] = ()


FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("workspace", "telebatch.toml", "The centre: zone, language, shifts", Workspace),
    FileKind("project", "projects/NAME.toml", "One selling or service effort with its standards", Project),
    FileKind("source", "sources/NAME.toml", "One inbox folder and how its files are read", Source, optional=("name",)),
    FileKind("agents", "agents.toml", "Who calls", AgentsFile),
    FileKind("calendar", "calendar.toml", "Days closed and working, by region or for the centre", CalendarDays, True),
    FileKind("codes", "codes/NAME.toml", "What result codes mean", CodeMap),
    FileKind("layout", "layouts/NAME.toml", "How a dialer wants its call lists (docs/dialers.md)", Layout),
)


def meanings(shape: type[Any]) -> Mapping[str, str]:
    """Key → what it means, from the `Attributes` of the shape's docstring; no full stop at the end."""
    found: dict[str, str] = {}
    key = ""
    for line in _attributes(shape):
        if entry := _ENTRY.match(line):
            key, found[entry[1]] = entry[1], entry[2]
        elif key:
            found[key] += f" {line.strip()}"
    return {name: text.rstrip(".") for name, text in found.items()}


def _attributes(shape: type[Any]) -> Iterator[str]:
    """The lines below `Attributes:`."""
    lines = iter(inspect.cleandoc(shape.__doc__ or "").splitlines())
    for line in lines:
        if line == "Attributes:":
            break
    for line in lines:
        if not line.strip():
            return
        yield line


def defaults(shape: type[Any]) -> Mapping[str, object]:
    """Key → default, for keys that have one."""
    found: dict[str, object] = {}
    for entry in dataclasses.fields(shape):
        if entry.default is not dataclasses.MISSING:
            found[entry.name] = entry.default
        elif entry.default_factory is not dataclasses.MISSING:
            found[entry.name] = entry.default_factory()
    return found


def inner_shape(kind: object) -> type[Any] | None:
    """The dataclass inside an annotation: itself, of a list, or of a table by name."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind
    return next((found for part in getattr(kind, "__args__", ()) if (found := inner_shape(part))), None)


def keys(shape: type[Any]) -> Iterator[tuple[str, object]]:
    """Key and annotation, in the order of the shape."""
    yield from shape_kinds(shape).items()
