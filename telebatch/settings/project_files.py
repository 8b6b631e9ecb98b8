"""Is a project's file right? Reads `projects/NAME.toml` and asks every question about it, each in its own module."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from telebatch.model.project import Accept, Cycle, Project, Step
from telebatch.settings.bounds import PROJECT_BOUNDS, check_bounds
from telebatch.settings.calling_checks import check_calling, check_retry
from telebatch.settings.goal_checks import check_fields, check_goals, check_kpis, check_results
from telebatch.settings.known import Gaps, Known
from telebatch.settings.nearness import meant, nearest, quoted
from telebatch.settings.pages import Page
from telebatch.settings.people_checks import check_accept, check_costs, check_key_person
from telebatch.settings.plan_checks import check_plan
from telebatch.settings.queue_checks import check_queues
from telebatch.settings.script_checks import check_script
from telebatch.settings.shapes import built, read_fields, required_keys
from telebatch.settings.vocabulary import LANGUAGES, is_name, region_of, zones

#: What to add where one of the five standard attributes (or what they stand on) is missing.
_REMEDIES: Mapping[str, str] = {
    "name": 'add name = "{stem}", the file\'s own name',
    "title": 'add title = "…", what people call the project',
    "direction": 'add direction = "outbound" or "inbound"',
    "customer": 'add customer = "new", "existing" or "service"',
    "cycle": "add [cycle] with start = 2026-11-23; the review is weekly unless you say daily or half-day",
    "plan": 'add [[plan]] with call = "first", after the media you send',
    "kpis": 'add [[kpis]] with name = "conversion_rate", primary = true and target = 0.05',
    "goals": 'add [goals] with primary = ["call.deal"] and secondary = ["call.interested"]',
}


def read_project(page: Page, known: Known) -> Project | None:
    """The project with its shipped waits filled in; None where a key it needs is missing or wrong."""
    found = read_fields(Project, page.table, page)
    for key in required_keys(Project):
        if key not in page.table:
            page.wrong((key,), f"no `{key}`", _REMEDIES[key].format(stem=page.stem))
    _fill_region(page, found, known)
    check_bounds(page, PROJECT_BOUNDS)
    _check_head(page, found)
    if "cycle" in found:
        _check_cycle(page, found["cycle"])
    for check in (
        check_fields, check_plan, check_goals, check_kpis, check_results, check_key_person, check_accept,
        check_calling, check_retry, check_queues, check_script, check_costs,
    ):  # fmt: skip
        check(page, found, known)
    if "plan" in found:
        found["plan"] = _with_gaps(page, found["plan"], known.gaps)
    return built(Project, found)


def _fill_region(page: Page, found: dict[str, Any], known: Known) -> None:
    """A project that tells no regions takes those of its own time zone."""
    if page.has(("accept", "regions")) or ("accept" in page.table and "accept" not in found):
        return
    zone = found.get("zone") or known.zone
    region = region_of(zone)
    if region is None:
        page.doubtful((), f"no regions told, and {zone} is of none: KR is taken", "write regions under [accept]")
        return
    found["accept"] = replace(found.get("accept", Accept()), regions=(region,))


def _check_head(page: Page, found: Mapping[str, Any]) -> None:
    stem = unicodedata.normalize("NFC", page.stem)
    if not is_name(stem):
        page.wrong((), f"{quoted(stem)} cannot be a project's name", "name the file with letters, digits and - only")
    if "name" in found and unicodedata.normalize("NFC", found["name"]) != stem:
        page.wrong(
            ("name",), f"`name` is {quoted(found['name'])} but the file is {page.stem}.toml", f'write name = "{stem}"'
        )
    if "title" in found and not found["title"].strip():
        page.wrong(("title",), "`title` is empty", "write what people call the project")
    for index, tag in enumerate(found.get("policy", ())):
        if not is_name(tag):
            page.wrong(("policy", index), f"{quoted(tag)} cannot be a policy tag", "use letters, digits and - only")
        elif tag in found["policy"][:index]:
            page.wrong(("policy", index), f"policy tag {quoted(tag)} stands twice", "take one out")
    check_zone(page, found)
    if found.get("language") and found["language"] not in LANGUAGES:
        page.wrong(("language",), f"unknown language {quoted(found['language'])}", meant(found["language"], LANGUAGES))


def check_zone(page: Page, found: Mapping[str, Any]) -> None:
    """Tells a time zone that does not exist."""
    if found.get("zone") and found["zone"] not in zones():
        page.wrong(("zone",), f"unknown time zone {quoted(found['zone'])}", _zone_meant(found["zone"]))


def _zone_meant(zone: str) -> str:
    """The nearest place; abbreviations such as KST are no zones, and near misses of theirs mislead."""
    near = nearest(zone, (name for name in zones() if "/" in name))
    return f"did you mean `{near}`?" if near else "write it as Asia/Seoul, Europe/Berlin or America/New_York"


def _check_cycle(page: Page, cycle: Cycle) -> None:
    if cycle.end is not None and cycle.end < cycle.start:
        page.wrong(
            ("cycle", "end"), f"`end` {cycle.end} lies before `start` {cycle.start}", "write the later day as end"
        )


def _with_gaps(page: Page, plan: tuple[Step, ...], gaps: Gaps) -> tuple[Step, ...]:
    """The plan with `gap_days` and `transit_days` filled in where the file does not tell them."""
    filled: list[Step] = []
    for index, step in enumerate(plan):
        before = plan[index - 1] if index else None
        told = page.has(("plan", index, "gap_days"))
        gap = step.gap_days if told or not step.call else _gap_after(before, gaps)
        transit = step.transit_days
        if step.medium and transit is None:
            transit = gaps.transit.get(step.medium, gaps.transit["other"])
        filled.append(replace(step, gap_days=gap, transit_days=transit))
    return tuple(filled)


def _gap_after(before: Step | None, gaps: Gaps) -> int:
    if before is None:
        return 0
    if before.call:
        return gaps.after_call
    return gaps.after_medium.get(before.medium or "", gaps.after_medium["other"])
