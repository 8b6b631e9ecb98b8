"""docs/settings.md and docs/calling.md: everything people write, and the shipped rules of when to call."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any, Literal, get_args, get_origin

from telebatch.model.project import Retry
from telebatch.model.spans import DAY_KEYS
from telebatch.model.workspace import RulePack
from telebatch.settings import shipped
from telebatch.settings.shapes import alternatives, required_keys, without_none
from tests.pages.kinds import FILE_KINDS, FileKind, defaults, inner_shape, keys, meanings

_WORDS: Mapping[object, str] = {
    bool: "true or false", int: "whole number", float: "number", str: "text", date: "date", time: "time of day",
}  # fmt: skip

_HEAD = """# What people write

Every file of a workspace that a person edits, key by key. Made from the code that checks them (`make docs`); the same
shapes stand as JSON Schemas in [schemas/](schemas/) for editors. `telebatch check` reads all files and tells all
mistakes at once. Lengths of time are written `30m`, `4h`, `2d`, `1w` or `half-day`; windows `09:00-18:00`, the end not
included. Amounts ending in `_minor` are in minor units (won, cents).

`formats/*.toml`, `titles/*.toml` and `layouts/*.toml` have the form of the shipped ones, beside which they stand and
win. [formats.md](formats.md), [keypersons.md](keypersons.md) and [dialers.md](dialers.md) tell of them.
`roster.csv` has the columns `on,shift,agent,hours`, one line per agent and shift.

## Conditions (`when`)

`age >= 40 and monthly_income >= 300만`, `outcome in (call.interested, call.call_again)`, `next_visit is known`,
`not intent = C`. Fields are the project's own, and `outcome` (the last one), `intent`, `attempts`. A missing field
leaves a comparison undecided, and the step waits; only `is known` and `is empty` always decide. Numbers have no commas;
`3천`, `300만`, `1억` are read; amounts are in won, euro, …, not in minor units. Text with blanks stands in quotes.
"""

_CALLING_HEAD = """# Shipped calling rules

Defaults for a project's `[calling] packs`, by region and audience. They are a starting point that somebody in the
centre has to read and put their name to (`[reviewed]` in telebatch.toml). **Nothing here says that a list or a call is
lawful.** Values marked *proposal* or *unconfirmed* come from no rule. Windows are in the called person's zone, the end
not included. A project may tighten a pack; to widen one it has to write `override = true`. Made from
`telebatch/rules/calling/*.toml` (`make docs`).
"""


def settings_page() -> str:
    """docs/settings.md."""
    lines = [_HEAD]
    for kind in FILE_KINDS:
        lines += _file(kind)
    lines += [
        "## Retries where a project tells none",
        "",
        "| after | first | next | most | basis |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {leaf} | {told.first} | {told.next} | {told.maximum} | {told.basis} |" for leaf, told in _retries()]
    return "\n".join(lines) + "\n"


def calling_page() -> str:
    """docs/calling.md."""
    lines = [_CALLING_HEAD]
    for pack in shipped().packs.values():
        lines += _pack(pack)
    return "\n".join(lines).rstrip("\n") + "\n"


def _retries() -> Iterator[tuple[str, Retry]]:
    yield from shipped().retry.items()


def _file(kind: FileKind) -> Iterator[str]:
    yield from (f"## {kind.file}", "", f"{kind.title}.", "")
    where = "[REGION]" if kind.by_region else ""
    yield from _tables(kind.shape, where, kind.optional)


def _tables(shape: type[Any], where: str, optional: tuple[str, ...] = ()) -> Iterator[str]:
    """The table of a shape's own keys, then those of the shapes inside it."""
    told, given, needed = meanings(shape), defaults(shape), set(required_keys(shape)) - set(optional)
    inside: list[tuple[type[Any], str]] = []
    if where:
        yield from (f"### {where}", "")
    yield from ("| key | value | default | meaning |", "|---|---|---|---|")
    for key, kind in keys(shape):
        inner = inner_shape(without_none(kind))
        if inner:
            inside.append((inner, _heading(where, key, without_none(kind))))
        default = "**needed**" if key in needed else _default(given.get(key))
        default = "" if "not given:" in told[key] else default  # the meaning says what happens
        yield f"| `{key}` | {_kind(without_none(kind))} | {default} | {told[key].replace('|', '/')} |"
    yield ""
    for inner, heading in inside:
        yield from _tables(inner, heading)


def _heading(where: str, key: str, kind: object) -> str:
    path = f"{where.strip('[]')}.{key}" if where else key
    if get_origin(kind) is tuple:
        return f"[[{path}]]"
    return f"[{path}.NAME]" if get_origin(kind) is dict else f"[{path}]"


def _kind(kind: object) -> str:
    if len(several := alternatives(kind)) > 1:
        return " or ".join(_kind(one) for one in several)
    origin = get_origin(kind)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in get_args(kind))
    if origin is tuple:
        return "tables" if inner_shape(kind) else f"list of {_kind(get_args(kind)[0])}"
    if origin is dict:
        return "tables by name" if inner_shape(kind) else f"name = {_kind(get_args(kind)[1])}"
    return _WORDS.get(kind, "table")


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, str | time):
        return f"`{value}`" if str(value) else ""
    if isinstance(value, tuple) and value:
        return ", ".join(f"`{entry}`" for entry in value)
    return ""


def _pack(pack: RulePack) -> Iterator[str]:
    yield from (
        f"## {pack.name}",
        "",
        f"{pack.title}. Region {_region(pack)}, audience {pack.audience}, as of {pack.as_of}.",
        "",
    )
    yield from ("| what | value | seen in |", "|---|---|---|")
    for key, value in _values(pack):
        yield f"| {key} | {value} | {pack.sources.get(key, '')} |"
    for duty in pack.duties:
        yield f"| {duty.subject} (told, not acted on) | {duty.rule} | {duty.source} |"
    yield ""


def _region(pack: RulePack) -> str:
    return f"{pack.region}-{pack.subregion}" if pack.subregion else pack.region


def _values(pack: RulePack) -> Iterator[tuple[str, str]]:
    """The values of a pack that telebatch acts on, each under the key its source stands under."""
    if pack.windows:
        yield "windows", "; ".join(_days(pack.windows))
    if pack.caps:
        yield "caps", "; ".join(f"{cap.count} in {cap.window} per {cap.scope}" for cap in pack.caps)
    for key in ("effective_from", "effective_to", "register", "scrub_days", "consent_days", "rest_after_refusal_days"):
        if getattr(pack, key) not in (None, ""):
            yield key, str(getattr(pack, key))
    if pack.consent_required:
        yield "consent_required", "true"
    if pack.callback_may_leave:
        yield "callback_may_leave", ", ".join(pack.callback_may_leave)


def _days(windows: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Days that share their windows, joined."""
    days = [day for day in DAY_KEYS if day in windows]
    while days:
        same = [day for day in days if windows[day] == windows[days[0]]]
        yield f"{' '.join(same)} {' '.join(windows[same[0]]) or 'closed'}"
        days = [day for day in days if day not in same]
