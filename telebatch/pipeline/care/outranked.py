"""Answers of a supplier that do not hold, since something told of the person is later: what is said of these."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.ids import lead_id, person_id
from telebatch.model.plural import plural, some
from telebatch.model.tables import VERIFIED
from telebatch.model.words import KeyPersonState
from telebatch.store import View

#: Persons and leads told of by their ids.
_SHOWN: Final = 5
#: What is known where no supplier, no talk and no correction that found the person speaks.
_BY_LIST: Final = (str(KeyPersonState.UNKNOWN), str(KeyPersonState.PRESUMED), str(KeyPersonState.NOT))


def later_answered(known: View, verified: pl.DataFrame) -> pl.Series:
    """`person_key` of those of whom an answer of a later day is known already, each once.

    Args:
      known: Without the answers of `verified`.
      verified: VERIFIED rows of the file; a person stands once.
    """
    here = verified.select("person_key", _here="answered_on")
    rows = known.scan_keys(VERIFIED, "person_key", here.get_column("person_key"))
    later = rows.join(here.lazy(), on="person_key").filter(pl.col("answered_on") > pl.col("_here"))
    return later.select(pl.col("person_key").unique()).collect().to_series()


def later_answer_holds(later: pl.Series) -> tuple[str, ...]:
    """Words for `later_answered`; empty: nobody."""
    told = f"{plural(later.len(), 'answer')} older than one already known of the same person: the later one holds"
    return (told,) if later.len() else ()


def list_holds(states: pl.DataFrame, verified: pl.DataFrame, later: pl.Series) -> tuple[str, ...]:
    """Leads whose list told of the person after the answer was found: it was paid for and changes nothing.

    Args:
      states: LEAD_STATE rows of the persons, the answers among what they tell.
      later: Persons of whom a later answer holds, which is told beside.
    """
    days = verified.filter(~pl.col("person_key").is_in(later.implode())).select("person_key", "answered_on")
    # The list speaks: a correction or a talk would be of a later day than its last delivery, or of another state.
    by_list = pl.col("key_person_state").is_in(_BY_LIST) & (pl.col("key_person_on") <= pl.col("received_on"))
    told = states.filter(by_list).join(days, on="person_key")
    rows = told.filter(pl.col("key_person_on") > pl.col("answered_on")).sort("lead_key")
    if rows.is_empty():
        return ()
    leads = some(rows.select(lead_id(pl.col("lead_key"))).to_series(), _SHOWN)
    answers = plural(rows.get_column("person_key").n_unique(), "answer")
    remedy = "undo them and take the file again where its days (answered_on, --on) or the list's are wrong"
    return (f"{answers} older than the list that tells of the person ({leads}): the list holds; {remedy}, "
            "else ask anew by telebatch verify export",)  # fmt: skip


def of_the_same_day(known: View, verified: pl.DataFrame) -> tuple[str, ...]:
    """Persons of whom another supplier answered on the same day: what both cost counts, and one of them holds."""
    here = verified.select("person_key", "answered_on", _said="answer", _by="supplier").lazy()
    rows = known.scan_keys(VERIFIED, "person_key", verified.get_column("person_key"))
    both = rows.join(here, on=["person_key", "answered_on"]).filter(pl.col("supplier") != pl.col("_by"))
    differ = both.filter(pl.col("answer").ne(pl.col("_said")) | pl.col("answer").eq("changed"))
    persons = differ.select(person_id(pl.col("person_key").unique().sort())).collect().to_series()
    if persons.is_empty():
        return ()
    whom = f"{plural(persons.len(), 'person')} of whom another supplier told otherwise on the same day"
    order = "a change holds before a confirmation, that before who was not found; of two changes the one taken in last"
    return (f"{whom} ({some(persons, _SHOWN)}): {order}",)
