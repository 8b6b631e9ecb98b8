"""Where one title ends and the next begins, and what is said about time and politeness beside it.

`CEO & Founder`, `이사 겸 공장장`, `董事长兼总经理`, `부장(구매)` are parts; `R&D`, `A/S`, `H/W` are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from telebatch.normalise.titles.vocabulary import TitleVocabulary, Words

LINES = re.compile(r"[\r\n\v\f\u2028\u2029]+")
LONE_LETTERS = re.compile(r"\b([a-z])\s*&\s*([a-z])\b")
JOINTS = re.compile(
    r"(\s*[,;|·・、()\[\]{}<>«»「」『』【】〈〉《》:*•]\s*"
    r"|\s+[/&+]\s+|(?<!\b\w)[/&+]|\s+-+\s+|\s+and\s+|\s+및\s+"
    r"|(?<=[가-힣\s])\s*겸(?!임)\s*|(?<=\S)\s*兼(?![任職职])\s*"
    # Letters that are written without hyphens are parted by one; an arrow parts any.
    r"|\s*(?:-+>|=+>|→|⇒)\s*|(?<=[가-힣ぁ-ヿ㐀-鿿])\s*-+\s*(?=[가-힣ぁ-ヿ㐀-鿿]))"
)
YEAR = re.compile(r"(?:19|20)\d\d")
# Parts joined by these may hang on one head noun (`CEO and President`); those joined by CLOSE ones always do.
CLOSE = frozenset({"&", "/", "and", "및", "겸", "兼", "·", "・", "、", "+"})
LOOSE = CLOSE | {","}
OPENING = frozenset({"(", "["})
SMALL = frozenset({"of", "the", "for"})  # words that abbreviations leave out


class Part(NamedTuple):
    """One part of a title, as words without markers.

    Attributes:
      text: Its plain words, spaces kept; empty: only markers stood there.
      joint: What stands between it and the part before it (`&`, `,`, `(` …); empty: the first one.
    """

    text: str
    joint: str = ""


def marker_pattern(vocabulary: TitleVocabulary) -> re.Pattern[str]:
    """Finds markers in brackets, `(前)`, `전)`, so that they are not taken for parts of their own."""
    every: set[str] = set()
    for words in vocabulary.languages.values():
        every.update(words.former, words.acting, words.current)
    listed = "|".join(re.escape(word) for word in sorted(every, key=lambda word: (-len(word), word)))
    listed = listed or r"(?!)"
    return re.compile(rf"[(\[]\s*({listed})\s*[)\]]|(?:^|(?<=[\s/,;]))({listed})\s*\)")


def split_parts(text: str, markers: re.Pattern[str], phrases: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """The parts of a plain title, in order, none empty.

    Args:
      text: Plain; line breaks already made into ` | `.
      markers: From `marker_pattern`.
      phrases: Spellings of several words that are one (`research and development`), and what they become.
    """
    for long, short in phrases:
        text = text.replace(long, short)
    if text.isalnum():
        return _glued(text)
    text = LONE_LETTERS.sub(r"\1&\2", text)
    if "(" in text or "[" in text or ")" in text:
        text = markers.sub(lambda found: f" {found[1] or found[2]} ", text).strip()
    pieces = JOINTS.split(text)
    joints = ("", *pieces[1::2])
    parts = tuple(
        Part(" ".join(piece.split()), joint.strip())
        for piece, joint in zip(pieces[::2], joints, strict=True)
        if piece.strip(" -.'\"?!~_#@")
    )
    return _spelled_out(parts)


def _spelled_out(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts without an abbreviation that another part spells out: `CPO (Chief People Officer)` is no purchaser."""
    if len(parts) == 1:
        return parts
    initials = {"".join(word[0] for word in part.text.split() if word not in SMALL) for part in parts}
    return tuple(part for part in parts if len(part.text) == 1 or part.text not in initials) or parts


def _glued(text: str) -> tuple[Part, ...]:
    """The parts of a title that is nothing but letters: only 겸 and 兼 part those."""
    if "겸" not in text and "兼" not in text:
        return (Part(text),)
    pieces = JOINTS.split(text)
    joints = ("", *pieces[1::2])
    return tuple(Part(piece, joint) for piece, joint in zip(pieces[::2], joints, strict=True) if piece)


