"""Every stored table by name; import them from here.

Facts are append-only; each row carries the `batch` that brought it. `*_key` columns are Int64 given by the ledger's
sequences and never re-used. Instants are UTC microseconds. Text that names a person stands only in personal tables.
"""

from __future__ import annotations

from types import MappingProxyType

from telebatch.model.call_tables import (
    AGENT_TIME,
    AMENDMENTS,
    ATTEMPTS,
    BUILT,
    MAILED,
    MOVED,
    ORDERS,
    QUARANTINE,
    QUEUE_EVENTS,
    READ_AS,
    RELEASED,
    SET_ASIDE,
    STRAYS,
    TOUCHES,
)
from telebatch.model.closed_table import CLOSED
from telebatch.model.forgotten_table import FORGOTTEN
from telebatch.model.kept_table import KEPT_LISTS, KEPT_ROWS
from telebatch.model.list_tables import (
    ANSWERS,
    LEADS,
    LISTED,
    LISTS,
    NUMBERS,
    PEOPLE,
    SCRUBS,
    SUPPRESSIONS,
    VERIFIED,
)
from telebatch.model.state_table import LEAD_STATE
from telebatch.model.table import INSTANT, Table

__all__ = [
    "AGENT_TIME",
    "AMENDMENTS",
    "ANSWERS",
    "ATTEMPTS",
    "BUILT",
    "CLOSED",
    "FORGOTTEN",
    "INSTANT",
    "KEPT_LISTS",
    "KEPT_ROWS",
    "LEADS",
    "LEAD_STATE",
    "LISTED",
    "LISTS",
    "MAILED",
    "MOVED",
    "NUMBERS",
    "ORDERS",
    "PEOPLE",
    "QUARANTINE",
    "QUEUE_EVENTS",
    "READ_AS",
    "RELEASED",
    "SCRUBS",
    "SET_ASIDE",
    "STRAYS",
    "SUPPRESSIONS",
    "TABLES",
    "TOUCHES",
    "VERIFIED",
    "Table",
]

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
            MOVED,
            STRAYS,
            READ_AS,
            ORDERS,
            BUILT,
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
            CLOSED,
            FORGOTTEN,
            KEPT_LISTS,
            KEPT_ROWS,
            LEAD_STATE,
        )
    }
)
