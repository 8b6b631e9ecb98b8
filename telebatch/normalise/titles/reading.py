"""What one part of a title says in one language: the head noun at its end decides, the words before it only qualify.

Longest phrase first; a decision word in front of a gatekeeper's word names the person guarded.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

from telebatch.model.titles import Function, RoleClass, Seniority
from telebatch.normalise.titles.vocabulary import Title, TitleVocabulary, Words
from telebatch.normalise.titles.walking import NOWHERE, Walk, ordered, together, walk

TOP = frozenset({Seniority.OWNER, Seniority.BOARD, Seniority.CHIEF})
_CLASS_WORDS = MappingProxyType({RoleClass.CONDITIONAL: "conditional decision maker"})
DECIDING = frozenset({RoleClass.DECISION_MAKER, RoleClass.CONDITIONAL})


class Reading(NamedTuple):
    """One part of a title, read.

    Attributes:
      text: The part, plain, without what stood apart from it (former, acting, honorifics).
      title: The vocabulary's entry; null: none in it, then class is unknown.
      head: The words of the part that are the title.
      functions: All of them held; none: not told.
      is_open: Only one of the functions is held, and the words do not tell which.
      leftover: Letters nobody knows, in front of the head.
      guards: A gatekeeper's part names whom it guards: `ahead` in front of its head, `behind` it, or not (empty).
      is_department: Nothing but words of departments and functions; with a title: it may be either (총무).
      because: The rule that decided, for `basis`.
      joint: What stands between it and the part before it.
    """

    text: str
    language: str
    title: Title | None
    head: str = ""
    role_class: RoleClass = RoleClass.UNKNOWN
    seniority: Seniority | None = None
    functions: tuple[Function, ...] = ()
    is_open: bool = False
    leftover: str = ""
    guards: str = ""
    is_former: bool = False
    is_acting: bool = False
    is_department: bool = False
    because: str = "no known title in it"
    joint: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the part is the vocabulary's phrase and nothing else."""
        return self.title is not None and self.head == self.text


class Match(NamedTuple):
    """Where a title stands in a part: its words, what is in front of it and what behind."""

    title: Title
    head: str
    ahead: Walk = NOWHERE
    behind: Walk = NOWHERE
    is_deputy: bool = False
    is_apart: bool = False  # a space stands between the head and what is in front of it
    guards: str = ""
    serves: bool = False  # somebody who decides is named behind a middle post: business manager to the CEO


def word_of(role_class: RoleClass) -> str:
    """A class in words for `basis`."""
    return _CLASS_WORDS.get(role_class, role_class.value.replace("_", " "))


def as_read(match: Match, text: str, words: Words) -> Reading:
    """The reading of a part in which a title was found."""
    title = match.title
    role_class, seniority = title.role_class, title.seniority
    because = f"listed as {word_of(role_class)}"
    if match.head != text:
        where = "starts with" if match.guards == "behind" else "ends in" if not match.behind.text else "has"
        because = f"{where} {word_of(role_class)} word {match.head}"
    if match.is_deputy and role_class in DECIDING:
        role_class, seniority = _lowered(role_class, seniority)
        because += ", one step down for a deputy"
    if role_class in DECIDING and _in_context(match, text, words):
        role_class, because = RoleClass.NEEDS_CONTEXT, f"{because}, perhaps of a club or the like"
    if role_class in DECIDING and match.serves:
        role_class, because = RoleClass.NEEDS_CONTEXT, f"{because}, to somebody who decides"
    beside = match.behind if match.behind.functions else match.ahead
    functions = _functions(title, beside.functions)
    if functions != title.functions and functions:
        new = [one for one in functions if one not in title.functions]
        verb = "adds" if title.functions and title.functions[0] in functions else "gives"
        because += f", {beside.function_words} {verb} {' and '.join(new or functions)}"
    leftover = "" if match.ahead.leftover in words.surnames else match.ahead.leftover
    if leftover:
        because += f"; not known in front of it: {leftover[:20]}"
    reading = Reading(
        text, title.language, title, match.head, role_class, seniority, functions,
        len(functions) > 1 and functions == title.functions, leftover, match.guards, because=because,
        is_department=words.functions.get(text) is not None and role_class not in DECIDING,
    )  # fmt: skip
    return with_function(reading)


