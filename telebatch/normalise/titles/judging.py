"""What a title's words say, in the language its letters, its list or its words belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telebatch.model.titles import NO_TITLE, Function, RoleClass
from telebatch.normalise.titles.decision import Judgement, Surroundings, Verdict, judged, of_bodies, verdict_of
from telebatch.normalise.titles.joined import read_joined
from telebatch.normalise.titles.parts import (
    LINES,
    LOOSE,
    OPENING,
    marker_pattern,
    split_parts,
    without_glued_markers,
    without_markers,
)
from telebatch.normalise.titles.reading import DECIDING, Reading, read_spaced
from telebatch.normalise.titles.text import (
    HAN,
    HANGUL,
    KANA,
    LATIN,
    han_languages,
    language_of_hint,
    plain,
    script_language,
    words_of,
)
from telebatch.normalise.titles.vocabulary import TitleVocabulary
from telebatch.normalise.titles.walking import ordered, walk

TWO_SCRIPTS = re.compile(r"([^\W\d_a-z]+)([a-z]+)")
POSTS = frozenset({*DECIDING, RoleClass.INFLUENCER})


class Judge:
    """Judges titles with one vocabulary, and remembers every phrase it has read; no title is read twice."""

    def __init__(self, vocabulary: TitleVocabulary) -> None:
        self.vocabulary = vocabulary
        self._markers = marker_pattern(vocabulary)
        self._phrases = tuple(
            (long, short)
            for words in vocabulary.languages.values()
            for long, short in words.abbreviations.items()
            if " " in long
        )
        self._parts: dict[tuple[str, str | None], Reading] = {}
        self._verdicts: dict[tuple[str, str | None], Verdict] = {}
        self._departments: dict[str, tuple[Function, ...]] = {}
        self._industries: dict[str, str] = {}

    def forget_many(self, most: int) -> None:
        """Forgets what was read once more than `most` phrases are remembered, so that memory stays flat."""
        for remembered in (self._parts, self._verdicts, self._departments, self._industries):
            if len(remembered) > most:
                remembered.clear()

    def judge(self, title: str | None, hint: str | None, around: Surroundings) -> Judgement:
        """Judges one title; `hint` is the list's language, in any spelling."""
        key = (title or "", hint)
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._verdicts[key] = self._verdict(title or "", language_of_hint(hint))
        return judged(verdict, around, self.vocabulary)

    def around(self, department: str | None, company_size: int | None, industry: str | None) -> Surroundings:
        """What a row tells beside the title, in the form that rules compare."""
        if department and department not in self._departments:
            parts = split_parts(plain(LINES.sub(" | ", department)), self._markers, self._phrases)
            named = (function for part in parts for function in walk(part.text, self.vocabulary).functions)
            self._departments[department] = ordered(named)
        if industry and industry not in self._industries:
            self._industries[industry] = " ".join(words_of(plain(industry).replace("/", " ").replace(",", " ")))
        functions = self._departments[department] if department else ()
        return Surroundings(functions, company_size, self._industries[industry] if industry else "")

    def _verdict(self, title: str, hint: str | None) -> Verdict:
        """Reads all parts of a title and chooses among them."""
        text = plain(LINES.sub(" | ", title))
        script = script_language(text)
        # The cell's own letters are nearer than the list's language.
        nearest = script or hint
        whole = self._exact(text, nearest)
        if whole is not None:
            return verdict_of((whole,), None)
        parts = split_parts(text, self._markers, self._phrases)
        readings = [
            reading._replace(joint="" if at else part.joint)
            for part in parts
            for at, reading in enumerate(self._ranked(part.text, nearest))
        ]
        if not readings:
            return verdict_of((Reading("", "", None, because=NO_TITLE),), script)
        return verdict_of(_spread(_unguarded(of_bodies(readings, self.vocabulary))), None)

    def _ranked(self, text: str, hint: str | None) -> tuple[Reading, ...]:
        """One part's reading, or two where a board rank stands in front of a post (取締役営業部長)."""
        reading = self.read(text, hint)
        if reading.title is None and (halves := TWO_SCRIPTS.fullmatch(text)):
            return self._in_two_scripts(reading, halves[1], halves[2], hint)
        words = self.vocabulary.languages.get(reading.language)
        if (
            words is None
            or not text.startswith(words.rank_front)
            or reading.is_whole
            or reading.role_class not in POSTS
        ):
            return (reading,)
        # Korean ranks end at a space: 이사회 is no 이사; Japanese ones need none.
        gap = " " if reading.language == "ko" else ""
        front = next((one for one in words.rank_front if text.startswith(one + gap)), "")
        post = self.read(text.removeprefix(front).strip(), hint) if front else reading
        if not front or post.role_class not in POSTS or post.leftover or post.is_former:
            return (reading,)
        return self.read(front, hint), post

    def _in_two_scripts(self, whole: Reading, front: str, end: str, hint: str | None) -> tuple[Reading, ...]:
        """A part that changes its letters (首席执行官CEO: two titles; 前CEO, 구매manager: one)."""
        first, last = self.read(front, hint), self.read(end, hint)
        if first.title is not None and last.title is not None:
            return first, last
        apart = self.read(f"{front} {end}", hint)
        return (whole,) if apart.title is None or apart.leftover else (apart,)

    def _exact(self, text: str, hint: str | None) -> Reading | None:
        """The reading of a title that stands in the vocabulary with its separators (`ゼネラル・マネージャー`)."""
        if text.replace(" ", "").isalnum():
            return None
        for language in self.languages(text, hint):
            words = self.vocabulary.languages[language]
            if (text if language in self.vocabulary.spaced else text.replace(" ", "")) in words.titles:
                return self._read_in(text, language)
        return None

    def languages(self, text: str, hint: str | None) -> tuple[str, ...]:
        """The languages a text can be in, the likeliest first."""
        spaced = self.vocabulary.spaced
        if text.isascii():
            if hint and hint in self.vocabulary.languages and text in self.vocabulary.languages[hint].titles:
                return (hint, *(one for one in spaced if one != hint))
            return (hint, *(one for one in spaced if one != hint)) if hint in spaced and hint != spaced[0] else spaced
        if HANGUL.search(text):
            order: tuple[str, ...] = ("ko",)
        elif KANA.search(text):
            order = ("ja",)
        elif HAN.search(text):
            able = han_languages(text)
            order = (hint,) if hint in able else ("ko", *able) if hint == "ko" else able
        else:
            return (hint, *(one for one in spaced if one != hint)) if hint in spaced else spaced
        order += spaced if LATIN.search(text) else ()
        return tuple(one for one in order if one in self.vocabulary.languages)

    def read(self, text: str, hint: str | None) -> Reading:
        """One part, read in every language it can be in; the one that knows it decides."""
        key = (text, hint)
        if key not in self._parts:
            order = self.languages(text, hint)
            is_open = len(order) > 1 and order[0] in {"zh", "ja"} and order[1] in {"zh", "ja"}
            readings: list[Reading] = []
            for language in order:
                readings.append(self._read_in(text, language))
                if readings[-1].title is not None and not is_open:
                    break
            self._parts[key] = _agreed(readings, self.vocabulary) if is_open else _first(readings, text)
        return self._parts[key]

    def _read_in(self, text: str, language: str) -> Reading:
        """One part, read in one language."""
        vocabulary = self.vocabulary
        words = vocabulary.languages[language]
        if language in vocabulary.spaced:
            tokens = words_of(text)
            if " ".join(tokens) in words.titles:
                return read_spaced(tokens, words, vocabulary)
            longer = " ".join(words.abbreviations.get(token, token) for token in tokens).split()
            bare = without_markers(tuple(longer), words)
            reading = read_spaced(bare.tokens, words, vocabulary)
        else:
            tokens = tuple(text.split())
            if "".join(tokens) in words.titles:
                return read_joined(tokens, words, vocabulary)
            bare = without_glued_markers(without_markers(tokens, words), words, vocabulary.known)
            reading = read_joined(bare.tokens, words, vocabulary)
        if bare.is_doubtful and reading.role_class in DECIDING:
            because = f"{bare.told} in front of {reading.head} says former, or is a surname"
            reading = reading._replace(role_class=RoleClass.NEEDS_CONTEXT, because=because)
        elif bare.is_former:
            reading = reading._replace(because=f"{reading.because}; {bare.told}: holds it no more")
        if reading.title is None and bare.told:
            reading = reading._replace(text=f"{bare.told} {reading.text}".strip(), because="no known title in it")
        if not (bare.is_former or bare.is_acting):
            return reading if reading.text else reading._replace(text=text)
        return reading._replace(is_former=bare.is_former, is_acting=bare.is_acting)