class Bare(NamedTuple):
    """A part's words once the words beside the title are taken off.

    Attributes:
      is_doubtful: The first letter may say former, or be a surname.
    """

    tokens: tuple[str, ...]
    is_former: bool = False
    is_acting: bool = False
    is_doubtful: bool = False
    told: str = ""  # the words that said former or acting


def without_markers(tokens: tuple[str, ...], words: Words) -> Bare:
    """Takes off former, acting, current and polite words that stand apart."""
    if len(tokens) > 1 and not tokens[0].isascii() and all(len(token) == 1 for token in tokens):
        return Bare(("".join(tokens),))  # "구 매 팀 장": no syllable of it is a marker
    if tokens and tokens[0] in words.leaving and (len(tokens) == 1 or YEAR.fullmatch(tokens[-1])):
        return Bare((), is_former=True, told=" ".join(tokens))
    if words.apart.isdisjoint(tokens):
        return Bare(tokens)
    former = [token for token in tokens if token in words.former]
    acting = [token for token in tokens if token in words.acting]
    kept = tuple(token for token in tokens if token not in words.apart)
    return Bare(kept, bool(former), bool(acting), told=" ".join((*former, *acting)))


def without_glued_markers(bare: Bare, words: Words, known: frozenset[str]) -> Bare:
    """Takes off what is written together with the title (前社長, 社長代行, 부장님).

    A marker in front counts only where a known word follows at once and no longer known word begins with it:
    前台 is a desk, 前田部長 a Mr Maeda, 代表 no acting one.
    """
    tokens = _without_polite(bare.tokens, words, known)
    text = "".join(tokens)
    told, kinds = [bare.told] if bare.told else [], set[str]()
    if text in words.titles:
        return bare._replace(tokens=tokens)
    if text.endswith((*words.former_end, *words.acting_end)):
        for endings, kind in ((words.former_end, "former"), (words.acting_end, "acting")):
            ending = next((one for one in endings if text.endswith(one) and text != one), "")
            if ending and _ends_in_title(text.removesuffix(ending), words):
                text, kinds, told = text.removesuffix(ending), kinds | {kind}, [*told, ending]
    if text.startswith((*words.former_front, *words.acting_front, *words.doubtful_front)):
        for fronts, kind in (
            (words.former_front, "former"),
            (words.acting_front, "acting"),
            (words.doubtful_front, "doubtful"),
        ):
            front = next((one for one in fronts if _begins(text, one, known)), "")
            if front and text not in words.titles and _ends_in_title(text.removeprefix(front), words):
                text, kinds, told = text.removeprefix(front), kinds | {kind}, [*told, front]
    return Bare(
        (text,) if kinds else tokens, bare.is_former or "former" in kinds, bare.is_acting or "acting" in kinds,
        "doubtful" in kinds, " ".join(told),
    )  # fmt: skip


def _without_polite(tokens: tuple[str, ...], words: Words, known: frozenset[str]) -> tuple[str, ...]:
    """Takes the polite words off the end, unless they are part of a known word."""
    while tokens and tokens[-1].endswith(words.honorifics):
        if tokens[-1] in known or "".join(tokens) in words.titles:
            break
        polite = next(one for one in words.honorifics if tokens[-1].endswith(one))
        last = tokens[-1].removesuffix(polite)
        tokens = (*tokens[:-1], last) if last else tokens[:-1]
    return tokens


def _begins(text: str, marker: str, known: frozenset[str]) -> bool:
    """Whether the marker stands in front as a word of its own."""
    if not text.startswith(marker):
        return False
    longer = any(text[:length] in known for length in range(len(marker) + 1, min(len(text), 12) + 1))
    rest = text[len(marker) :]
    return not longer and any(rest[:length] in known for length in range(1, min(len(rest), 12) + 1))


def _ends_in_title(text: str, words: Words) -> bool:
    """Whether a title stands at the end of the text."""
    return any(text[start:] in words.titles for start in range(max(0, len(text) - words.longest), len(text)))
