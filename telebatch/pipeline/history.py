"""Batches: what was taken in when, and what each of them brought."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from telebatch.model.plural import plural
from telebatch.model.tables import CLOSED
from telebatch.pipeline.house import House
from telebatch.pipeline.told import Told


def history(house: House) -> Told:
    """One line per batch, the latest last."""
    rows = list(house.store.batches().sort("batch").iter_rows(named=True))
    about = _about(house)
    wide, named = (max((len(row[name] or "") for row in rows), default=0) for name in ("command", "project"))
    lines = [
        f"{row['batch']:>5}  {row['status']:<6}  {row['as_of_utc'].astimezone(house.zone):%Y-%m-%d %H:%M}"
        f"  {row['command']:<{wide}}  {row['project'] or '':<{named}}"
        f"  {'; '.join(filter(None, (_counts(row['counts']), ', '.join(about.get(row['batch'], ())))))}"
        for row in rows
    ]
    shown = tuple(line.rstrip() for line in lines or ["no batch yet"])
    numbers = [row["batch"] for row in rows]
    told = [_simple(asdict(house.store.batch(one))) | {"about": about.get(one, [])} for one in numbers]
    return Told("batches list", house.as_of.isoformat(), shown=shown, answer={"batches": told})


def _about(house: House) -> dict[int, list[str]]:
    """Batch → the files it took in, or the periods it closed: what a person knows a batch by."""
    about: dict[int, list[str]] = {}
    for one in house.store.inputs():
        about.setdefault(one.batch, []).append(one.path)
    for row in house.store.scan(CLOSED).sort("batch", "project", "period").collect().iter_rows(named=True):
        about.setdefault(row["batch"], []).append(f"{row['period']} of {row['project']}")
    return about


def _counts(counts: object) -> str:
    told = json.loads(counts) if isinstance(counts, str) else dict(counts or {})  # type: ignore[call-overload]
    return ", ".join(f"{name} {value:,}" for name, value in told.items() if value)


def _simple(batch: dict[str, object]) -> dict[str, object]:
    """The ledger's row as JSON can hold it; keys as in docs/store.md."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in batch.items()}


def show_batch(house: House, number: int) -> Told:
    """Everything the ledger holds of one batch.

    Raises:
      WrongUsage: No such batch.
    """
    batch = asdict(house.store.batch(number))
    lines = [f"{name}: {value}" for name, value in batch.items() if value not in (None, "", {}, ())]
    inputs, outputs = house.store.inputs(number), house.store.outputs(number)
    lines += [f"input: {one.path} ({plural(one.records, 'record')}, {one.sha256[:12]})" for one in inputs]
    lines += [f"output: {one.path}" for one in outputs]
    answer = {
        "batch": _simple(batch),
        "inputs": [_simple(asdict(one)) for one in inputs],
        "outputs": [one.path for one in outputs],
    }
    return Told("batches show", house.as_of.isoformat(), batch=number, shown=tuple(lines), answer=answer)
