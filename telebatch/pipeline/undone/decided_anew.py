"""A list decided after something that is undone has the verdicts that it would have been given without it.

What the same decision makes of the list now is compared with what holds. Rows that differ, and everything of those that
lead only now, become a batch that adds to the one that decided, and goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.tables import ANSWERS, LEADS, LISTED, LISTS, NUMBERS, PEOPLE
from telebatch.model.words import Reason, Verdict
from telebatch.normalise import Normalised
from telebatch.pipeline.again import Stored
from telebatch.pipeline.known.live_lists import as_decided
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.lists import keep
from telebatch.pipeline.lists.told_apart import with_met_since
from telebatch.pipeline.undone.decided_then import Then
from telebatch.prequalify import Rule
from telebatch.store import Commit, View

#: As the history shows it.
COMMAND: Final = "decided anew"
_COLUMNS: Final = tuple(name for name in LISTED.schema if name != "batch")
_SAID: Final = pl.col("reasons").cast(pl.String).str.split("|").list
_ASKED: Final = str(Reason.SUPPRESSED)
#: What a project may let pass, ask about or reject.
_DOUBTS: Final = (str(Reason.KEY_PERSON_UNKNOWN), str(Reason.SWITCHBOARD_ONLY))
_KEY: Final = ("person_key", "lead_key")


@dataclass(frozen=True, eq=False)
class Moved:
    """One list, of which a decision is another now.

    Attributes:
      rows: LISTED rows that differ, without `batch`.
      facts: Table name → rows, without `batch`, of those that lead only now.
    """

    rows: pl.DataFrame
    facts: Mapping[str, pl.DataFrame]

    def add_to(self, commit: Commit) -> Iterator[pl.LazyFrame]:
        """Adds them; gives what they touch."""
        for table, rows in ((LISTED, self.rows), *((table, self.facts[table.name]) for table in _FACTS)):
            if rows.height:
                commit.add(table, rows)
                yield rows.lazy()


_FACTS: Final = (LEADS, PEOPLE, NUMBERS, ANSWERS)


def moved(commit: Commit, then: Then, decided: pl.DataFrame, normal: Normalised, rules: tuple[Rule, ...]) -> Moved:
    """What of one decision differs from what holds.

    Args:
      decided: As `decided_then` made it.
      normal: The list, read again.
      rules: Of the project, in order of precedence.
    """
    asked = decided.select("record", is_asked=_SAID.contains(_ASKED))
    target = _with_reasons(then.base.join(asked, on="record", how="left", maintain_order="left"), rules)
    target = _with_keys(target, then)
    target, decided = _with_new_keys(commit, then, target, decided, normal)
    holds = latest(then)
    shown = as_decided(holds.lazy()).collect()
    rows = _differing(target, shown)
    led = shown.filter(pl.col("lead_key").is_not_null()).get_column("record")
    fresh = rows.filter(_leads(), ~pl.col("record").is_in(led.implode())).get_column("record")
    return Moved(_taking_off(rows, holds).select(_COLUMNS), _facts(then, decided, normal, fresh))


def latest(then: Then, *, before: bool = False) -> pl.DataFrame:
    """LISTED rows, one per record of the list, as they stand after that decision, or before it; sorted by record."""
    own = then.places[then.batch.number]
    upto = [batch for batch, place in then.places.items() if place < own + (not before)]
    return last_rows(then.known.scan(LISTED).filter(pl.col("batch").is_in(upto)), then.row)


def last_rows(listed: pl.LazyFrame, row: Mapping[str, object]) -> pl.DataFrame:
    """The last decision on each record of a list.

    Args:
      row: Its LISTS row.
    """
    of_list = pl.col("file_key").eq(row["file_key"]) & pl.col("record").is_not_null() & pl.col("told_by").is_null()
    rows = listed.filter(of_list).collect()
    return rows.sort("record", "batch").unique("record", keep="last", maintain_order=True)


def _leads() -> pl.Expr:
    """Bool per row: it makes a lead."""
    passes = pl.col("verdict").ne(str(Verdict.REJECTED)) | pl.col("reasons").eq(_ASKED)
    return passes & ~_SAID.contains(str(Reason.DUPLICATE_IN_RUN))


def _with_reasons(rows: pl.DataFrame, rules: tuple[Rule, ...]) -> pl.DataFrame:
    """The rows that a request rejects, or rejects no longer; all others as they are.

    Args:
      rows: LISTED with `is_asked`; null: it cannot be told.
    """
    names = [str(rule.reason) for rule in rules]
    first = names[: names.index(_ASKED)]
    softly = _soft(rows, rules)
    before, after = (_SAID.eval(pl.element().filter(holds)) for holds in (
        pl.element().is_in(first), ~pl.element().is_in([*first, _ASKED]) & pl.element().ne("")
    ))  # fmt: skip
    own = pl.when(pl.col("is_asked")).then(pl.lit([_ASKED])).otherwise(pl.lit([], pl.List(pl.String)))
    reasons = pl.concat_list(before, own, after)
    rejects = reasons.list.eval(~pl.element().is_in(softly)).list.any()
    verdict = (
        pl.when(rejects).then(pl.lit(str(Verdict.REJECTED)))
        .when(reasons.list.len() > 0).then(pl.lit(str(Verdict.VERIFY)))
        .otherwise(pl.lit(str(Verdict.CALLABLE)))
    )  # fmt: skip
    differs = pl.col("is_asked").ne(_SAID.contains(_ASKED)).fill_null(value=False)
    return rows.with_columns(
        pl.when(differs).then(verdict).otherwise("verdict").alias("verdict"),
        pl.when(differs).then(reasons.list.join("|")).otherwise("reasons").alias("reasons"),
    ).drop("is_asked")


def _soft(rows: pl.DataFrame, rules: tuple[Rule, ...]) -> list[str]:
    """Reasons that ask for an answer and reject nobody: as rows with that one alone tell, else by today's rules."""
    alone = dict(rows.filter(pl.col("reasons").is_in(_DOUBTS)).select("reasons", "verdict").iter_rows())
    told = {str(rule.reason): str(rule.verdict) for rule in rules} | alone
    return [reason for reason in _DOUBTS if told.get(reason, str(Verdict.VERIFY)) == str(Verdict.VERIFY)]


