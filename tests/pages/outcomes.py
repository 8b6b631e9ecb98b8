"""docs/outcomes.md: what every outcome makes true and what follows, made from the tree and the timeline."""

from collections.abc import Iterable
from types import MappingProxyType

import polars as pl

from telebatch.classify.flags import leaf_table
from telebatch.classify.timeline import CALL, EVENTS, ORDER, told_in_order
from telebatch.model.outcomes import FLAGS, LEAF, LEAVES, Branch, Leaf

#: Flag → what follows for the lead, its person or its number.
CONSEQUENCES = MappingProxyType(
    {
        "answered": "something answered the line: a number thought bad is good again",
        "connected": "a person answered: the call counts as a talk and reaches a goal, brings information or is wasted",
        "right_party": "the talk was with the key person: confirmed in a call; it keeps a booked callback",
        "final": "closes the lead, or lets it rest where the project allows a call after a refusal",
        "suppresses": "suppresses the person and every number of the person, for all projects, from that day on",
        "this_project": "what it suppresses, it suppresses for the project of the call alone",
        "bad_number": "the number goes on the list `bad_numbers` for 180 days after the last such result: an agent's "
        "word is enough, telephony alone needs results on two days; an answered call in between takes it off again",
        "drops_number": "the number is taken from this person and stays free for others; verified and confirmed end",
        "counts_as_attempt": "counts against the caps and the maxima of retries",
        "retry": "a later call is due by the project's retry table; with a time, a callback is booked instead",
        "advances": "completes this call of the plan: the next one comes after its gap",
        "lessens": "takes effect even where the jump is irregular",
        "holds": "the lead waits until a person has looked (`--without-results` does not wait)",
    }
)

_BRANCHES = MappingProxyType(
    {
        Branch.CONNECTED: "Node 1, connected: a person answered",
        Branch.NOT_CONNECTED: "Node 1, not connected",
        Branch.BESIDE: "Beside the tree: neither a talk nor a missed call",
        Branch.CONFIRMATION: "Node 2: what the client's system says of the order",
        Branch.KEPT: "Node 3: the first talk with the key person after a booking",
    }
)

#: Standing → a story that leads there: (leaf, whether a time was promised).
_STORIES = MappingProxyType(
    {
        "none": (),
        "booked": (("call.call_again", True),),
        "awaiting": (("call.deal", False),),
        "pending": (("call.deal", False), ("system.pending", False)),
        "sold": (("call.deal", False), ("system.sale", False)),
        "cancelled": (("call.deal", False), ("system.sale", False), ("system.cancelled", False)),
        "refused": (("call.refused", False),),
    }
)
#: What may happen next, and how it is called in the table.
_NEXT = MappingProxyType(
    {
        "a call nobody answers": ("call.no_answer", False),
        "a talk, interested": ("call.interested", False),
        "a talk that books a callback": ("call.call_again", True),
        "a deal": ("call.deal", False),
        "a refusal": ("call.refused", False),
        "a do-not-call": ("call.do_not_call", False),
        **{f"`{leaf.name}`": (leaf.name, False) for leaf in LEAVES if leaf.branch is Branch.CONFIRMATION},
    }
)

#: How a lead stands after these; for the jumps that follow, the timeline keeps names of its own.
_SHOWN = MappingProxyType(
    {"call.refused": "refused", "call.do_not_call": "refused", "system.callback_booked": "booked"}
)

_HOUR = 3_600_000_000  # in microseconds

_HEAD = """# Outcomes, jumps and consequences

Made from the outcome tree and the timeline; do not edit by hand (`make docs` writes it again). Which code means
which outcome stands in [codes](codes.md).

How a call ended and what it achieved are one leaf of node 1; what the client's system says of the order is node 2; the
call that keeps a promised one is node 3. Flags drive everything, names nothing: a leaf of your own takes the flags of
the leaf it hangs under. Outcomes and consequences are never stored: they follow from the calls, in order of time, so a
late file, a corrected one or an edited code map changes them all at once.

## What a flag makes true

| flag | what follows |
|---|---|
"""

_JUMPS = """## Regular and irregular jumps

Where a lead's deal stands, and what may come next, in a project with node 2 where a refusal is final. An irregular jump
is always told, in the review and by `explain`. One that lessens calling takes effect all the same; any other changes
nothing but the counts. Inbound calls are never irregular, nor is a call after a refusal that was let rest.

| stands | then | | stands after | effect |
|---|---|---|---|---|
"""

