"""A format in words: by which marks a file of it is known, and what is read of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telebatch.ingest.formats.profiles import Profile

#: How a delimiter is called in words.
_DELIMITERS = {",": "comma", "\t": "tab", "|": "pipe", ";": "semicolon"}


def recognised_by(profile: Profile) -> str:
    """Every mark a file of this profile must show, in words."""
    return "; ".join(_marks(profile))


def told_of(profile: Profile) -> Iterable[str]:
    """One line per thing a reader should know of the format; headers and patterns stand in backticks."""
    yield f"- kind: {profile.kind}, {profile.shape}; code map: `{profile.code_map}`"
    yield f"- recognised by: {recognised_by(profile)}"
    if profile.columns:
        yield f"- columns: {'; '.join(f'{name} = {_heads(heads)}' for name, heads in profile.columns.items())}"
    yield f"- times: {', '.join(f'`{one}`' for one in profile.times.formats)}, zone {profile.times.zone}"
    if profile.units:
        yield f"- units: {', '.join(f'{name} in {unit}' for name, unit in profile.units.items())}"
    if profile.inbound.column:
        yield f"- inbound: rows with `{profile.inbound.column}` like `{profile.inbound.pattern}`"
    if profile.key:
        yield f"- one call is: {' + '.join(profile.key)}"
    if profile.not_a_call:
        told = (f"{column} = {', '.join(values)}" for column, values in profile.not_a_call.items())
        yield f"- no calls: {'; '.join(told)}"
    if profile.not_a_call_without_start:
        told = (f"{column} = {', '.join(values)}" for column, values in profile.not_a_call_without_start.items())
        yield f"- no calls where they tell no time: {'; '.join(told)}"
    if profile.beside:
        begins = tuple(f"{begin}…" for begin in profile.beside_begins)
        yield f"- known and not read: {_heads((*profile.beside, *begins))}"
    yield from (f"- {note}" for note in profile.notes)


def _heads(heads: Sequence[str]) -> str:
    return ", ".join(f"`{head}`" for head in heads)


def _marks(profile: Profile) -> Iterable[str]:
    seen = profile.recognise
    if profile.headerless:
        yield "no header"
    if seen.header:
        yield f"columns {_heads(seen.header)}"
    if seen.needs:
        yield f"a column for each of {_heads(seen.needs)}"
    if seen.without:
        yield f"none of {_heads(seen.without)}"
    if seen.width:
        yield f"{' or '.join(map(str, seen.width))} cells"
    yield from (f"column {column} like `{pattern}`" for column, pattern in seen.cells.items())
    if seen.file_name:
        yield f"a file name like `{seen.file_name}`"
    if seen.not_file_name:
        yield f"no file name like `{seen.not_file_name}`"
    if seen.delimiters:
        yield f"delimiter {' or '.join(_DELIMITERS.get(one, one) for one in seen.delimiters)}"
    if seen.general:
        yield "and only where no special format fits"