def with_function(reading: Reading) -> Reading:
    """The reading with the class its title has in its functions (과장 recommends, in purchasing decides)."""
    title = reading.title
    is_as_listed = title is not None and (reading.role_class, reading.seniority) == (title.role_class, title.seniority)
    if title is None or reading.is_open or not is_as_listed:
        return reading
    classes = [role_class for function, role_class in title.with_function if function in reading.functions]
    role_class = min(classes, key=lambda one: one.rank, default=reading.role_class)
    if role_class is reading.role_class:
        return reading
    because = f"{reading.because}, which makes it {word_of(role_class)}"
    return reading._replace(role_class=role_class, because=because)


def fits(match: Match, words: Words) -> bool:
    """Whether the title may stand behind what stands in front of it."""
    if not match.ahead.text:
        return True
    left = match.ahead.leftover
    if match.title.behind == "nothing":
        return False
    if match.title.behind == "any" or not left:
        return True
    return match.title.behind == "known_or_surname" and (left in words.surnames or match.is_apart)


def _refused(match: Match, text: str) -> Reading:
    """A title word that must not stand where it stands: it may be something else altogether."""
    title = match.title
    if title.role_class not in DECIDING:
        return Reading(text, title.language, None)
    return Reading(
        text, title.language, title, match.head, RoleClass.NEEDS_CONTEXT,
        because=f"ends in {match.head}, which is a title only without {match.ahead.text[:20]} in front of it",
    )  # fmt: skip


def _lowered(role_class: RoleClass, seniority: Seniority | None) -> tuple[RoleClass, Seniority | None]:
    """A deputy's class and level: one step under the head's."""
    if seniority is None:
        return RoleClass.CONDITIONAL, None
    lower = tuple(Seniority)[min(seniority.rank + 1, len(Seniority) - 1)]
    decides = role_class is RoleClass.DECISION_MAKER or lower.rank < Seniority.LEAD.rank
    return RoleClass.CONDITIONAL if decides else RoleClass.INFLUENCER, lower


def _in_context(match: Match, text: str, words: Words) -> bool:
    """Whether a club, a class or the like is named around the title."""
    if not words.context or text == match.head:
        return False
    if " " in text or text.isascii():
        return not words.context.isdisjoint(f"{match.ahead.text} {match.behind.text}".split())
    # The last letter may be the title's too: 동창회 in front of 회장.
    return any(word in text and word not in match.head for word in words.context)


def _functions(title: Title, named: tuple[Function, ...]) -> tuple[Function, ...]:
    """The title's functions, once words beside it named some.

    A general title up to vice president takes the function named (a sales general manager); the top of a house
    stays general, because the word beside it is more often a piece of the company's name. A title of one function
    takes another that goes with it (인사 in front of 총무팀장).
    """
    if not named or not title.functions:
        return named or title.functions
    if len(title.functions) > 1:
        return tuple(one for one in named if one in title.functions) or title.functions
    if title.functions == (Function.GENERAL,):
        is_below = title.seniority is None or title.seniority.rank >= Seniority.VICE_PRESIDENT.rank
        return named if is_below else title.functions
    if title.role_class not in DECIDING:
        return title.functions
    return ordered((*title.functions, *(one for one in named if together(one, title.functions[0]))))


def settled(match: Match | None, text: str, words: Words, whole: Walk) -> Reading:
    """The reading of a part, whether or not a title was found in it."""
    if match is not None:
        return as_read(match, text, words) if fits(match, words) else _refused(match, text)
    if not whole.is_department:
        return Reading(text, words.language, None)
    told = "a department gives only the function" if whole.functions else "a department without a known function"
    return Reading(text, words.language, None, functions=whole.functions, is_department=True, because=told)


def read_spaced(tokens: Sequence[str], words: Words, vocabulary: TitleVocabulary) -> Reading:
    """Reads a part of a language that writes spaces; markers and honorifics are gone."""
    text = " ".join(tokens)
    title = words.titles.get(text)
    match = (
        Match(title, text, guards=_guards(title, tokens, words)) if title else _spaced_match(tokens, words, vocabulary)
    )
    return settled(match, text, words, walk(text, vocabulary, words.language) if match is None else NOWHERE)


