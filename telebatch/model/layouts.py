"""What a dialer's import layout is: columns in its own order and words, filled from what a queue row tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Literal

#: Forms of a queue that telebatch writes by itself; every other one is a layout's name.
OWN_FORMS: Final = ("csv", "xlsx", "parquet")
#: The key of `[queues.dialer]` that says how numbers are written.
NUMBERS: Final = "numbers"
Writing = Literal["national", "significant", "digits", "e164"]
#: How numbers may be written → what that is.
WRITINGS: Final[Mapping[Writing, str]] = MappingProxyType(
    {
        "national": "digits as dialled within the country: 0212345678",
        "significant": "digits without trunk prefix, beside the calling code: 212345678",
        "digits": "digits with calling code: 82212345678",
        "e164": "the same with a plus: +82212345678",
    }
)
#: What a column may be filled from → what that is.
QUEUE_VALUES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "lead_id": "the lead: what brings a result back to it",
        "number": "the number to dial, written as `numbers` says",
        "calling_code": "its country's calling code: 82",
        "region": "its country: KR",
        "extension": "digits to ask for behind the number",
        "extension_words": "the same with its word: extension 12, 내선 12",
        "queue": "the queue's name",
        "position": "the place in the queue, from 1",
        "project": "the project's name",
        "shift": "the shift: 2026-11-23pm",
        "company": "the company's name, as in the list",
        "person": "the person's name",
        "title": "the title at the company",
        "address": "street and house",
        "postcode": "of the address",
        "city": "of the address",
        "email": "the e-mail address",
        "why_now": "why the lead is called, in the project's language",
        "attempt_number": "which call of the lead this is",
        "attempts_before": "calls of the lead before",
        "dials_allowed": "dials allowed within the shift",
        "last_outcome": "what the latest call ended with, in the project's language",
        "last_memo": "the latest memo of a call",
        "list_memo": "the memo that the contact list brought",
        "intent": "the latest intent level",
        "next_step": "the stage of the plan",
        "collected": "what earlier calls brought back",
        "not_before": "by the called person's clock",
        "not_after": "by the called person's clock",
        "zone": "the called person's time zone",
        "agent": "who shall call",
        "agent_id": "her first id in agents.toml",
        "opening_line": "how to begin",
    }
)


@dataclass(frozen=True)
class LayoutColumn:
    """One column of a layout; without `of`, `text` and `asks` it stays empty.

    Attributes:
      name: As the dialer calls it.
      of: What fills it; of several, those not empty, one after the other.
      text: What stands in every row.
      asks: The key of `asks` that fills it.
      as_json: The values of `of` stand as a JSON object.
      longest: Characters the dialer keeps, the rest is cut; 0: no limit is known.
    """

    name: str
    of: tuple[str, ...] = ()
    text: str = ""
    asks: str = ""
    as_json: bool = False
    longest: int = 0


@dataclass(frozen=True)
class Asked:
    """What a project has to tell for a layout, under `[queues.dialer]`.

    Attributes:
      means: What it is.
      pattern: What it has to look like as a whole; empty: anything.
      default: Where the project does not tell it; not given: it has to.
    """

    means: str
    pattern: str = ""
    default: str | None = None


#: What a column of the withdrawal file may be filled from.
WITHDRAWN_VALUES: Final = ("lead_id", "queue", "position")


@dataclass(frozen=True)
class Withdrawal:
    """The dialer's own file by which leads that were handed out are taken out of it again.

    Attributes:
      column: The columns, filled from the lead id, queue and position, a text, or what the layout asks for.
      ending: The file name's ending.
      delimiter: One sign between cells.
      header: The first line names the columns.
    """

    column: tuple[LayoutColumn, ...]
    ending: str = "txt"
    delimiter: str = ","
    header: bool = False


@dataclass(frozen=True)
class Layout:
    """`layouts/NAME.toml`: how a dialer wants its call lists; a project names it in `[queues] format`.

    Attributes:
      title: What it is.
      source: Where it was seen.
      column: The columns, in the dialer's order.
      numbers: How numbers may be written, the usual way first.
      ending: The file name's ending.
      delimiter: One sign between cells.
      header: The first line names the columns.
      quotes: Cells with the delimiter stand in quotes; else a blank stands for it.
      line_ends: How lines end.
      between: What stands between several values of one column.
      asks: What a project has to tell, by key.
      results: Result formats that bring the lead back in the column filled from `lead_id`.
      notes: What somebody who loads it should know.
      withdraw: How the dialer takes leads out again; not given: a person does it.
    """

    title: str
    source: str
    column: tuple[LayoutColumn, ...]
    numbers: tuple[Writing, ...] = ("e164",)
    ending: str = "csv"
    delimiter: str = ","
    header: bool = True
    quotes: bool = True
    line_ends: Literal["lf", "crlf"] = "lf"
    between: str = ", "
    asks: dict[str, Asked] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    withdraw: Withdrawal | None = None

    @property
    def taking_out(self) -> Layout | None:
        """The layout of the file that takes leads out again; null: the dialer knows none."""
        told = self.withdraw
        if told is None:
            return None
        return replace(self, column=told.column, ending=told.ending, delimiter=told.delimiter, header=told.header)
