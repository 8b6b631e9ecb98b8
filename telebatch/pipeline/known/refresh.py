"""After new facts: which leads may stand differently, and how they stand now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from telebatch.classify import Classified
from telebatch.model.tables import (
    AMENDMENTS,
    ANSWERS,
    FORGOTTEN,
    LEAD_STATE,
    LEADS,
    LISTED,
    MAILED,
    NUMBERS,
    QUARANTINE,
    QUEUE_EVENTS,
    RELEASED,
    SUPPRESSIONS,
    TOUCHES,
    VERIFIED,
    Table,
)  # fmt: skip
from telebatch.model.words import LeadSource
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.known.fresh import Fresh, alike
from telebatch.pipeline.known.knowledge import GONE, classified, numbers_of
from telebatch.pipeline.known.live_lists import of_live_lists
from telebatch.pipeline.known.reach import reached
from telebatch.pipeline.known.unmended import still_waiting
from telebatch.settings import shipped
from telebatch.state import UNDONE, Facts, FoldRules, fold
from telebatch.store import Commit, View


def refresh(
    house: House, commit: Commit, added: Sequence[pl.LazyFrame], settings: Settings | None = None,
    fresh: Fresh | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Folds every lead the added facts can change, and adds their state to the commit.

    Args:
      added: New facts of any tables; `lead_key`, `person_key` and `number` say whom they touch.
      settings: What the fold acts on; null: what the store has recorded.
      fresh: Leads that are new in this commit, as is their person; those of whom nothing else can be known are told
        together.

    Returns:
      LEAD_STATE rows of those leads, without `batch`, the ones told together left out; a lead without facts has the
      status `gone`.
    """
    acting = settings or house.recorded() or house.settings
    known = commit.view
    together, apart = (_NOBODY, _NOBODY) if fresh is None else alike(known, commit.batch, fresh)
    models = together.get_column("model").unique().sort()
    reach = reached(known, [*added, apart.lazy()])
    touched = reach.touched.to_frame("lead_key")
    asked = pl.concat([reach.circle, models]).unique()
    if asked.is_empty():
        return LEAD_STATE.empty().drop("batch")
    # Of people nobody had met, what was written down before is at hand.
    written = fresh.near if fresh is not None and reach.circle.is_empty() else None
    told = states_of(known, acting, asked, written)
    alone = ~touched.get_column("lead_key").is_in(together.get_column("lead_key").implode())
    own = touched.filter(alone)
    rows = told
    if not told.get_column("lead_key").equals(own.get_column("lead_key")):
        rows = _with_gone(told.join(own, on="lead_key", how="semi"), own, known.everything().scan(LEADS))
    if together.is_empty():
        commit.add(LEAD_STATE, rows)
        return rows
    # Of people nobody has called yet half the columns say nothing.
    empty = [name for name in told.columns if all(part[name].null_count() == part.height for part in (told, rows))]
    commit.add(LEAD_STATE, _spread(told.drop(empty), together, rows.drop(empty)), empty=empty)
    return rows


_NOBODY = pl.DataFrame(schema=dict.fromkeys(("lead_key", "person_key", "model"), pl.Int64))


def _spread(told: pl.DataFrame, together: pl.DataFrame, rows: pl.DataFrame) -> pl.LazyFrame:
    """The models' states as those of every lead that stands like them, and `rows`; by `lead_key`, in little memory."""
    shape = {name: _word(name) if kind == pl.String else kind for name, kind in LEAD_STATE.schema.items()}
    told, rows = (part.cast({name: shape[name] for name in part.columns}) for part in (told, rows))
    shape = {name: kind for name, kind in shape.items() if name in told.columns}
    states = told.sort("lead_key").select(*shape)
    place = states.get_column("lead_key").search_sorted(together.get_column("model")).alias("place")

    def stand(leads: pl.DataFrame) -> pl.DataFrame:
        alike = states[leads.get_column("place")]
        return alike.with_columns(leads.get_column("lead_key"), leads.get_column("person_key"))

    spread = together.lazy().select("lead_key", "person_key", place).map_batches(stand, streamable=True, schema=shape)
    return spread if rows.is_empty() else spread.merge_sorted(rows.lazy().select(*shape), "lead_key")


def _word(column: str) -> pl.Categorical:
    """Many leads stand in few ways: as words their states are gathered and written much quicker than as text."""
    return pl.Categorical(pl.Categories(column, "lead_state"))


