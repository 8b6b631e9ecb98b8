"""Which of a person's titles counts, and what company size, industry and department change about it.

The strongest current title wins; all are kept. What the words do not say stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from telebatch.model.titles import MOST_HELD, NO_TITLE, Confidence, Function, RoleClass, Seniority
from telebatch.normalise.titles.parts import CLOSE, LOOSE
from telebatch.normalise.titles.reading import DECIDING, Reading, with_function, word_of
from telebatch.normalise.titles.vocabulary import Adjustment, TitleVocabulary
from telebatch.normalise.titles.walking import ordered

EXCERPT = 60  # characters of a cell that `basis` tells


class Judgement(NamedTuple):
    """What is decided about one title; the fields are the columns of `titles`, null means not known."""

    role_class: RoleClass
    seniority: Seniority | None
    function: str | None
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
    """

    chosen: Reading
    titles_found: str | None
    basis: str
    confidence: Confidence
    language: str | None


def strength(reading: Reading) -> tuple[bool, int, bool, int]:
    """Sorts the strongest current reading first: of two that decide, the one that decides over everything."""
    level = reading.seniority.rank if reading.seniority else len(Seniority)
    is_general = _is_general(reading.role_class, reading.seniority, reading.functions)
    return reading.is_former, reading.role_class.rank, not is_general, level


def verdict_of(readings: Sequence[Reading], language: str | None) -> Verdict:
    """Chooses among the parts of one title.

    Args:
      readings: One per part, in order; at least one.
      language: Where the letters or the list decide it; null: the chosen reading's.
    """
    roles = [reading for reading in readings if reading.title is not None]
    chosen = min(roles, key=strength) if roles else readings[0]
    if len(readings) > 1:
        at = next(place for place, one in enumerate(readings) if one is chosen)
        chosen = _joined(_narrowed(chosen, _named_beside(chosen, readings), "the part beside it"), at, readings)
    basis = _basis(chosen, roles)
    found = " / ".join(role.head if role.leftover else role.text for role in roles) or None
    is_all_read = all(reading.title is not None or reading.is_department for reading in readings)
    return Verdict(chosen, found, basis, _confidence(chosen, is_all_read), language or chosen.language or None)


def of_bodies(readings: Sequence[Reading], vocabulary: TitleVocabulary) -> list[Reading]:
    """Readings in which a post of a club or the like, named in the next part, decides on nothing for a firm.

    So `President, Parents Association` is read as `President of the Parents Association` is.
    """
    told = list(readings)
    for at, (post, body) in enumerate(pairwise(readings)):
        words = vocabulary.languages.get(post.language)
        if words is None or body.title is not None or post.role_class not in DECIDING:
            continue
        if any(
            body.text == word or body.text.endswith(f" {word}" if word.isascii() else word) for word in words.context
        ):
            because = f"{post.because}, perhaps of a club or the like: {body.text[:20]}"
            told[at] = post._replace(role_class=RoleClass.NEEDS_CONTEXT, because=because)
    return told


def _named_beside(chosen: Reading, readings: Sequence[Reading]) -> tuple[Function, ...]:
    """The functions that the other parts name: a department first, then another current title of the person.

    Another title takes nothing from one that is general.
    """
    beside = [one for one in readings if one is not chosen and not one.is_former]
    beside = [one for one in beside if one.title is None] if _is_of_a_house(chosen) else beside
    beside.sort(key=lambda one: one.title is not None)
    named = (one.functions for one in beside if one.functions and not one.is_open)
    return next((functions for functions in named if Function.GENERAL not in functions), ())


def _narrowed(reading: Reading, named: tuple[Function, ...], who: str) -> Reading:
    """A reading whose function is open, decided by another part or a column; a decided one stays."""
    is_free = not reading.functions or (_is_of_a_house(reading) and Function.GENERAL not in named)
    fitting = named if is_free else tuple(one for one in named if one in reading.functions)
    if not fitting or not (is_free or reading.is_open):
        return reading
    because = f"{reading.because}; {who} gives {' and '.join(fitting)}"
    return with_function(reading._replace(functions=fitting, is_open=False, because=because))


def _is_of_a_house(reading: Reading) -> bool:
    """Whether a role decides over all of a house, but not at its top: `SVP, Sales` is one of sales alone."""
    is_below = reading.seniority is not None and reading.seniority.rank >= Seniority.VICE_PRESIDENT.rank
    return reading.functions == (Function.GENERAL,) and is_below


