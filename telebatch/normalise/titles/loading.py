"""What the vocabulary files say, made into lookups, or every mistake in them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from telebatch.model.errors import Mistake, SettingsWrong
from telebatch.model.titles import Function, RoleClass, Seniority
from telebatch.normalise.titles.text import plain, words_of
from telebatch.normalise.titles.vocabulary import Adjustment, Title, TitleVocabulary, Words

JOINED = ("ko", "zh", "ja")  # languages read without their spaces
BEHIND = ("any", "known_or_surname", "known", "nothing")
TITLE_KEYS = frozenset({"class", "seniority", "function", "functions", "behind", "also", "note", "source", "with"})
FILE_KEYS = frozenset(
    {"language", "project", "source", "titles", "words", "abbreviations", "functions", "industry", "size"}
)
APART = ("former", "former_front", "former_end", "acting", "acting_front", "acting_end", "current", "honorific")
WORD_KEYS = frozenset(
    {
        *("former", "former_front", "former_end", "doubtful_front", "acting", "acting_front", "acting_end"),
        *("current", "honorific", "deputy", "rank_front", "neutral", "department", "context", "holds_to", "surnames"),
        *("weak", "serves", "leaving"),
    }
)
RULE_KEYS = frozenset(
    {
        *("words", "at_least", "at_most", "titles", "seniorities"),
        *("class", "seniority", "function", "general", "source"),
    }
)
DECIDING = (RoleClass.DECISION_MAKER, RoleClass.CONDITIONAL)
Word = TypeVar("Word", bound=StrEnum)


class _Gathered:
    """One language while its files are read; a later file's words join or replace the earlier ones'."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.titles: dict[str, Title] = {}
        self.patterns: dict[str, tuple[str, str, Title]] = {}
        self.words: dict[str, set[str]] = {key: set() for key in WORD_KEYS}
        self.abbreviations: dict[str, str] = {}
        self.functions: dict[str, Function] = {}
        self.adjustments: list[Adjustment] = []

    def spelling(self, text: str) -> str:
        """The form in which this language's titles are looked up."""
        return plain(text).replace(" ", "") if self.language in JOINED else " ".join(words_of(plain(text)))


