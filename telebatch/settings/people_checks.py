"""Whom does the project take? Key persons, accepted candidates, columns and costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from telebatch.model.project import Accept, KeyPersonStandards
from telebatch.settings.goal_checks import check_currency
from telebatch.settings.known import Known
from telebatch.settings.nearness import code_meant, meant, quoted
from telebatch.settings.pages import Page
from telebatch.settings.toml_lines import Path
from telebatch.settings.vocabulary import FUNCTIONS, LINE_KINDS, REQUIRABLE, SENIORITIES, regions


def check_words(page: Page, path: Path, words: Iterable[str], known: Iterable[str], what: str) -> None:
    """Tells every word of a list that is not known, or stands twice."""
    allowed, seen = tuple(known), set[str]()
    for index, word in enumerate(words):
        if word not in allowed:
            page.wrong((*path, index), f"unknown {what} {quoted(word)}", meant(word, allowed))
        elif word in seen:
            page.wrong((*path, index), f"{what} {quoted(word)} stands twice", "take one out")
        seen.add(word)


def check_regions(page: Page, path: Path, words: Iterable[str]) -> None:
    """Tells every region that libphonenumber does not know."""
    for index, word in enumerate(words):
        if word not in regions():
            remedy = code_meant(word, regions(), "two-letter code, such as KR, US or JP")
            page.wrong((*path, index), f"unknown region {quoted(word)}", remedy)


def check_key_person(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Functions and seniority are words of the title vocabulary."""
    del known
    sought: KeyPersonStandards | None = found.get("key_person")
    if sought is None:
        return
    check_words(page, ("key_person", "functions"), sought.functions, FUNCTIONS, "function")
    if sought.minimum_seniority not in SENIORITIES:
        remedy = meant(sought.minimum_seniority, SENIORITIES)
        page.wrong(("key_person", "minimum_seniority"), f"unknown seniority {quoted(sought.minimum_seniority)}", remedy)


def check_accept(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Regions, kinds of line and columns exist."""
    accept: Accept | None = found.get("accept")
    if accept is not None:
        check_regions(page, ("accept", "regions"), accept.regions)
        check_words(page, ("accept", "line_kinds"), accept.line_kinds, LINE_KINDS, "kind of line")
        check_words(page, ("accept", "required"), accept.required, REQUIRABLE, "column")
        if not accept.regions:
            page.wrong(("accept", "regions"), "the project takes no region", 'write regions = ["KR"]')
    for column, headers in found.get("columns", {}).items():
        if not headers:
            page.wrong(("columns", column), f"`{column}` names no header", f'write {column} = "THE HEADER"')
        if column not in known.columns:
            page.wrong(("columns", column), f"unknown column {quoted(column)}", meant(column, known.columns))


def check_costs(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """The currency exists."""
    del known
    if "costs" in found:
        check_currency(page, ("costs", "currency"), found["costs"].currency)
