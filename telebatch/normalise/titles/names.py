"""Where the person's name ends and a title written into the same cell begins (김부장, 王总, John Smith, CEO)."""

from __future__ import annotations

import re
from types import MappingProxyType

import polars as pl

from telebatch.normalise.titles.judging import Judge
from telebatch.normalise.titles.text import HAN, HANGUL, KANA, language_of_hint, plain, unmasked
from telebatch.normalise.titles.vocabulary import Title, TitleVocabulary, Words
from telebatch.normalise.titles.walking import walk

SEPARATORS = re.compile(r"\s*[,;|/()\[\]<>【】「」·・:]\s*|\s+-+\s+")
CAPITALS = re.compile(r"[A-Z]{2,4}")
TOLD = MappingProxyType({"person": pl.String(), "title_found": pl.String(), "honorific": pl.String()})
LONGEST_GIVEN = 3  # syllables or characters of a given name written behind its surname

Split = tuple[str | None, str | None, str | None]


def split_names(names: pl.DataFrame, vocabulary: TitleVocabulary) -> pl.DataFrame:
    """Takes titles and polite words out of names, for lists without a column of titles.

    Args:
      names: Distinct rows of `name` and `language` (of the list; both may be null).
      vocabulary: From `vocabulary_of`.

    Returns:
      One row per input row, in the same order: `person` (NFKC, single spaces; null: the cell holds no name),
      `title_found` (as written, for the column `title` of `titles`; null: none), `honorific` (null: none).
    """
    judge = Judge(vocabulary)
    asked = names.select(pl.col("name").cast(pl.String), pl.col("language").cast(pl.String))
    told = [_split(name or "", language_of_hint(language), judge) for name, language in asked.iter_rows()]
    return pl.DataFrame(told, schema=dict(TOLD), orient="row")


def _split(name: str, hint: str | None, judge: Judge) -> Split:
    """One name's person, title and honorific."""
    text = unmasked(name)
    is_joined = HANGUL.search(text) or KANA.search(text) or HAN.search(text)
    pieces = [piece for piece in SEPARATORS.split(text) if piece]
    order = list(judge.languages(text.lower(), hint))
    person: list[str] = []
    found: list[str] = []
    polite = ""
    for at, piece in enumerate(pieces):
        if is_joined:
            rest, titles, honorific = _joined(piece, order, judge)
        else:
            rest, titles, honorific = _spaced(piece, order, judge, is_first=at == 0)
        person.extend(rest)
        found.extend(titles)
        polite = polite or honorific
    if not found and not polite:
        return text or None, None, None
    return " ".join(person) or None, " ".join(found) or None, polite or None


def _spaced(piece: str, order: list[str], judge: Judge, *, is_first: bool) -> tuple[list[str], list[str], str]:
    """A piece in a language that writes spaces.

    Behind a separator a known title is a title; beside the name only capitals are (`John Smith CEO`), because Clerk,
    Head and Chair are surnames too.
    """
    if not is_first and judge.read(plain(piece), None).title is not None:
        return [], [piece], ""
    words = [judge.vocabulary.languages[code] for code in order]
    tokens, polite = piece.split(), ""
    found: list[str] = []
    while tokens and any(plain(tokens[0]) in one.honorifics for one in words):
        polite, tokens = polite or tokens[0], tokens[1:]
    while len(tokens) > 1 and CAPITALS.fullmatch(tokens[-1]) and any(plain(tokens[-1]) in one.titles for one in words):
        found.insert(0, tokens.pop())
    return tokens, found, polite


def _joined(piece: str, order: list[str], judge: Judge) -> tuple[list[str], list[str], str]:
    """A piece of Korean, Chinese or Japanese; every token is a name, a title, or a name with a title behind it."""
    person: list[str] = []
    found: list[str] = []
    polite = ""
    words = [judge.vocabulary.languages[code] for code in order]
    exact = plain(piece).replace(" ", "")
    if any(exact in one.titles for one in words):
        return [], [piece], ""
    tokens = piece.split()
    for token in tokens:
        if any(token == word for one in words for word in one.honorifics):
            polite = polite or token
            continue
        rest, honorific = _without_honorific(token, words)
        name, title = _halves(rest, words, judge, is_alone=len(tokens) == 1, is_polite=bool(honorific))
        polite = polite or honorific
        person.extend([name] if name else [])
        found.extend([title] if title else [])
    return person, found, polite


def _without_honorific(token: str, words: list[Words]) -> tuple[str, str]:
    """A token without the polite word at its end, and that word."""
    for one in words:
        for polite in one.honorifics:
            if len(token) > len(polite) and token.endswith(polite):
                return token.removesuffix(polite), polite
    return token, ""


def _halves(token: str, words: list[Words], judge: Judge, *, is_alone: bool, is_polite: bool) -> tuple[str, str]:
    """A token's name and title; either may be empty."""
    text = plain(token)
    if len(text) != len(token):
        return token, ""
    for one in words:
        start, title = _title_at_end(text, one)
        if title is None:
            continue
        front = walk(text[:start], judge.vocabulary)
        if not front.leftover:
            return "", token
        if _is_name(text[:start], one, title, is_polite=is_polite):
            return token[:start], token[start:]
    in_front = walk(text, judge.vocabulary)
    is_department = in_front.is_department and not in_front.leftover and not is_alone
    return ("", token) if is_department else (token, "")


def _title_at_end(text: str, words: Words) -> tuple[int, Title | None]:
    """Where the longest title at the end of the text begins, and the title."""
    for start in range(len(text)):
        title = words.titles.get(text[start:])
        if title is not None:
            return start, title
    return len(text), None


def _is_name(front: str, words: Words, title: Title, *, is_polite: bool) -> bool:
    """Whether what stands in front of a title reads as a name.

    수석 and 선임 are given names too: such titles need a polite word behind them.
    """
    if title.behind in {"known", "nothing"} and not is_polite:
        return False
    if not words.surnames:
        return len(front) <= LONGEST_GIVEN + 2
    return any(
        front.startswith(surname) and len(front) <= len(surname) + LONGEST_GIVEN - 1 for surname in words.surnames
    )
