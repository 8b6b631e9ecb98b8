"""What ingest is given beside the records, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from types import MappingProxyType

import polars as pl

from telebatch.model.cell_words import CellWords
from telebatch.model.date_orders import DateOrder
from telebatch.model.project import Project
from telebatch.model.tables import (
    AGENT_TIME,
    AMENDMENTS,
    ANSWERS,
    ATTEMPTS,
    ORDERS,
    QUARANTINE,
    SET_ASIDE,
    TOUCHES,
    Table,
)
from telebatch.model.time_words import TimeWords
from telebatch.model.workspace import Source

_LEADS = MappingProxyType({"lead_key": pl.Int64(), "person_key": pl.Int64(), "project": pl.String()})
_REFERRED = MappingProxyType({"lead_key": pl.Int64()})
_NUMBERS = MappingProxyType({"number": pl.Int64(), "person_key": pl.Int64()})
_RELEASED = MappingProxyType(
    {
        "queue": pl.String(),
        "position": pl.Int32(),
        "lead_key": pl.Int64(),
        "shift": pl.String(),
        "shift_on": pl.Date(),
        "number": pl.Int64(),
    }
)
_ORDERS = MappingProxyType({"order_no": pl.String(), "lead_key": pl.Int64()})
_NAMES = MappingProxyType({"name": pl.String(), "project": pl.String(), "lead_key": pl.Int64()})
_TEXTS = MappingProxyType({"text": pl.String(), "number": pl.Int64()})


def _none(schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    return pl.LazyFrame(schema=dict(schema))


@dataclass(frozen=True, eq=False)
class Asked:
    """What the rows of one file ask for, so that only this much is looked up.

    Attributes:
      lead_keys: Int64, of the lead ids in the file; some may be nobody's.
      number_texts: `number_told` of every row in their order, then other texts that stand for numbers; repeats, nulls.
      queues, order_nos: Distinct texts, sorted.
      has_names: A row with a name has neither lead id nor number: only then names are of use.
      lead_told: lead_key of the lead id of every row, in the order of `number_texts`; null: it carries none.
      lead_texts: What stands there, likewise.
    """

    lead_keys: pl.Series
    number_texts: pl.Series
    queues: pl.Series
    order_nos: pl.Series
    has_names: bool
    lead_told: pl.Series
    lead_texts: pl.Series


@dataclass(frozen=True, eq=False)
class Lookups:
    """What is known of leads; each frame may be narrowed by the caller to what the file can touch.

    Attributes:
      leads: lead_key (unique), person_key, project.
      undone: lead_key of leads of undone batches: a row is theirs only where nobody else fits.
      referred: lead_key of the leads that somebody named in a talk: until more is known they have the number called.
      numbers: number, person_key: every current number of every person.
      released: queue, position, lead_key, shift (`2026-11-23am`), shift_on, number.
      orders: order_no, lead_key.
      names: name as written in contact lists, project, lead_key; may be empty.
      numbers_of_text: text as in the file → number; null or absent where it is none. Best in the order asked.
      doubted: Rows whose lead id does not count, for it is or may be the client's own key.
    """

    leads: pl.LazyFrame = field(default_factory=lambda: _none(_LEADS))
    undone: pl.LazyFrame = field(default_factory=lambda: _none(_REFERRED))
    referred: pl.LazyFrame = field(default_factory=lambda: _none(_REFERRED))
    numbers: pl.LazyFrame = field(default_factory=lambda: _none(_NUMBERS))
    released: pl.LazyFrame = field(default_factory=lambda: _none(_RELEASED))
    orders: pl.LazyFrame = field(default_factory=lambda: _none(_ORDERS))
    names: pl.LazyFrame = field(default_factory=lambda: _none(_NAMES))
    numbers_of_text: pl.LazyFrame = field(default_factory=lambda: _none(_TEXTS))
    doubted: pl.Series = field(default_factory=lambda: pl.Series("row", dtype=pl.Int64))


#: Looks up what a file asks for.
Known = Callable[[Asked], Lookups]
#: Reads the records with these numbers once more; repeats among the numbers give no second row.
Again = Callable[[pl.Series], pl.LazyFrame]


@dataclass(frozen=True)
class SourceRules:
    """Where the file came from and what its owner told of it.

    Attributes:
      source: The source's settings; `columns` and `projects` of it win over the profile and recognition.
      file_key, file_sha, file_name: Of the file taken in; the name without folders.
      zone: Zone of times that carry none: `--zone`, else the source's, the project's, the workspace's.
      words: For times and days.
      cells: Words in cells that mean a value.
      projects: Every project by name; rows of campaigns that name none of them need a lead_id.
      project: `-p`: every row belongs to it unless its lead says otherwise; empty: not told.
      agents: Agent id as in the file → agent name, beside `source.agents`.
      shift_starts: am | pm | day → local time at which a shift starts, for sheets without call times.
      exported_utc: When the file was made, as the user or the file says (a workbook's own property); null: not told.
      is_exported_said: The user says it, which wins over whatever the file tells.
      as_of: The clock of this run: a call cannot lie far behind it; null: no call is judged by it.
      date_order: How 12/11/2026 is read, as the user says; null: not told.
      usual_orders: How it is read where nothing in the file tells, in order of weight.
    """

    source: Source
    file_key: int
    file_sha: str
    file_name: str
    zone: str
    words: TimeWords
    cells: CellWords
    projects: Mapping[str, Project] = field(default_factory=dict)
    project: str = ""
    agents: Mapping[str, str] = field(default_factory=dict)
    shift_starts: Mapping[str, time] = field(
        default_factory=lambda: MappingProxyType({"day": time(9), "am": time(9), "pm": time(13)})
    )
    exported_utc: datetime | None = None
    is_exported_said: bool = False
    as_of: datetime | None = None
    date_order: DateOrder | None = None
    usual_orders: tuple[DateOrder, ...] = ()

    @property
    def agent_names(self) -> Mapping[str, str]:
        """Id as in the file → name; the source's own ids win."""
        return {**self.agents, **self.source.agents}


class Problem(StrEnum):
    """Why a record stands in quarantine; its remedy stands beside it."""

    LEAD_UNKNOWN = "lead_unknown"
    LEAD_ID_UNKNOWN = "lead_id_unknown"
    LEAD_ID_DOUBTED = "lead_id_doubted"
    LEAD_AMBIGUOUS = "lead_ambiguous"
    TIME_MISSING = "time_missing"
    TIME_UNREADABLE = "time_unreadable"
    DATE_OPEN = "date_open"
    ZONE_OPEN = "zone_open"
    STATUS_MISSING = "status_missing"
    ORDER_NO_MISSING = "order_no_missing"
    AGENT_MISSING = "agent_missing"
    AMOUNT_UNREADABLE = "amount_unreadable"
    FIELD_MISSING = "field_missing"
    FIELD_OF_PERSON = "field_of_person"
    FIELD_UNREADABLE = "field_unreadable"
    TIME_IN_FUTURE = "time_in_future"
    STATUS_UNKNOWN = "status_unknown"
    MEDIUM_MISSING = "medium_missing"


def unbatched(table: Table) -> pl.DataFrame:
    """No rows of a table, without `batch`, which the commit gives."""
    return table.empty().drop("batch")


@dataclass(frozen=True, eq=False)
class Ingested:
    """Every record of one file, each in one place; frames are their tables' rows less `batch`.

    Attributes:
      new_callers: record, number, project, name, start_utc: unknown callers of inbound projects; their attempts
        have a null lead_key until the leads are made (join on record).
      referrals: record, project, name, title, number, start_utc: whom somebody named to call instead, of kept calls.
      set_aside: Records with reason no_result, not_ours or repeated.
      counts: records, unfolded, attempts, orders, agent_time, amendments, touches, repeated, no_result, not_ours,
        quarantined: records + unfolded = the sum of the others.
      oddities: What was assumed or noticed, in words, without cell values.
      looks: What was written and could not be used, likewise: a person should look.
      is_dated: Somebody or the file itself tells when it was made; else that is concluded from its calls and name.
    """

    attempts: pl.DataFrame = field(default_factory=lambda: unbatched(ATTEMPTS))
    orders: pl.DataFrame = field(default_factory=lambda: unbatched(ORDERS))
    touches: pl.DataFrame = field(default_factory=lambda: unbatched(TOUCHES))
    agent_time: pl.DataFrame = field(default_factory=lambda: unbatched(AGENT_TIME))
    amendments: pl.DataFrame = field(default_factory=lambda: unbatched(AMENDMENTS))
    answers: pl.DataFrame = field(default_factory=lambda: unbatched(ANSWERS))
    quarantine: pl.DataFrame = field(default_factory=lambda: unbatched(QUARANTINE))
    set_aside: pl.DataFrame = field(default_factory=lambda: unbatched(SET_ASIDE))
    new_callers: pl.DataFrame = field(default_factory=pl.DataFrame)
    referrals: pl.DataFrame = field(default_factory=pl.DataFrame)
    counts: Mapping[str, int] = field(default_factory=dict)
    oddities: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    is_dated: bool = False
