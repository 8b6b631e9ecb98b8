"""Calls and orders in words: the raw code, what it was decided to mean, and what followed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from telebatch.classify import with_answers_beside
from telebatch.model.plural import plural
from telebatch.model.tables import ANSWERS, ATTEMPTS
from telebatch.model.workspace import Settings
from telebatch.pipeline.words.fields import collected_words
from telebatch.pipeline.words.plain import PlainWords, money
from telebatch.store import View

#: How a lead's deal stands, in words.
STANDINGS: Mapping[str, str] = {
    "none": "nothing agreed",
    "booked": "callback booked",
    "awaiting": "deal awaits its order row",
    "pending": "order pending",
    "sold": "sold",
    "cancelled": "cancelled",
    "refused": "refused",
}

_SEVERAL: Mapping[str, str] = {
    "booked": "callbacks booked",
    "awaiting": "deals await their order rows",
    "pending": "orders pending",
}


def standing_words(standing: str, leads: int) -> str:
    """How many leads stand so: `1 deal awaits its order row`, `2 deals await their order rows`."""
    words = STANDINGS.get(standing, standing)
    return f"{leads:,} {words if leads == 1 else _SEVERAL.get(standing, words)}"


def memos_of(known: View, leads: pl.Series) -> Mapping[tuple[int, int], str]:
    """(file_key, record) of the row that counts, or of the list → memo."""
    told = known.scan_keys(ANSWERS, "lead_key", leads).filter(pl.col("kind") == "memo")
    rows = with_answers_beside(told, known.scan_keys(ATTEMPTS, "lead_key", leads).collect())
    return {
        (file, record): text for file, record, text in rows.select("file_key", "record", "value").collect().iter_rows()
    }


def call_words(row: dict[str, Any], memos: Mapping[tuple[int, int], str], settings: Settings, words: PlainWords) -> str:
    """One OUTCOMES row with `written`: `call 2 at 010-1234-5678 by Kim, 63 s: SALE → Deal; sold`."""
    number = f" {row['attempt_no']}" if row["attempt_no"] else ""
    way = "called us" if row["direction"] == "in" else f"call{number}"
    agent = f" by {row['agent']}" if row["agent"] else ""
    at = f" at {row['written']}" if row["written"] else ""
    length = f", {row['talk_seconds']} s" if row["talk_seconds"] is not None else ""
    code = "/".join(part for part in (row["code"], row["cause"]) if part) or "no code"
    told = [
        f"{way}{at}{agent}{length}: {code} → {words.outcome(row['outcome'])}",
        *_consequences(row, settings, words),
        *_remarks(row, settings, words),
    ]
    memo = memos.get((row["file_key"], row["record"]))
    return "; ".join([*told, *([f"memo: {memo}"] if memo else [])])


def _consequences(row: dict[str, Any], settings: Settings, words: PlainWords) -> Iterator[str]:
    if row["callback_outcome"]:
        yield f"keeps the callback: {words.outcome(row['callback_outcome'])}"
    if row["books"]:
        yield f"callback booked for {words.at(row['callback_utc'])}"
    if row["advances"]:
        yield f"step {_step(row, settings)} of the plan done"
    if row["standing_after"] not in {row["standing_before"], "booked" if row["books"] else None}:
        standing = STANDINGS.get(row["standing_after"], str(row["standing_after"]))
        if standing != words.outcome(row["outcome"]).lower():
            yield standing
    if row["holds"]:
        yield "holds the lead until the code is mapped"
    if row["suppresses"]:
        yield "must not be called again, at any number"
    if row["bad_number"]:
        yield "number counts as bad"
    if row["drops_number"]:
        yield "number is not this person's"


def _remarks(row: dict[str, Any], settings: Settings, words: PlainWords) -> Iterator[str]:
    if row["goal"]:
        yield f"goal: {words('goal', row['goal']).lower()}"
    if row["intent"]:
        yield f"intent {row['intent']}"
    if row["collected"]:
        yield collected_words(settings.projects.get(row["project"] or ""), row["collected"])
    if row["irregular"]:
        yield f"irregular: {row['irregular']}"
    if row["cause_is_machine"] and row["goal"]:
        yield "doubtful: the cause tells of a machine"
    if row["lacks_booking"]:
        yield "doubtful: no callback was booked"
    if row["start_flag"]:
        yield f"time of call: {row['start_flag'].replace('_', ' ')}"
    if row["replaced_rows"]:
        first = f", the first said {row['first_code']}" if row["first_code"] != row["code"] else ""
        yield f"replaces {plural(row['replaced_rows'], 'earlier row')} of this call{first}"


def _step(row: dict[str, Any], settings: Settings) -> str:
    project = settings.projects.get(row["project"] or "")
    steps = project.call_steps if project else ()
    number = int(row["stage_no"] or 1)
    return steps[number - 1].name if number <= len(steps) else str(number)


def order_words(row: dict[str, Any], words: PlainWords) -> str:
    """One confirmation: `order SO-1: paid → Sale confirmed, 198,000 KRW; sold`."""
    amount = money(row["amount_minor"], row["currency"])
    told = [f"order {row['order_no']}: {row['status']} → {words.outcome(row['outcome'])}"]
    told[0] += f", {amount}" if amount else ""
    told[0] += f", call wanted at {words.at(row['callback_utc'])}" if row["callback_utc"] else ""
    if row["standing_after"] != row["standing_before"]:
        told.append(STANDINGS.get(row["standing_after"], str(row["standing_after"])))
    if row["irregular"]:
        told.append(f"irregular: {row['irregular']}")
    return "; ".join(told)
