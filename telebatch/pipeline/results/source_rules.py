"""What ingest is told about where a result file came from: zone, region, order of dates, agents and shifts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from telebatch.ingest import SourceRules
from telebatch.model.date_orders import DateOrder
from telebatch.model.spans import parse_window
from telebatch.pipeline.house import House
from telebatch.pipeline.results.result_file import IngestOrder, ResultFile
from telebatch.settings import zones


def source_rules(house: House, file: ResultFile, order: IngestOrder, file_key: int) -> SourceRules:
    """What ingest is told about where the file came from."""
    settings = house.settings
    agents = {known: agent.name for agent in settings.agents for known in agent.ids}
    return SourceRules(
        source=file.source, file_key=file_key, file_sha=file.sha256, file_name=file.path.name,
        zone=_zone(house, file, order), words=house.shipped.times, cells=house.shipped.cells,
        projects=settings.projects,
        project=file.project or "", agents=agents,
        shift_starts=_shift_starts(house), exported_utc=file.exported_utc,
        is_exported_said=order.exported_utc is not None, as_of=house.as_of,
        date_order=order.date_order, usual_orders=_usual_orders(house, file),
    )  # fmt: skip


def _zone(house: House, file: ResultFile, order: IngestOrder) -> str:
    """Of times that carry none: told with the file, else its source's, its project's, the workspace's."""
    former = file.former.zone if file.former and file.former.zone in zones() else ""
    told = order.zone or former or file.source.zone
    project = house.settings.projects.get(_only_project(file))
    return told or (project.zone if project else "") or house.settings.workspace.zone


def _usual_orders(house: House, file: ResultFile) -> tuple[DateOrder, ...]:
    """What settles days of the file that nothing in it settles: its project's word, then its region's habit."""
    project = house.settings.projects.get(_only_project(file))
    return replace(house.accepted(project), regions=(region_of(house, file),)).usual_orders


def _only_project(file: ResultFile) -> str:
    """The project told with the file, else the one of its source if it has just one."""
    names = {file.project} if file.project else set(file.source.projects.values())
    return names.pop() or "" if len(names) == 1 else ""


def region_of(house: House, file: ResultFile) -> str:
    """Of numbers written without a country: the source's, else its projects'."""
    if file.source.region:
        return file.source.region
    names = [_only_project(file), *file.source.projects.values(), *house.settings.projects]
    told = (house.settings.projects[name].accept for name in names if name in house.settings.projects)
    return next(told, house.accepted(None)).home_region


def _shift_starts(house: House) -> Mapping[str, time]:
    hours = {**house.shipped.shift_hours, **house.settings.workspace.shift_hours}
    starts = {shift: parse_window(told).start for shift, told in hours.items()}
    return {shift: time(minutes // 60, minutes % 60) for shift, minutes in starts.items()}
