"""What a list read anew tells of people otherwise than it did: a heading that is named now was a name all along."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import PEOPLE
from telebatch.normalise import Normalised
from telebatch.pipeline.lists.deliveries import ListFacts
from telebatch.pipeline.lists.keep import people_rows
from telebatch.state import people_now
from telebatch.store import Commit

_FIELDS: Final = (
    "record_key", "person", "title", "department", "company", "email", "address", "postcode", "city", "language",
    "company_size", "industry",
)  # fmt: skip


def retold(commit: Commit, keyed: pl.DataFrame, normal: Normalised, facts: ListFacts, batch: int) -> int:
    """Adds a version, of the day of the list, of everybody of whom it tells otherwise; later words hold against it.

    Args:
      keyed: Verdicts with their keys, sorted by record.
      batch: That brought the list; what it told of somebody then is compared.

    Returns:
      So many people.
    """
    leads = pl.col("lead_key").is_not_null() & pl.col("survivor").is_null()
    told = people_rows(normal.texts.beside(keyed).filter(leads), facts).collect()
    versions = commit.view.scan_keys(PEOPLE, "person_key", told.get_column("person_key"))
    before = versions.filter(pl.col("batch").eq(batch), pl.col("told_by").is_null())
    both = told.lazy().join(before.select("person_key", *_FIELDS), on="person_key", suffix="_before")
    both = both.join(people_now(versions).select("person_key", *_FIELDS), on="person_key", suffix="_now")
    otherwise = both.filter(_differ("before"), _differ("now")).select(told.columns).collect()
    commit.add(PEOPLE, otherwise)
    return otherwise.height


def _differ(than: str) -> pl.Expr:
    """Whether a field that is told differs; an empty cell tells nothing."""
    says = {name: pl.col(name).cast(pl.String).fill_null("").ne("") for name in _FIELDS}
    return pl.any_horizontal(told & pl.col(name).ne_missing(pl.col(f"{name}_{than}")) for name, told in says.items())
