"""Does the script fit the plan, and does it say honestly who is calling?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from telebatch.model.project import Script, Step
from telebatch.settings.known import Known
from telebatch.settings.nearness import meant, quoted
from telebatch.settings.pages import Page
from telebatch.settings.toml_lines import Path


def check_script(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Openings speak of media that are sent, parts belong to calls, no sale hides behind research."""
    script: Script | None = found.get("script") or (Script() if page.is_clean(("script",)) else None)
    if script is None:
        return
    plan = found.get("plan")
    if plan is not None and all(_is_named(page, index) for index in range(len(plan))):
        _check_openings(page, script, plan)
        _check_parts(page, script, sorted({step.script or step.call for step in plan if step.call}))
    for path, text in _spoken(script):
        if word := next((word for word in known.pretexts if word.casefold() in text.casefold()), ""):
            page.doubtful(
                path, f"{quoted(word)} may pass a sales call off as research", "say plainly who is calling and what for"
            )


def _is_named(page: Page, index: int) -> bool:
    """The names of the step are right; else what openings and parts say of them follows from that."""
    return all(page.is_clean(("plan", index, key)) for key in ("medium", "call", "script"))


def _check_parts(page: Page, script: Script, used: list[str]) -> None:
    for name in script.calls:
        if name not in used:
            what = f"script part {quoted(name)} belongs to no call of the plan"
            page.wrong(("script", "calls", name), what, meant(name, used))


def _check_openings(page: Page, script: Script, plan: Sequence[Step]) -> None:
    media = tuple(step.medium for step in plan if step.medium)
    spoken = [opening.medium for opening in script.openings]
    for index, medium in enumerate(spoken):
        if medium and medium not in media:
            page.wrong(
                ("script", "openings", index, "medium"),
                f"no step of the plan sends {quoted(medium)}",
                meant(medium, media),
            )
        elif medium in spoken[:index]:
            what = f"the opening for {quoted(medium)}" if medium else "the cold opening"
            page.wrong(("script", "openings", index), f"{what} stands twice", "keep one")
    if spoken and "" not in spoken:
        remedy = "add an opening without `medium`: a returned piece leaves the person untouched"
        page.doubtful(("script", "openings"), "the script has no cold opening", remedy)
    # Where there is none at all, the step stands for the place where one would be.
    for index, step in enumerate(plan):
        if step.medium and step.medium not in (*spoken, *(one.medium for one in plan[:index])):
            remedy = f'add [[script.openings]] with medium = "{step.medium}"'
            place: Path = ("script", "openings") if spoken else ("plan", index, "medium")
            page.doubtful(place, f"no opening speaks of {quoted(step.medium)}", remedy)


def _spoken(script: Script) -> Iterator[tuple[Path, str]]:
    """Everything a caller says before the offer, and where it stands."""
    for index, opening in enumerate(script.openings):
        yield ("script", "openings", index, "text"), opening.text
    for name, part in script.calls.items():
        yield ("script", "calls", name, "sender"), part.sender
        for stage, text in part.stages.items():
            yield ("script", "calls", name, "stages", stage), text