def _with_keys(target: pl.DataFrame, then: Then) -> pl.DataFrame:
    """A row that leads has the keys it ever had; one that does not has its lead where this was one before."""
    ever = last_rows(then.known.everything().scan(LISTED).filter(pl.col("lead_key").is_not_null()), then.row)
    keys = ever.select("record", *(pl.col(key).alias(f"ever_{key}") for key in _KEY))
    rows = target.join(keys, on="record", how="left", maintain_order="left")
    given = [pl.coalesce(key, pl.when(_leads()).then(f"ever_{key}")).alias(key) for key in _KEY]
    rows = rows.with_columns(given).select(target.columns)
    return (_with_lead_there if then.is_first else _with_lead_before)(rows, then)


def _with_lead_before(rows: pl.DataFrame, then: Then) -> pl.DataFrame:
    """Decided again a row that does not lead keeps the lead that the decision before had given it, and gets none."""
    held = as_decided(latest(then, before=True).lazy()).select("record", _held="lead_key").collect()
    both = rows.join(held, on="record", how="left", maintain_order="left")
    return both.with_columns(lead_key=pl.when(_leads()).then("lead_key").otherwise("_held")).drop("_held")


def _with_lead_there(rows: pl.DataFrame, then: Then) -> pl.DataFrame:
    """A row that would have led, and does not, has its lead only where somebody else had made it before."""
    was = then.base.select("record", _led=_leads())
    both = rows.join(was, on="record", how="left", maintain_order="left")
    past, _ = seen_by(then.known, then.batch.number, then.places)
    known = past.everything().scan_keys(LEADS, "lead_key", rows.get_column("lead_key"))
    there = known.select("lead_key").unique().collect().to_series()
    off = pl.col("_led") & ~_leads() & ~pl.col("lead_key").is_in(there.implode())
    return both.with_columns(pl.when(~off).then("lead_key").alias("lead_key")).drop("_led")


