"""Frames that travel between rooms and are never stored: their columns, keys and what null means."""

from __future__ import annotations

from types import MappingProxyType

import polars as pl

from telebatch.model.tables import ATTEMPTS, INSTANT

#: normalise → prequalify. Key (file_key, record), one row per readable record of a contact list.
CANDIDATES = MappingProxyType(
    {
        "file_key": pl.Int64(),
        "record": pl.Int64(),
        "line": pl.Int64(),
        "record_key": pl.String(),  # null: the list has none
        "person": pl.String(),
        "person_name_key": pl.String(),  # "" : no name
        "title": pl.String(),
        "department": pl.String(),
        "company": pl.String(),
        "company_key": pl.String(),
        "email": pl.String(),
        "further_emails": pl.String(),  # the other addresses of its cell, as in PEOPLE; null: none
        "email_unread": pl.String(),  # what else its cell holds, cut; null: it is one address, or empty
        "address": pl.String(),
        "postcode": pl.String(),
        "city": pl.String(),
        "language": pl.String(),
        "company_size": pl.Int64(),  # persons; null: not told
        "industry": pl.String(),
        "memo": pl.String(),
        "consent": pl.Boolean(),
        "consent_on": pl.Date(),  # null: none, or none that could be read
        "consent_on_unread": pl.String(),  # the cell, cut, where a date is written that cannot be read; else null
        "number": pl.Int64(),  # first usable number in dialling order; null: none
        "number_reason": pl.String(),  # why the first number is unusable; null where `number` is given
        "kind": pl.String(),
        "line_kind": pl.String(),
        "region": pl.String(),
        "zones": pl.String(),
        "repaired": pl.String(),  # phones.PhoneRepair or PhoneRemark of `number`; null: as written
        "number_count": pl.Int16(),  # distinct usable numbers
        "role_class": pl.String(),
        "seniority": pl.String(),
        "function": pl.String(),
        "is_general": pl.Boolean(),
        "is_current": pl.Boolean(),
        "role_basis": pl.String(),
        "role_confidence": pl.String(),
        "as_written": pl.String(),  # the cells of every number column as the file has them, joined by " / "
        "handed_through": pl.String(),  # JSON object of the columns we do not know; null: none
        "missing": pl.String(),  # required canonical columns that are empty, joined by "|"; "" for none
    }
)

#: Of these the words of every row are its own; few steps ask for them, so they lie apart from the rest.
CANDIDATE_TEXTS = (
    "record_key", "person", "person_name_key", "company", "company_key", "email", "further_emails", "address",
    "postcode", "city", "memo", "as_written", "handed_through",
)  # fmt: skip

#: classify → state, report. One row per attempt that counts (the winner of its attempt_key), every ATTEMPTS column and:
OUTCOMES = MappingProxyType(
    {
        **ATTEMPTS.schema,
        "outcome": pl.String(),  # leaf of node 1, `call.unclassified` where no map knows the code
        "callback_outcome": pl.String(),  # leaf of node 3 where this talk kept a booked callback; else null
        "code_confidence": pl.String(),  # sure | likely | unsure; null: unclassified
        "answered": pl.Boolean(),
        "connected": pl.Boolean(),
        "right_party": pl.Boolean(),
        "final": pl.Boolean(),
        "suppresses": pl.Boolean(),
        "this_project": pl.Boolean(),
        "bad_number": pl.Boolean(),
        "drops_number": pl.Boolean(),
        "counts_as_attempt": pl.Boolean(),
        "retry": pl.Boolean(),
        "advances": pl.Boolean(),
        "lessens": pl.Boolean(),
        "holds": pl.Boolean(),
        "attempt_no": pl.Int32(),  # 1, 2 … per lead over outbound attempts that count; null: does not count
        "stage_no": pl.Int16(),  # which call step of the plan this attempt worked: 1 + advancing attempts before it
        "booked_before": pl.Boolean(),  # a callback was open when this attempt was made
        "books": pl.Boolean(),  # this attempt books a callback
        "standing_after": pl.String(),  # likewise, after this attempt
        "standing_before": pl.String(),  # none | booked | awaiting | pending | sold | cancelled | refused
        "irregular": pl.String(),  # the jump in words where the transition table does not know it; else null
        "cause_is_machine": pl.Boolean(),  # the cause alone means a machine, whatever the code says
        "lacks_booking": pl.Boolean(),  # a result of node 3 although no callback was open
        "goal": pl.String(),  # words.Goal on connected attempts; null on all others
        "collected": pl.String(),  # JSON of the fields this call brought; null: none
        "replaced_rows": pl.Int32(),  # rows of this attempt_key that lost
        "first_code": pl.String(),  # code of the earliest-exported row of this attempt_key
    }
)

#: classify → state, report. One row per order row that counts, every ORDERS column and `outcome` (leaf of node 2),
#: `parent` (the shipped leaf it is, or hangs under), `standing_before`, `irregular` as above.
CONFIRMATION_COLUMNS = MappingProxyType(
    {
        "outcome": pl.String(),
        "parent": pl.String(),
        "standing_before": pl.String(),
        "standing_after": pl.String(),
        "irregular": pl.String(),
    }
)

#: split → write. One row per queued lead; key (queue, position).
QUEUED = MappingProxyType(
    {
        "queue": pl.String(),
        "position": pl.Int32(),
        "shift": pl.String(),
        "project": pl.String(),
        "project_type": pl.String(),
        "media": pl.String(),
        "stage": pl.String(),
        "lead_key": pl.Int64(),
        "person_key": pl.Int64(),
        "number": pl.Int64(),
        "extension": pl.String(),  # digits to ask for behind that number; null: none
        "region": pl.String(),  # of the number
        "why_now": pl.String(),
        "attempt_number": pl.Int32(),
        "dials_allowed": pl.Int16(),
        "last_outcome": pl.String(),
        "next_step": pl.String(),
        "not_before": INSTANT,
        "not_after": INSTANT,
        "zone": pl.String(),
        "agent": pl.String(),
        "opening": pl.String(),  # medium of the opening, "" for cold
        "due_utc": INSTANT,
        "moved_from": INSTANT,  # the customer's own time where a callback had to move; else null
    }
)

#: split → write. One row per lead that is not queued; key (project, lead_key).
NOT_QUEUED = MappingProxyType(
    {
        "project": pl.String(),
        "lead_key": pl.Int64(),
        "reason": pl.String(),  # words.NotQueued
        "next_date": pl.Date(),  # null: never, or not before somebody acts
        "detail": pl.String(),
    }
)

#: split → write. One row per piece to post; key (mailing, lead_key).
MAILING = MappingProxyType(
    {
        "mailing": pl.String(),
        "shift": pl.String(),
        "project": pl.String(),
        "project_type": pl.String(),
        "medium": pl.String(),
        "lead_key": pl.Int64(),
        "person_key": pl.Int64(),
        "sent_on": pl.Date(),
        "expected_on": pl.Date(),
    }
)
