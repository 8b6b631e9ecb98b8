"""How a title was read, and what a score is made of, in the project's language.

Both are written in English and kept so, the same in every project; here each phrase is found by its English words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

#: In the place of a note, while a text is taken apart: notes hold commas and semicolons too.
_NOTE = "\x00"
_SLOT = re.compile(r"\\\{(\w+)\\\}")
_SIZE = re.compile(r"(at least|at most) (\d+) persons")
#: What may stand in a slot; elsewhere any words of the title.
_FUNCTIONS = r"[a-z]+(?: and [a-z]+)*"


@dataclass(frozen=True)
class _Phrase:
    """One phrase of the texts.

    Attributes:
      reads: The English phrase, a group for each slot.
      holds: The longest of its own words, by which most phrases are passed over.
      told: In the project's language, with slots.
    """

    reads: re.Pattern[str]
    holds: str
    told: str


class OwnLanguage:
    """Tells the columns `role_basis` and `score_why` in one language.

    Args:
      words: Of the project's language, by key.
      english: The same keys.
    """

    def __init__(self, words: Mapping[str, str], english: Mapping[str, str]) -> None:
        self._words = words
        self._classes = _by_english("role_class.", words, english)
        self._notes = _by_english("title_note.", words, english)
        self._points = _by_english("score.", words, english)
        self._phrases = tuple(self._read_from(english))
        # Titles differ more than what is said of them.
        self._read = lru_cache(maxsize=10_000)(self._read_anew)
        noted = "|".join(map(re.escape, sorted(self._notes, key=len, reverse=True)))
        # A centre's own titles have notes in its own words.
        self._noted = re.compile(rf" \(({noted}|[^()]+)\)(?=;|$)")

    def told(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with both columns, where they stand, in words of the language; each distinct text is read once."""
        ways = {"role_basis": self.basis, "score_why": self.score}
        return rows.with_columns(
            _each_once(rows.get_column(name), way) for name, way in ways.items() if name in rows.columns
        )

    def score(self, why: str) -> str:
        """`decision maker +30, mobile +20`; a word nobody translated stays."""
        parts = (part.rpartition(" +") for part in why.split(", ") if part)
        return ", ".join(f"{self._points.get(word, word)} +{points}" for word, _, points in parts)

    def basis(self, basis: str) -> str:
        """The words that decided stay as the list has them, the rules are told; a phrase nobody knows stays."""
        noted = self._noted.search(basis)
        clauses = self._noted.sub(_NOTE, basis, count=1).split("; ")
        told = "; ".join([self._first(clauses[0]), *(self._clause(clause) for clause in clauses[1:])])
        return told.replace(_NOTE, f" ({self._notes.get(noted[1], noted[1])})") if noted else told

    def _first(self, clause: str) -> str:
        """A clause behind the title's own words and a colon."""
        for at in (found.end() for found in re.finditer(": ", clause)):
            read = self._read(clause[at:].removesuffix(_NOTE))
            if read is not None:
                return clause[:at] + read + clause[len(clause.removesuffix(_NOTE)) :]
        return self._clause(clause)

    def _clause(self, clause: str) -> str:
        bare = clause.removesuffix(_NOTE)
        return (self._read(bare) or bare) + clause[len(bare) :]

    def _read_anew(self, text: str) -> str | None:
        """The shortest phrase in front, then the others behind commas; null: not made of known phrases alone."""
        ends = [found.start() for found in re.finditer(", ", text)]
        for end in (*ends, len(text)):
            told = next((said for phrase in self._phrases if (said := self._filled(phrase, text[:end]))), None)
            if told is None:
                continue
            rest = "" if end == len(text) else self._read(text[end + 2 :])
            if rest is not None:
                return f"{told}, {rest}" if rest else told
        return None

    def _filled(self, phrase: _Phrase, text: str) -> str | None:
        found = phrase.reads.fullmatch(text) if phrase.holds in text else None
        if found is None:
            return None
        slots: Mapping[str, Callable[[str], str]] = {
            "class": lambda told: self._classes[told],
            "functions": lambda told: ", ".join(map(self._function, told.split(" and "))),
            "meanings": lambda told: ", ".join(map(self._meaning, told.split(", "))),
            "sizes": self._sizes,
            "changes": lambda told: ", ".join(map(self._change, told.split(", "))),
        }
        return phrase.told.format(**{name: slots.get(name, str)(told) for name, told in found.groupdict().items()})

    def _read_from(self, english: Mapping[str, str]) -> Iterator[_Phrase]:
        """Phrases with more words of their own first, for a slot may hold any."""
        kinds = {"class": "|".join(map(re.escape, self._classes)), "functions": _FUNCTIONS}
        keys = [key for key in english if key.startswith("role_basis.")]
        for key in sorted(keys, key=lambda key: -len(re.sub(r"\{\w+\}", "", english[key]))):
            reads = _SLOT.sub(lambda slot: f"(?P<{slot[1]}>{kinds.get(slot[1], '.+?')})", re.escape(english[key]))
            holds = max(re.split(r"\{\w+\}", english[key]), key=len)
            yield _Phrase(re.compile(reads), holds, self._words.get(key, english[key]))

    def _function(self, code: str) -> str:
        text = self._words.get(f"function.{code}")
        return f"{code} ({text})" if text else code

    def _meaning(self, told: str) -> str:
        """`zh needs_context`: a language's code and a class."""
        language, _, code = told.partition(" ")
        return f"{language} {self._words.get(f'role_class.{code}', code)}"

    def _sizes(self, told: str) -> str:
        return _SIZE.sub(
            lambda size: self._words[f"role_basis.{size[1].replace(' ', '_')}"].format(count=size[2]), told
        )

    def _change(self, told: str) -> str:
        """A class in words, a level, functions or how far a role decides."""
        if told in self._classes:
            return self._classes[told]
        level = self._words.get(f"seniority.{told}")
        if level is not None:
            return f"{told} ({level})"
        phrase = next((said for one in self._phrases if (said := self._filled(one, told))), None)
        return phrase or ", ".join(map(self._function, told.split(",")))


@lru_cache(maxsize=8)
def _language_of(words: tuple[tuple[str, str], ...], english: tuple[tuple[str, str], ...]) -> OwnLanguage:
    return OwnLanguage(dict(words), dict(english))


def own_language(words: Mapping[str, str], english: Mapping[str, str]) -> OwnLanguage | None:
    """What tells both columns; null where they are in the project's language as they are."""
    kinds = ("role_class.", "role_basis.", "title_note.", "score.", "function.", "seniority.")
    told, plain = (tuple((key, text) for key, text in one.items() if key.startswith(kinds)) for one in (words, english))
    return None if told == plain else _language_of(told, plain)


def _by_english(kind: str, words: Mapping[str, str], english: Mapping[str, str]) -> Mapping[str, str]:
    """English text → text of the language."""
    return {text: words.get(key, text) for key, text in english.items() if key.startswith(kind)}


def _each_once(texts: pl.Series, told: Callable[[str], str]) -> pl.Series:
    texts = texts.cast(pl.String)
    distinct = texts.drop_nulls().unique()
    ours = pl.Series(map(told, distinct.to_list()), dtype=pl.String)
    return texts.replace_strict(distinct, ours, default=None, return_dtype=pl.String).alias(texts.name)
