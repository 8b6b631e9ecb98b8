"""Does a TOML table fit the shape it should have? Reads frozen dataclasses by their annotations, in plain
words.

Every fault is told to the page with its path; what could be read is given back all the same, so that one
wrong key
never hides the mistakes behind it.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from telebatch.settings.nearness import meant, nearest, quoted
from telebatch.settings.pages import Page
from telebatch.settings.toml_lines import Path

S = TypeVar("S")

_WORDS: tuple[tuple[type, str, str], ...] = (
    (bool, "true or false", "true"),
    (int, "a whole number", "3"),
    (float, "a number", "0.5"),
    (datetime, "a date with time", "2026-11-23T09:00:00"),
    (date, "a date", "2026-11-23"),
    (time, "a time of day", "13:00:00"),
    (str, "text", '"…"'),
    (list, "a list", "[…]"),
    (dict, "a table", "{ … }"),
)
#: Annotations are texts, and to compile them takes longer than to read a table by them.
_KINDS: dict[type[Any], Mapping[str, Any]] = {}
_LARGEST = 2**63 - 1
_PERCENT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*%")


class _Unread:
    """Stands for a value that could not be read; its mistake is told already."""


UNREAD = _Unread()


def read_shape(shape: type[S], table: Mapping[str, object], page: Page, path: Path = ()) -> S | None:
    """The table as a dataclass; None where a key without default is missing or wrong."""
    return built(shape, read_fields(shape, table, page, path))


def read_fields(shape: type[Any], table: Mapping[str, object], page: Page, path: Path = ()) -> dict[str, Any]:
    """The values of a shape that could be read, by key; every other key is told to the page."""
    kinds = shape_kinds(shape)
    for key in table:
        if key not in kinds:
            page.wrong((*path, key), f"unknown key {quoted(key)}{_inside(path)}", meant(key, kinds))
    found: dict[str, Any] = {}
    for key, kind in kinds.items():
        if key in table and (value := read_value(kind, table[key], page, (*path, key))) is not UNREAD:
            found[key] = value
    return found


def built(shape: type[S], found: Mapping[str, Any]) -> S | None:
    """The dataclass of the values found; None where one without default is not among them."""
    return None if any(key not in found for key in required_keys(shape)) else shape(**found)


def shape_kinds(shape: type[Any]) -> Mapping[str, Any]:
    """Key → annotation, in the order of the shape."""
    if shape not in _KINDS:
        hints = get_type_hints(shape)
        _KINDS[shape] = {entry.name: hints[entry.name] for entry in dataclasses.fields(shape)}
    return _KINDS[shape]


def required_keys(shape: type[Any]) -> tuple[str, ...]:
    """Keys without default."""
    missing = dataclasses.MISSING
    return tuple(e.name for e in dataclasses.fields(shape) if e.default is missing and e.default_factory is missing)


def without_none(kind: object) -> object:
    """The annotation without `| None`: TOML has no null, an absent key is null."""
    if type(None) in get_args(kind):
        return next(part for part in get_args(kind) if part is not type(None))
    return kind


def alternatives(kind: object) -> tuple[object, ...]:
    """What `str | tuple[str, ...]` allows: one value, or a list of them; any other annotation alone."""
    return get_args(kind) if get_origin(kind) in (types.UnionType, Union) else (kind,)


def _of_several(kind: object, value: object) -> object:
    told = alternatives(kind)
    return next((one for one in told if (get_origin(one) is tuple) == isinstance(value, list)), told[0])


def read_value(kind: object, value: object, page: Page, path: Path) -> object:
    """One value by its annotation; UNREAD after telling the mistake."""
    kind = _of_several(without_none(kind), value)
    origin = get_origin(kind)
    if origin is Literal:
        return _choice(get_args(kind), value, page, path)
    if origin is tuple:
        return _list(get_args(kind)[0], value, page, path)
    if origin is dict:
        return _named(get_args(kind)[1], value, page, path)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _table(kind, value, page, path)
    return _plain(kind, value, page, path)


def _choice(allowed: tuple[Any, ...], value: object, page: Page, path: Path) -> object:
    if isinstance(value, str) and value in allowed:
        return value
    near = nearest(str(value), allowed)
    told = "must be one of " + ", ".join(allowed)
    remedy = f"did you mean `{near}`?" if near else f'write "{allowed[0]}" or another of them'
    page.wrong(path, f"`{_last(path)}` {told}, not {quoted(_shown(value))}", remedy)
    return UNREAD


def _list(kind: object, value: object, page: Page, path: Path) -> object:
    if not isinstance(value, list):
        page.wrong(path, _not_the_kind(path, value, "a list"), _list_remedy(kind, path, value))
        return UNREAD
    read = tuple(read_value(kind, entry, page, (*path, index)) for index, entry in enumerate(value))
    return UNREAD if any(entry is UNREAD for entry in read) else read  # else later checks would miscount its lines


def _named(kind: object, value: object, page: Page, path: Path) -> object:
    if not isinstance(value, dict):
        page.wrong(path, _not_the_kind(path, value, "a table"), f"write [{_dotted(path)}] and its keys below")
        return UNREAD
    read = {key: read_value(kind, entry, page, (*path, key)) for key, entry in value.items()}
    return {key: entry for key, entry in read.items() if entry is not UNREAD}


def _table(kind: type[Any], value: object, page: Page, path: Path) -> object:
    if not isinstance(value, dict):
        page.wrong(path, _not_the_kind(path, value, "a table"), f"write [{_dotted(path)}] and its keys below")
        return UNREAD
    found = read_fields(kind, value, page, path)
    for key in required_keys(kind):
        if key not in value:
            page.wrong((*path, key), f"no `{key}`{_inside(path)}", f"add {key} = {example(shape_kinds(kind)[key])}")
    whole = built(kind, found)
    return UNREAD if whole is None else whole


def _plain(kind: object, value: object, page: Page, path: Path) -> object:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value) if abs(value) <= _LARGEST else math.inf
    if type(value) is not kind:
        told = next(words for known, words, _ in _WORDS if known is kind)
        page.wrong(path, _not_the_kind(path, value, told), _plain_remedy(kind, path, value))
        return UNREAD
    if isinstance(value, float | int) and not abs(value) <= _LARGEST:  # also where it is not a number
        page.wrong(path, f"`{_last(path)}` is too large or no number", "write a smaller number")
        return UNREAD
    return value


def _plain_remedy(kind: object, path: Path, value: object) -> str:
    if kind is str and not isinstance(value, list | dict):
        return f'write it in quotes: "{_shown(value)[:40]}"'
    if kind is float and isinstance(value, str) and (share := _PERCENT.fullmatch(value.strip())):
        return f"write {_last(path)} = {float(share[1]) / 100:g} for {share[1]} %"
    return f"write it as {example(kind)}" if isinstance(path[-1], int) else f"write {path[-1]} = {example(kind)}"


def example(kind: object) -> str:
    """How a value of the annotation is written."""
    kind = alternatives(without_none(kind))[0]
    origin = get_origin(kind)
    if origin is Literal:
        return f'"{get_args(kind)[0]}"'
    if origin is tuple:
        return "[…]"
    return next((shown for known, _, shown in _WORDS if known is kind), "{ … }")


def _not_the_kind(path: Path, value: object, wanted: str) -> str:
    return f"`{_last(path)}` must be {wanted}, not {_kind_of(value)}"


def _kind_of(value: object) -> str:
    """The kind of what was written, with an excerpt where one helps."""
    told = next((words for known, words, _ in _WORDS if type(value) is known), "something else")
    return told if isinstance(value, list | dict) else f"{told} {quoted(_shown(value))}"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list_remedy(kind: object, path: Path, value: object) -> str:
    if dataclasses.is_dataclass(kind):
        return f"write [[{_dotted(path)}]] and its keys below, once per entry"
    return f'write ["{value}"]' if isinstance(value, str) and len(value) <= 40 else "write the values in [ ]"


def _last(path: Path) -> str:
    """The key a mistake is about: the last name, with the place in its list where there is one."""
    names = [part for part in path if isinstance(part, str)]
    name = names[-1] if names else "file"
    return f"{name}[{path[-1] + 1}]" if path and isinstance(path[-1], int) else name


def _dotted(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _inside(path: Path) -> str:
    return f" in [{_dotted(path)}]" if path else ""
