"""A named list delivered again in full: whom does it no longer hold?"""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import LISTED
from telebatch.model.words import Reason, Verdict
from telebatch.pipeline.known.knowledge import states
from telebatch.store import Commit


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


def withdraw_missing(commit: Commit, name: str, project: str, file_key: int) -> pl.DataFrame:
    """Withdraws everybody whom the list told of before and this delivery does not.

    A withdrawn lead keeps its history and its id; a LISTED row of this file, `record` null, rejects it.

    Args:
      commit: Holds the new delivery's LISTED rows already.
      name: The named list.
      project: Other projects' leads are left alone.
      file_key: The new delivery.

    Returns:
      `lead_key`, `person_key` of those withdrawn now, sorted.
    """
    of_list = states(commit.view).filter(pl.col("project").eq(project), pl.col("list").eq(name))
    told = commit.scan(LISTED).filter(pl.col("project").eq(project), pl.col("list").eq(name))
    new = told.filter(pl.col("file_key").eq(file_key)).select("lead_key", "person_key").collect()
    day = told.filter(pl.col("file_key").eq(file_key)).select(pl.col("received_on").max()).collect().item()
    earlier = (
        of_list.filter(~pl.col("status_reason").eq_missing(str(Reason.WITHDRAWN)))
        # Whom a newer delivery holds an older one that comes late cannot miss.
        .filter(pl.col("received_on") <= pl.lit(day, pl.Date))
        .select("lead_key", "person_key", "use_until", "consent_on", "score", "is_key_person", "seniority")
        .collect()
    )  # fmt: skip
    gone = earlier.join(new.drop_nulls("person_key"), on="person_key", how="anti").join(
        new.drop_nulls("lead_key"), on="lead_key", how="anti"
    )
    rows = gone.with_columns(
        pl.lit(file_key, pl.Int64).alias("file_key"), pl.lit(project).alias("project"), pl.lit(name).alias("list"),
        pl.lit(str(Verdict.REJECTED)).alias("verdict"), pl.lit(str(Reason.WITHDRAWN)).alias("reasons"),
        pl.lit(day, pl.Date).alias("received_on"),
    )  # fmt: skip
    commit.add(LISTED, pl.concat([LISTED.empty().drop("batch"), rows], how="diagonal"))
    return gone.select("lead_key", "person_key").sort("lead_key")
