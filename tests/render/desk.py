"""Templates and wording as settings hands them in."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def flat(tree: dict[str, object], before: str = "") -> dict[str, str]:
    """Nested tables as dotted keys."""
    found: dict[str, str] = {}
    for name, value in tree.items():
        found |= flat(value, f"{before}{name}.") if isinstance(value, dict) else {before + name: str(value)}
    return found


@cache
def wording(language: str) -> dict[str, str]:
    path = ROOT / "telebatch" / "rules" / "wording" / f"{language}.toml"
    return flat(tomllib.loads(path.read_text("utf-8")))


@cache
def templates() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((ROOT / "templates").iterdir())}
