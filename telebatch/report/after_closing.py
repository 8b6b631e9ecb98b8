"""What changed of a closed period: its figures as they were closed against what is known now."""

from __future__ import annotations

from collections.abc import Iterator

from telebatch.model.review import AfterClosing, Changed, Review

_SALES = ("gross", "confirmed", "awaiting", "cancelled", "net")


def after_closing(closed: Review, now: Review) -> AfterClosing:
    """Compares two reviews of one period.

    Args:
      closed: As it was closed.
      now: By what is known now.
    """
    pairs = ((name, getattr(closed.sales, name), getattr(now.sales, name)) for name in _SALES)
    sales = tuple(pair for pair in pairs if pair[1] != pair[2])
    return AfterClosing(closed.period.text, closed.at_batch, closed.as_of, tuple(_changed(closed, now)), sales)


def _changed(closed: Review, now: Review) -> Iterator[Changed]:
    """In the order of the closed review; a rate over other cases that is the same rate tells nothing."""
    figures = {row.name: row.figure for row in now.kpis}
    for row in closed.kpis:
        today = figures.get(row.name, row.figure)
        if today.value != row.figure.value:
            yield Changed(row.name, row.unit, row.figure, today)
