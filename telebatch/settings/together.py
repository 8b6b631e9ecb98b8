"""Do all files fit together? Reads every text once, in the order in which they need each other's words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from telebatch.model.errors import Mistake
from telebatch.model.kpi_names import KPI_NAMES
from telebatch.model.layouts import Layout
from telebatch.model.project import Project
from telebatch.model.workspace import Agent, CalendarDays, CodeRow, RosterRow, RulePack, Settings, Source, Workspace
from telebatch.settings.centre_files import agent_names, read_agents, read_calendar, read_roster, read_workspace
from telebatch.settings.known import Known
from telebatch.settings.layout_files import check_results, read_layout
from telebatch.settings.nearness import meant, quoted
from telebatch.settings.pages import Findings, Page, refuse
from telebatch.settings.people_checks import check_words
from telebatch.settings.project_files import read_project
from telebatch.settings.shipped import Shipped, Tables, shipped
from telebatch.settings.source_files import CodeMap, check_outcomes, code_rows, read_code_map, read_source, with_kind

_CENTRE = "telebatch.toml"


def load(texts: Mapping[str, str]) -> Settings:
    """Everything people wrote, checked, with the shipped rules beside it.

    Args:
      texts: Path relative to the workspace → text, as `read_texts` gives them or a stored snapshot holds them.

    Raises:
      SettingsWrong: With every mistake of every file, sorted by file and line.
    """
    return load_with_warnings(texts)[0]


def load_with_warnings(texts: Mapping[str, str]) -> tuple[Settings, tuple[Mistake, ...]]:
    """As `load`, and what a person should look at although it is not wrong, sorted by file and line."""
    reading = _Reading(texts, shipped())
    settings = reading.settings()
    refuse(reading.findings.sorted_mistakes())
    return settings, reading.findings.sorted_warnings()


class _Reading:
    """One pass over all files of a workspace; what cannot be read is left out and stands in the findings."""

    def __init__(self, texts: Mapping[str, str], rules: Shipped) -> None:
        self.texts, self.rules, self.findings = texts, rules, Findings()
        self.project_names = tuple(_stem(file) for file in self._files("projects/"))
        self.centre = Page(_CENTRE, texts.get(_CENTRE, ""), self.findings)
        self.agents_page = Page("agents.toml", texts.get("agents.toml", ""), self.findings)

    def settings(self) -> Settings:
        """Reads every file."""
        workspace = read_workspace(self.centre, self.rules.packs) or Workspace()
        agents = read_agents(self.agents_page, self.project_names)
        sources = self._sources()
        maps = [(page, codes) for page in self._pages("codes/") if (codes := read_code_map(page, self.project_names))]
        formats = {**self.rules.formats, **self._parsed("formats/", lambda page: page.stem)}
        self._check_named(sources, maps, formats)
        sources = [(page, with_kind(page, source, formats)) for page, source in sources]
        layouts = {**self.rules.layouts, **self._layouts(tuple(formats))}
        known = replace(self._known(workspace, agents, maps), layouts=layouts)
        for page, codes in maps:
            check_outcomes(page, codes, known)
        projects = self._projects(known)
        self._remind_of_review(workspace, projects)
        self._remind_of_results([source for _, source in sources], projects)
        return Settings(
            workspace=replace(workspace, shift_hours={**self.rules.shift_hours, **workspace.shift_hours}),
            projects=MappingProxyType(projects),
            sources=MappingProxyType({source.name: source for _, source in sources}),
            agents=agents,
            roster=self._roster(),
            calendar=MappingProxyType(self._calendar()),
            packs=MappingProxyType(self._packs(workspace)),
            retry=self.rules.retry,
            codes=self._codes(maps, sources, projects),
            own_leaves=MappingProxyType(dict(known.own_leaves)),
            formats=MappingProxyType(formats),
            layouts=MappingProxyType(layouts),
            titles=MappingProxyType({**self.rules.titles, **self._titles()}),
            companies=self.rules.companies,
            wording=self.rules.wording,
            texts=MappingProxyType(dict(sorted(self.texts.items()))),
        )

    def _files(self, folder: str) -> Iterator[str]:
        return (file for file in sorted(self.texts) if file.startswith(folder) and file.endswith(".toml"))

    def _pages(self, folder: str) -> Iterator[Page]:
        """The readable files of a folder; the others are told."""
        for file in self._files(folder):
            page = Page(file, self.texts[file], self.findings)
            if page.is_readable:
                yield page

    def _titles(self) -> dict[str, Mapping[str, object]]:
        """The centre's own title files; what stands in them is judged by the room that reads titles."""
        for page in self._pages("titles/"):
            if isinstance(project := page.table.get("project"), str):
                check_words(page, ("project",), (project,), self.project_names, "project")
        return self._parsed("titles/", lambda page: page.file)

    def _layouts(self, formats: tuple[str, ...]) -> dict[str, Layout]:
        """The centre's own import layouts of dialers."""
        read: dict[str, Layout] = {}
        for page in self._pages("layouts/"):
            layout = read_layout(page)
            if layout is not None:
                check_results(page, layout, formats)
                read[page.stem] = layout
        return read

    def _parsed(self, folder: str, key: Callable[[Page], str]) -> dict[str, Mapping[str, object]]:
        return {key(page): page.table for page in self._pages(folder)}

    def _known(self, workspace: Workspace, agents: tuple[Agent, ...], maps: list[tuple[Page, CodeMap]]) -> Known:
        return Known(
            kpis=KPI_NAMES,
            packs=self.rules.packs,
            columns=self.rules.list_columns,
            gaps=self.rules.gaps,
            pretexts=self.rules.pretexts,
            own_leaves={own: parent for _, codes in maps for own, parent in codes.leaves.items()},
            skills=frozenset(skill for agent in agents for skill in agent.skills),
            shifts=workspace.shifts,
            zone=workspace.zone,
        )

    def _projects(self, known: Known) -> dict[str, Project]:
        projects: dict[str, Project] = {}
        for page in self._pages("projects/"):
            project = read_project(page, known)
            if project is not None:
                projects[project.name] = project
        return projects

    def _sources(self) -> list[tuple[Page, Source]]:
        names = agent_names(self.agents_page)
        read = ((page, read_source(page, self.project_names, names)) for page in self._pages("sources/"))
        return [(page, source) for page, source in read if source is not None]

    def _check_named(
        self, sources: list[tuple[Page, Source]], maps: list[tuple[Page, CodeMap]], formats: Tables
    ) -> None:
        """Formats and code maps that sources and maps name."""
        for page, source in sources:
            if source.format and source.format not in formats:
                page.wrong(("format",), f"unknown format {quoted(source.format)}", meant(source.format, formats))
            names = tuple(_stem(file) for file in self._files("codes/"))
            if source.codes and source.codes not in names:
                page.wrong(("codes",), f"no file codes/{source.codes}.toml", meant(source.codes, names))
        names = tuple(dict.fromkeys(str(table.get("codes") or name) for name, table in formats.items()))
        for page, codes in maps:
            if codes.format and codes.format not in names:
                page.wrong(("format",), f"unknown format {quoted(codes.format)}", meant(codes.format, names))

    def _roster(self) -> tuple[RosterRow, ...]:
        text = self.texts.get("roster.csv", "")
        if not text.strip() or not self.agents_page.is_readable:
            return ()
        return read_roster("roster.csv", text, agent_names(self.agents_page), self.findings)

    def _calendar(self) -> dict[str, CalendarDays]:
        return read_calendar(Page("calendar.toml", self.texts.get("calendar.toml", ""), self.findings))

    def _packs(self, workspace: Workspace) -> dict[str, RulePack]:
        reviewed = workspace.reviewed
        return {name: replace(pack, reviewed_by=reviewed.get(name, "")) for name, pack in self.rules.packs.items()}

    def _codes(
        self, maps: list[tuple[Page, CodeMap]], sources: list[tuple[Page, Source]], projects: Mapping[str, Project]
    ) -> tuple[CodeRow, ...]:
        """Shipped rows, then the workspace's maps, then the projects' own result words."""
        own = [row for page, codes in maps for row in code_rows(page, codes, (source for _, source in sources))]
        words = (
            CodeRow(code=word, outcome=leaf, project=name, origin=f"projects/{name}.toml")
            for name, project in sorted(projects.items())
            for word, leaf in project.results.items()
        )
        return (*self.rules.codes, *own, *words)

    def _remind_of_review(self, workspace: Workspace, projects: Mapping[str, Project]) -> None:
        """Calling rules are defaults: somebody here has to have read those in use."""
        used = {name for project in projects.values() for name in project.calling.packs}
        if missing := sorted(used & set(self.rules.packs) - set(workspace.reviewed)):
            self.centre.doubtful(
                ("reviewed",),
                f"nobody here has reviewed the calling rules {', '.join(missing)}",
                f'read them in docs/calling.md, then write [reviewed] {missing[0]} = "name, date"',
            )

    def _remind_of_results(self, sources: list[Source], projects: Mapping[str, Project]) -> None:
        """A project that no source of results names waits for results for ever, but for its own call sheets."""
        fed = [set(source.projects.values()) for source in sources if source.kind == "results"]
        if not fed or not all(fed):
            return  # no source at all: call sheets alone; a source without a map takes what its files say
        for name in sorted(set(projects) - set().union(*fed)):
            self.findings.doubtful(
                f"projects/{name}.toml", 1, f"no source brings results of {quoted(name)}, only filled call sheets do",
                "name it under [projects] in sources/NAME.toml",
            )  # fmt: skip


def _stem(file: str) -> str:
    return unicodedata.normalize("NFC", file.rsplit("/", 1)[-1].removesuffix(".toml"))
