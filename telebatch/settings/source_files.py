"""Are the files about results right? Reads sources/*.toml and codes/*.toml; formats and titles are only parsed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, cast, get_args

from telebatch.model.outcomes import LEAF
from telebatch.model.workspace import CodeRow, Source
from telebatch.settings.bounds import SOURCE_BOUNDS, check_bounds
from telebatch.settings.goal_checks import check_leaf
from telebatch.settings.known import Known
from telebatch.settings.nearness import meant, quoted
from telebatch.settings.pages import Page
from telebatch.settings.people_checks import check_regions, check_words
from telebatch.settings.project_files import check_zone
from telebatch.settings.shapes import built, read_fields, read_shape, shape_kinds
from telebatch.settings.vocabulary import is_name


@dataclass(frozen=True)
class CodeLine:
    """One result code.

    Attributes:
      code: As the dialer or agent writes it.
      outcome: Leaf of the outcome tree it means.
      cause: Only with this cause beside it.
      format: Only in files of this format; empty: the map's.
      project: Only in this project; empty: the map's.
      confidence: How sure the meaning is.
      note: For the reader.
    """

    code: str
    outcome: str
    cause: str = ""
    format: str = ""
    project: str = ""
    confidence: Literal["sure", "likely", "unsure"] = "sure"
    note: str = ""


@dataclass(frozen=True)
class CodeMap:
    """`codes/NAME.toml`: used by the sources that name it; else by the format or project its head names.

    Attributes:
      code: The result codes.
      format: Format of the files these codes stand in; empty: any.
      project: Project these codes belong to; empty: any.
      source: Where the meanings come from.
      title: For the reader.
      leaves: Own leaf of the tree → the shipped leaf whose flags it takes.
    """

    code: tuple[CodeLine, ...] = ()
    format: str = ""
    project: str = ""
    source: str = ""
    title: str = ""
    leaves: dict[str, str] = field(default_factory=dict)


def read_source(page: Page, projects: Iterable[str], agents: Iterable[str]) -> Source | None:
    """`sources/NAME.toml`; code maps and formats it names are checked when all files are read."""
    found = {"name": page.stem, **read_fields(Source, page.table, page)}
    if not is_name(page.stem):
        page.wrong(
            (), f"{quoted(page.stem)} cannot be a source's name", "name the file with letters, digits and - only"
        )
    if found["name"] != page.stem:
        page.wrong(
            ("name",),
            f"`name` is {quoted(found['name'])} but the file is {page.stem}.toml",
            f'write name = "{page.stem}"',
        )
    check_bounds(page, SOURCE_BOUNDS)
    check_zone(page, found)
    _check_names(page, found, tuple(projects), tuple(agents))
    return built(Source, found)


def _check_names(page: Page, found: Mapping[str, Any], projects: tuple[str, ...], agents: tuple[str, ...]) -> None:
    if found.get("region"):
        check_regions(page, ("region",), (found["region"],))
    for campaign, project in found.get("projects", {}).items():
        if project not in projects:
            page.wrong(("projects", campaign), f"unknown project {quoted(project)}", meant(project, projects))
    for number, agent in found.get("agents", {}).items():
        if agent not in agents:
            page.wrong(("agents", number), f"unknown agent {quoted(agent)}", meant(agent, agents))


#: What a source of one kind takes beside it: what a caller fills in tells of calls too.
_ALSO: Final = {"results": ("call_sheet",)}
#: What a file tells of whose format says nothing else.
_USUAL_KIND: Final = "results"


def with_kind(page: Page, source: Source, formats: Mapping[str, Mapping[str, object]]) -> Source:
    """The source with the kind that its format tells, where its own file names none; another one is a mistake.

    Args:
      formats: Name → parsed profile, shipped and own.
    """
    told = _kind_of(source.format, formats) if source.format in formats else ""
    if not told or told in (source.kind, *_ALSO.get(source.kind, ())):
        return source
    what = f"format {quoted(source.format)} tells of {told}"
    if told not in get_args(shape_kinds(Source)["kind"]):
        page.wrong(("format",), f"{what}, not of what happened", "give such files to telebatch prequalify")
        return source
    if page.has(("kind",)):
        page.wrong(("kind",), f"`kind` is {quoted(source.kind)}, but {what}", f'write kind = "{told}"')
        return source
    return replace(source, kind=cast("Any", told))


def _kind_of(name: str, formats: Mapping[str, Mapping[str, object]]) -> str:
    """What files of a format tell of: its own word, else that of the format it extends; a ring of them ends too."""
    seen: set[str] = set()
    while name in formats and name not in seen:
        seen.add(name)
        if kind := formats[name].get("kind"):
            return str(kind)
        name = str(formats[name].get("extends", ""))
    return _USUAL_KIND


def read_code_map(page: Page, projects: Iterable[str]) -> CodeMap | None:
    """`codes/NAME.toml`; outcomes are checked when every file's own leaves are known."""
    codes = read_shape(CodeMap, page.table, page)
    if codes is None:
        return None
    check_words(page, ("project",), (codes.project,) if codes.project else (), projects, "project")
    seen: dict[tuple[str, ...], int] = {}
    for index, line in enumerate(codes.code):
        # A code may mean one thing as a call's result and another as an order's status.
        node = "system" if line.outcome.startswith("system.") else "call"
        first = seen.setdefault((node, line.code, line.cause, line.format, line.project), index)
        if first != index:
            page.wrong(("code", index), f"code {quoted(line.code)} stands twice", "keep the one you mean")
        if line.project:
            check_words(page, ("code", index, "project"), (line.project,), projects, "project")
    for own, parent in codes.leaves.items():
        if parent not in LEAF:
            page.wrong(("leaves", own), f"unknown outcome {quoted(parent)}", meant(parent, LEAF))
        elif own in LEAF:
            page.wrong(("leaves", own), f"{quoted(own)} is a leaf already", "choose another name")
        elif own.partition(".")[0] != parent.partition(".")[0] or not is_name(own.partition(".")[2]):
            remedy = f"write it as {parent.partition('.')[0]}.your_word"
            page.wrong(("leaves", own), f"{quoted(own)} is not of the same node as {parent}", remedy)
    return codes


def check_outcomes(page: Page, codes: CodeMap, known: Known) -> None:
    """Every code leads to a leaf, shipped or own."""
    for index, line in enumerate(codes.code):
        check_leaf(page, ("code", index, "outcome"), line.outcome, known)


def code_rows(page: Page, codes: CodeMap, sources: Iterable[Source]) -> list[CodeRow]:
    """The map's rows, once per source that names it, else by its own format and project."""
    users = [source.name for source in sources if source.codes == page.stem] or [""]
    return [
        CodeRow(
            code=line.code, outcome=line.outcome, cause=line.cause, format=line.format or codes.format,
            source=user, project=line.project or codes.project, confidence=line.confidence, origin=page.file,
        )
        for user in users
        for line in codes.code
    ]  # fmt: skip
