"""Between which figures must a number lie? One table for every file, walked over the values as written."""

from __future__ import annotations

from collections.abc import Iterator

from telebatch.settings.pages import Page
from telebatch.settings.toml_lines import Path

_YEARS = 3650  # ten years in days: beyond it a slip of the finger
_MOST = 10**15  # an amount in minor units

#: Path of keys (`*` any key or list position), least, most.
PROJECT_BOUNDS: tuple[tuple[str, float, float], ...] = (
    ("plan.*.gap_days", 0, _YEARS), ("plan.*.lapses_after_days", 0, _YEARS), ("plan.*.transit_days", 0, 365),
    ("plan.*.window_days", 1, _YEARS), ("plan.*.piece_cost_minor", 0, _MOST),
    ("key_person.fresh_days", 1, _YEARS), ("key_person.fresh_days_top", 1, _YEARS),
    ("key_person.places_per_company", 1, 10**6),
    ("calling.caps.*.count", 1, 10**4), ("calling.maximum_attempts", 1, 1000),
    ("calling.rest_after_refusal_days", 0, _YEARS), ("calling.callback_tolerance_minutes", 0, 1440),
    ("calling.callback_tries", 1, 100), ("calling.callback_grace_days", 0, 365), ("calling.dials_allowed", 1, 100),
    ("retry.*.maximum", 0, 1000), ("confirmation.wait_days", 0, _YEARS),
    ("queues.capacity", 0, 10**7), ("queues.leads_per_hour", 0.01, 10**5), ("queues.fresh_share", 0, 1),
    ("queues.sticky_days", 0, _YEARS), ("queues.priority", 0, 10**6),
    ("costs.record_minor", 0, _MOST), ("costs.minute_minor", 0, _MOST), ("costs.agent_hour_minor", 0, _MOST),
)  # fmt: skip
WORKSPACE_BOUNDS: tuple[tuple[str, float, float], ...] = (("lock_timeout_seconds", 0, 86400),)
SOURCE_BOUNDS: tuple[tuple[str, float, float], ...] = (("match_floor", 0, 1),)


def check_bounds(page: Page, bounds: tuple[tuple[str, float, float], ...]) -> None:
    """Tells every number outside its bounds."""
    for pattern, least, most in bounds:
        for path, number in _numbers(page.table, tuple(pattern.split(".")), ()):
            if not least <= number <= most:
                told = f"must be {least:.16g} to {most:.16g}, not {number:.16g}"
                page.wrong(path, f"`{path[-1]}` {told}", "write a figure between")


def _numbers(value: object, pattern: tuple[str, ...], path: Path) -> Iterator[tuple[Path, float]]:
    """Every number that stands where the pattern points; anything else there is told elsewhere."""
    if not pattern:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield path, value
        return
    for key, inside in _entries(value):
        if pattern[0] in ("*", key):
            yield from _numbers(inside, pattern[1:], (*path, key))


def _entries(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
