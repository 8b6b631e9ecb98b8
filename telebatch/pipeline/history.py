"""Batches: what was taken in when, and what each of them brought."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from telebatch.model.plural import plural
from telebatch.pipeline.house import House
from telebatch.pipeline.told import Told


def history(house: House) -> Told:
    """One line per batch, the latest last."""
    rows = house.store.batches().sort("batch")
    lines = [
        f"{row['batch']:>5}  {row['status']:<6}  {row['as_of_utc'].astimezone(house.zone):%Y-%m-%d %H:%M}"
        f"  {row['command']:<16}"
        f"  {row['project'] or '':<18}  {_counts(row['counts'])}"
        for row in rows.iter_rows(named=True)
    ]
    shown = tuple(lines or ["no batch yet"])
    answer = {"batches": [_simple(asdict(house.store.batch(number))) for number in rows["batch"].to_list()]}
    return Told("batches list", house.as_of.isoformat(), shown=shown, answer=answer)


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
