"""Is the plan one that can be worked: a medium or a call per step, each once, conditions that can be decided?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from telebatch.model.conditions import ConditionWrong, fields, parse
from telebatch.model.project import Step
from telebatch.settings.condition_checks import condition_faults
from telebatch.settings.known import Known
from telebatch.settings.nearness import meant, quoted, toml_key
from telebatch.settings.pages import Page
from telebatch.settings.vocabulary import is_name


def check_plan(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Every step, then the plan as a whole."""
    plan: tuple[Step, ...] | None = found.get("plan")
    if plan is None:
        return
    for index, step in enumerate(plan):
        _check_step(page, index, step)
        _check_twice(page, index, plan)
        _check_when(page, index, plan, _Fields(found, known))
        _check_part(page, index, step, found)
    if not any(step.call for step in plan) and page.is_clean(("plan",)):
        page.wrong(("plan",), "the plan has no call", 'add [[plan]] with call = "first"')


class _Fields:
    """What a condition of this project may ask for."""

    def __init__(self, found: Mapping[str, Any], known: Known) -> None:
        self.fields = found.get("fields", {})
        goals = found.get("goals")
        self.intents = goals.intent_levels if goals else ()
        self.leaves = known.leaves

    def faults(self, when: str) -> Iterator[tuple[str, str]]:
        return condition_faults(when, self.fields, self.intents, self.leaves)


def _check_step(page: Page, index: int, step: Step) -> None:
    path = ("plan", index)
    if step.medium and step.call:
        page.wrong(path, f"step {index + 1} names both a medium and a call", "make two steps of it, the medium first")
    elif not step.name:
        page.wrong(path, f"step {index + 1} names neither a medium nor a call", 'write medium = "…" or call = "…"')
    elif not is_name(step.name):
        page.wrong(path, f"{quoted(step.name)} cannot name a step", "use letters, digits and - only")
    elif step.medium == "call":
        page.wrong(path, "a medium cannot be named `call`: media combinations count calls by that word", "rename it")


def _check_twice(page: Page, index: int, plan: tuple[Step, ...]) -> None:
    name = plan[index].name
    if name and any(step.name == name for step in plan[:index]):
        page.wrong(("plan", index), f"step {quoted(name)} stands twice in the plan", f"name this one {name}-2")


def _check_when(page: Page, index: int, plan: tuple[Step, ...], asked: _Fields) -> None:
    when, path = plan[index].when, ("plan", index, "when")
    if not when.strip():
        return
    faults = list(asked.faults(when))
    for what, remedy in faults[:1]:
        page.wrong(path, f"`when` {what}", remedy)
    if not faults and plan[index].call and not any(step.call for step in plan[:index]):
        _doubt_first(page, path, when, asked)


def _doubt_first(page: Page, path: tuple[str | int, ...], when: str, asked: _Fields) -> None:
    """A first call cannot ask for what only calls bring back."""
    try:
        late = sorted(name for name in fields(parse(when)) if name in asked.fields or name in ("outcome", "intent"))
    except ConditionWrong:  # told already
        return
    if late:
        page.doubtful(
            path,
            f"the first call waits for `{late[0]}`, which only a call brings back",
            "move the condition to a later step",
        )


def _check_part(page: Page, index: int, step: Step, found: Mapping[str, Any]) -> None:
    """Every planned call has its own script part."""
    script = found.get("script")
    parts = script.calls if script else {}
    if step.script and not step.call:
        page.wrong(("plan", index, "script"), "a medium has no script part", "take `script` out of this step")
    elif step.script and step.script not in parts:
        page.wrong(("plan", index, "script"), f"unknown script part {quoted(step.script)}", meant(step.script, parts))
    elif step.call and parts and not step.script and step.call not in parts:
        remedy = f"add [script.calls.{toml_key(step.call)}]; every planned call has its own script"
        page.wrong(("plan", index, "call"), f"call {quoted(step.call)} has no script part", remedy)
    elif step.call and not parts and page.is_clean(("script",)):
        page.doubtful(
            ("plan", index, "call"),
            f"call {quoted(step.call)} has no script",
            f"add [script.calls.{toml_key(step.call)}]",
        )
