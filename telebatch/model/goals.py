"""What a project wants to reach and to learn: goals, collected fields and KPIs, as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["integer", "decimal", "money", "date", "yes_no", "choice", "text"]


@dataclass(frozen=True)
class Field:
    """One piece of information that calls collect.

    Attributes:
      kind: What is collected.
      title: What the call sheet and the reports call it; empty: the field's name.
      choices: The answers of a `choice`.
      locale: How numbers and dates are written by those who fill it in.
      currency: Of `money`.
    """

    kind: FieldKind = "text"
    title: str = ""
    choices: tuple[str, ...] = ()
    locale: Literal["ko", "en", "de", "ja", "zh"] = "ko"
    currency: str = "KRW"


@dataclass(frozen=True)
class Goals:
    """What counts as reaching the goal; outcomes are leaves of the tree.

    Attributes:
      primary: Outcomes that reach the primary goal.
      secondary: Outcomes that reach the secondary goal; they count only where the primary was not reached.
      basic_information: Fields each connected call with the key person must bring back, else it is wasted.
      intent_levels: Levels of the customer's intent, the strongest first.
      deal_steps: How far a deal has got, from first to last.
      credit: Whose sale it is where several agents talked: who closed it, or who made the lead's first deal.
    """

    primary: tuple[str, ...] = ("call.deal", "system.sale", "callback.sale")
    secondary: tuple[str, ...] = ("call.interested", "call.call_again", "call.send_material")
    basic_information: tuple[str, ...] = ()
    intent_levels: tuple[str, ...] = ("A", "B", "C")
    deal_steps: tuple[str, ...] = ()
    credit: Literal["closer", "first_deal"] = "closer"


@dataclass(frozen=True)
class Kpi:
    """One KPI of the review.

    Attributes:
      name: From the catalogue of KPIs.
      primary: The review leads with it; a primary KPI has a target.
      target: What to reach: a share for rates (0.12 is 12 %), a count per day, week or month, seconds
        for a mean.
      per: What the target counts in.
      good: The direction that is good; not given: the catalogue's.
      floor: Below it (above, where down is good) the review asks for a look.
    """

    name: str
    primary: bool = False
    target: float | None = None
    per: Literal["rate", "day", "week", "month", "mean"] = "rate"
    good: Literal["up", "down"] | None = None
    floor: float | None = None
