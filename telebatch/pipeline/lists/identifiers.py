"""Identity and card numbers on a contact list: told, and withheld from what callers and files show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import polars as pl

from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.normalise import Identifier, held_by, identifiers_of, perhaps_held, withheld
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery

#: Records looked at: a column that holds such numbers holds them early, and a list of ten million costs no more.
_LOOKED_AT: Final = 50_000


def without_identifiers(house: House, delivery: Delivery, project: Project) -> Delivery:
    """The delivery with its memo and handed-through columns freed of such numbers; each column with them told.

    A column that means something to us (a record key, a person's name) is told and left as it is.
    """
    kinds = identifiers_of(house.shipped.identifiers, project.accept.regions)
    numbers = delivery.columns.sources.get("number", ())
    names = [name for name in delivery.source_columns if name not in numbers]
    if not names:
        return delivery
    sample = delivery.records.select(names).head(_LOOKED_AT).collect()
    # Asked of all columns at once, so that every processor looks.
    likely = sample.select(perhaps_held(names, kinds)).unpivot().filter("value").get_column("variable")
    found = {name: held for name in likely if (held := held_by(sample.get_column(name), kinds)) is not None}
    if not found:
        return delivery
    free = {*delivery.columns.handed_through, *delivery.columns.sources.get("memo", ())}
    hidden = [withheld(pl.col(name), kinds).alias(name) for name in found if name in free]
    return replace(
        delivery,
        records=delivery.records.with_columns(hidden),
        set_aside=delivery.set_aside.with_columns(withheld(pl.col("raw"), kinds)),
        guesses=(*delivery.guesses, *_told(found, free)),
    )


def _told(found: dict[str, tuple[Identifier, int]], free: set[str]) -> Iterator[str]:
    for name, (kind, count) in found.items():
        done = "withheld from every output" if name in free else "left as they are, for the column is needed"
        yield f"{name}: looks like {kind.title} in {plural(count, 'cell')}, {done}; ask the supplier to leave them out"
