"""What calls brought back, in the project's own words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from telebatch.model.project import Project
from telebatch.pipeline.words.plain import money


def field_words(project: Project | None, values: Mapping[str, object]) -> dict[str, str]:
    """Collected fields: title → value as people read it, amounts with their currency; `forgotten` where it went.

    Args:
      project: null: it is written no more; fields then keep their names, and amounts stay in minor units.
    """
    told = {}
    for name, value in values.items():
        field = project.fields.get(name) if project else None
        is_money = field and field.kind == "money"
        plain = "forgotten" if value is None else str(value)
        shown = money(value, field.currency) if field and is_money and isinstance(value, int) else plain
        told[(field.title if field else "") or name] = shown
    return told


def collected_words(project: Project | None, text: str) -> str:
    """A JSON object of them in one line: `나이 46, 월 소득 4,200,000 KRW`."""
    return ", ".join(f"{title} {value}" for title, value in field_words(project, json.loads(text)).items())