_TAIL = """
## Order statuses (node 2)

- An order row finds its lead by order number, lead id, or number and project. A status told twice counts once.
- `system.sale` closes the lead as sold. Where no call ever agreed to it, the lead is closed as `ordered_without_call`,
  and the order stands outside the sales figures.
- `system.cancelled` follows `after_cancel` at any time: `close` closes the lead, `save_call` makes a call due at once,
  `rest DAYS` lets it be called after so many days.
- `system.pending` and `system.callback_booked` open node 3: the next talk with the key person keeps it. The column
  `callback_at` of such an order, or `callback_date` and `callback_time`, books the call for that time. Without one
  `system.callback_booked` wants a call from then on: it is due in the next shift and told as one without a time, never
  as late; `system.pending` waits for the client's next word as an unconfirmed deal does. An order that asks for a call
  which a talk or a list promised moves it to its own time, if it has one. In the review the flows into node 3 are the
  callbacks booked in calls and those that orders asked for.
- A word no map knows is `system.other`: it is counted and changes nothing.
- With node 2 on, a deal awaits its order row; after the project's days it is due again under its own name.

## Callbacks (node 3)

- A call that promises a time books a callback. The first talk with the key person after it is node 3: a deal is
  `callback.sale`, a refusal or a do-not-call `callback.cancelled`, a new time `callback.rescheduled` (and the loop
  begins anew), anything else `callback.on_hold`.
- Calls nobody answers, and talks with somebody else, leave the booking open.

## Other consequences

- A row may name somebody else to call (`referral_name`, `referral_title`, `referral_number`), as a gatekeeper does:
  that person becomes a lead of `source = referral`; without a number of its own it is reached at the number called.
- Every consequence is part of the commit that takes the call in, and goes with it when the batch is undone; a
  do-not-call alone stays.
"""


def outcomes_page() -> str:
    """The page in Markdown."""
    flags = "\n".join(f"| `{flag}` | {CONSEQUENCES[flag]} |" for flag in FLAGS)
    leaves = "\n".join(line for branch in _BRANCHES for line in _branch(branch))
    jumps = "\n".join(_jumps())
    return f"{_HEAD}{flags}\n\n{leaves}\n{_JUMPS}{jumps}\n{_TAIL}"


def _branch(branch: Branch) -> Iterable[str]:
    yield f"## {_BRANCHES[branch]}"
    yield ""
    yield "| outcome | flags |"
    yield "|---|---|"
    for leaf in LEAVES:
        if leaf.branch is branch:
            told = ", ".join(flag for flag in FLAGS if getattr(leaf, flag))
            yield f"| `{leaf.name}` | {told} |"
    yield ""


def _jumps() -> Iterable[str]:
    for standing in _STORIES:
        for words, (leaf, has_time) in _NEXT.items():
            last = told_in_order(_events((*_STORIES[standing], (leaf, has_time)))).sort("event").row(-1, named=True)
            is_regular = last["irregular"] is None
            lessens = LEAF[last["callback_outcome"] or leaf].lessens
            effect = "takes effect" if is_regular or lessens else "changes nothing"
            told = f"as `{last['callback_outcome']}`, " if last["callback_outcome"] else ""
            after = _SHOWN.get(leaf, last["standing_after"]) if is_regular or lessens else standing
            jump = "regular" if is_regular else "irregular"
            yield f"| {standing} | {words} | {jump} | {after} | {told}{effect} |"


def _events(story: tuple[tuple[str, bool], ...]) -> pl.DataFrame:
    """EVENTS of one lead of a project with node 2, an hour apart."""
    parents = {row["outcome"]: row for row in leaf_table({}).iter_rows(named=True)}
    rows = []
    for at, (name, has_time) in enumerate(story):
        leaf: Leaf = LEAF[name]
        is_order = leaf.branch is Branch.CONFIRMATION
        rows.append(
            {
                "event": at, "kind": ORDER if is_order else CALL, "lead_key": 1, "at_utc": at * _HOUR, "tie": at,
                "outcome": name, "parent": parents[name]["parent"], "kept_leaf": None,
                "right_party": leaf.right_party and not is_order, "books": has_time, "confirms": not is_order,
                "may_recall": False, "is_call": leaf.counts_as_attempt and not is_order,
            }
        )  # fmt: skip
    return pl.DataFrame(rows, schema={**EVENTS, "at_utc": pl.Int64()}).cast({"at_utc": EVENTS["at_utc"]})