def _first(readings: Sequence[Reading], text: str) -> Reading:
    """The first language that knows a title, else the first that knows a department, else none."""
    for reading in readings:
        if reading.title is not None:
            return reading
    return next(
        (one for one in readings if one.is_department or one.is_former or one.is_acting),
        readings[0]._replace(text=text) if readings else Reading(text, "", None),
    )


def _doubt(reading: Reading, vocabulary: TitleVocabulary) -> tuple[bool, int, bool]:
    """How little speaks for a language: unknown letters, a short title, no function word of its own (行政)."""
    rest = reading.text.removesuffix(reading.head)
    own = vocabulary.languages[reading.language].functions
    named = any(function is not None and word in rest for word, function in own.items())
    return bool(reading.leftover), -len(reading.head), not named


def _agreed(readings: Sequence[Reading], vocabulary: TitleVocabulary) -> Reading:
    """The reading of Han characters that several languages share: the fuller one, or what all agree on."""
    known = [reading for reading in readings if reading.title is not None]
    if len(known) < 2:
        one = known[0] if known else _first(readings, readings[0].text)
        return one if known else one._replace(language="")
    doubts = {one.language: _doubt(one, vocabulary) for one in known}
    known.sort(key=lambda one: doubts[one.language])
    best, other = known[:2]
    if doubts[best.language] != doubts[other.language]:
        return best
    if best.role_class is not other.role_class:
        meanings = ", ".join(f"{one.language} {one.role_class.value}" for one in known[:2])
        return best._replace(language="", role_class=RoleClass.NEEDS_CONTEXT, seniority=None, functions=(),
            because=f"the same characters in two languages: {meanings}",
        )  # fmt: skip
    weaker = max(known[:2], key=lambda one: one.seniority.rank if one.seniority else 0)
    functions = tuple(dict.fromkeys((*best.functions, *other.functions)))
    return weaker._replace(language="", functions=functions, is_open=len(functions) > 1)


