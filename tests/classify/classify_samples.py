"""Rows and rules for classify's tests, and the shipped code maps read from their own files."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from telebatch.classify import ClassifyRules, code_map
from telebatch.model.project import Calling, Confirmation, Cycle, Goals, Kpi, Project, Step
from telebatch.model.tables import AMENDMENTS, ANSWERS, ATTEMPTS, ORDERS
from telebatch.model.workspace import CodeRow

RULES = Path(__file__).resolve().parents[2] / "telebatch" / "rules"
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


def shipped_codes():
    rows = []
    for path in sorted((RULES / "codes").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for line in table["code"]:
            told = {key: value for key, value in line.items() if key != "means"}
            rows.append(CodeRow(**{"format": table.get("format", ""), **told}, origin=f"codes/{path.name}"))
    return tuple(rows)


def project(name="p", **changes):
    fields = {
        "title": name,
        "direction": "outbound",
        "customer": "new",
        "cycle": Cycle(date(2026, 11, 1)),
        "plan": (Step(call="first"), Step(call="second", gap_days=3)),
        "kpis": (Kpi("deals", primary=True),),
        "goals": Goals(),
        **changes,
    }
    return Project(name, **fields)


def words_of(projects):
    """Code rows of the projects' own result words, as settings lay them under the shipped ones."""
    return tuple(
        CodeRow(word, leaf, project=name, origin=f"projects/{name}.toml")
        for name, one in projects.items()
        for word, leaf in one.results.items()
    )


def rules(projects=None, own_leaves=None, codes=None):
    projects = projects if projects is not None else {"p": project()}
    maps = shipped_codes() if codes is None else codes
    return ClassifyRules(code_map((*maps, *words_of(projects))), projects, own_leaves or {})


def attempts(*rows):
    """Each row: what differs from an outbound call of lead 1 in project p, an hour after the row before."""
    made = []
    for at, row in enumerate(rows):
        start = row.pop("start", MONDAY + timedelta(hours=at)) if isinstance(row, dict) else MONDAY
        told = {
            "batch": 1,
            "file_key": 1,
            "record": at + 1,
            "source": "s",
            "format": "words",
            "project": "p",
            "direction": "out",
            "attempt_key": f"k{at}",
            "lead_key": 1,
            "number": 821012345678,
            "start_utc": start,
            "zone": "Asia/Seoul",
            "exported_utc": MONDAY,
            "file_sha": "a",
            **row,
        }
        made.append(told)
    return pl.DataFrame(made, schema=dict(ATTEMPTS.schema)).lazy()


def orders(*rows):
    made = [
        {
            "batch": 2,
            "file_key": 2,
            "record": at + 1,
            "source": "shop",
            "project": "p",
            "order_no": "o1",
            "lead_key": 1,
            "at_utc": MONDAY + timedelta(days=1, hours=at),
            **row,
        }
        for at, row in enumerate(rows)
    ]
    return pl.DataFrame(made, schema=dict(ORDERS.schema)).lazy()


def answers(*rows):
    return pl.DataFrame(list(rows), schema=dict(ANSWERS.schema)).lazy()


def amendments(*rows):
    return pl.DataFrame(list(rows), schema=dict(AMENDMENTS.schema)).lazy()


NO_CALLING = Calling(rest_after_refusal_days=None)
CONFIRMED = Confirmation(enabled=True)
