"""Decides what every call achieved: result code → outcome → flags → the lead's three-node story.

code_map(rows, projects, own_leaves) → CodeMap; classify(attempts, orders, rules, answers, amendments) → Classified;
coverage(attempts, codes) → every code met, with its meaning, count and share;
shares(attempts), drift(now, before) → the codes whose share of their source jumped;
unmapped(attempts, codes) → the codes of one file that no map knows.
"""

from telebatch.classify.codes import TALK, CodeMap, Meaning, Told, code_map
from telebatch.classify.coverage import coverage, drift, shares, unmapped
from telebatch.classify.front import Classified, ClassifyRules, classify

__all__ = [
    "TALK",
    "Classified",
    "ClassifyRules",
    "CodeMap",
    "Meaning",
    "Told",
    "classify",
    "code_map",
    "coverage",
    "drift",
    "shares",
    "unmapped",
]
