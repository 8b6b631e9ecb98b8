"""By which format is a result file read: the one told with it, its source's, or the one its head shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from telebatch.ingest import (
    Likeness,
    Profile,
    explain,
    first_looked_at,
    header_share,
    nearest_general,
    profiles_of,
    recognise,
    refuse_broken,
    shown_names,
)
from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key
from telebatch.model.records import Signature
from telebatch.model.workspace import Source
from telebatch.pipeline.house import House
from telebatch.settings import where_it_lies

#: A file with less of its usual format's header is of another system.
_LEAST_SHARE = 0.5
#: What a caller fills in tells of calls too, so a source of results without a format takes it.
_ALSO: Mapping[str, frozenset[str]] = {"results": frozenset({"results", "call_sheet"})}


@dataclass(frozen=True)
class Sent:
    """What is known of a file before its records are read.

    Attributes:
      head: Its first records.
      name: Without folders.
      source: Where it came from; null: nobody said, and it lies in no source's folder.
      asked: `--format`; null: not told.
    """

    head: Signature
    name: str
    source: Source | None = None
    asked: str | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """Its header; empty: it has none."""
        return self.head.header or ()


def known_profiles(house: House) -> tuple[Profile, ...]:
    """The user's own formats beside the shipped.

    Raises:
      SettingsWrong: With every mistake of every profile.
    """
    return profiles_of({**house.shipped.formats, **house.settings.formats})


def folder_source(house: House, path: Path) -> Source | None:
    """The source whose inbox folder the file lies in."""
    return house.settings.sources.get(where_it_lies(path).parent.name)


def format_of(profiles: Sequence[Profile], sent: Sent) -> Profile:
    """The format told with the file, else of its source's family the layout it shows, else the one recognised.

    Raises:
      InputRefused: None or several fit, it is of another format or kind than its source sends, or a broken export.
    """
    by_name = {profile.name: profile for profile in profiles}
    if sent.asked:
        return by_name[sent.asked]
    if sent.source is None or not sent.source.format:
        return _recognised(profiles, sent)
    usual = by_name[sent.source.format]
    likenesses = explain(sent.head, [_as_told(one, usual, sent.source) for one in profiles], sent.name)
    special = [by_name[one.profile.name] for one in likenesses if one.fits and not one.profile.recognise.general]
    if usual in special:
        return usual
    if special:
        # Of one family (formats that share their codes) the layout is recognised: dialers export calls in several.
        alike = [one for one in special if one.code_map == usual.code_map and one.kind == usual.kind]
        family = first_looked_at(alike)
        return family[0] if len(family) == 1 else _refuse_other(special[0], sent)
    return _usual(usual, likenesses, sent)


def lacking(profile: Profile, sent: Sent) -> tuple[str, ...]:
    """What a file that is read all the same lacks of its format's header, in words."""
    if profile.headerless or not profile.recognise.header:
        return ()
    told = _as_told(profile, profile, sent.source) if sent.source else profile
    there = {header_key(cell) for cell in sent.header}
    lacks = [cell for cell in told.recognise.header if header_key(cell) not in there]
    return (f"lacks columns of format {profile.name}, which stay empty: {', '.join(lacks)}",) if lacks else ()


def _recognised(profiles: Sequence[Profile], sent: Sent) -> Profile:
    source = sent.source
    found = recognise(sent.head, profiles, sent.name, source.kind if source else "").profile
    if source is None or found.kind in _ALSO.get(source.kind, {source.kind}):
        return found
    if found.kind == "contacts":
        _refuse_other(found, sent)
    raise InputRefused(
        f"is of format {found.name} and tells of {found.kind}, but its source {source.name} sends {source.kind}",
        place=sent.name,
        remedy=f'{_way_out(found)}; or write kind = "{found.kind}" in sources/{source.name}.toml',
    )


def _usual(usual: Profile, likenesses: Sequence[Likeness], sent: Sent) -> Profile:
    """The source's own format, for a file that no special one fits; it may lack some of the header it should have.

    Raises:
      InputRefused: It is a sheet of another format, a broken export of another system, or shows too little of its own.
    """
    (own,) = (one for one in likenesses if one.profile.name == usual.name)
    if own.fits:
        refuse_broken(sent.head, likenesses, own.profile, sent.name, is_kind_said=True)
        return usual
    if header_share(own.profile, sent.header) >= _LEAST_SHARE and usual.recognise.header:
        return usual
    others = [one.profile for one in likenesses if one.fits]
    is_nearest = bool(others) and nearest_general(sent.head, [own], others[0]) is not None
    if others and not is_nearest:
        _refuse_other(others[0], sent)
    if (not usual.recognise.header or usual.headerless) and not is_nearest:
        return usual  # what it must have at least is asked for when it is read
    raise InputRefused(
        f"is not of format {usual.name}, which its source sends: {'; '.join(own.missing[:3])}; "
        f"found: {shown_names(sent.header) or 'no header'}",
        place=sent.name,
        remedy="send it to its own source, a contact list to telebatch prequalify; or name its columns under [columns] "
        "of the source",
    )


def _refuse_other(found: Profile, sent: Sent) -> Profile:
    usual = (sent.source.format or sent.source.kind) if sent.source else ""
    raise InputRefused(
        f"is of format {found.name}, but its source sends {usual}", place=sent.name, remedy=_way_out(found)
    )


def _way_out(found: Profile) -> str:
    if found.kind == "contacts":
        return "give it to telebatch prequalify"
    return f"put it into the folder of its own source, or say --source or --format {found.name}"


def _as_told(profile: Profile, usual: Profile, source: Source) -> Profile:
    """The usual format with the columns that its source names; a mark that such a column stands for is met by it."""
    if profile is not usual or not source.columns:
        return profile
    told = {canonical: (head,) for canonical, head in source.columns.items()}
    stands_for = {head: one for canonical, (one,) in told.items() for head in profile.columns.get(canonical, ())}
    seen = profile.recognise
    marks = tuple(stands_for.get(head, head) for head in seen.header)
    return replace(profile, columns={**profile.columns, **told}, recognise=replace(seen, header=marks))
