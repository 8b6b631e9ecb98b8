"""Words for what a title says: the role's class, its seniority and its function.

A person is a *key person* for a project by these columns of `normalise.titles` (the rule lives in prequalify):

1. `is_current` is false: no (a former head has no power; an acting one has).
2. `role_class` is unknown or needs_context: not known (null).
3. `role_class` is neither decision_maker nor conditional: no.
4. `seniority` is null: not known; weaker than the project's minimum (`Seniority.rank` greater): no.
5. `is_general`, or one of the functions in `function` is one of the project's, or the project lists none: yes.
6. `function` is null: not known. Otherwise no.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class RoleClass(StrEnum):
    """What a role decides; the order is the one in which several titles of a person outweigh each other."""

    DECISION_MAKER = "decision_maker"
    CONDITIONAL = "conditional"  # decides in some functions or company sizes
    NEEDS_CONTEXT = "needs_context"  # the words are known, their weight depends on what the row does not say
    INFLUENCER = "influencer"
    STAFF = "staff"
    GATEKEEPER = "gatekeeper"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for the strongest class."""
        return _CLASS_RANKS[self]


class Seniority(StrEnum):
    """Levels from the strongest to the weakest."""

    OWNER = "own"
    BOARD = "brd"
    CHIEF = "cxo"
    VICE_PRESIDENT = "vp"
    DIRECTOR = "dir"
    MIDDLE = "mgr"
    LEAD = "lead"
    SENIOR = "sen"
    STAFF = "stf"
    ASSISTANT = "ast"

    @property
    def rank(self) -> int:
        """0 for the strongest level; a minimum is met by every smaller or equal rank."""
        return _LEVEL_RANKS[self]


class Function(StrEnum):
    """The part of a company a role decides for; `gen` is all of it."""

    GENERAL = "gen"
    PURCHASING = "pur"
    ADMINISTRATION = "adm"
    FINANCE = "fin"
    TECHNOLOGY = "it"
    PERSONNEL = "hr"
    SALES = "sal"
    MARKETING = "mkt"
    OPERATIONS = "ops"
    ENGINEERING = "tec"
    LEGAL = "leg"
    EDUCATION = "edu"
    MEDICINE = "med"
    FRONT_DESK = "fd"


#: Functions that one role may hold together, written `adm,hr` in the order of the vocabulary; more are left out.
MOST_HELD: Final = 4
#: What the basis of a verdict begins with where the row told no title.
NO_TITLE: Final = "no title given"


class Confidence(StrEnum):
    """How plainly the title's words say its class."""

    HIGH = "high"  # the whole title stands in the vocabulary
    MEDIUM = "medium"  # put together from known words, or changed by industry or company size
    LOW = "low"  # unknown words beside the known, a language that could not be decided, or nothing known


_CLASS_RANKS = MappingProxyType({role_class: rank for rank, role_class in enumerate(RoleClass)})
_LEVEL_RANKS = MappingProxyType({level: rank for rank, level in enumerate(Seniority)})
