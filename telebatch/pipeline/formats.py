"""Known result formats, and what a file would be recognised as."""

from __future__ import annotations

from pathlib import Path

from telebatch.ingest import explain
from telebatch.model.records import ReadOptions
from telebatch.pipeline.house import House
from telebatch.pipeline.results import known_profiles
from telebatch.pipeline.told import Told
from telebatch.read import header_synonyms, sniff


def known_formats(house: House) -> Told:
    """One line per profile, the user's own beside the shipped."""
    profiles = known_profiles(house)
    lines = [f"{one.name:<24} {one.kind:<12} {one.title}" for one in sorted(profiles, key=lambda one: one.name)]
    return Told("formats", house.as_of.isoformat(), shown=tuple(lines), counts={"formats": len(lines)})


def try_format(house: House, path: Path) -> Told:
    """Compares a file with every profile, the nearest first; shows shapes, never values.

    Raises:
      InputRefused: Unreadable.
    """
    profiles = known_profiles(house)
    words = header_synonyms(house.settings.headers).words
    signature = sniff(path, ReadOptions(header_words=words, shown_as=house.shown(path)))
    header = ", ".join(signature.header) if signature.header else "none found"
    lines = [
        f"{signature.format}, {signature.encoding or 'no encoding'}, {signature.width} cells a record",
        f"header: {header}",
    ]
    likenesses = explain(signature, profiles, path.name)
    for one in likenesses[:5]:
        verdict = "fits" if one.fits else f"lacks {'; '.join(one.missing[:3])}"
        lines.append(f"{one.profile.name:<24} {one.met} marks met, {verdict}")
    fitting = sum(one.fits for one in likenesses)
    return Told(
        "formats try", house.as_of.isoformat(), shown=tuple(lines), counts={"fitting": fitting}, needs_look=fitting != 1
    )
