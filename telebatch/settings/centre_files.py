"""Are the centre's own files right? Reads telebatch.toml, agents.toml, roster.csv and calendar.toml."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from telebatch.model.plural import plural
from telebatch.model.spans import parse_window
from telebatch.model.workspace import Agent, CalendarDays, RosterRow, Workspace
from telebatch.settings.bounds import WORKSPACE_BOUNDS, check_bounds
from telebatch.settings.nearness import code_meant, meant, quoted
from telebatch.settings.pages import Findings, Page
from telebatch.settings.people_checks import check_words
from telebatch.settings.project_files import check_zone
from telebatch.settings.shapes import built, read_fields, read_shape
from telebatch.settings.vocabulary import SHIFTS, regions

_SHIFT: Mapping[str, Literal["day", "am", "pm"]] = MappingProxyType({"day": "day", "am": "am", "pm": "pm"})
ROSTER_COLUMNS = ("on", "shift", "agent", "hours")


@dataclass(frozen=True)
class AgentsFile:
    """`agents.toml`.

    Attributes:
      agents: Everybody who calls.
    """

    agents: tuple[Agent, ...] = ()


def read_workspace(page: Page, packs: Iterable[str]) -> Workspace | None:
    """`telebatch.toml`; None where it cannot be read."""
    found = read_fields(Workspace, page.table, page)
    check_bounds(page, WORKSPACE_BOUNDS)
    check_zone(page, found)
    if "shifts" in found and len(set(found["shifts"])) < len(found["shifts"]):
        page.wrong(("shifts",), "a shift stands twice", "take one out")
    _check_shift_hours(page, found)
    known = tuple(packs)
    for name in found.get("reviewed", {}):
        if name not in known:
            page.wrong(("reviewed", name), f"unknown calling rules {quoted(name)}", meant(name, known))
    store = found.get("store", "store")
    if store != store.strip("/\\") or ".." in store or not store.strip() or ":" in store:
        page.wrong(("store",), f"`store` {quoted(store)} is no folder inside the workspace", 'write store = "store"')
    return built(Workspace, found)


def _check_shift_hours(page: Page, found: Mapping[str, Any]) -> None:
    for shift, text in found.get("shift_hours", {}).items():
        if shift not in SHIFTS:
            page.wrong(("shift_hours", shift), f"unknown shift {quoted(shift)}", meant(shift, SHIFTS))
            continue
        try:
            parse_window(text)
        except ValueError as refusal:
            what, _, remedy = str(refusal).partition("; ")
            page.wrong(("shift_hours", shift), f"{quoted(text)} {what}", remedy)


def read_agents(page: Page, projects: Iterable[str]) -> tuple[Agent, ...]:
    """`agents.toml`: names and ids once, projects that exist."""
    read = read_shape(AgentsFile, page.table, page)
    agents = read.agents if read else ()
    names, ids = set[str](), dict[str, str]()
    for index, agent in enumerate(agents):
        if not agent.name.strip():
            page.wrong(("agents", index, "name"), "an agent has no name", 'write name = "…"')
        elif agent.name in names:
            page.wrong(("agents", index, "name"), f"agent {quoted(agent.name)} stands twice", "join the two")
        names.add(agent.name)
        for place, number in enumerate(agent.ids):
            if ids.setdefault(number, agent.name) != agent.name:
                what = f"id {quoted(number)} belongs to {quoted(ids[number])} already"
                page.wrong(("agents", index, "ids", place), what, "an id names one agent")
        check_words(page, ("agents", index, "projects"), agent.projects, projects, "project")
    return agents


def agent_names(page: Page) -> tuple[str, ...]:
    """Every name in agents.toml, also of agents whose other keys are wrong: so that one slip is told once."""
    entries = page.table.get("agents", [])
    tables = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return tuple(name for entry in tables if isinstance(name := entry.get("name"), str))


def read_calendar(page: Page) -> dict[str, CalendarDays]:
    """`calendar.toml`: region, or `centre`, → days."""
    read: dict[str, CalendarDays] = {}
    allowed = ("centre", *regions())
    for key, table in page.table.items():
        if key not in allowed:
            remedy = code_meant(key, allowed, "two-letter code, such as KR, or centre")
            page.wrong((key,), f"unknown region {quoted(key)}", remedy)
        elif not isinstance(table, dict):
            page.wrong((key,), f"`{key}` must be a table", f"write [{key}] with closed = [2026-12-31]")
        elif (days := read_shape(CalendarDays, table, page, (key,))) is not None:
            read[key] = days
            for day in sorted(set(days.closed) & set(days.working)):
                page.wrong((key, "working"), f"{day} is both closed and working", "keep it in one")
    return read


def read_roster(file: str, text: str, agents: Iterable[str], findings: Findings) -> tuple[RosterRow, ...]:
    """`roster.csv`: on,shift,agent,hours; one line per agent and shift."""
    known = tuple(agents)
    rows: list[RosterRow] = []
    seen: dict[tuple[date, str, str], int] = {}
    for line, cells in _roster_lines(file, text, findings):
        faults = list(_roster_faults(cells, known))
        for what, remedy in faults:
            findings.wrong(file, line, what, remedy)
        if faults:
            continue
        row = RosterRow(date.fromisoformat(cells["on"]), _SHIFT[cells["shift"]], cells["agent"], float(cells["hours"]))
        first = seen.setdefault((row.on, row.shift, row.agent), line)
        if first != line:
            findings.wrong(file, line, f"{quoted(row.agent)} stands in line {first} for that shift", "keep one line")
        rows.append(row)
    return tuple(rows)


def _roster_lines(file: str, text: str, findings: Findings) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells by column; blank lines and comments are passed."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header: list[str] = []
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if not any(stripped) or stripped[0].startswith("#"):
                continue
            if not header:
                header = stripped
                if missing := [column for column in ROSTER_COLUMNS if column not in header]:
                    what = f"no column {', '.join(missing)}; found {quoted(', '.join(header))}"
                    findings.wrong(file, reader.line_num, what, "write on,shift,agent,hours in the first line")
                    return
            elif len(stripped) != len(header):
                what = f"{plural(len(stripped), 'cell')} under {len(header)} columns"
                findings.wrong(file, reader.line_num, what, "write one cell per column")
            else:
                yield reader.line_num, dict(zip(header, stripped, strict=True))
    except csv.Error:
        findings.wrong(file, reader.line_num + 1, "cannot be read as CSV", "save it again as CSV (UTF-8)")


def _roster_faults(cells: Mapping[str, str], agents: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    try:
        date.fromisoformat(cells["on"])
    except ValueError:
        yield f"{quoted(cells['on'])} is no date", "write it as 2026-11-23"
    if cells["shift"] not in SHIFTS:
        yield f"unknown shift {quoted(cells['shift'])}", meant(cells["shift"], SHIFTS)
    if cells["agent"] not in agents:
        yield f"unknown agent {quoted(cells['agent'])}", meant(cells["agent"], agents)
    try:
        is_day = 0 < float(cells["hours"]) <= 24
    except ValueError:
        is_day = False
    if not is_day:
        yield f"{quoted(cells['hours'])} are no hours of a day", "write a number over 0 and up to 24"
