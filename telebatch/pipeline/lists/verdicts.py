"""Candidates → verdicts: who is known, who stands twice, who must not be called, and what the rules say of each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Self

import polars as pl

from telebatch.model.project import Accept, Project
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE
from telebatch.model.texts import Texts
from telebatch.normalise import Normalised, word
from telebatch.pipeline.house import House
from telebatch.pipeline.known.requests import Written, mark_requests
from telebatch.pipeline.lists.opt_outs import not_asked_yet, requests_of_known
from telebatch.pipeline.lists.verdict_files import SHARED
from telebatch.pipeline.privacy.kept_out import without_forgotten
from telebatch.pipeline.rules import project_rules
from telebatch.prequalify import (
    detail_columns,
    judged,
    mark_duplicates,
    refusals_of,
    takes_number,
    with_near_ones,
    with_own_refusals,
)
from telebatch.state import Known, identify, ranked
from telebatch.store import View


@dataclass(frozen=True, eq=False)
class Apart:
    """What is known of a list's rows beside its candidates.

    Attributes:
      texts: CANDIDATE_TEXTS, in the order of the candidates.
      numbers: Every number of every record, sorted by record.
      name: Of the named list.
      beside_broken: As of `Normalised`.
    """

    texts: Texts
    numbers: pl.DataFrame
    name: str
    beside_broken: pl.DataFrame | None = None

    @classmethod
    def of(cls, normal: Normalised, name: str) -> Self:
        """Of a list that was read, under its name."""
        return cls(normal.texts, normal.numbers, name, normal.beside_broken)

    @property
    def refusable(self) -> pl.DataFrame:
        """`record`, `number` (null: not usable) of every number of which a row can say that it is not to be called."""
        if self.beside_broken is None:
            return self.numbers
        return pl.concat([self.numbers.select("record", "number"), self.beside_broken])


def found_candidates(known: View, normal: Normalised, project: Project, name: str, file_key: int) -> pl.LazyFrame:
    """CANDIDATES of one list without their texts, with the columns of identity, sorted by record."""
    one_list = pl.lit(name, word("list")).alias("list")
    candidates = normal.candidates.lazy().with_columns(pl.lit(file_key, pl.Int64).alias("file_key"), one_list)
    found = identify(candidates, known_people(known), project.name, normal.numbers, normal.repeated, normal.texts)
    # Both stand in the order of records: side by side they need no join.
    return _beside(normal.candidates, found.select("person_key", "new_person", "lead_key", "conflict")).lazy()


def verdicts(
    house: House, candidates: pl.LazyFrame, apart: Apart, written: Written, project: Project, *, is_first: bool = False
) -> pl.DataFrame:
    """`found_candidates` with each row's marks (`survivor`, `suppressed_by`, `is_known`) and what `judged` tells of it.

    Sorted by record; without what only the rules ask for.

    Args:
      apart: Of the candidates.
      written: As `written_near` finds it for the list's numbers.
      is_first: The list was never decided on: what its rows ask themselves counts, and stands in `opt_out`. Else what
        it told before stands written, or was taken back, and only the rest counts.
    """
    on = house.project_day(project)
    usable = apart.numbers.lazy().filter(pl.col("number").is_not_null())
    # A negative reference keeps people who are new in this run apart from those the store knows.
    reference = pl.coalesce("person_key", -1 - pl.col("new_person")).alias("person_ref")
    table = without_forgotten(written.known, candidates.collect(), apart.texts, apart.numbers, apart.name)
    # A long list fills the memory: what nobody asks for any more goes at once.
    del candidates
    # Every mark is found on the few columns it needs, one beside the other, and all of them in the same order.
    with ThreadPoolExecutor(1) as beside:
        twice = beside.submit(_survivors, table, reference, project.accept)
        words = refusals_of(house.shipped.list_care["opt_out_words"])
        table = with_own_refusals(words, table.with_columns(reference))
        if not is_first:
            table = not_asked_yet(table, apart.refusable, written.known, apart.name)
        own = requests_of_known(table)
        asked = mark_requests(
            apart.texts.beside(table.select("record", "person_key", "lead_key")),
            usable, written, written.settings or house.recorded() or house.settings, (project.name, on), own,
        )  # fmt: skip
    table = table.hstack(twice.result()).hstack(asked)
    table = table.with_columns(reference, pl.col("person_key").is_not_null().alias("is_known"))
    rules = project_rules(house, project)
    told = judged(table, apart.texts, project.key_person, rules, SHARED)
    marked = with_near_ones(table, told.get_column("reasons"), apart.refusable)
    if marked is not table:
        told = judged(marked, apart.texts, project.key_person, rules, SHARED)
    unread = set(_ASKED).difference(detail_columns(rules))
    return marked.drop(unread).drop("refusal", "refuses", strict=False).hstack(told)


#: Asked by identity, rules, score and requests, and by nobody after them but for details.
_ASKED: Final = (
    "number_count", "consent", "is_general", "is_current", "role_confidence", "zones", "email_unread",
    "person_ref", "person_suppressed_by",
)  # fmt: skip


def _survivors(table: pl.DataFrame, reference: pl.Expr, accept: Accept) -> pl.DataFrame:
    """The row that stands for each row's person, in a whole piece; see `mark_duplicates`."""
    has_number = takes_number(accept).alias("has_number")
    twice = mark_duplicates(table.lazy().select("record", "line", "sheet", has_number, reference))
    return twice.select("survivor").collect().rechunk()


def _beside(table: pl.DataFrame, columns: pl.LazyFrame) -> pl.DataFrame:
    """The table with more columns in whole pieces; a table of mixed pieces is copied by whoever reads it next."""
    return table.hstack(columns.collect().rechunk())


def known_people(known: View) -> Known:
    """Everybody ever seen, as identity looks for them."""
    ever = known.everything()
    undone = pl.Series([batch for batch in known.undone if known.hidden(batch)], dtype=pl.Int64)
    return Known(
        people=ranked(ever.scan(PEOPLE), undone),
        numbers=ranked(ever.scan(NUMBERS), undone),
        leads=ever.scan(LEADS),
        is_empty=ever.scan(PEOPLE).head(1).collect().is_empty(),
    )