class _Reader:
    """Reads the files in order and keeps their mistakes."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.languages: dict[str, _Gathered] = {}
        self.functions: dict[str, Function] = {}

    def wrong(self, place: str, what: str, remedy: str) -> None:
        self.mistakes.append(Mistake(what, place, remedy))

    def unknown_keys(self, place: str, table: Mapping[str, object], allowed: Iterable[str]) -> None:
        for key in sorted(set(table) - set(allowed)):
            self.wrong(place, f"unknown key {key}", f"use one of {', '.join(sorted(allowed))}")

    def table(self, place: str, value: object) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        self.wrong(place, "is not a table", "write key = value lines under it")
        return {}

    def texts(self, place: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(value)
        self.wrong(place, "is not a list of texts", 'write it as ["one", "two"]')
        return ()

    def word(self, place: str, kind: type[Word], value: object) -> Word | None:
        if value is None or value in {one.value for one in kind}:
            return None if value is None else kind(str(value))
        self.wrong(place, f"{value!r} is not known", f"use one of {', '.join(kind)}")
        return None

    def words(self, place: str, kind: type[Word], value: object) -> tuple[Word, ...]:
        read = (self.word(place, kind, one) for one in self.texts(place, value))
        return tuple(one for one in read if one is not None)

    def classes(self, place: str, value: object) -> tuple[tuple[Function, RoleClass], ...]:
        """What `with = { pur = "decision_maker" }` says."""
        pairs = (
            (self.word(place, Function, function), self.word(place, RoleClass, told))
            for function, told in self.table(place, value).items()
        )
        return tuple((function, told) for function, told in pairs if function is not None and told is not None)

    def size(self, place: str, value: object) -> int | None:
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.wrong(place, f"{value!r} is not a number of persons", "write a whole number")
        return None

    def read_file(self, place: str, content: Mapping[str, object]) -> None:
        """Reads one file; `place` is its name for mistakes."""
        self.unknown_keys(place, content, FILE_KEYS)
        if not isinstance(content.get("project", ""), str):
            self.wrong(place, "project is not a text", 'write project = "name"')
        language = content.get("language")
        if not isinstance(language, str) or len(language) != 2 or not language.islower():
            self.wrong(place, "has no language", 'write language = "en" (two small letters) at its top')
            return
        into = self.languages.setdefault(language, _Gathered(language))
        source = str(content.get("source", ""))
        for name, entry in self.table(f"{place}: [titles]", content.get("titles", {})).items():
            self.read_title(f'{place}: "{name}"', into, name, entry, source)
        self.read_words(place, into, content)
        for kind in ("size", "industry"):  # the industry's word comes last and wins
            rules = content.get(kind, [])
            for number, rule in enumerate(rules if isinstance(rules, list) else [rules], start=1):
                self.read_rule(f"{place}: [[{kind}]] {number}", into, kind, rule)

    def read_title(self, place: str, into: _Gathered, name: str, entry: object, source: str) -> None:
        """Reads one title with all its spellings."""
        table = self.table(place, entry)
        self.unknown_keys(place, table, TITLE_KEYS)
        role_class = self.word(place, RoleClass, table.get("class"))
        if role_class is None and not any(mistake.place == place for mistake in self.mistakes):
            self.wrong(place, "has no class", f"write class = one of {', '.join(RoleClass)}")
        functions = self.words(place, Function, table["functions"]) if "functions" in table else ()
        single = self.word(place, Function, table.get("function"))
        behind = str(table.get("behind", "any"))
        if behind not in BEHIND:
            self.wrong(place, f"behind = {behind!r} is not known", f"use one of {', '.join(BEHIND)}")
        spellings = (name, *(self.texts(place, table["also"]) if "also" in table else ()))
        title = Title(
            into.spelling(name), into.language, role_class or RoleClass.UNKNOWN,
            self.word(place, Seniority, table.get("seniority")), (single,) if single else functions,
            behind, self.classes(place, table.get("with", {})), str(table.get("note", "")),
            str(table.get("source", source)),
        )  # fmt: skip
        for spelling in map(into.spelling, spellings):
            if not spelling:
                self.wrong(place, "a spelling has no letters", "write the title's words")
            elif "*" in spelling:
                before, _, after = spelling.partition("*")
                into.patterns[spelling] = (before.strip(), after.strip(), title)
            else:
                into.titles[spelling] = title

    def read_words(self, place: str, into: _Gathered, content: Mapping[str, object]) -> None:
        """Reads the small words, abbreviations and function words."""
        small = self.table(f"{place}: [words]", content.get("words", {}))
        self.unknown_keys(f"{place}: [words]", small, WORD_KEYS)
        for key in sorted(WORD_KEYS & set(small)):
            into.words[key].update(map(into.spelling, self.texts(f"{place}: [words] {key}", small[key])))
        for short, long in self.table(f"{place}: [abbreviations]", content.get("abbreviations", {})).items():
            into.abbreviations[plain(short)] = plain(str(long))
        for name, listed in self.table(f"{place}: [functions]", content.get("functions", {})).items():
            function = self.word(f"{place}: [functions]", Function, name)
            for one in self.texts(f"{place}: [functions] {name}", listed):
                if function is not None:
                    self.functions[into.spelling(one)] = function
                    into.functions[into.spelling(one)] = function

    def read_rule(self, place: str, into: _Gathered, kind: str, rule: object) -> None:
        """Reads one industry or size rule; its titles must be known by then."""
        table = self.table(place, rule)
        self.unknown_keys(place, table, RULE_KEYS)
        named = tuple(map(into.spelling, self.texts(place, table["titles"]) if "titles" in table else ()))
        for unknown in (one for one in named if one not in into.titles):
            self.wrong(place, f"names the unknown title {unknown!r}", "write it as it stands under [titles]")
        seniorities = self.words(place, Seniority, table["seniorities"]) if "seniorities" in table else ()
        if not (named or seniorities):
            self.wrong(place, "names no titles", "add titles = [...] or seniorities = [...]")
        words = self.texts(place, table.get("words")) if kind == "industry" else ()
        general = table.get("general")
        if not isinstance(general, bool | None):
            self.wrong(place, "general is neither true nor false", "write general = true or false")
        at_least, at_most = self.size(place, table.get("at_least")), self.size(place, table.get("at_most"))
        if kind == "size" and at_least is None and at_most is None:
            self.wrong(place, "has no size", "add at_least or at_most, a number of persons")
        into.adjustments.append(
            Adjustment(
                tuple(map(plain, words)), at_least, at_most,
                frozenset(into.titles[one].key for one in named if one in into.titles), frozenset(seniorities),
                self.word(place, RoleClass, table.get("class")), self.word(place, Seniority, table.get("seniority")),
                self.word(place, Function, table.get("function")), general if isinstance(general, bool) else None,
                str(table.get("source", "")),
            )
        )  # fmt: skip


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    """The longest word first, so that none hides behind its own beginning."""
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _finished(gathered: _Gathered, every: Iterable[_Gathered]) -> Words:
    """One language's words, frozen; what other letters say of time (前 CEO) holds beside its titles too."""
    own = gathered.words
    foreign = [one.words for one in every if one.language in JOINED and gathered.language not in JOINED]
    small = {
        key: own[key].union(*(words[key] for words in foreign)) if key in {*APART, "doubtful_front"} else own[key]
        for key in own
    }
    return Words(
        language=gathered.language,
        titles=MappingProxyType(gathered.titles),
        longest=max(map(len, gathered.titles), default=0),
        patterns=tuple(gathered.patterns[key] for key in _longest_first(gathered.patterns)),
        former=frozenset(small["former"] | small["former_front"] | small["former_end"]),
        former_front=_longest_first(small["former_front"]),
        former_end=_longest_first(small["former_end"]),
        doubtful_front=_longest_first(small["doubtful_front"]),
        acting=frozenset(small["acting"] | small["acting_front"] | small["acting_end"]),
        acting_front=_longest_first(small["acting_front"]),
        acting_end=_longest_first(small["acting_end"]),
        current=frozenset(small["current"]),
        honorifics=_longest_first(small["honorific"]),
        apart=frozenset().union(*(small[key] for key in APART)),
        deputy=frozenset(small["deputy"]),
        rank_front=_longest_first(small["rank_front"]),
        functions=MappingProxyType(dict.fromkeys(small["neutral"]) | gathered.functions),
        context=frozenset(small["context"]),
        holds_to=frozenset(small["holds_to"]),
        serves=frozenset(small["serves"]),
        leaving=frozenset(small["leaving"]),
        surnames=frozenset(small["surnames"]),
        abbreviations=MappingProxyType(gathered.abbreviations),
        # Size rules first, whatever file they came from: the industry's word wins.
        adjustments=tuple(sorted(gathered.adjustments, key=lambda rule: bool(rule.words))),
    )


