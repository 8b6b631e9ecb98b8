"""A figure of a review: how a KPI is counted, judged and compared; plain frozen shapes without polars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: A `share` counts cases and has an interval; a `time_share` divides seconds and has none.
Unit = Literal["share", "time_share", "ratio", "count", "seconds", "per_hour", "money"]
Judgement = Literal["reached", "missed", "too_close", "too_few", "no_target", "no_cases", "never_came", "running"]


@dataclass(frozen=True)
class Figure:
    """A numerator over a denominator, formed once at the end.

    Attributes:
      denominator: null where the figure is a plain count or sum.
      value: null where `missing` tells why there is none.
      low, high: Interval at the rules' level; null where none is defined (counts, ratios) or `value` is null.
      missing: null, `no_cases` (denominator 0) or `never_came` (no file brought the input).
    """

    numerator: int
    denominator: int | None
    value: float | None
    low: float | None = None
    high: float | None = None
    missing: Literal["no_cases", "never_came"] | None = None


@dataclass(frozen=True)
class Change:
    """Difference to an earlier period; `low`, `high` null where the unit has no interval.

    `is_proven` is true where the interval does not hold zero.
    """

    difference: float
    low: float | None = None
    high: float | None = None
    is_proven: bool = False


@dataclass(frozen=True)
class KpiRow:
    """One KPI of the review.

    Attributes:
      target: Scaled to the period (a count per day × days worked); null: none set.
      target_per: How the project wrote it; `target_each` is that figure.
      judgement: The verdict, `running` for a count that may still reach its target.
      cases: How many the verdict rests on; under `needed` it is `too_few`.
      floor: As the project wrote it; null: none.
      is_clustered: Counted per attempt: several attempts on one record make the interval too narrow.
    """

    name: str
    unit: Unit
    figure: Figure
    judgement: Judgement
    good: Literal["up", "down"] = "up"
    is_primary: bool = False
    is_chosen: bool = False
    target: float | None = None
    target_each: float | None = None
    floor: float | None = None
    target_per: str = "rate"
    cases: int = 0
    needed: int = 0
    is_clustered: bool = False
    before: Figure | None = None
    same_weekdays: Figure | None = None
    change: Change | None = None
    change_same_weekdays: Change | None = None
    needs: tuple[str, ...] = ()

    @property
    def is_below_floor(self) -> bool:
        """On the wrong side of the floor, whatever the interval says."""
        value = self.figure.value
        if self.floor is None or value is None:
            return False
        return value < self.floor if self.good == "up" else value > self.floor
