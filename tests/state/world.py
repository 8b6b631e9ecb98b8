"""Small worlds of facts for the tests: one call makes a row, the rest of its columns are null."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import polars as pl

from telebatch.model.flows import CONFIRMATION_COLUMNS, OUTCOMES
from telebatch.model.outcomes import FLAGS, LEAF
from telebatch.model.project import Calling, Confirmation, Cycle, Goals, Kpi, Project, Step
from telebatch.model.tables import (
    AMENDMENTS,
    ANSWERS,
    LEADS,
    LISTED,
    MAILED,
    NUMBERS,
    ORDERS,
    QUARANTINE,
    QUEUE_EVENTS,
    RELEASED,
    SUPPRESSIONS,
    TOUCHES,
    VERIFIED,
)
from telebatch.state import Facts, FoldRules, fold

SHAPES = {
    "leads": LEADS.schema,
    "listed": LISTED.schema,
    "outcomes": OUTCOMES,
    "confirmations": {**ORDERS.schema, **CONFIRMATION_COLUMNS},
    "touches": TOUCHES.schema,
    "mailed": MAILED.schema,
    "released": RELEASED.schema,
    "queue_events": QUEUE_EVENTS.schema,
    "suppressions": SUPPRESSIONS.schema,
    "amendments": AMENDMENTS.schema,
    "verified": VERIFIED.schema,
    "quarantine": QUARANTINE.schema,
    "numbers": NUMBERS.schema,
    "answers": ANSWERS.schema,
}
DAY = date(2026, 11, 2)  # a Monday


def at(day, hour=10, minute=0):
    """`day` days after Monday 2 November 2026, at that UTC time."""
    return datetime(2026, 11, 2, hour, minute, tzinfo=UTC) + timedelta(days=day)


def on(day):
    return DAY + timedelta(days=day)


def project(name="shop", plan=None, **more):
    calling = {key: more.pop(key) for key in list(more) if key in Calling.__dataclass_fields__}
    return Project(
        name=name,
        title=name,
        direction="outbound",
        customer="new",
        cycle=more.pop("cycle", Cycle(start=date(2026, 1, 1))),
        plan=plan or (Step(medium="catalogue", transit_days=3), Step(call="first"), Step(call="second", gap_days=3)),
        kpis=(Kpi("deal_rate", primary=True),),
        goals=Goals(),
        calling=Calling(**calling),
        **more,
    )


@dataclass
class World:
    """Facts as lists of rows."""

    rows: dict = field(default_factory=lambda: {name: [] for name in SHAPES})

    def add(self, table, **row):
        self.rows[table].append(row)
        return self

    def lead(self, lead=1, person=None, project="shop", listed=True, number=None, **row):
        person = lead if person is None else person
        self.add("leads", lead_key=lead, person_key=person, project=project, source=row.pop("source", "list"), batch=1)
        if number is None:
            number = 821000000000 + person
        known = {(r["person_key"], r["number"]) for r in self.rows["numbers"]}
        if (person, number) not in known:
            self.add("numbers", person_key=person, position=1, number=number, batch=1, region="KR", zones="Asia/Seoul")
        if listed:
            told = {"verdict": "callable", "score": 50, "is_key_person": True, "received_on": DAY, "list": "autumn"}
            self.add(
                "listed", lead_key=lead, person_key=person, project=project, file_key=1, record=lead, **{**told, **row}
            )
        return self

    def call(self, leaf, day=0, lead=1, **row):
        own = next(r for r in self.rows["leads"] if r["lead_key"] == lead)
        number = next(r["number"] for r in self.rows["numbers"] if r["person_key"] == own["person_key"])
        told = LEAF[f"call.{leaf}"]
        start = row.pop("start_utc", at(day))
        told_row = {
            "lead_key": lead,
            "project": own["project"],
            "number": number,
            "start_utc": start,
            "source": "dialer",
            "attempt_key": f"{lead}/{start.isoformat()}",
            "direction": "out",
            "agent": "kim",
            "outcome": told.name,
            "code": leaf.upper(),
            "irregular": None,
            "books": False,
            "booked_before": False,
            "batch": 2,
            **{flag: getattr(told, flag) for flag in FLAGS},
        }
        self.add("outcomes", **{**told_row, **row})
        return self

    def order(self, status, day=1, lead=1, **row):
        own = next(r for r in self.rows["leads"] if r["lead_key"] == lead)
        told = {
            "lead_key": lead,
            "project": own["project"],
            "at_utc": at(day),
            "outcome": f"system.{status}",
            "parent": f"system.{status}",
            "status": status,
            "source": "erp",
            "order_no": f"A{lead}",
            "standing_before": "awaiting",
            "batch": 3,
        }
        self.add("confirmations", **{**told, **row})
        return self

    def frame(self, name):
        return pl.LazyFrame(self.rows[name], schema=dict(SHAPES[name]), orient="row")

    def facts(self):
        return Facts(**{name: self.frame(name) for name in SHAPES})

    def fold(self, *projects, **rules):
        chosen = projects or (project(),)
        return fold(self.facts(), FoldRules({one.name: one for one in chosen}, **rules)).collect()

    def one(self, *projects, lead=1, **rules):
        return self.fold(*projects, **rules).row(by_predicate=pl.col("lead_key") == lead, named=True)


CONFIRMS = Confirmation(enabled=True)
