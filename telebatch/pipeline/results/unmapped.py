"""A result code that no map knows, said the same way wherever it is met, with the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.words import BY_HAND
from telebatch.model.workspace import Source


def unmapped_code(met: Mapping[str, Any], sources: Mapping[str, Source], *, place: str = "") -> Mistake:
    """What people write by hand is explained in their project, what a dialer writes in its source's or its code map.

    Args:
      met: project (null: not known), format (name under which code maps know it), code ("": the file told none), count
        of calls, leads they hold, sources of the calls; is_written, where today's settings know it already.
      sources: By name.
    """
    project, profile, code = met["project"], met["format"], met["code"]
    of = f" of {project}" if project else ""
    held = f"{plural(met['count'], 'call')}; {plural(met['leads'], 'lead')} held"
    if not code:
        remedy = "add the result and send the file again, or decide on the lead with telebatch lead set"
        return Mistake(f"no result code was told{of}: {held}", place, remedy)
    if met.get("is_written"):
        what = f"result code {code!r}{of} was explained after the last classify, and waits for the next: {held}"
        return Mistake(what, place, "run telebatch classify")
    of_dialer, of_project = f"in codes/{profile}.toml", f"under [results] in projects/{project}.toml"
    either = f"{of_dialer} or {of_project}" if project else of_dialer
    usual = of_project if profile == BY_HAND and project else either
    return Mistake(
        f"result code {code!r}{of} is in no map: {held}", place,
        f"write what it means {map_of(met['sources'], sources) or usual}, then telebatch classify",
    )  # fmt: skip


def map_of(names: Iterable[str], sources: Mapping[str, Source]) -> str:
    """Where the code maps stand that these sources name for themselves, which win over their format's; "": nowhere."""
    maps = sorted({sources[name].codes for name in names if name in sources and sources[name].codes})
    return "in " + " and ".join(f"codes/{one}.toml" for one in maps) if maps else ""
