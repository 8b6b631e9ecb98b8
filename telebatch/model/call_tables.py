"""Facts about what was done: touches, calls, orders, queues, corrections, and records that found no place."""

from __future__ import annotations

import polars as pl

from telebatch.model.table import INSTANT, table_of

#: A touch of a lead by a medium. Key: lead_key, medium, sent_on; a later batch's row for one key adds its dates.
TOUCHES = table_of(
    "touches",
    ("file_key", "record"),
    personal=True,
    file_key=pl.Int64,
    record=pl.Int64,
    project=pl.String,
    lead_key=pl.Int64,
    medium=pl.String,
    sent_on=pl.Date,
    arrived_on=pl.Date,
    returned_on=pl.Date,  # null: not told
    reason=pl.String,  # of the return; null: none told
)

#: Every readable result row, repeats included; which row of one attempt_key wins is decided by the fold.
ATTEMPTS = table_of(
    "attempts",
    ("lead_key", "start_utc", "file_key", "record"),
    personal=True,
    file_key=pl.Int64,
    record=pl.Int64,
    source=pl.String,
    format=pl.String,
    project=pl.String,
    direction=pl.String,  # out | in
    attempt_key=pl.String,  # never contains a result
    lead_key=pl.Int64,  # null: inbound call of a withheld number
    number=pl.Int64,  # null: withheld
    start_utc=INSTANT,
    zone=pl.String,
    start_flag=pl.String,  # null | repeated_hour | missing_hour | from_shift
    talk_seconds=pl.Int32,
    ring_seconds=pl.Int32,
    wrap_seconds=pl.Int32,  # null: the source does not tell
    code=pl.String,
    cause=pl.String,
    campaign=pl.String,
    agent=pl.String,
    queue=pl.String,
    position=pl.Int32,
    callback_utc=INSTANT,  # null: no time given
    intent=pl.String,
    reached_stage=pl.String,
    exported_utc=INSTANT,
    modified_utc=INSTANT,  # which row wins: the later exported, then modified, then file SHA-256
    file_sha=pl.String,
)

#: A call told of one lead by one file and of another by a later one: the fold of either needs the rows of both.
MOVED = table_of(
    "moved",
    ("lead_key", "former_key", "attempt_key"),
    personal=True,
    lead_key=pl.Int64,
    former_key=pl.Int64,  # either key is null: a withheld caller
    attempt_key=pl.String,
)

#: What was said about how to read a result file, as JSON: where it is matched anew, it is read as it was.
READ_AS = table_of("read_as", ("file_key",), file_key=pl.Int64, read_as=pl.String)

#: A number at which a lead was called although it was never its person's: what came of it speaks about the owner.
STRAYS = table_of("strays", ("lead_key", "number"), personal=True, lead_key=pl.Int64, number=pl.Int64)

#: A confirmation of the client's system. Key: source, order_no, status time.
ORDERS = table_of(
    "orders",
    ("file_key", "record"),
    version=2,
    file_key=pl.Int64,
    record=pl.Int64,
    source=pl.String,
    project=pl.String,
    order_no=pl.String,
    lead_key=pl.Int64,
    status=pl.String,
    at_utc=INSTANT,
    amount_minor=pl.Int64,
    currency=pl.String,
    quantity=pl.Int64,
    callback_utc=INSTANT,  # the call it promises; null: none, or at no time that could be read
)

#: A row of a released queue: a promise that its result will come.
RELEASED = table_of(
    "released",
    ("queue", "position"),
    personal=True,
    queue=pl.String,
    shift=pl.String,
    shift_on=pl.Date,
    project=pl.String,
    project_type=pl.String,
    media=pl.String,
    stage=pl.String,
    lead_key=pl.Int64,
    person_key=pl.Int64,
    number=pl.Int64,
    position=pl.Int32,
    why_now=pl.String,
    agent=pl.String,
    at_utc=INSTANT,
)

#: A row of a queue that was built and not handed out; a project's latest build of a shift counts. It keeps its person
#: from other queues of the shift until the project is built again. A row without `queue`: it was built.
BUILT = table_of(
    "built",
    ("shift", "project", "queue", "position"),
    shift=pl.String,
    shift_on=pl.Date,
    project=pl.String,
    project_type=pl.String,
    media=pl.String,
    stage=pl.String,
    queue=pl.String,
    position=pl.Int32,
    lead_key=pl.Int64,
    person_key=pl.Int64,
)

#: What became of a queue: released, added (top-up), withdrawn (a lead), closed.
QUEUE_EVENTS = table_of(
    "queue_events",
    ("queue", "event", "lead_key"),
    queue=pl.String,
    event=pl.String,
    lead_key=pl.Int64,  # null: the whole queue
    at_utc=INSTANT,
)

#: Pieces posted by a released mailing list.
MAILED = table_of(
    "mailed",
    ("mailing", "lead_key"),
    mailing=pl.String,
    shift=pl.String,
    project=pl.String,
    lead_key=pl.Int64,
    medium=pl.String,
    sent_on=pl.Date,
)

#: Corrections a person made to one lead, with who and why.
AMENDMENTS = table_of(
    "amendments",
    ("lead_key", "at_utc", "field"),
    personal=True,
    lead_key=pl.Int64,
    field=pl.String,
    value=pl.String,
    by=pl.String,
    why=pl.String,
    at_utc=INSTANT,
    file_key=pl.Int64,
    record=pl.Int64,
)

#: Agent time as told by the dialer, seconds per state.
AGENT_TIME = table_of(
    "agent_time",
    ("source", "agent", "from_utc"),
    source=pl.String,
    agent=pl.String,
    project=pl.String,
    from_utc=INSTANT,
    login_seconds=pl.Int32,
    talk_seconds=pl.Int32,
    wait_seconds=pl.Int32,
    wrap_seconds=pl.Int32,
    pause_seconds=pl.Int32,
    file_key=pl.Int64,
    record=pl.Int64,
)

#: Rows that could not be taken in. `lead_key` null: not known whose; else the row holds that lead.
QUARANTINE = table_of(
    "quarantine",
    ("file_key", "record", "reason"),
    personal=True,
    file_key=pl.Int64,
    record=pl.Int64,
    line=pl.Int64,
    kind=pl.String,
    project=pl.String,
    lead_key=pl.Int64,
    reason=pl.String,
    remedy=pl.String,
    raw=pl.String,
)

#: Records counted but not kept, so that every file adds up: verdict is repeated, no_result, not_ours, blank.
SET_ASIDE = table_of(
    "set_aside",
    ("file_key", "record"),
    file_key=pl.Int64,
    record=pl.Int64,
    kind=pl.String,
    reason=pl.String,
)
