"""What does an outcome make true: the flags of its leaf, an own leaf's being those of its parent."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.model.outcomes import FLAGS, KEPT_AS, LEAF, LEAVES, Branch

#: A code may be mapped to a node-3 leaf; what the call itself was follows from it.
CALL_OF_KEPT: Mapping[str, str] = {
    "callback.sale": "call.deal",
    "callback.cancelled": "call.refused",
    "callback.rescheduled": "call.call_again",
    "callback.on_hold": "call.interested",
    "callback.other": "call.interested",
}

UNCLASSIFIED = "call.unclassified"


def leaf_table(own_leaves: Mapping[str, str]) -> pl.DataFrame:
    """One row per leaf that a code may be mapped to.

    Args:
      own_leaves: The user's leaf → the leaf whose flags it takes.

    Returns:
      Key `outcome`; `node1` (leaf of node 1 it stands for), `parent` (leaf of ours), `kept_leaf` (node-3 leaf it was
      mapped to; null: none), `in_talk` (a person answered the call), and every flag, Boolean.
    """
    parents = {leaf.name: leaf.name for leaf in LEAVES} | {own: _parent(own, own_leaves) for own in own_leaves}
    rows = []
    for outcome, parent in sorted(parents.items()):
        is_kept = parent in CALL_OF_KEPT
        node1_parent = CALL_OF_KEPT.get(parent, parent)
        leaf = LEAF[node1_parent]
        rows.append(
            {
                "outcome": outcome,
                "node1": node1_parent if is_kept else outcome,
                "parent": node1_parent,
                "kept_leaf": outcome if is_kept else None,
                "in_talk": leaf.branch is Branch.CONNECTED,
                **{flag: getattr(leaf, flag) for flag in FLAGS},
            }
        )
    text = dict.fromkeys(("outcome", "node1", "parent", "kept_leaf"), pl.String)
    return pl.DataFrame(rows, schema={**text, "in_talk": pl.Boolean, **dict.fromkeys(FLAGS, pl.Boolean)})


def _parent(own: str, own_leaves: Mapping[str, str]) -> str:
    """The leaf of ours at the root of a chain of own leaves; `unclassified` where there is none."""
    seen: set[str] = set()
    name = own
    while name not in LEAF and name in own_leaves and name not in seen:
        seen.add(name)
        name = own_leaves[name]
    return name if name in LEAF else UNCLASSIFIED


def kept_as() -> pl.Expr:
    """Node-3 leaf of a right-party talk that kept a booking, from `kept_leaf`, `parent` and `books`."""
    by_parent = pl.col("parent").replace_strict(dict(KEPT_AS), default=None, return_dtype=pl.String)
    again = pl.when("books").then(pl.lit("callback.rescheduled")).otherwise(pl.lit("callback.on_hold"))
    return pl.coalesce("kept_leaf", by_parent, again)
