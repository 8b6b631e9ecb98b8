"""A new workspace from the shipped example, the check of everything written, and the lines of the demo."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from telebatch.pipeline.house import House
from telebatch.pipeline.told import Told
from telebatch.settings import init_workspace, shipped


def init_house(target: Path, language: str, now: datetime) -> Told:
    """Copies the example workspace.

    Raises:
      InputRefused: The folder holds something already.
    """
    made = init_workspace(target, language=language)
    shown = (
        f"workspace made in {target}",
        "next: telebatch check; then telebatch prequalify lists/academies-2026-11.csv -p study-card",
    )
    return Told("init", now.isoformat(), counts={"files": len(made)}, shown=shown)


def check_house(house: House) -> Told:
    """What `check` says when nothing is wrong: how much there is, and what is not acted on yet."""
    settings = house.settings
    counts = {
        "projects": len(settings.projects),
        "sources": len(settings.sources),
        "agents": len(settings.agents),
        "roster_rows": len(settings.roster),
        "own_code_rows": sum(1 for row in settings.codes if row.origin in settings.texts),
    }
    return Told("check", house.as_of.isoformat(), counts=counts, warnings=house.warnings, shown=("no mistakes",))


def demo_lines() -> tuple[str, ...]:
    """The commands of the demo, without the program's name; the file beside the samples is the only list of them."""
    text = shipped().sample_text("demo.txt")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
