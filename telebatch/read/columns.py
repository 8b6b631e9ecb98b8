"""Columns: which heading means what, by words in four languages; what a person wrote wins."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from telebatch.model.errors import Mistake
from telebatch.model.headings import header_key, in_quotes
from telebatch.model.records import ColumnMap
from telebatch.read.header_words import header_keys, note_of
from telebatch.read.synonyms import ADDRESS, FAX, LINES, NUMBER, OF_ANOTHER, OTHERS, HeaderSynonyms, Meaning

_BOTH = "phone_fax"
DIALLING_ORDER = ("mobile", "direct", "phone", _BOTH, "office")
"""A person answers a mobile or direct line; a switchboard comes last."""
SEVERAL = frozenset({ADDRESS, "memo", "refusal"})
"""Canonical columns that may take several source columns, in file order."""
_TOLD_OF_BOTH = "telephone and fax by the heading; the first number of a cell is dialled, what stands behind it is not"
_EMAIL = "email"
_WITH_ROLES = (NUMBER, ADDRESS)
PASSED_ON = frozenset({"country", "state", "company_size", "industry", "refusal"})
"""Canonical columns that no table keeps: they are read for what they tell, and handed through as well."""


def map_columns(
    columns: Sequence[str], synonyms: HeaderSynonyms, overrides: Mapping[str, str | Sequence[str]]
) -> ColumnMap:
    """Which columns of a table hold which canonical column.

    Args:
      columns: Cleaned header names in file order.
      synonyms: From `header_synonyms`.
      overrides: Canonical name → source column, or several in dialling order; wins over every guess.

    Returns:
      The map; conflicts are its mistakes, and overrides without their column unless one heading of the table tells the
      same: then there was nothing to choose. The map is usable all the same.
    """
    sources, absent = _overridden(columns, overrides)
    taken = {column for found in sources.values() for column in found}
    meant = _meant([column for column in columns if column not in taken], synonyms, sources)
    guessed = (found for canonical in _WITH_ROLES for found in meant.get(canonical, ()))
    roles = {column: meaning.role for column, meaning in guessed if meaning.role} | _roles(sources, synonyms)
    guesses: list[str] = []
    others = _of_others(meant, synonyms)
    silent = {*others, *(column for column, _ in meant.get(FAX, ()))}
    if others:
        left = {name: [one for one in found if one[0] not in others] for name, found in meant.items()}
        meant = {name: found for name, found in left.items() if found}
        guesses.append(f"{', '.join(others)}: of another person by the heading; handed through")
    told, mistakes = _choose(meant, columns, sources)
    guesses += told
    titled = () if "title" in sources else sources.get("person", ())[:1]
    titles = {column: synonyms.titles[key] for column in titled if (key := header_key(column)) in synonyms.titles}
    guesses += [f"title: {title}, as the heading {column} says" for column, title in titles.items()]
    guesses += [f"{column}: {_TOLD_OF_BOTH}" for column, role in roles.items() if role == _BOTH]
    used = _used(sources, overrides)
    return ColumnMap(
        MappingProxyType({name: sources[name] for name in _in_file_order(sources, columns)}),
        MappingProxyType(roles),
        tuple(column for column in columns if column not in used),
        tuple(guesses),
        (*_untold(absent, [sources]), *mistakes),
        MappingProxyType(titles),
        tuple(column for column in columns if column in silent),
    )


def _choose(
    meant: Mapping[str, list[tuple[str, Meaning]]], columns: Sequence[str], sources: dict[str, tuple[str, ...]]
) -> tuple[list[str], list[Mistake]]:
    """Adds to the sources what each meaning is taken from; what is said of it, and what is wrong."""
    guesses: list[str] = []
    mistakes: list[Mistake] = []
    for canonical, found in meant.items():
        if canonical != FAX:
            sources[canonical], told, wrong = _chosen(canonical, found, columns)
            guesses += told
            mistakes += wrong
    return guesses, mistakes


def _used(sources: Mapping[str, tuple[str, ...]], settled: Collection[str]) -> set[str]:
    """Source columns that need not be handed through: what they tell is kept."""
    used = {column for canonical, found in sources.items() if canonical not in PASSED_ON for column in found}
    # Mailings go to the first address: a caller may read the others out.
    return used - (set() if _EMAIL in settled else set(sources.get(_EMAIL, ())[1:]))


def _roles(settled: Mapping[str, tuple[str, ...]], synonyms: HeaderSynonyms) -> dict[str, str]:
    """What headings that a person named say of the line, or of an address, where they are known words."""
    named = [(canonical, column) for canonical in _WITH_ROLES for column in settled.get(canonical, ())]
    meant = [(canonical, column, _meaning(column, synonyms)) for canonical, column in named]
    return {
        column: told.role
        for canonical, column, told in meant
        if told is not None and told.canonical == canonical and told.role
    }


def _meaning(column: str, synonyms: HeaderSynonyms) -> Meaning | None:
    told = next((synonyms.meanings[key] for key in header_keys(column) if key in synonyms.meanings), None)
    if told is None or told.role not in ("phone", _BOTH):
        return told
    # 전화번호(휴대폰): the note says which of them.
    beside = synonyms.meanings.get(note_of(column), told)
    return beside if beside.canonical in (*LINES, _EMAIL) else told


def _is_spelling(column: str, synonyms: HeaderSynonyms) -> bool:
    """Whether a heading is that of a name's reading or its letters in another alphabet."""
    note = note_of(column)
    return any(word in note for word in synonyms.spellings) and header_key(column) not in synonyms.meanings