def _unguarded(readings: Sequence[Reading]) -> list[Reading]:
    """The readings without decision words that only name whom a gatekeeper guards.

    `assistant to the CEO and President`, `董事长兼总经理秘书`, `비서(대표이사)` hold one gatekeeper and nobody else.
    """
    guarded: set[int] = set()
    for at, reading in enumerate(readings):
        if reading.guards == "behind":
            for after in range(at + 1, len(readings)):
                if readings[after].joint not in LOOSE or readings[after].role_class is not RoleClass.DECISION_MAKER:
                    break
                guarded.add(after)
        if reading.guards == "ahead" and at and reading.joint in LOOSE and readings[at - 1].is_whole:
            guarded |= {at - 1} if readings[at - 1].role_class is RoleClass.DECISION_MAKER else set()
        is_helper = reading.role_class is RoleClass.GATEKEEPER and reading.functions == (Function.ADMINISTRATION,)
        if is_helper and any(one.joint in OPENING and one.is_whole for one in readings[at + 1 : at + 2]):
            guarded |= {at + 1} if readings[at + 1].role_class is RoleClass.DECISION_MAKER else set()
    return [reading for at, reading in enumerate(readings) if at not in guarded]


def _spread(readings: Sequence[Reading]) -> list[Reading]:
    """The readings, where a part that says only `retired` or `acting` speaks of the titles before it.

    Where no title stands before it, it speaks of the next one.
    """
    if len(readings) == 1:
        return list(readings)
    spread = list(readings)
    for at, marker in enumerate(readings):
        if marker.title is not None or not (marker.is_former or marker.is_acting):
            continue
        before = [i for i in range(at) if readings[i].title is not None]
        after = [i for i in range(at + 1, len(readings)) if readings[i].title is not None]
        for i in before or after[:1]:
            told = f"; {marker.text}: holds it no more" if marker.is_former else ""
            spread[i] = spread[i]._replace(
                because=f"{spread[i].because}{told}",
                is_former=spread[i].is_former or marker.is_former,
                is_acting=spread[i].is_acting or marker.is_acting,
            )
    return spread
