"""How one project stands at this moment: what status shows and advice goes by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ProjectNow:
    """How one project stands.

    Attributes:
      status, standing: Word → leads.
      counts: Everything due and waiting, by the names `--json` shows.
      since: Day of the oldest call handed out without a result; null: none.
      review: In words.
      shift: The next one it can be called in; null: none in sight.
    """

    name: str
    title: str
    status: dict[str, int]
    standing: dict[str, int]
    counts: dict[str, int]
    since: str | None
    review: str
    shift: str | None
