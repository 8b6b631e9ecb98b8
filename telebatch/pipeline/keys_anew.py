"""Keys of names and companies as an earlier telebatch folded them: told anew from the names, which stand as told.

Names that are told no more, of people who were forgotten, keep the key they have.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import polars as pl

from telebatch.model.tables import PEOPLE, SUPPRESSIONS, Table
from telebatch.model.words import SuppressionKind
from telebatch.normalise import name_key, over_distinct
from telebatch.normalise.companies import CompanyForms, company_keys
from telebatch.store import Store

#: The version of each table since which its keys are folded as today.
_KEYS_SINCE: Final = {PEOPLE.name: 6, SUPPRESSIONS.name: 2}


def keys_anew(store: Store, forms: CompanyForms, now_utc: datetime) -> None:
    """Brings people, and the companies not to be contacted, to the keys of today.

    A company that somebody asked for by name is known by its key alone: it becomes that of the people of this company.
    """
    if is_older(store, SUPPRESSIONS):
        # Before the people, whose former keys tell which company is which.
        told = store.scan(PEOPLE, every_batch=True).select(_before="company_key", company_key=_company(forms)).unique()
        now = told.drop_nulls().group_by("_before").agg(pl.col("company_key").unique())
        sure = now.filter(pl.col("company_key").list.len().eq(1)).explode("company_key").collect()
        store.bring_up(SUPPRESSIONS, lambda rows: _asked(rows, sure), now_utc=now_utc)
    if is_older(store, PEOPLE):
        store.bring_up(PEOPLE, lambda rows: _people(rows, forms), now_utc=now_utc)


def is_older(store: Store, table: Table) -> bool:
    """Whether a version of the table with other keys wrote some of its segments."""
    return any(segment.schema_version < _KEYS_SINCE[table.name] for segment in store.view().segments(table.name))


def _people(rows: pl.LazyFrame, forms: CompanyForms) -> pl.LazyFrame:
    name = pl.when(pl.col("person").is_null()).then("person_name_key")
    return rows.with_columns(
        name.otherwise(name_key(pl.col("person"), forms.variants)).alias("person_name_key"),
        pl.when(pl.col("company").is_null()).then("company_key").otherwise(_company(forms)).alias("company_key"),
    )


def _company(forms: CompanyForms) -> pl.Expr:
    def keys(names: pl.Series) -> pl.Series:
        return over_distinct(names, lambda distinct: company_keys(distinct, forms).get_column("company_key"))

    return pl.col("company").map_batches(keys, return_dtype=pl.String, is_elementwise=True)


def _asked(rows: pl.LazyFrame, now: pl.DataFrame) -> pl.LazyFrame:
    """The rows with the keys of companies of which `now` tells today's (`company_key`) behind `_before`."""
    keys = pl.col("text").replace(now.get_column("_before"), now.get_column("company_key"))
    is_company = pl.col("kind").eq(str(SuppressionKind.COMPANY))
    return rows.with_columns(pl.when(is_company).then(keys).otherwise("text").alias("text"))
