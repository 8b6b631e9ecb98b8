"""Synonyms: what each known heading means, also behind the object of a customer system (`Account: Name`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from telebatch.model.headings import header_key

NUMBER: Final = "number"
FAX: Final = "fax"
#: Numbers of whoever is called when something happened to the person (`비상연락처`): nobody's to sell to.
OTHERS: Final = "others"
#: Canonical columns whose cells are numbers; but the first are never dialled.
LINES: Final = (NUMBER, FAX, OTHERS)
ADDRESS: Final = "address"
LANGUAGES: Final = ("en", "ko", "zh", "ja")
#: Whose a heading is by the object in front of it.
_PERSON, _COMPANY = "person", "company"
#: What may stand behind an object: an owner's, a call's or an order's columns may not.
_OF_COMPANIES: Final = frozenset(
    ("company", "email", "address", "postcode", "city", "state", "country", "company_size", "industry", *LINES)
)
_OF_PERSONS: Final = _OF_COMPANIES | {
    "person",
    "surname",
    "given",
    "title",
    "department",
    "language",
    "record_key",
    "memo",
    "refusal",
}
#: A heading without an object is the better one, then that of whose it is; a rank within these has room for both words.
_TIER, _WORD = 1_000_000, 1_000
#: From this rank on a heading is of somebody else: of the company, where a person's is asked.
OF_ANOTHER: Final = 2 * _TIER


class Meaning(NamedTuple):
    """What a header word means: canonical column, role of a number or of an address ("" elsewhere), rank within it."""

    canonical: str
    role: str
    rank: int


@dataclass(frozen=True)
class HeaderSynonyms:
    """Header words known to us.

    Attributes:
      meanings: `header_key` of a word → its meaning.
      spellings: What a note says that makes a name's spelling of it (`氏名(カナ)`), in the same form.
      titles: What a heading of names says that all people below are, by its `header_key`.
      groups: Titles of groups of columns, each with the object that it tells of, both by `header_key`.
      owned: Keys of words behind an object that mean something else than the word alone (`회사전화`, a switchboard).
      of_others: Titles of groups about somebody else than the person (`비상연락처`), by `header_key`.
    """

    meanings: Mapping[str, Meaning]
    spellings: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    owned: frozenset[str] = frozenset()
    of_others: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """The keys, as `ListWords.headers` wants them."""
        return frozenset(self.meanings)


def header_synonyms(parsed: Mapping[str, Any]) -> HeaderSynonyms:
    """Synonyms from the parsed headers.toml: tables of words per language under `columns` and beside it.

    Raises:
      ValueError: one word stands for two meanings (a fault of the shipped table, found by its test).
    """
    meanings: dict[str, Meaning] = {}
    behind: dict[str, Meaning] = {}
    owned: set[str] = set()
    tables = [(name, "", table) for name, table in parsed["columns"].items()]
    tables += [(ADDRESS, role, table) for role, table in parsed.get(ADDRESS, {}).items()]
    tables += [(role if role in LINES else NUMBER, role, table) for role, table in parsed[NUMBER].items()]
    objects = _object_keys(parsed.get("objects", {}))
    for canonical, role, table in tables:
        rank = 0
        for language in LANGUAGES:
            for word in table.get(language, ()):
                key, meaning = header_key(word), Meaning(canonical, role, rank)
                earlier = meanings.setdefault(key, meaning)
                if (earlier.canonical, earlier.role) != (canonical, role):
                    raise ValueError(f"header word {word} means both {earlier.canonical} and {canonical}")
                for whole, told in _behind_objects(key, meaning, objects[language]):
                    behind.setdefault(whole, told)
                    owned.update([whole] if told[:2] != meaning[:2] else ())
                rank += 1
    notes, titled = parsed.get("spellings", {}), parsed.get("titled", {})
    spellings = tuple(header_key(word) for language in LANGUAGES for word in notes.get(language, ()))
    titles = {header_key(word): title for language in LANGUAGES for word, title in titled.get(language, {}).items()}
    groups = _groups(objects, parsed.get("groups", {}))
    of_others, theirs = _of_others(parsed.get("groups_of_others", {}), meanings)
    return HeaderSynonyms(
        MappingProxyType(theirs | behind | meanings), spellings, MappingProxyType(titles), groups, frozenset(owned),
        of_others,
    )  # fmt: skip


def _of_others(told: Mapping[str, Any], meanings: Mapping[str, Meaning]) -> tuple[frozenset[str], dict[str, Meaning]]:
    """Titles of groups about somebody else, and what any heading of a number means below one: never to be dialled."""
    titles = frozenset(header_key(word) for language in LANGUAGES for word in told.get(language, ()))
    numbers = [key for key, meaning in meanings.items() if meaning.canonical in LINES]
    # The rank is that of a heading behind an object: of several such columns none is chosen before another.
    return titles, {title + key: Meaning(OTHERS, OTHERS, OF_ANOTHER) for title in titles for key in numbers}


def _groups(objects: Mapping[str, Mapping[str, tuple[str, ...]]], endings: Mapping[str, Any]) -> Mapping[str, str]:
    """Objects alone and with a word such as `information` behind them → the object."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        behind = ("", *map(header_key, endings.get(language, ())))
        for thing in (*objects[language][_PERSON], *objects[language][_COMPANY]):
            found |= {f"{thing}{ending}": thing for ending in behind}
    return MappingProxyType(found)


def _object_keys(tables: Mapping[str, Any]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Language → table of the objects → its words as they are compared."""
    names = (_PERSON, _COMPANY, "names", "never_behind")
    return {
        language: {name: tuple(map(header_key, tables.get(name, {}).get(language, ()))) for name in names}
        for language in LANGUAGES
    }


def _behind_objects(
    key: str, meaning: Meaning, objects: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, Meaning]]:
    """The keys of a word behind each object of its language, with what it means there."""
    if len(key) < 2 or key in objects["never_behind"]:
        return
    for whose in (_PERSON, _COMPANY):
        told = _owned(meaning, whose, is_name=key in objects["names"])
        if told is not None:
            canonical, role, rank = told
            for place, thing in enumerate(objects[whose], start=rank):
                yield thing + key, Meaning(canonical, role, place)


def _owned(meaning: Meaning, whose: str, *, is_name: bool) -> Meaning | None:
    """What a word means of a person or of a company; null: it is something else there.

    Args:
      is_name: The word is that of anybody's name, so that the object alone tells whose.
    """
    canonical, role = meaning.canonical, meaning.role
    if whose == _COMPANY:
        canonical = _COMPANY if is_name and canonical == _PERSON else canonical
        role = "office" if role == "phone" else role
    allowed = _OF_PERSONS if whose == _PERSON else _OF_COMPANIES | {_PERSON}
    is_own = (canonical == _COMPANY) == (whose == _COMPANY)
    tier = _TIER if is_own else OF_ANOTHER
    return Meaning(canonical, role, tier + meaning.rank * _WORD) if canonical in allowed else None
