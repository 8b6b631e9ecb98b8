"""Format profiles out of TOML: each laid upon the one it extends and checked, all mistakes at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields

from pydantic import TypeAdapter, ValidationError

from telebatch.ingest.columns import CANONICAL
from telebatch.ingest.formats.patterns import is_pattern_of_instants, is_zone
from telebatch.ingest.formats.profiles import Exported, Inbound, Profile, Recognition, Times
from telebatch.model.errors import Mistake, SettingsWrong

_PROFILE: TypeAdapter[Profile] = TypeAdapter(Profile)
_KEYS = tuple(key.name for shape in (Profile, Recognition, Times, Inbound, Exported) for key in fields(shape))
_KEYS_REMEDY = "see docs/formats.md for the keys of a profile"


def profiles_of(parsed: Mapping[str, Mapping[str, object]]) -> tuple[Profile, ...]:
    """Checks every parsed profile and lays each upon the one it extends.

    Args:
      parsed: File stem of `formats/NAME.toml` → its table; the user's own replace shipped ones of the same name.

    Returns:
      Profiles sorted by name.

    Raises:
      SettingsWrong: All mistakes of all files at once.
    """
    mistakes: list[Mistake] = []
    profiles: list[Profile] = []
    for name in sorted(parsed):
        try:
            table = _laid_out(name, parsed, ())
            profile = _PROFILE.validate_python({**_listed(table), "name": name, "upon": _upon(name, parsed)})
        except ValidationError as wrong:
            mistakes.extend((*_told(name, wrong), *_strange(name, _listed(table).get("columns"))))
        except SettingsWrong as wrong:
            mistakes.extend(wrong.mistakes)
        else:
            mistakes.extend(_unsound(profile))
            profiles.append(profile)
    if mistakes:
        first, *more = sorted(mistakes, key=str)
        raise SettingsWrong(first.what, place=first.place, remedy=first.remedy, more=tuple(more))
    return tuple(profiles)


def _place(name: str) -> str:
    return f"formats/{name}.toml"


def _laid_out(name: str, parsed: Mapping[str, Mapping[str, object]], seen: tuple[str, ...]) -> dict[str, object]:
    """The table with everything it extends underneath; a key set to an empty string takes the lower one away."""
    table = dict(parsed[name])
    base = table.pop("extends", None)
    if base is None:
        return table
    if not isinstance(base, str) or base not in parsed or base in (*seen, name):
        raise SettingsWrong(
            f"extends {str(base)[:40]!r}, which is no other profile",
            place=_place(name),
            remedy="name a profile of `telebatch formats`",
        )
    return _merged(_laid_out(base, parsed, (*seen, name)), table)


def _upon(name: str, parsed: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    """What a profile extends, and what that extends; ends, since `_laid_out` refuses rings."""
    base = parsed[name].get("extends")
    return (base, *_upon(base, parsed)) if isinstance(base, str) else ()


def _merged(lower: Mapping[str, object], upper: Mapping[str, object]) -> dict[str, object]:
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        if key != "recognise" and isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(below, value)
        else:
            merged[key] = value
    return merged


def _listed(table: Mapping[str, object]) -> dict[str, object]:
    """A single header may be written without brackets."""
    columns = table.get("columns")
    if not isinstance(columns, Mapping):
        return dict(table)
    spread = {name: (heads,) if isinstance(heads, str) else heads for name, heads in columns.items()}
    return {**table, "columns": {name: heads for name, heads in spread.items() if heads != ("",)}}


def _told(name: str, wrong: ValidationError) -> list[Mistake]:
    """The faults of one file; each place goes on with the keys that lead to the entry, for its line."""
    mistakes = []
    for error in wrong.errors(include_input=False, include_url=False):
        keys = [str(part) for part in error["loc"]]
        place = f"{_place(name)}: {'.'.join(keys)}"
        if error["type"] == "unexpected_keyword_argument":
            near = difflib.get_close_matches(keys[-1], _KEYS, n=1)
            remedy = f"did you mean {near[0]}?" if near else _KEYS_REMEDY
            mistakes.append(Mistake("unknown key", place, remedy))
        elif error["type"] in {"missing", "missing_argument"}:
            mistakes.append(Mistake("is missing", place, _KEYS_REMEDY))
        else:
            mistakes.append(Mistake(error["msg"], place, _KEYS_REMEDY))
    return mistakes


def _unsound(profile: Profile) -> list[Mistake]:
    """What the types cannot say: canonical names, and patterns that compile."""
    place = _place(profile.name)
    needed = {one for need in profile.recognise.needs for one in need.split("|")}
    others = {*profile.units, *profile.key, *needed}
    mistakes = [*_strange(profile.name, profile.columns, others), *_unsound_times(profile)]
    seen, more = profile.recognise, (profile.inbound.pattern, profile.exported.file_name)
    patterns = (*seen.cells.values(), seen.file_name, seen.not_file_name, *more)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as wrong:
            mistakes.append(Mistake(f"pattern {pattern!r} does not compile: {wrong}", place, "mend the pattern"))
    if profile.exported.file_name and "(?P<time>" not in profile.exported.file_name:
        mistakes.append(Mistake("exported.file_name has no group named time", place, "write (?P<time>…)"))
    mistakes.extend(
        Mistake(f"recognise.cells: {column!r} is no column number", place, "count columns from 1")
        for column in seen.cells
        if not column.isdigit() or column == "0"
    )
    return mistakes


def _strange(name: str, columns: object, others: Iterable[str] = ()) -> list[Mistake]:
    """Names that are no canonical columns, however else the file is written; `others` name columns elsewhere in it."""
    named = sorted(map(str, columns)) if isinstance(columns, Mapping) else []
    places = {one: f"{_place(name)}: columns.{one}" for one in named}
    places |= {one: _place(name) for one in sorted(others) if one not in places}
    mistakes = []
    for one, place in places.items():
        if one not in CANONICAL:
            near = difflib.get_close_matches(one, CANONICAL, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(CANONICAL)}"
            mistakes.append(Mistake(f"no such canonical column: {one!r}", place, remedy))
    return mistakes


def _unsound_times(profile: Profile) -> list[Mistake]:
    """Patterns that no instant could be read by, and a zone that is none."""
    place = f"{_place(profile.name)}: times"
    remedy = "write a day and a time of day as in %Y-%m-%d %H:%M:%S, or any"
    wrong = [one for one in profile.times.formats if not is_pattern_of_instants(one)]
    mistakes = [Mistake(f"no instant can be read by {one!r}", f"{place}.formats", remedy) for one in wrong]
    if not is_zone(profile.times.zone):
        remedy = "write source, offset, or a name such as Asia/Seoul"
        mistakes.append(Mistake(f"no time zone named {profile.times.zone!r}", f"{place}.zone", remedy))
    return mistakes
