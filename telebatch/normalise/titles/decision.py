"""Which of a person's titles counts, and what company size, industry and department change about it.

The strongest current title wins; all are kept. What the words do not say stays unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from telebatch.model.titles import Confidence, Function, RoleClass, Seniority
from telebatch.normalise.titles.reading import DECIDING, Reading, word_of
from telebatch.normalise.titles.vocabulary import Adjustment, TitleVocabulary

EXCERPT = 60  # characters of a cell that `basis` quotes


class Judgement(NamedTuple):
    """What is decided about one title; the fields are the columns of `titles`, null means not known."""

    role_class: RoleClass
    seniority: Seniority | None
    function: Function | None
    is_general: bool
    is_current: bool
    is_acting: bool
    language: str | None
    titles_found: str | None
    basis: str
    confidence: Confidence


class Verdict(NamedTuple):
    """The words' own verdict, before industry, size and department; kept per distinct title.

    Attributes:
      chosen: The reading that counts.
      functions: One: decided; none or several: open.
    """

    chosen: Reading
    functions: tuple[Function, ...]
    titles_found: str | None
    basis: str
    confidence: Confidence
    language: str | None


def strength(reading: Reading) -> tuple[bool, int, int]:
    """Sorts the strongest current reading first."""
    level = reading.seniority.rank if reading.seniority else len(Seniority)
    return reading.is_former, reading.role_class.rank, level


def verdict_of(readings: Sequence[Reading], language: str | None) -> Verdict:
    """Chooses among the parts of one title.

    Args:
      readings: One per part, in order; at least one.
      language: Where the letters or the list decide it; null: the chosen reading's.
    """
    roles = [reading for reading in readings if reading.title is not None]
    chosen = min(roles, key=strength) if roles else readings[0]
    functions = _narrowed(chosen.functions, _named_beside(chosen, readings) if len(readings) > 1 else None)
    basis = _basis(chosen, roles)
    if functions != chosen.functions:
        basis += f"; the part beside it gives {functions[0]}"
    found = " / ".join(role.head if role.leftover else role.text for role in roles) or None
    is_all_read = all(reading.title is not None or reading.is_department for reading in readings)
    return Verdict(
        chosen, functions, found, basis, _confidence(chosen, is_all_read), language or chosen.language or None
    )


def _named_beside(chosen: Reading, readings: Sequence[Reading]) -> Function | None:
    """The function that the other parts name: a department first, then another current title of the person."""
    beside = [one for one in readings if one is not chosen and not one.is_former]
    beside.sort(key=lambda one: one.title is not None)
    named = (one.functions for one in beside if len(one.functions) == 1 and one.functions != (Function.GENERAL,))
    return next(named, (None,))[0]


def _narrowed(functions: tuple[Function, ...], named: Function | None) -> tuple[Function, ...]:
    """An open function, decided by another part or a column; a decided one stays."""
    if named is None or len(functions) == 1 or (functions and named not in functions):
        return functions
    return (named,)


def _basis(chosen: Reading, roles: Sequence[Reading]) -> str:
    """The words that decided, and the rule, in words."""
    told = f'"{chosen.text[:EXCERPT]}": {chosen.because}'
    if chosen.title is not None and chosen.title.note and chosen.language:
        told += f" ({chosen.title.note})"
    if len(roles) > 1:
        told += f"; the strongest current of {' / '.join(role.text[:EXCERPT] for role in roles[:4])}"
    return f"{told}; acting, holds the power" if chosen.is_acting else told


def _confidence(chosen: Reading, is_all_read: bool) -> Confidence:
    """How plainly the words say it."""
    if chosen.role_class in {RoleClass.UNKNOWN, RoleClass.NEEDS_CONTEXT} or chosen.leftover:
        return Confidence.LOW
    is_open = len(chosen.functions) > 1 or not chosen.language
    return Confidence.HIGH if chosen.is_whole and is_all_read and not is_open else Confidence.MEDIUM


class Surroundings(NamedTuple):
    """What the row tells beside the title; null: nothing."""

    department: Function | None
    company_size: int | None
    industry: str


def judged(verdict: Verdict, around: Surroundings, vocabulary: TitleVocabulary) -> Judgement:
    """The verdict as industry, company size and department change it."""
    chosen = verdict.chosen
    functions = _narrowed(verdict.functions, around.department)
    function = functions[0] if len(functions) == 1 else None
    basis = verdict.basis
    if functions != verdict.functions:
        basis += f"; the department gives {function}"
    judgement = Judgement(
        chosen.role_class, chosen.seniority, function, _is_general(chosen.role_class, chosen.seniority, function),
        not chosen.is_former, chosen.is_acting, verdict.language, verdict.titles_found, basis, verdict.confidence,
    )  # fmt: skip
    if chosen.title is None or (around.company_size is None and not around.industry):
        return judgement
    for rule in vocabulary.languages[chosen.title.language].adjustments:
        if _applies(rule, verdict, around):
            judgement = _adjusted(judgement, rule)
    return judgement


def _is_general(role_class: RoleClass, seniority: Seniority | None, function: Function | None) -> bool:
    """Whether a role decides over every function: a general one, and an owner of whatever trade."""
    return role_class in DECIDING and (function is Function.GENERAL or seniority is Seniority.OWNER)


def _applies(rule: Adjustment, verdict: Verdict, around: Surroundings) -> bool:
    """Whether a rule names this title, this size and this industry."""
    title, size = verdict.chosen.title, around.company_size
    if title is None or verdict.chosen.role_class not in {*DECIDING, RoleClass.NEEDS_CONTEXT, title.role_class}:
        return False
    named = title.key in rule.titles if rule.titles else verdict.chosen.seniority in rule.seniorities
    if not named:
        return False
    if rule.words and not any(_stands_in(word, around.industry) for word in rule.words):
        return False
    if rule.at_least is None and rule.at_most is None:
        return True
    return size is not None and (rule.at_least or 0) <= size and (rule.at_most is None or size <= rule.at_most)


def _stands_in(word: str, industry: str) -> bool:
    """Whether an industry word stands in a plain industry: as a whole word where words are spaced."""
    return f" {word} " in f" {industry} " if word.isascii() else word in industry


def _adjusted(judgement: Judgement, rule: Adjustment) -> Judgement:
    """The judgement with what one rule changes."""
    role_class = rule.role_class or judgement.role_class
    seniority = rule.seniority or judgement.seniority
    function = rule.function or judgement.function
    general = judgement.is_general if rule.role_class is None else _is_general(role_class, seniority, function)
    general = general if rule.is_general is None else rule.is_general
    changed = judgement._replace(role_class=role_class, seniority=seniority, function=function,
        is_general=general and role_class in DECIDING,
    )  # fmt: skip
    if changed == judgement:
        return judgement
    limits = (("at least", rule.at_least), ("at most", rule.at_most))
    sizes = ", ".join(f"{word} {limit} persons" for word, limit in limits if limit is not None)
    why = "industry" if rule.words else f"company of {sizes}"
    return changed._replace(
        basis=f"{judgement.basis}; {why}: {_changes(judgement, changed)}",
        confidence=_changed_confidence(changed, is_class_told=rule.role_class is not None),
    )


def _changes(before: Judgement, after: Judgement) -> str:
    """What a rule changed, in words."""
    told = [word_of(after.role_class)] if after.role_class is not before.role_class else []
    told += [str(after.seniority)] if after.seniority is not before.seniority else []
    told += [str(after.function)] if after.function is not before.function else []
    if after.is_general is not before.is_general:
        told.append("decides over every function" if after.is_general else "does not decide over every function")
    return ", ".join(told)


def _changed_confidence(changed: Judgement, *, is_class_told: bool) -> Confidence:
    """Confidence after a rule: what needs context stays low, a class the rule names is medium."""
    if changed.role_class is RoleClass.NEEDS_CONTEXT:
        return Confidence.LOW
    return Confidence.MEDIUM if is_class_told or changed.confidence is not Confidence.LOW else Confidence.LOW