def _taking_off(rows: pl.DataFrame, holds: pl.DataFrame) -> pl.DataFrame:
    """A row that takes the lead of its record off has this lead and no verdict (`live_lists.as_decided`)."""
    held = holds.select("record", _held="lead_key")
    both = rows.join(held, on="record", how="left", maintain_order="left")
    off = pl.col("lead_key").is_null() & pl.col("_held").is_not_null()
    return both.with_columns(
        pl.when(~off).then("verdict").alias("verdict"), pl.coalesce("lead_key", "_held").alias("lead_key")
    )


def _with_new_keys(
    commit: Commit, then: Then, target: pl.DataFrame, decided: pl.DataFrame, normal: Normalised
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keys for rows that never led; whoever came with a later list is known by the keys of that."""
    words = target.select("record", "verdict", "reasons", _person="person_key", _given="lead_key")
    whole = decided.drop("verdict", "reasons").join(words, on="record", how="left", maintain_order="left")
    whole = whole.with_columns(pl.coalesce("_person", "person_key").alias("person_key"))
    new = whole.filter(_leads(), pl.col("_given").is_null())
    if new.is_empty():
        return target, whole.with_columns(lead_key="_given")
    names = new.filter(pl.col("person_key").is_null()).get_column("record")
    met = with_met_since(whole, names, then.known, normal, then.project, str(then.row["list"]))
    some = met.filter(pl.col("record").is_in(new.get_column("record").implode()))
    keyed = keep.with_keys(commit, some).select("record", *(pl.col(key).alias(f"new_{key}") for key in _KEY))
    both = whole.with_columns(lead_key="_given").join(keyed, on="record", how="left", maintain_order="left")
    given = [pl.coalesce(f"new_{key}", key).alias(key) for key in _KEY]
    rows = target.join(keyed, on="record", how="left", maintain_order="left")
    return rows.with_columns(given).select(target.columns), both.with_columns(given)


def _differing(target: pl.DataFrame, holds: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in _COLUMNS if name not in {"file_key", "record"}]
    before = holds.select("record", *(pl.col(name).alias(f"_{name}") for name in names), _is_there=pl.lit(value=True))
    both = target.join(before, on="record", how="left", maintain_order="left")
    differs = pl.any_horizontal(*(pl.col(name).ne_missing(pl.col(f"_{name}")) for name in names))
    return both.filter(differs | pl.col("_is_there").is_null()).select(target.columns)


def _facts(then: Then, decided: pl.DataFrame, normal: Normalised, fresh: pl.Series) -> Mapping[str, pl.DataFrame]:
    """What the list tells of the records given, as when it came."""
    facts = Stored(dict(then.row), then.base).facts
    leads = pl.col("record").is_in(fresh.implode())
    every = normal.texts.beside(decided).with_columns(pl.lit(then.row["file_key"], pl.Int64).alias("file_key"))
    own = every.filter(leads)
    tables = (
        keep.lead_rows(own, then.project.name),
        keep.people_rows(own, facts),
        keep.number_rows(normal.numbers, decided.select("record", pl.when(leads).then("person_key")), facts),
        keep.answer_rows(own),
    )
    return {table.name: rows.collect() for table, rows in zip(_FACTS, tables, strict=True)}


def deciding(known: View, batch: int, command: str, project: str | None, places: Mapping[int, int]) -> pl.DataFrame:
    """LISTS rows of the live lists that a batch decided on.

    Args:
      places: Batch → its place in time.
    """
    if command == "prequalify":
        return known.scan(LISTS).filter(pl.col("batch").eq(batch)).collect()
    rows = known.scan(LISTS).filter(pl.col("project").eq(project)).collect()
    came = rows.get_column("batch").replace_strict(places, return_dtype=pl.Int64)
    return rows.filter(came < places[batch]).sort("file_key")