def _in_file_order(sources: Mapping[str, tuple[str, ...]], columns: Sequence[str]) -> list[str]:
    places = {column: place for place, column in enumerate(columns)}
    return sorted(sources, key=lambda name: (min((places[one] for one in sources[name]), default=len(places)), name))


def map_tables(
    tables: Sequence[Sequence[str]], synonyms: HeaderSynonyms, overrides: Mapping[str, str | Sequence[str]]
) -> tuple[ColumnMap, ...]:
    """The map of each table of one file: sheets made by several hands call one thing by several words.

    An override counts in the tables that have its column; where none has, it is a mistake (of the first) unless one
    heading of each tells the same.
    """
    everywhere = tuple(dict.fromkeys(column for columns in tables for column in columns))
    _, absent = _overridden(everywhere, overrides)
    maps = [map_columns(columns, synonyms, _overridden(columns, overrides)[0]) for columns in tables]
    mistakes = _untold(absent, [one.sources for one in maps])
    return (replace(maps[0], mistakes=(*mistakes, *maps[0].mistakes)), *maps[1:])


def _untold(absent: Mapping[str, Mistake], tables: Sequence[Mapping[str, Sequence[str]]]) -> list[Mistake]:
    """The overrides without their column for which some table has no column of its own, or several to choose from."""
    return [mistake for name, mistake in absent.items() if any(len(one.get(name, ())) != 1 for one in tables)]


def together(maps: Sequence[ColumnMap], settled: Collection[str] = ()) -> ColumnMap:
    """One map for the records of several tables: a cell is that of the first source column that its record has.

    Args:
      settled: Canonical columns whose order a person wrote.
    """
    names = dict.fromkeys(name for one in maps for name in one.sources)
    sources = {name: tuple(dict.fromkeys(c for one in maps for c in one.sources.get(name, ()))) for name in names}
    roles = {column: role for one in maps for column, role in one.roles.items()}
    if NUMBER not in settled and roles and NUMBER in sources and all(column in roles for column in sources[NUMBER]):
        sources[NUMBER] = tuple(sorted(sources[NUMBER], key=lambda column: DIALLING_ORDER.index(roles[column])))
    return ColumnMap(
        MappingProxyType(sources),
        MappingProxyType(roles),
        tuple(dict.fromkeys(column for one in maps for column in one.handed_through)),
        tuple(dict.fromkeys(guess for one in maps for guess in one.guesses)),
        tuple(dict.fromkeys(mistake for one in maps for mistake in one.mistakes)),
        MappingProxyType({column: title for one in maps for column, title in one.titles.items()}),
        tuple(dict.fromkeys(column for one in maps for column in one.not_dialled)),
    )


