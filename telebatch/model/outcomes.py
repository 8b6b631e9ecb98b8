"""The three-node tree: call, system confirmation, callback; its leaves, their flags, and the regular jumps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Node(StrEnum):
    """The three stations of a result."""

    CALL = "call"
    SYSTEM = "system"
    CALLBACK = "callback"


class Branch(StrEnum):
    """The parent under which a leaf of node 1 hangs; a user's own leaf names one of these."""

    CONNECTED = "connected"
    NOT_CONNECTED = "not_connected"
    BESIDE = "beside"
    CONFIRMATION = "confirmation"
    KEPT = "kept"


@dataclass(frozen=True)
class Leaf:
    """One outcome and what it makes true; flags drive everything, names nothing.

    Attributes:
      name: Written `call.deal`, `system.sale`, `callback.sale`.
      branch: Parent in the tree.
      answered: The line was answered by anything (person, machine).
      connected: A person answered.
      right_party: The talk was with the key person sought.
      final: Closes the lead.
      suppresses: The person asked not to be called.
      this_project: What it suppresses, it suppresses for the project of the call alone.
      bad_number: The number cannot serve (vacant, suspended).
      drops_number: The number does not belong to this person.
      counts_as_attempt: Counts against caps and retry maxima.
      retry: A later attempt is due by the project's retry table.
      advances: Completes the call stage of the plan.
      lessens: Lessens calling, so it takes effect even by an irregular jump.
      holds: The lead waits until a person has looked.
    """

    name: str
    branch: Branch
    answered: bool = False
    connected: bool = False
    right_party: bool = False
    final: bool = False
    suppresses: bool = False
    this_project: bool = False
    bad_number: bool = False
    drops_number: bool = False
    counts_as_attempt: bool = True
    retry: bool = False
    advances: bool = False
    lessens: bool = False
    holds: bool = False


def _talk(name: str, **flags: bool) -> Leaf:
    """A leaf of a talk with the key person."""
    return Leaf(f"call.{name}", Branch.CONNECTED, answered=True, connected=True, **{"right_party": True, **flags})


def _missed(name: str, **flags: bool) -> Leaf:
    """A leaf of a call nobody answered."""
    return Leaf(f"call.{name}", Branch.NOT_CONNECTED, **{"retry": True, **flags})


LEAVES: tuple[Leaf, ...] = (
    _talk("refused", final=True, lessens=True),
    _talk("interested", advances=True),
    _talk("deal", advances=True, final=True, lessens=True),
    _talk("call_again", retry=True),
    _talk("send_material", retry=True),
    _talk("do_not_call", final=True, suppresses=True, lessens=True),
    _talk("not_this_product", final=True, suppresses=True, this_project=True, lessens=True),
    _talk("wrong_person", right_party=False, retry=True),
    _talk("gatekeeper", right_party=False, retry=True),
    _talk("wrong_number", right_party=False, drops_number=True, lessens=True),
    _talk("left_company", right_party=False, drops_number=True, lessens=True),
    _talk("break_off", right_party=False, retry=True),
    _talk("other", right_party=False, retry=True),
    _missed("powered_off"),
    _missed("no_answer"),
    _missed("suspended", bad_number=True),
    _missed("busy"),
    _missed("vacant", bad_number=True, retry=False),
    _missed("out_of_area"),
    _missed("call_rejected"),
    _missed("unreachable"),
    _missed("network_failure", counts_as_attempt=False),
    Leaf("call.not_connected_other", Branch.NOT_CONNECTED, retry=True),
    Leaf("call.machine", Branch.BESIDE, answered=True, retry=True),
    Leaf("call.abandoned", Branch.BESIDE, answered=True, connected=True, retry=True),
    Leaf("call.dead_air", Branch.BESIDE, answered=True, retry=True),
    Leaf("call.not_called", Branch.BESIDE, counts_as_attempt=False),
    Leaf("call.system", Branch.BESIDE, counts_as_attempt=False, retry=True),
    Leaf("call.unclassified", Branch.BESIDE, holds=True),
    Leaf("system.sale", Branch.CONFIRMATION, final=True, lessens=True),
    Leaf("system.cancelled", Branch.CONFIRMATION, lessens=True),
    Leaf("system.pending", Branch.CONFIRMATION),
    Leaf("system.callback_booked", Branch.CONFIRMATION),
    Leaf("system.other", Branch.CONFIRMATION),
    Leaf(
        "callback.sale",
        Branch.KEPT,
        answered=True,
        connected=True,
        right_party=True,
        final=True,
        advances=True,
        lessens=True,
    ),
    Leaf(
        "callback.cancelled",
        Branch.KEPT,
        answered=True,
        connected=True,
        right_party=True,
        final=True,
        lessens=True,
    ),
    Leaf("callback.rescheduled", Branch.KEPT, answered=True, connected=True, right_party=True),
    Leaf("callback.on_hold", Branch.KEPT, answered=True, connected=True, right_party=True),
    Leaf("callback.other", Branch.KEPT, answered=True, connected=True, right_party=True),
)

LEAF = MappingProxyType({leaf.name: leaf for leaf in LEAVES})

#: A talk with the key person that keeps a booked callback: its node-1 leaf → its node-3 leaf; any other → on_hold.
KEPT_AS = MappingProxyType(
    {
        "call.deal": "callback.sale",
        "call.refused": "callback.cancelled",
        "call.do_not_call": "callback.cancelled",
        "call.not_this_product": "callback.cancelled",
    }
)

FLAGS: tuple[str, ...] = (
    "answered",
    "connected",
    "right_party",
    "final",
    "suppresses",
    "this_project",
    "bad_number",
    "drops_number",
    "counts_as_attempt",
    "retry",
    "advances",
    "lessens",
    "holds",
)

#: Regular jumps between the standing of a lead's deal and the next event; anything else is reported as irregular.
#: Standing: none, booked, awaiting, pending, sold, cancelled, refused, closed.
TRANSITIONS: frozenset[tuple[str, str]] = frozenset(
    {
        *((standing, "call") for standing in ("none", "booked", "pending", "cancelled")),
        ("awaiting", "system.sale"),
        ("awaiting", "system.cancelled"),
        ("awaiting", "system.pending"),
        ("awaiting", "system.callback_booked"),
        ("awaiting", "system.other"),
        ("pending", "system.sale"),
        ("pending", "system.cancelled"),
        ("pending", "system.callback_booked"),
        ("pending", "system.pending"),
        ("pending", "system.other"),
        ("sold", "system.cancelled"),
        ("sold", "system.sale"),
        ("cancelled", "system.cancelled"),  # a status told twice
        ("booked", "system.callback_booked"),  # moves it
        ("booked", "callback.sale"),
        ("booked", "callback.cancelled"),
        ("booked", "callback.rescheduled"),
        ("booked", "callback.on_hold"),
        ("booked", "callback.other"),
        ("pending", "callback.sale"),
        ("pending", "callback.cancelled"),
        ("pending", "callback.rescheduled"),
        ("pending", "callback.on_hold"),
        ("pending", "callback.other"),
    }
)
