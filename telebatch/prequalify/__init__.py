"""May this candidate be called in this project, and if not, why? One verdict and all reasons per record."""

from telebatch.prequalify.decide import detail_columns, details, prequalify
from telebatch.prequalify.duplicates import mark_duplicates
from telebatch.prequalify.judged import OWN_DETAILS, judged
from telebatch.prequalify.key_person import key_person, key_person_why
from telebatch.prequalify.near_refusers import AT_NUMBER, with_near_ones
from telebatch.prequalify.refusals import OPT_OUT, OWN_REFUSAL, refusals_of, with_own_refusals
from telebatch.prequalify.rules import FORGOTTEN, Rule, rules_of, takes_number
from telebatch.prequalify.score import score
from telebatch.prequalify.suppressed import FURTHER, each_key, named_by, spelled, suppressed_by

__all__ = [
    "AT_NUMBER", "FORGOTTEN", "FURTHER", "OPT_OUT", "OWN_DETAILS", "OWN_REFUSAL", "Rule", "detail_columns", "details",
    "each_key", "judged", "key_person", "key_person_why", "mark_duplicates", "named_by", "prequalify", "refusals_of",
    "rules_of", "score", "spelled", "suppressed_by", "takes_number", "with_near_ones", "with_own_refusals",
]  # fmt: skip
