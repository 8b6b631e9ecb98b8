"""Where no title is told, one that stands beside the name (김부장, 王总, John Smith, CEO; 원장 김하나) is the title.

In front of the name no title of the alphabet counts: Dean, Bishop and Prior are given names.

A form of address (Mr, 様) tells none: VICIdial and Outlook have a field `title` for it.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

import polars as pl

from telebatch.model.titles import RoleClass
from telebatch.normalise.titles.front import titles
from telebatch.normalise.titles.names import split_names
from telebatch.normalise.titles.text import HAN, HANGUL, KANA
from telebatch.normalise.titles.vocabulary import TitleVocabulary, Words

#: A name's end may look like a lesser title: 박경리 is a writer and no bookkeeper. Nobody is guessed out by a name.
_TAKEN = (str(RoleClass.DECISION_MAKER), str(RoleClass.CONDITIONAL))
#: A title in letters of the alphabet stands apart from the name: behind a sign, or in capitals.
_APART = r"[,;|/(\[<·・:]|\s-|\s[A-Z]{2,4}$"

#: A title in front, and what else the cell holds.
_IN_FRONT = (
    r"^(?P<title>[\p{Hangul}\p{Han}\p{Katakana}ー]{2,10})\s+(?P<name>[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}ー\s]+)$"
)
#: Language → what stands behind a surname of those known, or the whole name where none are. Two letters may be a word.
_NAMES = MappingProxyType({
    "ko": r"\p{Hangul}{2,3}", "zh": r"\p{Han}{1,2}", "ja": r"[\p{Han}\p{Hiragana}\p{Katakana}ー]{3,7}",
})  # fmt: skip

#: Forms of address that say what somebody is.
_TELLING = frozenset(("dr", "prof"))


def without_salutations(title: pl.Series, vocabulary: TitleVocabulary) -> pl.Series:
    """The column with null in place of a form of address."""
    polite = title.is_in(_salutations(vocabulary).implode())
    return title.set(polite, None) if polite.any() else title


@lru_cache(maxsize=4)
def _salutations(vocabulary: TitleVocabulary) -> pl.Series:
    """Every usual spelling: a list of titles is looked through once, without a change of its letters."""
    languages = vocabulary.languages.values()
    known = {word for one in languages for word in one.titles} | _TELLING
    words = {word for one in languages for word in one.honorifics} - known
    cases = {case for word in words for case in (word, word.upper(), word.capitalize())}
    return pl.Series(sorted({f"{case}{point}" for case in cases for point in ("", ".")}))


def titles_beside_names(people: pl.DataFrame, vocabulary: TitleVocabulary) -> pl.Series:
    """The column `title`, filled from the name where it is empty and the name carries a title that may decide.

    Args:
      people: `person`, `title`, `language`.
    """
    title = people.get_column("title")
    silent = people.select("person", "language").filter(title.is_null(), pl.col("person").is_not_null())
    found = _found(silent.unique(maintain_order=True), vocabulary)
    if found.is_empty():
        return title
    told = people.join(found, on=("person", "language"), how="left", nulls_equal=True, maintain_order="left")
    return told.select(pl.coalesce("title", "_title").alias("title")).to_series()


def _found(names: pl.DataFrame, vocabulary: TitleVocabulary) -> pl.DataFrame:
    """`person`, `language`, `_title` of the names that carry one."""
    # Few names begin so: only these are looked at more closely.
    perhaps = names.select(pl.arg_where(pl.col("person").str.contains(_front(vocabulary)))).to_series()
    begins = perhaps.filter(names[perhaps].select(_begins_with_a_title(vocabulary)).to_series())
    is_near = pl.int_range(pl.len(), dtype=pl.UInt32).is_in(begins.implode()) | _ends_in_a_title(vocabulary)
    likely = names.filter(pl.col("person").str.contains(_APART) | is_near)
    cells = likely.select(name="person", language=pl.col("language").cast(pl.String))
    written = split_names(cells, vocabulary).get_column("title_found")
    read = titles(pl.DataFrame({"title": written, "language": cells.get_column("language")}), vocabulary)
    taken = written.is_not_null() & read.get_column("role_class").is_in(_TAKEN)
    return likely.with_columns(written.alias("_title")).filter(taken)


@lru_cache(maxsize=4)
def _ends_in_a_title(vocabulary: TitleVocabulary) -> pl.Expr:
    """Cheap, and true of more names than carry one: most of a list's names are not read letter by letter."""
    words = {title for one in vocabulary.languages.values() for title in one.titles if _is_joined(title)}
    polite = {word for one in vocabulary.languages.values() for word in one.honorifics if _is_joined(word)}
    cell = pl.col("person").str.replace_all(r"\s", "")
    bare = cell.str.replace(f"(?:{'|'.join(sorted(polite, key=len, reverse=True))})$", "")
    return pl.any_horizontal(
        bare.str.slice(-length).is_in(sorted(word for word in words if len(word) == length))
        for length in sorted({len(word) for word in words})
    )


@lru_cache(maxsize=4)
def _front(vocabulary: TitleVocabulary) -> str:
    """A title and a blank."""
    known = (words for code, words in vocabulary.languages.items() if code in _NAMES)
    words = {word for one in known for word in _titles_in_front(one)}
    return rf"^(?:{'|'.join(sorted(words))})\s"


@lru_cache(maxsize=4)
def _begins_with_a_title(vocabulary: TitleVocabulary) -> pl.Expr:
    """A whole title, a blank, and nothing but what reads as a name of the same language: 원장 김하나, no 대표 번호."""
    told = pl.col("person").str.extract_groups(_IN_FRONT)
    front, rest = told.struct.field("title"), told.struct.field("name").str.replace_all(r"\s", "")
    return pl.any_horizontal(
        front.is_in(sorted(_titles_in_front(words)))
        & rest.str.contains(_name_of(code, words))
        & ~rest.is_in(_spoken(words))
        for code, words in vocabulary.languages.items()
        if code in _NAMES
    )


def _titles_in_front(words: Words) -> set[str]:
    """Those that are no family name and no given name."""
    sure = {word for word, title in words.titles.items() if title.behind not in {"known", "nothing"}}
    return {word for word in sure if _is_joined(word)} - set(words.surnames)


def _name_of(code: str, words: Words) -> str:
    """How a name is written, a polite word behind it or not."""
    surname = "|".join(sorted(words.surnames, key=lambda name: (-len(name), name)))
    polite = "|".join(sorted(word for word in words.honorifics if _is_joined(word)))
    return f"^(?:{surname}){_NAMES[code]}(?:{polite})?$"


def _spoken(words: Words) -> list[str]:
    """What looks like a name and is a word."""
    return sorted({*words.titles, *words.honorifics})


def _is_joined(word: str) -> bool:
    return bool(HANGUL.search(word) or HAN.search(word) or KANA.search(word))
