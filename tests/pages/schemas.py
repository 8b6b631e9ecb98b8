"""JSON Schemas of the files people write, made from the same dataclasses that check them.

`python -m telebatch.settings.schemas project` prints one; `make docs` writes them all to docs/schemas/.
"""

import dataclasses
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Literal, get_args, get_origin

from telebatch.settings.shapes import alternatives, required_keys, without_none
from tests.pages.kinds import FileKind, defaults, keys, meanings

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: Mapping[object, Mapping[str, object]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    time: {"type": "string", "format": "time"},
}


def schema(kind: FileKind) -> dict[str, object]:
    """The schema of one kind of file; dates and times are the TOML kinds, told by `format`."""
    table = _table(kind.shape, kind.optional)
    if kind.by_region:
        table = {"type": "object", "additionalProperties": table}
    return {"$schema": _DRAFT, "title": kind.file, "description": kind.title, **table}


def schema_text(kind: FileKind) -> str:
    """As written to docs/schemas/, one newline at the end."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def _table(shape: type[Any], optional: tuple[str, ...] = ()) -> dict[str, object]:
    told, given = meanings(shape), defaults(shape)
    entries = {key: _entry(kind, told.get(key, ""), given.get(key)) for key, kind in keys(shape)}
    needed = [key for key in required_keys(shape) if key not in optional]
    required = {"required": needed} if needed else {}
    return {"type": "object", "additionalProperties": False, **required, "properties": entries}


def _entry(kind: object, meaning: str, default: object) -> dict[str, object]:
    entry = dict(_value(without_none(kind)))
    if meaning:
        entry["description"] = meaning
    if isinstance(default, bool | int | float | str) and default != "":
        entry["default"] = default
    elif isinstance(default, time):
        entry["default"] = default.isoformat()
    elif isinstance(default, tuple) and default:
        entry["default"] = list(default)
    return entry


def _value(kind: object) -> Mapping[str, object]:
    if len(several := alternatives(kind)) > 1:
        return {"anyOf": [dict(_value(one)) for one in several]}
    origin = get_origin(kind)
    if origin is Literal:
        return {"type": "string", "enum": list(get_args(kind))}
    if origin is tuple:
        return {"type": "array", "items": dict(_value(get_args(kind)[0]))}
    if origin is dict:
        return {"type": "object", "additionalProperties": dict(_value(get_args(kind)[1]))}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _table(kind)
    return _PLAIN[kind]
