"""How is a shift laid out, and what does the dialer want? Shifts, order, skills, forms, and what a layout asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from telebatch.model.layouts import NUMBERS, OWN_FORMS, Layout
from telebatch.model.project import Queues
from telebatch.settings.known import Known
from telebatch.settings.nearness import meant, quoted
from telebatch.settings.pages import Page
from telebatch.settings.people_checks import check_words
from telebatch.settings.vocabulary import QUEUE_ORDERS

_DIALER = ("queues", "dialer")


def check_queues(page: Page, found: Mapping[str, Any], known: Known) -> None:
    """Shifts the centre works, an order it knows, skills that somebody has, forms there are."""
    queues: Queues | None = found.get("queues")
    if queues is None:
        return
    check_words(page, ("queues", "order"), queues.order, QUEUE_ORDERS, "order")
    check_words(page, ("queues", "format"), queues.format, (*OWN_FORMS, *known.layouts), "form")
    for index, shift in enumerate(queues.shifts):
        if shift not in known.shifts:
            remedy = f"write one of {', '.join(known.shifts)}, or add it to `shifts` in telebatch.toml"
            page.wrong(("queues", "shifts", index), f"the centre works no {quoted(shift)} shift", remedy)
    for index, skill in enumerate(queues.skills):
        if skill not in known.skills:
            page.doubtful(
                ("queues", "skills", index), f"no agent has the skill {quoted(skill)}", "add it in agents.toml"
            )
    _check_dialer(page, queues, {name: known.layouts[name] for name in queues.format if name in known.layouts})


def _check_dialer(page: Page, queues: Queues, layouts: Mapping[str, Layout]) -> None:
    """What the layouts named ask for is told, and looks as it should; nothing is told that no layout asks for."""
    asked = {key for layout in layouts.values() for key in layout.asks}
    for key in queues.dialer:
        if key not in asked and not (key == NUMBERS and layouts):
            what = f"no layout in `format` asks for {quoted(key)}"
            remedy = meant(key, (*sorted(asked), NUMBERS)) if layouts else "name the dialer's layout in `format`"
            page.wrong((*_DIALER, key), what, remedy)
    for name, layout in layouts.items():
        _check_asked(page, queues, name, layout)
        writing = queues.dialer.get(NUMBERS)
        if writing is not None and writing not in layout.numbers:
            remedy = f"write one of {', '.join(layout.numbers)}"
            page.wrong((*_DIALER, NUMBERS), f"{name} takes no numbers written as {quoted(writing)}", remedy)


def _check_asked(page: Page, queues: Queues, name: str, layout: Layout) -> None:
    for key, asked in layout.asks.items():
        value = queues.dialer.get(key, asked.default)
        if value is None:
            remedy = f'add {key} = "…" under [queues.dialer]: {asked.means}'
            page.wrong((*_DIALER, key), f"{name} asks for `{key}`", remedy)
        elif asked.pattern and not re.fullmatch(asked.pattern, value):
            what = f"`{key}` is {quoted(value)}, which {name} does not take"
            page.wrong((*_DIALER, key), what, f"it is {asked.means} and looks like {asked.pattern}")