def of_project(files: Mapping[str, Mapping[str, object]], project: str) -> dict[str, Mapping[str, object]]:
    """The title files that hold for one project: those for all, then, winning over them, those that name it."""
    general = {name: table for name, table in files.items() if "project" not in table}
    return general | {name: table for name, table in files.items() if table.get("project") == project}


def vocabulary_of(
    parsed: Mapping[str, Mapping[str, object]],
    overrides: Mapping[str, Mapping[str, object]] | None = None,
) -> TitleVocabulary:
    """The vocabulary that the files say together; a later file's spelling replaces an earlier one's.

    Args:
      parsed: The shipped files, file name → parsed TOML.
      overrides: The user's own, in the same form; within them the last wins (workspace, then project).

    Raises:
      SettingsWrong: Every wrong entry of every file, each with file and entry.
    """
    reader = _Reader()
    for place, content in (*parsed.items(), *(overrides or {}).items()):
        reader.read_file(place, content)
    if reader.mistakes:
        first, *more = sorted(reader.mistakes, key=lambda mistake: (mistake.place, mistake.what))
        raise SettingsWrong(first.what, place=first.place, remedy=first.remedy, more=tuple(more))
    every = tuple(reader.languages.values())
    departments = frozenset[str]().union(*(one.words["department"] for one in every))
    small = (one.words[key] for one in every for key in ("neutral", "department", "deputy"))
    # In front of another title, one that decides names its function (구매담당 부장); 수석 or assistant does not.
    functions = {
        spelling: title.function
        for one in every
        for spelling, title in one.titles.items()
        if title.role_class in DECIDING and title.function not in {None, Function.GENERAL}
    } | reader.functions
    known = frozenset(functions).union(*small, *(one.titles for one in every))
    return TitleVocabulary(
        languages=MappingProxyType({code: _finished(one, every) for code, one in reader.languages.items()}),
        spaced=tuple(sorted((code for code in reader.languages if code not in JOINED), key=lambda c: (c != "en", c))),
        functions=MappingProxyType(functions),
        known=known,
        departments=departments,
        weak=frozenset[str]().union(*(one.words["weak"] for one in every)),
        longest=max(map(len, known), default=1),
        starts=frozenset(word[0] for word in known) | frozenset(word.split(" ")[0] for word in known if " " in word),
    )
