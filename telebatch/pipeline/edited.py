"""Was anything edited since the settings that the fold acts on were recorded?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from telebatch.model.errors import Mistake
from telebatch.pipeline.house import House

#: What people edit and the fold acts on.
_ACTED_ON: Final = ("projects/", "codes/", "telebatch.toml")


def edited_since(house: House) -> tuple[str, ...]:
    """Files that were edited since the settings the fold acts on were recorded; a new project is no edit."""
    recorded, today = house.store.snapshot(), house.settings.texts
    if recorded is None:
        return ()
    names = sorted({*recorded, *today})
    changed = [name for name in names if name.startswith(_ACTED_ON) and recorded.get(name) != today.get(name)]
    found = [name for name in changed if name in recorded or not name.startswith("projects/")]
    return (*found, *_other_maps(house))


def edits_waiting(house: House) -> tuple[Mistake, ...]:
    """Says what was edited and does not hold yet; nothing where everything written holds."""
    edited = ", ".join(edited_since(house))
    what = f"edited since results were last decided on: {edited}"
    return (Mistake(what, remedy="run telebatch classify"),) if edited else ()


def _other_maps(house: House) -> Iterator[str]:
    """Sources that take another code map than they did; of a source nothing else changes what calls mean."""
    was = house.recorded()
    then = {} if was is None else was.sources
    for name, source in house.settings.sources.items():
        if source.codes != (then[name].codes if name in then else ""):
            yield f"sources/{name}.toml"
