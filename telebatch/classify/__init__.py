"""Decides what every call achieved: result code → outcome → flags → the lead's three-node story.

code_map(rows, projects, own_leaves) → CodeMap; classify(attempts, orders, rules, answers, amendments) → Classified;
coverage(attempts, codes) → every code met, with its meaning, count and share;
shares(attempts), drift(now, before) → the codes whose share of a source's calls jumped;
unmapped(attempts, codes), unmapped_statuses(orders, codes) → what of one file no map knows;
with_answers_beside(answers, attempts) → the answers of a call at the row of it that counts;
status_coverage(orders, codes) → every order status met; below_zero, outdone → orders a person should look at.
"""

from telebatch.classify.codes import TALK, CodeMap, Meaning, Told, code_map
from telebatch.classify.coverage import coverage, drift, shares, unmapped
from telebatch.classify.flags import UNCLASSIFIED
from telebatch.classify.front import Classified, ClassifyRules, classify
from telebatch.classify.statuses import below_zero, outdone, status_coverage, unmapped_statuses
from telebatch.classify.winners import with_answers_beside

__all__ = [
    "TALK",
    "UNCLASSIFIED",
    "Classified",
    "ClassifyRules",
    "CodeMap",
    "Meaning",
    "Told",
    "below_zero",
    "classify",
    "code_map",
    "coverage",
    "drift",
    "outdone",
    "shares",
    "status_coverage",
    "unmapped",
    "unmapped_statuses",
    "with_answers_beside",
]