def _with_gone(told: pl.DataFrame, touched: pl.DataFrame, owners: pl.LazyFrame) -> pl.DataFrame:
    """Adds a row `gone` for touched leads that no live fact speaks of any more."""
    missing = touched.join(told, on="lead_key", how="anti")
    if missing.is_empty():
        return told
    gone = owners.join(missing.lazy(), on="lead_key", how="semi").unique("lead_key").collect()
    rows = gone.select("lead_key", "person_key", "project", pl.lit(GONE).alias("status"))
    return pl.concat([told, rows], how="diagonal").sort("lead_key")


def states_of(known: View, settings: Settings, leads: pl.Series, written: pl.DataFrame | None = None) -> pl.DataFrame:
    """LEAD_STATE rows of the leads given, from facts alone; among them is whoever shares a person or number with one.

    Args:
      written: SUPPRESSIONS rows of which all that concern the leads are among; null: they are looked for.
    """
    owners = known.everything().scan_keys(LEADS, "lead_key", leads)
    numbers, suppressions = _about(known, owners, written)

    def pick(table: Table) -> pl.LazyFrame:
        return known.scan_keys(table, "lead_key", leads)

    facts = replace(
        own_facts(known, pick, owners, classified(known, settings, leads, asks_goals=False)),
        numbers=numbers,
        suppressions=suppressions,
        verified=pick(VERIFIED),
        quarantine=_held(known, leads),
    )
    # All it joins is in memory already: streamed, the same joins take three times as long.
    return fold(facts, fold_rules(settings)).collect(engine="in-memory")


def own_facts(known: View, pick: Callable[[Table], pl.LazyFrame], owners: pl.LazyFrame, results: Classified) -> Facts:
    """What facts tell of some leads themselves; nothing yet of their persons and numbers, nor of rows in quarantine.

    Args:
      pick: The leads' rows of a table.
      owners: Their LEADS rows, undone ones among them.
      results: Their calls and orders.
    """
    return Facts(
        leads=undone_apart(known, owners),
        listed=of_live_lists(known, pick(LISTED)),
        outcomes=results.outcomes,
        confirmations=results.confirmations,
        touches=pick(TOUCHES),
        mailed=pick(MAILED),
        released=pick(RELEASED),
        queue_events=known.scan(QUEUE_EVENTS),
        amendments=pick(AMENDMENTS),
        answers=pick(ANSWERS),
        forgotten=known.scan(FORGOTTEN),
        **{table.name: table.empty().lazy() for table in (SUPPRESSIONS, VERIFIED, QUARANTINE, NUMBERS)},
    )


def undone_apart(known: View, owners: pl.LazyFrame) -> pl.LazyFrame:
    """LEADS rows; a caller or a referral whose batch was undone keeps its ids, and is no lead any more by itself."""
    hidden = sorted(batch for batch in known.undone if known.hidden(batch))
    if not hidden:
        return owners
    made = owners.filter(pl.col("source").ne(str(LeadSource.LIST)))
    is_hidden = pl.col("batch").is_in(hidden)
    stands = made.filter(~is_hidden).select("lead_key")
    gone = made.filter(is_hidden).select("lead_key").unique().join(stands, on="lead_key", how="anti")
    told = owners.join(gone.with_columns(is_gone=True), on="lead_key", how="left")
    return told.with_columns(pl.when("is_gone").then(pl.lit(UNDONE)).otherwise("source").alias("source")).drop(
        "is_gone"
    )


def _about(known: View, owners: pl.LazyFrame, written: pl.DataFrame | None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """NUMBERS of these leads' persons, and the SUPPRESSIONS that may name them: of numbers only theirs."""
    persons = owners.select("person_key").collect().to_series()
    numbers = numbers_of(known, persons)
    theirs = pl.col("number").is_null() | pl.col("number").is_in(numbers.get_column("number").unique().implode())
    rows = known.scan(SUPPRESSIONS) if written is None else written.lazy()
    return numbers.lazy(), rows.filter(theirs)


def _held(known: View, leads: pl.Series) -> pl.LazyFrame:
    """QUARANTINE rows that still hold one of the leads."""
    mended = known.scan(QUARANTINE).filter(pl.col("kind") == "mended")
    return still_waiting(pl.concat([known.scan_keys(QUARANTINE, "lead_key", leads), mended]))


def fold_rules(settings: Settings) -> FoldRules:
    """What the fold acts on; transit days of media stand in the shipped rules."""
    return FoldRules(settings.projects, settings.workspace.zone, settings.packs, shipped().gaps.transit)
