"""A result code that no map knows, said the same way wherever it is met, with the one thing to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

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


#: So many codes are named in one line, those of most calls first; `telebatch classify --codes` lists all.
_NAMED: Final = 12


def unmapped_codes(rows: Iterable[Mapping[str, Any]], sources: Mapping[str, Source]) -> tuple[Mistake, ...]:
    """Codes of several files in few lines: those that ask for the same are told together, whatever files they are of.

    Args:
      rows: As `unmapped_code` wants them, with the `place` of each (null: none).
    """
    told: dict[tuple[str, str], list[tuple[Mapping[str, Any], Mistake]]] = {}
    for row in _summed(rows):
        one = unmapped_code(row, sources, place=row["place"])
        kind = one.what.partition(repr(row["code"]))[2].partition(":")[0] if row["code"] else one.what
        told.setdefault((kind, one.remedy), []).append((row, one))
    return tuple(_together(kind, part) for (kind, _), part in told.items())


def _summed(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row per project, format, code and whether it is written, with the place where it has one alone."""
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = (row["project"] or "", row["format"] or "", row["code"] or "", bool(row.get("is_written")))
        place = row.get("place") or ""
        if (one := sums.get(key)) is None:
            sums[key] = {**row, "place": place, "sources": set(row["sources"])}
        else:
            one |= {name: one[name] + row[name] for name in ("count", "leads")}
            one |= {"sources": one["sources"] | set(row["sources"]), "place": place if place == one["place"] else ""}
    return [sums[key] for key in sorted(sums)]


def _together(kind: str, part: list[tuple[Mapping[str, Any], Mistake]]) -> Mistake:
    if len(part) == 1:
        return part[0][1]
    rows = sorted((row for row, _ in part), key=lambda row: (-row["count"], row["code"]))
    named = ", ".join(f"{row['code']!r} ({plural(row['count'], 'call')})" for row in rows[:_NAMED])
    more = f" and {len(rows) - _NAMED:,} more" if len(rows) > _NAMED else ""
    held = plural(sum(row["leads"] for row in rows), "lead")
    places = {row["place"] for row in rows}
    several = kind.replace(" is ", " are ").replace(" was ", " were ").replace(" waits ", " wait ")
    what = f"{len(rows):,} result codes{several}: {named}{more}; {held} held"
    return Mistake(what, places.pop() if len(places) == 1 else "", part[0][1].remedy)


def map_of(names: Iterable[str], sources: Mapping[str, Source]) -> str:
    """Where the code maps stand that these sources name for themselves, which win over their format's; "": nowhere."""
    maps = sorted({sources[name].codes for name in names if name in sources and sources[name].codes})
    return "in " + " and ".join(f"codes/{one}.toml" for one in maps) if maps else ""
