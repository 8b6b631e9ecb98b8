"""Alphabets: in which encoding of one byte a letter is a text written, told by what its languages are like?

The same bytes are letters in nearly all of them (ø in Denmark is ř in Bohemia), so two witnesses are heard: which
sequences of letters languages have, which chardet knows, and whether words are written as words are.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

import chardet

from telebatch.read.letters.everyday import everyday_letters

#: By how much a code is believed beforehand, in letters of evidence. The rare ones, below nought, are believed only
#: where chardet prefers them to every code there is: garbage is a word in some of them.
_BEFOREHAND: Final = {
    "cp1252": 1.5, "cp1251": 1.0, "cp1250": 0.0, "cp1254": 0.0, "cp1253": 0.0, "mac_roman": 0.0, "cp1257": -0.5,
    "iso8859_2": -0.5, "cp850": -0.5, "cp852": -0.5, "koi8_r": -0.5, "cp866": -0.5, "cp1255": -3.0, "cp1256": -3.0,
    "cp874": -3.0,
}  # fmt: skip
ALPHABETIC: Final = tuple(_BEFOREHAND)
_SAMPLE: Final = 1 << 16
_TELLING: Final = 1 << 14
"""So much text tells how its words are written."""
_WRITTEN: Final = 0.6
"""So much of a text stands in words; only the encoding of most lists is looked at where it is less."""
_FEW_LETTERS: Final = 12
"""Of so few letters beyond ASCII a list tells its language by chance."""
_NEAR: Final = 0.97
"""A code that comes so near to the best one might be it."""
_LATIN: Final = re.compile(r"(?:(?<=[A-Za-z])[À-ÖØ-öø-ſ]|[À-ÖØ-öø-ſ](?=[a-z]))(?![À-ſ]{2})")
_UNUSED: Final = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
"""Bytes that are no letter on Windows in the west, and everyday ones elsewhere: a stray one tells nothing."""
_SIGNS: Final = re.compile(r"[€£§°«»–—’‘“”„…©®\u00a0]")
_WORDS: Final = re.compile(r"[А-яЁёЂ-џҐґ]{3,}|[Ά-ώ]{3,}|[א-ת]{2,}|[ء-ي]{2,}|[ก-๛]{2,}")


@dataclass(frozen=True)
class Alphabet:
    """The most plausible code of one byte a letter.

    Attributes:
      name: As Python calls it.
      text: The sample as it reads.
      next_best: Up to two others that read otherwise, the likelier first.
      is_doubtful: One of them is nearly as plausible, or few letters tell.
    """

    name: str
    text: str
    next_best: tuple[str, ...]
    is_doubtful: bool


def by_alphabet(sample: bytes) -> Alphabet | None:
    """The code in which a sample reads most like a language; None where it is sound in no one.

    Args:
      sample: Bytes of whole lines that are not ASCII.
    """
    count = sum(1 for byte in sample if byte > 0x7F)
    if sum(sample.count(byte) for byte in _UNUSED) * 50 < count:
        sample = sample.translate(None, _UNUSED)
    favoured = _strict(sample, chardet.detect(sample[:_SAMPLE]).get("encoding") or "ascii")
    scored = []
    for order, (name, likelihood) in enumerate(_likelihoods(sample)):
        text = _strict(sample, name)
        if text is None or (_BEFOREHAND[name] < 0 and text != favoured):
            continue
        written, beforehand = _as_words(text), 1 + _BEFOREHAND[name] / (count + 1)
        if written >= _WRITTEN or name == "cp1252":
            scored.append((likelihood * written**2 * beforehand, -order, name, text))
    if not scored:
        return None
    best, _, name, text = max(scored)
    others = [(score, other) for score, _, other, reads in sorted(scored, reverse=True) if reads != text]
    is_near = bool(others) and (count < _FEW_LETTERS or others[0][0] > best * _NEAR)
    return Alphabet(name, text, tuple(other for _, other in others[:2]), is_near)


def alphabetic_share(text: str) -> float:
    """Share of the letters beyond ASCII that stand in words of an alphabet, or are signs a text has."""
    foreign = sum(1 for letter in text if letter > "\x7f")
    if not foreign:
        return 0.0
    inside = sum(1 for _ in _LATIN.finditer(text))
    words = sum(len(word) for word in _WORDS.findall(text))
    signs = sum(1 for _ in _SIGNS.finditer(text))
    return (inside + 0.9 * words + 0.6 * signs) / foreign


def _likelihoods(sample: bytes) -> list[tuple[str, float]]:
    """How near the sequences of a sample are to those of each code's languages."""
    told = chardet.detect_all(sample[:_SAMPLE], ignore_threshold=True, include_encodings=ALPHABETIC, compat_names=False)
    named = [(codecs.lookup(one["encoding"] or "ascii").name.replace("-", "_"), one["confidence"]) for one in told]
    return [(name, likelihood) for name, likelihood in named if name in _BEFOREHAND]


def _strict(sample: bytes, name: str) -> str | None:
    try:
        return sample.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _as_words(text: str) -> float:
    common, whole = everyday_letters(text[:_TELLING], frozenset(), counts_signs=True)
    return common / whole if whole else 0.0
