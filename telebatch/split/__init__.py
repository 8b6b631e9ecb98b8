"""Whom does a shift call, in which queue and order, and why is everybody else not called?"""

from telebatch.split.calendar import day_rules, open_intervals
from telebatch.split.changes import further_pieces, hers, not_built, top_up
from telebatch.split.front import split
from telebatch.split.mailings import unaddressed
from telebatch.split.people import suppressed
from telebatch.split.shapes import Shift, ShiftOrder, SplitInputs, SplitRules
from telebatch.split.waits import waits_of_plan

__all__ = [
    "Shift",
    "ShiftOrder",
    "SplitInputs",
    "SplitRules",
    "day_rules",
    "further_pieces",
    "hers",
    "not_built",
    "open_intervals",
    "split",
    "suppressed",
    "top_up",
    "unaddressed",
    "waits_of_plan",
]