def _overridden(
    columns: Sequence[str], overrides: Mapping[str, str | Sequence[str]]
) -> tuple[dict[str, tuple[str, ...]], dict[str, Mistake]]:
    """Canonical column → the columns named for it that are there, and → what is wrong where none is."""
    by_key = {header_key(column): column for column in reversed(columns)}
    sources: dict[str, tuple[str, ...]] = {}
    absent: dict[str, Mistake] = {}
    for canonical, wanted in sorted(overrides.items()):
        names = (wanted,) if isinstance(wanted, str) else tuple(wanted)
        found = tuple(name if name in columns else by_key.get(header_key(name), "") for name in names)
        if any(found):
            # Of several names each may be another supplier's.
            sources[canonical] = tuple(column for column in found if column)
        else:
            what = f"no column {' or '.join(names)} for {canonical}; found: {', '.join(columns[:20])}"
            remedy = f"correct {canonical} = {in_quotes(names[0])} under [columns]" if names else ""
            absent[canonical] = Mistake(what, remedy=remedy)
    return sources, absent


def _meant(
    columns: Sequence[str], synonyms: HeaderSynonyms, settled: Mapping[str, tuple[str, ...]]
) -> dict[str, list[tuple[str, Meaning]]]:
    """Canonical column → (source column, meaning), in file order; settled ones are left out."""
    meant: dict[str, list[tuple[str, Meaning]]] = {}
    for column in columns:
        meaning = _meaning(column, synonyms)
        if meaning is not None and meaning.canonical not in settled:
            meant.setdefault(meaning.canonical, []).append((column, meaning))
    parts = [column for name in ("surname", "given") for column, _ in meant.get(name, ())]
    for canonical, found in list(meant.items()):
        plain = [pair for pair in found if not _is_spelling(pair[0], synonyms)]
        if plain or (canonical == "person" and parts):
            meant[canonical] = plain
    return {canonical: found for canonical, found in meant.items() if found}


def _of_others(meant: Mapping[str, list[tuple[str, Meaning]]], synonyms: HeaderSynonyms) -> list[str]:
    """Number columns of somebody else, in file order of either kind.

    Of relatives (`비상연락처`), whatever is left; of somebody beside the person (`대표자 휴대폰` beside `담당자명`),
    where others are left.
    """
    relatives = [column for column, _ in meant.get(OTHERS, ())]
    people, numbers = meant.get("person", []), meant.get(NUMBER, [])
    if len(people) < 2:
        return relatives
    chosen = min(people, key=lambda pair: pair[1].rank)[0]
    others = {_owner(column, synonyms) for column, _ in people if column != chosen} - {_owner(chosen, synonyms), ""}
    found = [column for column, _ in numbers if _owner(column, synonyms) in others]
    return (found if len(found) < len(numbers) else []) + relatives


def _owner(column: str, synonyms: HeaderSynonyms) -> str:
    """The object that a heading begins with; empty where it begins with none."""
    key = header_key(column)
    return max((thing for thing in synonyms.groups.values() if key.startswith(thing)), key=len, default="")


def _chosen(
    canonical: str, found: list[tuple[str, Meaning]], columns: Sequence[str]
) -> tuple[tuple[str, ...], list[str], list[Mistake]]:
    if canonical == NUMBER:
        order = sorted(found, key=lambda pair: (DIALLING_ORDER.index(pair[1].role), columns.index(pair[0])))
        names = tuple(column for column, _ in order)
        told = f"number: {', '.join(names)}" + (" in this dialling order" if len(names) > 1 else "")
        return names, [told], []
    if canonical in SEVERAL or len(found) == 1:
        names = tuple(column for column, _ in found)
        return names, [f"{canonical}: {', '.join(names)}"], []
    best = min(meaning.rank for _, meaning in found)
    equal = [column for column, meaning in found if meaning.rank == best]
    others = [column for column, _ in found if column != equal[0]]
    # A company's address is that of all its people.
    further = [column for column, meaning in found if column in others and meaning.rank < OF_ANOTHER]
    if canonical == _EMAIL and further:
        told = f"{canonical}: {equal[0]}; further addresses: {', '.join(further)}"
        return (equal[0], *further), [f"{told}; who asks not to be contacted by any of them is not"], []
    if len(equal) > 1:
        remedy = f"choose one: {canonical} = {in_quotes(equal[0])} under [columns]"
        return (equal[0],), [], [Mistake(f"several columns for {canonical}: {', '.join(equal)}", remedy=remedy)]
    return (equal[0],), [f"{canonical}: {equal[0]} rather than {', '.join(others)}"], []
