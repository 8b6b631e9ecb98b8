"""How a lead stands now, in words: LEAD_STATE for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.pipeline.words.plain import PlainWords, money
from telebatch.pipeline.words.talks import STANDINGS

Row = dict[str, Any]


def state_lines(
    row: Row | None, project: Project | None, words: PlainWords, as_of: datetime, stops: Sequence[str] = ()
) -> tuple[str, ...]:
    """One line per thing that holds of the lead; the first one is its status.

    Args:
      row: LEAD_STATE row; null: no live fact speaks of the lead.
      project: Standards; null: the project is written no more.
      as_of: What has passed by then is told as passed.
      stops: On which days the lead is not called, each in words.
    """
    if row is None:
        return ("no live fact is left of it: what told of it was undone",)
    parts = (
        _status(row, words),
        _stopped(row, stops),
        _order(row),
        _talks(row, project, words),
        _waits(row, words, as_of),
        _person(row, words),
    )
    return tuple(line for part in parts for line in part)


def _status(row: Row, words: PlainWords) -> Iterator[str]:
    reason = f" ({row['status_reason'].replace('_', ' ')})" if row["status_reason"] else ""
    since = f" since {words.at(row['closed_utc'])}" if row["status"] == "closed" and row["closed_utc"] else ""
    standing = STANDINGS.get(row["standing"], row["standing"]) if row["standing"] else "nothing agreed"
    yield f"{words('lead_status', row['status'])}{reason}{since}; {standing}"


def _stopped(row: Row, stops: Sequence[str]) -> Iterator[str]:
    yield from stops
    # What names a person who was forgotten is asked for by nobody any more.
    if row["is_suppressed"] and not stops:
        yield "must not be contacted"


def _order(row: Row) -> Iterator[str]:
    if row["order_no"]:
        amount = money(row["amount_minor"], row["currency"])
        yield f"order {row['order_no']}" + (f", {amount}" if amount else "")


def _talks(row: Row, project: Project | None, words: PlainWords) -> Iterator[str]:
    attempts = row["attempts"] or 0
    if row["last_attempt_utc"]:
        last = f"; last {words.at(row['last_attempt_utc'])}: {words.outcome(row['last_outcome'])}"
        run = row["same_outcome_run"] or 0
        last += f", {run} times in a row" if run > 1 else ""
        reached = f"{row['connected'] or 0} with a person, {row['right_party'] or 0} with the key person"
        yield f"{plural(attempts, 'call')} that count{'s' if attempts == 1 else ''}, {reached}{last}"
    else:
        yield "never called"
    steps = len(project.call_steps) if project else 0
    done = f"{row['call_steps_done'] or 0} of {plural(steps, 'call')} of the plan done"
    yield done + (f"; so far: {row['media_combination']}" if row["media_combination"] else "")
    if row["media_returned"]:
        yield f"came back: {row['media_returned']}"
    if row["intent"]:
        yield f"intent {row['intent']}"
    if row["irregular"]:
        yield f"irregular: {row['irregular']}"


def _waits(row: Row, words: PlainWords, as_of: datetime) -> Iterator[str]:
    if row["callback_utc"]:
        is_untimed = row["order_no"] and not row["callback_agent"] and row["callback_utc"] == row["callback_booked_utc"]
        late = "overdue since" if row["callback_utc"] < as_of else "due"
        late = f"wanted by order {row['order_no']} without a time, since" if is_untimed else late
        who = f", promised by {row['callback_agent']}" if row["callback_agent"] else ""
        asked = ", asked for in the call" if row["callback_asked"] else ""
        tries = f", tried {plural(row['callback_tries'], 'time')}" if row["callback_tries"] else ""
        yield f"callback {late} {words.at(row['callback_utc'])}{who}{asked}{tries}"
    if row["released_queue"]:
        yield f"handed out in queue {row['released_queue']}, result not in yet"
    if row["is_unclassified"]:
        yield f"held: result code {row['last_code'] or 'of a call'} is in no map"
    if row["is_quarantined"]:
        yield "held: a result row stands in quarantine"
    if row["awaiting_since_utc"]:
        yield f"deal of {words.at(row['awaiting_since_utc'])} awaits its order row"
    if row["rest_until"]:
        yield f"rests until {row['rest_until']}"
    if row["hold_until"]:
        yield f"held by a person until {row['hold_until']}"
    if row["agent"]:
        yield f"kept for {row['agent']}"


def _person(row: Row, words: PlainWords) -> Iterator[str]:
    on = f" on {row['key_person_on']}" if row["key_person_on"] else ""
    state = row["key_person_state"]
    if state != "not_asked":
        yield (
            f"key person {words('key_person_state', state)}{on}"
            if state != "not_key_person"
            else f"not the key person, told{on}"
        )
    if row["bad_numbers"]:
        yield f"{plural(row['bad_numbers'], 'number')} proved vacant or suspended"
    if row["dropped_numbers"]:
        yield f"{plural(row['dropped_numbers'], 'number')} proved not to be this person's"
    if row["list"]:
        until = f"; may be called by its lists until {row['use_until']}" if row["use_until"] else ""
        yield f"from list {row['list']} of {row['received_on']}{until}"
