"""What is known at one moment of a command: the live facts of the store plus the rows this command is adding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from telebatch.classify import ClassifyRules, Classified, classify, code_map
from telebatch.model.tables import (
    AMENDMENTS, ANSWERS, ATTEMPTS, LEADS, LISTED, MAILED, NUMBERS, ORDERS, PEOPLE, QUARANTINE, QUEUE_EVENTS, RELEASED,
    SUPPRESSIONS, TOUCHES, VERIFIED, Table,
)
from telebatch.model.workspace import Settings
from telebatch.state import Facts, FoldRules, fold
from telebatch.store import Store


@dataclass(frozen=True)
class Knowledge:
    """Facts by table, live batches only.

    Attributes:
      store: Where facts lie.
      added: Table name → rows of this command that the store does not show yet (with their `batch`).
      at_batch: What was known after that batch; null: now.
      without: Batches left out, as if undone.
    """

    store: Store
    added: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    at_batch: int | None = None
    without: frozenset[int] = frozenset()

    def facts(self, table: Table) -> pl.LazyFrame:
        """Every live row of one table."""
        return self._seen(self.store.scan(table, at_batch=self.at_batch), table)

    def facts_of(self, table: Table, leads: pl.Series) -> pl.LazyFrame:
        """The live rows of one table that belong to the leads given."""
        kept = self.store.scan_leads(table, leads)
        added = self.added.get(table.name)
        if added is not None:
            kept = pl.concat([kept, added.lazy().filter(pl.col("lead_key").is_in(leads.implode()))])
        return kept.filter(~pl.col("batch").is_in(list(self.without))) if self.without else kept

    def _seen(self, kept: pl.LazyFrame, table: Table) -> pl.LazyFrame:
        if self.without:
            kept = kept.filter(~pl.col("batch").is_in(list(self.without)))
        added = self.added.get(table.name)
        return kept if added is None else pl.concat([kept, added.lazy()])

    def ever(self, table: Table) -> pl.LazyFrame:
        """Every row, of undone batches too: identity survives undo."""
        kept = self.store.scan(table, every_batch=True)
        added = self.added.get(table.name)
        return kept if added is None else pl.concat([kept, added.lazy()])

    def plus(self, table: Table, rows: pl.DataFrame) -> Knowledge:
        """The same knowledge with more rows of one table."""
        before = self.added.get(table.name)
        together = rows if before is None else pl.concat([before, rows])
        return replace(self, added={**self.added, table.name: together})


def latest_per(rows: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """All rows of each key's latest batch: versions of people and of their numbers."""
    latest = rows.group_by(key).agg(pl.col("batch").max())
    return rows.join(latest, on=[key, "batch"], how="semi")


def classified(known: Knowledge, settings: Settings, leads: pl.Series | None = None) -> Classified:
    """OUTCOMES and confirmations of the leads given, or of all, by the settings given."""
    rules = ClassifyRules(
        codes=code_map(settings.codes), projects=settings.projects, own_leaves=settings.own_leaves,
    )
    pick = known.facts if leads is None else (lambda table: known.facts_of(table, leads))
    return classify(pick(ATTEMPTS), pick(ORDERS), rules)
