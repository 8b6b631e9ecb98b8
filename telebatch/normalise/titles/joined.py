"""What one part of a title says in a language that writes without spaces: the longest title at its end decides."""

from __future__ import annotations

from collections.abc import Sequence

from telebatch.model.titles import RoleClass
from telebatch.normalise.titles.reading import TOP, Match, Reading, settled
from telebatch.normalise.titles.vocabulary import Title, TitleVocabulary, Words
from telebatch.normalise.titles.walking import NOWHERE, walk


def read_joined(tokens: Sequence[str], words: Words, vocabulary: TitleVocabulary) -> Reading:
    """Reads a part of a language that writes without spaces, or with any number of them."""
    text = "".join(tokens)
    for start in range(max(0, len(text) - words.longest), len(text)):
        title = words.titles.get(text[start:])
        if title is not None:
            match = _joined_match(tokens, start, title, words, vocabulary)
            return settled(match, text, words, NOWHERE)
    return settled(None, text, words, walk(text, vocabulary, words.language))


def _joined_match(tokens: Sequence[str], start: int, title: Title, words: Words, vocabulary: TitleVocabulary) -> Match:
    """The title that begins at `start` of the joined tokens, with what stands in front of it."""
    text = "".join(tokens)
    head, rest = text[start:], text[:start]
    deputy = next(
        (
            word
            for word in words.deputy
            # 영업부팀장 leads a department (부); 부팀장 is a deputy, and so is 행정부원장: no department has a 원장.
            if rest.endswith(word)
            and (word not in vocabulary.departments or tokens[-1] == word + head or title.seniority in TOP)
        ),
        "",
    )
    front = rest.removesuffix(deputy) if deputy else rest
    return Match(
        title, head, walk(front, vocabulary, words.language), is_deputy=bool(deputy),
        is_apart=tokens[-1] in {head, deputy + head}, guards=_guarded_in_front(text, title, words),
    )  # fmt: skip


def _guarded_in_front(text: str, title: Title, words: Words) -> str:
    """`ahead` where a decision word and then a gatekeeper's end the text (总经理秘书), else empty."""
    if title.role_class is not RoleClass.GATEKEEPER:
        return ""
    classes = (
        (words.titles.get(text[start:cut]), words.titles.get(text[cut:]))
        for cut in range(1, len(text))
        for start in range(cut)
    )
    guarded = any(
        first and last and first.role_class is RoleClass.DECISION_MAKER and last.role_class is RoleClass.GATEKEEPER
        for first, last in classes
    )
    return "ahead" if guarded else ""
