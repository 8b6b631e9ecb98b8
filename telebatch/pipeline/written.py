"""Everything a person can edit, read at once: what settings check, and what a room reads by itself."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from telebatch.ingest import profiles_of
from telebatch.model.errors import Mistake, SettingsWrong
from telebatch.model.workspace import Settings
from telebatch.normalise.titles import vocabulary_of
from telebatch.render import template_faults
from telebatch.settings import Shipped, load_with_warnings, readable_texts, refuse, unread_files, with_line

#: Stands for a file that is not UTF-8: no TOML either, so that nothing is concluded from its absence.
_UNREADABLE = "\x00"


def load_whole(root: Path, shipped: Shipped) -> tuple[Settings, tuple[Mistake, ...]]:
    """As `load_with_warnings`, with the centre's own formats, titles and templates proved too.

    Raises:
      SettingsWrong: With every mistake of every file.
    """
    texts, closed = readable_texts(root)
    closed_files = {_file(mistake) for mistake in closed}
    whole = {**texts, **dict.fromkeys(closed_files, _UNREADABLE)}
    found = _refusals(lambda: load_with_warnings(whole))
    mistakes = [mistake for mistake in found if _file(mistake) not in closed_files]
    refuse([*closed, *mistakes, *_of_rooms(texts, shipped)])
    settings, warnings = load_with_warnings(texts)
    return settings, (*warnings, *unread_files(root))


def own_templates(texts: Mapping[str, str]) -> dict[str, str]:
    """The centre's own templates, by name."""
    return _under("templates/", texts)


def all_templates(shipped: Shipped, own: Mapping[str, str]) -> dict[str, str]:
    """Shipped templates under their names and under `shipped/`, so that a centre's own may extend one it replaces."""
    texts = shipped.template_texts()
    return {**texts, **{f"shipped/{name}": text for name, text in texts.items()}, **own}


def _of_rooms(texts: Mapping[str, str], shipped: Shipped) -> Iterator[Mistake]:
    formats = {name.removesuffix(".toml"): table for name, table in _tables("formats/", texts).items()}
    titles = {f"titles/{name}": table for name, table in _tables("titles/", texts).items()}
    for mistake in (
        *_refusals(lambda: profiles_of({**shipped.formats, **formats})),
        *_refusals(lambda: vocabulary_of(shipped.titles, titles)),
    ):
        yield with_line(mistake, texts)
    own = own_templates(texts)
    yield from template_faults(own, all_templates(shipped, own))


def _refusals(read: Callable[[], object]) -> tuple[Mistake, ...]:
    try:
        read()
    except SettingsWrong as wrong:
        return wrong.mistakes
    return ()


def _tables(folder: str, texts: Mapping[str, str]) -> dict[str, Mapping[str, object]]:
    """The files of a folder that can be read, by name; the others are told by settings."""
    tables: dict[str, Mapping[str, object]] = {}
    for name, text in _under(folder, texts).items():
        try:
            tables[name] = tomllib.loads(text)
        except (ValueError, RecursionError):
            continue
    return tables


def _under(folder: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(folder): text for name, text in texts.items() if name.startswith(folder)}


def _file(mistake: Mistake) -> str:
    return mistake.place.partition(":")[0]
