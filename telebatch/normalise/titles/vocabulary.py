"""The vocabulary of titles: which words carry which class, and the words that stand around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from telebatch.model.titles import Function, RoleClass, Seniority


@dataclass(frozen=True, slots=True)
class Title:
    """One title of the vocabulary.

    Attributes:
      key: Its first spelling, as written in the file; rules name it by any spelling.
      seniority: Null: the title tells no level.
      functions: Empty: the title tells none; several: one of them, another word or the industry tells which.
      behind: `nothing`: counts only as the whole title; `known`: also behind known words; `known_or_surname`:
        behind a surname too; `any`: behind whatever stands before it (a company's name, say).
      with_function: Another class where a word beside the title, or the department, names this function.
      note: Why, for the reader of `basis`; empty where plain.
    """

    key: str
    language: str
    role_class: RoleClass
    seniority: Seniority | None = None
    functions: tuple[Function, ...] = ()
    behind: str = "any"
    with_function: tuple[tuple[Function, RoleClass], ...] = ()
    note: str = ""
    source: str = ""

    @property
    def function(self) -> Function | None:
        """The one function, or null where the title names none or leaves it open."""
        return self.functions[0] if len(self.functions) == 1 else None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What industry or company size changes; null or empty leaves as it is.

    Attributes:
      words: Industry words, plain; empty for a size rule.
      at_least, at_most: Company size, persons; null: no bound on that side.
      titles: Keys of the titles meant; empty: every title with one of `seniorities`.
      is_general: Whether the role decides over every function.
    """

    words: tuple[str, ...] = ()
    at_least: int | None = None
    at_most: int | None = None
    titles: frozenset[str] = frozenset()
    seniorities: frozenset[Seniority] = frozenset()
    role_class: RoleClass | None = None
    seniority: Seniority | None = None
    function: Function | None = None
    is_general: bool | None = None
    source: str = ""


@dataclass(frozen=True)
class Words:
    """One language's titles and the small words around them; every word is in its plain form.

    Attributes:
      titles: Plain spelling → title. Wildcard spellings (`head of *`) stand in `patterns` as (before, behind).
      longest: Length in characters of the longest title.
      former, acting, current, honorifics: Stand apart from the title, before or behind it.
      apart: All of these, for one look.
      former_front … acting_end: Also written together with it. `doubtful_front` may be a surname too.
      rank_front: Titles that stand in front of another one as a title of their own (取締役営業部長).
      functions: This language's own function words; null: a word that another language takes for a function.
      deputy: Lower a title by one step. `context`: a club, a class …: its heads decide on nothing for a firm.
      holds_to: Behind a gatekeeper word these name the person guarded (`assistant to`); behind a middle post, those of
        `serves` name the person served. `leaving`: alone, or with a year, these say that a post is held no more.
    """

    language: str
    titles: Mapping[str, Title] = field(default_factory=dict)
    longest: int = 0
    patterns: tuple[tuple[str, str, Title], ...] = ()
    former: frozenset[str] = frozenset()
    former_front: tuple[str, ...] = ()
    former_end: tuple[str, ...] = ()
    doubtful_front: tuple[str, ...] = ()
    acting: frozenset[str] = frozenset()
    acting_front: tuple[str, ...] = ()
    acting_end: tuple[str, ...] = ()
    current: frozenset[str] = frozenset()
    honorifics: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()
    deputy: frozenset[str] = frozenset()
    rank_front: tuple[str, ...] = ()
    functions: Mapping[str, Function | None] = field(default_factory=dict)
    context: frozenset[str] = frozenset()
    holds_to: frozenset[str] = frozenset()
    serves: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, eq=False)
class TitleVocabulary:
    """Every language's words, and what they share.

    Attributes:
      languages: Two-letter code → words.
      spaced: Codes of the languages that write spaces between words, English first.
      functions: Plain function word of any language → function.
      weak: Function words that count only where no other stands beside them: 品質管理 is quality, 管理部 is 管理.
      known: Function, department, neutral, deputy and title words of all languages: what may stand in a title.
      longest: Length in characters of the longest word of `known`.
      starts: First letters of its words, and first words of its phrases: nothing known begins otherwise.
    """

    languages: Mapping[str, Words]
    spaced: tuple[str, ...]
    functions: Mapping[str, Function]
    known: frozenset[str]
    departments: frozenset[str]
    weak: frozenset[str]
    longest: int
    starts: frozenset[str]
