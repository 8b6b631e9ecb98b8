"""When and how often a project may call: its windows, caps, rests and retries, as people write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Cap:
    """At most so many attempts within a rolling window.

    Attributes:
      count: Attempts allowed within the window.
      window: Rolling, not by calendar day: `24h`, `7d`.
      scope: What is counted: attempts at one number, at one person, or at one company.
    """

    count: int
    window: str
    scope: Literal["number", "person", "company"] = "number"


@dataclass(frozen=True)
class Calling:
    """When and how often the project may call; packs may only be tightened unless `override`.

    Attributes:
      packs: Names of the shipped calling rules that hold for this project.
      override: The project's own windows, caps and rests may be wider than the packs'.
      windows: Day (mon … sun, holiday) → half-open windows in the called person's zone; `[]` is closed; a
        day not named follows the packs, and where they name none either office hours on working days.
      caps: Rolling limits on attempts, beside those of the packs.
      maximum_attempts: Attempts after which a lead is exhausted.
      rest_after_refusal_days: Days a lead rests after a refusal; not given: a refusal closes for good.
      after_cancel: What a cancelled sale leads to: `close`, `save_call`, or `rest` with a number of days
        (`rest 30`).
      callbacks_kept_by: Who makes the promised calls: we, or the dialer (then ours once they are missed).
      callback_tolerance_minutes: Minutes around the promised time within which a callback counts as kept.
      callback_tries: Attempts a booked callback gets before it falls back to the ordinary retries.
      callback_grace_days: Days after which a callback left with the dialer becomes ours as missed.
      dials_allowed: Dials the dialer may make on one row of a queue within a shift.
    """

    packs: tuple[str, ...] = ()
    override: bool = False
    windows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    caps: tuple[Cap, ...] = ()
    maximum_attempts: int = 8
    rest_after_refusal_days: int | None = None
    after_cancel: str = "close"
    callbacks_kept_by: Literal["telebatch", "dialer"] = "telebatch"
    callback_tolerance_minutes: int = 15
    callback_tries: int = 3
    callback_grace_days: int = 2
    dials_allowed: int = 1


@dataclass(frozen=True)
class Retry:
    """When to call again after one outcome, in later shifts.

    Attributes:
      first: Wait before the first retry: `30m`, `4h`, `2d`, `half-day`.
      next: Wait before every further retry.
      maximum: Retries after attempts in a row with this outcome; 0: none.
      basis: Where the figures come from; the shipped ones say.
    """

    first: str = "half-day"
    next: str = "1d"
    maximum: int = 6
    basis: str = ""
