"""What does the project want, and can it be told? Goals, KPIs, collected fields and the project's own result words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telebatch.model.currencies import DECIMALS
from telebatch.model.project import Goals, Kpi
from telebatch.settings.known import Known
from telebatch.settings.nearness import code_meant, meant, nearest, quoted, toml_key
from telebatch.settings.pages import Page
from telebatch.settings.toml_lines import Path
from telebatch.settings.vocabulary import is_field_name

_CODES = "three-letter code, such as KRW, USD or EUR"
_SHARE_ENDINGS = ("_rate", "_yield", "_share", "_reach", "_survival", "_resolution")
_ONE_CALL = "first_call_resolution"


def check_fields(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Names that conditions can hold, choices where they belong, currencies that exist."""
    del known
    for name, entry in found.get("fields", {}).items():
        path: Path = ("fields", name)
        if not is_field_name(name):
            page.wrong(path, f"{quoted(name)} cannot name a field", "use letters, digits and _; no word of conditions")
        if entry.kind == "choice" and not entry.choices:
            page.wrong(path, f"field `{name}` is a choice without choices", 'add choices = ["…", "…"]')
        if entry.kind != "choice" and entry.choices:
            page.wrong((*path, "choices"), f"field `{name}` has choices but is {entry.kind}", 'write kind = "choice"')
        if len(set(entry.choices)) < len(entry.choices):
            page.wrong((*path, "choices"), f"field `{name}` has a choice twice", "take one out")
        check_currency(page, (*path, "currency"), entry.currency)


def check_currency(page: Page, path: Path, currency: str) -> None:
    """Tells a currency that ISO 4217 does not know."""
    if currency not in DECIMALS:
        page.wrong(path, f"unknown currency {quoted(currency)}", code_meant(currency, DECIMALS, _CODES))


def check_leaf(page: Page, path: Path, leaf: str, known: Known) -> None:
    """Tells an outcome that is no leaf of the tree."""
    if leaf not in known.leaves:
        page.wrong(path, f"unknown outcome {quoted(leaf)}", _leaf_meant(leaf, known))


def _leaf_meant(leaf: str, known: Known) -> str:
    """The nearest leaf by its own word, for all of one node begin alike; else the leaves of that node."""
    node, dot, word = leaf.rpartition(".")
    words: dict[str, str] = {}
    for name in known.leaves:
        if name.startswith(node + dot):
            words.setdefault(name.partition(".")[2], name)
    near = nearest(word, words)
    return f"did you mean `{words[near]}`?" if near else meant("", words.values() or known.leaves)


def check_goals(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Goals are leaves, no leaf is both, basic information is collected."""
    goals: Goals | None = found.get("goals")
    if goals is None:
        return
    for key, leaves in (("primary", goals.primary), ("secondary", goals.secondary)):
        for index, leaf in enumerate(leaves):
            check_leaf(page, ("goals", key, index), leaf, known)
            if key == "secondary" and leaf in goals.primary:
                page.wrong(
                    ("goals", key, index), f"{quoted(leaf)} is both a primary and a secondary goal", "keep it in one"
                )
    if not goals.primary:
        page.wrong(("goals", "primary"), "the project has no primary goal", 'write primary = ["call.deal"]')
    fields = found.get("fields", {})
    for index, name in enumerate(goals.basic_information):
        if name not in fields:
            remedy = meant(name, fields) if fields else f"add [fields.{toml_key(name)}] with its kind"
            page.wrong(("goals", "basic_information", index), f"unknown field {quoted(name)}", remedy)
    for key, words in (("intent_levels", goals.intent_levels), ("deal_steps", goals.deal_steps)):
        if len(set(words)) < len(words):
            page.wrong(("goals", key), f"`{key}` names one level twice", "take one out")


def check_kpis(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """At least one primary KPI with a target, all from the catalogue, each once."""
    kpis: tuple[Kpi, ...] | None = found.get("kpis")
    if kpis is None:
        return
    for index, kpi in enumerate(kpis):
        _check_kpi(page, index, kpis, known)
        if kpi.primary and kpi.name == _ONE_CALL:
            _doubt_one_call(page, index, found)
    are_told = all(page.is_clean(("kpis", index, "primary")) for index in range(len(kpis)))
    if are_told and not any(kpi.primary for kpi in kpis):
        remedy = "write primary = true and target = … with the KPI that decides"
        page.wrong(("kpis", "primary"), "no KPI is primary", remedy)


def _kpi_meant(name: str, kpis: tuple[str, ...]) -> str:
    remedy = meant(name, kpis)
    return remedy if nearest(name, kpis) else f"{remedy}; docs/kpis.md tells each in four languages"


def _check_kpi(page: Page, index: int, kpis: tuple[Kpi, ...], known: Known) -> None:
    kpi, path = kpis[index], ("kpis", index)
    if kpi.name not in known.kpis:
        page.wrong((*path, "name"), f"unknown KPI {quoted(kpi.name)}", _kpi_meant(kpi.name, known.kpis))
    if kpi.primary and kpi.target is None:
        remedy = "write target = … : the review leads with what was to be reached"
        page.wrong((*path, "target"), f"primary KPI {quoted(kpi.name)} has no target", remedy)
    if any(other.name == kpi.name for other in kpis[:index]):
        page.wrong((*path, "name"), f"KPI {quoted(kpi.name)} stands twice", "take one out")
    for key, figure in (("target", kpi.target), ("floor", kpi.floor)):
        if figure is not None and figure < 0:
            page.wrong((*path, key), f"`{key}` must not be negative", "write what should be reached")
        elif figure is not None and _is_share(kpi) and figure > 1:
            page.wrong(
                (*path, key),
                f"`{key}` of a rate must be 0 to 1, not {figure:g}",
                f"write {figure / 100:g} for {figure:g} %",
            )


def _is_share(kpi: Kpi) -> bool:
    """Rates over a whole; attempts per record and sums of time are no shares."""
    return kpi.per == "rate" and (
        kpi.name.endswith(_SHARE_ENDINGS) or kpi.name.startswith(("penetration", "occupancy"))
    )


def _doubt_one_call(page: Page, index: int, found: Mapping[str, Any]) -> None:
    calls = sum(1 for step in found.get("plan", ()) if step.call)
    if calls > 1:
        page.doubtful(
            ("kpis", index), f"one-call resolution leads the review of a plan of {calls} calls",
            "a sale planned over several calls is not settled in one; lead with conversion_rate",
        )  # fmt: skip


def check_results(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """The project's own result words lead to leaves."""
    for word, leaf in found.get("results", {}).items():
        check_leaf(page, ("results", word), leaf, known)
        if not word.strip():
            page.wrong(("results", word), "a result word is empty", "write the word the callers use")
