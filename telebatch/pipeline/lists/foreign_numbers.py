"""Are most numbers of a list of a country that its project does not take? Then it is said why their rows fall."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.normalise import Normalised

#: Of fewer numbers the reason of their rows says enough.
_FEWEST: Final = 2


def foreign_number_notes(normal: Normalised, project: Project) -> Iterator[str]:
    """Said where more than half of the usable numbers, each row's first, are of one region that is not taken.

    Few such rows are usual: people live abroad, and the reasons count them.
    """
    usable = normal.candidates.lazy().filter(pl.col("number").is_not_null())
    met = usable.group_by("region").agg(pl.len()).collect().with_columns(pl.col("region").cast(pl.String))
    whole = int(met.get_column("len").sum())
    foreign = met.drop_nulls().filter(~pl.col("region").is_in(project.accept.regions), 2 * pl.col("len") > whole)
    for region, count in foreign.iter_rows():
        if count >= _FEWEST:
            yield (
                f"{count:,} of {plural(whole, 'number')} are of {region}, which {project.name} does not take, so their"
                f' rows are rejected: if they are to be called, put "{region}" among regions under [accept] in'
                f" projects/{project.name}.toml, the calling rules of {region} among its packs, and decide again"
                f" (telebatch prequalify --again -p {project.name})"
            )
