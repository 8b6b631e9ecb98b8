"""A named list delivered again in full: whom does it no longer hold?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake, WrongUsage
from telebatch.model.plural import plural, some
from telebatch.model.tables import LISTED, LISTS
from telebatch.pipeline.lists.held_no_more import held_otherwise
from telebatch.pipeline.lists.left_out import held_before, left_out_rows
from telebatch.store import Commit

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
    """Whom a delivery lacks.

    Attributes:
      missing: `lead_key`, `person_key` of those whom its list no longer holds, sorted.
      gone: Those of them whom nothing else may have called: they are withdrawn now.
      held: How many leads the list held before; 0: it held nobody, or was never delivered.
      holders: Another list (null: a talk) → how many of the others it holds.
    """

    missing: pl.DataFrame
    gone: pl.DataFrame
    held: int
    holders: Mapping[str | None, int]

    @property
    def counts(self) -> Mapping[str, int]:
        """As the answer tells them."""
        return {"withdrawn": self.gone.height, "held_by_other_lists": self.missing.height - self.gone.height}


def withdraw_missing(commit: Commit, name: str, project: str, file_key: int, today: date) -> Withdrawal:
    """Withdraws everybody whom the list told of before and this delivery does not.

    A LISTED row of this file, `record` null, says so of each; who is held by nothing else keeps history and id alone.

    Args:
      commit: Holds the new delivery's LISTED rows already.
      name: The named list.
      project: Other projects' leads are left alone.
      file_key: The new delivery.
      today: Lists whose last day was before hold nobody.
    """
    of_list = commit.scan(LISTED).filter(pl.col("project").eq(project), pl.col("list").eq(name))
    own = of_list.filter(pl.col("file_key").eq(file_key))
    day = own.select(pl.col("received_on").max()).collect().item()
    row = {"file_key": file_key, "project": project, "list": name, "received_on": day}
    held = held_before(commit.view, of_list, row)
    rows = left_out_rows(commit.view, row)
    commit.add(LISTED, rows)
    # Whom a newer delivery holds an older one that comes late cannot miss.
    newer = of_list.filter(pl.col("received_on") > pl.lit(day, pl.Date)).select("lead_key").collect()
    missing = rows.select("lead_key", "person_key").join(newer, on="lead_key", how="anti", maintain_order="left")
    others = held_otherwise(commit.view, missing.get_column("lead_key"), today)
    gone = missing.join(others, on="lead_key", how="anti", maintain_order="left")
    return Withdrawal(missing, gone, held.height, dict(others.group_by("list").len().sort("list").iter_rows()))


def withdrawal_notes(commit: Commit, name: str, project: str, done: Withdrawal) -> Iterator[Mistake]:
    """Who stays by other lists; slips that nobody would see: another name of the list, a file that is but a part."""
    if done.holders:
        stay = plural(sum(done.holders.values()), "lead stays", "leads stay")
        by = (f"{f'list {other}' if other else 'a talk'} ({count:,})" for other, count in done.holders.items())
        yield Mistake(f"{stay} without list {name}, held by {some(by, _SHOWN)}")
    earlier = pl.col("project").eq(project), pl.col("batch").ne(commit.batch)
    before = commit.scan(LISTS).filter(*earlier).select(pl.col("list").unique().sort()).collect().to_series().to_list()
    undo = f"telebatch batches undo {commit.batch}, then take it in again"
    if before and name not in before:
        what = f"list {name} was never delivered before, so nobody is withdrawn"
        yield Mistake(what, remedy=f"if it is one of {some(before, _SHOWN)}: {undo} with --list and that name")
    if 2 * done.missing.height > done.held:
        what = f"{done.missing.height:,} of {plural(done.held, 'lead')} of list {name} are not in the file"
        yield Mistake(what, remedy=f"if the file is but a part of the list: {undo} without --withdraw-missing")