def _guards(title: Title, tokens: Sequence[str], words: Words) -> str:
    """Whether a gatekeeper's phrase names whom it guards, and where."""
    if title.role_class is not RoleClass.GATEKEEPER:
        return ""
    if not words.holds_to.isdisjoint(tokens[1:]):
        return "behind"
    guarded = _suffix(tokens[:-1], words)
    return "ahead" if guarded is not None and guarded[1].role_class is RoleClass.DECISION_MAKER else ""


def _suffix(tokens: Sequence[str], words: Words) -> tuple[int, Title] | None:
    """The longest title at the end of these words and where it begins."""
    for start in range(len(tokens)):
        title = words.titles.get(" ".join(tokens[start:]))
        if title is not None:
            return start, title
    return None


def _spaced_match(tokens: Sequence[str], words: Words, vocabulary: TitleVocabulary) -> Match | None:
    """Exception patterns, then `X of Y` by X, then the end of the phrase, then X with functions behind it."""
    for before, after, title in words.patterns:
        match = _pattern_match(tokens, (before, after), title, vocabulary)
        if match is not None:
            return match
    joints = [at for at, token in enumerate(tokens) if at and token in words.holds_to]
    for joint in joints:
        # The words in front may hold a joint of their own: chief of staff to the CEO.
        match = _headed(tokens[:joint], tokens[joint + 1 :], words, vocabulary)
        if match is not None or joint == joints[-1]:
            return match and match._replace(serves=_serves(match.title, tokens[joint:], words))
    match = _headed(tokens, (), words, vocabulary)
    for cut in range(len(tokens) - 1, 0, -1):
        if match is not None:
            return match
        tail = walk(" ".join(tokens[cut:]), vocabulary, words.language)
        # "CEO office" is a room, not a person.
        if tail.has_department:
            return None
        # The end of a phrase may be known only as a whole: supply chain.
        match = None if tail.leftover else _headed(tokens[:cut], tokens[cut:], words, vocabulary)
    return match


def _serves(title: Title, behind: Sequence[str], words: Words) -> bool:
    """Whether a post of a director at most is told to be held to somebody who decides over the house."""
    if behind[0] not in words.serves or title.seniority is None or title.seniority.rank < Seniority.DIRECTOR.rank:
        return False
    served = _suffix(behind[1:], words)
    return served is not None and served[1].role_class is RoleClass.DECISION_MAKER


def _headed(front: Sequence[str], behind: Sequence[str], words: Words, vocabulary: TitleVocabulary) -> Match | None:
    """The title at the end of `front`, with what stands before and behind it."""
    found = _suffix(front, words)
    if found is None:
        return None
    start, title = found
    ahead = front[:start]
    guards = _guards(title, (*front, "to") if behind and words.holds_to else front, words)
    return Match(
        title, " ".join(front[start:]), walk(" ".join(ahead), vocabulary, words.language),
        walk(" ".join(behind), vocabulary, words.language),
        is_deputy=not words.deputy.isdisjoint(ahead), is_apart=True, guards=guards,
    )  # fmt: skip


def _pattern_match(
    tokens: Sequence[str], pattern: tuple[str, str], title: Title, vocabulary: TitleVocabulary
) -> Match | None:
    """A title with a gap (`chief * officer`); what fills the gap tells the function."""
    before, after = pattern[0].split(), pattern[1].split()
    if before and before[0] not in tokens:
        return None
    last = len(tokens) - len(after)
    if list(tokens[last:]) != after:
        return None
    for start in range(last - len(before)):
        if list(tokens[start : start + len(before)]) == before:
            gap = walk(" ".join(tokens[start + len(before) : last]), vocabulary, title.language)
            ahead = walk(" ".join(tokens[:start]), vocabulary, title.language)
            deputy = not vocabulary.languages[title.language].deputy.isdisjoint(tokens[:start])
            return Match(title, " ".join((*before, "…", *after)).strip(), ahead, gap, deputy, is_apart=True)
    return None