def _joined(reading: Reading, at: int, readings: Sequence[Reading]) -> Reading:
    """The reading with what the person decides on besides: other posts held, and departments on one head noun.

    Args:
      at: Where the reading stood among the readings before it was narrowed.
    """
    if reading.is_open or reading.role_class not in DECIDING or Function.GENERAL in reading.functions:
        return reading
    # `HR manager, sales division` is one of HR; `HR & sales manager` is one of both.
    is_bare = not readings[at].functions or _is_of_a_house(readings[at])
    joints = LOOSE if is_bare else CLOSE
    before = takewhile(lambda i: readings[i].joint in joints and readings[i - 1].is_department, range(at, 0, -1))
    # `Director - Operations & Procurement`: what is named first behind a bare title is its own, whatever parts them.
    first = at + 1 if is_bare else 0
    behind = range(at + 1, len(readings))
    after = takewhile(lambda i: readings[i].is_department and (i == first or readings[i].joint in joints), behind)
    others = (*readings[:at], *readings[at + 1 :])
    posts = [one for one in others if one.role_class in DECIDING and not one.is_former and not one.is_open]
    beside = [*(readings[i - 1] for i in before), *(readings[i] for i in after), *posts]
    functions = ordered((*reading.functions, *(function for one in beside for function in one.functions)))
    functions = (Function.GENERAL,) if Function.GENERAL in functions else functions
    if functions == reading.functions:
        return reading
    because = f"{reading.because}; the parts beside it make it {' and '.join(functions)}"
    return with_function(reading._replace(functions=functions, because=because))


def _untold(because: str) -> str:
    return because if because.startswith(NO_TITLE) else f"{NO_TITLE}; {because}"


def _basis(chosen: Reading, roles: Sequence[Reading]) -> str:
    """The words that decided, and the rule, in words."""
    # What begins so told no title: later lists that say nothing of it unsay nothing (`state/people.py`).
    told = f"{chosen.text[:EXCERPT]}: {chosen.because}" if chosen.text else _untold(chosen.because)
    # Who plainly decides needs no word on what the title may be elsewhere.
    is_plain = chosen.role_class is RoleClass.DECISION_MAKER
    if chosen.title is not None and chosen.title.note and chosen.language and not is_plain:
        told += f" ({chosen.title.note})"
    if len(roles) > 1:
        told += f"; the strongest current of {' / '.join(role.text[:EXCERPT] for role in roles[:4])}"
    return f"{told}; acting, holds the power" if chosen.is_acting else told


def _confidence(chosen: Reading, is_all_read: bool) -> Confidence:
    """How plainly the words say it."""
    if chosen.role_class in {RoleClass.UNKNOWN, RoleClass.NEEDS_CONTEXT} or chosen.leftover:
        return Confidence.LOW
    is_sure = chosen.is_whole and is_all_read and not chosen.is_open and chosen.language
    return Confidence.HIGH if is_sure else Confidence.MEDIUM


class Surroundings(NamedTuple):
    """What the row tells beside the title; null or empty: nothing."""

    department: tuple[Function, ...]
    company_size: int | None
    industry: str


def judged(verdict: Verdict, around: Surroundings, vocabulary: TitleVocabulary) -> Judgement:
    """The verdict as industry, company size and department change it."""
    chosen = verdict.chosen
    basis = verdict.basis
    if around.department:
        chosen = _narrowed(chosen, around.department, "the department")
        basis += chosen.because.removeprefix(verdict.chosen.because)
    function = None if chosen.is_open else ",".join(chosen.functions[:MOST_HELD]) or None
    general = _is_general(chosen.role_class, chosen.seniority, chosen.functions)
    judgement = Judgement(
        chosen.role_class, chosen.seniority, function, general, not chosen.is_former, chosen.is_acting,
        verdict.language, verdict.titles_found, basis, verdict.confidence,
    )  # fmt: skip
    if chosen.title is None or (around.company_size is None and not around.industry):
        return judgement
    for rule in vocabulary.languages[chosen.title.language].adjustments:
        if _applies(rule, verdict, around):
            judgement = _adjusted(judgement, rule)
    return judgement


def _is_general(role_class: RoleClass, seniority: Seniority | None, functions: Iterable[str]) -> bool:
    """Whether a role decides over every function: a general one, and an owner of whatever trade."""
    return role_class in DECIDING and (Function.GENERAL in functions or seniority is Seniority.OWNER)


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
    general = judgement.is_general if rule.role_class is None else _is_general(role_class, seniority, (function or "",))
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
