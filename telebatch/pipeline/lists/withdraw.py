"""A named list delivered again in full: whom does it no longer hold?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.plural import plural
from telebatch.model.tables import LISTED, LISTS
from telebatch.model.words import Reason, Verdict
from telebatch.pipeline.known.knowledge import states
from telebatch.store import Commit

#: What stays told of a lead that is withdrawn.
WITHDRAWN_KEEP: Final = ("lead_key", "person_key", "use_until", "consent_on", "score", "is_key_person", "seniority")
#: So many names of lists are shown.
_SHOWN: Final = 8


def refuse_unclear(name: str, files: int) -> None:
    """`--withdraw-missing` speaks of one list and one file.

    Raises:
      WrongUsage: No named list, or several files: each would withdraw what only the other holds.
    """
    if not name:
        raise WrongUsage(
            "--withdraw-missing needs the named list", remedy="add --list NAME, as it was delivered before"
        )
    if files > 1:
        raise WrongUsage(
            f"--withdraw-missing takes one file, {files} were given", remedy="deliver the whole list as one file"
        )


@dataclass(frozen=True, eq=False)
class Withdrawal:
    """Whom a delivery withdraws.

    Attributes:
      gone: `lead_key`, `person_key` of those withdrawn now, sorted.
      held: How many leads the list held before; 0: it held nobody, or was never delivered.
    """

    gone: pl.DataFrame
    held: int


def withdraw_missing(commit: Commit, name: str, project: str, file_key: int) -> Withdrawal:
    """Withdraws everybody whom the list told of before and this delivery does not.

    A withdrawn lead keeps its history and its id; a LISTED row of this file, `record` null, rejects it.

    Args:
      commit: Holds the new delivery's LISTED rows already.
      name: The named list.
      project: Other projects' leads are left alone.
      file_key: The new delivery.
    """
    of_list = states(commit.view).filter(pl.col("project").eq(project), pl.col("list").eq(name))
    told = commit.scan(LISTED).filter(pl.col("project").eq(project), pl.col("list").eq(name))
    new = told.filter(pl.col("file_key").eq(file_key)).select("lead_key", "person_key").collect()
    day = told.filter(pl.col("file_key").eq(file_key)).select(pl.col("received_on").max()).collect().item()
    earlier = (
        of_list.filter(~pl.col("status_reason").eq_missing(str(Reason.WITHDRAWN)))
        # Whom a newer delivery holds an older one that comes late cannot miss.
        .filter(pl.col("received_on") <= pl.lit(day, pl.Date))
        .select(*WITHDRAWN_KEEP)
        .collect()
    )  # fmt: skip
    gone = earlier.join(new.drop_nulls("person_key"), on="person_key", how="anti").join(
        new.drop_nulls("lead_key"), on="lead_key", how="anti"
    )
    delivery = {"file_key": file_key, "project": project, "list": name, "received_on": day}
    commit.add(LISTED, withdrawal_rows(gone, delivery))
    return Withdrawal(gone.select("lead_key", "person_key").sort("lead_key"), earlier.height)


def withdrawal_rows(gone: pl.DataFrame, delivery: Mapping[str, object]) -> pl.DataFrame:
    """LISTED rows, without `batch`, by which a delivery rejects leads that it does not hold.

    Args:
      gone: These leads, with WITHDRAWN_KEEP.
      delivery: `file_key`, `project`, `list`, `received_on`.
    """
    told = {**delivery, "verdict": str(Verdict.REJECTED), "reasons": str(Reason.WITHDRAWN)}
    rows = gone.with_columns(pl.lit(value, LISTED.schema[name]).alias(name) for name, value in told.items())
    return pl.concat([LISTED.empty().drop("batch"), rows], how="diagonal")


def doubtful_withdrawal(commit: Commit, name: str, project: str, done: Withdrawal) -> Iterator[Mistake]:
    """That the list has another name, or that the file may be a part of it: a slip that nobody would see."""
    earlier = pl.col("project").eq(project), pl.col("batch").ne(commit.batch)
    before = commit.scan(LISTS).filter(*earlier).select(pl.col("list").unique().sort()).collect().to_series().to_list()
    undo = f"telebatch batches undo {commit.batch}, then take it in again"
    if before and name not in before:
        shown = ", ".join(before[:_SHOWN]) + (", …" if len(before) > _SHOWN else "")
        what = f"list {name} was never delivered before, so nobody is withdrawn"
        yield Mistake(what, remedy=f"if it is one of {shown}: {undo} with --list and that name")
    if 2 * done.gone.height > done.held:
        what = f"{done.gone.height:,} of {plural(done.held, 'lead')} of list {name} are withdrawn"
        yield Mistake(what, remedy=f"if the file is but a part of the list: {undo} without --withdraw-missing")
