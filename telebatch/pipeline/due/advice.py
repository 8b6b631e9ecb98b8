"""The one or two commands that make sense now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from telebatch.model.errors import Mistake
from telebatch.pipeline.due import outlook
from telebatch.pipeline.due.project_now import ProjectNow
from telebatch.pipeline.due.scrubs_due import ScrubDue
from telebatch.pipeline.edited import edited_since
from telebatch.pipeline.house import House
from telebatch.write import look_into

_MOST = 2


def advice(
    house: House,
    now: Sequence[ProjectNow],
    late: Sequence[tuple[str, str]],
    wrong: Sequence[Mistake],
    compare: Sequence[ScrubDue] = (),
) -> tuple[str, ...]:
    """Commands in the order of the work, at most two; never none.

    Args:
      late: (project, period) of every review that is due.
      wrong: What a person should look at first.
      compare: Numbers that may not be called before a register was asked.
    """
    if not now:
        return ("write projects/NAME.toml (docs/settings.md tells every key)", "telebatch check")
    if not any(one.status for one in now):
        return ("telebatch check", f"telebatch prequalify lists/FILE -p {now[0].name}")
    told = [
        *_first(house, wrong),
        *(f"telebatch report -p {name} --period {period}" for name, period in late),
        *(one.remedy for one in compare),
        *_shifts(house, now),
        *_results(house, now),
    ]
    return tuple(dict.fromkeys(told))[:_MOST] or ("nothing is due; telebatch prequalify takes the next list",)


def _first(house: House, wrong: Sequence[Mistake]) -> list[str]:
    """New files before anything is decided, then what holds leads back."""
    taken = {row.path for row in house.store.inputs()}
    arrived = look_into(house.root / "inbox", 0).files.values()
    told = ["telebatch nightly"] if any(house.shown(path) not in taken for files in arrived for path in files) else []
    told += ["telebatch classify"] if edited_since(house) else []
    return told + (["telebatch classify --codes"] if any("in no map" in mistake.what for mistake in wrong) else [])


def _shifts(house: House, now: Sequence[ProjectNow]) -> list[str]:
    """Build the next shift of every project with something due; hand it out where it is built."""
    built = {one.shift for one in outlook.built_shifts(house)}
    due = ("callbacks_today", "next_stage", "to_call_again", "never_called", "pieces_due")
    shifts = sorted({one.shift for one in now if one.shift and any(one.counts[name] for name in due)})
    return [f"telebatch split --on {shift}{' --release' if shift in built else ''}" for shift in shifts]


def _results(house: House, now: Sequence[ProjectNow]) -> list[str]:
    """Calls of earlier days without result: their file, or the end of their queue."""
    today = house.today.isoformat()
    waits = any(one.since and one.since < today for one in now)
    return [f"telebatch ingest {Path('inbox') / 'SOURCE' / 'FILE'}", "telebatch split --close QUEUE"] if waits else []
