"""What was given out since an undone batch and tells otherwise than the undo leaves it: verdict files, calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id
from telebatch.model.plural import plural
from telebatch.model.tables import LISTED, QUEUE_EVENTS
from telebatch.model.words import KeyPersonState, Verdict
from telebatch.pipeline.house import House
from telebatch.pipeline.queues.taken_back import waiting_rows
from telebatch.store import View

#: With these a lead waits for a data supplier, or is nobody's to call.
_IN_DOUBT: Final = (str(KeyPersonState.UNKNOWN), str(KeyPersonState.NOT))
_SURE: Final = (str(KeyPersonState.VERIFIED), str(KeyPersonState.CONFIRMED))
#: So many leads are named in one line.
_NAMED: Final = 20
#: A verdict folder ends in so many letters of its source file's SHA-256.
_SHA: Final = 8


def judged_otherwise(before: pl.LazyFrame, after: pl.DataFrame) -> pl.DataFrame:
    """`lead_key`, `was`, `now`: leads that were callable by their verdict and key person and are not, or the reverse.

    Args:
      before: LEAD_STATE of every lead as it was.
      after: LEAD_STATE rows of the leads that were folded again.
    """
    now = after.select("lead_key", now=_is_callable())
    was = before.join(now.lazy().select("lead_key"), on="lead_key", how="semi")
    both = now.join(was.select("lead_key", was=_is_callable()).collect(), on="lead_key")
    return both.filter(pl.col("was") != pl.col("now")).sort("lead_key")


def _is_callable() -> pl.Expr:
    state, verdict = pl.col("key_person_state").fill_null(""), pl.col("verdict").fill_null("")
    passes = state.is_in(_SURE) | verdict.eq(str(Verdict.CALLABLE))
    return passes & ~state.is_in(_IN_DOUBT) & ~pl.col("is_suppressed").fill_null(value=False)


def verdict_files(house: House, known: View, number: int, moved: pl.DataFrame) -> tuple[str, ...]:
    """One line that names the folders of verdict files made after the batch that hold one of the leads.

    Args:
      number: Of the undone batch.
      moved: As `judged_otherwise` tells.
    """
    if moved.is_empty():
        return ()
    listed = known.scan_keys(LISTED, "lead_key", moved.get_column("lead_key"))
    # A delivery also tells, by rows without a record, of leads that it does not hold.
    keys = set(listed.filter(pl.col("record").is_not_null()).select("file_key").unique().collect().to_series())
    ends = tuple(f"-{one.sha256[:_SHA]}" for one in house.store.inputs() if one.file_key in keys)
    folders = {
        str(folder)
        for row in house.store.outputs()
        if row.batch > number and row.path.startswith("lists/")
        if (folder := PurePosixPath(row.path).parent).name.endswith(ends)
    }
    return (f"verdict files made with it: {', '.join(sorted(folders))}",) if folders else ()


def calls_in_doubt(house: House, known: View, moved: pl.DataFrame) -> tuple[Mistake, ...]:
    """Names the handed-out calls of today's and later shifts whose people would not be called any more.

    They are facts and stay: nobody asked not to be called.

    Args:
      known: With the undo.
    """
    off = moved.filter("was").select("lead_key")
    rows = waiting_rows(known).join(off, on="lead_key", how="semi").filter(pl.col("shift_on") >= house.today)
    named = rows.sort("queue", "position").with_columns(lead_id(pl.col("lead_key")).alias("lead_id"))
    return tuple(
        Mistake(
            f"{plural(count, 'handed-out call')} would not be made now: {leads}", f"queues/{queue}",
            "take them off the dialer and the call sheets, or let them be",
        )
        for queue, count, leads in _by_queue(named)
    )  # fmt: skip


def calls_out_again(known: View, gone: Sequence[int], after: pl.DataFrame) -> tuple[Mistake, ...]:
    """Names the calls that the undone batches had withdrawn: they count as handed out, and whoever dials lacks them.

    Who must not be called is left out: no one is missing that call.

    Args:
      known: Before the undo.
      after: LEAD_STATE rows of the leads that were folded again.
    """
    events = known.scan(QUEUE_EVENTS).filter(pl.col("batch").is_in(list(gone)), pl.col("event").eq("withdrawn"))
    waits = after.filter(pl.col("released_queue").is_not_null(), ~pl.col("is_suppressed").fill_null(value=False))
    open_now = waits.select("lead_key", queue="released_queue").lazy()
    rows = events.select("lead_key", "queue").join(open_now, on=["lead_key", "queue"], how="semi").unique().collect()
    named = rows.sort("queue", "lead_key").with_columns(lead_id(pl.col("lead_key")).alias("lead_id"))
    return tuple(
        Mistake(
            f"{plural(count, 'call')} withdrawn by the undone batch {'waits' if count == 1 else 'wait'} for results"
            f" again: {leads}", f"queues/{queue}",
            f"put them back on the dialer, or end them by telebatch split --close {queue}",
        )
        for queue, count, leads in _by_queue(named)
    )  # fmt: skip


def _by_queue(named: pl.DataFrame) -> Iterator[tuple[str, int, str]]:
    """Each queue with how many calls, and some of their leads.

    Args:
      named: `queue`, `lead_id`, sorted.
    """
    for (queue,), part in named.group_by("queue", maintain_order=True):
        leads = part.get_column("lead_id").to_list()
        more = f" and {len(leads) - _NAMED:,} more" if len(leads) > _NAMED else ""
        yield str(queue), len(leads), ", ".join(leads[:_NAMED]) + more
