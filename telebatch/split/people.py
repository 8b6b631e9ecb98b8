"""Who may be reached, at which number? Suppressions of the day, dead and foreign numbers, register scrubs."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from telebatch.model.words import ASKED_IN_A_CALL, Channel, SuppressionKind
from telebatch.split.shapes import SplitInputs

_CALL: Final = (str(Channel.ANY), str(Channel.CALL))


def suppressed(inputs: SplitInputs, on: date) -> pl.LazyFrame:
    """Leads that are not to be contacted on that day, by any of their numbers or names.

    Returns:
      Key `lead_key`: `no_call`, `no_mail`, `no_email` (Bool), `no_call_until` (last day; null:
      for good), `asked` (the list).
    """
    # What was asked in a call holds at once: its day is told in UTC, and the evening before may still be called.
    begun = pl.col("from_on").le(on).fill_null(True) | pl.col("asked_by").eq(ASKED_IN_A_CALL).fill_null(False)
    holds = inputs.suppressions.filter(begun, pl.col("until_on").ge(on).fill_null(True)).select(
        "list", "kind", "number", "text", "person_key", "lead_key", "channel", "until_on", only="project"
    )
    leads = inputs.leads.select("lead_key", "person_key", "project")
    owners = inputs.numbers.select("person_key", "number")
    hits = [
        _hit(leads, holds, SuppressionKind.LEAD, "lead_key"),
        _hit(leads, holds, SuppressionKind.PERSON, "person_key"),
        _hit(
            _of_persons(leads, owners.join(_of(holds, SuppressionKind.NUMBER), on="number", how="semi")),
            holds,
            SuppressionKind.NUMBER,
            "number",
        ),
        _by_prefix(leads, owners, holds),
        _by_text(leads, inputs.people, holds, SuppressionKind.COMPANY, "company_key"),
        _by_text(leads, inputs.people, holds, SuppressionKind.EMAIL, "email"),
        _by_text(leads, inputs.people, holds, SuppressionKind.RECORD, "record_key"),
    ]
    channel = pl.col("channel")
    for_good = pl.date(9999, 12, 31)
    calls = channel.is_in(_CALL)
    return (
        pl.concat(hits)
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


def _of(holds: pl.LazyFrame, kind: SuppressionKind) -> pl.LazyFrame:
    return holds.filter(pl.col("kind").eq(str(kind)))


def _of_persons(leads: pl.LazyFrame, rows: pl.LazyFrame) -> pl.LazyFrame:
    return leads.join(rows, on="person_key", how="inner")


def _hit(rows: pl.LazyFrame, holds: pl.LazyFrame, kind: SuppressionKind, key: str) -> pl.LazyFrame:
    """Leads named by one key, within the project the suppression is for."""
    named = _of(holds, kind).select(key, "channel", "until_on", "list", "only")
    fits = pl.col("only").is_null() | pl.col("only").eq(pl.col("project"))
    return rows.join(named, on=key, how="inner").filter(fits).select("lead_key", "channel", "until_on", "list")


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
    empty = pl.LazyFrame(
        schema={"lead_key": pl.Int64(), "channel": pl.String(), "until_on": pl.Date(), "list": pl.String()}
    )
    return pl.concat([empty, *parts])


def usable_numbers(inputs: SplitInputs, on: date) -> pl.LazyFrame:
    """Numbers that may serve on that day: neither dead on the line nor known to be somebody else's.

    Returns:
      Key (`person_key`, `number`): `position`, `extension`, `region`, `zones`, `scrubbed_on` (null: none, never).
    """
    dead = inputs.bad.filter(pl.col("bad_until") > on).select("number")
    scrubs = inputs.scrubs.group_by("number").agg(pl.col("scrubbed_on").max())
    return (
        inputs.numbers.filter(pl.col("number").is_not_null())
        .select("person_key", "number", "position", "extension", "region", "zones")
        .join(dead, on="number", how="anti")
        .join(inputs.dropped.select("person_key", "number"), on=["person_key", "number"], how="anti")
        .join(scrubs, on="number", how="left")
    )


def with_number(leads: pl.LazyFrame, usable: pl.LazyFrame) -> pl.LazyFrame:
    """Adds the number to call: the first usable one in dialling order; for an open callback the one last called.

    Returns:
      The same rows, in their order, with `number` (null: none), `extension`, `region`, `zones`, `scrubbed_on`.
    """
    told = ("number", "extension", "region", "zones", "scrubbed_on")
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
