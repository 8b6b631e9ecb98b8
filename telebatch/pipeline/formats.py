"""Known result formats, and what a file would be recognised as."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

from telebatch.ingest import Likeness, Profile, explain, recognised_by, refuse_unfit, told_of
from telebatch.model.errors import InputRefused, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.records import ReadOptions, Signature
from telebatch.pipeline.house import House
from telebatch.pipeline.results.format_of_file import Sent, folder_source, known_profiles
from telebatch.pipeline.results.quarantine_file import without_ours
from telebatch.pipeline.results.result_file import IngestOrder, result_file
from telebatch.pipeline.results.source_rules import source_rules
from telebatch.pipeline.table_words import list_words
from telebatch.pipeline.told import Told
from telebatch.read import let_go, sniff

_NEAREST = 5
_LONGEST_SHAPE = 30
_DIGITS_OF_A_VALUE = 4


def known_formats(house: House) -> Told:
    """One line per profile, the user's own beside the shipped."""
    profiles = known_profiles(house)
    lines = [f"{one.name:<24} {one.kind:<12} {one.title}" for one in sorted(profiles, key=lambda one: one.name)]
    return Told("formats", house.as_of.isoformat(), shown=tuple(lines), counts={"formats": len(lines)})


def show_format(house: House, name: str) -> Told:
    """Everything about one format: its marks, columns, key, units, zone, and where its description comes from.

    Raises:
      WrongUsage: No format has that name; the nearest are named.
    """
    profiles = {one.name: one for one in known_profiles(house)}
    if name not in profiles:
        near = ", ".join(difflib.get_close_matches(name, profiles, n=3)) or "see telebatch formats"
        raise WrongUsage(f"no format named {name!r}", place="formats show", remedy=near)
    one = profiles[name]
    is_own = house.settings.formats.get(name) not in (None, house.shipped.formats.get(name))
    place = f"your own, formats/{name}.toml" if is_own else "shipped"
    lines = (f"{one.name}  {one.title}", f"- source: {one.source} ({place})", *told_of(one))
    return Told("formats show", house.as_of.isoformat(), shown=tuple(line.replace("`", "") for line in lines))


def try_format(house: House, path: Path) -> Told:
    """Compares a file with every profile, the nearest first, and says which one ingest takes; shapes, never values.

    Raises:
      InputRefused: Unreadable.
    """
    profiles = known_profiles(house)
    words = list_words()
    seen = sniff(path, ReadOptions(words=words, shown_as=house.shown(path)))
    sent = Sent(without_ours(seen), path.name, folder_source(house, path))
    taken, refusal = _taken_as(house, path)
    likenesses = explain(sent.head, profiles, path.name)
    fitting = [one.profile for one in likenesses if one.fits]
    lines = [
        f"{seen.format}, {seen.encoding or 'no encoding'}, {plural(seen.width or 0, 'cell')} a record",
        *_columns(seen),
        *(_compared(one, taken) for one in likenesses[:_NEAREST]),
        *(f"{one.name} is recognised by: {recognised_by(one)}" for one in fitting),
        *([f"ingest takes it as {taken.name}{_said_by(sent)}"] if taken else [f"ingest refuses it: {refusal}"]),
    ]
    if not fitting and not taken:
        lines.append("no format fits; describe it in formats/NAME.toml: docs/formats.md shows how, step by step")
    return Told(
        "formats try",
        house.as_of.isoformat(),
        shown=tuple(lines),
        counts={"fitting": 1 if taken else 0},
        needs_look=taken is None,
    )


def _taken_as(house: House, path: Path) -> tuple[Profile | None, str]:
    """The format that ingest reads the file by; else why it takes none of it, and what to do."""
    order = IngestOrder()
    try:
        with let_go(path):
            file = result_file(house, path, order)
            refuse_unfit(file.columns, file.profile, source_rules(house, file, order, 0))
            return file.profile, ""
    except InputRefused as refused:
        return None, "; ".join(f"{one.what}; {one.remedy}" for one in refused.mistakes)


def _said_by(sent: Sent) -> str:
    source = sent.source
    return f", as its source {source.name} sends" if source is not None and source.format else ""


def _compared(one: Likeness, taken: Profile | None) -> str:
    verdict = "fits" if one.fits else f"but {'; '.join(one.missing[:3])}"
    if one.fits and taken is not None and one.profile.name != taken.name:
        verdict = f"fits too, but {taken.name} comes first"
    return f"{one.profile.name:<24} {plural(one.met, 'mark')} met, {verdict}"


def _columns(signature: Signature) -> Iterable[str]:
    """One line per column: its number, its header, the shape of its first value."""
    header = signature.header or ()
    if any(map(_is_value, header)):
        header = tuple(map(_shape, header))
    first = signature.rows[0] if signature.rows else ()
    if not header:
        yield "header: none found"
    for at in range(max(len(header), len(first))):
        name = header[at] if at < len(header) else f"c{at + 1}"
        yield f"  {at + 1:>2} {name:<24} {_shape(first[at]) if at < len(first) else ''}".rstrip()


def _is_value(cell: str) -> bool:
    """Whether a header cell is a value: the first record of a file without a header may be taken for one."""
    return len(re.findall(r"\d", cell)) >= _DIGITS_OF_A_VALUE or "@" in cell


def _shape(cell: str) -> str:
    """9 for each digit, x for each letter, everything else as it is; long ones cut."""
    shape = re.sub(r"[^\W\d_]", "x", re.sub(r"\d", "9", cell))
    return shape if len(shape) <= _LONGEST_SHAPE else f"{shape[:_LONGEST_SHAPE]}…"
