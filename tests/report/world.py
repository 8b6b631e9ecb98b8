"""A made-up project with a rich fortnight of calls, for tests of the report and of its page."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import polars as pl

from telebatch.model.flows import OUTCOMES
from telebatch.model.outcomes import FLAGS, LEAF
from telebatch.model.periods import Period, parse_period
from telebatch.model.project import Calling, Confirmation, Costs, Cycle, Goals, Kpi, Project, Step
from telebatch.model.review import ReportRules
from telebatch.model.tables import TABLES
from telebatch.report import FILES, ReportFacts

ZONE = "Asia/Seoul"
AS_OF = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RULES = ReportRules()

#: leaf → (weight, mean talk seconds)
_DRAW = {
    "call.no_answer": (300, 0), "call.busy": (60, 0), "call.powered_off": (40, 0), "call.out_of_area": (12, 0),
    "call.suspended": (10, 0), "call.vacant": (28, 0), "call.call_rejected": (25, 0), "call.unreachable": (15, 0),
    "call.machine": (40, 18), "call.gatekeeper": (70, 48), "call.wrong_person": (14, 35), "call.break_off": (30, 9),
    "call.refused": (70, 75), "call.interested": (28, 190), "call.deal": (26, 240), "call.call_again": (40, 95),
    "call.send_material": (18, 130), "call.do_not_call": (5, 20), "call.wrong_number": (9, 12),
    "call.left_company": (6, 25), "call.abandoned": (4, 3), "call.not_called": (6, 0), "call.unclassified": (7, 20),
}  # fmt: skip


def project(**changes: object) -> Project:
    """Catalogue, then two calls; conversion leads."""
    fields = {
        "name": "office-paper",
        "title": "한빛 복사용지 재구매",
        "direction": "outbound",
        "customer": "existing",
        "policy": ("free-to-paid",),
        "zone": ZONE,
        "cycle": Cycle(date(2026, 11, 2)),
        "plan": (
            Step(medium="catalogue", piece_cost_minor=900),
            Step(call="first", gap_days=5),
            Step(call="second", gap_days=3),
        ),
        "kpis": (
            Kpi("conversion_rate", primary=True, target=0.10),
            Kpi("attempts", target=300, per="day"),
            Kpi("right_party_reach", target=0.35),
            Kpi("successful_call_length", target=210, per="mean"),
            Kpi("wasted_call_rate", target=0.05),
            Kpi("callback_kept_rate", target=0.9),
        ),
        "goals": Goals(
            basic_information=("current_brand", "monthly_boxes"), deal_steps=("need", "price", "contract")
        ),
        "calling": Calling(maximum_attempts=6),
        "confirmation": Confirmation(enabled=True),
        "costs": Costs(record_minor=120, minute_minor=35, agent_hour_minor=18_000),
    }  # fmt: skip
    return Project(**(fields | changes))  # type: ignore[arg-type]


def outcome_row(leaf: str, start: datetime, lead: int | None, key: str, **changes: object) -> dict[str, object]:
    """One call with the flags of its leaf."""
    known = LEAF[leaf]
    row: dict[str, object] = dict.fromkeys(OUTCOMES)
    row |= {flag: getattr(known, flag) for flag in FLAGS}
    row |= {
        "batch": 1, "file_key": 1, "record": int(key.lstrip("a") or 0), "source": "dialer", "project": "office-paper",
        "direction": "out", "attempt_key": key, "lead_key": lead, "number": 821000000000 + (lead or 0),
        "start_utc": start, "zone": ZONE, "talk_seconds": 0, "outcome": leaf, "code": leaf[5:].upper(),
        "first_code": leaf[5:].upper(), "books": False, "booked_before": False, "standing_before": "none",
        "replaced_rows": 0,
    }  # fmt: skip
    if known.connected:
        goal = {"call.deal": "primary", "call.interested": "secondary", "call.call_again": "secondary",
                "call.send_material": "secondary"}.get(leaf, "information_only" if known.right_party else "wasted")  # fmt: skip
        row["goal"] = goal
    return row | changes


def frame(rows: list[dict[str, object]]) -> pl.LazyFrame:
    """OUTCOMES, never inferred."""
    return pl.DataFrame(rows, schema=dict(OUTCOMES), strict=False).lazy()


def lead_rows(rows: list[dict[str, object]], leads: int) -> pl.LazyFrame:
    """LEAD_STATE as a fold would tell it, as far as the report asks."""
    calls: dict[int, list[dict[str, object]]] = {}
    for row in sorted(rows, key=lambda row: (row["start_utc"], row["attempt_key"])):
        calls.setdefault(row["lead_key"], []).append(row)  # type: ignore[arg-type]
    states = []
    for lead in range(1, leads + 1):
        mine = [row for row in calls.get(lead, []) if row["outcome"] != "call.not_called"]
        deal = any(row["outcome"] == "call.deal" for row in mine)
        shut = [row for row in mine if row["final"]]
        booked = [row for row in mine if row["books"]]
        confirmed = any(row["right_party"] for row in mine)
        states.append(
            {
                "batch": 1, "lead_key": lead, "person_key": lead, "project": "office-paper",
                "status": "closed" if shut else "open", "closed_utc": shut[0]["start_utc"] if shut else None,
                "verdict": "callable" if lead % 19 else "verify", "attempts": len(mine),
                "key_person_state": "confirmed" if confirmed else ("unknown", "presumed", "verified")[lead % 3 if lead % 19 else 0],
                "list": ("fair-2026", "chamber of commerce", "old customers")[lead % 3],
                "standing": ("cancelled" if lead % 7 == 0 else "sold") if deal else "booked" if booked and not shut else "none",
                "sold_utc": shut[0]["start_utc"] if deal else None,
                "cancelled_utc": shut[0]["start_utc"] if deal and lead % 7 == 0 else None,
                "amount_minor": 384_000 + lead * 100 if deal else None, "currency": "KRW" if deal else None,
                "first_attempt_utc": mine[0]["start_utc"] if mine else None,
                "last_attempt_utc": mine[-1]["start_utc"] if mine else None,
                "callback_utc": booked[-1]["callback_utc"] if booked and not shut else None,
                "media_sent": "catalogue" if lead % 3 else "",
                "media_arrivals": [date(2026, 11, 6 + lead % 5)] if lead % 3 else [],
                "is_unclassified": any(row["holds"] for row in mine), "is_quarantined": lead % 211 == 0,
                "released_queue": "q" if lead % 97 == 0 else None,
            }
        )  # fmt: skip
    return pl.DataFrame(states, schema=dict(TABLES["lead_state"].schema), strict=False).lazy()


@cache
def world(seed: int = 7, leads: int = 1500, days: int = 14) -> ReportFacts:
    """A fortnight from 9 November 2026, weekdays 9 to 18 in Seoul, six agents."""
    draw = random.Random(seed)
    leaves, weights = zip(*((leaf, weight) for leaf, (weight, _) in _DRAW.items()), strict=True)
    names = ("김서연", "박지훈", "이도윤", "최하은", "Jordan Lee", "정유진")
    rows: list[dict[str, object]] = []
    tries: dict[int, int] = {}
    stage: dict[int, int] = {}
    shut: set[int] = set()
    booked: dict[int, datetime] = {}
    for day in range(days):
        on = date(2026, 11, 9) + timedelta(days=day)
        if on.weekday() > 4:
            continue
        for _ in range(draw.randint(250, 340)):
            lead = draw.randint(1, leads)
            if lead in shut and draw.random() < 0.985:
                continue
            hour = draw.choice((9, 9, 10, 10, 10, 11, 11, 13, 14, 14, 15, 15, 16, 17))
            start = datetime.combine(on, time(hour - 9, draw.randint(0, 59), draw.randint(0, 59)), UTC)
            leaf = draw.choices(leaves, weights)[0]
            key = f"a{len(rows):06d}"
            row = outcome_row(leaf, start, lead, key, agent=draw.choice(names))
            if row["counts_as_attempt"]:
                tries[lead] = row["attempt_no"] = tries.get(lead, 0) + 1
            mean = _DRAW[leaf][1]
            row["talk_seconds"] = int(mean * draw.lognormvariate(-0.08, 0.4)) if mean else 0
            row["stage_no"] = stage.get(lead, 1)
            if row["advances"]:
                stage[lead] = stage.get(lead, 1) + 1
            if row["final"]:
                shut.add(lead)
            if row["right_party"]:
                row["intent"] = draw.choice(("A", "B", "B", "C", None))
                row["reached_stage"] = draw.choice(("need", "need", "price", "contract", None))
                row["collected"] = draw.choice(
                    ('{"current_brand":"x","monthly_boxes":4}', '{"current_brand":"x"}', None)
                )
                if lead in booked and booked.pop(lead) < start + timedelta(days=3):
                    row["booked_before"] = True
                    row["callback_outcome"] = {"call.deal": "callback.sale", "call.refused": "callback.cancelled",
                                               "call.call_again": "callback.rescheduled"}.get(leaf, "callback.on_hold")  # fmt: skip
            if leaf == "call.call_again":
                row |= {"books": True, "callback_utc": start + timedelta(days=draw.randint(1, 4))}
                booked[lead] = row["callback_utc"]
            if leaf == "call.no_answer":
                row["ring_seconds"] = draw.choice((1, 20, 25, 30))
            rows.append(row)
    for lead, due in sorted(booked.items()):
        if draw.random() < 0.75 and due < AS_OF:
            shift = timedelta(minutes=draw.choice((-8, 2, 5, 9, 14, 55)))
            rows.append(outcome_row("call.no_answer", due + shift, lead, f"a{len(rows):06d}", agent=names[0]))
    return facts(rows, leads)


def facts(rows: list[dict[str, object]], leads: int) -> ReportFacts:
    """The world's other facts beside its calls."""
    count = len(rows)
    files = {"file_key": [1], "file": ["inbox/vicidial/export_20261120.csv"], "batch": [12], "records": [count + 41],
             "attempts": [count], "replaced": [9], "already_seen": [20], "no_result": [3], "not_ours": [7],
             "quarantined": [2], "unfolded": [0], "mended": [0]}  # fmt: skip
    times = [
        {"batch": 1, "source": "dialer", "agent": f"agent{agent}", "project": "office-paper",
         "from_utc": datetime(2026, 11, 9 + day, 0, tzinfo=UTC), "login_seconds": 7 * 3600, "talk_seconds": 9000,
         "wait_seconds": 9000, "wrap_seconds": 4200, "pause_seconds": 3000, "file_key": 2, "record": day * 10 + agent}
        for day in (*range(5), *range(7, 12)) for agent in range(6)
    ]  # fmt: skip
    orders = [
        {"batch": 1, "file_key": 3, "record": n, "source": "shop", "project": "office-paper", "order_no": f"o{n}",
         "lead_key": row["lead_key"], "status": "OK", "at_utc": row["start_utc"],
         "outcome": ("system.sale", "system.sale", "system.pending", "system.cancelled")[n % 4]}
        for n, row in enumerate(row for row in rows if row["outcome"] == "call.deal")
    ]  # fmt: skip
    ordered = dict(TABLES["orders"].schema) | {"outcome": pl.String(), "irregular": pl.String()}
    return ReportFacts(
        outcomes=frame(rows),
        leads=lead_rows(rows, leads),
        as_of=AS_OF,
        at_batch=12,
        files=pl.DataFrame(files, schema=FILES).lazy(),
        agent_time=pl.DataFrame(times, schema=dict(TABLES["agent_time"].schema)).lazy(),
        confirmations=pl.DataFrame(orders, schema=ordered, strict=False).lazy(),
    )


def period(text: str) -> Period:
    """In Seoul, half-days ending at one."""
    return parse_period(text, ZONE, time(13))
