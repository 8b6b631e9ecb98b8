"""Every stored table: its columns, physical types and what null means.

Facts are append-only; each row carries the `batch` that brought it. `*_key` columns are Int64 given by the ledger's
sequences and never re-used. Instants are UTC microseconds. Text that names a person stands only in PERSONAL tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

INSTANT = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class Table:
    """The fixed physical shape of one stored table.

    Attributes:
      name: Folder of its segments.
      version: Rises with every change of `schema`; older segments are upcast when opened.
      schema: Column → type, in stored order. No Enum, no null-typed column.
      sort: Order of rows in a segment; ends in a unique column or the whole row is the key.
      personal: Holds values that name a person, and is rewritten by `forget`.
    """

    name: str
    version: int
    schema: MappingProxyType[str, pl.DataType]
    sort: tuple[str, ...]
    personal: bool = False

    def empty(self) -> pl.DataFrame:
        """No rows, every column in place."""
        return pl.DataFrame(schema=dict(self.schema))


def _table(
    name: str, sort: tuple[str, ...], personal: bool = False, version: int = 1, **columns: object
) -> Table:
    schema = {"batch": pl.Int64(), **{key: _instance(kind) for key, kind in columns.items()}}
    return Table(name, version, MappingProxyType(schema), sort, personal)


def _instance(kind: object) -> pl.DataType:
    if isinstance(kind, pl.DataType):
        return kind
    if isinstance(kind, type) and issubclass(kind, pl.DataType):
        return kind()
    raise TypeError(f"not a column type: {kind!r}")


#: A lead is a person in one project; given once, found again by the same keys, and kept through undo.
LEADS = _table(
    "leads",
    ("lead_key",),
    lead_key=pl.Int64,
    person_key=pl.Int64,
    project=pl.String,
    source=pl.String,  # words.LeadSource
)

#: What was last known of a person, a version per batch; the row of the latest live batch wins.
PEOPLE = _table(
    "people",
    ("person_key",),
    personal=True,
    person_key=pl.Int64,
    list=pl.String,  # named list the version came from; null: inbound call, referral or correction
    record_key=pl.String,  # the client's own key within `list`; null: none
    person=pl.String,
    person_name_key=pl.String,  # spelling folded; "" : name not known
    title=pl.String,
    department=pl.String,
    company=pl.String,
    company_key=pl.String,  # null: no company
    email=pl.String,
    address=pl.String,
    postcode=pl.String,
    city=pl.String,
    language=pl.String,
)

#: The numbers of a person in dialling order, a version per batch (all rows of a person's latest live batch count).
NUMBERS = _table(
    "numbers",
    ("person_key", "position"),
    personal=True,
    person_key=pl.Int64,
    position=pl.Int16,
    number=pl.Int64,
    kind=pl.String,
    line=pl.String,
    extension=pl.String,
    region=pl.String,
    zones=pl.String,
)

#: One row per record of a contact list; lead_key is null where the record was rejected.
LISTED = _table(
    "listed",
    ("file_key", "record"),
    file_key=pl.Int64,
    record=pl.Int64,
    project=pl.String,
    list=pl.String,
    lead_key=pl.Int64,
    person_key=pl.Int64,
    verdict=pl.String,
    reasons=pl.String,  # words.Reason joined by "|", "" where callable
    score=pl.Int16,
    role_class=pl.String,
    seniority=pl.String,
    function=pl.String,
    role_basis=pl.String,
    is_key_person=pl.Boolean,  # null: unknown
    verified_on=pl.Date,
    use_until=pl.Date,
    consent_on=pl.Date,  # null: not told
    received_on=pl.Date,
)

#: Named contact lists as delivered.
LISTS = _table(
    "lists",
    ("list", "file_key"),
    list=pl.String,
    project=pl.String,
    file_key=pl.Int64,
    supplier=pl.String,
    received_on=pl.Date,
    use_until=pl.Date,
    consent=pl.String,
    price_minor=pl.Int64,
    currency=pl.String,
    records=pl.Int64,
    columns=pl.String,  # JSON array
)

#: Free and personal values beside facts: handed-through columns, collected fields, memos.
ANSWERS = _table(
    "answers",
    ("lead_key", "kind", "file_key", "record"),
    personal=True,
    lead_key=pl.Int64,
    kind=pl.String,  # handed_through | collected | memo
    file_key=pl.Int64,
    record=pl.Int64,
    at_utc=INSTANT,
    value=pl.String,  # JSON object for handed_through and collected, text for memo
)

#: A touch of a lead by a medium. Key: lead_key, medium, sent_on; a later batch's row for one key adds its dates.
TOUCHES = _table(
    "touches",
    ("file_key", "record"),
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
ATTEMPTS = _table(
    "attempts",
    ("lead_key", "start_utc", "file_key", "record"),
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

#: A confirmation of the client's system. Key: source, order_no, status time.
ORDERS = _table(
    "orders",
    ("file_key", "record"),
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
)

#: A row of a released queue: a promise that its result will come.
RELEASED = _table(
    "released",
    ("queue", "position"),
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

#: What became of a queue: released, added (top-up), withdrawn (a lead), closed.
QUEUE_EVENTS = _table(
    "queue_events",
    ("queue", "event", "lead_key"),
    queue=pl.String,
    event=pl.String,
    lead_key=pl.Int64,  # null: the whole queue
    at_utc=INSTANT,
)

#: Pieces posted by a released mailing list.
MAILED = _table(
    "mailed",
    ("mailing", "lead_key"),
    mailing=pl.String,
    shift=pl.String,
    project=pl.String,
    lead_key=pl.Int64,
    medium=pl.String,
    sent_on=pl.Date,
)

#: Who must not be contacted. `from_on` null: always was; `until_on` null: for good.
SUPPRESSIONS = _table(
    "suppressions",
    ("list", "kind", "number", "text", "person_key", "lead_key"),
    personal=True,
    list=pl.String,
    project=pl.String,  # null: all projects
    channel=pl.String,
    kind=pl.String,
    number=pl.Int64,
    text=pl.String,
    person_key=pl.Int64,
    lead_key=pl.Int64,
    from_on=pl.Date,
    until_on=pl.Date,
    asked_by=pl.String,
    note=pl.String,
    is_removal=pl.Boolean,  # True takes earlier rows of the same list and key back
)

#: Comparisons with a register of refusals. A row is a number sent (`scrubbed_on` null), or the register's answer on it.
SCRUBS = _table(
    "scrubs",
    ("register", "number", "file_key"),
    personal=True,
    register=pl.String,  # region, or the pack where a region has several registers
    number=pl.Int64,
    scrubbed_on=pl.Date,  # null: sent, no answer in this row
    is_listed=pl.Boolean,  # null: sent, no answer in this row
    file_key=pl.Int64,  # the answer's file; null: sent
    sent_in=pl.Int64,  # batch of the export
)

#: Corrections a person made to one lead, with who and why.
AMENDMENTS = _table(
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

#: A data supplier's answer on a person.
VERIFIED = _table(
    "verified",
    ("person_key", "answered_on"),
    person_key=pl.Int64,
    lead_key=pl.Int64,
    supplier=pl.String,
    answer=pl.String,  # confirmed | changed | left | closed | not_found
    answered_on=pl.Date,
    cost_minor=pl.Int64,
    currency=pl.String,
    file_key=pl.Int64,
    record=pl.Int64,
)

#: Agent time as told by the dialer, seconds per state.
AGENT_TIME = _table(
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
QUARANTINE = _table(
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
SET_ASIDE = _table(
    "set_aside",
    ("file_key", "record"),
    file_key=pl.Int64,
    record=pl.Int64,
    kind=pl.String,
    reason=pl.String,
)

#: The fold's answer per lead; rebuildable from facts, so a cache. The row of the latest `batch` per lead counts.
LEAD_STATE = _table(
    "lead_state",
    ("lead_key",),
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
    media_done=pl.String,  # as media_sent: whether each piece has arrived by a day is judged with media_arrivals
    media_sent=pl.String,  # plan media sent and not returned, joined by "+" in plan order, "" for none
    media_arrivals=pl.List(pl.Date),  # when each of media_sent arrived or is expected to
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

TABLES = MappingProxyType(
    {
        table.name: table
        for table in (
            LEADS,
            PEOPLE,
            NUMBERS,
            LISTED,
            LISTS,
            ANSWERS,
            TOUCHES,
            ATTEMPTS,
            ORDERS,
            RELEASED,
            QUEUE_EVENTS,
            MAILED,
            SUPPRESSIONS,
            SCRUBS,
            AMENDMENTS,
            VERIFIED,
            AGENT_TIME,
            QUARANTINE,
            SET_ASIDE,
            LEAD_STATE,
        )
    }
)
