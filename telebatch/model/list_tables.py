"""Facts about people and contact lists: who they are, what was decided, who must not be called."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.table import INSTANT, table_of

#: A lead is a person in one project; given once, found again by the same keys, and kept through undo.
LEADS = table_of(
    "leads",
    ("lead_key",),
    lead_key=pl.Int64,
    person_key=pl.Int64,
    project=pl.String,
    source=pl.String,  # words.LeadSource
)

#: What was known of a person, a version per batch. `pipeline.people_now` lays the versions over each other in the order
#: in which they were observed (`model.versions`).
PEOPLE = table_of(
    "people",
    ("person_key",),
    personal=True,
    # Since 4 umlauts, marks and forms of address have one spelling in both keys, since 6 a family name in front.
    version=6,
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
    further_emails=pl.String,  # other addresses of that cell, in small letters, blanks between; nobody writes to them
    address=pl.String,
    postcode=pl.String,
    city=pl.String,
    language=pl.String,
    company_size=pl.Int64,  # persons; null: not told
    industry=pl.String,
    told_on=pl.Date,  # day of the delivery, answer, call or correction; null: not told, before every day
    told_by=pl.String,  # versions.ToldBy; null: a list or a call, which tells every field it holds
    tells=pl.String,  # of a word of its own: what it tells, person|title; the other fields are copies of that day
)

#: The numbers of a person in dialling order, a version per batch; `pipeline.numbers_now` tells which count.
NUMBERS = table_of(
    "numbers",
    ("person_key", "position"),
    personal=True,
    version=2,
    person_key=pl.Int64,
    position=pl.Int16,
    number=pl.Int64,
    kind=pl.String,
    line=pl.String,
    extension=pl.String,
    region=pl.String,
    zones=pl.String,
    told_on=pl.Date,  # as in PEOPLE
    # As in PEOPLE; such a version tells its first number, the others are copies of that day. A successor's tells all
    # numbers that are left; a null one says that none is.
    told_by=pl.String,
)

#: One row per record of a contact list; lead_key is null where the record was rejected.
LISTED = table_of(
    "listed",
    ("file_key", "record"),
    personal=True,
    version=2,
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
    told_on=pl.Date,  # day of the answer or correction the lead was decided again by; null: a list or a call
    told_by=pl.String,  # as in PEOPLE
)

#: Named contact lists as delivered.
LISTS = table_of(
    "lists",
    ("list", "file_key"),
    version=2,
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
    read_as=pl.String,  # JSON object of what was said about how to read the file; null: nothing
)

#: Free and personal values beside facts: handed-through columns, collected fields, memos.
ANSWERS = table_of(
    "answers",
    ("lead_key", "kind", "file_key", "record"),
    personal=True,
    lead_key=pl.Int64,
    kind=pl.String,  # handed_through | collected | memo
    file_key=pl.Int64,
    record=pl.Int64,
    at_utc=INSTANT,  # of the call that brought it; null: a contact list did
    value=pl.String,  # JSON object for handed_through and collected, text for memo
)

#: In a removal: what holds for all projects, or against every channel, and not what holds for one.
WHOLE: Final = "*"
#: Who must not be contacted. `from_on` null: always was; `until_on` null: for good.
SUPPRESSIONS = table_of(
    "suppressions",
    ("list", "kind", "number", "text", "person_key", "lead_key"),
    personal=True,
    version=2,  # since then the key of a company is folded as in PEOPLE 4
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
    # True takes earlier rows of the same list and key back: of one project and channel, where it names them. WHOLE
    # in place of either names those that hold for all; a null project and channel "any" name whatever there is.
    is_removal=pl.Boolean,
)

#: Comparisons with a register of refusals. A row is a number sent (`scrubbed_on` null), or the register's answer on it.
SCRUBS = table_of(
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

#: A data supplier's answer on a person.
VERIFIED = table_of(
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
