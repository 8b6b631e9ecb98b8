"""The closed vocabularies every room shares: one word per thing."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

#: Code map of whatever people fill in by hand: teams' sheets, our own call sheets, orders.
BY_HAND: Final = "words"
#: What is measured of a call, whatever its result; and what is said with a result. A layout that has no column for one
#: does not unsay it: the call keeps what another row tells of it, of what is said only a row of the same code.
MEASURED: Final = ("talk_seconds", "ring_seconds", "wrap_seconds", "agent")
SAID_WITH_RESULT: Final = ("cause", "callback_utc", "intent", "reached_stage")


class Verdict(StrEnum):
    """What prequalify decided on a candidate."""

    CALLABLE = "callable"
    VERIFY = "verify"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why a candidate is not callable, in order of precedence; wording stands in the language files."""

    UNREADABLE = "unreadable"
    FORGOTTEN = "forgotten"  # the number is of somebody who was forgotten on request
    NO_NUMBER = "no_number"
    NUMBER_UNUSABLE = "number_unusable"
    LINE_KIND_NOT_WANTED = "line_kind_not_wanted"
    REGION_NOT_IN_PROJECT = "region_not_in_project"
    DUPLICATE_IN_RUN = "duplicate_in_run"
    SUPPRESSED = "suppressed"
    REQUIRED_FIELD_MISSING = "required_field_missing"
    CONSENT_MISSING = "consent_missing"
    CONSENT_DATE_UNREADABLE = "consent_date_unreadable"
    NOT_KEY_PERSON = "not_key_person"
    KEY_PERSON_UNKNOWN = "key_person_unknown"
    SWITCHBOARD_ONLY = "switchboard_only"
    WITHDRAWN = "withdrawn"  # missing in a redelivery of the list that said it was complete


class NotQueued(StrEnum):
    """Why a lead is not in the queue of a shift, in the order in which the tests are made."""

    PROJECT_NOT_RUNNING = "project_not_running"
    UNLISTED = "unlisted"
    CLOSED = "closed"
    HELD = "held"
    SUPPRESSED = "suppressed"
    SCRUB_STALE = "scrub_stale"
    LIST_EXPIRED = "list_expired"
    CONSENT_EXPIRED = "consent_expired"
    KEY_PERSON_UNKNOWN = "key_person_unknown"
    KEY_PERSON_STALE = "key_person_stale"
    NO_USABLE_NUMBER = "no_usable_number"
    AWAITING_RESULT = "awaiting_result"
    RESULT_UNCLASSIFIED = "result_unclassified"
    RESULT_QUARANTINED = "result_quarantined"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    CALLBACK_WITH_DIALER = "callback_with_dialer"
    CALLBACK_NOT_DUE = "callback_not_due"
    RESTING = "resting"
    ATTEMPTS_EXHAUSTED = "attempts_exhausted"
    RETRY_NOT_DUE = "retry_not_due"
    MEDIUM_DUE = "medium_due"
    MEDIUM_IN_TRANSIT = "medium_in_transit"
    STAGE_NOT_DUE = "stage_not_due"
    CONDITION_NOT_MET = "condition_not_met"
    CONDITION_UNDECIDED = "condition_undecided"
    STEP_LAPSED = "step_lapsed"
    PLAN_FINISHED = "plan_finished"
    OUTSIDE_WINDOW = "outside_window"
    NUMBER_CAP = "number_cap"
    PERSON_CAP = "person_cap"
    COMPANY_CAP = "company_cap"
    COMPANY_PLACE_TAKEN = "company_place_taken"
    OTHER_PROJECT = "other_project"
    NO_CAPACITY = "no_capacity"
    NO_AGENT = "no_agent"
    OTHER_AGENT = "other_agent"
    NOT_BUILT = "not_built"


class WhyNow(StrEnum):
    """Why a lead is called in this shift, in order of rank."""

    CALLBACK = "callback"
    UNCONFIRMED = "unconfirmed"  # a deal whose order row never came
    RETRY = "retry"
    STAGE = "stage"
    FRESH = "fresh"


class LeadStatus(StrEnum):
    """Whether a lead may still be worked."""

    OPEN = "open"
    CLOSED = "closed"
    HELD = "held"
    UNLISTED = "unlisted"


class StatusReason(StrEnum):
    """Why a lead is closed or held."""

    DO_NOT_CALL = "do_not_call"
    REFUSED = "refused"
    SOLD = "sold"
    CANCELLED = "cancelled"
    ORDERED_WITHOUT_CALL = "ordered_without_call"
    RETURNED = "returned"  # the piece came back and the plan says `on_return = "close"`
    BY_HAND = "by_hand"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"  # the list's redelivery no longer has the person
    FORGOTTEN = "forgotten"  # on request: nothing that names the person is kept
    REJECTED = "rejected"  # the latest listing rejects the row for what it says itself


class KeyPersonState(StrEnum):
    """How well the key person is known: by title, by a data supplier, or in a talk."""

    UNKNOWN = "unknown"
    PRESUMED = "presumed"
    VERIFIED = "verified"
    CONFIRMED = "confirmed"
    NOT = "not_key_person"
    NOT_ASKED = "not_asked"


class Goal(StrEnum):
    """What a connected call with the key person brought."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    INFORMATION = "information_only"
    WASTED = "wasted"


class Channel(StrEnum):
    """The road a suppression closes."""

    ANY = "any"
    CALL = "call"
    MAIL = "mail"
    EMAIL = "email"


#: Who asked, where a call's result told it.
ASKED_IN_A_CALL: Final = "person, in a call"


class SuppressionKind(StrEnum):
    """What a suppression names."""

    NUMBER = "number"
    PREFIX = "prefix"
    PERSON = "person"
    LEAD = "lead"
    EMAIL = "email"
    COMPANY = "company"
    RECORD = "record"


class LeadSource(StrEnum):
    """How a lead came to be."""

    LIST = "list"
    INBOUND = "inbound"
    REFERRAL = "referral"
