"""What a review is given: calls counted and every other fact, as known at one moment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

import polars as pl

from telebatch.classify import Classified
from telebatch.model.tables import (
    AGENT_TIME,
    AMENDMENTS,
    ATTEMPTS,
    LISTED,
    LISTS,
    MAILED,
    QUARANTINE,
    TOUCHES,
    VERIFIED,
)
from telebatch.pipeline.house import House
from telebatch.pipeline.known.folded_again import states_then
from telebatch.pipeline.known.live_lists import leading
from telebatch.pipeline.known.places_in_time import standing_at
from telebatch.pipeline.known.unmended import MENDED, still_waiting
from telebatch.pipeline.reviews.calls_counted import calls_counted
from telebatch.pipeline.reviews.closing import Asked, Moment, last_facts
from telebatch.report import FILES, PIECES, ReportFacts, needed_from
from telebatch.state import pieces
from telebatch.store import View


def by_moment(
    now: Moment, asked: Sequence[Asked], columns: Sequence[str] | None = None
) -> Iterator[tuple[Asked, Moment, Classified]]:
    """Each project and period, in their order, with the moment by which it stands and the calls known then.

    Calls are read once for all that share a moment.

    Args:
      columns: Of OUTCOMES; null: all of them.
    """
    pairs = [(one, now.of(one)) for one in asked]
    calls = {
        id(moment): calls_of(moment, [one for one, its in pairs if its is moment], columns)
        for moment in {id(moment): moment for _, moment in pairs}.values()
    }
    for one, moment in pairs:
        yield one, moment, calls[id(moment)]


def calls_of(moment: Moment, asked: Sequence[Asked], columns: Sequence[str] | None = None) -> Classified:
    """The calls that reviews of these periods count."""
    return calls_counted(moment.view, moment.settings, _span(moment.house, asked), columns)


def _span(house: House, reviews: Sequence[Asked]) -> tuple[datetime, datetime]:
    """From when on the reviews count calls, and when the last of their periods ends."""
    periods = [period for _, period in reviews]
    return min(needed_from(one, house.as_of) for one in periods), max(one.end_utc for one in periods)


def report_facts(moment: Moment, calls: Classified, project: str) -> ReportFacts:
    """Everything known of one project at one moment, of its calls what `calls` holds."""
    of_project, view = pl.col("project") == project, moment.view
    return ReportFacts(
        outcomes=calls.outcomes.filter(of_project),
        confirmations=calls.confirmations.filter(of_project),
        leads=states_then(view, moment.settings).filter(of_project),
        as_of=moment.house.as_of,
        at_batch=view.last if view.last is not None else last_facts(moment.house),
        files=_files(moment.house, view),
        told=view.scan(ATTEMPTS).select("attempt_key", "file_key"),
        listed=leading(view.scan(LISTED).filter(of_project, pl.col("lead_key").is_not_null())),
        lists=view.scan(LISTS).filter(of_project),
        pieces=pieces(*(view.scan(table).filter(of_project) for table in (TOUCHES, MAILED))).select(*PIECES),
        agent_time=view.scan(AGENT_TIME),
        verified=view.scan(VERIFIED),
        amendments=view.scan(AMENDMENTS),
    )


def _files(house: House, view: View) -> pl.LazyFrame:
    """What became of the records of every live result file."""
    counts = {row["batch"]: json.loads(row["counts"]) for row in house.store.batches().iter_rows(named=True)}
    rows = view.scan(QUARANTINE)
    fell, left = (
        dict(some.group_by("file_key").agg(pl.col("record").n_unique()).collect().iter_rows())
        for some in (rows.filter(pl.col("kind") != MENDED), still_waiting(rows))
    )
    files = [(one, standing_at(one.batch, view.last, counts)) for one in house.store.inputs()]
    told = [
        {"file_key": one.file_key, "file": one.path, "batch": batch, "records": one.records}
        | {name: counts[batch].get(name, 0) for name in list(FILES)[4:-1]}
        | {"mended": fell.get(one.file_key, 0) - left.get(one.file_key, 0)}
        for one, batch in files
        if not view.hidden(batch) and "attempts" in counts.get(batch, {})
    ]
    return pl.LazyFrame(told, schema=FILES)
