"""May this candidate be called in this project, and if not, why? One verdict and all reasons per record."""

from telebatch.prequalify.decide import detail_columns, details, prequalify
from telebatch.prequalify.duplicates import mark_duplicates
from telebatch.prequalify.judged import OWN_DETAILS, judged
from telebatch.prequalify.key_person import key_person, key_person_why
from telebatch.prequalify.rules import Rule, rules_of
from telebatch.prequalify.score import score
from telebatch.prequalify.suppressed import named_by, spelled, suppressed_by

__all__ = [
    "OWN_DETAILS", "Rule", "detail_columns", "details", "judged", "key_person", "key_person_why", "mark_duplicates",
    "named_by", "prequalify", "rules_of", "score", "spelled", "suppressed_by",
]  # fmt: skip
