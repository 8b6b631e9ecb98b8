"""Who calls? The roster of the shift, skills, whom a lead knows already, and an even share of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import polars as pl

from telebatch.model.project import Project
from telebatch.model.words import WhyNow
from telebatch.model.workspace import Agent
from telebatch.split.shapes import ShiftOrder, SplitRules


@dataclass(frozen=True)
class Desk:
    """The agents of one shift and the hours they have left.

    Attributes:
      hours: Agent → hours left; empty without a roster.
      agents: By name, those of agents.toml.
      is_planned: Whether there is a roster at all; without one nobody counts hours.
    """

    hours: Mapping[str, float]
    agents: Mapping[str, Agent]
    is_planned: bool
    absent: frozenset[str]

    @classmethod
    def of(cls, rules: SplitRules, order: ShiftOrder) -> Desk:
        """The roster's lines of that shift; a whole-day shift takes both halves."""
        halves = ("day", "am", "pm") if order.half == "day" else (order.half,)
        hours: dict[str, float] = {}
        for line in rules.roster:
            if line.on == order.on and line.shift in halves and line.agent not in order.absent:
                hours[line.agent] = hours.get(line.agent, 0.0) + line.hours
        return cls(
            dict(sorted(hours.items())), {agent.name: agent for agent in rules.agents}, bool(rules.roster), order.absent
        )

    def team(self, project: Project) -> tuple[str, ...]:
        """The agents present who may call for the project, by name."""
        return tuple(name for name in self.hours if self._may(name, project))

    def _may(self, name: str, project: Project) -> bool:
        known = self.agents.get(name)
        if known is None:
            return not project.queues.skills
        return (not known.projects or project.name in known.projects) and set(project.queues.skills) <= set(
            known.skills
        )

    def is_unattended(self, project: Project) -> bool:
        """There is a roster, and nobody on it may call for the project."""
        return self.is_planned and not self.team(project)

    def room(self, project: Project) -> int | None:
        """Leads the project can have called; null: nobody counts."""
        if project.queues.capacity is not None:
            return project.queues.capacity
        if not self.is_planned:
            return None
        return int(sum(self.hours[name] for name in self.team(project)) * project.queues.leads_per_hour)

    def without(self, project: Project, calls: int) -> Desk:
        """The desk once a project took its calls: every agent of its team gives the same share of her hours."""
        team = self.team(project)
        total = sum(self.hours[name] for name in team)
        if not total:
            return self
        left = max(0.0, 1 - calls / (total * project.queues.leads_per_hour))
        return replace(
            self, hours={name: hours * (left if name in team else 1.0) for name, hours in self.hours.items()}
        )


def with_agents(rows: pl.DataFrame, rules: SplitRules, order: ShiftOrder) -> pl.DataFrame:
    """Adds `agent` to the queued rows, which stand in order.

    A lead goes to the agent set by hand, the one who promised its callback, or the one it spoke to within
    `sticky_days`, if she is there; an agent set by hand who is not there leaves the row without (`no_agent`). The
    others are spread so that each agent's share follows her hours; without a roster they stay open (null).
    """
    desk = Desk.of(rules, order)
    parts = [
        _share(rows.filter(pl.col("project").eq(name)), desk, project, order)
        for name, project in sorted(rules.projects.items())
    ]
    kept = [part for part in parts if part.height]
    return (
        pl.concat(kept)
        if kept
        else rows.with_columns(pl.lit(None, pl.String).alias("chosen"), pl.lit(False).alias("is_lost"))
    )


def _share(rows: pl.DataFrame, desk: Desk, project: Project, order: ShiftOrder) -> pl.DataFrame:
    team = desk.team(project)

    def there(name: pl.Expr) -> pl.Expr:
        return name.is_in(team) if desk.is_planned else ~name.is_in(sorted(order.absent))

    recent = pl.col("last_attempt_utc") >= pl.lit(order.as_of - timedelta(days=project.queues.sticky_days))
    promised = pl.when(pl.col("why").eq(str(WhyNow.CALLBACK))).then("callback_agent")
    spoken = pl.coalesce(pl.when(recent).then("last_agent"))
    by_hand = pl.col("agent")
    sticky = pl.coalesce(pl.when(there(who)).then(who) for who in (pl.coalesce(promised), spoken))
    lost = by_hand.is_not_null() & ~there(by_hand)
    told = rows.with_columns(
        pl.when(by_hand.is_not_null()).then(by_hand).otherwise(sticky).alias("chosen"), lost.alias("is_lost")
    )
    return told.with_columns(_spread(told, {name: desk.hours[name] for name in team}))


def _spread(rows: pl.DataFrame, hours: Mapping[str, float]) -> pl.Series:
    """Gives the rows without an agent to those whose share is not full, evenly mixed along the order."""
    chosen = rows["chosen"]
    open_rows = chosen.is_null().to_numpy().nonzero()[0]
    total = sum(hours.values())
    if not total or not len(open_rows):
        return chosen
    names = list(hours)
    held = np.array([int((chosen == name).sum()) for name in names])
    wanted = np.maximum(np.array([hours[name] for name in names]) / total * rows.height - held, 0)
    exact = wanted / wanted.sum() * len(open_rows) if wanted.sum() else np.full(len(names), len(open_rows) / len(names))
    count = np.floor(exact).astype(int)
    for place in np.argsort(-(exact - count), kind="stable")[: len(open_rows) - count.sum()]:
        count[place] += 1
    # Each agent's turns stand at even distances, so nobody gets only the first or only the last rows.
    turns = np.concatenate([(np.arange(n) + 0.5) / n for n in count if n])
    whose = np.concatenate([np.full(n, place) for place, n in enumerate(count) if n])
    sequence = whose[np.lexsort((whose, turns))]
    given = pl.DataFrame(
        {"row": open_rows, "given": [names[place] for place in sequence]}, schema={"row": pl.Int64, "given": pl.String}
    )
    row = pl.DataFrame({"row": np.arange(rows.height), "chosen": chosen}, schema={"row": pl.Int64, "chosen": pl.String})
    return (
        row.join(given, on="row", how="left", maintain_order="left")
        .select(pl.coalesce("chosen", "given").alias("chosen"))
        .to_series()
    )
