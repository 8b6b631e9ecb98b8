"""What do leads wait for on a day, told from their state alone, for whoever counts and builds no shift?"""

from __future__ import annotations

from datetime import date

import polars as pl

from telebatch.model.project import Project
from telebatch.split.plan import pace_of, with_plan
from telebatch.split.shapes import SplitRules


def waits_of_plan(leads: pl.DataFrame, project: Project, rules: SplitRules, on: date) -> pl.Series:
    """What each lead's plan waits for on a day, in words.NotQueued, in their order; null: the next call is due.

    From the leads' state alone: conditions are taken as met, and everybody as having an address.

    Args:
      leads: `call_steps_done`, `step_done_utc`, `media_sent`, `media_arrivals`, `media_pieces`, `media_returned`.
    """
    day = pl.col("step_done_utc").dt.convert_time_zone(rules.zone_of(project)).dt.date().alias("step_done_on")
    met = {f"when_{number}": pl.lit(value=True) for number, step in enumerate(project.plan) if step.when}
    no = dict.fromkeys(("lacks_address", "lacks_email", "is_readdressed"), pl.lit(value=False))
    rows = leads.lazy().with_row_index("_row").with_columns(day, **met, **no)
    planned = with_plan(rows, pace_of(project, rules, on))
    return planned.select("_row", "plan_reason").sort("_row").collect().get_column("plan_reason")
