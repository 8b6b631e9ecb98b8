"""Who may be reached, at which number? Suppressions of the day, dead and foreign numbers, register scrubs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.words import ASKED_IN_A_CALL, Channel, SuppressionKind
from telebatch.split.shapes import SplitInputs

_CALL: Final = (str(Channel.ANY), str(Channel.CALL))
_HIT: Final = ("channel", "from_on", "until_on", "list")


Hours = tuple[datetime, datetime]


def suppressed(inputs: SplitInputs, on: date, hours: Hours | None = None) -> pl.LazyFrame:
    """Leads that are not to be contacted on that day, by any of their numbers or names.

    A day of a request is over where everybody's is over: at the centre, and where the person lives.

    Args:
      hours: Instants between which is called: whoever has another day then is not to be contacted on that day either.

    Returns:
      Key `lead_key`: `no_call`, `no_mail`, `no_email` (Bool), `no_call_until` (last day; null:
      for good), `asked` (the list).
    """
    leads = inputs.leads.select("lead_key", "person_key", "project")
    abroad = days_elsewhere(inputs.numbers, on, hours) if hours else _NO_DAYS
    # Whose days these are is asked of the few who are hit.
    hits = _hits(inputs, leads, on, timedelta(days=1 if abroad.height else 0))
    channel = pl.col("channel")
    for_good = pl.date(9999, 12, 31)
    calls = channel.is_in(_CALL)
    return (
        _in_force(hits, leads, abroad, on)
        .group_by("lead_key")
        .agg(
            calls.any().alias("no_call"),
            channel.is_in([str(Channel.ANY), str(Channel.MAIL)]).any().alias("no_mail"),
            channel.is_in([str(Channel.ANY), str(Channel.EMAIL)]).any().alias("no_email"),
            pl.when(calls).then(pl.col("until_on").fill_null(for_good)).max().alias("no_call_until"),
            pl.col("list").min().alias("asked"),
        )
        .with_columns(no_call_until=pl.when(pl.col("no_call_until") < for_good).then("no_call_until"))
    )


def _hits(inputs: SplitInputs, leads: pl.LazyFrame, on: date, near: timedelta) -> pl.LazyFrame:
    """`lead_key` and what names it, of requests that hold within so many days to either side."""
    # What was asked in a call holds at once: its day is told in UTC, and the evening before may still be called.
    asked = pl.col("asked_by").eq(ASKED_IN_A_CALL).fill_null(False)
    begun = pl.col("from_on").le(on + near).fill_null(True) | asked
    holds = inputs.suppressions.filter(begun, pl.col("until_on").ge(on - near).fill_null(True)).select(
        "list", "kind", "number", "text", "person_key", "lead_key", "channel", "until_on", only="project",
        from_on=pl.when(~asked).then("from_on"),
    )  # fmt: skip
    owners = inputs.numbers.select("person_key", "number")
    listed = _of_persons(leads, owners.join(_of(holds, SuppressionKind.NUMBER), on="number", how="semi"))
    return pl.concat([
        _hit(leads, holds, SuppressionKind.LEAD, "lead_key"),
        _hit(leads, holds, SuppressionKind.PERSON, "person_key"),
        _hit(listed, holds, SuppressionKind.NUMBER, "number"),
        _by_prefix(leads, owners, holds),
        _by_text(leads, inputs.people, holds, SuppressionKind.COMPANY, "company_key"),
        _by_text(leads, inputs.people, holds, SuppressionKind.EMAIL, "email"),
        _by_text(leads, inputs.people, holds, SuppressionKind.RECORD, "record_key"),
    ])  # fmt: skip


_NO_DAYS: Final = pl.DataFrame(schema={"person_key": pl.Int64, "first": pl.Date, "last": pl.Date})


def days_elsewhere(numbers: pl.LazyFrame, on: date, hours: Hours) -> pl.DataFrame:
    """Persons some of whose numbers lie where those hours are, in part, of another day.

    Args:
      numbers: `person_key`, `zones` (IANA, joined by `|`; null or unknown: the centre's own).
      hours: Half-open.

    Returns:
      Key `person_key`: `first`, `last`, the days that it is there, that of the centre among them.
    """
    begin, end = hours[0], hours[1] - timedelta(microseconds=1)
    rows = []
    for zones in numbers.select(pl.col("zones").unique()).collect().to_series().drop_nulls():
        clocks = [ZoneInfo(zone) for zone in zones.split("|") if zone != "Etc/Unknown"]
        days = [on, *(instant.astimezone(clock).date() for clock in clocks for instant in (begin, end))]
        if min(days) < on or max(days) > on:
            rows.append((zones, min(days), max(days)))
    if not rows:
        return _NO_DAYS
    there = pl.DataFrame(rows, schema={"zones": pl.String, "first": pl.Date, "last": pl.Date}, orient="row")
    theirs = numbers.select("person_key", "zones").join(there.lazy(), on="zones", how="inner")
    return theirs.group_by("person_key").agg(pl.col("first").min(), pl.col("last").max()).collect()


def _in_force(hits: pl.LazyFrame, leads: pl.LazyFrame, abroad: pl.DataFrame, on: date) -> pl.LazyFrame:
    """Hits that hold on a day of the lead's; `until_on` becomes the last day on which the centre must not call."""
    if abroad.is_empty():
        return hits
    days = leads.join(abroad.lazy(), on="person_key", how="inner").select("lead_key", "first", "last")
    first, last = pl.col("first").fill_null(on), pl.col("last").fill_null(on)
    near = hits.join(days, on="lead_key", how="left").filter(
        pl.col("from_on").le(last).fill_null(True), pl.col("until_on").ge(first).fill_null(True)
    )
    return near.with_columns(pl.col("until_on") + (pl.lit(on) - first)).drop("first", "last")


def _of(holds: pl.LazyFrame, kind: SuppressionKind) -> pl.LazyFrame:
    return holds.filter(pl.col("kind").eq(str(kind)))


def _of_persons(leads: pl.LazyFrame, rows: pl.LazyFrame) -> pl.LazyFrame:
    return leads.join(rows, on="person_key", how="inner")


def _hit(rows: pl.LazyFrame, holds: pl.LazyFrame, kind: SuppressionKind, key: str) -> pl.LazyFrame:
    """Leads named by one key, within the project the suppression is for."""
    named = _of(holds, kind).select(key, *_HIT, "only")
    fits = pl.col("only").is_null() | pl.col("only").eq(pl.col("project"))
    return rows.join(named, on=key, how="inner").filter(fits).select("lead_key", *_HIT)


def _by_text(
    leads: pl.LazyFrame, people: pl.LazyFrame, holds: pl.LazyFrame, kind: SuppressionKind, key: str
) -> pl.LazyFrame:
    named = people.filter(pl.col(key).is_not_null()).select("person_key", text=pl.col(key).str.to_lowercase())
    texts = holds.with_columns(pl.col("text").str.to_lowercase())
    kept = named.join(_of(texts, kind), on="text", how="semi")
    return _hit(_of_persons(leads, kept), texts, kind, "text")


def _by_prefix(leads: pl.LazyFrame, owners: pl.LazyFrame, holds: pl.LazyFrame) -> pl.LazyFrame:
    """Prefixes are E.164 digits without plus, in `number` or `text`; few, so each length is one join."""
    told = pl.coalesce(pl.col("text").str.strip_prefix("+"), pl.col("number").cast(pl.String))
    prefixes = _of(holds, SuppressionKind.PREFIX).with_columns(text=told).collect()
    parts = [
        _hit(
            _of_persons(
                leads,
                owners.with_columns(text=pl.col("number").cast(pl.String).str.head(length)).filter(
                    pl.col("text").is_in(prefixes["text"].unique().implode())
                ),
            ),
            prefixes.lazy(),
            SuppressionKind.PREFIX,
            "text",
        )
        for length in sorted(set(prefixes["text"].str.len_chars().drop_nulls().to_list()))
    ]
    kinds = {"lead_key": pl.Int64, **dict.fromkeys(_HIT, pl.String), "from_on": pl.Date, "until_on": pl.Date}
    empty = pl.LazyFrame(schema=kinds)
    return pl.concat([empty, *parts])


def scrubbed_on(register: str) -> str:
    """The column with the day on which a number was last compared with a register."""
    return f"scrubbed_on_{register}"


def usable_numbers(inputs: SplitInputs, on: date, registers: Sequence[str]) -> pl.LazyFrame:
    """Numbers that may serve on that day: neither dead on the line nor known to be somebody else's.

    Args:
      registers: Whose comparisons are asked for.

    Returns:
      Key (`person_key`, `number`): `position`, `extension`, `region`, `zones`, and per register `scrubbed_on` of it
      (null: none, never).
    """
    dead = inputs.bad.filter(pl.col("bad_until") > on).select("number")
    day = pl.col("scrubbed_on")
    days = [day.filter(pl.col("register").eq(one)).max().alias(scrubbed_on(one)) for one in registers]
    scrubs = inputs.scrubs.group_by("number").agg(days)
    return (
        inputs.numbers.filter(pl.col("number").is_not_null())
        .select("person_key", "number", "position", "extension", "region", "zones")
        .join(dead, on="number", how="anti")
        .join(inputs.dropped.select("person_key", "number"), on=["person_key", "number"], how="anti")
        .join(scrubs, on="number", how="left")
    )


def with_number(leads: pl.LazyFrame, usable: pl.LazyFrame, registers: Sequence[str]) -> pl.LazyFrame:
    """Adds the number to call: the first usable one in dialling order; for an open callback the one last called.

    Returns:
      The same rows, in their order, with `number` (null: none), `extension`, `region`, `zones`, and
      `scrubbed_on` of each register.
    """
    told = ("number", "extension", "region", "zones", *(scrubbed_on(one) for one in registers))
    first = usable.sort("person_key", "position", "number").group_by("person_key").agg(pl.col(told).first())
    booked = leads.filter(pl.col("callback_utc").is_not_null()).select("lead_key", "person_key", number="last_number")
    again = (
        booked.join(usable, on=["person_key", "number"], how="inner")
        .unique("lead_key", keep="any")
        .select("lead_key", *(pl.col(name).alias(f"_{name}") for name in told))
    )
    rows = leads.join(first, on="person_key", how="left", maintain_order="left").join(
        again, on="lead_key", how="left", maintain_order="left"
    )
    kept = pl.col("_number").is_not_null()
    return rows.with_columns(pl.when(kept).then(f"_{name}").otherwise(name).alias(name) for name in told).drop(
        f"_{name}" for name in told
    )
