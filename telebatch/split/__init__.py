"""Whom does a shift call, in which queue and order, and why is everybody else not called?"""

from telebatch.split.changes import further_pieces, hers, not_built, top_up
from telebatch.split.front import split
from telebatch.split.shapes import Shift, ShiftOrder, SplitInputs, SplitRules

__all__ = [
    "Shift",
    "ShiftOrder",
    "SplitInputs",
    "SplitRules",
    "further_pieces",
    "hers",
    "not_built",
    "split",
    "top_up",
]
