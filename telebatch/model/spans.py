"""How long is `4h`, and when is `09:00-18:00`? Spans and windows as people write them, read without a clock.

Spans: `30m` minutes, `4h` hours, `2d` calendar days, `1w` weeks, `half-day` (the other half of the day:
am → pm → next am). Windows are half-open in the called person's zone: a call started at 18:00:00 is outside
`09:00-18:00`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")

_SPAN = re.compile(r"([0-9]{1,5})\s*(m|h|d|w)")
_WINDOW = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_MINUTES_OF = (("m", 1), ("h", 60))


@dataclass(frozen=True)
class Span:
    """A length of time; exactly one part is not zero.

    Attributes:
      seconds: Clock time: `30m`, `4h`.
      days: Calendar days: `2d`, `1w`.
      half_days: 1 for `half-day`.
    """

    seconds: int = 0
    days: int = 0
    half_days: int = 0

    @property
    def is_clock(self) -> bool:
        """Counted by the clock, not by days."""
        return self.seconds > 0


@dataclass(frozen=True, order=True)
class Window:
    """Minutes after local midnight, half-open: `start` is inside, `end` is not; 0 ≤ start < end ≤ 1440."""

    start: int
    end: int

    def __str__(self) -> str:
        """Reads `09:00-18:00`."""
        return f"{self.start // 60:02d}:{self.start % 60:02d}-{self.end // 60:02d}:{self.end % 60:02d}"


def parse_span(text: str) -> Span:
    """Reads a span longer than nothing.

    Raises:
      ValueError: What is wrong, in words for the person who wrote it.
    """
    if text.strip() == "half-day":
        return Span(half_days=1)
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise ValueError("is no length of time; write 30m, 4h, 2d, 1w or half-day")
    count, unit = int(found[1]), found[2]
    if count == 0:
        raise ValueError("is no time at all; write at least 1m")
    if unit in ("d", "w"):
        return Span(days=count * (7 if unit == "w" else 1))
    return Span(seconds=count * 60 * dict(_MINUTES_OF)[unit])


def parse_window(text: str) -> Window:
    """Reads `09:00-18:00`; the end may be 24:00.

    Raises:
      ValueError: What is wrong, in words for the person who wrote it.
    """
    found = _WINDOW.fullmatch(text.strip())
    if not found:
        raise ValueError("is no window; write 09:00-18:00")
    hours = (int(found[1]), int(found[3]))
    minutes = (int(found[2]), int(found[4]))
    if max(minutes) > 59 or hours[0] > 23 or hours[1] > 24 or (hours[1] == 24 and minutes[1]):
        raise ValueError("is no time of day; write 00:00 to 24:00")
    window = Window(hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1])
    if window.start >= window.end:
        raise ValueError("ends before it starts; a window lies within one day, write the start first")
    return window


def parse_windows(texts: Iterable[str]) -> tuple[Window, ...]:
    """The windows of one day in order, those that touch or overlap joined; none means closed.

    Raises:
      ValueError: From the first window that cannot be read.
    """
    joined: list[Window] = []
    for window in sorted(parse_window(text) for text in texts):
        if joined and window.start <= joined[-1].end:
            joined[-1] = Window(joined[-1].start, max(joined[-1].end, window.end))
        else:
            joined.append(window)
    return tuple(joined)


def within(inner: tuple[Window, ...], outer: tuple[Window, ...]) -> bool:
    """Every minute of `inner` lies in `outer`; both as `parse_windows` gives them."""
    return all(any(hole.start <= window.start and window.end <= hole.end for hole in outer) for window in inner)


def common(one: tuple[Window, ...], other: tuple[Window, ...]) -> tuple[Window, ...]:
    """The minutes both allow, in order."""
    shared = (
        Window(max(a.start, b.start), min(a.end, b.end))
        for a in one
        for b in other
        if max(a.start, b.start) < min(a.end, b.end)
    )
    return tuple(sorted(shared))


def common_windows(tables: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[Window, ...]]:
    """What all tables of windows allow, per day key; a day that a table does not name is free there.

    Returns:
      Every day key mon … sun and holiday; a day no table names is open 00:00-24:00.
    """
    allowed: dict[str, tuple[Window, ...]] = {day: (Window(0, 1440),) for day in DAY_KEYS}
    for table in tables:
        for day, texts in table.items():
            allowed[day] = common(allowed[day], parse_windows(texts))
    return allowed
