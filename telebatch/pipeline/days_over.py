"""Days that are over, in logs of pieces and in answers: read as those of result files, without a year too."""

from __future__ import annotations

from pathlib import Path

from telebatch.ingest import SourceRules
from telebatch.model.project import Project
from telebatch.model.records import ReadOptions
from telebatch.model.workspace import Source
from telebatch.pipeline.house import House
from telebatch.read import modified_utc


def day_rules(house: House, path: Path, project: Project | None, options: ReadOptions) -> SourceRules:
    """How the days of a file are read: as those of a result file of the project, else of the workspace."""
    return SourceRules(
        source=Source(name="days"), file_key=0, file_sha="", file_name=house.shown(path),
        zone=str(house.project_zone(project)),
        words=house.shipped.times, cells=house.shipped.cells, exported_utc=modified_utc(path), as_of=house.as_of,
        date_order=options.date_order, usual_orders=house.accepted(project).usual_orders,
    )  # fmt: skip


def yearless_note(count: int) -> tuple[str, ...]:
    """That so many days had no year, and which was taken."""
    return (f"days without a year, read as the last such days by then: {count:,}",) if count else ()
