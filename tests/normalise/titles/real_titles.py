"""Titles as they stand in real contact lists, and what a person who knows the trade reads in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "real"
LANGUAGES = ("en", "ko", "zh", "ja")


class Told(NamedTuple):
    """One title and its reading; `seniority` and `function` null: the title tells none."""

    language: str
    title: str
    role_class: str
    seniority: str | None
    function: str | None
    is_current: bool
    key: str
    why: str


@cache
def told(language: str) -> tuple[Told, ...]:
    """Every title of one language's file, in its order."""
    return tuple(_read(language))


def _read(language: str) -> Iterator[Told]:
    groups = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["told"]
    for group in groups:
        for title in group["titles"]:
            yield Told(
                language, title, group["class"], group.get("seniority"), group.get("function"),
                group.get("current", True), group["key"], group["why"],
            )  # fmt: skip
