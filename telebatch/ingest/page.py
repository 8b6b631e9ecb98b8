"""What a reader should know of every known format: the text of docs/formats.md, made from the profiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telebatch.ingest.cells import CANONICAL
from telebatch.ingest.profiles import Profile

_HEAD = """# Result formats

Made from `telebatch/rules/formats/*.toml`; do not edit by hand (`python -m tests.ingest.formats_page` writes it again).

`telebatch ingest` recognises a file by what its head shows. `telebatch formats try FILE` tells what it would be taken
for and what it lacks of the next formats; `--format NAME` or a source's `format` settles it. A format of your own is a
file `formats/NAME.toml` in the workspace: `title`, `source`, and either `extends = "NAME"` or `[recognise]`,
`[columns]` and `[times]` of its own. VICIdial's ALTERNATE_2 has the header of a local setting, so nobody but its
owner can describe it.

A profile names under `[columns]` which headers hold which of these columns (the first one present wins; case, blanks,
`_` and `-` do not count): {canonical}.

`[recognise]`: `header` (all must be there), `without` (none may), `needs` (columns that must be found), `width`
(cells per record), `cells` (column number → pattern, for files without a header), `file_name`, `general` (looked at
only where nothing special fits). `[times]`: `formats` (or `any`, which reads what people write), `zone` (`source`,
`offset`, or a name), `day_first`. `[units]`: seconds, milliseconds, minutes, clock, spoken. `key`: the columns that
name one call in the source's own words; without one, a call is its lead and start. `[inbound]`: which rows came in.
`[not_a_call]`: which rows tell of no call. `[exported]`: where the file name tells when it was made.
"""


def formats_page(profiles: Sequence[Profile]) -> str:
    """The page in Markdown; profiles by name."""
    parts = [_HEAD.format(canonical=", ".join(f"`{name}`" for name in CANONICAL))]
    parts.extend("\n".join(_told(profile)) for profile in sorted(profiles, key=lambda one: one.name))
    return "\n".join(parts)


def _told(profile: Profile) -> Iterable[str]:
    yield f"## {profile.name}"
    yield ""
    yield f"{profile.title}. Source: {profile.source}."
    yield ""
    yield f"- kind: {profile.kind}, {profile.shape}; code map: `{profile.code_map}`"
    yield f"- recognised by: {'; '.join(_marks(profile))}"
    if profile.columns:
        yield f"- columns: {'; '.join(f'{name} = {_heads(heads)}' for name, heads in profile.columns.items())}"
    yield f"- times: {', '.join(f'`{one}`' for one in profile.times.formats)}, zone {profile.times.zone}"
    if profile.key:
        yield f"- one call is: {' + '.join(profile.key)}"
    if profile.not_a_call:
        told = (f"{column} = {', '.join(values)}" for column, values in profile.not_a_call.items())
        yield f"- no calls: {'; '.join(told)}"
    yield from (f"- {note}" for note in profile.notes)
    yield ""


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
    if seen.general:
        yield "and only where no special format fits"
