"""A result code that no map knows, said the same way wherever it is met, with the one thing to do about it."""

from __future__ import annotations

from telebatch.model.errors import Mistake
from telebatch.model.words import BY_HAND
from telebatch.pipeline.plain_words import plural


def unmapped_code(project: str | None, profile: str, code: str, calls: int, leads: int, *, place: str = "") -> Mistake:
    """What people write by hand is explained in their project, what a dialer writes in its code map.

    Args:
      project: Null: not known.
      profile: Name under which code maps know the format.
      code: "": the file told none.
    """
    of = f" of {project}" if project else ""
    held = f"{plural(calls, 'call')}; {plural(leads, 'lead')} held"
    if not code:
        remedy = "add the result and send the file again, or decide on the lead with telebatch lead set"
        return Mistake(f"no result code was told{of}: {held}", place, remedy)
    by_hand = profile == BY_HAND and project
    where = f"under [results] in projects/{project}.toml" if by_hand else f"in codes/{profile}.toml"
    return Mistake(
        f"result code {code!r}{of} is in no map: {held}", place, f"write what it means {where}, then telebatch classify"
    )
