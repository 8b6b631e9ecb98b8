"""How each lead stands, as the fold of all facts says."""

from __future__ import annotations

import polars as pl

from telebatch.model.table import INSTANT, table_of
from telebatch.model.words import StatusReason

#: The fold's answer per lead; rebuildable from facts, so a cache. The row of the latest `batch` per lead counts.
LEAD_STATE = table_of(
    "lead_state",
    ("lead_key",),
    personal=True,
    lead_key=pl.Int64,
    person_key=pl.Int64,
    project=pl.String,
    status=pl.String,
    status_reason=pl.String,
    closed_utc=INSTANT,  # words.LeadStatus; reason null while open
    verdict=pl.String,
    score=pl.Int16,
    is_key_person=pl.Boolean,
    seniority=pl.String,
    key_person_state=pl.String,
    key_person_on=pl.Date,  # when title, supplier or talk last told; null: never
    list=pl.String,
    received_on=pl.Date,
    use_until=pl.Date,
    consent_on=pl.Date,
    consent_since=pl.Date,  # first delivery of the list that told the same consent without a day; null: received_on
    standing=pl.String,  # none | booked | awaiting | pending | sold | cancelled | refused
    attempts=pl.Int32,
    answered=pl.Int32,
    connected=pl.Int32,
    right_party=pl.Int32,
    first_attempt_utc=INSTANT,
    last_attempt_utc=INSTANT,
    last_number=pl.Int64,
    last_agent=pl.String,
    last_outcome=pl.String,
    last_code=pl.String,
    last_callback_utc=INSTANT,
    last_queue=pl.String,
    same_outcome_run=pl.Int32,  # how many attempts in a row ended in last_outcome: retry tables count these
    callback_utc=INSTANT,
    callback_booked_utc=INSTANT,
    callback_agent=pl.String,
    callback_asked=pl.Boolean,
    callback_tries=pl.Int32,  # attempts since the booking that did not keep it
    call_steps_done=pl.Int16,
    step_done_utc=INSTANT,  # completed call steps of the plan, and when the last one was
    media_sent=pl.String,  # plan media sent and not returned, joined by "+" in plan order, "" for none
    media_arrivals=pl.List(pl.Date),  # when each of media_sent arrived or is expected to; the day judges whether it has
    media_sent_on=pl.Date,
    media_due_on=pl.Date,  # posting and arrival of the latest of them; null: none
    media_pieces=pl.Int16,  # pieces of plan media ever posted, returned ones included
    media_returned=pl.String,  # plan media that came back, once per piece, joined by "+", "" for none
    media_combination=pl.String,  # completed steps in plan order joined by "+": `catalogue+call`; "" for none
    released_queue=pl.String,
    released_on=pl.Date,  # a released call without its result; null: none
    is_unclassified=pl.Boolean,
    is_quarantined=pl.Boolean,
    awaiting_since_utc=INSTANT,  # a deal waiting for its order row; null: none
    order_no=pl.String,
    sold_utc=INSTANT,
    cancelled_utc=INSTANT,
    amount_minor=pl.Int64,
    currency=pl.String,
    bad_numbers=pl.Int16,
    dropped_numbers=pl.Int16,
    rest_until=pl.Date,  # after refusal or cancellation; null: none
    is_suppressed=pl.Boolean,
    irregular=pl.String,  # last irregular jump told in words; null: none
    intent=pl.String,
    agent=pl.String,
    hold_until=pl.Date,
)


def is_forgotten() -> pl.Expr:
    """Bool per row of LEAD_STATE, never null: the person was forgotten on request, since `closed_utc` at the latest."""
    said = pl.col("status_reason").eq(str(StatusReason.FORGOTTEN))
    return said.fill_null(value=False).alias("is_forgotten")
